//! Work items: features, fixes and debts.

use crate::{Estimate, Extra, FailureModeId, JourneyId, ServiceId, Source, TeamId, UtcTime, WorkItemId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a work item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// Something new for users.
    Feature,
    /// Removes a failure mode or a defect.
    Fix,
    /// Pays for something that was put off.
    Debt,
}

impl WorkKind {
    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            WorkKind::Feature => "Feature",
            WorkKind::Fix => "Fix",
            WorkKind::Debt => "Debt",
        }
    }

    /// Reads a kind as trackers write it: `Story`, `Bug`, `Tech debt`, … `None` when the text is none of these.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "feature" | "story" | "user story" | "new feature" | "improvement" | "enhancement" | "epic" => {
                Some(WorkKind::Feature)
            }
            "fix" | "bug" | "defect" | "incident" | "problem" => Some(WorkKind::Fix),
            "debt" | "tech debt" | "technical debt" | "task" | "chore" | "refactoring" | "maintenance" => {
                Some(WorkKind::Debt)
            }
            _ => None,
        }
    }
}

/// Whether it is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkState {
    /// Not begun.
    Todo,
    /// Begun.
    Doing,
    /// Finished.
    Done,
    /// Given up.
    Dropped,
}

/// A named gate that stands beside the economics; never a hidden weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Gate {
    /// Its name: "security", "legal", "contract date", "budget exhausted".
    pub name: String,
    /// Why it holds here.
    pub reason: String,
    /// The date it falls due, where it has one.
    pub due: Option<UtcTime>,
    /// Who stated it.
    pub source: Source,
}

/// What a team could do next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WorkItem {
    /// Identifier: the tracker's key.
    pub id: WorkItemId,
    /// Title.
    pub title: String,
    /// What it is.
    pub kind: WorkKind,
    /// Whether it is still to be done.
    pub state: WorkState,
    /// The team that would be blocked by it.
    pub team: Option<TeamId>,
    /// The journey it serves.
    pub journey: Option<JourneyId>,
    /// Services it changes.
    pub services: Vec<ServiceId>,
    /// Stated cost of delay per week, in the workspace's unit of cost. For a fix with a failure mode it is computed.
    pub cost_of_delay: Option<Estimate>,
    /// Weeks during which the team is blocked.
    pub duration_weeks: Option<Estimate>,
    /// For a fix: the failure mode that it removes.
    pub failure_mode: Option<FailureModeId>,
    /// For a fix: the share of occurrences that it removes, 0 to 1.
    pub share_removed: Option<Box<Estimate>>,
    /// Cost per week that the absence of this work causes by itself, without any incident.
    pub toil_per_week: Option<Box<Estimate>>,
    /// Items that must be finished before.
    pub depends_on: Vec<WorkItemId>,
    /// Named gates.
    pub gates: Vec<Gate>,
    /// When it was created in its tracker.
    pub created: Option<UtcTime>,
    /// When it last changed in its tracker.
    pub updated: Option<UtcTime>,
    /// Labels.
    pub labels: Vec<String>,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}
