//! Words that several formats read in the same way.

use crate::text::node::Wrong;
use crate::text::shown;
use gemba_model::{AlertTier, Party, WorkKind, WorkState};

/// A party, by its name or a usual synonym.
pub(super) fn party(field: &str, text: &str) -> Result<Party, Wrong> {
    Party::parse(text)
        .ok_or_else(|| (field.to_owned(), format!("`{}` is no party; write ops, dev or product", shown(text))))
}

/// A kind of work.
pub(super) fn work_kind(field: &str, text: &str) -> Result<WorkKind, Wrong> {
    WorkKind::parse(text)
        .ok_or_else(|| (field.to_owned(), format!("`{}` is no kind of work; write feature, fix or debt", shown(text))))
}

/// A state of work, as trackers name it.
pub(super) fn work_state(field: &str, text: &str) -> Result<WorkState, Wrong> {
    state_named(text)
        .ok_or_else(|| (field.to_owned(), format!("`{}` is no state; write todo, doing, done or dropped", shown(text))))
}

/// A state of work, as trackers name it; `None` when the word is not known.
pub(super) fn state_named(text: &str) -> Option<WorkState> {
    match text.trim().to_lowercase().as_str() {
        "todo"
        | "to do"
        | "open"
        | "new"
        | "backlog"
        | "selected for development"
        | "reopened"
        | "ready"
        | "planned"
        | "triage"
        | "unstarted"
        | "to be done"
        | "refined"
        | "ready for development" => Some(WorkState::Todo),
        "doing" | "in progress" | "in review" | "review" | "in development" | "in testing" | "testing" | "started"
        | "blocked" | "code review" | "in test" | "waiting" => Some(WorkState::Doing),
        "done" | "closed" | "resolved" | "fixed" | "complete" | "completed" | "released" | "deployed" => {
            Some(WorkState::Done)
        }
        "dropped" | "won't do" | "won't fix" | "wont fix" | "wontfix" | "cancelled" | "canceled" | "rejected"
        | "duplicate" | "declined" | "abandoned" | "obsolete" | "cannot reproduce" | "not a bug" => {
            Some(WorkState::Dropped)
        }
        _ => None,
    }
}

/// How loudly an alert asks, by its severity label.
pub(super) fn tier(severity: &str) -> AlertTier {
    match severity.trim().to_ascii_lowercase().as_str() {
        "page" | "critical" | "crit" | "fatal" | "emergency" | "p1" | "sev1" => AlertTier::Page,
        "ticket" | "warning" | "warn" | "error" | "high" | "p2" | "p3" => AlertTier::Ticket,
        _ => AlertTier::Info,
    }
}
