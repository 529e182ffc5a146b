//! The sample through the front door: the story must come out of the numbers.

use crate::Bench;
use gemba_app::model::Party;
use serde_json::{Value, json};

fn words(sentence: &Value) -> String {
    sentence.as_array().unwrap().iter().map(|span| span["text"].as_str().unwrap()).collect()
}

#[test]
fn the_grocery_chain_tells_its_story_and_every_number_of_it_answers_why() {
    let bench = Bench::new();
    let report = bench.ok(Party::Product, "sample_open", json!({}));
    for file in report["files"].as_array().unwrap() {
        assert_eq!(file["rejected_total"], 0, "{file:#}");
        assert_eq!(file["error"], Value::Null, "{file:#}");
    }
    let today = bench.ok(Party::Product, "today", json!({"lens": "product"}));
    let verdict = words(&today["verdict"]);
    let share =
        verdict.split(" % of payments fail").next().and_then(|text| text.rsplit(' ').next()?.parse::<u32>().ok());
    assert!(share.is_some_and(|share| (27..=35).contains(&share)), "about 31 % of the last five minutes: {verdict}");
    assert!(verdict.contains("41 minutes ago"), "{verdict}");
    assert!(verdict.contains("fourth time"), "{verdict}");
    assert!(verdict.contains("3 hops"), "{verdict}");
    assert_eq!(today["live"]["reached"]["value"], 27.0);
    assert!(today["live"]["budget_left"]["value"].as_f64().unwrap() < 0.0);
    assert!(today["on_call"].as_array().unwrap().iter().any(|row| row["gap"] == true), "one rotation has a gap");
    let unmeasured = today["journeys"].as_array().unwrap().iter().filter(|row| row["tone"] == "unknown").count();
    assert_eq!(unmeasured, 1, "Plan a meal sends no signal");

    let weigh = bench.ok(Party::Product, "weigh", json!({}));
    let order = weigh["order"].as_array().unwrap();
    assert_eq!(order[0]["title"], "Card terminal times out");
    assert_eq!(order[1]["title"], "Click & collect");
    assert_eq!(weigh["pairs"][0]["contested"], true);
    assert_eq!(weigh["not_rankable"].as_array().unwrap().len(), 3);

    // A former window is complete where the logs reach back that far, and says how it ended.
    let pay = bench.ok(Party::Ops, "objective", json!({"id": "pay-at-the-till"}));
    assert!(pay["past"][0]["budget_left"].is_number(), "{:#}", pay["past"]);
    let last = pay["chart"]["series"][0]["points"].as_array().unwrap().last().unwrap()["value"].as_f64().unwrap();
    let left = pay["row"]["budget_left"]["value"].as_f64().unwrap();
    assert!((last - left).abs() < 1e-9, "the picture ends at the number of the row: {last}, {left}");

    // Rule 9: whatever is shown can be asked.
    let mut keys = std::collections::BTreeSet::new();
    let screens = ["today", "weigh", "incidents", "backlog", "services", "objectives", "oncall", "decisions"];
    for screen in screens {
        collect(&bench.ok(Party::Ops, screen, json!({})), &mut keys);
    }
    collect(&bench.ok(Party::Ops, "incident", json!({"id": today["live"]["id"]})), &mut keys);
    collect(&bench.ok(Party::Ops, "weigh_explain", json!({"item": order[0]["id"]})), &mut keys);
    assert!(keys.len() > 100, "{}", keys.len());
    for key in &keys {
        let why = bench.ok(Party::Ops, "why", json!({"key": key}));
        assert!(!why["title"].as_str().unwrap().is_empty(), "{key}");
    }

    // The same log gives the same records.
    let verify = bench.ok(Party::Ops, "verify", json!({}));
    assert_eq!(verify["ok"], true, "{verify:#}");

    // Documents come out of the same numbers.
    for format in ["html", "md"] {
        let file = bench.ok(Party::Product, "report", json!({"kind": "review", "format": format}));
        assert!(file["base64"].as_str().unwrap().len() > 2_000);
    }
}

fn collect(value: &Value, keys: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(key) = fields.get("why").and_then(Value::as_str).filter(|key| !key.is_empty()) {
                keys.insert(key.to_owned());
            }
            fields.values().for_each(|value| collect(value, keys));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, keys)),
        _ => {}
    }
}
