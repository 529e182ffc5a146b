//! How decisions change: recorded once, signed by each party, judged once.

use super::{AnyRecord, Refusal, Shelf, refuse};
use gemba_model::{Actor, Body, Decision, DecisionId, RecordKind, SignOff};

/// Folds a change about a decision.
pub(super) fn project(shelf: &mut Shelf, author: &Actor, body: Body, seq: u64) -> Result<(), Refusal> {
    match body {
        Body::DecisionRecorded(decision) => record(shelf, decision, seq),
        Body::DecisionSigned { decision, sign } => {
            add_sign(find(shelf, &decision)?, author, sign)?;
            shelf.mark(RecordKind::Decision, decision.as_str(), seq);
            Ok(())
        }
        Body::DecisionJudged { decision, outcome } => {
            let record = find(shelf, &decision)?;
            let Some(forecast) = &mut record.forecast else {
                return refuse("the decision has no forecast to judge");
            };
            if forecast.outcome.is_some() {
                return refuse("the decision has been judged already");
            }
            forecast.outcome = Some(outcome);
            shelf.mark(RecordKind::Decision, decision.as_str(), seq);
            Ok(())
        }
        _ => refuse("the change is not about a decision"),
    }
}

fn record(shelf: &mut Shelf, mut decision: Box<Decision>, seq: u64) -> Result<(), Refusal> {
    if shelf.get(RecordKind::Decision, decision.id.as_str()).is_some() {
        return refuse(format!("the decision \"{}\" exists already", decision.id));
    }
    if !decision.signs.is_empty() {
        return refuse("a new decision has no signatures; each party signs by itself");
    }
    let Some(number) = shelf.decisions.checked_add(1) else {
        return refuse("there are no numbers left for decisions");
    };
    decision.number = number;
    shelf.decisions = number;
    shelf.put(decision.into(), seq);
    Ok(())
}

fn add_sign(decision: &mut Decision, author: &Actor, sign: SignOff) -> Result<(), Refusal> {
    match author.party {
        None => return refuse("a viewer or a machine cannot sign"),
        Some(party) if party != sign.party => {
            return refuse(format!("{} cannot sign for {}", party.name(), sign.party.name()));
        }
        Some(_) => {}
    }
    if sign.person.as_str().is_empty() {
        return refuse("a signature needs a person");
    }
    if decision.signs.iter().any(|before| before.party == sign.party) {
        return refuse(format!("{} has signed already", sign.party.name()));
    }
    if let Some(before) = decision.signs.iter().find(|before| before.person == sign.person) {
        return refuse(format!("{} has signed for {} already", sign.name, before.party.name()));
    }
    decision.signs.push(sign);
    Ok(())
}

fn find<'a>(shelf: &'a mut Shelf, id: &DecisionId) -> Result<&'a mut Decision, Refusal> {
    match shelf.get_mut(RecordKind::Decision, id.as_str()) {
        Some(AnyRecord::Decision(decision)) => Ok(decision),
        _ => refuse(format!("there is no decision \"{id}\"")),
    }
}
