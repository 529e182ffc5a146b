//! Dates and times as tools write them.

use gemba_model::UtcTime;
use jiff::{Timestamp, civil, tz::TimeZone};

/// Days since 1970-01-01 of a civil date of the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date
/// algorithms", days_from_civil).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0i64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

fn month_days(year: i64, month: i64) -> i64 {
    match month {
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Seconds since 1970-01-01T00:00Z of an RFC 3339 time, without its fraction. `None` for anything else, also for a time
/// without offset. Written for speed: this runs once per log line.
pub(crate) fn rfc3339_seconds(text: &[u8]) -> Option<i64> {
    if text.len() < 20 || text[4] != b'-' || text[7] != b'-' || text[13] != b':' || text[16] != b':' {
        return None;
    }
    if !matches!(text[10], b'T' | b't' | b' ') {
        return None;
    }
    let (year, month, day) = (number(&text[0..4])?, number(&text[5..7])?, number(&text[8..10])?);
    let (hour, minute, second) = (number(&text[11..13])?, number(&text[14..16])?, number(&text[17..19])?);
    if !(1..=12).contains(&month) || day < 1 || day > month_days(year, month) || hour > 23 || minute > 59 || second > 60
    {
        return None;
    }
    let mut rest = &text[19..];
    if rest[0] == b'.' || rest[0] == b',' {
        let end = rest[1..].iter().position(|byte| !byte.is_ascii_digit())? + 1;
        if end == 1 {
            return None;
        }
        rest = &rest[end..];
    }
    let offset = match rest {
        b"Z" | b"z" => 0,
        _ => offset_seconds(rest)?,
    };
    Some(days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second.min(59) - offset)
}

/// Seconds of an offset `+hh:mm`, `+hhmm` or `+hh`.
pub(crate) fn offset_seconds(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text.split_first()? {
        (b'+', digits) => (1, digits),
        (b'-', digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.len() {
        2 => (number(digits)?, 0),
        4 => (number(&digits[..2])?, number(&digits[2..])?),
        5 if digits[2] == b':' => (number(&digits[..2])?, number(&digits[3..])?),
        _ => return None,
    };
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}

/// Seconds since 1970 of a number that counts seconds, milliseconds, microseconds or nanoseconds: whichever puts it between
/// 1973 and 5138.
pub(crate) fn epoch_seconds(value: f64) -> Option<i64> {
    if !value.is_finite() || value < 1e8 {
        return None;
    }
    let seconds = match value {
        v if v < 1e11 => v,
        v if v < 1e14 => v / 1e3,
        v if v < 1e17 => v / 1e6,
        v if v < 1e20 => v / 1e9,
        _ => return None,
    };
    Some(seconds.floor() as i64)
}

/// Seconds since 1970 of `10/Oct/2000:13:55:36 -0700`, the time of the common log format.
pub(crate) fn common_log_seconds(text: &[u8]) -> Option<i64> {
    if text.len() != 26
        || text[2] != b'/'
        || text[6] != b'/'
        || text[11] != b':'
        || text[14] != b':'
        || text[17] != b':'
    {
        return None;
    }
    let month = month_number(&text[3..6])?;
    let (day, year) = (number(&text[0..2])?, number(&text[7..11])?);
    let (hour, minute, second) = (number(&text[12..14])?, number(&text[15..17])?, number(&text[18..20])?);
    if day < 1 || day > month_days(year, month) || hour > 23 || minute > 59 || second > 60 || text[20] != b' ' {
        return None;
    }
    Some(days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second.min(59) - offset_seconds(&text[21..])?)
}

/// 1 to 12 of an English month, by its first three letters in any case.
pub(crate) fn month_number(name: &[u8]) -> Option<i64> {
    const MONTHS: &[u8; 36] = b"janfebmaraprmayjunjulaugsepoctnovdec";
    let name = [*name.first()?, *name.get(1)?, *name.get(2)?].map(|byte| byte.to_ascii_lowercase());
    MONTHS.chunks(3).position(|month| month == name).and_then(|index| i64::try_from(index + 1).ok())
}

/// A civil time in a zone. In a gap of the clock it is the time after, in a fold the first one (RFC 5545 reads it so, too).
pub(crate) fn in_zone(at: civil::DateTime, zone: &str) -> Result<UtcTime, String> {
    let zone =
        TimeZone::get(zone).map_err(|_| format!("names no time zone that is known: `{}`", crate::text::shown(zone)))?;
    let at = zone.to_ambiguous_zoned(at).compatible().map_err(|_| "lies outside the calendar".to_owned())?;
    Ok(at.timestamp().into())
}

/// An instant: RFC 3339, a number since 1970, or a civil date or time, which is meant in `zone`.
///
/// # Errors
/// What is wrong, to be put behind the text.
pub(crate) fn instant(text: &str, zone: &str) -> Result<UtcTime, String> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at.into());
    }
    // Offsets without a colon, as Jira's REST interface writes them.
    if let Some(seconds) = rfc3339_seconds(text.as_bytes()) {
        return Ok(UtcTime::from_second(seconds));
    }
    if let Ok(number) = text.parse::<f64>() {
        return epoch_seconds(number).map(UtcTime::from_second).ok_or_else(|| "is no time".to_owned());
    }
    match text.parse::<civil::DateTime>() {
        Ok(at) => in_zone(at, zone),
        Err(_) => Err("is no time; write it as 2026-11-09T14:30:00Z, or as 2026-11-09".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_as_tools_write_them() {
        assert_eq!(rfc3339_seconds(b"1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(
            rfc3339_seconds(b"2026-11-22T12:00:00.123456789+01:00"),
            Some(1_795_345_200 - 1_800_000 + 1_800_000)
        );
        assert_eq!(rfc3339_seconds(b"2026-02-29T12:00:00Z"), None);
        assert_eq!(rfc3339_seconds(b"2026-11-22T12:00:00"), None);
        assert_eq!(common_log_seconds(b"10/Oct/2000:13:55:36 -0700"), Some(971_211_336));
        assert_eq!(epoch_seconds(971_211_336_123_000_000.0), Some(971_211_336));
        assert_eq!(epoch_seconds(971_211_336_123.0), Some(971_211_336));
        assert_eq!(
            instant("2016-03-03T13:40:01.000+0000", "UTC").map(|at| at.to_string()).as_deref(),
            Ok("2016-03-03T13:40:01Z")
        );
        assert_eq!(
            instant("2026-07-01", "Europe/London").map(|at| at.to_string()).as_deref(),
            Ok("2026-06-30T23:00:00Z")
        );
        assert!(instant("yesterday", "UTC").is_err());
        assert!(instant("2026-07-01", "Mars/Olympus").is_err());
    }

    proptest! {
        #[test]
        fn the_fast_reader_agrees_with_jiff(second in -62_000_000_000i64..250_000_000_000, nanos in 0i32..1_000_000_000) {
            let at = Timestamp::new(second, 0).unwrap();
            let text = Timestamp::new(second, nanos).map(|at| at.to_string());
            if second >= 0 { prop_assert_eq!(rfc3339_seconds(text.unwrap().as_bytes()), Some(second)); }
            prop_assert_eq!(rfc3339_seconds(at.to_string().as_bytes()), Some(second));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = (rfc3339_seconds(&bytes), common_log_seconds(&bytes), offset_seconds(&bytes), month_number(&bytes));
            if let Ok(text) = std::str::from_utf8(&bytes) { let _ = instant(text, "Europe/London"); }
        }
    }
}
