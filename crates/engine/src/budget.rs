//! Error budgets: how much of what an objective allows is spent in its window.
//!
//! With target `T`, budget `b = 1 - T` and error ratio `e`: consumed = `e / b`, remaining = `1 - e / b`, never clamped.
//! In a calendar period under way the same holds for what was counted so far; the share of the whole period's budget,
//! if traffic goes on as it was, stands beside it as an estimate (objectives fact sheet, 2.2, B-5 and B-6).

use crate::counts::{CountSource, Counts};
use crate::units::{Rules, Sum, Sums};
use crate::zone::{self, Fold};
use crate::{EngineError, Ratio, ratio};
use gemba_model::{BudgetWindow, CalendarUnit, Objective, UtcTime};
use jiff::Span;
use jiff::civil::DateTime;
use num_traits::{One, Zero};

/// Windows over which burn rates are told: name and length in minutes.
pub const BURN_WINDOWS: [(&str, u32); 8] =
    [("5m", 5), ("30m", 30), ("1h", 60), ("2h", 120), ("6h", 360), ("1d", 1_440), ("3d", 4_320), ("30d", 43_200)];

/// Why a number says less than it seems to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Insufficiency {
    /// Nothing was counted: the numbers are conventions, not measurements.
    NoEvents,
    /// Records begin within the window.
    ShortHistory {
        /// Minutes from the first record to the end of the window.
        have: i64,
        /// Minutes of the window so far.
        want: i64,
    },
    /// Fewer events than the objective's stated minimum.
    FewEvents {
        /// Events counted.
        events: u64,
        /// The stated minimum.
        least: u64,
    },
}

impl Insufficiency {
    /// The reason as one clause.
    pub fn words(&self) -> String {
        match self {
            Insufficiency::NoEvents => "no events in the window".into(),
            Insufficiency::ShortHistory { have, want } => {
                format!("history is shorter than the window: {} of {}", span_words(*have), span_words(*want))
            }
            Insufficiency::FewEvents { events, least } => {
                format!("{events} events in the window, fewer than the stated minimum of {least}")
            }
        }
    }
}

fn span_words(minutes: i64) -> String {
    match minutes {
        m if m >= 2_880 => format!("{} days", m / 1_440),
        m if m >= 120 => format!("{} hours", m / 60),
        m => format!("{m} minutes"),
    }
}

/// Burn rate of one window that ends at the instant of evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct BurnRate {
    /// Name of the window, such as `1h`.
    pub name: &'static str,
    /// Its length in minutes.
    pub minutes: u32,
    /// Events in it.
    pub counts: Counts,
    /// `e / b`, a multiple of the budget; 0 without events, beside the flag.
    pub rate: Ratio,
    /// Why the rate says less than it seems to.
    pub insufficient: Option<Insufficiency>,
}

/// What an objective's window holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// First minute of the window.
    pub from: i64,
    /// End of the counted part, half-open: the instant of evaluation.
    pub to: i64,
    /// End of the window; later than `to` in a calendar period under way.
    pub ends: i64,
    /// Events in the window.
    pub counts: Counts,
    /// Good units by the objective's method: events, slices, or the sum of the slices' ratios.
    pub good: Ratio,
    /// All units: events, or slices with events.
    pub total: u64,
    /// Slices in the counted window that had no event; they are left out, and 0 for Occurrences.
    pub empty_slices: i64,
    /// `good / total`; `None` without units.
    pub sli: Option<Ratio>,
    /// Target ratio `T`.
    pub target: Ratio,
    /// `1 - T`.
    pub budget: Ratio,
    /// Share of the budget that is spent; 0 without units, beside the flag.
    pub consumed: Ratio,
    /// `1 - consumed`; negative when overspent.
    pub remaining: Ratio,
    /// For a calendar period under way: `consumed * elapsed / period`, the share of the whole period's budget if
    /// traffic goes on as it was. `None` for rolling windows and without units.
    pub consumed_of_period: Option<Ratio>,
    /// Burn rates of [`BURN_WINDOWS`].
    pub burns: Vec<BurnRate>,
    /// Why the numbers say less than they seem to; empty when they are what they seem.
    pub insufficient: Vec<Insufficiency>,
}

impl Evaluation {
    /// Whether anything was counted. Without it, every number here is a convention and must be shown as unknown.
    pub fn is_measured(&self) -> bool {
        self.sli.is_some()
    }

    /// Bad units that may still happen in the window as it is now, `b * total - bad`; negative when overspent.
    pub fn units_left(&self) -> Ratio {
        &self.budget * ratio::whole(self.total) * &self.remaining
    }

    /// The burn rate of a named window.
    pub fn burn(&self, name: &str) -> Option<&BurnRate> {
        self.burns.iter().find(|burn| burn.name == name)
    }
}

/// Bounds in minutes of the window that holds at an instant: `[at - P, at)` for rolling windows, the period that contains
/// `at` for calendar ones, by the wall clock of its zone (a week with a time change has 167 or 169 hours). Periods of
/// months are counted from the stated start: from 31 January the next begins on the last day of February.
///
/// # Errors
/// A window of no length, an unknown zone, or a start that is no civil time.
pub fn window_bounds(window: &BudgetWindow, at: UtcTime) -> Result<(i64, i64), EngineError> {
    match window {
        BudgetWindow::Rolling { minutes } => {
            if *minutes == 0 {
                return Err(EngineError::Window("a rolling window must be at least one minute long".into()));
            }
            let end = at.minute();
            Ok((end.saturating_sub(i64::from(*minutes)), end))
        }
        BudgetWindow::Calendar { count, unit, start, zone } => {
            let calendar = Calendar::new(*count, *unit, start, zone)?;
            let index = calendar.index_at(at)?;
            Ok((calendar.start_of(index)?, calendar.start_of(index.saturating_add(1))?))
        }
    }
}

/// The `n` windows before the one that holds at `at`, newest first: back to back, as long as the window itself.
///
/// # Errors
/// As [`window_bounds`].
pub fn previous_windows(window: &BudgetWindow, at: UtcTime, n: u32) -> Result<Vec<(i64, i64)>, EngineError> {
    let mut found = Vec::new();
    let mut bounds = window_bounds(window, at)?;
    for _ in 0..n {
        bounds = match window {
            BudgetWindow::Rolling { minutes } => (bounds.0.saturating_sub(i64::from(*minutes)), bounds.0),
            BudgetWindow::Calendar { .. } => window_bounds(window, UtcTime::from_minute(bounds.0.saturating_sub(1)))?,
        };
        found.push(bounds);
    }
    Ok(found)
}

/// Nominal length of a window in minutes, for thresholds: 30 days a month, 91 a quarter, 365 a year.
pub fn nominal_minutes(window: &BudgetWindow) -> u64 {
    match window {
        BudgetWindow::Rolling { minutes } => u64::from(*minutes),
        BudgetWindow::Calendar { count, unit, .. } => {
            let days = match unit {
                CalendarUnit::Day => 1,
                CalendarUnit::Week => 7,
                CalendarUnit::Month => 30,
                CalendarUnit::Quarter => 91,
                CalendarUnit::Year => 365,
            };
            u64::from(*count) * days * 1_440
        }
    }
}

struct Calendar {
    count: i64,
    unit: CalendarUnit,
    start: DateTime,
    zone: jiff::tz::TimeZone,
}

impl Calendar {
    fn new(count: u32, unit: CalendarUnit, start: &str, zone: &str) -> Result<Self, EngineError> {
        if count == 0 {
            return Err(EngineError::Window("a calendar period must have at least one unit".into()));
        }
        Ok(Self { count: i64::from(count), unit, start: zone::civil(start)?, zone: zone::zone(zone)? })
    }

    /// Days or months of one period.
    fn step(&self) -> (i64, bool) {
        match self.unit {
            CalendarUnit::Day => (self.count, false),
            CalendarUnit::Week => (self.count.saturating_mul(7), false),
            CalendarUnit::Month => (self.count, true),
            CalendarUnit::Quarter => (self.count.saturating_mul(3), true),
            CalendarUnit::Year => (self.count.saturating_mul(12), true),
        }
    }

    fn start_of(&self, index: i64) -> Result<i64, EngineError> {
        let (step, months) = self.step();
        let distance = step.saturating_mul(index);
        let span = if months { Span::new().try_months(distance) } else { Span::new().try_days(distance) };
        let begin = span
            .and_then(|span| self.start.checked_add(span))
            .map_err(|_| EngineError::Window("the budget period lies beyond the calendar".into()))?;
        Ok(UtcTime(zone::instant(&self.zone, begin, Fold::First)).minute())
    }

    fn index_at(&self, at: UtcTime) -> Result<i64, EngineError> {
        let now = zone::wall(&self.zone, at);
        let (step, months) = self.step();
        let distance = if months {
            (i64::from(now.year()) - i64::from(self.start.year())) * 12 + i64::from(now.month())
                - i64::from(self.start.month())
        } else {
            now.date().since(self.start.date()).map(|span| i64::from(span.get_days())).unwrap_or(0)
        };
        // The civil estimate is off by one at most: before the time of day, or at a time change.
        let mut index = distance.div_euclid(step.max(1)).saturating_add(1);
        let minute = at.minute();
        for _ in 0..3 {
            if self.start_of(index)? <= minute {
                return Ok(index);
            }
            index = index.saturating_sub(1);
        }
        Ok(index)
    }
}

/// Evaluates an objective at an instant: the window that holds then, and the burn rates of the spans that end then.
///
/// # Errors
/// A target outside (0, 1), a slice of no length, or a window that [`window_bounds`] refuses.
pub fn evaluate(objective: &Objective, source: &dyn CountSource, at: UtcTime) -> Result<Evaluation, EngineError> {
    let rules = Rules::new(objective)?;
    let now = at.minute();
    let (from, ends) = window_bounds(&objective.window, at)?;
    let to = ends.min(now);
    let longest = BURN_WINDOWS.iter().map(|(_, minutes)| i64::from(*minutes)).max().unwrap_or(0);
    let sums = rules.sums(source, from.min(now.saturating_sub(longest)), now);
    let sum = sums.sum(from, to);
    let bad = sum.bad_ratio(rules.parts);
    let consumed = bad.as_ref().map_or_else(Ratio::zero, |bad| bad / &rules.budget);
    let calendar = matches!(objective.window, BudgetWindow::Calendar { .. });
    let elapsed = ratio::fixed(to.saturating_sub(from).max(0), u64::try_from(ends.saturating_sub(from)).unwrap_or(1));
    let empty_slices = rules.slice_minutes().map_or(0, |length| {
        let whole = to.div_euclid(length).saturating_sub(from.div_euclid(length));
        whole.saturating_sub(i64::try_from(sum.units).unwrap_or(i64::MAX)).max(0)
    });
    Ok(Evaluation {
        from,
        to,
        ends,
        counts: source.sum(from, to),
        good: bad.as_ref().map_or_else(Ratio::zero, |bad| (Ratio::one() - bad) * ratio::whole(sum.units)),
        total: sum.units,
        empty_slices,
        sli: bad.as_ref().map(|bad| Ratio::one() - bad),
        remaining: Ratio::one() - &consumed,
        consumed_of_period: (calendar && bad.is_some()).then(|| &consumed * elapsed),
        consumed,
        burns: burn_rates(&rules, &sums, source, now),
        insufficient: insufficiencies(&rules, source, from, to, &sum),
        target: rules.target,
        budget: rules.budget,
    })
}

fn burn_rates(rules: &Rules, sums: &Sums<'_>, source: &dyn CountSource, now: i64) -> Vec<BurnRate> {
    BURN_WINDOWS
        .iter()
        .map(|(name, minutes)| {
            let from = now.saturating_sub(i64::from(*minutes));
            let sum = sums.sum(from, now);
            BurnRate {
                name,
                minutes: *minutes,
                counts: source.sum(from, now),
                rate: sum.bad_ratio(rules.parts).map_or_else(Ratio::zero, |bad| bad / &rules.budget),
                insufficient: insufficiencies(rules, source, from, now, &sum).into_iter().next(),
            }
        })
        .collect()
}

fn insufficiencies(rules: &Rules, source: &dyn CountSource, from: i64, to: i64, sum: &Sum) -> Vec<Insufficiency> {
    let mut found = Vec::new();
    if sum.units == 0 {
        found.push(Insufficiency::NoEvents);
    }
    if let Some(first) = source.first_minute().filter(|first| *first > from) {
        let have = to.saturating_sub(first).max(0);
        found.push(Insufficiency::ShortHistory { have, want: to.saturating_sub(from) });
    }
    if sum.units != 0 && sum.events < rules.min_events {
        found.push(Insufficiency::FewEvents { events: sum.events, least: rules.min_events });
    }
    found
}
