//! Identifiers: opaque text, unique per kind within one workspace.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A change of the log; made by the client, so that a retry is harmless.
    ChangeId,
    /// A person.
    PersonId,
    /// A team.
    TeamId,
    /// A service.
    ServiceId,
    /// A journey.
    JourneyId,
    /// A service level indicator: the key under which telemetry is kept.
    SliId,
    /// A service level objective.
    ObjectiveId,
    /// One alert: fingerprint and start, so that a repeated notification is the same alert.
    AlertId,
    /// An incident.
    IncidentId,
    /// A failure mode.
    FailureModeId,
    /// A work item.
    WorkItemId,
    /// A rotation.
    RotationId,
    /// A knowledge card.
    KnowledgeId,
    /// A decision.
    DecisionId,
}
