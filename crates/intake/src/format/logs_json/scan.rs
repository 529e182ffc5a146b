//! A scanner that walks one JSON object and hands over its scalars by path, without building a document.
//!
//! It checks the structure (brackets, commas, colons, closed texts), not the grammar of numbers. Nothing is copied but
//! texts with escapes.

use super::fields::{Fields, Scalar, Text};
use memchr::memchr2;
use std::borrow::Cow;

/// Objects within objects, at most.
const DEEPEST: usize = 32;

/// The longest path that can be one of the known names.
const LONGEST_PATH: usize = 96;

struct Path {
    bytes: [u8; LONGEST_PATH],
    length: usize,
    /// Whether the path is longer than any that matters.
    over: bool,
}

impl Path {
    fn get(&self) -> &[u8] {
        if self.over { b"" } else { &self.bytes[..self.length] }
    }
}

/// Walks the object in `line`.
///
/// # Errors
/// What is wrong with its structure.
pub(super) fn object<'a>(line: &'a [u8], fields: &mut Fields<'a>) -> Result<(), &'static str> {
    let mut at = skip_space(line, 0);
    if line.get(at) != Some(&b'{') {
        return Err("the line is no JSON object");
    }
    at += 1;
    let mut path = Path { bytes: [0; LONGEST_PATH], length: 0, over: false };
    // The lengths of the path at which the open objects began.
    let mut open = [(0usize, false); DEEPEST];
    let mut depth = 0usize;
    let mut first = true;
    loop {
        at = skip_space(line, at);
        match line.get(at) {
            None => return Err("the line ends inside its JSON object; it may be cut short"),
            Some(b'}') => {
                at = skip_space(line, at + 1);
                if depth == 0 {
                    return if at == line.len() {
                        Ok(())
                    } else {
                        Err("something follows the JSON object on its line")
                    };
                }
                depth -= 1;
                (path.length, path.over) = open[depth];
                first = false;
                continue;
            }
            Some(b',') if !first => at = skip_space(line, at + 1),
            Some(b'"') if first => {}
            Some(_) => return Err("the JSON object is broken: a comma or a bracket is missing"),
        }
        first = false;
        if line.get(at) != Some(&b'"') {
            return Err("the JSON object is broken: a name was expected");
        }
        let (key, next) = text(line, at)?;
        at = skip_space(line, next);
        if line.get(at) != Some(&b':') {
            return Err("the JSON object is broken: a colon was expected");
        }
        at = skip_space(line, at + 1);
        let before = (path.length, path.over);
        extend(&mut path, key.get().as_bytes());
        match line.get(at) {
            None => return Err("the line ends inside its JSON object; it may be cut short"),
            Some(b'{') => {
                if depth == DEEPEST {
                    return Err("the JSON object is nested deeper than 32 levels");
                }
                fields.take(path.get(), Scalar::Other);
                open[depth] = before;
                depth += 1;
                match path.get() {
                    // The containers of attributes add nothing to a name.
                    b"attributes" | b"resource" | b"resource.attributes" | b"Attributes" | b"Resource" | b"labels" => {
                        path.length = 0;
                    }
                    _ => extend(&mut path, b"."),
                }
                at += 1;
                first = true;
                continue;
            }
            Some(b'[') => {
                at = array_end(line, at)?;
                fields.take(path.get(), Scalar::Other);
            }
            Some(b'"') => {
                let (value, next) = text(line, at)?;
                at = next;
                fields.take(path.get(), Scalar::Text(value));
            }
            Some(_) => {
                let end = line[at..].iter().position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t'));
                let end = at + end.ok_or("the line ends inside its JSON object; it may be cut short")?;
                let number = std::str::from_utf8(&line[at..end]).unwrap_or_default();
                match number.as_bytes().first() {
                    Some(b'-' | b'0'..=b'9') => fields.take(path.get(), Scalar::Number(number)),
                    _ if matches!(number, "true" | "false" | "null") => fields.take(path.get(), Scalar::Other),
                    _ => return Err("the JSON object is broken: a value was expected"),
                }
                at = end;
            }
        }
        (path.length, path.over) = before;
    }
}

fn extend(path: &mut Path, part: &[u8]) {
    match path.bytes.get_mut(path.length..path.length + part.len()) {
        Some(room) => {
            room.copy_from_slice(part);
            path.length += part.len();
        }
        None => path.over = true,
    }
}

fn skip_space(line: &[u8], mut at: usize) -> usize {
    while matches!(line.get(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
        at += 1;
    }
    at
}

/// The text that begins with the quote at `at`, and where reading goes on.
fn text(line: &[u8], at: usize) -> Result<(Text<'_>, usize), &'static str> {
    const CUT: &str = "the line ends inside a text; it may be cut short";
    let mut end = at + 1;
    let mut escaped = false;
    loop {
        end += memchr2(b'"', b'\\', line.get(end..).ok_or(CUT)?).ok_or(CUT)?;
        if line[end] == b'"' {
            break;
        }
        escaped = true;
        end += 2;
    }
    if escaped {
        let text: String =
            serde_json::from_slice(&line[at..=end]).map_err(|_| "a text holds an escape that is none")?;
        return Ok((Text(Cow::Owned(text)), end + 1));
    }
    let text = std::str::from_utf8(&line[at + 1..end]).map_err(|_| "a text is not valid UTF-8")?;
    Ok((Text(Cow::Borrowed(text)), end + 1))
}

/// Where the array that begins at `at` has ended.
fn array_end(line: &[u8], mut at: usize) -> Result<usize, &'static str> {
    let mut depth = 0usize;
    while let Some(byte) = line.get(at) {
        match byte {
            b'"' => {
                at = text(line, at)?.1;
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    Err("the line ends inside a list; it may be cut short")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = object(&bytes, &mut Fields::default());
        }

        #[test]
        fn no_almost_json_makes_it_panic(text in r#"\{([\[\]{}",: ]|service|time|[0-9]){0,120}"#) {
            let _ = object(text.as_bytes(), &mut Fields::default());
        }

        #[test]
        fn what_a_json_library_writes_is_read(name in ".{0,12}", body in ".{0,24}", number in any::<i32>()) {
            let line = serde_json::json!({ "service.name": name, "body": body, "n": [number, { "a": body }], "x": { "y": body } });
            let line = line.to_string();
            let mut fields = Fields::default();
            prop_assert_eq!(object(line.as_bytes(), &mut fields), Ok(()));
            prop_assert_eq!(fields.service.as_ref().map(Text::get), Some(name.as_str()));
        }
    }
}
