//! The documents of a YAML stream, each by itself, so that a bad one does not lose the others.

use super::{Input, lines::Lines};
use crate::{FileError, Place, Sink};
use serde_json::Value;

/// The longest document that is read. An entity, an objective or a list of settings has a few kilobytes.
const LONGEST_DOCUMENT: usize = 4 * 1024 * 1024;

/// Calls `each` with every document that can be read, and where it begins. The others are refused in the sink.
///
/// YAML forbids `---` at the beginning of a line inside any scalar (YAML 1.2.2, §9.1.2), so a stream can be cut there
/// before it is parsed.
pub(crate) fn documents(
    input: &mut Input<'_>,
    sink: &mut dyn Sink,
    each: &mut dyn FnMut(&Place, Value, &mut dyn Sink),
) -> Result<(), FileError> {
    let mut lines = Lines::new(input);
    let mut text = String::new();
    let (mut number, mut first) = (0, 1);
    let mut spoilt: Option<String> = None;
    loop {
        let line = lines.next(sink)?;
        let cut = line.is_none_or(|(_, line)| is_mark(line));
        if cut {
            let empty = text.lines().all(|line| line.trim_start().starts_with('#') || line.trim().is_empty());
            if !empty || spoilt.is_some() {
                number += 1;
                let place = Place::document(number, first);
                match spoilt.take() {
                    Some(reason) => sink.reject(&place, reason),
                    None => one(&place, &text, sink, each),
                }
            }
            text.clear();
        }
        let Some((at, line)) = line else { return Ok(()) };
        if cut {
            first = at;
            if line[3..].trim_ascii().is_empty() {
                // The document begins on the next line.
                first += 1;
                continue;
            }
            text.push_str("   ");
        }
        if spoilt.is_some() {
            continue;
        }
        let kept = if cut { &line[3..] } else { line };
        match std::str::from_utf8(kept) {
            Err(_) => spoilt = Some(format!("line {at} is not valid UTF-8; save the file as UTF-8")),
            Ok(_) if text.len() + kept.len() > LONGEST_DOCUMENT => {
                spoilt = Some("the document is longer than 4 MiB; split it".into());
            }
            // Directives belong to the stream, not to a document.
            Ok(kept) if kept.starts_with('%') => text.push('\n'),
            Ok(kept) => {
                text.push_str(kept);
                text.push('\n');
            }
        }
    }
}

fn is_mark(line: &[u8]) -> bool {
    (line.starts_with(b"---") || line.starts_with(b"...")) && line.get(3).is_none_or(u8::is_ascii_whitespace)
}

fn one(place: &Place, text: &str, sink: &mut dyn Sink, each: &mut dyn FnMut(&Place, Value, &mut dyn Sink)) {
    match parse(text) {
        Ok(Value::Null) => {}
        Ok(value) => each(place, value, sink),
        Err((line, reason)) => {
            let first = place.line.unwrap_or(1);
            let at = Place { line: Some(first + line.saturating_sub(1)), ..place.clone() };
            sink.reject(&at, reason);
        }
    }
}

/// Parses one document within a budget, so that neither depth nor aliases can make it grow.
///
/// # Errors
/// The line within the document, from 1, and what is wrong.
pub(crate) fn parse(text: &str) -> Result<Value, (u64, String)> {
    let mut options = serde_saphyr::Options::default();
    options.with_snippet = false;
    options.budget = serde_saphyr::budget! {
        max_depth: 64,
        max_nodes: 200_000,
        max_events: 400_000,
        max_aliases: 1_000,
        max_anchors: 1_000,
        max_documents: 1,
    };
    options.alias_limits.max_total_replayed_events = 100_000;
    options.alias_limits.max_replay_stack_depth = 16;
    serde_saphyr::from_str_with_options::<Value>(text, options).map_err(|error| {
        let said = error.to_string();
        let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("unknown error").trim();
        // The place within the document goes into the place within the file.
        let (said, written) = match said.rsplit_once(" at line ") {
            Some((said, place)) => {
                (said, place.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()))
            }
            None => (said, None),
        };
        let line = written.or_else(|| error.location().map(|location| location.line())).unwrap_or(1);
        (line, format!("this is not readable YAML: {}", super::shown(said)))
    })
}
