// The browser, served by `gemba serve`: JSON over HTTP, server-sent events, a same-origin cookie.
import type { Args, Reply, UseCase } from "../lib/contract";
import { chooseFiles, downloadFile, listenForDrop, readFiles } from "./bytes";
import { asCallError, CallError, isApiError, type Platform } from "./types";

export function webPlatform(): Platform {
  return {
    kind: "browser",
    call,
    onInvalidate: (heard) =>
      onMessage((data) => {
        if (typeof data === "object" && data !== null && "tags" in data && Array.isArray(data.tags)) heard(data.tags.map(String));
      }),
    onConnection: (heard) => {
      connected.add(heard);
      const source = events();
      if (source.readyState === EventSource.OPEN) heard(true);
      return () => void connected.delete(heard);
    },
    pickFiles: async () => readFiles(await chooseFiles()),
    onDrop: (dropped, hover) =>
      listenForDrop((files) => {
        readFiles(files).then(dropped, (thrown: unknown) => dropped.length && report(asCallError(thrown)));
      }, hover),
    onMenu: () => () => {},
    saveFile: async (name, mediaType, base64) => (downloadFile(name, mediaType, base64), undefined),
  };
}

async function call<K extends UseCase>(name: K, args: Args<K>): Promise<Reply<K>> {
  let answer: Response;
  try {
    answer = await fetch(`/api/v1/rpc/${name}`, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(args),
    });
  } catch {
    throw new CallError({
      code: "io",
      message: "Gemba's server does not answer.",
      help: "Start it again with gemba serve, and open the link that it prints.",
    });
  }
  const text = await answer.text();
  const reply = parse(text);
  if (answer.ok) return reply as Reply<K>;
  if (isApiError(reply)) throw new CallError(reply);
  if (answer.status === 401) {
    throw new CallError({ code: "unauthorised", message: "This browser has not been let in.", help: "Use the one-time link that gemba serve prints." });
  }
  throw new CallError({ code: "internal", message: `Gemba's server answered ${answer.status}.`, help: text.slice(0, 300) });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

let source: EventSource | undefined;
const connected = new Set<(connected: boolean) => void>();
const messages = new Set<(data: unknown) => void>();

function events(): EventSource {
  if (source) return source;
  source = new EventSource("/api/v1/events");
  source.addEventListener("open", () => connected.forEach((tell) => tell(true)));
  source.addEventListener("error", () => connected.forEach((tell) => tell(false)));
  const heard = (event: MessageEvent) => {
    const data = parse(String(event.data));
    messages.forEach((tell) => tell(data));
  };
  source.addEventListener("message", heard);
  source.addEventListener("invalidate", heard);
  return source;
}

function onMessage(heard: (data: unknown) => void): () => void {
  messages.add(heard);
  events();
  return () => void messages.delete(heard);
}

/** Somebody must hear of files that could not be read; the app listens for this. */
function report(error: CallError): void {
  window.dispatchEvent(new CustomEvent("gemba:error", { detail: error }));
}
