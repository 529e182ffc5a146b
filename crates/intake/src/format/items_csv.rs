//! `items-csv`: work items, a row each. Documented in `docs/formats/items-csv.md`.

use super::sheet::{self, Bound};
use super::{Format, words};
use crate::text::cells::{self, Record};
use crate::text::node::Wrong;
use crate::text::{Input, shown};
use crate::{Context, Fact, FileError, Sink};
use gemba_model::{FailureModeId, Gate, JourneyId, ServiceId, TeamId, WorkItem, WorkItemId, WorkState, slug};
use std::collections::BTreeMap;

/// Work items as CSV.
pub struct ItemsCsv;

const KNOWN: [&str; 33] = [
    "id",
    "title",
    "kind",
    "team",
    "state",
    "journey",
    "services",
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
    "labels",
    "created",
    "updated",
    "stated_by",
    "stated_at",
    "grounds",
    // Derived columns of Gemba's own export: written for people, never read back.
    "cd3",
    "rank",
    "not_rankable",
];

impl Format for ItemsCsv {
    fn name(&self) -> &'static str {
        "items-csv"
    }

    fn about(&self) -> &'static str {
        "work items as CSV: id, kind, team, cost_of_delay_per_week, duration_weeks, …"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        sheet::sniff(head, &[&["id"], &["kind"], &["cost_of_delay_per_week", "duration_weeks", "team"]], 90)
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut lines_of: BTreeMap<String, u64> = BTreeMap::new();
        cells::records(input, sink, &[&["id"], &["kind"]], &mut |record, sink| {
            let id = record.get(&["id"]);
            if let Some(line) = lines_of.get(id).filter(|_| !id.is_empty()) {
                let reason = format!("`{}` stands on line {line} already; an identifier is given once", shown(id));
                return sink.reject(&record.place().field("id"), reason);
            }
            match item(record, context) {
                Ok(item) => {
                    lines_of.insert(item.id.0.clone(), record.line);
                    sink.fact(&record.place(), Fact::WorkItem(Box::new(item)));
                }
                Err((field, reason)) => sink.reject(&record.place().field(field), reason),
            }
        })
    }
}

fn item(record: &Record<'_>, context: &Context) -> Result<WorkItem, Wrong> {
    let zone = context.zone.as_str();
    let id = sheet::needed(record, &["id"])?;
    let kind = words::work_kind("kind", sheet::needed(record, &["kind"])?)?;
    let state = match record.get(&["state"]) {
        "" => WorkState::Todo,
        text => words::work_state("state", text)?,
    };
    let source = context.source(record.get(&["stated_by"]), sheet::moment(record, &["stated_at"], zone)?);
    let mut stated = source.clone();
    if !record.get(&["grounds"]).is_empty() {
        stated.reference = record.get(&["grounds"]).to_owned();
    }
    let estimate = |names, bound| sheet::estimate(record, names, bound, &stated);
    let optional = |name: &str| Some(slug(record.get(&[name]))).filter(|_| !record.get(&[name]).is_empty());
    let gate = record.get(&["gate"]);
    let gates = match gate {
        "" => Vec::new(),
        name => vec![Gate {
            name: name.to_owned(),
            reason: record.get(&["gate_reason"]).to_owned(),
            due: sheet::moment(record, &["gate_due"], zone)?,
            source: source.clone(),
        }],
    };
    let mut extra = record.extra(&|name| KNOWN.contains(&name));
    // A team is known by its slug; how the sheet writes it is kept for those who read the sheet alone.
    let team = record.get(&["team"]);
    if !team.is_empty() && slug(team) != team {
        extra.extend([("team".to_owned(), team.into())]);
    }
    Ok(WorkItem {
        id: WorkItemId(id.to_owned()),
        title: Some(record.get(&["title"])).filter(|title| !title.is_empty()).unwrap_or(id).to_owned(),
        kind,
        state,
        team: optional("team").map(TeamId),
        journey: optional("journey").map(JourneyId),
        services: sheet::list(record.get(&["services"])).map(ServiceId::from).collect(),
        cost_of_delay: estimate(
            [&["cost_of_delay_per_week"], &["cost_of_delay_per_week_low"], &["cost_of_delay_per_week_high"]],
            Bound::NotNegative,
        )?,
        duration_weeks: estimate(
            [&["duration_weeks"], &["duration_weeks_low"], &["duration_weeks_high"]],
            Bound::Positive,
        )?,
        failure_mode: optional("failure_mode").map(FailureModeId),
        share_removed: estimate([&["share_removed"], &["share_removed_low"], &["share_removed_high"]], Bound::Share)?
            .map(Box::new),
        toil_per_week: estimate(
            [&["toil_per_week"], &["toil_per_week_low"], &["toil_per_week_high"]],
            Bound::NotNegative,
        )?
        .map(Box::new),
        depends_on: sheet::list(record.get(&["depends_on"])).map(WorkItemId::from).collect(),
        gates,
        created: sheet::moment(record, &["created"], zone)?,
        updated: sheet::moment(record, &["updated"], zone)?,
        labels: sheet::list(record.get(&["labels"])).map(str::to_owned).collect(),
        source,
        extra,
    })
}
