//! Durations and windows of OpenSLO, in which `m` are minutes and `M` months.

use crate::text::node::{Node, Wrong};
use gemba_model::{BudgetWindow, CalendarUnit};
use jiff::civil;

/// A duration such as `30d`: how many, and the unit's letter.
fn parts(text: &str) -> Option<(u32, char)> {
    let unit = text.chars().last()?;
    let count = text.get(..text.len() - unit.len_utf8())?.parse().ok().filter(|count| *count > 0)?;
    "mhdwMQY".contains(unit).then_some((count, unit))
}

/// Minutes of a duration whose length does not depend on the calendar: `m`, `h`, `d`, `w`.
pub(super) fn minutes(node: &Node<'_>) -> Result<Option<u32>, Wrong> {
    let Some(text) = node.text() else { return Ok(None) };
    let minutes = parts(&text).and_then(|(count, unit)| match unit {
        'm' => Some(count),
        'h' => count.checked_mul(60),
        'd' => count.checked_mul(1_440),
        'w' => count.checked_mul(10_080),
        _ => None,
    });
    // Longer than ten years is a slip of the keyboard.
    match minutes.filter(|minutes| *minutes <= 5_270_400) {
        Some(minutes) => Ok(Some(minutes)),
        None => Err(node.wrong("is no duration such as 30d, 4w, 12h or 90m (m are minutes, M would be months)")),
    }
}

/// The window of a budget: the one entry of `timeWindow`.
pub(super) fn window(node: &Node<'_>) -> Result<BudgetWindow, Wrong> {
    let list = node.items();
    let Some(window) = list.first() else { return Err(node.wrong("is missing, and needed")) };
    if list.len() > 1 {
        return Err(node.wrong("has more than one entry; OpenSLO v1 allows one"));
    }
    let calendar = window.get("calendar");
    let rolling = match window.get("isRolling").text().as_deref() {
        None => !calendar.is_there(),
        Some("true") => true,
        Some("false") => false,
        Some(_) => return Err(window.get("isRolling").wrong("is neither true nor false")),
    };
    let duration = window.get("duration");
    if rolling {
        return match minutes(&duration)? {
            Some(minutes) => Ok(BudgetWindow::Rolling { minutes }),
            None => Err(duration.wrong("is missing, and needed")),
        };
    }
    let text = duration.needed()?;
    let Some((count, unit)) = parts(&text) else {
        return Err(duration.wrong("is no calendar duration such as 1w, 4w, 1M, 1Q or 1Y"));
    };
    let unit = match unit {
        'd' => CalendarUnit::Day,
        'w' => CalendarUnit::Week,
        'M' => CalendarUnit::Month,
        'Q' => CalendarUnit::Quarter,
        'Y' => CalendarUnit::Year,
        _ => return Err(duration.wrong("is no calendar duration; its unit must be d, w, M, Q or Y")),
    };
    if count > 3_660 {
        return Err(duration.wrong("is longer than any budget"));
    }
    let start = calendar.get("startTime");
    let written = start.needed()?;
    let at: civil::DateTime = written
        .trim_end_matches(['Z', 'z'])
        .parse()
        .map_err(|_| start.wrong("is no date and time such as 2026-01-05 00:00:00"))?;
    let zone = calendar.get("timeZone");
    let name = zone.needed()?;
    if jiff::tz::TimeZone::get(&name).is_err() {
        return Err(zone.wrong("is no IANA time zone such as Europe/London"));
    }
    Ok(BudgetWindow::Calendar { count, unit, start: at.strftime("%Y-%m-%dT%H:%M").to_string(), zone: name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: serde_json::Value) -> Result<BudgetWindow, Wrong> {
        window(&Node::root(&value))
    }

    #[test]
    fn minutes_and_months_are_told_apart() {
        assert_eq!(
            read(json!([{ "duration": "30d", "isRolling": true }])),
            Ok(BudgetWindow::Rolling { minutes: 43_200 })
        );
        assert_eq!(read(json!([{ "duration": "90m", "isRolling": true }])), Ok(BudgetWindow::Rolling { minutes: 90 }));
        assert!(read(json!([{ "duration": "1M", "isRolling": true }])).is_err());
        let calendar = json!({ "startTime": "2022-01-01 12:00:00", "timeZone": "America/New_York" });
        assert_eq!(
            read(json!([{ "duration": "1M", "isRolling": false, "calendar": calendar }])),
            Ok(BudgetWindow::Calendar {
                count: 1,
                unit: CalendarUnit::Month,
                start: "2022-01-01T12:00".into(),
                zone: "America/New_York".into()
            })
        );
        assert!(read(json!([{ "duration": "1M", "isRolling": false }])).is_err());
        for bad in ["", "d", "0d", "-1d", "3x", "99999999999d", "4294967295w", "é"] {
            assert!(read(json!([{ "duration": bad, "isRolling": true }])).is_err(), "{bad}");
        }
    }
}
