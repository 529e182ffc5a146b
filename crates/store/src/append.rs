//! Appending to the log: one transaction for the entries and everything that follows from them.

use crate::codec::{self, EntryError};
use crate::error::{Result, StoreError};
use crate::fold::{self, Refusal, Shelf, Touched};
use crate::hash::{Hash, Head};
use crate::table::{log, meta, record};
use crate::workspace::Workspace;
use gemba_model::{Change, RecordKind};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// What became of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stands in the log.
    Applied {
        /// Its number.
        seq: u64,
    },
    /// A change with the same identifier stands in the log already. The first one counts, whatever this one says.
    Duplicate {
        /// The number of the one that stands there.
        seq: u64,
    },
    /// It does not fit, and was not written.
    Refused {
        /// Why, in words for a person.
        reason: String,
    },
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// One per change, in the order given.
    pub results: Vec<Outcome>,
    /// The records that the applied changes are about, each once, in order of kind and identifier.
    pub touched: Touched,
    /// The end of the log afterwards.
    pub head: Head,
}

impl Workspace {
    /// Appends changes to the log and folds them into the records, in one transaction. When this returns, they are on
    /// the disk. A refused change does not stop the others.
    ///
    /// # Errors
    /// When the workspace is read only or the disk does not take them: then none of them was written.
    pub fn append(&mut self, changes: &[Change]) -> Result<Appended> {
        let entries = changes.iter().map(codec::text).collect::<Vec<_>>();
        self.write(|tx| append(tx, &entries, false))
    }

    /// As [`Workspace::append`], but the first refused change undoes the whole batch.
    ///
    /// # Errors
    /// [`StoreError::Refused`] names the change and the reason.
    pub fn append_all_or_nothing(&mut self, changes: &[Change]) -> Result<Appended> {
        let entries = changes.iter().map(codec::text).collect::<Vec<_>>();
        self.write(|tx| append(tx, &entries, true))
    }

    /// Appends entries whose text was made elsewhere: what is stored and hashed is the text as it is, with every field
    /// that this version does not know. Text that is not a change, or one of an unknown name, is refused.
    ///
    /// # Errors
    /// As [`Workspace::append`].
    pub fn append_texts(&mut self, texts: &[String]) -> Result<Appended> {
        let entries = texts.iter().cloned().map(Ok).collect::<Vec<_>>();
        self.write(|tx| append(tx, &entries, false))
    }
}

/// Appends within a transaction.
pub(crate) fn append(
    connection: &Connection,
    entries: &[std::result::Result<String, EntryError>],
    all_or_nothing: bool,
) -> Result<Appended> {
    let mut head = log::head(connection)?;
    let mut shelf = Shelf::default();
    shelf.incidents = number(record::count(connection, RecordKind::Incident)?)?;
    shelf.decisions = number(record::count(connection, RecordKind::Decision)?)?;
    let mut results = Vec::with_capacity(entries.len());
    let mut touched = BTreeSet::new();
    for (index, entry) in entries.iter().enumerate() {
        let outcome = match entry {
            Ok(text) => one(connection, &mut shelf, &mut head, &mut touched, text)?,
            Err(error) => Outcome::Refused { reason: error.to_string() },
        };
        if let (true, Outcome::Refused { reason }) = (all_or_nothing, &outcome) {
            return Err(StoreError::Refused { index, reason: reason.clone() });
        }
        results.push(outcome);
    }
    for (kind, id, slot) in shelf.dirty() {
        record::write(connection, kind, id, slot.value.as_ref(), slot.seq)?;
    }
    meta::put(connection, meta::LOG_SEQ, log::as_integer(head.seq)?)?;
    Ok(Appended { results, touched: touched.into_iter().collect(), head })
}

/// Appends one entry. The change that is folded is the one read back from the text, so that what follows from the log
/// does not depend on what the writer held in memory.
fn one(
    connection: &Connection,
    shelf: &mut Shelf,
    head: &mut Head,
    touched: &mut BTreeSet<(RecordKind, String)>,
    text: &str,
) -> Result<Outcome> {
    let change = match codec::parse(text) {
        Ok(change) => change,
        Err(error) => return Ok(Outcome::Refused { reason: error.to_string() }),
    };
    if text.trim() != text || text.contains(['\n', '\r']) {
        // The log is exported a line each, byte for byte.
        return Ok(Outcome::Refused { reason: "its text is not on one line by itself".to_owned() });
    }
    if let Some(seq) = log::seq_of(connection, change.id.as_str())? {
        return Ok(Outcome::Duplicate { seq });
    }
    for (kind, id) in fold::needs(&change) {
        record::load(connection, shelf, kind, &id)?;
    }
    let seq = head.seq + 1;
    let (id, name) = (change.id.clone(), codec::name(&change.body));
    let about = match fold::project(shelf, change, seq) {
        Ok(about) => about,
        Err(Refusal(reason)) => return Ok(Outcome::Refused { reason }),
    };
    let hash = Hash::of_entry(head.hash, seq, text);
    log::insert(connection, seq, id.as_str(), hash, text, name)?;
    for (kind, id) in about {
        record::touch(connection, kind, &id, seq)?;
        touched.insert((kind, id));
    }
    (head.seq, head.hash) = (seq, hash);
    Ok(Outcome::Applied { seq })
}

/// A count of records as the number on screen.
fn number(count: u64) -> Result<u32> {
    u32::try_from(count).map_err(|_| StoreError::corrupt("The table \"record\"", "it holds more than 4294967295 rows"))
}
