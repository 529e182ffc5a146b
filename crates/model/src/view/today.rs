use super::Named;
use crate::{Figure, IncidentId, Party, Sentence, Tone, UtcTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Is production all right, who is on it, what has it cost so far, and what waits for my party?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TodayView {
    /// The answer in one sentence.
    pub verdict: Sentence,
    /// Its colour.
    pub tone: Tone,
    /// The instant that the view holds for.
    pub now: UtcTime,
    /// The incident that hurts most, while there is one.
    pub live: Option<LiveIncident>,
    /// Further incidents that are not resolved.
    pub other_live: u32,
    /// Journeys, the worst first.
    pub journeys: Vec<JourneyRow>,
    /// The way of the live incident, or of the last one, from the first page to the person who knows.
    pub chain: Option<HopChain>,
    /// Who is on call now.
    pub on_call: Vec<OnCallNow>,
    /// What waits for the party of the lens.
    pub waits: Vec<Waiting>,
    /// The party that `waits` is for.
    pub waits_for: Party,
    /// The period so far.
    pub period: PeriodSummary,
}

/// The headline numbers of the live incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LiveIncident {
    /// Identifier.
    pub id: IncidentId,
    /// Number on screen.
    pub number: u32,
    /// Title.
    pub title: String,
    /// When the harm began.
    pub began: UtcTime,
    /// What one interaction is called in the plural.
    pub interactions: String,
    /// Failed interactions above normal.
    pub failed: Figure,
    /// Cost so far.
    pub cost: Figure,
    /// Cost a minute, mean of the last five minutes.
    pub cost_per_minute: Figure,
    /// Error budget left.
    pub budget_left: Figure,
    /// Agreed consequence of a spent budget, empty when none.
    pub policy: String,
    /// Minutes from the first page until someone who knows was reached.
    pub reached: Figure,
    /// Hops so far.
    pub hops: Figure,
}

/// One journey and its main objective.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct JourneyRow {
    /// The journey.
    pub journey: Named,
    /// The services that carry it.
    pub services: Vec<Named>,
    /// Its main objective, where one is set.
    pub objective: Option<Named>,
    /// Failed and all interactions of the last 24 hours by quarter hour, oldest first, 96 entries.
    pub quarters: Vec<Quarter>,
    /// Ratio of good interactions over the last hour.
    pub now: Figure,
    /// Target ratio.
    pub target: Option<f64>,
    /// Error budget left in the objective's window.
    pub budget_left: Figure,
    /// What the budget will do.
    pub outlook: Outlook,
    /// Colour of the row.
    pub tone: Tone,
    /// Last minute with an event.
    pub last_signal: Option<UtcTime>,
}

/// Counts of a quarter of an hour. `total` 0 is "no events", shown as unknown, not as calm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Quarter {
    /// Failed interactions.
    #[ts(type = "number")]
    pub bad: u64,
    /// All interactions.
    #[ts(type = "number")]
    pub total: u64,
}

/// What an error budget will do if the burn of the last day goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outlook {
    /// Spent since then.
    Exhausted {
        /// The minute in which it was spent.
        since: UtcTime,
    },
    /// Will be spent between these instants.
    Exhausts {
        /// At the higher of the recent burns.
        earliest: UtcTime,
        /// At the lower of them.
        latest: Option<UtcTime>,
    },
    /// Will not be spent within the window.
    Lasts,
    /// Nothing can be said.
    NotMeasured {
        /// Why, and what would help.
        reason: String,
    },
}

/// The way of a problem from hand to hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HopChain {
    /// The incident.
    pub incident: IncidentId,
    /// Its number.
    pub number: u32,
    /// Whether it is not resolved yet.
    pub live: bool,
    /// Everyone who had it, in order.
    pub steps: Vec<HopStep>,
}

/// One who had it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HopStep {
    /// Their flag.
    pub party: Option<Party>,
    /// Name of the person or team.
    pub who: String,
    /// Since when.
    pub at: UtcTime,
    /// How it came to them: "paged", "asked", "took it".
    pub how: String,
    /// Minutes until it was handed on, or until now or the end.
    pub minutes: i64,
    /// Cost while they had it, where cost is known.
    pub cost: Option<f64>,
}

/// Who is on call now in one rotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OnCallNow {
    /// The rotation.
    pub rotation: Named,
    /// Its party.
    pub party: Party,
    /// Who; empty is a gap or out of hours.
    pub people: Vec<Named>,
    /// Until when.
    pub until: Option<UtcTime>,
    /// Whether somebody should be on call by the rule, and nobody is.
    pub gap: bool,
    /// Interruptions of this shift so far.
    pub interruptions: Option<u32>,
}

/// Something that waits for a party.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Waiting {
    /// What is to be done: "Sign", "Estimate", "Classify", "Acknowledge", "Judge".
    pub verb: String,
    /// What it is about.
    pub title: String,
    /// Why it waits.
    pub detail: String,
    /// Screen to open: `incidents`, `backlog`, `decisions`, `objectives`, `on_call`, `weigh`.
    pub screen: String,
    /// Identifier on that screen.
    pub id: String,
    /// Since when it waits.
    pub since: Option<UtcTime>,
}

/// The budget period so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PeriodSummary {
    /// Start of the period.
    pub from: UtcTime,
    /// End of the period, half-open.
    pub to: UtcTime,
    /// Cost of the incidents that began in it.
    pub incident_cost: Figure,
    /// Incidents that began in it.
    pub incidents: Figure,
    /// Median hops of those incidents.
    pub hops: Figure,
    /// Alerts in it.
    pub alerts: Figure,
    /// Responder hours in it.
    pub responder_hours: Figure,
}
