//! What an error budget will do.
//!
//! Spent: since the minute from which it has been spent without a break. Otherwise the traffic and the errors of the last
//! day, and of the last three days, are taken to go on unchanged; what leaves a rolling window is what really happened.
//! The two give the earliest and the latest end. A forecast, so in floating point; the present state is exact.

use crate::budget::Evaluation;
use crate::counts::CountSource;
use crate::units::{Rules, Sums, Threshold};
use crate::{Ratio, ratio};
use gemba_model::view::Outlook;
use gemba_model::{BudgetWindow, Objective, UtcTime};
use num_traits::One;

/// Steps in which the future of a window is walked through.
const STEPS: i64 = 1_440;
/// The last day, in minutes.
const SHORT: i64 = 1_440;
/// The last three days, in minutes.
const LONG: i64 = 4_320;

/// What the budget will do, given the evaluation at the same instant.
pub fn outlook(objective: &Objective, source: &dyn CountSource, evaluation: &Evaluation, at: UtcTime) -> Outlook {
    let Some(rules) = Rules::new(objective).ok().filter(|_| evaluation.is_measured()) else {
        return Outlook::NotMeasured { reason: "no events in the window".into() };
    };
    let now = at.minute();
    if evaluation.consumed >= Ratio::one() {
        return Outlook::Exhausted { since: UtcTime::from_minute(spent_since(objective, &rules, source, evaluation)) };
    }
    let first = source.first_minute().unwrap_or(now);
    let sums = rules.sums(source, evaluation.from.min(now.saturating_sub(LONG)), now);
    let ends: Vec<Option<i64>> = [SHORT, LONG]
        .into_iter()
        .filter_map(|minutes| Pace::over(&rules, &sums, now.saturating_sub(minutes).max(first), now))
        .map(|pace| pace.exhausts(objective, &rules, &sums, evaluation, now))
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
fn spent_since(objective: &Objective, rules: &Rules, source: &dyn CountSource, seen: &Evaluation) -> i64 {
    let length = if rolling(objective) { seen.to.saturating_sub(seen.from) } else { 0 };
    let sums = rules.sums(source, seen.from.saturating_sub(length), seen.to);
    let spent = Threshold::new(&rules.budget, rules.parts);
    let mut since = seen.to;
    while since > seen.from {
        let before = since.saturating_sub(1);
        let start = if length > 0 { before.saturating_sub(length) } else { seen.from };
        if !spent.reached(&sums.sum(start, before)) {
            break;
        }
        since = before;
    }
    since
}

fn rolling(objective: &Objective) -> bool {
    matches!(objective.window, BudgetWindow::Rolling { .. })
}

/// Bad and all units a minute, as they were lately.
struct Pace {
    bad: f64,
    total: f64,
}

impl Pace {
    fn over(rules: &Rules, sums: &Sums<'_>, from: i64, now: i64) -> Option<Self> {
        let span = now.saturating_sub(from);
        let (bad, total) = units(rules, sums, from, now);
        (span > 0 && total > 0.0).then(|| Self { bad: bad / span as f64, total: total / span as f64 })
    }

    /// The minute in which the budget will be spent if this pace goes on, within one window from now.
    fn exhausts(
        &self,
        objective: &Objective,
        rules: &Rules,
        sums: &Sums<'_>,
        seen: &Evaluation,
        now: i64,
    ) -> Option<i64> {
        let rolling = rolling(objective);
        let span = if rolling { seen.to.saturating_sub(seen.from) } else { seen.ends.saturating_sub(now) };
        let budget = ratio::to_f64(&rules.budget);
        let step = (span / STEPS).max(1);
        let mut ahead = step;
        while ahead <= span {
            // What leaves a rolling window is known.
            let start = if rolling { seen.from.saturating_add(ahead) } else { seen.from };
            let (bad, total) = units(rules, sums, start, seen.to);
            let (bad, total) = (bad + self.bad * ahead as f64, total + self.total * ahead as f64);
            if total > 0.0 && bad >= budget * total {
                return Some(now.saturating_add(ahead));
            }
            ahead = ahead.saturating_add(step);
        }
        None
    }
}

/// Bad and all units of a span, in floating point.
fn units(rules: &Rules, sums: &Sums<'_>, from: i64, to: i64) -> (f64, f64) {
    let sum = sums.sum(from, to);
    (sum.bad_parts as f64 / rules.parts as f64, sum.units as f64)
}
