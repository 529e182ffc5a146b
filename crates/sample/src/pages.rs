//! `pages.pagerduty.jsonl`: who was paged and who handed the problem to whom, as PagerDuty's webhook v3 tells it.

use crate::civil::{Clock, utc_second};
use crate::large::{self, Crowd, CrowdIncident};
use crate::people::party_of_person;
use crate::rotations::on_call;
use crate::settings::DOMAIN;
use crate::story::{Mode, Occurrence};
use gemba_model::{Party, slug};
use serde_json::{Value, json};
use std::io::Write;

/// What happens in an incident: minutes after it began, what, who, and what is said.
pub(crate) struct Step {
    pub(crate) after: i64,
    /// PagerDuty's event type without `incident.`.
    pub(crate) what: &'static str,
    pub(crate) who: String,
    /// The flag of whoever has it after this.
    pub(crate) party: Party,
    pub(crate) says: &'static str,
}

/// An incident as PagerDuty knows it.
pub(crate) struct Paged {
    pub(crate) key: String,
    pub(crate) number: u64,
    pub(crate) title: String,
    pub(crate) service: String,
    pub(crate) failure_mode: String,
    /// Minute at which the harm began.
    pub(crate) began: i64,
    pub(crate) steps: Vec<Step>,
}

/// Writes the file, in order of time.
pub(crate) fn write(clock: &Clock, story: &[Occurrence], crowd: &Crowd, out: &mut impl Write) -> std::io::Result<()> {
    let mut lines = Vec::new();
    for one in story.iter().map(|one| paged(clock, one)).chain(crowd.incidents.iter().map(|one| from_crowd(one, crowd)))
    {
        events(&one, clock.now, &mut lines);
    }
    lines.sort();
    lines.iter().try_for_each(|(_, line)| writeln!(out, "{line}"))
}

/// The way of one occurrence from hand to hand.
fn paged(clock: &Clock, one: &Occurrence) -> Paged {
    let minutes = one.ended.map(|ended| ended - one.began);
    let ops = on_call(clock, "Ops, all services", one.began + 1);
    let second = on_call(clock, "Ops, second level", one.began + 10);
    let duty = on_call(clock, "Product, duty", one.began + 17);
    let step = |after, what, who: &str, says| Step { after, what, who: who.into(), party: party_of_person(who), says };
    let mut steps = match (one.mode, minutes) {
        (Mode::CardTerminal, minutes) => {
            // The live one took 27 minutes to reach somebody who knows; the former ones took longer, the longer they were.
            let reached = minutes.map_or(28, |minutes| minutes - 14);
            let dev = if one.number % 2 == 1 { "Marek Dubicky" } else { "Kaveh Rostani" };
            let mut steps = vec![
                step(1, "triggered", &ops, ""),
                step(3, "acknowledged", &ops, ""),
                step(6, "annotated", &ops, "Terminals restarted in 3 stores, no effect"),
                step(10, "reassigned", &second, ""),
                step(13, "annotated", &second, "Step 3 of the runbook fails: no route to the standby gateway"),
                step(17, "reassigned", &duty, ""),
                step(19, "annotated", &duty, "Goes before any feature"),
                step(22, "annotated", &duty, "Calls the room of team Till"),
                step(reached, "reassigned", dev, ""),
                step(
                    reached + 3,
                    "annotated",
                    dev,
                    "The same as the times before: node 2 has lost its sessions to the acquirer",
                ),
                step(reached + 10, "annotated", dev, "Opens the sessions of node 2 by hand"),
            ];
            if let Some(minutes) = minutes {
                steps.push(step(minutes, "resolved", dev, ""));
            }
            steps
        }
        (Mode::PriceSync, _) => vec![
            step(4, "triggered", &ops, ""),
            step(9, "acknowledged", &ops, ""),
            step(17, "escalated", &second, ""),
            step(24, "annotated", &second, "Starts the synchronisation again, store by store"),
        ],
        (Mode::PointsTwice, _) => vec![
            step(5, "triggered", &ops, ""),
            step(8, "acknowledged", &ops, ""),
            step(19, "reassigned", "Nia Trewin", ""),
            step(23, "annotated", "Nia Trewin", "Switches the retry off"),
        ],
    };
    if one.mode != Mode::CardTerminal {
        let who = steps.iter().rev().find(|one| one.what != "annotated").map(|one| one.who.clone()).unwrap_or_default();
        if let Some(minutes) = minutes {
            steps.push(step(minutes, "resolved", &who, ""));
        }
    }
    Paged {
        key: one.key(),
        number: one.number,
        title: one.mode.name().into(),
        service: one.mode.service().into(),
        failure_mode: one.mode.name().into(),
        began: one.began,
        steps,
    }
}

/// The way of an incident of the crowd.
fn from_crowd(one: &CrowdIncident, crowd: &Crowd) -> Paged {
    let mut steps = Vec::new();
    let hands: Vec<(&str, Party)> =
        one.hands.iter().take(one.hops).map(|at| (crowd.people[*at].name.as_str(), crowd.people[*at].party)).collect();
    let minutes = one.ended - one.began;
    let mut step = |after, what, (who, party): (&str, Party)| {
        steps.push(Step { after, what, who: who.into(), party, says: "" });
    };
    for (index, hand) in hands.iter().enumerate() {
        let after = 1 + index as i64 * minutes / (hands.len() as i64 + 1);
        step(after, if index == 0 { "triggered" } else { "reassigned" }, *hand);
        if index == 0 {
            step(after + 1, "acknowledged", *hand);
        }
    }
    if let Some(last) = hands.last() {
        step(minutes, "resolved", *last);
    }
    Paged {
        key: format!("PC{:05}", one.number),
        number: one.number,
        title: large::mode_of(one.area),
        service: large::service_of(one.area),
        failure_mode: large::mode_of(one.area),
        began: one.began,
        steps,
    }
}

/// Adds every event of one incident that has happened by now, each with its minute.
fn events(one: &Paged, now: i64, lines: &mut Vec<(i64, String)>) {
    let Some(first) = one.steps.first() else { return };
    let created = one.began + first.after;
    let mut holder = (first.who.as_str(), first.party);
    let mut status = "triggered";
    for (index, step) in one.steps.iter().enumerate() {
        let at = one.began + step.after;
        if at >= now {
            break;
        }
        // Whoever has it hands it on; the one who knows takes it.
        let handed = ["reassigned", "escalated"].contains(&step.what) && step.party != Party::Dev;
        let agent = if handed { holder.0 } else { step.who.as_str() };
        match step.what {
            "acknowledged" => status = "acknowledged",
            "resolved" => status = "resolved",
            "reassigned" | "escalated" => holder = (&step.who, step.party),
            _ => {}
        }
        let data = if step.what == "annotated" {
            json!({
                "incident": reference(&one.key, &one.title, "incident_reference"),
                "id": format!("{}N{index}", one.key),
                "content": step.says,
                "trimmed": false,
                "type": "incident_note",
            })
        } else {
            incident(one, created, status, holder)
        };
        let event = json!({ "event": {
            "id": format!("01{}{index:02}", one.key),
            "event_type": format!("incident.{}", step.what),
            "resource_type": "incident",
            "occurred_at": utc_second(at, 0),
            "agent": person(agent),
            "client": null,
            "data": data,
        }});
        lines.push((at, event.to_string()));
    }
}

/// The incident's data in an event.
fn incident(one: &Paged, created: i64, status: &str, (holder, party): (&str, Party)) -> Value {
    json!({
        "id": one.key,
        "type": "incident",
        "self": format!("https://api.paging.{DOMAIN}/incidents/{}", one.key),
        "html_url": format!("https://paging.{DOMAIN}/incidents/{}", one.key),
        "number": one.number,
        "status": status,
        "incident_key": format!("{}-{}", slug(&one.failure_mode), one.number),
        "created_at": utc_second(created, 0),
        "title": one.title,
        "service": reference(&one.service, &one.service, "service_reference"),
        "assignees": [person(holder)],
        "escalation_policy": reference("PALL", "All services", "escalation_policy_reference"),
        "teams": [],
        "priority": null,
        "urgency": "high",
        "conference_bridge": null,
        "resolve_reason": null,
        "custom_fields": {
            "gemba.failure_mode": one.failure_mode,
            "gemba.party": party.name().to_lowercase(),
        },
    })
}

fn person(name: &str) -> Value {
    reference(&slug(name), name, "user_reference")
}

fn reference(id: &str, summary: &str, kind: &str) -> Value {
    json!({ "id": id, "summary": summary, "type": kind, "self": null, "html_url": null })
}
