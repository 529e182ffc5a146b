//! The table `log`: the entries in their order.

use crate::codec;
use crate::error::{Result, StoreError};
use crate::hash::{Hash, Head};
use crate::table::meta;
use gemba_model::{LoggedChange, RecordKind};
use rusqlite::{Connection, OptionalExtension};

/// One row as it is stored.
pub(crate) struct Row {
    pub seq: u64,
    pub id: String,
    pub hash: Hash,
    pub entry: String,
}

impl Row {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, String, Vec<u8>, String)> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    }

    fn from((seq, id, hash, entry): (i64, String, Vec<u8>, String)) -> Result<Self> {
        let place = format!("Entry {seq} of the log");
        let seq = u64::try_from(seq).map_err(|_| StoreError::corrupt(&place, "its number is negative"))?;
        let hash = Hash::from_slice(&hash).ok_or_else(|| StoreError::corrupt(&place, "its hash has another length"))?;
        Ok(Self { seq, id, hash, entry })
    }

    /// The entry as the change that it is.
    pub(crate) fn change(self) -> Result<LoggedChange> {
        let change = codec::parse(&self.entry).map_err(|error| match error {
            codec::EntryError::UnknownName(name) => StoreError::UpdateRequired { name },
            codec::EntryError::Malformed(reason) => {
                StoreError::corrupt(format!("Entry {} of the log", self.seq), reason)
            }
        })?;
        Ok(LoggedChange { seq: self.seq, hash: self.hash.to_string(), change })
    }
}

/// The end of the log.
pub(crate) fn head(connection: &Connection) -> Result<Head> {
    let epoch = meta::get(connection, meta::EPOCH)?.and_then(|epoch| u64::try_from(epoch).ok()).unwrap_or_default();
    let last = connection
        .prepare_cached("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    let Some((seq, hash)) = last else {
        return Ok(Head { epoch, seq: 0, hash: Hash::GENESIS });
    };
    let row = Row::from((seq, String::new(), hash, String::new()))?;
    Ok(Head { epoch, seq: row.seq, hash: row.hash })
}

/// The number under which a change was written, if it was.
pub(crate) fn seq_of(connection: &Connection, id: &str) -> Result<Option<u64>> {
    let seq: Option<i64> =
        connection.prepare_cached("SELECT seq FROM log WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()?;
    seq.map(|seq| u64::try_from(seq).map_err(|_| StoreError::corrupt("The log", "a number is negative"))).transpose()
}

/// Writes one entry.
pub(crate) fn insert(connection: &Connection, seq: u64, id: &str, hash: Hash, entry: &str, name: &str) -> Result<()> {
    connection.prepare_cached("INSERT INTO log (seq, id, hash, entry) VALUES (?1, ?2, ?3, ?4)")?.execute((
        as_integer(seq)?,
        id,
        hash.0.as_slice(),
        entry,
    ))?;
    connection.prepare_cached("INSERT OR IGNORE INTO change_name (name) VALUES (?1)")?.execute([name])?;
    Ok(())
}

/// Walks the rows after a number, at most so many, in order. The walk ends early when `each` says so.
pub(crate) fn walk(
    connection: &Connection,
    after: u64,
    limit: u64,
    mut each: impl FnMut(Row) -> Result<bool>,
) -> Result<()> {
    let mut statement =
        connection.prepare_cached("SELECT seq, id, hash, entry FROM log WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = statement.query((as_integer(after)?, limit))?;
    while let Some(row) = rows.next()? {
        if !each(Row::from(Row::read(row)?)?)? {
            break;
        }
    }
    Ok(())
}

/// The row with this number.
pub(crate) fn row(connection: &Connection, seq: u64) -> Result<Option<Row>> {
    connection
        .prepare_cached("SELECT seq, id, hash, entry FROM log WHERE seq = ?1")?
        .query_row([as_integer(seq)?], Row::read)
        .optional()?
        .map(Row::from)
        .transpose()
}

/// The rows about one record, in order.
pub(crate) fn about(connection: &Connection, kind: RecordKind, id: &str) -> Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(
        "SELECT log.seq, log.id, log.hash, log.entry FROM touched JOIN log ON log.seq = touched.seq \
         WHERE touched.kind = ?1 AND touched.id = ?2 ORDER BY touched.seq",
    )?;
    let rows = statement.query_map((kind.key(), id), Row::read)?;
    rows.map(|row| Row::from(row?)).collect()
}

/// The first name in the log that this version does not know.
pub(crate) fn unknown_name(connection: &Connection) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT name FROM change_name ORDER BY name")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        if !codec::is_known(&name) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// A number of the log as SQLite's integer.
pub(crate) fn as_integer(seq: u64) -> Result<i64> {
    i64::try_from(seq).map_err(|_| StoreError::invalid("A number of the log", "it is above 9223372036854775807"))
}
