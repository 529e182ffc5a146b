//! What an incident cost: failed interactions above normal × value per interaction + responder hours × cost of an hour.
//!
//! Normal is the share of bad events in the same UTC clock window of the four weeks before (weeks without events, and
//! weeks that the incident itself reaches into, left out), times the events of the incident. When none of those weeks has
//! events it is the share over the 24 hours before the incident began. When those have none either it is unknown, and so
//! is every term that needs it. A difference below normal stays negative: nothing is clamped.

use crate::counts::{CountSource, Counts};
use crate::ratio::{self, Ratio, Spread};
use gemba_model::{Range, UtcTime};
use num_traits::Zero;

const WEEK: i64 = 10_080;
const DAY: i64 = 1_440;

/// What normal was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// The same clock window so many weeks before, each with events.
    FormerWeeks {
        /// Which weeks back: 1 to 4.
        weeks: Vec<u8>,
        /// Events of those windows together.
        counts: Counts,
    },
    /// The 24 hours before the incident began.
    DayBefore {
        /// Events of those hours.
        counts: Counts,
    },
    /// No former events: nothing is known about normal.
    Unknown,
}

impl Baseline {
    /// The share of bad events in normal times.
    pub fn ratio(&self) -> Option<Ratio> {
        match self {
            Baseline::FormerWeeks { counts, .. } | Baseline::DayBefore { counts } => {
                ratio::quotient(counts.bad(), counts.total)
            }
            Baseline::Unknown => None,
        }
    }
}

/// One minute of an incident, for its picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImpactMinute {
    /// Minute since the epoch.
    pub minute: i64,
    /// Failed interactions.
    pub bad: u64,
    /// All interactions.
    pub total: u64,
    /// Failed interactions that would be normal; `None` when normal is unknown.
    pub expected: Option<f64>,
}

/// Every term of an incident's cost. `None` is unknown, never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Impact {
    /// Counts within the incident; `None` when the indicator had no event in it.
    pub counts: Option<Counts>,
    /// What normal was taken from.
    pub baseline: Baseline,
    /// Failed interactions that would be normal.
    pub expected: Option<Ratio>,
    /// Failed interactions above normal.
    pub above: Option<Ratio>,
    /// `above` × value per interaction.
    pub interaction_cost: Option<Spread>,
    /// Hours of all responders together.
    pub responder_hours: Ratio,
    /// Responder hours × cost of an hour. Zero hours cost nothing whatever an hour costs.
    pub responder_cost: Option<Spread>,
    /// Sum of both costs; `None` when either is unknown.
    pub total: Option<Spread>,
    /// Minutes with events.
    pub per_minute: Vec<ImpactMinute>,
    /// Cost a minute over the last five minutes, interactions and responders; `None` when a term is unknown.
    pub cost_per_minute: Option<Spread>,
}

/// Measures an incident over `began..until` in minutes, half-open. `source` is the indicator of the harm, where one is
/// known; `value` the value of one interaction; `responders` one span per responder (see [`merge_spans`]); `hour_cost`
/// the cost of one responder hour.
pub fn measure(
    source: Option<&dyn CountSource>,
    began: i64,
    until: i64,
    value: Option<&Range>,
    responders: &[(UtcTime, UtcTime)],
    hour_cost: Option<&Range>,
) -> Impact {
    let counts = source.map(|source| source.sum(began, until)).filter(|counts| counts.total > 0);
    let baseline = source.map_or(Baseline::Unknown, |source| baseline(source, began, until));
    let normal = baseline.ratio();
    let value = value.map(Spread::from_range);
    let hour_cost = hour_cost.map(Spread::from_range);
    let above_of = |counts: Counts| Some(ratio::whole(counts.bad()) - normal.as_ref()? * ratio::whole(counts.total));
    let above = counts.and_then(above_of);
    let interaction_cost = above.as_ref().zip(value.as_ref()).map(|(above, value)| value.times(above));
    let responder_hours = hours_within(responders, UtcTime(jiff::Timestamp::MIN), UtcTime(jiff::Timestamp::MAX));
    let responder_cost = cost_of_hours(&responder_hours, hour_cost.as_ref());
    let total = interaction_cost.as_ref().zip(responder_cost.as_ref()).map(|(users, staff)| users.plus(staff));
    let per_minute = source.map_or_else(Vec::new, |source| {
        let normal = normal.as_ref().map(ratio::to_f64);
        source
            .minutes(began, until)
            .into_iter()
            .map(|count| ImpactMinute {
                minute: count.minute,
                bad: count.total.saturating_sub(count.good),
                total: count.total,
                expected: normal.map(|normal| normal * count.total as f64),
            })
            .collect()
    });
    let cost_per_minute = source.and_then(|source| {
        let from = until.saturating_sub(5).max(began);
        let minutes = u64::try_from(until.saturating_sub(from)).ok().filter(|minutes| *minutes > 0)?;
        let recent = source.sum(from, until);
        let users = value.as_ref()?.times(&above_of((recent.total > 0).then_some(recent)?)?);
        let hours = hours_within(responders, UtcTime::from_minute(from), UtcTime::from_minute(until));
        Some(users.plus(&cost_of_hours(&hours, hour_cost.as_ref())?).times(&ratio::fixed(1, minutes)))
    });
    Impact {
        counts,
        expected: counts.zip(normal.as_ref()).map(|(counts, normal)| normal * ratio::whole(counts.total)),
        above,
        baseline,
        interaction_cost,
        responder_hours,
        responder_cost,
        total,
        per_minute,
        cost_per_minute,
    }
}

fn baseline(source: &dyn CountSource, began: i64, until: i64) -> Baseline {
    let mut weeks = Vec::new();
    let mut sum = Counts::default();
    for week in 1u8..=4 {
        let back = i64::from(week) * WEEK;
        let (from, to) = (began.saturating_sub(back), until.saturating_sub(back));
        let counts = source.sum(from, to);
        if to <= began && counts.total > 0 {
            weeks.push(week);
            sum = sum.plus(counts);
        }
    }
    if !weeks.is_empty() {
        return Baseline::FormerWeeks { weeks, counts: sum };
    }
    let counts = source.sum(began.saturating_sub(DAY), began);
    if counts.total > 0 { Baseline::DayBefore { counts } } else { Baseline::Unknown }
}

fn cost_of_hours(hours: &Ratio, hour_cost: Option<&Spread>) -> Option<Spread> {
    if hours.is_zero() { Some(Spread::zero()) } else { hour_cost.map(|cost| cost.times(hours)) }
}

fn hours_within(spans: &[(UtcTime, UtcTime)], from: UtcTime, to: UtcTime) -> Ratio {
    let seconds: i64 = spans
        .iter()
        .map(|(start, end)| (*end).min(to).second().saturating_sub((*start).max(from).second()).max(0))
        .fold(0, i64::saturating_add);
    ratio::fixed(seconds, 3_600)
}

/// Joins overlapping and touching spans of one person, so that no hour counts twice. Empty spans vanish.
pub fn merge_spans(spans: &[(UtcTime, UtcTime)]) -> Vec<(UtcTime, UtcTime)> {
    let mut sorted: Vec<_> = spans.iter().copied().filter(|(from, to)| from < to).collect();
    sorted.sort();
    let mut merged: Vec<(UtcTime, UtcTime)> = Vec::new();
    for (from, to) in sorted {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}
