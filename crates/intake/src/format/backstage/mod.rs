//! `backstage`: entities of a `catalog-info.yaml`, several documents in one stream, and Gemba's own kind `Journey`.

mod entity;
mod refs;

use super::{Format, gemba_yaml};
use crate::text::node::Node;
use crate::text::{Input, docs, shown};
use crate::{Context, FileError, Place, Sink};
use serde_json::Value;
use std::collections::BTreeMap;

/// Backstage's catalogue.
pub struct Backstage;

/// Entities that are held until the end of the file, at most: they refer to each other in any order.
const MOST_HELD: usize = 100_000;

impl Format for Backstage {
    fn name(&self) -> &'static str {
        "backstage"
    }

    fn about(&self) -> &'static str {
        "entities of a Backstage catalogue (catalog-info.yaml), and journeys beside them"
    }

    fn sniff(&self, name: &str, head: &[u8]) -> u8 {
        if memchr::memmem::find(head, b"backstage.io/v1").is_some() {
            95
        } else if name.ends_with("catalog-info.yaml") || name.ends_with("catalog-info.yml") {
            70
        } else {
            0
        }
    }

    fn read_text(&self, input: &mut Input<'_>, context: &Context, sink: &mut dyn Sink) -> Result<(), FileError> {
        let mut held: Vec<(Place, Value)> = Vec::new();
        let mut left_out: BTreeMap<String, u64> = BTreeMap::new();
        docs::documents(input, sink, &mut |place, value, sink| {
            let node = Node::root(&value);
            let version = node.get("apiVersion").text().unwrap_or_default();
            let kind = node.get("kind").text().unwrap_or_default();
            if version == gemba_yaml::VERSION {
                if let Err((field, reason)) = gemba_yaml::document(place, &value, context, sink) {
                    sink.reject(&place.field(field), reason);
                }
            } else if kind.is_empty() {
                sink.reject(&place.field("kind"), "is missing, and needed".into());
            } else if !entity::KINDS.contains(&kind.to_ascii_lowercase().as_str()) {
                if left_out.len() < 100 {
                    *left_out.entry(kind).or_default() += 1;
                }
            } else if held.len() >= MOST_HELD {
                sink.reject(place, format!("the file holds more than {MOST_HELD} entities; split it"));
            } else {
                held.push((place.clone(), value));
            }
        })?;
        entity::tell(&held, context, sink);
        for (kind, count) in left_out {
            sink.remark(format!("{count} entities of the kind `{}` are not used and were left out.", shown(&kind)));
        }
        Ok(())
    }
}
