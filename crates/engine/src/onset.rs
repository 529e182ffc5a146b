//! When harm began and when it ended, seen from an alert.
//!
//! An alert fires after harm began and clears after it ended: the windows it looks at are longer than nothing. Normal is
//! the share of bad events over the 24 hours that end two hours before the alert. A minute is harmed when its bad events
//! exceed what is normal by more than three times the square root of it, and one: a bound that a Poisson count of that
//! mean rarely passes. Harm reaches back, and forth, over gaps of at most three minutes that are not harmed.

use crate::counts::CountSource;

const LOOK_BACK: i64 = 180;
const GAP: i64 = 3;
const DAY: i64 = 1_440;

fn harmed(bad: u64, total: u64, normal: f64) -> bool {
    let expected = normal * total as f64;
    bad as f64 > expected + 3.0 * expected.sqrt() + 1.0
}

fn normal(source: &dyn CountSource, alert: i64) -> f64 {
    let counts = source.sum(alert - DAY - 120, alert - 120);
    if counts.total == 0 { 0.0 } else { counts.bad() as f64 / counts.total as f64 }
}

/// First harmed minute of the run of harm that an alert at the minute `alert` belongs to, at most three hours before it.
/// `None` when no minute around the alert is harmed by this measure.
pub fn onset(source: &dyn CountSource, alert: i64) -> Option<i64> {
    let normal = normal(source, alert);
    let mut first = None;
    let mut at = alert;
    for count in source.minutes(alert - LOOK_BACK, alert + 1).into_iter().rev() {
        if at - count.minute > GAP + 1 && first.is_some() {
            break;
        }
        if harmed(count.total.saturating_sub(count.good), count.total, normal) {
            first = Some(count.minute);
            at = count.minute;
        }
    }
    first
}

/// End of the last harmed minute within `began..cleared`, half-open, for harm that an alert has already cleared.
/// `None` when no minute of the span is harmed by this measure.
pub fn recovery(source: &dyn CountSource, began: i64, cleared: i64) -> Option<i64> {
    let normal = normal(source, began);
    source
        .minutes(began, cleared)
        .into_iter()
        .rev()
        .find(|count| harmed(count.total.saturating_sub(count.good), count.total, normal))
        .map(|count| count.minute + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::Series;
    use gemba_model::MinuteCount;

    fn story() -> Series {
        Series::new((0..6_000).map(|minute| {
            let bad = if (5_000..5_045).contains(&minute) { 30 } else { u64::from(minute % 7 == 0) };
            MinuteCount { minute, good: 105 - bad, total: 105 }
        }))
    }

    #[test]
    fn harm_began_before_the_alert_and_ended_before_it_cleared() {
        assert_eq!(onset(&story(), 5_004), Some(5_000));
        assert_eq!(recovery(&story(), 5_000, 5_060), Some(5_045));
    }

    #[test]
    fn without_harm_there_is_neither() {
        assert_eq!(onset(&story(), 4_000), None);
        assert_eq!(recovery(&story(), 3_000, 3_100), None);
        assert_eq!(onset(&Series::default(), 10), None);
    }
}
