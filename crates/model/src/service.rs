//! Services and the journeys that they carry.

use crate::{Estimate, Extra, JourneyId, ServiceId, Source, TeamId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A running part of the product, ours or a third party's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Service {
    /// Identifier: the catalogue's name, also `service.name` in logs.
    pub id: ServiceId,
    /// Name on screen.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Teams declared as owners or operators.
    pub teams: Vec<TeamId>,
    /// Services that it calls.
    pub depends_on: Vec<ServiceId>,
    /// Whether it belongs to somebody outside.
    pub third_party: bool,
    /// `experimental`, `production`, `deprecated`, or what the catalogue says.
    pub lifecycle: String,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}

/// What a user comes to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Journey {
    /// Identifier.
    pub id: JourneyId,
    /// Name on screen, a verb phrase: "Pay at the till".
    pub name: String,
    /// What one interaction is called in the plural: "payments".
    pub interactions: String,
    /// What fails for users, as the end of "Customers can't …": "pay at the till". Absent: the name in lower case.
    pub harm: Option<String>,
    /// Value of one interaction, in the workspace's unit of cost. Absent: unknown, never zero.
    pub value_per_interaction: Option<Estimate>,
    /// The services that carry it, the entry first.
    pub services: Vec<ServiceId>,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}
