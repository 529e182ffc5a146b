//! The preconditions that `Body` documents, one by one.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::*;
use gemba_model::*;
use gemba_store::{Outcome, Workspace};

struct Log {
    workspace: Workspace,
    next: u32,
}

impl Log {
    fn new() -> Self {
        Self { workspace: Workspace::in_memory().expect("made"), next: 0 }
    }

    fn tell_by(&mut self, author: Actor, second: i64, body: Body) -> Outcome {
        self.next += 1;
        let change = Change { id: ChangeId(format!("c{}", self.next)), author, at: at(second), body };
        let head = self.workspace.head().expect("a head").seq;
        let outcome = self.workspace.append(&[change]).expect("appended").results.remove(0);
        let moved = self.workspace.head().expect("a head").seq - head;
        assert_eq!(moved, u64::from(matches!(outcome, Outcome::Applied { .. })));
        outcome
    }

    fn tell(&mut self, body: Body) -> Outcome {
        self.tell_by(by("mo", Some(Party::Ops)), 1_000, body)
    }

    #[track_caller]
    fn ok(&mut self, body: Body) {
        let outcome = self.tell(body);
        assert!(matches!(outcome, Outcome::Applied { .. }), "{outcome:?}");
    }

    #[track_caller]
    fn refused(&mut self, body: Body, because: &str) {
        let outcome = self.tell(body);
        assert!(matches!(&outcome, Outcome::Refused { reason } if reason.contains(because)), "{outcome:?}");
    }

    fn incident(&self) -> Incident {
        self.workspace.record("i").expect("read").expect("there")
    }
}

fn note(second: i64, text: &str) -> TimelineEntry {
    TimelineEntry {
        at: at(second),
        kind: TimelineKind::Note,
        person: None,
        who: "tool".into(),
        party: None,
        text: text.into(),
    }
}

#[test]
fn an_incident_is_opened_once_and_numbered_by_the_log() {
    let mut log = Log::new();
    log.ok(Body::IncidentOpened(Box::new(incident("h"))));
    let timeline = vec![note(300, "late"), note(200, "early"), note(300, "later still")];
    log.ok(Body::IncidentOpened(Box::new(Incident { timeline, ..incident("i") })));
    log.refused(Body::IncidentOpened(Box::new(incident("i"))), "already");
    log.refused(Body::IncidentOpened(Box::new(Incident { ended: Some(at(99)), ..incident("j") })), "before it begins");
    assert_eq!(log.incident().number, 2);
    let texts: Vec<_> = log.incident().timeline.into_iter().map(|entry| entry.text).collect();
    assert_eq!(texts, ["early", "late", "later still"]);
}

#[test]
fn what_was_observed_joins_and_is_not_repeated() {
    let mut log = Log::new();
    log.refused(
        Body::IncidentObserved { incident: "i".into(), alerts: vec![], entries: vec![], ended: None },
        "there is no incident",
    );
    log.ok(Body::IncidentOpened(Box::new(Incident { alerts: vec!["x".into()], ..incident("i") })));
    let observed = |ended| Body::IncidentObserved {
        incident: "i".into(),
        alerts: vec!["x".into(), "y".into()],
        entries: vec![note(200, "paged"), note(200, "paged")],
        ended,
    };
    log.ok(observed(Some(at(400))));
    log.ok(observed(None));
    log.refused(observed(Some(at(99))), "before it began");
    let found = log.incident();
    assert_eq!((found.alerts.len(), found.timeline.len(), found.ended), (2, 1, Some(at(400))));
    assert_eq!(found.state, IncidentState::Open);
}

#[test]
fn an_incident_is_acknowledged_handed_over_resolved_and_reopened() {
    let mut log = Log::new();
    let acknowledge = || Body::IncidentAcknowledged { incident: "i".into() };
    let hand_over = || Body::IncidentHandedOver {
        incident: "i".into(),
        to: Some("li".into()),
        to_name: "Li".into(),
        party: Some(Party::Dev),
        note: "knows it".into(),
    };
    let responder =
        || Body::IncidentResponderAdded { incident: "i".into(), person: None, who: "Network".into(), party: None };
    log.ok(Body::PersonRecorded(person("mo", Party::Ops)));
    log.ok(Body::IncidentOpened(Box::new(incident("i"))));
    log.refused(Body::IncidentReopened { incident: "i".into() }, "not resolved");
    log.ok(acknowledge());
    log.ok(acknowledge());
    let found = log.incident();
    assert_eq!((found.state, found.timeline.len()), (IncidentState::Acknowledged, 1));
    assert_eq!((found.timeline[0].who.as_str(), found.timeline[0].party), ("Name of mo", Some(Party::Ops)));
    log.ok(hand_over());
    log.ok(responder());
    log.refused(Body::IncidentResolved { incident: "i".into(), ended: at(99) }, "before it began");
    log.ok(Body::IncidentResolved { incident: "i".into(), ended: at(500) });
    assert_eq!((log.incident().state, log.incident().ended), (IncidentState::Resolved, Some(at(500))));
    log.refused(Body::IncidentResolved { incident: "i".into(), ended: at(600) }, "already");
    log.refused(acknowledge(), "resolved already");
    log.refused(hand_over(), "resolved already");
    log.refused(responder(), "resolved already");
    log.ok(Body::IncidentNoted { incident: "i".into(), action: true, text: "restarted".into() });
    log.ok(Body::IncidentReopened { incident: "i".into() });
    assert_eq!((log.incident().state, log.incident().ended), (IncidentState::Open, None));
    log.ok(acknowledge());
    let kinds: Vec<_> = log.incident().timeline.iter().map(|entry| entry.kind).collect();
    use TimelineKind as K;
    assert_eq!(
        kinds,
        [K::Resolved, K::Acknowledged, K::HandedOver, K::ResponderAdded, K::Action, K::Reopened, K::Acknowledged]
    );
}

#[test]
fn a_failure_mode_must_exist_to_be_named() {
    let mut log = Log::new();
    log.ok(Body::IncidentOpened(Box::new(incident("i"))));
    let classify =
        |mode: Option<&str>| Body::IncidentClassified { incident: "i".into(), failure_mode: mode.map(Into::into) };
    log.refused(classify(Some("slow")), "there is no failure mode");
    log.ok(Body::FailureModeRecorded(failure_mode("slow")));
    log.ok(classify(Some("slow")));
    assert_eq!(log.incident().timeline[0].text, "Failure slow");
    log.ok(classify(None));
    assert_eq!(log.incident().failure_mode, None);
    assert_eq!(log.workspace.changes_about(RecordKind::FailureMode, "slow").expect("a history").len(), 2);
}

#[test]
fn records_are_withdrawn_but_for_incidents_decisions_and_settings() {
    let mut log = Log::new();
    let withdraw = |kind, id: &str| Body::RecordWithdrawn { kind, id: id.into() };
    log.ok(Body::PersonRecorded(person("mo", Party::Ops)));
    log.ok(Body::IncidentOpened(Box::new(incident("i"))));
    log.ok(Body::DecisionRecorded(Box::new(decision("d"))));
    log.ok(Body::SettingsChanged(Settings::new("Shop", CostUnit::UserMinutes, "UTC")));
    log.ok(withdraw(RecordKind::Person, "mo"));
    log.refused(withdraw(RecordKind::Person, "mo"), "there is no person");
    log.refused(withdraw(RecordKind::Incident, "i"), "cannot be withdrawn");
    log.refused(withdraw(RecordKind::Decision, "d"), "cannot be withdrawn");
    log.refused(withdraw(RecordKind::Settings, Settings::ID), "cannot be withdrawn");
    assert_eq!(log.workspace.records::<Person>().expect("records"), []);
    log.ok(Body::PersonRecorded(person("mo", Party::Dev)));
    assert_eq!(log.workspace.changes_about(RecordKind::Person, "mo").expect("a history").len(), 3);
}

#[test]
fn a_decision_needs_three_people_of_three_parties_and_is_judged_once() {
    let mut log = Log::new();
    let sign = |party, person: &str| Body::DecisionSigned {
        decision: "d".into(),
        sign: SignOff { party, person: person.into(), name: person.into(), at: at(0) },
    };
    let signed = |signs: &[SignOff]| signs.iter().map(|sign| sign.party).collect::<Vec<_>>();
    let given = SignOff { party: Party::Ops, person: "mo".into(), name: "Mo".into(), at: at(0) };
    log.refused(sign(Party::Ops, "mo"), "there is no decision");
    log.refused(Body::DecisionRecorded(Box::new(Decision { signs: vec![given], ..decision("d") })), "no signatures");
    log.ok(Body::DecisionRecorded(Box::new(decision("d"))));
    log.refused(Body::DecisionRecorded(Box::new(decision("d"))), "exists already");
    log.ok(sign(Party::Ops, "mo"));
    log.refused(sign(Party::Ops, "li"), "Ops has signed already");
    log.refused(sign(Party::Dev, "li"), "Ops cannot sign for Dev");
    let outcome = log.tell_by(by("robot", None), 0, sign(Party::Dev, "li"));
    assert!(matches!(outcome, Outcome::Refused { reason } if reason.contains("machine")));
    let outcome = log.tell_by(by("mo", Some(Party::Dev)), 0, sign(Party::Dev, "mo"));
    assert!(matches!(outcome, Outcome::Refused { reason } if reason.contains("signed for Ops already")));
    log.tell_by(by("li", Some(Party::Dev)), 0, sign(Party::Dev, "li"));
    log.tell_by(by("jo", Some(Party::Product)), 0, sign(Party::Product, "jo"));
    let found: Decision = log.workspace.record("d").expect("read").expect("there");
    assert_eq!(signed(&found.signs), Party::ALL);
    assert_eq!((found.number, found.waits_for()), (1, vec![]));

    let judge = |id: &str| Body::DecisionJudged { decision: id.into(), outcome: true };
    log.refused(judge("d"), "no forecast");
    let forecast = Forecast { statement: "It holds".into(), probability: 0.7, outcome: None };
    log.ok(Body::DecisionRecorded(Box::new(Decision { forecast: Some(forecast), ..decision("e") })));
    log.ok(judge("e"));
    log.refused(judge("e"), "judged already");
    let about = log.workspace.changes_about(RecordKind::WorkItem, "w1").expect("a history");
    assert_eq!(about.len(), 2, "both decisions are about the item");
}

#[test]
fn an_item_is_estimated_and_moved_without_losing_what_was_not_said() {
    let mut log = Log::new();
    let estimate = |value: i64| Estimate { range: Range::point(value.into()), source: Source::default() };
    let change = |cost, duration| Body::WorkItemEstimated {
        item: "w".into(),
        cost_of_delay: cost,
        duration_weeks: duration,
        share_removed: None,
    };
    log.refused(change(None, None), "there is no work item");
    log.ok(Body::WorkItemRecorded(Box::new(item("w"))));
    log.ok(change(Some(estimate(5)), None));
    log.ok(change(None, Some(estimate(2))));
    log.ok(Body::WorkItemMoved { item: "w".into(), state: WorkState::Done });
    let found: WorkItem = log.workspace.record("w").expect("read").expect("there");
    assert_eq!((found.cost_of_delay, found.duration_weeks), (Some(estimate(5)), Some(estimate(2))));
    assert_eq!(found.state, WorkState::Done);
}

#[test]
fn what_has_no_identifier_and_what_json_cannot_hold_is_refused() {
    let mut log = Log::new();
    log.refused(Body::PersonRecorded(person("", Party::Ops)), "person has no identifier");
    log.refused(
        Body::SettingsChanged(Settings { id: "x".into(), ..Settings::new("", CostUnit::UserMinutes, "") }),
        "must",
    );
    let forecast = Forecast { statement: "It holds".into(), probability: f64::NAN, outcome: None };
    log.refused(
        Body::DecisionRecorded(Box::new(Decision { forecast: Some(forecast), ..decision("e") })),
        "not a change",
    );
    let over = Override { people: vec![], from: at(5), to: at(5), reason: String::new() };
    log.ok(Body::RotationRecorded(rotation("r")));
    log.refused(Body::RotationOverridden { rotation: "r".into(), over }, "before it begins");
    log.next = 0;
    log.workspace
        .append(&[change(
            "",
            Body::TeamRecorded(Team {
                id: "t".into(),
                name: String::new(),
                party: None,
                source: Source::default(),
                extra: Extra::default(),
            }),
        )])
        .map(|done| assert!(matches!(done.results[0], Outcome::Refused { .. })))
        .expect("answered");
}
