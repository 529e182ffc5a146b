use super::Named;
use crate::{Estimate, Explanation, Figure, Gate, Sentence, UtcTime, WorkItem, WorkItemId, WorkKind, WorkState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All features, fixes and debts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BacklogView {
    /// What stands out, in one sentence.
    pub verdict: Sentence,
    /// Rows of the asked page.
    pub rows: Vec<BacklogRow>,
    /// Rows that match in all.
    pub total: u32,
    /// Index of the first row of the page.
    pub offset: u32,
    /// Open items by kind: feature, fix, debt.
    pub open_by_kind: [u32; 3],
    /// Open items that are not rankable.
    pub not_rankable: u32,
    /// Teams to filter by.
    pub teams: Vec<Named>,
}

/// One item in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BacklogRow {
    /// Identifier.
    pub id: WorkItemId,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: WorkKind,
    /// State.
    pub state: WorkState,
    /// Team.
    pub team: Option<Named>,
    /// Journey.
    pub journey: Option<Named>,
    /// Cost of delay per week.
    pub cost_of_delay: Figure,
    /// Weeks.
    pub duration: Figure,
    /// Cost of delay ÷ duration.
    pub cd3: Figure,
    /// Rank in its team's order.
    pub rank: Option<u32>,
    /// What it needs to become rankable.
    pub needs: Vec<String>,
    /// Gates.
    pub gates: Vec<Gate>,
    /// Last change in its tracker.
    pub updated: Option<UtcTime>,
}

/// One item, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WorkItemView {
    /// The record.
    pub item: WorkItem,
    /// The row of the list.
    pub row: BacklogRow,
    /// How its cost of delay comes about.
    pub cost_of_delay: Explanation,
    /// What it depends on.
    pub depends_on: Vec<Named>,
    /// What waits for it.
    pub needed_by: Vec<Named>,
    /// Earlier estimates of its cost of delay and duration, newest first.
    pub estimates: Vec<PastEstimate>,
}

/// An estimate as it was stated once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PastEstimate {
    /// Which quantity.
    pub quantity: String,
    /// The estimate.
    pub estimate: Estimate,
    /// Place in the log.
    #[ts(type = "number")]
    pub seq: u64,
}
