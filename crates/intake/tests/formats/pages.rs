//! PagerDuty's events.

use crate::corpus::PAGES;
use crate::{only, places, read};
use gemba_model::*;

fn event(id: &str, kind: &str, at: &str, rest: &str) -> String {
    format!(
        r#"{{"event":{{"id":"{id}","event_type":"incident.{kind}","occurred_at":"2026-11-22T{at}Z","agent":{{"summary":"Ann Lee","type":"user_reference"}},"data":{{{rest}}}}}}}"#
    )
}

#[test]
fn events_become_a_timeline() {
    let found = read("pages.jsonl", PAGES);
    let events = only!(found, IncidentEvent);
    assert_eq!((events[0].key.as_str(), events[0].number, events[0].kind), ("P1", Some(214), TimelineKind::Paged));
    assert_eq!((events[0].who.as_str(), events[0].person.as_ref().unwrap().as_str()), ("Amara Okonje", "amara-okonje"));
    assert_eq!(
        (events[0].party, events[0].failure_mode.as_deref()),
        (Some(Party::Ops), Some("Card terminal times out"))
    );
    assert_eq!(events[0].service.as_ref().unwrap().as_str(), "payment");
    assert_eq!(
        (events[1].key.as_str(), events[1].kind, events[1].text.as_str()),
        ("P1", TimelineKind::Note, "Terminals restarted")
    );
}

#[test]
fn order_and_repetition_do_not_matter() {
    let rest = r#""id":"P1","title":"T","assignees":[{"summary":"Bea","type":"user_reference"}]"#;
    let lines = [
        event("3", "resolved", "10:30:00", rest),
        event("1", "triggered", "10:00:00", rest),
        event("2", "reassigned", "10:10:00", rest),
        event("1", "triggered", "10:00:00", rest),
        event("4", "workflow.started", "10:11:00", rest),
    ];
    for text in [lines.join("\n"), format!("[{}]", lines.join(",\n")), format!(r#"{{"events":[{}]}}"#, lines.join(","))]
    {
        let found = read("p.json", text);
        let events = only!(found, IncidentEvent);
        assert_eq!(
            events.iter().map(|event| event.kind).collect::<Vec<_>>(),
            [TimelineKind::Paged, TimelineKind::HandedOver, TimelineKind::Resolved]
        );
        assert_eq!(events[1].who, "Bea");
        assert_eq!((found.remarks.len(), found.rejected_total), (2, 0));
    }
}

#[test]
fn missing_and_null_fields_are_tolerated() {
    // Without created_at and incident_key, with client null, priority null, no teams, nobody assigned, no agent.
    let text = r#"{"event":{"id":"1","event_type":"incident.triggered","occurred_at":"2026-11-22T10:00:00Z","agent":null,"client":null,"data":{"id":"P1","priority":null,"teams":[],"assignees":[]}}}
{"event":{"id":"2","event_type":"incident.delegated","occurred_at":"2026-11-22T10:01:00Z","data":{"id":"P1","escalation_policy":{"summary":"Dev Till","type":"escalation_policy_reference"}}}}
{"event":{"id":"3","event_type":"incident.responder.added","occurred_at":"2026-11-22T10:02:00Z","data":{"incident":{"id":"P1","summary":"T"},"user":{"summary":"Cy","type":"user_reference"},"message":"help"}}}
"#;
    let events = only!(read("p.jsonl", text), IncidentEvent);
    assert_eq!(
        events.iter().map(|event| (event.kind, event.who.as_str(), event.person.is_some())).collect::<Vec<_>>(),
        [
            (TimelineKind::Detected, "", false),
            (TimelineKind::HandedOver, "Dev Till", false),
            (TimelineKind::ResponderAdded, "Cy", true),
        ]
    );
}

#[test]
fn a_bad_event_costs_itself() {
    let good = event("9", "acknowledged", "10:05:00", r#""id":"P1""#);
    let text = [
        event("1", "triggered", "10:00:00", ""),
        r#"{"event":{"id":"2","event_type":"incident.resolved","data":{"id":"P1"}}}"#.into(),
        event("3", "resolved", "10:00:00", r#""id":"P1","custom_fields":[{"name":"gemba_party","value":"friends"}]"#),
        "true".into(),
        r#"{"event":{"id":"4","#.into(),
        good,
    ]
    .join("\n");
    let found = read("p.jsonl", text);
    assert_eq!(only!(found, IncidentEvent).len(), 1);
    assert_eq!(
        places(&found),
        [
            "document 1, line 1, event.data.id",
            "document 2, line 2, event.occurred_at",
            "document 3, line 3, data.custom_fields",
            "document 4, line 4, event_type",
            "document 5, line 5",
        ]
    );
}
