//! Where the numbers that are weighed come from: items, failure modes, pairs and whole orders.

use super::super::missing;
use super::super::words::plural;
use super::{counted, term};
use crate::{App, Caller, World};
use gemba_engine::ratio::{to_f64, to_text};
use gemba_model::api::{ApiError, WeighArgs, WeighExplainArgs};
use gemba_model::*;
use std::sync::Arc;

impl App {
    pub(super) fn why_item(&self, world: &World, item: &Arc<WorkItem>, part: &str) -> Result<Explanation, ApiError> {
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

    pub(super) fn why_mode(&self, world: &World, mode: &FailureMode, part: &str) -> Result<Explanation, ApiError> {
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

    pub(super) fn why_total(&self, caller: &Caller, team: &str) -> Result<Explanation, ApiError> {
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

    pub(super) fn why_pair(&self, caller: &Caller, ids: &str, part: &str) -> Result<Explanation, ApiError> {
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
}
