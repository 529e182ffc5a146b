//! People who would never get a shift by a rule, for ever (R10).

use super::layer::Plan;
use crate::{EngineError, zone};
use gemba_model::{Advance, PersonId, Rotation, TurnUnit};
use std::collections::BTreeSet;

/// People who stand in the rotation and whom its rule never puts on call, however long it runs; in order of first mention.
/// Overrides and time changes are left aside. A person starves when every turn that they are in falls outside the
/// active hours of its layer for ever, or when a layer of higher priority that never rests stands above all of theirs.
///
/// # Errors
/// As [`super::validate`].
pub fn starved(rotation: &Rotation) -> Result<Vec<PersonId>, EngineError> {
    let zone = zone::zone(&rotation.zone)?;
    let plans = rotation.layers.iter().map(|layer| Plan::new(layer, &zone)).collect::<Result<Vec<_>, _>>()?;
    let always = plans
        .iter()
        .filter(|plan| plan.active.is_empty() && plan.layer.end.is_none())
        .filter(|plan| !plan.layer.turns.is_empty() && plan.layer.turns.iter().all(|turn| !turn.is_empty()))
        .map(|plan| plan.layer.priority)
        .max();
    let mut served: BTreeSet<&PersonId> = BTreeSet::new();
    for plan in plans.iter().filter(|plan| always.is_none_or(|priority| plan.layer.priority >= priority)) {
        for turn in served_turns(plan) {
            served.extend(plan.layer.turns.get(turn).into_iter().flatten());
        }
    }
    let mut listed: BTreeSet<&PersonId> = BTreeSet::new();
    let everybody = rotation.layers.iter().flat_map(|layer| layer.turns.iter().flatten());
    Ok(everybody.filter(|person| listed.insert(person) && !served.contains(person)).cloned().collect())
}

/// Turns that get time in some week of the endless cycle.
fn served_turns(plan: &Plan<'_>) -> BTreeSet<usize> {
    let count = plan.layer.turns.len();
    let anyone = plan.active.is_empty() || plan.active.iter().any(|active| active.weekdays.contains(&true));
    if !anyone {
        return BTreeSet::new();
    }
    let minutes = i64::from(plan.layer.length)
        * match plan.layer.unit {
            TurnUnit::Hour => 60,
            TurnUnit::Day => 1_440,
            TurnUnit::Week | TurnUnit::Month => 10_080,
        };
    // Every week has an active day, so turns of a week or more, and turns that pass on active days, serve everybody.
    if plan.active.is_empty() || plan.layer.advance == Advance::ActiveDays || minutes >= 10_080 {
        return (0..count).collect();
    }
    let week = week_pattern(plan);
    let start = i64::from(plan.start.weekday().to_monday_zero_offset()) * 1_440
        + i64::from(plan.start.hour()) * 60
        + i64::from(plan.start.minute());
    let mut served = BTreeSet::new();
    // The pattern of turns against the week repeats after as many turns as there are people times minutes of a week.
    let people = i64::try_from(count).unwrap_or(i64::MAX);
    let cycle = people.saturating_mul(10_080 / gcd(minutes.saturating_mul(people), 10_080).max(1));
    for index in 0..cycle {
        let turn = usize::try_from(index.rem_euclid(people.max(1))).unwrap_or(0);
        let from = start + index * minutes;
        if !served.contains(&turn) && any_active(&week, from, from + minutes) {
            served.insert(turn);
            if served.len() == count {
                break;
            }
        }
    }
    served
}

/// Active minutes before each minute of a week, Monday 0:00 first.
fn week_pattern(plan: &Plan<'_>) -> Vec<i64> {
    let mut on = vec![false; 10_080];
    for active in &plan.active {
        let (from, to) = active.minutes();
        for (day, _) in active.weekdays.iter().enumerate().filter(|(_, on)| **on) {
            let midnight = i64::try_from(day).unwrap_or(0) * 1_440;
            for minute in midnight + from..midnight + to {
                if let Some(slot) = usize::try_from(minute.rem_euclid(10_080)).ok().and_then(|place| on.get_mut(place))
                {
                    *slot = true;
                }
            }
        }
    }
    let mut sum = 0;
    let mut before = Vec::with_capacity(10_081);
    before.push(0);
    for minute in on {
        sum += i64::from(minute);
        before.push(sum);
    }
    before
}

fn any_active(before: &[i64], from: i64, to: i64) -> bool {
    let at = |minute: i64| usize::try_from(minute).ok().and_then(|place| before.get(place)).copied().unwrap_or(0);
    let (start, length) = (from.rem_euclid(10_080), to - from);
    let end = start + length;
    if end <= 10_080 { at(end) > at(start) } else { at(10_080) > at(start) || at(end - 10_080) > 0 }
}

fn gcd(a: i64, b: i64) -> i64 {
    num_integer::gcd(a, b)
}
