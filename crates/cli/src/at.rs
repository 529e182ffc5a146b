//! Times as people type them.

use crate::error::CliError;
use gemba_model::UtcTime;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Reads `--at`: `now`, RFC 3339, a time with a zone in brackets, or a civil date or date and time in `zone`. A civil time
/// that the zone skips or has twice is read as jiff's "compatible": the later one of a gap, the earlier one of a fold.
///
/// # Errors
/// A usage error that shows the forms.
pub fn parse(text: &str, zone: &TimeZone, now: Timestamp) -> Result<UtcTime, CliError> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("now") {
        return Ok(UtcTime(now));
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(UtcTime(at));
    }
    if text.contains('[')
        && let Ok(at) = text.parse::<Zoned>()
    {
        return Ok(UtcTime(at.timestamp()));
    }
    let civil = match text.parse::<DateTime>() {
        Ok(civil) => Some(civil),
        Err(_) => text.parse::<Date>().ok().map(|date| date.at(0, 0, 0, 0)),
    };
    civil.and_then(|civil| zone.to_ambiguous_timestamp(civil).compatible().ok()).map(UtcTime).ok_or_else(|| {
        CliError::usage(format!(
            "“{text}” is not a time. Write `now`, `2026-11-22T09:41:00Z`, `2026-11-22T09:41`, or `2026-11-22`."
        ))
    })
}

/// The zone of an IANA name.
///
/// # Errors
/// A usage error when nobody knows the name.
pub fn zone(name: &str) -> Result<TimeZone, CliError> {
    TimeZone::get(name).map_err(|_| {
        CliError::usage(format!("“{name}” is not a time zone. Write an IANA name such as `Europe/London` or `UTC`."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> String {
        let zone = TimeZone::get("Europe/London").unwrap();
        let now = "2026-11-22T09:41:07Z".parse().unwrap();
        parse(text, &zone, now).map_or_else(|error| error.to_string(), |at| at.to_string())
    }

    #[test]
    fn every_form_is_read() {
        assert_eq!(at("now"), "2026-11-22T09:41:07Z");
        assert_eq!(at("2026-11-22T10:41:07+01:00"), "2026-11-22T09:41:07Z");
        assert_eq!(at("2026-07-01T10:00"), "2026-07-01T09:00:00Z");
        assert_eq!(at("2026-07-01 10:00"), "2026-07-01T09:00:00Z");
        assert_eq!(at("2026-07-01"), "2026-06-30T23:00:00Z");
        assert_eq!(at("2026-07-01T10:00[America/New_York]"), "2026-07-01T14:00:00Z");
    }

    #[test]
    fn a_skipped_and_a_doubled_hour_have_one_meaning() {
        assert_eq!(at("2026-03-29T01:30"), "2026-03-29T01:30:00Z");
        assert_eq!(at("2026-10-25T01:30"), "2026-10-25T00:30:00Z");
    }

    #[test]
    fn what_is_no_time_is_refused_with_the_forms() {
        assert!(at("yesterday").contains("2026-11-22T09:41"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            at(&text);
        }
    }
}
