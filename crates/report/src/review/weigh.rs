//! The ranking with its uncertainty, why it is so, and what cannot be ranked yet.

use super::content::{Cell, Mark, Row, Section, column, more, pieces};
use super::{Limits, Pictures, ReviewData};
use crate::charts::{palette::Ink, range_bar};
use crate::format::{Formatter, clipped, counted, number, percent, plain};
use gemba_model::view::{WeighItem, WeighPair};
use gemba_model::{Figure, Term, Unit, WorkKind};

fn mark(kind: WorkKind) -> Mark {
    match kind {
        WorkKind::Feature => Mark::Feature,
        WorkKind::Fix => Mark::Fix,
        WorkKind::Debt => Mark::Debt,
    }
}

/// A pair in words: how sure, what the other way round costs, and whether the parties have something to decide.
fn between(pair: &WeighPair, f: &Formatter) -> (String, Mark) {
    if pair.by_dependency {
        return ("in this order because the second needs the first".to_owned(), Mark::Quiet);
    }
    let price = if pair.cost_of_swap.is_finite() && pair.cost_of_swap >= 0.0 {
        format!("the other way round costs {} more", f.money(pair.cost_of_swap))
    } else {
        format!("the other way round costs {} less", f.money(-pair.cost_of_swap))
    };
    let sure = percent(pair.probability);
    if pair.contested {
        (format!("contested, {sure} sure · {price}"), Mark::Warn)
    } else {
        (format!("settled, {sure} sure · {price}"), Mark::Quiet)
    }
}

pub(super) fn order(data: &ReviewData, f: &Formatter, limits: &Limits) -> Section {
    let view = &data.weigh;
    let shown = view.order.len().min(limits.order);
    let items = view.order.get(..shown).unwrap_or_default();
    let highs = view.order.iter().map(|item| item.cost_of_delay_per_week.high);
    let most = highs.filter(|high| high.is_finite()).fold(0.0, f64::max);
    let mut rows: Vec<Row> = items.iter().map(|item| row(item, most, f, limits)).collect();
    for (index, row) in rows.iter_mut().enumerate() {
        let pair = items.get(index).zip(items.get(index + 1)).and_then(|(before, after)| {
            view.pairs.iter().find(|pair| pair.before == before.id && pair.after == after.id)
        });
        if let Some(pair) = pair {
            (row.between, row.between_mark) = between(pair, f);
        }
        if view.fits as usize == index + 1 && index + 1 < view.order.len() {
            let used = format!("{} of {} weeks used", number(view.weeks_used), number(view.plan_weeks));
            row.between = if row.between.is_empty() { used } else { format!("{used} · {}", row.between) };
        }
    }
    let contested = view.pairs.iter().filter(|pair| pair.contested).count();
    let team = view.team.as_ref().map(|team| format!("team {} · ", clipped(&team.name, 40))).unwrap_or_default();
    Section {
        heading: "What should be done next".to_owned(),
        note: format!(
            "{team}{} · {} contested · {}",
            counted(view.plan_weeks, "week", "weeks"),
            counted(contested as f64, "pair", "pairs"),
            clipped(&view.method, 70),
        ),
        empty: "Nothing can be ranked yet: no open item has both a cost of delay and a duration.".to_owned(),
        lead: pieces(&view.verdict, limits.detail * 3),
        columns: vec![
            column("", true, 0),
            column("What the team could do next", false, 1),
            column(format!("Cost of delay, 0 – {} a week", f.money(most)), false, 0),
            column("a week", true, 0),
            column("Weeks", true, 0),
            column(format!("{} a week per week", f.cost_sign()), true, 0),
        ],
        rows,
        more: more(view.order.len(), shown),
        ..Section::default()
    }
}

fn row(item: &WeighItem, most: f64, f: &Formatter, limits: &Limits) -> Row {
    let gates: Vec<String> = item.gates.iter().map(|gate| format!("gate: {}", plain(&gate.name))).collect();
    let mut detail = vec![item.kind.name().to_owned()];
    detail.extend((!item.detail.is_empty()).then(|| plain(&item.detail).into_owned()));
    detail.extend(item.estimate_age_days.filter(|days| *days > 30).map(|days| format!("estimate {days} days old")));
    detail.extend(gates);
    let duration = &item.duration_weeks;
    let weeks = if duration.low < duration.high {
        Cell::new(number(duration.mid)).detail(f.between(duration.low, duration.high, Unit::Weeks))
    } else {
        Cell::new(number(duration.mid))
    };
    let cost = &item.cost_of_delay_per_week;
    Row::new(vec![
        Cell::new(item.rank.to_string()).strong().mark(mark(item.kind)),
        Cell::new(clipped(&item.title, limits.title)).strong().detail(clipped(&detail.join(" · "), limits.detail)),
        Cell::picture(&range_bar(cost, most, Ink::kind(item.kind), Unit::CostPerWeek)),
        Cell::new(f.money(cost.mid)),
        weeks,
        Cell::new(number(item.cd3)).strong(),
    ])
}

pub(super) fn why(data: &ReviewData, f: &Formatter, limits: &Limits) -> Section {
    let Some(explanation) = &data.explanation else { return Section::default() };
    let title = clipped(&explanation.item.title, limits.title);
    let heading = match &explanation.other {
        Some(other) => format!("Why {title} before {}?", clipped(&other.title, limits.title)),
        None => format!("Why {title}?"),
    };
    let terms = explanation.terms.terms.iter().take(6);
    let mut rows: Vec<Row> = terms.map(|term| term_row(term, f, limits)).collect();
    if !rows.is_empty() {
        rows.push(Row::new(vec![
            Cell::new("Cost of delay").strong(),
            Cell::new(f.figure(&explanation.terms.figure)).strong().detail(between_ends(&explanation.terms.figure, f)),
        ]));
    }
    let mut lines = Vec::new();
    if let Some(flip) = &explanation.flip {
        lines.push(format!(
            "It turns round at {} ({}): {} that it lies on the side that keeps this order. Now {}.",
            clipped(&flip.words, 60),
            f.figure(&flip.at),
            percent(flip.probability),
            f.figure(&flip.now),
        ));
    }
    if let Some(worth) = explanation.value_of_knowing.as_ref().filter(|figure| figure.value.is_some()) {
        lines.push(format!("{} is the most that finding out more is worth.", f.figure(worth)));
    }
    lines.extend(explanation.evidence.iter().take(3).map(|line| clipped(line, limits.detail).into_owned()));
    let chart = explanation.flip.as_ref().and_then(|flip| flip.chart.as_ref());
    Section {
        heading,
        lead: pieces(&explanation.verdict, limits.detail * 2),
        picture: chart.filter(|_| limits.pictures > Pictures::None).map(Into::into),
        columns: vec![column(format!("Cost of delay, {} a week", f.cost_sign()), false, 1), column("", true, 0)],
        rows,
        lines,
        ..Section::default()
    }
}

fn between_ends(figure: &Figure, f: &Formatter) -> String {
    match (figure.low, figure.high) {
        (Some(low), Some(high)) if low < high => f.between(low, high, figure.unit),
        _ => String::new(),
    }
}

fn term_row(term: &Term, f: &Formatter, limits: &Limits) -> Row {
    let value = term.value.map_or_else(|| crate::format::UNKNOWN.to_owned(), |value| f.value(value, term.unit));
    let value = if term.operator.is_empty() { value } else { format!("{} {value}", plain(&term.operator)) };
    let range = match (term.low, term.high) {
        (Some(low), Some(high)) if low < high => f.between(low, high, term.unit),
        _ => String::new(),
    };
    let mut source: Vec<String> = Vec::new();
    source.extend((!term.source.by.is_empty()).then(|| plain(&term.source.by).into_owned()));
    source.extend(term.source.at.map(|at| f.date(at)));
    Row::new(vec![
        Cell::new(clipped(&term.label, limits.title)).detail(clipped(&source.join(", "), limits.detail)),
        Cell::new(value).detail(range),
    ])
}

pub(super) fn not_rankable(data: &ReviewData, limits: &Limits) -> Section {
    let items = &data.weigh.not_rankable;
    if items.is_empty() {
        return Section::default();
    }
    let shown = items.len().min(if limits.order > 20 { 20 } else { 3 });
    let lines = items.iter().take(shown).map(|item| {
        let needs: Vec<_> = item.needs.iter().map(|need| plain(need)).collect();
        format!("{} needs {}", clipped(&item.title, limits.title), clipped(&needs.join(", "), limits.detail))
    });
    Section {
        heading: format!("{} not rankable", counted(items.len() as f64, "item is", "items are")),
        note: "they change nobody's numbers".to_owned(),
        lines: lines.collect(),
        more: more(items.len(), shown),
        ..Section::default()
    }
}
