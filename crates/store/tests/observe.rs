//! Alerts, counts and sources: keyed, idempotent, and summed as a plain list would be.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::*;
use gemba_model::*;
use gemba_store::{AlertFilter, PutCount, SourceFile, StoreError, Workspace};
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAY: i64 = 1_440;

fn file(bytes_read: u64, rules: &str) -> SourceFile {
    SourceFile {
        key: "till.log".into(),
        name: "till.log".into(),
        bytes_read,
        sha256: format!("{bytes_read:064}"),
        rules_hash: rules.into(),
        format: "logs-json".into(),
        at: at(1_700_000_000),
    }
}

fn day(sli: &str, day: i64, minutes: &[(i64, u64, u64)]) -> SliDay {
    let minutes = minutes
        .iter()
        .map(|(minute, good, total)| MinuteCount { minute: day * DAY + minute, good: *good, total: *total })
        .collect();
    SliDay { sli: sli.into(), day, minutes, latency: None }
}

/// What was put: per source and day the minutes of one indicator.
type Puts = Vec<(u8, i64, BTreeMap<i64, (u64, u64)>)>;

fn puts() -> impl Strategy<Value = Puts> {
    let minutes = prop::collection::btree_map(0..DAY, (0_u64..50, 0_u64..50), 0..30);
    prop::collection::vec((0_u8..3, -2_i64..4, minutes), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn minutes_and_sums_are_those_of_a_plain_list(
        puts in puts(), windows in prop::collection::vec((-4_000_i64..8_000, -4_000_i64..8_000), 0..8),
    ) {
        let mut workspace = Workspace::in_memory().expect("made");
        let mut model: BTreeMap<(u8, i64), BTreeMap<i64, (u64, u64)>> = BTreeMap::new();
        for (source, number, minutes) in puts {
            let minutes: BTreeMap<_, _> =
                minutes.into_iter().map(|(minute, (good, bad))| (minute, (good, good + bad))).collect();
            let list: Vec<_> = minutes.iter().map(|(minute, (good, total))| (*minute, *good, *total)).collect();
            let put = workspace.put_counts(&format!("s{source}"), &[day("x", number, &list)]).expect("put");
            prop_assert_eq!((put.new + put.updated + put.unchanged, put.refused.len()), (1, 0));
            model.insert((source, number), minutes);
        }
        let mut all: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
        for ((_, number), minutes) in &model {
            for (minute, (good, total)) in minutes.iter().filter(|(_, (_, total))| *total > 0) {
                let sum = all.entry(number * DAY + minute).or_default();
                *sum = (sum.0 + good, sum.1 + total);
            }
        }
        let bounds = all.keys().next().copied().zip(all.keys().next_back().copied());
        prop_assert_eq!(workspace.bounds("x").expect("bounds"), bounds);
        prop_assert_eq!(workspace.slis().expect("indicators").len(), usize::from(bounds.is_some()));
        let sums = workspace.sums("x", &windows).expect("sums");
        for ((from, to), sum) in windows.iter().zip(sums) {
            let within: Vec<_> = if from < to { all.range(from..to).collect() } else { vec![] };
            let expected = within.iter().fold((0, 0), |sum, (_, (good, total))| (sum.0 + good, sum.1 + total));
            prop_assert_eq!(sum, expected);
            let minutes = workspace.minutes("x", *from, *to).expect("minutes");
            let found: Vec<_> = minutes.iter().map(|count| (count.minute, (count.good, count.total))).collect();
            prop_assert_eq!(found, within.into_iter().map(|(minute, sum)| (*minute, *sum)).collect::<Vec<_>>());
        }
        let one: Vec<_> = workspace.sums("x", &windows).expect("sums");
        let many = workspace.sums_many(&[("nobody", &windows), ("x", &windows)]).expect("sums");
        prop_assert_eq!(many, vec![vec![(0, 0); windows.len()], one]);
        prop_assert!(workspace.verify().expect("verified").ok);
    }

    /// However a file was cut into pieces, the counts are those of the whole.
    #[test]
    fn a_file_read_in_pieces_is_the_file_read_at_once(
        pieces in prop::collection::vec(prop::collection::btree_map(0..DAY, (0_u64..9, 1_u64..9), 1..9), 1..6),
    ) {
        let mut whole: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
        let mut workspace = Workspace::in_memory().expect("made");
        let mut read = 0;
        for piece in &pieces {
            let list: Vec<_> = piece.iter().map(|(minute, (good, bad))| (*minute, *good, good + bad)).collect();
            for (minute, good, total) in &list {
                let sum = whole.entry(*minute).or_default();
                *sum = (sum.0 + good, sum.1 + total);
            }
            workspace.ingest(&file(read + 10, "r"), read, &[day("x", 0, &list)]).expect("read");
            let again = workspace.ingest(&file(read + 10, "r"), read, &[day("x", 0, &list)]);
            // The same piece again: from the start it replaces, later it is refused; never is it counted twice.
            prop_assert_eq!(again.is_ok(), read == 0);
            read += 10;
        }
        let list: Vec<_> = whole.iter().map(|(minute, (good, total))| (*minute, *good, *total)).collect();
        let stored = workspace.minutes("x", 0, DAY).expect("minutes");
        prop_assert_eq!(stored.iter().map(|c| (c.minute, c.good, c.total)).collect::<Vec<_>>(), list.clone());
        let at_once = workspace.ingest(&file(read, "r"), 0, &[day("x", 0, &list)]).expect("read");
        prop_assert_eq!(at_once, PutCount { unchanged: 1, ..PutCount::default() });
    }

    #[test]
    fn alerts_are_found_as_in_a_plain_list(
        spans in prop::collection::btree_map(0_u8..40, (-50_i64..50, prop::option::of(0_i64..30), 0_u8..3), 0..20),
        from in prop::option::of(-60_i64..60), to in prop::option::of(-60_i64..60), firing in prop::option::of(-60_i64..60),
        service in prop::option::of(0_u8..3), objective in prop::option::of(0_u8..3),
        limit in prop::option::of(0_u64..10), newest_first: bool,
    ) {
        let mut workspace = Workspace::in_memory().expect("made");
        let alerts: Vec<Alert> = spans
            .into_iter()
            .map(|(id, (starts, length, service))| Alert {
                service: (service > 0).then(|| ServiceId(format!("s{service}"))),
                objective: (id % 3 > 0).then(|| ObjectiveId(format!("o{}", id % 3))),
                ..alert(&format!("a{id:02}"), starts, length.map(|length| starts + length))
            })
            .collect();
        workspace.put_alerts(&alerts).expect("put");
        let filter = AlertFilter {
            from: from.map(at),
            to: to.map(at),
            firing_at: firing.map(at),
            service: service.map(|service| format!("s{service}")),
            objective: objective.map(|objective| format!("o{objective}")),
            limit,
            newest_first,
            ..AlertFilter::default()
        };
        let mut expected: Vec<Alert> = alerts
            .into_iter()
            .filter(|alert| {
                from.is_none_or(|from| alert.starts >= at(from))
                    && to.is_none_or(|to| alert.starts < at(to))
                    && firing.is_none_or(|when| alert.starts <= at(when) && alert.ends.is_none_or(|ends| ends > at(when)))
                    && filter.service.as_ref().is_none_or(|id| alert.service.as_ref().map(|id| &id.0) == Some(id))
                    && filter.objective.as_ref().is_none_or(|id| alert.objective.as_ref().map(|id| &id.0) == Some(id))
            })
            .collect();
        expected.sort_by(|a, b| (a.starts, &a.id).cmp(&(b.starts, &b.id)));
        if newest_first {
            expected.reverse();
        }
        prop_assert_eq!(workspace.count_alerts(&filter).expect("counted"), expected.len() as u64);
        expected.truncate(limit.map_or(usize::MAX, |limit| limit as usize));
        let rows = workspace.alert_rows(&filter).expect("rows");
        for (row, alert) in rows.iter().zip(&expected) {
            prop_assert_eq!((&row.id, row.starts, row.ends, row.tier), (&alert.id, alert.starts, alert.ends, alert.tier));
            prop_assert_eq!(row.service.as_deref(), alert.service.as_ref().map(|id| id.as_str()));
            prop_assert_eq!(&*row.name, alert.name.as_str());
        }
        prop_assert_eq!(rows.len(), expected.len());
        prop_assert_eq!(workspace.alerts(&filter).expect("alerts"), expected);
    }
}

#[test]
fn the_same_alert_again_changes_nothing_and_old_news_does_not_reopen_it() {
    let mut workspace = Workspace::in_memory().expect("made");
    let (firing, ended) = (alert("a", 0, None), alert("a", 0, Some(60)));
    let put = |workspace: &mut Workspace, alerts: &[Alert]| {
        let put = workspace.put_alerts(alerts).expect("put");
        (put.new, put.updated, put.unchanged, put.refused.len())
    };
    assert_eq!(put(&mut workspace, &[firing.clone(), ended.clone()]), (1, 1, 0, 0));
    assert_eq!(put(&mut workspace, &[firing, ended.clone()]), (0, 0, 2, 0));
    assert_eq!(workspace.alert("a").expect("read"), Some(ended));
    let wrong = [alert("", 0, None), alert("b", 60, Some(0)), alert("c", i64::MAX, None), alert("d", i64::MIN, None)];
    assert_eq!(put(&mut workspace, &wrong), (0, 0, 0, 4));
    assert_eq!(workspace.count_alerts(&AlertFilter::default()).expect("counted"), 1);
    let beyond = AlertFilter { from: Some(at(i64::MIN)), to: Some(at(i64::MAX)), ..AlertFilter::default() };
    assert_eq!(workspace.alert_rows(&beyond).expect("rows").len(), 1);
}

#[test]
fn a_day_is_replaced_by_its_key_and_what_does_not_fit_is_refused() {
    let mut workspace = Workspace::in_memory().expect("made");
    let mut first = day("x", 1, &[(0, 1, 2), (9, 3, 3)]);
    let mut counts = [0; 20];
    counts[3] = 5;
    first.latency = Some(LatencyHistogram { counts });
    let put = |workspace: &mut Workspace, source: &str, day: &SliDay| {
        let put = workspace.put_counts(source, std::slice::from_ref(day)).expect("put");
        (put.new, put.updated, put.unchanged, put.refused.len())
    };
    assert_eq!(put(&mut workspace, "a", &first), (1, 0, 0, 0));
    assert_eq!(put(&mut workspace, "a", &first), (0, 0, 1, 0));
    assert_eq!(put(&mut workspace, "b", &first), (1, 0, 0, 0));
    assert_eq!(workspace.sums("x", &[(0, 9_999)]).expect("sums"), [(8, 10)]);
    assert_eq!(workspace.latency("x", 1, 2).expect("read").expect("there").counts[3], 10);
    assert_eq!(workspace.latency("x", 2, 9).expect("read"), None);
    assert_eq!(put(&mut workspace, "a", &day("x", 1, &[(5, 1, 1)])), (0, 1, 0, 0));
    assert_eq!(workspace.sums("x", &[(0, 9_999)]).expect("sums"), [(5, 6)]);
    assert_eq!(put(&mut workspace, "a", &day("x", 1, &[(5, 2, 1)])), (0, 0, 0, 1));
    assert_eq!(put(&mut workspace, "a", &day("x", 1, &[(1_440, 1, 1)])), (0, 0, 0, 1));
    assert_eq!(put(&mut workspace, "a", &day("x", 1, &[(5, 0, 0)])), (0, 1, 0, 0), "a day without events is empty");
    assert_eq!(workspace.forget_counts("b").expect("gone"), 1);
    assert_eq!(workspace.slis().expect("indicators"), []);
    assert_eq!(workspace.bounds("x").expect("bounds"), None);
}

#[test]
fn a_file_is_known_by_its_key_and_by_its_content_and_other_rules_need_a_new_reading() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.gemba");
    let mut workspace = Workspace::create(&path).expect("made");
    assert_eq!(workspace.source("till.log").expect("read"), None);
    let days = [day("x", 0, &[(0, 1, 1)]), day("y", 0, &[(0, 1, 1)])];
    workspace.ingest(&file(10, "r1"), 0, &days).expect("read");
    assert_eq!(workspace.source("till.log").expect("read"), Some(file(10, "r1")));
    assert_eq!(workspace.source_seen(&file(10, "r1").sha256).expect("read"), Some(file(10, "r1")));
    assert_eq!(workspace.source_seen("other").expect("read"), None);
    let conflict = workspace.ingest(&file(20, "r2"), 10, &[]);
    assert!(matches!(conflict, Err(StoreError::Conflict { reason, .. }) if reason.contains("other rules")));
    let conflict = workspace.ingest(&file(20, "r1"), 11, &[]);
    assert!(matches!(conflict, Err(StoreError::Conflict { reason, .. }) if reason.contains("byte 10")));
    workspace.ingest(&file(20, "r2"), 0, &days[..1]).expect("read anew");
    assert_eq!(workspace.slis().expect("indicators"), [SliId::from("x")], "what the rules no longer count is gone");
    workspace.put_source(&SourceFile { key: "people.csv".into(), ..file(5, "") }).expect("put");
    drop(workspace);
    let workspace = Workspace::open(&path).expect("opened");
    let keys: Vec<_> = workspace.sources().expect("sources").into_iter().map(|file| file.key).collect();
    assert_eq!(keys, ["people.csv", "till.log"]);
    assert!(workspace.verify().expect("verified").ok);
}
