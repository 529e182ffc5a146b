//! Whether the file is what it was: SQLite's own check, the hash chain, and the records against the log.

use crate::error::{Result, StoreError};
use crate::hash::Hash;
use crate::table::{log, meta, telemetry};
use crate::workspace::Workspace;
use crate::{codec, rebuild};
use gemba_model::view::VerifyReport;
use rusqlite::Connection;

/// Entries at the end of the log that are verified at every opening, whatever was verified before.
const TAIL: u64 = 1_000;

/// Files above this size, in bytes, have only their precious tables checked by SQLite when they are opened.
const WHOLE_FILE_CHECK: u64 = 64 * 1024 * 1024;

/// Tables whose loss is not made good by importing files again.
const PRECIOUS: [&str; 5] = ["log", "record", "touched", "meta", "migration"];

/// How much of the file SQLite checks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The whole of a small file, the precious tables of a large one.
    AtOpen,
    /// Everything.
    Whole,
}

/// SQLite's own check of its pages and rows.
pub(crate) fn quick_check(connection: &Connection, depth: Depth) -> Result<()> {
    let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let size = page.saturating_mul(pages).unsigned_abs();
    let checks: Vec<Option<&str>> = if depth == Depth::Whole || size <= WHOLE_FILE_CHECK {
        vec![None]
    } else {
        PRECIOUS.into_iter().map(Some).collect()
    };
    for table in checks {
        let found: String = match table {
            None => connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?,
            Some(table) => {
                connection.query_row("SELECT quick_check FROM pragma_quick_check(?1)", [table], |row| row.get(0))?
            }
        };
        if found != "ok" {
            return Err(StoreError::corrupt("The workspace file", found.trim().replace('\n', " ")));
        }
    }
    Ok(())
}

/// Where the chain breaks first.
struct Break {
    seq: u64,
    reason: String,
}

/// Verifies the chain from behind an entry that is trusted to the end. Returns the number and hash of the last entry.
fn chain(connection: &Connection, mut last: u64, mut hash: Hash) -> Result<std::result::Result<(u64, Hash), Break>> {
    let mut broken = None;
    log::walk(connection, last, u64::MAX, |row| {
        let reason = if row.seq != last + 1 {
            Some(format!("entry {} is missing; entry {} follows entry {last}", last + 1, row.seq))
        } else if Hash::of_entry(hash, row.seq, &row.entry) != row.hash {
            Some(format!("the hash of entry {} does not fit its text and what stands before it", row.seq))
        } else if codec::id_of(&row.entry).is_none_or(|id| id != row.id) {
            Some(format!("entry {} stands under another identifier than its text says", row.seq))
        } else {
            None
        };
        if let Some(reason) = reason {
            broken = Some(Break { seq: last + 1, reason });
            return Ok(false);
        }
        (last, hash) = (row.seq, row.hash);
        Ok(true)
    })?;
    Ok(broken.map_or(Ok((last, hash)), Err))
}

/// Verifies the whole chain; returns what does not fit.
pub(crate) fn verify_chain(connection: &Connection) -> Result<Option<String>> {
    Ok(chain(connection, 0, Hash::GENESIS)?.err().map(|found| found.reason))
}

/// What every opening verifies: the entries since the last verified one, and the last thousand in any case.
pub(crate) fn chain_tail(connection: &Connection) -> Result<()> {
    let head = log::head(connection)?;
    let noted = meta::get(connection, meta::CHECKED_SEQ)?.and_then(|seq| u64::try_from(seq).ok()).unwrap_or_default();
    let from = noted.min(head.seq.saturating_sub(TAIL));
    let start = match from {
        0 => Hash::GENESIS,
        seq => log::row(connection, seq)?
            .map(|row| row.hash)
            .ok_or_else(|| StoreError::corrupt("The log", format!("entry {seq} is missing")))?,
    };
    let (last, _) = chain(connection, from, start)?.map_err(|found| StoreError::corrupt("The log", found.reason))?;
    let written = meta::get(connection, meta::LOG_SEQ)?.and_then(|seq| u64::try_from(seq).ok());
    if written != Some(last) {
        return Err(StoreError::corrupt("The log", shortened(written, last)));
    }
    if last > noted + TAIL {
        meta::put(connection, meta::CHECKED_SEQ, log::as_integer(last)?)?;
    }
    Ok(())
}

fn shortened(written: Option<u64>, last: u64) -> String {
    match written {
        Some(written) => format!("{written} entries were written, the last one that is there is {last}"),
        None => "the number of entries that were written is not there".to_owned(),
    }
}

impl Workspace {
    /// Verifies everything: SQLite's own check of the whole file, every link of the chain, the records against the log
    /// folded anew, and every chunk of telemetry. Writes nothing.
    ///
    /// # Errors
    /// Only when nothing can be read; damage is what the report is for.
    pub fn verify(&self) -> Result<VerifyReport> {
        verify(&self.connection)
    }
}

/// See [`Workspace::verify`].
pub(crate) fn verify(connection: &Connection) -> Result<VerifyReport> {
    let mut report = VerifyReport {
        ok: true,
        entries: 0,
        first_bad: None,
        findings: Vec::new(),
        head_hash: Hash::GENESIS.to_string(),
    };
    finding(
        &mut report,
        "SQLite's check of the file",
        quick_check(connection, Depth::Whole).map(|()| "sound".to_owned()),
    );
    match chain(connection, 0, Hash::GENESIS) {
        Ok(Ok((last, hash))) => {
            report.entries = last;
            report.head_hash = hash.to_string();
            let written = meta::get(connection, meta::LOG_SEQ)?.and_then(|seq| u64::try_from(seq).ok());
            if written == Some(last) {
                report.findings.push(format!("The log: {last} entries, each fits what stands before it."));
            } else {
                report.first_bad = Some(last + 1);
                fail(&mut report, format!("The log: {}.", shortened(written, last)));
            }
        }
        Ok(Err(found)) => {
            report.entries = found.seq - 1;
            report.first_bad = Some(found.seq);
            fail(&mut report, format!("The log: {}.", found.reason));
        }
        Err(error) => fail(&mut report, format!("The log: {error}")),
    }
    finding(&mut report, "The records", compare(connection));
    finding(&mut report, "The telemetry", telemetry::verify(connection));
    Ok(report)
}

fn finding(report: &mut VerifyReport, what: &str, found: Result<String>) {
    match found {
        Ok(said) => report.findings.push(format!("{what}: {said}.")),
        Err(error) => fail(report, format!("{what}: {error}")),
    }
}

fn fail(report: &mut VerifyReport, said: String) {
    report.ok = false;
    report.findings.push(said);
}

/// Whether the stored records are those that the log folds to.
fn compare(connection: &Connection) -> Result<String> {
    let folded = rebuild::fold_all(connection)?;
    if let Some((seq, reason)) = folded.refused.first() {
        return Err(StoreError::corrupt(
            format!("Entry {seq} of the log"),
            format!("it has no effect, since {reason}"),
        ));
    }
    let mut statement = connection.prepare("SELECT kind, id, doc, seq FROM record ORDER BY kind, id")?;
    let mut rows = statement.query([])?;
    let mut count = 0_u64;
    for (kind, id, slot) in folded.shelf.all() {
        let doc = match &slot.value {
            Some(record) => record.to_json().map_err(|error| StoreError::corrupt(id, error))?,
            None => continue,
        };
        let expected = (kind.key(), id, doc.as_str(), log::as_integer(slot.seq)?);
        let found = match rows.next()? {
            None => false,
            Some(row) => {
                let (kind, id, doc): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                (kind.as_str(), id.as_str(), doc.as_str(), row.get::<_, i64>(3)?) == expected
            }
        };
        if !found {
            return Err(differs(kind.key(), id));
        }
        count += 1;
    }
    if let Some(row) = rows.next()? {
        return Err(differs(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?));
    }
    compare_touched(connection, &folded)?;
    Ok(format!("{count} stand as the log says"))
}

fn compare_touched(connection: &Connection, folded: &rebuild::Folded) -> Result<()> {
    let mut statement = connection.prepare("SELECT kind, id, seq FROM touched ORDER BY kind, id, seq")?;
    let mut rows = statement.query([])?;
    for (kind, ids) in &folded.touched {
        for (id, numbers) in ids {
            for seq in numbers {
                let found = match rows.next()? {
                    None => false,
                    Some(row) => {
                        let (kind_found, id_found): (String, String) = (row.get(0)?, row.get(1)?);
                        kind_found == *kind && id_found == *id && row.get::<_, i64>(2)? == log::as_integer(*seq)?
                    }
                };
                if !found {
                    return Err(differs(kind, id));
                }
            }
        }
    }
    match rows.next()? {
        Some(row) => Err(differs(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)),
        None => Ok(()),
    }
}

fn differs(kind: &str, id: &str) -> StoreError {
    StoreError::corrupt(format!("The record {kind} \"{id}\""), "it is not what the log says; rebuild the records")
}
