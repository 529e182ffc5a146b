// The grocery chain, by hand: enough of every view to draw every screen.
import type { BacklogRow } from "../src/bindings/BacklogRow";
import type { DecisionRow } from "../src/bindings/DecisionRow";
import type { Explanation } from "../src/bindings/Explanation";
import type { Figure } from "../src/bindings/Figure";
import type { IncidentRow } from "../src/bindings/IncidentRow";
import type { IncidentView } from "../src/bindings/IncidentView";
import type { JourneyRow } from "../src/bindings/JourneyRow";
import type { ObjectiveRow } from "../src/bindings/ObjectiveRow";
import type { Party } from "../src/bindings/Party";
import type { RotationRow } from "../src/bindings/RotationRow";
import type { Sentence } from "../src/bindings/Sentence";
import type { ServiceRow } from "../src/bindings/ServiceRow";
import type { TimelineKind } from "../src/bindings/TimelineKind";
import type { Unit } from "../src/bindings/Unit";
import type { WeighItem } from "../src/bindings/WeighItem";
import type { WorkKind } from "../src/bindings/WorkKind";
import type { WorkspaceView } from "../src/bindings/WorkspaceView";
import type { Answers } from "../src/platform/fake";

export const NOW = "2026-11-23T09:41:00Z";
const HOUR = 3_600_000;
const now = Date.parse(NOW);
const ago = (hours: number) => new Date(now - hours * HOUR).toISOString();
const clock = (text: string) => `2026-11-23T${text}:00Z`;

export const fig = (value: number | null, unit: Unit, unknown = "nobody has stated it", low: number | null = null, high: number | null = null): Figure => ({
  value, low, high, unit, as_of: NOW, unknown: value === null ? unknown : null, why: `fixture:${unit}:${value}`,
});
/** `*word*` is strong. */
export const say = (text: string): Sentence => text.split(/(\*[^*]+\*)/).filter(Boolean).map((piece) => (piece.startsWith("*") ? { text: piece.slice(1, -1), strong: true } : { text: piece, strong: false }));
const named = (name: string) => ({ id: name.toLowerCase().replace(/[^a-z0-9]+/g, "-"), name });

export const workspace: WorkspaceView = {
  name: "Larder & Sons", file: "sample.gemba", sample: true, empty: false, cost_unit: { currency: "GBP" }, zone: "Europe/London", now: NOW, now_fixed: false,
  actor: { name: "Priya Shah", party: "product" }, read_only: null, head: 812, last_signal: ago(0.01), counts: [["services", 12]],
  people: ["Ada Okafor:ops", "Ben Ito:dev", "Priya Shah:product", "Chen Li:dev"].map((one) => { const [name = "", party] = one.split(":"); return { person: named(name), party: party as Party }; }),
  version: "0.1.0",
};

const quarters = (base: number, bad: number[] = []) => Array.from({ length: 96 }, (_, at) => ({ bad: bad.includes(at) ? 420 : Math.round(base * (2 + Math.sin(at * 7.3))), total: 1500 }));

const journeys: JourneyRow[] = [
  { journey: named("Pay at the till"), services: ["payment", "basket", "terminal gateway"].map(named), objective: named("Pay at the till"), quarters: quarters(0.6, [93, 94, 95]), now: fig(0.69, "ratio"), target: 0.999, budget_left: fig(-0.18, "ratio"), outlook: { kind: "exhausted", since: "2026-11-21T10:00:00Z" }, tone: "harm", last_signal: ago(0.02) },
  { journey: named("Find a price"), services: ["price catalogue", "store sync"].map(named), objective: named("Find a price"), quarters: quarters(1.2, [10, 11, 12]), now: fig(0.9971, "ratio"), target: 0.995, budget_left: fig(0.42, "ratio"), outlook: { kind: "lasts" }, tone: "calm", last_signal: ago(0.02) },
  { journey: named("Redeem points"), services: ["loyalty", "basket"].map(named), objective: named("Redeem points"), quarters: quarters(0.8), now: fig(0.9986, "ratio"), target: 0.998, budget_left: fig(0.16, "ratio"), outlook: { kind: "exhausts", earliest: ago(-24 * 4), latest: ago(-24 * 9) }, tone: "warn", last_signal: ago(0.02) },
  { journey: named("Order ahead"), services: ["ordering", "stock"].map(named), objective: named("Order ahead"), quarters: quarters(0.3), now: fig(0.9997, "ratio"), target: 0.999, budget_left: fig(0.71, "ratio"), outlook: { kind: "lasts" }, tone: "calm", last_signal: ago(0.02) },
  { journey: named("Sign in"), services: ["identity"].map(named), objective: named("Sign in"), quarters: quarters(0.1), now: fig(0.99991, "ratio"), target: 0.9995, budget_left: fig(0.88, "ratio"), outlook: { kind: "lasts" }, tone: "calm", last_signal: ago(0.02) },
  { journey: named("Plan a meal"), services: ["recipes"].map(named), objective: named("Plan a meal"), quarters: quarters(0).map(() => ({ bad: 0, total: 0 })), now: fig(null, "ratio", "No events since 3 Nov."), target: 0.99, budget_left: fig(null, "ratio", "No events since 3 Nov."), outlook: { kind: "not_measured", reason: "No signal from recipes since 3 Nov." }, tone: "unknown", last_signal: "2026-11-03T10:00:00Z" },
];

const steps = [
  { party: "ops" as const, who: "Ops, on call", at: clock("09:01"), how: "paged", minutes: 9, cost: 1432 },
  { party: "ops" as const, who: "Ops, second level", at: clock("09:10"), how: "asked", minutes: 7, cost: 2348 },
  { party: "product" as const, who: "Product, duty", at: clock("09:17"), how: "asked for priority", minutes: 11, cost: 3770 },
  { party: "dev" as const, who: "Dev, Till", at: clock("09:28"), how: "took it", minutes: 13, cost: 4454 },
];

const incidentRow = (number: number, began: string, minutes: number, over: Partial<IncidentRow> = {}): IncidentRow => ({
  id: `inc-${number}`, number, title: "Customers can't pay at the till", state: "resolved", began, ended: new Date(Date.parse(began) + minutes * 60_000).toISOString(), journeys: [named("Pay at the till")],
  failure_mode: named("Card terminal times out"), minutes, hops: 3, reached_minutes: 38, failed: fig(980 + number, "count"), cost: fig(10319 + number, "cost"), ...over,
});
const live = incidentRow(151, clock("09:00"), 41, { state: "acknowledged", ended: null, reached_minutes: 27, failed: fig(1140, "count"), cost: fig(12004, "cost") });
const past = [incidentRow(146, "2026-11-09T06:31:00Z", 47), incidentRow(131, "2026-08-01T22:14:00Z", 64), incidentRow(118, "2026-05-28T06:52:00Z", 38)];
export const incidentRows: IncidentRow[] = [live, ...past, ...Array.from({ length: 400 }, (_, at) => incidentRow(117 - at % 117, ago(24 * (200 + at)), 12 + (at % 90), { id: `old-${at}`, title: ["Prices lag in the aisles", "Points booked twice", "Orders arrive late"][at % 3]!, failure_mode: at % 4 ? named("Price sync lags after midnight") : null, hops: at % 5 ? 2 : null, cost: at % 7 ? fig(400 + at, "cost") : fig(null, "cost", "The journey has no value per interaction.") }))];

const svg = `<svg width="720" height="220" viewBox="0 0 7200 2200" xmlns="http://www.w3.org/2000/svg"><line opacity="1" stroke="#E3E2DE" stroke-width="10" x1="300" y1="400" x2="7000" y2="400"/><line opacity="1" stroke="#E3E2DE" stroke-width="10" x1="300" y1="1100" x2="7000" y2="1100"/><polygon opacity="0.2" fill="#BF4A00" points="300,1900 1400,1850 2600,700 4000,640 7000,660 7000,1900"/><polyline fill="none" opacity="1" stroke="#BF4A00" stroke-width="16" points="300,1900 1400,1850 2600,700 4000,640 7000,660"/><text x="20" y="430" font-size="105" fill="#6E7076">40</text><text x="20" y="1130" font-size="105" fill="#6E7076">20</text><text x="3000" y="2100" font-size="105" fill="#6E7076">09:20</text></svg>`;
const chart = (unit: Unit) => ({ svg, summary: "Failures rose from 0 to 33 a minute between 09:00 and 09:10 and stay there.", width: 720, height: 220, series: [{ name: "failed", unit, points: [[30, 190, "08:50", 0], [140, 185, "09:00", 1], [260, 70, "09:10", 31], [400, 64, "09:20", 33], [700, 66, "09:41", 33]].map(([x, y, at, value]) => ({ x: Number(x), y: Number(y), at: typeof at === "string" ? clock(at) : "", value: Number(value) })) }] });

const term = (label: string, value: number | null, unit: Unit, operator: string, note = "", by = "measured", low: number | null = null, high: number | null = null) => ({ label, value, low, high, unit, exact: value === null ? null : String(value), operator, source: { by, at: "2026-11-12T00:00:00Z", reference: "" }, note, why: null });
export const explanation: Explanation = {
  title: "Cost of delay of Card terminal times out", figure: fig(1206, "cost_per_week", "", 310, 2950), formula: "occurrences a week × cost per occurrence × share removed", formula_source: "Reinertsen, Principles of Product Development Flow",
  terms: [term("3 times in 26 weeks", 0.135, "per_week", "", "incidents 118, 131, 146", "measured", 0.024, 0.337), term("payments lost each time × £10.53", 12000, "cost", "×", "above the same hour of 4 former weeks"), term("responder hours", 800, "cost", "+", "8 of them asleep hours"), term("share that the fix removes", 0.7, "ratio", "×", "", "Ben Ito", 0.55, 0.85)],
  notes: ["Occurrences are independent of each other.", "The value of a payment is that of March."],
};

const kinds: WorkKind[] = ["fix", "feature", "fix", "debt", "feature", "fix", "feature", "feature"];
const titles = ["Card terminal times out", "Click & collect", "Price sync lags after midnight", "Split the basket database", "Digital receipts", "Loyalty points booked twice", "Self-scan by phone", "Recipe suggestions"];
const costs = [[310, 1206, 2950], [2100, 4000, 5600], [380, 840, 1500], [600, 1500, 2500], [500, 900, 1400], [60, 310, 900], [200, 1100, 2900], [50, 260, 700]];
const weeks = [1, 5, 1.2, 3, 2, 1, 6, 3];
let clockWeeks = 0;
const order: WeighItem[] = titles.map((title, at) => {
  clockWeeks += weeks[at]!;
  const [low = 0, mid = 0, high = 0] = costs[at]!;
  return { rank: at + 1, id: `TILL-${at + 1}`, title, kind: kinds[at]!, team: "till", detail: ["Pay at the till · 3 times in 26 weeks", "Order ahead · stated by Product 4 Nov", "Find a price · 6 times in 26 weeks", "limits every journey above 4,000 orders a minute", "Pay at the till · stated by Product 28 Oct", "Redeem points · 2 times in 26 weeks", "Pay at the till", "Plan a meal · stated by Product 2 Sep"][at]!, cost_of_delay_per_week: { low, mid, high }, duration_weeks: { low: weeks[at]! * 0.7, mid: weeks[at]!, high: weeks[at]! * 1.8 }, cd3: mid / weeks[at]!, completes_week: clockWeeks, gates: at === 3 ? [{ name: "contract date", reason: "Support for the old release ends.", due: "2027-01-31T00:00:00Z", source: { by: "Legal", at: null, reference: "" } }] : [], estimate_age_days: at === 6 ? 41 : null, why: `weigh:TILL-${at + 1}` };
});
const notRankable = [{ id: "TILL-20", title: "Gift cards at self checkout", kind: "feature" as const, team: "till", needs: ["cost of delay"] }, { id: "TILL-21", title: "Retire the old receipt printer driver", kind: "debt" as const, team: "till", needs: ["duration", "cost of delay"] }];

const backlogRow = (at: number): BacklogRow => {
  const item = order[at % order.length]!;
  return { id: at < order.length ? item.id : `TILL-${at + 30}`, title: at < order.length ? item.title : `${item.title} ${at}`, kind: item.kind, state: at % 9 === 4 ? "doing" : "todo", team: named("Till"), journey: named("Pay at the till"), cost_of_delay: at % 6 === 5 ? fig(null, "cost_per_week") : fig(item.cost_of_delay_per_week.mid, "cost_per_week", "", item.cost_of_delay_per_week.low, item.cost_of_delay_per_week.high), duration: fig(item.duration_weeks.mid, "weeks"), cd3: at % 6 === 5 ? fig(null, "cost_per_week_per_week") : fig(item.cd3, "cost_per_week_per_week"), rank: at % 6 === 5 ? null : at + 1, needs: at % 6 === 5 ? ["cost of delay"] : [], gates: item.gates, updated: ago(24 * (at % 60)) };
};
export const BACKLOG_TOTAL = 100_000;

const objectiveRow = (name: string, left: number | null, tone: ObjectiveRow["tone"], burn: number, over: Partial<ObjectiveRow> = {}): ObjectiveRow => ({
  objective: named(name), journey: named(name), service: named("payment"), sli: "succeeds", now: fig(left === null ? null : 0.9971, "ratio"), target: 0.999, window_ratio: fig(left === null ? null : 0.9988, "ratio"), window: "rolling 28 d", budget_left: fig(left, "ratio", "No events since 3 Nov."), budget_left_events: left === null ? null : left * 4200,
  burns: [["1h", 13.4], ["6h", 5.6], ["1d", 2.8], ["3d", 0.93]].map(([window, threshold], at) => ({ window: String(window), burn: left === null ? null : burn / (at + 1), threshold: Number(threshold), spark: left === null ? [] : Array.from({ length: 12 }, (_, step) => (step === 11 ? burn / (at + 1) : 0.4 + 0.1 * Math.sin(step))), firing: burn / (at + 1) > Number(threshold) })),
  outlook: left === null ? { kind: "not_measured", reason: "No signal." } : left < 0 ? { kind: "exhausted", since: "2026-11-21T10:00:00Z" } : { kind: "lasts" }, insufficient: null, firing: burn > 13 ? 2 : 0, tone, last_signal: left === null ? "2026-11-03T10:00:00Z" : ago(0.02), ...over,
});
const objectiveRows = [objectiveRow("Pay at the till", -0.18, "harm", 192), objectiveRow("Redeem points", 0.16, "warn", 0.7, { outlook: { kind: "exhausts", earliest: ago(-96), latest: ago(-216) } }), objectiveRow("Find a price", 0.42, "calm", 0.6), objectiveRow("Order ahead", 0.71, "calm", 0.3), objectiveRow("Sign in", 0.88, "calm", 0.2), objectiveRow("Plan a meal", null, "unknown", 0)];

const rotation = (name: string, party: Party, gap = false): RotationRow => ({
  now: { rotation: named(name), party, people: gap ? [] : [named("Ada Okafor")], until: clock("17:00"), gap, interruptions: gap ? null : 2 }, next: [named("Ben Ito")], next_from: clock("17:00"), zone: "Europe/London", rule: party === "dev" ? "Mon–Fri 09:00–17:00, one a day" : "weekly from Mon 09:00",
  shifts: Array.from({ length: 14 }, (_, day) => ({ from: new Date(Date.parse(clock("09:00")) + day * 24 * HOUR).toISOString(), to: new Date(Date.parse(clock("17:00")) + day * 24 * HOUR + (party === "ops" ? 14 * HOUR : 0)).toISOString(), people: gap && day === 0 ? [] : [day % 2 ? "ben-ito" : "ada-okafor"], by: gap && day === 0 ? "override" : day === 5 ? "override" : "weekly" })), gap_minutes: gap ? 439 : 0, starved: [],
});
const rotations = [rotation("Ops, all services", "ops"), rotation("Dev, Price", "dev"), rotation("Dev, Till", "dev", true), rotation("Product, duty", "product")];

const serviceRow = (name: string, tone: ServiceRow["tone"], blast: number | null, over: Partial<ServiceRow> = {}): ServiceRow => ({
  service: named(name), third_party: false, journeys: [named("Pay at the till"), named("Redeem points")], teams: [{ team: named("Till"), party: "dev", exists: true }], ownership: [{ party: "ops", declared: true, evidence: "on call", at: ago(24 * 4) }, { party: "dev", declared: true, evidence: null, at: null }, { party: "product", declared: false, evidence: null, at: null }], blast_radius: fig(blast, "cost_per_minute"), budget_left: fig(tone === "harm" ? -0.18 : 0.6, "ratio"), objectives: 1, incidents: 4, knowledge: [2, 15], last_signal: ago(0.02), tone, ...over,
});
const serviceRows = [serviceRow("Terminal gateway", "harm", 293), serviceRow("Payment", "harm", 612), serviceRow("Basket", "calm", 540), serviceRow("Acquirer", "calm", 293, { third_party: true, teams: [] }), serviceRow("Recipes", "unknown", null, { last_signal: "2026-11-03T10:00:00Z" })];
const knowledge = [{ topic: "Move tills to the standby gateway", service: named("Terminal gateway"), text: "Step 3 failed on 9 Nov and today, worked on 1 Aug.", holders: [3, 1, 0] as [number, number, number], exercised: "2026-11-09T00:00:00Z" }, { topic: "Acquirer's limits", service: named("Acquirer"), text: "", holders: [0, 0, 0] as [number, number, number], exercised: null }];

const decision = (number: number, signs: Party[], over: Partial<DecisionRow["decision"]> = {}): DecisionRow => ({
  decision: { id: `dec-${number}`, number, title: `Fix card terminals before Click & collect`, team: "till", chosen: { item: "TILL-1", title: titles[0]!, cost_of_delay_per_week: 1206, duration_weeks: 1 }, over: [{ item: "TILL-2", title: titles[1]!, cost_of_delay_per_week: 4000, duration_weeks: 5 }], cost_of_other_order: 2031, probability: 0.7, reason: "Four nights this quarter.", forecast: { statement: "No card outage before Easter", probability: 0.6, outcome: null }, revisit: "2027-03-28T08:00:00Z", at: "2026-11-16T10:00:00Z", by: "Priya Shah", signs: signs.map((party) => ({ party, person: party, name: { ops: "Ada Okafor", dev: "Ben Ito", product: "Priya Shah" }[party], at: "2026-11-16T10:30:00Z" })), superseded_by: null, extra: {}, ...over },
  waits_for: (["ops", "dev", "product"] as Party[]).filter((party) => !signs.includes(party)), actions: [{ action: "decision_sign", refused: signs.includes("product") ? "Product has signed." : null }, { action: "decision_judge", refused: "Not before 28 Mar." }],
  log: [{ seq: 700, hash: "9f2c".repeat(16), id: "c1", author: { name: "Priya Shah", party: "product" }, at: "2026-11-16T10:00:00Z", name: "v1.decision_signed", data: { decision: `dec-${number}`, sign: { party: "ops", person: "ada", name: "Ada Okafor", at: "2026-11-16T10:30:00Z" } } }],
});

const entry = (at: string, kind: TimelineKind, who: string, party: Party | null, text: string) => ({ at: clock(at), kind, person: null, who, party, text });
export const incidentView: IncidentView = {
  verdict: say("Customers can't pay by card at *31 %* of tills. It has cost *£12,004* so far, *£7,550* of it before someone who knows had it."), tone: "harm", row: live,
  figures: [{ label: "live since 09:00", figure: fig(41, "minutes") }, { label: "payments failed above normal", figure: fig(1140, "count") }, { label: "a minute now", figure: fig(343, "cost") }, { label: "hops", figure: fig(3, "count") }, { label: "of the budget left", figure: fig(-0.18, "ratio") }],
  chart: chart("per_minute"), chain: steps,
  timeline: [entry("09:38", "action", "Dev, Till", "dev", "opens the sessions of node 2 by hand"), entry("09:28", "handed_over", "Dev, Till", "dev", ""), entry("09:17", "handed_over", "Product, duty", "product", "is asked for priority"), entry("09:03", "acknowledged", "Ops, on call", "ops", ""), entry("09:00", "detected", "", null, "Failed payments leave the normal band")],
  responders: [{ who: "Dev, Till", party: "dev", since: clock("09:28"), until: null, hours: 0.2 }, { who: "Ops, on call", party: "ops", since: clock("09:01"), until: null, hours: 0.7 }],
  same_failure_mode: [live, ...past], alerts: [{ id: "a1", name: "CardTimeouts", summary: "Card payments time out", tier: "page", starts: clock("09:01"), ends: null, service: "payment", journey: null, objective: null, failure_mode: null, burn: null, source: { by: "alertmanager", at: null, reference: "" }, extra: {} }],
  journeys: [journeys[0]!], knowledge, fix: { id: "TILL-1", title: titles[0]!, rank: 1, needs: [] },
  actions: [{ action: "incident_acknowledge", refused: "done 09:03 by Ops" }, { action: "incident_hand_over", refused: null }, { action: "incident_note", refused: null }, { action: "incident_classify", refused: null }, { action: "incident_resolve", refused: null }],
};

export const answers: Answers = {
  workspace,
  today: {
    verdict: say("Customers can't pay at *31 %* of tills. It began *41* minutes ago, for the fourth time since May. The developer who knows is on it, after *3* hops."), tone: "harm", now: NOW,
    live: { id: "inc-151", number: 151, title: live.title, began: live.began, interactions: "payments", failed: fig(1140, "count"), cost: fig(12004, "cost"), cost_per_minute: fig(293, "cost_per_minute"), budget_left: fig(-0.18, "ratio"), policy: "reliability first", reached: fig(27, "minutes"), hops: fig(3, "count") },
    other_live: 0, journeys, chain: { incident: "inc-151", number: 151, live: true, steps },
    on_call: rotations.map((one) => one.now),
    waits: [{ verb: "Sign", title: "fix card terminals before Click & collect", detail: "Ops and Dev have signed", screen: "decisions", id: "dec-14", since: "2026-11-16T10:00:00Z" }, { verb: "Estimate", title: "Gift cards at self checkout", detail: "needs cost of delay", screen: "backlog", id: "TILL-20", since: null }], waits_for: "product",
    period: { from: "2026-11-09T00:00:00Z", to: "2026-12-07T00:00:00Z", incident_cost: fig(31400, "cost"), incidents: fig(6, "count"), hops: fig(3, "count"), alerts: fig(96, "count"), responder_hours: fig(18.5, "hours") },
  },
  weigh: {
    verdict: say("Fix *Card terminal times out* first. Building *Click & collect* first costs *£2,031* more, unless it happens less than once in *11* weeks."), tone: "calm", team: named("Till"), teams: [{ team: named("Till"), items: 10, cost_of_delay: 10116 }, { team: named("Price"), items: 4, cost_of_delay: 900 }], plan_weeks: 13, order,
    pairs: order.slice(0, -1).map((item, at) => ({ before: item.id, after: order[at + 1]!.id, probability: [0.7, 0.58, 0.83, 0.91, 0.96, 0.88, 0.93][at]!, cost_of_swap: 2031 / (at + 1), contested: at < 2, by_dependency: false })),
    not_rankable: notRankable, total_cost_of_delay: fig(81220, "cost"), fits: 5, weeks_used: 12.2, method: "Exact: every order of 8 items was weighed by cost of delay ÷ duration.",
  },
  weigh_explain: ({ item, other }) => {
    const one = order.find(({ id }) => id === item) ?? order[0]!;
    const two = order.find(({ id }) => id === other) ?? order.find(({ rank }) => rank === one.rank + 1) ?? order[0]!;
    return { verdict: say("*70 %* sure. *£368* is the most that finding out more is worth."), item: one, other: two, probability: 0.7, cost_of_swap: fig(2031, "cost"), value_of_knowing: fig(368, "cost"), cost_of_orders: [4000, 6031], terms: explanation, other_terms: explanation, flip: { quantity: "occurrences a week", at: fig(0.09, "per_week"), now: fig(0.135, "per_week", "", 0.024, 0.337), words: "once in 11 weeks", probability: 0.7, chart: chart("per_week") }, parties: [{ party: "ops", lines: ["Four nights this quarter."] }, { party: "dev", lines: ["Retry belongs in the gateway client."] }, { party: "product", lines: [] }], evidence: ["3 hops to the fixer each time, median 47 min"] };
  },
  incidents: ({ offset = 0, limit = 200 }) => ({ verdict: say("*1* incident is live. *Card terminal times out* came back for the *fourth* time since May."), tone: "harm", rows: incidentRows.slice(offset, offset + limit), total: incidentRows.length, offset, failure_modes: [{ failure_mode: named("Card terminal times out"), occurrences: 4, weeks: 26, rate: fig(0.17, "per_week", "", 0.05, 0.36), cost_per_occurrence: fig(12000, "cost"), cost_per_week: fig(1930, "cost_per_week"), fix: "TILL-1", last: live.began }, { failure_mode: named("Price sync lags after midnight"), occurrences: 6, weeks: 26, rate: fig(0.25, "per_week"), cost_per_occurrence: fig(null, "cost", "The journey has no value per interaction."), cost_per_week: fig(null, "cost_per_week"), fix: null, last: ago(300) }], hops: [2, 9, 14, 19, 3] }),
  incident: incidentView,
  backlog: ({ offset = 0, limit = 200, text = "" }) => ({ verdict: say("*2* items can't be ranked: nobody has said what they are worth."), rows: text === "nothing" ? [] : Array.from({ length: Math.min(limit || 200, BACKLOG_TOTAL - offset) }, (_, at) => backlogRow(offset + at)), total: text === "nothing" ? 0 : BACKLOG_TOTAL, offset, open_by_kind: [5, 3, 1], not_rankable: 2, teams: [named("Till"), named("Price")] }),
  work_item: ({ id }) => {
    const row = { ...backlogRow(0), id: id ?? "" };
    return { item: { id: row.id, title: row.title, kind: row.kind, state: row.state, team: "till", journey: "pay-at-the-till", services: [], cost_of_delay: { range: { low: "310", mid: "1206", high: "2950" }, source: { by: "Priya Shah", at: "2026-11-04T00:00:00Z", reference: "pilot" } }, duration_weeks: { range: { low: "0.7", mid: "1", high: "1.8" }, source: { by: "Ben Ito", at: null, reference: "" } }, failure_mode: "card-terminal-times-out", share_removed: { range: { low: "0.55", mid: "0.7", high: "0.85" }, source: { by: "Ben Ito", at: null, reference: "" } }, toil_per_week: null, depends_on: [], gates: [], created: null, updated: null, labels: [], source: { by: "jira", at: null, reference: "export.csv line 2" }, extra: {} }, row, cost_of_delay: explanation, depends_on: [], needed_by: [named("TILL-2")], estimates: [{ quantity: "duration", estimate: { range: { low: "1", mid: "2", high: "3" }, source: { by: "Ben Ito", at: "2026-10-01T00:00:00Z", reference: "guess" } }, seq: 512 }] };
  },
  services: { verdict: say("Nobody lives *4* of *12* services. The dearest of them, *Terminal gateway*, costs *£293* a minute when it fails."), tone: "warn", rows: serviceRows },
  service: ({ id }) => ({ row: serviceRows.find(({ service }) => service.id === id) ?? serviceRows[0]!, description: "Speaks to the card terminals.", depends_on: [named("Acquirer")], used_by: [named("Payment")], objectives: objectiveRows.slice(0, 1), incidents: [live, ...past], knowledge, work: [named("Card terminal times out")], map: { levels: [[{ id: "journey:pay-at-the-till", name: "Pay at the till", journey: true, third_party: false, failing: 0.31 }], [{ id: "basket", name: "Basket", journey: false, third_party: false, failing: 0 }, { id: "payment", name: "Payment", journey: false, third_party: false, failing: 0.31 }], [{ id: "terminal-gateway", name: "Terminal gateway", journey: false, third_party: false, failing: 0.31 }], [{ id: "acquirer", name: "Acquirer", journey: false, third_party: true, failing: 0.3 }, { id: "key-vault", name: "Key vault", journey: false, third_party: false, failing: null }]], edges: [["journey:pay-at-the-till", "basket"], ["journey:pay-at-the-till", "payment"], ["payment", "terminal-gateway"], ["terminal-gateway", "acquirer"], ["terminal-gateway", "key-vault"]] } }),
  objectives: ({ offset = 0 }) => ({ verdict: say("*1* of *6* objectives has spent its budget: *Pay at the till*, on 21 Nov. *Redeem points* is next, in *4 – 9* days."), tone: "harm", rows: objectiveRows.slice(offset), total: objectiveRows.length, offset, measured: 5 }),
  objective: ({ id }) => ({ objective: { id: id ?? "", name: "Pay at the till", service: "payment", journey: "pay-at-the-till", sli: {} as never, target: "0.999", window: {} as never, method: {} as never, min_events: 1, policy: "Reliability first: no feature is begun while it is spent.", source: { by: "openslo", at: null, reference: "slo.yaml" }, extra: {} }, row: objectiveRows.find(({ objective }) => objective.id === id) ?? objectiveRows[0]!, chart: chart("ratio"), budget: explanation, spent_by: [{ incident: "", label: "everything that belongs to no incident", share: 0.46, bad: 1932 }, { incident: "inc-151", label: "incident 151", share: 0.27, bad: 1140 }], alerts: [], past: [{ from: "2026-10-12T00:00:00Z", to: "2026-11-09T00:00:00Z", budget_left: -0.04 }] }),
  oncall: { verdict: say("*Dev, Till* has a gap today until *17:00*: nobody took over."), tone: "warn", total: rotations.length, rotations, from: "2026-11-23T00:00:00Z", to: "2026-12-07T00:00:00Z", by_hour_of_week: Array.from({ length: 168 }, (_, at) => (at * 7) % 5 === 0 ? at % 4 : 0), by_time: { business: 80, off: 41, sleep: 31 }, weeks: 26, load: [{ party: "ops", people: 6, hours: [90, 110, 120, 122, 140, 160], interruptions: fig(131, "count"), uncovered: 0 }, { party: "dev", people: 4, hours: [20, 24, 24, 30], interruptions: fig(18, "count"), uncovered: 3 }, { party: "product", people: 2, hours: [40, 44], interruptions: fig(3, "count"), uncovered: 0 }] },
  decisions: { verdict: say("*1* decision waits for *Product*."), rows: [decision(14, ["ops", "dev"]), decision(13, ["ops", "dev", "product"], { forecast: { statement: "Digital receipts return £900 a week", probability: 0.6, outcome: true } })], brier: fig(0.16, "ratio", "", 0.05, 0.3) },
  why: explanation,
  search: ({ text = "" }) => [{ kind: "service", id: "payment", title: "Payment", detail: `found by ${text}` }],
  import_files: ({ dry_run = false }) => ({ dry_run, files: [{ file: "till.log", format: "logs-json", read: 1200, kept: 1180, unchanged: 8, rejected: [{ place: "line 17", reason: "“time” is not a time: write 2026-11-23T09:41:00Z." }], rejected_total: 12, remarks: ["3 lines name no service."], error: null }], incidents_opened: 1, alerts_found: 2, millis: 120 }),
  verify: { ok: true, entries: 812, first_bad: null, findings: ["812 hashes fit."], head_hash: "9f2c".repeat(16) },
  settings_change: { id: "workspace", head: 813, said: "Settings changed." },
  identify: { id: "", head: 813, said: "You are Ada Okafor, Ops." },
  incident_note: { id: "inc-151", head: 814, said: "Written down." },
  incident_resolve: { id: "inc-151", head: 814, said: "Resolved." },
  work_item_save: { id: "TILL-1", head: 815, said: "Saved." },
  decide: { id: "dec-15", head: 816, said: "Decision 15." },
  decision_sign: { id: "dec-14", head: 817, said: "Signed for Product." },
  oncall_override: { id: "dev-till", head: 818, said: "Taken." },
  report: { name: "review.pdf", media_type: "application/pdf", base64: "JVBERi0=" },
  export: { name: "backlog.csv", media_type: "text/csv", base64: "aWQ=" },
};
