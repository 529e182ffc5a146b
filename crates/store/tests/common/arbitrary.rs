//! Random changes over few identifiers, so that they meet.
#![allow(dead_code, reason = "each test file uses some of them")]

use super::common::*;
use gemba_model::*;
use proptest::prelude::*;

pub fn id() -> impl Strategy<Value = String> {
    prop_oneof![20 => prop::sample::select(vec!["a", "b", "c"]).prop_map(str::to_owned), 1 => Just(String::new()), 1 => ".*"]
}

fn time() -> impl Strategy<Value = UtcTime> {
    prop_oneof![(0_i64..500).prop_map(at), (-1_000_000_000_i64..4_000_000_000).prop_map(at)]
}

fn party() -> impl Strategy<Value = Party> {
    prop::sample::select(Party::ALL.to_vec())
}

fn extra() -> impl Strategy<Value = Extra> {
    let value = prop_oneof![
        Just(serde_json::Value::Null),
        any::<f64>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        ".*".prop_map(serde_json::Value::from),
    ];
    prop::collection::btree_map(".{0,4}", value, 0..3).prop_map(Extra::from)
}

fn decimal() -> impl Strategy<Value = Exact> {
    (any::<i64>(), 0_u32..28).prop_map(|(mantissa, scale)| Exact::new(mantissa, scale))
}

fn estimate() -> impl Strategy<Value = Estimate> {
    (decimal(), decimal(), decimal(), ".*").prop_map(|(low, mid, high, by)| Estimate {
        range: Range { low, mid, high },
        source: Source { by, at: None, reference: String::new() },
    })
}

fn entry() -> impl Strategy<Value = TimelineEntry> {
    (time(), prop::option::of(id()), "[a-c]?").prop_map(|(at, person, text)| TimelineEntry {
        at,
        kind: TimelineKind::Note,
        person: person.map(PersonId),
        who: "Somebody".into(),
        party: None,
        text,
    })
}

fn an_incident() -> impl Strategy<Value = Incident> {
    (id(), time(), prop::option::of(time()), prop::collection::vec(entry(), 0..4), prop::option::of(id()), extra())
        .prop_map(|(id, began, ended, timeline, failure_mode, extra)| Incident {
            began,
            ended,
            timeline,
            failure_mode: failure_mode.map(FailureModeId),
            extra,
            ..incident(&id)
        })
}

fn a_decision() -> impl Strategy<Value = Decision> {
    let number = prop::option::of(any::<f64>());
    (id(), id(), number.clone(), number, prop::option::of(any::<f64>()), prop::collection::vec(sign(), 0..2)).prop_map(
        |(id, chosen, cost, probability, forecast, signs)| Decision {
            id: DecisionId(id),
            number: 7,
            title: "Fix first".into(),
            team: None,
            chosen: DecidedItem {
                item: WorkItemId(chosen),
                title: "It".into(),
                cost_of_delay_per_week: cost,
                duration_weeks: None,
            },
            over: vec![],
            cost_of_other_order: cost,
            probability,
            reason: String::new(),
            forecast: forecast.map(|probability| Forecast {
                statement: "It will hold".into(),
                probability,
                outcome: None,
            }),
            revisit: None,
            at: at(0),
            by: "mo".into(),
            signs,
            superseded_by: None,
            extra: Extra::default(),
        },
    )
}

fn sign() -> impl Strategy<Value = SignOff> {
    (party(), id()).prop_map(|(party, person)| SignOff {
        party,
        name: person.clone(),
        person: PersonId(person),
        at: at(0),
    })
}

fn state() -> impl Strategy<Value = WorkState> {
    prop::sample::select(vec![WorkState::Todo, WorkState::Doing, WorkState::Done, WorkState::Dropped])
}

pub fn body() -> impl Strategy<Value = Body> {
    let incident = || id().prop_map(IncidentId);
    let recorded = prop_oneof![
        (id(), party(), extra())
            .prop_map(|(id, party, extra)| Body::PersonRecorded(Person { extra, ..person(&id, party) })),
        (id(), estimate(), extra()).prop_map(|(id, cost, extra)| {
            Body::WorkItemRecorded(Box::new(WorkItem { cost_of_delay: Some(cost), extra, ..item(&id) }))
        }),
        id().prop_map(|id| Body::TeamRecorded(Team {
            id: TeamId(id),
            name: "Team".into(),
            party: None,
            source: Source::default(),
            extra: Extra::default(),
        })),
        id().prop_map(|id| Body::FailureModeRecorded(failure_mode(&id))),
        id().prop_map(|id| Body::RotationRecorded(rotation(&id))),
        Just(Body::SettingsChanged(Settings::new("Shop", CostUnit::UserMinutes, "UTC"))),
        id().prop_map(|id| Body::SettingsChanged(Settings {
            id,
            ..Settings::new("Shop", CostUnit::UserMinutes, "UTC")
        })),
        (prop::sample::select(RecordKind::ALL.to_vec()), id())
            .prop_map(|(kind, id)| Body::RecordWithdrawn { kind, id }),
    ];
    let incidents = prop_oneof![
        an_incident().prop_map(|incident| Body::IncidentOpened(Box::new(incident))),
        (
            incident(),
            prop::collection::vec(id().prop_map(AlertId), 0..3),
            prop::collection::vec(entry(), 0..3),
            prop::option::of(time())
        )
            .prop_map(|(incident, alerts, entries, ended)| Body::IncidentObserved {
                incident,
                alerts,
                entries,
                ended
            }),
        incident().prop_map(|incident| Body::IncidentAcknowledged { incident }),
        (incident(), id()).prop_map(|(incident, to)| Body::IncidentHandedOver {
            incident,
            to_name: to.clone(),
            to: Some(PersonId(to)),
            party: None,
            note: String::new(),
        }),
        (incident(), ".*").prop_map(|(incident, who)| Body::IncidentResponderAdded {
            incident,
            person: None,
            who,
            party: None
        }),
        (incident(), any::<bool>(), ".*").prop_map(|(incident, action, text)| Body::IncidentNoted {
            incident,
            action,
            text
        }),
        (incident(), prop::option::of(id()))
            .prop_map(|(incident, mode)| Body::IncidentClassified { incident, failure_mode: mode.map(FailureModeId) }),
        (incident(), time()).prop_map(|(incident, ended)| Body::IncidentResolved { incident, ended }),
        incident().prop_map(|incident| Body::IncidentReopened { incident }),
    ];
    let others = prop_oneof![
        (id(), prop::option::of(estimate()), prop::option::of(estimate())).prop_map(|(item, cost, share)| {
            Body::WorkItemEstimated {
                item: WorkItemId(item),
                cost_of_delay: cost,
                duration_weeks: None,
                share_removed: share,
            }
        }),
        (id(), state()).prop_map(|(item, state)| Body::WorkItemMoved { item: WorkItemId(item), state }),
        (id(), time(), time()).prop_map(|(rotation, from, to)| Body::RotationOverridden {
            rotation: RotationId(rotation),
            over: Override { people: vec![], from, to, reason: String::new() },
        }),
        a_decision().prop_map(|decision| Body::DecisionRecorded(Box::new(decision))),
        (id(), sign()).prop_map(|(decision, sign)| Body::DecisionSigned { decision: DecisionId(decision), sign }),
        (id(), any::<bool>())
            .prop_map(|(decision, outcome)| Body::DecisionJudged { decision: DecisionId(decision), outcome }),
    ];
    prop_oneof![recorded, incidents, others]
}

/// Changes whose identifiers repeat now and then.
pub fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    let one = (0_u32..200, prop::option::of(party()), id(), time(), body());
    prop::collection::vec(one, 0..most).prop_map(|all| {
        all.into_iter()
            .map(|(id, party, name, at, body)| Change {
                id: ChangeId(format!("change-{id}")),
                author: Actor { name, party },
                at,
                body,
            })
            .collect()
    })
}
