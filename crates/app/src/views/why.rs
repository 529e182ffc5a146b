//! Where a number comes from: its inputs with their dates and sources, and the formula.

use super::missing;
use super::words::{plural, whole};
use crate::measure::{Measured, Status};
use crate::{App, Caller, World};
use gemba_engine::impact::Baseline;
use gemba_engine::ratio::{Ratio, to_f64, to_text};
use gemba_model::api::{ApiError, LensArgs, OnCallArgs, WeighArgs, WeighExplainArgs, WhyArgs};
use gemba_model::*;
use std::sync::Arc;

fn term(label: impl Into<String>, value: Option<f64>, unit: Unit, operator: &str, source: Source) -> Term {
    Term {
        label: label.into(),
        value,
        low: None,
        high: None,
        unit,
        exact: None,
        operator: operator.into(),
        source,
        note: String::new(),
        why: None,
    }
}

fn exact(mut term: Term, value: Option<&Ratio>) -> Term {
    term.exact = value.map(to_text);
    term
}

fn counted(app: &App, reference: impl Into<String>) -> Source {
    Source { by: "measured".into(), at: Some(app.now()), reference: reference.into() }
}

impl App {
    /// Use case `why`: answers for the key that stands in any figure.
    ///
    /// # Errors
    /// `NotFound` for a key of nothing that is there.
    pub fn why(&self, caller: &Caller, args: WhyArgs) -> Result<Explanation, ApiError> {
        let world = self.world();
        let unknown = || missing("number", &args.key);
        let (kind, rest) = args.key.split_once(':').ok_or_else(unknown)?;
        let (id, part) = rest.rsplit_once(':').unwrap_or((rest, ""));
        match kind {
            "incident" => {
                let incident = world.find_incident(id).cloned().ok_or_else(unknown)?;
                let measured = self.measured(&incident)?;
                Ok(self.why_incident(&world, &incident, &measured, part))
            }
            "objective" => {
                let objective = world.objectives.get(&ObjectiveId::from(id)).cloned().ok_or_else(unknown)?;
                let status = self.status(&objective)?;
                Ok(if part == "now" { self.why_now(&objective, &status) } else { self.why_budget(&objective, &status) })
            }
            "journey" => {
                let journey = world.journeys.get(&JourneyId::from(id)).ok_or_else(unknown)?;
                let figure = self.journey_row(&world, journey)?.budget_left;
                Ok(self.why_unknown(format!("Error budget of {}", journey.name), figure))
            }
            "item" => {
                let item = world.items.get(&WorkItemId::from(id)).ok_or_else(unknown)?;
                self.why_item(&world, item, part)
            }
            "mode" => {
                let mode = world.failure_modes.get(&FailureModeId::from(id)).cloned().ok_or_else(unknown)?;
                self.why_mode(&world, &mode, part)
            }
            "service" => {
                let service = world.services.get(&ServiceId::from(id)).cloned().ok_or_else(unknown)?;
                self.why_service(&world, &service, part)
            }
            "weigh" => self.why_total(caller, id),
            "pair" => self.why_pair(caller, id, part),
            "period" => self.why_period(caller, rest),
            "oncall" => self.why_interruptions(id),
            "decisions" => Ok(self.why_brier()),
            _ => Err(unknown()),
        }
    }

    fn why_unknown(&self, title: String, figure: Figure) -> Explanation {
        let notes = figure.unknown.iter().cloned().collect();
        Explanation { title, figure, formula: String::new(), formula_source: String::new(), terms: Vec::new(), notes }
    }

    fn why_incident(&self, world: &World, incident: &Arc<Incident>, measured: &Measured, part: &str) -> Explanation {
        let name = format!("incident {}", incident.number);
        match part {
            "failed" => self.why_failed(world, incident, measured),
            "cost" => self.why_cost(world, incident, measured),
            "rate" => {
                let mut explanation = self.why_cost(world, incident, measured);
                explanation.title = format!("Cost a minute now, {name}");
                explanation.figure = self.rate_figure(incident, measured);
                explanation.formula = "the same over the last 5 minutes, divided by their number".into();
                explanation.terms.clear();
                explanation
            }
            "hops" | "reached" => {
                let figure = if part == "hops" {
                    self.hops_figure(incident, measured)
                } else {
                    self.reached_figure(incident, measured)
                };
                Explanation {
                    title: if part == "hops" {
                        format!("Hops of {name}")
                    } else {
                        format!("Minutes until someone who knows was reached, {name}")
                    },
                    figure,
                    formula: if part == "hops" {
                        "distinct people or teams handed the problem after the first page, until the one whose action changed its state".into()
                    } else {
                        "time from the first page until that one took it".into()
                    },
                    formula_source: "Design §3; reassignment graphs after Jeong, Kim, Zimmermann 2009".into(),
                    terms: measured
                        .chain
                        .iter()
                        .map(|step| {
                            let source = Source {
                                by: step.who.clone(),
                                at: Some(step.at),
                                reference: incident.source.reference.clone(),
                            };
                            term(
                                format!("{} {}", step.who, step.how),
                                Some(step.minutes as f64),
                                Unit::Minutes,
                                "",
                                source,
                            )
                        })
                        .collect(),
                    notes: vec![
                        "Reassignment is not always harmful: it is shown as a distribution and never ranks people."
                            .into(),
                    ],
                }
            }
            _ => {
                let minutes = (measured.span.1 - measured.span.0) as f64;
                Explanation {
                    title: format!("Length of {name}"),
                    figure: Figure::known(
                        minutes,
                        Unit::Minutes,
                        self.now(),
                        format!("incident:{}:minutes", incident.id),
                    ),
                    formula: if incident.ended.is_some() {
                        "end of the harm − its beginning"
                    } else {
                        "now − beginning of the harm"
                    }
                    .into(),
                    formula_source: String::new(),
                    terms: Vec::new(),
                    notes: vec![format!("It began on {}.", world.formatter().moment(incident.began, self.now()))],
                }
            }
        }
    }

    fn why_failed(&self, world: &World, incident: &Arc<Incident>, measured: &Measured) -> Explanation {
        let impact = &measured.impact;
        let sli = incident.sli.as_ref().map_or_else(|| "no indicator".to_owned(), |sli| format!("indicator {sli}"));
        let (normal, note) = match &impact.baseline {
            Baseline::FormerWeeks { weeks, counts } => {
                let list: Vec<String> = weeks.iter().map(u8::to_string).collect();
                (
                    format!("the same hours {} weeks before", list.join(", ")),
                    format!("{} of {} failed then.", whole(counts.bad() as f64), whole(counts.total as f64)),
                )
            }
            Baseline::DayBefore { counts } => (
                "the 24 hours before it began, since no former week has events".into(),
                format!("{} of {} failed then.", whole(counts.bad() as f64), whole(counts.total as f64)),
            ),
            Baseline::Unknown => ("nothing: no former events are known".into(), String::new()),
        };
        let expected = impact.expected.as_ref();
        let mut normal_term = exact(
            term("failures that are normal", expected.map(to_f64), Unit::Count, "−", counted(self, normal)),
            expected,
        );
        normal_term.note = note;
        Explanation {
            title: format!("Failed interactions above normal, incident {}", incident.number),
            figure: self.failed_figure(incident, measured),
            formula: "failed − share that fails in normal times × all".into(),
            formula_source: "Design §4; the same clock window of the four former weeks".into(),
            terms: vec![
                term(
                    "failed",
                    impact.counts.map(|counts| counts.bad() as f64),
                    Unit::Count,
                    "",
                    counted(self, sli.clone()),
                ),
                normal_term,
                term(
                    "all interactions in that time",
                    impact.counts.map(|counts| counts.total as f64),
                    Unit::Count,
                    "",
                    counted(self, sli),
                ),
            ],
            notes: incident
                .journeys
                .first()
                .map(|id| vec![format!("Measured on {}.", world.journey_name(id))])
                .unwrap_or_default(),
        }
    }

    fn why_cost(&self, world: &World, incident: &Arc<Incident>, measured: &Measured) -> Explanation {
        let impact = &measured.impact;
        let value = incident.assumptions.value_per_interaction.as_ref();
        let hour = incident.assumptions.responder_hour_cost.as_ref();
        let decimal = |estimate: &Estimate| to_f64(&gemba_engine::ratio::from_decimal(estimate.range.mid));
        let source = |estimate: Option<&Estimate>| estimate.map(|one| one.source.clone()).unwrap_or_default();
        let mut failed =
            term("failed interactions above normal", measured.failed(), Unit::Count, "", counted(self, "log lines"));
        failed.why = Some(format!("incident:{}:failed", incident.id));
        failed.exact = impact.above.as_ref().map(to_text);
        let journey = incident.journeys.first().map_or("the journey", |id| world.journey_name(id));
        let mut value_term = term(
            format!("value of one interaction of {journey}"),
            value.map(decimal),
            Unit::CostPerInteraction,
            "×",
            source(value),
        );
        if let Some(value) = value.filter(|value| !value.range.is_point()) {
            value_term.low = Some(to_f64(&gemba_engine::ratio::from_decimal(value.range.low)));
            value_term.high = Some(to_f64(&gemba_engine::ratio::from_decimal(value.range.high)));
        }
        let people = measured.responders.len();
        Explanation {
            title: format!("Cost of incident {}", incident.number),
            figure: self.cost_figure(incident, measured),
            formula: "failed above normal × value of one + responder hours × cost of an hour".into(),
            formula_source: "Design §4; assumptions are frozen with the incident".into(),
            terms: vec![
                failed,
                value_term,
                term(
                    format!("responder hours of {}", plural(people as i64, "responder")),
                    Some(to_f64(&impact.responder_hours)),
                    Unit::Hours,
                    "+",
                    Source { by: "timeline".into(), at: Some(self.now()), reference: incident.source.reference.clone() },
                ),
                term("cost of a responder hour", hour.map(decimal), Unit::CostPerHour, "×", source(hour)),
            ],
            notes: vec![
                "Both assumptions are those of the day on which the incident was opened; later changes do not rewrite its cost.".into(),
                "Whoever had it is counted until they left or it ended.".into(),
            ],
        }
    }

    /// How an error budget comes about.
    pub(crate) fn why_budget(&self, objective: &Objective, status: &Status) -> Explanation {
        let evaluation = &status.evaluation;
        let from = UtcTime::from_minute(evaluation.from);
        let format = self.world().formatter();
        let reference = format!("indicator {} since {}", objective.sli.id, format.moment(from, self.now()));
        let known = status.is_measured();
        let mut notes: Vec<String> = evaluation.insufficient.iter().map(|reason| reason.words()).collect();
        if evaluation.empty_slices > 0 {
            notes.push(format!("{} without events are left out.", plural(evaluation.empty_slices, "slice")));
        }
        if let Some(part) = &evaluation.consumed_of_period {
            notes.push(format!(
                "If traffic goes on as it was, this is {:.1} % of the whole period's budget; the number above compares with the events so far.",
                to_f64(part) * 100.0
            ));
        }
        if let BudgetingMethod::Timeslices { slice_minutes, slice_target } = &objective.method {
            notes.push(format!("Counted are slices of {slice_minutes} min that reach {slice_target}."));
        }
        if !objective.policy.is_empty() {
            notes.push(format!("Agreed policy when it is spent: {}.", objective.policy));
        }
        Explanation {
            title: format!("Error budget left, {}", objective.name),
            figure: self.budget_figure(objective, status),
            formula: "1 − (1 − good ÷ all) ÷ (1 − target)".into(),
            formula_source: "Site Reliability Workbook, chapter 5 (derived again)".into(),
            terms: vec![
                exact(
                    term(
                        "good",
                        known.then(|| to_f64(&evaluation.good)),
                        Unit::Count,
                        "",
                        counted(self, reference.clone()),
                    ),
                    Some(&evaluation.good),
                ),
                term("all", known.then_some(evaluation.total as f64), Unit::Count, "÷", counted(self, reference)),
                exact(
                    term("target", Some(to_f64(&evaluation.target)), Unit::Ratio, "", objective.source.clone()),
                    Some(&evaluation.target),
                ),
                exact(
                    term(
                        "share of the budget spent",
                        known.then(|| to_f64(&evaluation.consumed)),
                        Unit::Ratio,
                        "",
                        counted(self, "computed"),
                    ),
                    Some(&evaluation.consumed),
                ),
            ],
            notes,
        }
    }

    fn why_now(&self, objective: &Objective, status: &Status) -> Explanation {
        let known = status.hour.total > 0;
        let reference = format!("indicator {}, the last 60 minutes", objective.sli.id);
        Explanation {
            title: format!("Good interactions now, {}", objective.name),
            figure: self.now_figure(objective, status),
            formula: "good ÷ all over the last 60 minutes".into(),
            formula_source: "OpenSLO, ratio of events".into(),
            terms: vec![
                term(
                    "good",
                    known.then_some(status.hour.good as f64),
                    Unit::Count,
                    "",
                    counted(self, reference.clone()),
                ),
                term("all", known.then_some(status.hour.total as f64), Unit::Count, "÷", counted(self, reference)),
            ],
            notes: status
                .last_signal
                .map(|last| vec![format!("Last event on {}.", self.world().formatter().moment(last, self.now()))])
                .unwrap_or_default(),
        }
    }

    fn why_item(&self, world: &World, item: &Arc<WorkItem>, part: &str) -> Result<Explanation, ApiError> {
        let weighing = self.weighing()?;
        let (_, duration, cd3) = weighing.figures(item, self.now());
        Ok(match part {
            "duration" => Explanation {
                title: format!("Duration of {}", item.title),
                figure: duration,
                formula: "weeks during which the team is blocked, as stated".into(),
                formula_source: "blackswanfarming.com/cost-of-delay-divided-by-duration".into(),
                terms: item
                    .duration_weeks
                    .iter()
                    .map(|one| {
                        term(
                            "stated",
                            Some(to_f64(&gemba_engine::ratio::from_decimal(one.range.mid))),
                            Unit::Weeks,
                            "",
                            one.source.clone(),
                        )
                    })
                    .collect(),
                notes: weighing.needs(&item.id).iter().map(|need| format!("Needs {need}.")).collect(),
            },
            "cd3" => {
                let (cost, duration, _) = weighing.figures(item, self.now());
                let mut cost_term =
                    term("cost of delay a week", cost.value, Unit::CostPerWeek, "", counted(self, "see there"));
                cost_term.why = Some(cost.why.clone());
                let mut duration_term = term("weeks", duration.value, Unit::Weeks, "÷", counted(self, "see there"));
                duration_term.why = Some(duration.why.clone());
                Explanation {
                    title: format!("Cost of delay ÷ duration, {}", item.title),
                    figure: cd3,
                    formula: "cost of delay a week ÷ weeks; the highest goes first".into(),
                    formula_source: "Smith's rule (1956): optimal for one team and independent items".into(),
                    terms: vec![cost_term, duration_term],
                    notes: weighing.needs(&item.id).iter().map(|need| format!("Needs {need}.")).collect(),
                }
            }
            _ => weighing.explain_cost(world, item, self.now()),
        })
    }

    fn why_mode(&self, world: &World, mode: &FailureMode, part: &str) -> Result<Explanation, ApiError> {
        let stats = self.mode_stats(world, &mode.id)?;
        let rows = self.failure_mode_rows(world)?;
        let row = rows
            .into_iter()
            .find(|row| row.failure_mode.id == mode.id.as_str())
            .ok_or_else(|| missing("failure mode", mode.id.as_str()))?;
        let mut terms = Vec::new();
        if part != "occurrence" {
            let mut rate = term(
                format!(
                    "{} in {}",
                    plural(stats.incidents.len() as i64, "occurrence"),
                    plural(i64::from(stats.weeks), "week")
                ),
                row.rate.value,
                Unit::PerWeek,
                "",
                counted(self, "incidents of this failure mode"),
            );
            rate.exact = stats.recurrence.map(|recurrence| to_text(&recurrence.mean()));
            rate.low = row.rate.low;
            rate.high = row.rate.high;
            terms.push(rate);
        }
        if part == "week" {
            let mut cost =
                term("cost of one occurrence", row.cost_per_occurrence.value, Unit::Cost, "×", counted(self, "mean"));
            cost.why = Some(row.cost_per_occurrence.why.clone());
            terms.push(cost);
        }
        if part == "occurrence" {
            for incident in stats.incidents.iter().rev().take(50) {
                let measured = self.measured(incident)?;
                let source = Source {
                    by: "measured".into(),
                    at: Some(incident.began),
                    reference: format!("incident {}", incident.number),
                };
                let mut cost = term(format!("incident {}", incident.number), measured.cost(), Unit::Cost, "", source);
                cost.why = Some(format!("incident:{}:cost", incident.id));
                if incident.ended.is_none() {
                    cost.note = "Still live: left out of the mean when others have ended.".into();
                }
                terms.push(cost);
            }
        }
        let (figure, formula, what) = match part {
            "occurrence" => (row.cost_per_occurrence, "mean of the costs of its incidents", "Cost of one occurrence"),
            "week" => (row.cost_per_week, "occurrences a week × cost of one occurrence", "Expected cost a week"),
            _ => (row.rate, "(n + ½) ÷ weeks, with the exact 95 % interval of n ÷ weeks", "Occurrences a week"),
        };
        Ok(Explanation {
            title: format!("{what}, {}", mode.name),
            figure,
            formula: formula.into(),
            formula_source: "Gamma posterior with Jeffreys prior; exact interval after Garwood 1936".into(),
            terms,
            notes: vec!["Occurrences are taken as independent of each other.".into()],
        })
    }

    fn why_service(&self, world: &World, service: &Arc<Service>, part: &str) -> Result<Explanation, ApiError> {
        let row = self.service_row(world, service)?;
        if part == "budget" {
            return Ok(self.why_unknown(format!("Error budget of {}", service.name), row.budget_left));
        }
        let mut terms = Vec::new();
        for journey in world.journeys_of(&service.id) {
            let value = self.value_per_minute(world, journey)?;
            let source = journey.value_per_interaction.as_ref().map(|value| value.source.clone()).unwrap_or_default();
            let mut one = term(
                journey.name.clone(),
                value.as_ref().ok().copied(),
                Unit::CostPerMinute,
                if terms.is_empty() { "" } else { "+" },
                source,
            );
            one.note = value
                .err()
                .unwrap_or_else(|| "value of one interaction × mean interactions a minute of the last 28 days".into());
            terms.push(one);
        }
        Ok(Explanation {
            title: format!("Value that passes through {} a minute", service.name),
            figure: row.blast_radius,
            formula: "sum over its journeys of value per interaction × interactions a minute".into(),
            formula_source: "Design §3".into(),
            terms,
            notes: vec![
                "What a complete outage would cost; a journey counts whole, also where another path may remain.".into(),
            ],
        })
    }

    fn why_total(&self, caller: &Caller, team: &str) -> Result<Explanation, ApiError> {
        let view = self.weigh(caller, WeighArgs { team: Some(team.to_owned()) })?;
        Ok(Explanation {
            title: "Total cost of delay of this order".into(),
            figure: view.total_cost_of_delay,
            formula: "sum over the order of cost of delay a week × week in which it is finished".into(),
            formula_source: "Smith's rule (1956)".into(),
            terms: view
                .order
                .iter()
                .take(100)
                .map(|item| {
                    let cost = item.cost_of_delay_per_week.mid * item.completes_week;
                    let mut one = term(
                        item.title.clone(),
                        Some(cost),
                        Unit::Cost,
                        if item.rank == 1 { "" } else { "+" },
                        counted(self, format!("finished in week {:.1}", item.completes_week)),
                    );
                    one.why = Some(item.why.clone());
                    one
                })
                .collect(),
            notes: vec![view.method, "Teams work in parallel; each has its own order.".into()],
        })
    }

    fn why_pair(&self, caller: &Caller, ids: &str, part: &str) -> Result<Explanation, ApiError> {
        // Identifiers may hold colons themselves: try each place where the two could be parted.
        let world = self.world();
        let parted = ids.match_indices(':').map(|(at, _)| (&ids[..at], &ids[at + 1..])).find(|(first, second)| {
            world.items.contains_key(&WorkItemId::from(*first)) && world.items.contains_key(&WorkItemId::from(*second))
        });
        let (first, second) = parted.ok_or_else(|| missing("pair", ids))?;
        let args = WeighExplainArgs { item: first.into(), other: Some(second.into()) };
        let view = self.weigh_explain(caller, args)?;
        let unit =
            |title: &str, value: f64, unit| term(title.to_owned(), Some(value), unit, "", counted(self, "weighing"));
        let mut terms = Vec::new();
        for item in [Some(&view.item), view.other.as_ref()].into_iter().flatten() {
            let mut cost = unit(
                &format!("cost of delay a week, {}", item.title),
                item.cost_of_delay_per_week.mid,
                Unit::CostPerWeek,
            );
            cost.why = Some(item.why.clone());
            terms.push(cost);
            terms.push(unit(&format!("weeks, {}", item.title), item.duration_weeks.mid, Unit::Weeks));
        }
        let (figure, title, formula) = if part == "knowing" {
            (
                view.value_of_knowing,
                "What finding out more is worth at most",
                "expected regret of this order over all values that the ranges allow (EVPI)",
            )
        } else {
            (
                view.cost_of_swap,
                "What the other order costs more",
                "cost of delay of the first × weeks of the second − cost of delay of the second × weeks of the first",
            )
        };
        Ok(Explanation {
            title: title.into(),
            figure: figure.ok_or_else(|| missing("pair", ids))?,
            formula: formula.into(),
            formula_source: "Neighbour swap of Smith's rule; value of information".into(),
            terms,
            notes: vec!["Both items are taken as independent, done by one team, one after the other.".into()],
        })
    }

    fn why_period(&self, caller: &Caller, part: &str) -> Result<Explanation, ApiError> {
        let view = self.today(caller, LensArgs::default())?;
        let world = self.world();
        let period = view.period;
        let mut terms = Vec::new();
        let mut incidents: Vec<&Arc<Incident>> = world
            .incidents
            .values()
            .filter(|one| one.began >= period.from && one.began < period.to && one.began <= view.now)
            .collect();
        incidents.sort_by_key(|incident| (incident.began, incident.number));
        for incident in incidents.iter().take(100) {
            let measured = self.measured(incident)?;
            let source = Source {
                by: "measured".into(),
                at: Some(incident.began),
                reference: format!("incident {}", incident.number),
            };
            let (value, unit) = match part {
                "hops" => (measured.hops.map(f64::from), Unit::Count),
                "hours" => (Some(to_f64(&measured.impact.responder_hours)), Unit::Hours),
                "incidents" => (Some(1.0), Unit::Count),
                _ => (measured.cost(), Unit::Cost),
            };
            let mut one = term(
                format!("{}: {}", incident.number, incident.title),
                value,
                unit,
                if terms.is_empty() { "" } else { "+" },
                source,
            );
            one.why = Some(format!("incident:{}:cost", incident.id));
            terms.push(one);
        }
        let (title, figure, formula) = match part {
            "hops" => ("Median hops", period.hops, "middle value of the hops of the period's incidents"),
            "hours" => ("Responder hours", period.responder_hours, "sum over the period's incidents"),
            "incidents" => ("Incidents", period.incidents, "incidents that began in the period"),
            "alerts" => ("Alerts", period.alerts, "alerts that began in the period, of every tier"),
            _ => (
                "Cost of incidents",
                period.incident_cost,
                "sum of the costs of the incidents that began in the period",
            ),
        };
        if part == "alerts" {
            terms.clear();
        }
        Ok(Explanation {
            title: format!("{title} of this period"),
            figure,
            formula: formula.into(),
            formula_source: String::new(),
            terms,
            notes: vec![format!("The period is {}.", world.formatter().days(period.from, period.to))],
        })
    }

    fn why_interruptions(&self, party: &str) -> Result<Explanation, ApiError> {
        let world = self.world();
        let weeks = self.evidence_weeks(&world)?;
        let args = OnCallArgs { limit: 1, ..Default::default() };
        let caller = self.caller(crate::Door::Cli);
        let view = self.oncall(&caller, args)?;
        let load = view
            .load
            .into_iter()
            .find(|load| load.party.name().to_lowercase() == party)
            .ok_or_else(|| missing("load", party))?;
        Ok(Explanation {
            title: format!("Interruptions of {} in {}", load.party.name(), plural(i64::from(weeks), "week")),
            figure: load.interruptions,
            formula: "notifications to one person within 60 s count once, anchored at the first of a run".into(),
            formula_source: "PagerDuty, responder insights; the anchor is fixed here".into(),
            terms: Vec::new(),
            notes: vec![
                "A page goes to Ops where Ops cover the service, else to whichever rotation covers it.".into(),
                "Whoever a timeline names as paged, asked or added is interrupted too.".into(),
                format!("{} found nobody on call.", plural(i64::from(load.uncovered), "page")),
            ],
        })
    }

    fn why_brier(&self) -> Explanation {
        let judged = self.judged_forecasts();
        let score = gemba_engine::forecast::brier(&judged);
        Explanation {
            title: "How well forecasts came true".into(),
            figure: self.brier_figure(),
            formula: "mean of (stated probability − outcome)²; 0 is perfect, 0.25 is what fifty-fifty always gets"
                .into(),
            formula_source: "Brier 1950; decomposition after Murphy 1973".into(),
            terms: score
                .map(|score| {
                    vec![
                        term(
                            "reliability",
                            Some(score.reliability),
                            Unit::Count,
                            "",
                            counted(self, format!("n = {}", score.n)),
                        ),
                        term("resolution", Some(score.resolution), Unit::Count, "−", counted(self, "judged forecasts")),
                        term(
                            "uncertainty",
                            Some(score.uncertainty),
                            Unit::Count,
                            "+",
                            counted(self, "judged forecasts"),
                        ),
                    ]
                })
                .unwrap_or_default(),
            notes: vec!["Few forecasts say little; n stands above.".into()],
        }
    }
}
