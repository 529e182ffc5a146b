//! Alerts and events of incident tools become incidents.
//!
//! The rule: page-tier alerts of one journey, objective or service that overlap or follow each other within half an hour
//! are one span of harm (`gemba_engine::incidents`). Events of an incident tool with one key are one incident. Spans and
//! incidents that overlap, with half an hour to spare, and concern the same service or journey, are one. What belongs to
//! an incident that is there already joins it; nothing is opened twice, whatever is imported again.

use crate::{App, World};
use gemba_engine::incidents::{Proposal, propose};
use gemba_intake::IncidentEvent;
use gemba_model::api::ApiError;
use gemba_model::*;
use std::collections::{BTreeMap, BTreeSet};

/// Seconds by which two spans may miss each other and still be one incident.
const SPARE: i64 = 30 * 60;

/// What one incident would consist of.
#[derive(Clone, Debug, Default)]
struct Draft {
    keys: BTreeSet<String>,
    began: i64,
    ended: Option<i64>,
    alerts: Vec<AlertId>,
    services: Vec<ServiceId>,
    journeys: Vec<JourneyId>,
    sli: Option<SliId>,
    title: String,
    failure_mode: Option<String>,
    entries: Vec<TimelineEntry>,
    source: Source,
}

impl Draft {
    fn reach(&self) -> (i64, i64) {
        (self.began - SPARE, self.ended.unwrap_or(i64::MAX - SPARE) + SPARE)
    }

    fn absorb(&mut self, other: Draft) {
        self.keys.extend(other.keys);
        self.began = self.began.min(other.began);
        self.ended = match (self.ended, other.ended) {
            (Some(a), Some(b)) => Some(a.max(b)),
            // Whoever says that it has ended knows more than an alert that was never resolved.
            (a, b) => {
                if self.entries.is_empty() && other.entries.is_empty() {
                    None
                } else {
                    a.or(b)
                }
            }
        };
        for alert in other.alerts {
            if !self.alerts.contains(&alert) {
                self.alerts.push(alert);
            }
        }
        for service in other.services {
            if !self.services.contains(&service) {
                self.services.push(service);
            }
        }
        for journey in other.journeys {
            if !self.journeys.contains(&journey) {
                self.journeys.push(journey);
            }
        }
        self.sli = self.sli.take().or(other.sli);
        self.failure_mode = self.failure_mode.take().or(other.failure_mode);
        if self.title.is_empty() || self.entries.is_empty() && !other.entries.is_empty() && !other.title.is_empty() {
            self.title = other.title;
        }
        self.entries.extend(other.entries);
    }
}

impl App {
    /// Opens and completes incidents from the alerts of a span and from the events that were read. Returns the changes,
    /// the incidents that are new among them, oldest first.
    pub(super) fn incident_changes(
        &self,
        alerts: &[Alert],
        events: &[IncidentEvent],
    ) -> Result<(Vec<Body>, Vec<String>), ApiError> {
        let world = self.world();
        let mut drafts: Vec<Draft> =
            propose(alerts).into_iter().map(|proposal| from_proposal(&world, proposal, alerts)).collect();
        drafts.extend(from_events(&world, events));
        drafts.sort_by(|a, b| (a.began, &a.title).cmp(&(b.began, &b.title)));
        let drafts = merge(&world, drafts);
        let mut bodies = Vec::new();
        let mut opened = Vec::new();
        let mut modes: BTreeSet<FailureModeId> = world.failure_modes.keys().cloned().collect();
        for mut draft in drafts {
            draft.entries.sort_by_key(|entry| (entry.at, entry.kind as u8));
            draft.entries.dedup();
            let mode = draft.failure_mode.as_deref().map(|name| FailureModeId(slug(name)));
            if let Some(mode) = &mode
                && modes.insert(mode.clone())
            {
                bodies.push(Body::FailureModeRecorded(FailureMode {
                    id: mode.clone(),
                    name: draft.failure_mode.clone().unwrap_or_default(),
                    service: draft.services.first().cloned(),
                    journey: draft.journeys.first().cloned(),
                    source: draft.source.clone(),
                    extra: Extra::default(),
                }));
            }
            match existing(&world, &draft) {
                Some(incident) => bodies.extend(joins(incident, &draft, mode.as_ref())),
                None => {
                    let incident = self.opened(&world, draft, mode)?;
                    opened.push(incident.title.clone());
                    bodies.push(Body::IncidentOpened(Box::new(incident)));
                }
            }
        }
        Ok((bodies, opened))
    }

    fn opened(&self, world: &World, draft: Draft, mode: Option<FailureModeId>) -> Result<Incident, ApiError> {
        let journey = draft.journeys.first().and_then(|id| world.journeys.get(id));
        let sli = draft.sli.clone().or_else(|| {
            journey.and_then(|journey| world.main_objective(&journey.id)).map(|objective| objective.sli.id.clone())
        });
        let (mut began, mut ended) = (draft.began, draft.ended);
        if let Some(sli) = &sli {
            let series = self.passing_series(sli)?;
            if let Some(onset) = gemba_engine::onset::onset(&*series, began.div_euclid(60)) {
                began = began.min(onset * 60);
            }
            if let Some(end) = ended {
                ended = Some(
                    gemba_engine::onset::recovery(&*series, began.div_euclid(60), end.div_euclid(60))
                        .map_or(end, |minute| minute * 60),
                );
            }
        }
        let acknowledged = draft.entries.iter().any(|entry| {
            matches!(entry.kind, TimelineKind::Acknowledged | TimelineKind::HandedOver | TimelineKind::Action)
        });
        let title = draft
            .failure_mode
            .clone()
            .or_else(|| mode.as_ref().and_then(|mode| world.failure_modes.get(mode)).map(|mode| mode.name.clone()))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| if draft.title.is_empty() { "Unnamed incident".into() } else { draft.title.clone() });
        let mut extra = Extra::default();
        if !draft.keys.is_empty() {
            extra.extend([(KEYS.to_owned(), draft.keys.iter().cloned().collect::<Vec<_>>().into())]);
        }
        Ok(Incident {
            id: IncidentId(identity(&draft)),
            number: 0,
            title,
            state: match (ended, acknowledged) {
                (Some(_), _) => IncidentState::Resolved,
                (None, true) => IncidentState::Acknowledged,
                (None, false) => IncidentState::Open,
            },
            began: UtcTime::from_second(began),
            ended: ended.map(UtcTime::from_second),
            services: draft.services,
            assumptions: self.assumptions(journey.map(|journey| &**journey)),
            journeys: draft.journeys,
            sli,
            alerts: draft.alerts,
            failure_mode: mode,
            timeline: draft.entries,
            source: draft.source,
            extra,
        })
    }
}

/// Where an incident keeps the keys that other tools know it by.
const KEYS: &str = "keys";

/// An identifier that the same facts give again: from the tool's key, else from the first alert.
fn identity(draft: &Draft) -> String {
    match (draft.keys.first(), draft.alerts.first()) {
        (Some(key), _) => format!("inc-{}", slug(key)),
        (None, Some(alert)) => format!("inc-{}", slug(alert.as_str())),
        (None, None) => format!("inc-{}-{}", draft.began, slug(&draft.title)),
    }
}

fn from_proposal(world: &World, proposal: Proposal, alerts: &[Alert]) -> Draft {
    let first = proposal.alerts.first().and_then(|id| alerts.iter().find(|alert| alert.id == *id));
    let objective = proposal.objectives.first().and_then(|id| world.objectives.get(id));
    let mut services = proposal.services.clone();
    let mut journeys = proposal.journeys.clone();
    if let Some(objective) = objective {
        services.extend(objective.service.clone());
        journeys.extend(objective.journey.clone());
    }
    if journeys.is_empty()
        && let Some(service) = services.first()
    {
        journeys.extend(world.journeys_of(service).first().map(|journey| journey.id.clone()));
    }
    services.dedup();
    journeys.dedup();
    let failure_mode = proposal
        .failure_mode
        .clone()
        .map(|name| world.failure_modes.get(&FailureModeId(slug(&name))).map_or(name, |mode| mode.name.clone()));
    let title = [&proposal.summary, &proposal.name]
        .into_iter()
        .find(|text| !text.is_empty())
        .cloned()
        .or_else(|| objective.map(|objective| objective.name.clone()))
        .unwrap_or_default();
    Draft {
        began: proposal.began.second(),
        ended: proposal.ended.map(UtcTime::second),
        sli: objective.map(|objective| objective.sli.id.clone()),
        alerts: proposal.alerts,
        services,
        journeys,
        title,
        failure_mode,
        source: first.map(|alert| alert.source.clone()).unwrap_or_default(),
        ..Draft::default()
    }
}

fn from_events(world: &World, events: &[IncidentEvent]) -> Vec<Draft> {
    let mut by_key: BTreeMap<&str, Draft> = BTreeMap::new();
    let mut ordered: Vec<&IncidentEvent> = events.iter().collect();
    ordered.sort_by(|a, b| (a.at, &a.event).cmp(&(b.at, &b.event)));
    for event in ordered {
        let draft = by_key.entry(event.key.as_str()).or_insert_with(|| Draft {
            keys: BTreeSet::from([event.key.clone()]),
            began: event.at.second(),
            source: Source { by: "incident tool".into(), at: Some(event.at), reference: event.key.clone() },
            ..Draft::default()
        });
        if draft.title.is_empty() {
            draft.title.clone_from(&event.title);
        }
        if let Some(service) = &event.service
            && !draft.services.contains(service)
        {
            draft.services.push(service.clone());
        }
        if draft.failure_mode.is_none() {
            draft.failure_mode.clone_from(&event.failure_mode);
        }
        match event.kind {
            TimelineKind::Resolved => draft.ended = Some(event.at.second()),
            TimelineKind::Reopened => draft.ended = None,
            _ => {}
        }
        draft.entries.push(entry(world, event));
    }
    by_key
        .into_values()
        .map(|mut draft| {
            if let Some(service) = draft.services.first() {
                draft.journeys =
                    world.journeys_of(service).first().map(|journey| journey.id.clone()).into_iter().collect();
            }
            draft
        })
        .collect()
}

/// One event as a line of the timeline, with the party of the person or team that it names.
fn entry(world: &World, event: &IncidentEvent) -> TimelineEntry {
    let wanted = event.who.to_lowercase();
    let person =
        event.person.as_ref().and_then(|id| world.people.get(id)).or_else(|| {
            world.people.values().find(|person| !wanted.is_empty() && person.name.to_lowercase() == wanted)
        });
    let team = world
        .teams
        .values()
        .find(|team| !wanted.is_empty() && (team.name.to_lowercase() == wanted || team.id.as_str() == wanted));
    let rotation = world.rotations.values().find(|one| !wanted.is_empty() && one.name.to_lowercase() == wanted);
    let party = event
        .party
        .or_else(|| person.map(|person| person.party))
        .or_else(|| team.and_then(|team| world.team_party(&team.id)))
        .or_else(|| rotation.map(|rotation| rotation.party));
    TimelineEntry {
        at: event.at,
        kind: event.kind,
        person: person.map(|person| person.id.clone()),
        who: person.map_or_else(|| event.who.clone(), |person| person.name.clone()),
        party,
        text: event.text.clone(),
    }
}

/// Whether two sets of services and journeys concern the same part of the product. Drafts that name neither match
/// nothing but their own key.
fn akin(
    world: &World,
    services_a: &[ServiceId],
    journeys_a: &[JourneyId],
    services_b: &[ServiceId],
    journeys_b: &[JourneyId],
) -> bool {
    let carried = |journeys: &[JourneyId], services: &[ServiceId]| {
        journeys
            .iter()
            .filter_map(|id| world.journeys.get(id))
            .any(|journey| journey.services.iter().any(|service| services.contains(service)))
    };
    services_a.iter().any(|service| services_b.contains(service))
        || journeys_a.iter().any(|journey| journeys_b.contains(journey))
        || carried(journeys_a, services_b)
        || carried(journeys_b, services_a)
}

/// Drafts in order of time; each joins an earlier one that it overlaps and is akin to.
fn merge(world: &World, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for draft in drafts {
        open.retain(|index| merged[*index].reach().1 >= draft.began);
        let partner = open.iter().copied().find(|index| {
            let other = &merged[*index];
            let apart = !other.keys.is_empty() && !draft.keys.is_empty() && other.keys.is_disjoint(&draft.keys);
            !apart && akin(world, &other.services, &other.journeys, &draft.services, &draft.journeys)
        });
        match partner {
            Some(index) => merged[index].absorb(draft),
            None => {
                open.push(merged.len());
                merged.push(draft);
            }
        }
    }
    merged
}

/// The incident that a draft belongs to.
fn existing<'a>(world: &'a World, draft: &Draft) -> Option<&'a Incident> {
    if let Some(known) =
        world.incidents.values().find(|incident| keys(incident).iter().any(|key| draft.keys.contains(key)))
    {
        return Some(known);
    }
    if let Some(known) =
        world.incidents.values().find(|incident| draft.alerts.iter().any(|alert| incident.alerts.contains(alert)))
    {
        return Some(known);
    }
    if let Some(known) = world.incidents.get(&IncidentId(identity(draft))) {
        return Some(known);
    }
    let (from, to) = draft.reach();
    world.incidents.values().map(|incident| &**incident).find(|incident| {
        let apart = !draft.keys.is_empty() && !keys(incident).is_empty();
        !apart
            && incident.began.second() <= to
            && incident.ended.is_none_or(|ended| ended.second() >= from)
            && akin(world, &incident.services, &incident.journeys, &draft.services, &draft.journeys)
    })
}

/// Whether an event stands in the timeline of its incident already.
pub(super) fn is_known(world: &World, event: &IncidentEvent) -> bool {
    let line = entry(world, event);
    world.incidents.values().any(|incident| keys(incident).contains(&event.key) && incident.timeline.contains(&line))
}

/// The keys that other tools know an incident by.
fn keys(incident: &Incident) -> Vec<String> {
    incident
        .extra
        .get(KEYS)
        .as_ref()
        .and_then(|keys| keys.as_array())
        .map(|keys| keys.iter().filter_map(|key| key.as_str().map(str::to_owned)).collect())
        .unwrap_or_default()
}

/// What a draft adds to an incident that is there.
fn joins(incident: &Incident, draft: &Draft, mode: Option<&FailureModeId>) -> Vec<Body> {
    let mut bodies = Vec::new();
    let alerts: Vec<AlertId> = draft.alerts.iter().filter(|alert| !incident.alerts.contains(alert)).cloned().collect();
    let entries: Vec<TimelineEntry> =
        draft.entries.iter().filter(|entry| !incident.timeline.contains(entry)).cloned().collect();
    let ended = match (incident.state, draft.ended) {
        (IncidentState::Resolved, _) | (_, None) => None,
        (_, Some(ended)) => Some(UtcTime::from_second(ended.max(incident.began.second()))),
    };
    if !alerts.is_empty() || !entries.is_empty() {
        bodies.push(Body::IncidentObserved { incident: incident.id.clone(), alerts, entries, ended: None });
    }
    if let Some(ended) = ended {
        bodies.push(Body::IncidentResolved { incident: incident.id.clone(), ended });
    }
    if incident.failure_mode.is_none()
        && let Some(mode) = mode
    {
        bodies.push(Body::IncidentClassified { incident: incident.id.clone(), failure_mode: Some(mode.clone()) });
    }
    bodies
}
