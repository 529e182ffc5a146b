//! Parties, people and teams.

use crate::{Extra, PersonId, Source, TeamId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The flag a person works under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Those who man production.
    Ops,
    /// Those who build.
    Dev,
    /// Those who decide what is built.
    Product,
}

impl Party {
    /// All three, in the order in which they are always shown.
    pub const ALL: [Party; 3] = [Party::Ops, Party::Dev, Party::Product];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Party::Ops => "Ops",
            Party::Dev => "Dev",
            Party::Product => "Product",
        }
    }

    /// Reads a party from text as people write it: the name in any case, and the usual synonyms.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "ops" | "operations" | "sre" => Some(Party::Ops),
            "dev" | "development" | "developer" | "engineering" => Some(Party::Dev),
            "product" | "po" | "pm" => Some(Party::Product),
            _ => None,
        }
    }
}

/// A person. Has one primary party.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Person {
    /// Identifier, usually the login name.
    pub id: PersonId,
    /// Name on screen.
    pub name: String,
    /// Primary party.
    pub party: Party,
    /// Team, where known.
    pub team: Option<TeamId>,
    /// Address, where known. Never shown in reports.
    pub email: Option<String>,
    /// IANA zone in which the person lives, such as `Europe/London`; the workspace's zone when absent.
    pub zone: Option<String>,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}

/// A team. A team belongs to one party.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Team {
    /// Identifier.
    pub id: TeamId,
    /// Name on screen.
    pub name: String,
    /// The party, where known.
    pub party: Option<Party>,
    /// Where this was read.
    pub source: Source,
    /// Fields of the source that Gemba does not know, kept as they were.
    #[serde(default)]
    pub extra: Extra,
}

/// Who does something: every change is written under a name and a flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Actor {
    /// Name or person identifier.
    pub name: String,
    /// The flag under which it was done. `None` is a viewer or a machine: neither may sign.
    pub party: Option<Party>,
}

impl Actor {
    /// Gemba itself: detection, import, projection.
    pub fn machine() -> Self {
        Self { name: "gemba".into(), party: None }
    }
}
