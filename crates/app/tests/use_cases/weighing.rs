//! The order, its neighbours, and what is not rankable.

use crate::Bench;
use gemba_app::model::Party;
use gemba_app::model::api::ErrorCode;
use serde_json::json;

fn backlog(bench: &Bench) {
    for (id, cost, weeks) in [("A", "10", "2"), ("B", "30", "4")] {
        let point = |value: &str| json!({"low": value, "mid": value, "high": value});
        bench.ok(
            Party::Product,
            "work_item_save",
            json!({"id": id, "title": format!("Item {id}"), "team": "till", "cost_of_delay": point(cost), "duration_weeks": point(weeks), "grounds": "vector W1"}),
        );
    }
}

#[test]
fn vector_w1_is_ordered_and_priced_as_published() {
    let bench = Bench::new();
    backlog(&bench);
    let view = bench.ok(Party::Product, "weigh", json!({"team": "till"}));
    let order: Vec<&str> = view["order"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(order, ["B", "A"]);
    assert_eq!(view["total_cost_of_delay"]["value"], 180.0);
    assert_eq!(view["pairs"][0]["cost_of_swap"], 20.0);
    assert_eq!(view["pairs"][0]["contested"], false);
    let why = bench.ok(Party::Product, "weigh_explain", json!({"item": "B"}));
    assert_eq!(why["cost_of_orders"], json!([180.0, 200.0]));
}

#[test]
fn one_more_item_changes_nobody_elses_numbers_and_a_missing_number_is_no_zero() {
    let bench = Bench::new();
    backlog(&bench);
    let before = bench.ok(Party::Product, "weigh", json!({"team": "till"}))["order"].clone();
    bench.ok(Party::Product, "work_item_save", json!({"id": "C", "title": "Nobody knows", "team": "till"}));
    let view = bench.ok(Party::Product, "weigh", json!({"team": "till"}));
    assert_eq!(view["order"], before);
    assert_eq!(view["not_rankable"][0]["needs"], json!(["duration", "cost of delay"]));
    assert_eq!(bench.refused(Some(Party::Product), "weigh_explain", json!({"item": "C"})), ErrorCode::Precondition);
}

#[test]
fn ops_do_not_edit_the_backlog_and_numbers_are_checked() {
    let bench = Bench::new();
    assert_eq!(bench.refused(Some(Party::Ops), "work_item_save", json!({"title": "x"})), ErrorCode::Forbidden);
    let disordered = json!({"title": "x", "cost_of_delay": {"low": "3", "mid": "2", "high": "4"}});
    assert_eq!(bench.refused(Some(Party::Dev), "work_item_save", disordered), ErrorCode::Validation);
    let no_time = json!({"title": "x", "duration_weeks": {"low": "0", "mid": "1", "high": "2"}});
    assert_eq!(bench.refused(Some(Party::Dev), "work_item_save", no_time), ErrorCode::Validation);
}

#[test]
fn earlier_estimates_are_kept_with_their_authors() {
    let bench = Bench::new();
    backlog(&bench);
    let range = json!({"low": "5", "mid": "6", "high": "9"});
    bench.ok(
        Party::Dev,
        "work_item_save",
        json!({"id": "A", "duration_weeks": range, "grounds": "the vendor must change"}),
    );
    let view = bench.ok(Party::Dev, "work_item", json!({"id": "A"}));
    let durations: Vec<&str> = view["estimates"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|past| past["quantity"] == "duration in weeks")
        .map(|past| past["estimate"]["source"]["by"].as_str().unwrap())
        .collect();
    assert_eq!(durations, ["dan, Dev", "petra, Product"]);
}
