use super::{Named, Outlook};
use crate::{Alert, Chart, Explanation, Figure, Objective, Sentence, Tone, UtcTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// SLIs, SLOs, budgets, burn, forecasts of exhaustion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ObjectivesView {
    /// What stands out, in one sentence.
    pub verdict: Sentence,
    /// Its colour.
    pub tone: Tone,
    /// Objectives, the least budget left first, the not measured last.
    pub rows: Vec<ObjectiveRow>,
    /// Rows that match in all.
    pub total: u32,
    /// Index of the first row of the page.
    pub offset: u32,
    /// How many are measured.
    pub measured: u32,
}

/// One objective in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ObjectiveRow {
    /// The objective.
    pub objective: Named,
    /// Its journey.
    pub journey: Option<Named>,
    /// Its service.
    pub service: Option<Named>,
    /// The indicator's name.
    pub sli: String,
    /// Ratio of good over the last hour.
    pub now: Figure,
    /// Target ratio.
    pub target: f64,
    /// Ratio of good over the window.
    pub window_ratio: Figure,
    /// The window in words, such as "rolling 30 d" or "4 weeks from 9 Nov".
    pub window: String,
    /// Error budget left in the window.
    pub budget_left: Figure,
    /// The same as bad events that may still happen; negative when overspent.
    pub budget_left_events: Option<f64>,
    /// Burn rates of the four long windows `1h`, `6h`, `1d`, `3d` with their thresholds.
    pub burns: Vec<BurnCell>,
    /// What the budget will do.
    pub outlook: Outlook,
    /// Whether history is shorter than the window, or traffic too low.
    pub insufficient: Option<String>,
    /// Alerts that fire now.
    pub firing: u32,
    /// Colour.
    pub tone: Tone,
    /// Last minute with an event.
    pub last_signal: Option<UtcTime>,
}

/// One burn rate beside the threshold at which it alerts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BurnCell {
    /// Window such as `1h`.
    pub window: String,
    /// Burn rate; `None` without events.
    pub burn: Option<f64>,
    /// Threshold.
    pub threshold: f64,
    /// Burn of the last twelve windows' ends, oldest first, for a spark line.
    pub spark: Vec<Option<f64>>,
    /// Whether the alert of this pair fires.
    pub firing: bool,
}

/// One objective, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ObjectiveView {
    /// The record.
    pub objective: Objective,
    /// The row of the list.
    pub row: ObjectiveRow,
    /// Burn-down of the error budget over the window, with incidents marked.
    pub chart: Option<Chart>,
    /// How the budget comes about.
    pub budget: Explanation,
    /// What spent the budget: incidents and the rest, the largest first.
    pub spent_by: Vec<SpentBy>,
    /// Its burn-rate alerts, newest first, at most 50.
    pub alerts: Vec<Alert>,
    /// Budgets of the last three windows.
    pub past: Vec<PastPeriod>,
}

/// Who spent the budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SpentBy {
    /// Incident identifier; empty for everything that belongs to no incident.
    pub incident: String,
    /// What it is.
    pub label: String,
    /// Share of the budget.
    pub share: f64,
    /// Bad events.
    #[ts(type = "number")]
    pub bad: u64,
}

/// A former window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PastPeriod {
    /// Start.
    pub from: UtcTime,
    /// End, half-open.
    pub to: UtcTime,
    /// Budget left at its end; `None` without data.
    pub budget_left: Option<f64>,
}
