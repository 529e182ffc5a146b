//! Reading records and the log.

use crate::error::Result;
use crate::hash::{Hash, Head};
use crate::table::{log, record};
use crate::workspace::Workspace;
use gemba_model::{LoggedChange, Record, RecordKind};

impl Workspace {
    /// All records of a kind, ordered by identifier.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn records<T: Record>(&self) -> Result<Vec<T>> {
        record::all(&self.connection)
    }

    /// One record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn record<T: Record>(&self, id: &str) -> Result<Option<T>> {
        record::one(&self.connection, id)
    }

    /// How many records of a kind there are.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn count(&self, kind: RecordKind) -> Result<u64> {
        record::count(&self.connection, kind)
    }

    /// The end of the log.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn head(&self) -> Result<Head> {
        log::head(&self.connection)
    }

    /// The entries after a number, in order, at most `limit` of them.
    ///
    /// # Errors
    /// When the file cannot be read, or an entry is of a newer version.
    pub fn changes(&self, after_seq: u64, limit: u64) -> Result<Vec<LoggedChange>> {
        let mut changes = Vec::new();
        log::walk(&self.connection, after_seq, limit, |row| {
            changes.push(row.change()?);
            Ok(true)
        })?;
        Ok(changes)
    }

    /// The entries about one record, in order: its history. For a work item this includes the decisions about it.
    ///
    /// # Errors
    /// As [`Workspace::changes`].
    pub fn changes_about(&self, kind: RecordKind, id: &str) -> Result<Vec<LoggedChange>> {
        log::about(&self.connection, kind, id)?.into_iter().map(log::Row::change).collect()
    }

    /// Whether the log extends an end that somebody noted before: the entry of that number is there with that hash. A
    /// log that was rewritten, shortened or restored from an older copy does not. This trusts the stored hash, so it is
    /// worth as much as the last [`Workspace::verify`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn extends(&self, noted: &Head) -> Result<bool> {
        if noted.seq == 0 {
            return Ok(noted.hash == Hash::GENESIS);
        }
        Ok(log::row(&self.connection, noted.seq)?.is_some_and(|row| row.hash == noted.hash))
    }
}
