//! Declaring, acknowledging, handing on, noting, classifying, resolving.

use super::*;
use gemba_model::api::{ClassifyArgs, HandOverArgs, IdArgs, IncidentOpenArgs, NoteArgs};
use gemba_model::*;

impl App {
    fn incident_of(&self, key: &str) -> Result<std::sync::Arc<Incident>, ApiError> {
        self.world().find_incident(key).cloned().ok_or_else(|| missing("incident", key))
    }

    /// Use case `incident_open`.
    ///
    /// # Errors
    /// `Validation`, `NotFound`.
    pub fn incident_open(&self, caller: &Caller, args: IncidentOpenArgs) -> Result<Done, ApiError> {
        let title = text("title", &args.title, TITLE_LIMIT)?;
        let world = self.world();
        let now = self.now();
        let began = args.began.unwrap_or(now);
        if began > now {
            return Err(invalid("The incident begins in the future.", "Give the time at which users were first hurt."));
        }
        let journey = match args.journey.as_deref().filter(|key| !key.is_empty()) {
            None => None,
            Some(key) => {
                Some(world.journeys.get(&JourneyId::from(key)).ok_or_else(|| missing("journey", key))?.clone())
            }
        };
        let service = match args.service.as_deref().filter(|key| !key.is_empty()) {
            None => None,
            Some(key) => {
                Some(world.services.get(&ServiceId::from(key)).ok_or_else(|| missing("service", key))?.id.clone())
            }
        };
        let sli = journey
            .as_ref()
            .and_then(|journey| world.main_objective(&journey.id))
            .map(|objective| objective.sli.id.clone());
        let id = IncidentId(self.host().fresh_id());
        let incident = Incident {
            id: id.clone(),
            number: 0,
            title: title.clone(),
            state: IncidentState::Open,
            began,
            ended: None,
            services: service.into_iter().collect(),
            journeys: journey.iter().map(|journey| journey.id.clone()).collect(),
            sli,
            alerts: Vec::new(),
            failure_mode: None,
            assumptions: self.assumptions(journey.as_deref()),
            timeline: vec![TimelineEntry {
                at: now,
                kind: TimelineKind::Detected,
                person: None,
                who: caller.actor.name.clone(),
                party: caller.actor.party,
                text: format!("declared: {title}"),
            }],
            source: self.stated_by(caller, "declared"),
            extra: Extra::default(),
        };
        let done =
            self.done(caller, id.as_str(), vec![Body::IncidentOpened(Box::new(incident))], "The incident is open.")?;
        self.host().notify("New incident", &title);
        Ok(done)
    }

    /// The cost assumptions of this day, to be frozen with an incident.
    pub(crate) fn assumptions(&self, journey: Option<&Journey>) -> CostAssumptions {
        CostAssumptions {
            value_per_interaction: journey.and_then(|journey| journey.value_per_interaction.clone()),
            responder_hour_cost: self
                .world()
                .settings
                .as_ref()
                .and_then(|settings| settings.responder_hour_cost.clone()),
        }
    }

    /// Use case `incident_acknowledge`.
    ///
    /// # Errors
    /// `NotFound`, `Precondition`.
    pub fn incident_acknowledge(&self, caller: &Caller, args: IdArgs) -> Result<Done, ApiError> {
        let incident = self.incident_of(&args.id)?;
        let body = Body::IncidentAcknowledged { incident: incident.id.clone() };
        self.done(caller, incident.id.as_str(), vec![body], format!("Incident {} is acknowledged.", incident.number))
    }

    /// Use case `incident_hand_over`: to a person, a team or whoever is on call in a rotation.
    ///
    /// # Errors
    /// `NotFound`, `Precondition`, `Validation`.
    pub fn incident_hand_over(&self, caller: &Caller, args: HandOverArgs) -> Result<Done, ApiError> {
        let incident = self.incident_of(&args.id)?;
        let key = text("receiver", &args.to, TITLE_LIMIT)?;
        let world = self.world();
        let (to, to_name, party) = if let Some((id, party, name)) = self.find_person(&key) {
            (Some(id), name, Some(party))
        } else if let Some(team) =
            world.teams.values().find(|team| team.id.as_str() == key || team.name.to_lowercase() == key.to_lowercase())
        {
            (None, team.name.clone(), world.team_party(&team.id))
        } else if let Some(rotation) =
            world.rotations.values().find(|one| one.id.as_str() == key || one.name.to_lowercase() == key.to_lowercase())
        {
            (None, rotation.name.clone(), Some(rotation.party))
        } else {
            return Err(missing("person, team or rotation", &key));
        };
        let said = format!("Handed to {to_name}.");
        let note: String = args.note.trim().chars().take(TEXT_LIMIT).collect();
        let body = Body::IncidentHandedOver { incident: incident.id.clone(), to, to_name, party, note };
        self.done(caller, incident.id.as_str(), vec![body], said)
    }

    /// Use case `incident_note`.
    ///
    /// # Errors
    /// `NotFound`, `Validation`.
    pub fn incident_note(&self, caller: &Caller, args: NoteArgs) -> Result<Done, ApiError> {
        let incident = self.incident_of(&args.id)?;
        let text = text("note", &args.text, TEXT_LIMIT)?;
        let body = Body::IncidentNoted { incident: incident.id.clone(), action: args.action, text };
        self.done(caller, incident.id.as_str(), vec![body], "Written down.")
    }

    /// Use case `incident_classify`. A name that no failure mode has makes a new one.
    ///
    /// # Errors
    /// `NotFound`, `Validation`.
    pub fn incident_classify(&self, caller: &Caller, args: ClassifyArgs) -> Result<Done, ApiError> {
        let incident = self.incident_of(&args.id)?;
        let name = args.failure_mode.trim();
        if name.is_empty() {
            let body = Body::IncidentClassified { incident: incident.id.clone(), failure_mode: None };
            return self.done(caller, incident.id.as_str(), vec![body], "The failure mode is taken back.");
        }
        let name = text("failure mode", name, TITLE_LIMIT)?;
        let id = FailureModeId(slug(&name));
        let mut bodies = Vec::new();
        let world = self.world();
        if !world.failure_modes.contains_key(&id) {
            bodies.push(Body::FailureModeRecorded(FailureMode {
                id: id.clone(),
                name: name.clone(),
                service: incident.services.first().cloned(),
                journey: incident.journeys.first().cloned(),
                source: self.stated_by(caller, "named with an incident"),
                extra: Extra::default(),
            }));
        }
        bodies.push(Body::IncidentClassified { incident: incident.id.clone(), failure_mode: Some(id.clone()) });
        let said = format!(
            "Incident {} belongs to “{}”.",
            incident.number,
            world.failure_modes.get(&id).map_or(name, |mode| mode.name.clone())
        );
        self.done(caller, incident.id.as_str(), bodies, said)
    }

    /// Use case `incident_resolve`: the harm ended now.
    ///
    /// # Errors
    /// `NotFound`, `Precondition`.
    pub fn incident_resolve(&self, caller: &Caller, args: IdArgs) -> Result<Done, ApiError> {
        let incident = self.incident_of(&args.id)?;
        let body = Body::IncidentResolved { incident: incident.id.clone(), ended: self.now() };
        self.done(caller, incident.id.as_str(), vec![body], format!("Incident {} is resolved.", incident.number))
    }

    /// Use case `incident_reopen`.
    ///
    /// # Errors
    /// `NotFound`, `Precondition`.
    pub fn incident_reopen(&self, caller: &Caller, args: IdArgs) -> Result<Done, ApiError> {
        let incident = self.incident_of(&args.id)?;
        let body = Body::IncidentReopened { incident: incident.id.clone() };
        self.done(caller, incident.id.as_str(), vec![body], format!("Incident {} is open again.", incident.number))
    }
}
