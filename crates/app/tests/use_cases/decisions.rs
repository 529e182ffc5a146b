//! Decisions keep the numbers that were on the screen and need three people of three parties.

use crate::Bench;
use gemba_app::model::Party;
use gemba_app::model::api::ErrorCode;
use serde_json::json;

fn decided() -> Bench {
    let bench = Bench::new();
    bench.shop();
    for (id, cost) in [("A", "10"), ("B", "30")] {
        let point = |value: &str| json!({"low": value, "mid": value, "high": value});
        let args =
            json!({"id": id, "title": id, "team": "till", "cost_of_delay": point(cost), "duration_weeks": point("2")});
        bench.ok(Party::Product, "work_item_save", args);
    }
    let args = json!({"item": "B", "over": "A", "reason": "it is worth more", "forecast": "B returns 30 a week", "probability": 0.8, "revisit": "2027-02-01T00:00:00Z"});
    bench.ok(Party::Product, "decide", args);
    bench
}

#[test]
fn it_is_complete_when_three_people_of_three_parties_have_signed() {
    let bench = decided();
    for party in Party::ALL {
        bench.ok(party, "decision_sign", json!({"id": "1"}));
        assert_eq!(bench.refused(Some(party), "decision_sign", json!({"id": "1"})), ErrorCode::Precondition, "twice");
    }
    let row = bench.ok(Party::Ops, "decisions", json!({}))["rows"][0].clone();
    assert_eq!(row["waits_for"], json!([]));
    assert_eq!(row["decision"]["cost_of_other_order"], 40.0);
    assert_eq!(row["log"].as_array().unwrap().len(), 4);
}

#[test]
fn nobody_signs_for_another_party_nor_without_one() {
    let bench = decided();
    assert_eq!(bench.refused(None, "decision_sign", json!({"id": "1"})), ErrorCode::Forbidden);
    let mut caller = Bench::caller(Some(Party::Ops));
    caller.actor.name = "dan".into();
    let outcome = bench.app.call(&caller, "decision_sign", json!({"id": "1"}));
    assert_eq!(outcome.unwrap_err().code, ErrorCode::Forbidden, "Dan is Dev whatever he claims");
}

#[test]
fn later_numbers_do_not_rewrite_it_and_a_forecast_is_judged_once() {
    let bench = decided();
    let point = |value: &str| json!({"low": value, "mid": value, "high": value});
    bench.ok(Party::Product, "work_item_save", json!({"id": "B", "cost_of_delay": point("1")}));
    let row = bench.ok(Party::Ops, "decisions", json!({}))["rows"][0].clone();
    assert_eq!(row["decision"]["chosen"]["cost_of_delay_per_week"], 30.0);
    bench.ok(Party::Product, "decision_judge", json!({"id": "1", "outcome": false}));
    assert_eq!(
        bench.refused(Some(Party::Product), "decision_judge", json!({"id": "1", "outcome": true})),
        ErrorCode::Precondition
    );
    let brier = bench.ok(Party::Ops, "decisions", json!({}))["brier"]["value"].as_f64().unwrap();
    assert!((brier - 0.64).abs() < 1e-12, "{brier}");
}

#[test]
fn a_forecast_needs_its_probability_and_a_decision_its_reason() {
    let bench = decided();
    assert_eq!(bench.refused(Some(Party::Dev), "decide", json!({"item": "B", "reason": ""})), ErrorCode::Validation);
    assert_eq!(
        bench.refused(Some(Party::Dev), "decide", json!({"item": "B", "reason": "x", "forecast": "y"})),
        ErrorCode::Validation
    );
    let past = json!({"item": "B", "reason": "x", "revisit": "2020-01-01T00:00:00Z"});
    assert_eq!(bench.refused(Some(Party::Dev), "decide", past), ErrorCode::Validation);
}
