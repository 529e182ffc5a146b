// The pictures of the README: the running program on the sample, nothing retouched. `cargo xtask shots` takes them.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { open, SCREENS, test, theme } from "./gemba";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../../docs/pictures");
const sizes = [{ width: 1440, height: 900 }, { width: 1024, height: 700 }];

for (const screen of SCREENS) {
  test(`pictures of ${screen}`, async ({ gembaPage: page }) => {
    for (const name of ["light", "dark"] as const) {
      await theme(page, name);
      for (const size of sizes) {
        await page.setViewportSize(size);
        await open(page, screen);
        // The mouse is nowhere, and nothing is focused: the picture shows the screen at rest.
        await page.mouse.move(0, 0);
        await page.screenshot({ path: join(folder, `${screen}-${name}-${size.width}.png`), animations: "disabled", caret: "hide" });
      }
    }
  });
}
