import type { Platform } from "./types";
import { webPlatform } from "./web";

/** The shell that this page runs in. */
export async function findPlatform(): Promise<Platform> {
  if ("__TAURI_INTERNALS__" in window) return (await import("./tauri")).desktopPlatform();
  return webPlatform();
}
