//! The minutes of one indicator, day and source as few bytes.
//!
//! Layout: version (1 byte, now 1), flags (1 byte), number of minutes (2 bytes, little endian), first minute of the day (2
//! bytes), then columns, each a length (4 bytes) and that many bytes of [pco](https://docs.rs/pco): the distances between
//! minutes (16 bit; left out when there are no gaps), all events, bad events (left out when there are none). Events are 32
//! bit where the day's largest minute fits, else 64.

use gemba_model::{LATENCY_BOUNDS_MS, LatencyHistogram, MinuteCount};
use pco::data_types::Number;
use pco::standalone::{simple_compress, simple_decompress};
use pco::{ChunkConfig, DeltaSpec, ModeSpec};

/// Minutes in a UTC day.
pub const DAY: i64 = 1_440;

/// More events than this in one day of one indicator are refused: no sum over ages then leaves 64 bits.
pub const MOST_EVENTS: u64 = 1 << 48;

const VERSION: u8 = 1;
const DENSE: u8 = 1;
const WIDE: u8 = 2;
const ALL_GOOD: u8 = 4;

/// Encodes the minutes of a day: ascending, within the day, each with events, none with more good than all.
///
/// # Errors
/// What is wrong with them.
pub fn encode(day: i64, minutes: &[MinuteCount]) -> Result<Vec<u8>, String> {
    check(day, minutes)?;
    let start = day.saturating_mul(DAY);
    let Some(first) = minutes.first() else { return Err("there are no minutes".to_owned()) };
    let of_day = |minute: i64| u16::try_from(minute - start).map_err(|error| error.to_string());
    let dense = minutes.windows(2).all(|pair| matches!(pair, [a, b] if b.minute == a.minute + 1));
    let wide = minutes.iter().any(|minute| minute.total > u64::from(u32::MAX));
    let all_good = minutes.iter().all(|minute| minute.good == minute.total);
    let flags = u8::from(dense) * DENSE + u8::from(wide) * WIDE + u8::from(all_good) * ALL_GOOD;
    let mut bytes = vec![VERSION, flags];
    bytes.extend(u16::try_from(minutes.len()).map_err(|error| error.to_string())?.to_le_bytes());
    bytes.extend(of_day(first.minute)?.to_le_bytes());
    if !dense {
        let distances = minutes
            .windows(2)
            .map(|pair| match pair {
                [a, b] => u16::try_from(b.minute - a.minute).map_err(|error| error.to_string()),
                _ => Ok(0),
            })
            .collect::<Result<Vec<_>, _>>()?;
        column(&mut bytes, &distances, DeltaSpec::NoOp)?;
    }
    let total = minutes.iter().map(|minute| minute.total);
    let bad = minutes.iter().map(|minute| minute.total - minute.good);
    // The number of events moves slowly from minute to minute; failures come and go.
    events(&mut bytes, total, wide, DeltaSpec::TryConsecutive(1))?;
    if !all_good {
        events(&mut bytes, bad, wide, DeltaSpec::NoOp)?;
    }
    Ok(bytes)
}

/// What is wrong with the minutes of a day, if anything.
///
/// # Errors
/// The minute and the reason.
pub fn check(day: i64, minutes: &[MinuteCount]) -> Result<(), String> {
    if !(-100_000_000..=100_000_000).contains(&day) {
        return Err(format!("day {day} is not in the calendar"));
    }
    let start = day * DAY;
    let mut before = start - 1;
    let mut all = 0_u64;
    for count in minutes {
        if count.minute <= before || count.minute >= start + DAY {
            return Err(format!("minute {} is not after the one before it or not within day {day}", count.minute));
        }
        if count.good > count.total {
            return Err(format!(
                "minute {} has {} good events of {} in all; good events are among all events",
                count.minute, count.good, count.total
            ));
        }
        all = all.saturating_add(count.total);
        before = count.minute;
    }
    if all > MOST_EVENTS {
        return Err(format!("day {day} has {all} events, more than {MOST_EVENTS}"));
    }
    Ok(())
}

fn events(bytes: &mut Vec<u8>, numbers: impl Iterator<Item = u64>, wide: bool, delta: DeltaSpec) -> Result<(), String> {
    if wide {
        return column(bytes, &numbers.collect::<Vec<_>>(), delta);
    }
    let numbers = numbers.map(u32::try_from).collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    column(bytes, &numbers, delta)
}

/// Level 4 without a search for the best mode: measured on days of 1,440 minutes, a fifth of the time of pco's defaults
/// (50 instead of 274 µs) and a third to decode (9 instead of 28 µs), for 3 % more bytes.
fn column<T: Number>(bytes: &mut Vec<u8>, numbers: &[T], delta: DeltaSpec) -> Result<(), String> {
    let config =
        ChunkConfig::default().with_compression_level(4).with_mode_spec(ModeSpec::Classic).with_delta_spec(delta);
    let packed = simple_compress(numbers, &config).map_err(|error| error.to_string())?;
    bytes.extend(u32::try_from(packed.len()).map_err(|error| error.to_string())?.to_le_bytes());
    bytes.extend(packed);
    Ok(())
}

/// Decodes what [`encode`] made.
///
/// # Errors
/// What does not fit. The bytes are trusted to be those that were written: the store looks at their checksum before.
pub fn decode(day: i64, bytes: &[u8]) -> Result<Vec<MinuteCount>, String> {
    let [version, flags, n0, n1, first0, first1, rest @ ..] = bytes else {
        return Err("it is shorter than its head".to_owned());
    };
    if *version != VERSION {
        return Err(format!("its layout has version {version}, known is {VERSION}"));
    }
    let n = usize::from(u16::from_le_bytes([*n0, *n1]));
    let mut minute = day.saturating_mul(DAY).saturating_add(i64::from(u16::from_le_bytes([*first0, *first1])));
    let mut rest = rest;
    let distances = if flags & DENSE == 0 { Some(unpack::<u16>(&mut rest, n.saturating_sub(1))?) } else { None };
    let wide = flags & WIDE != 0;
    let total = unpack_events(&mut rest, n, wide)?;
    let bad = if flags & ALL_GOOD == 0 { Some(unpack_events(&mut rest, n, wide)?) } else { None };
    let mut minutes = Vec::with_capacity(n);
    for (index, total) in total.into_iter().enumerate() {
        let bad = bad.as_ref().and_then(|bad| bad.get(index)).copied().unwrap_or_default();
        let good = total.checked_sub(bad).ok_or("a minute has more bad events than events")?;
        minutes.push(MinuteCount { minute, good, total });
        let step = distances.as_ref().map_or(1, |steps| steps.get(index).copied().unwrap_or(1));
        minute = minute.saturating_add(i64::from(step));
    }
    Ok(minutes)
}

fn unpack_events(rest: &mut &[u8], n: usize, wide: bool) -> Result<Vec<u64>, String> {
    if wide { unpack::<u64>(rest, n) } else { Ok(unpack::<u32>(rest, n)?.into_iter().map(u64::from).collect()) }
}

fn unpack<T: Number>(rest: &mut &[u8], n: usize) -> Result<Vec<T>, String> {
    let (length, behind) = rest.split_first_chunk::<4>().ok_or("a column has no length")?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|error| error.to_string())?;
    let (packed, behind) = behind.split_at_checked(length).ok_or("a column is cut off")?;
    *rest = behind;
    let numbers = simple_decompress::<T>(packed).map_err(|error| error.to_string())?;
    if numbers.len() != n {
        return Err(format!("a column holds {} numbers instead of {n}", numbers.len()));
    }
    Ok(numbers)
}

/// A histogram as bytes: each count in groups of seven bits, the least first, the top bit set on all but the last.
pub fn encode_latency(histogram: &LatencyHistogram) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(histogram.counts.len() * 2);
    for mut count in histogram.counts {
        while count >= 0x80 {
            bytes.push((count & 0x7f) as u8 | 0x80);
            count >>= 7;
        }
        bytes.push(count as u8);
    }
    bytes
}

/// Decodes what [`encode_latency`] made; `None` for anything else.
pub fn decode_latency(bytes: &[u8]) -> Option<LatencyHistogram> {
    let mut counts = [0_u64; LATENCY_BOUNDS_MS.len() + 1];
    let mut bytes = bytes.iter();
    for count in &mut counts {
        for place in 0..10_u32 {
            let byte = bytes.next()?;
            let bits = u64::from(byte & 0x7f);
            let shifted = bits << (7 * place);
            if shifted >> (7 * place) != bits {
                return None;
            }
            *count |= shifted;
            if byte & 0x80 == 0 {
                break;
            }
            if place == 9 {
                return None;
            }
        }
    }
    bytes.next().is_none().then_some(LatencyHistogram { counts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn a_day() -> impl Strategy<Value = (i64, Vec<MinuteCount>)> {
        let count = prop_oneof![Just(1_u64 << 33), 1_u64..5, 1_u64..100_000];
        let minutes = proptest::collection::btree_map(0_i64..DAY, (count, 0.0_f64..=1.0), 1..200);
        (-30_000_i64..30_000, minutes).prop_map(|(day, minutes)| {
            let minutes = minutes
                .into_iter()
                .map(|(minute, (total, share))| {
                    let good = if share > 0.5 { total } else { (total as f64 * share) as u64 };
                    MinuteCount { minute: day * DAY + minute, good, total }
                })
                .collect();
            (day, minutes)
        })
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded((day, minutes) in a_day()) {
            let bytes = encode(day, &minutes).expect("a good day");
            prop_assert_eq!(decode(day, &bytes).expect("what was encoded"), minutes);
        }

        #[test]
        fn bytes_that_were_cut_off_are_refused((day, minutes) in a_day(), share in 0.0_f64..1.0) {
            let bytes = encode(day, &minutes).expect("a good day");
            let cut = (bytes.len() as f64 * share) as usize;
            prop_assert!(decode(day, &bytes[..cut]).is_err());
        }

        #[test]
        fn any_bytes_are_answered_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = decode(0, &bytes);
            let _ = decode_latency(&bytes);
        }

        #[test]
        fn a_histogram_is_read_back(counts in proptest::array::uniform20(any::<u64>())) {
            let histogram = LatencyHistogram { counts };
            prop_assert_eq!(decode_latency(&encode_latency(&histogram)), Some(histogram));
        }
    }

    #[test]
    fn a_whole_day_without_gaps_and_failures_is_small() {
        let minutes: Vec<_> = (0..DAY).map(|minute| MinuteCount { minute, good: 7, total: 7 }).collect();
        assert!(encode(0, &minutes).expect("a good day").len() < 100);
    }

    #[test]
    fn minutes_that_do_not_fit_are_refused_with_the_reason() {
        let bad = [MinuteCount { minute: 3, good: 2, total: 1 }];
        assert!(encode(0, &bad).is_err_and(|reason| reason.contains("2 good events of 1")));
        let outside = [MinuteCount { minute: DAY, good: 1, total: 1 }];
        assert!(encode(0, &outside).is_err());
        let twice = [MinuteCount { minute: 3, good: 1, total: 1 }; 2];
        assert!(encode(0, &twice).is_err());
        assert!(encode(i64::MAX, &[]).is_err());
        assert!(encode(0, &[MinuteCount { minute: 0, good: 0, total: u64::MAX }]).is_err());
    }
}
