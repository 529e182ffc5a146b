//! The contract's arguments and errors. The list of use cases itself is declared once, in `app`.

use crate::*;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The closed set of error codes. Nobody matches on text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// An argument is wrong.
    Validation,
    /// There is no such thing.
    NotFound,
    /// It cannot be done in the present state; the message says why.
    Precondition,
    /// Somebody else was first.
    Conflict,
    /// This person may not do it.
    Forbidden,
    /// Nobody is known to be asking.
    Unauthorised,
    /// The workspace cannot be written to now.
    ReadOnly,
    /// This door does not serve it; the message names one that does.
    Declined,
    /// The workspace is from a newer version.
    UpdateRequired,
    /// A file could not be read or written.
    Io,
    /// A defect of Gemba.
    Internal,
}

/// What a person is told when something cannot be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ApiError {
    /// For programs.
    pub code: ErrorCode,
    /// What happened, in one sentence.
    pub message: String,
    /// What to do next.
    pub help: String,
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        if !self.help.is_empty() {
            write!(f, " {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

impl ApiError {
    /// An error with its remedy.
    pub fn new(code: ErrorCode, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: help.into() }
    }
}

/// No arguments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct NoArgs {}

/// Arguments of `today`, and of every view that only a lens focuses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LensArgs {
    /// Sorts and focuses; never shows different facts. Ops when absent.
    pub lens: Option<Party>,
}

/// Arguments of `weigh`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WeighArgs {
    /// The team; the one with most at stake when absent.
    pub team: Option<String>,
}

/// Arguments of `weigh_explain`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WeighExplainArgs {
    /// The item.
    pub item: String,
    /// The other one; its neighbour when absent.
    pub other: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ListArgs {
    /// Words that must all occur in title, identifier or names.
    pub text: String,
    /// A state, a kind, a service or a party, as the list defines it; empty is all.
    pub filter: String,
    /// Only this team.
    pub team: Option<String>,
    /// Only this service.
    pub service: Option<String>,
    /// Only this journey.
    pub journey: Option<String>,
    /// Only this failure mode.
    pub failure_mode: Option<String>,
    /// Column to sort by; the list's own order when empty. A leading `-` turns it round.
    pub sort: String,
    /// Lens.
    pub lens: Option<Party>,
    /// Index of the first row.
    pub offset: u32,
    /// Rows at most; 200 when 0, never more than 1,000.
    pub limit: u32,
}

/// Arguments of every view of one thing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct IdArgs {
    /// Identifier. Incidents and decisions also answer to their number.
    pub id: String,
}

/// Arguments of `oncall`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct OnCallArgs {
    /// Words that must all occur in the rotation's name, team or services.
    pub text: String,
    /// Days to draw; 14 when 0, at most 92.
    pub days: u32,
    /// Rotations at most; 200 when 0.
    pub limit: u32,
    /// Index of the first rotation.
    pub offset: u32,
}

/// Arguments of `why`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WhyArgs {
    /// The key that stands in the figure.
    pub key: String,
}

/// Arguments of `search`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SearchArgs {
    /// Words.
    pub text: String,
    /// Hits at most; 20 when 0.
    pub limit: u32,
}

/// One file to import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InFile {
    /// A path on the machine that runs the core. Declined over HTTP.
    Path(String),
    /// The bytes themselves, from a browser.
    Bytes {
        /// Its name.
        name: String,
        /// Standard base64.
        base64: String,
    },
}

/// Arguments of `import_files`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ImportArgs {
    /// The files. A folder stands for the files in it.
    pub files: Vec<InFile>,
    /// Format for all of them; detected when absent.
    pub format: Option<String>,
    /// For logs that do not name one: the service.
    pub service: Option<String>,
    /// IANA zone of dates that name none; the workspace's when absent.
    pub zone: Option<String>,
    /// Read and report, write nothing.
    pub dry_run: bool,
}

/// Arguments of `sample_open`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SampleArgs {
    /// `small` or `large`; small when empty.
    pub size: String,
    /// Seed; 1 when absent.
    #[ts(type = "number | null")]
    pub seed: Option<u64>,
}

/// Arguments of `workspace_init`: makes the settings of an empty workspace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct InitArgs {
    /// Name of the product or organisation.
    pub name: String,
    /// ISO 4217 code, or `user-minutes`.
    pub cost_unit: String,
    /// IANA zone.
    pub zone: String,
}

/// Arguments of `settings_change`. Absent fields stay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SettingsArgs {
    /// Name of the product or organisation.
    pub name: Option<String>,
    /// IANA zone.
    pub zone: Option<String>,
    /// Cost of one responder hour: low, mid, high.
    pub responder_hour_cost: Option<Range>,
    /// Weeks over which recurrence is counted, 1 to 260.
    pub evidence_weeks: Option<u32>,
    /// Weeks that a plan covers, 1 to 104.
    pub plan_weeks: Option<u32>,
}

/// Arguments of `identify`: who is at the keyboard. Kept by the host, not in the log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct IdentifyArgs {
    /// Name or person identifier.
    pub name: String,
    /// Party.
    pub party: Option<Party>,
}

/// Arguments of `incident_open`: a person declares an incident.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct IncidentOpenArgs {
    /// What happens to users.
    pub title: String,
    /// When it began; now when absent.
    pub began: Option<UtcTime>,
    /// Journey that is hurt.
    pub journey: Option<String>,
    /// Service.
    pub service: Option<String>,
}

/// Arguments of `incident_hand_over`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct HandOverArgs {
    /// Incident.
    pub id: String,
    /// Person, team or rotation that takes it: identifier or name.
    pub to: String,
    /// Why.
    pub note: String,
}

/// Arguments of `incident_note`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct NoteArgs {
    /// Incident.
    pub id: String,
    /// What is said, at most 10,000 characters.
    pub text: String,
    /// Whether something was done to the system.
    pub action: bool,
}

/// Arguments of `incident_classify`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ClassifyArgs {
    /// Incident.
    pub id: String,
    /// Failure mode: identifier or name; a new name makes a new one; empty takes it back.
    pub failure_mode: String,
}

/// Arguments of `work_item_save`: makes an item or changes it. Absent fields stay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WorkItemArgs {
    /// Identifier; a new one is given when empty.
    pub id: String,
    /// Title.
    pub title: Option<String>,
    /// Kind.
    pub kind: Option<WorkKind>,
    /// State.
    pub state: Option<WorkState>,
    /// Team.
    pub team: Option<String>,
    /// Journey.
    pub journey: Option<String>,
    /// Failure mode that it removes: identifier or name.
    pub failure_mode: Option<String>,
    /// Cost of delay per week, in the workspace's unit of cost.
    pub cost_of_delay: Option<Range>,
    /// Weeks.
    pub duration_weeks: Option<Range>,
    /// Share removed, 0 to 1.
    pub share_removed: Option<Range>,
    /// Grounds of the numbers stated here.
    pub grounds: String,
}

/// Arguments of `oncall_override`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OverrideArgs {
    /// Rotation.
    pub rotation: String,
    /// Person who takes it; empty leaves it empty.
    pub person: String,
    /// Start.
    pub from: UtcTime,
    /// End, half-open.
    pub to: UtcTime,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// Arguments of `decide`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DecideArgs {
    /// The item that comes first.
    pub item: String,
    /// The item that waits; its neighbour in the order when absent.
    pub over: Option<String>,
    /// Why.
    pub reason: String,
    /// What is expected to be true on the revisit date.
    pub forecast: Option<String>,
    /// How likely, 0 to 1; required with a forecast.
    pub probability: Option<f64>,
    /// When to look again.
    pub revisit: Option<UtcTime>,
}

/// Arguments of `decision_sign`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SignArgs {
    /// Decision.
    pub id: String,
}

/// Arguments of `decision_judge`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct JudgeArgs {
    /// Decision.
    pub id: String,
    /// Whether the forecast came true.
    pub outcome: bool,
}

/// Arguments of `report`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReportArgs {
    /// `review`.
    pub kind: String,
    /// `html`, `pdf` or `md`.
    pub format: String,
    /// Team whose ranking is shown.
    pub team: Option<String>,
}

/// Arguments of `export`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ExportArgs {
    /// `backlog`, `incidents`, `people`, `rotations`, `decisions`, `log`, `shifts`.
    pub kind: String,
}

/// Arguments of `rebuild`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RebuildArgs {
    /// A new file that takes over what is intact; the way back from a damaged one, which stays as it is. When absent, the
    /// projections of this file are computed anew in place. Declined over HTTP.
    pub to: Option<String>,
}

/// Arguments of `backup`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct BackupArgs {
    /// Where to; beside the workspace with a date when absent. Declined over HTTP.
    pub to: Option<String>,
}

/// What a change answers with: everything a door needs to refresh.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Done {
    /// Identifier of what was made or changed.
    pub id: String,
    /// Place in the log after it.
    #[ts(type = "number")]
    pub head: u64,
    /// One sentence for a person.
    pub said: String,
}
