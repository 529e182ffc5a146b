use super::Named;
use crate::{Actor, CostUnit, Party, UtcTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a window needs to know before it shows anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WorkspaceView {
    /// Name of the product or organisation; empty when no workspace is open.
    pub name: String,
    /// The file's name without its folder.
    pub file: String,
    /// Whether it is the sample.
    pub sample: bool,
    /// Whether there is anything in it.
    pub empty: bool,
    /// Unit of cost.
    pub cost_unit: CostUnit,
    /// IANA zone of the workspace.
    pub zone: String,
    /// The instant that views hold for: the clock, or what was fixed.
    pub now: UtcTime,
    /// Whether `now` was fixed.
    pub now_fixed: bool,
    /// Who is at the keyboard.
    pub actor: Actor,
    /// Why nothing can be written now: a corrupted file, a full disk, a viewer. `None` when it can.
    pub read_only: Option<ReadOnly>,
    /// Entries in the log.
    #[ts(type = "number")]
    pub head: u64,
    /// Last event seen in any telemetry.
    pub last_signal: Option<UtcTime>,
    /// How many of what there is.
    pub counts: Vec<(String, u64)>,
    /// People who could be at the keyboard.
    pub people: Vec<PersonChoice>,
    /// Version of Gemba.
    pub version: String,
}

/// Why nothing can be written, and the way back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReadOnly {
    /// What happened.
    pub reason: String,
    /// What to do next.
    pub help: String,
}

/// A person to sign as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PersonChoice {
    /// The person.
    pub person: Named,
    /// Their party.
    pub party: Party,
}

/// What came of an import, or would come of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ImportReport {
    /// Whether nothing was written on purpose.
    pub dry_run: bool,
    /// One entry per file.
    pub files: Vec<FileReport>,
    /// Incidents that were opened from what was read.
    pub incidents_opened: u32,
    /// Burn-rate alerts that were found in what was read.
    pub alerts_found: u32,
    /// Milliseconds that it took.
    #[ts(type = "number")]
    pub millis: u64,
}

/// What came of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FileReport {
    /// Its name as given.
    pub file: String,
    /// The format it was read as; empty when none fits.
    pub format: String,
    /// Records read.
    #[ts(type = "number")]
    pub read: u64,
    /// Records kept.
    #[ts(type = "number")]
    pub kept: u64,
    /// Records that were there already.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// Records refused, each with place and reason; at most 1,000 are listed, `rejected_total` counts all.
    pub rejected: Vec<Rejected>,
    /// Records refused in all.
    #[ts(type = "number")]
    pub rejected_total: u64,
    /// Deviations that did not cost a record.
    pub remarks: Vec<String>,
    /// Why the whole file could not be read.
    pub error: Option<String>,
}

/// One record that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rejected {
    /// Line, or line and field, or document: "line 17", "document 2, spec.objectives[0].target".
    pub place: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

/// Whether the log is what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VerifyReport {
    /// Whether everything fits.
    pub ok: bool,
    /// Entries in the log.
    #[ts(type = "number")]
    pub entries: u64,
    /// First entry that does not fit.
    #[ts(type = "number | null")]
    pub first_bad: Option<u64>,
    /// What was checked and what was found, a line each.
    pub findings: Vec<String>,
    /// Hash of the last entry.
    pub head_hash: String,
}

/// One hit of the command palette.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// `service`, `incident`, `work_item`, `objective`, `journey`, `rotation`, `decision`, `failure_mode`.
    pub kind: String,
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// One line more.
    pub detail: String,
}

/// A file that leaves Gemba.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OutFile {
    /// Suggested name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// The bytes in standard base64.
    pub base64: String,
}
