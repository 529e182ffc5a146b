//! Where the numbers of an incident come from.

use super::super::words::{plural, whole};
use super::{counted, exact, term};
use crate::measure::Measured;
use crate::{App, World};
use gemba_engine::impact::Baseline;
use gemba_engine::ratio::{to_f64, to_text};
use gemba_model::*;
use std::sync::Arc;

impl App {
    pub(super) fn why_incident(
        &self,
        world: &World,
        incident: &Arc<Incident>,
        measured: &Measured,
        part: &str,
    ) -> Explanation {
        let name = format!("incident {}", incident.number);
        match part {
            "failed" => self.why_failed(world, incident, measured),
            "cost" => self.why_cost(world, incident, measured),
            "rate" => self.why_rate(world, incident, measured),
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

    pub(super) fn why_failed(&self, world: &World, incident: &Arc<Incident>, measured: &Measured) -> Explanation {
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

    /// The cost of a minute, from the last five that were measured.
    fn why_rate(&self, world: &World, incident: &Arc<Incident>, measured: &Measured) -> Explanation {
        let whole = self.why_cost(world, incident, measured);
        let until = measured.span.1;
        let from = (until - 5).max(measured.span.0);
        let recent = || measured.impact.per_minute.iter().filter(|minute| (from..until).contains(&minute.minute));
        let failed = recent().map(|minute| minute.bad as f64).sum::<f64>();
        let normal = recent().map(|minute| minute.expected).sum::<Option<f64>>();
        let on_it = measured
            .responders
            .iter()
            .filter(|one| one.since.minute() < until && one.until.is_none_or(|left| left.minute() > from))
            .count();
        let value = whole.terms.iter().find(|term| term.unit == Unit::CostPerInteraction).cloned();
        let hour = whole.terms.iter().find(|term| term.unit == Unit::CostPerHour).cloned();
        let span = format!(
            "{} to {}",
            world.formatter().moment(UtcTime::from_minute(from), self.now()),
            world.formatter().moment(UtcTime::from_minute(until), self.now())
        );
        let mut terms = vec![
            term("failed", Some(failed), Unit::Count, "", counted(self, span.clone())),
            term("failures that are normal", normal, Unit::Count, "−", counted(self, span.clone())),
        ];
        terms.extend(value);
        terms.push(term("responders then", Some(on_it as f64), Unit::Count, "+", counted(self, span)));
        terms.extend(hour);
        Explanation {
            title: format!("Cost a minute, incident {}", incident.number),
            figure: self.rate_figure(incident, measured),
            formula: format!(
                "(failed above normal × value of one + responder hours × cost of an hour) in its last {}, divided by them",
                plural(until - from, "minute")
            ),
            terms,
            ..whole
        }
    }

    pub(super) fn why_cost(&self, world: &World, incident: &Arc<Incident>, measured: &Measured) -> Explanation {
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
}
