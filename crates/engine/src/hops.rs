//! The way of a problem from hand to hand.
//!
//! A *hop* is one more distinct person or team that was handed the problem after the first page, until the one whose
//! action changed its state. That one is whoever took the last action on the system before the problem was resolved; where
//! no action is recorded, whoever had the problem at its resolution; and while it is live, whoever has it now. People who
//! merely joined do not have the problem, unless theirs was that action. Handing back to somebody who already had it is
//! no further hop.

use gemba_model::view::HopStep;
use gemba_model::{Party, PersonId, TimelineEntry, TimelineKind, UtcTime};

/// The chain of those who had a problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Hops {
    /// Everyone who had it, in order, with the minutes each had it.
    pub chain: Vec<HopStep>,
    /// Hops; `None` when nobody was ever paged or took it.
    pub hops: Option<u32>,
    /// Minutes from the first page until the one counted to as the last hop was reached; `None` when nobody was paged.
    pub reached_minutes: Option<i64>,
    /// Whether that one is known to be right: an action or a resolution is recorded. False while it is live and open.
    pub settled: bool,
}

struct Step {
    person: Option<PersonId>,
    who: String,
    party: Option<Party>,
    at: UtcTime,
    how: &'static str,
}

impl Step {
    fn of(entry: &TimelineEntry, how: &'static str) -> Self {
        Self { person: entry.person.clone(), who: entry.who.clone(), party: entry.party, at: entry.at, how }
    }

    fn is(&self, entry: &TimelineEntry) -> bool {
        match (&self.person, &entry.person) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => !self.who.is_empty() && self.who == entry.who,
        }
    }

    fn same(&self, other: &Step) -> bool {
        match (&self.person, &other.person) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => !self.who.is_empty() && self.who == other.who,
        }
    }
}

/// Follows a problem through a timeline up to `now`. Entries in any order; entries after `now` are not known yet.
pub fn follow(timeline: &[TimelineEntry], now: UtcTime) -> Hops {
    let mut entries: Vec<&TimelineEntry> = timeline.iter().filter(|entry| entry.at <= now).collect();
    entries.sort_by_key(|entry| entry.at);
    let mut steps: Vec<Step> = Vec::new();
    let mut actor: Option<Step> = None;
    let mut ended: Option<UtcTime> = None;
    for entry in entries {
        let how = match entry.kind {
            TimelineKind::Paged => Some("paged"),
            TimelineKind::HandedOver => Some("asked"),
            TimelineKind::Acknowledged => Some("took it"),
            _ => None,
        };
        match entry.kind {
            TimelineKind::Paged | TimelineKind::HandedOver | TimelineKind::Acknowledged => {
                take(&mut steps, entry, how.unwrap_or("asked"));
            }
            TimelineKind::Action if ended.is_none() && !steps.is_empty() => actor = Some(Step::of(entry, "acted")),
            TimelineKind::Resolved => ended = ended.or(Some(entry.at)),
            TimelineKind::Reopened => ended = None,
            _ => {}
        }
    }
    let named = |step: &Step| step.person.is_some() || !step.who.is_empty();
    if let Some(actor) = actor.filter(named) {
        // Up to the one whose action it was; what was handed on afterwards is no longer a way to the one who knows.
        if let Some(place) = steps.iter().position(|step| step.same(&actor)) {
            return summary(&steps, place, true, ended, now);
        }
        // Somebody who had joined: the problem came to them when they acted.
        let place = steps.partition_point(|step| step.at <= actor.at);
        steps.insert(place, actor);
        return summary(&steps, place, true, ended, now);
    }
    summary(&steps, steps.len().saturating_sub(1), ended.is_some(), ended, now)
}

fn take(steps: &mut Vec<Step>, entry: &TimelineEntry, how: &'static str) {
    if entry.person.is_none() && entry.who.is_empty() {
        return;
    }
    if let Some(last) = steps.last_mut() {
        if last.is(entry) {
            return;
        }
        // Somebody of the team that was asked takes it: the same hand.
        let member = entry.kind == TimelineKind::Acknowledged
            && last.person.is_none()
            && entry.person.is_some()
            && last.party.is_some()
            && last.party == entry.party;
        if member {
            last.person.clone_from(&entry.person);
            return;
        }
    }
    // An acknowledgement by somebody who had it before takes nothing from the one who has it now.
    if entry.kind == TimelineKind::Acknowledged && steps.iter().any(|step| step.is(entry)) {
        return;
    }
    steps.push(Step::of(entry, how));
}

fn summary(steps: &[Step], last: usize, settled: bool, ended: Option<UtcTime>, now: UtcTime) -> Hops {
    let until = ended.unwrap_or(now);
    let chain = steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let handed_on = steps.get(index + 1).map_or(until, |next| next.at.min(until));
            let minutes = handed_on.second().saturating_sub(step.at.second()).max(0) / 60;
            HopStep { party: step.party, who: step.who.clone(), at: step.at, how: step.how.into(), minutes, cost: None }
        })
        .collect();
    let way = steps.get(..=last).unwrap_or(&[]);
    let distinct =
        way.iter().enumerate().filter(|(index, step)| way.iter().take(*index).all(|before| !before.same(step))).count();
    let reached = way.first().zip(way.last()).map(|(first, last)| (last.at.second() - first.at.second()) / 60);
    Hops {
        chain,
        hops: (!way.is_empty()).then(|| u32::try_from(distinct.saturating_sub(1)).unwrap_or(u32::MAX)),
        reached_minutes: reached,
        settled: settled && !way.is_empty(),
    }
}
