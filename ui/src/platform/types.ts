// Everything that the front end needs from outside. Three shells serve it: the desktop window, the browser, and the tests.
// Absent on purpose: a clock (views carry their own "now"), storage (the core's), notifications (the host's).
import type { ApiError } from "../bindings/ApiError";
import type { InFile } from "../bindings/InFile";
import type { Args, Reply, UseCase } from "../lib/contract";

export interface Platform {
  readonly kind: "desktop" | "browser" | "test";
  /** Calls a use case. Rejects with a `CallError`, never with anything else. */
  call<K extends UseCase>(name: K, args: Args<K>): Promise<Reply<K>>;
  /** Says which tags have changed. Returns how to stop listening. */
  onInvalidate(heard: (tags: string[]) => void): () => void;
  /** Says whether the core can be reached. Returns how to stop listening. */
  onConnection(heard: (connected: boolean) => void): () => void;
  /** Lets a person choose files; empty when they change their mind. */
  pickFiles(): Promise<InFile[]>;
  /** Files dropped on the window. `hover` is told while they are held over it. Returns how to stop listening. */
  onDrop(dropped: (files: InFile[]) => void, hover: (over: boolean) => void): () => void;
  /** Asks the shell for a command of its menu: a screen's name, `import`, `report`, `sample`. Returns how to stop listening. */
  onMenu(chosen: (item: string) => void): () => void;
  /** Hands a file to the person, to keep where they like. Where it went, as far as the shell knows. */
  saveFile(name: string, mediaType: string, base64: string): Promise<string | undefined>;
}

/** An error of the contract, as something that can be thrown. */
export class CallError extends Error {
  readonly code: ApiError["code"];
  readonly help: string;
  constructor(error: ApiError) {
    super(error.message);
    this.name = "CallError";
    this.code = error.code;
    this.help = error.help;
  }
}

/** Turns whatever was thrown into the contract's error. */
export function asCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  if (isApiError(thrown)) return new CallError(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new CallError({ code: "internal", message: "Gemba could not answer.", help: message });
}

export function isApiError(value: unknown): value is ApiError {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}
