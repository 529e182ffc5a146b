// The UI in a real browser, against the real server. The browser is the system's: nothing is downloaded.
import { defineConfig } from "@playwright/test";

const results = process.env.GEMBA_TEST_RESULTS ?? "results";

export default defineConfig({
  testDir: "specs",
  outputDir: `${results}/browser`,
  // Two cores, and a debug build of the core behind each worker.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // A test that passes at its second try has not passed.
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    launchOptions: {
      executablePath: process.env.GEMBA_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--font-render-hinting=none",
      ],
    },
    locale: "en-GB",
    timezoneId: "Europe/London",
    screenshot: "only-on-failure",
    trace: "off",
  },
  projects: [
    { name: "screens", testMatch: /.*\.spec\.ts/ },
    { name: "pictures", testMatch: /.*\.shots\.ts/ },
  ],
});
