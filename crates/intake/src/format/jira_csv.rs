//! `jira-csv`: what Jira's "Export CSV (all fields)" writes. Documented in `docs/formats/jira-csv.md`.
//!
//! Nothing is invented: story points do not become weeks, priorities do not become money. What a team wants weighed it
//! keeps in custom fields with the names listed in the documentation.

use super::sheet::{self, Bound};
use super::{Format, words};
use crate::text::cells::{self, Record};
use crate::text::node::Wrong;
use crate::text::{Input, shown};
use crate::{Context, Fact, FileError, Sink, time};
use gemba_model::{
    FailureModeId, Gate, JourneyId, ServiceId, TeamId, UtcTime, WorkItem, WorkItemId, WorkKind, WorkState, slug,
};
use jiff::civil;
use std::collections::BTreeMap;

/// Jira's CSV.
pub struct JiraCsv;

const KEY: [&str; 3] = ["issue key", "key", "issue id"];
const TYPE: [&str; 3] = ["issue type", "issuetype", "work type"];

/// Columns that become fields of the model; the others are kept as they are.
const KNOWN: [&str; 14] = [
    "summary",
    "issue key",
    "issue type",
    "issuetype",
    "work type",
    "status",
    "resolution",
    "labels",
    "created",
    "updated",
    "components",
    "component/s",
    "component",
    "custom field (team)",
];

impl Format for JiraCsv {
    fn name(&self) -> &'static str {
        "jira-csv"
    }

    fn about(&self) -> &'static str {
        "issues as Jira exports them to CSV"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        let all = sheet::sniff(head, &[&["summary"], &["issue key", "issue id"], &TYPE], 95);
        let some = sheet::sniff(head, &[&["issue key", "issue id"], &["summary", "status"]], 70);
        // Localised exports keep Jira's way of naming custom fields in few languages; the key's values show in any.
        all.max(some).max(if has_keys(head) { 30 } else { 0 })
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut unknown: BTreeMap<String, u64> = BTreeMap::new();
        cells::records(input, sink, &[&["summary"], &KEY, &TYPE], &mut |record, sink| match item(
            record,
            context,
            &mut unknown,
        ) {
            Ok(item) => sink.fact(&record.place(), Fact::WorkItem(Box::new(item))),
            Err((field, reason)) => sink.reject(&record.place().field(field), reason),
        })?;
        for (said, count) in unknown {
            sink.remark(format!("{said} ({count} issues)."));
        }
        Ok(())
    }
}

/// Whether a cell of the second line looks like an issue's key, such as `TILL-412`.
fn has_keys(head: &[u8]) -> bool {
    let header = cells::header_of(head);
    let Some(line) = head.split(|byte| *byte == b'\n').nth(1) else { return false };
    header.len() > 5 && cells::header_of(line).iter().any(|cell| is_key(cell))
}

fn is_key(cell: &str) -> bool {
    cell.split_once('-').is_some_and(|(project, number)| {
        (2..=10).contains(&project.len())
            && project.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !number.is_empty()
            && number.len() <= 7
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A cell of a custom field, whatever the case of its name, with and without Jira's `Custom field (…)` around it.
fn custom<'a>(record: &'a Record<'_>, name: &str) -> &'a str {
    record.get(&[&format!("custom field ({name})"), name])
}

fn item(record: &Record<'_>, context: &Context, unknown: &mut BTreeMap<String, u64>) -> Result<WorkItem, Wrong> {
    let id = sheet::needed(record, &KEY)?;
    let mut note = |said: String| {
        if unknown.len() < 50 {
            *unknown.entry(said).or_default() += 1;
        }
    };
    let said = sheet::needed(record, &TYPE)?;
    let failure_mode = custom(record, "failure mode");
    let kind = match WorkKind::parse(said) {
        Some(kind) => kind,
        None => {
            let kind = if failure_mode.is_empty() { WorkKind::Feature } else { WorkKind::Fix };
            note(format!("The issue type `{}` was read as a {}", shown(said), kind.name().to_lowercase()));
            kind
        }
    };
    let stated_at = date("stated at", custom(record, "stated at"), context)?;
    let stated = context.source(custom(record, "stated by"), stated_at);
    let range = |name: &str, bound| {
        let [mid, low, high] = [name.to_owned(), format!("{name} low"), format!("{name} high")]
            .map(|name| [format!("custom field ({name})"), name]);
        let names = [&mid, &low, &high].map(|pair| [pair[0].as_str(), pair[1].as_str()]);
        sheet::estimate(record, [&names[0], &names[1], &names[2]], bound, &stated)
    };
    let text = |name: &str| Some(custom(record, name)).filter(|cell| !cell.is_empty());
    let team = text("team").or_else(|| text("squad")).or_else(|| {
        let component = record.get(&["components", "component/s", "component"]);
        Some(component).filter(|component| !component.is_empty())
    });
    let updated = date("updated", record.get(&["updated"]), context)?;
    let gate = text("gate").map(|name| Gate {
        name: name.to_owned(),
        reason: custom(record, "gate reason").to_owned(),
        due: None,
        source: stated.clone(),
    });
    let known = |name: &str| {
        let name = name.strip_prefix("custom field (").and_then(|name| name.strip_suffix(')')).unwrap_or(name);
        KNOWN.contains(&name)
            || FIELDS.contains(&name)
            || RANGES
                .iter()
                .any(|range| name.strip_prefix(range).is_some_and(|rest| matches!(rest, "" | " low" | " high")))
    };
    Ok(WorkItem {
        id: WorkItemId(id.to_owned()),
        title: Some(record.get(&["summary"])).filter(|title| !title.is_empty()).unwrap_or(id).to_owned(),
        kind,
        state: state(record, &mut note),
        team: team.map(|team| TeamId(slug(team))),
        journey: text("journey").map(|journey| JourneyId(slug(journey))),
        services: text("services").map(|cell| sheet::list(cell).map(ServiceId::from).collect()).unwrap_or_default(),
        cost_of_delay: range("cost of delay per week", Bound::NotNegative)?,
        duration_weeks: range("duration weeks", Bound::Positive)?,
        failure_mode: Some(failure_mode).filter(|mode| !mode.is_empty()).map(|mode| FailureModeId(slug(mode))),
        share_removed: range("share removed", Bound::Share)?.map(Box::new),
        toil_per_week: range("toil per week", Bound::NotNegative)?.map(Box::new),
        depends_on: record.all("inward issue link (blocks)").filter(|link| *link != id).map(WorkItemId::from).collect(),
        gates: gate.into_iter().collect(),
        created: date("created", record.get(&["created"]), context)?,
        updated,
        labels: record.all("labels").map(str::to_owned).collect(),
        source: context.source("jira", updated),
        extra: record.extra(&known),
    })
}

/// Custom fields that hold one text.
const FIELDS: [&str; 9] =
    ["team", "squad", "journey", "failure mode", "services", "stated by", "stated at", "gate", "gate reason"];

/// Custom fields that hold a range, each with ` low` and ` high` beside it.
const RANGES: [&str; 4] = ["cost of delay per week", "duration weeks", "share removed", "toil per week"];

/// The resolution says whether it was done or given up; without one the status decides.
fn state(record: &Record<'_>, note: &mut dyn FnMut(String)) -> WorkState {
    let (status, resolution) = (record.get(&["status"]), record.get(&["resolution"]));
    let resolved = match resolution.to_lowercase().as_str() {
        "" | "unresolved" => None,
        _ => Some(words::state_named(resolution).unwrap_or(WorkState::Done)),
    };
    if let Some(state) = resolved.filter(|state| matches!(state, WorkState::Done | WorkState::Dropped)) {
        return state;
    }
    // Jira's own three categories stand in a column of newer exports.
    let category = record.get(&["status category"]);
    words::state_named(status).or_else(|| words::state_named(category)).unwrap_or_else(|| {
        if !status.is_empty() {
            note(format!("The status `{}` was read as to do", shown(status)));
        }
        WorkState::Todo
    })
}

fn date(column: &str, cell: &str, context: &Context) -> Result<Option<UtcTime>, Wrong> {
    if cell.is_empty() {
        return Ok(None);
    }
    if let Ok(at) = time::instant(cell, &context.zone) {
        return Ok(Some(at));
    }
    let at = jira_date(cell).ok_or_else(|| {
        sheet::wrong(column, cell, "is no date such as 12/Mar/24 9:41 AM, 6/21/2025 16:14 or 2026-11-09")
    })?;
    time::in_zone(at, &context.zone).map(Some).map_err(|reason| sheet::wrong(column, cell, &reason))
}

/// A date as Jira's exports write it: `12/Mar/24 9:41 AM`, `12/Mar/24`, `6/21/2025 16:14`, `21/6/2025 16:14`. Where day
/// and month could be either, the month comes first, as in the exports that use numbers.
fn jira_date(text: &str) -> Option<civil::DateTime> {
    let (date, clock) = text.split_once(' ').map_or((text, ""), |(date, clock)| (date, clock.trim()));
    let mut parts = date.split(['/', '.', '-']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let year = if (0..100).contains(&year) { year + 2000 } else { year };
    let first: i8 = first.parse().ok()?;
    let (day, month) = match second.parse::<i8>() {
        Err(_) if second.len() >= 3 => (first, i8::try_from(time::month_number(second.as_bytes())?).ok()?),
        Err(_) => return None,
        Ok(second) if first > 12 => (first, second),
        Ok(second) => (second, first),
    };
    let (clock, half) = match clock.to_ascii_uppercase() {
        clock if clock.ends_with("AM") => (clock.trim_end_matches("AM").trim().to_owned(), Some(0)),
        clock if clock.ends_with("PM") => (clock.trim_end_matches("PM").trim().to_owned(), Some(12)),
        clock => (clock, None),
    };
    let mut parts = clock.split(':');
    let mut next = || parts.next().filter(|part| !part.is_empty()).map_or(Some(0i8), |part| part.parse().ok());
    let (hour, minute, second) = (next()?, next()?, next()?);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
        None => hour,
    };
    civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_as_exports_write_them() {
        let at = |text| jira_date(text).map(|at| at.to_string());
        assert_eq!(at("12/Mar/24 9:41 AM").as_deref(), Some("2024-03-12T09:41:00"));
        assert_eq!(at("11/May/24 03:26 PM").as_deref(), Some("2024-05-11T15:26:00"));
        assert_eq!(at("11/May/24 12:26 AM").as_deref(), Some("2024-05-11T00:26:00"));
        assert_eq!(at("6/21/2025 16:14").as_deref(), Some("2025-06-21T16:14:00"));
        assert_eq!(at("21/6/2025").as_deref(), Some("2025-06-21T00:00:00"));
        assert_eq!(at("31/Feb/24"), None);
        assert_eq!(at("12/März/24 9:41").as_deref(), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9A-Za-zé/.: -]{0,24}") {
            let _ = (jira_date(&text), is_key(&text));
        }
    }
}
