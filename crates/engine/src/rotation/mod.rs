//! Who is on call: rotation rules expanded into shifts.
//!
//! A rule is read as it is stored: the meaning of "the next one's turn" (calendar time or active days), the zone of its wall
//! times, and these rules, the same for every rotation:
//! - A wall time that is missing in spring is the end of the gap (02:30 is 03:00); one that occurs twice in autumn is the
//!   first occurrence for starts and handoffs and the last for the end of active hours. The ambiguous hour gives
//!   overlap, never a gap.
//! - Turns of hours, days, weeks and months are counted by the wall clock from the first one; turns that a gap would
//!   leave without any time are left out, so that the order of people survives. A month that lacks the day has its last.
//! - Among layers the highest priority is on call; layers of the same priority are on call together. An override beats
//!   every layer; among overrides the later one in the list wins.
//!
//! Expansion knows no present holder: who is on call at an instant does not depend on where a query starts (R8).
//! Source: on-call fact sheet, sections 8 and 9.

mod layer;
mod starve;
mod words;

pub use starve::starved;
pub use words::rule_in_words;

use crate::{EngineError, zone};
use gemba_model::{PersonId, Rotation, Shift, UtcTime};
use jiff::tz::TimeZone;
use layer::Plan;
use std::collections::BTreeSet;

/// Longest span that is expanded at once, in days.
pub const MOST_DAYS: i64 = 1_200;
const DAY: i64 = 86_400;

/// A rotation whose zone and civil times have been read.
struct Read<'a> {
    rotation: &'a Rotation,
    plans: Vec<Plan<'a>>,
}

fn read(rotation: &Rotation) -> Result<Read<'_>, EngineError> {
    let zone: TimeZone = zone::zone(&rotation.zone)?;
    let plans = rotation.layers.iter().map(|layer| Plan::new(layer, &zone)).collect::<Result<Vec<_>, _>>()?;
    if let Some(bad) = rotation.overrides.iter().find(|over| over.from >= over.to) {
        return Err(EngineError::Rotation(format!(
            "an override from {} ends at {}, not after its start",
            bad.from, bad.to
        )));
    }
    Ok(Read { rotation, plans })
}

/// Checks everything that is stored as text or number, as a rotation is saved.
///
/// # Errors
/// An unknown zone, a civil time that cannot be read, a turn without length, a weekday outside 1 to 7, turns of hours that
/// should pass with active days, or an override without length.
pub fn validate(rotation: &Rotation) -> Result<(), EngineError> {
    read(rotation).map(|_| ())
}

/// A span in which somebody may be on call, in seconds.
struct Claim<'a> {
    from: i64,
    to: i64,
    /// Overrides above all layers; within overrides the later one above.
    rank: (bool, i64),
    people: &'a [PersonId],
    by: &'a str,
}

/// Who is on call over `[from, to)`: adjacent shifts that cover the whole span, in order. A shift without people and
/// without a name is out of hours; one without people but with a name is a gap in what the rule wants ([`is_gap`]).
/// Neighbours with the same people by the same layer are one shift; shifts are cut at the span's ends, to whole seconds.
///
/// # Errors
/// As [`validate`]; and spans of more than [`MOST_DAYS`].
pub fn shifts(rotation: &Rotation, from: UtcTime, to: UtcTime) -> Result<Vec<Shift>, EngineError> {
    let read = read(rotation)?;
    expand(&read, from.second(), to.second())
}

fn expand(read: &Read<'_>, from: i64, to: i64) -> Result<Vec<Shift>, EngineError> {
    if to.saturating_sub(from) > MOST_DAYS * DAY {
        return Err(EngineError::Rotation(format!("at most {MOST_DAYS} days are expanded at once")));
    }
    let mut claims: Vec<Claim<'_>> = Vec::new();
    for plan in &read.plans {
        for span in plan.spans(from, to)? {
            let people = plan.layer.turns.get(span.turn).map_or(&[][..], Vec::as_slice);
            let rank = (false, i64::from(plan.layer.priority));
            claims.push(Claim { from: span.from, to: span.to, rank, people, by: layer_name(&plan.layer.name) });
        }
    }
    for (place, over) in read.rotation.overrides.iter().enumerate() {
        let (start, end) = (over.from.second().max(from), over.to.second().min(to));
        if start < end {
            let rank = (true, i64::try_from(place).unwrap_or(i64::MAX));
            claims.push(Claim { from: start, to: end, rank, people: &over.people, by: "override" });
        }
    }
    Ok(sweep(&claims, from, to))
}

fn layer_name(name: &str) -> &str {
    if name.is_empty() { "layer" } else { name }
}

/// Walks over all starts and ends; between two of them the same claims hold.
fn sweep(claims: &[Claim<'_>], from: i64, to: i64) -> Vec<Shift> {
    let mut edges: Vec<(i64, bool, usize)> = Vec::with_capacity(claims.len() * 2);
    for (index, claim) in claims.iter().enumerate() {
        edges.push((claim.from, true, index));
        edges.push((claim.to, false, index));
    }
    edges.sort_unstable();
    let mut held: BTreeSet<usize> = BTreeSet::new();
    let mut shifts: Vec<Shift> = Vec::new();
    let mut at = from;
    let mut next = edges.iter().peekable();
    while at < to {
        while let Some((_, opens, index)) = next.next_if(|edge| edge.0 <= at) {
            if *opens {
                held.insert(*index);
            } else {
                held.remove(index);
            }
        }
        let until = next.peek().map_or(to, |edge| edge.0.min(to));
        let shift = holder(claims, &held, at, until);
        match shifts.last_mut() {
            Some(last) if last.people == shift.people && last.by == shift.by => last.to = shift.to,
            _ => shifts.push(shift),
        }
        at = until;
    }
    shifts
}

fn holder(claims: &[Claim<'_>], held: &BTreeSet<usize>, from: i64, to: i64) -> Shift {
    let active: Vec<&Claim<'_>> = held.iter().filter_map(|index| claims.get(*index)).collect();
    // A layer whose turn is empty leaves the time to the layers below it; an empty override is a stated gap.
    let filled = |claim: &&&Claim<'_>| claim.rank.0 || !claim.people.is_empty();
    let top = active.iter().filter(filled).map(|claim| claim.rank).max();
    let rank = top.or_else(|| active.iter().map(|claim| claim.rank).max());
    let mut people: Vec<PersonId> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for claim in active.iter().filter(|claim| Some(claim.rank) == rank && (top.is_none() || filled(claim))) {
        people.extend(claim.people.iter().filter(|person| !people.contains(person)).cloned().collect::<Vec<_>>());
        if !names.contains(&claim.by) {
            names.push(claim.by);
        }
    }
    Shift { from: UtcTime::from_second(from), to: UtcTime::from_second(to), people, by: names.join(" + ") }
}

/// Whether the rule wants somebody in this shift and nobody is there. Out of hours is no gap.
pub fn is_gap(shift: &Shift) -> bool {
    shift.people.is_empty() && !shift.by.is_empty()
}

/// Minutes of a list of shifts in which the rule wants somebody and nobody is there.
pub fn gap_minutes(shifts: &[Shift]) -> i64 {
    shifts.iter().filter(|shift| is_gap(shift)).map(|shift| (shift.to.second() - shift.from.second()) / 60).sum()
}

/// Who is on call at an instant, and the next shift with other people or another layer. Shifts are followed up to 40 days
/// back and ahead; one that lasts longer is cut there, and then there is no next one.
///
/// # Errors
/// As [`shifts`].
pub fn on_call_at(rotation: &Rotation, at: UtcTime) -> Result<(Shift, Option<Shift>), EngineError> {
    let read = read(rotation)?;
    let second = at.second();
    for reach in [2, 9, 40] {
        let list = expand(&read, second.saturating_sub(reach * DAY), second.saturating_add(reach * DAY))?;
        let count = list.len();
        let Some(place) = list.iter().position(|shift| shift.from <= at && at < shift.to) else { break };
        // Both ends seen, and the end of the next one too.
        let whole = place > 0 && place + 2 < count;
        if whole || reach == 40 {
            let mut rest = list.into_iter().skip(place);
            if let Some(now) = rest.next() {
                return Ok((now, rest.next()));
            }
        }
    }
    Err(EngineError::Rotation(format!("{at} lies beyond the calendar")))
}
