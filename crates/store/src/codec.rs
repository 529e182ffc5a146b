//! Entries as text. The stored text is what is hashed; nothing is ever written back in another form.

use gemba_model::{Actor, Body, Change, ChangeId, UtcTime};
use serde::Deserialize;
use std::borrow::Cow;

/// Why an entry's text is not a change.
#[derive(Debug, PartialEq, Eq)]
pub enum EntryError {
    /// A newer version wrote a kind of change that this one does not know.
    UnknownName(String),
    /// It is not the JSON of a change.
    Malformed(String),
}

impl std::fmt::Display for EntryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownName(name) => write!(f, "the change \"{name}\" is not known to this version"),
            Self::Malformed(reason) => write!(f, "it is not a change: {reason}"),
        }
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    id: ChangeId,
    author: Actor,
    at: UtcTime,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

/// Reads an entry. The text is walked twice, once for the envelope and once for the body: both walks stream, which is
/// several times as fast as serde's way through a buffered copy for flattened fields.
///
/// # Errors
/// When the text is not a change, or one that this version does not know.
pub fn parse(text: &str) -> Result<Change, EntryError> {
    let malformed = |error: serde_json::Error| EntryError::Malformed(error.to_string());
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(malformed)?;
    if !is_known(&envelope.name) {
        return Err(EntryError::UnknownName(envelope.name.into_owned()));
    }
    let body: Body = serde_json::from_str(text).map_err(malformed)?;
    Ok(Change { id: envelope.id, author: envelope.author, at: envelope.at, body })
}

/// The client's identifier of an entry, without reading the rest of it; `None` when there is none.
pub(crate) fn id_of(text: &str) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Only<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
    }
    serde_json::from_str::<Only<'_>>(text).ok().map(|only| only.id)
}

/// The text under which a change is stored.
///
/// # Errors
/// When the change holds what JSON cannot hold.
pub fn text(change: &Change) -> Result<String, EntryError> {
    serde_json::to_string(change).map_err(|error| EntryError::Malformed(error.to_string()))
}

/// Whether this version knows a change's name.
pub fn is_known(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The names of all changes that this version knows.
pub const NAMES: [&str; 26] = [
    "v1.settings_changed",
    "v1.person_recorded",
    "v1.team_recorded",
    "v1.service_recorded",
    "v1.journey_recorded",
    "v1.objective_recorded",
    "v1.failure_mode_recorded",
    "v1.work_item_recorded",
    "v1.rotation_recorded",
    "v1.knowledge_recorded",
    "v1.record_withdrawn",
    "v1.incident_opened",
    "v1.incident_observed",
    "v1.incident_acknowledged",
    "v1.incident_handed_over",
    "v1.incident_responder_added",
    "v1.incident_noted",
    "v1.incident_classified",
    "v1.incident_resolved",
    "v1.incident_reopened",
    "v1.work_item_estimated",
    "v1.work_item_moved",
    "v1.rotation_overridden",
    "v1.decision_recorded",
    "v1.decision_signed",
    "v1.decision_judged",
];

/// The name under which a change is stored.
pub fn name(body: &Body) -> &'static str {
    match body {
        Body::SettingsChanged(_) => "v1.settings_changed",
        Body::PersonRecorded(_) => "v1.person_recorded",
        Body::TeamRecorded(_) => "v1.team_recorded",
        Body::ServiceRecorded(_) => "v1.service_recorded",
        Body::JourneyRecorded(_) => "v1.journey_recorded",
        Body::ObjectiveRecorded(_) => "v1.objective_recorded",
        Body::FailureModeRecorded(_) => "v1.failure_mode_recorded",
        Body::WorkItemRecorded(_) => "v1.work_item_recorded",
        Body::RotationRecorded(_) => "v1.rotation_recorded",
        Body::KnowledgeRecorded(_) => "v1.knowledge_recorded",
        Body::RecordWithdrawn { .. } => "v1.record_withdrawn",
        Body::IncidentOpened(_) => "v1.incident_opened",
        Body::IncidentObserved { .. } => "v1.incident_observed",
        Body::IncidentAcknowledged { .. } => "v1.incident_acknowledged",
        Body::IncidentHandedOver { .. } => "v1.incident_handed_over",
        Body::IncidentResponderAdded { .. } => "v1.incident_responder_added",
        Body::IncidentNoted { .. } => "v1.incident_noted",
        Body::IncidentClassified { .. } => "v1.incident_classified",
        Body::IncidentResolved { .. } => "v1.incident_resolved",
        Body::IncidentReopened { .. } => "v1.incident_reopened",
        Body::WorkItemEstimated { .. } => "v1.work_item_estimated",
        Body::WorkItemMoved { .. } => "v1.work_item_moved",
        Body::RotationOverridden { .. } => "v1.rotation_overridden",
        Body::DecisionRecorded(_) => "v1.decision_recorded",
        Body::DecisionSigned { .. } => "v1.decision_signed",
        Body::DecisionJudged { .. } => "v1.decision_judged",
    }
}
