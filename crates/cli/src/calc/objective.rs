//! Evaluating an objective over counts in a file, without a workspace.

use super::read;
use crate::answer::Answer;
use crate::args::Evaluate;
use crate::at;
use crate::error::{CliError, Status};
use crate::show::count;
use crate::term::{Align, Ink, Page, Piece, Table, bar};
use gemba_engine::budget::{self, Evaluation, Insufficiency};
use gemba_engine::counts::{CountSource, Series};
use gemba_engine::ratio::{self, Ratio};
use gemba_model::api::ErrorCode;
use gemba_model::view::Rejected;
use gemba_model::{BudgetWindow, Objective, Sentence, Tone, UtcTime};
use gemba_report::format;
use jiff::tz::TimeZone;
use num_traits::{Signed, ToPrimitive};
use serde::Serialize;
use serde_json::Number;
use std::collections::BTreeMap;

/// What `gemba objectives evaluate --json` answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluated {
    /// The objective's identifier.
    pub objective: String,
    /// Good units in the window: events, or slices for objectives that count slices.
    pub good: Number,
    /// All units in the window.
    pub total: u64,
    /// `good / total`; `None` without units.
    pub sli: Option<f64>,
    /// Target ratio.
    pub target: f64,
    /// Share of the error budget that is spent; above 1 when overspent, 0 without units.
    pub budget_consumed: f64,
    /// `1 − budget_consumed`; negative when overspent, 1 without units.
    pub budget_remaining: f64,
    /// For a calendar period under way: the share of the whole period's budget if traffic goes on as it was.
    pub budget_consumed_of_period: Option<f64>,
    /// Multiples of the budget by window; 0 without events.
    pub burn_rates: BTreeMap<&'static str, f64>,
    /// The same names as exact fractions.
    pub exact: Exact,
    /// Whether the numbers of the objective's window say less than they seem to.
    pub insufficient_data: bool,
    /// Why, one entry per reason.
    pub insufficient: Vec<String>,
    /// The same for burn rates: the window, and why its rate says less than it seems to.
    pub insufficient_burn_rates: BTreeMap<&'static str, String>,
    /// The objective's window as far as it was counted, half-open.
    pub window: Window,
    /// The instant at which all windows end.
    pub at: UtcTime,
    /// Whether `at` was asked for; otherwise it is the end of the last minute in the file.
    pub at_given: bool,
    /// Lines of counts that were refused, with line and reason; at most 1,000 are listed.
    pub rejected: Vec<Rejected>,
    /// Lines that were refused in all.
    pub rejected_total: u64,
    /// Deviations that cost no record.
    pub remarks: Vec<String>,
}

/// A span of time, half-open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Window {
    /// Start.
    pub from: UtcTime,
    /// End of what was counted.
    pub to: UtcTime,
    /// End of the window itself: later than `to` in a calendar period under way.
    pub ends: UtcTime,
}

/// Exact fractions as text, such as `3/5`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Exact {
    /// Good units.
    pub good: String,
    /// All units.
    pub total: String,
    /// `good / total`.
    pub sli: Option<String>,
    /// Target ratio.
    pub target: String,
    /// Share spent.
    pub budget_consumed: String,
    /// Share left.
    pub budget_remaining: String,
    /// Share of the whole period's budget.
    pub budget_consumed_of_period: Option<String>,
    /// Burn rates by window.
    pub burn_rates: BTreeMap<&'static str, String>,
}

/// A whole number where it is one: events and slices are counted.
fn counted(value: &Ratio) -> Number {
    let whole = value.is_integer().then(|| value.to_integer().to_u64()).flatten();
    whole.map(Number::from).or_else(|| Number::from_f64(ratio::to_f64(value))).unwrap_or_else(|| Number::from(0))
}

/// Puts an evaluation into the words of the answer.
pub fn told(objective: &Objective, found: &Evaluation, at: UtcTime, at_given: bool) -> Evaluated {
    let number = |value: &Ratio| ratio::to_f64(value);
    let total = ratio::whole(found.total);
    Evaluated {
        objective: objective.id.0.clone(),
        good: counted(&found.good),
        total: found.total,
        sli: found.sli.as_ref().map(number),
        target: number(&found.target),
        budget_consumed: number(&found.consumed),
        budget_remaining: number(&found.remaining),
        budget_consumed_of_period: found.consumed_of_period.as_ref().map(number),
        burn_rates: found.burns.iter().map(|burn| (burn.name, number(&burn.rate))).collect(),
        exact: Exact {
            good: ratio::to_text(&found.good),
            total: ratio::to_text(&total),
            sli: found.sli.as_ref().map(ratio::to_text),
            target: ratio::to_text(&found.target),
            budget_consumed: ratio::to_text(&found.consumed),
            budget_remaining: ratio::to_text(&found.remaining),
            budget_consumed_of_period: found.consumed_of_period.as_ref().map(ratio::to_text),
            burn_rates: found.burns.iter().map(|burn| (burn.name, ratio::to_text(&burn.rate))).collect(),
        },
        insufficient_data: !found.insufficient.is_empty(),
        insufficient: found.insufficient.iter().map(Insufficiency::words).collect(),
        insufficient_burn_rates: found
            .burns
            .iter()
            .filter_map(|burn| Some((burn.name, burn.insufficient.as_ref()?.words())))
            .collect(),
        window: Window {
            from: UtcTime::from_minute(found.from),
            to: UtcTime::from_minute(found.to),
            ends: UtcTime::from_minute(found.ends),
        },
        at,
        at_given,
        rejected: Vec::new(),
        rejected_total: 0,
        remarks: Vec::new(),
    }
}

/// `gemba objectives evaluate`.
///
/// # Errors
/// When a file cannot be read at all, holds no such objective, or `--at` is missing and there is no count to end at.
pub fn run(answer: &mut Answer<'_, '_>, args: &Evaluate) -> Result<Status, CliError> {
    let (objectives, mut notes) = read::objectives(&args.objective)?;
    let objective = choose(&objectives, args)?;
    let counts = read::counts(&mut answer.outside.input, &args.counts)?;
    let name = args.counts.display().to_string();
    let series = Series::new(counts.minutes);
    let zone = match &objective.window {
        BudgetWindow::Calendar { zone, .. } => at::zone(zone)?,
        BudgetWindow::Rolling { .. } => TimeZone::UTC,
    };
    let given = answer.global.at.as_deref();
    let end = match given {
        Some(text) => at::parse(text, &zone, jiff::Timestamp::now())?,
        None => match series.last_minute() {
            Some(last) => UtcTime::from_minute(last.saturating_add(1)),
            None => {
                answer.rejected(&name, &counts.rejected, counts.rejected_total);
                return Err(CliError::failed(
                    ErrorCode::Validation,
                    format!("{name} holds no count, so there is no instant to end at."),
                    "Give one with --at.",
                ));
            }
        },
    };
    let found = budget::evaluate(objective, &series, end)
        .map_err(|error| CliError::failed(ErrorCode::Validation, format!("{error}."), ""))?;
    let mut reply = told(objective, &found, end, given.is_some());
    notes.extend(counts.remarks);
    reply.remarks = notes;
    reply.rejected = counts.rejected;
    reply.rejected_total = counts.rejected_total;
    answer.give(&reply, |reply, page| draw(reply, objective, &found, page))?;
    if !answer.global.json {
        for remark in &reply.remarks {
            answer.tell(Ink::Warn, remark);
        }
    }
    Ok(answer.rejected(&name, &reply.rejected, reply.rejected_total))
}

fn choose<'a>(objectives: &'a [Objective], args: &Evaluate) -> Result<&'a Objective, CliError> {
    let file = args.objective.display();
    let names = || objectives.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
    match (&args.name, objectives) {
        (Some(name), _) => objectives
            .iter()
            .find(|one| one.id.as_str() == name)
            .ok_or_else(|| CliError::usage(format!("{file} holds no objective “{name}”. It holds: {}.", names()))),
        (None, [one]) => Ok(one),
        (None, []) => Err(CliError::failed(ErrorCode::NotFound, format!("{file} holds no objective."), "")),
        (None, _) => {
            Err(CliError::usage(format!("{file} holds several objectives. Choose one with --name: {}.", names())))
        }
    }
}

fn verdict(reply: &Evaluated, objective: &Objective) -> (Sentence, Tone) {
    let name = &objective.name;
    let Some(sli) = reply.sli else {
        let words = " is not measured: no events in the window. The numbers below are conventions.";
        return (Sentence::default().strong(name).say(words), Tone::Unknown);
    };
    let left = format::percent(reply.budget_remaining);
    let sentence = Sentence::default().strong(name).say(" stands at ").strong(format::percent(sli));
    let sentence = sentence.say(format!(" against {}; ", format::percent(reply.target)));
    if reply.budget_remaining < 0.0 {
        (sentence.say("its error budget is overspent: ").strong(left).say(" left."), Tone::Harm)
    } else {
        let tone = if reply.budget_remaining < 0.2 { Tone::Warn } else { Tone::Calm };
        (sentence.strong(left).say(" of its error budget is left."), tone)
    }
}

fn draw(reply: &Evaluated, objective: &Objective, found: &Evaluation, page: &mut Page) {
    let (sentence, tone) = verdict(reply, objective);
    page.verdict(&sentence, tone);
    let ends = if reply.at_given { "as asked" } else { "the end of the last minute in the file" };
    page.faint(&format!(
        "{} – {} UTC; all windows end at {}, {ends}",
        stamp(reply.window.from),
        stamp(reply.window.to),
        stamp(reply.at)
    ));
    page.blank();
    let ink = Ink::tone(tone);
    let mut table = Table::new().fixed("", Align::Left).fixed("", Align::Right).words("", 12);
    let good = ratio::to_f64(&found.good);
    let bad = found.total as f64 - good;
    table.row(["good".into(), format::number(good).into(), (Ink::Faint, reply.exact.good.as_str()).into()]);
    table.row([
        "total".into(),
        format::number(found.total as f64).into(),
        (Ink::Faint, format!("{} bad", format::number(bad))).into(),
    ]);
    let left = Piece::new(if reply.sli.is_none() { Ink::Faint } else { ink }, known(reply, reply.budget_remaining));
    let picture = if reply.sli.is_some() { bar::budget(reply.budget_remaining, 10) } else { String::new() };
    table.row([
        "budget left".into(),
        left,
        Piece::new(Ink::Faint, format!("{picture}  {}", reply.exact.budget_remaining)),
    ]);
    table.row([
        "budget spent".into(),
        known(reply, reply.budget_consumed).into(),
        (Ink::Faint, reply.exact.budget_consumed.as_str()).into(),
    ]);
    if let (Some(share), Some(exact)) = (reply.budget_consumed_of_period, &reply.exact.budget_consumed_of_period) {
        let note = format!("of the whole period's, if traffic goes on as it was  {exact}");
        table.row(["".into(), format::percent(share).into(), (Ink::Faint, note).into()]);
    }
    page.table(&table, 1);
    page.head("Burn rate", "multiples of the budget; 1 spends it exactly by the end of the window");
    let mut table = Table::new()
        .fixed("Window", Align::Right)
        .fixed("Burn", Align::Right)
        .fixed("Bad", Align::Right)
        .fixed("Total", Align::Right)
        .words("", 12);
    for burn in &found.burns {
        let rate = ratio::to_f64(&burn.rate);
        let none = burn.counts.total == 0;
        let ink = if burn.rate > ratio::whole(1) { Ink::Warn } else { Ink::Plain };
        let unknown = Piece::new(Ink::Faint, format::UNKNOWN);
        table.row([
            Piece::new(Ink::Strong, burn.name),
            if none { unknown } else { Piece::new(ink, format!("{}×", format::number(rate))) },
            Piece::from(format::number(burn.counts.bad() as f64)),
            Piece::from(format::number(burn.counts.total as f64)),
            Piece::new(Ink::Faint, burn.insufficient.as_ref().map(Insufficiency::words).unwrap_or_default()),
        ]);
    }
    page.table(&table, 1);
    if reply.insufficient_data {
        page.blank();
        for reason in found.insufficient.iter().map(Insufficiency::words) {
            page.flow(0, &[Piece::new(Ink::Warn, format!("Too little data: {reason}."))]);
        }
    }
    if found.empty_slices > 0 {
        page.faint(&format!(
            "{} without events are left out.",
            count(found.empty_slices.unsigned_abs() as usize, "slice", "slices")
        ));
    }
    if found.remaining.is_negative() && !objective.policy.is_empty() {
        page.flow(0, &[Piece::new(Ink::Warn, format!("Agreed for a spent budget: {}", objective.policy))]);
    }
}

fn known(reply: &Evaluated, value: f64) -> String {
    if reply.sli.is_none() { format::UNKNOWN.to_owned() } else { format::percent(value) }
}

fn stamp(at: UtcTime) -> String {
    at.0.strftime("%Y-%m-%d %H:%M").to_string()
}
