//! Exact fractions.

use gemba_model::{Exact, Range};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

/// An exact fraction of unbounded integers, always reduced.
pub type Ratio = BigRational;

/// The fraction that a decimal number stands for.
pub fn from_decimal(value: Exact) -> Ratio {
    Ratio::new(BigInt::from(value.mantissa()), BigInt::from(10u8).pow(value.scale()))
}

/// A whole number.
pub fn whole(value: impl Into<BigInt>) -> Ratio {
    Ratio::from_integer(value.into())
}

/// `part / of`; `None` when `of` is 0.
pub fn quotient(part: u64, of: u64) -> Option<Ratio> {
    (of != 0).then(|| Ratio::new(BigInt::from(part), BigInt::from(of)))
}

/// `part / of` where `of` is known not to be 0 when it is written down, such as `fixed(1, 2)`; a zero `of` counts as 1.
pub(crate) fn fixed(part: i64, of: u64) -> Ratio {
    Ratio::new(BigInt::from(part), BigInt::from(of.max(1)))
}

/// `part / of` in lowest terms, by machine words where both fit: several times faster than the general way. A zero `of`
/// counts as 1.
pub(crate) fn reduced(part: BigInt, of: BigInt) -> Ratio {
    if let (Some(numerator), Some(denominator)) = (part.to_i128(), of.to_u128())
        && denominator > 0
    {
        let common = num_integer::gcd(numerator.unsigned_abs(), denominator);
        if common == 1 {
            return Ratio::new_raw(part, of);
        }
        let sign = if numerator < 0 { num_bigint::Sign::Minus } else { num_bigint::Sign::Plus };
        let size = num_bigint::BigUint::from(numerator.unsigned_abs() / common);
        return Ratio::new_raw(BigInt::from_biguint(sign, size), BigInt::from(denominator / common));
    }
    if of.is_zero() { Ratio::from_integer(part) } else { Ratio::new(part, of) }
}

/// The product, reduced once.
pub(crate) fn product(factors: &[&Ratio]) -> Ratio {
    let part = factors.iter().fold(BigInt::from(1u8), |product, factor| product * factor.numer());
    let of = factors.iter().fold(BigInt::from(1u8), |product, factor| product * factor.denom());
    reduced(part, of)
}

/// The sum, reduced once.
pub(crate) fn sum(a: &Ratio, b: &Ratio) -> Ratio {
    if a.denom() == b.denom() {
        return reduced(a.numer() + b.numer(), a.denom().clone());
    }
    reduced(a.numer() * b.denom() + b.numer() * a.denom(), a.denom() * b.denom())
}

/// The fraction that a binary floating point number stands for exactly; `None` for infinities and not-a-number.
pub fn from_f64(value: f64) -> Option<Ratio> {
    Ratio::from_float(value)
}

/// The nearest floating point number. Fractions beyond its range become infinite, with their sign.
pub fn to_f64(value: &Ratio) -> f64 {
    match value.to_f64() {
        Some(number) if !number.is_nan() => number,
        _ if value.is_negative() => f64::NEG_INFINITY,
        _ => f64::INFINITY,
    }
}

/// The fraction as text: `97/100`, and `3` for whole numbers.
pub fn to_text(value: &Ratio) -> String {
    value.to_string()
}

/// The fraction as a decimal text with so many places, rounded half away from zero: `0.8571` for 6/7 and 4 places.
pub fn to_decimal_text(value: &Ratio, places: u32) -> String {
    let scaled = value * whole(BigInt::from(10u8).pow(places));
    let digits = scaled.round().to_integer();
    let sign = if digits.is_negative() { "-" } else { "" };
    let text = digits.abs().to_string();
    let places = places as usize;
    let padded = if text.len() <= places { format!("{text:0>width$}", width = places + 1) } else { text };
    let (front, back) = padded.split_at(padded.len() - places);
    if places == 0 { format!("{sign}{front}") } else { format!("{sign}{front}.{back}") }
}

/// Low, mid and high as exact fractions. Invariant by construction from a [`Range`]: `low <= mid <= high` when the range
/// was in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Lower end.
    pub low: Ratio,
    /// As likely above as below.
    pub mid: Ratio,
    /// Upper end.
    pub high: Ratio,
}

impl Spread {
    /// A known quantity.
    pub fn point(value: Ratio) -> Self {
        Self { low: value.clone(), mid: value.clone(), high: value }
    }

    /// The fractions of a stated range.
    pub fn from_range(range: &Range) -> Self {
        Self { low: from_decimal(range.low), mid: from_decimal(range.mid), high: from_decimal(range.high) }
    }

    /// Nothing at all, known to be nothing.
    pub fn zero() -> Self {
        Self::point(Ratio::zero())
    }

    /// Whether there is no uncertainty.
    pub fn is_point(&self) -> bool {
        self.low == self.high
    }

    /// Whether `low <= mid <= high`.
    pub fn is_ordered(&self) -> bool {
        self.low <= self.mid && self.mid <= self.high
    }

    /// Each of the three times a factor; the ends change places when the factor is negative.
    pub fn times(&self, factor: &Ratio) -> Self {
        let (low, mid, high) = (&self.low * factor, &self.mid * factor, &self.high * factor);
        if factor.is_negative() { Self { low: high, mid, high: low } } else { Self { low, mid, high } }
    }

    /// The sum: ends with ends, mids with mids.
    pub fn plus(&self, other: &Spread) -> Self {
        Self { low: &self.low + &other.low, mid: &self.mid + &other.mid, high: &self.high + &other.high }
    }

    /// The three as floating point numbers.
    pub fn to_f64(&self) -> gemba_model::view::Spread {
        gemba_model::view::Spread { low: to_f64(&self.low), mid: to_f64(&self.mid), high: to_f64(&self.high) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fractions_read_as_people_write_them() {
        assert_eq!(to_text(&from_decimal("0.97".parse().unwrap())), "97/100");
        assert_eq!(to_text(&from_decimal("3.00".parse().unwrap())), "3");
        assert_eq!(to_decimal_text(&fixed(6, 7), 4), "0.8571");
        assert_eq!(to_decimal_text(&fixed(-1, 8), 2), "-0.13");
        assert_eq!(to_decimal_text(&fixed(-5, 2), 0), "-3");
        assert_eq!(quotient(1, 0), None);
    }

    proptest! {
        #[test]
        fn the_fast_way_is_the_general_way(a in any::<i64>(), b in 1i64.., c in any::<i128>(), d in 1u64..) {
            let (x, y) = (Ratio::new(a.into(), b.into()), Ratio::new(c.into(), d.into()));
            prop_assert_eq!(reduced(a.into(), b.into()), x.clone());
            prop_assert_eq!(product(&[&x, &y]), &x * &y);
            prop_assert_eq!(sum(&x, &y), x + y);
        }

        #[test]
        fn decimals_survive_the_way_to_a_fraction_and_back(mantissa in any::<i64>(), scale in 0u32..18) {
            let value = Exact::new(mantissa, scale);
            let text = to_decimal_text(&from_decimal(value), scale);
            prop_assert_eq!(text.parse::<Exact>().unwrap(), value);
        }
    }
}
