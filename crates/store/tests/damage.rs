//! Files that are damaged, foreign, newer, locked away or without room: never a panic, never silent.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::*;
use gemba_model::*;
use gemba_store::{Outcome, Reason, StoreError, Workspace};
use proptest::prelude::*;
use rusqlite::Connection;
use std::path::Path;

fn team(id: &str) -> Body {
    Body::TeamRecorded(Team {
        id: id.into(),
        name: "Team".into(),
        party: None,
        source: Source::default(),
        extra: Extra::default(),
    })
}

fn filled(path: &Path) {
    let mut workspace = Workspace::create(path).expect("made");
    let changes: Vec<_> = (0..60).map(|n| change(&format!("c{n}"), team(&format!("t{n}")))).collect();
    workspace.append(&changes).expect("appended");
    let minutes =
        (0..1_440).map(|minute| MinuteCount { minute, good: 3, total: 3 + minute.unsigned_abs() % 5 }).collect();
    workspace.put_counts("log", &[SliDay { sli: "s".into(), day: 0, minutes, latency: None }]).expect("put");
    workspace.put_alerts(&[alert("a", 0, Some(5))]).expect("put");
}

#[derive(Clone, Debug)]
enum Harm {
    Flip { place: f64, bit: u8 },
    Zero { place: f64 },
    Cut { place: f64 },
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        3 => (0.0_f64..1.0, 0_u8..8).prop_map(|(place, bit)| Harm::Flip { place, bit }),
        1 => (0.0_f64..1.0).prop_map(|place| Harm::Zero { place }),
        1 => (0.0_f64..1.0).prop_map(|place| Harm::Cut { place }),
    ]
}

fn apply(bytes: &mut Vec<u8>, harm: &Harm) {
    let at = |place: f64| (bytes.len() as f64 * place) as usize;
    match *harm {
        Harm::Flip { place, bit } => {
            let at = at(place);
            bytes[at] ^= 1 << bit;
        }
        Harm::Zero { place } => {
            let page = at(place) / 4_096 * 4_096;
            bytes[page..page + 4_096].fill(0);
        }
        Harm::Cut { place } => bytes.truncate(at(place)),
    }
}

/// Uses everything that reads; whatever it answers, it answers.
fn use_all(workspace: &Workspace) -> bool {
    let _ = workspace.records::<Team>();
    let _ = workspace.changes(0, u64::MAX);
    let _ = workspace.changes_about(RecordKind::Team, "t1");
    let _ = workspace.minutes("s", 0, 5_000);
    let _ = workspace.sums("s", &[(3, 700), (0, 5_000)]);
    let _ = workspace.alerts(&Default::default());
    let _ = workspace.alert_rows(&Default::default());
    let _ = workspace.slis();
    let _ = workspace.sources();
    workspace.verify().is_ok_and(|report| report.ok)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_never_panics_and_what_is_saved_of_it_is_sound(harm in harm()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.gemba");
        filled(&path);
        let mut bytes = std::fs::read(&path).expect("read");
        apply(&mut bytes, &harm);
        std::fs::write(&path, &bytes).expect("written");
        if let Ok(mut workspace) = Workspace::open(&path) {
            use_all(&workspace);
            let damaged = matches!(workspace.health().read_only, Some(Reason::Damaged { .. }));
            let appended = workspace.append(&[change("new", team("new"))]);
            if damaged {
                prop_assert!(!workspace.health().help.is_empty());
                let refused = matches!(appended, Err(StoreError::ReadOnly { .. }));
                prop_assert!(refused);
                let saved = folder.path().join("saved.gemba");
                let report = workspace.salvage(&saved).expect("saved");
                let saved = Workspace::open(&saved).expect("opened");
                prop_assert!(use_all(&saved));
                prop_assert_eq!(saved.head().expect("a head").seq, report.entries);
            }
        }
        if let Ok(workspace) = Workspace::open_read_only(&path) {
            use_all(&workspace);
        }
    }

    #[test]
    fn any_bytes_are_refused_as_something_else(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.gemba");
        std::fs::write(&path, &bytes).expect("written");
        let refused = matches!(Workspace::open(&path), Err(StoreError::NotAWorkspace { .. }));
        prop_assert!(refused);
        prop_assert_eq!(std::fs::read(&path).expect("read"), bytes);
    }
}

/// Flipped bits within an entry are found at opening: the chain covers all of them. Those within a record are left to
/// `verify`; those in the unused part of a page change nothing.
#[test]
fn every_flip_within_an_entry_is_found_at_opening() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    filled(&path);
    let bytes = std::fs::read(&path).expect("read");
    let needle = br#""id":"t7","name":"Team""#;
    let places: Vec<usize> = (0..bytes.len() - needle.len()).filter(|at| bytes[*at..].starts_with(needle)).collect();
    let (mut at_opening, mut by_verify) = (0, 0);
    for place in places {
        for bit in 0..8_u8 {
            let mut bytes = bytes.clone();
            bytes[place + 5 + usize::from(bit)] ^= 1 << bit;
            std::fs::write(&path, &bytes).expect("written");
            let workspace = Workspace::open(&path).expect("opened");
            by_verify += u32::from(!workspace.verify().expect("verified").ok);
            at_opening += u32::from(matches!(workspace.health().read_only, Some(Reason::Damaged { .. })));
        }
    }
    assert_eq!((at_opening, by_verify), (8, 16));
    std::fs::write(&path, &bytes).expect("written");
    let workspace = Workspace::open(&path).expect("opened");
    assert_eq!(workspace.health().read_only, None, "the control: the file as it was");
    assert!(workspace.verify().expect("verified").ok);
}

#[test]
fn a_foreign_sqlite_file_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("other.db");
    Connection::open(&path)
        .expect("made")
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);")
        .expect("filled");
    let before = std::fs::read(&path).expect("read");
    let error = Workspace::open(&path).expect_err("refused");
    assert!(error.to_string().contains("another program"), "{error}");
    assert_eq!(std::fs::read(&path).expect("read"), before);
    assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 1, "nothing was put beside it");
}

#[test]
fn a_newer_file_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    filled(&path);
    Connection::open(&path).expect("opened").pragma_update(None, "user_version", 99).expect("set");
    let lock = folder.path().join("shop.gemba.lock");
    std::fs::remove_file(&lock).expect("removed");
    let before = std::fs::read(&path).expect("read");
    for opened in [Workspace::open(&path), Workspace::open_read_only(&path)] {
        let error = opened.expect_err("refused");
        assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
        assert!(error.help().contains("Update"));
    }
    assert_eq!(std::fs::read(&path).expect("read"), before);
    assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 1, "nothing was put beside it");
}

#[test]
fn a_change_of_a_newer_version_stops_the_writer_and_not_the_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    filled(&path);
    Connection::open(&path)
        .expect("opened")
        .execute("INSERT INTO change_name (name) VALUES ('v2.team_recorded')", [])
        .expect("inserted");
    let mut workspace = Workspace::open(&path).expect("opened");
    assert_eq!(workspace.health().read_only, Some(Reason::UpdateRequired { name: "v2.team_recorded".into() }));
    assert!(workspace.health().help.contains("Update"));
    assert!(matches!(workspace.append(&[change("x", team("x"))]), Err(StoreError::UpdateRequired { .. })));
    assert!(matches!(workspace.rebuild(), Err(StoreError::UpdateRequired { .. })));
    assert!(matches!(workspace.put_counts("x", &[]), Err(StoreError::UpdateRequired { .. })));
    assert!(!workspace.retry_writable().expect("answered"));
    assert_eq!(workspace.records::<Team>().expect("records").len(), 60);
}

#[test]
fn unknown_fields_of_an_entry_are_kept_and_hashed() {
    let mut workspace = Workspace::in_memory().expect("made");
    let text = r#"{"id":"c1","author":{"name":"mo","party":null},"at":"2026-01-01T00:00:00Z","name":"v1.work_item_moved","data":{"item":"a","state":"done"},"mood":"good"}"#;
    let first = gemba_store::codec::text(&change("c0", Body::WorkItemRecorded(Box::new(item("a"))))).expect("a text");
    let done = workspace
        .append_texts(&[first, text.to_owned(), text.replace("v1.", "v9.").replace("c1", "c2")])
        .expect("appended");
    assert_eq!(done.results[1], Outcome::Applied { seq: 2 });
    assert!(matches!(&done.results[2], Outcome::Refused { reason } if reason.contains("not known to this version")));
    let mut lines = Vec::new();
    workspace.export_log(&mut lines).expect("exported");
    assert!(String::from_utf8(lines).expect("text").contains(text));
    assert!(workspace.verify().expect("verified").ok);
}

/// The quota that the store offers is SQLite's own limit of pages: a write beyond it fails where a full disk does.
#[test]
fn without_room_it_turns_read_only_loses_nothing_and_resumes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    filled(&path);
    let mut workspace = Workspace::open(&path).expect("opened");
    let size = std::fs::metadata(&path).expect("a size").len();
    let batch = |round: usize| -> Vec<Change> {
        (0..50).map(|n| change(&format!("r{round}-{n}"), team(&format!("r{round}-{n}")))).collect()
    };
    workspace.append(&batch(0)).expect("the control: there is room");
    workspace.set_size_limit(Some(size + 40_000)).expect("set");
    let mut acknowledged = workspace.head().expect("a head");
    let mut error = None;
    for round in 1..200 {
        match workspace.append(&batch(round)) {
            Ok(done) => acknowledged = done.head,
            Err(found) => {
                error = Some(found);
                break;
            }
        }
    }
    assert!(matches!(error, Some(StoreError::Full { .. })), "{error:?}");
    assert_eq!(workspace.health().read_only, Some(Reason::Full));
    assert!(workspace.health().help.contains("resumes by itself"));
    assert_eq!(workspace.head().expect("a head"), acknowledged);
    assert!(workspace.verify().expect("verified").ok);
    assert!(matches!(workspace.append(&batch(777)), Err(StoreError::Full { .. })), "read only until tried again");
    workspace.set_size_limit(None).expect("room again");
    assert!(workspace.retry_writable().expect("tried"));
    assert_eq!(workspace.health().read_only, None);
    workspace.append(&batch(888)).expect("writing again");
    assert!(workspace.verify().expect("verified").ok);
}

#[test]
fn what_is_not_there_is_said_so() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(Workspace::open(folder.path().join("no.gemba")), Err(StoreError::NotFound(_))));
    assert!(matches!(Workspace::open(folder.path()), Err(StoreError::NotAWorkspace { .. })));
    let path = folder.path().join("shop.gemba");
    drop(Workspace::create(&path).expect("made"));
    assert!(matches!(Workspace::create(&path), Err(StoreError::Exists(_))));
    assert!(Workspace::create(folder.path().join("nowhere").join("shop.gemba")).is_err());
}

/// A file that was laid on a read-only medium is shown, and says why nothing can be written.
#[cfg(unix)]
#[test]
fn where_nothing_may_be_written_the_file_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    filled(&path);
    std::fs::remove_file(folder.path().join("shop.gemba.lock")).expect("removed");
    let mode = |mode| std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).expect("set");
    mode(0o500);
    let may_write_anyway = std::fs::write(folder.path().join("probe"), "").is_ok();
    let opened = Workspace::open(&path);
    mode(0o700);
    let workspace = opened.expect("opened");
    assert_eq!(workspace.records::<Team>().expect("records").len(), 60);
    // The superuser may write wherever it likes; for everybody else the file is read only.
    let expected = if may_write_anyway { None } else { Some(Reason::NotAllowed) };
    assert_eq!(workspace.health().read_only, expected);
}
