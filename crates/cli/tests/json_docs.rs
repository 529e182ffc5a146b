//! `docs/json.md` against the program: every field that is answered is documented, and every documented field is answered.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::Place;
use common::docs::Page;
use gemba_cli::error::Status;

#[test]
fn the_calculators_answer_as_documented() {
    let page = Page::read();
    let place = Place::new();
    let items = place.write(
        "items.csv",
        "id,title,kind,team,cost_of_delay_per_week,duration_weeks,gate\na,A,fix,t,10,1,legal\nb,B,feature,t,5,2,\nc,C,debt,,,1,\nd,D,fix,t,-1,1,\n",
    );
    page.assert("weigh --items FILE.csv", &place.json(&["weigh", "--items", &items]));
    page.assert("weigh explain ITEM --items FILE.csv", &place.json(&["weigh", "explain", "a", "--items", &items]));
    let objective = place.write(
        "slo.yaml",
        "apiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: pay\nspec:\n  service: payment\n  indicator:\n    metadata:\n      name: sli\n    spec:\n      ratioMetric:\n        counter: true\n        good:\n          metricSource: {type: prometheus, spec: {query: a}}\n        total:\n          metricSource: {type: prometheus, spec: {query: b}}\n  timeWindow:\n    - {duration: 7d, isRolling: true}\n  budgetingMethod: Occurrences\n  objectives:\n    - {displayName: Pay, target: 0.95}\n",
    );
    let counts = place.write("counts.csv", "time,good,total\n1793491200,97,100\n1793491260,5,1\n");
    let line = ["objectives", "evaluate", "--objective", &objective, "--counts", &counts];
    page.assert("objectives evaluate", &place.json(&line));
}

#[test]
fn a_failure_answers_as_documented() {
    let page = Page::read();
    let place = Place::new();
    let ran = place.run(&["today", "--json"]);
    assert_eq!(ran.status, Status::Failed);
    let mut wrong = Vec::new();
    page.check("Failed", &ran.json(), "today", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran.err.contains("gemba sample"), "the way on is named: {}", ran.err);
}

#[test]
fn the_check_finds_what_does_not_fit() {
    let page = Page::read();
    let mut wrong = Vec::new();
    page.check("Spread", &serde_json::json!({ "low": 1, "mid": "x", "more": 2 }), "here", &mut wrong);
    assert_eq!(wrong.len(), 3, "{wrong:?}");
}

#[test]
fn the_page_of_commands_names_each_of_them_and_no_other() {
    let text = common::repository("docs/cli.md");
    let mut command = <gemba_cli::args::Cli as clap::CommandFactory>::command();
    command.build();
    let known: Vec<&str> =
        command.get_subcommands().map(clap::Command::get_name).filter(|name| *name != "help").collect();
    let named: Vec<&str> = text
        .match_indices("gemba ")
        .map(|(at, _)| {
            text[at + 6..].split(|letter: char| !(letter.is_ascii_lowercase() || letter == '-')).next().unwrap()
        })
        .filter(|word| !word.is_empty() && !word.starts_with('-'))
        .collect();
    for name in &known {
        assert!(named.contains(name), "docs/cli.md does not name `gemba {name}`");
    }
    for line in text.lines().filter(|line| line.starts_with("gemba ") || line.starts_with("| `gemba ")) {
        let word = line.trim_start_matches("| `").split_whitespace().nth(1).unwrap().trim_matches('`');
        let word = word.trim_end_matches(['`', ',']);
        assert!(known.contains(&word), "docs/cli.md names `gemba {word}`, which is no command: {line}");
    }
}
