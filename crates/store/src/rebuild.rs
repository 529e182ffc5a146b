//! Folding the whole log anew.

use crate::codec::{self, EntryError};
use crate::error::{Result, StoreError};
use crate::fold::{self, PROJECTION_VERSION, Shelf};
use crate::table::{log, meta, record};
use crate::workspace::Workspace;
use gemba_model::RecordKind;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::BTreeMap;

/// What came of folding the log anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RebuildReport {
    /// Entries read.
    pub entries: u64,
    /// Records that stand afterwards.
    pub records: u64,
    /// Entries that this version's rules would refuse, with the reason. They have no effect. Empty for every log that
    /// this version wrote.
    pub refused: Vec<(u64, String)>,
}

/// What a log folds to.
pub(crate) struct Folded {
    pub shelf: Shelf,
    /// Per kind and identifier the numbers of the entries that are about it, ascending.
    pub touched: BTreeMap<&'static str, BTreeMap<String, Vec<u64>>>,
    pub entries: u64,
    pub refused: Vec<(u64, String)>,
}

impl Workspace {
    /// Folds the whole log anew and replaces the records by the result, in one transaction. On a sound file this changes
    /// no byte of them.
    ///
    /// # Errors
    /// When an entry cannot be read, or nothing can be written.
    pub fn rebuild(&mut self) -> Result<RebuildReport> {
        let done = rebuild(self.writable()?);
        done.inspect_err(|error| self.turn_read_only(error))
    }
}

/// Folds all entries in memory.
pub(crate) fn fold_all(connection: &Connection) -> Result<Folded> {
    let mut folded = Folded { shelf: Shelf::default(), touched: BTreeMap::new(), entries: 0, refused: Vec::new() };
    log::walk(connection, 0, u64::MAX, |row| {
        folded.entries += 1;
        let change = codec::parse(&row.entry).map_err(|error| match error {
            EntryError::UnknownName(name) => StoreError::UpdateRequired { name },
            EntryError::Malformed(reason) => StoreError::corrupt(format!("Entry {} of the log", row.seq), reason),
        })?;
        match fold::project(&mut folded.shelf, change, row.seq) {
            Ok(about) => note(&mut folded.touched, about, row.seq),
            Err(fold::Refusal(reason)) => folded.refused.push((row.seq, reason)),
        }
        Ok(true)
    })?;
    Ok(folded)
}

fn note(touched: &mut BTreeMap<&'static str, BTreeMap<String, Vec<u64>>>, about: fold::Touched, seq: u64) {
    for (kind, id) in about {
        let numbers = touched.entry(RecordKind::key(kind)).or_default().entry(id).or_default();
        if numbers.last() != Some(&seq) {
            numbers.push(seq);
        }
    }
}

/// Folds all entries and writes what they fold to.
pub(crate) fn rebuild(connection: &mut Connection) -> Result<RebuildReport> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let folded = fold_all(&tx)?;
    record::clear(&tx)?;
    let mut records = 0;
    for (kind, id, slot) in folded.shelf.all() {
        record::write(&tx, kind, id, slot.value.as_ref(), slot.seq)?;
        records += 1;
    }
    for (kind, ids) in &folded.touched {
        for (id, numbers) in ids {
            record::touch_all(&tx, kind, id, numbers)?;
        }
    }
    meta::put(&tx, meta::PROJECTION, PROJECTION_VERSION)?;
    tx.commit()?;
    Ok(RebuildReport { entries: folded.entries, records, refused: folded.refused })
}
