//! `counts-csv`: counts per minute of an indicator. Documented in `docs/formats/counts-csv.md`.
//!
//! The fastest format, since it has the most rows: a line is read by hand, without a CSV record in between.

use super::{Format, sheet};
use crate::text::cells::header_of;
use crate::text::lines::Lines;
use crate::text::{Input, shown};
use crate::{Context, FileError, Place, Sink, time};
use gemba_model::MinuteCount;

/// Counts as CSV.
pub struct CountsCsv;

impl Format for CountsCsv {
    fn name(&self) -> &'static str {
        "counts-csv"
    }

    fn about(&self) -> &'static str {
        "counts per minute as CSV: time, good, total, and sli where the file's name is not the indicator"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        sheet::sniff(head, &[&["time"], &["good"], &["total"]], 95)
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut lines = Lines::new(input);
        let columns = loop {
            match lines.next(sink)? {
                None => return Err(FileError::Unreadable("the file holds no header line".into())),
                Some((_, line)) if line.trim_ascii().is_empty() => {}
                Some((_, line)) => break Columns::of(line)?,
            }
        };
        let stem = context.base();
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let mut held = String::new();
        while let Some((number, line)) = lines.next(sink)? {
            if line.is_empty() || line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match columns.read(line, &context.zone) {
                Ok((None, count)) => sink.count(stem, count),
                Ok((Some(sli), count)) => {
                    if held != sli {
                        sli.clone_into(&mut held);
                    }
                    sink.count(&held, count);
                }
                Err((field, reason)) => sink.reject(&Place::line(number).field(field), reason),
            }
        }
        Ok(())
    }
}

/// Where the columns stand.
struct Columns {
    delimiter: u8,
    time: usize,
    good: usize,
    total: usize,
    sli: Option<usize>,
    count: usize,
}

type Row<'a> = (Option<&'a str>, MinuteCount);

impl Columns {
    fn of(line: &[u8]) -> Result<Self, FileError> {
        let header = header_of(line);
        let find = |name: &str| header.iter().position(|header| header == name);
        let need = |name: &str| {
            find(name).ok_or_else(|| {
                FileError::Unreadable(format!(
                    "the header line lacks `{name}`; it has {}. Needed are time, good, total",
                    shown(&header.join(", "))
                ))
            })
        };
        let delimiter = [b';', b'\t'].into_iter().find(|byte| line.contains(byte)).unwrap_or(b',');
        Ok(Self {
            delimiter,
            time: need("time")?,
            good: need("good")?,
            total: need("total")?,
            sli: find("sli"),
            count: header.len(),
        })
    }

    fn read<'a>(&self, line: &'a [u8], zone: &str) -> Result<Row<'a>, (&'static str, String)> {
        let (mut time, mut good, mut total, mut sli) = (&line[..0], &line[..0], &line[..0], None);
        let mut at = 0;
        for index in 0..self.count {
            let rest = line.get(at..).unwrap_or_default();
            // Cells are short: a loop is faster here than a search.
            let length = rest.iter().position(|byte| *byte == self.delimiter).unwrap_or(rest.len());
            let cell = &rest[..length];
            if index == self.time {
                time = cell;
            } else if index == self.good {
                good = cell;
            } else if index == self.total {
                total = cell;
            } else if Some(index) == self.sli {
                sli = Some(cell);
            }
            at += length + 1;
        }
        let minute = self.minute(time, zone)?;
        let (good, total) = (whole(good).map_err(|reason| ("good", reason))?, whole(total).map_err(|r| ("total", r))?);
        if good > total {
            return Err(("good", format!("{good} is more than the total of {total}")));
        }
        let sli = match sli.map(|cell| std::str::from_utf8(plain(cell))) {
            None => None,
            Some(Ok("")) => return Err(("sli", "is empty, and needed in a file with that column".into())),
            Some(Ok(name)) => Some(name),
            Some(Err(_)) => return Err(("sli", "is not valid UTF-8".into())),
        };
        Ok((sli, MinuteCount { minute, good, total }))
    }

    fn minute(&self, cell: &[u8], zone: &str) -> Result<i64, (&'static str, String)> {
        let cell = plain(cell);
        // Whole seconds since 1970 are the common case, and the quick one.
        if cell.len() <= 11
            && let Some(seconds) = digits(cell)
        {
            return i64::try_from(seconds / 60).map_err(|_| ("time", "lies outside the calendar".to_owned()));
        }
        if let Some(seconds) = time::rfc3339_seconds(cell) {
            return Ok(seconds.div_euclid(60));
        }
        let text = String::from_utf8_lossy(cell);
        match time::instant(&text, zone) {
            Ok(at) => Ok(at.minute()),
            Err(reason) => Err(("time", format!("`{}` {reason}", shown(&text)))),
        }
    }
}

/// A cell without white space and quotes around it.
fn plain(cell: &[u8]) -> &[u8] {
    let cell = if cell.first().is_some_and(|byte| *byte <= b'"') || cell.last().is_some_and(|byte| *byte <= b'"') {
        cell.trim_ascii()
    } else {
        cell
    };
    cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")).unwrap_or(cell)
}

fn digits(cell: &[u8]) -> Option<u64> {
    if cell.is_empty() {
        return None;
    }
    cell.iter().try_fold(0u64, |sum, byte| {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 { None } else { sum.checked_mul(10)?.checked_add(u64::from(digit)) }
    })
}

fn whole(cell: &[u8]) -> Result<u64, String> {
    digits(plain(cell)).ok_or_else(|| {
        let text = String::from_utf8_lossy(cell);
        format!("`{}` is not a whole number of 0 or more", shown(&text))
    })
}
