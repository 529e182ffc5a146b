//! Facts become changes: only what differs from the record that is there.

use crate::World;
use gemba_intake::{Fact, SettingsHint};
use gemba_model::*;

/// What a fact comes to.
pub(super) enum Outcome {
    /// It is there already.
    Unchanged,
    /// It is new or differs.
    Changed(Box<Body>),
    /// It cannot be kept; the reason says what would be right.
    Refused(String),
    /// It is no record of the log: an observation.
    Observation(Box<Observation>),
}

/// What goes beside the log.
pub(super) enum Observation {
    /// An alert.
    Alert(Alert),
    /// An event of an incident tool.
    Event(gemba_intake::IncidentEvent),
}

/// Records that came earlier in the same import win over those of the world: a file may name a thing twice.
#[derive(Default)]
pub(super) struct Seen(std::collections::BTreeMap<(RecordKind, String), Body>);

/// Judges one fact against what is there.
pub(super) fn judge(world: &World, seen: &mut Seen, fact: Fact) -> Outcome {
    match fact {
        Fact::Person(new) => {
            keep(seen, world.people.get(&new.id).map(|old| (**old).clone()), new, Body::PersonRecorded)
        }
        Fact::Team(new) => keep(seen, world.teams.get(&new.id).map(|old| (**old).clone()), new, Body::TeamRecorded),
        Fact::Service(new) => {
            keep(seen, world.services.get(&new.id).map(|old| (**old).clone()), new, Body::ServiceRecorded)
        }
        Fact::Journey(new) => {
            keep(seen, world.journeys.get(&new.id).map(|old| (**old).clone()), new, Body::JourneyRecorded)
        }
        Fact::Objective(new) => {
            keep(seen, world.objectives.get(&new.id).map(|old| (**old).clone()), *new, Body::ObjectiveRecorded)
        }
        Fact::FailureMode(new) => {
            keep(seen, world.failure_modes.get(&new.id).map(|old| (**old).clone()), new, Body::FailureModeRecorded)
        }
        Fact::WorkItem(new) => {
            let old = world.items.get(&new.id).map(|old| (**old).clone());
            let merged = match &old {
                Some(old) => merge_item(old, *new),
                None => *new,
            };
            keep(seen, old, merged, |item| Body::WorkItemRecorded(Box::new(item)))
        }
        Fact::Rotation(new) => {
            let old = world.rotations.get(&new.id).map(|old| (**old).clone());
            let mut new = *new;
            if let Some(old) = &old {
                // Overrides made here are not in the file: they stay.
                for span in &old.overrides {
                    if !new.overrides.contains(span) {
                        new.overrides.push(span.clone());
                    }
                }
                new.overrides.sort_by_key(|span| (span.from, span.to));
            }
            keep(seen, old, new, Body::RotationRecorded)
        }
        Fact::Override { rotation, span } => match world.rotations.get(&rotation) {
            None => Outcome::Refused(format!("There is no rotation “{rotation}”. Import the rotation first.")),
            Some(known) if known.overrides.contains(&span) => Outcome::Unchanged,
            Some(_) => Outcome::Changed(Box::new(Body::RotationOverridden { rotation, over: span })),
        },
        Fact::Knowledge(new) => {
            keep(seen, world.knowledge.get(&new.id).map(|old| (**old).clone()), new, Body::KnowledgeRecorded)
        }
        Fact::Settings(hint) => {
            let new = merge_settings(world.settings.clone(), hint);
            keep(seen, world.settings.clone(), new, Body::SettingsChanged)
        }
        Fact::Alert(alert) => Outcome::Observation(Box::new(Observation::Alert(*alert))),
        Fact::IncidentEvent(event) => Outcome::Observation(Box::new(Observation::Event(event))),
    }
}

fn keep<T: Record>(seen: &mut Seen, old: Option<T>, new: T, body: impl FnOnce(T) -> Body) -> Outcome {
    let key = (T::KIND, new.record_id().to_owned());
    let body = body(new.clone());
    if let Some(earlier) = seen.0.get(&key) {
        if *earlier == body {
            return Outcome::Unchanged;
        }
    } else if old.is_some_and(|old| same_but_source(&old, &new)) {
        return Outcome::Unchanged;
    }
    seen.0.insert(key, body.clone());
    Outcome::Changed(Box::new(body))
}

/// Whether two records say the same. Where a fact was read is part of it: a fact that moved to another file is told
/// anew only when it also says something else.
fn same_but_source<T: Record>(old: &T, new: &T) -> bool {
    if old == new {
        return true;
    }
    let strip = |record: &T| {
        let mut value = serde_json::to_value(record).unwrap_or_default();
        if let Some(fields) = value.as_object_mut() {
            fields.remove("source");
        }
        value
    };
    strip(old) == strip(new)
}

/// A tracker knows titles and states, and often no numbers: what it leaves out stays as it was stated here.
fn merge_item(old: &WorkItem, new: WorkItem) -> WorkItem {
    let stated = |new: Option<Estimate>, old: &Option<Estimate>| match (new, old) {
        (None, old) => old.clone(),
        (Some(new), Some(old)) if old.range == new.range => Some(old.clone()),
        (Some(new), Some(old)) if new.source.at.is_some() && new.source.at < old.source.at => Some(old.clone()),
        (new, _) => new,
    };
    WorkItem {
        cost_of_delay: stated(new.cost_of_delay, &old.cost_of_delay),
        duration_weeks: stated(new.duration_weeks, &old.duration_weeks),
        share_removed: stated(new.share_removed.map(|one| *one), &old.share_removed.as_deref().cloned()).map(Box::new),
        toil_per_week: stated(new.toil_per_week.map(|one| *one), &old.toil_per_week.as_deref().cloned()).map(Box::new),
        failure_mode: new.failure_mode.or_else(|| old.failure_mode.clone()),
        team: new.team.or_else(|| old.team.clone()),
        journey: new.journey.or_else(|| old.journey.clone()),
        gates: if new.gates.is_empty() { old.gates.clone() } else { new.gates },
        ..new
    }
}

fn merge_settings(old: Option<Settings>, hint: SettingsHint) -> Settings {
    let mut settings = old.unwrap_or_else(|| {
        Settings::new(
            hint.name.as_deref().unwrap_or("Workspace"),
            hint.cost_unit.clone().unwrap_or(CostUnit::UserMinutes),
            hint.zone.as_deref().unwrap_or("UTC"),
        )
    });
    if let Some(name) = hint.name {
        settings.name = name;
    }
    if let Some(sample) = hint.sample {
        settings.sample = sample;
    }
    if let Some(unit) = hint.cost_unit {
        settings.cost_unit = unit;
    }
    if let Some(zone) = hint.zone {
        settings.zone = zone;
    }
    if let Some(cost) = hint.responder_hour_cost {
        settings.responder_hour_cost = Some(cost);
    }
    if let Some(weeks) = hint.evidence_weeks {
        settings.evidence_weeks = weeks;
    }
    if let Some(weeks) = hint.plan_weeks {
        settings.plan_weeks = weeks;
    }
    settings
}
