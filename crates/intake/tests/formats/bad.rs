//! What bad input gets: a message with the place, the good records beside it, and bounded memory.

use crate::corpus::{GOOD, LOGS};
use crate::{context, places, read, read_as};
use gemba_intake::{Collected, FileError, LogLine, Place, Sink, by_name, detect, formats};
use std::io::Read;
use std::ops::ControlFlow;

#[test]
fn empty_files_are_said_to_be_empty() {
    for format in formats() {
        for nothing in ["", " \n\n\t", "\u{feff}"] {
            let error = read_as(format.name(), "x", nothing.as_bytes()).unwrap_err();
            assert_eq!(error.to_string(), "the file is empty", "{}", format.name());
        }
    }
    assert_eq!(detect("x", b"").map(|found| found.name()).unwrap_err().reason, "the file is empty");
}

#[test]
fn packed_files_are_refused_with_the_way_to_unpack_them() {
    for (start, word) in
        [(&[0x1f, 0x8b, 8, 0][..], "gunzip"), (&[0x28, 0xb5, 0x2f, 0xfd], "unzstd"), (b"PK\x03\x04", "CSV")]
    {
        assert!(detect("x.gz", start).map(|found| found.name()).unwrap_err().reason.contains(word));
        for format in formats() {
            let error = read_as(format.name(), "x", start).unwrap_err();
            assert!(error.to_string().contains(word), "{}: {error}", format.name());
        }
    }
}

#[test]
fn what_no_format_fits_is_described() {
    let reason = |bytes: &[u8]| detect("x", bytes).map(|found| found.name()).unwrap_err().reason;
    assert!(reason(b"\x00\x01\x02\x03rest").contains("no text"));
    assert!(reason(b"{\"a\":1}").contains("JSON"));
    assert!(reason(b"colour,size\nred,4\n").contains("colour, size"));
    assert!(reason(b"Dear all,").contains("--as"));
    // Text from outside never reaches a terminal as an escape.
    assert!(!reason(b"a\x1b[31m,b\n").contains('\x1b'));
}

#[test]
fn a_file_that_is_cut_short_keeps_what_was_whole() {
    for (format, file, content) in GOOD {
        let cut = &content.as_bytes()[..content.len() - 5];
        let Ok(found) = read_as(format, file, cut) else { panic!("{file}") };
        let whole = read(file, content);
        assert!(found.facts.len() + 1 >= whole.facts.len(), "{file}");
        assert!(found.logs.len() + 1 >= whole.logs.len(), "{file}");
    }
}

/// Counts, and keeps nothing.
#[derive(Default)]
struct Tally {
    lines: u64,
    facts: u64,
    rejected: Vec<String>,
    bytes: u64,
    stop_after: Option<u64>,
}

impl Sink for Tally {
    fn fact(&mut self, _: &Place, _: gemba_intake::Fact) {
        self.facts += 1;
    }
    fn log(&mut self, _: &LogLine<'_>) {
        self.lines += 1;
    }
    fn count(&mut self, _: &str, _: gemba_model::MinuteCount) {
        self.facts += 1;
    }
    fn reject(&mut self, place: &Place, reason: String) {
        if self.rejected.len() < 100 {
            self.rejected.push(format!("{place}: {reason}"));
        }
    }
    fn remark(&mut self, _: String) {}
    fn progress(&mut self, bytes: u64) -> ControlFlow<()> {
        self.bytes = bytes;
        if self.stop_after.is_some_and(|most| bytes >= most) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// What a reader holds at once, at most, whatever the file: the buffers of the line, CSV and JSON readers.
#[test]
fn one_endless_line_costs_itself_and_no_memory() {
    const LONG: u64 = 96 * 1024 * 1024;
    for (format, file, content) in GOOD {
        let header = if format.ends_with("-csv") { content.lines().next().unwrap_or_default() } else { "" };
        let start = format!("{header}\n");
        let mut input =
            start.as_bytes().chain(std::io::repeat(b'x').take(LONG)).chain(&b"\n"[..]).chain(content.as_bytes());
        let mut tally = Tally::default();
        let read = by_name(format).unwrap().read(&mut input, &context(file), &mut tally);
        assert!(read.is_ok(), "{file}: {read:?}");
        assert!(!tally.rejected.is_empty(), "{file}");
        assert!(tally.bytes > LONG, "{file}");
        if *format == "logs-json" && *file == "app.jsonl" {
            assert_eq!(tally.lines, 2);
            assert!(tally.rejected[0].starts_with("line 2: the line is longer than 1 MiB"), "{:?}", tally.rejected);
        }
    }
}

#[test]
fn a_sink_can_stop_the_reading() {
    let mut input = LOGS.as_bytes().chain(std::io::repeat(b'\n').take(64 * 1024 * 1024));
    let mut tally = Tally { stop_after: Some(1024 * 1024), ..Tally::default() };
    let stopped = by_name("logs-json").unwrap().read(&mut input, &context("x"), &mut tally);
    assert!(matches!(stopped, Err(FileError::Stopped)));
    assert!(tally.bytes < 3 * 1024 * 1024);
}

#[test]
fn an_input_that_breaks_is_said_with_the_place() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the cable is out"))
        }
    }
    let mut input = LOGS.as_bytes().chain(Broken);
    let mut sink = Collected::default();
    let error = by_name("logs-json").unwrap().read(&mut input, &context("x"), &mut sink).unwrap_err();
    assert_eq!(error.to_string(), format!("the file could not be read at byte {}: the cable is out", LOGS.len()));
}

#[test]
fn yaml_bombs_are_refused_and_their_neighbours_kept() {
    let mut bomb = String::from("apiVersion: gemba.dev/v1\nkind: Settings\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for (name, before) in ('b'..='k').zip('a'..) {
        bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(", ")));
    }
    // A long text, repeated by aliases.
    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(500_000), vec!["*a"; 900].join(", "));
    let deep = format!("a: {}{}", "[".repeat(10_000), "]".repeat(10_000));
    let good = GOOD.iter().find(|(name, _, _)| *name == "gemba-yaml").map(|(_, _, text)| *text).unwrap();
    let found = read("gemba.yaml", format!("{bomb}---\n{text}---\n{deep}\n---\n{good}"));
    assert_eq!(found.rejected_total, 3, "{:?}", found.rejected);
    assert!(found.rejected[0].place.starts_with("document 1"), "{:?}", found.rejected);
    assert_eq!(found.facts.len(), 2);
}

#[test]
fn deep_json_is_refused_and_its_neighbours_kept() {
    for format in ["alertmanager", "pagerduty", "logs-json"] {
        let good =
            GOOD.iter().rfind(|(name, _, _)| *name == format).map(|(_, _, text)| text.replace('\n', "")).unwrap();
        let deep = format!("{}{}", "{\"a\":".repeat(50_000), "[".repeat(50_000));
        let found = read_as(format, "x", format!("{good}\n{deep}\n{good}\n").as_bytes()).unwrap();
        assert_eq!(found.rejected_total, 1, "{format}: {:?}", found.rejected);
        assert!(found.rejected[0].place.contains("line 2"), "{:?}", found.rejected);
    }
}

#[test]
fn lists_of_refusals_are_capped_and_counted() {
    let found = read_as("logs-json", "x", "nonsense\n".repeat(2_500).as_bytes()).unwrap();
    assert_eq!((found.rejected.len(), found.rejected_total), (Collected::LISTED, 2_500));
    assert_eq!(places(&found)[1], "line 2");
}

#[test]
fn wrong_encodings_cost_their_line_or_are_said() {
    let latin = b"id,name,party\nz,Z\xfcrich,dev\n";
    let found = read_as("people-csv", "p.csv", latin).unwrap();
    assert_eq!((found.facts.len(), found.rejected_total, found.remarks.len()), (1, 0, 1));
    assert!(format!("{:?}", found.facts).contains("Zürich"));
    let mut lines = LOGS.as_bytes().to_vec();
    lines.extend_from_slice(b"{\"time\":1795348800,\"service\":\"caf\xe9\"}\n");
    let found = read_as("logs-json", "l", &lines).unwrap();
    assert_eq!((found.logs.len(), places(&found)), (2, vec!["line 3"]));
}

#[test]
fn a_value_of_very_many_small_parts_is_refused_and_its_neighbours_kept() {
    let good =
        GOOD.iter().find(|(name, _, _)| *name == "alertmanager").map(|(_, _, text)| text.replace('\n', "")).unwrap();
    let many = format!(r#"{{"receiver":"r","alerts":[{}]}}"#, vec!["{}"; 300_000].join(","));
    let found = read_as("alertmanager", "a.jsonl", format!("{good}\n{many}\n{good}\n").as_bytes()).unwrap();
    assert_eq!((found.facts.len(), found.rejected_total), (2, 1));
    assert!(found.rejected[0].reason.contains("200,000 parts"), "{:?}", found.rejected);
}
