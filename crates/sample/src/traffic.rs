//! How much goes on: the stores' day, and its cutting into spans that one log line stands for.

use crate::civil::Clock;
use crate::dice::Dice;
use jiff::civil::Weekday;

/// Traffic of each hour of the day against the day's mean. Some stores never close, and the shop on the web never does.
const HOURS: [f64; 24] = [
    0.65, 0.61, 0.58, 0.58, 0.63, 0.74, 0.84, 0.95, 0.98, 0.97, 1.03, 1.16, 1.37, 1.31, 1.18, 1.21, 1.37, 1.52, 1.47,
    1.26, 1.10, 0.95, 0.82, 0.74,
];

/// Traffic of a minute against the mean minute.
pub(crate) fn level(clock: &Clock, minute: i64) -> f64 {
    let (of_day, weekday) = clock.clock(minute);
    let hour = (of_day / 60).clamp(0, 23) as usize;
    let share = (of_day % 60) as f64 / 60.0;
    let day = match weekday {
        Weekday::Friday => 1.05,
        Weekday::Saturday => 1.10,
        Weekday::Sunday => 0.94,
        _ => 1.0,
    };
    day * (HOURS[hour] * (1.0 - share) + HOURS[(hour + 1) % 24] * share)
}

/// A span of minutes that is told by few lines, and how many interactions fell into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bucket {
    /// First minute.
    pub(crate) minute: i64,
    /// Length in minutes.
    pub(crate) minutes: i64,
    /// Interactions.
    pub(crate) total: u64,
    /// Failed ones among them, once they are placed.
    pub(crate) bad: u64,
    /// Slow ones among the others.
    pub(crate) slow: u64,
}

/// How densely a stream is told, and when.
pub(crate) struct Grain<'a> {
    /// Minutes that one line stands for in ordinary times. Spans begin at its multiples since the epoch.
    pub(crate) step: i64,
    /// Spans, half-open, that are told minute by minute.
    pub(crate) fine: &'a [(i64, i64)],
}

/// Cuts `[from, until)` into spans and says how much went on in each: `mean` interactions a minute, the day's shape,
/// and a jitter of at most 4 per cent.
pub(crate) fn cut(clock: &Clock, from: i64, until: i64, mean: f64, grain: &Grain<'_>, dice: &mut Dice) -> Vec<Bucket> {
    let mut buckets = Vec::new();
    let mut minute = from;
    // What rounding left over is carried on, so that sums stay true where a span holds few interactions.
    let mut left = 0.0;
    while minute < until {
        let is_fine = |at: i64| grain.fine.iter().any(|(begin, end)| (*begin..*end).contains(&at));
        let mut end = minute + 1;
        if !is_fine(minute) {
            while end < until && end.rem_euclid(grain.step) != 0 && !is_fine(end) {
                end += 1;
            }
        }
        let minutes = end - minute;
        let jitter = 0.96 + 0.08 * dice.unit();
        let exact = mean * level(clock, minute) * minutes as f64 * jitter + left;
        let total = exact.max(0.0).round();
        left = exact - total;
        buckets.push(Bucket { minute, minutes, total: total as u64, bad: 0, slow: 0 });
        minute = end;
    }
    buckets
}

/// What is taken out of a span's good interactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// They fail.
    Bad,
    /// They are slow.
    Slow,
}

/// Spreads `amount` interactions over the spans of `[from, until)` evenly along the traffic, `weight` at a time, and
/// says where each portion went: index of the bucket and size. Portions that do not fit into their span go into the
/// next one that has room; fewer than `amount` are placed only when there is no room at all.
pub(crate) fn spread(
    buckets: &mut [Bucket],
    (from, until): (i64, i64),
    amount: u64,
    weight: u64,
    taken: Taken,
    dice: &mut Dice,
) -> Vec<(usize, u64)> {
    let inside: Vec<usize> =
        buckets.iter().enumerate().filter(|(_, one)| (from..until).contains(&one.minute)).map(|(at, _)| at).collect();
    let all: u64 = inside.iter().map(|at| buckets[*at].total).sum();
    let portions = amount.div_ceil(weight.max(1));
    let mut placed = Vec::new();
    if all == 0 || portions == 0 {
        return placed;
    }
    let mut cursor = 0;
    let mut passed = buckets[inside[0]].total;
    let mut left = amount;
    for portion in 0..portions {
        // One draw within each of `portions` equal strata of the traffic.
        let aim = ((portion as f64 + dice.unit()) / portions as f64 * all as f64) as u64;
        while passed <= aim && cursor + 1 < inside.len() {
            cursor += 1;
            passed += buckets[inside[cursor]].total;
        }
        let size = left.min(weight);
        let Some(at) = inside[cursor..]
            .iter()
            .chain(inside[..cursor].iter().rev())
            .copied()
            .find(|at| buckets[*at].bad + buckets[*at].slow + size <= buckets[*at].total)
        else {
            break;
        };
        match taken {
            Taken::Bad => buckets[at].bad += size,
            Taken::Slow => buckets[at].slow += size,
        }
        left -= size;
        placed.push((at, size));
    }
    placed
}
