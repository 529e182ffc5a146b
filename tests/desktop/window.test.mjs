// The real window: WebKitGTK, Tauri's bridge, the menu's world. Few tests, on what only the real window can break.
// Run by `cargo xtask test desktop`, on a display without a screen and a session bus of its own.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { Driver, until } from "./driver.mjs";
import { colours } from "./picture.mjs";

const must = (name) => process.env[name] ?? assert.fail(`${name} is not set: run \`cargo xtask test desktop\``);
const CONTROL = "\uE009";
const ESCAPE = "\uE00C";
const TAB = "\uE004";

const application = must("GEMBA_DESKTOP_BIN");
const folder = mkdtempSync(join(tmpdir(), "gemba-desktop-"));
const workspace = join(folder, "tests.gemba");
// With the renderer off, as the program sets it for blank screens on some drivers, WebKit's own screenshots never end.
const env = { ...process.env, RUST_BACKTRACE: "0", WEBKIT_DISABLE_DMABUF_RENDERER: "0", XDG_CONFIG_HOME: join(folder, "config"), XDG_DATA_HOME: join(folder, "data"), GEMBA_WORKSPACE: "" };
let driver;
let page;

/** Waits until the screen of this name shows its verdict. */
const shows = (screen) =>
  until(`the screen ${screen}`, () =>
    page.run((name) => {
      const heading = document.querySelector("main h1");
      return location.hash.startsWith(`#/${name}`) && heading?.textContent.length > 20 && document.fonts.status === "loaded";
    }, screen),
  );
const go = async (screen) => {
  await page.run((name) => void (location.hash = `#/${name}`), screen);
  await shows(screen);
};
const rpc = (name, args = {}) => page.wait((name, args) => window.__TAURI_INTERNALS__.invoke("rpc", { name, args }), name, args);

before(async () => {
  copyFileSync(must("GEMBA_SAMPLE"), workspace);
  driver = await Driver.start(env);
  page = await driver.open(application, ["--workspace", workspace]);
  await page.timeouts(60_000);
  await until("the page", () => page.run(() => document.querySelector("main h1") !== null));
});

after(async () => {
  await page?.close().catch(() => {});
  driver?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("the window", () => {
  test("opens on the workspace and paints", async () => {
    await go("today");
    assert.match(await page.title(), /Gemba|·/);
    const { width, height, colours: painted } = colours(await page.picture());
    assert.ok(width >= 800 && height >= 500, `${width} × ${height}`);
    assert.ok(painted > 30, `${painted} colours: the window is blank`);
  });

  test("answers calls through the bridge with the workspace's own facts", async () => {
    const seen = await rpc("workspace");
    assert.equal(seen.file, "tests.gemba");
    assert.equal(seen.sample, true);
    const { verdict } = await rpc("today");
    await go("today");
    const heading = await page.run(() => document.querySelector("main h1").textContent);
    const words = verdict.map(({ text }) => text).join("").trim().slice(0, 12);
    assert.ok(heading.includes(words), `“${heading}” should say “${words}”`);
  });

  test("passes errors as code, message and help", async () => {
    const said = await page.wait(() =>
      window.__TAURI_INTERNALS__.invoke("rpc", { name: "no_such_case", args: {} }).then(
        () => "answered",
        ({ code, message }) => `${code}: ${message}`,
      ),
    );
    assert.match(said, /^not_found: .*no_such_case/);
  });

  test("is moved through by keyboard alone", async () => {
    await go("today");
    await page.press("g", "w");
    await shows("weigh");
    await page.chord(CONTROL, "k");
    await until("the palette", () => page.run(() => document.querySelector("[role=dialog]") !== null));
    await page.press(ESCAPE);
    await until("no palette", () => page.run(() => document.querySelector("[role=dialog]") === null));
    await page.press(TAB, TAB);
    const focused = await page.run(() => document.activeElement !== document.body && document.activeElement.matches(":focus-visible"));
    assert.equal(focused, true, "Tab leads to something that shows its focus");
  });

  test("runs no text and loads nothing from elsewhere", async () => {
    const blocked = await page.wait(async () => {
      const tried = {};
      try {
        tried.eval = String(new Function("return 1")());
      } catch {
        tried.eval = "blocked";
      }
      tried.fetch = await fetch("https://example.org/").then(() => "loaded", () => "blocked");
      const script = document.createElement("script");
      script.textContent = "window.__inlined = true";
      document.head.append(script);
      tried.inline = window.__inlined ? "ran" : "blocked";
      tried.global = typeof window.__TAURI__;
      return tried;
    });
    assert.deepEqual(blocked, { eval: "blocked", fetch: "blocked", inline: "blocked", global: "undefined" });
  });

  test("may do only what its capability lists", async () => {
    for (const command of ["plugin:dialog|open", "plugin:notification|notify", "plugin:window|close", "plugin:webview|create_webview_window"]) {
      const said = await page.wait((command) => window.__TAURI_INTERNALS__.invoke(command, {}).then(() => "done", (error) => String(error)), command);
      assert.match(said, /not allowed/, command);
    }
  });

  test("is usable by those who do not see it", async () => {
    const axe = readFileSync(createRequire(new URL("../browser/package.json", import.meta.url)).resolve("axe-core/axe.min.js"), "utf8");
    await page.run(axe.startsWith("/*") ? `function () { ${axe} }` : `function () { ${axe} }`);
    for (const screen of ["today", "weigh"]) {
      await go(screen);
      const found = await page.wait(() => window.axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`)));
      assert.deepEqual(found, [], screen);
    }
  });

  test("changes are written and seen, and the page hears of them", async () => {
    await page.run(() => {
      window.__heard = [];
      const { invoke, transformCallback } = window.__TAURI_INTERNALS__;
      const handler = transformCallback(({ payload }) => window.__heard.push(...payload.tags));
      return void invoke("plugin:event|listen", { event: "invalidate", target: { kind: "Any" }, handler });
    });
    const [person] = (await rpc("workspace")).people.filter(({ party }) => party === "dev");
    await rpc("identify", { name: person.person.id, party: person.party });
    const { id } = await rpc("work_item_save", { title: "Made in the window", kind: "debt" });
    assert.equal((await rpc("work_item", { id })).row.title, "Made in the window");
    await until("the news", () => page.run(() => window.__heard.includes("backlog")));
  });

  test("a second start passes its files to the first and ends", async () => {
    await go("today");
    const file = join(folder, "people.csv");
    writeFileSync(file, "id,name,party,team\nada.tests,Ada Tests,dev,Till\n");
    const second = await promisify(execFile)(application, [file], { env, timeout: 60_000 });
    assert.equal(second.stderr.includes("panicked"), false, second.stderr);
    await until("what would be read", () => page.run(() => document.querySelector("[role=dialog]")?.textContent.includes("people.csv")));
    await page.press(ESCAPE);
  });
});

test("a first start offers three beginnings, and files that it was given wait for the page", async () => {
  const file = join(folder, "teams.csv");
  writeFileSync(file, "id,name,party,team\nada.tests,Ada Tests,dev,Till\n");
  await page.close();
  const fresh = await driver.open(application, ["--workspace", join(folder, "new", "fresh.gemba"), file]);
  try {
    const headings = () => fresh.run(() => [...document.querySelectorAll("main h2")].map((heading) => heading.textContent));
    await until("the beginnings", async () => (await headings()).length >= 3);
    assert.deepEqual(await headings(), ["Open the sample", "Import your files", "Start empty"]);
    await until("what would be read", () => fresh.run(() => document.querySelector("[role=dialog]")?.textContent.includes("teams.csv")));
  } finally {
    await fresh.close();
  }
});

test("wrong arguments are told with exit status 2, and open nothing", async () => {
  const child = spawn(application, ["--at", "yesterday"], { env });
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  const code = await new Promise((resolve) => child.once("exit", resolve));
  assert.equal(code, 2);
  assert.match(said, /2026-11-22T09:41:00Z/);
});
