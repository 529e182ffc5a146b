//! `rotations.csv`: who is on call when, and who was at a moment of the story.

use crate::SampleError;
use crate::civil::{Clock, DAY};
use crate::files::sheet;
use crate::people::of_team;
use gemba_model::slug;
use jiff::ToSpan;
use jiff::civil::DateTime;

/// Columns of `rotations.csv`, a row for each layer and each override.
pub(crate) const HEADER: [&str; 18] = [
    "rotation", "name", "party", "team", "services", "zone", "row", "layer", "people", "start", "end", "unit",
    "length", "advance", "weekdays", "from", "to", "reason",
];

/// One layer of a rotation.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) party: &'static str,
    pub(crate) team: String,
    pub(crate) services: String,
    pub(crate) layer: &'static str,
    pub(crate) people: Vec<String>,
    pub(crate) start: DateTime,
    /// `day` or `week`.
    pub(crate) unit: &'static str,
    pub(crate) advance: &'static str,
    /// Weekdays, from and to; always when empty.
    pub(crate) active: (&'static str, &'static str, &'static str),
}

/// The rotations of the story.
pub(crate) fn rows(clock: &Clock) -> Vec<Row> {
    let first = clock.date(clock.start).saturating_sub(14.days());
    let first = first.saturating_sub(i64::from(first.weekday().to_monday_zero_offset()).days());
    let trial = clock.monday().saturating_sub(7.days());
    let names = |team: &str| of_team(team).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let row = |name: &str, party, team: &str, services: &str, layer, start, unit| Row {
        name: name.into(),
        party,
        team: team.into(),
        services: services.into(),
        layer,
        people: names(team),
        start,
        unit,
        advance: "calendar_time",
        active: ("", "", ""),
    };
    let mut nights = names("operations");
    nights.rotate_left(2);
    vec![
        Row {
            active: (EVERY_DAY, "09:00", "17:00"),
            ..row("Ops, all services", "ops", "operations", "", "days", first.at(9, 0, 0, 0), "day")
        },
        Row {
            active: (EVERY_DAY, "17:00", "09:00"),
            people: nights,
            ..row("Ops, all services", "ops", "operations", "", "nights", first.at(17, 0, 0, 0), "day")
        },
        row("Ops, second level", "ops", "platform", "", "weeks", first.at(9, 0, 0, 0), "week"),
        row(
            "Dev, Till",
            "dev",
            "till",
            "payment;basket;terminal-gateway;promotions;receipts;loyalty",
            "trial",
            trial.at(9, 0, 0, 0),
            "day",
        ),
        Row {
            advance: "active_days",
            active: ("1;2;3;4;5", "09:00", "17:00"),
            ..row(
                "Dev, Price",
                "dev",
                "price",
                "price-catalogue;store-sync",
                "business hours",
                first.at(9, 0, 0, 0),
                "day",
            )
        },
        row("Dev, Order", "dev", "order", "ordering;stock;identity;recipes", "weeks", first.at(9, 0, 0, 0), "week"),
        row("Product, duty", "product", "product", "", "weeks", first.at(9, 0, 0, 0), "week"),
    ]
}

const EVERY_DAY: &str = "1;2;3;4;5;6;7";

/// The day at Till's rotation on which nobody is on call, since its developer is on leave: from 09:00 to 09:00, the
/// moment of the story within it. In minutes, half-open.
pub(crate) fn gap(clock: &Clock) -> (i64, i64) {
    let today = clock.date(clock.now);
    let from = if clock.clock(clock.now).0 < 540 { today.saturating_sub(1.days()) } else { today };
    (clock.minute(from.at(9, 0, 0, 0)), clock.minute(from.saturating_add(1.days()).at(9, 0, 0, 0)))
}

/// Who a rotation that turns by calendar days or weeks puts on call at a minute, by the first layer that is active.
pub(crate) fn on_call(clock: &Clock, rotation: &str, minute: i64) -> String {
    let civil = clock.civil(minute);
    let of_day = clock.clock(minute).0;
    let by_day = (540..1_020).contains(&of_day);
    for row in rows(clock).into_iter().filter(|row| row.name == rotation) {
        if (row.active.1 == "09:00" && !by_day) || (row.active.1 == "17:00" && by_day) {
            continue;
        }
        let hours = row.start.duration_until(civil).as_hours();
        let turns = hours.div_euclid(if row.unit == "week" { 168 } else { 24 });
        let at = turns.rem_euclid(row.people.len().max(1) as i64) as usize;
        return row.people.get(at).cloned().unwrap_or_default();
    }
    String::new()
}

/// `rotations.csv`.
pub(crate) fn csv(clock: &Clock, more: &[Row]) -> Result<Vec<u8>, SampleError> {
    let mut out = sheet("rotations.csv", &HEADER)?;
    let story = rows(clock);
    for one in story.iter().chain(more) {
        let people: Vec<String> = one.people.iter().map(|name| slug(name)).collect();
        let start = one.start.strftime("%Y-%m-%dT%H:%M").to_string();
        let (days, from, to) = one.active;
        let length = "1";
        out.row(&[
            &slug(&one.name),
            &one.name,
            one.party,
            &one.team,
            &one.services,
            &clock.zone_name,
            "layer",
            one.layer,
            &people.join(";"),
            &start,
            "",
            one.unit,
            length,
            one.advance,
            days,
            from,
            to,
            "",
        ])?;
    }
    let mut over = |rotation: &str, people: &str, (from, to): (i64, i64), reason: &str| {
        let (from, to) = (clock.civil(from), clock.civil(to));
        let [from, to] = [from, to].map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string());
        out.row(&[
            &slug(rotation),
            rotation,
            "",
            "",
            "",
            &clock.zone_name,
            "override",
            "",
            people,
            &from,
            &to,
            "",
            "",
            "",
            "",
            "",
            "",
            reason,
        ])
    };
    over("Dev, Till", "", gap(clock), "On leave, and nobody took over")?;
    let later = gap(clock).1 + 3 * DAY;
    over("Ops, second level", &slug("Eilidh Munroe"), (later + 240, later + 900), "Swapped for a wedding")?;
    out.finish()
}
