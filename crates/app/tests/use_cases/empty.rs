//! A workspace without data answers every question, with unknown where nothing is known.

use crate::Bench;
use gemba_app::model::Party;
use gemba_app::model::api::ErrorCode;
use gemba_app::{Effect, USE_CASES};
use serde_json::json;

#[test]
fn every_list_answers_and_nothing_is_green() {
    let bench = Bench::new();
    let views = [
        "workspace",
        "today",
        "weigh",
        "incidents",
        "backlog",
        "services",
        "objectives",
        "oncall",
        "decisions",
        "search",
        "verify",
    ];
    for name in views {
        let view = bench.ok(Party::Product, name, json!({}));
        assert_ne!(view["tone"], "calm", "{name} is calm about nothing: {view:#}");
    }
    assert_eq!(bench.ok(Party::Ops, "workspace", json!({}))["empty"], true);
    assert_eq!(bench.ok(Party::Ops, "today", json!({}))["tone"], "unknown");
}

#[test]
fn what_is_not_there_is_not_found() {
    let bench = Bench::new();
    for name in ["incident", "work_item", "service", "objective", "why"] {
        assert_eq!(
            bench.refused(Some(Party::Dev), name, json!({"id": "nothing", "key": "nothing"})),
            ErrorCode::NotFound,
            "{name}"
        );
    }
    assert_eq!(bench.refused(Some(Party::Dev), "no_such_case", json!({})), ErrorCode::NotFound);
    assert_eq!(bench.refused(Some(Party::Dev), "today", json!({"lens": 7})), ErrorCode::Validation);
}

#[test]
fn somebody_without_a_party_may_look_and_arrange_but_not_speak_for_one() {
    let bench = Bench::new();
    for case in USE_CASES.iter().filter(|case| case.effect == Effect::Change) {
        let speaks = !gemba_app::may(None, case.capability);
        let outcome = bench.call_as(None, case.name, json!({"files": [], "rotation": "", "person": "", "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z", "to_": ""}));
        let forbidden = outcome.err().is_some_and(|error| error.code == ErrorCode::Forbidden);
        assert_eq!(forbidden, speaks, "{}", case.name);
    }
}

#[test]
fn a_workspace_is_named_once_and_its_settings_are_checked() {
    let bench = Bench::new();
    bench.ok(
        Party::Product,
        "workspace_init",
        json!({"name": "The shop", "cost_unit": "gbp", "zone": "Europe/London"}),
    );
    let view = bench.ok(Party::Product, "workspace", json!({}));
    assert_eq!(view["name"], "The shop");
    assert_eq!(view["cost_unit"], json!({"currency": "GBP"}));
    assert_eq!(
        bench.refused(Some(Party::Product), "workspace_init", json!({"name": "again"})),
        ErrorCode::Precondition
    );
    assert_eq!(
        bench.refused(Some(Party::Product), "settings_change", json!({"zone": "Mars/Base"})),
        ErrorCode::Validation
    );
    let disordered = json!({"responder_hour_cost": {"low": "90", "mid": "80", "high": "100"}});
    assert_eq!(bench.refused(Some(Party::Product), "settings_change", disordered), ErrorCode::Validation);
}
