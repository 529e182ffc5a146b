//! Where a number comes from: its inputs with their dates and sources, and the formula.

mod incident;
mod objective;
mod production;
mod weighing;

use super::missing;
use crate::{App, Caller};
use gemba_engine::ratio::{Ratio, to_text};
use gemba_model::api::{ApiError, WhyArgs};
use gemba_model::*;

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
                let measured = self.measured_by_minute(&incident)?;
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
        Explanation {
            title,
            figure,
            formula: "1 − (1 − good ÷ all) ÷ (1 − target), by its objective".into(),
            formula_source: "Site Reliability Workbook, chapter 5 (derived again)".into(),
            terms: Vec::new(),
            notes: vec!["Write an objective for it as OpenSLO, import it, and then the logs that it counts.".into()],
        }
    }
}
