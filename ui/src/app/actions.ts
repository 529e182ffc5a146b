// What can be done from anywhere, by key and from the palette.
import type { Key } from "../lib/keys.svelte";
import { asCallError } from "../platform/types";
import { call, shell } from "../lib/core.svelte";
import { notices } from "../lib/notices.svelte";
import { router } from "../lib/router.svelte";
import { session } from "../lib/session.svelte";
import { why } from "../lib/why.svelte";
import { asSomebody, dialogs } from "./dialogs.svelte";
import { screens } from "./screens";

export interface Action {
  name: string;
  keys?: string;
  run: () => void;
  /** Changes something, so not while the workspace is read only. */
  writes?: boolean;
}

/** Asks why: of the number in focus, else of the first in the focused row, else of the first on screen. */
export function askWhy(): void {
  const focused = document.activeElement;
  const within = focused?.closest("[data-why]") ?? focused?.querySelector("[data-why]") ?? document.querySelector("main [data-why]");
  if (within instanceof HTMLElement) why.ask(within.dataset.why ?? "");
}

const atRest = () => document.activeElement === document.body || document.activeElement?.id === "screen";

/** From nowhere in particular into the first list of the screen. */
function enterList(): void {
  document.querySelector<HTMLElement>("main [role=grid] [data-index][tabindex='0']")?.focus();
}

export function globalKeys(choose: () => void): Key[] {
  return [
    ...screens.map(({ name, title, key }) => ({ keys: `G ${key}`, does: title, group: "Go to", run: () => router.go(name) })),
    { keys: "Ctrl K", does: "Command palette: anything by name", group: "Anywhere", run: null },
    { keys: "/", does: "Search", group: "Anywhere", run: () => (dialogs.palette = true) },
    { keys: "?", does: "This list", group: "Anywhere", run: () => (dialogs.keyList = true) },
    { keys: "W", does: "Why? Of the number in focus, or the first in the row", group: "Anywhere", run: askWhy },
    { keys: "⇧I", does: "Import files", group: "Anywhere", run: choose, when: () => !session.readOnly },
    { keys: "1", does: "Look as Ops", group: "Look as", run: () => (session.lens = "ops") },
    { keys: "2", does: "Look as Dev", group: "Look as", run: () => (session.lens = "dev") },
    { keys: "3", does: "Look as Product", group: "Look as", run: () => (session.lens = "product") },
    { keys: "J  K  ↓  ↑", does: "Next and previous row", group: "In a list", run: null },
    ...["J", "ArrowDown"].map((keys) => ({ keys, does: "", group: "", run: enterList, when: atRest })),
    { keys: "Enter", does: "Open the row", group: "In a list", run: null },
    { keys: "→  ←", does: "Numbers and links within the row", group: "In a list", run: null },
    { keys: "Home  End  PgUp  PgDn", does: "Far", group: "In a list", run: null },
    { keys: "→  ←", does: "Read the picture point by point", group: "In a picture", run: null },
    { keys: "Esc", does: "Close what lies on top; leave a field", group: "Anywhere", run: null },
  ];
}

export function actions(choose: () => void): Action[] {
  const theme = session.theme === "dark" ? "light" : session.theme === "light" ? "auto" : "dark";
  return [
    { name: "Import files…", keys: "⇧I", run: choose, writes: true },
    { name: "New work item…", run: () => asSomebody(() => dialogs.show({ name: "work_item", id: "" })), writes: true },
    { name: "Declare an incident…", run: () => asSomebody(() => dialogs.show({ name: "new_incident" })), writes: true },
    { name: "Report as PDF", run: () => void report("pdf") },
    { name: "Report as HTML", run: () => void report("html") },
    { name: "Report as Markdown", run: () => void report("md") },
    ...["backlog", "incidents", "decisions", "people", "rotations", "shifts", "log"].map((kind) => ({ name: `Export ${kind}`, run: () => void exportAs(kind) })),
    { name: "Look as Ops", keys: "1", run: () => (session.lens = "ops") },
    { name: "Look as Dev", keys: "2", run: () => (session.lens = "dev") },
    { name: "Look as Product", keys: "3", run: () => (session.lens = "product") },
    { name: `Theme: ${theme}`, run: () => (session.theme = theme) },
    { name: "I am…", run: () => dialogs.show({ name: "identify" }) },
    { name: "Settings…", run: () => dialogs.show({ name: "settings" }) },
    { name: "Check the log", run: () => dialogs.show({ name: "verify" }) },
    ...(shell().kind === "desktop" ? [{ name: "Back up", run: () => void backUp() }] : []),
    { name: "Print this screen", run: () => window.print() },
    { name: "All keys", keys: "?", run: () => (dialogs.keyList = true) },
  ];
}

export async function report(format: "pdf" | "html" | "md", team?: string): Promise<void> {
  try {
    notices.say("The report is being made.");
    const file = await call("report", { kind: "review", format, team: team ?? null });
    const place = await shell().saveFile(file.name, file.media_type, file.base64);
    if (place) notices.say(`Saved as ${place}.`);
  } catch (thrown) {
    notices.fail(asCallError(thrown));
  }
}

export async function exportAs(kind: string): Promise<void> {
  try {
    const file = await call("export", { kind });
    const place = await shell().saveFile(file.name, file.media_type, file.base64);
    if (place) notices.say(`Saved as ${place}.`);
  } catch (thrown) {
    notices.fail(asCallError(thrown));
  }
}

export async function backUp(): Promise<void> {
  try {
    notices.say((await call("backup", {})).said);
  } catch (thrown) {
    notices.fail(asCallError(thrown));
  }
}
