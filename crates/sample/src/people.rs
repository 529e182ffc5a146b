//! Who works there. All names are invented.

use crate::SampleError;
use crate::files::{Sheet, sheet};
use gemba_model::{Party, slug};

/// A team: identifier, name, party.
pub(crate) struct Team {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) party: Party,
}

/// The teams.
pub(crate) const TEAMS: [Team; 6] = [
    Team { id: "operations", name: "Operations", party: Party::Ops },
    Team { id: "platform", name: "Platform", party: Party::Ops },
    Team { id: "till", name: "Till", party: Party::Dev },
    Team { id: "price", name: "Price", party: Party::Dev },
    Team { id: "order", name: "Order", party: Party::Dev },
    Team { id: "product", name: "Product", party: Party::Product },
];

/// Those whom the catalogue describes: they are not in `people.csv`, so that nobody is told twice.
pub(crate) const IN_CATALOGUE: [(&str, &str); 3] =
    [("Tamsin Orde", "product"), ("Uma Krishan", "product"), ("Viktor Salgad", "product")];

/// Name and team of everybody in the story.
pub(crate) const PEOPLE: [(&str, &str); 23] = [
    ("Amara Okonje", "operations"),
    ("Bilal Hadrawi", "operations"),
    ("Carys Penhale", "operations"),
    ("Dmitri Sokolin", "operations"),
    ("Eilidh Munroe", "platform"),
    ("Femi Adewale-Brook", "platform"),
    ("Greta Lindholt", "platform"),
    ("Hugo Barrantes", "platform"),
    ("Imani Foxcroft", "till"),
    ("Jonas Whitlow", "till"),
    ("Kaveh Rostani", "till"),
    ("Leila Ashdown", "till"),
    ("Marek Dubicky", "till"),
    ("Nia Trewin", "till"),
    ("Oskar Thistle", "price"),
    ("Priya Ramanath", "price"),
    ("Quentin Hale", "price"),
    ("Rosa Villamar", "order"),
    ("Stellan Brook", "order"),
    ("Tamsin Orde", "product"),
    ("Uma Krishan", "product"),
    ("Viktor Salgad", "product"),
    ("Zoë Hartnell", "product"),
];

/// Somebody who is not of the story, in the large size.
pub(crate) struct Extra {
    pub(crate) name: String,
    pub(crate) party: Party,
    pub(crate) team: String,
}

/// The people of a team of the story, in the order of their turns.
pub(crate) fn of_team(team: &str) -> Vec<&'static str> {
    PEOPLE.iter().filter(|(_, one)| *one == team).map(|(name, _)| *name).collect()
}

/// The party of a team of the story.
pub(crate) fn party_of(team: &str) -> Party {
    TEAMS.iter().find(|one| one.id == team).map_or(Party::Dev, |one| one.party)
}

/// The party of somebody in the story.
pub(crate) fn party_of_person(name: &str) -> Party {
    PEOPLE.iter().find(|(one, _)| *one == name).map_or(Party::Dev, |(_, team)| party_of(team))
}

/// `people.csv`.
pub(crate) fn csv(zone: &str, more: &[Extra]) -> Result<Vec<u8>, SampleError> {
    let mut out: Sheet = sheet("people.csv", &["id", "name", "party", "team", "email", "zone"])?;
    let mut row = |name: &str, party: Party, team: &str| {
        let id = slug(name);
        let email = format!("{id}@{}", crate::settings::DOMAIN);
        out.row(&[&id, name, &party.name().to_lowercase(), team, &email, zone])
    };
    for (name, team) in PEOPLE.into_iter().filter(|one| !IN_CATALOGUE.contains(one)) {
        row(name, party_of(team), team)?;
    }
    for one in more {
        row(&one.name, one.party, &one.team)?;
    }
    out.finish()
}
