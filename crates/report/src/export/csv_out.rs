//! Tables for spreadsheets and for other tools, RFC 4180: commas, quotes, CRLF, UTF-8 without a byte order mark.
//!
//! **Guard against formulas.** A cell of text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an
//! apostrophe before it, so that a spreadsheet shows it and does not run it; intake takes the apostrophe off again.
//! Cells of numbers are written as numbers: a negative number in a column of numbers is not text. Times are RFC 3339
//! in UTC. What is unknown is an empty cell.

use super::ExportError;
use gemba_model::view::IncidentRow;
use gemba_model::{
    ActiveHours, Advance, CostUnit, Decision, Estimate, Figure, IncidentState, Layer, Party, Person, Rotation,
    TurnUnit, UtcTime, WorkItem, WorkKind, WorkState,
};

/// One cell.
enum Cell {
    /// Text from wherever: guarded.
    Text(String),
    /// A number, a time or a word of ours: as it is.
    Plain(String),
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn plain(value: impl ToString) -> Cell {
    Cell::Plain(value.to_string())
}

fn maybe<T: ToString>(value: Option<T>) -> Cell {
    Cell::Plain(value.map(|value| value.to_string()).unwrap_or_default())
}

fn named<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> Cell {
    Cell::Text(values.into_iter().map(|value| value.as_ref().to_owned()).collect::<Vec<_>>().join(";"))
}

fn finite(value: Option<f64>) -> Cell {
    maybe(value.filter(|value| value.is_finite()))
}

fn guarded(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<String, ExportError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row.into_iter().map(|cell| match cell {
            // A NUL has no place in a text file.
            Cell::Text(text) => guarded(text.replace('\0', " ")),
            Cell::Plain(text) => text,
        }))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))?;
    Ok(String::from_utf8(bytes)?)
}

fn range(estimate: Option<&Estimate>) -> [Cell; 3] {
    match estimate {
        Some(Estimate { range, .. }) => [plain(range.mid), plain(range.low), plain(range.high)],
        None => [plain(""), plain(""), plain("")],
    }
}

/// The backlog in the columns of `items-csv`. Measured costs of delay are not in it: only what was stated is.
///
/// # Errors
/// [`ExportError::Csv`], which no input should bring about.
pub fn backlog_csv(items: &[WorkItem]) -> Result<String, ExportError> {
    const HEADER: [&str; 29] = [
        "id",
        "title",
        "kind",
        "team",
        "state",
        "journey",
        "failure_mode",
        "cost_of_delay_per_week",
        "cost_of_delay_per_week_low",
        "cost_of_delay_per_week_high",
        "duration_weeks",
        "duration_weeks_low",
        "duration_weeks_high",
        "share_removed",
        "share_removed_low",
        "share_removed_high",
        "toil_per_week",
        "toil_per_week_low",
        "toil_per_week_high",
        "depends_on",
        "gate",
        "gate_reason",
        "gate_due",
        "services",
        "labels",
        "created",
        "updated",
        "stated_by",
        "stated_at",
    ];
    table(
        &HEADER,
        items.iter().map(|item| {
            let estimates = [
                item.cost_of_delay.as_ref(),
                item.duration_weeks.as_ref(),
                item.share_removed.as_deref(),
                item.toil_per_week.as_deref(),
            ];
            let stated = estimates.into_iter().flatten().next().map(|estimate| &estimate.source);
            let gate = item.gates.first();
            let mut row = vec![
                text(item.id.as_str()),
                text(&item.title),
                plain(kind(item.kind)),
                text(item.team.as_ref().map_or("", |team| team.as_str())),
                plain(state(item.state)),
                text(item.journey.as_ref().map_or("", |journey| journey.as_str())),
                text(item.failure_mode.as_ref().map_or("", |mode| mode.as_str())),
            ];
            row.extend(estimates.into_iter().flat_map(range));
            row.extend([
                named(item.depends_on.iter().map(|id| id.as_str())),
                text(gate.map_or("", |gate| &gate.name)),
                text(gate.map_or("", |gate| &gate.reason)),
                maybe(gate.and_then(|gate| gate.due)),
                named(item.services.iter().map(|id| id.as_str())),
                named(&item.labels),
                maybe(item.created),
                maybe(item.updated),
                text(stated.map_or("", |source| &source.by)),
                maybe(stated.and_then(|source| source.at)),
            ]);
            row
        }),
    )
}

fn kind(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Feature => "feature",
        WorkKind::Fix => "fix",
        WorkKind::Debt => "debt",
    }
}

fn state(state: WorkState) -> &'static str {
    match state {
        WorkState::Todo => "todo",
        WorkState::Doing => "doing",
        WorkState::Done => "done",
        WorkState::Dropped => "dropped",
    }
}

fn party(party: Party) -> &'static str {
    match party {
        Party::Ops => "ops",
        Party::Dev => "dev",
        Party::Product => "product",
    }
}

/// People in the columns of `people-csv`.
///
/// # Errors
/// [`ExportError::Csv`], which no input should bring about.
pub fn people_csv(people: &[Person]) -> Result<String, ExportError> {
    table(
        &["id", "name", "party", "team", "email", "zone"],
        people.iter().map(|person| {
            vec![
                text(person.id.as_str()),
                text(&person.name),
                plain(party(person.party)),
                text(person.team.as_ref().map_or("", |team| team.as_str())),
                text(person.email.as_deref().unwrap_or("")),
                text(person.zone.as_deref().unwrap_or("")),
            ]
        }),
    )
}

/// Rotations in the columns of `rotations-csv`: a row for each layer and each override. People of one turn are joined by
/// `+`, turns by `;`; a layer with several spans of active hours has a row for each. Layers hold civil times of the rotation's zone, overrides
/// RFC 3339.
///
/// # Errors
/// [`ExportError::Csv`], which no input should bring about.
pub fn rotations_csv(rotations: &[Rotation]) -> Result<String, ExportError> {
    const HEADER: [&str; 19] = [
        "rotation", "name", "party", "team", "services", "zone", "row", "layer", "people", "start", "end", "unit",
        "length", "advance", "weekdays", "from", "to", "reason", "priority",
    ];
    let rows = rotations.iter().flat_map(|rotation| {
        let head = move || {
            vec![
                text(rotation.id.as_str()),
                text(&rotation.name),
                plain(party(rotation.party)),
                text(rotation.team.as_ref().map_or("", |team| team.as_str())),
                named(rotation.services.iter().map(|id| id.as_str())),
                text(&rotation.zone),
            ]
        };
        let layers = rotation.layers.iter().flat_map(move |layer| {
            let always = layer.active.is_empty().then_some(None);
            let spans: Vec<Option<&ActiveHours>> = always.into_iter().chain(layer.active.iter().map(Some)).collect();
            spans.into_iter().map(move |hours| {
                let mut row = head();
                row.extend(layer_cells(layer, hours));
                row
            })
        });
        let overrides = rotation.overrides.iter().map(move |over| {
            let mut row = head();
            row.extend([
                plain("override"),
                plain(""),
                text(over.people.iter().map(|id| id.as_str()).collect::<Vec<_>>().join("+")),
                plain(over.from),
                plain(over.to),
            ]);
            row.extend((0..6).map(|_| plain("")));
            row.extend([text(&over.reason), plain("")]);
            row
        });
        layers.chain(overrides).collect::<Vec<_>>()
    });
    table(&HEADER, rows)
}

fn layer_cells(layer: &Layer, hours: Option<&ActiveHours>) -> Vec<Cell> {
    let turns: Vec<String> =
        layer.turns.iter().map(|turn| turn.iter().map(|id| id.as_str()).collect::<Vec<_>>().join("+")).collect();
    let days = hours.map(|hours| hours.weekdays.iter().map(u8::to_string).collect::<Vec<_>>().join(";"));
    vec![
        plain("layer"),
        text(&layer.name),
        text(turns.join(";")),
        text(&layer.start),
        text(layer.end.as_deref().unwrap_or("")),
        plain(match layer.unit {
            TurnUnit::Hour => "hour",
            TurnUnit::Day => "day",
            TurnUnit::Week => "week",
            TurnUnit::Month => "month",
        }),
        plain(layer.length),
        plain(match layer.advance {
            Advance::CalendarTime => "calendar_time",
            Advance::ActiveDays => "active_days",
        }),
        text(days.unwrap_or_default()),
        text(hours.map_or("", |hours| &hours.from)),
        text(hours.map_or("", |hours| &hours.to)),
        plain(""),
        plain(layer.priority),
    ]
}

fn figure(figure: &Figure) -> Cell {
    finite(figure.value)
}

/// Incidents with their measured harm. `cost` is in the unit that `cost_unit` names; an empty cell is unknown.
///
/// # Errors
/// [`ExportError::Csv`], which no input should bring about.
pub fn incidents_csv(incidents: &[IncidentRow], unit: &CostUnit) -> Result<String, ExportError> {
    let unit = match unit {
        CostUnit::Currency(code) => code.as_str(),
        CostUnit::UserMinutes => "user-minutes",
    };
    const HEADER: [&str; 14] = [
        "number",
        "id",
        "title",
        "state",
        "began",
        "ended",
        "minutes",
        "journeys",
        "failure_mode",
        "hops",
        "reached_minutes",
        "failed_above_normal",
        "cost",
        "cost_unit",
    ];
    table(
        &HEADER,
        incidents.iter().map(|row| {
            vec![
                plain(row.number),
                text(row.id.as_str()),
                text(&row.title),
                plain(match row.state {
                    IncidentState::Open => "open",
                    IncidentState::Acknowledged => "acknowledged",
                    IncidentState::Resolved => "resolved",
                }),
                plain(row.began),
                maybe(row.ended),
                plain(row.minutes),
                named(row.journeys.iter().map(|journey| &journey.name)),
                text(row.failure_mode.as_ref().map_or("", |mode| &mode.name)),
                maybe(row.hops),
                maybe(row.reached_minutes),
                figure(&row.failed),
                figure(&row.cost),
                text(unit),
            ]
        }),
    )
}

/// Decisions with the numbers that were on the screen and the three sign-offs (`name, time`).
///
/// # Errors
/// [`ExportError::Csv`], which no input should bring about.
pub fn decisions_csv(decisions: &[Decision]) -> Result<String, ExportError> {
    const HEADER: [&str; 20] = [
        "number",
        "id",
        "title",
        "team",
        "first",
        "first_title",
        "waits",
        "cost_of_other_order",
        "probability",
        "reason",
        "forecast",
        "forecast_probability",
        "outcome",
        "revisit",
        "decided",
        "by",
        "signed_ops",
        "signed_dev",
        "signed_product",
        "superseded_by",
    ];
    table(
        &HEADER,
        decisions.iter().map(|decision| {
            let forecast = decision.forecast.as_ref();
            let mut row = vec![
                plain(decision.number),
                text(decision.id.as_str()),
                text(&decision.title),
                text(decision.team.as_ref().map_or("", |team| team.as_str())),
                text(decision.chosen.item.as_str()),
                text(&decision.chosen.title),
                named(decision.over.iter().map(|item| item.item.as_str())),
                finite(decision.cost_of_other_order),
                finite(decision.probability),
                text(&decision.reason),
                text(forecast.map_or("", |forecast| &forecast.statement)),
                finite(forecast.map(|forecast| forecast.probability)),
                maybe(forecast.and_then(|forecast| forecast.outcome)),
                maybe(decision.revisit.map(time)),
                plain(decision.at),
                text(&decision.by),
            ];
            row.extend(Party::ALL.map(|party| {
                let sign = decision.signs.iter().find(|sign| sign.party == party);
                text(sign.map(|sign| format!("{}, {}", sign.name, sign.at)).unwrap_or_default())
            }));
            row.push(text(decision.superseded_by.as_ref().map_or("", |id| id.as_str())));
            row
        }),
    )
}

fn time(at: UtcTime) -> String {
    at.to_string()
}
