//! Lines with their numbers; a line that is too long is refused and skipped.

use super::{Input, LONGEST};
use crate::{FileError, Place, Sink};
use memchr::memchr;

/// Lines of an input, without their ends.
pub(crate) struct Lines<'i, 'r> {
    input: &'i mut Input<'r>,
    buffer: Vec<u8>,
    start: usize,
    searched: usize,
    number: u64,
    ended: bool,
}

impl<'i, 'r> Lines<'i, 'r> {
    pub fn new(input: &'i mut Input<'r>) -> Self {
        Self { input, buffer: Vec::new(), start: 0, searched: 0, number: 0, ended: false }
    }

    /// The next line and its number from 1, or `None` at the end.
    pub fn next(&mut self, sink: &mut dyn Sink) -> Result<Option<(u64, &[u8])>, FileError> {
        loop {
            if let Some(end) = memchr(b'\n', &self.buffer[self.searched..]).map(|found| found + self.searched) {
                let start = self.start;
                self.start = end + 1;
                self.searched = self.start;
                self.number += 1;
                return Ok(Some((self.number, trim_end(&self.buffer[start..end]))));
            }
            self.searched = self.buffer.len();
            if self.ended {
                let start = self.start;
                self.start = self.buffer.len();
                if start == self.buffer.len() {
                    return Ok(None);
                }
                self.number += 1;
                return Ok(Some((self.number, trim_end(&self.buffer[start..]))));
            }
            if self.buffer.len() - self.start > LONGEST {
                self.number += 1;
                sink.reject(
                    &Place::line(self.number),
                    "the line is longer than 1 MiB; is this a text file with one record per line?".into(),
                );
                self.skip_line(sink)?;
                continue;
            }
            self.more(sink)?;
        }
    }

    fn more(&mut self, sink: &mut dyn Sink) -> Result<(), FileError> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.searched -= self.start;
            self.start = 0;
        }
        self.ended = !self.input.fill(&mut self.buffer, sink)?;
        Ok(())
    }

    /// Forgets the rest of the current line, however long it is.
    fn skip_line(&mut self, sink: &mut dyn Sink) -> Result<(), FileError> {
        loop {
            self.buffer.clear();
            (self.start, self.searched) = (0, 0);
            self.more(sink)?;
            if let Some(end) = memchr(b'\n', &self.buffer) {
                (self.start, self.searched) = (end + 1, end + 1);
                return Ok(());
            }
            if self.ended {
                return Ok(());
            }
        }
    }
}

fn trim_end(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
