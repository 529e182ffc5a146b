//! Decisions: what a review concluded, with the numbers that were on the screen.

use crate::{DecisionId, Extra, Party, PersonId, TeamId, UtcTime, WorkItemId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A party's agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SignOff {
    /// The party that agrees.
    pub party: Party,
    /// Who signed for it.
    pub person: PersonId,
    /// The signer's name at that time.
    pub name: String,
    /// When.
    pub at: UtcTime,
}

/// One item of the order as it stood when the decision was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DecidedItem {
    /// The item.
    pub item: WorkItemId,
    /// Its title at that time.
    pub title: String,
    /// Cost of delay per week at that time, in the workspace's unit of cost.
    pub cost_of_delay_per_week: Option<f64>,
    /// Weeks at that time.
    pub duration_weeks: Option<f64>,
}

/// What a review concluded. Complete when all three parties have signed, each by another person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Decision {
    /// Identifier.
    pub id: DecisionId,
    /// Number on screen, dense, given in log order.
    pub number: u32,
    /// One line: what is decided.
    pub title: String,
    /// The team whose order is decided.
    pub team: Option<TeamId>,
    /// What comes first.
    pub chosen: DecidedItem,
    /// What waits for it, in the order shown.
    pub over: Vec<DecidedItem>,
    /// Price of the other order, in the workspace's unit of cost, as it was on the screen.
    pub cost_of_other_order: Option<f64>,
    /// Probability that the chosen order is right, 0 to 1, as it was on the screen.
    pub probability: Option<f64>,
    /// Why, in the deciders' words.
    pub reason: String,
    /// What is expected to be true on the revisit date, and how likely: judged later.
    pub forecast: Option<Forecast>,
    /// When to look again.
    pub revisit: Option<UtcTime>,
    /// When it was decided.
    pub at: UtcTime,
    /// Who wrote it down.
    pub by: String,
    /// Agreements so far.
    pub signs: Vec<SignOff>,
    /// Decision that replaces this one.
    pub superseded_by: Option<DecisionId>,
    /// Fields that this version does not know.
    #[serde(default)]
    pub extra: Extra,
}

/// A statement that will turn out true or false.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Forecast {
    /// The statement.
    pub statement: String,
    /// Stated probability, 0 to 1.
    pub probability: f64,
    /// What came of it; `None` until judged.
    pub outcome: Option<bool>,
}

impl Decision {
    /// The parties whose agreement is still missing, in the order of [`Party::ALL`].
    pub fn waits_for(&self) -> Vec<Party> {
        Party::ALL.into_iter().filter(|party| self.signs.iter().all(|sign| sign.party != *party)).collect()
    }
}
