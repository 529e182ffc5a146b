//! Sums of many fractions without a greatest common divisor at every step.

use crate::ratio::{self, Ratio};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

/// Bits beyond which a common denominator no longer pays.
const MOST_BITS: u64 = 1_024;

/// The least common denominator, when it stays small.
pub(super) fn common_denominator<'a>(values: impl IntoIterator<Item = &'a Ratio>) -> Option<BigInt> {
    let mut common = BigInt::one();
    for value in values {
        if !common.is_multiple_of(value.denom()) {
            common = common.lcm(value.denom());
            if common.bits() > MOST_BITS {
                return None;
            }
        }
    }
    Some(common)
}

/// The numerator over a common denominator.
pub(super) fn scaled(value: &Ratio, common: &BigInt) -> BigInt {
    if value.denom() == common { value.numer().clone() } else { value.numer() * (common / value.denom()) }
}

/// When each item is finished, and the sum of cost × completion, for items in order given as (cost, duration).
pub(super) fn completions(items: &[(&Ratio, &Ratio)]) -> (Vec<Ratio>, Ratio) {
    let costs = common_denominator(items.iter().map(|item| item.0));
    let durations = common_denominator(items.iter().map(|item| item.1));
    let (Some(costs), Some(durations)) = (costs, durations) else {
        let mut at = Ratio::zero();
        let mut total = Ratio::zero();
        let mut list = Vec::with_capacity(items.len());
        for (cost, duration) in items {
            at += *duration;
            total += *cost * &at;
            list.push(at.clone());
        }
        return (list, total);
    };
    let mut at = BigInt::zero();
    let mut total = BigInt::zero();
    let mut list = Vec::with_capacity(items.len());
    for (cost, duration) in items {
        at += scaled(duration, &durations);
        total += scaled(cost, &costs) * &at;
        list.push(ratio::reduced(at.clone(), durations.clone()));
    }
    (list, ratio::reduced(total, costs * durations))
}
