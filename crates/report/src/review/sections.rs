//! Production this period, what it cost, and what waits for a decision.

use super::content::{Cell, Mark, Row, Section, Stat, column, more};
use super::{Limits, Pictures, ReviewData};
use crate::charts::{IncidentDot, budget_bar, incident_costs};
use crate::format::{Formatter, UNKNOWN, clipped, counted, minutes, number, percent, plain};
use gemba_model::view::{IncidentRow, Outlook};
use gemba_model::{Figure, UtcTime};

pub(super) fn stats(data: &ReviewData, f: &Formatter) -> Vec<Stat> {
    let period = &data.today.period;
    let stat = |value: String, label: &str, mark| Stat { value, label: label.to_owned(), mark };
    let mut out = vec![
        stat(f.figure(&period.incident_cost), "cost of incidents this period", Mark::None),
        stat(f.figure(&period.incidents), "incidents", Mark::None),
        stat(f.figure(&period.hops), "hops to someone who knows, median", Mark::None),
        stat(f.figure(&period.alerts), "alerts", Mark::None),
        stat(f.figure(&period.responder_hours), "of responders' time", Mark::None),
    ];
    if let Some(live) = &data.today.live {
        let label = format!("so far, live incident {}", live.number);
        out.insert(0, stat(f.figure(&live.cost), &label, Mark::Harm));
    }
    out
}

/// Budget left by its sign: spent is harm, a fifth or less is a warning, unknown is quiet.
fn budget_mark(figure: &Figure) -> Mark {
    match figure.value {
        Some(left) if left < 0.0 => Mark::Harm,
        Some(left) if left < 0.2 => Mark::Warn,
        Some(_) => Mark::None,
        None => Mark::Quiet,
    }
}

fn outlook(outlook: &Outlook, f: &Formatter, now: UtcTime, limits: &Limits) -> (String, Mark) {
    match outlook {
        Outlook::Exhausted { since } => (format!("spent since {}", f.moment(*since, now)), Mark::Harm),
        Outlook::Exhausts { earliest, latest: Some(latest) } if f.day(*earliest) != f.day(*latest) => {
            (format!("spent {} – {}", f.day(*earliest), f.day(*latest)), Mark::Warn)
        }
        Outlook::Exhausts { earliest, .. } => (format!("spent from {}", f.day(*earliest)), Mark::Warn),
        Outlook::Lasts => ("lasts".to_owned(), Mark::None),
        Outlook::NotMeasured { reason } => {
            (format!("not measured: {}", clipped(reason, limits.detail.min(60))), Mark::Quiet)
        }
    }
}

/// The live incident's picture, where there is one.
pub(super) fn harm(data: &ReviewData, limits: &Limits) -> Section {
    match (&data.harm, &data.today.live) {
        (Some(chart), Some(live)) if limits.pictures > Pictures::None => Section {
            heading: format!("Incident {}: {}", live.number, clipped(&live.title, limits.title)),
            note: "harm, and who had it".to_owned(),
            picture: Some(chart.into()),
            ..Section::default()
        },
        _ => Section::default(),
    }
}

pub(super) fn objectives(data: &ReviewData, f: &Formatter, limits: &Limits) -> Section {
    let view = &data.objectives;
    let shown = view.rows.len().min(limits.objectives);
    let rows = view.rows.iter().take(shown).map(|row| {
        let (words, mark) = outlook(&row.outlook, f, data.today.now, limits);
        let name = row.journey.as_ref().map_or(&row.objective.name, |journey| &journey.name);
        let detail = format!("{} · {}", plain(&row.sli), plain(&row.window));
        Row::new(vec![
            Cell::new(clipped(name, limits.title)).strong().detail(clipped(&detail, limits.detail)),
            Cell::new(format!("{} / {}", f.figure(&row.now), percent(row.target))),
            Cell::picture(&budget_bar(row.budget_left.value)),
            Cell::new(f.figure(&row.budget_left)).strong().mark(budget_mark(&row.budget_left)),
            Cell::new(words).mark(mark),
        ])
    });
    Section {
        heading: "Production now, and the error budgets".to_owned(),
        note: format!(
            "{} of {} objectives measured · the least left first",
            view.measured,
            number(f64::from(view.total))
        ),
        empty: "No objective is set: nobody has agreed how reliable is reliable enough.".to_owned(),
        columns: vec![
            column("Journey", false, 5),
            column("Last hour / target", true, 0),
            column("−100 to +100 %", false, 0),
            column("Budget left", true, 0),
            column("If it goes on", false, 4),
        ],
        rows: rows.collect(),
        more: more((view.total as usize).max(view.rows.len()), shown),
        ..Section::default()
    }
}

fn in_period(data: &ReviewData) -> Vec<&IncidentRow> {
    let period = &data.today.period;
    data.incidents.rows.iter().filter(|row| row.began >= period.from && row.began < period.to).collect()
}

pub(super) fn incidents(data: &ReviewData, f: &Formatter, limits: &Limits) -> Section {
    let mut listed = in_period(data);
    listed.sort_by(|a, b| b.began.cmp(&a.began).then(b.number.cmp(&a.number)));
    let counted_all = data.today.period.incidents.value.filter(|count| count.is_finite() && *count >= 0.0);
    let all = listed.len().max(counted_all.unwrap_or(0.0) as usize);
    let shown = listed.len().min(limits.incidents);
    let rows = listed.iter().take(shown).map(|row| {
        let live = row.ended.is_none();
        let mode = row.failure_mode.as_ref().map_or("failure mode not named", |mode| &mode.name);
        let title = Cell::new(clipped(&row.title, limits.title)).strong();
        let title = if mode == row.title { title } else { title.detail(clipped(mode, limits.detail)) };
        Row::new(vec![
            Cell::new(row.number.to_string()).strong(),
            Cell::new(f.moment(row.began, data.today.now)),
            title,
            Cell::new(if live {
                format!("live, {}", minutes(row.minutes as f64))
            } else {
                minutes(row.minutes as f64)
            })
            .mark(if live { Mark::Harm } else { Mark::None }),
            Cell::new(row.hops.map_or_else(|| UNKNOWN.to_owned(), |hops| hops.to_string())),
            Cell::new(row.reached_minutes.map_or_else(|| UNKNOWN.to_owned(), |time| minutes(time as f64))),
            Cell::new(f.figure(&row.failed)),
            Cell::new(f.figure(&row.cost)).strong(),
        ])
    });
    let weeks = data.incidents.failure_modes.first().map_or(26, |mode| mode.weeks.clamp(1, 260));
    let from = UtcTime::from_minute(data.today.now.minute().saturating_sub(i64::from(weeks) * 7 * 1_440));
    let to = UtcTime::from_minute(data.today.now.minute().saturating_add(1));
    let dots: Vec<IncidentDot> = data
        .incidents
        .rows
        .iter()
        .map(|row| IncidentDot {
            number: row.number,
            began: row.began,
            cost: row.cost.value,
            strong: row.began >= data.today.period.from,
        })
        .collect();
    let chart = incident_costs(&dots, from, to, f);
    let harm = data.harm.is_some() && data.today.live.is_some();
    let drawn = limits.pictures == Pictures::All || limits.pictures == Pictures::One && !harm;
    let note =
        format!("picture: cost of each over {}, this period in colour", counted(f64::from(weeks), "week", "weeks"));
    Section {
        heading: "Incidents this period".to_owned(),
        note: if drawn && !dots.is_empty() { note } else { String::new() },
        empty: "No incident began in this period.".to_owned(),
        picture: (drawn && !dots.is_empty()).then(|| (&chart).into()),
        columns: vec![
            column("No.", true, 0),
            column("Began", false, 0),
            column("What happened", false, 1),
            column("Lasted", true, 0),
            column("Hops", true, 0),
            column("Reached", true, 0),
            column("Failed", true, 0),
            column("Cost", true, 0),
        ],
        rows: rows.collect(),
        more: more(all, shown),
        ..Section::default()
    }
}

pub(super) fn failure_modes(data: &ReviewData, f: &Formatter, limits: &Limits) -> Section {
    let modes = &data.incidents.failure_modes;
    let shown = modes.len().min(limits.modes);
    let rows = modes.iter().take(shown).map(|mode| {
        let last = mode.last.map(|last| format!(", last {}", f.near_day(last, data.today.now))).unwrap_or_default();
        let times = counted(f64::from(mode.occurrences), "time", "times");
        let weeks = counted(f64::from(mode.weeks), "week", "weeks");
        let fix =
            mode.fix.as_ref().map_or_else(|| "no fix in the backlog".to_owned(), |id| plain(id.as_str()).into_owned());
        Row::new(vec![
            Cell::new(clipped(&mode.failure_mode.name, limits.title))
                .strong()
                .detail(format!("{times} in {weeks}{last}")),
            Cell::new(f.figure(&mode.rate)).detail(between(&mode.rate, f)),
            Cell::new(f.figure(&mode.cost_per_occurrence)),
            Cell::new(f.figure(&mode.cost_per_week)).strong().detail(between(&mode.cost_per_week, f)),
            Cell::new(clipped(&fix, 24)).mark(if mode.fix.is_none() { Mark::Warn } else { Mark::None }),
        ])
    });
    Section {
        heading: "What recurs, and what it costs".to_owned(),
        note: "below a value: what is likely, 95 of 100".to_owned(),
        empty: "No failure mode is named yet: incidents that are not classified cannot be weighed.".to_owned(),
        columns: vec![
            column("Failure mode", false, 5),
            column("How often", true, 0),
            column("Each time", true, 0),
            column("Expected", true, 0),
            column("Fix", false, 0),
        ],
        rows: rows.collect(),
        more: more(modes.len(), shown),
        ..Section::default()
    }
}

fn between(figure: &Figure, f: &Formatter) -> String {
    match (figure.low, figure.high) {
        (Some(low), Some(high)) if low < high => f.between(low, high, figure.unit),
        _ => String::new(),
    }
}

pub(super) fn decisions(data: &ReviewData, f: &Formatter, limits: &Limits) -> Section {
    let open: Vec<_> = data
        .decisions
        .rows
        .iter()
        .filter(|row| !row.waits_for.is_empty() && row.decision.superseded_by.is_none())
        .collect();
    let shown = open.len().min(limits.decisions);
    let mut rows: Vec<Row> = open
        .iter()
        .take(shown)
        .map(|row| {
            let decision = &row.decision;
            let parties: Vec<_> = row.waits_for.iter().map(|party| party.name()).collect();
            let price = decision.cost_of_other_order.map(|cost| format!("other order {} more", f.money(cost)));
            let sure = decision.probability.map(|p| format!("{} sure", percent(p)));
            let detail: Vec<_> = [price, sure].into_iter().flatten().collect();
            Row::new(vec![
                Cell::new(format!("Decision {}", decision.number)),
                Cell::new(clipped(&decision.title, limits.title)).strong().detail(detail.join(", ")),
                Cell::new(f.near_day(decision.at, data.today.now)),
                Cell::new(format!("{} to sign", parties.join(", "))).mark(Mark::Warn),
            ])
        })
        .collect();
    // What waits in Today repeats unsigned decisions: those stand above already.
    let waits: Vec<_> = data.today.waits.iter().filter(|wait| wait.screen != "decisions").collect();
    let waits_shown = waits.len().min(limits.waits);
    rows.extend(waits.iter().take(waits_shown).map(|wait| {
        let since = wait.since.map(|since| f.near_day(since, data.today.now)).unwrap_or_default();
        Row::new(vec![
            Cell::new(clipped(&wait.verb, 24)),
            Cell::new(clipped(&wait.title, limits.title)).strong().detail(clipped(&wait.detail, limits.detail)),
            Cell::new(since),
            Cell::new(format!("waits for {}", data.today.waits_for.name())),
        ])
    }));
    Section {
        heading: "What waits for a decision".to_owned(),
        note: "a decision holds when all three parties have signed".to_owned(),
        empty: "Nothing waits for a decision.".to_owned(),
        columns: vec![
            column("", false, 0),
            column("", false, 1),
            column("Since", false, 0),
            column("Waits for", false, 0),
        ],
        rows,
        more: more(open.len() + waits.len(), shown + waits_shown),
        ..Section::default()
    }
}
