// A small WebDriver client over tauri-driver. Node's own `fetch` keeps connections alive, which tauri-driver needs.
import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** A port that nobody uses now. Fixed ones collide, and then a test talks to whatever driver holds them. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Asks until the answer is true; each question waits for the one before. */
export async function until(what, question, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      last = await question();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not happen within ${seconds} s; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
}

/** tauri-driver with its WebKitWebDriver, on ports of their own. */
export class Driver {
  static async start(env) {
    const [port, native] = [await freePort(), await freePort()];
    const args = ["--port", String(port), "--native-port", String(native)];
    const child = spawn("tauri-driver", args, { env, stdio: ["ignore", "inherit", "inherit"], detached: true });
    const failed = new Promise((_, reject) => child.once("error", reject));
    const driver = new Driver(`http://127.0.0.1:${port}`, child);
    await Promise.race([failed, until("tauri-driver", async () => (await fetch(`${driver.url}/status`)).ok)]);
    return driver;
  }

  constructor(url, child) {
    this.url = url;
    this.child = child;
  }

  /** Opens the window. `browserName` must be absent: no driver matches one. */
  async open(application, args) {
    const capabilities = { alwaysMatch: { "tauri:options": { application, args } } };
    const { sessionId } = await ask("POST", `${this.url}/session`, { capabilities });
    return new Window(`${this.url}/session/${sessionId}`);
  }

  stop() {
    // Its own process group: the native driver goes with it.
    try {
      process.kill(-this.child.pid, "SIGTERM");
    } catch {
      this.child.kill("SIGTERM");
    }
  }
}

/** The window as WebDriver sees it. */
export class Window {
  constructor(url) {
    this.url = url;
  }

  /** Runs a function in the page and gives what it returns. */
  run(script, ...args) {
    return ask("POST", `${this.url}/execute/sync`, { script: `return (${script}).apply(null, arguments)`, args });
  }

  /** Runs a function in the page that returns a promise. */
  async wait(script, ...args) {
    const body = `const done = arguments[arguments.length - 1]; Promise.resolve((${script}).apply(null, arguments)).then((value) => done({ value }), (error) => done({ error: String(error && error.message || JSON.stringify(error)) }))`;
    const { value, error } = await ask("POST", `${this.url}/execute/async`, { script: body, args });
    if (error !== undefined) throw new Error(error);
    return value;
  }

  async press(...keys) {
    const actions = keys.flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
    await ask("POST", `${this.url}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  async chord(modifier, key) {
    const actions = [["keyDown", modifier], ["keyDown", key], ["keyUp", key], ["keyUp", modifier]].map(([type, value]) => ({ type, value }));
    await ask("POST", `${this.url}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  title() {
    return ask("GET", `${this.url}/title`);
  }

  address() {
    return ask("GET", `${this.url}/url`);
  }

  async picture() {
    return Buffer.from(await ask("GET", `${this.url}/screenshot`), "base64");
  }

  timeouts(milliseconds) {
    return ask("POST", `${this.url}/timeouts`, { script: milliseconds });
  }

  close() {
    return ask("DELETE", this.url);
  }
}

async function ask(method, url, body) {
  const answer = await fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    // Longer than any step takes; a driver that says nothing more must not hold the tests.
    signal: AbortSignal.timeout(90_000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value } = await answer.json();
  if (!answer.ok || (value && typeof value === "object" && "error" in value && "stacktrace" in value)) {
    throw new Error(`${method} ${new URL(url).pathname}: ${value?.error}: ${value?.message}`);
  }
  return value;
}
