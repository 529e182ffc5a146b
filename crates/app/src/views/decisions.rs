//! The record, sign-offs, what came of them.

use super::{Words, page};
use crate::errors::store_error;
use crate::{App, Caller, Capability, may};
use gemba_engine::forecast::brier;
use gemba_model::api::{ApiError, ListArgs};
use gemba_model::view::{ActionState, DecisionRow, DecisionsView};
use gemba_model::*;

impl App {
    /// Use case `decisions`, newest first.
    ///
    /// # Errors
    /// `Io`.
    pub fn decisions(&self, caller: &Caller, args: ListArgs) -> Result<DecisionsView, ApiError> {
        let world = self.world();
        let words = Words::new(&args.text);
        let mut decisions: Vec<_> = world
            .decisions
            .values()
            .filter(|decision| words.fit(&[&decision.title, &decision.reason]))
            .filter(|decision| match args.filter.as_str() {
                "" => true,
                "waiting" => !decision.waits_for().is_empty(),
                "complete" => decision.waits_for().is_empty(),
                party => Party::parse(party).is_some_and(|party| decision.waits_for().contains(&party)),
            })
            .cloned()
            .collect();
        decisions.sort_by_key(|decision| std::cmp::Reverse(decision.number));
        let waiting = decisions.iter().filter(|decision| !decision.waits_for().is_empty()).count();
        let count = decisions.len();
        let (decisions, _, _) = page(decisions, &args);
        let mut rows = Vec::with_capacity(decisions.len());
        for decision in decisions {
            let log = self
                .store()
                .changes_about(RecordKind::Decision, decision.id.as_str())
                .map_err(|error| store_error(&error))?;
            rows.push(DecisionRow {
                waits_for: decision.waits_for(),
                actions: actions(caller, &decision),
                decision: (*decision).clone(),
                log,
            });
        }
        let verdict = match (count, waiting) {
            (0, _) => Sentence::default()
                .say("Nothing is decided yet. Open ")
                .strong("Weigh")
                .say(" and decide what comes first."),
            (_, 0) => Sentence::default().say("All ").strong(count.to_string()).say(if count == 1 {
                " decision is signed by all three parties."
            } else {
                " decisions are signed by all three parties."
            }),
            _ => Sentence::default().strong(waiting.to_string()).say(" of ").strong(count.to_string()).say(
                if waiting == 1 { " decisions waits for a signature." } else { " decisions wait for a signature." },
            ),
        };
        Ok(DecisionsView { verdict, rows, brier: self.brier_figure() })
    }

    /// Mean squared error of the forecasts that were judged.
    pub(crate) fn brier_figure(&self) -> Figure {
        let judged = self.judged_forecasts();
        match brier(&judged) {
            Some(score) => Figure::known(score.score, Unit::Count, self.now(), "decisions:brier"),
            None => Figure::unknown(
                "No forecast has been judged yet. Judge one when its day has come.",
                Unit::Count,
                self.now(),
                "decisions:brier",
            ),
        }
    }

    /// Stated probability and outcome of every judged forecast.
    pub(crate) fn judged_forecasts(&self) -> Vec<(f64, bool)> {
        self.world()
            .decisions
            .values()
            .filter_map(|decision| decision.forecast.as_ref())
            .filter_map(|forecast| forecast.outcome.map(|outcome| (forecast.probability, outcome)))
            .collect()
    }
}

fn actions(caller: &Caller, decision: &Decision) -> Vec<ActionState> {
    let sign = match caller.actor.party {
        None => Some("Say who you are first.".to_owned()),
        Some(party) if !decision.waits_for().contains(&party) => Some(format!("{} has signed.", party.name())),
        Some(_) if decision.signs.iter().any(|sign| sign.person.as_str() == caller.actor.name) => {
            Some("You have signed for another party.".to_owned())
        }
        Some(party) if !may(Some(party), Capability::Sign) => Some("Your party may not sign.".to_owned()),
        Some(_) => None,
    };
    let judge = match &decision.forecast {
        None => Some("It has no forecast.".to_owned()),
        Some(forecast) if forecast.outcome.is_some() => Some("It is judged.".to_owned()),
        Some(_) if caller.actor.party.is_none() => Some("Say who you are first.".to_owned()),
        Some(_) => None,
    };
    vec![
        ActionState { action: "decision_sign".into(), refused: sign },
        ActionState { action: "decision_judge".into(), refused: judge },
    ]
}
