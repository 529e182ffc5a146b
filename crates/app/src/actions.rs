//! What people do: each method is a use case that appends to the log. Preconditions are the log's own (see
//! `gemba_model::Body`); here names are resolved and inputs checked, with the remedy said.

mod decisions;
mod incidents;
mod settings;
mod work;

use crate::{App, Caller};
use gemba_model::api::{ApiError, Done, ErrorCode};
use gemba_model::{Body, Exact, PersonId, Range, Source, UtcTime};

/// The longest text that a person may write into one field, in characters.
const TEXT_LIMIT: usize = 10_000;
/// The longest title, in characters.
const TITLE_LIMIT: usize = 300;

impl App {
    /// Commits what one caller did and says so.
    fn done(
        &self,
        caller: &Caller,
        id: impl Into<String>,
        bodies: Vec<Body>,
        said: impl Into<String>,
    ) -> Result<Done, ApiError> {
        let head = self.commit(&caller.actor, bodies)?;
        Ok(Done { id: id.into(), head, said: said.into() })
    }

    /// The source of something stated at the keyboard now.
    fn stated_by(&self, caller: &Caller, grounds: &str) -> Source {
        let by = match caller.actor.party {
            Some(party) => format!("{}, {}", caller.actor.name, party.name()),
            None => caller.actor.name.clone(),
        };
        Source { by, at: Some(self.now()), reference: grounds.trim().to_owned() }
    }
}

fn invalid(message: impl Into<String>, help: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::Validation, message, help)
}

fn missing(what: &str, key: &str) -> ApiError {
    let key: String = key.chars().filter(|letter| !letter.is_control()).take(80).collect();
    ApiError::new(
        ErrorCode::NotFound,
        format!("There is no {what} “{key}”."),
        "Check the identifier; the list shows them all.",
    )
}

/// Text that is there and not too long, without leading and trailing space and without control characters other than
/// line breaks.
fn text(what: &str, text: &str, limit: usize) -> Result<String, ApiError> {
    let clean: String = text.trim().chars().filter(|letter| !letter.is_control() || *letter == '\n').collect();
    if clean.is_empty() {
        return Err(invalid(format!("The {what} is empty."), format!("Write the {what}.")));
    }
    let length = clean.chars().count();
    if length > limit {
        return Err(invalid(format!("The {what} has {length} characters."), format!("{limit} are the most.")));
    }
    Ok(clean)
}

/// A range whose values are in order and within bounds.
fn range(what: &str, range: Range, least: Exact, most: Option<Exact>) -> Result<Range, ApiError> {
    if !range.is_ordered() {
        return Err(invalid(
            format!("The range of the {what} is not in order: {} – {} – {}.", range.low, range.mid, range.high),
            "Low must not exceed mid, and mid must not exceed high.",
        ));
    }
    if range.low < least || most.is_some_and(|most| range.high > most) {
        let upper = most.map(|most| format!(" and at most {most}")).unwrap_or_default();
        return Err(invalid(format!("The {what} is out of bounds."), format!("It must be at least {least}{upper}.")));
    }
    Ok(range)
}

/// A span that is not empty.
fn span(from: UtcTime, to: UtcTime) -> Result<(), ApiError> {
    if from < to { Ok(()) } else { Err(invalid("The span ends before it begins.", "Give a later end.")) }
}

impl App {
    /// A person by identifier or by name.
    fn find_person(&self, key: &str) -> Option<(PersonId, gemba_model::Party, String)> {
        let world = self.world();
        let wanted = key.trim().to_lowercase();
        world
            .people
            .values()
            .find(|person| person.id.as_str() == key.trim())
            .or_else(|| world.people.values().find(|person| person.name.to_lowercase() == wanted))
            .map(|person| (person.id.clone(), person.party, person.name.clone()))
    }
}
