//! How likely one item belongs before another, fast enough for every neighbour of a long order.
//!
//! `P(w_a / p_a >= w_b / p_b)` is summed over nodes of three of the four quantities; the fourth, a cost, enters by its own
//! distribution function. A stated range is taken at Gauss–Legendre nodes of its two even halves, a recurring cost at
//! equally likely values.

use super::grid::{Grid, PROBABILITY_POINTS};
use super::{Candidate, CostModel, Recurring};
use crate::ratio::Spread;
use crate::recurrence::Recurrence;
use std::collections::HashMap;

/// Nodes and weights of Gauss–Legendre integration over (0, 1), three and six points (Abramowitz & Stegun, table 25.4).
const THREE: [(f64, f64); 3] = [
    (0.112_701_665_379_258_3, 0.277_777_777_777_777_8),
    (0.5, 0.444_444_444_444_444_4),
    (0.887_298_334_620_741_7, 0.277_777_777_777_777_8),
];
const SIX: [(f64, f64); 6] = [
    (0.033_765_242_898_423_99, 0.085_662_246_189_585_17),
    (0.169_395_306_766_867_75, 0.180_380_786_524_069_3),
    (0.380_690_406_958_401_55, 0.233_956_967_286_345_5),
    (0.619_309_593_041_598_5, 0.233_956_967_286_345_5),
    (0.830_604_693_233_132_2, 0.180_380_786_524_069_3),
    (0.966_234_757_101_576, 0.085_662_246_189_585_17),
];

/// The distribution of one quantity.
enum Spreading {
    Point(f64),
    /// Half of the probability evenly between the first two, half between the last two.
    Halves(f64, f64, f64),
    /// Equally likely values, ascending.
    Values(Vec<f64>),
}

impl Spreading {
    /// Probability of a value below `limit`; a tie with a single value counts half.
    fn below(&self, limit: f64) -> f64 {
        match self {
            Spreading::Point(value) if *value < limit => 1.0,
            Spreading::Point(value) if *value == limit => 0.5,
            Spreading::Point(_) => 0.0,
            Spreading::Halves(low, mid, high) => {
                if limit <= *low {
                    0.0
                } else if limit >= *high {
                    1.0
                } else if limit < *mid {
                    0.5 * (limit - low) / (mid - low)
                } else {
                    0.5 + 0.5 * (limit - mid) / (high - mid)
                }
            }
            Spreading::Values(values) => {
                let (under, upto) =
                    (values.partition_point(|value| *value < limit), values.partition_point(|value| *value <= limit));
                (under + upto) as f64 / (2 * values.len().max(1)) as f64
            }
        }
    }

    fn of(spread: &Spread) -> Self {
        let three = spread.to_f64();
        if spread.is_point() {
            Spreading::Point(three.mid)
        } else {
            Spreading::Halves(three.low, three.mid, three.high)
        }
    }

    fn width(&self) -> f64 {
        match self {
            Spreading::Point(_) => -1.0,
            Spreading::Halves(low, _, high) => high - low,
            // Values are rougher than halves: better taken as nodes.
            Spreading::Values(_) => -0.5,
        }
    }

    /// Values with their weights.
    fn nodes(&self, half: &[(f64, f64)]) -> Vec<(f64, f64)> {
        match self {
            Spreading::Point(value) => vec![(*value, 1.0)],
            Spreading::Halves(low, mid, high) => {
                let on =
                    |from: f64, to: f64| half.iter().map(move |(at, weight)| (from + (to - from) * at, weight / 2.0));
                on(*low, *mid).chain(on(*mid, *high)).collect()
            }
            Spreading::Values(values) => values.iter().map(|value| (*value, 1.0 / values.len() as f64)).collect(),
        }
    }
}

/// One item, ready to be compared with its neighbours.
pub(super) struct Side {
    cost: Spreading,
    nodes: Vec<(f64, f64)>,
    weeks: Vec<(f64, f64)>,
}

/// Rates that candidates share, computed once.
#[derive(Default)]
pub(super) struct Rates {
    grids: HashMap<Recurrence, Grid>,
}

impl Rates {
    pub(super) fn side(&mut self, candidate: &Candidate) -> Side {
        let cost = match &candidate.cost {
            CostModel::Stated(spread) => Spreading::of(spread),
            CostModel::Recurring(recurring) => Spreading::Values(self.cost(recurring).values().to_vec()),
        };
        let nodes = cost.nodes(&SIX);
        Side { cost, nodes, weeks: Spreading::of(&candidate.duration).nodes(&THREE) }
    }

    /// Equally likely costs of delay of a recurring failure mode.
    pub(super) fn cost(&mut self, recurring: &Recurring) -> Grid {
        let (points, few) = PROBABILITY_POINTS;
        let Recurring { recurrence, cost_per_occurrence, share, toil } = recurring;
        let rate = self.grids.entry(*recurrence).or_insert_with(|| Grid::of_rate(*recurrence, points));
        rate.combine(&Grid::of_spread(cost_per_occurrence, few), points, |rate, cost| rate * cost)
            .combine(&Grid::of_spread(share, few), points, |cost, share| cost * share)
            .combine(&Grid::of_spread(toil, few), points, |cost, toil| cost + toil)
    }
}

/// Probability that `first` has at least the cost ÷ duration of `second`. Turned round it gives the complement: which
/// side enters by its distribution function does not depend on the order of the two.
pub(super) fn at_least(first: &Side, second: &Side) -> f64 {
    let (a, b) = (first.cost.width(), second.cost.width());
    let probability = if a >= b { 1.0 - below(first, second) } else { below(second, first) };
    probability.clamp(0.0, 1.0)
}

/// Probability that `smooth` has the smaller ratio.
fn below(smooth: &Side, other: &Side) -> f64 {
    let mut sum = 0.0;
    for (own, own_weight) in &smooth.weeks {
        for (theirs, weight) in &other.weeks {
            let factor = own / theirs;
            let inner: f64 = other.nodes.iter().map(|(cost, weight)| weight * smooth.cost.below(cost * factor)).sum();
            sum += own_weight * weight * inner;
        }
    }
    sum
}
