//! Words that verdicts share. Numbers are written by `gemba_report::format`, as everywhere.

use gemba_model::{CostUnit, UtcTime};
use gemba_report::format::{Formatter, number};
use jiff::tz::TimeZone;

pub(crate) use gemba_report::format::percent;

/// A count with thousands separated, no decimals: `12,004`.
pub(crate) fn whole(value: f64) -> String {
    number(value.round())
}

/// An amount in the unit of cost: `£12,004`.
pub(crate) fn cost(value: f64, unit: &CostUnit) -> String {
    Formatter::new(unit.clone(), "UTC").money(value)
}

/// `22 Nov` in the workspace's zone.
pub(crate) fn day(at: UtcTime, zone: &str) -> String {
    Formatter::new(CostUnit::UserMinutes, zone).day(at)
}

/// How long, as people say it: `41 minutes`, `3 hours`, `2 days`.
pub(crate) fn span(minutes: i64) -> String {
    let (count, unit) = match minutes {
        ..=119 => (minutes.max(0), "minute"),
        120..=2_879 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    plural(count, unit)
}

/// `1 incident`, `3 incidents`.
pub(crate) fn plural(count: i64, noun: &str) -> String {
    if count == 1 { format!("{count} {noun}") } else { format!("{} {noun}s", whole(count as f64)) }
}

/// `first`, `second`, … `tenth`, then `11th`.
pub(crate) fn ordinal(count: usize) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    match (count, count % 10, count % 100) {
        (1..=10, ..) => WORDS[count - 1].to_owned(),
        (_, _, 11..=13) => format!("{count}th"),
        (_, 1, _) => format!("{count}st"),
        (_, 2, _) => format!("{count}nd"),
        (_, 3, _) => format!("{count}rd"),
        _ => format!("{count}th"),
    }
}

/// `May`, or `May 2025` when it is another year than `now`.
pub(crate) fn month(at: UtcTime, now: UtcTime, zone: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let (at, now) = (at.0.to_zoned(zone.clone()), now.0.to_zoned(zone));
    at.strftime(if at.year() == now.year() { "%B" } else { "%B %Y" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_places_read_as_people_say_them() {
        assert_eq!(span(41), "41 minutes");
        assert_eq!(span(1), "1 minute");
        assert_eq!(span(7_200), "5 days");
        assert_eq!(ordinal(4), "fourth");
        assert_eq!(ordinal(22), "22nd");
        assert_eq!(ordinal(111), "111th");
    }
}
