//! Where the numbers of services, periods, on call and forecasts come from.

use super::super::missing;
use super::super::words::plural;
use super::{counted, term};
use crate::{App, Caller, World};
use gemba_engine::ratio::to_f64;
use gemba_model::api::{ApiError, LensArgs, OnCallArgs};
use gemba_model::*;
use std::sync::Arc;

impl App {
    pub(super) fn why_service(
        &self,
        world: &World,
        service: &Arc<Service>,
        part: &str,
    ) -> Result<Explanation, ApiError> {
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

    pub(super) fn why_period(&self, caller: &Caller, part: &str) -> Result<Explanation, ApiError> {
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

    pub(super) fn why_interruptions(&self, party: &str) -> Result<Explanation, ApiError> {
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

    pub(super) fn why_brier(&self) -> Explanation {
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
