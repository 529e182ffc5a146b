//! `gemba weigh --items`: the reference cases of the weighing fact sheet, by their names there, and what bad rows get.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::Place;
use gemba_cli::error::Status;
use proptest::prelude::*;
use serde_json::{Value, json};

const HEAD: &str = "id,kind,team,cost_of_delay_per_week,duration_weeks";

fn items(rows: &[&str]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

fn weigh(text: &str) -> Value {
    let place = Place::new();
    let file = place.write("items.csv", text);
    place.json(&["weigh", "--items", &file])
}

fn order(reply: &Value) -> Vec<String> {
    reply["order"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn w1_the_shorter_ratio_goes_first() {
    let reply = weigh(&items(&["A,feature,t,10,2", "B,feature,t,30,4"]));
    assert_eq!(order(&reply), ["B", "A"]);
    assert_eq!(reply["order"][0]["cd3"], json!(7.5));
    assert_eq!(reply["order"][1]["cd3"], json!(5.0));
    assert_eq!(reply["total_cost_of_delay"], json!(180.0));
    assert_eq!(reply["pairs"][0]["cost_of_swap"], json!(20.0));
}

#[test]
fn w2_two_jobs_cost_eighteen() {
    let reply = weigh(&items(&["second,fix,t,2,3", "first,fix,t,10,1"]));
    assert_eq!(order(&reply), ["first", "second"]);
    assert_eq!(reply["total_cost_of_delay"], json!(18.0));
    assert_eq!(reply["exact"]["total_cost_of_delay"], json!("18"));
    assert_eq!(reply["pairs"][0]["cost_of_swap"], json!(28.0));
}

#[test]
fn w3_ratio_and_not_difference() {
    let reply = weigh(&items(&["C,feature,,6,5", "B,feature,,5,3", "A,feature,,4,2"]));
    assert_eq!(order(&reply), ["A", "B", "C"]);
    assert_eq!(reply["total_cost_of_delay"], json!(93.0));
    assert_eq!(reply["order"][0]["team"], Value::Null);
}

#[test]
fn w4_ten_jobs_cost_the_optimum() {
    let jobs = ["43,62", "95,39", "3,29", "25,38", "47,10", "63,31", "79,13", "93,44", "87,89", "11,81"];
    let rows: Vec<String> = jobs.iter().enumerate().map(|(n, job)| format!("j{n},debt,t,{job}")).collect();
    let reply = weigh(&items(&rows.iter().map(String::as_str).collect::<Vec<_>>()));
    assert_eq!(reply["total_cost_of_delay"], json!(72_468.0));
}

#[test]
fn w5_chains_of_dependencies_cost_the_optimum() {
    let text = "id,kind,team,cost_of_delay_per_week,duration_weeks,depends_on\n\
                1,feature,t,6,3,\n2,feature,t,18,6,1\n3,feature,t,12,6,2\n4,feature,t,8,5,3\n\
                5,feature,t,8,4,\n6,feature,t,17,8,5\n7,feature,t,18,10,6\n";
    let reply = weigh(text);
    assert_eq!(order(&reply), ["1", "2", "5", "6", "3", "7", "4"]);
    assert_eq!(reply["total_cost_of_delay"], json!(1_967.0));
    assert_eq!(reply["pairs"][0]["by_dependency"], json!(true));
}

#[test]
fn the_worked_example_names_the_price_of_the_other_order() {
    let reply = weigh(&items(&["feature,feature,t,4000,5", "incident,fix,t,1206.153846153846,1"]));
    assert_eq!(order(&reply), ["incident", "feature"]);
    let swap = reply["pairs"][0]["cost_of_swap"].as_f64().unwrap();
    assert!((swap - 2_030.77).abs() < 0.005, "{swap}");
    let total = reply["total_cost_of_delay"].as_f64().unwrap();
    assert!((total - 25_206.15).abs() < 0.005, "{total}");
}

#[test]
fn ranges_leave_neighbours_contested_or_settle_them() {
    let text = "id,title,kind,team,cost_of_delay_per_week,cost_of_delay_per_week_low,cost_of_delay_per_week_high,duration_weeks,duration_weeks_low,duration_weeks_high\n\
                a,Wide,fix,t,1200,300,3000,1,1,1\nb,Near,feature,t,4000,3000,6000,5,4,6\nc,Far,debt,t,10,5,20,2,2,2\n";
    let reply = weigh(text);
    assert_eq!(order(&reply), ["a", "b", "c"]);
    assert_eq!(reply["order"][0]["cost_of_delay_per_week"], json!({ "low": 300.0, "mid": 1200.0, "high": 3000.0 }));
    assert_eq!(reply["order"][1]["duration_weeks"], json!({ "low": 4.0, "mid": 5.0, "high": 6.0 }));
    assert_eq!(reply["pairs"][0]["contested"], json!(true));
    assert_eq!(reply["pairs"][1]["contested"], json!(false));
    assert_eq!(reply["pairs"][1]["probability"], json!(1.0));
}

#[test]
fn teams_work_side_by_side() {
    let reply = weigh(&items(&["A,feature,x,10,2", "B,feature,x,30,4", "C,fix,y,100,1"]));
    assert_eq!(order(&reply), ["C", "B", "A"]);
    assert_eq!(reply["total_cost_of_delay"], json!(280.0));
    assert_eq!(reply["pairs"].as_array().unwrap().len(), 1);
    assert_eq!(reply["teams"].as_array().unwrap().len(), 2);
}

#[test]
fn a_missing_number_is_not_zero_and_not_an_error() {
    let place = Place::new();
    let file = place.write("items.csv", items(&["A,feature,t,10,2", "B,feature,t,,2", "C,fix,t,5,", "D,debt,t,,"]));
    let ran = place.run(&["weigh", "--items", &file, "--json"]);
    assert_eq!(ran.status, Status::Done, "{}", ran.err);
    let reply = ran.json();
    assert_eq!(order(&reply), ["A"]);
    let needs: Vec<Value> =
        reply["not_rankable"].as_array().unwrap().iter().map(|item| item["needs"].clone()).collect();
    assert_eq!(needs, [json!(["cost of delay"]), json!(["duration"]), json!(["cost of delay", "duration"])]);
}

#[test]
fn what_cannot_be_true_is_rejected_with_line_and_reason() {
    let rows = [
        "A,feature,t,10,2",
        "B,feature,t,-1,2",
        "C,fix,t,NaN,1",
        "D,fix,t,inf,1",
        "E,fix,t,5,0",
        "F,fix,t,5,-3",
        "A,fix,t,1,1",
    ];
    let place = Place::new();
    let file = place.write("items.csv", items(&rows));
    let ran = place.run(&["weigh", "--items", &file, "--json"]);
    assert_eq!(ran.status, Status::Rejected);
    let reply = ran.json();
    assert_eq!(order(&reply), ["A"]);
    assert_eq!(reply["rejected_total"], json!(6));
    for (row, line) in reply["rejected"].as_array().unwrap().iter().zip(3..) {
        assert!(row["place"].as_str().unwrap().contains(&format!("line {line}")), "{row}");
        assert!(!row["reason"].as_str().unwrap().is_empty());
    }
    for line in 3..=8 {
        assert!(ran.err.contains(&format!("items.csv: line {line}")), "{}", ran.err);
    }
}

#[test]
fn adding_an_item_changes_nobody_elses_numbers() {
    let before = weigh(&items(&["A,feature,t,10,2", "B,feature,t,30,4"]));
    let after = weigh(&items(&["A,feature,t,10,2", "B,feature,t,30,4", "C,fix,t,99,1"]));
    for id in ["A", "B"] {
        let pick = |reply: &Value| {
            let item = reply["order"].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap().clone();
            (item["cd3"].clone(), item["cost_of_delay_per_week"].clone(), item["duration_weeks"].clone())
        };
        assert_eq!(pick(&before), pick(&after));
    }
}

#[test]
fn files_that_hold_no_items_are_refused_in_words() {
    let place = Place::new();
    for (name, content) in
        [("empty.csv", &b""[..]), ("binary.csv", b"\x00\x01\x02\xff\xfe"), ("other.csv", b"a,b\n1,2\n")]
    {
        let file = place.write(name, content);
        let ran = place.run(&["weigh", "--items", &file]);
        assert!(matches!(ran.status, Status::Failed | Status::Usage), "{name}: {}", ran.err);
        assert!(ran.err.contains(name), "{}", ran.err);
    }
    let ran = place.run(&["weigh", "--items", "nowhere.csv"]);
    assert_eq!(ran.status, Status::Failed);
    assert!(ran.err.contains("nowhere.csv"), "{}", ran.err);
}

#[test]
fn explain_tells_the_price_the_certainty_and_the_flip() {
    let place = Place::new();
    let file = place.write("items.csv", items(&["a,fix,t,1200,1", "b,feature,t,4000,5"]));
    let reply = place.json(&["weigh", "explain", "a", "b", "--items", &file]);
    assert_eq!(reply["cost_of_swap"], json!(2000.0));
    assert_eq!(reply["exact"]["cost_of_orders"], json!(["25200", "27200"]));
    assert_eq!(reply["probability"], json!(1.0));
    assert_eq!(reply["value_of_knowing"], json!(0.0));
    assert_eq!(reply["flip"]["at"], json!(800.0));
    let neighbour = place.json(&["weigh", "explain", "b", "--items", &file]);
    assert_eq!(neighbour["other"]["id"], json!("a"));
    let ran = place.run(&["weigh", "explain", "z", "--items", &file]);
    assert_eq!(ran.status, Status::Failed);
}

#[test]
fn a_page_fits_the_terminal_and_carries_no_escape_of_a_title() {
    let text = "id,title,kind,team,cost_of_delay_per_week,duration_weeks\n\
                a,\"Evil \u{1b}[2J\u{202e}title that goes on and on, far beyond what any terminal could ever show in one line of it\",fix,t,1200,1\n\
                b,Click & collect,feature,t,4000,5\nc,No number,debt,t,,\n";
    for width in [80, 120] {
        let place = Place { width, ..Place::new() };
        let file = place.write("items.csv", text);
        let ran = place.run(&["weigh", "--items", &file]);
        assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\u{202e}'), "{}", ran.out);
        assert!(ran.out.contains("Click & collect") && ran.out.contains("Not rankable yet"), "{}", ran.out);
        for line in ran.out.lines() {
            assert!(gemba_cli::term::text::width(line) <= width, "{width}: {line}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_file_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400), as_rows in any::<bool>()) {
        let place = Place::new();
        let content = if as_rows { [HEAD.as_bytes(), b"\n", &bytes].concat() } else { bytes };
        let file = place.write("items.csv", content);
        let ran = place.run(&["weigh", "--items", &file, "--json"]);
        prop_assert!(matches!(ran.status, Status::Done | Status::Failed | Status::Usage | Status::Rejected));
    }

    #[test]
    fn no_row_panics(rows in proptest::collection::vec("[a-z0-9]{0,4},(feature|fix|debt|x)?,[a-z]{0,2},-?[0-9.eE]{0,12},-?[0-9.eE]{0,12}", 0..20)) {
        let place = Place::new();
        let file = place.write("items.csv", items(&rows.iter().map(String::as_str).collect::<Vec<_>>()));
        let ran = place.run(&["weigh", "--items", &file, "--json"]);
        let reply = ran.json();
        let ranked = reply["order"].as_array().unwrap().len() + reply["not_rankable"].as_array().unwrap().len();
        prop_assert_eq!(ranked as u64 + reply["rejected_total"].as_u64().unwrap(), rows.len() as u64);
        let drawn = place.run(&["weigh", "--items", &file]);
        prop_assert_eq!(drawn.status, ran.status);
    }
}
