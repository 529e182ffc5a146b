//! The formats. Each is one file in this folder and one line in [`formats`].

mod alertmanager;
mod backstage;
pub mod calculate;
mod counts_csv;
mod gemba_yaml;
mod items_csv;
mod jira_csv;
mod knowledge_csv;
mod logs_access;
mod logs_json;
mod openslo;
mod pagerduty;
mod people_csv;
mod rotations_csv;
mod sheet;
mod words;

pub use crate::text::Input;
use crate::{Context, FileError, Sink, text};
use std::io::Read;

/// A format in: one kind of file, and how it is read.
pub trait Format: Sync {
    /// Its name, as in `--as NAME`. Never changes.
    fn name(&self) -> &'static str;

    /// What it reads, in one line.
    fn about(&self) -> &'static str;

    /// How surely a file with this name and beginning is of this format: 0 not at all, 100 certainly. `head` is UTF-8
    /// without a byte order mark where the file is text, and may end anywhere.
    fn sniff(&self, name: &str, head: &[u8]) -> u8;

    /// Reads decoded text. Called by [`Format::read`].
    ///
    /// # Errors
    /// When the input cannot be read, is no file of this format at all, or the sink asks to stop. What was found before
    /// is in the sink by then; one bad record is never an error.
    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError>;

    /// Reads a file from front to back: undoes UTF-8 and UTF-16 byte order marks, refuses packed and empty files in words,
    /// and tells the sink in the end how many bytes were read. Memory does not grow with the file.
    ///
    /// # Errors
    /// As [`Format::read_text`].
    fn read(&self, input: &mut dyn Read, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut input = Input::open(input, sink)?;
        self.read_text(&mut input, context, sink)?;
        match sink.progress(input.bytes()) {
            std::ops::ControlFlow::Continue(()) => Ok(()),
            std::ops::ControlFlow::Break(()) => Err(FileError::Stopped),
        }
    }
}

/// Every format, the more particular ones first.
pub fn formats() -> &'static [&'static dyn Format] {
    &[
        &logs_json::LogsJson,
        &logs_access::LogsAccess,
        &openslo::OpenSlo,
        &backstage::Backstage,
        &gemba_yaml::GembaYaml,
        &alertmanager::Alertmanager,
        &pagerduty::PagerDuty,
        &jira_csv::JiraCsv,
        &items_csv::ItemsCsv,
        &people_csv::PeopleCsv,
        &rotations_csv::RotationsCsv,
        &knowledge_csv::KnowledgeCsv,
        &counts_csv::CountsCsv,
    ]
}

/// The format with this name.
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    formats().iter().copied().find(|format| format.name() == name)
}

/// Why no format fits, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Undetected {
    /// What the file looks like, and what would help.
    pub reason: String,
}

/// The format that fits a file best, from its name and its beginning (up to [`crate::HEAD_BYTES`]).
///
/// # Errors
/// When none fits: what the file looks like, and the names for `--as`.
pub fn detect(name: &str, head: &[u8]) -> Result<&'static dyn Format, Undetected> {
    let fail = |reason: &str| Err(Undetected { reason: reason.to_owned() });
    if let Some(reason) = text::not_text(head) {
        return fail(reason);
    }
    let head = text::decoded_head(head);
    let head = head.as_ref();
    if head.iter().all(u8::is_ascii_whitespace) {
        return fail("the file is empty");
    }
    let mut best: Option<(&'static dyn Format, u8)> = None;
    for format in formats() {
        let score = format.sniff(name, head).min(100);
        if score > best.map_or(0, |(_, score)| score) {
            best = Some((*format, score));
        }
    }
    if let Some((format, _)) = best {
        return Ok(format);
    }
    let names: Vec<&str> = formats().iter().map(|format| format.name()).collect();
    let looks = match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
        _ if head.contains(&0) => "it is no text".to_owned(),
        Some(b'{' | b'[') => "it is JSON, but neither log lines nor a payload that is known".to_owned(),
        _ => match text::cells::header_of(head) {
            header if header.len() > 1 => {
                format!("it looks like CSV with the columns {}", text::shown(&header.join(", ")))
            }
            _ => "its beginning is unlike all of them".to_owned(),
        },
    };
    Err(Undetected { reason: format!("no format fits: {looks}. Name one with --as: {}", names.join(", ")) })
}
