//! Is production all right, who is on it, what has it cost so far, and what waits for my party?

use super::incidents::open_fix;
use super::named;
use super::objectives::not_measured;
use super::words::{plural, span};
use crate::errors::store_error;
use crate::{App, Caller, World};
use gemba_engine::budget::window_bounds;
use gemba_engine::ratio::{from_decimal, to_f64};
use gemba_model::api::{ApiError, LensArgs};
use gemba_model::view::*;
use gemba_model::*;
use gemba_store::AlertFilter;
use std::sync::Arc;

/// Rotations shown on Today at most.
const ROTATIONS: usize = 8;
/// Things that wait, shown at most.
const WAITS: usize = 12;
/// Seconds without a signal after which a journey is stale.
const STALE: i64 = 3 * 86_400;

impl App {
    /// Use case `today`. The lens chooses whose waiting things are shown and never changes a fact.
    ///
    /// # Errors
    /// `Io`.
    pub fn today(&self, caller: &Caller, args: LensArgs) -> Result<TodayView, ApiError> {
        let world = self.world();
        let now = self.now();
        let lens = args.lens.or(caller.actor.party).unwrap_or(Party::Ops);
        let mut live: Vec<&Arc<Incident>> =
            world.incidents.values().filter(|one| one.state != IncidentState::Resolved).collect();
        // The one that costs most a minute; where cost is unknown, the youngest.
        let mut rates = Vec::with_capacity(live.len());
        for incident in &live {
            let measured = self.measured(incident)?;
            rates.push((incident.id.clone(), measured.impact.cost_per_minute.as_ref().map(|rate| to_f64(&rate.mid))));
        }
        let rate = |incident: &Incident| {
            rates.iter().find(|(id, _)| *id == incident.id).and_then(|(_, rate)| *rate).unwrap_or(-1.0)
        };
        live.sort_by(|a, b| rate(b).total_cmp(&rate(a)).then_with(|| (b.began, b.number).cmp(&(a.began, a.number))));
        let mut journeys =
            world.journeys.values().map(|journey| self.journey_row(&world, journey)).collect::<Result<Vec<_>, _>>()?;
        journeys.sort_by(|a, b| {
            let key = |row: &JourneyRow| (row.budget_left.value.is_none(), row.budget_left.value.unwrap_or(f64::MAX));
            let (unknown_a, left_a) = key(a);
            let (unknown_b, left_b) = key(b);
            unknown_a.cmp(&unknown_b).then(left_a.total_cmp(&left_b)).then_with(|| a.journey.cmp(&b.journey))
        });
        let (verdict, tone) = self.today_verdict(&world, live.first().copied(), &journeys)?;
        let subject = live.first().copied().or_else(|| {
            world
                .incidents
                .values()
                .filter(|incident| incident.timeline.iter().any(|entry| entry.kind == TimelineKind::Paged))
                .max_by_key(|incident| (incident.began, incident.number))
        });
        let chain = match subject {
            None => None,
            Some(incident) => {
                let measured = self.measured(incident)?;
                (!measured.chain.is_empty()).then(|| HopChain {
                    incident: incident.id.clone(),
                    number: incident.number,
                    live: incident.state != IncidentState::Resolved,
                    steps: measured.chain.clone(),
                })
            }
        };
        Ok(TodayView {
            verdict,
            tone,
            now,
            other_live: u32::try_from(live.len().saturating_sub(1)).unwrap_or(u32::MAX),
            live: live.first().map(|incident| self.live_incident(&world, incident)).transpose()?,
            journeys,
            chain,
            on_call: self.all_on_call_now(&world, ROTATIONS)?,
            waits: self.waits(&world, lens)?,
            waits_for: lens,
            period: self.period(&world)?,
        })
    }

    fn today_verdict(
        &self,
        world: &World,
        live: Option<&Arc<Incident>>,
        journeys: &[JourneyRow],
    ) -> Result<(Sentence, Tone), ApiError> {
        let now = self.now();
        if let Some(incident) = live {
            let measured = self.measured(incident)?;
            let minutes = (now.second() - incident.began.second()) / 60;
            let mut sentence =
                self.harm_sentence(world, incident, &measured).say(" It began ").strong(span(minutes)).say(" ago");
            if let Some(words) = self.recurrence_words(world, incident) {
                sentence = sentence.say(format!(", {words}"));
            }
            sentence = sentence.say(".");
            sentence = match (measured.chain.last(), measured.hops) {
                (Some(last), Some(hops)) if hops > 0 => sentence
                    .say(format!(" {} is on it, after ", last.who))
                    .strong(plural(i64::from(hops), "hop"))
                    .say("."),
                (Some(last), _) => sentence.say(format!(" {} is on it.", last.who)),
                (None, _) => sentence.say(" Nobody is known to be on it."),
            };
            return Ok((sentence, Tone::Harm));
        }
        if journeys.is_empty() {
            let sentence = if world.services.is_empty() && world.objectives.is_empty() {
                Sentence::default()
                    .say("Nothing is known of production yet. Import logs, objectives and your catalogue.")
            } else {
                Sentence::default()
                    .say("No journey is named yet, so harm to users cannot be told. Import your journeys.")
            };
            return Ok((sentence, Tone::Unknown));
        }
        let unmeasured = journeys.iter().filter(|row| row.budget_left.value.is_none()).count();
        let spent = journeys.iter().filter(|row| row.budget_left.value.is_some_and(|left| left < 0.0)).count();
        if unmeasured == journeys.len() {
            return Ok((
                Sentence::default()
                    .say("Nothing is measured now: whether users are hurt is not known. Import newer logs."),
                Tone::Unknown,
            ));
        }
        let mut sentence = Sentence::default().say("No incident is live.");
        let mut tone = Tone::Calm;
        if spent > 0 {
            tone = Tone::Warn;
            sentence = sentence
                .say(" ")
                .strong(spent.to_string())
                .say(" of ")
                .strong(plural(journeys.len() as i64, "journey"))
                .say(if spent == 1 { " has spent its error budget." } else { " have spent their error budgets." });
        }
        if unmeasured > 0 {
            sentence = sentence.say(format!(
                " {} not measured.",
                if unmeasured == 1 { "One is".to_owned() } else { format!("{unmeasured} are") }
            ));
            tone = if tone == Tone::Calm { Tone::Warn } else { tone };
        }
        Ok((sentence, tone))
    }

    fn live_incident(&self, world: &World, incident: &Arc<Incident>) -> Result<LiveIncident, ApiError> {
        let measured = self.measured(incident)?;
        let journey = incident.journeys.first().and_then(|id| world.journeys.get(id));
        let objective = journey.and_then(|journey| world.main_objective(&journey.id));
        let (budget_left, policy) = match objective {
            Some(objective) => (self.budget_figure(objective, &*self.status(objective)?), objective.policy.clone()),
            None => (
                Figure::unknown(
                    "No objective is set for its journey.",
                    Unit::Ratio,
                    self.now(),
                    format!("incident:{}:budget", incident.id),
                ),
                String::new(),
            ),
        };
        let policy = if budget_left.value.is_some_and(|left| left < 0.0) { policy } else { String::new() };
        Ok(LiveIncident {
            id: incident.id.clone(),
            number: incident.number,
            title: incident.title.clone(),
            began: incident.began,
            interactions: journey.map_or_else(|| "interactions".into(), |journey| journey.interactions.clone()),
            failed: self.failed_figure(incident, &measured),
            cost: self.cost_figure(incident, &measured),
            cost_per_minute: self.rate_figure(incident, &measured),
            budget_left,
            policy,
            reached: self.reached_figure(incident, &measured),
            hops: self.hops_figure(incident, &measured),
        })
    }

    /// A journey with its main objective.
    pub(crate) fn journey_row(&self, world: &World, journey: &Arc<Journey>) -> Result<JourneyRow, ApiError> {
        let now = self.now();
        let services = journey.services.iter().map(|id| named(id.as_str(), world.service_name(id))).collect();
        let Some(objective) = world.main_objective(&journey.id) else {
            let unknown = |unit| {
                Figure::unknown("No objective is set for it.", unit, now, format!("journey:{}:budget", journey.id))
            };
            return Ok(JourneyRow {
                journey: named(journey.id.as_str(), journey.name.clone()),
                services,
                objective: None,
                quarters: vec![Quarter::default(); 96],
                now: unknown(Unit::Ratio),
                target: None,
                budget_left: unknown(Unit::Ratio),
                outlook: Outlook::NotMeasured { reason: "No objective is set for it.".into() },
                tone: Tone::Unknown,
                last_signal: None,
            });
        };
        let status = self.status(objective)?;
        let quarters = self.quarters(objective, &status)?;
        let stale = status.last_signal.is_none_or(|last| now.second() - last.second() > STALE);
        let mut budget_left = self.budget_figure(objective, &status);
        let mut outlook = match &status.outlook {
            Outlook::NotMeasured { .. } => Outlook::NotMeasured { reason: not_measured(objective, &status) },
            other => other.clone(),
        };
        if stale && let Some(last) = status.last_signal {
            let reason = format!("No signal since {}.", super::words::day(last, world.zone()));
            budget_left = Figure::unknown(reason.clone(), Unit::Ratio, now, budget_left.why);
            outlook = Outlook::NotMeasured { reason };
        }
        let tone = match (budget_left.value, &outlook) {
            (None, _) => Tone::Unknown,
            (Some(left), _) if left < 0.0 => Tone::Harm,
            (_, Outlook::Exhausts { .. }) => Tone::Warn,
            _ => Tone::Calm,
        };
        Ok(JourneyRow {
            journey: named(journey.id.as_str(), journey.name.clone()),
            services,
            objective: Some(named(objective.id.as_str(), objective.name.clone())),
            quarters,
            now: self.now_figure(objective, &status),
            target: Some(to_f64(&from_decimal(objective.target))),
            budget_left,
            outlook,
            tone,
            last_signal: status.last_signal,
        })
    }

    /// What waits for a party, the most urgent first.
    fn waits(&self, world: &World, party: Party) -> Result<Vec<Waiting>, ApiError> {
        let mut waits = Vec::new();
        let wait = |verb: &str, title: String, detail: String, screen: &str, id: String, since: Option<UtcTime>| {
            Waiting { verb: verb.into(), title, detail, screen: screen.into(), id, since }
        };
        if party != Party::Product {
            for incident in world.incidents.values().filter(|one| one.state == IncidentState::Open) {
                waits.push(wait(
                    "Acknowledge",
                    incident.title.clone(),
                    format!("Incident {}: nobody has said that they are on it", incident.number),
                    "incidents",
                    incident.id.0.clone(),
                    Some(incident.began),
                ));
            }
        }
        let mut decisions: Vec<_> = world.decisions.values().filter(|one| one.waits_for().contains(&party)).collect();
        decisions.sort_by_key(|decision| decision.number);
        for decision in decisions {
            let signed: Vec<&str> = decision.signs.iter().map(|sign| sign.party.name()).collect();
            let detail = if signed.is_empty() {
                "Nobody has signed yet".to_owned()
            } else {
                format!("Signed by {}", signed.join(" and "))
            };
            waits.push(wait(
                "Sign",
                decision.title.clone(),
                detail,
                "decisions",
                decision.id.0.clone(),
                Some(decision.at),
            ));
        }
        for decision in world.decisions.values() {
            if let Some(forecast) = decision.forecast.as_ref().filter(|one| one.outcome.is_none())
                && decision.revisit.is_some_and(|day| day <= self.now())
            {
                waits.push(wait(
                    "Judge",
                    forecast.statement.clone(),
                    format!("Decision {}: its day has come", decision.number),
                    "decisions",
                    decision.id.0.clone(),
                    decision.revisit,
                ));
            }
        }
        if party == Party::Ops {
            for rotation in self.on_call_gaps(world)?.iter().filter_map(|id| world.rotations.get(id)) {
                waits.push(wait(
                    "Fill",
                    rotation.name.clone(),
                    "Nobody is on call now".into(),
                    "oncall",
                    rotation.id.0.clone(),
                    None,
                ));
            }
        }
        if party != Party::Product {
            let mut unnamed: Vec<_> = world
                .incidents
                .values()
                .filter(|one| one.failure_mode.is_none() && one.state == IncidentState::Resolved)
                .collect();
            unnamed.sort_by_key(|incident| std::cmp::Reverse((incident.began, incident.number)));
            for incident in unnamed.into_iter().take(5) {
                waits.push(wait(
                    "Classify",
                    incident.title.clone(),
                    format!("Incident {} belongs to no failure mode yet", incident.number),
                    "incidents",
                    incident.id.0.clone(),
                    incident.ended,
                ));
            }
        }
        for (id, needs) in &*self.needs()? {
            let Some(item) = world.items.get(id) else { continue };
            let mine = match party {
                Party::Product => item.kind == WorkKind::Feature,
                Party::Dev => item.kind != WorkKind::Feature || needs.iter().any(|need| need == "duration"),
                Party::Ops => false,
            };
            if mine && waits.len() < WAITS {
                waits.push(wait(
                    "Estimate",
                    item.title.clone(),
                    format!("Needs {}", needs.join(" and ")),
                    "backlog",
                    item.id.0.clone(),
                    item.updated.or(item.created),
                ));
            }
        }
        if party == Party::Dev {
            for mode in world.failure_modes.values().filter(|mode| open_fix(world, &mode.id).is_none()) {
                let count = world.incidents.values().filter(|one| one.failure_mode.as_ref() == Some(&mode.id)).count();
                if count > 1 && waits.len() < WAITS {
                    waits.push(wait(
                        "Propose a fix",
                        mode.name.clone(),
                        format!("Came {} and nothing would remove it", plural(count as i64, "time")),
                        "incidents",
                        mode.id.0.clone(),
                        None,
                    ));
                }
            }
        }
        waits.truncate(WAITS);
        Ok(waits)
    }

    /// The budget period of most objectives that have a calendar; the last 28 days where none has.
    pub(crate) fn period_bounds(&self, world: &World) -> (UtcTime, UtcTime) {
        let now = self.now();
        let mut votes: Vec<((i64, i64), usize)> = Vec::new();
        for objective in world.objectives.values().filter(|one| matches!(one.window, BudgetWindow::Calendar { .. })) {
            if let Ok(bounds) = window_bounds(&objective.window, now) {
                match votes.iter_mut().find(|(known, _)| *known == bounds) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((bounds, 1)),
                }
            }
        }
        votes.sort_by_key(|(bounds, count)| (std::cmp::Reverse(*count), *bounds));
        match votes.first() {
            Some(((from, to), _)) => (UtcTime::from_minute(*from), UtcTime::from_minute(*to)),
            None => (UtcTime::from_second(now.second() - 28 * 86_400), now),
        }
    }

    fn period(&self, world: &World) -> Result<PeriodSummary, ApiError> {
        let now = self.now();
        let (from, to) = self.period_bounds(world);
        let mut hops = Vec::new();
        let (mut cost, mut hours, mut count, mut unknown) = (0.0, 0.0, 0_u32, 0_u32);
        for incident in world.incidents.values().filter(|one| one.began >= from && one.began < to && one.began <= now) {
            count += 1;
            let measured = self.measured(incident)?;
            match measured.cost() {
                Some(value) => cost += value,
                None => unknown += 1,
            }
            hours += to_f64(&measured.impact.responder_hours);
            hops.extend(measured.hops);
        }
        hops.sort_unstable();
        let filter = AlertFilter { from: Some(from), to: Some(to.min(now)), ..AlertFilter::default() };
        let alerts = self.store().count_alerts(&filter).map_err(|error| store_error(&error))?;
        let known = |value: f64, unit, why: &str| Figure::known(value, unit, now, format!("period:{why}"));
        Ok(PeriodSummary {
            from,
            to,
            incident_cost: if unknown == 0 {
                known(cost, Unit::Cost, "cost")
            } else {
                Figure::unknown(
                    format!("The cost of {} of {} is unknown.", unknown, plural(i64::from(count), "incident")),
                    Unit::Cost,
                    now,
                    "period:cost",
                )
            },
            incidents: known(f64::from(count), Unit::Count, "incidents"),
            hops: match median(&hops) {
                Some(median) => known(median, Unit::Count, "hops"),
                None => {
                    Figure::unknown("No incident of this period names who was paged.", Unit::Count, now, "period:hops")
                }
            },
            alerts: known(alerts as f64, Unit::Count, "alerts"),
            responder_hours: known(hours, Unit::Hours, "hours"),
        })
    }
}

/// The middle value of an ascending list; of two middle ones their mean.
fn median(sorted: &[u32]) -> Option<f64> {
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted.get((sorted.len() - 1) / 2)?;
    Some((f64::from(*lower) + f64::from(*upper)) / 2.0)
}
