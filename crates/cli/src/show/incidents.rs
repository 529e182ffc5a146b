//! Incidents: what happened, how many hops, what it cost users, what recurs?

use super::{Words, count, names, sign, today};
use crate::term::{Align, Ink, Page, Piece, Table};
use gemba_model::view::{FailureModeRow, IncidentRow, IncidentView, IncidentsView};
use gemba_model::{IncidentState, TimelineKind, Unit};
use gemba_report::format;

/// Draws the list.
pub fn list(view: &IncidentsView, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, view.tone);
    page.blank();
    if view.rows.is_empty() {
        page.faint("No incident matches.");
    } else {
        page.table(&table(&view.rows, words), 0);
        super::more(view.offset, view.rows.len(), view.total, page);
    }
    if !view.failure_modes.is_empty() {
        page.head("What recurs", "the dearest first");
        page.table(&failure_modes(&view.failure_modes, words), 1);
    }
    if view.hops.iter().any(|n| *n > 0) {
        let n: u32 = view.hops.iter().sum();
        let parts: Vec<String> = view
            .hops
            .iter()
            .enumerate()
            .filter(|(_, n)| **n > 0)
            .map(|(hops, n)| format!("{} × {n}", count(hops, "hop", "hops")))
            .collect();
        page.head("Hops to the person who knows", &format!("n = {n}"));
        page.flow(1, &[Piece::from(parts.join(" · "))]);
    }
}

fn state(state: IncidentState) -> Piece {
    match state {
        IncidentState::Open => Piece::new(Ink::Harm, "open"),
        IncidentState::Acknowledged => Piece::new(Ink::Warn, "on it"),
        IncidentState::Resolved => Piece::new(Ink::Faint, "resolved"),
    }
}

/// The table of incidents.
pub fn table(rows: &[IncidentRow], words: &Words) -> Table {
    let mut table = Table::new()
        .fixed("#", Align::Right)
        .fixed("State", Align::Left)
        .words("What happened", 24)
        .words("Journey", 8)
        .spare(2)
        .fixed("Began", Align::Left)
        .fixed("Lasted", Align::Right)
        .spare(1)
        .fixed("Hops", Align::Right)
        .fixed("Failed", Align::Right)
        .spare(3)
        .fixed("Cost", Align::Right);
    for row in rows {
        table.row([
            Piece::new(Ink::Strong, row.number.to_string()),
            state(row.state),
            Piece::from(row.title.as_str()),
            Piece::new(Ink::Faint, names(&row.journeys)),
            Piece::from(words.moment(row.began)),
            Piece::from(format::minutes(row.minutes as f64)),
            row.hops.map_or_else(|| (Ink::Faint, "?").into(), |hops| Piece::from(hops.to_string())),
            words.cell(&row.failed),
            words.money(&row.cost),
        ]);
    }
    table
}

fn failure_modes(rows: &[FailureModeRow], words: &Words) -> Table {
    let mut table = Table::new()
        .words("Failure mode", 24)
        .fixed("Times", Align::Left)
        .fixed("Each", Align::Right)
        .fixed("Expected", Align::Right)
        .words("Fix", 8)
        .spare(1);
    for row in rows {
        table.row([
            Piece::new(Ink::Strong, &row.failure_mode.name),
            Piece::from(format!("{} in {} weeks", row.occurrences, row.weeks)),
            words.money(&row.cost_per_occurrence),
            words.cell(&row.cost_per_week),
            row.fix.as_ref().map_or_else(|| (Ink::Warn, "none in the backlog").into(), |fix| Piece::from(fix.as_str())),
        ]);
    }
    table
}

/// Draws one incident.
pub fn one(view: &IncidentView, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, view.tone);
    let row = &view.row;
    page.flow(
        0,
        &[
            Piece::new(Ink::Faint, format!("incident {} · ", row.number)),
            state(row.state),
            Piece::new(Ink::Faint, format!(" · {}", names(&row.journeys))),
            Piece::new(
                Ink::Faint,
                row.failure_mode.as_ref().map_or_else(
                    || " · failure mode not named yet".to_owned(),
                    |mode| format!(" · failure mode: {}", mode.name),
                ),
            ),
        ],
    );
    page.blank();
    for labelled in &view.figures {
        let figure = &labelled.figure;
        let value = match figure.value {
            // The label says "a minute" itself.
            Some(value) if figure.unit == Unit::CostPerMinute => words.format.money(value),
            _ => words.format.figure(figure),
        };
        let mut said = vec![Piece::new(Ink::Faint, &labelled.label)];
        if let (Some(low), Some(high)) = (figure.low, figure.high) {
            said.push(Piece::new(Ink::Faint, format!(", {}", words.format.between(low, high, figure.unit))));
        }
        if let Some(reason) = &figure.unknown {
            said.push(Piece::new(Ink::Faint, format!(": {reason}")));
        }
        page.hang(1, &Piece::new(Ink::Strong, value), 10, true, &said);
    }
    if !view.chain.is_empty() {
        page.head("Who had it", "");
        page.table(&today::steps(&view.chain, words), 1);
    }
    if let Some(fix) = &view.fix {
        let rank = match fix.rank {
            Some(rank) => format!("rank {rank} in its team's order"),
            None => format!("not rankable: needs {}", fix.needs.join(", ")),
        };
        page.head("What would remove it", "");
        page.flow(1, &[Piece::new(Ink::Strong, &fix.title), Piece::new(Ink::Faint, format!(" ({}) · {rank}", fix.id))]);
    }
    if view.same_failure_mode.len() > 1 {
        page.head("The same failure mode", "newest first");
        page.table(&table(&view.same_failure_mode, words), 1);
    }
    if !view.knowledge.is_empty() {
        page.head("What is known", "");
        for card in &view.knowledge {
            let holders: u32 = card.holders.iter().sum();
            page.flow(
                1,
                &[
                    Piece::new(Ink::Strong, format!("{}, {}: ", card.service.name, card.topic)),
                    Piece::from(card.text.as_str()),
                    Piece::new(Ink::Faint, format!(" ({} know it)", holders)),
                ],
            );
        }
    }
    if !view.timeline.is_empty() {
        page.head("What happened", "newest first");
        let wide = view.timeline.iter().map(|entry| words.moment(entry.at).chars().count()).max().unwrap_or(0);
        for entry in &view.timeline {
            let said = if entry.text.is_empty() { String::new() } else { format!(" · {}", entry.text) };
            page.hang(
                1,
                &Piece::new(Ink::Faint, words.moment(entry.at)),
                wide,
                false,
                &[
                    sign(entry.party),
                    Piece::from(" "),
                    Piece::new(Ink::Strong, &entry.who),
                    Piece::new(Ink::Faint, format!(" {}", happened(entry.kind))),
                    Piece::from(said),
                ],
            );
        }
    }
    super::actions(&view.actions, page);
}

fn happened(kind: TimelineKind) -> &'static str {
    match kind {
        TimelineKind::Detected => "detected",
        TimelineKind::Paged => "was paged",
        TimelineKind::Acknowledged => "is on it",
        TimelineKind::HandedOver => "took over",
        TimelineKind::ResponderAdded => "joined",
        TimelineKind::ResponderLeft => "left",
        TimelineKind::Action => "acted",
        TimelineKind::Note => "noted",
        TimelineKind::Classified => "named the failure mode",
        TimelineKind::Resolved => "resolved it",
        TimelineKind::Reopened => "reopened it",
    }
}
