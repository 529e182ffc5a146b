// What holds for the whole window: the workspace, the lens, the theme, what is being asked "why?".
import type { Party } from "../bindings/Party";
import type { WorkspaceView } from "../bindings/WorkspaceView";

export type Theme = "auto" | "light" | "dark";

function kept(key: string): string | null {
  try {
    return localStorage.getItem(`gemba.${key}`);
  } catch {
    return null;
  }
}

function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`gemba.${key}`);
    else localStorage.setItem(`gemba.${key}`, value);
  } catch {
    // Storage is closed to us: the choice holds until the window closes.
  }
}

const isParty = (text: string | null): text is Party => text === "ops" || text === "dev" || text === "product";

class Session {
  workspace = $state.raw<WorkspaceView>();
  #names = $derived(new Map((this.workspace?.people ?? []).map(({ person }) => [person.id, person.name])));
  #lens = $state<Party | null>(isParty(kept("lens")) ? (kept("lens") as Party) : null);
  #theme = $state<Theme>((kept("theme") as Theme | null) ?? "auto");

  /** The party whose eyes we look through; the person's own unless chosen. */
  get lens(): Party {
    return this.#lens ?? this.workspace?.actor.party ?? "ops";
  }
  set lens(party: Party) {
    this.#lens = party;
    keep("lens", party);
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    keep("theme", theme === "auto" ? null : theme);
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  /** The name of a person, where an identifier stands; the text itself when nobody is called that. */
  nameOf(id: string): string {
    return this.#names.get(id) ?? id;
  }

  get zone(): string {
    return this.workspace?.zone || "UTC";
  }
  /** The instant that views hold for, in milliseconds. */
  get now(): number {
    const now = this.workspace?.now;
    return now ? Date.parse(now) : Date.now();
  }
  get readOnly(): boolean {
    return this.workspace?.read_only != null;
  }
}

export const session = new Session();
