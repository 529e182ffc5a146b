//! Deciding, signing, judging.

use super::*;
use gemba_model::api::{DecideArgs, JudgeArgs, SignArgs, WeighExplainArgs};
use gemba_model::view::WeighItem;
use gemba_model::*;

fn decided(item: &WeighItem) -> DecidedItem {
    DecidedItem {
        item: item.id.clone(),
        title: item.title.clone(),
        cost_of_delay_per_week: Some(item.cost_of_delay_per_week.mid),
        duration_weeks: Some(item.duration_weeks.mid),
    }
}

impl App {
    /// Use case `decide`: writes down what comes first, with the numbers that are on the screen at that moment.
    ///
    /// # Errors
    /// `NotFound`; `Precondition` when an item is not rankable; `Validation`.
    pub fn decide(&self, caller: &Caller, args: DecideArgs) -> Result<Done, ApiError> {
        let reason = text("reason", &args.reason, TEXT_LIMIT)?;
        let explanation =
            self.weigh_explain(caller, WeighExplainArgs { item: args.item.clone(), other: args.over.clone() })?;
        let forecast = match (&args.forecast, args.probability) {
            (None, _) => None,
            (Some(statement), Some(probability)) if (0.0..=1.0).contains(&probability) => {
                Some(Forecast { statement: text("forecast", statement, TEXT_LIMIT)?, probability, outcome: None })
            }
            (Some(_), _) => {
                return Err(invalid("A forecast needs its probability.", "Give how likely it is, from 0 to 1."));
            }
        };
        if let Some(revisit) = args.revisit
            && revisit <= self.now()
        {
            return Err(invalid("The revisit date lies in the past.", "Give a later day."));
        }
        let title = match &explanation.other {
            Some(other) => format!("{} before {}", explanation.item.title, other.title),
            None => format!("{} next", explanation.item.title),
        };
        let decision = Decision {
            id: DecisionId(self.host().fresh_id()),
            number: 0,
            title: title.clone(),
            team: explanation.item.team.clone(),
            chosen: decided(&explanation.item),
            over: explanation.other.iter().map(decided).collect(),
            cost_of_other_order: explanation.cost_of_swap.as_ref().and_then(|figure| figure.value),
            probability: explanation.probability,
            reason,
            forecast,
            revisit: args.revisit,
            at: self.now(),
            by: caller.actor.name.clone(),
            signs: Vec::new(),
            superseded_by: None,
            extra: Extra::default(),
        };
        let id = decision.id.clone();
        self.done(
            caller,
            id.as_str(),
            vec![Body::DecisionRecorded(Box::new(decision))],
            format!("Decided: {title}. It waits for all three parties."),
        )
    }

    /// Use case `decision_sign`: for the caller's own party, by a person of the workspace.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `Precondition`.
    pub fn decision_sign(&self, caller: &Caller, args: SignArgs) -> Result<Done, ApiError> {
        let world = self.world();
        let decision = world.find_decision(&args.id).ok_or_else(|| missing("decision", &args.id))?;
        let (person, party, name) = match self.find_person(&caller.actor.name) {
            Some(found) => found,
            None => match caller.actor.party {
                Some(party) => (PersonId::from(caller.actor.name.as_str()), party, caller.actor.name.clone()),
                None => {
                    return Err(ApiError::new(
                        ErrorCode::Forbidden,
                        "Nobody is known to be signing.",
                        "Say who you are and for which party you work.",
                    ));
                }
            },
        };
        if caller.actor.party != Some(party) {
            return Err(ApiError::new(ErrorCode::Forbidden, "You can sign for your own party only.", ""));
        }
        let sign = SignOff { party, person, name, at: self.now() };
        let body = Body::DecisionSigned { decision: decision.id.clone(), sign };
        self.done(
            caller,
            decision.id.as_str(),
            vec![body],
            format!("{} has signed decision {}.", party.name(), decision.number),
        )
    }

    /// Use case `decision_judge`.
    ///
    /// # Errors
    /// `NotFound`, `Precondition`.
    pub fn decision_judge(&self, caller: &Caller, args: JudgeArgs) -> Result<Done, ApiError> {
        let world = self.world();
        let decision = world.find_decision(&args.id).ok_or_else(|| missing("decision", &args.id))?;
        let body = Body::DecisionJudged { decision: decision.id.clone(), outcome: args.outcome };
        self.done(caller, decision.id.as_str(), vec![body], format!("Decision {} is judged.", decision.number))
    }
}
