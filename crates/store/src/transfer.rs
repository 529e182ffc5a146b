//! The log out as lines, lines in as a log, and what can be saved of a damaged file.

use crate::append::Outcome;
use crate::error::{Result, StoreError};
use crate::hash::Hash;
use crate::table::{alert, log, source, telemetry};
use crate::workspace::Workspace;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::{BufRead, Write};
use std::path::Path;

/// Entries that are appended in one transaction when a log is read.
const BATCH: usize = 5_000;

/// The longest line that is read as an entry, in bytes.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// One line of an exported log. `change` is the text that was hashed, byte for byte.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    seq: u64,
    #[serde(borrow)]
    hash: Cow<'a, str>,
    #[serde(borrow)]
    change: &'a RawValue,
}

/// What came of reading a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transfer {
    /// Entries that were appended.
    pub applied: u64,
    /// Entries that were there already.
    pub duplicates: u64,
    /// Line (from 1) and reason of everything that was not taken over, at most 1,000 of them.
    pub refused: Vec<(u64, String)>,
    /// All that were not taken over.
    pub refused_total: u64,
}

/// What was saved of a damaged file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SalvageReport {
    /// Entries of the log that fit the chain and were taken over.
    pub entries: u64,
    /// Alerts taken over.
    pub alerts: u64,
    /// Chunks of telemetry taken over.
    pub chunks: u64,
    /// What was lost, a sentence each.
    pub lost: Vec<String>,
}

impl Workspace {
    /// Writes the log as JSON lines `{"seq":…,"hash":"…","change":{…}}` and returns how many there are.
    ///
    /// # Errors
    /// When the file cannot be read, or the writer refuses.
    pub fn export_log(&self, writer: &mut dyn Write) -> Result<u64> {
        let mut count = 0;
        log::walk(&self.connection, 0, u64::MAX, |row| {
            let change = serde_json::from_str::<&RawValue>(&row.entry)
                .map_err(|error| StoreError::corrupt(format!("Entry {} of the log", row.seq), error))?;
            let line = Line { seq: row.seq, hash: Cow::Owned(row.hash.to_string()), change };
            serde_json::to_writer(&mut *writer, &line)
                .map_err(|error| StoreError::io("The exported log", &error.into()))?;
            writer.write_all(b"\n").map_err(|error| StoreError::io("The exported log", &error))?;
            count += 1;
            Ok(true)
        })?;
        Ok(count)
    }

    /// Reads the lines of an exported log and appends their entries, byte for byte. Into an empty workspace this gives
    /// the same log with the same hashes. Entries that are there already are left out.
    ///
    /// # Errors
    /// When the reader fails or the workspace cannot be written to; what was appended before stays.
    pub fn import_log(&mut self, reader: &mut dyn BufRead) -> Result<Transfer> {
        let mut done = Transfer::default();
        let mut batch: Vec<(u64, String)> = Vec::new();
        let mut number = 0;
        let mut before = Some((0_u64, Hash::GENESIS));
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let mut limited = std::io::Read::take(&mut *reader, LONGEST_LINE);
            let read =
                limited.read_until(b'\n', &mut bytes).map_err(|error| StoreError::io("The log to read", &error))?;
            if read == 0 {
                break;
            }
            number += 1;
            if bytes.len() as u64 >= LONGEST_LINE && bytes.last() != Some(&b'\n') {
                skip_line(reader)?;
                refuse(&mut done, number, "the line is longer than 16 MiB".to_owned());
                continue;
            }
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice::<Line<'_>>(&bytes) {
                Ok(line) => {
                    let text = line.change.get();
                    let said = Hash::parse(&line.hash);
                    let known = before.filter(|(seq, _)| seq.checked_add(1) == Some(line.seq)).map(|(_, hash)| hash);
                    before = said.map(|hash| (line.seq, hash));
                    match (known, said) {
                        (Some(known), Some(said)) if Hash::of_entry(known, line.seq, text) == said => {
                            batch.push((number, text.to_owned()));
                        }
                        (None, Some(_)) => {
                            let reason = "it was taken over, but what stands before it in its log is missing";
                            batch.push((number, text.to_owned()));
                            refuse(&mut done, number, reason.to_owned());
                        }
                        _ => refuse(&mut done, number, "its hash does not fit; it was altered".to_owned()),
                    }
                }
                Err(error) => refuse(&mut done, number, format!("it is not a line of an exported log: {error}")),
            }
            if batch.len() >= BATCH {
                self.take_batch(&mut batch, &mut done)?;
            }
        }
        self.take_batch(&mut batch, &mut done)?;
        Ok(done)
    }

    fn take_batch(&mut self, batch: &mut Vec<(u64, String)>, done: &mut Transfer) -> Result<()> {
        let (numbers, texts): (Vec<u64>, Vec<String>) = batch.drain(..).unzip();
        let appended = self.append_texts(&texts)?;
        for (number, outcome) in numbers.into_iter().zip(appended.results) {
            match outcome {
                Outcome::Applied { .. } => done.applied += 1,
                Outcome::Duplicate { .. } => done.duplicates += 1,
                Outcome::Refused { reason } => refuse(done, number, reason),
            }
        }
        Ok(())
    }

    /// Makes a new workspace of what is intact: every entry of the log up to the first that does not fit the chain, and
    /// every alert, chunk and source that can be read. This file is not changed.
    ///
    /// # Errors
    /// When the new file exists or cannot be written.
    pub fn salvage(&self, to: impl AsRef<Path>) -> Result<SalvageReport> {
        let mut fresh = Self::create(to)?;
        let mut report = SalvageReport::default();
        let mut hash = Hash::GENESIS;
        let mut next = 1;
        let mut batch = Vec::new();
        let mut stopped = None;
        let walked = log::walk(&self.connection, 0, u64::MAX, |row| {
            if row.seq != next || Hash::of_entry(hash, row.seq, &row.entry) != row.hash {
                stopped = Some(format!("Entry {next} does not fit the chain."));
                return Ok(false);
            }
            (hash, next) = (row.hash, next + 1);
            batch.push(row.entry);
            Ok(batch.len() < BATCH || fresh.take_entries(&mut batch, &mut report, &mut stopped)?)
        });
        if let Err(error) = walked {
            stopped = Some(error.to_string());
        }
        fresh.take_entries(&mut batch, &mut report, &mut stopped)?;
        if let Some(reason) = stopped {
            report.lost.push(format!("The log is taken over up to entry {}. {reason}", report.entries));
        }
        let from = &self.connection;
        let (chunks, alerts) = fresh.write(|tx| {
            let chunks = telemetry::copy_intact(from, tx, &mut report.lost)?;
            let alerts = alert::copy_intact(from, tx, &mut report.lost)?;
            source::copy_intact(from, tx, &mut report.lost)?;
            Ok((chunks, alerts))
        })?;
        (report.chunks, report.alerts) = (chunks, alerts);
        Ok(report)
    }
}

impl Workspace {
    /// Appends entries that were saved; whether all of them were taken.
    fn take_entries(
        &mut self,
        batch: &mut Vec<String>,
        report: &mut SalvageReport,
        stopped: &mut Option<String>,
    ) -> Result<bool> {
        let mut all = true;
        for outcome in self.append_texts(&std::mem::take(batch))?.results {
            let reason = match outcome {
                Outcome::Applied { .. } => {
                    report.entries += 1;
                    continue;
                }
                Outcome::Duplicate { seq } => format!("An entry repeats entry {seq}."),
                Outcome::Refused { reason } => format!("An entry was refused: {reason}."),
            };
            all = false;
            stopped.get_or_insert(reason);
        }
        Ok(all)
    }
}

fn refuse(done: &mut Transfer, line: u64, reason: String) {
    done.refused_total += 1;
    if done.refused.len() < 1_000 {
        done.refused.push((line, reason));
    }
}

/// Reads to the end of a line without keeping it.
fn skip_line(reader: &mut dyn BufRead) -> Result<()> {
    loop {
        let buffer = reader.fill_buf().map_err(|error| StoreError::io("The log to read", &error))?;
        let Some(end) = buffer.iter().position(|byte| *byte == b'\n') else {
            let length = buffer.len();
            reader.consume(length);
            if length == 0 {
                return Ok(());
            }
            continue;
        };
        reader.consume(end + 1);
        return Ok(());
    }
}
