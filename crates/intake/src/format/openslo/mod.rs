//! `openslo`: OpenSLO v1, several documents in one stream.
//!
//! Read leniently: what the specification's own examples do wrong is a remark, and what Gemba does not know is kept.

mod duration;
mod indicator;
mod objective;

use super::Format;
use crate::text::docs;
use crate::text::node::Node;
use crate::text::{Input, shown};
use crate::{Context, Fact, FileError, Place, Sink};
use serde_json::Value;
use std::collections::BTreeMap;

/// OpenSLO v1.
pub struct OpenSlo;

/// Documents that are held until the end of the file, at most: an objective may name an indicator that comes later.
const MOST_HELD: usize = 50_000;

impl Format for OpenSlo {
    fn name(&self) -> &'static str {
        "openslo"
    }

    fn about(&self) -> &'static str {
        "objectives in OpenSLO v1 (YAML)"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> u8 {
        if memchr::memmem::find(head, b"openslo/v1").is_some()
            || memchr::memmem::find(head, b"openslo.com/v1").is_some()
        {
            95
        } else {
            0
        }
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut stream = Stream::default();
        docs::documents(input, sink, &mut |place, value, sink| stream.take(place, value, sink))?;
        stream.tell(context, sink);
        Ok(())
    }
}

/// What was found in a stream, to be joined at its end.
#[derive(Default)]
struct Stream {
    slos: Vec<(Place, Value)>,
    /// Indicators by name, until an objective names them.
    slis: BTreeMap<String, (Place, Value)>,
    sources: BTreeMap<String, Value>,
    /// Objects that are read but hold nothing that Gemba acts on yet, by kind.
    kept: BTreeMap<String, u64>,
}

impl Stream {
    fn take(&mut self, place: &Place, value: Value, sink: &mut dyn Sink) {
        let node = Node::root(&value);
        let version = node.get("apiVersion").text().unwrap_or_default();
        let kind = node.get("kind").text().unwrap_or_default();
        if !matches!(version.as_str(), "openslo/v1" | "openslo.com/v1") {
            let reason = match version.as_str() {
                "" => "is missing; openslo/v1 was expected".to_owned(),
                other => format!("`{}` is not read; openslo/v1 is", shown(other)),
            };
            return sink.reject(&place.field("apiVersion"), reason);
        }
        if self.slos.len() + self.slis.len() + self.sources.len() >= MOST_HELD {
            return sink.reject(place, format!("the file holds more than {MOST_HELD} objects; split it"));
        }
        let name = node.get("metadata").get("name").text();
        match (kind.as_str(), name) {
            ("SLO", _) => self.slos.push((place.clone(), value)),
            ("SLI", Some(name)) => {
                if self.slis.insert(name.clone(), (place.clone(), value)).is_some() {
                    sink.remark(format!("The SLI `{}` stands in the file twice; the last one holds.", shown(&name)));
                }
            }
            ("DataSource", Some(name)) => drop(self.sources.insert(name, value)),
            ("SLI" | "DataSource", None) => {
                sink.reject(&place.field("metadata.name"), "is missing, and needed".into());
            }
            ("AlertPolicy" | "AlertCondition" | "AlertNotificationTarget" | "Service", _) => {
                *self.kept.entry(kind).or_default() += 1;
            }
            ("", _) => sink.reject(&place.field("kind"), "is missing; SLO was expected".into()),
            _ => sink.remark(format!(
                "Objects of the kind `{}` are not known to OpenSLO v1 and were left out.",
                shown(&kind)
            )),
        }
    }

    fn tell(self, context: &Context, sink: &mut dyn Sink) {
        for (place, slo) in &self.slos {
            match objective::read(&Node::root(slo), &self, context, sink) {
                Ok(objectives) => {
                    for (index, found) in objectives.into_iter().enumerate() {
                        match found {
                            Ok(objective) => sink.fact(place, Fact::Objective(Box::new(objective))),
                            Err((field, reason)) if field.is_empty() => {
                                sink.reject(&place.field(format!("spec.objectives[{index}]")), reason);
                            }
                            Err((field, reason)) => sink.reject(&place.field(field), reason),
                        }
                    }
                }
                Err((field, reason)) => sink.reject(&place.field(field), reason),
            }
        }
        let counts = |kind: &str| self.kept.get(kind).copied().unwrap_or(0);
        let alerting = counts("AlertPolicy") + counts("AlertCondition") + counts("AlertNotificationTarget");
        if alerting > 0 {
            sink.remark(format!(
                "{alerting} alerting objects were read and not used: burn rates are watched over four pairs of windows, \
                 which a single OpenSLO condition cannot express."
            ));
        }
        if counts("Service") > 0 {
            sink.remark(format!(
                "{} Service objects were read and not used: services come from a catalogue or from logs.",
                counts("Service")
            ));
        }
        if self.slos.is_empty() && !self.slis.is_empty() {
            sink.remark("The file holds indicators and no objective; nothing was kept.".into());
        }
    }
}
