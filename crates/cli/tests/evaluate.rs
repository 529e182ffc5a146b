//! `gemba objectives evaluate`: the reference cases of the objectives fact sheet, by their names there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::Place;
use gemba_cli::error::Status;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Minutes since 1970 of 2026-11-01T00:00Z.
const START: i64 = 29_891_520;

fn slo(target: &str, window: &str, method: &str) -> String {
    format!(
        "apiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: pay\n  displayName: Pay at the till\nspec:\n  service: payment\n\
         \x20 indicator:\n    metadata:\n      name: pay-sli\n    spec:\n      ratioMetric:\n        counter: true\n\
         \x20       good:\n          metricSource:\n            type: prometheus\n            spec:\n              query: good\n\
         \x20       total:\n          metricSource:\n            type: prometheus\n            spec:\n              query: total\n\
         \x20 timeWindow:\n{window}\n  {method}\n  objectives:\n    - displayName: Pay\n      target: {target}\n"
    )
}

fn rolling(duration: &str) -> String {
    format!("    - duration: {duration}\n      isRolling: true")
}

fn occurrences(target: &str, duration: &str) -> String {
    slo(target, &rolling(duration), "budgetingMethod: Occurrences")
}

fn slices(target: &str, duration: &str, slice: &str) -> String {
    format!(
        "{}      timeSliceTarget: 1\n      timeSliceWindow: {slice}\n",
        slo(target, &rolling(duration), "budgetingMethod: Timeslices")
    )
}

fn counts(rows: impl IntoIterator<Item = (i64, u64, u64)>) -> String {
    let mut text = "time,good,total\n".to_owned();
    for (minute, good, total) in rows {
        writeln!(text, "{},{good},{total}", minute * 60).unwrap();
    }
    text
}

fn evaluate(objective: &str, counts: &str, at: Option<&str>) -> Value {
    let place = Place::new();
    let objective = place.write("slo.yaml", objective);
    let counts = place.write("counts.csv", counts);
    let mut line = vec!["objectives", "evaluate", "--objective", &objective, "--counts", &counts];
    if let Some(at) = at {
        line.extend(["--at", at]);
    }
    place.json(&line)
}

/// One minute a day for so many days, so that history is long enough, and then the counts asked about in the last minute.
fn full(days: i64, good: u64, total: u64) -> String {
    let end = START + days * 1_440;
    counts([(START, 0, 0), (end - 1, good, total)])
}

#[test]
fn b1_a_tenth_of_a_per_cent_of_thirty_days_is_43_minutes_and_a_fifth() {
    let bad = 43;
    let rows = (0..43_200).map(|minute| (START + minute, u64::from(minute < 43_200 - bad), 1));
    let reply = evaluate(&occurrences("0.999", "30d"), &counts(rows), None);
    assert_eq!(reply["exact"]["budget_consumed"], json!("215/216"));
    assert_eq!(reply["insufficient_data"], json!(false));
    assert_eq!(reply["burn_rates"]["30m"], json!(1000.0));
}

#[test]
fn b2_five_bad_minutes_of_a_week_of_slices() {
    let rows = (0..10_080).map(|minute| (START + minute, u64::from(minute >= 5), 1));
    let reply = evaluate(&slices("0.9995", "7d", "1m"), &counts(rows), None);
    assert_eq!(reply["exact"]["budget_consumed"], json!("125/126"));
    assert_eq!(reply["total"], json!(10_080));
}

#[test]
fn b3_a_budget_of_1008_bad_minutes_is_spent_exactly() {
    let rows = (0..20_160).map(|minute| (START + minute, u64::from(minute >= 1_008), 1));
    let reply = evaluate(&slices("0.95", "14d", "1m"), &counts(rows), None);
    assert_eq!(reply["exact"]["budget_remaining"], json!("0"));
    assert_eq!(reply["budget_consumed"], json!(1.0));
}

#[test]
fn b5_three_of_a_hundred_spend_three_fifths() {
    let reply = evaluate(&occurrences("0.95", "7d"), &full(7, 97, 100), None);
    assert_eq!(reply["good"], json!(97));
    assert_eq!(reply["total"], json!(100));
    assert_eq!(reply["sli"], json!(0.97));
    assert_eq!(reply["target"], json!(0.95));
    assert_eq!(reply["budget_consumed"], json!(0.6));
    assert_eq!(reply["budget_remaining"], json!(0.4));
    assert_eq!(reply["exact"]["sli"], json!("97/100"));
    assert_eq!(reply["exact"]["budget_consumed"], json!("3/5"));
    assert_eq!(reply["exact"]["burn_rates"]["1h"], json!("3/5"));
    assert_eq!(reply["window"]["from"], json!("2026-11-01T00:00:00Z"));
}

#[test]
fn b6_two_days_into_a_calendar_week() {
    let window = "    - duration: 1w\n      isRolling: false\n      calendar:\n        startTime: 2026-11-02 00:00:00\n        timeZone: UTC";
    let text = "time,good,total\n2026-11-09T00:00:00Z,0,0\n2026-11-10T12:00:00Z,97,100\n";
    let reply = evaluate(&slo("0.95", window, "budgetingMethod: Occurrences"), text, Some("2026-11-11T00:00:00Z"));
    assert_eq!(reply["exact"]["budget_consumed"], json!("3/5"));
    assert_eq!(reply["exact"]["budget_consumed_of_period"], json!("6/35"));
    assert_eq!(
        reply["window"],
        json!({ "from": "2026-11-09T00:00:00Z", "to": "2026-11-11T00:00:00Z", "ends": "2026-11-16T00:00:00Z" })
    );
}

#[test]
fn b7_burn_rates() {
    for (good, total, burn) in [(999, 1_000, "1"), (770, 777, "1000/111"), (0, 100, "1000")] {
        let reply = evaluate(&occurrences("0.999", "30d"), &full(30, good, total), None);
        assert_eq!(reply["exact"]["burn_rates"]["5m"], json!(burn), "{good} of {total}");
    }
}

#[test]
fn b7_without_events_the_numbers_stand_beside_the_flag() {
    let reply = evaluate(&occurrences("0.999", "30d"), &full(30, 0, 0), None);
    assert_eq!(reply["sli"], Value::Null);
    assert_eq!(reply["budget_consumed"], json!(0.0));
    assert_eq!(reply["budget_remaining"], json!(1.0));
    assert_eq!(reply["burn_rates"]["1h"], json!(0.0));
    assert_eq!(reply["insufficient_data"], json!(true));
    assert!(!reply["insufficient"].as_array().unwrap().is_empty());
}

#[test]
fn without_events_a_page_says_unknown_and_never_green() {
    let place = Place::new();
    let objective = place.write("slo.yaml", occurrences("0.999", "30d"));
    let counts = place.write("counts.csv", full(30, 0, 0));
    let ran =
        place.run(&["objectives", "evaluate", "--objective", &objective, "--counts", &counts, "--color", "always"]);
    assert!(ran.out.contains("not measured"), "{}", ran.out);
    assert!(!ran.out.contains("100 %") && !ran.out.contains("\u{1b}[32m"), "{}", ran.out);
}

#[test]
fn b8_twenty_bad_slices_of_five_minutes() {
    let rows = (0..2_016).map(|slice| (START + slice * 5, u64::from(slice >= 20), 1));
    let end = START + 10_080;
    let at = format!("{}", jiff::Timestamp::from_second(end * 60).unwrap());
    let reply = evaluate(&slices("0.99", "7d", "5m"), &counts(rows), Some(&at));
    assert_eq!(reply["total"], json!(2_016));
    assert_eq!(reply["exact"]["budget_consumed"], json!("125/126"));
}

#[test]
fn b9_a_calendar_month() {
    let window = "    - duration: 1M\n      isRolling: false\n      calendar:\n        startTime: 2022-01-01 00:00:00\n        timeZone: UTC";
    let text = "time,good,total\n2022-10-01T00:00:00Z,10,10\n";
    let reply = evaluate(&slo("0.95", window, "budgetingMethod: Occurrences"), text, Some("2022-10-24T00:00:00Z"));
    assert_eq!(reply["window"]["from"], json!("2022-10-01T00:00:00Z"));
    assert_eq!(reply["window"]["ends"], json!("2022-11-01T00:00:00Z"));
}

#[test]
fn b10_counts_below_zero_are_rejected_with_their_line() {
    let place = Place::new();
    let objective = place.write("slo.yaml", occurrences("0.95", "7d"));
    let counts = place.write("counts.csv", "time,good,total\n1793491200,97,100\n1793491260,-1,15\n1793491320,16,15\n");
    let ran = place.run(&["objectives", "evaluate", "--objective", &objective, "--counts", &counts, "--json"]);
    assert_eq!(ran.status, Status::Rejected, "{}", ran.err);
    assert_eq!(ran.json()["rejected_total"], json!(2));
    assert_eq!(ran.json()["total"], json!(100));
    assert!(ran.err.contains("counts.csv: line 3") && ran.err.contains("counts.csv: line 4"), "{}", ran.err);
}

#[test]
fn b11_one_bad_hour_weighs_what_its_traffic_weighs() {
    let rows = (0..720).map(|hour| {
        let at = START + hour * 60;
        if hour == 100 { (at, 20, 120) } else { (at, 125, 125) }
    });
    let mut rows: Vec<_> = rows.collect();
    // 90,000 requests in all, as in the case.
    let sum: u64 = rows.iter().map(|row| row.2).sum();
    let last = rows.last_mut().unwrap();
    last.1 += 90_000 - sum;
    last.2 += 90_000 - sum;
    let at = jiff::Timestamp::from_second((START + 43_200) * 60).unwrap().to_string();
    let reply = evaluate(&occurrences("0.95", "720h"), &counts(rows), Some(&at));
    assert_eq!(reply["exact"]["budget_consumed"], json!("1/45"));
}

#[test]
fn b12_one_failure_in_an_empty_bucket_is_one_failure() {
    let mut rows: Vec<(i64, u64, u64)> = (0..8_640).map(|bucket| (START + bucket * 5, 1_000, 1_000)).collect();
    rows[4_000] = (START + 20_000, 0, 1);
    let at = jiff::Timestamp::from_second((START + 43_200) * 60).unwrap().to_string();
    let reply = evaluate(&occurrences("0.999", "30d"), &counts(rows), Some(&at));
    let consumed = reply["budget_consumed"].as_f64().unwrap();
    assert!((consumed * 100.0 - 0.011_575_4).abs() < 1e-7, "{consumed}");
    assert_eq!(reply["exact"]["budget_consumed"], json!("1000/8639001"));
}

#[test]
fn a3_and_a7_an_hour_of_outage() {
    let rows = |bad: i64| (0..43_200).map(move |minute| (START + minute, u64::from(minute < 43_200 - bad), 1));
    let reply = evaluate(&occurrences("0.999", "30d"), &counts(rows(60)), None);
    assert_eq!(reply["exact"]["budget_consumed"], json!("25/18"));
    assert!(reply["budget_remaining"].as_f64().unwrap() < 0.0);
    let reply = evaluate(&occurrences("0.9", "30d"), &counts(rows(60)), None);
    assert_eq!(reply["exact"]["budget_consumed"], json!("1/72"));
    assert_eq!(reply["exact"]["burn_rates"]["1h"], json!("10"));
}

#[test]
fn windows_end_where_the_file_ends_unless_another_instant_is_asked_for() {
    let text = "time,good,total\n2026-11-20T10:00:00Z,9,10\n2026-11-20T10:01:00Z,10,10\n";
    let reply = evaluate(&occurrences("0.95", "7d"), text, None);
    assert_eq!(reply["at"], json!("2026-11-20T10:02:00Z"));
    assert_eq!(reply["at_given"], json!(false));
    assert_eq!(reply["insufficient_data"], json!(true));
    assert_eq!(reply["total"], json!(20));
    let reply = evaluate(&occurrences("0.95", "7d"), text, Some("2026-11-20T10:01:00Z"));
    assert_eq!(reply["total"], json!(10));
    assert_eq!(reply["at_given"], json!(true));
}

#[test]
fn counts_come_from_standard_input_too() {
    let place = Place::new();
    let objective = place.write("slo.yaml", occurrences("0.95", "7d"));
    let line = ["objectives", "evaluate", "--objective", &objective, "--counts", "-", "--json"];
    let ran = place.run_with(&line, "time,good,total\n1793491200,97,100\n");
    assert_eq!(ran.json()["exact"]["sli"], json!("97/100"), "{}", ran.err);
}

#[test]
fn what_is_no_objective_is_refused_in_words() {
    let place = Place::new();
    let counts = place.write("counts.csv", full(7, 97, 100));
    for (name, text) in [("empty.yaml", ""), ("bad.yaml", "a: [unclosed"), ("target.yaml", &occurrences("1.5", "7d"))] {
        let file = place.write(name, text);
        let ran = place.run(&["objectives", "evaluate", "--objective", &file, "--counts", &counts]);
        assert!(matches!(ran.status, Status::Failed | Status::Usage), "{name}: {}", ran.err);
        assert!(ran.err.contains(name), "{}", ran.err);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), which in 0..3) {
        let place = Place::new();
        let headed = [b"time,good,total\n", &bytes[..]].concat();
        let (objective, counts) = match which {
            0 => (bytes, full(7, 97, 100).into_bytes()),
            1 => (occurrences("0.95", "7d").into_bytes(), bytes),
            _ => (occurrences("0.95", "7d").into_bytes(), headed),
        };
        let objective = place.write("slo.yaml", objective);
        let counts = place.write("counts.csv", counts);
        place.run(&["objectives", "evaluate", "--objective", &objective, "--counts", &counts, "--json"]);
        place.run(&["objectives", "evaluate", "--objective", &objective, "--counts", &counts]);
    }
}
