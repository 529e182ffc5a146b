//! The shared records in memory, as the views read them.
//!
//! Folded by the store, loaded once, and refreshed record by record after each change. Nothing here is truth: it can be
//! dropped and read again at any time.

use gemba_model::*;
use gemba_report::format::Formatter;
use gemba_store::{StoreError, Workspace};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Everything shared, by identifier.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Settings, once the workspace was named.
    pub settings: Option<Settings>,
    /// People.
    pub people: BTreeMap<PersonId, Arc<Person>>,
    /// Teams.
    pub teams: BTreeMap<TeamId, Arc<Team>>,
    /// Services.
    pub services: BTreeMap<ServiceId, Arc<Service>>,
    /// Journeys.
    pub journeys: BTreeMap<JourneyId, Arc<Journey>>,
    /// Objectives.
    pub objectives: BTreeMap<ObjectiveId, Arc<Objective>>,
    /// Failure modes.
    pub failure_modes: BTreeMap<FailureModeId, Arc<FailureMode>>,
    /// Incidents.
    pub incidents: BTreeMap<IncidentId, Arc<Incident>>,
    /// Work items.
    pub items: BTreeMap<WorkItemId, Arc<WorkItem>>,
    /// Rotations.
    pub rotations: BTreeMap<RotationId, Arc<Rotation>>,
    /// Knowledge cards.
    pub knowledge: BTreeMap<KnowledgeId, Arc<KnowledgeCard>>,
    /// Decisions.
    pub decisions: BTreeMap<DecisionId, Arc<Decision>>,
    /// Journeys by the services that carry them; computed when first asked for.
    carried: OnceLock<HashMap<ServiceId, Vec<JourneyId>>>,
}

macro_rules! for_each_map {
    ($macro:ident) => {
        $macro! {
            people: Person, PersonId;
            teams: Team, TeamId;
            services: Service, ServiceId;
            journeys: Journey, JourneyId;
            objectives: Objective, ObjectiveId;
            failure_modes: FailureMode, FailureModeId;
            incidents: Incident, IncidentId;
            items: WorkItem, WorkItemId;
            rotations: Rotation, RotationId;
            knowledge: KnowledgeCard, KnowledgeId;
            decisions: Decision, DecisionId;
        }
    };
}

impl World {
    /// Reads everything.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn load(store: &Workspace) -> Result<Self, StoreError> {
        let mut world = World { settings: store.record::<Settings>(Settings::ID)?, ..World::default() };
        macro_rules! load {
            ($($field:ident: $record:ty, $id:ident;)+) => {$(
                world.$field = store
                    .records::<$record>()?
                    .into_iter()
                    .map(|record| ($id::from(record.record_id()), Arc::new(record)))
                    .collect();
            )+};
        }
        for_each_map!(load);
        Ok(world)
    }

    /// Reads again what a change touched.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refresh(&mut self, store: &Workspace, touched: &[(RecordKind, String)]) -> Result<(), StoreError> {
        self.carried = OnceLock::new();
        for (kind, id) in touched {
            macro_rules! refresh {
                ($($field:ident: $record:ty, $id:ident;)+) => {
                    match *kind {
                        RecordKind::Settings => self.settings = store.record::<Settings>(Settings::ID)?,
                        $(<$record>::KIND => match store.record::<$record>(id)? {
                            Some(record) => { self.$field.insert($id::from(id.as_str()), Arc::new(record)); }
                            None => { self.$field.remove(&$id::from(id.as_str())); }
                        })+
                    }
                };
            }
            for_each_map!(refresh);
        }
        Ok(())
    }

    /// Whether nothing was ever recorded.
    pub fn is_empty(&self) -> bool {
        let mut empty = true;
        macro_rules! check {
            ($($field:ident: $record:ty, $id:ident;)+) => {$( empty &= self.$field.is_empty(); )+};
        }
        for_each_map!(check);
        empty
    }

    /// How many of each kind there are.
    pub fn counts(&self) -> Vec<(String, u64)> {
        let mut counts = Vec::new();
        macro_rules! count {
            ($($field:ident: $record:ty, $id:ident;)+) => {$(
                counts.push((<$record>::KIND.key().to_owned(), self.$field.len() as u64));
            )+};
        }
        for_each_map!(count);
        counts
    }

    /// The unit of cost; pounds are nobody's default, so an unnamed workspace counts user-minutes.
    pub fn cost_unit(&self) -> CostUnit {
        self.settings.as_ref().map_or(CostUnit::UserMinutes, |settings| settings.cost_unit.clone())
    }

    /// The workspace's IANA zone.
    pub fn zone(&self) -> &str {
        self.settings.as_ref().map_or("UTC", |settings| settings.zone.as_str())
    }

    /// Writes numbers in this workspace's unit of cost and zone.
    pub fn formatter(&self) -> Formatter {
        Formatter::new(self.cost_unit(), self.zone())
    }

    /// Weeks over which recurrence is counted.
    pub fn evidence_weeks(&self) -> u32 {
        self.settings.as_ref().map_or(26, |settings| settings.evidence_weeks)
    }

    /// Weeks that a plan covers.
    pub fn plan_weeks(&self) -> u32 {
        self.settings.as_ref().map_or(13, |settings| settings.plan_weeks)
    }

    /// A service's name, or its identifier while no catalogue names it.
    pub fn service_name<'a>(&'a self, id: &'a ServiceId) -> &'a str {
        self.services.get(id).map_or(id.as_str(), |service| service.name.as_str())
    }

    /// A journey's name, or its identifier.
    pub fn journey_name<'a>(&'a self, id: &'a JourneyId) -> &'a str {
        self.journeys.get(id).map_or(id.as_str(), |journey| journey.name.as_str())
    }

    /// A team's name, or its identifier.
    pub fn team_name<'a>(&'a self, id: &'a TeamId) -> &'a str {
        self.teams.get(id).map_or(id.as_str(), |team| team.name.as_str())
    }

    /// A person's name, or the identifier.
    pub fn person_name<'a>(&'a self, id: &'a PersonId) -> &'a str {
        self.people.get(id).map_or(id.as_str(), |person| person.name.as_str())
    }

    /// A failure mode's name, or its identifier.
    pub fn failure_mode_name<'a>(&'a self, id: &'a FailureModeId) -> &'a str {
        self.failure_modes.get(id).map_or(id.as_str(), |mode| mode.name.as_str())
    }

    /// The party of a team: its own, or that of most of its people.
    pub fn team_party(&self, id: &TeamId) -> Option<Party> {
        self.teams.get(id).and_then(|team| team.party).or_else(|| {
            let mut votes = [0_usize; 3];
            for person in self.people.values().filter(|person| person.team.as_ref() == Some(id)) {
                if let Some(place) = Party::ALL.iter().position(|party| *party == person.party) {
                    votes[place] += 1;
                }
            }
            let most = votes.iter().copied().max().unwrap_or(0);
            (most > 0).then(|| Party::ALL[votes.iter().position(|vote| *vote == most).unwrap_or(0)])
        })
    }

    /// An incident by identifier or by its number.
    pub fn find_incident(&self, key: &str) -> Option<&Arc<Incident>> {
        self.incidents.get(&IncidentId::from(key)).or_else(|| {
            let number: u32 = key.trim().trim_start_matches('#').parse().ok()?;
            self.incidents.values().find(|incident| incident.number == number)
        })
    }

    /// A decision by identifier or by its number.
    pub fn find_decision(&self, key: &str) -> Option<&Arc<Decision>> {
        self.decisions.get(&DecisionId::from(key)).or_else(|| {
            let number: u32 = key.trim().trim_start_matches('#').parse().ok()?;
            self.decisions.values().find(|decision| decision.number == number)
        })
    }

    /// A work item by identifier, else by its title in any case where only one has it.
    pub fn find_item(&self, key: &str) -> Option<&Arc<WorkItem>> {
        if let Some(item) = self.items.get(&WorkItemId::from(key)) {
            return Some(item);
        }
        let wanted = key.trim().to_lowercase();
        let mut named = self
            .items
            .values()
            .filter(|item| item.title.to_lowercase() == wanted || item.id.as_str().to_lowercase() == wanted);
        let first = named.next()?;
        named.next().is_none().then_some(first)
    }

    /// Journeys that a service carries, itself or through services that call it.
    pub fn journeys_of(&self, service: &ServiceId) -> Vec<&Arc<Journey>> {
        let carried = self.carried.get_or_init(|| self.carry());
        carried.get(service).into_iter().flatten().filter_map(|id| self.journeys.get(id)).collect()
    }

    /// What each service carries: from the services of each journey down along what they depend on.
    fn carry(&self) -> HashMap<ServiceId, Vec<JourneyId>> {
        let mut carried: HashMap<ServiceId, Vec<JourneyId>> = HashMap::new();
        for journey in self.journeys.values() {
            let mut reached: BTreeSet<&ServiceId> = journey.services.iter().collect();
            let mut open: Vec<&ServiceId> = reached.iter().copied().collect();
            while let Some(current) = open.pop() {
                for next in self.services.get(current).into_iter().flat_map(|service| &service.depends_on) {
                    if reached.insert(next) {
                        open.push(next);
                    }
                }
            }
            for service in reached {
                carried.entry(service.clone()).or_default().push(journey.id.clone());
            }
        }
        carried
    }

    /// The main objective of a journey: one that names it, the strictest target first, then the identifier.
    pub fn main_objective(&self, journey: &JourneyId) -> Option<&Arc<Objective>> {
        self.objectives
            .values()
            .filter(|objective| objective.journey.as_ref() == Some(journey))
            .max_by(|a, b| a.target.cmp(&b.target).then_with(|| b.id.cmp(&a.id)))
    }
}
