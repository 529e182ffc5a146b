// The desktop window. The only file that knows Tauri.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import type { InFile } from "../bindings/InFile";
import type { Args, Reply, UseCase } from "../lib/contract";
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
    pickFiles: async () => asPaths(await ask<string[]>("pick_files", {})),
    onDrop: (dropped, hover) => {
      const stop = getCurrentWebview().onDragDropEvent(({ payload }) => {
        hover(payload.type === "enter" || payload.type === "over");
        if (payload.type === "drop" && payload.paths.length > 0) dropped(asPaths(payload.paths));
      });
      const given = hear<{ paths: string[] }>("open-files", ({ paths }) => dropped(asPaths(paths)));
      // Files that the program was started with wait until the page can show them.
      void ask<string[]>("waiting_files", {}).then((paths) => paths.length > 0 && dropped(asPaths(paths)));
      return () => {
        void stop.then((end) => end());
        given();
      };
    },
    onMenu: (chosen) => hear<string>("menu", chosen),
    saveFile: async (name, _mediaType, base64) => (await ask<string | null>("save_file", { name, base64 })) ?? undefined,
  };
}

function call<K extends UseCase>(name: K, args: Args<K>): Promise<Reply<K>> {
  return ask("rpc", { name, args });
}

async function ask<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw asCallError(thrown);
  }
}

const asPaths = (paths: string[]): InFile[] => paths.map((path) => ({ path }));

function hear<T>(event: string, heard: (payload: T) => void): () => void {
  const stop = listen<T>(event, ({ payload }) => heard(payload));
  return () => void stop.then((end) => end());
}
