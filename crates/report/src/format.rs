//! Numbers, money, ratios, spans and dates as a person in Britain reads them: `£12,004`, `−18 %`, `41 min`, `9 Nov`.
//!
//! Rounding happens here and nowhere before: no comparison rests on a formatted number. What is unknown, and what is
//! not a finite number, is `?`. A minus is U+2212. Spaces are plain spaces, so that a terminal's reader can search.

use gemba_model::{CostUnit, Figure, Range, Unit, UtcTime, view::WorkspaceView};
use jiff::{Zoned, tz::TimeZone};
use rust_decimal::prelude::ToPrimitive;
use std::borrow::Cow;

/// What stands for a number that nobody knows.
pub const UNKNOWN: &str = "?";

/// Formats for one workspace: its unit of cost and its zone.
#[derive(Clone, Debug)]
pub struct Formatter {
    unit: CostUnit,
    zone: TimeZone,
    zone_name: String,
}

impl Formatter {
    /// For a unit of cost and an IANA zone. A zone that is not known here is replaced by UTC, and [`Self::zone_name`]
    /// says so.
    pub fn new(unit: CostUnit, zone: &str) -> Self {
        match TimeZone::get(zone) {
            Ok(found) => Self { unit, zone: found, zone_name: zone.to_owned() },
            Err(_) => Self { unit, zone: TimeZone::UTC, zone_name: "UTC".to_owned() },
        }
    }

    /// For a workspace.
    pub fn of(workspace: &WorkspaceView) -> Self {
        Self::new(workspace.cost_unit.clone(), &workspace.zone)
    }

    /// IANA name of the zone in which dates are written.
    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }

    /// The unit of cost in words: `GBP`, `user-minutes`.
    pub fn cost_unit(&self) -> &str {
        match &self.unit {
            CostUnit::Currency(code) => code,
            CostUnit::UserMinutes => "user-minutes",
        }
    }

    /// The sign of the unit of cost for the head of a column: `£`, `CHF`, `user-min`.
    pub fn cost_sign(&self) -> String {
        match &self.unit {
            CostUnit::Currency(code) => symbol(code).trim_end().to_owned(),
            CostUnit::UserMinutes => "user-min".to_owned(),
        }
    }

    /// An amount of cost: whole from 100 on, two decimals below where there is a fraction.
    pub fn money(&self, value: f64) -> String {
        if !value.is_finite() {
            return UNKNOWN.to_owned();
        }
        let size = value.abs();
        let decimals = match &self.unit {
            CostUnit::Currency(code) if matches!(code.as_str(), "JPY" | "KRW" | "ISK" | "VND" | "CLP") => 0,
            _ if size >= 100.0 || (size - size.round()).abs() < 0.005 && size >= 0.5 => 0,
            _ if size >= 0.01 || size == 0.0 => 2,
            _ => 4,
        };
        let decimals = if size == 0.0 { 0 } else { decimals };
        let digits = grouped(size, decimals);
        let sign = if value < 0.0 && digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { "−" } else { "" };
        match &self.unit {
            CostUnit::Currency(code) => format!("{sign}{}{digits}", symbol(code)),
            CostUnit::UserMinutes => format!("{sign}{digits} user-min"),
        }
    }

    /// A value with its unit.
    pub fn value(&self, value: f64, unit: Unit) -> String {
        if !value.is_finite() {
            return UNKNOWN.to_owned();
        }
        match unit {
            Unit::Cost => self.money(value),
            Unit::CostPerMinute => format!("{} a minute", self.money(value)),
            Unit::CostPerWeek => format!("{} a week", self.money(value)),
            Unit::CostPerWeekPerWeek => format!("{} a week per week", self.money(value)),
            Unit::CostPerHour => format!("{} an hour", self.money(value)),
            Unit::CostPerInteraction => format!("{} each", self.money(value)),
            Unit::Count => number(value),
            Unit::Ratio => percent(value),
            Unit::PerWeek => format!("{} a week", number(value)),
            Unit::PerMinute => format!("{} a minute", number(value)),
            Unit::Minutes => minutes(value),
            Unit::Hours => format!("{} h", number(value)),
            Unit::Days => counted(value, "day", "days"),
            Unit::Weeks => counted(value, "week", "weeks"),
            Unit::Burn => format!("{}×", number(value)),
            Unit::Milliseconds if value.abs() >= 1_000.0 => format!("{} s", number(value / 1_000.0)),
            Unit::Milliseconds => format!("{} ms", number(value)),
        }
    }

    /// A figure: its value with its unit, `?` where it is unknown.
    pub fn figure(&self, figure: &Figure) -> String {
        figure.value.map_or_else(|| UNKNOWN.to_owned(), |value| self.value(value, figure.unit))
    }

    /// A figure with what is likely: `0.135 a week (0.024 – 0.337)`. Without a range it is [`Self::figure`].
    pub fn figure_range(&self, figure: &Figure) -> String {
        match (figure.value, figure.low, figure.high) {
            (Some(value), Some(low), Some(high)) if low.is_finite() && high.is_finite() && low < high => {
                format!("{} ({})", self.value(value, figure.unit), self.between(low, high, figure.unit))
            }
            _ => self.figure(figure),
        }
    }

    /// A figure that says why it is unknown: `? (nobody measures it yet)`.
    pub fn figure_or_reason(&self, figure: &Figure) -> String {
        match (&figure.value, &figure.unknown) {
            (None, Some(reason)) => format!("{UNKNOWN} ({})", plain(reason)),
            _ => self.figure(figure),
        }
    }

    /// Two ends of a range without words for the unit: `800 – 6,000`, `55 – 85 %`, `£800 – £6,000`.
    pub fn between(&self, low: f64, high: f64, unit: Unit) -> String {
        let end = |value: f64| match unit {
            Unit::Cost
            | Unit::CostPerMinute
            | Unit::CostPerWeek
            | Unit::CostPerWeekPerWeek
            | Unit::CostPerHour
            | Unit::CostPerInteraction => self.money(value),
            Unit::Ratio => percent(value),
            _ => number(value),
        };
        format!("{} – {}", end(low), end(high))
    }

    /// A stated range, low to high, of the given unit.
    pub fn range(&self, range: &Range, unit: Unit) -> String {
        let ends = (range.low.to_f64(), range.mid.to_f64(), range.high.to_f64());
        match ends {
            (Some(_), Some(mid), Some(_)) if range.is_point() => self.value(mid, unit),
            (Some(low), Some(mid), Some(high)) => {
                format!("{} ({})", self.value(mid, unit), self.between(low, high, unit))
            }
            _ => UNKNOWN.to_owned(),
        }
    }

    /// The instant in the workspace's zone.
    pub fn zoned(&self, at: UtcTime) -> Zoned {
        at.0.to_zoned(self.zone.clone())
    }

    /// `9 Nov`
    pub fn day(&self, at: UtcTime) -> String {
        self.zoned(at).strftime("%-d %b").to_string()
    }

    /// `9 Nov 2026`
    pub fn date(&self, at: UtcTime) -> String {
        self.zoned(at).strftime("%-d %b %Y").to_string()
    }

    /// `Mon 9 Nov`
    pub fn weekday(&self, at: UtcTime) -> String {
        self.zoned(at).strftime("%a %-d %b").to_string()
    }

    /// `09:41`
    pub fn time(&self, at: UtcTime) -> String {
        self.zoned(at).strftime("%H:%M").to_string()
    }

    /// `9 Nov, 09:41`, with the year where it is not that of `now`.
    pub fn moment(&self, at: UtcTime, now: UtcTime) -> String {
        let here = self.zoned(at);
        let pattern = if here.year() == self.zoned(now).year() { "%-d %b, %H:%M" } else { "%-d %b %Y, %H:%M" };
        here.strftime(pattern).to_string()
    }

    /// `9 Nov`, `today` or `yesterday` in the zone, with the year where it is not that of `now`.
    pub fn near_day(&self, at: UtcTime, now: UtcTime) -> String {
        let (here, there) = (self.zoned(at), self.zoned(now));
        if here.date() == there.date() {
            return "today".to_owned();
        }
        if here.date().tomorrow().is_ok_and(|next| next == there.date()) {
            return "yesterday".to_owned();
        }
        if here.year() == there.year() { self.day(at) } else { self.date(at) }
    }

    /// A half-open span of days by its first and last day: `9 Nov – 6 Dec 2026`.
    pub fn days(&self, from: UtcTime, to: UtcTime) -> String {
        let last = if to > from { UtcTime::from_second(to.second().saturating_sub(1)) } else { to };
        let (start, end) = (self.zoned(from), self.zoned(last));
        if start.date() == end.date() {
            return self.date(last);
        }
        let start = if start.year() == end.year() { self.day(from) } else { self.date(from) };
        format!("{start} – {}", self.date(last))
    }
}

fn symbol(code: &str) -> Cow<'_, str> {
    match code {
        "GBP" => "£".into(),
        "EUR" => "€".into(),
        "USD" => "$".into(),
        "JPY" => "¥".into(),
        "INR" => "₹".into(),
        other => format!("{} ", plain(other)).into(),
    }
}

/// Digits of a value that is not negative, in groups of three.
fn grouped(size: f64, decimals: usize) -> String {
    let text = format!("{size:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + whole.len() / 3 + 1);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// The same without zeros that say nothing: `1.50` → `1.5`, `2.0` → `2`.
fn trimmed(text: String) -> String {
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn signed(value: f64, digits: String) -> String {
    let nonzero = digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if value < 0.0 && nonzero { format!("−{digits}") } else { digits }
}

/// A plain number: three significant digits below 100, whole above, in groups of three.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return UNKNOWN.to_owned();
    }
    let size = value.abs();
    let decimals = match size {
        _ if size == 0.0 || size >= 100.0 || size.fract() == 0.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 1.0 => 2,
        _ if size >= 0.1 => 3,
        _ if size >= 0.01 => 4,
        _ if size >= 0.000_05 => 5,
        _ => return signed(value, format!("{size:.1e}")),
    };
    let digits = grouped(size, decimals);
    signed(value, if decimals == 0 { digits } else { trimmed(digits) })
}

/// A ratio as per cent: `31 %`, `−18 %`, `0.4 %`. Close to 100 % it keeps two digits of what is missing, `99.86 %`, so
/// that no failure is rounded away.
pub fn percent(ratio: f64) -> String {
    let value = ratio * 100.0;
    if !value.is_finite() {
        return UNKNOWN.to_owned();
    }
    let size = value.abs();
    let missing = 100.0 - size;
    let decimals = match size {
        _ if size == 0.0 || size >= 100.0 => 0,
        _ if size > 99.999_9 => return signed(value, "> 99.9999 %".to_owned()),
        _ if size > 90.0 && missing < 0.01 => 4,
        _ if size > 90.0 && missing < 0.1 => 3,
        _ if size > 90.0 && missing < 1.0 => 2,
        _ if size > 90.0 => 1,
        _ if size >= 10.0 => 0,
        _ if size >= 1.0 => 1,
        _ if size >= 0.1 => 2,
        _ if size >= 0.001 => 3,
        _ => return if value < 0.0 { "> −0.001 %" } else { "< 0.001 %" }.to_owned(),
    };
    format!("{} %", signed(value, trimmed(grouped(size, decimals))))
}

/// Minutes as a person says them: `41 min`, `2 h 5 min`, `3 d 4 h`. Below one minute: `30 s`.
pub fn minutes(value: f64) -> String {
    if !value.is_finite() {
        return UNKNOWN.to_owned();
    }
    let size = value.abs();
    let text = if size > 0.0 && size < 1.0 {
        format!("{} s", grouped((size * 60.0).round(), 0))
    } else if size.round() < 120.0 {
        format!("{} min", grouped(size.round(), 0))
    } else if size.round() < 2_880.0 {
        two_parts((size.round() / 60.0).floor(), "h", size.round() % 60.0, "min")
    } else {
        let hours = (size / 60.0).round();
        two_parts((hours / 24.0).floor(), "d", hours % 24.0, "h")
    };
    signed(value, text)
}

fn two_parts(first: f64, first_unit: &str, second: f64, second_unit: &str) -> String {
    if second < 1.0 {
        format!("{} {first_unit}", grouped(first, 0))
    } else {
        format!("{} {first_unit} {} {second_unit}", grouped(first, 0), grouped(second, 0))
    }
}

/// A number with its noun: `1 week`, `1.5 weeks`, `0 weeks`.
pub fn counted(value: f64, one: &str, many: &str) -> String {
    let text = number(value);
    let noun = if text == "1" { one } else { many };
    format!("{text} {noun}")
}

/// Text from outside without what could steer a terminal or turn a line round: control characters and bidirectional
/// overrides become a space. Letters of every script stay.
pub fn plain(text: &str) -> Cow<'_, str> {
    let steers = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(letter, '\u{fffe}' | '\u{ffff}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
    };
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().map(|letter| if steers(letter) { ' ' } else { letter }).collect();
    Cow::Owned(kept.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Text of at most so many characters; what is cut is shown by `…`.
pub fn clipped(text: &str, most: usize) -> Cow<'_, str> {
    let plain = plain(text);
    if plain.chars().count() <= most {
        return plain;
    }
    let mut kept: String = plain.chars().take(most.saturating_sub(1)).collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    Cow::Owned(kept)
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
