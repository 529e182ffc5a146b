//! CSV as people's tools write it: quotes over several lines, repeated headers, ragged rows, `;` and tabs.
//!
//! A reader of our own, since the kept crates grow one record without bound when a quote is never closed. Here a record
//! has at most 1 MiB; one that is broken is refused, and reading goes on at the line after its beginning.

use super::{Input, LONGEST, shown};
use crate::{FileError, Place, Sink};
use gemba_model::Extra;
use memchr::memchr;
use serde_json::Value;
use std::collections::BTreeMap;

/// The column names of a file, lower-cased and trimmed, in their order.
pub(crate) struct Header {
    names: Vec<String>,
}

/// One record with its header.
pub(crate) struct Record<'a> {
    header: &'a Header,
    cells: &'a [String],
    /// The line on which it begins.
    pub line: u64,
}

impl Record<'_> {
    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::line(self.line)
    }

    /// The cell of the first column with one of these names that is not empty; empty when there is none.
    pub fn get(&self, names: &[&str]) -> &str {
        names.iter().find_map(|name| self.all(name).next()).unwrap_or("")
    }

    /// The cells that are not empty of every column with this name.
    pub fn all<'s, 'n>(&'s self, name: &'n str) -> impl Iterator<Item = &'s str> + use<'s, 'n> {
        let cells = self.header.names.iter().zip(self.cells);
        cells
            .filter(move |(header, _)| *header == name)
            .map(|(_, cell)| unguarded(cell))
            .filter(|cell| !cell.is_empty())
    }

    /// Cells of columns that `known` does not name, as they are. Repeated columns become lists.
    pub fn extra(&self, known: &dyn Fn(&str) -> bool) -> Extra {
        let mut kept: BTreeMap<String, Value> = BTreeMap::new();
        for (name, cell) in self.header.names.iter().zip(self.cells) {
            if name.is_empty() || known(name) || cell.trim().is_empty() {
                continue;
            }
            let cell = Value::String(unguarded(cell).to_owned());
            match kept.get_mut(name) {
                None => drop(kept.insert(name.clone(), cell)),
                Some(Value::Array(list)) => list.push(cell),
                Some(one) => *one = Value::Array(vec![one.take(), cell]),
            }
        }
        kept.into()
    }
}

/// A cell without white space around it and without the apostrophe that guards it against being read as a formula.
pub(crate) fn unguarded(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

/// The header of a head of a file, if its first record can be read: for detection.
pub(crate) fn header_of(head: &[u8]) -> Vec<String> {
    let end = memchr(b'\n', head).unwrap_or(head.len());
    let line = &head[..end];
    if std::str::from_utf8(line).is_err() || line.contains(&0) {
        return Vec::new();
    }
    let mut cells = Vec::new();
    let mut broken = false;
    let _ = split(line, delimiter_of(line), true, &mut cells, &mut broken);
    cells.iter().map(|cell| normal(cell)).collect()
}

fn normal(name: &str) -> String {
    name.trim().trim_start_matches('\u{feff}').to_lowercase()
}

fn delimiter_of(line: &[u8]) -> u8 {
    let count = |byte: u8| memchr::memchr_iter(byte, line).count();
    let (commas, semicolons, tabs) = (count(b','), count(b';'), count(b'\t'));
    if semicolons > commas && semicolons >= tabs {
        b';'
    } else if tabs > commas {
        b'\t'
    } else {
        b','
    }
}

/// Reads every record of a CSV file.
///
/// # Errors
/// When a column of `needed` is missing (each entry lists the names that it may have), and as [`Input::fill`] does.
pub(crate) fn records(
    input: &mut Input<'_>,
    sink: &mut dyn Sink,
    needed: &[&[&str]],
    each: &mut dyn FnMut(&Record<'_>, &mut dyn Sink),
) -> Result<(), FileError> {
    let mut reader =
        Cells { input, buffer: Vec::new(), start: 0, line: 1, ended: false, delimiter: None, latin: false };
    let mut cells = Vec::new();
    let Some(_) = reader.next(sink, &mut cells)? else {
        return Err(FileError::Unreadable("the file holds no header line".into()));
    };
    let header = Header { names: cells.iter().map(|cell| normal(cell)).collect() };
    let missing: Vec<&str> = needed
        .iter()
        .filter(|names| !names.iter().any(|name| header.names.iter().any(|header| header == name)))
        .map(|names| names[0])
        .collect();
    if !missing.is_empty() {
        let named: Vec<&str> = header.names.iter().map(String::as_str).collect();
        return Err(FileError::Unreadable(format!(
            "the header line lacks {}; it has {}. Headers in another language must be renamed to these",
            missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
            shown(&named.join(", ")),
        )));
    }
    let mut ragged = 0u64;
    while let Some(line) = reader.next(sink, &mut cells)? {
        if cells.len() > header.names.len() && cells[header.names.len()..].iter().any(|cell| !cell.trim().is_empty()) {
            ragged += 1;
        }
        each(&Record { header: &header, cells: &cells, line }, sink);
    }
    if ragged > 0 {
        sink.remark(format!("{ragged} rows have more cells than the header; the cells without a name were left out."));
    }
    Ok(())
}

struct Cells<'i, 'r> {
    input: &'i mut Input<'r>,
    buffer: Vec<u8>,
    start: usize,
    line: u64,
    ended: bool,
    delimiter: Option<u8>,
    latin: bool,
}

impl Cells<'_, '_> {
    /// Reads the next record that is not blank into `cells`; its first line, or `None` at the end.
    fn next(&mut self, sink: &mut dyn Sink, cells: &mut Vec<String>) -> Result<Option<u64>, FileError> {
        loop {
            if self.start > CONSUMED {
                self.buffer.drain(..self.start);
                self.start = 0;
            }
            let rest = &self.buffer[self.start..];
            if rest.is_empty() && self.ended {
                return Ok(None);
            }
            if self.delimiter.is_none() {
                match memchr(b'\n', rest) {
                    Some(end) => self.delimiter = Some(delimiter_of(&rest[..end])),
                    None if self.ended => self.delimiter = Some(delimiter_of(rest)),
                    None if rest.len() > LONGEST => {
                        return Err(FileError::Unreadable(
                            "the header line is longer than 1 MiB; this is no CSV".into(),
                        ));
                    }
                    None => {
                        self.ended = !self.input.fill(&mut self.buffer, sink)?;
                        continue;
                    }
                }
            }
            let mut latin = false;
            let found = split(rest, self.delimiter.unwrap_or(b','), self.ended, cells, &mut latin);
            let line = self.line;
            match found {
                Some(length) => {
                    let record = &rest[..length];
                    self.line += memchr::memchr_iter(b'\n', record).count() as u64;
                    let nul = memchr(0, record).is_some();
                    self.start += length;
                    if latin && !self.latin {
                        self.latin = true;
                        sink.remark(format!(
                            "Line {line} is not valid UTF-8; it and others like it were read as Windows-1252."
                        ));
                    }
                    if nul {
                        sink.reject(&Place::line(line), "the record holds a NUL byte; this is not text".into());
                    } else if cells.iter().any(|cell| !cell.trim().is_empty()) {
                        return Ok(Some(line));
                    }
                }
                None if rest.len() > LONGEST || self.ended => {
                    let reason = if self.ended {
                        "a quote that opens in this record is never closed; the file may be cut short"
                    } else {
                        "the record is longer than 1 MiB; a quote may be missing"
                    };
                    sink.reject(&Place::line(line), reason.into());
                    self.skip_line(sink)?;
                }
                None => self.ended = !self.input.fill(&mut self.buffer, sink)?,
            }
        }
    }

    fn skip_line(&mut self, sink: &mut dyn Sink) -> Result<(), FileError> {
        loop {
            if let Some(end) = memchr(b'\n', &self.buffer[self.start..]) {
                self.start += end + 1;
                self.line += 1;
                return Ok(());
            }
            self.start = 0;
            self.buffer.clear();
            if self.ended || !self.input.fill(&mut self.buffer, sink)? {
                self.ended = true;
                return Ok(());
            }
        }
    }
}

/// How much of the buffer may lie behind the reader before it is moved.
const CONSUMED: usize = 512 * 1024;

/// Splits the first record of `text` into `cells`. Returns its length with its line end, or `None` when it does not end
/// in `text`. `ended` says that nothing follows. `latin` becomes true when a cell is not UTF-8.
fn split(text: &[u8], delimiter: u8, ended: bool, cells: &mut Vec<String>, latin: &mut bool) -> Option<usize> {
    let mut count = 0;
    let mut at = 0;
    let mut cell: Vec<u8> = Vec::new();
    loop {
        cell.clear();
        if text.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let quote = at + memchr(b'"', &text[at..])?;
                cell.extend_from_slice(&text[at..quote]);
                at = quote + 1;
                match text.get(at) {
                    Some(b'"') => {
                        cell.push(b'"');
                        at += 1;
                    }
                    None if !ended => return None,
                    _ => break,
                }
            }
        }
        let end = match memchr::memchr2(delimiter, b'\n', &text[at..]) {
            Some(found) => at + found,
            None if ended => text.len(),
            None => return None,
        };
        let line_end = text.get(end) != Some(&delimiter);
        let tail = &text[at..end];
        cell.extend_from_slice(if line_end { tail.strip_suffix(b"\r").unwrap_or(tail) } else { tail });
        put(cells, count, &cell, latin);
        count += 1;
        if line_end {
            cells.truncate(count);
            return Some((end + 1).min(text.len()));
        }
        at = end + 1;
    }
}

/// Writes a cell over the one that was there in the record before, so that its memory is used again.
fn put(cells: &mut Vec<String>, index: usize, cell: &[u8], latin: &mut bool) {
    if cells.len() <= index {
        cells.push(String::new());
    }
    let Some(into) = cells.get_mut(index) else { return };
    into.clear();
    match std::str::from_utf8(cell) {
        Ok(text) => into.push_str(text),
        Err(_) => {
            *latin = true;
            into.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Collected;
    use proptest::prelude::*;

    fn rows(text: &[u8]) -> (Vec<Vec<String>>, Collected) {
        let mut sink = Collected::default();
        let mut bytes = text;
        let mut out = Vec::new();
        let mut input = Input::open(&mut bytes, &mut sink).unwrap();
        records(&mut input, &mut sink, &[], &mut |record, _| out.push(record.cells.to_vec())).unwrap();
        (out, sink)
    }

    #[test]
    fn quotes_hold_delimiters_line_ends_and_quotes() {
        let (rows, sink) = rows(b"a,b\r\n\"x, \"\"y\"\"\r\nz\",2\r\n\r\n3,4");
        assert_eq!(rows, [["x, \"y\"\r\nz", "2"], ["3", "4"]]);
        assert!(sink.rejected.is_empty());
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_line() {
        let (rows, sink) = rows(b"a,b\n1,2\n3,\"4\n5,6\n7,8\n");
        assert_eq!(rows, [["1", "2"], ["5", "6"], ["7", "8"]]);
        assert_eq!(sink.rejected_total, 1);
        assert_eq!(sink.rejected[0].place, "line 3");
    }

    #[test]
    fn a_nul_costs_its_record_and_latin_text_is_said() {
        let (rows, sink) = rows(b"a;b\n1;\0\nZ\xfcrich;3\n");
        assert_eq!(rows, [["Zürich", "3"]]);
        assert_eq!((sink.rejected_total, sink.remarks.len()), (1, 1));
    }

    proptest! {
        #[test]
        fn what_was_quoted_comes_back(cells in proptest::collection::vec(".{0,20}", 1..6)) {
            let line = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
            let mut back = Vec::new();
            let line = line + "\n";
            prop_assert!(split(line.as_bytes(), b',', true, &mut back, &mut false).is_some());
            prop_assert_eq!(back, cells);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 1..400)) {
            let mut sink = Collected::default();
            let mut raw = bytes.as_slice();
            if let Ok(mut input) = Input::open(&mut raw, &mut sink) {
                let _ = records(&mut input, &mut sink, &[], &mut |_, _| {});
            }
        }
    }
}
