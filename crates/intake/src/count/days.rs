//! The minutes of one indicator, day by day.

use gemba_model::{LatencyHistogram, MinuteCount, SliDay, SliId};

/// Minutes with events that a counter holds over all indicators, at most: about 150 MB.
pub const MOST_MINUTES: usize = 6_000_000;

const MINUTES_OF_DAY: i64 = 1_440;

#[derive(Default)]
struct Day {
    day: i64,
    /// Ascending.
    minutes: Vec<MinuteCount>,
    latency: Option<Box<LatencyHistogram>>,
}

/// Days in ascending order.
#[derive(Default)]
pub(super) struct Days {
    days: Vec<Day>,
    last: usize,
}

impl Days {
    /// Adds events; `Some(true)` when their minute is new. `None` when it is new and `room` says that it may not be.
    pub fn add(&mut self, minute: i64, good: bool, weight: u64, duration_ms: Option<f64>, room: bool) -> Option<bool> {
        let number = minute.div_euclid(MINUTES_OF_DAY);
        if self.days.get(self.last).is_none_or(|day| day.day != number) {
            self.last = match self.days.binary_search_by_key(&number, |day| day.day) {
                Ok(index) => index,
                Err(_) if !room => return None,
                Err(index) => {
                    self.days.insert(index, Day { day: number, ..Day::default() });
                    index
                }
            };
        }
        let day = self.days.get_mut(self.last)?;
        let (index, new) = match day.minutes.last() {
            Some(last) if last.minute == minute => (day.minutes.len() - 1, false),
            Some(last) if last.minute > minute => match day.minutes.binary_search_by_key(&minute, |count| count.minute)
            {
                Ok(index) => (index, false),
                Err(index) => (index, true),
            },
            _ => (day.minutes.len(), true),
        };
        if new {
            if !room {
                return None;
            }
            day.minutes.insert(index, MinuteCount { minute, good: 0, total: 0 });
        }
        let count = day.minutes.get_mut(index)?;
        count.total = count.total.saturating_add(weight);
        count.good = count.good.saturating_add(if good { weight } else { 0 });
        if let Some(took) = duration_ms {
            let histogram = day.latency.get_or_insert_default();
            if let Some(bucket) = histogram.counts.get_mut(LatencyHistogram::bucket(took)) {
                *bucket = bucket.saturating_add(weight);
            }
        }
        Some(new)
    }

    /// What was counted.
    pub fn finish(self, sli: &SliId) -> Vec<SliDay> {
        let days = self.days.into_iter().filter(|day| !day.minutes.is_empty());
        days.map(|day| SliDay {
            sli: sli.clone(),
            day: day.day,
            minutes: day.minutes,
            latency: day.latency.map(|latency| *latency),
        })
        .collect()
    }
}
