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

/// The identifier that a name becomes: lower case, every run of characters that are neither letters nor digits one `-`.
/// Names that hold no letter and no digit become `unnamed`.
///
/// ```
/// assert_eq!(gemba_model::slug("Click & collect"), "click-collect");
/// ```
pub fn slug(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            text.extend(letter.to_lowercase());
        } else if !text.is_empty() && !text.ends_with('-') {
            text.push('-');
        }
    }
    let kept = text.trim_end_matches('-').len();
    text.truncate(kept);
    if text.is_empty() { "unnamed".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_name_becomes_one_identifier_whatever_its_punctuation() {
        assert_eq!(slug("Card terminal times out"), "card-terminal-times-out");
        assert_eq!(slug("  Click & collect! "), "click-collect");
        assert_eq!(slug("Café  Zürich"), "café-zürich");
        assert_eq!(slug("…"), "unnamed");
    }
}
