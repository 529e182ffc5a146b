//! Reads files and says what was found in them, and how fast: `cargo run --release --example read -- FILE...`.
#![expect(clippy::print_stdout, reason = "a tool whose purpose is to print")]

use gemba_intake::{Context, Counter, Fact, FileError, HEAD_BYTES, LogLine, Place, Sink, detect};
use gemba_model::{MinuteCount, UtcTime};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::time::Instant;

struct Tally {
    facts: BTreeMap<&'static str, u64>,
    counter: Counter,
    lines: u64,
    counts: u64,
    rejected: u64,
    bytes: u64,
}

impl Sink for Tally {
    fn fact(&mut self, _place: &Place, fact: Fact) {
        let name = match fact {
            Fact::Person(_) => "people",
            Fact::Team(_) => "teams",
            Fact::Service(_) => "services",
            Fact::Journey(_) => "journeys",
            Fact::Objective(_) => "objectives",
            Fact::FailureMode(_) => "failure modes",
            Fact::WorkItem(_) => "work items",
            Fact::Rotation(_) => "rotations",
            Fact::Override { .. } => "overrides",
            Fact::Knowledge(_) => "knowledge cards",
            Fact::Alert(_) => "alerts",
            Fact::IncidentEvent(_) => "incident events",
            Fact::Settings(_) => "settings",
        };
        *self.facts.entry(name).or_default() += 1;
    }

    fn log(&mut self, line: &LogLine<'_>) {
        self.lines += 1;
        self.counter.add(line);
    }

    fn count(&mut self, _sli: &str, _count: MinuteCount) {
        self.counts += 1;
    }

    fn reject(&mut self, place: &Place, reason: String) {
        self.rejected += 1;
        if self.rejected <= 10 {
            println!("  refused: {place}: {reason}");
        }
    }

    fn remark(&mut self, remark: String) {
        println!("  remark: {remark}");
    }

    fn progress(&mut self, bytes: u64) -> ControlFlow<()> {
        self.bytes = bytes;
        ControlFlow::Continue(())
    }
}

fn one(name: &str) -> Result<(), FileError> {
    let io = |error| FileError::Io { at: 0, error };
    let mut file = File::open(name).map_err(io)?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(io)?;
    file.rewind().map_err(io)?;
    let format = detect(name, &head).map_err(|none| FileError::Unreadable(none.reason))?;
    println!("{name}: {}", format.name());
    let mut tally =
        Tally { facts: BTreeMap::new(), counter: Counter::new(&[]), lines: 0, counts: 0, rejected: 0, bytes: 0 };
    let began = Instant::now();
    format.read(&mut file, &Context::new(name, UtcTime::from_second(i64::MAX)), &mut tally)?;
    let took = began.elapsed().as_secs_f64();
    let megabytes = tally.bytes as f64 / 1e6;
    println!(
        "  {:?}, {} log lines, {} counts, {} refused; {megabytes:.1} MB in {took:.2} s, {:.0} MB/s",
        tally.facts,
        tally.lines,
        tally.counts,
        tally.rejected,
        megabytes / took
    );
    for remark in tally.counter.remarks() {
        println!("  remark: {remark}");
    }
    println!("  {} indicator days", tally.counter.finish().len());
    Ok(())
}

fn main() {
    for name in std::env::args().skip(1) {
        if let Err(error) = one(&name) {
            println!("{name}: {error}");
        }
    }
}
