//! Civil time: zones from the compiled-in database, and what a wall time means where it is missing or occurs twice.

use crate::EngineError;
use gemba_model::UtcTime;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};
use std::sync::LazyLock;

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zone of an IANA name such as `Europe/London`.
///
/// # Errors
/// When the compiled-in database does not know the name.
pub fn zone(name: &str) -> Result<TimeZone, EngineError> {
    ZONES.get(name).map_err(|_| {
        EngineError::Zone(format!("the time zone \"{name}\" is unknown; use an IANA name such as Europe/London"))
    })
}

/// Reads a civil date and time such as `2026-11-09T00:00`; a date alone is its midnight.
///
/// # Errors
/// When the text is neither.
pub fn civil(text: &str) -> Result<DateTime, EngineError> {
    text.trim().parse::<DateTime>().map_err(|_| {
        EngineError::Civil(format!(
            "\"{text}\" is no civil date and time; write it as 2026-11-09T00:00, without an offset"
        ))
    })
}

/// Which of two instants an ambiguous wall time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// The earlier one: starts and handoffs.
    First,
    /// The later one: ends.
    Last,
}

/// The instant of a wall time. A missing wall time is the end of the gap (02:30 becomes 03:00), so that no time is lost
/// and none is given twice; an ambiguous one is the first or the last, as asked.
pub fn instant(zone: &TimeZone, at: DateTime, fold: Fold) -> Timestamp {
    match zone.to_ambiguous_timestamp(at).offset() {
        AmbiguousOffset::Unambiguous { offset } => at_offset(at, offset),
        AmbiguousOffset::Fold { before, after } => at_offset(at, if fold == Fold::First { before } else { after }),
        AmbiguousOffset::Gap { before, .. } => {
            // With the offset before the gap, the missing wall time lies behind the transition.
            let behind = at_offset(at, before);
            let just_after = behind.checked_add(SignedDuration::from_nanos(1)).unwrap_or(behind);
            zone.preceding(just_after).next().map_or(behind, |transition| transition.timestamp())
        }
    }
}

fn at_offset(at: DateTime, offset: Offset) -> Timestamp {
    offset.to_timestamp(at).unwrap_or(if at.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// The wall time of an instant.
pub fn wall(zone: &TimeZone, at: UtcTime) -> DateTime {
    zone.to_datetime(at.0)
}
