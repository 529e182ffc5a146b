//! The tables `record` and `touched`: what follows from the log.

use crate::error::{Result, StoreError};
use crate::fold::{AnyRecord, Shelf};
use crate::table::log::as_integer;
use gemba_model::{Record, RecordKind};
use rusqlite::{Connection, OptionalExtension};

/// All records of a kind, ordered by identifier (by the bytes of its UTF-8).
pub(crate) fn all<T: Record>(connection: &Connection) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached("SELECT id, doc FROM record WHERE kind = ?1 ORDER BY id")?;
    let mut rows = statement.query([T::KIND.key()])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let doc = text(row, 1)?;
        records.push(serde_json::from_str(doc).map_err(|error| unreadable(T::KIND, text(row, 0), &error))?);
    }
    Ok(records)
}

/// One record.
pub(crate) fn one<T: Record>(connection: &Connection, id: &str) -> Result<Option<T>> {
    let doc: Option<String> = connection
        .prepare_cached("SELECT doc FROM record WHERE kind = ?1 AND id = ?2")?
        .query_row((T::KIND.key(), id), |row| row.get(0))
        .optional()?;
    doc.map(|doc| serde_json::from_str(&doc).map_err(|error| unreadable(T::KIND, Ok(id), &error))).transpose()
}

/// How many records of a kind there are.
pub(crate) fn count(connection: &Connection, kind: RecordKind) -> Result<u64> {
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM record WHERE kind = ?1")?
        .query_row([kind.key()], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// Puts a stored record on the shelf, unless it is there.
pub(crate) fn load(connection: &Connection, shelf: &mut Shelf, kind: RecordKind, id: &str) -> Result<()> {
    if shelf.knows(kind, id) {
        return Ok(());
    }
    let stored: Option<(String, i64)> = connection
        .prepare_cached("SELECT doc, seq FROM record WHERE kind = ?1 AND id = ?2")?
        .query_row((kind.key(), id), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (value, seq) = match stored {
        None => (None, 0),
        Some((doc, seq)) => {
            let value = AnyRecord::from_json(kind, &doc).map_err(|error| unreadable(kind, Ok(id), &error))?;
            (Some(value), u64::try_from(seq).unwrap_or_default())
        }
    };
    shelf.load(kind, id, value, seq);
    Ok(())
}

/// Writes one record, or takes it out.
pub(crate) fn write(
    connection: &Connection,
    kind: RecordKind,
    id: &str,
    value: Option<&AnyRecord>,
    seq: u64,
) -> Result<()> {
    match value {
        None => {
            connection.prepare_cached("DELETE FROM record WHERE kind = ?1 AND id = ?2")?.execute((kind.key(), id))?;
        }
        Some(record) => {
            let doc = record.to_json().map_err(|error| StoreError::invalid(place(kind, id), error))?;
            connection
                .prepare_cached(
                    "INSERT INTO record (kind, id, doc, seq) VALUES (?1, ?2, ?3, ?4) \
                     ON CONFLICT (kind, id) DO UPDATE SET doc = excluded.doc, seq = excluded.seq",
                )?
                .execute((kind.key(), id, doc, as_integer(seq)?))?;
        }
    }
    Ok(())
}

/// Notes that an entry is about a record.
pub(crate) fn touch(connection: &Connection, kind: RecordKind, id: &str, seq: u64) -> Result<()> {
    connection.prepare_cached("INSERT OR IGNORE INTO touched (kind, id, seq) VALUES (?1, ?2, ?3)")?.execute((
        kind.key(),
        id,
        as_integer(seq)?,
    ))?;
    Ok(())
}

/// Notes that entries are about a record, the numbers ascending.
pub(crate) fn touch_all(connection: &Connection, kind: &str, id: &str, numbers: &[u64]) -> Result<()> {
    let mut statement = connection.prepare_cached("INSERT INTO touched (kind, id, seq) VALUES (?1, ?2, ?3)")?;
    for seq in numbers {
        statement.execute((kind, id, as_integer(*seq)?))?;
    }
    Ok(())
}

/// Empties both tables.
pub(crate) fn clear(connection: &Connection) -> Result<()> {
    connection.execute_batch("DELETE FROM record; DELETE FROM touched;")?;
    Ok(())
}

/// Text without a copy of it.
fn text<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> Result<&'a str> {
    row.get_ref(column)?.as_str().map_err(|error| StoreError::corrupt("The table \"record\"", error))
}

fn unreadable(kind: RecordKind, id: Result<&str>, error: &serde_json::Error) -> StoreError {
    StoreError::corrupt(place(kind, id.unwrap_or("?")), error)
}

fn place(kind: RecordKind, id: &str) -> String {
    format!("The record {} \"{id}\"", kind.key())
}
