//! The fold from changes to records: pure, without a clock, a random number or a float in any order.
//!
//! A change is refused with a reason where its preconditions do not hold, and a refused change leaves no trace: every
//! precondition is looked at before anything is changed. The preconditions stand at each [`Body`] variant in `model`.

mod decision;
mod incident;
mod shelf;

pub use shelf::{AnyRecord, Shelf, Slot};

use gemba_model::{Body, Change, RecordKind, Settings};

/// The records that a change is about, itself first. What a view shows of any of them may have changed.
pub type Touched = Vec<(RecordKind, String)>;

/// Raised whenever the fold gives another result for an old log. A file whose number differs is folded anew when opened.
pub const PROJECTION_VERSION: i64 = 1;

/// Why a change was not applied, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

/// Refuses with a reason.
fn refuse<T>(reason: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(reason.into()))
}

/// The records that a fold of this change looks at or changes. They must be on the shelf before.
pub fn needs(change: &Change) -> Touched {
    let mut needs = touched(&change.body);
    match &change.body {
        Body::IncidentAcknowledged { .. }
        | Body::IncidentNoted { .. }
        | Body::IncidentClassified { .. }
        | Body::IncidentResolved { .. }
        | Body::IncidentReopened { .. } => needs.push((RecordKind::Person, change.author.name.clone())),
        _ => {}
    }
    needs
}

/// The records that a change is about.
pub fn touched(body: &Body) -> Touched {
    let one = |kind, id: &str| vec![(kind, id.to_owned())];
    match body {
        Body::SettingsChanged(_) => one(RecordKind::Settings, Settings::ID),
        Body::PersonRecorded(record) => one(RecordKind::Person, record.id.as_str()),
        Body::TeamRecorded(record) => one(RecordKind::Team, record.id.as_str()),
        Body::ServiceRecorded(record) => one(RecordKind::Service, record.id.as_str()),
        Body::JourneyRecorded(record) => one(RecordKind::Journey, record.id.as_str()),
        Body::ObjectiveRecorded(record) => one(RecordKind::Objective, record.id.as_str()),
        Body::FailureModeRecorded(record) => one(RecordKind::FailureMode, record.id.as_str()),
        Body::WorkItemRecorded(record) => one(RecordKind::WorkItem, record.id.as_str()),
        Body::RotationRecorded(record) => one(RecordKind::Rotation, record.id.as_str()),
        Body::KnowledgeRecorded(record) => one(RecordKind::Knowledge, record.id.as_str()),
        Body::RecordWithdrawn { kind, id } => one(*kind, id),
        Body::IncidentOpened(incident) => {
            let mut touched = one(RecordKind::Incident, incident.id.as_str());
            touched.extend(incident.failure_mode.iter().map(|id| (RecordKind::FailureMode, id.0.clone())));
            touched
        }
        Body::IncidentClassified { incident, failure_mode } => {
            let mut touched = one(RecordKind::Incident, incident.as_str());
            touched.extend(failure_mode.iter().map(|id| (RecordKind::FailureMode, id.0.clone())));
            touched
        }
        Body::IncidentObserved { incident, .. }
        | Body::IncidentAcknowledged { incident }
        | Body::IncidentHandedOver { incident, .. }
        | Body::IncidentResponderAdded { incident, .. }
        | Body::IncidentNoted { incident, .. }
        | Body::IncidentResolved { incident, .. }
        | Body::IncidentReopened { incident } => one(RecordKind::Incident, incident.as_str()),
        Body::WorkItemEstimated { item, .. } | Body::WorkItemMoved { item, .. } => {
            one(RecordKind::WorkItem, item.as_str())
        }
        Body::RotationOverridden { rotation, .. } => one(RecordKind::Rotation, rotation.as_str()),
        Body::DecisionRecorded(decision) => {
            let mut touched = one(RecordKind::Decision, decision.id.as_str());
            for item in std::iter::once(&decision.chosen).chain(&decision.over) {
                let item = (RecordKind::WorkItem, item.item.0.clone());
                if !touched.contains(&item) {
                    touched.push(item);
                }
            }
            touched
        }
        Body::DecisionSigned { decision, .. } | Body::DecisionJudged { decision, .. } => {
            one(RecordKind::Decision, decision.as_str())
        }
    }
}

/// Folds one change into the records.
///
/// # Errors
/// The reason for which the change is refused; nothing was changed then.
pub fn project(shelf: &mut Shelf, change: Change, seq: u64) -> Result<Touched, Refusal> {
    if change.id.as_str().is_empty() {
        return refuse("the change has no identifier");
    }
    let touched = touched(&change.body);
    if let Some((kind, _)) = touched.iter().find(|(_, id)| id.is_empty()) {
        return refuse(format!("the {} has no identifier", kind_name(*kind)));
    }
    match change.body {
        Body::SettingsChanged(settings) => {
            if settings.id != Settings::ID {
                return refuse(format!("the settings' identifier must be \"{}\"", Settings::ID));
            }
            shelf.put(Box::new(settings).into(), seq);
        }
        Body::PersonRecorded(record) => shelf.put(Box::new(record).into(), seq),
        Body::TeamRecorded(record) => shelf.put(Box::new(record).into(), seq),
        Body::ServiceRecorded(record) => shelf.put(Box::new(record).into(), seq),
        Body::JourneyRecorded(record) => shelf.put(Box::new(record).into(), seq),
        Body::ObjectiveRecorded(record) => shelf.put(Box::new(record).into(), seq),
        Body::FailureModeRecorded(record) => shelf.put(Box::new(record).into(), seq),
        Body::WorkItemRecorded(record) => shelf.put(record.into(), seq),
        Body::RotationRecorded(record) => shelf.put(Box::new(record).into(), seq),
        Body::KnowledgeRecorded(record) => shelf.put(Box::new(record).into(), seq),
        Body::RecordWithdrawn { kind, id } => withdraw(shelf, kind, &id, seq)?,
        Body::WorkItemEstimated { item, cost_of_delay, duration_weeks, share_removed } => {
            let record = item_mut(shelf, item.as_str())?;
            record.cost_of_delay = cost_of_delay.or_else(|| record.cost_of_delay.take());
            record.duration_weeks = duration_weeks.or_else(|| record.duration_weeks.take());
            record.share_removed = share_removed.map(Box::new).or_else(|| record.share_removed.take());
            shelf.mark(RecordKind::WorkItem, item.as_str(), seq);
        }
        Body::WorkItemMoved { item, state } => {
            item_mut(shelf, item.as_str())?.state = state;
            shelf.mark(RecordKind::WorkItem, item.as_str(), seq);
        }
        Body::RotationOverridden { rotation, over } => {
            let Some(AnyRecord::Rotation(record)) = shelf.get_mut(RecordKind::Rotation, rotation.as_str()) else {
                return refuse(format!("there is no rotation \"{rotation}\""));
            };
            if over.from >= over.to {
                return refuse("the override ends before it begins");
            }
            record.overrides.push(over);
            shelf.mark(RecordKind::Rotation, rotation.as_str(), seq);
        }
        body @ (Body::DecisionRecorded(_) | Body::DecisionSigned { .. } | Body::DecisionJudged { .. }) => {
            decision::project(shelf, &change.author, body, seq)?;
        }
        body => incident::project(shelf, &change.author, change.at, body, seq)?,
    }
    Ok(touched)
}

fn withdraw(shelf: &mut Shelf, kind: RecordKind, id: &str, seq: u64) -> Result<(), Refusal> {
    match kind {
        RecordKind::Incident => refuse("an incident cannot be withdrawn; note what was wrong instead"),
        RecordKind::Decision => refuse("a decision cannot be withdrawn; record a new one"),
        RecordKind::Settings => refuse("the settings cannot be withdrawn; change them"),
        _ if shelf.get(kind, id).is_none() => refuse(format!("there is no {} \"{id}\"", kind_name(kind))),
        _ => {
            shelf.remove(kind, id, seq);
            Ok(())
        }
    }
}

fn item_mut<'a>(shelf: &'a mut Shelf, id: &str) -> Result<&'a mut gemba_model::WorkItem, Refusal> {
    match shelf.get_mut(RecordKind::WorkItem, id) {
        Some(AnyRecord::WorkItem(item)) => Ok(item),
        _ => refuse(format!("there is no work item \"{id}\"")),
    }
}

/// A kind as it is called in a sentence.
fn kind_name(kind: RecordKind) -> String {
    match kind {
        RecordKind::Knowledge => "knowledge card".to_owned(),
        other => other.key().replace('_', " "),
    }
}
