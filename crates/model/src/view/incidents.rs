use super::{ActionState, HopStep, JourneyRow, Named};
use crate::{
    Alert, Chart, Figure, IncidentId, IncidentState, Party, Sentence, TimelineEntry, Tone, UtcTime, WorkItemId,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What happened, how many hops, what it cost users, what recurs?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentsView {
    /// The answer in one sentence.
    pub verdict: Sentence,
    /// Its colour.
    pub tone: Tone,
    /// Rows of the asked page.
    pub rows: Vec<IncidentRow>,
    /// Rows that match in all.
    pub total: u32,
    /// Index of the first row of the page.
    pub offset: u32,
    /// Failure modes with their recurrence, the dearest first.
    pub failure_modes: Vec<FailureModeRow>,
    /// Distribution of hops with n: index = hops, value = incidents.
    pub hops: Vec<u32>,
}

/// One incident in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentRow {
    /// Identifier.
    pub id: IncidentId,
    /// Number.
    pub number: u32,
    /// Title.
    pub title: String,
    /// State.
    pub state: IncidentState,
    /// Start of the harm.
    pub began: UtcTime,
    /// End of the harm.
    pub ended: Option<UtcTime>,
    /// Journeys.
    pub journeys: Vec<Named>,
    /// Failure mode.
    pub failure_mode: Option<Named>,
    /// Minutes of harm so far.
    pub minutes: i64,
    /// Hops, where a timeline is known.
    pub hops: Option<u32>,
    /// Minutes until someone who knows was reached.
    pub reached_minutes: Option<i64>,
    /// Failed interactions above normal.
    pub failed: Figure,
    /// Cost.
    pub cost: Figure,
}

/// One failure mode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FailureModeRow {
    /// The failure mode.
    pub failure_mode: Named,
    /// Occurrences within the evidence weeks.
    pub occurrences: u32,
    /// The evidence weeks.
    pub weeks: u32,
    /// Occurrences a week with its 95 % range.
    pub rate: Figure,
    /// Mean cost of one occurrence.
    pub cost_per_occurrence: Figure,
    /// Expected cost a week.
    pub cost_per_week: Figure,
    /// Open item that would remove it.
    pub fix: Option<WorkItemId>,
    /// When it happened last.
    pub last: Option<UtcTime>,
}

/// One incident, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentView {
    /// What happens, in one sentence.
    pub verdict: Sentence,
    /// Its colour.
    pub tone: Tone,
    /// The row of the list.
    pub row: IncidentRow,
    /// The headline numbers.
    pub figures: Vec<LabelledFigure>,
    /// Failed interactions a minute with the normal band and who had it.
    pub chart: Option<Chart>,
    /// Everyone who had it, in order.
    pub chain: Vec<HopStep>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Responders with their hours so far.
    pub responders: Vec<Responder>,
    /// Incidents of the same failure mode, newest first, this one among them.
    pub same_failure_mode: Vec<IncidentRow>,
    /// Alerts.
    pub alerts: Vec<Alert>,
    /// The hurt journeys.
    pub journeys: Vec<JourneyRow>,
    /// What is known about the services, with holders.
    pub knowledge: Vec<KnowledgeLine>,
    /// The item that would remove the failure mode, with its rank in its team's order.
    pub fix: Option<FixLine>,
    /// What can be done now.
    pub actions: Vec<ActionState>,
}

/// A number with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LabelledFigure {
    /// The words below the number.
    pub label: String,
    /// The number.
    pub figure: Figure,
}

/// One who works on an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Responder {
    /// Name of the person or team.
    pub who: String,
    /// Their flag.
    pub party: Option<Party>,
    /// Since when.
    pub since: UtcTime,
    /// Until when.
    pub until: Option<UtcTime>,
    /// Hours so far.
    pub hours: f64,
}

/// One knowledge card in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct KnowledgeLine {
    /// Topic.
    pub topic: String,
    /// Service.
    pub service: Named,
    /// What is known.
    pub text: String,
    /// Holders per party, in the order of `Party::ALL`.
    pub holders: [u32; 3],
    /// When it was last exercised.
    pub exercised: Option<UtcTime>,
}

/// The item that would remove a failure mode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FixLine {
    /// Identifier.
    pub id: WorkItemId,
    /// Title.
    pub title: String,
    /// Rank in its team's order; `None` when not rankable.
    pub rank: Option<u32>,
    /// What it needs to become rankable.
    pub needs: Vec<String>,
}
