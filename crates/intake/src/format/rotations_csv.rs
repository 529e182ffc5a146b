//! `rotations-csv`: rotations, a row for each layer and each override. Documented in `docs/formats/rotations-csv.md`.

use super::{Format, sheet, words};
use crate::text::cells::{self, Record};
use crate::text::node::Wrong;
use crate::text::{Input, shown};
use crate::time;
use crate::{Context, Fact, FileError, Place, Sink};
use gemba_model::{
    ActiveHours, Advance, Extra, Layer, Override, PersonId, Rotation, RotationId, ServiceId, TeamId, TurnUnit, slug,
};
use jiff::civil;
use std::collections::BTreeMap;

/// Rotations as CSV.
pub struct RotationsCsv;

const KNOWN: [&str; 19] = [
    "rotation", "name", "party", "team", "services", "zone", "row", "layer", "people", "start", "end", "unit",
    "length", "advance", "weekdays", "from", "to", "priority", "reason",
];

/// More rotations than any organisation has: what is held until the end of the file stays bounded.
const MOST_ROTATIONS: usize = 100_000;

/// More rows of one rotation than anybody could read.
const MOST_ROWS: usize = 10_000;

impl Format for RotationsCsv {
    fn name(&self) -> &'static str {
        "rotations-csv"
    }

    fn about(&self) -> &'static str {
        "rotations as CSV, a row per layer or override: rotation, party, layer, people, start, unit, …"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        sheet::sniff(head, &[&["rotation"], &["people"]], 90)
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut found: BTreeMap<String, (Place, Rotation)> = BTreeMap::new();
        let mut overrides: Vec<(Place, RotationId, Override)> = Vec::new();
        cells::records(input, sink, &[&["rotation"], &["people"], &["start"]], &mut |record, sink| {
            let read = match record.get(&["row"]).to_ascii_lowercase().as_str() {
                "" | "layer" if found.len() >= MOST_ROTATIONS => {
                    Err(("rotation".into(), format!("the file names more than {MOST_ROTATIONS} rotations")))
                }
                "" | "layer" => add_layer(record, context, &mut found),
                "override" => {
                    add_override(record, context).map(|(id, span)| overrides.push((record.place(), id, span)))
                }
                other => Err(sheet::wrong("row", other, "is no kind of row; write layer or override")),
            };
            if let Err((field, reason)) = read {
                sink.reject(&record.place().field(field), reason);
            }
        })?;
        for (place, rotation, span) in overrides {
            match found.get_mut(rotation.as_str()) {
                Some((_, known)) if known.overrides.len() < MOST_ROWS => known.overrides.push(span),
                Some(_) => sink.reject(&place, format!("the rotation has more than {MOST_ROWS} overrides")),
                None => sink.fact(&place, Fact::Override { rotation, span }),
            }
        }
        for (place, mut rotation) in found.into_values() {
            rotation.overrides.sort_by_key(|span| (span.from, span.to));
            sink.fact(&place, Fact::Rotation(Box::new(rotation)));
        }
        Ok(())
    }
}

fn add_layer(
    record: &Record<'_>,
    context: &Context,
    found: &mut BTreeMap<String, (Place, Rotation)>,
) -> Result<(), Wrong> {
    let id = slug(sheet::needed(record, &["rotation"])?);
    let layer = layer(record)?;
    let party = record.get(&["party"]);
    let known = found.get(&id);
    if party.is_empty() && known.is_none() {
        return Err(("party".into(), "is empty, and needed on the first row of a rotation".into()));
    }
    let party = if party.is_empty() { None } else { Some(words::party("party", party)?) };
    let zone = zone(record, context)?;
    if let Some((_, rotation)) = known {
        if party.is_some_and(|party| party != rotation.party) {
            return Err(sheet::wrong("party", record.get(&["party"]), "differs from the rotation's rows above"));
        }
        if !record.get(&["zone"]).is_empty() && zone != rotation.zone {
            return Err(sheet::wrong("zone", &zone, "differs from the rotation's rows above"));
        }
    }
    let name = record.get(&["name", "rotation"]).to_owned();
    let (_, rotation) = found.entry(id.clone()).or_insert_with(|| {
        let rotation = Rotation {
            id: RotationId(id),
            name,
            // Checked above: a new rotation states its party.
            party: party.unwrap_or(gemba_model::Party::Ops),
            team: None,
            services: Vec::new(),
            zone,
            layers: Vec::new(),
            overrides: Vec::new(),
            source: context.source("rotations-csv", None),
            extra: Extra::default(),
        };
        (record.place(), rotation)
    });
    for service in sheet::list(record.get(&["services"])).map(ServiceId::from) {
        if !rotation.services.contains(&service) {
            rotation.services.push(service);
        }
    }
    if rotation.team.is_none() && !record.get(&["team"]).is_empty() {
        rotation.team = Some(TeamId(slug(record.get(&["team"]))));
    }
    rotation.extra.extend(record.extra(&|name| KNOWN.contains(&name)).fields());
    if rotation.layers.len() >= MOST_ROWS {
        return Err(("layer".into(), format!("the rotation has more than {MOST_ROWS} layers")));
    }
    // A row that repeats a layer with other hours adds those hours to it.
    let same = |known: &&mut Layer| {
        known.name == layer.name && known.turns == layer.turns && known.start == layer.start && known.unit == layer.unit
    };
    match rotation.layers.iter_mut().find(same) {
        Some(known) => known.active.extend(layer.active),
        None => rotation.layers.push(layer),
    }
    Ok(())
}

fn zone(record: &Record<'_>, context: &Context) -> Result<String, Wrong> {
    let zone = match record.get(&["zone"]) {
        "" => context.zone.as_str(),
        zone => zone,
    };
    match jiff::tz::TimeZone::get(zone) {
        Ok(_) => Ok(zone.to_owned()),
        Err(_) => Err(sheet::wrong("zone", zone, "is no IANA time zone such as Europe/London")),
    }
}

fn layer(record: &Record<'_>) -> Result<Layer, Wrong> {
    let turns: Vec<Vec<PersonId>> = sheet::list(record.get(&["people"]))
        .map(|turn| turn.split('+').map(str::trim).filter(|id| !id.is_empty()).map(PersonId::from).collect())
        .collect();
    if turns.is_empty() {
        return Err(("people".into(), "is empty; a layer needs somebody".into()));
    }
    let unit = match record.get(&["unit"]).to_ascii_lowercase().as_str() {
        "hour" | "hours" | "hourly" => TurnUnit::Hour,
        "day" | "days" | "daily" => TurnUnit::Day,
        "" | "week" | "weeks" | "weekly" => TurnUnit::Week,
        "month" | "months" | "monthly" => TurnUnit::Month,
        other => return Err(sheet::wrong("unit", other, "is no unit of a turn; write hour, day, week or month")),
    };
    let length = match record.get(&["length"]) {
        "" => 1,
        text => text
            .parse()
            .ok()
            .filter(|length| (1..=10_000).contains(length))
            .ok_or_else(|| sheet::wrong("length", text, "is no number of units from 1 to 10000"))?,
    };
    let advance = match record.get(&["advance"]).to_ascii_lowercase().as_str() {
        "" | "calendar_time" | "calendar" => Advance::CalendarTime,
        "active_days" | "active" => Advance::ActiveDays,
        other => return Err(sheet::wrong("advance", other, "is none of calendar_time and active_days")),
    };
    let priority = match record.get(&["priority"]) {
        "" => 0,
        text => text.parse().map_err(|_| sheet::wrong("priority", text, "is no whole number"))?,
    };
    let end = match record.get(&["end"]) {
        "" => None,
        _ => Some(civil_text(record, "end")?),
    };
    let start = civil_text(record, "start")?;
    if end.as_ref().is_some_and(|end| *end <= start) {
        return Err(sheet::wrong("end", record.get(&["end"]), "is not after the start"));
    }
    Ok(Layer {
        name: record.get(&["layer"]).to_owned(),
        turns,
        start,
        end,
        unit,
        length,
        advance,
        active: active(record)?.into_iter().collect(),
        priority,
    })
}

/// A civil date and time, written as the model writes them: `2026-08-31T09:00`.
fn civil_text(record: &Record<'_>, column: &str) -> Result<String, Wrong> {
    Ok(civil_time(sheet::needed(record, &[column])?, column)?.strftime("%Y-%m-%dT%H:%M").to_string())
}

fn civil_time(text: &str, column: &str) -> Result<civil::DateTime, Wrong> {
    // An offset would be ignored silently, so it is refused: the zone stands in its own column.
    let offset = text.len() > 16 && text.get(16..).is_some_and(|rest| rest.contains(['Z', 'z', '+', '-']));
    match text.parse::<civil::DateTime>() {
        Ok(at) if !offset => Ok(at),
        _ => Err(sheet::wrong(column, text, "is no date and time by the rotation's clock, such as 2026-08-31T09:00")),
    }
}

fn active(record: &Record<'_>) -> Result<Option<ActiveHours>, Wrong> {
    let (days, from, to) = (record.get(&["weekdays"]), record.get(&["from"]), record.get(&["to"]));
    if days.is_empty() && from.is_empty() && to.is_empty() {
        return Ok(None);
    }
    let mut weekdays = Vec::new();
    for part in days.split([';', ',', '|', ' ']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (Some(first), Some(last)) = (weekday(first), weekday(last)) else {
            return Err(sheet::wrong("weekdays", days, "are no weekdays; write 1;2;3;4;5 or Mon-Fri"));
        };
        let mut day = first;
        while !weekdays.contains(&day) {
            weekdays.push(day);
            if day == last {
                break;
            }
            day = day % 7 + 1;
        }
    }
    if weekdays.is_empty() {
        weekdays.extend(1..=7);
    }
    weekdays.sort_unstable();
    let (from, to) = (clock(from, "from", "00:00")?, clock(to, "to", "24:00")?);
    let to = if to == "24:00" { "00:00".to_owned() } else { to };
    Ok(Some(ActiveHours { weekdays, from, to }))
}

fn weekday(text: &str) -> Option<u8> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let text = text.trim().to_ascii_lowercase();
    match text.parse::<u8>() {
        Ok(number) => (1..=7).contains(&number).then_some(number),
        Err(_) => NAMES.iter().zip(1u8..).find(|(name, _)| text.len() >= 3 && text.starts_with(**name)).map(|(_, n)| n),
    }
}

fn clock(text: &str, column: &str, otherwise: &str) -> Result<String, Wrong> {
    let text = if text.is_empty() { otherwise } else { text };
    let (hours, minutes) = text.split_once(':').unwrap_or((text, "00"));
    let in_bounds = |part: &str, most: u8| part.len() <= 2 && part.parse::<u8>().is_ok_and(|number| number <= most);
    match (in_bounds(hours, 23) && in_bounds(minutes, 59)) || (text == "24:00" && column == "to") {
        true => Ok(format!("{hours:0>2}:{minutes:0>2}")),
        false => Err(sheet::wrong(column, text, "is no time of day such as 09:00")),
    }
}

fn add_override(record: &Record<'_>, context: &Context) -> Result<(RotationId, Override), Wrong> {
    let id = RotationId(slug(sheet::needed(record, &["rotation"])?));
    let zone = zone(record, context)?;
    let at = |column: &str| {
        let text = sheet::needed(record, &[column])?;
        match text.parse::<jiff::Timestamp>() {
            Ok(at) => Ok(at.into()),
            Err(_) => {
                time::in_zone(civil_time(text, column)?, &zone).map_err(|reason| sheet::wrong(column, text, &reason))
            }
        }
    };
    let (from, to) = (at("start")?, at("end")?);
    if from >= to {
        return Err(("end".into(), format!("`{}` is not after the start", shown(record.get(&["end"])))));
    }
    let people = record.get(&["people"]).split([';', '+', '|']).map(str::trim).filter(|id| !id.is_empty());
    let span =
        Override { people: people.map(PersonId::from).collect(), from, to, reason: record.get(&["reason"]).to_owned() };
    Ok((id, span))
}
