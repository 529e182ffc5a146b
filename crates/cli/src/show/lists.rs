//! Backlog, services, on call, decisions, search.

use super::{Words, count, flag, more, names};
use crate::term::{Align, Ink, Page, Piece, Table, bar, shape};
use gemba_model::view::{
    BacklogRow, BacklogView, DecisionRow, DecisionsView, OnCallView, SearchHit, ServiceRow, ServiceView, ServicesView,
    WorkItemView,
};
use gemba_model::{Party, WorkState};
use gemba_report::format;

/// Draws the backlog.
pub fn backlog(view: &BacklogView, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, gemba_model::Tone::Calm);
    let [features, fixes, debts] = view.open_by_kind;
    page.faint(&format!(
        "open: {}, {}, {} · {} not rankable",
        count(features as usize, "feature", "features"),
        count(fixes as usize, "fix", "fixes"),
        count(debts as usize, "debt", "debts"),
        view.not_rankable
    ));
    page.blank();
    if view.rows.is_empty() {
        page.faint("No item matches.");
        return;
    }
    page.table(&items(&view.rows, words), 0);
    more(view.offset, view.rows.len(), view.total, page);
}

fn items(rows: &[BacklogRow], words: &Words) -> Table {
    let sign = words.format.cost_sign();
    let mut table = Table::new()
        .words("Item", 7)
        .fixed("Kind", Align::Left)
        .words("Title", 24)
        .words("Team", 6)
        .spare(3)
        .fixed("State", Align::Left)
        .spare(2)
        .fixed(&format!("{sign} a week"), Align::Right)
        .fixed("Weeks", Align::Right)
        .fixed("÷", Align::Right)
        .fixed("Rank", Align::Right)
        .words("Needs", 8)
        .spare(4);
    for row in rows {
        table.row([
            Piece::new(Ink::Strong, row.id.as_str()),
            Piece::new(Ink::Faint, row.kind.name().to_lowercase()),
            Piece::from(row.title.as_str()),
            Piece::new(Ink::Faint, row.team.as_ref().map_or("", |team| team.name.as_str())),
            Piece::new(Ink::Faint, state(row.state)),
            words.bare(&row.cost_of_delay),
            words.bare(&row.duration),
            words.bare(&row.cd3),
            row.rank.map_or_else(|| (Ink::Faint, "–").into(), |rank| Piece::new(Ink::Strong, rank.to_string())),
            Piece::new(Ink::Warn, row.needs.join(", ")),
        ]);
    }
    table
}

fn state(state: WorkState) -> &'static str {
    match state {
        WorkState::Todo => "to do",
        WorkState::Doing => "doing",
        WorkState::Done => "done",
        WorkState::Dropped => "dropped",
    }
}

/// Draws one work item.
pub fn work_item(view: &WorkItemView, words: &Words, page: &mut Page) {
    let row = &view.row;
    page.flow(0, &[Piece::new(Ink::Strong, format!("{}  {}", row.id, row.title))]);
    let team = row.team.as_ref().map_or_else(|| "no team".to_owned(), |team| format!("team {}", team.name));
    let rank = row.rank.map_or_else(|| "not ranked".to_owned(), |rank| format!("rank {rank}"));
    page.faint(&format!("{} · {} · {team} · {rank}", row.kind.name(), state(row.state)));
    if !row.needs.is_empty() {
        page.flow(0, &[Piece::new(Ink::Warn, format!("Not rankable: needs {}", row.needs.join(", ")))]);
    }
    for gate in &row.gates {
        page.flow(0, &[Piece::new(Ink::Warn, format!("gate: {} · {}", gate.name, gate.reason))]);
    }
    super::weigh::explanation(&view.cost_of_delay, words, page);
    page.blank();
    page.flow(
        1,
        &[
            Piece::new(Ink::Strong, words.format.figure_range(&row.duration)),
            Piece::new(Ink::Faint, " of the team's time"),
        ],
    );
    for (title, named) in [("Depends on", &view.depends_on), ("Needed by", &view.needed_by)] {
        if !named.is_empty() {
            page.flow(1, &[Piece::new(Ink::Faint, format!("{title}: ")), Piece::from(names(named))]);
        }
    }
    if !view.estimates.is_empty() {
        page.head("Earlier estimates", "newest first");
        for past in &view.estimates {
            let range = past.estimate.range;
            let at = past.estimate.source.at.map_or_else(String::new, |at| format!(", {}", words.format.date(at)));
            page.flow(
                1,
                &[
                    Piece::from(format!("{}: {} ({} – {})", past.quantity, range.mid, range.low, range.high)),
                    Piece::new(Ink::Faint, format!(" · {}{at}", past.estimate.source.by)),
                ],
            );
        }
    }
}

/// Draws the services.
pub fn services(view: &ServicesView, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, view.tone);
    page.blank();
    if view.rows.is_empty() {
        page.faint("No service matches.");
        return;
    }
    let mut table = Table::new()
        .words("Service", 20)
        .words("Journeys", 10)
        .spare(2)
        .fixed("Owners", Align::Left)
        .fixed("If it is down", Align::Right)
        .fixed("Budget left", Align::Right)
        .fixed("Incidents", Align::Right)
        .spare(1)
        .fixed("Known", Align::Right)
        .spare(3);
    for row in &view.rows {
        let ink = Ink::tone(row.tone);
        let third = if row.third_party { " (third party)" } else { "" };
        let (held, all) = row.knowledge;
        table.rich_row(vec![
            vec![Piece::new(Ink::Strong, &row.service.name), Piece::new(Ink::Faint, third)],
            vec![Piece::new(Ink::Faint, names(&row.journeys))],
            owners(row),
            vec![words.cell(&row.blast_radius)],
            vec![Piece::new(
                if row.budget_left.value.is_none() { Ink::Faint } else { ink },
                words.format.figure(&row.budget_left),
            )],
            vec![Piece::from(row.incidents.to_string())],
            vec![Piece::from(format!("{held}/{all}"))],
        ]);
    }
    page.table(&table, 0);
    page.blank();
    page.faint("Owners: ▲ Ops, ● Dev, ■ Product; a shape is declared and lived, “d” declared only, “e” evident only, “·” neither.");
}

fn owners(row: &ServiceRow) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for party in Party::ALL {
        let own = row.ownership.iter().find(|own| own.party == party);
        let (declared, evident) = own.map_or((false, false), |own| (own.declared, own.evidence.is_some()));
        if !pieces.is_empty() {
            pieces.push(Piece::from(" "));
        }
        pieces.push(match (declared, evident) {
            (true, true) => Piece::new(Ink::Flag(party), shape(party)),
            (true, false) => Piece::new(Ink::Warn, "d"),
            (false, true) => Piece::new(Ink::Flag(party), "e"),
            (false, false) => Piece::new(Ink::Faint, "·"),
        });
    }
    pieces
}

/// Draws one service.
pub fn service(view: &ServiceView, words: &Words, page: &mut Page) {
    let row = &view.row;
    page.flow(
        0,
        &[
            Piece::new(Ink::Strong, &row.service.name),
            Piece::new(Ink::Faint, if row.third_party { "  third party" } else { "" }),
        ],
    );
    if !view.description.is_empty() {
        page.say(&view.description);
    }
    page.blank();
    page.flow(
        1,
        &[
            Piece::new(Ink::Strong, words.format.figure_or_reason(&row.blast_radius)),
            Piece::new(Ink::Faint, " is what passes through it: what a complete outage costs"),
        ],
    );
    for own in &row.ownership {
        let evidence = match (&own.evidence, own.at) {
            (Some(what), Some(at)) => format!("{what}, {}", words.format.near_day(at, words.now)),
            (Some(what), None) => what.clone(),
            (None, _) => "no evidence".to_owned(),
        };
        let declared = if own.declared { "declared" } else { "not declared" };
        page.flow(1, &[flag(own.party), Piece::new(Ink::Faint, format!(": {declared}; {evidence}"))]);
    }
    for (title, named) in [
        ("Journeys", &row.journeys),
        ("Calls", &view.depends_on),
        ("Called by", &view.used_by),
        ("Work that changes it", &view.work),
    ] {
        if !named.is_empty() {
            page.flow(1, &[Piece::new(Ink::Faint, format!("{title}: ")), Piece::from(names(named))]);
        }
    }
    if !view.objectives.is_empty() {
        page.head("Objectives", "");
        page.table(&super::objectives::table(&view.objectives, words, page.width()), 1);
    }
    if !view.incidents.is_empty() {
        page.head("Incidents", "newest first");
        page.table(&super::incidents::table(&view.incidents, words), 1);
    }
    if !view.knowledge.is_empty() {
        page.head("What is known", "");
        for card in &view.knowledge {
            page.flow(1, &[Piece::new(Ink::Strong, format!("{}: ", card.topic)), Piece::from(card.text.as_str())]);
        }
    }
}

/// Draws who is on call.
pub fn oncall(view: &OnCallView, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, view.tone);
    page.blank();
    let mut table = Table::new()
        .fixed("", Align::Left)
        .words("Rotation", 14)
        .words("Now", 14)
        .fixed("Until", Align::Left)
        .words("Next", 10)
        .spare(1)
        .words("Rule", 14)
        .spare(2)
        .fixed("Gaps", Align::Right)
        .spare(3);
    for row in &view.rotations {
        let now = &row.now;
        let who = match (now.people.is_empty(), now.gap) {
            (false, _) => Piece::new(Ink::Strong, names(&now.people)),
            (true, true) => Piece::new(Ink::Warn, "nobody: gap"),
            (true, false) => Piece::new(Ink::Faint, "out of hours"),
        };
        table.row([
            flag(now.party),
            Piece::from(now.rotation.name.as_str()),
            who,
            Piece::new(Ink::Faint, now.until.map_or_else(String::new, |at| words.moment(at))),
            Piece::from(names(&row.next)),
            Piece::new(Ink::Faint, &row.rule),
            if row.gap_minutes > 0 {
                Piece::new(Ink::Warn, format::minutes(row.gap_minutes as f64))
            } else {
                Piece::new(Ink::Faint, "none")
            },
        ]);
    }
    page.table(&table, 0);
    let shown = view.rotations.len() as u32;
    if view.total > shown {
        page.faint(&format!("{} more rotations", view.total - shown));
    }
    for row in view.rotations.iter().filter(|row| !row.starved.is_empty()) {
        let words = format!("{}: never on call by this rule: {}", row.now.rotation.name, names(&row.starved));
        page.flow(0, &[Piece::new(Ink::Warn, words)]);
    }
    if view.load.iter().any(|load| load.people > 0 || load.uncovered > 0) {
        page.head("Load by party", &format!("last {}", count(view.weeks as usize, "week", "weeks")));
        let mut table = Table::new()
            .fixed("", Align::Left)
            .fixed("People", Align::Right)
            .fixed("Hours each", Align::Left)
            .fixed("Interruptions", Align::Right)
            .fixed("Found nobody", Align::Right);
        for load in &view.load {
            let hours = match (load.hours.first(), load.hours.last()) {
                (Some(least), Some(most)) => format!("{} – {}", format::number(*least), format::number(*most)),
                _ => String::new(),
            };
            table.row([
                flag(load.party),
                Piece::from(load.people.to_string()),
                Piece::from(hours),
                words.cell(&load.interruptions),
                Piece::new(if load.uncovered > 0 { Ink::Warn } else { Ink::Plain }, load.uncovered.to_string()),
            ]);
        }
        page.table(&table, 1);
        let split = view.by_time;
        page.flow(
            1,
            &[Piece::new(
                Ink::Faint,
                format!(
                    "{} in business hours (8–18, Mon–Fri), {} in other waking hours, {} in sleep hours (22–8)",
                    split.business, split.off, split.sleep
                ),
            )],
        );
    }
}

/// Draws the decisions.
pub fn decisions(view: &DecisionsView, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, gemba_model::Tone::Calm);
    for row in &view.rows {
        page.blank();
        decision(row, words, page);
    }
    if view.brier.value.is_some() {
        page.blank();
        page.flow(
            0,
            &[
                Piece::new(Ink::Strong, words.format.figure(&view.brier)),
                Piece::new(
                    Ink::Faint,
                    " mean squared error of judged forecasts (Brier; always saying 50 % scores 0.25)",
                ),
            ],
        );
    }
}

fn decision(row: &DecisionRow, words: &Words, page: &mut Page) {
    let decision = &row.decision;
    page.flow(
        0,
        &[
            Piece::new(Ink::Strong, format!("{}  {}", decision.number, decision.title)),
            Piece::new(Ink::Faint, format!("  {} by {}", words.format.date(decision.at), decision.by)),
        ],
    );
    if !decision.reason.is_empty() {
        page.flow(3, &[Piece::from(decision.reason.as_str())]);
    }
    if let Some(cost) = decision.cost_of_other_order {
        let sure = decision.probability.map_or_else(String::new, |p| format!(", {} sure", format::percent(p)));
        let words = format!("on the screen: the other order cost {} more{sure}", words.format.money(cost));
        page.flow(3, &[Piece::new(Ink::Faint, words)]);
    }
    if let Some(forecast) = &decision.forecast {
        let outcome = match forecast.outcome {
            Some(true) => "came true",
            Some(false) => "did not come true",
            None => "not judged yet",
        };
        let said = format!("forecast: {} ({}), {outcome}", forecast.statement, format::percent(forecast.probability));
        page.flow(3, &[Piece::new(Ink::Faint, said)]);
    }
    let mut signs = vec![Piece::new(Ink::Faint, "signed by ")];
    if decision.signs.is_empty() {
        signs.push(Piece::new(Ink::Faint, "nobody"));
    }
    for (place, sign) in decision.signs.iter().enumerate() {
        let gap = if place > 0 { ", " } else { "" };
        signs.push(Piece::new(Ink::Flag(sign.party), format!("{gap}{} {}", shape(sign.party), sign.name)));
    }
    if !row.waits_for.is_empty() {
        let waits: Vec<&str> = row.waits_for.iter().map(|party| party.name()).collect();
        signs.push(Piece::new(Ink::Warn, format!(" · waits for {}", waits.join(", "))));
    }
    page.flow(3, &signs);
}

/// Draws what a search found.
pub fn hits(hits: &[SearchHit], page: &mut Page) {
    if hits.is_empty() {
        page.faint("Nothing found.");
        return;
    }
    let mut table = Table::new().fixed("", Align::Left).words("", 8).words("", 16).words("", 12).spare(1);
    for hit in hits {
        table.row([
            Piece::new(Ink::Faint, hit.kind.replace('_', " ")),
            Piece::new(Ink::Strong, &hit.id),
            Piece::from(hit.title.as_str()),
            Piece::new(Ink::Faint, &hit.detail),
        ]);
    }
    page.table(&table, 0);
}

/// A probability as a small picture beside its number.
pub fn sure(value: f64) -> String {
    format!("{} {}", bar::share(value, 10), format::percent(value))
}
