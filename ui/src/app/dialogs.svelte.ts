// Which dialog is open. One at a time: a dialog never opens a second one over itself.
import type { InFile } from "../bindings/InFile";

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
