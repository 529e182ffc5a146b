//! Somebody edits the file with another program: found, with the entry named.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::*;
use gemba_model::*;
use gemba_store::{Reason, Workspace};
use proptest::prelude::*;
use rusqlite::Connection;
use std::path::Path;

const ENTRIES: i64 = 12;

fn filled(path: &Path) -> gemba_store::Head {
    let mut workspace = Workspace::create(path).expect("made");
    let changes: Vec<_> = (1..=ENTRIES)
        .map(|n| change(&format!("c{n}"), Body::WorkItemRecorded(Box::new(item(&format!("w{}", n % 5))))))
        .collect();
    workspace.append(&changes).expect("appended").head
}

/// The file as another program sees it, the guards of the schema taken away.
fn raw(path: &Path) -> Connection {
    let raw = Connection::open(path).expect("opened");
    raw.execute_batch("DROP TRIGGER log_is_not_rewritten; DROP TRIGGER log_is_not_shortened;").expect("dropped");
    raw
}

#[derive(Clone, Debug)]
enum Edit {
    /// One byte of an entry's text is another.
    Text { seq: i64, place: usize },
    /// One bit of a hash is another.
    Hash { seq: i64, bit: usize },
    /// The client's identifier is another.
    Id { seq: i64 },
    /// An entry is gone.
    Delete { seq: i64 },
    /// An entry is gone, and those behind it moved up.
    DeleteAndClose { seq: i64 },
    /// Two entries changed places, texts and hashes.
    Swap { seq: i64 },
    /// An entry was put in, and those behind it moved on.
    Insert { seq: i64 },
    /// An entry was put behind the last.
    Extend,
    /// A record says what the log does not.
    Record,
}

fn edits() -> impl Strategy<Value = Edit> {
    let seq = 1..=ENTRIES;
    prop_oneof![
        (seq.clone(), any::<prop::sample::Index>())
            .prop_map(|(seq, place)| Edit::Text { seq, place: place.index(100) }),
        (seq.clone(), 0_usize..256).prop_map(|(seq, bit)| Edit::Hash { seq, bit }),
        seq.clone().prop_map(|seq| Edit::Id { seq }),
        seq.clone().prop_map(|seq| Edit::Delete { seq }),
        seq.clone().prop_map(|seq| Edit::DeleteAndClose { seq }),
        (1..ENTRIES).prop_map(|seq| Edit::Swap { seq }),
        seq.prop_map(|seq| Edit::Insert { seq }),
        Just(Edit::Extend),
        Just(Edit::Record),
    ]
}

/// Edits the file and returns the entry that must be named as the first bad one.
fn apply(raw: &Connection, edit: &Edit) -> Option<u64> {
    let run = |sql: &str| raw.execute_batch(sql).expect(sql);
    let seq = match *edit {
        Edit::Text { seq, place } => {
            let text: String =
                raw.query_row("SELECT entry FROM log WHERE seq = ?1", [seq], |row| row.get(0)).expect("text");
            let mut bytes = text.into_bytes();
            bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
            let text = String::from_utf8(bytes).expect("text");
            raw.execute("UPDATE log SET entry = ?2 WHERE seq = ?1", (seq, text)).expect("edited");
            seq
        }
        Edit::Hash { seq, bit } => {
            let mut hash: Vec<u8> =
                raw.query_row("SELECT hash FROM log WHERE seq = ?1", [seq], |row| row.get(0)).expect("a hash");
            hash[bit / 8] ^= 1 << (bit % 8);
            raw.execute("UPDATE log SET hash = ?2 WHERE seq = ?1", (seq, hash)).expect("edited");
            seq
        }
        Edit::Id { seq } => {
            raw.execute("UPDATE log SET id = 'x' || id WHERE seq = ?1", [seq]).expect("edited");
            seq
        }
        Edit::Delete { seq } => {
            raw.execute("DELETE FROM log WHERE seq = ?1", [seq]).expect("edited");
            seq
        }
        Edit::DeleteAndClose { seq } => {
            raw.execute("DELETE FROM log WHERE seq = ?1", [seq]).expect("edited");
            raw.execute("UPDATE log SET seq = seq - 1 WHERE seq > ?1", [seq]).expect("edited");
            seq
        }
        Edit::Swap { seq } => {
            let next = seq + 1;
            run(&format!(
                "UPDATE log SET seq = 1000 WHERE seq = {seq}; UPDATE log SET seq = {seq} WHERE seq = {next}; \
                 UPDATE log SET seq = {next} WHERE seq = 1000;"
            ));
            seq
        }
        Edit::Insert { seq } => {
            run(&format!(
                "UPDATE log SET seq = -seq WHERE seq >= {seq}; UPDATE log SET seq = 1 - seq WHERE seq < 0; \
                 INSERT INTO log SELECT {seq}, 'forged', hash, replace(entry, 'Item', 'Forged') FROM log WHERE seq = {};",
                if seq == 1 { 2 } else { 1 }
            ));
            seq
        }
        Edit::Extend => {
            run(&format!("INSERT INTO log SELECT {}, 'forged', hash, entry FROM log WHERE seq = 1;", ENTRIES + 1));
            ENTRIES + 1
        }
        Edit::Record => {
            run("UPDATE record SET doc = replace(doc, 'Item', 'Forged') WHERE kind = 'work_item' AND id = 'w1'");
            return None;
        }
    };
    u64::try_from(seq).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_edit_is_found_and_the_entry_named(edit in edits()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.gemba");
        let head = filled(&path);
        // The check that a row's number is above 0 stands in the way of moving rows; who tampers turns it off.
        let raw = raw(&path);
        raw.execute_batch("PRAGMA ignore_check_constraints = ON").expect("set");
        let first_bad = apply(&raw, &edit);
        drop(raw);
        let workspace = Workspace::open_read_only(&path).expect("opened");
        let report = workspace.verify().expect("verified");
        prop_assert!(!report.ok, "{:?} was not found: {:?}", edit, report);
        prop_assert_eq!(report.first_bad, first_bad, "{:?}: {:?}", edit, report);
        if matches!(edit, Edit::Delete { seq: ENTRIES } | Edit::DeleteAndClose { .. }) {
            prop_assert!(!workspace.extends(&head).expect("read"), "whoever noted the head sees it too");
        }
        drop(workspace);
        // At opening the same is found, since so short a log is verified whole; only records are left to `verify`.
        let workspace = Workspace::open(&path).expect("opened");
        let damaged = matches!(workspace.health().read_only, Some(Reason::Damaged { .. }));
        prop_assert_eq!(damaged, first_bad.is_some(), "{:?}", edit);
    }
}

#[test]
fn a_file_that_nobody_touched_passes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    let head = filled(&path);
    drop(raw(&path));
    let workspace = Workspace::open(&path).expect("opened");
    assert_eq!(workspace.health().read_only, None);
    let report = workspace.verify().expect("verified");
    assert!(report.ok, "{report:?}");
    assert!(workspace.extends(&head).expect("read"));
}

#[test]
fn a_log_rewritten_whole_is_seen_by_whoever_noted_its_head() {
    let folder = tempfile::tempdir().expect("a folder");
    let head = filled(&folder.path().join("one.gemba"));
    let path = folder.path().join("two.gemba");
    let mut other = Workspace::create(&path).expect("made");
    let changes: Vec<_> =
        (1..=ENTRIES).map(|n| change(&format!("c{n}"), Body::WorkItemRecorded(Box::new(item("forged"))))).collect();
    other.append(&changes).expect("appended");
    assert!(other.verify().expect("verified").ok, "in itself it is consistent");
    assert!(!other.extends(&head).expect("read"));
    assert!(other.extends(&other.head().expect("a head")).expect("read"));
}

#[test]
fn the_log_cannot_be_rewritten_by_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    filled(&path);
    let raw = Connection::open(&path).expect("opened");
    assert!(raw.execute("UPDATE log SET entry = '' WHERE seq = 1", []).is_err());
    assert!(raw.execute("DELETE FROM log WHERE seq = 1", []).is_err());
}
