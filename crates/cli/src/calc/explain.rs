//! Why one item of a CSV file goes before another.

use super::{read, weigh};
use crate::answer::Answer;
use crate::error::{CliError, Status};
use crate::term::{Align, Ink, Page, Piece, Table};
use gemba_engine::ratio;
use gemba_engine::weigh::{Candidate, PairAnalysis, Ranking};
use gemba_model::api::ErrorCode;
use gemba_model::{Sentence, Tone};
use gemba_report::format;
use serde::Serialize;
use std::path::Path;

/// What `gemba weigh explain --items FILE --json` answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    /// The answer in one sentence.
    pub verdict: Sentence,
    /// The item asked about.
    pub item: Side,
    /// The other one.
    pub other: Side,
    /// Probability that the item belongs before the other, 0 to 1.
    pub probability: f64,
    /// What the other order costs more; negative when it is the cheaper one.
    pub cost_of_swap: f64,
    /// Expected regret of taking the item first: the most that finding out more is worth.
    pub value_of_knowing: f64,
    /// Whether the ranges leave the order open.
    pub contested: bool,
    /// Cost of both orders: the item first, the other first.
    pub cost_of_orders: (f64, f64),
    /// Where the order turns round; `None` when nothing stated turns it.
    pub flip: Option<FlipAt>,
    /// The same as exact fractions.
    pub exact: ExactPair,
}

/// One of the two.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Cost of delay per week.
    pub cost_of_delay_per_week: gemba_model::view::Spread,
    /// Weeks.
    pub duration_weeks: gemba_model::view::Spread,
    /// Cost of delay ÷ duration.
    pub cd3: f64,
}

/// Where the order turns round.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FlipAt {
    /// Whose cost of delay per week it is.
    pub item: String,
    /// Its value at the flip.
    pub at: f64,
    /// Its value now.
    pub now: f64,
    /// Probability that it lies on the side that keeps the item first.
    pub probability: f64,
}

/// Exact fractions as text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExactPair {
    /// What the other order costs more.
    pub cost_of_swap: String,
    /// Cost of both orders.
    pub cost_of_orders: (String, String),
    /// Value at which the order turns round.
    pub flip: Option<String>,
}

/// `gemba weigh explain ITEM [OTHER] --items FILE`.
///
/// # Errors
/// When the file cannot be read, or an item is not there or cannot be ranked.
pub fn run(answer: &mut Answer<'_, '_>, file: &Path, item: &str, other: Option<&str>) -> Result<Status, CliError> {
    let read = read::items(&mut answer.outside.input, file)?;
    let (rejected, total) = (read.rejected.clone(), read.rejected_total);
    let sorted = weigh::sort(read.items);
    let find = |typed: &str| {
        weigh::find(&sorted.items, typed).ok_or_else(|| {
            let needs = sorted.not_rankable.iter().find(|one| one.id.as_str() == typed);
            let why = needs.map_or_else(
                || format!("{} holds no open item “{typed}” that can be ranked.", file.display()),
                |one| format!("{typed} cannot be ranked: it needs {}.", one.needs.join(", ")),
            );
            CliError::failed(ErrorCode::NotFound, why, "")
        })
    };
    let first = find(item)?;
    let second = match other {
        Some(other) => find(other)?,
        None => neighbour(&gemba_engine::weigh::rank(&sorted.candidates), first).ok_or_else(|| {
            CliError::failed(
                ErrorCode::Precondition,
                format!("{item} has no neighbour in its team's order."),
                "Name the other item.",
            )
        })?,
    };
    let (Some(a), Some(b)) = (sorted.candidates.get(first), sorted.candidates.get(second)) else {
        return Err(CliError::failed(ErrorCode::NotFound, format!("There is no item “{item}”."), ""));
    };
    for candidate in [a, b] {
        candidate.check().map_err(|error| {
            CliError::failed(ErrorCode::Validation, format!("{} cannot be ranked: {error}.", candidate.id), "")
        })?;
    }
    let title = |index: usize| sorted.items.get(index).map(|item| item.title.clone()).unwrap_or_default();
    let reply = explained(a, b, title(first), title(second));
    answer.give(&reply, draw)?;
    Ok(answer.rejected(&file.display().to_string(), &rejected, total))
}

/// The next one of the same team, or the one before for the last.
fn neighbour(ranking: &Ranking, item: usize) -> Option<usize> {
    let next = ranking.pairs.iter().find(|pair| pair.before == item).map(|pair| pair.after);
    next.or_else(|| ranking.pairs.iter().find(|pair| pair.after == item).map(|pair| pair.before))
}

/// Compares two items in the order given.
pub fn explained(a: &Candidate, b: &Candidate, title_a: String, title_b: String) -> Explained {
    let found = gemba_engine::weigh::explain(a, b);
    let number = ratio::to_f64;
    let (this, that) = &found.orders;
    Explained {
        verdict: verdict(&found, &title_a, &title_b),
        item: side(a, title_a),
        other: side(b, title_b),
        probability: found.probability,
        cost_of_swap: number(&found.cost_of_swap),
        value_of_knowing: found.evpi,
        contested: found.contested,
        cost_of_orders: (number(this), number(that)),
        flip: found.flip.as_ref().map(|flip| FlipAt {
            item: if flip.of_first { a.id.clone() } else { b.id.clone() },
            at: number(&flip.at),
            now: number(&flip.now),
            probability: flip.probability,
        }),
        exact: ExactPair {
            cost_of_swap: ratio::to_text(&found.cost_of_swap),
            cost_of_orders: (ratio::to_text(this), ratio::to_text(that)),
            flip: found.flip.as_ref().map(|flip| ratio::to_text(&flip.at)),
        },
    }
}

fn side(candidate: &Candidate, title: String) -> Side {
    let numbers = gemba_engine::weigh::Rankable::of(candidate);
    Side {
        id: candidate.id.clone(),
        title,
        cost_of_delay_per_week: numbers.cost.to_f64(),
        duration_weeks: candidate.duration.to_f64(),
        cd3: ratio::to_f64(&numbers.cd3),
    }
}

fn verdict(found: &PairAnalysis, a: &str, b: &str) -> Sentence {
    let cost = ratio::to_f64(&found.cost_of_swap);
    let sure = format::percent(found.probability);
    let sentence = Sentence::default();
    if cost >= 0.0 {
        sentence
            .strong(a)
            .say(" goes before ")
            .strong(b)
            .say(": the other way round costs ")
            .strong(format::number(cost))
            .say(format!(" more, {sure} sure."))
    } else {
        sentence
            .strong(a)
            .say(" does not go before ")
            .strong(b)
            .say(": that would cost ")
            .strong(format::number(-cost))
            .say(format!(" more; {sure} sure that it would be right."))
    }
}

fn draw(reply: &Explained, page: &mut Page) {
    page.verdict(&reply.verdict, if reply.contested { Tone::Warn } else { Tone::Calm });
    page.faint(if reply.contested {
        "contested: the ranges leave the order open"
    } else {
        "settled: no values within the ranges turn it round"
    });
    page.blank();
    let mut table = Table::new()
        .words("", 12)
        .fixed("Cost of delay a week", Align::Right)
        .fixed("Range", Align::Left)
        .spare(1)
        .fixed("Weeks", Align::Right)
        .fixed("÷", Align::Right);
    for side in [&reply.item, &reply.other] {
        let cost = side.cost_of_delay_per_week;
        table.row([
            Piece::new(Ink::Strong, &side.title),
            Piece::from(format::number(cost.mid)),
            Piece::new(Ink::Faint, format!("{} – {}", format::number(cost.low), format::number(cost.high))),
            Piece::from(format::number(side.duration_weeks.mid)),
            Piece::new(Ink::Strong, format::number(side.cd3)),
        ]);
    }
    page.table(&table, 1);
    page.blank();
    let mut table = Table::new().fixed("", Align::Right).words("", 20);
    let (this, that) = reply.cost_of_orders;
    let mut add =
        |value: String, label: String| table.row([Piece::new(Ink::Strong, value), Piece::new(Ink::Faint, label)]);
    add(
        format::number(this),
        format!("waiting costs with {} first, {} with {} first", reply.item.id, format::number(that), reply.other.id),
    );
    add(format::number(reply.value_of_knowing), "is the most that finding out more is worth".to_owned());
    if let Some(flip) = &reply.flip {
        add(
            format::number(flip.at),
            format!(
                "a week: where the cost of delay of {} turns the order round (now {})",
                flip.item,
                format::number(flip.now)
            ),
        );
    }
    page.table(&table, 1);
}
