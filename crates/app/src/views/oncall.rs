//! Who is on now and next, and how heavy it is.

use super::words::{plural, span};
use super::{Words, named};
use crate::errors::{engine_error, store_error};
use crate::measure::Entry;
use crate::{App, Caller, World, lock};
use gemba_engine::interruptions::{PersonZone, runs};
use gemba_engine::rotation::{gap_minutes, is_gap, rule_in_words, shifts, starved};
use gemba_model::api::{ApiError, OnCallArgs};
use gemba_model::view::*;
use gemba_model::*;
use gemba_store::AlertFilter;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Days ahead in which the next shift is looked for.
const AHEAD: i64 = 35;

/// How heavy being on call was over the evidence weeks, all rotations together.
#[derive(Debug, Default)]
pub(crate) struct OnCallLoad {
    by_hour_of_week: Vec<u32>,
    by_time: InterruptionSplit,
    by_party: BTreeMap<Party, Load>,
    /// Instants of interruption, by person.
    interruptions: HashMap<PersonId, Vec<UtcTime>>,
}

#[derive(Debug, Default)]
struct Load {
    hours: Vec<f64>,
    interruptions: u32,
    uncovered: u32,
}

impl App {
    /// Use case `oncall`. Rotations with a gap come first.
    ///
    /// # Errors
    /// `Validation` for a rotation whose rule cannot be expanded.
    pub fn oncall(&self, _caller: &Caller, args: OnCallArgs) -> Result<OnCallView, ApiError> {
        let world = self.world();
        let words = Words::new(&args.text);
        let now = self.now();
        let days = i64::from(if args.days == 0 { 14 } else { args.days.min(92) });
        let to = UtcTime::from_second(now.second() + days * 86_400);
        let chosen: Vec<&Arc<Rotation>> = world
            .rotations
            .values()
            .filter(|rotation| {
                let team = rotation.team.as_ref().map_or("", |team| world.team_name(team));
                let services: Vec<&str> = rotation.services.iter().map(|id| world.service_name(id)).collect();
                words.fit(&[&rotation.name, rotation.id.as_str(), team, &services.join(" ")])
            })
            .collect();
        let total = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        let limit = if args.limit == 0 { 200 } else { args.limit.min(1_000) } as usize;
        let load = self.on_call_load(&world)?;
        let gaps = self.on_call_gaps(&world)?;
        let mut chosen: Vec<(bool, &Arc<Rotation>)> =
            chosen.into_iter().map(|one| (gaps.contains(&one.id), one)).collect();
        chosen.sort_by(|(gap_a, a), (gap_b, b)| {
            (!gap_a, a.party, &a.name, &a.id).cmp(&(!gap_b, b.party, &b.name, &b.id))
        });
        let rotations = chosen
            .into_iter()
            .skip(args.offset as usize)
            .take(limit)
            .map(|(_, rotation)| self.rotation_row(&world, &load, rotation, to))
            .collect::<Result<Vec<_>, _>>()?;
        let (verdict, tone) = verdict(&world, &gaps, &rotations);
        let weeks = self.load_weeks(&world)?;
        Ok(OnCallView {
            verdict,
            tone,
            total,
            rotations,
            from: now,
            to,
            by_hour_of_week: load.by_hour_of_week.clone(),
            by_time: load.by_time,
            weeks,
            load: Party::ALL
                .into_iter()
                .filter_map(|party| load.by_party.get(&party).map(|load| (party, load)))
                .map(|(party, load)| PartyLoad {
                    party,
                    people: u32::try_from(load.hours.len()).unwrap_or(u32::MAX),
                    hours: load.hours.clone(),
                    interruptions: Figure::known(
                        f64::from(load.interruptions),
                        Unit::Count,
                        now,
                        format!("oncall:{}:interruptions", party.name().to_lowercase()),
                    ),
                    uncovered: load.uncovered,
                })
                .collect(),
        })
    }

    fn rotation_row(
        &self,
        world: &World,
        load: &OnCallLoad,
        rotation: &Arc<Rotation>,
        to: UtcTime,
    ) -> Result<RotationRow, ApiError> {
        let now = self.now();
        let ahead = UtcTime::from_second(now.second() + AHEAD * 86_400).max(to);
        let all = shifts(rotation, now, ahead).map_err(|error| engine_error(&error))?;
        let current = self.on_call_now(world, load, rotation, &all);
        let next = all.iter().find(|shift| {
            shift.from > now
                && !shift.people.is_empty()
                && Some(&shift.people) != all.first().map(|first| &first.people)
        });
        let drawn: Vec<Shift> = all
            .iter()
            .filter(|shift| shift.from < to)
            .map(|shift| Shift { to: shift.to.min(to), ..shift.clone() })
            .collect();
        Ok(RotationRow {
            now: current,
            next: next.map(|shift| people(world, &shift.people)).unwrap_or_default(),
            next_from: next.map(|shift| shift.from),
            zone: rotation.zone.clone(),
            rule: rule_in_words(rotation),
            gap_minutes: gap_minutes(&drawn),
            shifts: drawn,
            starved: people(world, &starved(rotation).map_err(|error| engine_error(&error))?),
        })
    }

    /// Who is on call now in a rotation, given its shifts from now on.
    fn on_call_now(&self, world: &World, load: &OnCallLoad, rotation: &Rotation, shifts: &[Shift]) -> OnCallNow {
        let now = self.now();
        let current = shifts.iter().find(|shift| shift.from <= now && now < shift.to);
        let interruptions = current.filter(|shift| !shift.people.is_empty()).map(|shift| {
            // The shift began before now: count what fell on these people since its last change, at most a day.
            let since = now.second() - 86_400;
            let count = shift
                .people
                .iter()
                .filter_map(|person| load.interruptions.get(person))
                .flatten()
                .filter(|at| at.second() >= since && **at <= now)
                .count();
            u32::try_from(count).unwrap_or(u32::MAX)
        });
        OnCallNow {
            rotation: named(rotation.id.as_str(), rotation.name.clone()),
            party: rotation.party,
            people: current.map(|shift| people(world, &shift.people)).unwrap_or_default(),
            until: current.map(|shift| shift.to),
            gap: current.is_some_and(is_gap),
            interruptions,
        }
    }

    /// Who is on call now, in every rotation; at most so many, those with a gap first.
    pub(crate) fn all_on_call_now(&self, world: &World, most: usize) -> Result<Vec<OnCallNow>, ApiError> {
        let now = self.now();
        let load = self.on_call_load(world)?;
        let gaps = self.on_call_gaps(world)?;
        let mut rotations: Vec<&Arc<Rotation>> = world.rotations.values().collect();
        rotations
            .sort_by(|a, b| (!gaps.contains(&a.id), a.party, &a.name).cmp(&(!gaps.contains(&b.id), b.party, &b.name)));
        let mut rows = rotations
            .into_iter()
            .take(most)
            .map(|rotation| {
                let all = shifts(rotation, now, UtcTime::from_second(now.second() + 8 * 86_400))
                    .map_err(|error| engine_error(&error))?;
                Ok(self.on_call_now(world, &load, rotation, &all))
            })
            .collect::<Result<Vec<_>, ApiError>>()?;
        rows.sort_by(|a, b| (a.party, &a.rotation.name).cmp(&(b.party, &b.rotation.name)));
        Ok(rows)
    }

    /// Rotations in which somebody should be on call now, and nobody is.
    pub(crate) fn on_call_gaps(&self, world: &World) -> Result<BTreeSet<RotationId>, ApiError> {
        let now = self.now();
        let soon = UtcTime::from_second(now.second() + 60);
        let mut gaps = BTreeSet::new();
        for rotation in world.rotations.values() {
            let shifts = shifts(rotation, now, soon).map_err(|error| engine_error(&error))?;
            if shifts.first().is_some_and(is_gap) {
                gaps.insert(rotation.id.clone());
            }
        }
        Ok(gaps)
    }

    /// Weeks that the load covers: the evidence weeks, or less where records are younger.
    fn load_weeks(&self, world: &World) -> Result<u32, ApiError> {
        self.evidence_weeks(world)
    }

    /// The load of the evidence weeks. A page goes to the rotations of Ops that cover its service; where none does, to
    /// whichever covers it; a rotation that names the service comes before one that covers everything. Whoever an
    /// incident's timeline names as paged, asked or added is interrupted too. Notifications to one person within a minute
    /// are one interruption.
    pub(crate) fn on_call_load(&self, world: &World) -> Result<Arc<OnCallLoad>, ApiError> {
        let current = self.world();
        let (version, day) = (self.telemetry_version(), self.minute() / 15);
        if let Some(load) = lock(&self.cache.load).as_ref().and_then(|entry| entry.get(version, day, &current)) {
            return Ok(load);
        }
        let load = Arc::new(self.compute_load(world)?);
        *lock(&self.cache.load) = Some(Entry::new(version, day, &current, &load));
        Ok(load)
    }

    fn compute_load(&self, world: &World) -> Result<OnCallLoad, ApiError> {
        let now = self.now();
        let weeks = self.load_weeks(world)?;
        let from = UtcTime::from_second(now.second() - i64::from(weeks) * 7 * 86_400);
        let mut load = OnCallLoad { by_hour_of_week: vec![0; 168], ..OnCallLoad::default() };
        let mut by_service: HashMap<&str, Vec<&Arc<Rotation>>> = HashMap::new();
        let mut covers_all: Vec<&Arc<Rotation>> = Vec::new();
        for rotation in world.rotations.values() {
            if rotation.services.is_empty() {
                covers_all.push(rotation);
            }
            for service in &rotation.services {
                by_service.entry(service.as_str()).or_default().push(rotation);
            }
        }
        let filter =
            AlertFilter { from: Some(from), to: Some(now), tier: Some(AlertTier::Page), ..AlertFilter::default() };
        let mut pages: HashMap<&RotationId, Vec<UtcTime>> = HashMap::new();
        for alert in self.store().alert_rows(&filter).map_err(|error| store_error(&error))? {
            let named: &[&Arc<Rotation>] =
                alert.service.as_deref().and_then(|service| by_service.get(service)).map_or(&[], Vec::as_slice);
            let first = named
                .iter()
                .find(|one| one.party == Party::Ops)
                .or_else(|| covers_all.iter().find(|one| one.party == Party::Ops))
                .or_else(|| named.first())
                .or_else(|| covers_all.first());
            if let Some(first) = first {
                pages.entry(&first.id).or_default().push(alert.starts);
            }
        }
        let mut hours: BTreeMap<Party, BTreeMap<PersonId, f64>> = BTreeMap::new();
        let mut notified: BTreeMap<PersonId, Vec<UtcTime>> = BTreeMap::new();
        let mut uncovered: BTreeMap<Party, u32> = BTreeMap::new();
        // One rotation after another: the shifts of all of them together would take more memory than everything else.
        for rotation in world.rotations.values() {
            let shifts = shifts(rotation, from, now).map_err(|error| engine_error(&error))?;
            for shift in &shifts {
                for person in &shift.people {
                    let length = (shift.to.second() - shift.from.second()) as f64 / 3_600.0;
                    *hours.entry(rotation.party).or_default().entry(person.clone()).or_default() += length;
                }
            }
            for at in pages.remove(&rotation.id).unwrap_or_default() {
                let place = shifts.partition_point(|shift| shift.to <= at);
                let people: &[PersonId] =
                    shifts.get(place).filter(|shift| shift.from <= at).map_or(&[], |shift| &shift.people);
                if people.is_empty() {
                    *uncovered.entry(rotation.party).or_default() += 1;
                }
                for person in people {
                    notified.entry(person.clone()).or_default().push(at);
                }
            }
        }
        for incident in world.incidents.values().filter(|incident| incident.began >= from && incident.began <= now) {
            for entry in &incident.timeline {
                let asked =
                    matches!(entry.kind, TimelineKind::Paged | TimelineKind::HandedOver | TimelineKind::ResponderAdded);
                if let Some(person) = entry.person.as_ref().filter(|_| asked) {
                    notified.entry(person.clone()).or_default().push(entry.at);
                }
            }
        }
        let mut zones: HashMap<String, PersonZone> = HashMap::new();
        for (person, mut times) in notified {
            times.sort_unstable();
            let interruptions = runs(&times);
            let known = world.people.get(&person);
            let zone = known.and_then(|person| person.zone.clone()).unwrap_or_else(|| world.zone().to_owned());
            if !zones.contains_key(&zone) {
                let made =
                    PersonZone::new(&zone).or_else(|_| PersonZone::new("UTC")).map_err(|error| engine_error(&error))?;
                zones.insert(zone.clone(), made);
            }
            if let Some(zone) = zones.get(&zone) {
                let split = zone.split(&interruptions);
                load.by_time.business += split.business;
                load.by_time.off += split.off;
                load.by_time.sleep += split.sleep;
                for at in &interruptions {
                    if let Some(cell) = load.by_hour_of_week.get_mut(zone.hour_of_week(*at)) {
                        *cell += 1;
                    }
                }
            }
            if let Some(party) = known.map(|person| person.party) {
                load.by_party.entry(party).or_default().interruptions +=
                    u32::try_from(interruptions.len()).unwrap_or(u32::MAX);
            }
            load.interruptions.insert(person, interruptions);
        }
        for (party, by_person) in hours {
            let mut hours: Vec<f64> = by_person.into_values().collect();
            hours.sort_by(f64::total_cmp);
            load.by_party.entry(party).or_default().hours = hours;
        }
        for (party, count) in uncovered {
            load.by_party.entry(party).or_default().uncovered = count;
        }
        Ok(load)
    }
}

fn people(world: &World, ids: &[PersonId]) -> Vec<Named> {
    ids.iter().map(|id| named(id.as_str(), world.person_name(id))).collect()
}

fn verdict(world: &World, gaps: &BTreeSet<RotationId>, rows: &[RotationRow]) -> (Sentence, Tone) {
    if world.rotations.is_empty() {
        return (
            Sentence::default().say("No rotation is known. Import your rotations to see who is on call."),
            Tone::Unknown,
        );
    }
    let starved: usize = rows.iter().map(|row| row.starved.len()).sum();
    let mut sentence;
    let mut tone = Tone::Calm;
    if let Some(first) = gaps.iter().find_map(|id| world.rotations.get(id)) {
        tone = Tone::Harm;
        sentence = Sentence::default().say("Nobody is on call now for ").strong(first.name.clone());
        if let Some(row) = rows.iter().find(|row| row.now.rotation.id == first.id.as_str())
            && let Some(next) = row.next_from
        {
            let minutes = (next.second() - row.now.until.map_or(next.second(), |_| row_now(rows).second())).max(0) / 60;
            if minutes > 0 {
                sentence = sentence.say(", for another ").strong(span(minutes));
            }
        }
        sentence = match gaps.len() {
            1 => sentence.say("."),
            more => sentence.say(format!(", nor in {}.", plural(more as i64 - 1, "other rotation"))),
        };
    } else {
        sentence = Sentence::default()
            .say("Somebody is on call in each of ")
            .strong(plural(world.rotations.len() as i64, "rotation"))
            .say(".");
    }
    if starved > 0 {
        tone = if tone == Tone::Calm { Tone::Warn } else { tone };
        sentence = sentence
            .say(" By the rules as written, ")
            .strong(plural(starved as i64, "person").replace("persons", "people"))
            .say(" would never get a shift.");
    }
    (sentence, tone)
}

/// The instant that the rows were made for.
fn row_now(rows: &[RotationRow]) -> UtcTime {
    rows.iter().filter_map(|row| row.shifts.first()).map(|shift| shift.from).min().unwrap_or(UtcTime::from_second(0))
}
