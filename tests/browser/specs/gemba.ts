// A real server for each worker, on a copy of the sample, behind its one-time link.
import { test as base, expect, type Page } from "@playwright/test";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

function must(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask test browser\``);
  return value;
}

export const SCREENS = ["today", "weigh", "incidents", "backlog", "oncall", "services", "objectives", "decisions"] as const;

/** A running server. */
export class Server {
  private constructor(
    readonly file: string,
    readonly origin: string,
    private token: string | undefined,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /** Starts one on a copy of a workspace, or on a new one that holds nothing. */
  static async start(workspace?: string): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "gemba-browser-"));
    const file = join(folder, "tests.gemba");
    // Its own settings folder: who was at the keyboard is nobody's from outside.
    const env = { ...process.env, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, NO_COLOR: "1" };
    if (workspace) copyFileSync(workspace, file);
    else execFileSync(must("GEMBA_BIN"), ["init", "Tests", "--workspace", file], { env });
    const child = spawn(must("GEMBA_BIN"), ["serve", "--port", "0", "--workspace", file], { env, stdio: ["ignore", "pipe", "pipe"] });
    const said: string[] = [];
    child.stderr.on("data", (data) => said.push(String(data)));
    const link = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        said.push(line);
        const found = /http:\/\/\S+\?token=\w+/.exec(line);
        if (found) resolve(found[0]);
      });
      child.on("error", reject);
      child.on("exit", (code) => reject(new Error(`gemba serve ended with ${code}: ${said.join("\n")}`)));
    });
    const url = new URL(link);
    return new Server(file, url.origin, url.searchParams.get("token") ?? "", child, folder);
  }

  /** The one-time link; throws when it was used. */
  link(): string {
    const token = this.token;
    this.token = undefined;
    if (token === undefined) throw new Error("the link was used");
    return `${this.origin}/?token=${token}`;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGTERM");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Calls a use case as the page would, without the page; the status and what was answered. */
export async function call(page: Page, name: string, args: object = {}): Promise<{ status: number; body: any }> {
  const answer = await page.request.post(`${new URL(page.url()).origin}/api/v1/rpc/${name}`, { data: args });
  return { status: answer.status(), body: await answer.json() };
}

/** Somebody of a party says who they are. */
export async function identify(page: Page, party: "ops" | "dev" | "product"): Promise<void> {
  const { people } = (await call(page, "workspace")).body;
  const { person } = people.find((each: { party: string }) => each.party === party);
  expect((await call(page, "identify", { name: person.id, party })).status).toBe(200);
}

export interface Workspace {
  /** The server on its own copy of the sample: a test may change it. */
  server: Server;
  /** A page that has been let in. */
  gembaPage: Page;
  /** Everything that the page complained about; empty at the end of each test. */
  complaints: string[];
}

export const test = base.extend<Workspace>({
  // eslint-disable-next-line no-empty-pattern
  server: async ({}, use) => {
    const server = await Server.start(must("GEMBA_SAMPLE"));
    await use(server);
    await server.stop();
  },
  complaints: async ({}, use) => {
    const heard: string[] = [];
    await use(heard);
    expect(heard, "the page complained").toEqual([]);
  },
  gembaPage: async ({ page, server, complaints }, use) => {
    listen(page, complaints);
    await enter(page, server);
    await use(page);
  },
});

/** Notes errors of scripts, refused requests, and breaches of the content security policy. */
export function listen(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A refused request is noted below, with its address.
    if (message.text().startsWith("Failed to load resource")) return;
    if (message.type() === "error" || /Content Security Policy/i.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  page.on("response", async (answer) => {
    if (answer.status() >= 400) complaints.push(`${answer.status()}: ${answer.request().postData() ?? ""} to ${answer.url()}`);
  });
  page.on("requestfailed", (request) => {
    // The event stream is cut when a page is left.
    if (!request.url().includes("/api/v1/events")) complaints.push(`failed: ${request.url()}`);
  });
}

/** Waits until the screen shows its data. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("main h1").first()).toBeVisible();
  await expect(page.locator("main .sketch, main [aria-busy=true]")).toHaveCount(0);
  await page.waitForFunction(() => document.fonts.status === "loaded");
}

/** Comes in by a new one-time link. The link's own page goes on to the session's: what is pressed before that is lost. */
export async function enter(page: Page, server: Server): Promise<void> {
  await page.goto(server.link());
  await page.waitForURL((url) => url.origin === server.origin && url.search === "");
  await settled(page);
}

export async function open(page: Page, screen: string): Promise<void> {
  await page.evaluate((screen) => void (location.hash = `#/${screen}`), screen);
  await page.waitForFunction((screen) => location.hash === `#/${screen}`, screen);
  await settled(page);
}

export async function theme(page: Page, name: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: name, reducedMotion: "reduce" });
}

export { expect };
