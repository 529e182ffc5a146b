//! The order of work: rows with ranges, and between them how sure each neighbour is of its place.

use crate::term::{Align, Ink, Page, Piece, Table, bar};
use gemba_model::WorkKind;
use gemba_model::view::{NotRankable, WeighItem, WeighPair};
use gemba_report::format;

/// What stands around one order.
pub struct Order<'a> {
    /// The items, first to last.
    pub items: &'a [WeighItem],
    /// Neighbours in the order.
    pub pairs: &'a [WeighPair],
    /// How many ranks fit into the plan, and its weeks; `None` without a plan.
    pub plan: Option<(u32, f64, f64)>,
    /// The sign of the unit of cost, such as `£`; empty when nobody named one.
    pub unit: &'a str,
    /// Rows at most.
    pub limit: usize,
}

/// The shape of a kind of work: never only colour.
fn kind(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Feature => "feature",
        WorkKind::Fix => "fix",
        WorkKind::Debt => "debt",
    }
}

/// Draws an order.
pub fn draw(order: &Order<'_>, money: &dyn Fn(f64) -> String, page: &mut Page) {
    let shown = order.items.get(..order.limit.min(order.items.len())).unwrap_or(order.items);
    let most = shown.iter().map(|item| item.cost_of_delay_per_week.high).fold(0.0, f64::max);
    let columns = if page.width() >= 110 { 30 } else { 14 };
    let sign = if order.unit.is_empty() { String::new() } else { format!("{} ", order.unit) };
    let mut table = Table::new()
        .fixed("#", Align::Right)
        .fixed("", Align::Left)
        .words("What comes next", 24)
        .fixed(&format!("0 – {}", short(most)), Align::Left)
        .spare(2)
        .fixed(&format!("{sign}a week"), Align::Right)
        .fixed("Weeks", Align::Right)
        .fixed("÷", Align::Right);
    for item in shown {
        let cost = item.cost_of_delay_per_week;
        table.row([
            Piece::new(Ink::Strong, item.rank.to_string()),
            Piece::new(Ink::Faint, kind(item.kind)),
            Piece::new(Ink::Strong, &item.title),
            Piece::new(Ink::Plain, bar::range(cost.low, cost.mid, cost.high, most, columns)),
            Piece::new(Ink::Plain, amount(cost.mid)),
            Piece::new(Ink::Plain, format::number(item.duration_weeks.mid)),
            Piece::new(Ink::Strong, amount(item.cd3)),
        ]);
    }
    let place = 14;
    page.noted_table(&table, 1, |index, page| {
        let Some(item) = shown.get(index) else { return };
        let mut note = Vec::new();
        if !item.detail.is_empty() {
            note.push(Piece::new(Ink::Faint, &item.detail));
        }
        for gate in &item.gates {
            let gap = if note.is_empty() { "" } else { " · " };
            note.push(Piece::new(Ink::Warn, format!("{gap}gate: {}", gate.name)));
        }
        if !note.is_empty() {
            page.flow(place, &note);
        }
        if order.plan.is_some_and(|(fits, ..)| fits as usize == index + 1)
            && let Some((_, used, weeks)) = order.plan
        {
            let words =
                format!("╌╌ {} of {} weeks used; below does not fit ╌╌", format::number(used), format::number(weeks));
            page.flow(place, &[Piece::new(Ink::Faint, words)]);
        }
        let pair = shown
            .get(index + 1)
            .and_then(|next| order.pairs.iter().find(|pair| pair.before == item.id && pair.after == next.id));
        if let Some(pair) = pair {
            page.flow(place, &between(pair, money));
        }
    });
    let more = order.items.len() - shown.len();
    if more > 0 {
        page.faint(&format!(" and {} more (--json lists all)", format::number(more as f64)));
    }
}

/// How sure two neighbours are of their places.
fn between(pair: &WeighPair, money: &dyn Fn(f64) -> String) -> Vec<Piece> {
    if pair.by_dependency {
        return vec![Piece::new(Ink::Faint, "↓ the next one depends on it")];
    }
    let sure = format!("{} sure", format::percent(pair.probability));
    let price = format!("the other way round costs {} more", money(pair.cost_of_swap));
    if pair.contested {
        vec![Piece::new(Ink::Warn, format!("↕ contested, {sure}")), Piece::new(Ink::Faint, format!(" · {price}"))]
    } else {
        vec![Piece::new(Ink::Faint, format!("↓ settled, {sure} · {price}"))]
    }
}

/// Draws what cannot be ranked yet.
pub fn not_rankable(items: &[NotRankable], limit: usize, page: &mut Page) {
    if items.is_empty() {
        return;
    }
    page.head("Not rankable yet", "they change nobody's numbers");
    let mut table = Table::new().words("Item", 8).words("Title", 12).words("Needs", 40);
    for item in items.iter().take(limit) {
        let title = if item.title == item.id.as_str() { "" } else { item.title.as_str() };
        table.row([
            Piece::new(Ink::Plain, item.id.as_str()),
            Piece::new(Ink::Plain, title),
            Piece::new(Ink::Warn, item.needs.join(", ")),
        ]);
    }
    page.table(&table, 1);
    if items.len() > limit {
        page.faint(&format!(" and {} more", format::number((items.len() - limit) as f64)));
    }
}

/// A whole amount from 100 on, else a few digits.
pub fn amount(value: f64) -> String {
    format::number(value)
}

/// `6k`, `1.2M`: the end of a scale.
fn short(value: f64) -> String {
    let (scaled, unit) = match value {
        value if value >= 1e9 => (value / 1e9, "G"),
        value if value >= 1e6 => (value / 1e6, "M"),
        value if value >= 1e4 => (value / 1e3, "k"),
        value => (value, ""),
    };
    format!("{}{unit}", format::number(scaled))
}
