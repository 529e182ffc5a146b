use super::ActionState;
use crate::{Decision, Figure, LoggedChange, Party, Sentence};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The record, sign-offs, what came of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DecisionsView {
    /// What stands out, in one sentence.
    pub verdict: Sentence,
    /// Decisions, newest first.
    pub rows: Vec<DecisionRow>,
    /// Mean squared error of judged forecasts (Brier), with n in the explanation.
    pub brier: Figure,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DecisionRow {
    /// The record.
    pub decision: Decision,
    /// Parties whose agreement is missing.
    pub waits_for: Vec<Party>,
    /// What can be done now.
    pub actions: Vec<ActionState>,
    /// Entries of the log about it, oldest first: cannot be rewritten unnoticed.
    pub log: Vec<LoggedChange>,
}
