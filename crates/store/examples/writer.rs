//! Appends changes without end and prints the number of each entry once it is acknowledged: the process that the test
//! `crash` kills. `writer FILE`.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for a test")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{at, by, item};
use gemba_model::*;
use gemba_store::{Outcome, Workspace};
use std::io::Write;

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let mut workspace = Workspace::open(&path).unwrap();
    let mut out = std::io::stdout().lock();
    loop {
        let next = workspace.head().unwrap().seq + 1;
        let body = Body::WorkItemRecorded(Box::new(item(&format!("w{}", next % 7))));
        let change = Change { id: ChangeId(format!("c{next}")), author: by("mo", None), at: at(0), body };
        let done = workspace.append(&[change]).unwrap();
        assert_eq!(done.results, [Outcome::Applied { seq: next }]);
        writeln!(out, "{next}").unwrap();
        out.flush().unwrap();
    }
}
