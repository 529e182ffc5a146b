//! Shifts as iCalendar, RFC 5545: CRLF, lines folded at 75 octets, text escaped.

use crate::format::plain;
use gemba_model::{PersonId, Rotation, Shift, UtcTime};

/// A calendar of the shifts of some rotations. Times are UTC, so no zone has to be sent along. A shift without people (a
/// gap, or outside the hours) makes no event. `name` gives a person's name; `now` is the time stamp of the file. The same
/// shift has the same UID in every export, so that a calendar which imports it again does not double it.
pub fn shifts_ics(shifts: &[(&Rotation, &[Shift])], name: &dyn Fn(&PersonId) -> String, now: UtcTime) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Gemba//On call//EN");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    for (rotation, shifts) in shifts {
        for shift in shifts.iter().filter(|shift| !shift.people.is_empty() && shift.from < shift.to) {
            let people = shift.people.iter().map(name).collect::<Vec<_>>().join(", ");
            line(&mut out, "BEGIN:VEVENT");
            let uid = format!("{}/{}@gemba", rotation.id, shift.from.second());
            line(&mut out, &format!("UID:{}", escaped(&uid)));
            line(&mut out, &format!("DTSTAMP:{}", stamp(now)));
            line(&mut out, &format!("DTSTART:{}", stamp(shift.from)));
            line(&mut out, &format!("DTEND:{}", stamp(shift.to)));
            line(&mut out, &format!("SUMMARY:{}", escaped(&format!("On call: {people} ({})", rotation.name))));
            let about = if shift.by == "override" { "Override".to_owned() } else { format!("Layer: {}", shift.by) };
            line(&mut out, &format!("DESCRIPTION:{}", escaped(&about)));
            line(&mut out, &format!("CATEGORIES:{}", rotation.party.name()));
            line(&mut out, "TRANSP:TRANSPARENT");
            line(&mut out, "END:VEVENT");
        }
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn stamp(at: UtcTime) -> String {
    at.0.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// TEXT of RFC 5545 §3.3.11.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in plain(text).chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            other => out.push(other),
        }
    }
    out
}

/// A content line, folded at 75 octets between characters (RFC 5545 §3.1).
fn line(out: &mut String, content: &str) {
    let mut used = 0;
    for letter in content.chars() {
        if used + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(letter);
        used += letter.len_utf8();
    }
    out.push_str("\r\n");
}
