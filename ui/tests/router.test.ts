import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { href, hrefOfHit, parseRoute, screenOf, SCREENS } from "../src/lib/router.svelte";

describe("addresses", () => {
  it("carry screen, identifier and what was asked for", () => {
    expect(parseRoute("#/incidents/inc-151?text=till")).toEqual({ screen: "incidents", id: "inc-151", params: { text: "till" } });
    expect(parseRoute("")).toEqual({ screen: "today", id: "", params: {} });
    expect(parseRoute("#/nowhere/at/all").screen).toBe("today");
    expect(parseRoute("#/backlog/%E0%A4%A").id).toBe("%E0%A4%A");
    expect(screenOf("on_call")).toBe("oncall");
    expect(hrefOfHit("failure_mode", "card")).toBe("#/incidents?failure_mode=card");
  });

  it("come back as they went", () => {
    fc.assert(
      fc.property(fc.constantFrom(...SCREENS), fc.string(), fc.string(), (screen, id, text) => {
        const back = parseRoute(href(screen, id, { text }));
        return back.screen === screen && back.id === id && (back.params.text ?? "") === text;
      }),
    );
  });
});
