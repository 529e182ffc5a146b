//! Forecasts from past throughput by exact convolution, and how good forecasts were (Brier).
//!
//! Weekly throughput is a whole number, so the distribution of a sum of weeks drawn from the past ones is a convolution:
//! no sampling, no seed. Probabilities are floating point sums of positive terms, exact to about 12 digits; a quantile
//! counts as reached within that. Source: weighing fact sheet, section 8.

use crate::EngineError;
use std::collections::BTreeMap;

/// Weeks beyond which a forecast says nothing: ten years.
pub const MOST_WEEKS: u32 = 520;
/// Items beyond which a forecast is refused: the convolution would no longer be instant.
pub const MOST_ITEMS: u32 = 10_000;
const SLACK: f64 = 1e-12;

/// The past weeks as value and probability.
fn weights(samples: &[u32]) -> Result<Vec<(usize, f64)>, EngineError> {
    if samples.is_empty() {
        return Err(EngineError::Forecast("a forecast needs the throughput of at least one past week".into()));
    }
    let mut counted: BTreeMap<u32, u32> = BTreeMap::new();
    for sample in samples {
        *counted.entry((*sample).min(MOST_ITEMS)).or_default() += 1;
    }
    Ok(counted.into_iter().map(|(value, times)| (value as usize, f64::from(times) / samples.len() as f64)).collect())
}

/// One week more: everything at `cap` or above gathers at `cap`.
fn convolve(distribution: &[f64], weights: &[(usize, f64)], cap: usize) -> Vec<f64> {
    let mut next = vec![0.0; cap + 1];
    for (sum, probability) in distribution.iter().enumerate().filter(|(_, probability)| **probability > 0.0) {
        for (value, weight) in weights {
            if let Some(slot) = next.get_mut((sum + value).min(cap)) {
                *slot += probability * weight;
            }
        }
    }
    next
}

/// How many weeks so many items take.
#[derive(Clone, Debug, PartialEq)]
pub struct WeeksForecast {
    /// Probability that the items are done within `index + 1` weeks, ascending, until it is practically certain.
    pub within: Vec<f64>,
    /// Past weeks that it rests on.
    pub samples: usize,
}

impl WeeksForecast {
    /// The least number of weeks that suffice with the given probability; `None` beyond ten years.
    pub fn quantile(&self, probability: f64) -> Option<u32> {
        let found = self.within.iter().position(|reached| *reached >= probability - SLACK)?;
        u32::try_from(found + 1).ok()
    }
}

/// How many weeks so many items take, when weeks go on as the past ones did.
///
/// # Errors
/// Without a past week, when nothing was ever finished, or for more than [`MOST_ITEMS`] items.
pub fn weeks_for(items: u32, samples: &[u32]) -> Result<WeeksForecast, EngineError> {
    let weights = weights(samples)?;
    if samples.iter().all(|sample| *sample == 0) {
        return Err(EngineError::Forecast("nothing was finished in any past week".into()));
    }
    if items > MOST_ITEMS {
        return Err(EngineError::Forecast(format!("a forecast covers at most {MOST_ITEMS} items")));
    }
    let cap = items as usize;
    let mut distribution = vec![1.0];
    let mut within = Vec::new();
    while within.len() < MOST_WEEKS as usize && within.last().is_none_or(|reached| *reached < 0.999_999) {
        distribution = convolve(&distribution, &weights, cap);
        within.push(distribution.get(cap).copied().unwrap_or(0.0));
    }
    Ok(WeeksForecast { within, samples: samples.len() })
}

/// How many items are finished in a number of weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemsForecast {
    /// Probability that exactly `index` items are finished.
    pub exactly: Vec<f64>,
    /// Past weeks that it rests on.
    pub samples: usize,
}

impl ItemsForecast {
    /// The largest number of items that is reached *at least* with the given probability: the surer, the fewer.
    pub fn at_least(&self, probability: f64) -> u32 {
        let mut tail = 0.0;
        for (items, exactly) in self.exactly.iter().enumerate().rev() {
            tail += exactly;
            if tail >= probability - SLACK {
                return u32::try_from(items).unwrap_or(u32::MAX);
            }
        }
        0
    }
}

/// How many items are finished in so many weeks, when weeks go on as the past ones did.
///
/// # Errors
/// Without a past week, or when more than [`MOST_ITEMS`] items or [`MOST_WEEKS`] weeks could come of it.
pub fn items_in(weeks: u32, samples: &[u32]) -> Result<ItemsForecast, EngineError> {
    let weights = weights(samples)?;
    let most = samples.iter().copied().max().unwrap_or(0).checked_mul(weeks).filter(|most| *most <= MOST_ITEMS);
    let Some(cap) = most.filter(|_| weeks <= MOST_WEEKS) else {
        return Err(EngineError::Forecast(format!(
            "a forecast covers at most {MOST_ITEMS} items and {MOST_WEEKS} weeks"
        )));
    };
    let mut distribution = vec![1.0];
    for _ in 0..weeks {
        distribution = convolve(&distribution, &weights, cap as usize);
    }
    Ok(ItemsForecast { exactly: distribution, samples: samples.len() })
}

/// How good stated probabilities were: mean squared error and its parts, `score = reliability - resolution + uncertainty`
/// (Murphy). Exact when the probabilities come from a fixed list, since forecasts are grouped by equal probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brier {
    /// Judged forecasts.
    pub n: usize,
    /// Mean squared error: 0 is perfect, 0.25 is what "fifty-fifty" always gets.
    pub score: f64,
    /// How far stated probabilities were from what then happened as often.
    pub reliability: f64,
    /// How far the groups differ from the average.
    pub resolution: f64,
    /// What the outcomes themselves leave open.
    pub uncertainty: f64,
    /// `1 - score / uncertainty`; `None` when every outcome was the same.
    pub skill: Option<f64>,
}

/// Judges forecasts given as stated probability and outcome; `None` without any. Pairs that are no probability are left out.
pub fn brier(forecasts: &[(f64, bool)]) -> Option<Brier> {
    let judged: Vec<(f64, bool)> = forecasts.iter().copied().filter(|(p, _)| (0.0..=1.0).contains(p)).collect();
    let n = judged.len();
    if n == 0 {
        return None;
    }
    let count = n as f64;
    let mut groups: BTreeMap<u64, (f64, f64, f64)> = BTreeMap::new();
    for (stated, came) in &judged {
        // Non-negative floating point numbers order like their bits.
        let group = groups.entry((stated + 0.0).to_bits()).or_insert((*stated, 0.0, 0.0));
        group.1 += 1.0;
        group.2 += f64::from(u8::from(*came));
    }
    let base = judged.iter().filter(|(_, came)| *came).count() as f64 / count;
    let score = judged.iter().map(|(p, came)| (p - f64::from(u8::from(*came))).powi(2)).sum::<f64>() / count;
    let sum = |term: &dyn Fn(f64, f64) -> f64| {
        groups.values().map(|(stated, times, came)| times * term(*stated, came / times)).sum::<f64>() / count
    };
    let uncertainty = base * (1.0 - base);
    Some(Brier {
        n,
        score,
        reliability: sum(&|stated, rate| (stated - rate).powi(2)),
        resolution: sum(&|_, rate| (rate - base).powi(2)),
        uncertainty,
        skill: (uncertainty > 0.0).then(|| 1.0 - score / uncertainty),
    })
}
