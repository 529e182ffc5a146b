//! Counts per minute and their sums over any span.

use gemba_model::{MinuteCount, SliDay};

/// Good events and all events of a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Good events.
    pub good: u64,
    /// All events.
    pub total: u64,
}

impl Counts {
    /// Events that were not good. A source that claims more good events than events has no bad ones.
    pub fn bad(self) -> u64 {
        self.total.saturating_sub(self.good)
    }

    /// The sum of both.
    pub fn plus(self, other: Counts) -> Counts {
        Counts { good: self.good.saturating_add(other.good), total: self.total.saturating_add(other.total) }
    }
}

/// Where counts come from: a series in memory, or a store that answers sums itself.
pub trait CountSource {
    /// Sum over the minutes `from..to`, half-open.
    fn sum(&self, from: i64, to: i64) -> Counts;
    /// First minute that was ever recorded.
    fn first_minute(&self) -> Option<i64>;
    /// Last minute that was ever recorded.
    fn last_minute(&self) -> Option<i64>;
    /// Recorded minutes within `from..to`, ascending, each once.
    fn minutes(&self, from: i64, to: i64) -> Vec<MinuteCount>;
}

/// Entries between two running totals.
const BLOCK: usize = 64;

/// Counts of one indicator, compact: each entry takes as few bytes as its largest value needs, and a running total every
/// 64 entries answers any sum in constant time (sparse series: after one binary search).
#[derive(Clone, Debug, Default)]
pub struct Series {
    first: i64,
    /// Minutes after `first`, ascending; absent when every minute of the span has its own entry.
    offsets: Option<Vec<u32>>,
    bad: Column,
    total: Column,
    /// `(bad, total)` of all entries before `BLOCK * index`.
    running: Vec<(u64, u64)>,
}

#[derive(Clone, Debug)]
enum Column {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
    U64(Vec<u64>),
}

impl Default for Column {
    fn default() -> Self {
        Column::U8(Vec::new())
    }
}

impl Column {
    fn pack(values: Vec<u64>) -> Self {
        let most = values.iter().copied().max().unwrap_or(0);
        // The casts lose nothing: every value is at most `most`.
        if most <= u64::from(u8::MAX) {
            Column::U8(values.into_iter().map(|value| value as u8).collect())
        } else if most <= u64::from(u16::MAX) {
            Column::U16(values.into_iter().map(|value| value as u16).collect())
        } else if most <= u64::from(u32::MAX) {
            Column::U32(values.into_iter().map(|value| value as u32).collect())
        } else {
            Column::U64(values)
        }
    }

    fn len(&self) -> usize {
        match self {
            Column::U8(values) => values.len(),
            Column::U16(values) => values.len(),
            Column::U32(values) => values.len(),
            Column::U64(values) => values.len(),
        }
    }

    fn get(&self, index: usize) -> u64 {
        match self {
            Column::U8(values) => values.get(index).copied().map_or(0, u64::from),
            Column::U16(values) => values.get(index).copied().map_or(0, u64::from),
            Column::U32(values) => values.get(index).copied().map_or(0, u64::from),
            Column::U64(values) => values.get(index).copied().unwrap_or(0),
        }
    }

    fn sum(&self, from: usize, to: usize) -> u64 {
        match self {
            Column::U8(values) => values.get(from..to).unwrap_or(&[]).iter().map(|value| u64::from(*value)).sum(),
            Column::U16(values) => values.get(from..to).unwrap_or(&[]).iter().map(|value| u64::from(*value)).sum(),
            Column::U32(values) => values.get(from..to).unwrap_or(&[]).iter().map(|value| u64::from(*value)).sum(),
            Column::U64(values) => {
                values.get(from..to).unwrap_or(&[]).iter().fold(0, |sum, value| sum.saturating_add(*value))
            }
        }
    }
}

impl Series {
    /// A series of minutes in any order; minutes that occur more than once add up. Minutes without any event are kept
    /// as recorded: they tell that the source was there.
    pub fn new(minutes: impl IntoIterator<Item = MinuteCount>) -> Self {
        let mut list: Vec<MinuteCount> = minutes.into_iter().collect();
        if !list.is_sorted_by_key(|count| count.minute) {
            list.sort_by_key(|count| count.minute);
        }
        list.dedup_by(|next, kept| {
            let same = next.minute == kept.minute;
            if same {
                kept.good = kept.good.saturating_add(next.good);
                kept.total = kept.total.saturating_add(next.total);
            }
            same
        });
        Self::of_ascending(list)
    }

    /// A series of whole days as the store keeps them, in any order.
    pub fn from_days<'a>(days: impl IntoIterator<Item = &'a SliDay>) -> Self {
        Self::new(days.into_iter().flat_map(|day| day.minutes.iter().copied()))
    }

    fn of_ascending(mut list: Vec<MinuteCount>) -> Self {
        let (Some(first), Some(last)) = (list.first().map(|c| c.minute), list.last().map(|c| c.minute)) else {
            return Self::default();
        };
        // A span that does not fit the offsets cannot be telemetry; what lies beyond is left out.
        let reach = first.saturating_add(i64::from(u32::MAX));
        list.retain(|count| count.minute <= reach);
        let span = last.min(reach).saturating_sub(first).saturating_add(1);
        let dense = i64::try_from(list.len()).is_ok_and(|len| span <= len.saturating_mul(2));
        let entries: Vec<MinuteCount> = if dense { fill(first, span, &list) } else { list };
        let bad = Column::pack(entries.iter().map(|c| c.total.saturating_sub(c.good)).collect());
        let total = Column::pack(entries.iter().map(|c| c.total).collect());
        let mut running = Vec::with_capacity(entries.len() / BLOCK + 1);
        let mut sum = (0u64, 0u64);
        for (index, count) in entries.iter().enumerate() {
            if index % BLOCK == 0 {
                running.push(sum);
            }
            sum.0 = sum.0.saturating_add(count.total.saturating_sub(count.good));
            sum.1 = sum.1.saturating_add(count.total);
        }
        if entries.len().is_multiple_of(BLOCK) {
            running.push(sum);
        }
        let offsets = (!dense).then(|| {
            entries.iter().map(|c| u32::try_from(c.minute.saturating_sub(first)).unwrap_or(u32::MAX)).collect()
        });
        Self { first, offsets, bad, total, running }
    }

    /// Index of the first entry at or after a minute.
    fn position(&self, minute: i64) -> usize {
        let offset = minute.saturating_sub(self.first).max(0);
        match &self.offsets {
            None => usize::try_from(offset).unwrap_or(usize::MAX).min(self.total.len()),
            Some(offsets) => offsets.partition_point(|at| i64::from(*at) < offset),
        }
    }

    fn minute_of(&self, index: usize) -> i64 {
        match &self.offsets {
            None => self.first.saturating_add(i64::try_from(index).unwrap_or(i64::MAX)),
            Some(offsets) => self.first.saturating_add(offsets.get(index).copied().map_or(0, i64::from)),
        }
    }

    fn before(&self, index: usize) -> (u64, u64) {
        let block = index / BLOCK;
        let (bad, total) = self.running.get(block).copied().unwrap_or((0, 0));
        let start = block * BLOCK;
        (bad.saturating_add(self.bad.sum(start, index)), total.saturating_add(self.total.sum(start, index)))
    }

    /// Bytes held, for budgets of memory.
    pub fn bytes(&self) -> usize {
        let width = |column: &Column| match column {
            Column::U8(values) => values.len(),
            Column::U16(values) => values.len() * 2,
            Column::U32(values) => values.len() * 4,
            Column::U64(values) => values.len() * 8,
        };
        width(&self.bad)
            + width(&self.total)
            + self.running.len() * 16
            + self.offsets.as_ref().map_or(0, |offsets| offsets.len() * 4)
    }
}

fn fill(first: i64, span: i64, list: &[MinuteCount]) -> Vec<MinuteCount> {
    let mut entries = Vec::with_capacity(usize::try_from(span).unwrap_or(0));
    for count in list {
        let place = usize::try_from(count.minute.saturating_sub(first)).unwrap_or(0);
        while entries.len() < place {
            let minute = first.saturating_add(i64::try_from(entries.len()).unwrap_or(0));
            entries.push(MinuteCount { minute, good: 0, total: 0 });
        }
        entries.push(*count);
    }
    entries
}

impl CountSource for Series {
    fn sum(&self, from: i64, to: i64) -> Counts {
        if from >= to {
            return Counts::default();
        }
        let (start, end) = (self.position(from), self.position(to));
        if start >= end {
            return Counts::default();
        }
        let (bad_before, total_before) = self.before(start);
        let (bad_after, total_after) = self.before(end);
        let total = total_after.saturating_sub(total_before);
        Counts { good: total.saturating_sub(bad_after.saturating_sub(bad_before)), total }
    }

    fn first_minute(&self) -> Option<i64> {
        (self.total.len() > 0).then_some(self.first)
    }

    fn last_minute(&self) -> Option<i64> {
        self.total.len().checked_sub(1).map(|index| self.minute_of(index))
    }

    fn minutes(&self, from: i64, to: i64) -> Vec<MinuteCount> {
        if from >= to {
            return Vec::new();
        }
        let (start, end) = (self.position(from), self.position(to));
        (start..end.max(start))
            .map(|index| {
                let total = self.total.get(index);
                let good = total.saturating_sub(self.bad.get(index));
                MinuteCount { minute: self.minute_of(index), good, total }
            })
            .filter(|count| count.total > 0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minute() -> impl Strategy<Value = MinuteCount> {
        (-3_000i64..3_000, 0u64..70_000, 0u64..70_000).prop_map(|(minute, good, bad)| MinuteCount {
            minute,
            good,
            total: good + bad,
        })
    }

    proptest! {
        #[test]
        fn every_sum_is_the_sum_of_its_minutes(
            list in prop::collection::vec(minute(), 0..300),
            stretch in prop::sample::select(vec![1i64, 40]),
            from in -4_000i64..4_000,
            length in -10i64..4_000,
        ) {
            let list: Vec<_> = list.into_iter().map(|c| MinuteCount { minute: c.minute * stretch, ..c }).collect();
            let series = Series::new(list.clone());
            let (from, to) = (from * stretch, (from + length) * stretch);
            let inside = |c: &&MinuteCount| c.minute >= from && c.minute < to;
            let good: u64 = list.iter().filter(inside).map(|c| c.good).sum();
            let total: u64 = list.iter().filter(inside).map(|c| c.total).sum();
            prop_assert_eq!(series.sum(from, to), Counts { good, total });
            let listed = series.minutes(from, to);
            prop_assert!(listed.windows(2).all(|pair| pair[0].minute < pair[1].minute));
            prop_assert_eq!(listed.iter().map(|c| c.total).sum::<u64>(), total);
            prop_assert_eq!(series.first_minute(), list.iter().map(|c| c.minute).min());
            prop_assert_eq!(series.last_minute(), list.iter().map(|c| c.minute).max());
        }

        #[test]
        fn hostile_numbers_do_not_panic(
            list in prop::collection::vec((any::<i64>(), any::<u64>(), any::<u64>()), 0..20),
            from in any::<i64>(), to in any::<i64>(),
        ) {
            let series = Series::new(list.into_iter().map(|(minute, good, total)| MinuteCount { minute, good, total }));
            let _ = (series.sum(from, to), series.minutes(from, to), series.first_minute(), series.last_minute());
        }
    }

    #[test]
    fn a_month_of_minutes_takes_a_few_bytes_each() {
        let series = Series::new((0..43_200).map(|minute| MinuteCount { minute, good: 999, total: 1_000 }));
        assert!(series.bytes() <= 43_200 * 4, "{}", series.bytes());
    }
}
