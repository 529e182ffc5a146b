// The desktop window. The only file that knows Tauri.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import type { Args, Reply, UseCase } from "../lib/contract";
import { chooseFiles, downloadFile, readFiles } from "./bytes";
import { asCallError, type Platform } from "./types";

export function desktopPlatform(): Platform {
  return {
    kind: "desktop",
    call,
    onInvalidate: (heard) => hear<{ tags: string[] }>("invalidate", (payload) => heard(payload.tags)),
    onConnection: (heard) => {
      heard(true);
      return () => {};
    },
    pickFiles: async () => readFiles(await chooseFiles()),
    onDrop: (dropped, hover) => {
      const stop = getCurrentWebview().onDragDropEvent(({ payload }) => {
        hover(payload.type === "enter" || payload.type === "over");
        if (payload.type === "drop" && payload.paths.length > 0) dropped(payload.paths.map((path) => ({ path })));
      });
      const given = hear<{ paths: string[] }>("open-files", (payload) => dropped(payload.paths.map((path) => ({ path }))));
      return () => {
        void stop.then((end) => end());
        given();
      };
    },
    onMenu: (chosen) => hear<string>("menu", chosen),
    saveFile: async (name, mediaType, base64) => downloadFile(name, mediaType, base64),
  };
}

async function call<K extends UseCase>(name: K, args: Args<K>): Promise<Reply<K>> {
  try {
    return await invoke<Reply<K>>("rpc", { name, args });
  } catch (thrown) {
    throw asCallError(thrown);
  }
}

function hear<T>(event: string, heard: (payload: T) => void): () => void {
  const stop = listen<T>(event, ({ payload }) => heard(payload));
  return () => void stop.then((end) => end());
}
