//! Small facts about the file itself.

use crate::error::Result;
use rusqlite::{Connection, OptionalExtension};

/// Raised when the log was restored from a backup.
pub(crate) const EPOCH: &str = "epoch";
/// [`crate::fold::PROJECTION_VERSION`] of what stands in `record` and `touched`.
pub(crate) const PROJECTION: &str = "projection_version";
/// Number of the last entry up to which the chain was verified.
pub(crate) const CHECKED_SEQ: &str = "checked_seq";
/// Number of entries in the log, written with each append: a shortened log is seen.
pub(crate) const LOG_SEQ: &str = "log_seq";
/// Counts how often writing was tried again after a full disk.
pub(crate) const RETRIED: &str = "retried";

/// An integer by its key.
pub(crate) fn get(connection: &Connection, key: &str) -> Result<Option<i64>> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

/// Sets an integer.
pub(crate) fn put(connection: &Connection, key: &str, value: i64) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute((key, value))?;
    Ok(())
}
