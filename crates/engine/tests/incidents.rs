//! Impact, hops and the grouping of alerts into incidents.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test when a vector is written wrongly")]

use gemba_engine::counts::Series;
use gemba_engine::hops::follow;
use gemba_engine::impact::{Baseline, measure, merge_spans};
use gemba_engine::incidents::propose;
use gemba_engine::ratio::{self, Ratio};
use gemba_model::{
    Alert, AlertTier, MinuteCount, Party, PersonId, Range, Source, TimelineEntry, TimelineKind, UtcTime,
};
use proptest::prelude::*;

const WEEK: i64 = 10_080;
const BEGAN: i64 = 29_000_000;

fn number(text: &str) -> Ratio {
    ratio::from_decimal(text.parse().unwrap())
}

fn range(low: &str, mid: &str, high: &str) -> Range {
    Range { low: low.parse().unwrap(), mid: mid.parse().unwrap(), high: high.parse().unwrap() }
}

fn at(minute: i64) -> UtcTime {
    UtcTime::from_minute(minute)
}

fn minutes(from: i64, to: i64, good: u64, bad: u64) -> impl Iterator<Item = MinuteCount> {
    (from..to).map(move |minute| MinuteCount { minute, good, total: good + bad })
}

#[test]
fn impact_is_what_stands_above_the_same_hours_of_the_former_weeks() {
    let former = [1, 2, 4].into_iter().flat_map(|week| minutes(BEGAN - week * WEEK, BEGAN - week * WEEK + 40, 99, 1));
    let series = Series::new(former.chain(minutes(BEGAN, BEGAN + 40, 70, 30)));
    let people = [(at(BEGAN), at(BEGAN + 30)), (at(BEGAN + 10), at(BEGAN + 40))];
    let impact = measure(
        Some(&series),
        BEGAN,
        BEGAN + 40,
        Some(&range("8", "10.53", "12")),
        &people,
        Some(&range("80", "80", "80")),
    );
    assert!(
        matches!(&impact.baseline, Baseline::FormerWeeks { weeks, counts } if *weeks == [1, 2, 4] && counts.bad() == 120)
    );
    assert_eq!(impact.expected, Some(number("40")));
    assert_eq!(impact.above, Some(number("1160")));
    assert_eq!(impact.interaction_cost.unwrap().mid, number("12214.8"));
    assert_eq!((impact.responder_hours, impact.responder_cost.unwrap().mid), (number("1"), number("80")));
    let total = impact.total.unwrap();
    assert_eq!((total.low, total.mid, total.high), (number("9360"), number("12294.8"), number("14000")));
    // 29 a minute above normal, and one responder of the two in the last five minutes.
    assert_eq!(impact.cost_per_minute.unwrap().mid, number("10.53") * number("29") + number("80") / number("60"));
    assert_eq!((impact.per_minute.len(), impact.per_minute[0].bad, impact.per_minute[0].expected), (40, 30, Some(1.0)));
}

#[test]
fn without_former_weeks_the_day_before_and_without_that_unknown() {
    let cost = range("1", "1", "1");
    let series = Series::new(minutes(BEGAN - 300, BEGAN, 9, 1).chain(minutes(BEGAN, BEGAN + 10, 0, 10)));
    let day = measure(Some(&series), BEGAN, BEGAN + 10, Some(&cost), &[], None);
    assert!(matches!(day.baseline, Baseline::DayBefore { .. }));
    assert_eq!((day.above, day.total.map(|total| total.mid)), (Some(number("90")), Some(number("90"))));
    let alone = Series::new(minutes(BEGAN, BEGAN + 10, 0, 10));
    let unknown = measure(Some(&alone), BEGAN, BEGAN + 10, Some(&cost), &[], Some(&cost));
    assert_eq!((unknown.baseline, unknown.expected, unknown.above), (Baseline::Unknown, None, None));
    assert_eq!((unknown.interaction_cost, unknown.total, unknown.cost_per_minute), (None, None, None));
    assert_eq!(unknown.counts.unwrap().bad(), 100, "what was counted is known all the same");
    let silent = measure(None, BEGAN, BEGAN + 10, Some(&cost), &[(at(BEGAN), at(BEGAN + 60))], None);
    assert_eq!((silent.counts, silent.responder_cost, silent.responder_hours), (None, None, number("1")));
}

#[test]
fn better_than_normal_stays_below_zero() {
    let series = Series::new(minutes(BEGAN - WEEK, BEGAN - WEEK + 10, 0, 10).chain(minutes(BEGAN, BEGAN + 10, 10, 0)));
    let impact = measure(Some(&series), BEGAN, BEGAN + 10, Some(&range("1", "2", "3")), &[], None);
    assert_eq!(impact.above, Some(number("-100")));
    let cost = impact.interaction_cost.unwrap();
    assert_eq!((cost.low, cost.high), (number("-300"), number("-100")), "the ends stay in order");
}

fn entry(minute: i64, kind: TimelineKind, who: &str, party: Party) -> TimelineEntry {
    TimelineEntry {
        at: at(BEGAN + minute),
        kind,
        person: (!who.starts_with("team ")).then(|| PersonId::from(who)),
        who: who.into(),
        party: Some(party),
        text: String::new(),
    }
}

/// The grocery chain: Ops, Ops second level, Product, and then the developer who knows.
fn story() -> Vec<TimelineEntry> {
    use TimelineKind::{Acknowledged, Detected, HandedOver, Paged};
    vec![
        TimelineEntry { person: None, who: String::new(), party: None, ..entry(0, Detected, "", Party::Ops) },
        entry(1, Paged, "olga", Party::Ops),
        entry(3, Acknowledged, "olga", Party::Ops),
        entry(10, HandedOver, "omar", Party::Ops),
        entry(17, HandedOver, "team Product", Party::Product),
        entry(20, Acknowledged, "pia", Party::Product),
        entry(28, HandedOver, "mira", Party::Dev),
    ]
}

#[test]
fn the_story_has_three_hops() {
    let live = follow(&story(), at(BEGAN + 41));
    assert_eq!((live.hops, live.reached_minutes, live.settled), (Some(3), Some(27), false));
    assert_eq!(
        live.chain.iter().map(|step| (step.who.as_str(), step.minutes)).collect::<Vec<_>>(),
        [("olga", 9), ("omar", 7), ("team Product", 11), ("mira", 13),]
    );
    let mut timeline = story();
    timeline.push(entry(45, TimelineKind::Action, "mira", Party::Dev));
    timeline.push(entry(50, TimelineKind::HandedOver, "olga", Party::Ops));
    timeline.push(entry(52, TimelineKind::Resolved, "olga", Party::Ops));
    let done = follow(&timeline, at(BEGAN + 100));
    assert_eq!(
        (done.hops, done.reached_minutes, done.settled),
        (Some(3), Some(27), true),
        "who closes it is not who knew"
    );
    assert_eq!(follow(&timeline, at(BEGAN + 12)).hops, Some(1), "what happens later is not known yet");
}

#[test]
fn hops_count_distinct_hands_and_helpers_who_act() {
    use TimelineKind::{Acknowledged, Action, HandedOver, Paged, Resolved, ResponderAdded};
    let back_and_forth = [
        entry(0, Paged, "a", Party::Ops),
        entry(1, HandedOver, "b", Party::Dev),
        entry(2, HandedOver, "a", Party::Ops),
        entry(3, HandedOver, "c", Party::Dev),
    ];
    assert_eq!(follow(&back_and_forth, at(BEGAN + 9)).hops, Some(2));
    let helper = [
        entry(0, Paged, "a", Party::Ops),
        entry(5, ResponderAdded, "h", Party::Dev),
        entry(8, Action, "h", Party::Dev),
        entry(9, Resolved, "a", Party::Ops),
    ];
    let found = follow(&helper, at(BEGAN + 20));
    assert_eq!((found.hops, found.reached_minutes), (Some(1), Some(8)));
    let own =
        [entry(0, Paged, "a", Party::Dev), entry(1, Acknowledged, "a", Party::Dev), entry(4, Action, "a", Party::Dev)];
    assert_eq!(follow(&own, at(BEGAN + 9)).hops, Some(0), "the chain of one step that everybody wants");
    assert_eq!(follow(&[], at(BEGAN)).hops, None);
}

fn alert(id: &str, from: i64, to: Option<i64>, service: &str, journey: &str) -> Alert {
    Alert {
        id: id.into(),
        name: format!("alert {id}"),
        summary: String::new(),
        tier: AlertTier::Page,
        starts: at(BEGAN + from),
        ends: to.map(|to| at(BEGAN + to)),
        service: (!service.is_empty()).then(|| service.into()),
        journey: (!journey.is_empty()).then(|| journey.into()),
        objective: None,
        failure_mode: None,
        burn: None,
        source: Source::default(),
        extra: Default::default(),
    }
}

#[test]
fn alerts_that_overlap_or_follow_closely_are_one_incident() {
    let mut list = vec![
        alert("a", 0, Some(20), "payment", "pay"),
        alert("b", 50, Some(60), "terminal", "pay"),
        alert("c", 91, Some(95), "payment", "pay"),
        alert("d", 5, Some(6), "search", ""),
        alert("e", 3, Some(4), "", ""),
    ];
    let mut ticket = alert("t", 1, None, "payment", "pay");
    ticket.tier = AlertTier::Ticket;
    list.push(ticket);
    let found = propose(&list);
    let told: Vec<_> = found
        .iter()
        .map(|one| (one.id.as_str(), one.alerts.len(), one.ended.map(|ended| ended.minute() - BEGAN)))
        .collect();
    assert_eq!(
        told,
        [("inc-a", 2, Some(60)), ("inc-e", 1, Some(4)), ("inc-d", 1, Some(6)), ("inc-c", 1, Some(95))],
        "thirty minutes join, thirty-one do not; tickets open nothing"
    );
    assert_eq!(found[0].services.iter().map(|s| s.as_str()).collect::<Vec<_>>(), ["payment", "terminal"]);
    list.reverse();
    assert_eq!(propose(&list), found, "the order of the input does not matter");
}

#[test]
fn an_alert_can_join_two_groups_and_an_open_one_stays_open() {
    let list = [
        alert("a", 0, Some(10), "x", ""),
        alert("b", 1, Some(9), "", "j"),
        alert("c", 12, None, "x", "j"),
        alert("d", 9_000, Some(9_001), "x", ""),
    ];
    let found = propose(&list);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].id.as_str(), found[0].ended, found[0].alerts.len()), ("inc-a", None, 4));
}

fn alerts() -> impl Strategy<Value = Vec<Alert>> {
    prop::collection::vec((0i64..500, prop::option::of(0i64..40), 0usize..4, 0usize..3), 0..40).prop_map(|rows| {
        let row = |(index, (from, length, service, journey)): (usize, (i64, Option<i64>, usize, usize))| {
            let (service, journey) = (["", "s1", "s2", "s3"][service], ["", "j1", "j2"][journey]);
            alert(&format!("a{index}"), from, length.map(|length| from + length), service, journey)
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

proptest! {
    #[test]
    fn every_paging_alert_is_in_one_proposal(list in alerts(), turn in 0usize..40) {
        let found = propose(&list);
        let mut ids: Vec<_> = found.iter().flat_map(|one| one.alerts.clone()).collect();
        ids.sort();
        let mut all: Vec<_> = list.iter().map(|alert| alert.id.clone()).collect();
        all.sort();
        prop_assert_eq!(ids, all);
        let mut turned = list.clone();
        turned.rotate_left(turn % list.len().max(1));
        prop_assert_eq!(propose(&turned), found);
    }

    #[test]
    fn no_timeline_panics_and_hops_fit_the_chain(rows in prop::collection::vec((0i64..100, 0usize..11, 0usize..4), 0..30), now in 0i64..120) {
        use TimelineKind::*;
        let kinds = [Detected, Paged, Acknowledged, HandedOver, ResponderAdded, ResponderLeft, Action, Note, Classified, Resolved, Reopened];
        let names = ["a", "b", "team T", "c"];
        let list: Vec<_> = rows.iter().map(|(minute, kind, who)| entry(*minute, kinds[*kind], names[*who], Party::Ops)).collect();
        let found = follow(&list, at(BEGAN + now));
        prop_assert_eq!(found.hops.is_some(), !found.chain.is_empty());
        prop_assert!(found.hops.is_none_or(|hops| (hops as usize) < found.chain.len()));
        prop_assert!(found.chain.iter().all(|step| step.minutes >= 0));
        prop_assert!(found.reached_minutes.is_none_or(|minutes| minutes >= 0));
    }

    #[test]
    fn merged_spans_cover_the_same_time_once(rows in prop::collection::vec((0i64..200, -5i64..50), 0..20)) {
        let spans: Vec<_> = rows.iter().map(|(from, length)| (at(*from), at(from + length))).collect();
        let merged = merge_spans(&spans);
        prop_assert!(merged.windows(2).all(|pair| pair[0].1 < pair[1].0));
        let covered = |minute: i64, list: &[(UtcTime, UtcTime)]| list.iter().filter(|(from, to)| from.minute() <= minute && minute < to.minute()).count();
        for minute in 0..260 {
            prop_assert_eq!(covered(minute, &merged), covered(minute, &spans).min(1));
        }
    }

    #[test]
    fn no_span_of_an_incident_panics(began in any::<i64>(), until in any::<i64>(), first in any::<i64>()) {
        let series = Series::new([MinuteCount { minute: first, good: 1, total: u64::MAX }]);
        let _ = measure(Some(&series), began, until, Some(&range("1", "2", "3")), &[(UtcTime::from_second(first), UtcTime::from_second(began))], None);
    }
}
