// Where we are: `#/incidents/151?text=till`. The address is the state, so that back, forward and reload work.
export const SCREENS = ["today", "weigh", "incidents", "backlog", "oncall", "services", "objectives", "decisions"] as const;
export type ScreenName = (typeof SCREENS)[number];

export interface Route {
  screen: ScreenName;
  id: string;
  params: Record<string, string>;
}

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [first = "", ...rest] = path.split("/");
  const screen = SCREENS.find((name) => name === first) ?? "today";
  return { screen, id: decode(rest.join("/")), params: Object.fromEntries(new URLSearchParams(query)) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function href(screen: ScreenName, id = "", params: Record<string, string> = {}): string {
  const kept = Object.entries(params).filter(([, value]) => value !== "");
  const query = kept.length ? `?${new URLSearchParams(kept)}` : "";
  return `#/${screen}${id ? `/${encodeURIComponent(id)}` : ""}${query}`;
}

/** Screens as the contract names them: `on_call` in words, `oncall` in addresses. */
export function screenOf(name: string): ScreenName {
  return SCREENS.find((screen) => screen === name.replaceAll("_", "")) ?? "today";
}

class Router {
  route = $state.raw<Route>(parseRoute(typeof location === "undefined" ? "" : location.hash));

  constructor() {
    if (typeof window !== "undefined") window.addEventListener("hashchange", () => (this.route = parseRoute(location.hash)));
  }

  go(screen: ScreenName, id = "", params: Record<string, string> = {}): void {
    location.hash = href(screen, id, params);
    this.route = parseRoute(location.hash);
  }

  /** Opens one thing beside its list: a step in the history when none was open, so that back leads to the list. */
  open(id: string): void {
    const { screen, id: before, params } = this.route;
    if (before) this.adjust({ id });
    else this.go(screen, id, params);
  }

  /** Changes what is asked for without a new step in the history. */
  adjust(changes: { id?: string; params?: Record<string, string> }): void {
    const { screen, id, params } = this.route;
    const address = href(screen, changes.id ?? id, { ...params, ...changes.params });
    history.replaceState(history.state, "", address);
    this.route = parseRoute(address);
  }
}

export const router = new Router();

/** The kinds of a search hit, as addresses. */
export function hrefOfHit(kind: string, id: string): string {
  switch (kind) {
    case "service":
      return href("services", id);
    case "incident":
      return href("incidents", id);
    case "work_item":
      return href("backlog", id);
    case "objective":
      return href("objectives", id);
    case "journey":
      return href("incidents", "", { journey: id });
    case "failure_mode":
      return href("incidents", "", { failure_mode: id });
    case "rotation":
      return href("oncall", id);
    case "decision":
      return href("decisions", id);
    default:
      return href("today");
  }
}
