// Short sentences about what was done or refused; read aloud by screen readers.
import { asCallError } from "../platform/types";

export interface Notice {
  id: number;
  tone: "calm" | "harm";
  text: string;
  help: string;
}

class Notices {
  list = $state.raw<Notice[]>([]);
  #next = 1;

  say(text: string): void {
    this.#add({ tone: "calm", text, help: "" }, 6_000);
  }

  fail(thrown: unknown): void {
    const error = asCallError(thrown);
    this.#add({ tone: "harm", text: error.message, help: error.help }, 20_000);
  }

  drop(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  #add(notice: Omit<Notice, "id">, milliseconds: number): void {
    const id = this.#next++;
    this.list = [...this.list.slice(-2), { ...notice, id }];
    setTimeout(() => this.drop(id), milliseconds);
  }
}

export const notices = new Notices();
