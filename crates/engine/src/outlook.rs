//! What an error budget will do.
//!
//! Spent: since the minute from which it has been spent without a break. Otherwise the traffic and the errors of the last
//! day, and of the last three days, are taken to go on unchanged; what leaves a rolling window is what really happened.
//! The two give the earliest and the latest end. A forecast, so in floating point; the present state is exact.

use crate::budget::{self, Evaluation};
use crate::counts::CountSource;
use crate::{Ratio, ratio};
use gemba_model::view::Outlook;
use gemba_model::{BudgetWindow, BudgetingMethod, Objective, UtcTime};
use num_traits::One;

/// Steps in which the future of a window is walked through.
const STEPS: i64 = 1_440;

/// What the budget will do, given the evaluation at the same instant.
pub fn outlook(objective: &Objective, source: &dyn CountSource, evaluation: &Evaluation, at: UtcTime) -> Outlook {
    if !evaluation.is_measured() {
        return Outlook::NotMeasured { reason: "no events in the window".into() };
    }
    let now = at.minute();
    if evaluation.consumed >= Ratio::one() {
        return Outlook::Exhausted { since: UtcTime::from_minute(spent_since(objective, source, evaluation)) };
    }
    let ends: Vec<Option<i64>> = [1_440, 4_320]
        .into_iter()
        .filter_map(|minutes| Pace::over(objective, source, now, minutes))
        .map(|pace| pace.exhausts(objective, source, evaluation, now))
        .collect();
    if ends.is_empty() {
        return Outlook::NotMeasured { reason: "no events in the last three days".into() };
    }
    match ends.iter().flatten().min() {
        None => Outlook::Lasts,
        Some(earliest) => Outlook::Exhausts {
            earliest: UtcTime::from_minute(*earliest),
            latest: ends
                .iter()
                .copied()
                .collect::<Option<Vec<i64>>>()
                .and_then(|all| all.into_iter().max().map(UtcTime::from_minute)),
        },
    }
}

/// First minute of the unbroken time up to now in which the budget was spent, within the present window.
fn spent_since(objective: &Objective, source: &dyn CountSource, evaluation: &Evaluation) -> i64 {
    let mut since = evaluation.to;
    while since > evaluation.from {
        let before = since.saturating_sub(1);
        match budget::consumed_at(objective, source, before) {
            Some(consumed) if consumed >= Ratio::one() => since = before,
            _ => break,
        }
    }
    since
}

/// Bad and all units a minute, as they were lately.
struct Pace {
    bad: f64,
    total: f64,
}

impl Pace {
    fn over(objective: &Objective, source: &dyn CountSource, now: i64, minutes: i64) -> Option<Self> {
        let first = source.first_minute()?;
        let from = now.saturating_sub(minutes).max(first);
        let span = now.saturating_sub(from);
        if span <= 0 {
            return None;
        }
        let (bad, total) = units(objective, source, from, now)?;
        (total > 0.0).then(|| Self { bad: bad / span as f64, total: total / span as f64 })
    }

    /// The minute in which the budget will be spent if this pace goes on, within one window from now.
    fn exhausts(&self, objective: &Objective, source: &dyn CountSource, seen: &Evaluation, now: i64) -> Option<i64> {
        let rolling = matches!(objective.window, BudgetWindow::Rolling { .. });
        let span = if rolling { seen.to.saturating_sub(seen.from) } else { seen.ends.saturating_sub(now) };
        let budget = ratio::to_f64(&seen.budget);
        let (bad, total) = units(objective, source, seen.from, seen.to)?;
        let step = (span / STEPS).max(1);
        let mut ahead = step;
        while ahead <= span {
            let (mut bad, mut total) = (bad, total);
            if rolling {
                let left = units(objective, source, seen.from, seen.from.saturating_add(ahead)).unwrap_or((0.0, 0.0));
                bad -= left.0;
                total -= left.1;
            }
            bad += self.bad * ahead as f64;
            total += self.total * ahead as f64;
            if total > 0.0 && bad >= budget * total {
                return Some(now.saturating_add(ahead));
            }
            ahead += step;
        }
        None
    }
}

/// Bad and all units of a span; slices are judged by their events, as far as a forecast needs.
fn units(objective: &Objective, source: &dyn CountSource, from: i64, to: i64) -> Option<(f64, f64)> {
    if objective.method == BudgetingMethod::Occurrences {
        let counts = source.sum(from, to);
        return Some((counts.bad() as f64, counts.total as f64));
    }
    let rules = crate::units::Rules::new(objective).ok()?;
    let sum = rules.table(source, from, to).sum(from, to);
    Some((sum.bad_parts as f64 / rules.parts as f64, sum.units as f64))
}
