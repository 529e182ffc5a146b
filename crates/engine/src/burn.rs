//! Burn-rate detection by pairs of windows (SRE workbook, chapter 5; objectives fact sheet, 2.2 to 2.5).
//!
//! A pair fires at instant t when the burn over its long window `[t - long, t)` **and** over its short window
//! `[t - short, t)` is at least the threshold `k = c * P / long`, and the long window holds at least the objective's
//! minimum of events. Both are functions of t and of the data before t alone. One event can trip several pairs, so a
//! pair is *suppressed* at t while a pair above it in the list fires, and for as long as its own short window after that:
//! the tail that an outage leaves in longer windows is not a second alert, and harm that goes on is.

use crate::budget::{self, nominal_minutes};
use crate::counts::CountSource;
use crate::units::{Rules, Sum, Table, Threshold};
use crate::{EngineError, Ratio, ratio};
use gemba_model::{AlertTier, BudgetWindow, Objective, UtcTime};
use num_bigint::BigInt;
use num_traits::{One, Zero};

/// Minutes by which detection looks back in one go for a calm instant to start from.
const CALM_STEP: i64 = 1_440;

/// A long and a short window that share one threshold: the long one sets firing, the short one clearing.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Long window in minutes.
    pub long: u32,
    /// Short window in minutes.
    pub short: u32,
    /// Fraction `c` of the budget that is consumed within the long window when it fires.
    pub consumes: Ratio,
    /// Threshold `k` of the burn rate.
    pub threshold: Ratio,
    /// How loudly it asks.
    pub tier: AlertTier,
}

impl Pair {
    /// A pair for a budget period of so many minutes: `k = c * P / long`.
    pub fn new(long: u32, short: u32, consumes: Ratio, tier: AlertTier, period_minutes: u64) -> Self {
        let threshold = &consumes * Ratio::new(BigInt::from(period_minutes), BigInt::from(long.max(1)));
        Self { long, short, consumes, threshold, tier }
    }

    /// The pair's name, such as `1h/5m`.
    pub fn name(&self) -> String {
        format!("{}/{}", window_name(self.long), window_name(self.short))
    }

    /// Refuses a pair that cannot work, and says why.
    ///
    /// # Errors
    /// Swapped or empty windows, a long window beyond the budget period, or a threshold above `1 / (1 - target)`, the
    /// largest burn rate there is.
    pub fn check(&self, target: &Ratio, period_minutes: u64) -> Result<(), String> {
        let name = self.name();
        if self.short == 0 {
            return Err(format!("{name}: the short window has no length"));
        }
        if self.short >= self.long {
            return Err(format!("{name}: the windows are swapped; the long one must come first"));
        }
        if u64::from(self.long) > period_minutes {
            return Err(format!("{name}: the long window is longer than the budget's period"));
        }
        let budget = Ratio::one() - target;
        if &self.threshold * &budget > Ratio::one() {
            let most = ratio::to_decimal_text(&budget.recip(), 1);
            let wanted = ratio::to_decimal_text(&self.threshold, 1);
            return Err(format!(
                "{name}: with this target the burn rate can never exceed {most}, so a threshold of {wanted} cannot fire"
            ));
        }
        Ok(())
    }
}

/// Name of a window in the largest unit that divides it: `5m`, `6h`, `3d`.
pub fn window_name(minutes: u32) -> String {
    match minutes {
        m if m > 0 && m.is_multiple_of(1_440) => format!("{}d", m / 1_440),
        m if m > 0 && m.is_multiple_of(60) => format!("{}h", m / 60),
        m => format!("{m}m"),
    }
}

/// The four pairs for a budget period of so many minutes, the loudest first: 1 h / 5 min consuming 2 %, 6 h / 30 min 5 %,
/// 1 d / 2 h 10 %, 3 d / 6 h 10 %; the first two page.
pub fn pairs(period_minutes: u64) -> Vec<Pair> {
    let pair = |long, short, percent, tier| Pair::new(long, short, ratio::fixed(percent, 100), tier, period_minutes);
    vec![
        pair(60, 5, 2, AlertTier::Page),
        pair(360, 30, 5, AlertTier::Page),
        pair(1_440, 120, 10, AlertTier::Ticket),
        pair(4_320, 360, 10, AlertTier::Ticket),
    ]
}

/// The pairs that can work for an objective, and for each other one the reason why it is refused.
///
/// # Errors
/// A target outside (0, 1).
pub fn usable_pairs(objective: &Objective) -> Result<(Vec<Pair>, Vec<String>), EngineError> {
    let rules = Rules::new(objective)?;
    let period = nominal_minutes(&objective.window);
    let mut refused = Vec::new();
    let usable = pairs(period)
        .into_iter()
        .filter(|pair| match pair.check(&rules.target, period) {
            Ok(()) => true,
            Err(reason) => {
                refused.push(reason);
                false
            }
        })
        .collect();
    Ok((usable, refused))
}

/// A burn-rate alert.
#[derive(Clone, Debug, PartialEq)]
pub struct BurnAlert {
    /// The pair that fired.
    pub pair: Pair,
    /// Instant in minutes from which it fires: the end of the first window that reached the threshold.
    pub starts: i64,
    /// Instant in minutes at which it no longer fires; `None` while it fires at the end of the span asked about.
    pub ends: Option<i64>,
    /// Burn rate over the long window when it fired.
    pub burn: Ratio,
    /// Share of the error budget that was left when it fired; negative when overspent.
    pub budget_remaining: Ratio,
}

/// Finds the burn-rate alerts that fire at some instant after `from` up to and including `to`, in minutes, by start.
/// An alert that began before `from` has its true start.
///
/// # Errors
/// A target outside (0, 1), a slice of no length, or a window that cannot be evaluated.
pub fn detect(
    objective: &Objective,
    source: &dyn CountSource,
    from: i64,
    to: i64,
) -> Result<Vec<BurnAlert>, EngineError> {
    let (pairs, _) = usable_pairs(objective)?;
    detect_pairs(objective, &pairs, source, from, to)
}

/// As [`detect`], with pairs of one's own, the loudest first. Pairs that [`Pair::check`] refuses are left out.
///
/// # Errors
/// As [`detect`].
pub fn detect_pairs(
    objective: &Objective,
    pairs: &[Pair],
    source: &dyn CountSource,
    from: i64,
    to: i64,
) -> Result<Vec<BurnAlert>, EngineError> {
    let rules = Rules::new(objective)?;
    let period = nominal_minutes(&objective.window);
    let pairs: Vec<&Pair> = pairs.iter().filter(|pair| pair.check(&rules.target, period).is_ok()).collect();
    let (Some(first), Some(last)) = (source.first_minute(), source.last_minute()) else { return Ok(Vec::new()) };
    let longest = pairs.iter().map(|pair| i64::from(pair.long)).max().unwrap_or(0);
    let settle = pairs.iter().map(|pair| i64::from(pair.short)).max().unwrap_or(0);
    // Nothing can fire before the first record, nor once the last record has left the longest window.
    let from = from.max(first.saturating_sub(1));
    let end = to.min(last.saturating_add(longest).saturating_add(1));
    if from >= to || from >= end {
        return Ok(Vec::new());
    }
    // Look back until nothing fires for as long as suppression lasts: from there on the outcome is settled.
    let mut back = from;
    loop {
        let begin = back.saturating_sub(settle);
        let table = rules.table(source, begin.saturating_sub(longest), back);
        let watch = Watch::new(&rules, &pairs, &table);
        if back <= first || (begin..=back).all(|at| !watch.any(at)) {
            break;
        }
        back = back.saturating_sub(CALM_STEP).max(first.saturating_sub(1));
    }
    let table = rules.table(source, back.saturating_sub(longest), end);
    let watch = Watch::new(&rules, &pairs, &table);
    let spans = watch.spans(back, end, to);
    let spans: Vec<_> =
        spans.into_iter().filter(|(_, _, ends)| ends.is_none_or(|ends| ends > from.saturating_add(1))).collect();
    let windows = spans
        .iter()
        .map(|(_, starts, _)| budget::window_bounds(&objective.window, UtcTime::from_minute(*starts)))
        .collect::<Result<Vec<_>, _>>()?;
    let begin = windows.iter().map(|window| window.0).min().unwrap_or(from);
    let sums = rules.sums(source, begin, end);
    let mut alerts = Vec::new();
    for ((index, starts, ends), window) in spans.into_iter().zip(windows) {
        let Some(pair) = pairs.get(index) else { continue };
        let long = table.sum(starts.saturating_sub(i64::from(pair.long)), starts);
        let Some(burn) = share_of_budget(&rules, long) else { continue };
        let consumed = share_of_budget(&rules, sums.sum(window.0, starts)).unwrap_or_else(Ratio::zero);
        alerts.push(BurnAlert { pair: (*pair).clone(), starts, ends, burn, budget_remaining: Ratio::one() - consumed });
    }
    alerts.sort_by(|a, b| a.starts.cmp(&b.starts).then_with(|| a.pair.long.cmp(&b.pair.long)));
    Ok(alerts)
}

/// Share of the budget that a sum's errors stand for.
fn share_of_budget(rules: &Rules, sum: Sum) -> Option<Ratio> {
    sum.bad_ratio(rules.parts).map(|bad| bad / &rules.budget)
}

/// Which pairs fire at an instant, before suppression: index into `pairs`.
///
/// # Errors
/// As [`detect`].
pub fn firing_at(
    objective: &Objective,
    pairs: &[Pair],
    source: &dyn CountSource,
    at: i64,
) -> Result<Vec<bool>, EngineError> {
    let rules = Rules::new(objective)?;
    let longest = pairs.iter().map(|pair| i64::from(pair.long)).max().unwrap_or(0);
    let table = rules.table(source, at.saturating_sub(longest), at);
    let list: Vec<&Pair> = pairs.iter().collect();
    let watch = Watch::new(&rules, &list, &table);
    Ok((0..pairs.len()).map(|index| watch.fires(index, at)).collect())
}

/// Hours until a full budget is spent at a constant burn rate, `P / B`. `None` at a burn of 0.
pub fn hours_to_exhaustion(window: &BudgetWindow, burn: &Ratio) -> Option<Ratio> {
    (!burn.is_zero()).then(|| ratio::whole(nominal_minutes(window)) / ratio::whole(60) / burn)
}

/// Seconds from a clean start until a window of so many minutes reaches a threshold at a constant share of errors:
/// `b / e * W * k`. `None` when that share never reaches it (`e < k * b`).
pub fn seconds_to_fire(minutes: u32, threshold: &Ratio, budget: &Ratio, errors: &Ratio) -> Option<Ratio> {
    let limit = threshold * budget;
    (*errors >= limit && !errors.is_zero()).then(|| limit / errors * ratio::whole(minutes) * ratio::whole(60))
}

/// Seconds after errors stop until the short window of a firing pair has cleared: `W_short * (1 - k * b / e)`. `None`
/// when that share of errors never fires.
pub fn seconds_to_clear(pair: &Pair, budget: &Ratio, errors: &Ratio) -> Option<Ratio> {
    let limit = &pair.threshold * budget;
    (*errors >= limit && !errors.is_zero())
        .then(|| (Ratio::one() - limit / errors) * ratio::whole(pair.short) * ratio::whole(60))
}

struct Watch<'a> {
    pairs: Vec<(i64, i64, Threshold)>,
    min_events: u64,
    table: &'a Table,
}

impl<'a> Watch<'a> {
    fn new(rules: &Rules, pairs: &[&Pair], table: &'a Table) -> Self {
        let pairs = pairs
            .iter()
            .map(|pair| {
                let limit = Threshold::new(&(&pair.threshold * &rules.budget), rules.parts);
                (i64::from(pair.long), i64::from(pair.short), limit)
            })
            .collect();
        Self { pairs, min_events: rules.min_events, table }
    }

    fn fires(&self, index: usize, at: i64) -> bool {
        let Some((long, short, limit)) = self.pairs.get(index) else { return false };
        let short = self.table.sum(at.saturating_sub(*short), at);
        if !limit.reached(&short) {
            return false;
        }
        let long = self.table.sum(at.saturating_sub(*long), at);
        long.events >= self.min_events && limit.reached(&long)
    }

    fn any(&self, at: i64) -> bool {
        (0..self.pairs.len()).any(|index| self.fires(index, at))
    }

    /// Spans in which a pair fires and is not suppressed, over the instants `begin..=end`. What still fires at `end` has
    /// ended when the span asked about goes on beyond it.
    fn spans(&self, begin: i64, end: i64, asked: i64) -> Vec<(usize, i64, Option<i64>)> {
        let mut open: Vec<Option<i64>> = vec![None; self.pairs.len()];
        let mut quiet_until: Vec<i64> = vec![i64::MIN; self.pairs.len()];
        let mut spans = Vec::new();
        for at in begin..=end {
            let mut louder = false;
            for (index, (_, short, _)) in self.pairs.iter().enumerate() {
                if louder && let Some(quiet) = quiet_until.get_mut(index) {
                    *quiet = at.saturating_add(*short);
                }
                let fires = self.fires(index, at);
                let shown = fires && quiet_until.get(index).is_none_or(|quiet| at > *quiet);
                if let Some(open) = open.get_mut(index) {
                    match (shown, *open) {
                        (true, None) => *open = Some(at),
                        (false, Some(starts)) => {
                            spans.push((index, starts, Some(at)));
                            *open = None;
                        }
                        _ => {}
                    }
                }
                louder |= fires;
            }
        }
        let gone = (asked > end).then(|| end.saturating_add(1));
        spans.extend(open.into_iter().enumerate().filter_map(|(index, starts)| Some((index, starts?, gone))));
        spans
    }
}
