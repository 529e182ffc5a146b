// Every screen shows the sample's real data, fits, and is usable by those who do not see it, in light and in dark.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, open, SCREENS, test, theme } from "./gemba";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const screen of SCREENS) {
  test(`${screen} answers in one sentence, fits, and hides from nobody`, async ({ gembaPage: page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, screen);
    const heading = page.locator("main h1");
    expect((await heading.innerText()).length, "a verdict, not a name").toBeGreaterThan(25);
    await expect(page.locator("main [role=alert]")).toHaveCount(0);
    // Something of the sample is on it, not only its frame.
    expect((await page.locator("main").innerText()).length).toBeGreaterThan(300);
    for (const name of ["light", "dark"] as const) {
      await theme(page, name);
      for (const size of [{ width: 1440, height: 900 }, { width: 1024, height: 700 }]) {
        await page.setViewportSize(size);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(wide, `scrolls sideways at ${size.width}`).toBeLessThanOrEqual(0);
      }
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        // @ts-expect-error axe was put into the page above
        const { violations } = await window.axe.run(document);
        return violations.map(({ id, nodes }: { id: string; nodes: { target: unknown; failureSummary?: string }[] }) => ({
          id,
          where: nodes.slice(0, 5).map(({ target, failureSummary }) => `${String(target)} ${failureSummary ?? ""}`),
        }));
      });
      expect(found, `axe, ${screen}, ${name}`).toEqual([]);
    }
  });
}

for (const [screen, link] of [
  ["incidents", "#/incidents/"],
  ["backlog", "#/backlog/"],
  ["services", "#/services/"],
  ["objectives", "#/objectives/"],
] as const) {
  test(`one of ${screen} opens by keyboard and goes back`, async ({ gembaPage: page }) => {
    await open(page, screen);
    await page.locator("main [role=row][tabindex='0'], main a[href^='" + link + "']").first().focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`${link}.+`));
    await expect(page.locator("main [role=alert]")).toHaveCount(0);
    await page.goBack();
    await expect(page).toHaveURL(new RegExp(`#/${screen}$`));
  });
}
