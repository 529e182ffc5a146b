//! A process that writes is killed; what it acknowledged is there.
//!
//! What this does not show: a kill leaves the operating system's caches alone, so `synchronous = OFF` would pass as well
//! and is no negative control. That nothing is lost with the power rests on `WAL` with `synchronous = FULL`, which
//! `connection_is_set_up_for_the_power_to_fail` looks at in the file that the store itself opened.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use gemba_store::Workspace;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// The example stands beside the test's own folder, built by the same command.
fn writer() -> std::path::PathBuf {
    let mut path = std::env::current_exe().expect("a path");
    path.pop();
    path.pop();
    path.join("examples").join(format!("writer{}", std::env::consts::EXE_SUFFIX))
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    drop(Workspace::create(&path).expect("made"));
    let mut acknowledged = 0;
    for round in 0..12 {
        let mut child =
            Command::new(writer()).arg(&path).stdout(Stdio::piped()).spawn().expect("the example `writer` is built");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        // Killed after another number of entries each round, wherever it is by then.
        for line in lines.by_ref().take(1 + round * 5) {
            acknowledged = line.expect("a line").parse().expect("a number");
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        for line in lines.map_while(Result::ok) {
            acknowledged = line.parse().unwrap_or(acknowledged);
        }
        let workspace = Workspace::open(&path).expect("opened");
        assert_eq!(workspace.health().read_only, None);
        let head = workspace.head().expect("a head").seq;
        assert!(head >= acknowledged, "entry {acknowledged} was acknowledged, the log ends at {head}");
        assert!(head <= acknowledged + 1, "one entry at most is written and not yet acknowledged");
        let report = workspace.verify().expect("verified");
        assert!(report.ok, "{report:?}");
    }
    assert!(acknowledged > 0);
}
