//! Properties of the log and of what follows from it, over random changes.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "common/arbitrary.rs"]
mod arbitrary;
mod common;
#[allow(unused_imports, reason = "the strategies stand beside the records that they vary")]
use common::*;

use arbitrary::changes;
use gemba_model::*;
use gemba_store::{Hash, Outcome, Workspace, codec};
use proptest::prelude::*;
use std::collections::HashMap;

/// Everything that follows from the log, as text.
fn everything(workspace: &Workspace) -> String {
    macro_rules! all {
        ($($type:ty),+) => {
            [$(serde_json::to_string(&workspace.records::<$type>().expect("records")).expect("json")),+].join("\n")
        };
    }
    all!(
        Settings,
        Person,
        Team,
        Service,
        Journey,
        Objective,
        FailureMode,
        Incident,
        WorkItem,
        Rotation,
        KnowledgeCard,
        Decision
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// The log is what a list of the applied changes says: dense, in order, each identifier once, hashes by hand.
    #[test]
    fn the_log_is_the_list_of_what_was_applied(changes in changes(60), batch in 1_usize..20) {
        let mut workspace = Workspace::in_memory().expect("made");
        let mut model: Vec<String> = Vec::new();
        let mut numbers: HashMap<ChangeId, u64> = HashMap::new();
        for batch in changes.chunks(batch) {
            let done = workspace.append(batch).expect("appended");
            prop_assert_eq!(done.results.len(), batch.len());
            for (change, outcome) in batch.iter().zip(done.results) {
                match outcome {
                    Outcome::Applied { seq } => {
                        model.push(codec::text(change).expect("a text"));
                        prop_assert_eq!(seq, model.len() as u64);
                        prop_assert!(numbers.insert(change.id.clone(), seq).is_none());
                    }
                    Outcome::Duplicate { seq } => prop_assert_eq!(numbers.get(&change.id), Some(&seq)),
                    Outcome::Refused { reason } => prop_assert!(!reason.is_empty()),
                }
            }
        }
        let mut hash = Hash::GENESIS;
        let logged = workspace.changes(0, u64::MAX).expect("changes");
        prop_assert_eq!(logged.len(), model.len());
        for (index, (logged, text)) in logged.iter().zip(&model).enumerate() {
            let seq = index as u64 + 1;
            hash = Hash::of_entry(hash, seq, text);
            prop_assert_eq!(logged.seq, seq);
            prop_assert_eq!(&logged.hash, &hash.to_string());
            prop_assert_eq!(&codec::text(&logged.change).expect("a text"), text);
        }
        prop_assert_eq!(workspace.head().expect("a head").hash, hash);
    }

    /// What was folded change by change is, byte for byte, what the whole log folds to; and how the changes were cut into
    /// batches does not matter.
    #[test]
    fn folding_as_it_comes_is_folding_at_once(changes in changes(60), batch in 1_usize..20) {
        let mut one = Workspace::in_memory().expect("made");
        for batch in changes.chunks(batch) {
            one.append(batch).expect("appended");
        }
        let report = one.verify().expect("verified");
        prop_assert!(report.ok, "{:?}", report);
        let before = everything(&one);
        let rebuilt = one.rebuild().expect("rebuilt");
        prop_assert_eq!(rebuilt.refused, vec![]);
        prop_assert_eq!(&everything(&one), &before);
        prop_assert!(one.verify().expect("verified").ok);

        let mut other = Workspace::in_memory().expect("made");
        other.append(&changes).expect("appended");
        prop_assert_eq!(other.head().expect("a head"), one.head().expect("a head"));
        prop_assert_eq!(everything(&other), before);
    }

    /// A log that leaves and comes back is the same log.
    #[test]
    fn an_exported_log_makes_the_same_workspace(changes in changes(40)) {
        let mut one = Workspace::in_memory().expect("made");
        one.append(&changes).expect("appended");
        let mut lines = Vec::new();
        let count = one.export_log(&mut lines).expect("exported");
        let mut other = Workspace::in_memory().expect("made");
        let read = other.import_log(&mut lines.as_slice()).expect("read");
        prop_assert_eq!((read.applied, read.refused_total), (count, 0));
        prop_assert_eq!(other.head().expect("a head"), one.head().expect("a head"));
        prop_assert_eq!(everything(&other), everything(&one));
        let again = other.import_log(&mut lines.as_slice()).expect("read");
        prop_assert_eq!((again.applied, again.duplicates), (0, count));
    }

    /// Numbers are dense in the order of the log, and timelines in the order of time.
    #[test]
    fn numbers_are_dense_and_timelines_in_order(changes in changes(60)) {
        let mut workspace = Workspace::in_memory().expect("made");
        workspace.append(&changes).expect("appended");
        let incidents: Vec<Incident> = workspace.records().expect("records");
        let opened: Vec<String> = workspace
            .changes(0, u64::MAX)
            .expect("changes")
            .into_iter()
            .filter_map(|logged| match logged.change.body {
                Body::IncidentOpened(incident) => Some(incident.id.0),
                _ => None,
            })
            .collect();
        prop_assert_eq!(incidents.len(), opened.len());
        for incident in &incidents {
            let place = opened.iter().position(|id| *id == incident.id.0).expect("it was opened");
            prop_assert_eq!(incident.number as usize, place + 1);
            prop_assert!(incident.timeline.is_sorted_by_key(|entry| entry.at));
            prop_assert!(incident.ended.is_none_or(|ended| ended >= incident.began));
        }
        for decision in workspace.records::<Decision>().expect("records") {
            let parties: std::collections::HashSet<_> = decision.signs.iter().map(|sign| sign.party).collect();
            let people: std::collections::HashSet<_> = decision.signs.iter().map(|sign| &sign.person).collect();
            prop_assert_eq!((parties.len(), people.len()), (decision.signs.len(), decision.signs.len()));
        }
    }

    /// The fast way to read an entry gives what serde's own way gives.
    #[test]
    fn an_entry_is_read_as_serde_reads_it(changes in changes(5)) {
        for change in changes {
            let text = codec::text(&change).expect("a text");
            let slow = serde_json::from_str::<Change>(&text).ok();
            prop_assert_eq!(codec::parse(&text).ok(), slow);
        }
    }

    #[test]
    fn any_text_is_answered_without_a_panic(text in ".*", cut in 0.0_f64..1.0, changes in changes(2)) {
        let mut workspace = Workspace::in_memory().expect("made");
        let mut texts = vec![text];
        for change in &changes {
            let text = codec::text(change).expect("a text");
            let mut end = (text.len() as f64 * cut) as usize;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            texts.push(text[..end].to_owned());
        }
        let done = workspace.append_texts(&texts).expect("answered");
        let all_refused = done.results.iter().all(|outcome| matches!(outcome, Outcome::Refused { .. }));
        prop_assert!(all_refused);
        let lines = texts.join("\n");
        prop_assert_eq!(workspace.import_log(&mut lines.as_bytes()).expect("read").applied, 0);
        prop_assert_eq!(workspace.head().expect("a head").seq, 0);
    }
}
