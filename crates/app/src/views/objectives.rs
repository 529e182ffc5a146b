//! SLIs, SLOs, budgets, burn, forecasts of exhaustion.

use super::words::{day, percent, plural};
use super::{Words, missing, named, page, sort_key, sort_known, unknown_sort};
use crate::errors::{engine_error, store_error};
use crate::measure::Status;
use crate::{App, Caller, World};
use gemba_engine::budget::{evaluate, nominal_minutes, previous_windows};
use gemba_engine::burn::window_name;
use gemba_engine::counts::{CountSource, Series};
use gemba_engine::ratio::{from_decimal, to_f64};
use gemba_model::api::{ApiError, IdArgs, ListArgs};
use gemba_model::view::*;
use gemba_model::*;
use gemba_report::charts::{BurnDown, BurnWindow, Shade, burn_down};
use gemba_store::AlertFilter;
use std::sync::Arc;

/// Points of a burn-down picture at most.
const POINTS: i64 = 240;

impl App {
    /// Use case `objectives`: the least budget left first, the not measured last.
    ///
    /// # Errors
    /// `Validation` for an unknown sort key.
    pub fn objectives(&self, _caller: &Caller, args: ListArgs) -> Result<ObjectivesView, ApiError> {
        let world = self.world();
        let words = Words::new(&args.text);
        let mut chosen: Vec<(&Arc<Objective>, Arc<Status>)> = Vec::new();
        let (mut measured, mut spent) = (0_u32, Vec::new());
        for objective in world.objectives.values() {
            let status = self.status(objective)?;
            measured += u32::from(status.is_measured());
            if status.remaining().is_some_and(|left| left < 0.0) {
                spent.push((objective.clone(), status.clone()));
            }
            let wanted = args
                .service
                .as_deref()
                .is_none_or(|id| objective.service.as_ref().is_some_and(|one| one.as_str() == id))
                && args
                    .journey
                    .as_deref()
                    .is_none_or(|id| objective.journey.as_ref().is_some_and(|one| one.as_str() == id))
                && words.fit(&[&objective.name, objective.id.as_str(), &objective.sli.name])
                && match args.filter.as_str() {
                    "spent" => status.remaining().is_some_and(|left| left < 0.0),
                    "measured" => status.is_measured(),
                    "not_measured" => !status.is_measured(),
                    _ => true,
                };
            if wanted {
                chosen.push((objective, status));
            }
        }
        let (key, descending) = sort_key(&args.sort);
        match key {
            "" | "budget_left" => sort_known(&mut chosen, descending, |(_, status)| status.remaining()),
            "name" => chosen.sort_by_cached_key(|(objective, _)| objective.name.to_lowercase()),
            "target" => {
                sort_known(&mut chosen, descending, |(objective, _)| Some(to_f64(&from_decimal(objective.target))))
            }
            "now" => sort_known(&mut chosen, descending, |(_, status)| hour_ratio(status)),
            "burn" => sort_known(&mut chosen, descending, |(_, status)| {
                status.evaluation.burn("1h").filter(|burn| burn.counts.total > 0).map(|burn| to_f64(&burn.rate))
            }),
            other => return Err(unknown_sort(other, "name, target, now, budget_left or burn")),
        }
        if descending && key == "name" {
            chosen.reverse();
        }
        let next = chosen.iter().find_map(|(objective, status)| match &status.outlook {
            Outlook::Exhausts { earliest, .. } => Some(((*objective).clone(), *earliest)),
            _ => None,
        });
        let (verdict, tone) = verdict(&world, measured, &spent, next);
        let (chosen, total, offset) = page(chosen, &args);
        let rows = chosen
            .iter()
            .map(|(objective, status)| self.objective_row(&world, objective, status))
            .collect::<Result<_, _>>()?;
        Ok(ObjectivesView { verdict, tone, rows, total, offset, measured })
    }

    pub(crate) fn budget_figure(&self, objective: &Objective, status: &Status) -> Figure {
        let why = format!("objective:{}:budget", objective.id);
        match status.remaining() {
            Some(left) => Figure::known(left, Unit::Ratio, self.now(), why),
            None => Figure::unknown(not_measured(objective, status), Unit::Ratio, self.now(), why),
        }
    }

    pub(crate) fn now_figure(&self, objective: &Objective, status: &Status) -> Figure {
        let why = format!("objective:{}:now", objective.id);
        match hour_ratio(status) {
            Some(ratio) => Figure::known(ratio, Unit::Ratio, self.now(), why),
            None => Figure::unknown("No event in the last hour.", Unit::Ratio, self.now(), why),
        }
    }

    pub(crate) fn objective_row(
        &self,
        world: &World,
        objective: &Arc<Objective>,
        status: &Status,
    ) -> Result<ObjectiveRow, ApiError> {
        let evaluation = &status.evaluation;
        let firing = status.firing();
        let window_ratio = match &evaluation.sli {
            Some(ratio) => {
                Figure::known(to_f64(ratio), Unit::Ratio, self.now(), format!("objective:{}:budget", objective.id))
            }
            None => Figure::unknown(
                not_measured(objective, status),
                Unit::Ratio,
                self.now(),
                format!("objective:{}:budget", objective.id),
            ),
        };
        Ok(ObjectiveRow {
            objective: named(objective.id.as_str(), objective.name.clone()),
            journey: objective.journey.as_ref().map(|id| named(id.as_str(), world.journey_name(id))),
            service: objective.service.as_ref().map(|id| named(id.as_str(), world.service_name(id))),
            sli: objective.sli.name.clone(),
            now: self.now_figure(objective, status),
            target: to_f64(&evaluation.target),
            window_ratio,
            window: window_words(&objective.window, UtcTime::from_minute(evaluation.from), world.zone()),
            budget_left: self.budget_figure(objective, status),
            budget_left_events: status.is_measured().then(|| to_f64(&evaluation.units_left())),
            burns: status.burns.clone(),
            outlook: match &status.outlook {
                Outlook::NotMeasured { .. } => Outlook::NotMeasured { reason: not_measured(objective, status) },
                other => other.clone(),
            },
            insufficient: status.insufficient(),
            firing,
            tone: tone(status, firing),
            last_signal: status.last_signal,
        })
    }

    /// Use case `objective`.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn objective(&self, _caller: &Caller, args: IdArgs) -> Result<ObjectiveView, ApiError> {
        let world = self.world();
        let objective = world
            .objectives
            .get(&ObjectiveId::from(args.id.as_str()))
            .ok_or_else(|| missing("objective", &args.id))?
            .clone();
        let status = self.status(&objective)?;
        let row = self.objective_row(&world, &objective, &status)?;
        let filter = AlertFilter {
            objective: Some(objective.id.0.clone()),
            limit: Some(50),
            newest_first: true,
            ..AlertFilter::default()
        };
        let alerts = self.store().alerts(&filter).map_err(|error| store_error(&error))?;
        let (chart, past, spent_by) = self.history(&world, &objective, &status)?;
        Ok(ObjectiveView {
            budget: self.why_budget(&objective, &status),
            objective: (*objective).clone(),
            row,
            chart,
            spent_by,
            alerts,
            past,
        })
    }

    /// The burn-down, former windows, and who spent the budget.
    #[expect(clippy::type_complexity, reason = "three parts of one view that share what they were computed from")]
    fn history(
        &self,
        world: &World,
        objective: &Arc<Objective>,
        status: &Status,
    ) -> Result<(Option<Chart>, Vec<PastPeriod>, Vec<SpentBy>), ApiError> {
        if !status.is_measured() {
            return Ok((None, Vec::new(), Vec::new()));
        }
        let series = self.series(&objective.sli.id)?;
        let now = self.now();
        let budget = to_f64(&status.evaluation.budget);
        // The budget of the events so far, as in the row: both end at the same number.
        let (from, ends, to) = (status.evaluation.from, status.evaluation.ends, status.evaluation.to);
        let curve = |from: i64, to: i64| -> Vec<(UtcTime, f64)> {
            let allowed = series.sum(from, to).total as f64 * budget;
            let step = ((to - from) / POINTS).max(1);
            let mut points: Vec<(UtcTime, f64)> = Vec::new();
            let mut at = from;
            if allowed <= 0.0 {
                return points;
            }
            loop {
                points.push((UtcTime::from_minute(at), 1.0 - series.sum(from, at).bad() as f64 / allowed));
                if at >= to {
                    break;
                }
                at = (at + step).min(to);
            }
            points
        };
        let windows = previous_windows(&objective.window, now, 3).map_err(|error| engine_error(&error))?;
        let mut past = Vec::new();
        let mut former_points = Vec::new();
        for (from, to) in windows {
            let complete = series.first_minute().is_some_and(|first| first <= from);
            let left = if complete { budget_at_end(objective, &series, from, to) } else { None };
            past.push(PastPeriod { from: UtcTime::from_minute(from), to: UtcTime::from_minute(to), budget_left: left });
            if left.is_some() {
                former_points.push((from, to, curve(from, to)));
            }
        }
        former_points.sort_by_key(|(from, ..)| *from);
        let former: Vec<BurnWindow<'_>> = former_points
            .iter()
            .map(|(from, to, points)| BurnWindow {
                from: UtcTime::from_minute(*from),
                to: UtcTime::from_minute(*to),
                points,
            })
            .collect();
        let points = curve(from, to);
        let mut incidents: Vec<&Arc<Incident>> = world
            .incidents
            .values()
            .filter(|incident| incident.sli.as_ref() == Some(&objective.sli.id))
            .filter(|incident| incident.began.minute() < to && incident.ended.is_none_or(|ended| ended.minute() > from))
            .collect();
        incidents.sort_by_key(|incident| incident.began);
        let shades: Vec<Shade> = incidents
            .iter()
            .map(|incident| Shade { from: incident.began, to: incident.ended.unwrap_or(now), number: incident.number })
            .collect();
        let chart = burn_down(&BurnDown {
            window: BurnWindow { from: UtcTime::from_minute(from), to: UtcTime::from_minute(ends), points: &points },
            former: &former,
            incidents: &shades,
            now,
            ends: None,
            format: &world.formatter(),
        });
        let whole = series.sum(from, to);
        let allowed = whole.total as f64 * budget;
        let mut spent_by = Vec::new();
        let mut rest = whole.bad();
        for incident in &incidents {
            let start = incident.began.minute().max(from);
            let end = incident.ended.map_or(to, UtcTime::minute).min(to);
            let bad = series.sum(start, end).bad().min(rest);
            rest -= bad;
            spent_by.push(SpentBy {
                incident: incident.id.0.clone(),
                label: format!(
                    "Incident {}, {}: {}",
                    incident.number,
                    day(incident.began, world.zone()),
                    incident.title
                ),
                share: if allowed > 0.0 { bad as f64 / allowed } else { 0.0 },
                bad,
            });
        }
        spent_by.push(SpentBy {
            incident: String::new(),
            label: "Everything that belongs to no incident".into(),
            share: if allowed > 0.0 { rest as f64 / allowed } else { 0.0 },
            bad: rest,
        });
        spent_by.sort_by(|a, b| b.bad.cmp(&a.bad).then_with(|| a.incident.cmp(&b.incident)));
        Ok((Some(chart), past, spent_by))
    }
}

/// Budget left when a former window ended. The end of a calendar period belongs to the next one, so a slice method is
/// asked a minute before; events are simply summed.
fn budget_at_end(objective: &Objective, series: &Series, from: i64, to: i64) -> Option<f64> {
    if objective.method == BudgetingMethod::Occurrences {
        let counts = series.sum(from, to);
        let budget = 1.0 - to_f64(&from_decimal(objective.target));
        return (counts.total > 0).then(|| 1.0 - counts.bad() as f64 / counts.total as f64 / budget);
    }
    let end = if matches!(objective.window, BudgetWindow::Calendar { .. }) { to - 1 } else { to };
    let evaluation = evaluate(objective, series, UtcTime::from_minute(end)).ok()?;
    evaluation.is_measured().then(|| to_f64(&evaluation.remaining))
}

fn hour_ratio(status: &Status) -> Option<f64> {
    (status.hour.total > 0).then(|| status.hour.good as f64 / status.hour.total as f64)
}

/// Why nothing is measured, and what would help.
pub(crate) fn not_measured(objective: &Objective, status: &Status) -> String {
    match &objective.sli.source {
        SliSource::Foreign { source_type } => {
            format!("Its source is {source_type}, which Gemba does not ask yet. Import its counts per minute.")
        }
        _ if status.last_signal.is_some() => "No event within its window. Import newer logs or counts.".into(),
        SliSource::Logs { .. } => "Nobody measures it yet. Import logs that its rule counts.".into(),
        SliSource::Counts => "Nobody measures it yet. Import its counts per minute.".into(),
    }
}

fn tone(status: &Status, firing: u32) -> Tone {
    match (status.remaining(), &status.outlook) {
        (None, _) => Tone::Unknown,
        (Some(left), _) if left < 0.0 => Tone::Harm,
        (Some(_), Outlook::Exhausts { .. }) => Tone::Warn,
        (Some(_), _) if firing > 0 => Tone::Warn,
        (Some(_), _) => Tone::Calm,
    }
}

/// The window in words: "rolling 30 d", "4 weeks from 9 Nov".
pub(crate) fn window_words(window: &BudgetWindow, from: UtcTime, zone: &str) -> String {
    match window {
        BudgetWindow::Rolling { .. } => {
            format!("rolling {}", window_name(u32::try_from(nominal_minutes(window)).unwrap_or(u32::MAX)))
        }
        BudgetWindow::Calendar { count, unit, .. } => {
            let unit = match unit {
                CalendarUnit::Day => "day",
                CalendarUnit::Week => "week",
                CalendarUnit::Month => "month",
                CalendarUnit::Quarter => "quarter",
                CalendarUnit::Year => "year",
            };
            format!("{} from {}", plural(i64::from(*count), unit), day(from, zone))
        }
    }
}

fn verdict(
    world: &World,
    measured: u32,
    spent: &[(Arc<Objective>, Arc<Status>)],
    next: Option<(Arc<Objective>, UtcTime)>,
) -> (Sentence, Tone) {
    let all = world.objectives.len();
    if all == 0 {
        return (Sentence::default().say("No objective is set. Import them as OpenSLO."), Tone::Unknown);
    }
    if measured == 0 {
        return (
            Sentence::default()
                .say("Nothing is measured: none of ")
                .strong(plural(all as i64, "objective"))
                .say(" has counts. Import logs or counts."),
            Tone::Unknown,
        );
    }
    let mut sentence = Sentence::default();
    let tone;
    if spent.is_empty() {
        tone = if next.is_some() { Tone::Warn } else { Tone::Calm };
        sentence = sentence.say("No objective has spent its budget. ");
    } else {
        tone = Tone::Harm;
        sentence = sentence
            .strong(spent.len().to_string())
            .say(" of ")
            .strong(plural(all as i64, "objective"))
            .say(if spent.len() == 1 { " has spent its budget: " } else { " have spent their budget, first " });
        if let Some((objective, status)) =
            spent.iter().min_by(|a, b| a.1.evaluation.remaining.cmp(&b.1.evaluation.remaining))
        {
            sentence = sentence.strong(objective.name.clone());
            if let Some(left) = status.remaining() {
                sentence = sentence.say(", ").strong(percent(left)).say(" left");
            }
            if let Outlook::Exhausted { since } = &status.outlook {
                sentence = sentence.say(", since ").strong(day(*since, world.zone()));
            }
            sentence = sentence.say(". ");
        }
    }
    if let Some((objective, at)) = next {
        sentence =
            sentence.strong(objective.name.clone()).say(" is next, from ").strong(day(at, world.zone())).say(".");
    }
    let silent = all as i64 - i64::from(measured);
    if silent > 0 {
        sentence = sentence
            .say(format!(" {} not measured.", if silent == 1 { "One is".into() } else { format!("{silent} are") }));
    }
    (sentence, tone)
}
