//! Quantities: time, exact decimals, ranges, money.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An instant in UTC, written as RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct UtcTime(#[ts(type = "string")] pub Timestamp);

impl UtcTime {
    /// Whole minutes since 1970-01-01T00:00Z, rounded towards the past.
    pub fn minute(self) -> i64 {
        self.0.as_second().div_euclid(60)
    }

    /// Seconds since 1970-01-01T00:00Z.
    pub fn second(self) -> i64 {
        self.0.as_second()
    }

    /// The start of a minute counted from 1970-01-01T00:00Z. Minutes beyond the calendar's range become its end.
    pub fn from_minute(minute: i64) -> Self {
        Self::from_second(minute.saturating_mul(60))
    }

    /// An instant from seconds since 1970-01-01T00:00Z. Seconds beyond the calendar's range become its end.
    pub fn from_second(second: i64) -> Self {
        Self(Timestamp::from_second(second).unwrap_or(if second < 0 { Timestamp::MIN } else { Timestamp::MAX }))
    }
}

impl From<Timestamp> for UtcTime {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl std::fmt::Display for UtcTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// An exact decimal number, written as text so that no digit is lost on the way.
pub type Exact = Decimal;

/// What somebody states about an uncertain quantity: it lies between `low` and `high`, and is as likely above `mid` as
/// below. Invariant, checked where it enters: `low <= mid <= high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Range {
    /// The least it can be.
    #[ts(type = "string")]
    pub low: Exact,
    /// As likely above as below.
    #[ts(type = "string")]
    pub mid: Exact,
    /// The most it can be.
    #[ts(type = "string")]
    pub high: Exact,
}

impl Range {
    /// A quantity that is known.
    pub fn point(value: Exact) -> Self {
        Self { low: value, mid: value, high: value }
    }

    /// Whether the three values are in order.
    pub fn is_ordered(&self) -> bool {
        self.low <= self.mid && self.mid <= self.high
    }

    /// Whether there is no uncertainty.
    pub fn is_point(&self) -> bool {
        self.low == self.high
    }
}

/// The unit in which cost is told. Every workspace has one; a workspace that cannot agree on money uses user-minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CostUnit {
    /// Money, by ISO 4217 code such as `GBP`.
    Currency(String),
    /// Minutes of users' time.
    UserMinutes,
}

/// Where a fact comes from: every input keeps it, so that "why?" can answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Source {
    /// The person or tool that stated it.
    pub by: String,
    /// When it was stated.
    pub at: Option<UtcTime>,
    /// The file and place, the address, or the kind of estimate.
    pub reference: String,
}

/// A stated range with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Estimate {
    /// The stated values. The unit is that of the field which holds the estimate.
    pub range: Range,
    /// Who stated it, when, and on what grounds.
    pub source: Source,
}
