//! Objectives: budgets left, burn rates, what will become of them.

use super::{Words, more};
use crate::term::{Align, Ink, Page, Piece, Table, bar};
use gemba_model::view::{ObjectiveRow, ObjectiveView, ObjectivesView};
use gemba_report::format;

/// Draws the list.
pub fn list(view: &ObjectivesView, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, view.tone);
    page.faint(&format!(
        "{} of {} measured",
        view.measured,
        super::count(view.total as usize, "objective", "objectives")
    ));
    page.blank();
    if view.rows.is_empty() {
        page.faint("No objective matches.");
        return;
    }
    page.table(&table(&view.rows, words, page.width()), 0);
    more(view.offset, view.rows.len(), view.total, page);
    for row in &view.rows {
        if let Some(reason) = &row.insufficient {
            page.flow(0, &[Piece::new(Ink::Faint, format!("{}: {reason}", row.objective.name))]);
        }
    }
}

/// The table of objectives.
pub fn table(rows: &[ObjectiveRow], words: &Words, width: usize) -> Table {
    let half = if width >= 110 { 8 } else { 4 };
    let mut table = Table::new()
        .words("Objective", 26)
        .fixed("Last hour", Align::Right)
        .spare(2)
        .fixed("Target", Align::Right)
        .fixed("Budget left", Align::Left)
        .fixed("", Align::Right)
        .fixed("Burn 1h", Align::Right)
        .fixed("6h", Align::Right)
        .spare(3)
        .fixed("1d", Align::Right)
        .spare(4)
        .fixed("3d", Align::Right)
        .spare(5)
        .words("Outlook", 14)
        .spare(1);
    for row in rows {
        let ink = Ink::tone(row.tone);
        let left = row.budget_left.value;
        let burn = |window: &str| {
            let cell = row.burns.iter().find(|cell| cell.window == window);
            match cell.and_then(|cell| cell.burn.map(|burn| (burn, cell.firing))) {
                Some((burn, true)) => Piece::new(Ink::Harm, format!("{}×!", format::number(burn))),
                Some((burn, false)) => Piece::from(format!("{}×", format::number(burn))),
                None => Piece::new(Ink::Faint, format::UNKNOWN),
            }
        };
        table.row([
            Piece::new(Ink::Strong, &row.objective.name),
            words.cell(&row.now),
            Piece::from(format::percent(row.target)),
            left.map_or_else(Piece::default, |left| Piece::new(ink, bar::budget(left, half))),
            Piece::new(if left.is_none() { Ink::Faint } else { ink }, words.format.figure(&row.budget_left)),
            burn("1h"),
            burn("6h"),
            burn("1d"),
            burn("3d"),
            words.outlook(&row.outlook),
        ]);
    }
    table
}

/// Draws one objective.
pub fn one(view: &ObjectiveView, words: &Words, page: &mut Page) {
    let row = &view.row;
    page.flow(
        0,
        &[
            Piece::new(Ink::Strong, &row.objective.name),
            Piece::new(Ink::Faint, format!(" · {} · {}", row.sli, row.window)),
        ],
    );
    if !view.objective.policy.is_empty() {
        page.faint(&format!("When the budget is spent: {}", view.objective.policy));
    }
    page.blank();
    page.table(&table(std::slice::from_ref(row), words, page.width()), 0);
    super::weigh::explanation(&view.budget, words, page);
    if !view.spent_by.is_empty() {
        page.head("What spent the budget", "the largest first");
        let mut table = Table::new().fixed("", Align::Right).words("", 16).fixed("", Align::Right);
        for spent in &view.spent_by {
            table.row([
                Piece::new(Ink::Strong, format::percent(spent.share)),
                Piece::from(spent.label.as_str()),
                Piece::new(Ink::Faint, format!("{} bad", format::number(spent.bad as f64))),
            ]);
        }
        page.table(&table, 1);
    }
    if !view.past.is_empty() {
        page.head("Former windows", "");
        let mut table = Table::new().fixed("", Align::Left).fixed("", Align::Left).fixed("", Align::Right);
        for past in &view.past {
            table.row([
                Piece::from(words.format.days(past.from, past.to)),
                past.budget_left.map_or_else(Piece::default, |left| Piece::from(bar::budget(left, 8))),
                past.budget_left.map_or_else(
                    || (Ink::Faint, format::UNKNOWN).into(),
                    |left| Piece::from(format!("{} left", format::percent(left))),
                ),
            ]);
        }
        page.table(&table, 1);
    }
    if !view.alerts.is_empty() {
        page.head("Alerts", "newest first");
        for alert in view.alerts.iter().take(10) {
            let end = alert.ends.map_or_else(|| "still firing".to_owned(), |at| format!("until {}", words.moment(at)));
            page.hang(
                1,
                &Piece::new(Ink::Faint, words.moment(alert.starts)),
                13,
                false,
                &[Piece::from(alert.summary.as_str()), Piece::new(Ink::Faint, format!(" · {end}"))],
            );
        }
    }
}
