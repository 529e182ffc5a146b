//! From lines to counts: rules, weights, days, bounds. The reference is the plainest count that could be written.

use gemba_intake::LogLine;
use gemba_intake::count::{Counter, MOST_SERVICES};
use gemba_model::{LogRule, SliDay, SliId};
use proptest::prelude::*;
use std::collections::BTreeMap;

const LINE: LogLine<'static> = LogLine {
    minute: 0,
    service: "payment",
    route: "/payments",
    method: "POST",
    status: Some(200),
    severity: None,
    duration_ms: Some(40.0),
    weight: 1,
};

fn rule(id: &str, rule: LogRule) -> (SliId, LogRule) {
    (SliId(id.into()), rule)
}

fn of<'a>(days: &'a [SliDay], sli: &str) -> Vec<&'a SliDay> {
    days.iter().filter(|day| day.sli.as_str() == sli).collect()
}

#[test]
fn rules_choose_lines_and_tell_good_from_bad() {
    let mut counter = Counter::new(&[
        rule(
            "ok",
            LogRule { service: "payment".into(), route: "/pay*".into(), method: "post".into(), ..LogRule::default() },
        ),
        rule("fast", LogRule { service: "payment".into(), good_within_ms: Some(50), ..LogRule::default() }),
        rule("strict", LogRule { bad_status_from: Some(400), bad_severity_from: Some(13), ..LogRule::default() }),
        rule("other", LogRule { service: "basket".into(), ..LogRule::default() }),
    ]);
    counter.add(&LINE);
    counter.add(&LogLine { status: Some(429), duration_ms: Some(50.5), ..LINE });
    counter.add(&LogLine { status: Some(500), severity: Some(9), weight: 3, ..LINE });
    counter.add(&LogLine { status: None, severity: Some(13), duration_ms: None, route: "/x", ..LINE });
    let days = counter.finish();
    let count = |sli: &str| {
        of(&days, sli).iter().flat_map(|day| &day.minutes).map(|count| (count.good, count.total)).collect::<Vec<_>>()
    };
    assert_eq!(count("ok"), [(2, 5)]);
    // The line without a duration says nothing about speed.
    assert_eq!(count("fast"), [(1, 5)]);
    assert_eq!(count("strict"), [(1, 6)]);
    assert_eq!(count("other"), []);
    assert_eq!(count("service:payment"), [(3, 6)]);
    let latency = of(&days, "service:payment")[0].latency.as_ref().unwrap();
    assert_eq!(latency.counts.iter().sum::<u64>(), 5);
}

#[test]
fn lines_that_say_nothing_are_not_good() {
    let mut counter = Counter::new(&[]);
    counter.add(&LogLine { status: None, ..LINE });
    assert!(counter.remarks()[0].contains("1 lines tell neither"));
    assert!(counter.finish().is_empty());
}

#[test]
fn services_without_end_are_bounded_and_rules_still_count() {
    let mut counter = Counter::new(&[rule("all", LogRule::default())]);
    for number in 0..MOST_SERVICES + 50_000 {
        counter.add(&LogLine { service: &format!("pod-{number}"), ..LINE });
    }
    assert!(counter.remarks()[0].contains("service.name"));
    let days = counter.finish();
    assert_eq!(days.len(), MOST_SERVICES + 1);
    assert_eq!(of(&days, "all")[0].minutes[0].total, MOST_SERVICES as u64 + 50_000);
}

#[test]
fn weights_stop_at_the_end_of_the_integers() {
    let mut counter = Counter::new(&[]);
    counter.add(&LogLine { weight: u64::MAX, ..LINE });
    counter.add(&LogLine { weight: u64::MAX, status: Some(500), ..LINE });
    let days = counter.finish();
    assert_eq!((days[0].minutes[0].good, days[0].minutes[0].total), (u64::MAX, u64::MAX));
}

proptest! {
    #[test]
    fn counts_do_not_depend_on_the_order_and_agree_with_a_plain_count(
        lines in proptest::collection::vec((-3_000i64..6_000, 0usize..3, 0usize..3, 100u16..600, 1u64..50), 0..300),
        seed in any::<u64>(),
    ) {
        let names = ["a", "b", "c"];
        let routes = ["/x", "/xy", ""];
        let rules = [rule("x", LogRule { service: "a".into(), route: "/x".into(), ..LogRule::default() })];
        let line = |&(minute, service, route, status, weight): &(i64, usize, usize, u16, u64)| LogLine {
            minute, service: names[service], route: routes[route], status: Some(status), weight, ..LINE
        };
        let mut plain: BTreeMap<(String, i64), (u64, u64)> = BTreeMap::new();
        for one in &lines {
            let line = line(one);
            let mut add = |sli: String| {
                let sum = plain.entry((sli, line.minute)).or_default();
                sum.0 += if line.status < Some(500) { line.weight } else { 0 };
                sum.1 += line.weight;
            };
            add(format!("service:{}", line.service));
            if line.service == "a" && line.route == "/x" { add("x".into()) }
        }
        let mut counter = Counter::new(&rules);
        lines.iter().for_each(|one| counter.add(&line(one)));
        let days = counter.finish();
        let mut shuffled = lines.clone();
        shuffled.sort_by_key(|one| (one.0 as u64 ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut again = Counter::new(&rules);
        shuffled.iter().for_each(|one| again.add(&line(one)));
        prop_assert_eq!(&days, &again.finish());
        let mut counted = BTreeMap::new();
        for day in &days {
            prop_assert!(day.minutes.windows(2).all(|pair| pair[0].minute < pair[1].minute));
            for count in &day.minutes {
                prop_assert_eq!(count.minute.div_euclid(1_440), day.day);
                counted.insert((day.sli.0.clone(), count.minute), (count.good, count.total));
            }
        }
        prop_assert_eq!(counted, plain);
    }
}
