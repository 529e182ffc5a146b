//! `people-csv`: people, a row each. Documented in `docs/formats/people-csv.md`.

use super::{Format, sheet, words};
use crate::text::Input;
use crate::text::cells::{self, Record};
use crate::text::node::Wrong;
use crate::{Context, Fact, FileError, Sink};
use gemba_model::{Person, PersonId, TeamId, slug};

/// People as CSV.
pub struct PeopleCsv;

const KNOWN: [&str; 6] = ["id", "name", "party", "team", "email", "zone"];

impl Format for PeopleCsv {
    fn name(&self) -> &'static str {
        "people-csv"
    }

    fn about(&self) -> &'static str {
        "people as CSV: id, name, party, team, email, zone"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        let rotations = sheet::sniff(head, &[&["rotation"]], 1) > 0;
        if rotations { 0 } else { sheet::sniff(head, &[&["name"], &["party"]], 85) }
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        cells::records(input, sink, &[&["name"], &["party"]], &mut |record, sink| match person(record, context) {
            Ok(person) => sink.fact(&record.place(), Fact::Person(person)),
            Err((field, reason)) => sink.reject(&record.place().field(field), reason),
        })
    }
}

fn person(record: &Record<'_>, context: &Context) -> Result<Person, Wrong> {
    let name = sheet::needed(record, &["name", "id"])?;
    let id = match record.get(&["id"]) {
        "" => slug(name),
        id => id.to_owned(),
    };
    let zone = record.get(&["zone"]);
    if !zone.is_empty() && jiff::tz::TimeZone::get(zone).is_err() {
        return Err(sheet::wrong("zone", zone, "is no IANA time zone such as Europe/London"));
    }
    let text = |name: &str| Some(record.get(&[name]).to_owned()).filter(|text| !text.is_empty());
    Ok(Person {
        id: PersonId(id),
        name: name.to_owned(),
        party: words::party("party", sheet::needed(record, &["party"])?)?,
        team: text("team").map(|team| TeamId(slug(&team))),
        email: text("email"),
        zone: text("zone"),
        source: context.source("people-csv", None),
        extra: record.extra(&|name| KNOWN.contains(&name)),
    })
}
