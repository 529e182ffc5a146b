//! Telemetry: integers per minute and per indicator.

use crate::SliId;
use serde::{Deserialize, Serialize};

/// Counts of one indicator in one minute. `good <= total` holds for every stored minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinuteCount {
    /// Minutes since 1970-01-01T00:00Z.
    pub minute: i64,
    /// Good events.
    pub good: u64,
    /// All events.
    pub total: u64,
}

/// Upper bounds of the latency histogram in milliseconds; the last bucket is open. A threshold that is not a bound is
/// refused where an objective enters, since a histogram cannot answer it exactly.
pub const LATENCY_BOUNDS_MS: [u32; 19] =
    [1, 2, 5, 10, 25, 50, 100, 150, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000];

/// A latency histogram: one count per bound of [`LATENCY_BOUNDS_MS`] and one for everything slower.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatencyHistogram {
    /// Events whose duration is at most the bound and above the one before.
    pub counts: [u64; 20],
}

impl LatencyHistogram {
    /// The bucket of a duration in milliseconds.
    pub fn bucket(duration_ms: f64) -> usize {
        LATENCY_BOUNDS_MS.iter().position(|bound| duration_ms <= f64::from(*bound)).unwrap_or(LATENCY_BOUNDS_MS.len())
    }
}

/// The minutes of one indicator within one UTC day, as intake counted them: what the store keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct SliDay {
    /// The indicator.
    pub sli: SliId,
    /// Days since 1970-01-01.
    pub day: i64,
    /// Minutes with events, ascending, each within the day.
    pub minutes: Vec<MinuteCount>,
    /// Latency of the whole day, where durations were present.
    pub latency: Option<LatencyHistogram>,
}
