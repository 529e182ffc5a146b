//! `gemba-yaml`: what no public format holds: settings, failure modes and journeys. Documented in
//! `docs/formats/gemba-yaml.md`.

use super::Format;
use crate::text::node::{Node, Wrong};
use crate::text::{Input, docs, shown};
use crate::{Context, Fact, FileError, Place, SettingsHint, Sink};
use gemba_model::{CostUnit, FailureMode, FailureModeId, Journey, JourneyId, ServiceId, slug};
use serde_json::Value;

/// Gemba's own YAML.
pub struct GembaYaml;

/// The version of the documents.
pub(super) const VERSION: &str = "gemba.dev/v1";

impl Format for GembaYaml {
    fn name(&self) -> &'static str {
        "gemba-yaml"
    }

    fn about(&self) -> &'static str {
        "settings, failure modes and journeys in Gemba's own YAML"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        let own = memchr::memmem::find(head, VERSION.as_bytes()).is_some();
        // A catalogue may hold journeys of this version too; it is read as one.
        if own { 60 } else { 0 }
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        docs::documents(input, sink, &mut |place, value, sink| {
            if let Err((field, reason)) = document(place, &value, context, sink) {
                sink.reject(&place.field(field), reason);
            }
        })
    }
}

/// Reads one document of [`VERSION`].
pub(super) fn document(place: &Place, value: &Value, context: &Context, sink: &mut dyn Sink) -> Result<(), Wrong> {
    let node = Node::root(value);
    let version = node.get("apiVersion");
    if version.needed()? != VERSION {
        return Err(version.wrong(&format!("is not read here; {VERSION} is")));
    }
    let kind = node.get("kind");
    let fact = match kind.needed()?.as_str() {
        "Settings" => Fact::Settings(settings(&node.get("spec"), context)?),
        "FailureMode" => Fact::FailureMode(failure_mode(&node, context)?),
        "Journey" => Fact::Journey(journey(&node, context)?),
        _ => return Err(kind.wrong("is none of Settings, FailureMode and Journey")),
    };
    sink.fact(place, fact);
    Ok(())
}

/// Identifier and name: `metadata.name` and `metadata.title`, either of which may stand for both.
fn named(node: &Node<'_>) -> Result<(String, String), Wrong> {
    let metadata = node.get("metadata");
    let title = metadata.any(&["title", "displayName"]).text();
    match (metadata.get("name").text(), title) {
        (Some(name), Some(title)) => Ok((slug(&name), title)),
        (Some(name), None) => Ok((slug(&name), name)),
        (None, Some(title)) => Ok((slug(&title), title)),
        (None, None) => Err(("metadata.name".into(), "is missing, and needed".into())),
    }
}

fn journey(node: &Node<'_>, context: &Context) -> Result<Journey, Wrong> {
    let (id, name) = named(node)?;
    let spec = node.get("spec");
    let source = context.source("gemba-yaml", None);
    let value = spec.get("valuePerInteraction").estimate(&source, &context.zone)?;
    if value.as_ref().is_some_and(|value| value.range.low.is_sign_negative() && !value.range.low.is_zero()) {
        return Err(spec.get("valuePerInteraction").wrong("must not be negative"));
    }
    Ok(Journey {
        id: JourneyId(id),
        name,
        interactions: spec.get("interactions").text().unwrap_or_else(|| "interactions".into()),
        harm: spec.get("harm").text(),
        value_per_interaction: value,
        services: spec.get("services").items().iter().filter_map(Node::text).map(ServiceId).collect(),
        source,
        extra: spec.extra(&["interactions", "harm", "services", "valuePerInteraction"]),
    })
}

fn failure_mode(node: &Node<'_>, context: &Context) -> Result<FailureMode, Wrong> {
    let metadata = node.get("metadata");
    let (id, name) = named(node)?;
    // The identifier of a failure mode is the slug of its name; a file that says otherwise keeps its own.
    let id = if metadata.get("name").is_there() { id } else { slug(&name) };
    let spec = node.get("spec");
    Ok(FailureMode {
        id: FailureModeId(id),
        name,
        service: spec.get("service").text().map(ServiceId),
        journey: spec.get("journey").text().map(|journey| JourneyId(slug(&journey))),
        source: context.source("gemba-yaml", None),
        extra: spec.extra(&["service", "journey"]),
    })
}

fn settings(spec: &Node<'_>, context: &Context) -> Result<SettingsHint, Wrong> {
    let zone = spec.get("zone");
    if let Some(name) = zone.text()
        && jiff::tz::TimeZone::get(&name).is_err()
    {
        return Err(zone.wrong("is no IANA time zone such as Europe/London"));
    }
    let sample = spec.get("sample");
    let sample = match sample.text().as_deref() {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err(sample.wrong("is neither true nor false")),
    };
    let cost = spec.get("responderHourCost");
    let stated = cost.estimate(&context.source("gemba-yaml", None), &context.zone)?;
    if stated.as_ref().is_some_and(|stated| stated.range.low.is_sign_negative() && !stated.range.low.is_zero()) {
        return Err(cost.wrong("must not be negative"));
    }
    if let Some((name, _)) = spec.fields().find(|(name, _)| !SETTINGS.contains(&name.as_str())) {
        return Err((format!("spec.{}", shown(name)), format!("is no setting; there are {}", SETTINGS.join(", "))));
    }
    Ok(SettingsHint {
        name: spec.get("name").text(),
        sample,
        cost_unit: cost_unit(&spec.get("costUnit"))?,
        zone: zone.text(),
        responder_hour_cost: stated,
        evidence_weeks: weeks(&spec.get("evidenceWeeks"), 260)?,
        plan_weeks: weeks(&spec.get("planWeeks"), 104)?,
    })
}

const SETTINGS: [&str; 7] = ["name", "sample", "costUnit", "zone", "responderHourCost", "evidenceWeeks", "planWeeks"];

fn cost_unit(node: &Node<'_>) -> Result<Option<CostUnit>, Wrong> {
    match node.text() {
        None => Ok(None),
        Some(text) if matches!(text.as_str(), "user-minutes" | "user_minutes") => Ok(Some(CostUnit::UserMinutes)),
        Some(code) if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            Ok(Some(CostUnit::Currency(code)))
        }
        Some(_) => Err(node.wrong("is no ISO 4217 code such as GBP, and not user-minutes")),
    }
}

fn weeks(node: &Node<'_>, most: u64) -> Result<Option<u32>, Wrong> {
    match node.whole()? {
        None => Ok(None),
        Some(weeks) if (1..=most).contains(&weeks) => Ok(u32::try_from(weeks).ok()),
        Some(_) => Err(node.wrong(&format!("is not from 1 to {most}"))),
    }
}
