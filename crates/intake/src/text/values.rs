//! The JSON values of an input: one a line, one after another, or the elements of one array, each by itself.
//!
//! The scanner finds where a value ends and nothing else; what is inside is the business of a JSON parser. A value that
//! is broken, too deep or too long is refused, and reading goes on at the next line that begins as this one began.

use super::Input;
use crate::{FileError, Place, Sink};
use memchr::{memchr_iter, memchr2};

/// How large a value may be.
#[derive(Clone, Copy)]
pub(crate) struct Most {
    bytes: usize,
    /// Objects, lists and their entries.
    parts: usize,
}

/// Where a tree is made of a value: an entry takes up to 640 bytes of it, whatever its text takes.
pub(crate) const TREE: Most = Most { bytes: 4 * 1024 * 1024, parts: 200_000 };

/// Where a value is walked from front to back.
pub(crate) const WALK: Most = Most { bytes: 16 * 1024 * 1024, parts: usize::MAX };

const TOO_LONG: &str = "the record is longer than 4 MiB (an OTLP envelope: 16 MiB); write one record a line";

const TOO_MANY: &str = "the record has more than 200,000 parts; write one record a line";

/// The deepest nesting that is read, below that at which a recursive parser gives up.
const DEEPEST: usize = 100;

/// What is done with a value: where it begins, its bytes, and where findings go.
type Each<'e> = dyn FnMut(&Place, &[u8], &mut dyn Sink) + 'e;

/// Calls `each` with every top-level value, or every element of a top-level array, and where it begins. A value larger than
/// `most` is refused.
pub(crate) fn values(
    input: &mut Input<'_>,
    most: Most,
    sink: &mut dyn Sink,
    each: &mut Each<'_>,
) -> Result<(), FileError> {
    let mut scan =
        Scan { most, input, buffer: Vec::new(), start: 0, line: 1, number: 0, ended: false, in_array: false };
    while scan.step(sink, each)? {}
    Ok(())
}

struct Scan<'i, 'r> {
    most: Most,
    input: &'i mut Input<'r>,
    buffer: Vec<u8>,
    /// What lies before is done with.
    start: usize,
    /// The line at `start`.
    line: u64,
    number: u64,
    ended: bool,
    in_array: bool,
}

/// What was found at the beginning of a text.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// A value of this length.
    Value(usize),
    /// It does not end in this text.
    More,
    /// This is no JSON.
    Broken(&'static str),
}

impl Scan<'_, '_> {
    fn step(&mut self, sink: &mut dyn Sink, each: &mut Each<'_>) -> Result<bool, FileError> {
        // White space, commas, and the brackets of the array around all.
        while let Some(byte) = self.buffer.get(self.start) {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                b',' if self.in_array => {}
                b']' if self.in_array => self.in_array = false,
                b'[' if !self.in_array => self.in_array = true,
                _ => break,
            }
            self.start += 1;
        }
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
            if self.ended {
                if self.in_array {
                    sink.remark("The array is not closed; the file may be cut short.".into());
                }
                return Ok(false);
            }
            self.ended = !self.input.fill(&mut self.buffer, sink)?;
            return Ok(true);
        }
        let mut searched = Progress::default();
        loop {
            let rest = &self.buffer[self.start..];
            let found = match searched.go_on(rest) {
                _ if searched.parts > self.most.parts => Found::Broken(TOO_MANY),
                Found::More if rest.len() > self.most.bytes => Found::Broken(TOO_LONG),
                Found::More if self.ended => Found::Broken("the file ends inside this record; it may be cut short"),
                found => found,
            };
            match found {
                Found::More => self.ended = !self.input.fill(&mut self.buffer, sink)?,
                Found::Value(length) => {
                    self.number += 1;
                    each(&Place::document(self.number, self.line), &rest[..length], sink);
                    self.advance(length);
                    return Ok(true);
                }
                Found::Broken(reason) => {
                    self.number += 1;
                    sink.reject(&Place::document(self.number, self.line), reason.to_owned());
                    self.resume(sink)?;
                    return Ok(true);
                }
            }
        }
    }

    fn advance(&mut self, by: usize) {
        let end = (self.start + by).min(self.buffer.len());
        self.line += memchr_iter(b'\n', &self.buffer[self.start..end]).count() as u64;
        self.start = end;
        if self.start > 512 * 1024 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
    }

    /// Goes to the next line that begins with a bracket in the column in which the broken value began.
    fn resume(&mut self, sink: &mut dyn Sink) -> Result<(), FileError> {
        let line_start = memchr::memrchr(b'\n', &self.buffer[..self.start]).map_or(0, |at| at + 1);
        let indent = self.buffer[line_start..self.start].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        loop {
            let rest = &self.buffer[self.start..];
            for at in memchr_iter(b'\n', rest) {
                let line = &rest[at + 1..];
                let spaces = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                if spaces == indent && matches!(line.get(spaces), Some(b'{' | b'[')) {
                    self.advance(at + 1);
                    return Ok(());
                }
            }
            // The last line may continue in what comes next, so it stays.
            let keep = memchr::memrchr(b'\n', rest).filter(|at| rest.len() - at < 4096).unwrap_or(rest.len());
            self.advance(keep);
            if self.ended {
                self.advance(self.buffer.len() - self.start);
                return Ok(());
            }
            self.ended = !self.input.fill(&mut self.buffer, sink)?;
        }
    }
}

/// How far a value was scanned, so that more input does not mean to begin again.
#[derive(Default)]
struct Progress {
    at: usize,
    stack: Vec<u8>,
    /// Opening brackets and commas so far.
    parts: usize,
    in_string: bool,
    /// The last byte that was neither white space nor inside a string.
    before: u8,
}

impl Progress {
    fn go_on(&mut self, text: &[u8]) -> Found {
        loop {
            if self.in_string {
                let Some(found) = memchr2(b'"', b'\\', &text[self.at..]) else {
                    let broken = text[self.at..].contains(&b'\n');
                    self.at = text.len();
                    return if broken { Found::Broken("a text is not closed on its line") } else { Found::More };
                };
                if text[self.at..self.at + found].contains(&b'\n') {
                    return Found::Broken("a text is not closed on its line");
                }
                self.at += found;
                if text[self.at] == b'\\' {
                    if self.at + 1 >= text.len() {
                        return Found::More;
                    }
                    self.at += 2;
                    continue;
                }
                self.at += 1;
                self.in_string = false;
                self.before = b'"';
                if self.stack.is_empty() {
                    return Found::Value(self.at);
                }
            }
            let Some(&byte) = text.get(self.at) else { return Found::More };
            match byte {
                b'\n' | b',' | b']' | b'}' if self.stack.is_empty() => {
                    return if self.at == 0 {
                        Found::Broken("a value was expected here")
                    } else {
                        Found::Value(self.at)
                    };
                }
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    if !self.stack.is_empty() && !matches!(self.before, b',' | b':' | b'[') {
                        return Found::Broken(
                            "a bracket stands where none can; a comma or a closing bracket is missing",
                        );
                    }
                    if self.stack.len() == DEEPEST {
                        return Found::Broken("the record is nested deeper than 100 levels");
                    }
                    self.stack.push(byte);
                }
                b'}' | b']' => {
                    let opened = if byte == b'}' { b'{' } else { b'[' };
                    if self.stack.pop() != Some(opened) {
                        return Found::Broken("the brackets do not match");
                    }
                    if self.stack.is_empty() {
                        return Found::Value(self.at + 1);
                    }
                }
                _ => {}
            }
            self.parts += usize::from(matches!(byte, b',' | b'{' | b'['));
            if !byte.is_ascii_whitespace() {
                self.before = byte;
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Collected;
    use proptest::prelude::*;

    fn read(text: &str) -> (Vec<(String, String)>, Collected) {
        let mut sink = Collected::default();
        let mut bytes = text.as_bytes();
        let mut out = Vec::new();
        let mut input = Input::open(&mut bytes, &mut sink).unwrap();
        values(&mut input, TREE, &mut sink, &mut |place, value, _| {
            out.push((place.to_string(), String::from_utf8_lossy(value).into_owned()));
        })
        .unwrap();
        (out, sink)
    }

    fn texts(text: &str) -> Vec<String> {
        read(text).0.into_iter().map(|(_, value)| value).collect()
    }

    #[test]
    fn one_value_lines_and_arrays_are_the_same() {
        let wanted = [r#"{"a":"]}"}"#, r#"{"b":[1,{"c":"\""}]}"#];
        assert_eq!(texts(&wanted.join("\n")), wanted);
        assert_eq!(texts(&format!("[{}]", wanted.join(", "))), wanted);
        assert_eq!(texts("{\n \"a\": [\n 1\n ]\n}\n"), ["{\n \"a\": [\n 1\n ]\n}"]);
    }

    #[test]
    fn a_broken_line_costs_itself() {
        for broken in [r#"{"a": "x"#, r#"{"a": 1"#, r#"{"a": }}"#, "nonsense", r#"{"a": ]"#] {
            let (found, sink) = read(&format!("{{\"n\":1}}\n{broken}\n{{\"n\":2}}\n{{\"n\":3}}\n"));
            let found: Vec<_> =
                found.iter().map(|(_, value)| value.as_str()).filter(|v| v.starts_with("{\"n")).collect();
            assert_eq!(found, ["{\"n\":1}", "{\"n\":2}", "{\"n\":3}"], "{broken}");
            assert!(sink.rejected_total == 1 || broken == "nonsense", "{broken}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let (found, sink) = read(&format!("{{\"a\":{}\n{{\"n\":2}}\n", "[".repeat(100_000)));
        assert_eq!(found.len(), 1);
        assert_eq!(sink.rejected_total, 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_hang(text in r#"([\[\]{}",:\\n \n]|[0-9a-z]){1,300}"#) {
            let mut sink = Collected::default();
            let mut bytes = text.as_bytes();
            if let Ok(mut input) = Input::open(&mut bytes, &mut sink) {
                values(&mut input, TREE, &mut sink, &mut |_, _, _| {}).unwrap();
            }
        }
    }
}
