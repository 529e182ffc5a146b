//! Two items: how likely an order is right, what the other one costs, what would turn it round, what knowing is worth.

use super::grid::{Grid, clear, mid};
use super::odds::{self, Rates};
use super::order::{cross, ends};
use super::{Candidate, CostModel, Recurring};
use crate::ratio::{self, Ratio, Spread};
use crate::recurrence::Recurrence;
use num_traits::{Signed, Zero};
use std::cmp::Ordering;

/// Values of a stated cost and of a duration from which an expected regret is summed.
const REGRET_POINTS: (usize, usize) = (64, 8);

/// Whether item i goes before j whatever their true values are within the ranges: `w_i.low / p_i.high >= w_j.high / p_j.low`
/// (with the ends that hurt most when a cost is negative).
pub(super) fn surely_before(wi: &Spread, pi: &Spread, wj: &Spread, pj: &Spread) -> bool {
    let (i, pi64, j, pj64) = (wi.to_f64(), pi.to_f64(), wj.to_f64(), pj.to_f64());
    let least = i.low / if i.low < 0.0 { pi64.low } else { pi64.high };
    let most = j.high / if j.high < 0.0 { pj64.high } else { pj64.low };
    match clear(least, most) {
        Some(order) => order == Ordering::Greater,
        None => ends(wi, pi).0 >= ends(wj, pj).1,
    }
}

/// Probability that `first` has at least the cost of delay ÷ duration of `second`, 0 to 1, with every quantity
/// independent. Exact when both are points; a closed form when only one rate of recurrence is uncertain; otherwise by
/// deterministic integration, good to about two digits.
pub fn probability(first: &Candidate, second: &Candidate) -> f64 {
    closed_probability(first, second).unwrap_or_else(|| {
        let mut rates = Rates::default();
        odds::at_least(&rates.side(first), &rates.side(second))
    })
}

/// [`probability`] of each neighbour pair in a sequence, each item prepared once.
pub(super) fn neighbour_probabilities(candidates: &[Candidate], sequence: impl Iterator<Item = usize>) -> Vec<f64> {
    let mut rates = Rates::default();
    let mut found = Vec::new();
    let mut before: Option<(&Candidate, Option<odds::Side>)> = None;
    for candidate in sequence.filter_map(|index| candidates.get(index)) {
        let mut own = None;
        if let Some((first, side)) = &mut before {
            found.push(match closed_probability(first, candidate) {
                Some(known) => known,
                None => {
                    let left = side.get_or_insert_with(|| rates.side(first));
                    odds::at_least(left, own.get_or_insert_with(|| rates.side(candidate)))
                }
            });
        }
        before = Some((candidate, own));
    }
    found
}

/// One side as `rate * factor + rest`, where nothing but the rate is uncertain.
struct Line {
    recurrence: Recurrence,
    factor: Ratio,
    rest: Ratio,
}

enum Shape {
    Point,
    Line(Line),
    Other,
}

fn shape(candidate: &Candidate) -> Shape {
    if !candidate.duration.is_point() {
        return Shape::Other;
    }
    match &candidate.cost {
        CostModel::Stated(spread) if spread.is_point() => Shape::Point,
        CostModel::Recurring(recurring) => {
            let Recurring { recurrence, cost_per_occurrence, share, toil } = recurring.as_ref();
            if !(cost_per_occurrence.is_point() && share.is_point() && toil.is_point()) {
                return Shape::Other;
            }
            let factor = &cost_per_occurrence.mid * &share.mid;
            if factor.is_zero() {
                Shape::Point
            } else {
                Shape::Line(Line { recurrence: *recurrence, factor, rest: toil.mid.clone() })
            }
        }
        CostModel::Stated(_) => Shape::Other,
    }
}

/// The rate at which both have the same cost of delay ÷ duration: `(w * p_line / p_point - rest) / factor`.
fn even_rate(line: &Line, own: &Candidate, other: &Candidate) -> Ratio {
    let even = other.cost.spread().mid * &own.duration.mid / &other.duration.mid;
    (even - &line.rest) / &line.factor
}

fn closed_probability(first: &Candidate, second: &Candidate) -> Option<f64> {
    match (shape(first), shape(second)) {
        (Shape::Point, Shape::Point) => {
            let (a, b) = (first.cost.spread(), second.cost.spread());
            let gap = cross(&a.mid, &second.duration.mid, &b.mid, &first.duration.mid);
            Some(if gap.is_negative() { 0.0 } else { 1.0 })
        }
        (Shape::Line(line), Shape::Point) => {
            let below = line.recurrence.cdf(ratio::to_f64(&even_rate(&line, first, second)));
            Some(if line.factor.is_negative() { below } else { 1.0 - below })
        }
        (Shape::Point, Shape::Line(line)) => {
            let below = line.recurrence.cdf(ratio::to_f64(&even_rate(&line, second, first)));
            Some(if line.factor.is_negative() { 1.0 - below } else { below })
        }
        _ => None,
    }
}

/// What a flip point is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlipQuantity {
    /// Occurrences a week of an item's failure mode.
    OccurrencesPerWeek,
    /// Stated cost of delay a week of an item.
    CostOfDelayPerWeek,
}

/// The value at which the order turns round, everything else at its middle.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// Which quantity.
    pub quantity: FlipQuantity,
    /// Whether it is the first item's quantity; otherwise the second's.
    pub of_first: bool,
    /// Its value at the flip.
    pub at: Ratio,
    /// Its value now: the mean rate, or the stated middle.
    pub now: Ratio,
    /// Probability that the quantity lies on the side that keeps the first item first.
    pub probability: f64,
    /// The recurrence whose rate it is, for the picture of its density.
    pub recurrence: Option<Recurrence>,
}

/// Why one item goes before another.
#[derive(Clone, Debug, PartialEq)]
pub struct PairAnalysis {
    /// Probability that the first belongs before the second; see [`probability`].
    pub probability: f64,
    /// What the other order costs more, `w_a * p_b - w_b * p_a`; negative when the other order is cheaper.
    pub cost_of_swap: Ratio,
    /// Expected regret of taking the first first: the most that finding out more is worth (EVPI).
    pub evpi: f64,
    /// Cost of both orders, the first first and the second first.
    pub orders: (Ratio, Ratio),
    /// Where the order turns round; `None` when no value of the quantity turns it.
    pub flip: Option<Flip>,
    /// Whether the ranges leave the order open in either direction.
    pub contested: bool,
}

/// Compares two candidates in the order given.
pub fn explain(first: &Candidate, second: &Candidate) -> PairAnalysis {
    let (a, b) = (first.cost.spread(), second.cost.spread());
    let (pa, pb) = (&first.duration.mid, &second.duration.mid);
    let both = pa + pb;
    PairAnalysis {
        probability: probability(first, second),
        cost_of_swap: cross(&a.mid, pb, &b.mid, pa),
        evpi: expected_regret(first, second),
        orders: (&a.mid * pa + &b.mid * &both, &b.mid * pb + &a.mid * &both),
        flip: flip(first, second, &a, &b),
        contested: !surely_before(&a, &first.duration, &b, &second.duration)
            && !surely_before(&b, &second.duration, &a, &first.duration),
    }
}

/// `E[max(0, w_b * p_a - w_a * p_b)]`.
fn expected_regret(first: &Candidate, second: &Candidate) -> f64 {
    let (pa, pb) = (mid(&first.duration), mid(&second.duration));
    match (shape(first), shape(second)) {
        (Shape::Point, Shape::Point) => {
            let (a, b) = (first.cost.spread(), second.cost.spread());
            ratio::to_f64(&-cross(&a.mid, &second.duration.mid, &b.mid, &first.duration.mid)).max(0.0)
        }
        (Shape::Line(line), Shape::Point) if line.factor.is_positive() => {
            let even = ratio::to_f64(&even_rate(&line, first, second));
            let slope = ratio::to_f64(&line.factor) * pb;
            (even * line.recurrence.cdf(even) - line.recurrence.mean_below(even)) * slope
        }
        (Shape::Point, Shape::Line(line)) if line.factor.is_positive() => {
            let even = ratio::to_f64(&even_rate(&line, second, first));
            let slope = ratio::to_f64(&line.factor) * pa;
            let mean = ratio::to_f64(&line.recurrence.mean());
            let above = (mean - line.recurrence.mean_below(even)) - even * (1.0 - line.recurrence.cdf(even));
            above * slope
        }
        _ => {
            let mut rates = Rates::default();
            let mut cost = |candidate: &Candidate| match &candidate.cost {
                CostModel::Stated(spread) => Grid::of_spread(spread, REGRET_POINTS.0),
                CostModel::Recurring(recurring) => rates.cost(recurring),
            };
            let (wa, wb) = (cost(first), cost(second));
            let weeks = |candidate: &Candidate| Grid::of_spread(&candidate.duration, REGRET_POINTS.1);
            let (da, db) = (weeks(first), weeks(second));
            let mut sum = 0.0;
            for pa in da.values() {
                for pb in db.values() {
                    sum += wb.mean_excess(*pa, &wa, *pb);
                }
            }
            sum / (da.values().len().max(1) as f64 * db.values().len().max(1) as f64)
        }
    }
}

fn flip(first: &Candidate, second: &Candidate, a: &Spread, b: &Spread) -> Option<Flip> {
    for (own, other, of_first) in [(first, second, true), (second, first, false)] {
        let CostModel::Recurring(recurring) = &own.cost else { continue };
        let Recurring { recurrence, cost_per_occurrence, share, toil } = recurring.as_ref();
        let factor = &cost_per_occurrence.mid * &share.mid;
        if !factor.is_positive() {
            continue;
        }
        let line = Line { recurrence: *recurrence, factor, rest: toil.mid.clone() };
        let at = even_rate(&line, own, other);
        if !at.is_positive() {
            continue;
        }
        let below = recurrence.cdf(ratio::to_f64(&at));
        return Some(Flip {
            quantity: FlipQuantity::OccurrencesPerWeek,
            of_first,
            now: recurrence.mean(),
            at,
            probability: if of_first { 1.0 - below } else { below },
            recurrence: Some(*recurrence),
        });
    }
    let of_first = matches!(first.cost, CostModel::Stated(_));
    let (own, other, cost, rival) = if of_first { (first, second, a, b) } else { (second, first, b, a) };
    if !matches!(own.cost, CostModel::Stated(_)) || other.duration.mid.is_zero() {
        return None;
    }
    let at = &rival.mid * &own.duration.mid / &other.duration.mid;
    let above = if cost.is_point() { f64::from(u8::from(cost.mid >= at)) } else { 1.0 - share_below(cost, &at) };
    let now = cost.mid.clone();
    let probability = if of_first { above } else { 1.0 - above };
    Some(Flip { quantity: FlipQuantity::CostOfDelayPerWeek, of_first, at, now, probability, recurrence: None })
}

/// Probability that a stated quantity lies below a value.
fn share_below(spread: &Spread, value: &Ratio) -> f64 {
    let (low, middle, high, at) =
        (ratio::to_f64(&spread.low), mid(spread), ratio::to_f64(&spread.high), ratio::to_f64(value));
    if at <= low {
        0.0
    } else if at >= high {
        1.0
    } else if at < middle {
        0.5 * (at - low) / (middle - low)
    } else if high > middle {
        0.5 + 0.5 * (at - middle) / (high - middle)
    } else {
        1.0
    }
}
