//! Journeys, services, dependencies, blast radius, and who is declared to own them.

use super::incidents::knowledge_line;
use super::words::{cost, plural};
use super::{Words, missing, named, page, sort_key, sort_known, unknown_sort};
use crate::measure::Entry;
use crate::{App, Caller, World, lock};
use gemba_engine::counts::CountSource;
use gemba_engine::ratio::{from_decimal, to_f64};
use gemba_model::api::{ApiError, IdArgs, ListArgs};
use gemba_model::view::*;
use gemba_model::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Minutes of traffic from which value per minute is taken.
const TRAFFIC: i64 = 28 * 1_440;

impl App {
    /// Use case `services`: most at stake first, the unknown last.
    ///
    /// # Errors
    /// `Validation` for an unknown sort key.
    pub fn services(&self, _caller: &Caller, args: ListArgs) -> Result<ServicesView, ApiError> {
        let world = self.world();
        let words = Words::new(&args.text);
        let all = self.service_rows(&world)?;
        let mut rows = Vec::new();
        for (service, row) in world.services.values().zip(all.iter()) {
            let wanted = words.fit(&[&service.name, service.id.as_str()])
                && args.team.as_deref().is_none_or(|team| service.teams.iter().any(|one| one.as_str() == team))
                && args
                    .journey
                    .as_deref()
                    .is_none_or(|id| world.journeys_of(&service.id).iter().any(|one| one.id.as_str() == id))
                && match args.filter.as_str() {
                    "ours" => !service.third_party,
                    "third_party" => service.third_party,
                    _ => true,
                };
            if wanted {
                rows.push(row.clone());
            }
        }
        let (key, descending) = sort_key(&args.sort);
        match key {
            "" | "blast_radius" => sort_known(&mut rows, !descending, |row| row.blast_radius.value),
            "name" => rows.sort_by_cached_key(|row| row.service.name.to_lowercase()),
            "budget_left" => sort_known(&mut rows, descending, |row| row.budget_left.value),
            "incidents" => sort_known(&mut rows, descending, |row| Some(f64::from(row.incidents))),
            other => return Err(unknown_sort(other, "name, blast_radius, budget_left or incidents")),
        }
        if descending && key == "name" {
            rows.reverse();
        }
        let (verdict, tone) = verdict(&world, &rows);
        let (rows, _, _) = page(rows, &args);
        Ok(ServicesView { verdict, tone, rows })
    }

    /// The rows of all services, in order of their identifiers; remembered for a minute.
    fn service_rows(&self, world: &Arc<World>) -> Result<Arc<Vec<ServiceRow>>, ApiError> {
        let (version, minute) = (self.telemetry_version(), self.minute());
        if let Some(rows) = lock(&self.cache.services).as_ref().and_then(|entry| entry.get(version, minute, world)) {
            return Ok(rows);
        }
        let rows =
            world.services.values().map(|service| self.service_row(world, service)).collect::<Result<Vec<_>, _>>()?;
        let rows = Arc::new(rows);
        *lock(&self.cache.services) = Some(Entry::new(version, minute, world, &rows));
        Ok(rows)
    }

    /// What a complete outage of a journey costs a minute: its value per interaction × its mean traffic.
    pub(crate) fn value_per_minute(&self, world: &World, journey: &Journey) -> Result<Result<f64, String>, ApiError> {
        let Some(value) = &journey.value_per_interaction else {
            return Ok(Err(format!("Nobody has stated what one interaction of {} is worth.", journey.name)));
        };
        let Some(objective) = world.main_objective(&journey.id) else {
            return Ok(Err(format!("No objective measures {}.", journey.name)));
        };
        let series = self.series(&objective.sli.id)?;
        let to = self.minute();
        let Some(first) = series.first_minute() else {
            return Ok(Err(format!("No event of {} has been counted.", journey.name)));
        };
        let from = first.max(to - TRAFFIC);
        let counts = series.sum(from, to);
        if counts.total == 0 || to <= from {
            return Ok(Err(format!("No event of {} in the last 28 days.", journey.name)));
        }
        Ok(Ok(to_f64(&from_decimal(value.range.mid)) * counts.total as f64 / (to - from) as f64))
    }

    pub(crate) fn service_row(&self, world: &World, service: &Arc<Service>) -> Result<ServiceRow, ApiError> {
        let now = self.now();
        let journeys = world.journeys_of(&service.id);
        let why = format!("service:{}:blast", service.id);
        let (mut sum, mut reason) = (0.0, None);
        for journey in &journeys {
            match self.value_per_minute(world, journey)? {
                Ok(value) => sum += value,
                Err(unknown) => reason = reason.or(Some(unknown)),
            }
        }
        let blast_radius = match (journeys.is_empty(), reason) {
            (true, _) => Figure::unknown("No journey is known to pass through it.", Unit::CostPerMinute, now, why),
            (_, Some(reason)) => Figure::unknown(reason, Unit::CostPerMinute, now, why),
            (false, None) => Figure::known(sum, Unit::CostPerMinute, now, why),
        };
        let mut worst: Option<Figure> = None;
        let (mut objectives, mut tone) = (0, Tone::Unknown);
        for objective in world.objectives.values().filter(|one| one.service.as_ref() == Some(&service.id)) {
            objectives += 1;
            let status = self.status(objective)?;
            let figure = self.budget_figure(objective, &status);
            tone = match (tone, figure.value) {
                (_, Some(left)) if left < 0.0 => Tone::Harm,
                (Tone::Unknown, Some(_)) => Tone::Calm,
                (tone, _) => tone,
            };
            if worst
                .as_ref()
                .and_then(|one| one.value)
                .is_none_or(|least| figure.value.is_some_and(|left| left < least))
            {
                worst = Some(figure);
            }
        }
        let since = now.second() - i64::from(world.evidence_weeks()) * 7 * 86_400;
        let of_service =
            |incident: &Incident| incident.services.contains(&service.id) && incident.began.second() >= since;
        let incidents: Vec<&Arc<Incident>> = world.incidents.values().filter(|incident| of_service(incident)).collect();
        if incidents.iter().any(|incident| incident.state != IncidentState::Resolved) {
            tone = Tone::Harm;
        }
        let cards: Vec<&Arc<KnowledgeCard>> =
            world.knowledge.values().filter(|card| card.service == service.id).collect();
        let held =
            cards.iter().filter(|card| card.holders.iter().any(|holder| world.people.contains_key(holder))).count();
        let auto = SliId(format!("service:{}", service.id));
        let last_signal = self
            .store()
            .bounds(auto.as_str())
            .map_err(|error| crate::errors::store_error(&error))?
            .map(|(_, last)| UtcTime::from_minute(last));
        Ok(ServiceRow {
            service: named(service.id.as_str(), service.name.clone()),
            third_party: service.third_party,
            journeys: journeys.iter().map(|journey| named(journey.id.as_str(), journey.name.clone())).collect(),
            teams: service
                .teams
                .iter()
                .map(|team| DeclaredTeam {
                    team: named(team.as_str(), world.team_name(team)),
                    party: world.team_party(team),
                    exists: world.teams.contains_key(team),
                })
                .collect(),
            ownership: Party::ALL
                .into_iter()
                .map(|party| ownership(world, service, party, &incidents, &cards))
                .collect(),
            blast_radius,
            budget_left: worst.unwrap_or_else(|| {
                Figure::unknown(
                    "No objective is set for it.",
                    Unit::Ratio,
                    now,
                    format!("service:{}:budget", service.id),
                )
            }),
            objectives,
            incidents: u32::try_from(incidents.len()).unwrap_or(u32::MAX),
            knowledge: (u32::try_from(held).unwrap_or(u32::MAX), u32::try_from(cards.len()).unwrap_or(u32::MAX)),
            last_signal,
            tone,
        })
    }

    /// Use case `service`.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn service(&self, _caller: &Caller, args: IdArgs) -> Result<ServiceView, ApiError> {
        let world = self.world();
        let id = ServiceId::from(args.id.as_str());
        let service = world.services.get(&id).ok_or_else(|| missing("service", &args.id))?;
        let mut objectives = Vec::new();
        for objective in world.objectives.values().filter(|one| one.service.as_ref() == Some(&id)).take(50) {
            let status = self.status(objective)?;
            objectives.push(self.objective_row(&world, objective, &status)?);
        }
        let mut incidents: Vec<&Arc<Incident>> =
            world.incidents.values().filter(|one| one.services.contains(&id)).collect();
        incidents.sort_by_key(|incident| std::cmp::Reverse((incident.began, incident.number)));
        let name = |id: &ServiceId| named(id.as_str(), world.service_name(id));
        Ok(ServiceView {
            row: self.service_row(&world, service)?,
            description: service.description.clone(),
            depends_on: service.depends_on.iter().map(name).collect(),
            used_by: world
                .services
                .values()
                .filter(|one| one.depends_on.contains(&id))
                .map(|one| name(&one.id))
                .collect(),
            objectives,
            incidents: incidents
                .into_iter()
                .take(50)
                .map(|one| self.incident_row(&world, one))
                .collect::<Result<_, _>>()?,
            knowledge: world
                .knowledge
                .values()
                .filter(|card| card.service == id)
                .map(|card| knowledge_line(&world, card))
                .collect(),
            work: world
                .items
                .values()
                .filter(|item| item.services.contains(&id) && matches!(item.state, WorkState::Todo | WorkState::Doing))
                .take(50)
                .map(|item| named(item.id.as_str(), item.title.clone()))
                .collect(),
            map: self.map(&world, service)?,
        })
    }

    /// Journeys above, then who calls it, itself, and what it calls.
    fn map(&self, world: &World, service: &Service) -> Result<ServiceMap, ApiError> {
        const WIDE: usize = 8;
        let mut edges = Vec::new();
        let callers: Vec<&Arc<Service>> =
            world.services.values().filter(|one| one.depends_on.contains(&service.id)).take(WIDE).collect();
        let journeys: Vec<&Arc<Journey>> = world.journeys_of(&service.id).into_iter().take(WIDE).collect();
        for caller in &callers {
            edges.push((caller.id.0.clone(), service.id.0.clone()));
        }
        for journey in &journeys {
            let key = format!("journey:{}", journey.id);
            let direct: Vec<&ServiceId> = journey
                .services
                .iter()
                .filter(|id| **id == service.id || callers.iter().any(|caller| caller.id == **id))
                .collect();
            if direct.is_empty() {
                edges.push((key.clone(), callers.first().map_or(&service.id, |caller| &caller.id).0.clone()));
            }
            edges.extend(direct.into_iter().map(|id| (key.clone(), id.0.clone())));
        }
        let mut below = Vec::new();
        for id in service.depends_on.iter().take(WIDE) {
            edges.push((service.id.0.clone(), id.0.clone()));
            below.push(self.map_node(world, id)?);
        }
        let mut levels = Vec::new();
        levels.push(
            journeys
                .iter()
                .map(|journey| MapNode {
                    id: format!("journey:{}", journey.id),
                    name: journey.name.clone(),
                    journey: true,
                    third_party: false,
                    failing: None,
                })
                .collect(),
        );
        levels.push(callers.iter().map(|caller| self.map_node(world, &caller.id)).collect::<Result<_, _>>()?);
        levels.push(vec![self.map_node(world, &service.id)?]);
        levels.push(below);
        levels.retain(|level: &Vec<MapNode>| !level.is_empty());
        Ok(ServiceMap { levels, edges })
    }

    fn map_node(&self, world: &World, id: &ServiceId) -> Result<MapNode, ApiError> {
        let to = self.minute();
        let sums = self
            .store()
            .sums(&format!("service:{id}"), &[(to - 15, to)])
            .map_err(|error| crate::errors::store_error(&error))?;
        let failing =
            sums.first().filter(|(_, total)| *total > 0).map(|(good, total)| (total - good) as f64 / *total as f64);
        Ok(MapNode {
            id: id.0.clone(),
            name: world.service_name(id).to_owned(),
            journey: false,
            third_party: world.services.get(id).is_some_and(|service| service.third_party),
            failing,
        })
    }
}

/// Declared beside evidenced: the last thing that people of a party did with a service.
fn ownership(
    world: &World,
    service: &Service,
    party: Party,
    incidents: &[&Arc<Incident>],
    cards: &[&Arc<KnowledgeCard>],
) -> PartyOwnership {
    let declared = service.teams.iter().any(|team| world.team_party(team) == Some(party));
    let mut last: Option<(UtcTime, &str)> = None;
    let mut offer = |at: UtcTime, what: &'static str| {
        if last.is_none_or(|(known, _)| at > known) {
            last = Some((at, what));
        }
    };
    for incident in incidents {
        for entry in incident.timeline.iter().filter(|entry| entry.party == Some(party)) {
            match entry.kind {
                TimelineKind::Acknowledged | TimelineKind::Action | TimelineKind::HandedOver => {
                    offer(entry.at, "responded")
                }
                TimelineKind::Resolved => offer(entry.at, "resolved"),
                TimelineKind::Paged => offer(entry.at, "on call"),
                _ => {}
            }
        }
    }
    let people: BTreeSet<&PersonId> =
        world.people.values().filter(|person| person.party == party).map(|person| &person.id).collect();
    for card in cards {
        if let Some(at) = card.exercised.filter(|_| card.holders.iter().any(|holder| people.contains(holder))) {
            offer(at, "knows it");
        }
    }
    PartyOwnership { party, declared, evidence: last.map(|(_, what)| what.to_owned()), at: last.map(|(at, _)| at) }
}

fn verdict(world: &World, rows: &[ServiceRow]) -> (Sentence, Tone) {
    let ours: Vec<&ServiceRow> = rows.iter().filter(|row| !row.third_party).collect();
    if ours.is_empty() {
        return (Sentence::default().say("No service is known. Import your catalogue."), Tone::Unknown);
    }
    let orphans: Vec<&&ServiceRow> =
        ours.iter().filter(|row| row.ownership.iter().all(|one| !one.declared && one.evidence.is_none())).collect();
    let unit = world.cost_unit();
    let all = plural(ours.len() as i64, "service");
    if orphans.is_empty() {
        let partial = ours.iter().filter(|row| row.ownership.iter().any(|one| one.evidence.is_none())).count();
        let sentence = if partial == 0 {
            Sentence::default().say("All three parties have had their hands on each of ").strong(all).say(".")
        } else {
            Sentence::default()
                .strong(partial.to_string())
                .say(" of ")
                .strong(all)
                .say(if partial == 1 { " shows" } else { " show" })
                .say(" no sign of at least one party.")
        };
        return (sentence, if partial == 0 { Tone::Calm } else { Tone::Warn });
    }
    let mut sentence =
        Sentence::default().say("Nobody owns ").strong(orphans.len().to_string()).say(" of ").strong(all).say(".");
    if let Some(row) = orphans.iter().find(|row| row.blast_radius.value.is_some())
        && let Some(value) = row.blast_radius.value
    {
        sentence = sentence
            .say(" The dearest of them, ")
            .strong(row.service.name.clone())
            .say(", carries ")
            .strong(cost(value, &unit))
            .say(" a minute.");
    }
    (sentence, Tone::Harm)
}
