//! Plain files for the calculators: bytes to items, objectives and counts, by the formats of `intake`.

use crate::error::CliError;
use gemba_intake::{Context, Fact, FileError, Format, LogLine, Place, Sink, by_name, detect};
use gemba_model::api::ErrorCode;
use gemba_model::view::Rejected;
use gemba_model::{MinuteCount, Objective, UtcTime, WorkItem};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// Facts that a plain file may hold: an order of more items is no order that a person acts upon.
const MOST_FACTS: usize = 100_000;
/// Bytes that a file of facts may have, since facts are kept with their texts.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
/// Minutes that a plain file may hold: eleven years.
const MOST_MINUTES: usize = 6_000_000;
/// Records and remarks that are listed; all are counted.
const LISTED: usize = 1_000;

/// Items of a file.
#[derive(Debug, Default)]
pub struct Items {
    /// The items.
    pub items: Vec<WorkItem>,
    /// Where each stands, by identifier.
    pub places: HashMap<String, String>,
    /// Rows that were refused.
    pub rejected: Vec<Rejected>,
    /// Rows that were refused in all.
    pub rejected_total: u64,
    /// Deviations that cost no row.
    pub remarks: Vec<String>,
}

/// Counts of a file.
#[derive(Debug, Default)]
pub struct Counts {
    /// Counts in the order of the file.
    pub minutes: Vec<MinuteCount>,
    /// Lines that were refused.
    pub rejected: Vec<Rejected>,
    /// Lines that were refused in all.
    pub rejected_total: u64,
    /// Deviations that cost no line.
    pub remarks: Vec<String>,
}

#[derive(Default)]
struct Kept {
    facts: Vec<(Place, Fact)>,
    minutes: Vec<MinuteCount>,
    slis: HashMap<String, u64>,
    rejected: Vec<Rejected>,
    rejected_total: u64,
    remarks: Vec<String>,
    full: bool,
}

impl Sink for Kept {
    fn fact(&mut self, place: &Place, fact: Fact) {
        if self.facts.len() < MOST_FACTS {
            self.facts.push((place.clone(), fact));
        } else {
            self.full = true;
        }
    }

    fn log(&mut self, _line: &LogLine<'_>) {}

    fn count(&mut self, sli: &str, count: MinuteCount) {
        if let Some(lines) = self.slis.get_mut(sli) {
            *lines += 1;
        } else if self.slis.len() < LISTED {
            self.slis.insert(sli.to_owned(), 1);
        }
        let full = self.minutes.len() >= MOST_MINUTES;
        match self.minutes.last_mut() {
            Some(last) if last.minute == count.minute => {
                last.good = last.good.saturating_add(count.good);
                last.total = last.total.saturating_add(count.total);
            }
            _ if full => self.full = true,
            _ => self.minutes.push(count),
        }
    }

    fn reject(&mut self, place: &Place, reason: String) {
        self.rejected_total += 1;
        if self.rejected.len() < LISTED {
            self.rejected.push(Rejected { place: place.to_string(), reason });
        }
    }

    fn remark(&mut self, remark: String) {
        if self.remarks.len() < LISTED && !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    fn progress(&mut self, bytes: u64) -> ControlFlow<()> {
        self.full |= bytes > MOST_BYTES && !self.facts.is_empty();
        if self.full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn format(name: &str) -> Result<&'static dyn Format, CliError> {
    by_name(name).ok_or_else(|| {
        CliError::failed(
            ErrorCode::Internal,
            format!("The format {name} is missing."),
            "This is a defect of Gemba; report it.",
        )
    })
}

fn read(name: &str, format: &dyn Format, input: &mut dyn Read) -> Result<Kept, CliError> {
    let mut kept = Kept::default();
    let now = UtcTime(jiff::Timestamp::now());
    let ended = format.read(input, &Context::new(name, now), &mut kept);
    match ended {
        _ if kept.full => Err(CliError::failed(
            ErrorCode::Io,
            format!(
                "{name} holds more than can be weighed at once ({MOST_FACTS} items in 128 MiB, {MOST_MINUTES} minutes)."
            ),
            "Split the file, or import it into a workspace.",
        )),
        Ok(()) => Ok(kept),
        Err(FileError::Io { at, error }) => {
            Err(CliError::failed(ErrorCode::Io, format!("{name} cannot be read at byte {at}: {error}."), ""))
        }
        Err(error) => {
            let listed = kept.rejected.iter().take(3).map(|one| format!(" {}: {}.", one.place, one.reason));
            Err(CliError::failed(ErrorCode::Validation, format!("{name}: {error}.{}", listed.collect::<String>()), ""))
        }
    }
}

fn open(file: &Path) -> Result<File, CliError> {
    let opened = File::open(file).map_err(|error| CliError::io("Cannot read", file, &error))?;
    if opened.metadata().is_ok_and(|about| about.is_dir()) {
        let error = io::Error::from(io::ErrorKind::IsADirectory);
        return Err(CliError::io("Cannot read", file, &error));
    }
    Ok(opened)
}

/// Reads work items from a file, or from `input` where the file is `-`: a CSV of items, or Jira's export.
///
/// # Errors
/// When the file cannot be read at all.
pub fn items(input: &mut dyn Read, file: &Path) -> Result<Items, CliError> {
    let piped = file == Path::new("-");
    let name = if piped { "standard input".to_owned() } else { file.display().to_string() };
    let mut head = Vec::new();
    let mut opened: Box<dyn Read + '_> = if piped { Box::new(input) } else { Box::new(open(file)?) };
    opened
        .by_ref()
        .take(gemba_intake::HEAD_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(|error| CliError::io("Cannot read", file, &error))?;
    let chosen = match detect(&name, &head) {
        Ok(found) if found.name() == "jira-csv" => found,
        _ => format("items-csv")?,
    };
    let kept = read(&name, chosen, &mut io::Cursor::new(head).chain(opened))?;
    let mut items = Items {
        rejected: kept.rejected,
        rejected_total: kept.rejected_total,
        remarks: kept.remarks,
        ..Items::default()
    };
    for (place, fact) in kept.facts {
        if let Fact::WorkItem(item) = fact {
            items.places.entry(item.id.0.clone()).or_insert_with(|| place.to_string());
            items.items.push(*item);
        }
    }
    Ok(items)
}

/// Reads the objectives of an OpenSLO file, and what deviates in it.
///
/// # Errors
/// When the file cannot be read at all, or a record of it is refused.
pub fn objectives(file: &Path) -> Result<(Vec<Objective>, Vec<String>), CliError> {
    let name = file.display().to_string();
    let kept = read(&name, format("openslo")?, &mut open(file)?)?;
    let mut notes: Vec<String> = kept.remarks.iter().map(|remark| format!("{name}: {remark}")).collect();
    let refused: Vec<String> =
        kept.rejected.iter().map(|one| format!("{name}: {}: {}", one.place, one.reason)).collect();
    let found: Vec<Objective> = kept
        .facts
        .into_iter()
        .filter_map(|(_, fact)| if let Fact::Objective(objective) = fact { Some(*objective) } else { None })
        .collect();
    if found.is_empty() && !refused.is_empty() {
        return Err(CliError::failed(ErrorCode::Validation, refused.join("\n"), ""));
    }
    notes.extend(refused);
    Ok((found, notes))
}

/// Reads counts from a file, or from `input` where the file is `-`.
///
/// # Errors
/// When it cannot be read at all, or holds counts of several indicators.
pub fn counts(input: &mut dyn Read, file: &Path) -> Result<Counts, CliError> {
    let format = format("counts-csv")?;
    let kept = if file == Path::new("-") {
        read("standard input", format, input)?
    } else {
        read(&file.display().to_string(), format, &mut open(file)?)?
    };
    if kept.slis.len() > 1 {
        let mut names: Vec<&str> = kept.slis.keys().map(String::as_str).collect();
        names.sort_unstable();
        names.truncate(8);
        return Err(CliError::failed(
            ErrorCode::Validation,
            format!("{} holds counts of several indicators: {}.", file.display(), names.join(", ")),
            "Keep the lines of one of them.",
        ));
    }
    Ok(Counts {
        minutes: kept.minutes,
        rejected: kept.rejected,
        rejected_total: kept.rejected_total,
        remarks: kept.remarks,
    })
}
