//! Records: the current state of a shared thing, folded from the log.

use crate::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use ts_rs::TS;

/// The kinds of record that the log projects to. The text is the key in the workspace file and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// [`Settings`]
    Settings,
    /// [`Person`]
    Person,
    /// [`Team`]
    Team,
    /// [`Service`]
    Service,
    /// [`Journey`]
    Journey,
    /// [`Objective`]
    Objective,
    /// [`FailureMode`]
    FailureMode,
    /// [`Incident`]
    Incident,
    /// [`WorkItem`]
    WorkItem,
    /// [`Rotation`]
    Rotation,
    /// [`KnowledgeCard`]
    Knowledge,
    /// [`Decision`]
    Decision,
}

impl RecordKind {
    /// Every kind, in the order in which they are stored and exported.
    pub const ALL: [RecordKind; 12] = [
        RecordKind::Settings,
        RecordKind::Person,
        RecordKind::Team,
        RecordKind::Service,
        RecordKind::Journey,
        RecordKind::Objective,
        RecordKind::FailureMode,
        RecordKind::Incident,
        RecordKind::WorkItem,
        RecordKind::Rotation,
        RecordKind::Knowledge,
        RecordKind::Decision,
    ];

    /// The key in the workspace file.
    pub fn key(self) -> &'static str {
        match self {
            RecordKind::Settings => "settings",
            RecordKind::Person => "person",
            RecordKind::Team => "team",
            RecordKind::Service => "service",
            RecordKind::Journey => "journey",
            RecordKind::Objective => "objective",
            RecordKind::FailureMode => "failure_mode",
            RecordKind::Incident => "incident",
            RecordKind::WorkItem => "work_item",
            RecordKind::Rotation => "rotation",
            RecordKind::Knowledge => "knowledge",
            RecordKind::Decision => "decision",
        }
    }
}

/// A record of one kind.
pub trait Record: Serialize + DeserializeOwned + Clone + PartialEq + std::fmt::Debug {
    /// Which kind it is.
    const KIND: RecordKind;
    /// Its identifier within the kind.
    fn record_id(&self) -> &str;
}

macro_rules! records {
    ($($type:ty => $kind:ident . $id:ident),+ $(,)?) => {$(
        impl Record for $type {
            const KIND: RecordKind = RecordKind::$kind;
            fn record_id(&self) -> &str {
                self.$id.as_str()
            }
        }
    )+};
}

records! {
    Settings => Settings.id,
    Person => Person.id,
    Team => Team.id,
    Service => Service.id,
    Journey => Journey.id,
    Objective => Objective.id,
    FailureMode => FailureMode.id,
    Incident => Incident.id,
    WorkItem => WorkItem.id,
    Rotation => Rotation.id,
    KnowledgeCard => Knowledge.id,
    Decision => Decision.id,
}

/// What the whole workspace agrees on. There is one, with the identifier `workspace`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Settings {
    /// Always `workspace`.
    pub id: String,
    /// Name of the product or organisation.
    pub name: String,
    /// Whether this is the sample: the window says so.
    pub sample: bool,
    /// The sample's story happens at this instant: its clock stands there, so that the incident stays live. `None` for
    /// real workspaces, whose clock is the host's.
    #[serde(default)]
    pub sample_now: Option<UtcTime>,
    /// The unit of cost.
    pub cost_unit: CostUnit,
    /// IANA zone of calendar periods and of the text on screen, such as `Europe/London`.
    pub zone: String,
    /// Cost of one responder hour, in the unit of cost, with its source. Absent: unknown, and said so.
    pub responder_hour_cost: Option<Estimate>,
    /// Weeks over which recurrence is counted and the order is planned.
    pub evidence_weeks: u32,
    /// Weeks that a plan covers.
    pub plan_weeks: u32,
    /// Fields that this version does not know.
    #[serde(default)]
    pub extra: Extra,
}

impl Settings {
    /// The identifier of the only settings record.
    pub const ID: &'static str = "workspace";

    /// What a new workspace starts with: no cost of a responder hour, since nobody has stated one.
    pub fn new(name: &str, cost_unit: CostUnit, zone: &str) -> Self {
        Self {
            id: Self::ID.into(),
            name: name.into(),
            sample: false,
            sample_now: None,
            cost_unit,
            zone: zone.into(),
            responder_hour_cost: None,
            evidence_weeks: 26,
            plan_weeks: 13,
            extra: Extra::default(),
        }
    }
}
