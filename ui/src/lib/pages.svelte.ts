// A long list of which only the pages in view are held. The core sorts and filters; nothing here knows more than a page.
import { untrack } from "svelte";
import type { CallError } from "../platform/types";
import { asCallError } from "../platform/types";
import { whenChanged } from "./core.svelte";

export interface Page<R> {
  rows: R[];
  total: number;
}

const PAGE = 200;
const MOST_PAGES = 40;

export class Pages<R, V extends Page<R>> {
  /** The newest answer: its sentence and counts stand beside the rows. */
  view = $state.raw<V>();
  error = $state.raw<CallError>();
  total = $state(0);
  /** Waiting for longer than a person overlooks. */
  slow = $state(false);
  #pages = $state.raw(new Map<number, R[]>());
  #ask: (offset: number, limit: number) => Promise<V>;
  #turn = 0;
  #asked = new Set<number>();
  #seen: [number, number] = [0, 1];

  /** `ask` reads the state that it depends on (filters, order) before its first `await`; a change of it starts anew. */
  constructor(ask: (offset: number, limit: number) => Promise<V>) {
    this.#ask = ask;
    $effect(() => {
      this.#turn++;
      const first = this.#ask(0, PAGE);
      untrack(() => {
        this.#asked = new Set([0]);
        void this.#take(0, first, true);
      });
    });
    whenChanged(() => this.refresh());
  }

  row(index: number): R | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Says which rows are in view, half-open, so that their pages are asked for. */
  show(from: number, to: number): void {
    this.#seen = [from, to];
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) this.#need(page);
  }

  /** Asks the pages in view again; rows stay on screen until the new ones are there. */
  refresh(): void {
    this.#turn++;
    this.#asked = new Set();
    const [from, to] = this.#seen;
    const first = Math.floor(from / PAGE);
    for (let page = first; page === first || page * PAGE < to; page++) this.#need(page, page === first);
  }

  #need(page: number, anew = false): void {
    if (this.#asked.has(page) || page < 0) return;
    this.#asked.add(page);
    void this.#take(page, this.#ask(page * PAGE, PAGE), anew);
  }

  async #take(page: number, answer: Promise<V>, anew: boolean): Promise<void> {
    const turn = this.#turn;
    const patience = setTimeout(() => turn === this.#turn && (this.slow = true), 250);
    try {
      const view = await answer;
      if (turn !== this.#turn) return;
      const pages = anew ? new Map<number, R[]>() : new Map(this.#pages);
      pages.set(page, view.rows);
      for (const old of pages.keys()) {
        if (pages.size <= MOST_PAGES) break;
        if (old !== page) (pages.delete(old), this.#asked.delete(old));
      }
      this.#pages = pages;
      this.view = view;
      this.total = view.total;
      this.error = undefined;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.#asked.delete(page);
      this.error = asCallError(thrown);
    } finally {
      clearTimeout(patience);
      if (turn === this.#turn) this.slow = false;
    }
  }
}
