//! Copies that can be trusted, and the way from one schema to the next.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::*;
use gemba_model::*;
use gemba_store::{StoreError, Workspace};
use std::path::{Path, PathBuf};

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-1.gemba")
}

#[test]
fn a_backup_is_the_workspace_and_verifies() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut workspace = Workspace::create(folder.path().join("shop.gemba")).expect("made");
    workspace.append(&[change("1", Body::PersonRecorded(person("mo", Party::Ops)))]).expect("appended");
    let to = folder.path().join("copy.gemba");
    let report = workspace.backup(&to).expect("copied");
    assert_eq!(report.head, workspace.head().expect("a head"));
    assert_eq!(report.bytes, std::fs::metadata(&to).expect("a size").len());
    workspace.append(&[change("2", Body::PersonRecorded(person("li", Party::Dev)))]).expect("the original goes on");
    let copy = Workspace::open(&to).expect("opened");
    assert_eq!(copy.health().read_only, None);
    assert!(copy.verify().expect("verified").ok);
    assert_eq!(copy.records::<Person>().expect("records"), [person("mo", Party::Ops)]);
    assert!(matches!(workspace.backup(&to), Err(StoreError::Exists(_))), "a copy is never written over");
    let names: Vec<_> = std::fs::read_dir(folder.path())
        .expect("read")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.iter().all(|name| !name.contains(".part")), "{names:?}");
    assert!(workspace.backup(folder.path().join("nowhere").join("copy.gemba")).is_err());
}

#[test]
fn a_workspace_in_memory_can_be_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut workspace = Workspace::in_memory().expect("made");
    workspace.append(&[change("1", Body::PersonRecorded(person("mo", Party::Ops)))]).expect("appended");
    let to = folder.path().join("copy.gemba");
    workspace.backup(&to).expect("copied");
    assert_eq!(Workspace::open(&to).expect("opened").records::<Person>().expect("records").len(), 1);
}

/// The fixture was written by the first version that had a schema. It is never written anew.
#[test]
fn a_file_of_version_1_is_opened_with_all_its_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("old.gemba");
    std::fs::copy(fixture(), &path).expect("copied");
    let mut workspace = Workspace::open(&path).expect("opened");
    assert_eq!(workspace.health().read_only, None);
    let report = workspace.verify().expect("verified");
    assert!(report.ok, "{report:?}");
    assert_eq!(report.entries, 4);
    assert_eq!(report.head_hash, "5a1fdb3a447dc27d81140d0493d6362e42b246b479824add02c1547241c6baae");
    assert_eq!(workspace.records::<Person>().expect("records"), [person("mo", Party::Ops)]);
    let incidents = workspace.records::<Incident>().expect("records");
    assert_eq!((incidents.len(), incidents[0].number, incidents[0].state), (1, 1, IncidentState::Resolved));
    assert_eq!(workspace.alerts(&Default::default()).expect("alerts"), [alert("a", 100, Some(160))]);
    assert_eq!(workspace.sums("pay", &[(0, 2_880)]).expect("sums"), [(5, 7)]);
    assert_eq!(workspace.source("till.log").expect("read").expect("there").bytes_read, 42);
    workspace.append(&[change("5", Body::IncidentReopened { incident: "i1".into() })]).expect("it goes on");
    assert!(workspace.verify().expect("verified").ok);
}
