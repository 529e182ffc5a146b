//! Records and changes for tests.
#![allow(dead_code, reason = "each test file uses some of them")]

use gemba_model::*;

/// Seconds since 1970.
pub fn at(second: i64) -> UtcTime {
    UtcTime::from_second(second)
}

pub fn by(name: &str, party: Option<Party>) -> Actor {
    Actor { name: name.into(), party }
}

/// A change by the person `mo` of Ops.
pub fn change(id: &str, body: Body) -> Change {
    Change { id: id.into(), author: by("mo", Some(Party::Ops)), at: at(1_000), body }
}

pub fn person(id: &str, party: Party) -> Person {
    Person {
        id: id.into(),
        name: format!("Name of {id}"),
        party,
        team: None,
        email: None,
        zone: None,
        source: Source::default(),
        extra: Extra::default(),
    }
}

pub fn incident(id: &str) -> Incident {
    Incident {
        id: id.into(),
        number: 99,
        title: "Tills stop".into(),
        state: IncidentState::Open,
        began: at(100),
        ended: None,
        services: vec![],
        journeys: vec![],
        sli: None,
        alerts: vec![],
        failure_mode: None,
        assumptions: CostAssumptions::default(),
        timeline: vec![],
        source: Source::default(),
        extra: Extra::default(),
    }
}

pub fn item(id: &str) -> WorkItem {
    WorkItem {
        id: id.into(),
        title: format!("Item {id}"),
        kind: WorkKind::Feature,
        state: WorkState::Todo,
        team: None,
        journey: None,
        services: vec![],
        cost_of_delay: None,
        duration_weeks: None,
        failure_mode: None,
        share_removed: None,
        toil_per_week: None,
        depends_on: vec![],
        gates: vec![],
        created: None,
        updated: None,
        labels: vec![],
        source: Source::default(),
        extra: Extra::default(),
    }
}

pub fn failure_mode(id: &str) -> FailureMode {
    FailureMode {
        id: id.into(),
        name: format!("Failure {id}"),
        service: None,
        journey: None,
        source: Source::default(),
        extra: Extra::default(),
    }
}

pub fn rotation(id: &str) -> Rotation {
    Rotation {
        id: id.into(),
        name: format!("Rotation {id}"),
        party: Party::Dev,
        team: None,
        services: vec![],
        zone: "UTC".into(),
        layers: vec![],
        overrides: vec![],
        source: Source::default(),
        extra: Extra::default(),
    }
}

pub fn decision(id: &str) -> Decision {
    Decision {
        id: id.into(),
        number: 0,
        title: "Fix first".into(),
        team: None,
        chosen: DecidedItem {
            item: "w1".into(),
            title: "It".into(),
            cost_of_delay_per_week: Some(0.1 + 0.2),
            duration_weeks: None,
        },
        over: vec![],
        cost_of_other_order: None,
        probability: None,
        reason: String::new(),
        forecast: None,
        revisit: None,
        at: at(0),
        by: "mo".into(),
        signs: vec![],
        superseded_by: None,
        extra: Extra::default(),
    }
}

/// An alert from `starts` to `ends`, in seconds since 1970.
pub fn alert(id: &str, starts: i64, ends: Option<i64>) -> Alert {
    Alert {
        id: id.into(),
        name: "Rule".into(),
        summary: "It is slow".into(),
        tier: AlertTier::Page,
        starts: at(starts),
        ends: ends.map(at),
        service: Some("till".into()),
        journey: None,
        objective: None,
        failure_mode: None,
        burn: None,
        source: Source::default(),
        extra: Extra::default(),
    }
}
