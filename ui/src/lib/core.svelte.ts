// The one way from a component to the core: reads that stay fresh, and changes.
import { untrack } from "svelte";
import { asCallError, type CallError, type Platform } from "../platform/types";
import type { Args, Reply, UseCase } from "./contract";

/** Changes are shown at most four times a second, and not at all while nobody looks. */
const PAUSE_MS = 250;
/** A read that is answered sooner shows no sign of waiting. */
const PATIENCE_MS = 250;

let platform: Platform | undefined;
const mounted = new Set<{ refresh: () => void }>();
let pending = false;
let last = 0;

export const connection = $state({ alive: true });

/** Sets the shell once, at start; a test sets its own. Returns how to let go of it. */
export function usePlatform(next: Platform): () => void {
  platform = next;
  const stops = [
    next.onInvalidate(refreshSoon),
    next.onConnection((alive) => {
      if (alive && !connection.alive) refreshSoon();
      connection.alive = alive;
    }),
  ];
  const seen = () => pending && !document.hidden && refreshNow();
  document.addEventListener("visibilitychange", seen);
  return () => {
    stops.forEach((stop) => stop());
    document.removeEventListener("visibilitychange", seen);
  };
}

export function shell(): Platform {
  if (!platform) throw new Error("no platform was set");
  return platform;
}

/** Calls a use case once. Throws a `CallError`. */
export async function call<K extends UseCase>(name: K, args: Args<K>): Promise<Reply<K>> {
  try {
    return await shell().call(name, args);
  } catch (thrown) {
    throw asCallError(thrown);
  }
}

/** Asks everything on screen again, soon. */
export function refreshSoon(): void {
  if (pending) return;
  pending = true;
  if (document.hidden) return;
  setTimeout(() => document.hidden || refreshNow(), Math.max(0, last + PAUSE_MS - Date.now()));
}

function refreshNow(): void {
  pending = false;
  last = Date.now();
  mounted.forEach((one) => one.refresh());
}

/** Lets something that holds data of the core hear of changes for as long as the component lives. */
export function whenChanged(refresh: () => void): void {
  $effect(() => {
    const one = { refresh };
    mounted.add(one);
    return () => void mounted.delete(one);
  });
}

/** A read that is asked again when its arguments change and when the core says that something changed. */
export class Query<K extends UseCase> {
  data = $state.raw<Reply<K>>();
  error = $state.raw<CallError>();
  /** Waiting for longer than a person overlooks. */
  slow = $state(false);
  #name: K;
  #args: () => Args<K> | null;
  #turn = 0;

  constructor(name: K, args: () => Args<K> | null, everySeconds = 0) {
    this.#name = name;
    this.#args = args;
    $effect(() => {
      const now = this.#args();
      untrack(() => void this.#ask(now));
    });
    whenChanged(() => void this.refresh());
    if (everySeconds > 0) {
      $effect(() => {
        const timer = setInterval(() => document.hidden || void this.refresh(), everySeconds * 1000);
        return () => clearInterval(timer);
      });
    }
  }

  refresh(): Promise<void> {
    return this.#ask(untrack(() => this.#args()));
  }

  async #ask(args: Args<K> | null): Promise<void> {
    const turn = ++this.#turn;
    if (args === null) {
      this.data = undefined;
      this.error = undefined;
      return;
    }
    const patience = setTimeout(() => turn === this.#turn && (this.slow = true), PATIENCE_MS);
    try {
      const reply = await call(this.#name, args);
      if (turn !== this.#turn) return;
      this.data = reply;
      this.error = undefined;
    } catch (thrown) {
      if (turn === this.#turn) this.error = asCallError(thrown);
    } finally {
      clearTimeout(patience);
      if (turn === this.#turn) this.slow = false;
    }
  }
}
