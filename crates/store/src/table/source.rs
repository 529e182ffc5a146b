//! The table `source`: files that were read, so that the same bytes are not read twice.

use crate::error::{Result, StoreError};
use crate::table::telemetry::tolerate;
use gemba_model::UtcTime;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Deserialize;
use serde::de::IntoDeserializer;

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// What the file is known by; also the source of its counts.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// Bytes read from its start.
    pub bytes_read: u64,
    /// SHA-256 of those bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// What tells the counting rules of that time from others.
    pub rules_hash: String,
    /// The format it was read as.
    pub format: String,
    /// When it was read.
    pub at: UtcTime,
}

const COLUMNS: &str = "key, name, bytes_read, sha256, rules_hash, format, at";

impl SourceFile {
    fn read(row: &Row<'_>) -> Result<Self> {
        let key: String = row.get(0)?;
        let at: String = row.get(6)?;
        let at = UtcTime::deserialize(at.as_str().into_deserializer())
            .map_err(|error: serde::de::value::Error| StoreError::corrupt(format!("The source \"{key}\""), error))?;
        Ok(Self {
            name: row.get(1)?,
            bytes_read: row.get(2)?,
            sha256: row.get(3)?,
            rules_hash: row.get(4)?,
            format: row.get(5)?,
            key,
            at,
        })
    }
}

/// A file by its key.
pub(crate) fn by_key(connection: &Connection, key: &str) -> Result<Option<SourceFile>> {
    first(connection, &format!("SELECT {COLUMNS} FROM source WHERE key = ?1"), key)
}

/// A file by what was read of it; the first by key where several have the same content.
pub(crate) fn by_hash(connection: &Connection, sha256: &str) -> Result<Option<SourceFile>> {
    first(connection, &format!("SELECT {COLUMNS} FROM source WHERE sha256 = ?1 ORDER BY key LIMIT 1"), sha256)
}

fn first(connection: &Connection, sql: &str, value: &str) -> Result<Option<SourceFile>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([value])?;
    rows.next()?.map(SourceFile::read).transpose()
}

/// All files, ordered by key.
pub(crate) fn all(connection: &Connection) -> Result<Vec<SourceFile>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM source ORDER BY key"))?;
    let mut rows = statement.query([])?;
    let mut files = Vec::new();
    while let Some(row) = rows.next()? {
        files.push(SourceFile::read(row)?);
    }
    Ok(files)
}

/// Notes a file, in place of what was noted under its key.
pub(crate) fn put(connection: &Connection, file: &SourceFile) -> Result<()> {
    let bytes_read = i64::try_from(file.bytes_read)
        .map_err(|_| StoreError::invalid(format!("The source \"{}\"", file.key), "it is too long"))?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO source (key, name, bytes_read, sha256, rules_hash, format, at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((
            &file.key,
            &file.name,
            bytes_read,
            &file.sha256,
            &file.rules_hash,
            &file.format,
            file.at.to_string(),
        ))?;
    Ok(())
}

/// How far a file was read; 0 where it is not known.
pub(crate) fn bytes_read(connection: &Connection, key: &str) -> Result<u64> {
    let bytes: Option<u64> = connection
        .prepare_cached("SELECT bytes_read FROM source WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(bytes.unwrap_or_default())
}

/// Copies what can be read into another file.
pub(crate) fn copy_intact(from: &Connection, to: &Connection, lost: &mut Vec<String>) -> Result<()> {
    match all(from) {
        Ok(files) => files.iter().try_for_each(|file| put(to, file)),
        Err(error) => tolerate(Err(error), "list of files that were read", lost),
    }
}
