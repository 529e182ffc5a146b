//! A decision as a Markdown Any Decision Record, MADR 4.0.0.

use crate::format::{Formatter, counted, percent, plain};
use crate::text::markdown;
use gemba_model::{DecidedItem, Decision, Unit};

/// A decision as MADR 4: front matter, the question, the options with the numbers that were on the screen, the outcome,
/// how it will be confirmed, and who signed.
pub fn madr(decision: &Decision, format: &Formatter) -> String {
    let mut out = String::new();
    let waits = decision.waits_for();
    let status = match (&decision.superseded_by, waits.is_empty()) {
        (Some(other), _) => format!("superseded by {}", plain(other.as_str())),
        (None, true) => "accepted".to_owned(),
        (None, false) => "proposed".to_owned(),
    };
    let signers: Vec<String> =
        decision.signs.iter().map(|sign| format!("{} ({})", plain(&sign.name), sign.party.name())).collect();
    let mut say = |line: &str| {
        out.push_str(line);
        out.push('\n');
    };
    say("---");
    say(&format!("status: {}", quoted(&status)));
    say(&format!("date: {}", format.zoned(decision.at).strftime("%Y-%m-%d")));
    if signers.is_empty() {
        say("decision-makers: []");
    } else {
        say("decision-makers:");
        for signer in &signers {
            say(&format!("  - {}", quoted(signer)));
        }
    }
    say("---");
    say("");
    say(&format!("# {}", markdown(&decision.title)));
    say("");
    say("## Context and Problem Statement");
    say("");
    let team = decision.team.as_ref().map(|team| format!(" of team {}", markdown(team.as_str()))).unwrap_or_default();
    say(&format!("What comes first in the order{team}? {}", sentence(&decision.reason)));
    say("");
    say("## Considered Options");
    say("");
    for item in std::iter::once(&decision.chosen).chain(&decision.over) {
        say(&format!("* {}: {}", markdown(&item.title), numbers(item, format)));
    }
    say("");
    say("## Decision Outcome");
    say("");
    let title = markdown(&decision.chosen.title);
    let because = match (decision.cost_of_other_order, decision.probability) {
        (Some(cost), Some(probability)) => format!(
            "because the other order costs {} more and this one is {} likely to be right",
            format.money(cost),
            percent(probability)
        ),
        (Some(cost), None) => format!("because the other order costs {} more", format.money(cost)),
        (None, Some(probability)) => format!("because it is {} likely to be the right order", percent(probability)),
        (None, None) => "although the price of the other order was not known".to_owned(),
    };
    say(&format!("Chosen option: \"{title}\", {because}."));
    say("");
    say("### Confirmation");
    say("");
    match &decision.forecast {
        Some(forecast) => {
            let outcome = match forecast.outcome {
                Some(true) => "It came true.",
                Some(false) => "It did not come true.",
                None => "Not judged yet.",
            };
            let statement = markdown(&forecast.statement);
            say(&format!("Forecast, {} likely: {statement} {outcome}", percent(forecast.probability)));
        }
        None => say("No forecast was stated."),
    }
    say("");
    say("## More Information");
    say("");
    let by = markdown(&decision.by);
    say(&format!("Decision {}, written down by {by} on {}.", decision.number, format.date(decision.at)));
    for sign in &decision.signs {
        say(&format!("* {} signed for {} on {}.", markdown(&sign.name), sign.party.name(), format.date(sign.at)));
    }
    for party in waits {
        say(&format!("* {} has not signed.", party.name()));
    }
    if let Some(revisit) = decision.revisit {
        say(&format!("* It should be re-visited on {}.", format.date(revisit)));
    }
    out
}

fn sentence(text: &str) -> String {
    let text = markdown(text);
    if text.is_empty() { "No reason was written down.".to_owned() } else { text }
}

fn numbers(item: &DecidedItem, format: &Formatter) -> String {
    let cost = item.cost_of_delay_per_week.map(|cost| format.value(cost, Unit::CostPerWeek));
    let weeks = item.duration_weeks.map(|weeks| counted(weeks, "week", "weeks"));
    format!(
        "cost of delay {}, duration {}",
        cost.unwrap_or_else(|| "not known".to_owned()),
        weeks.unwrap_or_else(|| "not known".to_owned())
    )
}

/// A YAML scalar in double quotes; JSON's escapes are YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}
