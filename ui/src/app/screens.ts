// The screens: name, key, sign. What is not built is not here.
import type { Component } from "svelte";
import type { ScreenName } from "../lib/router.svelte";
import Backlog from "../screens/backlog/Backlog.svelte";
import Decisions from "../screens/decisions/Decisions.svelte";
import Incidents from "../screens/incidents/Incidents.svelte";
import Objectives from "../screens/objectives/Objectives.svelte";
import OnCall from "../screens/oncall/OnCall.svelte";
import Services from "../screens/services/Services.svelte";
import Today from "../screens/today/Today.svelte";
import Weigh from "../screens/weigh/Weigh.svelte";

interface Screen {
  name: ScreenName;
  title: string;
  key: string;
  /** One path on a field of 16 × 16. */
  sign: string;
  view: Component;
}

export const screens: Screen[] = [
  { name: "today", title: "Today", key: "T", view: Today, sign: "M1.5 9.5h3l2-6 3 9 2-5h3" },
  { name: "weigh", title: "Weigh", key: "W", view: Weigh, sign: "M8 2v12M3 4.5h10M3 4.5 1.2 9h3.6zM13 4.5 11.2 9h3.6zM5.5 14h5" },
  { name: "incidents", title: "Incidents", key: "I", view: Incidents, sign: "M8 1.8 15 14H1zM8 6v4M8 12v.2" },
  { name: "backlog", title: "Backlog", key: "B", view: Backlog, sign: "M2 4h12M2 8h12M2 12h8" },
  { name: "oncall", title: "On call", key: "C", view: OnCall, sign: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M8 4.500V8l2.500 1.800" },
  { name: "services", title: "Services", key: "S", view: Services, sign: "M5.500 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0M14.500 3.500a2 2 0 1 1-4 0 2 2 0 0 1 4 0M14.500 12.500a2 2 0 1 1-4 0 2 2 0 0 1 4 0M5.300 7.200l5.400-2.800M5.300 8.800l5.400 2.800" },
  { name: "objectives", title: "Objectives", key: "O", view: Objectives, sign: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M10.600 8a2.600 2.600 0 1 1-5.200 0 2.600 2.600 0 0 1 5.200 0" },
  { name: "decisions", title: "Decisions", key: "D", view: Decisions, sign: "M3 2h10v12l-5-2.500L3 14z" },
];
