//! Today: is production all right, who is on it, what has it cost so far, and what waits for my party?

use super::{Words, count, flag, names, sign};
use crate::term::{Align, Ink, Page, Piece, Table, bar};
use gemba_model::view::{HopChain, JourneyRow, LiveIncident, OnCallNow, PeriodSummary, TodayView, Waiting};
use gemba_report::format;

/// Draws Today.
pub fn draw(view: &TodayView, words: &Words, page: &mut Page) {
    page.verdict(&view.verdict, view.tone);
    if let Some(live) = &view.live {
        page.blank();
        headline(live, words, page);
        if view.other_live > 0 {
            let others = count(view.other_live as usize, "other incident is", "other incidents are");
            page.flow(1, &[Piece::new(Ink::Warn, format!("{others} not resolved: gemba incidents --filter live"))]);
        }
    }
    if !view.journeys.is_empty() {
        let beside =
            if page.width() >= 100 { "failing share over the last 24 hours, and the error budget" } else { "" };
        page.head("Journeys", beside);
        page.table(&journeys(&view.journeys, words, page.width()), 1);
    }
    if let Some(chain) = &view.chain {
        chain_of(chain, words, page);
    }
    if !view.on_call.is_empty() {
        page.head("On call now", "");
        page.table(&on_call(&view.on_call, words), 1);
    }
    page.head(&format!("Waits for {}", view.waits_for.name()), "");
    waits(&view.waits, words, page);
    period(&view.period, words, page);
}

fn headline(live: &LiveIncident, words: &Words, page: &mut Page) {
    let mut table = Table::new().fixed("", Align::Right).words("", 20);
    let mut add = |ink: Ink, figure: String, label: String| {
        table.row([Piece::new(ink, figure), Piece::new(Ink::Faint, label)]);
    };
    add(
        Ink::Strong,
        words.format.figure(&live.failed),
        format!("{} failed above normal, since {}", live.interactions, words.moment(live.began)),
    );
    let pace = match live.cost_per_minute.value {
        Some(_) => format!(", {} now", words.format.figure(&live.cost_per_minute)),
        None => String::new(),
    };
    add(Ink::Strong, words.format.figure(&live.cost), format!("lost so far{pace}"));
    let left = live.budget_left.value;
    let ink = if left.is_some_and(|left| left < 0.0) { Ink::Harm } else { Ink::Strong };
    let policy = if live.policy.is_empty() { String::new() } else { format!(" · policy: {}", live.policy) };
    add(ink, words.format.figure(&live.budget_left), format!("of the error budget left{policy}"));
    let hops =
        live.hops.value.map_or_else(String::new, |hops| format!(", after {}", count(hops as usize, "hop", "hops")));
    add(Ink::Strong, words.format.figure(&live.reached), format!("until someone who knows was reached{hops}"));
    page.table(&table, 1);
    page.flow(1, &[Piece::new(Ink::Faint, format!("gemba incident show {}", live.number))]);
}

/// The table of journeys.
pub fn journeys(rows: &[JourneyRow], words: &Words, width: usize) -> Table {
    let wide = width >= 100;
    let mut table = Table::new()
        .words("Journey", 16)
        .fixed("Failing", Align::Left)
        .spare(2)
        .fixed("Last hour", Align::Right)
        .fixed("Objective", Align::Right)
        .spare(1)
        .fixed("Budget left", Align::Left)
        .fixed("", Align::Right)
        .words("Outlook", 18);
    for row in rows {
        let ink = Ink::tone(row.tone);
        let counts: Vec<(u64, u64)> = row.quarters.iter().map(|quarter| (quarter.bad, quarter.total)).collect();
        let left = row.budget_left.value;
        let spark = bar::spark(&counts, if wide { 32 } else { 16 }, 0.02);
        let outlook = match (&row.outlook, row.last_signal) {
            (gemba_model::view::Outlook::NotMeasured { .. }, Some(last)) => {
                Piece::new(Ink::Faint, format!("no signal since {}", words.format.near_day(last, words.now)))
            }
            (outlook, _) => words.outlook(outlook),
        };
        table.row([
            Piece::new(Ink::Strong, &row.journey.name),
            Piece::new(if row.last_signal.is_none() { Ink::Faint } else { ink_of_spark(ink) }, spark),
            words.cell(&row.now),
            row.target.map_or_else(|| (Ink::Faint, "none").into(), |target| Piece::from(format::percent(target))),
            left.map_or_else(Piece::default, |left| Piece::new(ink, bar::budget(left, if wide { 8 } else { 4 }))),
            Piece::new(if left.is_none() { Ink::Faint } else { ink }, words.format.figure(&row.budget_left)),
            outlook,
        ]);
    }
    table
}

/// Calm pictures are not green all over: colour is for what asks for attention.
fn ink_of_spark(ink: Ink) -> Ink {
    if ink == Ink::Calm { Ink::Plain } else { ink }
}

/// The way of a problem from hand to hand.
pub fn chain_of(chain: &HopChain, words: &Words, page: &mut Page) {
    if chain.steps.is_empty() {
        return;
    }
    let state = if chain.live { "" } else { ", resolved" };
    page.head("From the first page to the person who knows", &format!("incident {}{state}", chain.number));
    page.table(&steps(&chain.steps, words), 1);
}

/// The table of those who had a problem.
pub fn steps(steps: &[gemba_model::view::HopStep], words: &Words) -> Table {
    let mut table = Table::new()
        .fixed("", Align::Left)
        .fixed("", Align::Left)
        .words("", 12)
        .fixed("", Align::Left)
        .fixed("", Align::Right)
        .fixed("", Align::Right)
        .spare(1);
    for step in steps {
        table.row([
            Piece::new(Ink::Faint, words.moment(step.at)),
            sign(step.party),
            Piece::new(Ink::Strong, &step.who),
            Piece::from(step.how.as_str()),
            Piece::from(format::minutes(step.minutes as f64)),
            step.cost.map_or_else(Piece::default, |cost| Piece::new(Ink::Faint, words.format.money(cost))),
        ]);
    }
    table
}

/// The table of who is on call now.
pub fn on_call(rows: &[OnCallNow], words: &Words) -> Table {
    let mut table = Table::new()
        .fixed("", Align::Left)
        .words("", 12)
        .words("", 10)
        .fixed("", Align::Left)
        .fixed("", Align::Left)
        .spare(1);
    for row in rows {
        let who = match (row.people.is_empty(), row.gap) {
            (false, _) => Piece::new(Ink::Strong, names(&row.people)),
            (true, true) => Piece::new(Ink::Warn, "nobody: gap"),
            (true, false) => Piece::new(Ink::Faint, "out of hours"),
        };
        let load = row
            .interruptions
            .filter(|_| !row.people.is_empty())
            .map(|n| Piece::new(Ink::Faint, count(n as usize, "interruption this shift", "interruptions this shift")));
        table.row([
            flag(row.party),
            Piece::from(row.rotation.name.as_str()),
            who,
            Piece::new(Ink::Faint, row.until.map_or_else(String::new, |at| format!("until {}", words.moment(at)))),
            load.unwrap_or_default(),
        ]);
    }
    table
}

fn waits(rows: &[Waiting], words: &Words, page: &mut Page) {
    if rows.is_empty() {
        page.flow(1, &[Piece::new(Ink::Faint, "Nothing.")]);
        return;
    }
    let mut table =
        Table::new().fixed("", Align::Left).words("", 16).words("", 12).spare(1).fixed("", Align::Left).spare(2);
    for row in rows {
        table.row([
            Piece::new(Ink::Strong, &row.verb),
            Piece::from(row.title.as_str()),
            Piece::new(Ink::Faint, &row.detail),
            Piece::new(
                Ink::Faint,
                row.since.map_or_else(String::new, |at| format!("since {}", words.format.near_day(at, words.now))),
            ),
        ]);
    }
    page.table(&table, 1);
}

fn period(period: &PeriodSummary, words: &Words, page: &mut Page) {
    page.head("This period", &words.format.days(period.from, period.to));
    let mut table = Table::new().fixed("", Align::Right).words("", 20);
    for (figure, label) in [
        (&period.incident_cost, "cost of incidents"),
        (&period.incidents, "incidents"),
        (&period.hops, "hops, median"),
        (&period.alerts, "alerts"),
        (&period.responder_hours, "of responders' time"),
    ] {
        let reason = figure.unknown.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
        table.row([
            Piece::new(if figure.value.is_none() { Ink::Faint } else { Ink::Strong }, words.format.figure(figure)),
            Piece::new(Ink::Faint, format!("{label}{reason}")),
        ]);
    }
    page.table(&table, 1);
}
