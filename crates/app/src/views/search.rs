//! Finds anything by words, for the command palette.

use super::Words;
use crate::{App, Caller};
use gemba_model::api::{ApiError, SearchArgs};
use gemba_model::view::SearchHit;

impl App {
    /// Use case `search`. Hits whose title begins with the first word come first.
    ///
    /// # Errors
    /// None of its own.
    pub fn search(&self, _caller: &Caller, args: SearchArgs) -> Result<Vec<SearchHit>, ApiError> {
        let words = Words::new(&args.text);
        if words.0.is_empty() {
            return Ok(Vec::new());
        }
        let world = self.world();
        let limit = if args.limit == 0 { 20 } else { args.limit.min(200) } as usize;
        let mut hits: Vec<SearchHit> = Vec::new();
        let mut offer = |kind: &str, id: &str, title: &str, detail: String| {
            if words.fit(&[title, id, &detail]) {
                hits.push(SearchHit { kind: kind.into(), id: id.into(), title: title.into(), detail });
            }
        };
        for journey in world.journeys.values() {
            offer("journey", journey.id.as_str(), &journey.name, "Journey".into());
        }
        for incident in world.incidents.values() {
            offer("incident", incident.id.as_str(), &incident.title, format!("Incident {}", incident.number));
        }
        for item in world.items.values() {
            offer("work_item", item.id.as_str(), &item.title, format!("{} {}", item.kind.name(), item.id));
        }
        for service in world.services.values() {
            offer("service", service.id.as_str(), &service.name, "Service".into());
        }
        for objective in world.objectives.values() {
            offer("objective", objective.id.as_str(), &objective.name, "Objective".into());
        }
        for mode in world.failure_modes.values() {
            offer("failure_mode", mode.id.as_str(), &mode.name, "Failure mode".into());
        }
        for rotation in world.rotations.values() {
            offer("rotation", rotation.id.as_str(), &rotation.name, format!("Rotation, {}", rotation.party.name()));
        }
        for decision in world.decisions.values() {
            offer("decision", decision.id.as_str(), &decision.title, format!("Decision {}", decision.number));
        }
        let first = words.0.first().cloned().unwrap_or_default();
        hits.sort_by_cached_key(|hit| {
            (!hit.title.to_lowercase().starts_with(&first), hit.title.to_lowercase(), hit.id.clone())
        });
        hits.truncate(limit);
        Ok(hits)
    }
}
