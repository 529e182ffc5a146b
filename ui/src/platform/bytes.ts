// Files as the contract wants them.
import type { InFile } from "../bindings/InFile";
import { CallError } from "./types";

/** The hub refuses larger bodies; base64 takes a third more than the bytes. */
export const MOST_BYTES = 45 * 1024 * 1024;

export async function readFiles(files: Iterable<File>): Promise<InFile[]> {
  const read: InFile[] = [];
  let sum = 0;
  for (const file of files) {
    sum += file.size;
    if (sum > MOST_BYTES) {
      throw new CallError({
        code: "validation",
        message: `${file.name} is too large to send through the browser: 45 MB at once at most.`,
        help: "Read it where the workspace is: gemba import FILE, or gemba ingest FILE for logs.",
      });
    }
    read.push({ bytes: { name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) } });
  }
  return read;
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Opens the browser's own file chooser. */
export function chooseFiles(): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.hidden = true;
    input.dataset.purpose = "import";
    input.addEventListener("change", () => (resolve([...(input.files ?? [])]), input.remove()));
    input.addEventListener("cancel", () => (resolve([]), input.remove()));
    document.body.append(input);
    input.click();
  });
}

/** Lets the browser keep a file. */
export function downloadFile(name: string, mediaType: string, base64: string): void {
  const address = URL.createObjectURL(new Blob([fromBase64(base64)], { type: mediaType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Files held over and dropped on the page. */
export function listenForDrop(dropped: (files: File[]) => void, hover: (over: boolean) => void): () => void {
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    hover(true);
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) hover(false);
  };
  const drop = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    hover(false);
    dropped([...(event.dataTransfer?.files ?? [])]);
  };
  window.addEventListener("dragover", over);
  window.addEventListener("dragleave", leave);
  window.addEventListener("drop", drop);
  return () => {
    window.removeEventListener("dragover", over);
    window.removeEventListener("dragleave", leave);
    window.removeEventListener("drop", drop);
  };
}
