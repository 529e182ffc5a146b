//! From bytes to text, lines, cells and values, in bounded memory.

pub(crate) mod cells;
pub(crate) mod docs;
pub(crate) mod lines;
pub(crate) mod node;
pub(crate) mod values;

use crate::{FileError, Sink};
use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE};
use std::io::{ErrorKind, Read};

/// How much of a file's beginning detection looks at. A door hands at least so much to [`crate::detect`] where the file
/// is that long.
pub const HEAD_BYTES: usize = 64 * 1024;

/// What a reader takes from the input at once.
const CHUNK: usize = 256 * 1024;

/// The longest line, and the longest CSV record, that is read. Longer ones are refused, and reading goes on after them.
pub(crate) const LONGEST: usize = 1024 * 1024;

/// An input as text: byte order marks are gone, UTF-16 has become UTF-8, and packed files have been refused. Everything
/// else is passed on as it is, so that a reader can refuse the one line that is not UTF-8.
pub struct Input<'r> {
    raw: &'r mut dyn Read,
    read: u64,
    told: u64,
    ended: bool,
    held: Vec<u8>,
    at: usize,
    returned: Vec<u8>,
    decoder: Option<Box<Decoder>>,
}

/// Why a file with this beginning cannot be text, in words that say what to do; `None` when it can be.
pub(crate) fn not_text(head: &[u8]) -> Option<&'static str> {
    let magic: [(&[u8], &str); 7] = [
        (&[0x1f, 0x8b], "the file is compressed with gzip; unpack it first (gunzip FILE)"),
        (&[0x28, 0xb5, 0x2f, 0xfd], "the file is compressed with zstd; unpack it first (unzstd FILE)"),
        (&[0xfd, b'7', b'z', b'X', b'Z'], "the file is compressed with xz; unpack it first (unxz FILE)"),
        (b"BZh", "the file is compressed with bzip2; unpack it first (bunzip2 FILE)"),
        (b"PK\x03\x04", "the file is a zip archive or a spreadsheet; unpack it, or save the sheet as CSV"),
        (b"SQLite format 3\0", "the file is an SQLite database; a workspace is opened, not imported"),
        (b"%PDF", "the file is a PDF document, which holds no records to read"),
    ];
    magic.iter().find(|(start, _)| head.starts_with(start)).map(|(_, reason)| *reason)
}

impl<'r> Input<'r> {
    /// Looks at the beginning and prepares the decoding.
    ///
    /// # Errors
    /// When nothing can be read, when there is nothing, and when the file is packed or is no text.
    pub fn open(raw: &'r mut dyn Read, sink: &mut dyn Sink) -> Result<Self, FileError> {
        let mut input = Self {
            raw,
            read: 0,
            told: 0,
            ended: false,
            held: vec![0; 4096],
            at: 0,
            returned: Vec::new(),
            decoder: None,
        };
        let mut filled = 0;
        while filled < input.held.len() {
            match input.raw.read(&mut input.held[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(FileError::Io { at: filled as u64, error }),
            }
        }
        input.read = filled as u64;
        input.held.truncate(filled);
        let head = input.held.as_slice();
        if let Some(reason) = not_text(head) {
            return Err(FileError::Unreadable(reason.to_owned()));
        }
        if head.starts_with(&[0xef, 0xbb, 0xbf]) {
            input.at = 3;
        } else if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            let encoding = if head[0] == 0xff { UTF_16LE } else { UTF_16BE };
            input.decoder = Some(Box::new(encoding.new_decoder_with_bom_removal()));
            sink.remark(format!("The file is {}; it was read as such.", encoding.name()));
        }
        if head.get(input.at..).is_none_or(|rest| rest.iter().all(u8::is_ascii_whitespace)) && filled < 4096 {
            return Err(FileError::Unreadable("the file is empty".into()));
        }
        Ok(input)
    }

    /// Bytes of the raw input that were read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.read
    }

    /// Gives text back that was taken by [`Input::fill`]: it comes again first.
    pub(crate) fn unread(&mut self, text: Vec<u8>) {
        self.returned = text;
    }

    /// Appends some more text to `buffer`; `false` at the end of the input.
    pub(crate) fn fill(&mut self, buffer: &mut Vec<u8>, sink: &mut dyn Sink) -> Result<bool, FileError> {
        if self.read >= self.told + CHUNK as u64 {
            self.told = self.read;
            if sink.progress(self.read).is_break() {
                return Err(FileError::Stopped);
            }
        }
        if !self.returned.is_empty() {
            buffer.append(&mut self.returned);
            return Ok(true);
        }
        match self.decoder.take() {
            None => self.fill_plain(buffer),
            Some(mut decoder) => {
                let more = self.fill_decoded(&mut decoder, buffer);
                self.decoder = Some(decoder);
                more
            }
        }
    }

    fn fill_plain(&mut self, buffer: &mut Vec<u8>) -> Result<bool, FileError> {
        if self.at < self.held.len() {
            buffer.extend_from_slice(&self.held[self.at..]);
            self.at = self.held.len();
            return Ok(true);
        }
        let start = buffer.len();
        buffer.resize(start + CHUNK, 0);
        let count = self.pull(&mut buffer[start..]);
        buffer.truncate(start + count.as_ref().copied().unwrap_or(0));
        Ok(count? > 0)
    }

    fn fill_decoded(&mut self, decoder: &mut Decoder, buffer: &mut Vec<u8>) -> Result<bool, FileError> {
        if self.ended {
            return Ok(false);
        }
        if self.at >= self.held.len() {
            let mut held = std::mem::take(&mut self.held);
            held.resize(CHUNK, 0);
            let count = self.pull(&mut held);
            held.truncate(count.as_ref().copied().unwrap_or(0));
            self.held = held;
            self.at = 0;
            self.ended = count? == 0;
        }
        loop {
            let start = buffer.len();
            let room = decoder.max_utf8_buffer_length(self.held.len() - self.at).unwrap_or(CHUNK).min(CHUNK);
            buffer.resize(start + room.max(16), 0);
            let (result, read, written, _) =
                decoder.decode_to_utf8(&self.held[self.at..], &mut buffer[start..], self.ended);
            buffer.truncate(start + written);
            self.at += read;
            if matches!(result, CoderResult::InputEmpty) {
                return Ok(true);
            }
        }
    }

    fn pull(&mut self, into: &mut [u8]) -> Result<usize, FileError> {
        loop {
            match self.raw.read(into) {
                Ok(count) => {
                    self.read += count as u64;
                    return Ok(count);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(FileError::Io { at: self.read, error }),
            }
        }
    }
}

/// A head as detection wants it: without a byte order mark, and in UTF-8 where it is UTF-16 with a mark.
pub(crate) fn decoded_head(head: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let head = &head[..head.len().min(HEAD_BYTES)];
    match head {
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.into(),
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned().into_bytes().into(),
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned().into_bytes().into(),
        _ => head.into(),
    }
}

/// Text without control characters, for messages: what a file says must never reach a terminal as an escape.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 80;
    let mut out = String::new();
    for (count, letter) in text.chars().enumerate() {
        if count == MOST {
            out.push('…');
            break;
        }
        out.push(if letter.is_control() { '\u{fffd}' } else { letter });
    }
    out
}
