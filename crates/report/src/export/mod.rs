//! Files that leave Gemba as data: CSV, iCalendar, MADR, and the log as JSON lines.
//!
//! What Gemba writes, Gemba reads: the columns are those of intake's formats (`docs/formats/`).

mod csv_out;
mod ics;
mod madr;

pub use csv_out::{backlog_csv, decisions_csv, incidents_csv, people_csv, rotations_csv};
pub use ics::shifts_ics;
pub use madr::madr;

use gemba_model::LoggedChange;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A row could not be written.
    #[error("The table could not be written: {0}")]
    Csv(#[from] csv::Error),
    /// An entry could not be written as JSON.
    #[error("The log could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The file is not UTF-8, which no input should bring about.
    #[error("The file is not UTF-8: {0}")]
    Text(#[from] std::string::FromUtf8Error),
}

/// The log as JSON lines: one entry a line in log order, each with its number and its hash.
///
/// # Errors
/// [`ExportError::Json`] when an entry cannot be written.
pub fn log_jsonl(entries: &[LoggedChange]) -> Result<String, ExportError> {
    let mut out = String::new();
    for entry in entries {
        out.push_str(&serde_json::to_string(entry)?);
        out.push('\n');
    }
    Ok(out)
}

#[cfg(test)]
pub(crate) mod tests;
