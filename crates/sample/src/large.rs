//! The large size: an organisation around the story, of the size that a vendor's own load test assumes (the on-call
//! fact sheet, §10: GoAlert's seed data).

use crate::backlog::Item;
use crate::civil::{Clock, DAY};
use crate::dice::Dice;
use crate::people::{Extra, PEOPLE};
use crate::rotations::Row;
use crate::{catalog, objectives};
use gemba_model::{Party, slug};
use jiff::ToSpan;

pub(crate) const PEOPLE_IN_ALL: usize = 1_619;
pub(crate) const ROTATIONS_IN_ALL: usize = 529;
pub(crate) const SERVICES_IN_ALL: usize = 397;
pub(crate) const ALERTS_IN_ALL: usize = 80_000;
pub(crate) const ITEMS_IN_ALL: usize = 10_000;
pub(crate) const OBJECTIVES_IN_ALL: usize = 1_000;
/// Incidents of the crowd, over a year.
const INCIDENTS: usize = 388;
/// Journeys of the crowd.
const JOURNEYS: usize = 54;
/// Rotations, items of the story: the crowd makes up the rest.
const STORY_ROTATIONS: usize = 6;
const STORY_ITEMS: usize = 25;
/// Days over which alerts and incidents are spread: 52 weeks.
const YEAR: i64 = 364 * DAY;

/// What the chain sells: an area is a group of three teams, ten services or so, and a journey or two.
const AREAS: [&str; 38] = [
    "Bakery",
    "Butchery",
    "Fishmonger",
    "Dairy",
    "Greengrocer",
    "Frozen",
    "Drinks",
    "Wine",
    "Coffee",
    "Tea",
    "Sweets",
    "Spices",
    "Pasta",
    "Cereal",
    "Baby",
    "Pets",
    "Garden",
    "Kitchen",
    "Cleaning",
    "Paper",
    "Pharmacy",
    "Beauty",
    "Books",
    "Flowers",
    "Toys",
    "Gifts",
    "Parcels",
    "Fuel",
    "Cafe",
    "Catering",
    "Wholesale",
    "Delivery",
    "Returns",
    "Vouchers",
    "Subscriptions",
    "Suppliers",
    "Warehouse",
    "Fleet",
];
/// What a service of an area does.
const PARTS: [&str; 11] = [
    "orders",
    "catalogue",
    "search",
    "offers",
    "labels",
    "forecast",
    "quality",
    "reports",
    "feeds",
    "images",
    "planner",
];
const FIRST: [&str; 40] = [
    "Ada", "Bram", "Cleo", "Dara", "Enid", "Finn", "Gwen", "Hari", "Iris", "Jude", "Kira", "Liam", "Mona", "Nell",
    "Omar", "Pia", "Quin", "Rhea", "Saul", "Tess", "Ugo", "Vera", "Wren", "Xena", "Yuri", "Zara", "Abel", "Bea",
    "Cory", "Della", "Ezra", "Faye", "Gus", "Hope", "Ivor", "Joss", "Kit", "Lara", "Milo", "Nora",
];
const LAST: [&str; 40] = [
    "Alderwick",
    "Bexcombe",
    "Cawthing",
    "Dunmarsh",
    "Eversholm",
    "Farrowby",
    "Gledwell",
    "Harkstone",
    "Inglewick",
    "Jesmoor",
    "Kettlebeck",
    "Larchmont",
    "Mossdale",
    "Netherby",
    "Oakhanger",
    "Pellworth",
    "Quernmore",
    "Ravensby",
    "Saltmarch",
    "Thornby",
    "Underlane",
    "Vexmoor",
    "Wainfleet",
    "Yarrowby",
    "Zellwick",
    "Ashcombe",
    "Birkwell",
    "Coldbrook",
    "Dovedale",
    "Elmstead",
    "Fenwater",
    "Goosmere",
    "Hollins",
    "Ivybridge-Lee",
    "Kelder",
    "Lowmoor",
    "Marrick",
    "Northby",
    "Overbeck",
    "Pinmoor",
];

/// A team of the crowd.
pub(crate) struct CrowdTeam {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) party: Party,
}

/// A service of the crowd.
pub(crate) struct CrowdService {
    pub(crate) name: String,
    pub(crate) what: String,
    pub(crate) owner: String,
    pub(crate) calls: Vec<String>,
}

/// An alert of the crowd.
pub(crate) struct CrowdAlert {
    /// Index into [`crate::alerts::NOISE`]; `None` is the alert of an incident.
    pub(crate) noise: Option<usize>,
    /// Index into the crowd's services.
    pub(crate) service: usize,
    /// Index into [`AREAS`] for an incident's.
    pub(crate) area: usize,
    /// Minute and second.
    pub(crate) starts: (i64, i64),
    pub(crate) ends: i64,
}

/// An incident of the crowd.
#[derive(Clone, Copy)]
pub(crate) struct CrowdIncident {
    pub(crate) area: usize,
    pub(crate) began: i64,
    pub(crate) ended: i64,
    pub(crate) number: u64,
    /// People who had it, as indices into the crowd's people, in order; the first is paged.
    pub(crate) hands: [usize; 4],
    /// How many of them.
    pub(crate) hops: usize,
}

/// An objective whose numbers are counts per minute.
pub(crate) struct CrowdObjective {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) service: String,
    pub(crate) journey: String,
    pub(crate) target: &'static str,
    /// Index into [`AREAS`] when it is the main one of a journey that incidents hurt.
    pub(crate) area: Option<usize>,
}

/// Everything around the story.
#[derive(Default)]
pub(crate) struct Crowd {
    pub(crate) teams: Vec<CrowdTeam>,
    pub(crate) people: Vec<Extra>,
    pub(crate) services: Vec<CrowdService>,
    pub(crate) rotations: Vec<Row>,
    pub(crate) items: Vec<Item>,
    pub(crate) objectives: Vec<CrowdObjective>,
    pub(crate) incidents: Vec<CrowdIncident>,
    pub(crate) alerts: Vec<CrowdAlert>,
    /// Areas with a journey and a failure mode; empty in the small size.
    pub(crate) areas: &'static [&'static str],
}

/// Name of an area's journey that incidents hurt.
pub(crate) fn journey_of(area: usize) -> String {
    format!("Browse {}", AREAS[area].to_lowercase())
}

/// Name of an area's failure mode.
pub(crate) fn mode_of(area: usize) -> String {
    format!("{} feed stalls", AREAS[area])
}

/// The service in which an area's failure mode starts.
pub(crate) fn service_of(area: usize) -> String {
    format!("{}-orders", slug(AREAS[area]))
}

/// Names and services of the crowd's journeys.
pub(crate) fn journeys() -> impl Iterator<Item = (String, String)> {
    let browse = (0..AREAS.len()).map(|area| (journey_of(area), service_of(area)));
    let again =
        AREAS.iter().map(|area| (format!("Reorder {}", area.to_lowercase()), format!("{}-catalogue", slug(area))));
    browse.chain(again).take(JOURNEYS)
}

impl Crowd {
    /// The whole crowd. `own_alerts` of the story and its noise are counted into the size.
    pub(crate) fn new(clock: &Clock, seed: u64, own_alerts: usize) -> Self {
        let mut dice = Dice::new(seed, "crowd");
        let teams = teams();
        let people = people(&teams);
        let services = services();
        let rotations = rotations(clock, &teams, &people);
        let items = items(&teams, &mut dice);
        let objectives = objectives(&services);
        let incidents = incidents(clock, people.len(), &mut dice);
        let alerts = alerts(clock, &services, &incidents, ALERTS_IN_ALL.saturating_sub(own_alerts), &mut dice);
        Self { teams, people, services, rotations, items, objectives, incidents, alerts, areas: &AREAS }
    }
}

fn teams() -> Vec<CrowdTeam> {
    let roles = [("build", Party::Dev), ("run", Party::Ops), ("offer", Party::Product)];
    let team = |area: &str, role: &str, party| {
        let name = format!("{area} {role}");
        CrowdTeam { id: slug(&name), name, party }
    };
    AREAS.iter().flat_map(|area| roles.iter().map(move |(role, party)| team(area, role, *party))).collect()
}

fn people(teams: &[CrowdTeam]) -> Vec<Extra> {
    let count = PEOPLE_IN_ALL - PEOPLE.len();
    let name = |index: usize| format!("{} {}", FIRST[index % FIRST.len()], LAST[index / FIRST.len() % LAST.len()]);
    let team = |index: usize| &teams[index % teams.len()];
    (0..count).map(|at| Extra { name: name(at), party: team(at).party, team: team(at).id.clone() }).collect()
}

fn services() -> Vec<CrowdService> {
    let count = SERVICES_IN_ALL - catalog::SERVICES.len() - catalog::THIRD_PARTIES.len();
    let all = PARTS.iter().flat_map(|part| AREAS.iter().map(move |area| (part, area)));
    all.take(count)
        .enumerate()
        .map(|(index, (part, area))| {
            let mut calls = Vec::new();
            if *part != PARTS[0] {
                calls.push(format!("component:{}-{}", slug(area), PARTS[0]));
            }
            if index % 9 == 0 {
                calls.push("component:identity".into());
            }
            let what = format!("{} of {}", catalog::title(part), area.to_lowercase());
            let owner = slug(&format!("{area} {}", if index % 3 == 0 { "run" } else { "build" }));
            CrowdService { name: format!("{}-{part}", slug(area)), what, owner, calls }
        })
        .collect()
}

fn rotations(clock: &Clock, teams: &[CrowdTeam], people: &[Extra]) -> Vec<Row> {
    let first = clock.monday().saturating_sub(364.days()).at(9, 0, 0, 0);
    let kinds = ["first level", "second level", "business hours", "weekends", "release"];
    let all = kinds.iter().flat_map(|kind| teams.iter().map(move |team| (*kind, team)));
    all.take(ROTATIONS_IN_ALL - STORY_ROTATIONS)
        .enumerate()
        .map(|(index, (kind, team))| {
            let mut names: Vec<String> =
                people.iter().filter(|one| one.team == team.id).map(|one| one.name.clone()).collect();
            let shift = index % names.len().max(1);
            names.rotate_left(shift);
            names.truncate(3 + index % 6);
            let hours = match kind {
                "business hours" => ("1;2;3;4;5", "09:00", "17:00"),
                "weekends" => ("6;7", "09:00", "21:00"),
                _ => ("", "", ""),
            };
            Row {
                name: format!("{}, {kind}", team.name),
                party: match team.party {
                    Party::Ops => "ops",
                    Party::Dev => "dev",
                    Party::Product => "product",
                },
                team: team.id.clone(),
                services: String::new(),
                layer: "turns",
                people: names,
                start: first,
                unit: if index % 2 == 0 { "week" } else { "day" },
                advance: if hours.0.is_empty() { "calendar_time" } else { "active_days" },
                active: hours,
            }
        })
        .collect()
}

/// A tracker's project of a team: at most eight letters.
fn project(team: &str) -> String {
    let (area, role) = team.split_once(' ').unwrap_or((team, ""));
    area.chars().take(7).chain(role.chars().take(1)).collect::<String>().to_uppercase()
}

fn items(teams: &[CrowdTeam], dice: &mut Dice) -> Vec<Item> {
    let verbs =
        ["Speed up", "Rework", "Simplify", "Extend", "Split", "Automate", "Measure", "Retire", "Translate", "Secure"];
    let things = [
        "the search",
        "the labels",
        "the feed",
        "the offers",
        "the reports",
        "the images",
        "the forecast",
        "the cache",
    ];
    let kinds = ["Story", "Story", "Story", "Tech debt", "Bug"];
    let mut items = Vec::with_capacity(ITEMS_IN_ALL);
    for index in 0..ITEMS_IN_ALL - STORY_ITEMS {
        let team = &teams[index % teams.len()];
        let area = index % teams.len() / 3;
        let number = index / teams.len() + 1;
        let mid = dice.between(4, 400) * 10;
        let weeks = dice.between(2, 24) as f64 / 2.0;
        // The first item of a building team removes its area's failure mode; now and then somebody has not stated a number.
        let is_fix = number == 1 && team.party == Party::Dev;
        let stated = dice.below(16) > 0 && !is_fix;
        items.push(Item {
            key: format!("{}-{number}", project(&team.name)),
            title: if is_fix {
                mode_of(area)
            } else {
                format!("{} {} of {}", dice.pick(&verbs), dice.pick(&things), AREAS[area].to_lowercase())
            },
            kind: if is_fix { "Bug" } else { dice.pick::<&str>(&kinds) },
            team: team.name.clone(),
            journey: journey_of(area),
            failure_mode: if is_fix { mode_of(area) } else { String::new() },
            status: dice.pick::<&str>(&["To Do", "To Do", "To Do", "In Progress", "Done"]),
            cost: if stated { format!("{} {mid} {}", mid / 2, mid * dice.between(12, 30) / 10) } else { String::new() },
            weeks: format!("{} {weeks} {}", weeks / 2.0, weeks * 2.0),
            share: if is_fix { "0.4 0.6 0.8" } else { "" },
            by: PEOPLE[dice.below(PEOPLE.len() as u64) as usize].0.into(),
            days: dice.between(1, 200),
            ..Item::default()
        });
    }
    items
}

fn objectives(services: &[CrowdService]) -> Vec<CrowdObjective> {
    let main = journeys().enumerate().map(|(index, (name, service))| CrowdObjective {
        id: slug(&name),
        name: format!("{name} succeeds"),
        service,
        journey: slug(&name),
        target: "0.999",
        area: (index < AREAS.len()).then_some(index),
    });
    let kinds = [("succeeds", "0.999"), ("is fast", "0.99"), ("is fresh", "0.995")];
    let more = kinds.iter().flat_map(|(kind, target)| {
        services.iter().map(move |one| CrowdObjective {
            id: slug(&format!("{} {kind}", one.name)),
            name: format!("{} {kind}", catalog::title(&one.name)),
            service: one.name.clone(),
            journey: String::new(),
            target,
            area: None,
        })
    });
    main.chain(more).take(OBJECTIVES_IN_ALL - objectives::OBJECTIVES.len()).collect()
}

fn incidents(clock: &Clock, people: usize, dice: &mut Dice) -> Vec<CrowdIncident> {
    let mut all: Vec<CrowdIncident> = (0..INCIDENTS)
        .map(|_| {
            let began = clock.now - dice.between(300, YEAR - 300);
            let mut hands = [0; 4];
            for hand in &mut hands {
                *hand = dice.below(people as u64) as usize;
            }
            let (area, minutes) = (dice.below(AREAS.len() as u64) as usize, dice.between(8, 180));
            CrowdIncident { area, began, ended: began + minutes, number: 0, hands, hops: 1 + dice.below(4) as usize }
        })
        .collect();
    all.sort_by_key(|one| (one.began, one.area));
    for (index, one) in all.iter_mut().enumerate() {
        one.number = 1_000 + index as u64;
    }
    all
}

/// As many alerts as asked for, no two of them the same: one for each incident, the others wake nobody.
fn alerts(
    clock: &Clock,
    services: &[CrowdService],
    incidents: &[CrowdIncident],
    count: usize,
    dice: &mut Dice,
) -> Vec<CrowdAlert> {
    let mut alerts: Vec<CrowdAlert> = incidents
        .iter()
        .map(|one| {
            let service = services.iter().position(|service| service.name == service_of(one.area)).unwrap_or(0);
            CrowdAlert { noise: None, service, area: one.area, starts: (one.began, 0), ends: one.ended }
        })
        .take(count)
        .collect();
    let mut seen = std::collections::HashSet::new();
    while alerts.len() < count {
        let noise = dice.below(crate::alerts::NOISE.len() as u64) as usize;
        let service = dice.below(services.len() as u64) as usize;
        let minute = clock.now - dice.between(30, YEAR);
        let starts = (minute, dice.between(0, 59));
        let ends = (minute + dice.between(2, 25)).min(clock.now);
        if seen.insert((noise, service, starts)) {
            alerts.push(CrowdAlert { noise: Some(noise), service, area: 0, starts, ends });
        }
    }
    alerts
}
