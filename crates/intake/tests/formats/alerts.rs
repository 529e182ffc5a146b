//! Alertmanager and Grafana, with the traps that were seen in real payloads.

use crate::corpus::ALERTS;
use crate::{at, only, read, read_as};
use gemba_model::*;

fn payload(alerts: &str) -> String {
    format!(r#"{{"version":"4","status":"firing","receiver":"r","alerts":[{alerts}]}}"#)
}

#[test]
fn an_alert_with_its_labels() {
    let alerts = only!(read("alerts.json", ALERTS), Alert);
    let alert = &alerts[0];
    assert_eq!(alert.id.as_str(), "9f0c2a1e6d8b4b5e@2026-11-22T11:19:00.123456789Z");
    assert_eq!(
        (alert.name.as_str(), alert.summary.as_str(), alert.tier),
        ("CardsTimeOut", "Cards time out", AlertTier::Page)
    );
    assert_eq!(
        (alert.service.as_ref().unwrap().as_str(), alert.journey.as_ref().unwrap().as_str()),
        ("payment", "pay-at-the-till")
    );
    assert_eq!((alert.starts, alert.ends), (at("2026-11-22T11:19:00.123456789Z"), None));
    assert_eq!(alert.extra.get("labels"), Some(serde_json::json!({ "zone": "b" })));
}

#[test]
fn one_a_line_in_an_array_and_bare() {
    let line = ALERTS.replace('\n', "");
    assert_eq!(only!(read("a.jsonl", format!("{line}\n{line}\n")), Alert).len(), 2);
    assert_eq!(only!(read("a.json", format!("[{line},\n{line}]")), Alert).len(), 2);
    let bare = r#"[{"labels":{"alertname":"A","severity":"warning"},"startsAt":"2026-11-22T11:00:00Z","endsAt":"2026-11-22T12:30:00Z","status":{"state":"active"},"fingerprint":"f"}]"#;
    let alerts = only!(read("a.json", bare), Alert);
    assert_eq!((alerts[0].tier, alerts[0].ends), (AlertTier::Ticket, None));
}

#[test]
fn fields_may_be_missing() {
    // Without truncatedAlerts, status, fingerprint, generatorURL.
    let one = r#"{"labels":{"b":"2","alertname":"A"},"startsAt":"2026-11-22T10:00:00+02:00","endsAt":"2026-11-22T11:00:00Z"}"#;
    let same = r#"{"labels":{"alertname":"A","b":"2"},"startsAt":"2026-11-22T08:00:00Z","endsAt":"2026-11-22T11:00:00Z","status":"resolved"}"#;
    let found = read("a.json", payload(&format!("{one},{same}")).replace(r#""status":"firing","#, ""));
    let alerts = only!(found, Alert);
    // The computed fingerprint depends on the labels, not on their order, nor on how the time is written.
    assert_eq!(alerts[0].id, alerts[1].id);
    assert_eq!(alerts[0].ends, Some(at("2026-11-22T11:00:00Z")));
    assert_eq!(alerts[0].tier, AlertTier::Info);
    assert!(found.remarks[0].contains("severity"));
}

#[test]
fn identical_labels_with_different_fingerprints_are_two_alerts() {
    let one = |fingerprint: &str| {
        format!(
            r#"{{"status":"firing","labels":{{"alertname":"A"}},"startsAt":"2026-11-22T10:00:00Z","fingerprint":"{fingerprint}"}}"#
        )
    };
    let alerts = only!(read("a.json", payload(&format!("{},{}", one("f1"), one("f2")))), Alert);
    assert_ne!(alerts[0].id, alerts[1].id);
}

#[test]
fn grafana_mixes_states_and_leaves_out_names() {
    let text = r#"{"receiver":"r","status":"firing","orgId":1,"version":"1","title":"[FIRING:1]","state":"alerting","message":"m","groupKey":"g","alerts":[
        {"status":"firing","startsAt":"2026-11-22T10:00:00Z","endsAt":"0001-01-01T00:00:00Z","values":{"B":22},"dashboardURL":"d"},
        {"status":"resolved","labels":{"alertname":"B","severity":"critical"},"startsAt":"2026-11-22T10:00:00Z","endsAt":"2026-11-22T10:05:00Z","fingerprint":"x"}]}"#;
    let alerts = only!(read("grafana.json", text), Alert);
    assert_eq!((alerts[0].name.as_str(), alerts[0].ends), ("[FIRING:1]", None));
    assert_eq!((alerts[1].tier, alerts[1].ends), (AlertTier::Page, Some(at("2026-11-22T10:05:00Z"))));
    assert!(alerts[0].extra.get("values").is_some());
    let legacy =
        read_as("alertmanager", "g.json", br#"{"ruleName":"r","ruleId":1,"state":"alerting","message":"m"}"#).unwrap();
    assert!(legacy.rejected[0].reason.contains("legacy"));
}

#[test]
fn a_late_firing_does_not_open_a_resolved_alert() {
    let one = |status: &str, ends: &str| {
        payload(&format!(
            r#"{{"status":"{status}","labels":{{"alertname":"A","severity":"page"}},"startsAt":"2026-11-22T10:00:00Z","endsAt":"{ends}","fingerprint":"f"}}"#
        ))
    };
    let text = [
        one("firing", "0001-01-01T00:00:00Z"),
        one("resolved", "2026-11-22T10:09:00Z"),
        one("firing", "0001-01-01T00:00:00Z"),
    ]
    .join("\n");
    let found = read("a.jsonl", text);
    assert_eq!(only!(found, Alert).iter().map(|alert| alert.ends.is_some()).collect::<Vec<_>>(), [false, true]);
    assert!(found.remarks[0].contains("1 notifications"));
}

#[test]
fn a_bad_alert_costs_itself() {
    let good = r#"{"status":"firing","labels":{"alertname":"A","severity":"page"},"startsAt":"2026-11-22T10:00:00Z"}"#;
    let bad = [
        r#"{"labels":{}}"#,
        r#"{"startsAt":"0001-01-01T00:00:00Z"}"#,
        r#"{"startsAt":"soon"}"#,
        "7",
        r#"{"status":"resolved","startsAt":"2026-11-22T10:00:00Z","endsAt":"2026-11-22T09:00:00Z"}"#,
    ];
    let found = read("a.json", payload(&format!("{},{good}", bad.join(","))));
    assert_eq!((only!(found, Alert).len(), found.rejected_total), (1, 5));
    assert_eq!(found.rejected[2].place, "document 1, line 1, alerts[2].startsAt");
}
