//! A workspace from its making to its reopening.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::{change, incident, item, person};
use gemba_model::*;
use gemba_store::{Outcome, Workspace};

#[test]
fn what_was_appended_is_there_after_reopening() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    let head = {
        let mut workspace = Workspace::create(&path).expect("made");
        let done = workspace
            .append(&[
                change("1", Body::PersonRecorded(person("mo", Party::Ops))),
                change("2", Body::IncidentOpened(Box::new(incident("i1")))),
                change("3", Body::IncidentAcknowledged { incident: "i1".into() }),
                change("3", Body::IncidentAcknowledged { incident: "i1".into() }),
                change("4", Body::IncidentAcknowledged { incident: "nowhere".into() }),
            ])
            .expect("appended");
        assert_eq!(
            done.results[..4],
            [
                Outcome::Applied { seq: 1 },
                Outcome::Applied { seq: 2 },
                Outcome::Applied { seq: 3 },
                Outcome::Duplicate { seq: 3 }
            ]
        );
        assert!(matches!(&done.results[4], Outcome::Refused { reason } if reason.contains("nowhere")));
        done.head
    };
    let workspace = Workspace::open(&path).expect("opened");
    assert_eq!(workspace.health().read_only, None);
    assert_eq!(workspace.head().expect("a head"), head);
    let found: Vec<Incident> = workspace.records().expect("records");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].number, found[0].state), (1, IncidentState::Acknowledged));
    assert_eq!(workspace.changes_about(RecordKind::Incident, "i1").expect("a history").len(), 2);
    assert_eq!(workspace.changes(1, 1).expect("changes")[0].change.id.as_str(), "2");
    let report = workspace.verify().expect("verified");
    assert!(report.ok, "{report:?}");
    assert_eq!((report.entries, report.first_bad), (3, None));
}

#[test]
fn all_or_nothing_writes_nothing_when_one_is_refused() {
    let mut workspace = Workspace::in_memory().expect("made");
    let changes = [
        change("1", Body::WorkItemRecorded(Box::new(item("a")))),
        change("2", Body::WorkItemMoved { item: "b".into(), state: WorkState::Done }),
    ];
    assert!(workspace.append_all_or_nothing(&changes).is_err());
    assert_eq!(workspace.head().expect("a head").seq, 0);
    assert_eq!(workspace.records::<WorkItem>().expect("records"), []);
    assert_eq!(workspace.health().read_only, None);
}

#[test]
fn a_second_writer_is_told_and_a_reader_is_welcome() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    let mut first = Workspace::create(&path).expect("made");
    let error = Workspace::open(&path).expect_err("busy");
    assert!(error.to_string().contains("in use"), "{error}");
    let reader = Workspace::open_read_only(&path).expect("a reader");
    first.append(&[change("1", Body::PersonRecorded(person("mo", Party::Ops)))]).expect("appended");
    assert_eq!(reader.records::<Person>().expect("records").len(), 1);
    drop(first);
    assert!(Workspace::open(&path).is_ok());
}

#[test]
fn a_workspace_may_move_between_threads() {
    fn moves<T: Send>(_: &T) {}
    moves(&Workspace::in_memory().expect("made"));
}
