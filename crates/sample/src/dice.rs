//! Chance, seeded. Every file draws from a stream of its own, so that a change in one never moves another.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random numbers that depends on a seed and a label only.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of a label, of which the first 24 bytes count.
    pub(crate) fn new(seed: u64, label: &str) -> Self {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        for (slot, byte) in key[8..].iter_mut().zip(label.bytes()) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A whole number from 0 to `bound` − 1; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // Lemire's multiplication: the bias is below 2⁻³² for every bound that occurs here.
        ((u128::from(self.0.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as u64) as i64
    }

    /// A number from 0 up to, not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of several; the slice must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_and_label_give_the_same_numbers_and_another_label_gives_others() {
        let draw = |seed, label| {
            let mut dice = Dice::new(seed, label);
            (0..8).map(|_| dice.below(1_000_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, "logs"), draw(1, "logs"));
        assert_ne!(draw(1, "logs"), draw(1, "alerts"));
        assert_ne!(draw(1, "logs"), draw(2, "logs"));
    }

    #[test]
    fn numbers_stay_within_their_bounds() {
        let mut dice = Dice::new(7, "bounds");
        for _ in 0..10_000 {
            assert!((-3..=3).contains(&dice.between(-3, 3)));
            assert!((0.0..1.0).contains(&dice.unit()));
            assert_eq!(dice.below(0), 0);
        }
    }
}
