//! What went wrong, and the exit status that says so.

use gemba_model::api::{ApiError, ErrorCode};

/// The exit status of a run. Scripts may rely on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Done.
    Done = 0,
    /// Failed; the reason stands on the error output.
    Failed = 1,
    /// Called wrongly.
    Usage = 2,
    /// Done, but some records were rejected; each stands on the error output.
    Rejected = 3,
}

/// A run that cannot go on.
#[derive(Clone, Debug, PartialEq)]
pub struct CliError {
    /// What a person is told.
    pub error: ApiError,
    /// The exit status.
    pub status: Status,
}

impl CliError {
    /// A failure with its remedy.
    pub fn failed(code: ErrorCode, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { error: ApiError::new(code, message, help), status: Status::Failed }
    }

    /// A wrong argument.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { error: ApiError::new(ErrorCode::Validation, message, ""), status: Status::Usage }
    }

    /// A file that could not be read or written.
    pub fn io(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::failed(ErrorCode::Io, format!("{doing} {}: {error}.", path.display()), "")
    }
}

impl From<ApiError> for CliError {
    fn from(error: ApiError) -> Self {
        let status = if error.code == ErrorCode::Validation { Status::Usage } else { Status::Failed };
        Self { error, status }
    }
}

impl std::fmt::Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for CliError {}
