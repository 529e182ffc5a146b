//! The sample workspace's source files: a grocery chain whose tills stop taking payments.
//!
//! One [`Plan`] makes one set of files, in the public formats that anybody's data would come in, byte for byte the same
//! each time. The workspace itself is then made by importing them through the same doors. What may not live here: a
//! clock (the moment that the story is told at is part of the plan), a global random number, the names of real people
//! or firms, any shortcut into a workspace, and any number that the program could compute from the files.

mod alerts;
mod backlog;
mod catalog;
#[cfg(test)]
mod checks;
mod civil;
mod counts;
mod dice;
mod files;
#[cfg(test)]
mod imports;
mod knowledge;
mod large;
mod logs;
mod objectives;
mod pages;
mod people;
mod readme;
mod rotations;
mod settings;
mod story;
mod streams;
mod traffic;

pub use files::write;

use gemba_model::UtcTime;
use std::path::PathBuf;

/// How much there is of it. The story is the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// A product of 12 services; about 200,000 log lines in 90 days.
    Small,
    /// The same amid a large organisation: 1,619 people, 529 rotations, 397 services, 80,000 alerts, 10,000 work items,
    /// and 1,000 objectives with counts per minute over 30 days.
    Large,
}

impl Size {
    /// Reads `small` or `large`, in any case; empty is small.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "" | "small" => Some(Size::Small),
            "large" => Some(Size::Large),
            _ => None,
        }
    }
}

/// What to make.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Seed of everything that is drawn by lot. The story does not depend on it.
    pub seed: u64,
    /// Days of logs before `at`, 1 to 366. Occurrences of the story that lie further back are left out.
    pub days: u32,
    /// How much of it.
    pub size: Size,
    /// The moment at which the story is told: the incident began 41 minutes before its minute.
    pub at: UtcTime,
    /// IANA zone of the stores, such as `Europe/London`.
    pub zone: String,
}

impl Plan {
    /// The plan of the issue: 90 days, London.
    pub fn new(seed: u64, size: Size, at: UtcTime) -> Self {
        Self { seed, days: 90, size, at, zone: "Europe/London".into() }
    }
}

/// Why the files could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The plan asks for something that cannot be made.
    #[error("{0}")]
    Plan(String),
    /// A file could not be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A record could not be put into its format.
    #[error("cannot make {file}: {reason}")]
    Format {
        /// The file's name.
        file: String,
        /// What was wrong.
        reason: String,
    },
}
