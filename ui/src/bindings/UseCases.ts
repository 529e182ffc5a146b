// Written by `cargo xtask types` from the declaration in crates/app. Do not edit.
import type { BacklogView } from "./BacklogView";
import type { BackupArgs } from "./BackupArgs";
import type { ClassifyArgs } from "./ClassifyArgs";
import type { DecideArgs } from "./DecideArgs";
import type { DecisionsView } from "./DecisionsView";
import type { Done } from "./Done";
import type { Explanation } from "./Explanation";
import type { ExportArgs } from "./ExportArgs";
import type { HandOverArgs } from "./HandOverArgs";
import type { IdArgs } from "./IdArgs";
import type { IdentifyArgs } from "./IdentifyArgs";
import type { ImportArgs } from "./ImportArgs";
import type { ImportReport } from "./ImportReport";
import type { IncidentOpenArgs } from "./IncidentOpenArgs";
import type { IncidentView } from "./IncidentView";
import type { IncidentsView } from "./IncidentsView";
import type { InitArgs } from "./InitArgs";
import type { JudgeArgs } from "./JudgeArgs";
import type { LensArgs } from "./LensArgs";
import type { ListArgs } from "./ListArgs";
import type { NoArgs } from "./NoArgs";
import type { NoteArgs } from "./NoteArgs";
import type { ObjectiveView } from "./ObjectiveView";
import type { ObjectivesView } from "./ObjectivesView";
import type { OnCallArgs } from "./OnCallArgs";
import type { OnCallView } from "./OnCallView";
import type { OutFile } from "./OutFile";
import type { OverrideArgs } from "./OverrideArgs";
import type { RebuildArgs } from "./RebuildArgs";
import type { ReportArgs } from "./ReportArgs";
import type { SampleArgs } from "./SampleArgs";
import type { SearchArgs } from "./SearchArgs";
import type { SearchHit } from "./SearchHit";
import type { ServiceView } from "./ServiceView";
import type { ServicesView } from "./ServicesView";
import type { SettingsArgs } from "./SettingsArgs";
import type { SignArgs } from "./SignArgs";
import type { TodayView } from "./TodayView";
import type { VerifyReport } from "./VerifyReport";
import type { WeighArgs } from "./WeighArgs";
import type { WeighExplainArgs } from "./WeighExplainArgs";
import type { WeighExplanation } from "./WeighExplanation";
import type { WeighView } from "./WeighView";
import type { WhyArgs } from "./WhyArgs";
import type { WorkItemArgs } from "./WorkItemArgs";
import type { WorkItemView } from "./WorkItemView";
import type { WorkspaceView } from "./WorkspaceView";

/** Every use case with what it takes and what it answers. Absent arguments have their defaults. */
export interface UseCases {
  /** Name, clock, identity and health of the workspace. */
  workspace: { args: Partial<NoArgs>; reply: WorkspaceView; effect: "read" };
  /** Is production all right, who is on it, what has it cost, what waits?. */
  today: { args: Partial<LensArgs>; reply: TodayView; effect: "read" };
  /** What should a team do next, and what does the other order cost?. */
  weigh: { args: Partial<WeighArgs>; reply: WeighView; effect: "read" };
  /** Why one item goes before another. */
  weigh_explain: { args: Partial<WeighExplainArgs>; reply: WeighExplanation; effect: "read" };
  /** Incidents with their measured cost, and what recurs. */
  incidents: { args: Partial<ListArgs>; reply: IncidentsView; effect: "read" };
  /** One incident, whole. */
  incident: { args: Partial<IdArgs>; reply: IncidentView; effect: "read" };
  /** All features, fixes and debts. */
  backlog: { args: Partial<ListArgs>; reply: BacklogView; effect: "read" };
  /** One work item, whole. */
  work_item: { args: Partial<IdArgs>; reply: WorkItemView; effect: "read" };
  /** Services, who is declared, what hangs on them. */
  services: { args: Partial<ListArgs>; reply: ServicesView; effect: "read" };
  /** One service, whole. */
  service: { args: Partial<IdArgs>; reply: ServiceView; effect: "read" };
  /** Objectives, budgets, burn and outlook. */
  objectives: { args: Partial<ListArgs>; reply: ObjectivesView; effect: "read" };
  /** One objective, whole. */
  objective: { args: Partial<IdArgs>; reply: ObjectiveView; effect: "read" };
  /** Who is on call now and next, and how heavy it is. */
  oncall: { args: Partial<OnCallArgs>; reply: OnCallView; effect: "read" };
  /** Decisions, sign-offs, what came of them. */
  decisions: { args: Partial<ListArgs>; reply: DecisionsView; effect: "read" };
  /** Where a number comes from. */
  why: { args: Partial<WhyArgs>; reply: Explanation; effect: "read" };
  /** Finds anything by words. */
  search: { args: Partial<SearchArgs>; reply: Array<SearchHit>; effect: "read" };
  /** Whether the file and its log are what they were. */
  verify: { args: Partial<NoArgs>; reply: VerifyReport; effect: "read" };
  /** The review as a document. */
  report: { args: Partial<ReportArgs>; reply: OutFile; effect: "read" };
  /** Records as a file. */
  export: { args: Partial<ExportArgs>; reply: OutFile; effect: "read" };
  /** Makes the settings of an empty workspace. */
  workspace_init: { args: Partial<InitArgs>; reply: Done; effect: "change" };
  /** Changes the workspace's settings. */
  settings_change: { args: Partial<SettingsArgs>; reply: Done; effect: "change" };
  /** Says who is at the keyboard. */
  identify: { args: Partial<IdentifyArgs>; reply: Done; effect: "change" };
  /** Fills an empty workspace with the sample. */
  sample_open: { args: Partial<SampleArgs>; reply: ImportReport; effect: "change" };
  /** Reads files of any accepted format. */
  import_files: { args: Partial<ImportArgs>; reply: ImportReport; effect: "change" };
  /** Declares an incident. */
  incident_open: { args: Partial<IncidentOpenArgs>; reply: Done; effect: "change" };
  /** Says that somebody is on it. */
  incident_acknowledge: { args: Partial<IdArgs>; reply: Done; effect: "change" };
  /** Hands an incident on. */
  incident_hand_over: { args: Partial<HandOverArgs>; reply: Done; effect: "change" };
  /** Writes down a note or an action. */
  incident_note: { args: Partial<NoteArgs>; reply: Done; effect: "change" };
  /** Names the failure mode. */
  incident_classify: { args: Partial<ClassifyArgs>; reply: Done; effect: "change" };
  /** Says that the harm has ended. */
  incident_resolve: { args: Partial<IdArgs>; reply: Done; effect: "change" };
  /** Says that it came back. */
  incident_reopen: { args: Partial<IdArgs>; reply: Done; effect: "change" };
  /** Makes a work item or changes it. */
  work_item_save: { args: Partial<WorkItemArgs>; reply: Done; effect: "change" };
  /** Takes a span of a rotation, or leaves it empty. */
  oncall_override: { args: Partial<OverrideArgs>; reply: Done; effect: "change" };
  /** Writes down what comes first. */
  decide: { args: Partial<DecideArgs>; reply: Done; effect: "change" };
  /** Signs a decision for one's own party. */
  decision_sign: { args: Partial<SignArgs>; reply: Done; effect: "change" };
  /** Judges what came of a forecast. */
  decision_judge: { args: Partial<JudgeArgs>; reply: Done; effect: "change" };
  /** Copies the workspace to a safe place. Not in a browser: A browser names no path on this machine; use the desktop window or `gemba backup`. */
  backup: { args: Partial<BackupArgs>; reply: Done; effect: "change" };
  /** Computes the projections anew from the log. */
  rebuild: { args: Partial<RebuildArgs>; reply: VerifyReport; effect: "change" };
}
