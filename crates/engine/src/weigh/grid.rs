//! Uncertain quantities as grids of equally likely values: deterministic, no sampling, no seed.

use crate::ratio::{self, Spread};
use crate::recurrence::Recurrence;
use std::cmp::Ordering;

/// Values of a recurring cost in a grid, and of each stated range that goes into it.
pub const PROBABILITY_POINTS: (usize, usize) = (64, 4);

/// Equally likely values, ascending.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid(Vec<f64>);

impl Grid {
    /// From equally likely values in any order. Values that are not numbers are left out.
    pub fn new(mut values: Vec<f64>) -> Self {
        values.retain(|value| !value.is_nan());
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// The values, ascending.
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// A stated range: half of the probability evenly between low and mid, half evenly between mid and high; taken at
    /// the middles of so many equally likely steps. A point is one value.
    pub fn of_spread(spread: &Spread, points: usize) -> Self {
        let three = spread.to_f64();
        if spread.is_point() || points == 0 {
            return Self(vec![three.mid]);
        }
        let value = |p: f64| {
            if p < 0.5 {
                three.low + (three.mid - three.low) * 2.0 * p
            } else {
                three.mid + (three.high - three.mid) * (2.0 * p - 1.0)
            }
        };
        Self((0..points).map(|step| value((step as f64 + 0.5) / points as f64)).collect())
    }

    /// The posterior of a rate a week at the middles of so many equally likely steps.
    pub fn of_rate(recurrence: Recurrence, points: usize) -> Self {
        Self((0..points).map(|step| recurrence.quantile((step as f64 + 0.5) / points as f64)).collect())
    }

    /// All pairs of two independent quantities joined, cut down to so many equally likely values.
    pub fn combine(&self, other: &Self, points: usize, join: impl Fn(f64, f64) -> f64) -> Self {
        if let [single] = other.0.as_slice() {
            return Self::new(self.0.iter().map(|value| join(*value, *single)).collect()).thin(points);
        }
        let mut all = Vec::with_capacity(self.0.len() * other.0.len());
        for right in &other.0 {
            all.extend(self.0.iter().map(|left| join(*left, *right)));
        }
        Self::new(all).thin(points)
    }

    fn thin(self, points: usize) -> Self {
        let count = self.0.len();
        if count <= points || points == 0 {
            return self;
        }
        Self((0..points).filter_map(|step| self.0.get((2 * step + 1) * count / (2 * points)).copied()).collect())
    }

    /// Probability that this quantity is at least the other, independent one; ties count half.
    pub fn at_least(&self, other: &Self) -> f64 {
        if self.0.is_empty() || other.0.is_empty() {
            return 0.5;
        }
        let (mut below, mut equal, mut score) = (0usize, 0usize, 0.0);
        for value in &self.0 {
            while other.0.get(below).is_some_and(|theirs| theirs < value) {
                below += 1;
            }
            equal = equal.max(below);
            while other.0.get(equal).is_some_and(|theirs| theirs <= value) {
                equal += 1;
            }
            score += below as f64 + (equal - below) as f64 / 2.0;
        }
        score / (self.0.len() as f64 * other.0.len() as f64)
    }

    /// Mean of `max(0, self * left - other * right)` over independent values; `left` and `right` are at least 0.
    pub(super) fn mean_excess(&self, left: f64, other: &Self, right: f64) -> f64 {
        let (mut taken, mut sum, mut total) = (0usize, 0.0, 0.0);
        for mine in &self.0 {
            while let Some(theirs) = other.0.get(taken).filter(|theirs| **theirs * right < mine * left) {
                sum += theirs * right;
                taken += 1;
            }
            total += mine * left * taken as f64 - sum;
        }
        total / (self.0.len().max(1) as f64 * other.0.len().max(1) as f64)
    }
}

/// Compares two products in floating point; `None` when they are too close to tell.
pub(super) fn clear(left: f64, right: f64) -> Option<Ordering> {
    let gap = left - right;
    (gap.is_finite() && gap.abs() > left.abs().max(right.abs()) * 1e-12).then_some(if gap > 0.0 {
        Ordering::Greater
    } else {
        Ordering::Less
    })
}

/// The middle of a spread in floating point.
pub(super) fn mid(spread: &Spread) -> f64 {
    ratio::to_f64(&spread.mid)
}
