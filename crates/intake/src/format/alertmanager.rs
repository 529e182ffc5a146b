//! `alertmanager`: webhook payloads of Alertmanager (version 4) and of Grafana's alerting (version 1), one after another,
//! one a line, or in an array; and bare alerts as Alertmanager's own interface lists them.

use super::{Format, words};
use crate::text::node::{Node, Wrong};
use crate::text::{Input, values};
use crate::{Context, Fact, FileError, Place, Sink};
use gemba_model::{Alert, AlertId, Extra, JourneyId, ObjectiveId, ServiceId, UtcTime, slug};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Alertmanager's webhook.
pub struct Alertmanager;

/// Resolved alerts that are remembered, so that a late repetition of their firing does not open them again.
const MOST_RESOLVED: usize = 2_000_000;

impl Format for Alertmanager {
    fn name(&self) -> &'static str {
        "alertmanager"
    }

    fn about(&self) -> &'static str {
        "alerts as Alertmanager (webhook version 4) or Grafana sends them (JSON)"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        if !matches!(head.trim_ascii_start().first(), Some(b'{' | b'[')) {
            return 0;
        }
        let has = |text: &str| memchr::memmem::find(head, text.as_bytes()).is_some();
        match (has("\"startsAt\""), has("\"groupKey\"") || has("\"alerts\""), has("\"labels\"")) {
            (true, true, _) => 90,
            (true, _, true) => 70,
            (_, true, _) if has("\"receiver\"") => 60,
            _ if has("\"ruleName\"") && has("\"state\"") => 40,
            _ => 0,
        }
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut reader = Reader { context, resolved: BTreeSet::new(), without_severity: 0, late: 0 };
        values::values(
            input,
            values::TREE,
            sink,
            &mut |place, bytes, sink| match serde_json::from_slice::<Value>(bytes) {
                Ok(value) => reader.payload(place, &Node::root(&value), sink),
                Err(error) => sink.reject(place, format!("this is not readable JSON: {error}")),
            },
        )?;
        if reader.without_severity > 0 {
            sink.remark(format!(
                "{} alerts have no label `severity`; they are kept for information and open no incident.",
                reader.without_severity
            ));
        }
        if reader.late > 0 {
            sink.remark(format!(
                "{} notifications say that an alert fires which had been resolved before them; they were left aside.",
                reader.late
            ));
        }
        Ok(())
    }
}

struct Reader<'c> {
    context: &'c Context,
    /// Leading bytes of the hashed identifiers of resolved alerts.
    resolved: BTreeSet<u64>,
    without_severity: u64,
    late: u64,
}

impl Reader<'_> {
    fn payload(&mut self, place: &Place, payload: &Node<'_>, sink: &mut dyn Sink) {
        let alerts = payload.get("alerts");
        if !alerts.is_there() {
            if payload.get("startsAt").is_there() {
                return self.alert(place, payload, payload, sink);
            }
            let reason = if payload.get("ruleName").is_there() {
                "this is Grafana's legacy alerting (version 7 or older), which tells no time of start"
            } else {
                "this is no alert: neither `alerts` nor `startsAt` is there"
            };
            return sink.reject(place, reason.into());
        }
        if let Ok(Some(cut)) = payload.get("truncatedAlerts").whole()
            && cut > 0
        {
            sink.remark(format!("A payload says that {cut} alerts were cut off from it; they are not here."));
        }
        for alert in alerts.items() {
            self.alert(&place.field(alert.path.clone()), payload, &alert, sink);
        }
    }

    fn alert(&mut self, place: &Place, payload: &Node<'_>, node: &Node<'_>, sink: &mut dyn Sink) {
        match self.read(payload, node) {
            Ok(alert) => {
                let key = short_hash(alert.id.as_str().as_bytes());
                if alert.ends.is_some() {
                    if self.resolved.len() < MOST_RESOLVED {
                        self.resolved.insert(key);
                    }
                } else if self.resolved.contains(&key) {
                    self.late += 1;
                    return;
                }
                sink.fact(place, Fact::Alert(Box::new(alert)));
            }
            Err((field, reason)) => sink.reject(&place.field(field), reason),
        }
    }

    fn read(&mut self, payload: &Node<'_>, node: &Node<'_>) -> Result<Alert, Wrong> {
        let labels = node.get("labels");
        let label = |name: &str| labels.get(name).text();
        let annotations = node.get("annotations");
        let started = node.get("startsAt");
        let starts = started.time(&self.context.zone)?.filter(|at| is_time(*at));
        let starts = starts.ok_or_else(|| started.wrong("is missing, and needed"))?;
        // Alertmanager gives a firing alert an end in the future, or the year 1.
        let status = node.get("status");
        let status = status.text().or_else(|| status.get("state").text()).or_else(|| payload.get("status").text());
        let ends = node.get("endsAt").time(&self.context.zone)?.filter(|at| is_time(*at));
        let ends = match status.as_deref() {
            Some("firing" | "active" | "alerting" | "suppressed") => None,
            Some("resolved" | "ok") => Some(ends.unwrap_or(starts)),
            _ => ends.filter(|ends| *ends <= self.context.now),
        };
        if ends.is_some_and(|ends| ends < starts) {
            return Err(node.get("endsAt").wrong("lies before the start"));
        }
        let fingerprint = node.get("fingerprint").text().unwrap_or_else(|| fingerprint(&labels));
        let name = label("alertname").or_else(|| payload.get("title").text()).unwrap_or_else(|| "unnamed alert".into());
        let said = ["summary", "message", "title", "description"].iter().find_map(|key| annotations.get(key).text());
        let severity = label("severity");
        self.without_severity += u64::from(severity.is_none());
        Ok(Alert {
            id: AlertId(format!("{fingerprint}@{starts}")),
            summary: said.unwrap_or_else(|| name.clone()),
            name,
            tier: words::tier(severity.as_deref().unwrap_or_default()),
            starts,
            ends,
            service: label("service").or_else(|| label("service_name")).map(ServiceId),
            journey: label("journey").map(|journey| JourneyId(slug(&journey))),
            objective: label("objective").or_else(|| label("slo")).map(ObjectiveId),
            failure_mode: label("failure_mode"),
            burn: None,
            source: self.context.source("alertmanager", None),
            extra: extra(node, &labels, &annotations),
        })
    }
}

/// Everything that the fields of an alert do not hold.
fn extra(node: &Node<'_>, labels: &Node<'_>, annotations: &Node<'_>) -> Extra {
    let mut kept = node.extra(&["status", "labels", "annotations", "startsAt", "endsAt", "fingerprint", "updatedAt"]);
    let mut group = |name: &str, fields: Extra| {
        if !fields.is_empty() {
            kept.extend([(name.to_owned(), Value::Object(fields.fields().into_iter().collect()))]);
        }
    };
    group(
        "labels",
        labels.extra(&[
            "alertname",
            "severity",
            "service",
            "service_name",
            "journey",
            "objective",
            "slo",
            "failure_mode",
        ]),
    );
    group("annotations", annotations.extra(&["summary"]));
    kept
}

/// Alertmanager writes the year 1 for "not yet".
fn is_time(at: UtcTime) -> bool {
    at.second() > 0
}

/// A fingerprint where none is given: the first 64 bits of SHA-256 over the labels in the order of their names.
fn fingerprint(labels: &Node<'_>) -> String {
    let mut text = Vec::new();
    let mut sorted: Vec<_> = labels.fields().collect();
    sorted.sort_by_key(|(name, _)| *name);
    for (name, value) in sorted {
        text.extend_from_slice(name.as_bytes());
        text.push(0);
        text.extend_from_slice(value.as_str().map_or_else(|| value.to_string(), str::to_owned).as_bytes());
        text.push(0);
    }
    format!("{:016x}", short_hash(&text))
}

fn short_hash(bytes: &[u8]) -> u64 {
    let hash = Sha256::digest(bytes);
    hash.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}
