//! The contract: every use case, declared once.
//!
//! The Tauri command, the HTTP route, the CLI's JSON and the TypeScript types all derive from the list below. A read
//! names the tags that it provides, a change the tags that it invalidates, so that a window refreshes what changed and
//! nothing else.

use crate::App;
use crate::policy::Capability;
use gemba_model::api::*;
use gemba_model::view::*;
use gemba_model::{Actor, Explanation};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a call comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// The desktop window.
    Desktop,
    /// The browser, over HTTP on loopback.
    Http,
    /// The terminal.
    Cli,
}

impl Door {
    /// All doors.
    pub const ALL: [Door; 3] = [Door::Desktop, Door::Http, Door::Cli];
}

/// Who calls, and through which door.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who, under which flag.
    pub actor: Actor,
    /// Through which door.
    pub door: Door,
}

/// Parts of what screens show; the unit of refreshing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// Settings, identity, health of the file.
    Workspace,
    /// Services, journeys, teams, people, knowledge.
    Catalogue,
    /// Objectives.
    Objectives,
    /// Counts per minute and alerts.
    Telemetry,
    /// Incidents and failure modes.
    Incidents,
    /// Work items.
    Backlog,
    /// Rotations.
    OnCall,
    /// Decisions.
    Decisions,
}

/// Whether a use case changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only looks.
    Read,
    /// It changes the workspace or the host.
    Change,
}

/// One entry of the contract.
#[derive(Debug)]
pub struct UseCase {
    /// Name at every door.
    pub name: &'static str,
    /// One line for help texts.
    pub about: &'static str,
    /// Whether it changes anything.
    pub effect: Effect,
    /// Tags provided by a read, invalidated by a change.
    pub tags: &'static [Tag],
    /// What the caller must be allowed to do.
    pub capability: Capability,
    /// Doors that decline it, with the reason that a person is told.
    pub declined: &'static [(Door, &'static str)],
    /// Name of the argument's TypeScript type.
    pub args_type: fn() -> String,
    /// Name of the reply's TypeScript type.
    pub reply_type: fn() -> String,
}

impl UseCase {
    /// The use case of a name.
    pub fn by_name(name: &str) -> Option<&'static UseCase> {
        USE_CASES.iter().find(|case| case.name == name)
    }

    /// Why a door declines it, or `None` when it serves it.
    pub fn declined_at(&self, door: Door) -> Option<&'static str> {
        self.declined.iter().find(|(declining, _)| *declining == door).map(|(_, reason)| *reason)
    }
}

macro_rules! contract {
    ($( $about:literal $effect:ident $name:ident($args:ty) -> $reply:ty, $capability:ident, [$($tag:ident),*] $(, declined $door:ident $reason:literal)*; )+) => {
        /// Every use case, in the order of the screens.
        pub const USE_CASES: &[UseCase] = &[$(UseCase {
            name: stringify!($name),
            about: $about,
            effect: Effect::$effect,
            tags: &[$(Tag::$tag),*],
            capability: Capability::$capability,
            declined: &[$((Door::$door, $reason)),*],
            args_type: || <$args as TS>::name(&ts_rs::Config::from_env()),
            reply_type: || <$reply as TS>::name(&ts_rs::Config::from_env()),
        }),+];

        /// Calls one use case by its typed method.
        fn route(app: &App, caller: &Caller, name: &str, args: serde_json::Value) -> Result<serde_json::Value, ApiError> {
            match name {
                $(stringify!($name) => {
                    let args: $args = parse_args(name, args)?;
                    to_reply(name, &app.$name(caller, args)?)
                })+
                _ => Err(unknown_use_case(name)),
            }
        }

        /// Writes the TypeScript declaration of every argument and reply, with all that they refer to, into a folder.
        ///
        /// # Errors
        /// When the folder cannot be written to.
        pub fn export_types(config: &ts_rs::Config) -> Result<(), ts_rs::ExportError> {
            $(exported(<$args as TS>::export_all(config))?; exported(<$reply as TS>::export_all(config))?;)+
            SearchHit::export_all(config)?;
            ApiError::export_all(config)?;
            Tag::export_all(config)
        }
    };
}

contract! {
    "Name, clock, identity and health of the workspace" Read workspace(NoArgs) -> WorkspaceView, Look, [Workspace, Catalogue, Telemetry];
    "Is production all right, who is on it, what has it cost, what waits?" Read today(LensArgs) -> TodayView, Look, [Workspace, Catalogue, Objectives, Telemetry, Incidents, Backlog, OnCall, Decisions];
    "What should a team do next, and what does the other order cost?" Read weigh(WeighArgs) -> WeighView, Look, [Workspace, Backlog, Incidents, Telemetry];
    "Why one item goes before another" Read weigh_explain(WeighExplainArgs) -> WeighExplanation, Look, [Workspace, Backlog, Incidents, Telemetry, Catalogue];
    "Incidents with their measured cost, and what recurs" Read incidents(ListArgs) -> IncidentsView, Look, [Incidents, Telemetry];
    "One incident, whole" Read incident(IdArgs) -> IncidentView, Look, [Incidents, Telemetry, Backlog, Catalogue];
    "All features, fixes and debts" Read backlog(ListArgs) -> BacklogView, Look, [Backlog, Incidents, Telemetry];
    "One work item, whole" Read work_item(IdArgs) -> WorkItemView, Look, [Backlog, Incidents, Telemetry];
    "Services, who is declared, what hangs on them" Read services(ListArgs) -> ServicesView, Look, [Catalogue, Objectives, Telemetry, Incidents, OnCall];
    "One service, whole" Read service(IdArgs) -> ServiceView, Look, [Catalogue, Objectives, Telemetry, Incidents, OnCall, Backlog];
    "Objectives, budgets, burn and outlook" Read objectives(ListArgs) -> ObjectivesView, Look, [Objectives, Telemetry];
    "One objective, whole" Read objective(IdArgs) -> ObjectiveView, Look, [Objectives, Telemetry, Incidents];
    "Who is on call now and next, and how heavy it is" Read oncall(OnCallArgs) -> OnCallView, Look, [OnCall, Catalogue, Telemetry];
    "Decisions, sign-offs, what came of them" Read decisions(ListArgs) -> DecisionsView, Look, [Decisions];
    "Where a number comes from" Read why(WhyArgs) -> Explanation, Look, [Workspace, Catalogue, Objectives, Telemetry, Incidents, Backlog, OnCall, Decisions];
    "Finds anything by words" Read search(SearchArgs) -> Vec<SearchHit>, Look, [Catalogue, Objectives, Incidents, Backlog, OnCall, Decisions];
    "Whether the file and its log are what they were" Read verify(NoArgs) -> VerifyReport, Look, [Workspace];
    "The review as a document" Read report(ReportArgs) -> OutFile, Look, [Workspace];
    "Records as a file" Read export(ExportArgs) -> OutFile, Look, [Workspace];
    "Makes the settings of an empty workspace" Change workspace_init(InitArgs) -> Done, Arrange, [Workspace, Catalogue];
    "Changes the workspace's settings" Change settings_change(SettingsArgs) -> Done, Arrange, [Workspace, Incidents, Backlog, Telemetry];
    "Says who is at the keyboard" Change identify(IdentifyArgs) -> Done, Look, [Workspace, Decisions, Incidents];
    "Fills an empty workspace with the sample" Change sample_open(SampleArgs) -> ImportReport, Arrange, [Workspace, Catalogue, Objectives, Telemetry, Incidents, Backlog, OnCall, Decisions];
    "Reads files of any accepted format" Change import_files(ImportArgs) -> ImportReport, Arrange, [Workspace, Catalogue, Objectives, Telemetry, Incidents, Backlog, OnCall, Decisions];
    "Declares an incident" Change incident_open(IncidentOpenArgs) -> Done, Respond, [Incidents];
    "Says that somebody is on it" Change incident_acknowledge(IdArgs) -> Done, Respond, [Incidents];
    "Hands an incident on" Change incident_hand_over(HandOverArgs) -> Done, Respond, [Incidents];
    "Writes down a note or an action" Change incident_note(NoteArgs) -> Done, Note, [Incidents];
    "Names the failure mode" Change incident_classify(ClassifyArgs) -> Done, Note, [Incidents, Backlog];
    "Says that the harm has ended" Change incident_resolve(IdArgs) -> Done, Respond, [Incidents];
    "Says that it came back" Change incident_reopen(IdArgs) -> Done, Respond, [Incidents];
    "Makes a work item or changes it" Change work_item_save(WorkItemArgs) -> Done, EditBacklog, [Backlog];
    "Takes a span of a rotation, or leaves it empty" Change oncall_override(OverrideArgs) -> Done, Arrange, [OnCall];
    "Writes down what comes first" Change decide(DecideArgs) -> Done, Decide, [Decisions];
    "Signs a decision for one's own party" Change decision_sign(SignArgs) -> Done, Sign, [Decisions];
    "Judges what came of a forecast" Change decision_judge(JudgeArgs) -> Done, Decide, [Decisions];
    "Copies the workspace to a safe place" Change backup(BackupArgs) -> Done, Arrange, [], declined Http "A browser names no path on this machine; use the desktop window or `gemba backup`.";
    "Computes the projections anew from the log" Change rebuild(RebuildArgs) -> VerifyReport, Arrange, [Workspace, Catalogue, Objectives, Incidents, Backlog, OnCall, Decisions];
}

/// A list of something has no file of its own; what it is a list of is exported by name.
fn exported(result: Result<(), ts_rs::ExportError>) -> Result<(), ts_rs::ExportError> {
    match result {
        Err(ts_rs::ExportError::CannotBeExported(_)) => Ok(()),
        other => other,
    }
}

fn parse_args<T: serde::de::DeserializeOwned>(name: &str, args: serde_json::Value) -> Result<T, ApiError> {
    let args = if args.is_null() { serde_json::Value::Object(serde_json::Map::new()) } else { args };
    serde_json::from_value(args).map_err(|error| {
        ApiError::new(ErrorCode::Validation, format!("The arguments of {name} are not understood: {error}."), "")
    })
}

fn to_reply<T: Serialize>(name: &str, reply: &T) -> Result<serde_json::Value, ApiError> {
    serde_json::to_value(reply).map_err(|error| {
        tracing::error!(name, %error, "a reply could not be written");
        ApiError::new(ErrorCode::Internal, "The answer could not be written.", "This is a defect of Gemba; report it.")
    })
}

fn unknown_use_case(name: &str) -> ApiError {
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(60).collect();
    ApiError::new(ErrorCode::NotFound, format!("There is no use case called {name}."), "")
}

impl App {
    /// Calls a use case by name. Every door comes through here: the door's list, the caller's rights and the file's
    /// health are checked in this one place, and what changed is announced after it was committed.
    ///
    /// # Errors
    /// With the code of what stands in the way; see [`ErrorCode`].
    pub fn call(&self, caller: &Caller, name: &str, args: serde_json::Value) -> Result<serde_json::Value, ApiError> {
        let case = UseCase::by_name(name).ok_or_else(|| unknown_use_case(name))?;
        self.admit(caller, case)?;
        let reply = route(self, caller, name, args)?;
        if case.effect == Effect::Change && !case.tags.is_empty() {
            self.announce(case.tags);
        }
        Ok(reply)
    }

    /// Whether this caller may use this case through this door now.
    ///
    /// # Errors
    /// `Declined`, `Forbidden` or `ReadOnly`.
    pub fn admit(&self, caller: &Caller, case: &UseCase) -> Result<(), ApiError> {
        if let Some(reason) = case.declined_at(caller.door) {
            return Err(ApiError::new(ErrorCode::Declined, format!("This door does not serve {}.", case.name), reason));
        }
        crate::policy::check(&caller.actor, case.capability)?;
        // These three do not write to the file, or are the way back from one that cannot be written to.
        let always = ["identify", "backup", "rebuild"];
        if case.effect == Effect::Change && !always.contains(&case.name) {
            self.must_be_writable()?;
        }
        Ok(())
    }
}
