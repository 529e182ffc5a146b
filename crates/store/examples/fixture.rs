//! Writes the workspace that `tests/backup.rs` opens as a file of an older version: `fixture FILE`. Run once per schema
//! version, when it is released; the result is committed and never written anew.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for a test")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{alert, at, change, incident, person};
use gemba_model::*;
use gemba_store::{SourceFile, Workspace};

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let mut workspace = Workspace::in_memory().unwrap();
    let changes = [
        change("1", Body::PersonRecorded(person("mo", Party::Ops))),
        change("2", Body::IncidentOpened(Box::new(incident("i1")))),
        change("3", Body::IncidentAcknowledged { incident: "i1".into() }),
        change("4", Body::IncidentResolved { incident: "i1".into(), ended: at(500) }),
    ];
    workspace.append_all_or_nothing(&changes).unwrap();
    workspace.put_alerts(&[alert("a", 100, Some(160))]).unwrap();
    let minutes =
        vec![MinuteCount { minute: 1_440, good: 2, total: 3 }, MinuteCount { minute: 1_500, good: 3, total: 4 }];
    let days = [SliDay { sli: "pay".into(), day: 1, minutes, latency: Some(LatencyHistogram::default()) }];
    let file = SourceFile {
        key: "till.log".into(),
        name: "till.log".into(),
        bytes_read: 42,
        sha256: "0".repeat(64),
        rules_hash: "r".into(),
        format: "logs-json".into(),
        at: at(1_700_000_000),
    };
    workspace.ingest(&file, 0, &days).unwrap();
    println!("{}", workspace.backup(&path).unwrap().head.hash);
}
