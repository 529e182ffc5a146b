//! The folder's `README.md`: what the files are. It is not imported.

use crate::civil::Clock;
use crate::settings::CHAIN;
use crate::story::{Mode, Occurrence};
use crate::{Plan, Size};
use std::fmt::Write;

/// The text.
pub(crate) fn text(plan: &Plan, clock: &Clock, story: &[Occurrence]) -> String {
    let mut out = format!(
        "# The sample: {CHAIN}\n\n\
         An invented grocery chain whose tills stop taking payments. Told at {} (seed {}, {} days of logs, zone {}).\n\
         Everything here was generated; no person and no firm in it exists.\n\n\
         | file | format | what |\n|---|---|---|\n\
         | `gemba.yaml` | gemba-yaml | currency, cost of a responder hour, failure modes |\n\
         | `catalog-info.yaml` | backstage | teams, services, third parties, journeys |\n\
         | `people.csv` | people-csv | who works there |\n\
         | `rotations.csv` | rotations-csv | who is on call when |\n\
         | `objectives.openslo.yaml` | openslo | how reliable is reliable enough |\n\
         | `backlog.jira.csv` | jira-csv | what the teams could do next |\n\
         | `knowledge.csv` | knowledge-csv | what is known, and by whom |\n\
         | `logs/*.jsonl` | logs-json | log lines; `sample.rate` says how many each stands for |\n\
         | `logs/receipts.log` | logs-access | a web server's access log |\n",
        plan.at, plan.seed, plan.days, plan.zone,
    );
    if plan.size == Size::Large {
        out.push_str("| `counts/*.csv` | counts-csv | good and all per minute, one file for each objective |\n");
    }
    out.push_str(
        "| `alerts.alertmanager.jsonl` | alertmanager | what fired |\n\
         | `pages.pagerduty.jsonl` | pagerduty | who was paged, and who handed it to whom |\n\n\
         Import them in this order. The incidents of the story:\n\n\
         | number | failure mode | began | lasted |\n|---|---|---|---|\n",
    );
    for one in story {
        let lasted = one.ended.map_or_else(|| "goes on".into(), |ended| format!("{} minutes", ended - one.began));
        let began = clock.civil(one.began).strftime("%Y-%m-%d %H:%M");
        let _ = writeln!(out, "| {} | {} | {began} | {lasted} |", one.number, Mode::name(one.mode));
    }
    out
}
