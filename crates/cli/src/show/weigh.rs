//! Weigh: what should each team do next, why in this order, and what does the other order cost?

use super::{Words, order};
use crate::term::{Align, Ink, Page, Piece, Table, shape};
use gemba_model::view::{WeighExplanation, WeighView};
use gemba_model::{Explanation, Term};
use gemba_report::format;

/// Rows of the order that a person is shown at most.
const SHOWN: usize = 25;

/// Draws the order of one team.
pub fn draw(view: &WeighView, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, view.tone);
    let contested = view.pairs.iter().filter(|pair| pair.contested).count();
    let settled = view.pairs.len() - contested;
    let mut parts = Vec::new();
    if let Some(team) = &view.team {
        parts.push(format!("Team {}", team.name));
    }
    parts.push(format!("next {}", format::counted(view.plan_weeks, "week", "weeks")));
    parts.push("cost of delay ÷ duration".to_owned());
    if !view.pairs.is_empty() {
        parts.push(format!("{} contested, {settled} settled", super::count(contested, "pair", "pairs")));
    }
    if !view.not_rankable.is_empty() {
        parts.push(format!("{} not rankable", view.not_rankable.len()));
    }
    page.faint(&parts.join(" · "));
    page.blank();
    let unit = words.format.cost_sign();
    let shown = order::Order {
        items: &view.order,
        pairs: &view.pairs,
        plan: Some((view.fits, view.weeks_used, view.plan_weeks)),
        unit: &unit,
        limit: SHOWN,
    };
    order::draw(&shown, &|value| words.format.money(value), page);
    if view.total_cost_of_delay.value.is_some() {
        page.blank();
        page.flow(
            1,
            &[
                Piece::new(Ink::Strong, words.format.figure(&view.total_cost_of_delay)),
                Piece::new(Ink::Faint, format!(" is what waiting costs in this order · {}", view.method)),
            ],
        );
    }
    order::not_rankable(&view.not_rankable, SHOWN, page);
    if view.teams.len() > 1 {
        let others: Vec<String> = view
            .teams
            .iter()
            .filter(|choice| view.team.as_ref() != Some(&choice.team))
            .map(|choice| if choice.team.name.is_empty() { "(no team)".into() } else { choice.team.name.clone() })
            .take(12)
            .collect();
        page.blank();
        page.faint(&format!("Other teams (--team NAME): {}", others.join(", ")));
    }
    if let [first, second, ..] = view.order.as_slice() {
        page.faint(&format!("Why: gemba weigh explain {} {}", quoted(first.id.as_str()), quoted(second.id.as_str())));
    }
}

/// An identifier as it can be pasted into a shell.
fn quoted(id: &str) -> String {
    let simple = !id.is_empty() && id.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_./:".contains(letter));
    if simple { id.to_owned() } else { format!("'{}'", id.replace('\'', "'\\''")) }
}

/// Draws why one item goes before another.
pub fn explain(view: &WeighExplanation, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, gemba_model::Tone::Warn);
    page.blank();
    let mut table = Table::new().fixed("", Align::Right).words("", 20);
    if let Some(probability) = view.probability {
        table.row([
            Piece::new(Ink::Strong, format::percent(probability)),
            Piece::new(Ink::Faint, "sure that this is the right way round"),
        ]);
    }
    for (figure, label) in [
        (&view.cost_of_swap, "is what the other order costs more"),
        (&view.value_of_knowing, "is the most that finding out more is worth"),
    ] {
        if let Some(figure) = figure {
            table.row([Piece::new(Ink::Strong, words.format.figure(figure)), Piece::new(Ink::Faint, label)]);
        }
    }
    if let Some((this, other)) = view.cost_of_orders {
        table.row([
            Piece::new(Ink::Strong, words.format.money(this)),
            Piece::new(Ink::Faint, format!("in this order, {} in the other", words.format.money(other))),
        ]);
    }
    page.table(&table, 1);
    if let Some(flip) = &view.flip {
        page.head("It turns round at", "");
        page.flow(
            1,
            &[
                Piece::new(Ink::Strong, words.format.figure(&flip.at)),
                Piece::from(format!(" ({})", flip.words)),
                Piece::new(
                    Ink::Faint,
                    format!(
                        " · {} now {} · {} sure that it stays on this side",
                        flip.quantity,
                        words.format.figure(&flip.now),
                        format::percent(flip.probability)
                    ),
                ),
            ],
        );
    }
    explanation(&view.terms, words, page);
    if let Some(other) = &view.other_terms {
        explanation(other, words, page);
    }
    if view.parties.iter().any(|party| !party.lines.is_empty()) {
        page.head("What each party holds", "");
        for evidence in view.parties.iter().filter(|evidence| !evidence.lines.is_empty()) {
            page.flow(
                1,
                &[
                    Piece::new(
                        Ink::Flag(evidence.party),
                        format!("{} {}: ", shape(evidence.party), evidence.party.name()),
                    ),
                    Piece::from(evidence.lines.join("; ")),
                ],
            );
        }
    }
    if !view.evidence.is_empty() {
        page.head("Evidence", "");
        for line in &view.evidence {
            page.flow(1, &[Piece::from(line.as_str())]);
        }
    }
}

/// Draws the answer to "why?".
pub fn explanation(explanation: &Explanation, words: &Words, page: &mut Page) {
    page.head(&explanation.title, &format!("= {}", words.format.figure_range(&explanation.figure)));
    if let Some(reason) = &explanation.figure.unknown {
        page.flow(1, &[Piece::new(Ink::Warn, format!("Unknown: {reason}"))]);
    }
    let values: Vec<Piece> = explanation
        .terms
        .iter()
        .map(|term| Piece::new(Ink::Strong, format!("{} {}", term.operator, value(term, words)).trim_start()))
        .collect();
    let wide = values.iter().map(Piece::width).max().unwrap_or(0).min(24);
    for (term, value) in explanation.terms.iter().zip(&values) {
        let from = source(term, words);
        let mut said = vec![Piece::from(label(term, words))];
        if !from.is_empty() {
            said.push(Piece::new(Ink::Faint, format!(" · {from}")));
        }
        page.hang(1, value, wide, true, &said);
    }
    if !explanation.formula.is_empty() {
        let from = match explanation.formula_source.as_str() {
            "" => String::new(),
            source => format!(" ({source})"),
        };
        page.flow(1, &[Piece::new(Ink::Faint, format!("{}{from}", explanation.formula))]);
    }
    for note in &explanation.notes {
        page.flow(1, &[Piece::new(Ink::Faint, note)]);
    }
}

fn value(term: &Term, words: &Words) -> String {
    term.value.map_or_else(|| format::UNKNOWN.to_owned(), |value| words.format.value(value, term.unit))
}

fn label(term: &Term, words: &Words) -> String {
    let range = match (term.low, term.high) {
        (Some(low), Some(high)) if low < high => format!(", {}", words.format.between(low, high, term.unit)),
        _ => String::new(),
    };
    let note = if term.note.is_empty() { String::new() } else { format!(" ({})", term.note) };
    format!("{}{range}{note}", term.label)
}

fn source(term: &Term, words: &Words) -> String {
    let date = term.source.at.map(|at| words.format.date(at));
    [Some(term.source.by.clone()), date, Some(term.source.reference.clone())]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
