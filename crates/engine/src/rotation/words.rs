//! The rule of a rotation, to be shown beside it.

use gemba_model::{ActiveHours, Advance, Layer, Rotation, TurnUnit};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The rule in words: each layer's turns, active hours, what makes a turn pass, and the zone.
pub fn rule_in_words(rotation: &Rotation) -> String {
    let mut layers: Vec<&Layer> = rotation.layers.iter().collect();
    layers.sort_by_key(|layer| std::cmp::Reverse(layer.priority));
    let mut parts: Vec<String> = layers.into_iter().map(layer_in_words).collect();
    if parts.is_empty() {
        parts.push("nobody by rule, overrides only".into());
    }
    format!("{}; times in {}", parts.join("; otherwise "), rotation.zone)
}

fn layer_in_words(layer: &Layer) -> String {
    let turn = match (layer.unit, layer.length) {
        (TurnUnit::Hour, 1) => "hourly turns".into(),
        (TurnUnit::Day, 1) => "daily turns".into(),
        (TurnUnit::Week, 1) => "weekly turns".into(),
        (TurnUnit::Month, 1) => "monthly turns".into(),
        (TurnUnit::Hour, n) => format!("turns of {n} hours"),
        (TurnUnit::Day, n) => format!("turns of {n} days"),
        (TurnUnit::Week, n) => format!("turns of {n} weeks"),
        (TurnUnit::Month, n) => format!("turns of {n} months"),
    };
    let people = match layer.turns.len() {
        0 => "with nobody".to_owned(),
        1 => "of one".to_owned(),
        n => format!("among {n}"),
    };
    let mut text = format!("{turn} {people} from {}", layer.start.replace('T', " "));
    if let Some(end) = &layer.end {
        text.push_str(&format!(" until {}", end.replace('T', " ")));
    }
    if !layer.active.is_empty() {
        let hours: Vec<String> = layer.active.iter().map(hours_in_words).collect();
        text.push_str(&format!(", {}", hours.join(" and ")));
        text.push_str(match layer.advance {
            Advance::CalendarTime => ", a turn passes with calendar time",
            Advance::ActiveDays => ", a turn passes only on active days",
        });
    }
    if layer.unit == TurnUnit::Month && layer.start.get(8..10).is_some_and(|day| day > "28") {
        text.push_str(", on the last day of shorter months");
    }
    text
}

fn hours_in_words(hours: &ActiveHours) -> String {
    let mut days: Vec<usize> = hours.weekdays.iter().filter_map(|day| usize::from(*day).checked_sub(1)).collect();
    days.sort_unstable();
    days.dedup();
    let name = |day: usize| DAYS.get(day).copied().unwrap_or("?");
    let run = days.windows(2).all(|pair| pair.first().zip(pair.last()).is_some_and(|(a, b)| a + 1 == *b));
    let list = match (days.as_slice(), run) {
        ([], _) => "never".to_owned(),
        ([first, .., last], true) if days.len() > 2 => format!("{}–{}", name(*first), name(*last)),
        _ => days.iter().map(|day| name(*day)).collect::<Vec<_>>().join(", "),
    };
    if hours.from == hours.to {
        format!("{list} all day from {}", hours.from)
    } else {
        format!("{list} {}–{}", hours.from, hours.to)
    }
}
