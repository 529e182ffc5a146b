//! Where a format's findings go.

use crate::{Fact, LogLine, Place};
use gemba_model::{MinuteCount, Source, UtcTime, view::Rejected};
use std::ops::ControlFlow;

/// What a reader must know that the file does not say.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// The file's name, with or without folders. Its last part becomes the reference of each fact; its stem names the
    /// service of an access log and the indicator of a file of counts.
    pub file: String,
    /// IANA zone of dates that name none.
    pub zone: String,
    /// Service of log lines that name none.
    pub service: Option<String>,
    /// The present, for sanity checks only: no fact holds it.
    pub now: UtcTime,
}

impl Context {
    /// A context for a file, in UTC.
    pub fn new(file: impl Into<String>, now: UtcTime) -> Self {
        Self { file: file.into(), zone: "UTC".into(), service: None, now }
    }

    /// The last part of the file's name.
    pub fn base(&self) -> &str {
        self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file)
    }

    /// The last part of the file's name up to its first dot.
    pub fn stem(&self) -> &str {
        let base = self.base();
        base.split('.').find(|part| !part.is_empty()).unwrap_or(base)
    }

    /// The source of a fact of this file: who or what states it, when, and where it stands.
    pub fn source(&self, by: &str, at: Option<UtcTime>) -> Source {
        Source { by: by.to_owned(), at, reference: self.base().to_owned() }
    }
}

/// Where a format's findings go. Calls come in the order of the file.
pub trait Sink {
    /// A fact, and where it stands.
    fn fact(&mut self, place: &Place, fact: Fact);
    /// A log line to be counted.
    fn log(&mut self, line: &LogLine<'_>);
    /// The counts of one minute of an indicator.
    fn count(&mut self, sli: &str, count: MinuteCount);
    /// A record that was refused: what is wrong, and what would be right.
    fn reject(&mut self, place: &Place, reason: String);
    /// A deviation that did not cost a record.
    fn remark(&mut self, remark: String);
    /// How many bytes of the input were read so far; called at least once a megabyte. `Break` stops the reading.
    fn progress(&mut self, bytes: u64) -> ControlFlow<()>;
}

/// Why a file could not be read, or not to its end. What was found before went to the sink.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The input could not be read.
    #[error("the file could not be read at byte {at}: {error}")]
    Io {
        /// Bytes that had been read.
        at: u64,
        /// What the system says.
        error: std::io::Error,
    },
    /// This is not what the format reads.
    #[error("{0}")]
    Unreadable(String),
    /// The sink asked to stop.
    #[error("reading was stopped; what had been read by then is not complete")]
    Stopped,
}

/// A sink that keeps what it gets, for tests and for small files. Lists of rejected records and remarks are capped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collected {
    /// Facts with their places.
    pub facts: Vec<(Place, Fact)>,
    /// Log lines, owned: minute, service, route, method, status, severity, milliseconds, weight.
    pub logs: Vec<OwnedLine>,
    /// Counts with their indicators.
    pub counts: Vec<(String, MinuteCount)>,
    /// Records refused, at most [`Collected::LISTED`].
    pub rejected: Vec<Rejected>,
    /// Records refused in all.
    pub rejected_total: u64,
    /// Remarks, each once, at most [`Collected::LISTED`].
    pub remarks: Vec<String>,
    /// Bytes read so far.
    pub bytes: u64,
}

/// A [`LogLine`] that owns its text.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedLine {
    /// Minutes since 1970-01-01T00:00Z.
    pub minute: i64,
    /// Service.
    pub service: String,
    /// Route.
    pub route: String,
    /// Method.
    pub method: String,
    /// HTTP status.
    pub status: Option<u16>,
    /// Severity number.
    pub severity: Option<u8>,
    /// Milliseconds.
    pub duration_ms: Option<f64>,
    /// Events that it stands for.
    pub weight: u64,
}

impl Collected {
    /// How many rejected records, and how many remarks, are listed at most.
    pub const LISTED: usize = 1_000;
}

impl Sink for Collected {
    fn fact(&mut self, place: &Place, fact: Fact) {
        self.facts.push((place.clone(), fact));
    }

    fn log(&mut self, line: &LogLine<'_>) {
        self.logs.push(OwnedLine {
            minute: line.minute,
            service: line.service.to_owned(),
            route: line.route.to_owned(),
            method: line.method.to_owned(),
            status: line.status,
            severity: line.severity,
            duration_ms: line.duration_ms,
            weight: line.weight,
        });
    }

    fn count(&mut self, sli: &str, count: MinuteCount) {
        self.counts.push((sli.to_owned(), count));
    }

    fn reject(&mut self, place: &Place, reason: String) {
        self.rejected_total += 1;
        if self.rejected.len() < Self::LISTED {
            self.rejected.push(Rejected { place: place.to_string(), reason });
        }
    }

    fn remark(&mut self, remark: String) {
        if self.remarks.len() < Self::LISTED && !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    fn progress(&mut self, bytes: u64) -> ControlFlow<()> {
        self.bytes = bytes;
        ControlFlow::Continue(())
    }
}
