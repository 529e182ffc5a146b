// Which arguments a use case takes and what it answers. The list itself is declared in `app`; this pairs its names with the
// generated types, so that a call is checked where it is written.
import type { BacklogView } from "../bindings/BacklogView";
import type { BackupArgs } from "../bindings/BackupArgs";
import type { ClassifyArgs } from "../bindings/ClassifyArgs";
import type { DecideArgs } from "../bindings/DecideArgs";
import type { DecisionsView } from "../bindings/DecisionsView";
import type { Done } from "../bindings/Done";
import type { Explanation } from "../bindings/Explanation";
import type { ExportArgs } from "../bindings/ExportArgs";
import type { HandOverArgs } from "../bindings/HandOverArgs";
import type { IdArgs } from "../bindings/IdArgs";
import type { IdentifyArgs } from "../bindings/IdentifyArgs";
import type { ImportArgs } from "../bindings/ImportArgs";
import type { ImportReport } from "../bindings/ImportReport";
import type { IncidentOpenArgs } from "../bindings/IncidentOpenArgs";
import type { IncidentsView } from "../bindings/IncidentsView";
import type { IncidentView } from "../bindings/IncidentView";
import type { InitArgs } from "../bindings/InitArgs";
import type { JudgeArgs } from "../bindings/JudgeArgs";
import type { LensArgs } from "../bindings/LensArgs";
import type { ListArgs } from "../bindings/ListArgs";
import type { NoArgs } from "../bindings/NoArgs";
import type { NoteArgs } from "../bindings/NoteArgs";
import type { ObjectivesView } from "../bindings/ObjectivesView";
import type { ObjectiveView } from "../bindings/ObjectiveView";
import type { OnCallArgs } from "../bindings/OnCallArgs";
import type { OnCallView } from "../bindings/OnCallView";
import type { OutFile } from "../bindings/OutFile";
import type { OverrideArgs } from "../bindings/OverrideArgs";
import type { ReportArgs } from "../bindings/ReportArgs";
import type { SampleArgs } from "../bindings/SampleArgs";
import type { SearchArgs } from "../bindings/SearchArgs";
import type { SearchHit } from "../bindings/SearchHit";
import type { ServicesView } from "../bindings/ServicesView";
import type { ServiceView } from "../bindings/ServiceView";
import type { SettingsArgs } from "../bindings/SettingsArgs";
import type { SignArgs } from "../bindings/SignArgs";
import type { TodayView } from "../bindings/TodayView";
import type { VerifyReport } from "../bindings/VerifyReport";
import type { WeighArgs } from "../bindings/WeighArgs";
import type { WeighExplainArgs } from "../bindings/WeighExplainArgs";
import type { WeighExplanation } from "../bindings/WeighExplanation";
import type { WeighView } from "../bindings/WeighView";
import type { WhyArgs } from "../bindings/WhyArgs";
import type { WorkItemArgs } from "../bindings/WorkItemArgs";
import type { WorkItemView } from "../bindings/WorkItemView";
import type { WorkspaceView } from "../bindings/WorkspaceView";

interface Pair<A, R> {
  args: Partial<A>;
  reply: R;
}

export interface UseCases {
  workspace: Pair<NoArgs, WorkspaceView>;
  today: Pair<LensArgs, TodayView>;
  weigh: Pair<WeighArgs, WeighView>;
  weigh_explain: Pair<WeighExplainArgs, WeighExplanation>;
  incidents: Pair<ListArgs, IncidentsView>;
  incident: Pair<IdArgs, IncidentView>;
  backlog: Pair<ListArgs, BacklogView>;
  work_item: Pair<IdArgs, WorkItemView>;
  services: Pair<ListArgs, ServicesView>;
  service: Pair<IdArgs, ServiceView>;
  objectives: Pair<ListArgs, ObjectivesView>;
  objective: Pair<IdArgs, ObjectiveView>;
  oncall: Pair<OnCallArgs, OnCallView>;
  decisions: Pair<ListArgs, DecisionsView>;
  why: Pair<WhyArgs, Explanation>;
  search: Pair<SearchArgs, SearchHit[]>;
  import_files: Pair<ImportArgs, ImportReport>;
  sample_open: Pair<SampleArgs, ImportReport>;
  workspace_init: Pair<InitArgs, Done>;
  settings_change: Pair<SettingsArgs, Done>;
  identify: Pair<IdentifyArgs, Done>;
  incident_open: Pair<IncidentOpenArgs, Done>;
  incident_acknowledge: Pair<IdArgs, Done>;
  incident_hand_over: Pair<HandOverArgs, Done>;
  incident_note: Pair<NoteArgs, Done>;
  incident_classify: Pair<ClassifyArgs, Done>;
  incident_resolve: Pair<IdArgs, Done>;
  incident_reopen: Pair<IdArgs, Done>;
  work_item_save: Pair<WorkItemArgs, Done>;
  oncall_override: Pair<OverrideArgs, Done>;
  decide: Pair<DecideArgs, Done>;
  decision_sign: Pair<SignArgs, Done>;
  decision_judge: Pair<JudgeArgs, Done>;
  report: Pair<ReportArgs, OutFile>;
  export: Pair<ExportArgs, OutFile>;
  backup: Pair<BackupArgs, Done>;
  verify: Pair<NoArgs, VerifyReport>;
  rebuild: Pair<NoArgs, VerifyReport>;
}

export type UseCase = keyof UseCases;
export type Args<K extends UseCase> = UseCases[K]["args"];
export type Reply<K extends UseCase> = UseCases[K]["reply"];
