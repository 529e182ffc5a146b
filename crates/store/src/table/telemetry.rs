//! The tables `chunk`, `chunk_data`, `sli` and `count_source`: counts per minute.

mod copy;
mod put;

pub(crate) use copy::{copy_intact, tolerate};
pub(crate) use put::{How, forget, forget_days_not_in, put};

use crate::chunk;
use crate::error::{Result, StoreError};
use crate::hash::Hash;
use gemba_model::{LatencyHistogram, MinuteCount, SliId};
use rusqlite::{Connection, OptionalExtension, Row};

/// A half-open span in minutes since 1970-01-01T00:00Z: `(from, to)`.
pub type Window = (i64, i64);

/// What became of observations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutCount {
    /// Keys that were not there.
    pub new: u64,
    /// Keys whose content was replaced.
    pub updated: u64,
    /// Keys that had this content already.
    pub unchanged: u64,
    /// What was not stored, with place and reason, a sentence each.
    pub refused: Vec<String>,
}

/// The first and last minute of an indicator that has events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SliBounds {
    /// The indicator.
    pub sli: SliId,
    /// First minute with events.
    pub first: i64,
    /// Last minute with events.
    pub last: i64,
}

/// What stands in `chunk`.
#[derive(Clone, Copy)]
struct Head {
    day: i64,
    first: i64,
    last: i64,
    good: u64,
    total: u64,
    checksum: i64,
    data: i64,
}

const HEAD: &str = "day, first_minute, last_minute, good, total, checksum, data";

impl Head {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            day: row.get(0)?,
            first: row.get(1)?,
            last: row.get(2)?,
            good: row.get(3)?,
            total: row.get(4)?,
            checksum: row.get(5)?,
            data: row.get(6)?,
        })
    }

    /// Reads the minutes and makes sure that they are the ones that were written.
    fn minutes(&self, connection: &Connection) -> Result<Vec<MinuteCount>> {
        let bytes: Vec<u8> = connection
            .prepare_cached("SELECT bytes FROM chunk_data WHERE key = ?1")?
            .query_row([self.data], |row| row.get(0))
            .optional()?
            .ok_or_else(|| self.damaged("its minutes are missing"))?;
        if checksum(&bytes) != self.checksum {
            return Err(self.damaged("its checksum does not fit"));
        }
        let minutes = chunk::decode(self.day, &bytes).map_err(|reason| self.damaged(&reason))?;
        let good = minutes.iter().fold(0_u64, |sum, minute| sum.saturating_add(minute.good));
        let total = minutes.iter().fold(0_u64, |sum, minute| sum.saturating_add(minute.total));
        let ends = (minutes.first().map(|first| first.minute), minutes.last().map(|last| last.minute));
        if (good, total, ends) != (self.good, self.total, (Some(self.first), Some(self.last))) {
            return Err(self.damaged("its sums do not fit its minutes"));
        }
        Ok(minutes)
    }

    fn damaged(&self, reason: &str) -> StoreError {
        StoreError::corrupt(format!("Telemetry chunk {} (day {})", self.data, self.day), reason)
    }
}

fn checksum(bytes: &[u8]) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = Hash::of(bytes).0;
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The number of an indicator or a source; a new one where there is none.
fn key(connection: &Connection, table: &str, id: &str) -> Result<i64> {
    let (find, add) = match table {
        "sli" => ("SELECT key FROM sli WHERE id = ?1", "INSERT INTO sli (id) VALUES (?1)"),
        _ => ("SELECT key FROM count_source WHERE id = ?1", "INSERT INTO count_source (id) VALUES (?1)"),
    };
    let found = connection.prepare_cached(find)?.query_row([id], |row| row.get(0)).optional()?;
    if let Some(key) = found {
        return Ok(key);
    }
    connection.prepare_cached(add)?.execute([id])?;
    Ok(connection.last_insert_rowid())
}

/// Sorts by minute and adds what falls on the same one.
fn merge(minutes: &mut Vec<MinuteCount>) {
    minutes.sort_unstable_by_key(|count| count.minute);
    minutes.dedup_by(|next, kept| {
        let same = next.minute == kept.minute;
        if same {
            kept.good = kept.good.saturating_add(next.good);
            kept.total = kept.total.saturating_add(next.total);
        }
        same
    });
}

fn add_latency(a: Option<LatencyHistogram>, b: Option<LatencyHistogram>) -> Option<LatencyHistogram> {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            for (sum, more) in a.counts.iter_mut().zip(b.counts) {
                *sum = sum.saturating_add(more);
            }
            Some(a)
        }
        (a, b) => a.or(b),
    }
}

fn sli_key(connection: &Connection, sli: &str) -> Result<Option<i64>> {
    Ok(connection.prepare_cached("SELECT key FROM sli WHERE id = ?1")?.query_row([sli], |row| row.get(0)).optional()?)
}

fn heads(connection: &Connection, sli: i64, from_day: i64, to_day: i64) -> Result<Vec<Head>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {HEAD} FROM chunk WHERE sli = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day, source"
    ))?;
    let rows = statement.query_map((sli, from_day, to_day), Head::read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Counts per minute of an indicator, the sources added, ascending; only minutes with events.
pub(crate) fn minutes(connection: &Connection, sli: &str, (from, to): Window) -> Result<Vec<MinuteCount>> {
    let Some(key) = sli_key(connection, sli)? else { return Ok(Vec::new()) };
    let mut minutes = Vec::new();
    for head in heads(connection, key, from.div_euclid(chunk::DAY), to.div_euclid(chunk::DAY))? {
        if head.first < to && head.last >= from {
            minutes.extend(head.minutes(connection)?.into_iter().filter(|count| (from..to).contains(&count.minute)));
        }
    }
    if !minutes.is_sorted_by(|a, b| a.minute < b.minute) {
        merge(&mut minutes);
    }
    Ok(minutes)
}

/// `(good, total)` of an indicator for each span. Chunks that lie within a span are added from their heads; the others
/// are decoded once, whatever the number of spans.
pub(crate) fn sums(connection: &Connection, sli: &str, windows: &[Window]) -> Result<Vec<(u64, u64)>> {
    let mut sums = vec![(0_u64, 0_u64); windows.len()];
    let real = windows.iter().filter(|(from, to)| from < to);
    let (Some(from), Some(to)) = (real.clone().map(|w| w.0).min(), real.map(|w| w.1).max()) else { return Ok(sums) };
    let Some(key) = sli_key(connection, sli)? else { return Ok(sums) };
    for head in heads(connection, key, from.div_euclid(chunk::DAY), to.div_euclid(chunk::DAY))? {
        let mut decoded: Option<Vec<MinuteCount>> = None;
        for ((from, to), sum) in windows.iter().zip(&mut sums) {
            if head.first >= *to || head.last < *from {
                continue;
            }
            if head.first >= *from && head.last < *to {
                add(sum, head.good, head.total);
                continue;
            }
            let minutes = match &mut decoded {
                Some(minutes) => minutes,
                none => none.insert(head.minutes(connection)?),
            };
            let start = minutes.partition_point(|count| count.minute < *from);
            let end = minutes.partition_point(|count| count.minute < *to);
            for count in minutes.get(start..end).unwrap_or_default() {
                add(sum, count.good, count.total);
            }
        }
    }
    Ok(sums)
}

fn add(sum: &mut (u64, u64), good: u64, total: u64) {
    *sum = (sum.0.saturating_add(good), sum.1.saturating_add(total));
}

/// First and last minute with events of one indicator.
pub(crate) fn bounds(connection: &Connection, sli: &str) -> Result<Option<(i64, i64)>> {
    let (first, last): (Option<i64>, Option<i64>) = connection
        .prepare_cached(
            "SELECT min(first_minute), max(last_minute) FROM chunk JOIN sli ON sli.key = chunk.sli WHERE sli.id = ?1",
        )?
        .query_row([sli], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.zip(last))
}

/// All indicators that have events, with their bounds, ordered by identifier.
pub(crate) fn slis(connection: &Connection) -> Result<Vec<SliBounds>> {
    let mut statement = connection.prepare_cached(
        "SELECT sli.id, min(first_minute), max(last_minute) FROM chunk JOIN sli ON sli.key = chunk.sli \
         GROUP BY chunk.sli ORDER BY sli.id",
    )?;
    let rows = statement
        .query_map([], |row| Ok(SliBounds { sli: SliId(row.get(0)?), first: row.get(1)?, last: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The latency of an indicator over days `from_day..to_day`; `None` where no day has one.
pub(crate) fn latency(connection: &Connection, sli: &str, from: i64, to: i64) -> Result<Option<LatencyHistogram>> {
    let Some(key) = sli_key(connection, sli)? else { return Ok(None) };
    let mut statement = connection.prepare_cached(
        "SELECT day, latency FROM chunk WHERE sli = ?1 AND day >= ?2 AND day < ?3 AND latency IS NOT NULL",
    )?;
    let mut rows = statement.query((key, from, to))?;
    let mut sum = None;
    while let Some(row) = rows.next()? {
        let (day, bytes): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let histogram = chunk::decode_latency(&bytes).ok_or_else(|| {
            StoreError::corrupt(format!("The latency of \"{sli}\" on day {day}"), "it cannot be read")
        })?;
        sum = add_latency(sum, Some(histogram));
    }
    Ok(sum)
}

/// Reads every chunk.
pub(crate) fn verify(connection: &Connection) -> Result<String> {
    let mut statement = connection.prepare(&format!("SELECT {HEAD} FROM chunk ORDER BY sli, day, source"))?;
    let mut rows = statement.query([])?;
    let mut count = 0_u64;
    while let Some(row) = rows.next()? {
        Head::read(row)?.minutes(connection)?;
        count += 1;
    }
    Ok(format!("{count} chunks, each fits its checksum and its sums"))
}
