//! Incidents, their timeline, and the failure modes that they belong to.

use crate::{
    AlertId, Estimate, Extra, FailureModeId, IncidentId, JourneyId, Party, PersonId, ServiceId, SliId, Source, UtcTime,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where an incident stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IncidentState {
    /// Users are hurt and nobody has said that they are on it.
    Open,
    /// Somebody is on it.
    Acknowledged,
    /// The harm has ended.
    Resolved,
}

/// A span of harm to users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Incident {
    /// Identifier.
    pub id: IncidentId,
    /// Number on screen, dense within the workspace, given in log order.
    pub number: u32,
    /// What happens to users.
    pub title: String,
    /// Where it stands.
    pub state: IncidentState,
    /// When the harm began.
    pub began: UtcTime,
    /// When the harm ended.
    pub ended: Option<UtcTime>,
    /// Services involved, the suspected one first.
    pub services: Vec<ServiceId>,
    /// Journeys whose users are hurt.
    pub journeys: Vec<JourneyId>,
    /// The indicator by which the harm is measured.
    pub sli: Option<SliId>,
    /// The alerts that belong to it.
    pub alerts: Vec<AlertId>,
    /// The recurring class it belongs to.
    pub failure_mode: Option<FailureModeId>,
    /// Cost assumptions as they were when the incident was opened: later changes never rewrite its cost.
    pub assumptions: CostAssumptions,
    /// What happened, oldest first, in order of time and then of the log.
    pub timeline: Vec<TimelineEntry>,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}

/// Assumptions that turn harm into cost; frozen with the incident.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct CostAssumptions {
    /// Value of one interaction, in the workspace's unit of cost.
    pub value_per_interaction: Option<Estimate>,
    /// Cost of one responder hour, in the workspace's unit of cost.
    pub responder_hour_cost: Option<Estimate>,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    /// Harm was detected or an alert fired.
    Detected,
    /// Somebody was paged.
    Paged,
    /// Somebody said that they are on it.
    Acknowledged,
    /// The problem was handed to another person or team: one hop.
    HandedOver,
    /// Somebody joined without taking over.
    ResponderAdded,
    /// Somebody left.
    ResponderLeft,
    /// An action was taken on the system.
    Action,
    /// A note.
    Note,
    /// The failure mode was named.
    Classified,
    /// The harm ended.
    Resolved,
    /// It came back.
    Reopened,
}

/// One line of an incident's timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TimelineEntry {
    /// When it happened.
    pub at: UtcTime,
    /// What kind of thing.
    pub kind: TimelineKind,
    /// The person it concerns: who was paged, who took over, who wrote.
    pub person: Option<PersonId>,
    /// The name as the source gave it; a team's name when no person is known.
    pub who: String,
    /// The flag of that person or team.
    pub party: Option<Party>,
    /// What is said.
    pub text: String,
}

/// The recurring class that incidents belong to; the thing that a fix removes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FailureMode {
    /// Identifier.
    pub id: FailureModeId,
    /// Name on screen: "Card terminal times out".
    pub name: String,
    /// The service in which it starts.
    pub service: Option<ServiceId>,
    /// The journey that it hurts most.
    pub journey: Option<JourneyId>,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}
