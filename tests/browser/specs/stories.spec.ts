// What people come to do, from the first start to a signed decision.
import { writeFileSync } from "node:fs";
import { expect, gemba, listen, open, Server, settled, test } from "./gemba";

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

test("a new workspace offers three beginnings, and an import shows first what it would read", async ({ page, complaints }, info) => {
  const server = await Server.start();
  try {
    listen(page, complaints);
    await page.goto(server.link());
    for (const offer of ["Open the sample", "Import your files", "Start empty"]) {
      await expect(page.getByRole("heading", { name: offer })).toBeVisible();
    }
    const file = info.outputPath("people.csv");
    writeFileSync(file, "id,name,party,team\nada,Ada Byron,dev,Till\ngrace,Grace Hopper,ops,\n,,nobody,\n");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose files…" }).click();
    await (await chooser).setFiles(file);
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("people.csv");
    // The bad record is told with its place, before anything is kept.
    await expect(dialog).toContainText("line 4");
    expect(JSON.parse(gemba(server.file, "call", "workspace", "{}")).people).toHaveLength(0);
    await dialog.getByRole("button", { name: /^Import/ }).click();
    await expect.poll(() => JSON.parse(gemba(server.file, "call", "workspace", "{}")).people.length).toBe(2);
  } finally {
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

test("every number answers why, with its inputs and their sources", async ({ gembaPage: page, server }) => {
  await open(page, "today");
  const number = page.locator("main [data-why]:not([disabled])").first();
  const key = await number.getAttribute("data-why");
  await number.click();
  const { title, formula } = JSON.parse(gemba(server.file, "call", "why", JSON.stringify({ key })));
  const panel = page.getByRole("complementary").or(page.getByRole("dialog")).filter({ hasText: title });
  await expect(panel).toContainText(formula.slice(0, 20));
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
});

test("a decision is made, and signed by each party by another person", async ({ gembaPage: page, server }) => {
  const rpc = async (name: string, args: object) =>
    page.evaluate(
      async ([name, args]) => {
        const answer = await fetch(`/api/v1/rpc/${name}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(args) });
        return { status: answer.status, body: await answer.json() };
      },
      [name, args] as const,
    );
  const { people } = (await rpc("workspace", {})).body;
  const of = (party: string) => people.find((each: { party: string }) => each.party === party).person.id;
  await rpc("identify", { name: of("product"), party: "product" });
  const { order } = (await rpc("weigh", {})).body;
  const made = await rpc("decide", { item: order[0].id, reason: "It hurts users now.", forecast: "It does not come back.", probability: 0.8 });
  expect(made.status).toBe(200);
  for (const party of ["ops", "dev", "product"]) {
    await rpc("identify", { name: of(party), party });
    expect((await rpc("decision_sign", { id: made.body.id })).status, party).toBe(200);
    expect((await rpc("decision_sign", { id: made.body.id })).status, `${party} again`).toBe(422);
  }
  await open(page, "decisions");
  await expect(page.locator("main")).toContainText(order[0].title);
  expect(gemba(server.file, "decisions")).toContain(order[0].title);
});

test("an incident is acknowledged in the window", async ({ gembaPage: page, server }) => {
  const [{ id, number }] = JSON.parse(gemba(server.file, "call", "incidents", "{}")).rows;
  const [person] = JSON.parse(gemba(server.file, "call", "workspace", "{}")).people.filter(({ party }: { party: string }) => party === "ops");
  await page.evaluate(
    (args) => fetch("/api/v1/rpc/identify", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(args) }),
    { name: person.person.id, party: "ops" },
  );
  await open(page, `incidents/${encodeURIComponent(id)}`);
  await expect(page.locator("main h1")).toBeVisible();
  const note = `Looked at ${number} in the browser`;
  const answer = await page.evaluate(
    (args) => fetch("/api/v1/rpc/incident_note", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(args) }).then((reply) => reply.status),
    { id, text: note, action: false },
  );
  expect(answer).toBe(200);
  // Nobody reloads: the page hears of it.
  await expect(page.locator("main")).toContainText(note);
});

test("text from outside stays text", async ({ gembaPage: page }) => {
  const title = `<img src=x onerror="window.__ran=1"><b>Bold</b> & {{7*7}}`;
  await page.evaluate(async (title) => {
    const rpc = (name: string, args: object) => fetch(`/api/v1/rpc/${name}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(args) });
    const { people } = await (await rpc("workspace", {})).json();
    const dev = people.find(({ party }: { party: string }) => party === "dev");
    await rpc("identify", { name: dev.person.id, party: "dev" });
    await rpc("work_item_save", { title, kind: "debt" });
  }, title);
  await page.evaluate(() => void (location.hash = "#/backlog?text=onerror"));
  await expect(page.locator("main").getByText(title, { exact: false }).first()).toBeVisible();
  expect(await page.evaluate(() => "__ran" in window)).toBe(false);
  expect(await page.locator("main img").count()).toBe(0);
});
