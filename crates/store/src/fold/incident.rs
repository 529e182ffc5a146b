//! How incidents change: opened once, then acknowledged, handed over, noted, classified, resolved, reopened.
//!
//! The timeline stays in order of time, and of the log where times are equal.

use super::{AnyRecord, Refusal, Shelf, refuse};
use gemba_model::{
    Actor, Body, FailureModeId, Incident, IncidentId, IncidentState, PersonId, RecordKind, TimelineEntry, TimelineKind,
    UtcTime,
};

/// Folds a change about an incident.
pub(super) fn project(shelf: &mut Shelf, author: &Actor, at: UtcTime, body: Body, seq: u64) -> Result<(), Refusal> {
    let (id, act): (IncidentId, Act) = match body {
        Body::IncidentOpened(incident) => return open(shelf, incident, seq),
        Body::IncidentClassified { incident, failure_mode } => {
            let name = failure_mode_name(shelf, failure_mode.as_ref())?;
            let entry = by_author(shelf, author, at, TimelineKind::Classified, name);
            (incident, Act::Classify(failure_mode, entry))
        }
        Body::IncidentObserved { incident, alerts, entries, ended } => {
            (incident, Act::Observe { alerts, entries, ended })
        }
        Body::IncidentAcknowledged { incident } => {
            let entry = by_author(shelf, author, at, TimelineKind::Acknowledged, String::new());
            (incident, Act::Acknowledge(entry))
        }
        Body::IncidentHandedOver { incident, to, to_name, party, note } => {
            let entry =
                TimelineEntry { at, kind: TimelineKind::HandedOver, person: to, who: to_name, party, text: note };
            (incident, Act::Respond(entry))
        }
        Body::IncidentResponderAdded { incident, person, who, party } => {
            let entry =
                TimelineEntry { at, kind: TimelineKind::ResponderAdded, person, who, party, text: String::new() };
            (incident, Act::Respond(entry))
        }
        Body::IncidentNoted { incident, action, text } => {
            let kind = if action { TimelineKind::Action } else { TimelineKind::Note };
            let entry = by_author(shelf, author, at, kind, text);
            (incident, Act::Note(entry))
        }
        Body::IncidentResolved { incident, ended } => {
            let entry = by_author(shelf, author, ended, TimelineKind::Resolved, String::new());
            (incident, Act::Resolve(entry))
        }
        Body::IncidentReopened { incident } => {
            let entry = by_author(shelf, author, at, TimelineKind::Reopened, String::new());
            (incident, Act::Reopen(entry))
        }
        _ => return refuse("the change is not about an incident"),
    };
    let Some(AnyRecord::Incident(incident)) = shelf.get_mut(RecordKind::Incident, id.as_str()) else {
        return refuse(format!("there is no incident \"{id}\""));
    };
    apply(incident, act)?;
    shelf.mark(RecordKind::Incident, id.as_str(), seq);
    Ok(())
}

/// What happens to an incident that is there.
enum Act {
    Observe { alerts: Vec<gemba_model::AlertId>, entries: Vec<TimelineEntry>, ended: Option<UtcTime> },
    Acknowledge(TimelineEntry),
    Respond(TimelineEntry),
    Note(TimelineEntry),
    Classify(Option<FailureModeId>, TimelineEntry),
    Resolve(TimelineEntry),
    Reopen(TimelineEntry),
}

fn open(shelf: &mut Shelf, mut incident: Box<Incident>, seq: u64) -> Result<(), Refusal> {
    if shelf.get(RecordKind::Incident, incident.id.as_str()).is_some() {
        return refuse(format!("the incident \"{}\" is open already", incident.id));
    }
    if incident.ended.is_some_and(|ended| ended < incident.began) {
        return refuse("the incident ends before it begins");
    }
    let Some(number) = shelf.incidents.checked_add(1) else {
        return refuse("there are no numbers left for incidents");
    };
    incident.number = number;
    incident.timeline.sort_by_key(|entry| entry.at);
    shelf.incidents = number;
    shelf.put(incident.into(), seq);
    Ok(())
}

fn apply(incident: &mut Incident, act: Act) -> Result<(), Refusal> {
    let resolved = incident.state == IncidentState::Resolved;
    match act {
        Act::Observe { alerts, entries, ended } => {
            if ended.is_some_and(|ended| ended < incident.began) {
                return refuse("the harm cannot end before it began");
            }
            for alert in alerts {
                if !incident.alerts.contains(&alert) {
                    incident.alerts.push(alert);
                }
            }
            for entry in entries {
                if !incident.timeline.contains(&entry) {
                    insert(&mut incident.timeline, entry);
                }
            }
            incident.ended = ended.or(incident.ended);
        }
        Act::Acknowledge(_) | Act::Respond(_) if resolved => return refuse("the incident is resolved already"),
        Act::Acknowledge(entry) => {
            let last = incident.timeline.iter().rev().find(|before| before.kind == TimelineKind::Acknowledged);
            let same = last.is_some_and(|last| (&last.person, &last.who) == (&entry.person, &entry.who));
            if incident.state != IncidentState::Acknowledged || !same {
                incident.state = IncidentState::Acknowledged;
                insert(&mut incident.timeline, entry);
            }
        }
        Act::Respond(entry) | Act::Note(entry) => insert(&mut incident.timeline, entry),
        Act::Classify(failure_mode, entry) => {
            incident.failure_mode = failure_mode;
            insert(&mut incident.timeline, entry);
        }
        Act::Resolve(_) if resolved => return refuse("the incident is resolved already"),
        Act::Resolve(entry) => {
            if entry.at < incident.began {
                return refuse("the harm cannot end before it began");
            }
            incident.state = IncidentState::Resolved;
            incident.ended = Some(entry.at);
            insert(&mut incident.timeline, entry);
        }
        Act::Reopen(_) if !resolved => return refuse("the incident is not resolved"),
        Act::Reopen(entry) => {
            incident.state = IncidentState::Open;
            incident.ended = None;
            insert(&mut incident.timeline, entry);
        }
    }
    Ok(())
}

/// Puts an entry where its time belongs, after those of the same time.
fn insert(timeline: &mut Vec<TimelineEntry>, entry: TimelineEntry) {
    let place = timeline.partition_point(|before| before.at <= entry.at);
    timeline.insert(place, entry);
}

/// An entry in the name of the change's author: the person's where the log knows one by that identifier.
fn by_author(shelf: &Shelf, author: &Actor, at: UtcTime, kind: TimelineKind, text: String) -> TimelineEntry {
    let (person, who, party) = match shelf.get(RecordKind::Person, &author.name) {
        Some(AnyRecord::Person(person)) => {
            (Some(person.id.clone()), person.name.clone(), author.party.or(Some(person.party)))
        }
        _ => (None::<PersonId>, author.name.clone(), author.party),
    };
    TimelineEntry { at, kind, person, who, party, text }
}

fn failure_mode_name(shelf: &Shelf, id: Option<&FailureModeId>) -> Result<String, Refusal> {
    match id {
        None => Ok(String::new()),
        Some(id) => match shelf.get(RecordKind::FailureMode, id.as_str()) {
            Some(AnyRecord::FailureMode(mode)) => Ok(mode.name.clone()),
            _ => refuse(format!("there is no failure mode \"{id}\"")),
        },
    }
}
