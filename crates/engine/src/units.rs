//! Every budgeting method as one series of weighed bad parts per minute, so that budgets and burn rates share one rule.

use crate::counts::{CountSource, Counts};
use crate::{EngineError, Ratio, ratio};
use gemba_model::{BudgetingMethod, MinuteCount, Objective};
use num_bigint::BigInt;
use num_traits::{One, Zero};

/// Parts into which one slice of RatioTimeslices is divided. A slice's bad share is taken to 18 decimals, rounded down;
/// the other methods count whole events and whole slices.
pub(crate) const PARTS: u64 = 1_000_000_000_000_000_000;

/// What an objective's method needs to know, checked once.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub target: Ratio,
    /// Error budget as a ratio, `1 - target`.
    pub budget: Ratio,
    pub min_events: u64,
    /// Parts that make one whole unit: 1, or [`PARTS`].
    pub parts: u64,
    slice: Option<Slice>,
}

#[derive(Clone, Debug)]
struct Slice {
    minutes: i64,
    /// Target of a slice; `None` for RatioTimeslices.
    target: Option<Ratio>,
}

impl Rules {
    pub(crate) fn new(objective: &Objective) -> Result<Self, EngineError> {
        let target = ratio::from_decimal(objective.target);
        if target <= Ratio::zero() || target >= Ratio::one() {
            return Err(EngineError::Objective(format!(
                "the target {} leaves no error budget; it must lie above 0 and below 1",
                objective.target
            )));
        }
        let length = |minutes: u32| {
            if minutes == 0 {
                return Err(EngineError::Objective("a time slice must be at least one minute long".into()));
            }
            Ok(i64::from(minutes))
        };
        let (slice, parts) = match &objective.method {
            BudgetingMethod::Occurrences => (None, 1),
            BudgetingMethod::Timeslices { slice_target, slice_minutes } => {
                let target = Some(ratio::from_decimal(*slice_target));
                (Some(Slice { minutes: length(*slice_minutes)?, target }), 1)
            }
            BudgetingMethod::RatioTimeslices { slice_minutes } => {
                (Some(Slice { minutes: length(*slice_minutes)?, target: None }), PARTS)
            }
        };
        Ok(Self { budget: Ratio::one() - &target, target, min_events: objective.min_events, parts, slice })
    }

    /// Length of a slice; `None` for Occurrences.
    pub(crate) fn slice_minutes(&self) -> Option<i64> {
        self.slice.as_ref().map(|slice| slice.minutes)
    }

    /// The units of every minute of `from..to`. A slice stands in its last minute, so that it belongs to the window in
    /// which it ends and is never seen half. Slices lie on whole multiples of their length since the epoch.
    pub(crate) fn table(&self, source: &dyn CountSource, from: i64, to: i64) -> Table {
        let Some(slice) = &self.slice else {
            return Table::new(from, to, source.minutes(from, to).into_iter().map(Unit::of_events));
        };
        let begin = from.saturating_sub(from.rem_euclid(slice.minutes));
        let mut units: Vec<Unit> = Vec::new();
        let mut open: Option<MinuteCount> = None;
        let close = |open: &mut Option<MinuteCount>, units: &mut Vec<Unit>| {
            if let Some(count) = open.take() {
                units.extend(self.slice_unit(slice, count));
            }
        };
        for count in source.minutes(begin, to) {
            let start = count.minute.saturating_sub(count.minute.rem_euclid(slice.minutes));
            if open.is_some_and(|kept| kept.minute != start) {
                close(&mut open, &mut units);
            }
            let kept = open.get_or_insert(MinuteCount { minute: start, good: 0, total: 0 });
            kept.good = kept.good.saturating_add(count.good);
            kept.total = kept.total.saturating_add(count.total);
        }
        close(&mut open, &mut units);
        Table::new(from, to, units)
    }

    /// Sums over spans within `from..to`: straight from the source for events, from a table for slices.
    pub(crate) fn sums<'a>(&self, source: &'a dyn CountSource, from: i64, to: i64) -> Sums<'a> {
        if self.slice.is_some() { Sums::Table(self.table(source, from, to)) } else { Sums::Source(source) }
    }

    fn slice_unit(&self, slice: &Slice, count: MinuteCount) -> Option<Unit> {
        let end = count.minute.saturating_add(slice.minutes).saturating_sub(1);
        let sum = Counts { good: count.good, total: count.total };
        let good = ratio::quotient(count.total.saturating_sub(sum.bad()), count.total)?;
        let bad_parts = match &slice.target {
            Some(target) => u128::from(good < *target),
            None => u128::from(sum.bad()) * u128::from(PARTS) / u128::from(count.total.max(1)),
        };
        Some(Unit { minute: end, bad_parts, units: 1, events: count.total })
    }
}

/// Weighed parts of one minute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    minute: i64,
    bad_parts: u128,
    units: u64,
    events: u64,
}

impl Unit {
    fn of_events(count: MinuteCount) -> Self {
        let bad = count.total.saturating_sub(count.good);
        Self { minute: count.minute, bad_parts: u128::from(bad), units: count.total, events: count.total }
    }
}

/// Sum of a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub bad_parts: u128,
    pub units: u64,
    pub events: u64,
}

impl Sum {
    /// Share of bad units; `None` without units.
    pub(crate) fn bad_ratio(&self, parts: u64) -> Option<Ratio> {
        (self.units != 0)
            .then(|| Ratio::new(BigInt::from(self.bad_parts), BigInt::from(self.units) * BigInt::from(parts)))
    }
}

/// Sums over spans.
pub(crate) enum Sums<'a> {
    Source(&'a dyn CountSource),
    Table(Table),
}

impl Sums<'_> {
    pub(crate) fn sum(&self, from: i64, to: i64) -> Sum {
        match self {
            Sums::Table(table) => table.sum(from, to),
            Sums::Source(source) => {
                let counts = source.sum(from, to);
                Sum { bad_parts: u128::from(counts.bad()), units: counts.total, events: counts.total }
            }
        }
    }
}

/// Running sums over the minutes `from..to`.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    from: i64,
    running: Vec<Sum>,
}

impl Table {
    fn new(from: i64, to: i64, units: impl IntoIterator<Item = Unit>) -> Self {
        let length = usize::try_from(to.saturating_sub(from).max(0)).unwrap_or(0);
        let mut running = Vec::with_capacity(length + 1);
        let mut sum = Sum::default();
        running.push(sum);
        for unit in units {
            let Ok(place) = usize::try_from(unit.minute.saturating_sub(from)) else { continue };
            if place >= length {
                break;
            }
            while running.len() <= place {
                running.push(sum);
            }
            sum.bad_parts = sum.bad_parts.saturating_add(unit.bad_parts);
            sum.units = sum.units.saturating_add(unit.units);
            sum.events = sum.events.saturating_add(unit.events);
            if running.len() == place + 1 {
                running.push(sum);
            } else if let Some(last) = running.last_mut() {
                *last = sum;
            }
        }
        while running.len() <= length {
            running.push(sum);
        }
        Self { from, running }
    }

    fn before(&self, minute: i64) -> Sum {
        let last = self.running.len().saturating_sub(1);
        let place = usize::try_from(minute.saturating_sub(self.from).max(0)).unwrap_or(last).min(last);
        self.running.get(place).copied().unwrap_or_default()
    }

    /// Sum over the minutes `from..to` as far as the table reaches.
    pub(crate) fn sum(&self, from: i64, to: i64) -> Sum {
        let (start, end) = (self.before(from), self.before(to.max(from)));
        Sum {
            bad_parts: end.bad_parts.saturating_sub(start.bad_parts),
            units: end.units.saturating_sub(start.units),
            events: end.events.saturating_sub(start.events),
        }
    }
}

/// `bad_parts / (units * parts) >= numerator / denominator`, exactly, in machine words where they suffice.
pub(crate) struct Threshold {
    exact: Ratio,
    small: Option<(u128, u128)>,
    parts: u64,
}

impl Threshold {
    pub(crate) fn new(value: &Ratio, parts: u64) -> Self {
        let small = u128::try_from(value.numer()).ok().zip(u128::try_from(value.denom()).ok());
        Self { exact: value.clone(), small, parts }
    }

    /// Whether the share of bad units reaches the threshold. Without units it does not.
    pub(crate) fn reached(&self, sum: &Sum) -> bool {
        if sum.units == 0 {
            return false;
        }
        let words = self.small.and_then(|(numerator, denominator)| {
            let left = sum.bad_parts.checked_mul(denominator)?;
            let right = u128::from(sum.units).checked_mul(u128::from(self.parts))?.checked_mul(numerator)?;
            Some(left >= right)
        });
        words.unwrap_or_else(|| sum.bad_ratio(self.parts).is_some_and(|bad| bad >= self.exact))
    }
}
