// The borders of the front end, checked on every change: Tauri in one file, text from outside never as markup, no network but
// the platform's, no types by hand where the core writes them.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../src", import.meta.url));
const rules = [
  { what: "@tauri-apps outside src/platform/tauri.ts", found: /@tauri-apps\//, allowed: (file) => file === "platform/tauri.ts" },
  { what: "markup from text", found: /\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write/, allowed: () => false },
  { what: "parsing of markup outside lib/svg.ts", found: /DOMParser/, allowed: (file) => file === "lib/svg.ts" },
  { what: "the network outside src/platform", found: /\bfetch\(|new EventSource|XMLHttpRequest|WebSocket/, allowed: (file) => file.startsWith("platform/") },
  { what: "an inline style, which the content security policy refuses", found: /<[a-z][^>]*\sstyle="/i, allowed: () => false },
  { what: "an address on the network", found: /https?:\/\/(?!www\.w3\.org\/)/, allowed: (file) => file.startsWith("bindings/") },
  { what: "requestIdleCallback or backdrop-filter, which WebKitGTK lacks or is slow with", found: /requestIdleCallback|backdrop-filter/, allowed: () => false },
  { what: "an animation without end", found: /animation[^;]*infinite/, allowed: () => false },
  { what: "the fake platform in the application", found: /platform\/fake/, allowed: () => false },
];

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else if (/\.(ts|svelte|css)$/.test(name)) yield path;
  }
}

let crossed = 0;
for (const path of files(root)) {
  const file = relative(root, path).replaceAll("\\", "/");
  readFileSync(path, "utf8")
    .split("\n")
    .forEach((line, at) => {
      for (const { what, found, allowed } of rules) {
        if (found.test(line) && !allowed(file)) {
          crossed++;
          console.error(`src/${file}:${at + 1}: ${what}`);
        }
      }
    });
}
if (crossed > 0) process.exit(1);
console.log("borders: none crossed");
