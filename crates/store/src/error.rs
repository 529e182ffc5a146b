//! What can go wrong, where, why, and what to do.

use std::path::PathBuf;

/// What the store answers with.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What went wrong. The text names the place and the reason; [`StoreError::help`] names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("There is no workspace at {}.", .0.display())]
    NotFound(PathBuf),
    /// There is a file already.
    #[error("{} exists already.", .0.display())]
    Exists(PathBuf),
    /// The file is something else.
    #[error("{} is not a Gemba workspace: {reason}.", path.display())]
    NotAWorkspace {
        /// The file.
        path: PathBuf,
        /// What it looks like.
        reason: String,
    },
    /// A newer version of Gemba wrote it. Nothing was touched.
    #[error("{} has schema version {found}; this version of Gemba knows up to {known}.", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Schema version found.
        found: i64,
        /// Newest schema version known.
        known: i64,
    },
    /// The log holds a kind of change that this version does not know.
    #[error("The log holds the change \"{name}\", which this version of Gemba does not know.")]
    UpdateRequired {
        /// The change's name.
        name: String,
    },
    /// Somebody else writes to it.
    #[error("{place} is in use by another program that writes to it.")]
    Busy {
        /// The file.
        place: String,
    },
    /// Nothing can be written now.
    #[error("The workspace is read only: {reason}.")]
    ReadOnly {
        /// Why.
        reason: String,
    },
    /// There is no room left.
    #[error("There is no room left on the disk for {place}.")]
    Full {
        /// The file.
        place: String,
    },
    /// The operating system could not read or write.
    #[error("{place} could not be read or written: {reason}.")]
    Io {
        /// The file.
        place: String,
        /// What the system says.
        reason: String,
    },
    /// What is stored does not fit together.
    #[error("{place} is damaged: {reason}.")]
    Corrupt {
        /// The file, table or entry.
        place: String,
        /// What does not fit.
        reason: String,
    },
    /// Somebody was faster, or a step was skipped.
    #[error("{place}: {reason}.")]
    Conflict {
        /// What it is about.
        place: String,
        /// What does not fit.
        reason: String,
    },
    /// What was given cannot be stored.
    #[error("{place} cannot be stored: {reason}.")]
    Invalid {
        /// What it is about.
        place: String,
        /// What is wrong, and what would be right.
        reason: String,
    },
    /// One of several changes that belong together was refused, so none was written.
    #[error("Change {} of the batch was refused: {reason}. None of the batch was written.", index + 1)]
    Refused {
        /// Index in the batch, from 0.
        index: usize,
        /// Why.
        reason: String,
    },
    /// The SQLite that this program was built with can damage files.
    #[error("SQLite {found} is too old: versions before 3.51.3 can damage a file that two connections write to.")]
    OldSqlite {
        /// Its version.
        found: String,
    },
    /// SQLite says no, for a reason that should not occur.
    #[error("The workspace file answered: {0}.")]
    Sql(rusqlite::Error),
}

impl StoreError {
    /// What to do next, in one or two sentences.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "Check the path, or make a new workspace with `gemba init`.",
            Self::Exists(_) => "Choose another name, or move the file away first.",
            Self::NotAWorkspace { .. } => "Choose a .gemba file. To read data from this file, import it instead.",
            Self::Newer { .. } | Self::UpdateRequired { .. } => {
                "Update Gemba on this machine. The file was left as it is."
            }
            Self::Busy { .. } => "Close the other window or command that has it open, then try again.",
            Self::ReadOnly { .. } => "See the workspace's health for the way back.",
            Self::Full { .. } => "Free some space; writing resumes by itself. Nothing that was acknowledged is lost.",
            Self::Io { .. } => "Check the disk, its cable or the network share and its permissions, then try again.",
            Self::Corrupt { .. } => {
                "Restore the last backup, or let Gemba make a new workspace from what is intact of the log (`gemba rebuild --to FILE`)."
            }
            Self::Conflict { .. } => "Read it again and repeat.",
            Self::Invalid { .. } | Self::Refused { .. } => "Correct it and try again.",
            Self::OldSqlite { .. } => "Build Gemba with its own bundled SQLite.",
            Self::Sql(_) => "This is a defect of Gemba. Run `gemba verify` and report what it says.",
        }
    }

    /// An error of the operating system at a place.
    pub(crate) fn io(place: impl std::fmt::Display, error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            Self::Full { place: place.to_string() }
        } else {
            Self::Io { place: place.to_string(), reason: error.to_string() }
        }
    }

    /// Something that does not fit together.
    pub(crate) fn corrupt(place: impl std::fmt::Display, reason: impl std::fmt::Display) -> Self {
        Self::Corrupt { place: place.to_string(), reason: reason.to_string() }
    }

    /// Something that cannot be stored.
    pub(crate) fn invalid(place: impl std::fmt::Display, reason: impl std::fmt::Display) -> Self {
        Self::Invalid { place: place.to_string(), reason: reason.to_string() }
    }
}

/// Where SQLite's answers carry no path, the place is told in general words.
const PLACE: &str = "The workspace file";

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full { place: "the workspace file".to_owned() },
            Some(ErrorCode::SystemIoFailure) => Self::Io { place: PLACE.to_owned(), reason: error.to_string() },
            Some(ErrorCode::CannotOpen) => Self::Io { place: PLACE.to_owned(), reason: error.to_string() },
            Some(ErrorCode::DatabaseCorrupt) => Self::corrupt(PLACE, error),
            Some(ErrorCode::NotADatabase) => {
                Self::NotAWorkspace { path: PathBuf::from(PLACE), reason: "it is no SQLite file".to_owned() }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { place: PLACE.to_owned() },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { reason: error.to_string() },
            _ => match error {
                // A value of another type than the one that was written: the file is not what it was.
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..)
                | rusqlite::Error::InvalidColumnType(..) => Self::corrupt(PLACE, error),
                other => Self::Sql(other),
            },
        }
    }
}
