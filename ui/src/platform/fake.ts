// A shell made of answers, for tests and for the fixture page. Not part of the build: nothing of the app imports it.
import type { InFile } from "../bindings/InFile";
import type { Args, Reply, UseCase } from "../lib/contract";
import { CallError, type Platform } from "./types";

export type Answers = { [K in UseCase]?: Reply<K> | ((args: Args<K>) => Reply<K> | Promise<Reply<K>>) };

export interface Fake extends Platform {
  /** Every call so far, in order. */
  calls: { name: UseCase; args: unknown }[];
  invalidate(tags: string[]): void;
  connect(alive: boolean): void;
  drop(files: InFile[]): void;
  saved: { name: string; mediaType: string; base64: string }[];
  files: InFile[];
}

export function fakePlatform(answers: Answers): Fake {
  const invalidated = new Set<(tags: string[]) => void>();
  const connected = new Set<(alive: boolean) => void>();
  const dropped = new Set<(files: InFile[]) => void>();
  const fake: Fake = {
    kind: "test",
    calls: [],
    saved: [],
    files: [],
    async call<K extends UseCase>(name: K, args: Args<K>): Promise<Reply<K>> {
      fake.calls.push({ name, args });
      const answer: unknown = answers[name];
      if (answer === undefined) throw new CallError({ code: "not_found", message: `The fixture knows no ${name}.`, help: "" });
      return (typeof answer === "function" ? await answer(args) : answer) as Reply<K>;
    },
    onInvalidate: (heard) => (invalidated.add(heard), () => void invalidated.delete(heard)),
    onConnection: (heard) => (connected.add(heard), () => void connected.delete(heard)),
    onDrop: (heard) => (dropped.add(heard), () => void dropped.delete(heard)),
    onMenu: () => () => {},
    pickFiles: async () => fake.files,
    saveFile: async (name, mediaType, base64) => (fake.saved.push({ name, mediaType, base64 }), undefined),
    invalidate: (tags) => invalidated.forEach((tell) => tell(tags)),
    connect: (alive) => connected.forEach((tell) => tell(alive)),
    drop: (files) => dropped.forEach((tell) => tell(files)),
  };
  return fake;
}
