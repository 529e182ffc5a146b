//! What happened, how many hops, what it cost users, what recurs.

use super::words::{cost, month, ordinal, percent, plural};
use super::{Words, missing, named, page, sort_key, sort_known, unknown_sort};
use crate::errors::store_error;
use crate::measure::Measured;
use crate::{App, Caller, Capability, World, may};
use gemba_engine::counts::CountSource;
use gemba_engine::ratio::to_f64;
use gemba_model::api::{ApiError, IdArgs, ListArgs};
use gemba_model::view::*;
use gemba_model::*;
use gemba_report::charts::{HarmMinute, IncidentHarm, incident_harm};
use std::sync::Arc;

impl App {
    /// Use case `incidents`: live ones first, then the newest.
    ///
    /// # Errors
    /// `Validation` for an unknown sort key.
    pub fn incidents(&self, _caller: &Caller, args: ListArgs) -> Result<IncidentsView, ApiError> {
        let world = self.world();
        let words = Words::new(&args.text);
        let mut chosen: Vec<&Arc<Incident>> = world
            .incidents
            .values()
            .filter(|incident| match args.filter.as_str() {
                "live" => incident.state != IncidentState::Resolved,
                "open" => incident.state == IncidentState::Open,
                "acknowledged" => incident.state == IncidentState::Acknowledged,
                "resolved" => incident.state == IncidentState::Resolved,
                "unclassified" => incident.failure_mode.is_none(),
                _ => true,
            })
            .filter(|incident| {
                args.service.as_deref().is_none_or(|id| incident.services.iter().any(|one| one.as_str() == id))
            })
            .filter(|incident| {
                args.journey.as_deref().is_none_or(|id| incident.journeys.iter().any(|one| one.as_str() == id))
            })
            .filter(|incident| {
                args.failure_mode
                    .as_deref()
                    .is_none_or(|id| incident.failure_mode.as_ref().is_some_and(|one| one.as_str() == id))
            })
            .filter(|incident| {
                let number = incident.number.to_string();
                let mode = incident.failure_mode.as_ref().map_or("", |mode| world.failure_mode_name(mode));
                words.fit(&[&incident.title, &number, mode])
            })
            .collect();
        chosen.sort_by(|a, b| {
            let live = |incident: &Incident| incident.state == IncidentState::Resolved;
            (live(a), b.began, b.number).cmp(&(live(b), a.began, a.number))
        });
        let (key, descending) = sort_key(&args.sort);
        // Only a list that is sorted by a measured column has to measure every row.
        let measured_sort = matches!(key, "cost" | "failed" | "hops" | "minutes");
        match key {
            "" | "cost" | "failed" | "hops" | "minutes" => {}
            "number" => chosen.sort_by_key(|incident| incident.number),
            "title" => chosen.sort_by_cached_key(|incident| incident.title.to_lowercase()),
            "began" => chosen.sort_by_key(|incident| incident.began),
            other => return Err(unknown_sort(other, "number, title, began, minutes, hops, failed or cost")),
        }
        if descending && matches!(key, "number" | "title" | "began") {
            chosen.reverse();
        }
        let (rows, total, offset) = if measured_sort {
            let mut rows =
                chosen.into_iter().map(|one| self.incident_row(&world, one)).collect::<Result<Vec<_>, _>>()?;
            sort_known(&mut rows, descending, |row| match key {
                "cost" => row.cost.value,
                "failed" => row.failed.value,
                "hops" => row.hops.map(f64::from),
                _ => Some(row.minutes as f64),
            });
            page(rows, &args)
        } else {
            let (chosen, total, offset) = page(chosen, &args);
            (
                chosen.into_iter().map(|one| self.incident_row(&world, one)).collect::<Result<Vec<_>, _>>()?,
                total,
                offset,
            )
        };
        let failure_modes = self.failure_mode_rows(&world)?;
        let weeks = self.evidence_weeks(&world)?;
        let live = world.incidents.values().filter(|one| one.state != IncidentState::Resolved).count();
        let (verdict, tone) = self.incidents_verdict(&world, &failure_modes, live, weeks);
        Ok(IncidentsView { verdict, tone, rows, total, offset, failure_modes, hops: hop_distribution(&world, self)? })
    }

    fn incidents_verdict(&self, world: &World, modes: &[FailureModeRow], live: usize, weeks: u32) -> (Sentence, Tone) {
        let count = world.incidents.len();
        if count == 0 {
            return (
                Sentence::default().say("No incident is known. Import alerts or logs, or declare one."),
                Tone::Unknown,
            );
        }
        let unit = world.cost_unit();
        let mut sentence = Sentence::default();
        let tone = if live > 0 { Tone::Harm } else { Tone::Calm };
        sentence = match live {
            0 => sentence.say("Nobody is being hurt now. "),
            1 => sentence.strong("1").say(" incident is live. "),
            _ => sentence.strong(live.to_string()).say(" incidents are live. "),
        };
        match modes.first().filter(|mode| mode.occurrences > 0) {
            Some(mode) => {
                sentence = sentence.strong(mode.failure_mode.name.clone()).say(format!(
                    " came {} in {},",
                    times(mode.occurrences),
                    plural(i64::from(weeks), "week")
                ));
                sentence = match mode.cost_per_week.value {
                    Some(value) => sentence.say(" and costs about ").strong(cost(value, &unit)).say(" a week."),
                    None => sentence.say(" at a cost that is not known yet."),
                };
            }
            None => {
                sentence = sentence.say("No failure mode is named yet: name one with an incident to see what recurs.")
            }
        }
        (sentence, tone)
    }

    /// The failure modes, the dearest first.
    pub(crate) fn failure_mode_rows(&self, world: &World) -> Result<Vec<FailureModeRow>, ApiError> {
        let now = self.now();
        let mut rows = Vec::new();
        for mode in world.failure_modes.values() {
            let stats = self.mode_stats(world, &mode.id)?;
            let why = |part: &str| format!("mode:{}:{part}", mode.id);
            let rate = match stats.recurrence {
                Some(recurrence) => {
                    let (low, high) = recurrence.interval95();
                    Figure::known(to_f64(&recurrence.mean()), Unit::PerWeek, now, why("rate")).between(low, high)
                }
                None => Figure::unknown("There is no week of evidence yet.", Unit::PerWeek, now, why("rate")),
            };
            let missing_cost = || {
                stats.unknown_costs.as_ref().map_or_else(
                    || "It has not happened within the evidence weeks.".to_owned(),
                    |(count, reason)| format!("The cost of {} is unknown. {reason}", plural(*count as i64, "incident")),
                )
            };
            let cost_per_occurrence = match (stats.mean_cost(), stats.cost_range()) {
                (Some(mean), Some((low, high))) => {
                    Figure::known(mean, Unit::Cost, now, why("occurrence")).between(low, high)
                }
                _ => Figure::unknown(missing_cost(), Unit::Cost, now, why("occurrence")),
            };
            let cost_per_week = match (rate.value, cost_per_occurrence.value) {
                (Some(rate), Some(cost)) => Figure::known(rate * cost, Unit::CostPerWeek, now, why("week")),
                _ => Figure::unknown(missing_cost(), Unit::CostPerWeek, now, why("week")),
            };
            rows.push(FailureModeRow {
                failure_mode: named(mode.id.as_str(), mode.name.clone()),
                occurrences: u32::try_from(stats.incidents.len()).unwrap_or(u32::MAX),
                weeks: stats.weeks,
                rate,
                cost_per_occurrence,
                cost_per_week,
                fix: open_fix(world, &mode.id).map(|item| item.id.clone()),
                last: stats.incidents.last().map(|incident| incident.began),
            });
        }
        rows.sort_by(|a, b| {
            let key = |row: &FailureModeRow| row.cost_per_week.value.unwrap_or(-1.0);
            key(b)
                .total_cmp(&key(a))
                .then_with(|| b.occurrences.cmp(&a.occurrences))
                .then_with(|| a.failure_mode.cmp(&b.failure_mode))
        });
        Ok(rows)
    }

    /// One incident as a row.
    pub(crate) fn incident_row(&self, world: &World, incident: &Arc<Incident>) -> Result<IncidentRow, ApiError> {
        let measured = self.measured(incident)?;
        Ok(IncidentRow {
            id: incident.id.clone(),
            number: incident.number,
            title: incident.title.clone(),
            state: incident.state,
            began: incident.began,
            ended: incident.ended,
            journeys: incident.journeys.iter().map(|id| named(id.as_str(), world.journey_name(id))).collect(),
            failure_mode: incident.failure_mode.as_ref().map(|id| named(id.as_str(), world.failure_mode_name(id))),
            minutes: measured.span.1 - measured.span.0,
            hops: measured.hops,
            reached_minutes: measured.reached,
            failed: self.failed_figure(incident, &measured),
            cost: self.cost_figure(incident, &measured),
        })
    }

    pub(crate) fn failed_figure(&self, incident: &Incident, measured: &Measured) -> Figure {
        let why = format!("incident:{}:failed", incident.id);
        match measured.failed() {
            Some(value) => Figure::known(value, Unit::Count, self.now(), why),
            None => Figure::unknown(measured.failed_unknown(), Unit::Count, self.now(), why),
        }
    }

    pub(crate) fn cost_figure(&self, incident: &Incident, measured: &Measured) -> Figure {
        let why = format!("incident:{}:cost", incident.id);
        match &measured.impact.total {
            Some(total) => {
                let figure = Figure::known(to_f64(&total.mid), Unit::Cost, self.now(), why);
                if total.is_point() { figure } else { figure.between(to_f64(&total.low), to_f64(&total.high)) }
            }
            None => Figure::unknown(measured.cost_unknown(), Unit::Cost, self.now(), why),
        }
    }

    pub(crate) fn rate_figure(&self, incident: &Incident, measured: &Measured) -> Figure {
        let why = format!("incident:{}:rate", incident.id);
        match &measured.impact.cost_per_minute {
            Some(rate) => Figure::known(to_f64(&rate.mid), Unit::CostPerMinute, self.now(), why),
            None => Figure::unknown(measured.cost_unknown(), Unit::CostPerMinute, self.now(), why),
        }
    }

    pub(crate) fn hops_figure(&self, incident: &Incident, measured: &Measured) -> Figure {
        let why = format!("incident:{}:hops", incident.id);
        match measured.hops {
            Some(hops) => Figure::known(f64::from(hops), Unit::Count, self.now(), why),
            None => Figure::unknown(
                "Nobody was paged. Import the pages of your on-call tool.",
                Unit::Count,
                self.now(),
                why,
            ),
        }
    }

    pub(crate) fn reached_figure(&self, incident: &Incident, measured: &Measured) -> Figure {
        let why = format!("incident:{}:reached", incident.id);
        match measured.reached {
            Some(minutes) => Figure::known(minutes as f64, Unit::Minutes, self.now(), why),
            None => Figure::unknown(
                "Nobody was paged. Import the pages of your on-call tool.",
                Unit::Minutes,
                self.now(),
                why,
            ),
        }
    }

    /// How often its failure mode came before, this one included, and since when: "for the fourth time since May".
    pub(crate) fn recurrence_words(&self, world: &World, incident: &Incident) -> Option<String> {
        let mode = incident.failure_mode.as_ref()?;
        let mut same: Vec<&Arc<Incident>> = world
            .incidents
            .values()
            .filter(|other| other.failure_mode.as_ref() == Some(mode) && other.began <= incident.began)
            .collect();
        same.sort_by_key(|other| (other.began, other.number));
        let first = same.first()?;
        if same.len() < 2 {
            return Some("for the first time on record".into());
        }
        Some(format!("for the {} time since {}", ordinal(same.len()), month(first.began, incident.began, world.zone())))
    }

    /// Use case `incident`.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn incident(&self, caller: &Caller, args: IdArgs) -> Result<IncidentView, ApiError> {
        let world = self.world();
        let incident = world.find_incident(&args.id).ok_or_else(|| missing("incident", &args.id))?.clone();
        let measured = self.measured_by_minute(&incident)?;
        let row = self.incident_row(&world, &incident)?;
        let label = |label: &str, figure: Figure| LabelledFigure { label: label.into(), figure };
        let interactions = incident
            .journeys
            .first()
            .and_then(|id| world.journeys.get(id))
            .map_or_else(|| "interactions".to_owned(), |journey| journey.interactions.clone());
        let live = incident.state != IncidentState::Resolved;
        let minutes =
            Figure::known(row.minutes as f64, Unit::Minutes, self.now(), format!("incident:{}:minutes", incident.id));
        let mut figures = vec![
            label(if live { "live so far" } else { "of harm" }, minutes),
            label(&format!("{interactions} failed above normal"), row.failed.clone()),
            label(if live { "lost so far" } else { "lost in all" }, row.cost.clone()),
        ];
        if live {
            figures.push(label("a minute now", self.rate_figure(&incident, &measured)));
        }
        figures.push(label("hops to who knows", self.hops_figure(&incident, &measured)));
        figures.push(label("until someone who knows was reached", self.reached_figure(&incident, &measured)));
        let same = match &incident.failure_mode {
            None => Vec::new(),
            Some(mode) => {
                let mut same: Vec<&Arc<Incident>> =
                    world.incidents.values().filter(|other| other.failure_mode.as_ref() == Some(mode)).collect();
                same.sort_by_key(|other| std::cmp::Reverse((other.began, other.number)));
                same.truncate(50);
                same.into_iter().map(|other| self.incident_row(&world, other)).collect::<Result<_, _>>()?
            }
        };
        let alerts = {
            let store = self.store();
            let mut alerts = Vec::new();
            for id in incident.alerts.iter().take(200) {
                alerts.extend(store.alert(id.as_str()).map_err(|error| store_error(&error))?);
            }
            alerts
        };
        let knowledge = world
            .knowledge
            .values()
            .filter(|card| incident.services.contains(&card.service) || related(&world, &incident, &card.service))
            .map(|card| knowledge_line(&world, card))
            .collect();
        let fix = match incident.failure_mode.as_ref().and_then(|mode| open_fix(&world, mode)) {
            None => None,
            Some(item) => {
                let weighing = self.weighing()?;
                Some(FixLine {
                    id: item.id.clone(),
                    title: item.title.clone(),
                    rank: weighing.rank(&item.id),
                    needs: weighing.needs(&item.id).to_vec(),
                })
            }
        };
        let mut timeline = incident.timeline.clone();
        timeline.reverse();
        Ok(IncidentView {
            verdict: self.incident_verdict(&world, &incident, &measured),
            tone: if live { Tone::Harm } else { Tone::Calm },
            figures,
            chart: self.incident_chart(&incident, &measured),
            chain: measured.chain.clone(),
            timeline,
            responders: measured.responders.clone(),
            same_failure_mode: same,
            alerts,
            journeys: incident
                .journeys
                .iter()
                .filter_map(|id| world.journeys.get(id))
                .map(|journey| self.journey_row(&world, journey))
                .collect::<Result<_, _>>()?,
            knowledge,
            fix,
            actions: actions(caller, &incident),
            row,
        })
    }

    fn incident_verdict(&self, world: &World, incident: &Incident, measured: &Measured) -> Sentence {
        let unit = world.cost_unit();
        let live = incident.state != IncidentState::Resolved;
        let mut sentence = self.harm_sentence(world, incident, measured);
        if let Some(value) = measured.cost() {
            sentence = sentence
                .say(if live { " It has cost " } else { " It cost " })
                .strong(cost(value, &unit))
                .say(if live { " so far" } else { "" });
            if let Some(reached) = measured.reached
                && let Some(first) = measured.chain.first()
                && let Some(before) = measured.interaction_cost_between(measured.span.0, first.at.minute() + reached)
                && before > 0.0
                && reached > 0
            {
                sentence = sentence.say(", ").strong(cost(before, &unit)).say(" of it before someone who knows had it");
            }
            sentence = sentence.say(".");
        }
        sentence
    }

    /// What happens, or happened, to users.
    pub(crate) fn harm_sentence(&self, world: &World, incident: &Incident, measured: &Measured) -> Sentence {
        let live = incident.state != IncidentState::Resolved;
        let journey = incident.journeys.first().and_then(|id| world.journeys.get(id));
        let recent = measured.impact.per_minute.iter().rev().take(if live { 5 } else { usize::MAX });
        let (bad, total) = recent.fold((0_u64, 0_u64), |(bad, total), minute| (bad + minute.bad, total + minute.total));
        match (journey, total) {
            (Some(journey), 1..) => {
                let harm = journey.harm.clone().unwrap_or_else(|| journey.name.to_lowercase());
                let share = percent(bad as f64 / total as f64);
                Sentence::default()
                    .say(format!("Customers {} {harm}: ", if live { "can't" } else { "couldn't" }))
                    .strong(share)
                    .say(format!(" of {} {}.", journey.interactions, if live { "fail" } else { "failed" }))
            }
            _ => Sentence::default().strong(incident.title.clone()).say(if live { " is live." } else { " is over." }),
        }
    }

    fn incident_chart(&self, incident: &Incident, measured: &Measured) -> Option<Chart> {
        let sli = incident.sli.as_ref()?;
        let series = self.series(sli).ok()?;
        let (from, to) = measured.span;
        let lead = ((to - from) / 4).clamp(10, 60);
        let tail = if incident.ended.is_some() { lead } else { 0 };
        let normal = measured.impact.baseline.ratio().map(|ratio| to_f64(&ratio));
        let minutes: Vec<HarmMinute> = series
            .minutes(from - lead, to + tail)
            .into_iter()
            .map(|count| HarmMinute {
                minute: count.minute,
                bad: count.total.saturating_sub(count.good),
                total: count.total,
                expected: normal.map(|normal| normal * count.total as f64),
            })
            .collect();
        let world = self.world();
        let journey = incident.journeys.first().and_then(|id| world.journeys.get(id));
        let reached = measured
            .reached
            .zip(measured.chain.first())
            .map(|(minutes, first)| UtcTime::from_second(first.at.second() + minutes * 60));
        Some(incident_harm(&IncidentHarm {
            from: UtcTime::from_minute(from - lead),
            to: UtcTime::from_minute(to + tail.max(1)),
            minutes: &minutes,
            steps: &measured.chain,
            reached,
            mark: incident.ended.unwrap_or(self.now()),
            live: incident.state != IncidentState::Resolved,
            interactions: journey.map_or("interactions", |journey| journey.interactions.as_str()),
            format: &world.formatter(),
        }))
    }
}

fn times(count: u32) -> String {
    match count {
        1 => "once".into(),
        2 => "twice".into(),
        _ => format!("{count} times"),
    }
}

fn hop_distribution(world: &World, app: &App) -> Result<Vec<u32>, ApiError> {
    let mut counts = Vec::new();
    for incident in world.incidents.values() {
        if let Some(hops) = gemba_engine::hops::follow(&incident.timeline, incident.ended.unwrap_or(app.now())).hops {
            let place = hops as usize;
            if counts.len() <= place {
                counts.resize(place + 1, 0);
            }
            counts[place] += 1;
        }
    }
    Ok(counts)
}

/// The open item that would remove a failure mode; the first by identifier where there are several.
pub(crate) fn open_fix<'a>(world: &'a World, mode: &FailureModeId) -> Option<&'a Arc<WorkItem>> {
    world.items.values().find(|item| {
        item.failure_mode.as_ref() == Some(mode) && matches!(item.state, WorkState::Todo | WorkState::Doing)
    })
}

fn related(world: &World, incident: &Incident, service: &ServiceId) -> bool {
    incident.services.iter().filter_map(|id| world.services.get(id)).any(|one| one.depends_on.contains(service))
}

pub(crate) fn knowledge_line(world: &World, card: &KnowledgeCard) -> KnowledgeLine {
    let mut holders = [0_u32; 3];
    for person in card.holders.iter().filter_map(|id| world.people.get(id)) {
        if let Some(place) = Party::ALL.iter().position(|party| *party == person.party) {
            holders[place] += 1;
        }
    }
    KnowledgeLine {
        topic: card.topic.clone(),
        service: named(card.service.as_str(), world.service_name(&card.service)),
        text: card.text.clone(),
        holders,
        exercised: card.exercised,
    }
}

fn actions(caller: &Caller, incident: &Incident) -> Vec<ActionState> {
    let resolved = incident.state == IncidentState::Resolved;
    let party = caller.actor.party;
    let judge = |action: &str, capability: Capability, refused: Option<&str>| ActionState {
        action: action.into(),
        refused: if party.is_none() {
            Some("Say who you are and for which party you work.".into())
        } else if !may(party, capability) {
            Some("Your party may not do this.".into())
        } else {
            refused.map(str::to_owned)
        },
    };
    let over = resolved.then_some("It is resolved.");
    vec![
        judge(
            "incident_acknowledge",
            Capability::Respond,
            over.or((incident.state == IncidentState::Acknowledged).then_some("Somebody is on it already.")),
        ),
        judge("incident_hand_over", Capability::Respond, over),
        judge("incident_note", Capability::Note, None),
        judge("incident_classify", Capability::Note, None),
        judge("incident_resolve", Capability::Respond, over),
        judge("incident_reopen", Capability::Respond, (!resolved).then_some("It is not resolved.")),
    ]
}
