//! What a window needs to know before it shows anything.

use crate::errors::store_error;
use crate::{App, Caller};
use gemba_model::api::{ApiError, NoArgs};
use gemba_model::view::{Named, PersonChoice, WorkspaceView};
use gemba_store::AlertFilter;

/// People offered at the keyboard at most; beyond that the name is typed.
const PEOPLE: usize = 500;

impl App {
    /// Use case `workspace`.
    ///
    /// # Errors
    /// `Io`.
    pub fn workspace(&self, caller: &Caller, _args: NoArgs) -> Result<WorkspaceView, ApiError> {
        let world = self.world();
        let mut people: Vec<PersonChoice> = world
            .people
            .values()
            .map(|person| PersonChoice {
                person: Named::new(person.id.as_str(), person.name.clone()),
                party: person.party,
            })
            .collect();
        people.sort_by(|a, b| (a.party, &a.person.name).cmp(&(b.party, &b.person.name)));
        people.truncate(PEOPLE);
        let (head, alerts) = {
            let store = self.store();
            (
                store.head().map_err(|error| store_error(&error))?.seq,
                store.count_alerts(&AlertFilter::default()).map_err(|error| store_error(&error))?,
            )
        };
        let mut counts = world.counts();
        counts.push(("alert".into(), alerts));
        Ok(WorkspaceView {
            name: world.settings.as_ref().map(|settings| settings.name.clone()).unwrap_or_default(),
            file: self.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            sample: world.settings.as_ref().is_some_and(|settings| settings.sample),
            empty: world.settings.is_none() && world.is_empty() && alerts == 0 && self.last_signal()?.is_none(),
            cost_unit: world.cost_unit(),
            zone: world.zone().to_owned(),
            now: self.now(),
            now_fixed: self.host().now_is_fixed() || world.settings.as_ref().is_some_and(|s| s.sample_now.is_some()),
            actor: caller.actor.clone(),
            read_only: self.read_only(),
            head,
            last_signal: self.last_signal()?,
            counts,
            people,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }
}
