//! How often a failure mode comes back: the Jeffreys posterior of a Poisson rate.
//!
//! From n occurrences in T weeks the rate a week has the posterior Gamma(n + ½, rate T) with mean (n + ½) / T. The exact
//! 95 % interval beside it is Garwood's. No occurrence yet is not "no risk". Source: weighing fact sheet, section 7.

use crate::{EngineError, Ratio};
use num_bigint::BigInt;

/// What n occurrences in so many weeks say about the rate a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Recurrence {
    occurrences: u32,
    weeks: u32,
}

impl Recurrence {
    /// From n occurrences within so many weeks of evidence.
    ///
    /// # Errors
    /// Without any week there is no evidence.
    pub fn new(occurrences: u32, weeks: u32) -> Result<Self, EngineError> {
        if weeks == 0 {
            return Err(EngineError::Range("recurrence needs at least one week of evidence".into()));
        }
        Ok(Self { occurrences, weeks })
    }

    /// Occurrences counted.
    pub fn occurrences(self) -> u32 {
        self.occurrences
    }

    /// Weeks of evidence.
    pub fn weeks(self) -> u32 {
        self.weeks
    }

    /// Mean rate a week, `(n + ½) / T`, exactly.
    pub fn mean(self) -> Ratio {
        Ratio::new(
            BigInt::from(self.occurrences) * BigInt::from(2) + BigInt::from(1),
            BigInt::from(self.weeks) * BigInt::from(2),
        )
    }

    fn shape(self) -> f64 {
        f64::from(self.occurrences) + 0.5
    }

    /// Probability that the rate is at most so many a week.
    pub fn cdf(self, rate: f64) -> f64 {
        gamma_cdf(self.shape(), rate * f64::from(self.weeks))
    }

    /// The rate a week below which the given probability lies; probabilities outside [0, 1] mean the nearest end.
    pub fn quantile(self, probability: f64) -> f64 {
        gamma_quantile(self.shape(), probability) / f64::from(self.weeks)
    }

    /// Density of the rate at so many a week, in weeks. At 0 without any occurrence it is infinite.
    pub fn density(self, rate: f64) -> f64 {
        let (shape, weeks) = (self.shape(), f64::from(self.weeks));
        if rate < 0.0 || !rate.is_finite() {
            return 0.0;
        }
        if rate == 0.0 {
            return if shape < 1.0 { f64::INFINITY } else { 0.0 };
        }
        let scaled = rate * weeks;
        weeks * ((shape - 1.0) * scaled.ln() - scaled - statrs::function::gamma::ln_gamma(shape)).exp()
    }

    /// Exact 95 % interval of the rate n / T (Garwood 1936).
    pub fn interval95(self) -> (f64, f64) {
        let (n, weeks) = (f64::from(self.occurrences), f64::from(self.weeks));
        let low = if self.occurrences == 0 { 0.0 } else { gamma_quantile(n, 0.025) / weeks };
        (low, gamma_quantile(n + 1.0, 0.975) / weeks)
    }

    /// Probability of at least one occurrence in the next `horizon` weeks: `1 - (T / (T + h))^(n + ½)`.
    pub fn at_least_one(self, horizon: f64) -> f64 {
        let weeks = f64::from(self.weeks);
        -(self.shape() * (weeks / (weeks + horizon.max(0.0))).ln()).exp_m1()
    }

    /// `E[rate; rate < limit]`: the part of the mean that lies below a limit.
    pub fn mean_below(self, limit: f64) -> f64 {
        let weeks = f64::from(self.weeks);
        self.shape() / weeks * gamma_cdf(self.shape() + 1.0, limit * weeks)
    }

    /// Points of the density for a picture, from near 0 to the 99.5 % quantile, evenly spaced.
    pub fn density_points(self, points: usize) -> Vec<(f64, f64)> {
        let end = self.quantile(0.995);
        let count = points.max(2);
        (0..count)
            .map(|index| end * (index as f64 + 0.5) / count as f64)
            .map(|rate| (rate, self.density(rate)))
            .collect()
    }
}

/// Regularised lower incomplete gamma function P(shape, x).
fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return 0.0;
    }
    if x > shape + 40.0 * (shape.sqrt() + 1.0) {
        return 1.0;
    }
    // Refused only for arguments that are excluded above.
    statrs::function::gamma::checked_gamma_lr(shape, x).map_or(0.0, |p| p.clamp(0.0, 1.0))
}

/// Inverse of [`gamma_cdf`]: Newton's steps from the Wilson–Hilferty approximation, kept within a shrinking bracket.
fn gamma_quantile(shape: f64, probability: f64) -> f64 {
    if probability.is_nan() || probability <= 0.0 {
        return 0.0;
    }
    if probability >= 1.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (0.0, shape + 40.0 * (shape.sqrt() + 1.0));
    let scale = statrs::function::gamma::ln_gamma(shape);
    let normal = std::f64::consts::SQRT_2 * statrs::function::erf::erf_inv(2.0 * probability - 1.0);
    let mut guess = shape * (1.0 - 1.0 / (9.0 * shape) + normal / (3.0 * shape.sqrt())).powi(3);
    if guess.is_nan() || guess <= low || guess >= high {
        // Near 0 the distribution is a power: P = x^shape / Γ(shape + 1).
        guess = ((probability.ln() + scale + shape.ln()) / shape).exp().clamp(f64::MIN_POSITIVE, high / 2.0);
    }
    for _ in 0..200 {
        let gap = gamma_cdf(shape, guess) - probability;
        if gap < 0.0 {
            low = guess;
        } else {
            high = guess;
        }
        let slope = ((shape - 1.0) * guess.ln() - guess - scale).exp();
        let newton = guess - gap / slope;
        let next = if newton > low && newton < high { newton } else { low + (high - low) / 2.0 };
        if (next - guess).abs() <= 1e-14 * guess.abs() {
            return next;
        }
        guess = next;
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_quantile_is_the_inverse_of_the_distribution(n in 0u32..500, weeks in 1u32..260, p in 0.001f64..0.999) {
            let recurrence = Recurrence::new(n, weeks).unwrap();
            prop_assert!((recurrence.cdf(recurrence.quantile(p)) - p).abs() < 1e-9);
            let (low, high) = recurrence.interval95();
            let rate = f64::from(n) / f64::from(weeks);
            prop_assert!(low <= rate && rate <= high);
        }

        #[test]
        fn no_number_panics(n in any::<u32>(), weeks in 1u32.., x in any::<f64>()) {
            let recurrence = Recurrence::new(n % 1_000_000, weeks).unwrap();
            let _ = (recurrence.cdf(x), recurrence.density(x), recurrence.at_least_one(x), recurrence.mean_below(x));
        }
    }
}
