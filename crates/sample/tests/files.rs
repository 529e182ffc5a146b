//! The files as files: the same bytes each time, whole, in order, and about nobody who exists.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, and so may its helpers")]

use gemba_model::UtcTime;
use gemba_sample::{Plan, SampleError, Size, write};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn plan(seed: u64, days: u32) -> Plan {
    Plan { days, ..Plan::new(seed, Size::Small, UtcTime("2026-11-23T09:41:07Z".parse().unwrap())) }
}

/// Every file below a folder by its name.
fn contents(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in [dir.to_path_buf(), dir.join("logs")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn made(plan: &Plan) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    write(plan, dir.path(), &mut |_, _| ()).unwrap();
    contents(dir.path())
}

#[test]
fn the_same_plan_writes_the_same_bytes_and_another_seed_changes_chance_but_not_the_story() {
    let (first, again, other) = (made(&plan(1, 20)), made(&plan(1, 20)), made(&plan(2, 20)));
    assert!(first == again);
    let differs = |name: &str| first[name] != other[name];
    assert!(differs("logs/week-of-2026-11-16.jsonl") && differs("logs/receipts.log"));
    assert!(!differs("pages.pagerduty.jsonl") && !differs("backlog.jira.csv") && !differs("gemba.yaml"));
}

#[test]
fn files_come_in_the_order_of_import_and_progress_tells_their_sizes() {
    let dir = tempfile::tempdir().unwrap();
    let mut told = BTreeMap::new();
    let files = write(&plan(1, 9), dir.path(), &mut |name, bytes| {
        told.insert(name.to_owned(), bytes);
    })
    .unwrap();
    let names: Vec<&str> = files.iter().map(|path| path.strip_prefix(dir.path()).unwrap().to_str().unwrap()).collect();
    assert_eq!(names[..3], ["gemba.yaml", "catalog-info.yaml", "people.csv"]);
    assert_eq!(names[names.len() - 2..], ["alerts.alertmanager.jsonl", "pages.pagerduty.jsonl"]);
    assert!(!names.contains(&"README.md") && dir.path().join("README.md").is_file());
    let place = |name: &str| names.iter().position(|one| one.starts_with(name)).unwrap();
    assert!(place("objectives") < place("logs/"), "rules come before the lines that they count");
    for (name, bytes) in contents(dir.path()) {
        assert_eq!(told[&name], bytes.len() as u64, "{name}");
    }
}

#[test]
fn every_row_of_every_table_has_as_many_cells_as_its_header_and_no_cell_is_a_formula() {
    let tables = made(&plan(1, 9)).into_iter().filter(|(name, _)| name.ends_with(".csv"));
    let mut count = 0;
    for (name, bytes) in tables {
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        let width = reader.headers().unwrap().len();
        for row in reader.records() {
            let row = row.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(row.len(), width, "{name}");
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{name}: {row:?}");
            count += 1;
        }
    }
    assert!(count > 60, "{count} rows");
}

#[test]
fn nobody_in_it_exists() {
    // Grocers, card schemes, vendors of tills, clouds and tools that a reader could take for the ones meant.
    let firms = [
        "tesco",
        "sainsbury",
        "asda",
        "morrisons",
        "waitrose",
        "aldi",
        "lidl",
        "fenwick",
        "ocado",
        "carrefour",
        "walmart",
        "kroger",
        "costco",
        "edeka",
        "rewe",
        "migros",
        "coop",
        "visa",
        "mastercard",
        "worldpay",
        "adyen",
        "stripe",
        "verifone",
        "ingenico",
        "amazon",
        "google",
        "microsoft",
        "oracle",
        "pagerduty",
        "atlassian",
        "grafana",
    ];
    for (name, bytes) in made(&plan(1, 3)) {
        if name == "README.md" {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap().to_lowercase();
        let mut words = text.split(|letter: char| !letter.is_alphanumeric());
        let found = words.find(|word| firms.contains(word));
        assert_eq!(found, None, "{name}");
        for host in text.split("://").skip(1) {
            let host = host.split(['/', '"']).next().unwrap();
            assert!(host.ends_with(".example"), "{name}: {host}");
        }
        for address in text.split('@').skip(1) {
            let domain = address.split([',', '\n', '"']).next().unwrap();
            assert!(domain.ends_with(".example"), "{name}: {domain}");
        }
    }
}

#[test]
fn a_plan_that_cannot_be_made_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let refuse = |plan: Plan| match write(&plan, dir.path(), &mut |_, _| ()) {
        Err(SampleError::Plan(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert!(refuse(plan(1, 0)).contains("1 to 366"));
    assert!(refuse(plan(1, 367)).contains("1 to 366"));
    assert!(refuse(Plan { zone: "Nowhere".into(), ..plan(1, 9) }).contains("Nowhere"));
    assert!(refuse(Plan { at: UtcTime::from_second(0), ..plan(1, 9) }).contains("1970"));
    assert!(contents_of_empty(dir.path()), "nothing was written");
    let file = dir.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let error = write(&plan(1, 9), &file, &mut |_, _| ()).unwrap_err();
    assert!(matches!(error, SampleError::Write { .. }), "{error}");
}

fn contents_of_empty(dir: &Path) -> bool {
    std::fs::read_dir(dir).unwrap().next().is_none()
}

#[test]
fn the_command_writes_the_folder_and_says_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let run = |words: &[&str]| Command::new(env!("CARGO_BIN_EXE_gemba-sample")).args(words).output().unwrap();
    let made = run(&["--out", out.to_str().unwrap(), "--days=3", "--at", "2026-11-23T09:41:07Z", "--seed", "4"]);
    assert!(made.status.success(), "{made:?}");
    assert!(String::from_utf8(made.stdout).unwrap().contains("files"));
    assert!(out.join("pages.pagerduty.jsonl").is_file());
    for (words, reason) in [
        (vec!["--size", "huge", "--out", "x"], "small or large"),
        (vec!["--seed", "1"], "--out DIR is needed"),
        (vec!["--what"], "not known"),
        (vec!["--out"], "needs a value"),
        (vec!["--out", "x", "--at", "yesterday"], "needs a time"),
    ] {
        let refused = run(&words);
        assert_eq!(refused.status.code(), Some(2), "{words:?}");
        assert!(String::from_utf8(refused.stderr).unwrap().contains(reason), "{words:?}");
    }
    assert!(run(&["--help"]).status.success());
}
