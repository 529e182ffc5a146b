//! How a command answers: one JSON value, or one page for a person.

use crate::args::Global;
use crate::error::{CliError, Status};
use crate::outside::Outside;
use crate::term::{Ink, Page, Piece, text};
use gemba_model::api::ErrorCode;
use serde::Serialize;
use std::io::ErrorKind;

/// Where a command's answer goes.
pub struct Answer<'a, 'b> {
    /// The world outside.
    pub outside: &'a mut Outside<'b>,
    /// What holds for every command.
    pub global: &'a Global,
}

impl Answer<'_, '_> {
    /// Writes the value as JSON, or the page that `draw` makes.
    ///
    /// # Errors
    /// When standard output cannot be written to. A reader that went away is no error.
    pub fn give<T: Serialize>(&mut self, value: &T, draw: impl FnOnce(&T, &mut Page)) -> Result<(), CliError> {
        if self.global.json {
            let json = json(value)?;
            return self.put(json.as_bytes());
        }
        let mut page = Page::new(self.outside.setting.width, self.outside.setting.colors_out(self.global));
        draw(value, &mut page);
        self.put(page.into_text().as_bytes())
    }

    /// Writes bytes to standard output.
    ///
    /// # Errors
    /// When standard output cannot be written to. A reader that went away is no error.
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        let written = self.outside.out.write_all(bytes).and_then(|()| self.outside.out.flush());
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(CliError::failed(ErrorCode::Io, format!("Standard output cannot be written to: {error}."), ""))
            }
            _ => Ok(()),
        }
    }

    /// Tells the person something beside the answer, on the error output.
    pub fn tell(&mut self, ink: Ink, words: &str) {
        tell(self.outside, self.global, ink, words);
    }

    /// Names records that were rejected on the error output, and gives the status of the run.
    pub fn rejected(&mut self, file: &str, rejected: &[gemba_model::view::Rejected], total: u64) -> Status {
        for record in rejected {
            self.tell(Ink::Plain, &format!("{file}: {}: {}", record.place, record.reason));
        }
        let listed = rejected.len() as u64;
        if total > listed {
            self.tell(Ink::Plain, &format!("{file}: {} more records were rejected.", total - listed));
        }
        if total > 0 { Status::Rejected } else { Status::Done }
    }
}

/// Tells the person something on the error output. A closed error output is nobody to tell.
pub fn tell(outside: &mut Outside<'_>, global: &Global, ink: Ink, words: &str) {
    let mut line = String::new();
    Piece::new(ink, words).write(outside.setting.colors_err(global), &mut line);
    line.push('\n');
    let _ = outside.err.write_all(line.as_bytes());
}

/// Pretty JSON with a line break at its end, safe to show.
///
/// # Errors
/// A defect: the value cannot be told in JSON.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, CliError> {
    let text = serde_json::to_string_pretty(value).map_err(|error| {
        CliError::failed(
            ErrorCode::Internal,
            format!("The answer cannot be told in JSON: {error}."),
            "This is a defect of Gemba; report it.",
        )
    })?;
    let mut safe = text::safe_json(&text).into_owned();
    safe.push('\n');
    Ok(safe)
}
