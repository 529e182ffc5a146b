//! What a format can find in a file.

use gemba_model::{
    Alert, CostUnit, Estimate, FailureMode, Journey, KnowledgeCard, Objective, Override, Party, Person, PersonId,
    Rotation, RotationId, Service, ServiceId, Team, TimelineKind, UtcTime, WorkItem,
};

/// One fact out of a file. Facts hold no time of reading: the same file read twice yields equal facts.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A person.
    Person(Person),
    /// A team.
    Team(Team),
    /// A service.
    Service(Service),
    /// A journey.
    Journey(Journey),
    /// An objective with its indicator.
    Objective(Box<Objective>),
    /// A failure mode.
    FailureMode(FailureMode),
    /// A work item.
    WorkItem(Box<WorkItem>),
    /// A rotation, whole, with the overrides that stand beside it in the file.
    Rotation(Box<Rotation>),
    /// An override of a rotation that is not in this file.
    Override {
        /// The rotation.
        rotation: RotationId,
        /// The span.
        span: Override,
    },
    /// A knowledge card.
    Knowledge(KnowledgeCard),
    /// An alert.
    Alert(Box<Alert>),
    /// Something that happened in an incident, as an incident tool tells it.
    IncidentEvent(IncidentEvent),
    /// What a file says about the workspace's settings.
    Settings(SettingsHint),
}

/// Something that happened in an incident, as an incident tool tells it. Several entries with the same [`key`] belong to
/// one incident; entries come in order of time within one file.
///
/// [`key`]: IncidentEvent::key
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentEvent {
    /// The incident's identifier in its tool.
    pub key: String,
    /// The event's own identifier; the same event told twice has the same.
    pub event: String,
    /// The incident's number in its tool.
    pub number: Option<u64>,
    /// When it happened.
    pub at: UtcTime,
    /// What kind of thing happened.
    pub kind: TimelineKind,
    /// Title of the incident; empty when the event names none.
    pub title: String,
    /// The service that it names.
    pub service: Option<ServiceId>,
    /// The person or team it concerns, by name: who was paged, who took over, who wrote. Empty when unknown.
    pub who: String,
    /// The same as an identifier (slug of the name), when the tool says that it is a person and not a team.
    pub person: Option<PersonId>,
    /// Their flag, where the event states it.
    pub party: Option<Party>,
    /// The failure mode that the event names, by name.
    pub failure_mode: Option<String>,
    /// What is said.
    pub text: String,
}

/// What a file says about the workspace's settings. Absent fields stay as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingsHint {
    /// Name of the product or organisation.
    pub name: Option<String>,
    /// Whether this is the sample.
    pub sample: Option<bool>,
    /// The unit of cost.
    pub cost_unit: Option<CostUnit>,
    /// IANA zone of the workspace.
    pub zone: Option<String>,
    /// Cost of one responder hour, in the unit of cost, with its source.
    pub responder_hour_cost: Option<Estimate>,
    /// Weeks over which recurrence is counted, 1 to 260.
    pub evidence_weeks: Option<u32>,
    /// Weeks that a plan covers, 1 to 104.
    pub plan_weeks: Option<u32>,
}
