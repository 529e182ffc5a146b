//! `pagerduty`: events of PagerDuty's webhook version 3, one a line, in an array, or as `{"events": […]}`.
//!
//! Events arrive in any order and more than once: they are sorted by `occurred_at` and told apart by their identifier.

use super::Format;
use crate::text::node::{Node, Wrong};
use crate::text::{Input, shown, values};
use crate::{Context, Fact, FileError, IncidentEvent, Place, Sink};
use gemba_model::{Party, PersonId, ServiceId, TimelineKind, slug};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// PagerDuty's webhook.
pub struct PagerDuty;

/// Events that are held until they can be sorted, at most.
const MOST_EVENTS: usize = 300_000;

impl Format for PagerDuty {
    fn name(&self) -> &'static str {
        "pagerduty"
    }

    fn about(&self) -> &'static str {
        "incident events of PagerDuty's webhook version 3 (JSON)"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        if !matches!(head.trim_ascii_start().first(), Some(b'{' | b'[')) {
            return 0;
        }
        let has = |text: &str| memchr::memmem::find(head, text.as_bytes()).is_some();
        if has("\"event_type\"") && has("\"occurred_at\"") { 92 } else { 0 }
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut reader =
            Reader { context, seen: BTreeSet::new(), found: Vec::new(), again: 0, left_out: BTreeMap::new() };
        values::values(
            input,
            values::TREE,
            sink,
            &mut |place, bytes, sink| match serde_json::from_slice::<Value>(bytes) {
                Ok(value) => reader.payload(place, &Node::root(&value), sink),
                Err(error) => sink.reject(place, format!("this is not readable JSON: {error}")),
            },
        )?;
        if reader.again > 0 {
            sink.remark(format!("{} events were delivered more than once; each was taken once.", reader.again));
        }
        for (kind, count) in &reader.left_out {
            sink.remark(format!("{count} events of the type `{}` tell nothing that is used.", shown(kind)));
        }
        reader.found.sort_by_key(|(_, event)| event.at);
        for (place, event) in reader.found {
            sink.fact(&place, Fact::IncidentEvent(event));
        }
        Ok(())
    }
}

struct Reader<'c> {
    context: &'c Context,
    seen: BTreeSet<String>,
    found: Vec<(Place, IncidentEvent)>,
    again: u64,
    left_out: BTreeMap<String, u64>,
}

impl Reader<'_> {
    fn payload(&mut self, place: &Place, node: &Node<'_>, sink: &mut dyn Sink) {
        let events = node.get("events");
        if events.is_there() {
            for event in events.items() {
                self.event(&place.field(event.path.clone()), &event, sink);
            }
        } else if node.get("event").is_object() {
            self.event(place, &node.get("event"), sink);
        } else {
            self.event(place, node, sink);
        }
    }

    fn event(&mut self, place: &Place, wrapped: &Node<'_>, sink: &mut dyn Sink) {
        let inner = wrapped.get("event");
        let node = if inner.is_object() { &inner } else { wrapped };
        let read = if self.found.len() >= MOST_EVENTS {
            Err((String::new(), format!("the file holds more than {MOST_EVENTS} events; split it")))
        } else {
            self.read(node)
        };
        match read {
            Ok(Some(event)) => {
                if event.event.is_empty() || self.seen.insert(event.event.clone()) {
                    self.found.push((place.clone(), event));
                } else {
                    self.again += 1;
                }
            }
            Ok(None) => {}
            Err((field, reason)) => sink.reject(&place.field(field), reason),
        }
    }

    /// Reads an event; `None` when its type tells nothing that is used.
    fn read(&mut self, node: &Node<'_>) -> Result<Option<IncidentEvent>, Wrong> {
        let data = node.get("data");
        let written = node.get("event_type").needed()?;
        let Some(step) = Step::of(written.trim_start_matches("incident."), &data, &node.get("agent")) else {
            if self.left_out.len() < 100 {
                *self.left_out.entry(written).or_default() += 1;
            }
            return Ok(None);
        };
        // Notes, responders and updates name their incident in a field of its own.
        let incident = data.get("incident");
        let incident = if incident.is_object() { &incident } else { &data };
        let occurred = node.get("occurred_at");
        let at = occurred.time(&self.context.zone)?;
        let at = at.ok_or_else(|| occurred.wrong("is missing, and needed"))?;
        let custom = |name: &str| custom_field(&data, name).or_else(|| custom_field(incident, name));
        let party = match custom("gemba.party") {
            None => None,
            Some(text) => match Party::parse(&text) {
                Some(party) => Some(party),
                None => return Err(("data.custom_fields".into(), format!("`{}` is no party", shown(&text)))),
            },
        };
        Ok(Some(IncidentEvent {
            key: incident.get("id").needed()?,
            event: node.get("id").text().unwrap_or_default(),
            number: incident.any(&["number", "incident_number"]).whole()?,
            at,
            kind: step.kind,
            title: incident.any(&["title", "summary", "description"]).text().unwrap_or_default(),
            service: incident.get("service").any(&["summary", "name"]).text().map(ServiceId),
            person: step.is_person.then(|| PersonId(slug(&step.who))),
            who: step.who,
            party,
            failure_mode: custom("gemba.failure_mode"),
            text: step.text,
        }))
    }
}

/// A custom field, from an object or from PagerDuty's list of `{name, value}`.
fn custom_field(node: &Node<'_>, name: &str) -> Option<String> {
    let fields = node.get("custom_fields");
    if fields.is_object() {
        return fields.get(name).text();
    }
    let underscored = name.replace('.', "_");
    let named = |field: &Node<'_>| field.get("name").text().is_some_and(|known| known == name || known == underscored);
    fields.items().iter().find(|field| named(field)).and_then(|field| field.get("value").text())
}

/// What an event means on a timeline.
struct Step {
    kind: TimelineKind,
    who: String,
    is_person: bool,
    text: String,
}

impl Step {
    fn of(kind: &str, data: &Node<'_>, agent: &Node<'_>) -> Option<Self> {
        let assignee = data.get("assignees").items().into_iter().next();
        let assignee = assignee.or_else(|| {
            let assignment = data.get("assignments").items().into_iter().next()?;
            Some(assignment.get("assignee"))
        });
        let policy = data.get("escalation_policy");
        let somebody = |kind, node: Option<&Node<'_>>, text: Option<String>| {
            let name = node.and_then(|node| node.any(&["summary", "name"]).text());
            let is_person = name.is_some()
                && node.and_then(|node| node.get("type").text()).is_some_and(|kind| kind.starts_with("user"));
            Step { kind, who: name.unwrap_or_default(), is_person, text: text.unwrap_or_default() }
        };
        let agent = agent.is_there().then_some(agent);
        let by_agent = |kind, text| somebody(kind, agent.or(assignee.as_ref()), text);
        let text = |name: &str| data.get(name).text();
        Some(match kind {
            "triggered" if assignee.is_some() => somebody(TimelineKind::Paged, assignee.as_ref(), None),
            "triggered" => {
                Step { kind: TimelineKind::Detected, who: String::new(), is_person: false, text: String::new() }
            }
            "acknowledged" => by_agent(TimelineKind::Acknowledged, None),
            "reassigned" | "escalated" => {
                let to = assignee.as_ref().or_else(|| policy.is_there().then_some(&policy)).or(agent);
                somebody(TimelineKind::HandedOver, to, None)
            }
            "delegated" => {
                let to = if policy.is_there() { Some(&policy) } else { assignee.as_ref() };
                somebody(TimelineKind::HandedOver, assignee.as_ref().or(to).or(agent), None)
            }
            "responder.added" => {
                let user = data.get("user");
                let added = if user.is_there() { &user } else { &policy };
                somebody(TimelineKind::ResponderAdded, Some(added), text("message"))
            }
            "responder.replied" => by_agent(TimelineKind::Note, text("message").or_else(|| text("state"))),
            "annotated" => by_agent(TimelineKind::Note, Some(text("content").or_else(|| text("summary"))?)),
            "status_update_published" => by_agent(TimelineKind::Note, Some(text("message")?)),
            "priority_updated" => {
                let priority = data.get("priority").any(&["summary", "name"]).text();
                by_agent(TimelineKind::Note, Some(format!("Priority: {}", priority.as_deref().unwrap_or("none"))))
            }
            "unacknowledged" => by_agent(TimelineKind::Note, Some("No longer acknowledged".into())),
            "resolved" => by_agent(TimelineKind::Resolved, data.get("resolve_reason").get("type").text()),
            "reopened" => by_agent(TimelineKind::Reopened, None),
            _ => return None,
        })
    }
}
