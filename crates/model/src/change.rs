//! The log: who did what, when, under which flag.
//!
//! Names are past tense and versioned. The meaning of a version never changes: a new meaning is a new name beside the
//! old one. A name that this version does not know stops the reader; unknown *fields* are kept where a record has
//! `extra`. What is deliberately absent: deletion. A record is withdrawn, and the log still says that it was there.

use crate::*;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What happened. The text after `rename` is the name on disk for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "name", content = "data")]
pub enum Body {
    /// The workspace's settings were made or changed, whole.
    #[serde(rename = "v1.settings_changed")]
    SettingsChanged(Settings),
    /// A person was recorded, whole; the last in log order wins.
    #[serde(rename = "v1.person_recorded")]
    PersonRecorded(Person),
    /// A team was recorded, whole.
    #[serde(rename = "v1.team_recorded")]
    TeamRecorded(Team),
    /// A service was recorded, whole.
    #[serde(rename = "v1.service_recorded")]
    ServiceRecorded(Service),
    /// A journey was recorded, whole.
    #[serde(rename = "v1.journey_recorded")]
    JourneyRecorded(Journey),
    /// An objective was recorded, whole.
    #[serde(rename = "v1.objective_recorded")]
    ObjectiveRecorded(Objective),
    /// A failure mode was recorded, whole.
    #[serde(rename = "v1.failure_mode_recorded")]
    FailureModeRecorded(FailureMode),
    /// A work item was recorded, whole.
    #[serde(rename = "v1.work_item_recorded")]
    WorkItemRecorded(Box<WorkItem>),
    /// A rotation was recorded, whole.
    #[serde(rename = "v1.rotation_recorded")]
    RotationRecorded(Rotation),
    /// A knowledge card was recorded, whole.
    #[serde(rename = "v1.knowledge_recorded")]
    KnowledgeRecorded(KnowledgeCard),
    /// A record left the projections. Refused for incidents, decisions and settings, and when there is no such record.
    #[serde(rename = "v1.record_withdrawn")]
    RecordWithdrawn {
        /// Its kind.
        kind: RecordKind,
        /// Its identifier.
        id: String,
    },
    /// An incident was opened. `number` of the record given here is ignored: the log gives the next one. Opening an
    /// identifier that exists is refused, and so is an incident that ends before it begins.
    #[serde(rename = "v1.incident_opened")]
    IncidentOpened(Box<Incident>),
    /// Observations joined an incident: alerts, timeline entries, a later end. What is there already is not
    /// repeated. The state stays. Refused when `ended` lies before the beginning.
    #[serde(rename = "v1.incident_observed")]
    IncidentObserved {
        /// The incident.
        incident: IncidentId,
        /// Alerts that belong to it.
        alerts: Vec<AlertId>,
        /// What happened. An entry equal to one that is there is left out.
        entries: Vec<TimelineEntry>,
        /// When the harm ended, as far as measurement says; `None` leaves it as it is.
        ended: Option<UtcTime>,
    },
    /// Somebody said that they are on it. Twice is harmless; refused once resolved.
    #[serde(rename = "v1.incident_acknowledged")]
    IncidentAcknowledged {
        /// The incident.
        incident: IncidentId,
    },
    /// The problem was handed on: one hop. Refused once resolved.
    #[serde(rename = "v1.incident_handed_over")]
    IncidentHandedOver {
        /// The incident.
        incident: IncidentId,
        /// To whom, where a person is known.
        to: Option<PersonId>,
        /// Name of the person or team.
        to_name: String,
        /// Their flag.
        party: Option<Party>,
        /// Why.
        note: String,
    },
    /// Somebody joined without taking over. Refused once resolved.
    #[serde(rename = "v1.incident_responder_added")]
    IncidentResponderAdded {
        /// The incident.
        incident: IncidentId,
        /// Who, where a person is known.
        person: Option<PersonId>,
        /// Name of the person or team.
        who: String,
        /// Their flag.
        party: Option<Party>,
    },
    /// A note or an action was written down.
    #[serde(rename = "v1.incident_noted")]
    IncidentNoted {
        /// The incident.
        incident: IncidentId,
        /// Whether something was done to the system.
        action: bool,
        /// What is said.
        text: String,
    },
    /// The failure mode was named, or taken back.
    #[serde(rename = "v1.incident_classified")]
    IncidentClassified {
        /// The incident.
        incident: IncidentId,
        /// The failure mode; must exist.
        failure_mode: Option<FailureModeId>,
    },
    /// The harm ended. Refused when resolved already, or when `ended` lies before the beginning.
    #[serde(rename = "v1.incident_resolved")]
    IncidentResolved {
        /// The incident.
        incident: IncidentId,
        /// When the harm ended.
        ended: UtcTime,
    },
    /// It came back. Refused unless resolved.
    #[serde(rename = "v1.incident_reopened")]
    IncidentReopened {
        /// The incident.
        incident: IncidentId,
    },
    /// An item's numbers were stated anew. `None` leaves a field as it is.
    #[serde(rename = "v1.work_item_estimated")]
    WorkItemEstimated {
        /// The item.
        item: WorkItemId,
        /// Cost of delay per week.
        cost_of_delay: Option<Estimate>,
        /// Weeks.
        duration_weeks: Option<Estimate>,
        /// Share removed, 0 to 1.
        share_removed: Option<Estimate>,
    },
    /// An item moved to another state.
    #[serde(rename = "v1.work_item_moved")]
    WorkItemMoved {
        /// The item.
        item: WorkItemId,
        /// Where it stands now.
        state: WorkState,
    },
    /// Somebody takes a span of a rotation, or leaves it empty. Refused when the span ends before or when it begins.
    #[serde(rename = "v1.rotation_overridden")]
    RotationOverridden {
        /// The rotation.
        rotation: RotationId,
        /// The span.
        over: Override,
    },
    /// A decision was written down. `number` of the record given here is ignored. Its signs must be empty. Recording an
    /// identifier that exists is refused.
    #[serde(rename = "v1.decision_recorded")]
    DecisionRecorded(Box<Decision>),
    /// A party agreed. Refused when that party has signed already, when the person has signed for another party, and when
    /// the change's author does not work under that party's flag.
    #[serde(rename = "v1.decision_signed")]
    DecisionSigned {
        /// The decision.
        decision: DecisionId,
        /// The agreement.
        sign: SignOff,
    },
    /// It turned out. Refused without a forecast, or when judged already.
    #[serde(rename = "v1.decision_judged")]
    DecisionJudged {
        /// The decision.
        decision: DecisionId,
        /// Whether the statement was true.
        outcome: bool,
    },
}

/// One entry before it has its place in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Change {
    /// Made by the client: the idempotency key.
    pub id: ChangeId,
    /// Who, under which flag.
    pub author: Actor,
    /// When, by the author's clock. No order rests on it.
    pub at: UtcTime,
    /// What.
    #[serde(flatten)]
    pub body: Body,
}

/// One entry in its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LoggedChange {
    /// Dense number within the epoch, from 1.
    pub seq: u64,
    /// SHA-256 in lower-case hexadecimal over the hash before and the entry's bytes.
    pub hash: String,
    /// The entry.
    #[serde(flatten)]
    pub change: Change,
}
