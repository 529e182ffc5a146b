//! What each screen shows. Views carry numbers and facts; words that need a language or a format belong to the door.

mod backlog;
mod decisions;
mod incidents;
mod objectives;
mod oncall;
mod services;
mod today;
mod weigh;
mod workspace;

pub use backlog::*;
pub use decisions::*;
pub use incidents::*;
pub use objectives::*;
pub use oncall::*;
pub use services::*;
pub use today::*;
pub use weigh::*;
pub use workspace::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An identifier with the name that a person reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Named {
    /// Identifier.
    pub id: String,
    /// Name on screen.
    pub name: String,
}

impl Named {
    /// Pairs an identifier with a name.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}

/// Low, mid and high as plain numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Spread {
    /// Lower end.
    pub low: f64,
    /// Middle: what is ranked by.
    pub mid: f64,
    /// Upper end.
    pub high: f64,
}

/// An action that a person could take now, or why not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ActionState {
    /// Use case to call.
    pub action: String,
    /// `None`: it can be done. Otherwise the reason why not.
    pub refused: Option<String>,
}
