//! Writing counts per minute.

use super::{Head, PutCount, add_latency, checksum, key, merge};
use crate::chunk;
use crate::error::{Result, StoreError};
use gemba_model::{MinuteCount, SliDay};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashSet;

/// How a day joins what is there for the same key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// It takes its place.
    Replace,
    /// It is added minute by minute.
    Add,
}

/// Stores days of one source.
pub(crate) fn put(connection: &Connection, source: &str, days: &[SliDay], how: How) -> Result<PutCount> {
    let mut count = PutCount::default();
    let source = key(connection, "count_source", source)?;
    for day in days {
        if let Err(reason) = chunk::check(day.day, &day.minutes) {
            count.refused.push(format!("Indicator \"{}\": {reason}.", day.sli));
            continue;
        }
        let sli = key(connection, "sli", day.sli.as_str())?;
        put_day(connection, sli, source, day, how, &mut count)?;
    }
    Ok(count)
}

fn put_day(connection: &Connection, sli: i64, source: i64, day: &SliDay, how: How, count: &mut PutCount) -> Result<()> {
    let there: Option<(Head, Option<Vec<u8>>)> = connection
        .prepare_cached(
            "SELECT day, first_minute, last_minute, good, total, checksum, data, latency FROM chunk \
             WHERE sli = ?1 AND day = ?2 AND source = ?3",
        )?
        .query_row((sli, day.day, source), |row| Ok((Head::read(row)?, row.get(7)?)))
        .optional()?;
    let mut minutes: Vec<MinuteCount> = day.minutes.iter().copied().filter(|minute| minute.total > 0).collect();
    let mut latency = day.latency.clone();
    if let (How::Add, Some((head, stored))) = (how, &there) {
        minutes.extend(head.minutes(connection)?);
        merge(&mut minutes);
        if let Err(reason) = chunk::check(day.day, &minutes) {
            count.refused.push(format!("Indicator \"{}\": {reason}.", day.sli));
            return Ok(());
        }
        let stored = stored.as_deref().map(|bytes| {
            chunk::decode_latency(bytes).ok_or_else(|| head.damaged("its latency histogram cannot be read"))
        });
        latency = add_latency(latency, stored.transpose()?);
    }
    let (Some(first), Some(last)) = (minutes.first(), minutes.last()) else {
        // A day without events replaces one that had some; where there was none, there is nothing to keep.
        if let Some((head, _)) = there {
            remove(connection, sli, head.day, source, head.data)?;
            count.updated += 1;
        } else {
            count.unchanged += 1;
        }
        return Ok(());
    };
    let bytes = chunk::encode(day.day, &minutes).map_err(|reason| StoreError::invalid(&day.sli, reason))?;
    let latency = latency.as_ref().map(chunk::encode_latency);
    let check = checksum(&bytes);
    let data = match &there {
        Some((head, stored)) if head.checksum == check && *stored == latency => {
            count.unchanged += 1;
            return Ok(());
        }
        Some((head, _)) => {
            connection
                .prepare_cached(
                    "INSERT INTO chunk_data (key, bytes) VALUES (?1, ?2) \
                                 ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes",
                )?
                .execute((head.data, &bytes))?;
            count.updated += 1;
            head.data
        }
        None => {
            connection.prepare_cached("INSERT INTO chunk_data (bytes) VALUES (?1)")?.execute([&bytes])?;
            count.new += 1;
            connection.last_insert_rowid()
        }
    };
    let good: u64 = minutes.iter().map(|minute| minute.good).sum();
    let total: u64 = minutes.iter().map(|minute| minute.total).sum();
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO chunk \
             (sli, day, source, first_minute, last_minute, good, total, checksum, latency, data) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute((sli, day.day, source, first.minute, last.minute, good, total, check, latency, data))?;
    Ok(())
}

fn remove(connection: &Connection, sli: i64, day: i64, source: i64, data: i64) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM chunk WHERE sli = ?1 AND day = ?2 AND source = ?3")?
        .execute((sli, day, source))?;
    connection.prepare_cached("DELETE FROM chunk_data WHERE key = ?1")?.execute([data])?;
    Ok(())
}

/// Takes out everything that a source gave; returns how many chunks that were.
pub(crate) fn forget(connection: &Connection, source: &str) -> Result<u64> {
    let key: Option<i64> = connection
        .prepare_cached("SELECT key FROM count_source WHERE id = ?1")?
        .query_row([source], |row| row.get(0))
        .optional()?;
    let Some(key) = key else { return Ok(0) };
    connection
        .prepare_cached("DELETE FROM chunk_data WHERE key IN (SELECT data FROM chunk WHERE source = ?1)")?
        .execute([key])?;
    let gone = connection.prepare_cached("DELETE FROM chunk WHERE source = ?1")?.execute([key])?;
    Ok(gone as u64)
}

/// Takes out the chunks of a source that a new reading does not replace: so what is unchanged stays as it is.
pub(crate) fn forget_days_not_in(connection: &Connection, source: &str, days: &[SliDay]) -> Result<()> {
    let kept: HashSet<(&str, i64)> = days.iter().map(|day| (day.sli.as_str(), day.day)).collect();
    let mut statement = connection.prepare_cached(
        "SELECT sli.id, chunk.day, chunk.data, chunk.sli, chunk.source FROM chunk JOIN sli ON sli.key = chunk.sli \
         WHERE chunk.source = (SELECT key FROM count_source WHERE id = ?1)",
    )?;
    let mut gone = Vec::new();
    let mut rows = statement.query([source])?;
    while let Some(row) = rows.next()? {
        let (sli, day): (String, i64) = (row.get(0)?, row.get(1)?);
        if !kept.contains(&(sli.as_str(), day)) {
            gone.push((row.get::<_, i64>(2)?, row.get::<_, i64>(3)?, day, row.get::<_, i64>(4)?));
        }
    }
    for (data, sli, day, source) in gone {
        remove(connection, sli, day, source, data)?;
    }
    Ok(())
}
