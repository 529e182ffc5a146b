// Keys. Each is registered with its words by whoever serves it, so that `?` lists exactly what works now.
import { untrack } from "svelte";

export interface Key {
  /** As shown: `J`, `⇧R`, `G T`, `?`. */
  keys: string;
  /** What it does. */
  does: string;
  /** Where it stands in the list. */
  group: string;
  /** `null`: handled by the element itself, listed only. */
  run: (() => void) | null;
  /** Whether it works now. */
  when?: () => boolean;
}

class Keys {
  #layers = $state.raw<Key[][]>([]);
  #first: { key: string; at: number } | undefined;

  get all(): Key[] {
    return this.#layers.flat();
  }

  add(layer: Key[]): () => void {
    // Reading the list here must not make the caller's effect depend on it.
    this.#layers = [...untrack(() => this.#layers), layer];
    return () => (this.#layers = untrack(() => this.#layers).filter((other) => other !== layer));
  }

  /** Runs the key that fits; tells whether there was one. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return false;
    const key = event.key.length === 1 ? (event.shiftKey && /[a-z]/i.test(event.key) ? `⇧${event.key.toUpperCase()}` : event.key.toUpperCase()) : event.key;
    const first = this.#first && event.timeStamp - this.#first.at < 1200 ? this.#first.key : undefined;
    this.#first = undefined;
    const wanted = first ? `${first} ${key}` : key;
    const hit = this.#layers
      .toReversed()
      .flat()
      .find((one) => one.run && one.keys === wanted && (one.when?.() ?? true));
    if (hit?.run) {
      event.preventDefault();
      hit.run();
      return true;
    }
    if (!first && this.all.some((one) => one.keys.startsWith(`${key} `))) this.#first = { key, at: event.timeStamp };
    return false;
  }
}

/** Keys belong to the text while somebody writes. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

export const keys = new Keys();

/** Registers keys for as long as the component lives. */
export function useKeys(layer: () => Key[]): void {
  $effect(() => keys.add(layer()));
}
