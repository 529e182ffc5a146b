//! From log lines to an incident with measured impact, and what people do with it.

use crate::Bench;
use gemba_app::model::Party;
use gemba_app::model::api::ErrorCode;
use serde_json::json;

fn live() -> Bench {
    let bench = Bench::new();
    bench.shop();
    let logs = bench.logs("payment.jsonl", 3_000, 1..31);
    let report = bench.import(&[&logs]);
    assert_eq!(report["incidents_opened"], 1, "{report:#}");
    bench
}

#[test]
fn thirty_minutes_of_failing_payments_become_one_incident_that_costs_what_they_were_worth() {
    let bench = live();
    let view = bench.ok(Party::Ops, "incident", json!({"id": "1"}));
    assert_eq!(view["row"]["minutes"], 30);
    assert_eq!(view["row"]["failed"]["value"], 1_200.0, "40 a minute for 30 minutes, none of them normal");
    assert_eq!(view["row"]["cost"]["value"], 12_000.0, "£10 each, and nobody was paged");
    let today = bench.ok(Party::Ops, "today", json!({}));
    assert_eq!(today["tone"], "harm");
    let words: String =
        today["verdict"].as_array().unwrap().iter().map(|span| span["text"].as_str().unwrap()).collect();
    assert!(
        words.starts_with("Customers can't pay at the till: 40 % of payments fail. It began 30 minutes ago"),
        "{words}"
    );
    assert!(bench.host.told.lock().unwrap().iter().any(|(title, _)| title == "New incident"));
}

#[test]
fn every_number_of_the_incident_answers_why() {
    let bench = live();
    let view = bench.ok(Party::Ops, "incident", json!({"id": "1"}));
    let figures = view["figures"].as_array().unwrap();
    assert!(figures.len() >= 5);
    for figure in figures {
        let why = bench.ok(Party::Ops, "why", json!({"key": figure["figure"]["why"]}));
        assert_eq!(why["figure"]["value"], figure["figure"]["value"], "{figure:#}");
        assert!(!why["formula"].as_str().unwrap().is_empty());
    }
    let cost = bench.ok(Party::Ops, "why", json!({"key": view["row"]["cost"]["why"]}));
    let value = cost["terms"].as_array().unwrap().iter().find(|term| term["unit"] == "cost_per_interaction").unwrap();
    assert_eq!(value["source"]["by"], "Product");
}

#[test]
fn it_is_acknowledged_handed_on_classified_and_resolved_in_that_order_only() {
    let bench = live();
    let id = json!({"id": "1"});
    assert_eq!(bench.refused(None, "incident_acknowledge", id.clone()), ErrorCode::Forbidden);
    assert_eq!(bench.refused(Some(Party::Ops), "incident_reopen", id.clone()), ErrorCode::Precondition);
    bench.ok(Party::Ops, "incident_acknowledge", id.clone());
    bench.ok(Party::Ops, "incident_acknowledge", id.clone());
    bench.ok(Party::Ops, "incident_hand_over", json!({"id": "1", "to": "Dan", "note": "it is in the gateway"}));
    bench.ok(
        Party::Dev,
        "incident_note",
        json!({"id": "1", "text": "sessions of node 2 opened by hand", "action": true}),
    );
    bench.ok(Party::Dev, "incident_classify", json!({"id": "1", "failure_mode": "Card terminal times out"}));
    bench.ok(Party::Dev, "incident_resolve", id.clone());
    assert_eq!(bench.refused(Some(Party::Ops), "incident_acknowledge", id.clone()), ErrorCode::Precondition);
    let view = bench.ok(Party::Ops, "incident", id);
    assert_eq!(view["row"]["state"], "resolved");
    assert_eq!(view["row"]["failure_mode"]["id"], "card-terminal-times-out");
    assert_eq!(view["row"]["hops"], 1, "{:#}", view["chain"]);
    let modes = bench.ok(Party::Product, "incidents", json!({}))["failure_modes"].clone();
    assert_eq!(modes[0]["occurrences"], 1);
}

#[test]
fn its_cost_does_not_change_when_assumptions_do() {
    let bench = live();
    let before = bench.ok(Party::Ops, "incident", json!({"id": "1"}))["row"]["cost"]["value"].clone();
    let dearer = bench.file("dearer.yaml", "apiVersion: gemba.dev/v1\nkind: Journey\nmetadata:\n  name: pay\n  title: Pay at the till\nspec:\n  interactions: payments\n  services: [payment]\n  valuePerInteraction: { amount: 99, statedBy: Product, statedAt: 2026-11-20 }\n");
    let report = bench.import(&[&dearer]);
    assert_eq!(report["files"][0]["kept"], 1, "{report:#}");
    assert_eq!(bench.ok(Party::Ops, "incident", json!({"id": "1"}))["row"]["cost"]["value"], before);
}

#[test]
fn an_incident_can_be_declared_without_any_measurement_and_its_cost_is_unknown() {
    let bench = Bench::new();
    let done = bench.ok(Party::Ops, "incident_open", json!({"title": "Shelf labels are blank"}));
    let view = bench.ok(Party::Ops, "incident", json!({"id": done["id"]}));
    assert!(view["row"]["cost"]["value"].is_null());
    assert!(!view["row"]["cost"]["unknown"].as_str().unwrap().is_empty());
    let future = json!({"title": "x", "began": "2027-01-01T00:00:00Z"});
    assert_eq!(bench.refused(Some(Party::Ops), "incident_open", future), ErrorCode::Validation);
}
