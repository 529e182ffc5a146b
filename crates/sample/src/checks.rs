//! The arithmetic of the story, over the lines themselves and with nothing but sums.

use crate::civil::{Clock, DAY};
use crate::logs::{self, Line};
use crate::story::{Harm, Mode, Occurrence, occurrences, shape};
use crate::{Plan, Size};
use gemba_model::UtcTime;
use proptest::prelude::*;

/// A story told at a moment.
struct Told {
    at: String,
    clock: Clock,
    story: Vec<Occurrence>,
    lines: Vec<Line>,
}

fn told(at: &str, days: u32) -> Told {
    let mut plan = Plan::new(1, Size::Small, UtcTime(at.parse().unwrap()));
    plan.days = days;
    let clock = Clock::new(&plan).unwrap();
    let story = occurrences(&clock);
    let lines = logs::lines(&clock, &story, plan.seed);
    Told { at: at.into(), clock, story, lines }
}

/// Failed and all interactions of a service in `[from, until)`.
fn sum(lines: &[Line], service: &str, from: i64, until: i64) -> (u64, u64) {
    within(lines, service, from, until, u32::MAX)
}

/// The same, where one that took longer than `milliseconds` counts as failed.
fn within(lines: &[Line], service: &str, from: i64, until: i64, milliseconds: u32) -> (u64, u64) {
    let inside =
        lines.iter().filter(|line| line.stream.service == service && (from..until).contains(&(line.at / 60_000)));
    inside.fold((0, 0), |(bad, total), line| {
        let failed =
            line.saying.status >= 500 || line.saying.severity >= 17 || line.duration_ms > i64::from(milliseconds);
        (bad + if failed { line.weight } else { 0 }, total + line.weight)
    })
}

/// Share of the budget that is left at the end of the period so far.
fn left((bad, total): (u64, u64), allowed: f64) -> f64 {
    1.0 - bad as f64 / total as f64 / allowed
}

/// Moments at which the story must hold: the pictures' Monday, a Sunday, midnight, an evening peak, both changes of the clock.
const MOMENTS: [&str; 7] = [
    "2026-11-23T09:41:07Z",
    "2026-11-22T13:10:00Z",
    "2026-11-23T00:05:59Z",
    "2026-11-27T18:00:00Z",
    "2026-03-29T01:30:00Z",
    "2026-10-25T01:30:00Z",
    "2027-06-02T11:02:00Z",
];

#[test]
fn the_story_holds_at_any_moment() {
    for at in MOMENTS {
        let told = told(at, 90);
        the_live_incident_fails_a_third_of_the_payments_and_is_the_fourth_of_its_kind(&told);
        what_normal_is_measured_against_holds_no_other_incident(&told);
        one_budget_is_overspent_one_is_nearly_spent_and_the_others_are_sound(&told);
        burn_rates_page_for_payments_now_and_for_nothing_else(&told);
        there_are_about_two_hundred_thousand_lines_in_order_and_before_the_moment(&told);
    }
}

fn the_live_incident_fails_a_third_of_the_payments_and_is_the_fourth_of_its_kind(
    Told { at, clock, story, lines }: &Told,
) {
    let cards: Vec<&Occurrence> = story.iter().filter(|one| one.mode == Mode::CardTerminal).collect();
    assert_eq!(cards.len(), 4, "{at}");
    let live = cards[3];
    assert_eq!((live.began, live.ended, live.number), (clock.now - 41, None, 151), "{at}");
    let (failed, _) = sum(lines, "payment", live.began, clock.now);
    assert!((1_140..=1_146).contains(&failed), "{at}: {failed}");
    let (bad, total) = sum(lines, "payment", clock.now - 5, clock.now);
    assert!((0.29..0.33).contains(&(bad as f64 / total as f64)), "{at}: {bad} of {total}");
    assert!((490..560).contains(&total), "{at}: {total}");
    let calm = sum(lines, "payment", live.began - 41, live.began);
    assert!(calm.0 <= 6 && calm.1 > 3_500, "{at}: {calm:?}");
    for (former, asked) in cards[..3].iter().zip([1_190, 1_310, 1_130]) {
        let (failed, _) = sum(lines, "payment", former.began, former.ended.unwrap());
        assert!((asked..asked + 8).contains(&failed), "{at}: {failed} for {asked}");
        assert!((45..=65).contains(&(former.ended.unwrap() - former.began)));
    }
}

fn what_normal_is_measured_against_holds_no_other_incident(Told { at, clock, story, lines }: &Told) {
    for one in story {
        let service = logs_service(one.mode);
        for week in 1..=4 {
            let (from, until) = (one.began - week * 7 * DAY, one.until(clock) - week * 7 * DAY);
            let (bad, total) = sum(lines, service, from, until);
            assert!(bad * 50 <= total, "{at}: {:?} {week} weeks before: {bad} of {total}", one.mode);
        }
    }
}

fn logs_service(mode: Mode) -> &'static str {
    crate::streams::JOURNEYS[mode as usize].service
}

fn one_budget_is_overspent_one_is_nearly_spent_and_the_others_are_sound(Told { at, clock, lines, .. }: &Told) {
    let from = clock.period().minute;
    assert!((14 * DAY..=21 * DAY + 60).contains(&(clock.now - from)), "{at}");
    let budget = |service, allowed| left(sum(lines, service, from, clock.now), allowed);
    let pay = budget("payment", 0.001);
    assert!((-0.75..-0.17).contains(&pay), "{at}: {pay}");
    assert!((budget("loyalty", 0.002) - 0.16).abs() < 0.005, "{at}");
    assert!((budget("price-catalogue", 0.005) - 0.42).abs() < 0.005, "{at}");
    assert!((budget("ordering", 0.001) - 0.71).abs() < 0.02, "{at}");
    assert!((budget("identity", 0.0005) - 0.88).abs() < 0.02, "{at}");
    let fast = |service, ms| left(within(lines, service, from, clock.now, ms), 0.01);
    assert!((fast("payment", 2_000) - 0.61).abs() < 0.01, "{at}");
    assert!((fast("price-catalogue", 400) - 0.54).abs() < 0.01, "{at}");
    assert!((fast("ordering", 1_000) - 0.79).abs() < 0.02, "{at}");
    assert_eq!(sum(lines, "recipes", from, clock.now), (0, 0), "{at}: nobody measures meal plans");
    assert_eq!(sum(lines, "recipes", clock.now - 19 * DAY, clock.now), (0, 0), "{at}");
    assert!(sum(lines, "recipes", clock.start, from).1 > 100_000, "{at}: but somebody did");
}

fn burn_rates_page_for_payments_now_and_for_nothing_else(Told { at, clock, lines, .. }: &Told) {
    let pairs = [(60, 5, 13.44), (360, 30, 5.6)];
    let fires = |service, allowed: f64, ms: u32| {
        pairs.iter().any(|(long, short, factor)| {
            [long, short].iter().all(|minutes| {
                let (bad, total) = within(lines, service, clock.now - **minutes, clock.now, ms);
                bad as f64 >= factor * allowed * total as f64
            })
        })
    };
    assert!(fires("payment", 0.001, u32::MAX), "{at}");
    for (service, allowed, ms) in [
        ("loyalty", 0.002, u32::MAX),
        ("price-catalogue", 0.005, u32::MAX),
        ("price-catalogue", 0.01, 400),
        ("ordering", 0.001, u32::MAX),
        ("ordering", 0.01, 1_000),
        ("identity", 0.0005, u32::MAX),
    ] {
        assert!(!fires(service, allowed, ms), "{at}: {service} {ms}");
    }
}

fn there_are_about_two_hundred_thousand_lines_in_order_and_before_the_moment(Told { at, clock, lines, .. }: &Told) {
    let mut access = Vec::new();
    let more = logs::access_log(clock, 1, &mut access).unwrap();
    let count = lines.len() as u64 + more;
    assert!((180_000..=220_000).contains(&count), "{at}: {count}");
    assert!(lines.is_sorted_by_key(|line| line.at));
    assert!(lines.first().unwrap().at >= clock.start * 60_000);
    assert!(lines.last().unwrap().at < clock.now * 60_000);
    let services: std::collections::BTreeSet<&str> = lines.iter().map(|line| line.stream.service).collect();
    // The receipts' own lines are the access log.
    assert_eq!(services.len(), 11, "{services:?}");
}

#[test]
fn few_days_leave_out_what_lies_further_back() {
    let Told { story, lines, .. } = told(MOMENTS[0], 1);
    assert_eq!(story.len(), 1);
    assert!(!lines.is_empty());
    let Told { story, .. } = told(MOMENTS[0], 30);
    assert_eq!(story.iter().filter(|one| one.mode == Mode::CardTerminal).count(), 2);
}

#[test]
fn a_line_is_written_as_one_json_object_with_its_numbers() {
    let Told { lines, .. } = told(MOMENTS[0], 2);
    for line in lines.iter().step_by(50) {
        let mut text = Vec::new();
        line.write(&mut text).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&text).unwrap();
        let attributes = &value["attributes"];
        assert_eq!(text.iter().filter(|byte| **byte == b'\n').count(), 1);
        assert_eq!(value["resource"]["service.name"], line.stream.service);
        assert_eq!(attributes["http.response.status_code"], line.saying.status);
        assert_eq!(attributes["sample.rate"].as_u64().unwrap_or(1), line.weight);
        let seconds = attributes["http.server.request.duration"].as_f64().unwrap();
        assert_eq!((seconds * 1_000.0).round() as i64, line.duration_ms);
        let at: jiff::Timestamp = value["timestamp"].as_str().unwrap().parse().unwrap();
        assert_eq!(at.as_millisecond(), line.at);
    }
}

proptest! {
    #[test]
    fn the_shape_of_a_harm_adds_up(minutes in 1_i64..300, ended in any::<bool>(), total in 0_u64..100_000) {
        let shape = shape(minutes, ended, total);
        prop_assert_eq!(shape.len() as i64, minutes);
        prop_assert_eq!(shape.iter().sum::<u64>(), total);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_moment_zone_and_length_can_be_told(
        second in 200_000_000_i64..200_000_000_000,
        zone in prop::sample::select(vec!["Europe/London", "Australia/Lord_Howe", "America/Chicago", "UTC", "Asia/Kathmandu"]),
        days in 1_u32..24,
    ) {
        let at = UtcTime::from_second(second);
        let plan = Plan { seed: 3, days, size: Size::Small, at, zone: zone.into() };
        let clock = Clock::new(&plan).unwrap();
        let story = occurrences(&clock);
        let lines = logs::lines(&clock, &story, 3);
        prop_assert!(lines.iter().all(|line| (clock.start..clock.now).contains(&line.at.div_euclid(60_000))));
        let live = story.last().unwrap();
        prop_assert_eq!(live.harm, Harm::Interactions(1_140));
        prop_assert!(sum(&lines, "payment", live.began, clock.now).0 >= 1_140);
        let (from, until) = crate::rotations::gap(&clock);
        prop_assert!((from..until).contains(&clock.now), "the gap at Till's rotation is now");
    }
}
