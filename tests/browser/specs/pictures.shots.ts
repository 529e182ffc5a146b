// The pictures of the README: the running program on the sample, nothing retouched. `cargo xtask shots` takes them.
import type { Page } from "@playwright/test";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { call, expect, identify, open, SCREENS, test, theme } from "./gemba";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../../docs/pictures");
const sizes = [{ width: 1440, height: 900 }, { width: 1024, height: 700 }];

/** What a picture needs to have happened, and where it is taken. */
const prepared: Record<string, (page: Page) => Promise<string>> = {
  // The meeting has just decided, and Product has still to sign.
  decisions: async (page) => {
    await identify(page, "dev");
    const { order } = (await call(page, "weigh")).body;
    const reason = "Four times since September, each time with three hops. Click & collect starts a week later.";
    const forecast = "The card terminals do not time out again within four weeks of the fix.";
    const made = await call(page, "decide", { item: order[0].id, reason, forecast, probability: 0.7 });
    expect(made.status).toBe(200);
    for (const party of ["ops", "dev"] as const) {
      await identify(page, party);
      expect((await call(page, "decision_sign", { id: made.body.id })).status).toBe(200);
    }
    await identify(page, "product");
    return "decisions";
  },
  // Somebody is there who can act.
  incident: async (page) => (await identify(page, "dev"), `incidents/${encodeURIComponent((await call(page, "incidents")).body.rows[0].id)}`),
};

for (const screen of [...SCREENS, "incident"]) {
  test(`pictures of ${screen}`, async ({ gembaPage: page }) => {
    const place = (await prepared[screen]?.(page)) ?? screen;
    for (const name of ["light", "dark"] as const) {
      await theme(page, name);
      for (const size of sizes) {
        await page.setViewportSize(size);
        await open(page, place);
        // The mouse is nowhere, and nothing is focused: the picture shows the screen at rest.
        await page.mouse.move(0, 0);
        await page.screenshot({ path: join(folder, `${screen}-${name}-${size.width}.png`), animations: "disabled", caret: "hide" });
      }
    }
  });
}
