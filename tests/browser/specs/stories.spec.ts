// What people come to do, from the first start to a signed decision.
import { writeFileSync } from "node:fs";
import { call, enter, expect, identify, listen, open, Server, settled, test } from "./gemba";

test("without the link nothing is shown, and the link works once", async ({ server, browser }) => {
  const stranger = await browser.newPage();
  await stranger.goto(`${server.origin}/`);
  await expect(stranger.getByRole("heading")).toHaveText("This browser has no session");
  const link = server.link();
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await settled(guest);
  await stranger.goto(link);
  await expect(stranger.getByRole("heading")).toHaveText("This link is no longer valid");
});

test("an import shows first what it would read, then reads it", async ({ page, complaints }, info) => {
  const server = await Server.start();
  try {
    listen(page, complaints);
    await enter(page, server);
    const file = info.outputPath("people.csv");
    writeFileSync(file, "id,name,party,team\nada,Ada Byron,dev,Till\ngrace,Grace Hopper,ops,\n,,nobody,\n");
    const chooser = page.waitForEvent("filechooser");
    await page.keyboard.press("Shift+I");
    await (await chooser).setFiles(file);
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("people.csv");
    // The bad record is told with its place, before anything is kept.
    await expect(dialog).toContainText("line 4");
    expect((await call(page, "workspace")).body.people).toHaveLength(0);
    await dialog.getByRole("button", { name: /^Import/ }).click();
    await expect.poll(async () => (await call(page, "workspace")).body.people.length).toBe(2);
  } finally {
    await page.close();
    await server.stop();
  }
});

test("every screen is reached by two keys, and the keys are listed", async ({ gembaPage: page }) => {
  for (const [key, screen] of [["w", "weigh"], ["i", "incidents"], ["b", "backlog"], ["c", "oncall"], ["s", "services"], ["o", "objectives"], ["d", "decisions"], ["t", "today"]]) {
    await page.keyboard.press("g");
    await page.keyboard.press(key!);
    await expect(page).toHaveURL(new RegExp(`#/${screen}`));
  }
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Command palette");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("objectives");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#\/objectives/);
});

test("every number answers why, with its inputs and their sources", async ({ gembaPage: page }) => {
  await open(page, "today");
  const number = page.locator("main [data-why]:not([disabled])").first();
  const key = await number.getAttribute("data-why");
  await number.click();
  const { title, formula } = (await call(page, "why", { key })).body;
  const panel = page.getByRole("complementary").or(page.getByRole("dialog")).filter({ hasText: title });
  await expect(panel).toContainText(formula.slice(0, 20));
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
});

test("a decision is made, and signed by each party by another person", async ({ gembaPage: page }) => {
  await identify(page, "product");
  const { order } = (await call(page, "weigh")).body;
  const made = await call(page, "decide", { item: order[0].id, reason: "It hurts users now.", forecast: "It does not come back.", probability: 0.8 });
  expect(made.status).toBe(200);
  for (const party of ["ops", "dev", "product"] as const) {
    await identify(page, party);
    expect((await call(page, "decision_sign", { id: made.body.id })).status, party).toBe(200);
    expect((await call(page, "decision_sign", { id: made.body.id })).status, `${party} again`).toBeGreaterThanOrEqual(400);
  }
  await open(page, "decisions");
  await expect(page.locator("main")).toContainText(order[0].title);
});

test("what is written down elsewhere appears without a reload", async ({ gembaPage: page }) => {
  const [{ id, number }] = (await call(page, "incidents")).body.rows;
  await open(page, `incidents/${encodeURIComponent(id)}`);
  await identify(page, "ops");
  const text = `Looked at ${number} from another place`;
  expect((await call(page, "incident_note", { id, text, action: false })).status).toBe(200);
  await expect(page.locator("main")).toContainText(text);
});

test("text from outside stays text", async ({ gembaPage: page }) => {
  const title = `<img src=x onerror="window.__ran=1"><b>Bold</b> & {{7*7}}`;
  await identify(page, "dev");
  expect((await call(page, "work_item_save", { title, kind: "debt" })).status).toBe(200);
  await page.evaluate(() => void (location.hash = "#/backlog?text=onerror"));
  await expect(page.locator("main").getByText(title, { exact: false }).first()).toBeVisible();
  expect(await page.evaluate(() => "__ran" in window)).toBe(false);
  expect(await page.locator("main img").count()).toBe(0);
});
