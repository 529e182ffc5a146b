//! Scales: values to pixels and round numbers for axes.

use crate::format::Formatter;
use gemba_model::UtcTime;

/// A linear scale. A domain without extent maps to the start of the pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Linear {
    pub domain: (f64, f64),
    pub pixels: (f64, f64),
}

impl Linear {
    pub fn new(domain: (f64, f64), pixels: (f64, f64)) -> Self {
        Self { domain, pixels }
    }

    pub fn at(&self, value: f64) -> f64 {
        let extent = self.domain.1 - self.domain.0;
        if !(extent.abs() > 0.0 && extent.is_finite() && value.is_finite()) {
            return self.pixels.0;
        }
        let at = self.pixels.0 + (value - self.domain.0) / extent * (self.pixels.1 - self.pixels.0);
        if at.is_nan() { self.pixels.0 } else { at }
    }

    /// The same, held within the pixels.
    pub fn held(&self, value: f64) -> f64 {
        let (low, high) = (self.pixels.0.min(self.pixels.1), self.pixels.0.max(self.pixels.1));
        self.at(value).clamp(low, high)
    }
}

/// The least of 1, 2, 5 × 10ⁿ that is not below the value. 1 where there is none.
pub(super) fn round_up(value: f64) -> f64 {
    if !(value.is_finite() && value > 0.0) {
        return 1.0;
    }
    let power = 10f64.powf(value.log10().floor());
    if !(power.is_finite() && power > 0.0) {
        return 1.0;
    }
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= value * 0.999_999).unwrap_or(value)
}

/// Round values from 0 to above `max`, about so many.
pub(super) fn ticks(max: f64, about: f64) -> Vec<f64> {
    let step = round_up(max.max(0.0) / about.max(1.0));
    let count = if max.is_finite() && max > 0.0 { (max / step).ceil().clamp(1.0, 50.0) as u32 } else { 1 };
    (0..=count).map(|index| f64::from(index) * step).collect()
}

/// Instants for a time axis, at whole steps of the wall clock, with their labels.
pub(super) fn time_ticks(from: UtcTime, to: UtcTime, most: i64, format: &Formatter) -> Vec<(UtcTime, String)> {
    const STEPS: [i64; 12] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1_440];
    let minutes = (to.minute() - from.minute()).max(1);
    let step = STEPS.into_iter().find(|step| minutes / step <= most).unwrap_or_else(|| {
        let days = minutes.div_euclid(1_440 * most.max(1)) + 1;
        days * 1_440
    });
    // Whole steps of the wall clock: the offset from UTC at the start of the picture moves the grid.
    let offset = i64::from(format.zoned(from).offset().seconds()).div_euclid(60);
    let first = (from.minute() + offset).div_euclid(step) * step - offset;
    let mut out = Vec::new();
    let mut at = if first < from.minute() { first + step } else { first };
    while at <= to.minute() && out.len() < 64 {
        let instant = UtcTime::from_minute(at);
        let label = if step >= 1_440 { format.day(instant) } else { format.time(instant) };
        out.push((instant, label));
        at += step;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_model::CostUnit;
    use proptest::prelude::*;

    #[test]
    fn axes_end_on_round_numbers() {
        assert_eq!(ticks(34.0, 4.0), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(ticks(0.0, 4.0), [0.0, 1.0]);
        assert_eq!(round_up(1206.0), 2000.0);
    }

    #[test]
    fn hours_are_whole_on_the_wall_clock() {
        let format = Formatter::new(CostUnit::UserMinutes, "Asia/Kolkata");
        let from = UtcTime("2026-11-23T00:10:00Z".parse().unwrap());
        let labels: Vec<_> = time_ticks(from, UtcTime::from_minute(from.minute() + 60), 7, &format)
            .into_iter()
            .map(|tick| tick.1)
            .collect();
        assert_eq!(labels, ["05:40", "05:50", "06:00", "06:10", "06:20", "06:30", "06:40"]);
    }

    proptest! {
        #[test]
        fn scales_are_finite(a in any::<f64>(), b in any::<f64>(), value in any::<f64>()) {
            let scale = Linear::new((a, b), (10.0, 90.0));
            prop_assert!((10.0..=90.0).contains(&scale.held(value)));
            prop_assert!(ticks(value, 4.0).iter().all(|tick| !tick.is_nan()));
            prop_assert!(ticks(value, 4.0).len() <= 51);
            prop_assert!(round_up(value) > 0.0);
        }

        #[test]
        fn time_axes_end(from in -1_000_000_000i64..1_000_000_000, length in -10i64..2_000_000_000, most in 1i64..12) {
            let format = Formatter::new(CostUnit::UserMinutes, "Europe/London");
            let ticks = time_ticks(UtcTime::from_minute(from), UtcTime::from_minute(from + length), most, &format);
            prop_assert!(ticks.len() <= 64);
        }
    }
}
