//! What a team should do next: cost of delay ÷ duration (CD3, Smith's rule), exactly.
//!
//! One team works on one item at a time, and several teams work in parallel, each with its own order that starts at week
//! 0. The cost of an order is the sum of each item's cost of delay × the week in which it is finished; descending CD3 is
//! optimal without dependencies. Ranking is by the middle values, compared as exact fractions, ties by identifier; the
//! ranges say which neighbours are contested, how likely an order is right, and what finding out more is worth.
//! Source: weighing fact sheet, sections 4, 5 and 7.

mod exact;
mod grid;
mod odds;
mod order;
mod pair;
mod precedence;

pub use grid::{Grid, PROBABILITY_POINTS};
pub use order::{Method, Rankable, Ranked, RankedPair, Ranking, Refused, TeamTotal, rank};
pub use pair::{Flip, FlipQuantity, PairAnalysis, explain, probability};

use crate::EngineError;
use crate::ratio::{self, Ratio, Spread};
use crate::recurrence::Recurrence;
use num_traits::{Signed, Zero};

/// Where a cost of delay comes from. Per week, in the unit of cost.
#[derive(Clone, Debug, PartialEq)]
pub enum CostModel {
    /// Somebody stated it.
    Stated(Spread),
    /// What a recurring failure mode costs until it is fixed.
    Recurring(Box<Recurring>),
}

/// The cost of a failure mode a week: rate × cost per occurrence × share removed by the fix + weekly toil.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurring {
    /// How often it came back.
    pub recurrence: Recurrence,
    /// Cost of one occurrence.
    pub cost_per_occurrence: Spread,
    /// Share of the occurrences that the fix removes, 0 to 1.
    pub share: Spread,
    /// Cost a week that its absence causes by itself.
    pub toil: Spread,
}

impl CostModel {
    /// Low, middle and high cost of delay a week. For a recurring failure mode the middle is taken at the mean rate, the
    /// ends at the ends of the exact 95 % interval of the rate together with the ends of the stated ranges.
    pub fn spread(&self) -> Spread {
        self.spread_with(&mut |recurrence| recurrence.interval95())
    }

    /// As [`Self::spread`], with the interval of the rate from elsewhere: many items share few of them.
    fn spread_with(&self, interval: &mut dyn FnMut(Recurrence) -> (f64, f64)) -> Spread {
        match self {
            CostModel::Stated(spread) => spread.clone(),
            CostModel::Recurring(recurring) => {
                let Recurring { recurrence, cost_per_occurrence, share, toil } = recurring.as_ref();
                let (low, high) = interval(*recurrence);
                let end = |rate: f64, cost: &Ratio, share: &Ratio| {
                    ratio::product(&[&ratio::from_f64(rate).unwrap_or_else(Ratio::zero), cost, share])
                };
                // A negative cost per occurrence is dearest at the low rate: take the outermost products.
                let products = [
                    end(low, &cost_per_occurrence.low, &share.low),
                    end(high, &cost_per_occurrence.low, &share.high),
                    end(low, &cost_per_occurrence.high, &share.low),
                    end(high, &cost_per_occurrence.high, &share.high),
                ];
                let mean = ratio::product(&[&recurrence.mean(), &cost_per_occurrence.mid, &share.mid]);
                let mid = ratio::sum(&mean, &toil.mid);
                let least = ratio::sum(products.iter().min().unwrap_or(&mean), &toil.low);
                let most = ratio::sum(products.iter().max().unwrap_or(&mean), &toil.high);
                Spread { low: least.min(mid.clone()), high: most.max(mid.clone()), mid }
            }
        }
    }

    fn check(&self) -> Result<(), EngineError> {
        let ordered = |name: &str, spread: &Spread| {
            if spread.is_ordered() {
                Ok(())
            } else {
                Err(EngineError::Range(format!("{name}: low, mid and high are not in order")))
            }
        };
        match self {
            CostModel::Stated(spread) => ordered("cost of delay", spread),
            CostModel::Recurring(recurring) => {
                let Recurring { cost_per_occurrence, share, toil, .. } = recurring.as_ref();
                ordered("cost per occurrence", cost_per_occurrence)?;
                ordered("share removed", share)?;
                ordered("toil", toil)?;
                if share.low.is_negative() || share.high > ratio::whole(1) {
                    return Err(EngineError::Range("share removed must lie between 0 and 1".into()));
                }
                Ok(())
            }
        }
    }
}

/// Something that could be done next.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Identifier: settles ties.
    pub id: String,
    /// The team that would be blocked by it; items without a team share one order of their own.
    pub team: Option<String>,
    /// Cost of delay.
    pub cost: CostModel,
    /// Weeks during which the team is blocked; above 0.
    pub duration: Spread,
    /// Identifiers of items that must be finished before. Items of other teams, and items that are not among the
    /// candidates, do not bind this order; [`Ranking::unbound`] lists them.
    pub depends_on: Vec<String>,
}

impl Candidate {
    /// Whether the numbers can be ranked.
    ///
    /// # Errors
    /// Ranges out of order, a duration that is not above 0, or a share outside 0 to 1.
    pub fn check(&self) -> Result<(), EngineError> {
        self.cost.check()?;
        if !self.duration.is_ordered() {
            return Err(EngineError::Range("duration: low, mid and high are not in order".into()));
        }
        if !self.duration.low.is_positive() {
            return Err(EngineError::Range("duration must be above 0 weeks".into()));
        }
        Ok(())
    }
}
