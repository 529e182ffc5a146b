//! Where the numbers of an objective come from.

use super::super::words::plural;
use super::{counted, exact, term};
use crate::App;
use crate::measure::Status;
use gemba_engine::ratio::to_f64;
use gemba_model::*;

impl App {
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

    pub(super) fn why_now(&self, objective: &Objective, status: &Status) -> Explanation {
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
}
