import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import App from "../src/app/App.svelte";
import { dialogs } from "../src/app/dialogs.svelte";
import { connection } from "../src/lib/core.svelte";
import { notices } from "../src/lib/notices.svelte";
import { router, SCREENS } from "../src/lib/router.svelte";
import { why } from "../src/lib/why.svelte";
import { fakePlatform, type Answers, type Fake } from "../src/platform/fake";
import { CallError } from "../src/platform/types";
import { answers, workspace } from "./fixtures";

function start(over: Answers = {}): Fake {
  const platform = fakePlatform({ ...answers, ...over });
  render(App, { platform });
  return platform;
}

const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
const calls = (platform: Fake, name: string) => platform.calls.filter((call) => call.name === name).map(({ args }) => args as Record<string, unknown>);
const verdict = () => screen.findByRole("heading", { level: 1 });

beforeEach(() => {
  dialogs.close();
  dialogs.palette = dialogs.keyList = false;
  why.trail = [];
  notices.list = [];
  connection.alive = true;
  router.go("today");
});

describe("the window", () => {
  it("says the verdict first, then the numbers", async () => {
    start();
    expect((await verdict()).textContent).toContain("Customers can't pay at 31 % of tills.");
    expect(screen.getByRole("button", { name: "£12,004" })).toBeTruthy();
    expect(screen.getByText(/This is the sample/)).toBeTruthy();
  });

  it.each(SCREENS)("%s can be read by those who do not see it", async (name) => {
    start();
    router.go(name);
    await verdict();
    await waitFor(() => expect(document.querySelectorAll("[aria-busy=true], .sketch").length).toBe(0));
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`)).toEqual([]);
  });

  it("goes to every screen by two keys", async () => {
    start();
    await verdict();
    for (const [key, name] of [["w", "weigh"], ["i", "incidents"], ["b", "backlog"], ["c", "oncall"], ["s", "services"], ["o", "objectives"], ["d", "decisions"], ["t", "today"]] as const) {
      await press("g");
      await press(key);
      expect(router.route.screen).toBe(name);
    }
  });

  it("leaves keys to the text while somebody writes", async () => {
    start();
    router.go("backlog");
    const field = await screen.findByRole("searchbox");
    field.focus();
    await fireEvent.keyDown(field, { key: "g" });
    await fireEvent.keyDown(field, { key: "w" });
    expect(router.route.screen).toBe("backlog");
  });

  it("answers why, and gives the focus back", async () => {
    const platform = start();
    const number = await screen.findByRole("button", { name: "£12,004" });
    number.focus();
    await press("w");
    const panel = await screen.findByRole("dialog", { name: "Why?" });
    await within(panel).findByText("occurrences a week × cost per occurrence × share removed");
    expect(calls(platform, "why")).toEqual([{ key: "fixture:cost:12004" }]);
    expect(within(panel).getByText(/Ben Ito/)).toBeTruthy();
    await press("Escape");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(document.activeElement).toBe(number);
  });

  it("shows unknown as unknown, with the reason", async () => {
    start();
    await verdict();
    const row = screen.getByRole("row", { name: /Plan a meal/ });
    expect(row.textContent).toContain("No events since 3 Nov.");
    expect(row.textContent).toContain("no signal for 19 d");
    expect(within(row).getAllByRole("button").map((one) => one.textContent?.[0])).toEqual(["?", "?"]);
  });

  it("asks again when the core says that something changed, at most four times a second", async () => {
    const platform = start();
    await verdict();
    const before = calls(platform, "today").length;
    vi.useFakeTimers();
    try {
      for (let time = 0; time < 20; time++) platform.invalidate(["incidents"]);
      await vi.advanceTimersByTimeAsync(1000);
    } finally {
      vi.useRealTimers();
    }
    expect(calls(platform, "today").length).toBe(before + 1);
  });

  it("keeps what is known when the connection is gone, and says so", async () => {
    const platform = start();
    await verdict();
    platform.connect(false);
    expect(await screen.findByText("No connection to the core.")).toBeTruthy();
    expect((await verdict()).textContent).toContain("31 %");
  });

  it("tells an error with its help and lets one try again", async () => {
    let broken = true;
    start({
      today: () => {
        if (broken) throw new CallError({ code: "io", message: "The file could not be read.", help: "Check the disk." });
        return answers.today as never;
      },
    });
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toMatch(/could not be read\.\s*Check the disk\./);
    broken = false;
    await fireEvent.click(within(alert).getByRole("button", { name: "Try again" }));
    // The failure has a heading of its own, which stands until the answer is there.
    await waitFor(async () => expect((await verdict()).textContent).toContain("31 %"));
  });

  it("says why nothing can be written, and offers no way to write", async () => {
    start({ workspace: { ...workspace, read_only: { reason: "The disk is full.", help: "Free some space; Gemba goes on by itself." } } });
    expect(await screen.findByText("Read only: The disk is full.")).toBeTruthy();
    expect((screen.getByRole("button", { name: /Import/ }) as HTMLButtonElement).disabled).toBe(true);
    router.go("weigh");
    expect(((await screen.findByRole("button", { name: /Decide/ })) as HTMLButtonElement).disabled).toBe(true);
  });

  it("offers three beginnings when there is nothing yet", async () => {
    const platform = start({ workspace: { ...workspace, empty: true, sample: false, name: "" }, sample_open: { dry_run: false, files: [], incidents_opened: 1, alerts_found: 2, millis: 900 } });
    for (const name of ["Open the sample", "Import your files", "Start empty"]) expect(await screen.findByRole("heading", { name })).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: "Open the sample" }));
    expect(calls(platform, "sample_open")).toEqual([{ size: "small" }]);
  });

  it("finds by name and goes there", async () => {
    const platform = start();
    await verdict();
    await press("k", { ctrlKey: true });
    const field = await screen.findByRole("combobox");
    await fireEvent.input(field, { target: { value: "payment" } });
    await screen.findByText("found by payment");
    expect(calls(platform, "search").at(-1)).toEqual({ text: "payment", limit: 12 });
    await fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(location.hash).toBe("#/services/payment"));
  });
});

describe("what people come to do", () => {
  it("sees what an import would read before anything is kept", async () => {
    const platform = start();
    await verdict();
    platform.drop([{ path: "/tmp/till.log" }]);
    const dialog = await screen.findByRole("dialog");
    await within(dialog).findByText(/would be kept/);
    expect(dialog.textContent).toContain("line 17");
    expect(calls(platform, "import_files").map(({ dry_run }) => dry_run)).toEqual([true]);
    await fireEvent.click(within(dialog).getByRole("button", { name: /^Import 1,180/ }));
    await within(dialog).findByRole("button", { name: "Done" });
    expect(calls(platform, "import_files").map(({ dry_run }) => dry_run)).toEqual([true, false]);
  });

  it("decides, with a forecast that can be judged", async () => {
    const platform = start();
    router.go("weigh");
    await screen.findByRole("grid", { name: "The order" });
    await press("d");
    const dialog = await screen.findByRole("dialog");
    const decide = () => dialog.querySelector<HTMLButtonElement>(".actions .primary")!;
    expect(decide().disabled).toBe(true);
    await fireEvent.input(within(dialog).getByLabelText("Why, in your words"), { target: { value: "Four nights." } });
    await fireEvent.input(within(dialog).getByLabelText("A forecast that will prove true or false"), { target: { value: "No outage" } });
    expect(decide().disabled).toBe(true);
    await fireEvent.input(within(dialog).getByLabelText("Probability, %"), { target: { value: "60" } });
    await fireEvent.click(decide());
    await waitFor(() => expect(calls(platform, "decide").length).toBe(1));
    expect(calls(platform, "decide")[0]).toMatchObject({ item: "TILL-1", over: "TILL-2", reason: "Four nights.", forecast: "No outage", probability: 0.6, revisit: "2026-12-21T09:00:00.000Z" });
  });

  it("asks who is there before anything is written under a name", async () => {
    start({ workspace: { ...workspace, actor: { name: "", party: null } } });
    router.go("weigh");
    await screen.findByRole("grid", { name: "The order" });
    await press("d");
    expect(await screen.findByRole("dialog", { name: "I am" })).toBeTruthy();
  });

  it("states a range only with its grounds", async () => {
    const platform = start();
    router.go("backlog", "TILL-1");
    await fireEvent.click(await screen.findByRole("button", { name: /Edit…/ }));
    const dialog = await screen.findByRole("dialog");
    const group = await within(dialog).findByRole("group", { name: /Duration/ });
    const [low] = within(group).getAllByRole("textbox");
    await fireEvent.input(low!, { target: { value: "0.5" } });
    const save = () => dialog.querySelector<HTMLButtonElement>(".actions .primary")!;
    expect(save().disabled).toBe(true);
    await fireEvent.input(within(dialog).getByLabelText("Grounds"), { target: { value: "Spike done" } });
    await fireEvent.click(save());
    await waitFor(() => expect(calls(platform, "work_item_save").length).toBe(1));
    const sent = calls(platform, "work_item_save")[0]!;
    expect(sent).toMatchObject({ id: "TILL-1", grounds: "Spike done", duration_weeks: { low: "0.5", mid: "1", high: "1.8" } });
    expect(sent).not.toHaveProperty("share_removed");
  });

  it("works an incident by keyboard, and doesn't offer what is refused", async () => {
    const platform = start();
    router.go("incidents", "inc-151");
    await verdict();
    await press("a");
    expect(calls(platform, "incident_acknowledge")).toEqual([]);
    await press("n");
    const dialog = await screen.findByRole("dialog", { name: "Write a note" });
    await fireEvent.input(within(dialog).getByRole("textbox"), { target: { value: "Sessions are back." } });
    await fireEvent.click(within(dialog).getByRole("button", { name: "Write down" }));
    await waitFor(() => expect(calls(platform, "incident_note")).toEqual([{ id: "inc-151", text: "Sessions are back.", action: false }]));
  });

  it("signs for one's own party", async () => {
    const platform = start();
    router.go("decisions");
    await screen.findByRole("grid", { name: "Decisions" });
    await press("s");
    await waitFor(() => expect(calls(platform, "decision_sign")).toEqual([{ id: "dec-14" }]));
  });

  it("text from outside stays text", async () => {
    const title = `<img src=x onerror="window.ran=1"><b>Bold</b>`;
    start({ weigh: { ...(answers.weigh as object), order: (answers.weigh as { order: { title: string }[] }).order.map((item) => ({ ...item, title })) } as never });
    router.go("weigh");
    expect((await screen.findAllByText(title)).length).toBeGreaterThan(1);
    expect(document.querySelector("main img")).toBeNull();
  });
});

describe("a long table", () => {
  it("holds only the rows in view, and asks for a page when it comes into view", async () => {
    const platform = start();
    router.go("backlog");
    const grid = await screen.findByRole("grid", { name: "Work items" });
    expect(grid.getAttribute("aria-rowcount")).toBe("100001");
    expect(within(grid).getAllByRole("row").length).toBeLessThan(60);
    const row = within(grid).getAllByRole("row")[1]!;
    row.focus();
    await fireEvent.keyDown(row, { key: "End" });
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-rowindex")).toBe("100001"));
    await waitFor(() => expect(calls(platform, "backlog").some(({ offset }) => offset === 99_800)).toBe(true));
    await fireEvent.keyDown(document.activeElement!, { key: "k" });
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-rowindex")).toBe("100000"));
    await fireEvent.keyDown(document.activeElement!, { key: "Enter" });
    await waitFor(() => expect(router.route.id).not.toBe(""));
  });

  it("reaches the numbers of a row by arrows", async () => {
    start();
    router.go("backlog");
    const grid = await screen.findByRole("grid", { name: "Work items" });
    const row = within(grid).getAllByRole("row")[1]!;
    row.focus();
    await fireEvent.keyDown(row, { key: "ArrowRight" });
    expect((document.activeElement as HTMLElement).dataset.why).toMatch(/cost_per_week/);
    await fireEvent.keyDown(document.activeElement!, { key: "ArrowLeft" });
    expect(document.activeElement).toBe(row);
  });
});
