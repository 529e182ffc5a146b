//! The commands over a workspace, on the sample: the story in the terminal, the documented JSON, and what people do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::Place;
use gemba_cli::error::Status;
use gemba_cli::term::text;
use serde_json::{Value, json};

const AT: &str = "2026-11-22T09:41:00Z";

fn sampled() -> Place {
    let place = Place::new();
    let ran = place.run(&["sample", "--days", "30", "--at", AT]);
    assert_eq!(ran.status, Status::Done, "{}{}", ran.out, ran.err);
    place
}

fn done(place: &Place, line: &[&str]) -> String {
    let ran = place.run(line);
    assert_eq!(ran.status, Status::Done, "{line:?}: {}{}", ran.out, ran.err);
    ran.out
}

#[test]
fn the_sample_tells_its_story_and_every_page_fits_the_terminal() {
    let mut place = sampled();
    let incident = place.json(&["today"])["live"]["number"].to_string();
    let weigh = place.json(&["weigh"]);
    let (first, second) = (weigh["order"][0]["id"].as_str().unwrap(), weigh["order"][1]["id"].as_str().unwrap());
    let service = place.json(&["services"])["rows"][0]["service"]["id"].as_str().unwrap().to_owned();
    let objective = place.json(&["objectives"])["rows"][0]["objective"]["id"].as_str().unwrap().to_owned();
    let why = weigh["order"][0]["why"].as_str().unwrap();
    let pages: &[&[&str]] = &[
        &["today"],
        &["today", "--lens", "product"],
        &["weigh"],
        &["weigh", "explain", first, second],
        &["incidents"],
        &["incident", "show", &incident],
        &["backlog"],
        &["backlog", "show", first],
        &["services"],
        &["services", "show", &service],
        &["objectives", "status"],
        &["objectives", "show", &objective],
        &["oncall", "now"],
        &["decisions"],
        &["why", why],
        &["search", "terminal"],
        &["settings"],
        &["verify"],
        &["call"],
    ];
    for width in [80, 120] {
        place.width = width;
        for line in pages {
            let page = done(&place, line);
            assert!(page.trim().len() > 20, "{line:?} says nothing: {page}");
            assert!(!page.contains('\u{1b}'), "{line:?} is coloured without a terminal");
            for row in page.lines() {
                assert!(text::width(row) <= width, "{line:?} at {width}: {row}");
            }
        }
    }
    assert!(done(&place, &["today"]).contains("sample"), "the page says that this is the sample");
    assert!(done(&place, &["weigh"]).contains("Card terminal times out"));
}

#[test]
fn every_answer_is_documented() {
    let place = sampled();
    let page = common::docs::Page::read();
    let weigh = place.json(&["weigh"]);
    page.assert("weigh", &weigh);
    assert!(weigh["total_cost_of_delay"].as_f64().is_some_and(|total| total > 0.0), "{}", weigh["total_cost_of_delay"]);
    let first = weigh["order"][0]["id"].as_str().unwrap();
    page.assert("weigh explain ITEM", &place.json(&["weigh", "explain", first]));
    let today = place.json(&["today"]);
    page.assert("today", &today);
    page.assert("incidents", &place.json(&["incidents"]));
    page.assert("incident show ID", &place.json(&["incident", "show", &today["live"]["number"].to_string()]));
    page.assert("backlog", &place.json(&["backlog"]));
    page.assert("backlog show ID", &place.json(&["backlog", "show", first]));
    let services = place.json(&["services"]);
    page.assert("services", &services);
    let service = services["rows"][0]["service"]["id"].as_str().unwrap();
    page.assert("services show ID", &place.json(&["services", "show", service]));
    let objectives = place.json(&["objectives", "status"]);
    page.assert("objectives status", &objectives);
    let objective = objectives["rows"][0]["objective"]["id"].as_str().unwrap();
    page.assert("objectives show ID", &place.json(&["objectives", "show", objective]));
    page.assert("oncall now", &place.json(&["oncall", "now"]));
    page.assert("why KEY", &place.json(&["why", weigh["order"][0]["why"].as_str().unwrap()]));
    page.assert("search WORDS", &place.json(&["search", "till"]));
    page.assert("whoami", &place.json(&["whoami"]));
    page.assert("settings", &place.json(&["settings"]));
    let verify = place.json(&["verify"]);
    page.assert("verify", &verify);
    assert_eq!(verify["ok"], json!(true));
    assert_eq!(verify["first_bad"], Value::Null);
    page.assert("rebuild", &place.json(&["rebuild"]));
    let file = place.path("review.md").display().to_string();
    page.assert("report review", &place.json(&["report", "review", "-o", &file]));
    let file = place.path("backlog.csv").display().to_string();
    page.assert("export KIND", &place.json(&["export", "backlog", "-o", &file]));

    // What Gemba writes, Gemba reads; what is there already changes nothing.
    let import = place.json(&["import", &file, "--dry-run"]);
    page.assert("import FILE...", &import);
    assert_eq!(import["files"][0]["rejected_total"], json!(0), "{import}");

    // A decision needs all three parties.
    let people = place.json(&["call", "workspace"])["people"].as_array().unwrap().clone();
    let one = |party: &str| {
        let person = people.iter().find(|person| person["party"] == party).unwrap();
        person["person"]["id"].as_str().unwrap().to_owned()
    };
    let second = weigh["order"][1]["id"].as_str().unwrap();
    let ran = place.run(&["decide", first, "--over", second, "--reason", "It came back four times."]);
    assert_eq!(ran.status, Status::Failed, "nobody is known to be asking: {}", ran.out);
    let line = ["decide", first, "--over", second, "--reason", "It came back four times.", "--by", &one("product")];
    page.assert(
        "init, identify, settings --…, incident open, ack, hand-over, note, classify, resolve, reopen, backlog save, oncall override, decide, sign, judge, backup",
        &place.json(&line),
    );
    let decisions = place.json(&["decisions"]);
    page.assert("decisions", &decisions);
    let number = decisions["rows"][0]["decision"]["number"].to_string();
    for party in ["ops", "dev", "product"] {
        // Whoever writes it down may have signed by that.
        place.run(&["sign", &number, "--by", &one(party)]);
    }
    assert_eq!(place.json(&["decisions"])["rows"][0]["waits_for"], json!([]));
    assert!(done(&place, &["decisions"]).contains("It came back four times."));
}

#[test]
fn a_second_sample_does_not_mix_with_data() {
    let place = Place::new();
    done(&place, &["init", "Fenwick", "--cost-unit", "GBP", "--zone", "Europe/London"]);
    let ran = place.run(&["sample", "--days", "1"]);
    assert_eq!(ran.status, Status::Failed);
    assert!(!ran.err.is_empty());
    let again = place.run(&["init", "Fenwick"]);
    assert_eq!(again.status, Status::Failed);
}

#[test]
fn good_records_are_kept_beside_bad_ones() {
    let place = Place::new();
    done(&place, &["init", "Fenwick", "--cost-unit", "GBP", "--zone", "Europe/London"]);
    let file = place.write(
        "items.csv",
        "id,title,kind,team,cost_of_delay_per_week,duration_weeks\nA,Good,fix,till,10,1\nB,Bad,fix,till,-1,1\n",
    );
    let ran = place.run(&["import", &file, "--json"]);
    assert_eq!(ran.status, Status::Rejected, "{}", ran.err);
    let reply = ran.json();
    assert_eq!(reply["files"][0]["kept"], json!(1));
    assert_eq!(reply["files"][0]["format"], json!("items-csv"));
    assert_eq!(reply["files"][0]["rejected"].as_array().unwrap().len(), 1);
    assert!(ran.err.contains("items.csv: line 3"), "{}", ran.err);
    assert_eq!(place.json(&["weigh"])["order"][0]["id"], json!("A"));
    let again = place.json(&["import", &file]);
    assert_eq!(again["files"][0]["kept"], json!(0));
    assert_eq!(again["files"][0]["unchanged"], json!(1));
}

#[test]
fn a_dry_run_needs_no_workspace_and_leaves_none() {
    let place = Place::new();
    let file = place.write("items.csv", "id,kind,team,cost_of_delay_per_week,duration_weeks\nA,fix,till,10,1\n");
    let reply = place.json(&["import", &file, "--dry-run"]);
    assert_eq!(reply["dry_run"], json!(true));
    assert_eq!(reply["files"][0]["kept"], json!(1));
    assert!(!place.path("data").exists());
}

#[test]
fn a_file_that_cannot_be_read_fails_and_says_why() {
    let place = Place::new();
    let binary = place.write("binary.bin", b"\x00\x01\x02\x03\xff\xfe\x00binary");
    let empty = place.write("empty.csv", b"");
    for file in [binary.as_str(), empty.as_str(), "nowhere.csv"] {
        let ran = place.run(&["import", file]);
        assert_eq!(ran.status, Status::Failed, "{file}: {}", ran.out);
        assert!(ran.err.contains(file.rsplit('/').next().unwrap()), "{file}: {}", ran.err);
    }
}

#[test]
fn lines_of_standard_input_are_counted_once() {
    let place = Place::new();
    done(&place, &["init", "Fenwick", "--cost-unit", "GBP", "--zone", "UTC"]);
    let mut lines = String::new();
    for second in 0..50 {
        lines.push_str(&format!(
            "{{\"timestamp\":\"2026-11-22T09:{:02}:00Z\",\"severityNumber\":9,\"body\":\"ok\",\"resource\":{{\"service.name\":\"payment\"}},\"attributes\":{{\"http.response.status_code\":200}}}}\n",
            second
        ));
    }
    for expected in [50, 0] {
        let ran = place.run_with(&["ingest", "-", "--as", "logs-json", "--json"], &lines);
        assert_eq!(ran.status, Status::Done, "{}", ran.err);
        assert_eq!(ran.json()["files"][0]["kept"], json!(expected));
    }
    let empty = place.run_with(&["ingest", "-"], "");
    assert_eq!(empty.status, Status::Failed);
}

#[test]
fn usage_errors_have_their_own_status() {
    let place = Place::new();
    for line in [&["weigh", "--nonsense"][..], &["frobnicate"], &["call", "today", "[1]"], &["objectives", "evaluate"]]
    {
        assert_eq!(place.run(line).status, Status::Usage, "{line:?}");
    }
    for line in [&["--help"][..], &["--version"], &["weigh", "--help"], &["completions", "bash"], &["man"]] {
        let ran = place.run(line);
        assert_eq!(ran.status, Status::Done, "{line:?}");
        assert!(ran.out.len() > 5, "{line:?}");
    }
    done(&place, &["init", "Fenwick", "--zone", "UTC"]);
    assert_eq!(place.run(&["today", "--at", "yesterday"]).status, Status::Usage);
    assert_eq!(place.run(&["call", "no_such_case"]).status, Status::Failed);
}

#[test]
fn whoever_is_at_the_keyboard_is_remembered() {
    let place = Place::new();
    done(&place, &["identify", "Asha", "--party", "dev"]);
    assert_eq!(place.json(&["whoami"])["party"], json!("dev"));
    done(&place, &["init", "Fenwick", "--zone", "UTC"]);
    let other = place.json(&["whoami", "--by", "Otto", "--by-party", "ops"]);
    assert_eq!((&other["name"], &other["party"]), (&json!("Otto"), &json!("ops")));
    assert_eq!(place.json(&["whoami"])["name"], json!("Asha"));
}
