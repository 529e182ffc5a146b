// Which dialog is open. One at a time: a dialog never opens a second one over itself.
import type { InFile } from "../bindings/InFile";
import { notices } from "../lib/notices.svelte";
import { session } from "../lib/session.svelte";

type Open =
  | { name: "import"; files: InFile[] }
  | { name: "identify" }
  | { name: "settings" }
  | { name: "own_data" }
  | { name: "new_incident" }
  | { name: "work_item"; id: string }
  | { name: "verify" };

class Dialogs {
  open = $state.raw<Open>();
  palette = $state(false);
  keyList = $state(false);

  show(open: Open): void {
    this.palette = false;
    this.keyList = false;
    this.open = open;
  }
  close(): void {
    this.open = undefined;
  }
  get any(): boolean {
    return this.open !== undefined || this.palette || this.keyList;
  }
}

export const dialogs = new Dialogs();

/** Does what needs a name and a flag; asks for them first where nobody has said who is at the keyboard. */
export function asSomebody(run: () => void): void {
  if (session.workspace?.actor.party) run();
  else {
    notices.say("Say first who you are: what you do here is written under your name and flag.");
    dialogs.show({ name: "identify" });
  }
}
