//! Files in: nothing twice, nothing half, every refusal with its place.

use crate::Bench;
use gemba_app::model::Party;
use gemba_app::model::api::ErrorCode;
use serde_json::{Value, json};

fn totals(bench: &Bench) -> (u64, f64) {
    let view = bench.ok(Party::Ops, "objective", json!({"id": "pay-succeeds"}));
    let all = view["budget"]["terms"][1]["value"].as_f64().unwrap_or(-1.0);
    let head = bench.ok(Party::Ops, "workspace", json!({}))["head"].as_u64().unwrap();
    (head, all)
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let bench = Bench::new();
    bench.shop();
    let logs = bench.logs("payment.jsonl", 600, 0..0);
    let first = bench.import(&[&logs]);
    assert_eq!(first["files"][0]["kept"], 600);
    let before = totals(&bench);
    assert_eq!(before.1, 60_000.0, "each line stands for a hundred");
    let again = bench.import(&[&logs]);
    assert_eq!(again["files"][0]["kept"], 0);
    assert_eq!(again["files"][0]["unchanged"], 600);
    bench.shop();
    assert_eq!(totals(&bench), before);
}

#[test]
fn a_log_that_has_grown_continues_where_it_was_left() {
    let bench = Bench::new();
    bench.shop();
    let logs = bench.logs("payment.jsonl", 600, 0..0);
    let whole = std::fs::read_to_string(&logs).unwrap();
    let half: String = whole.lines().take(300).map(|line| format!("{line}\n")).collect();
    std::fs::write(&logs, &half).unwrap();
    assert_eq!(bench.import(&[&logs])["files"][0]["kept"], 300);
    std::fs::write(&logs, &whole).unwrap();
    let grown = bench.import(&[&logs]);
    assert_eq!((grown["files"][0]["kept"].as_u64(), grown["files"][0]["unchanged"].as_u64()), (Some(300), Some(300)));
    assert_eq!(totals(&bench).1, 60_000.0);
    // The control: a file that differs in its first byte is another file, and is counted.
    let other = bench.file("other.jsonl", format!(" {whole}"));
    bench.import(&[&other]);
    assert_eq!(totals(&bench).1, 120_000.0);
}

#[test]
fn an_objective_that_comes_later_counts_the_log_anew() {
    let bench = Bench::new();
    let logs = bench.logs("payment.jsonl", 600, 0..0);
    bench.import(&[&logs]);
    bench.shop();
    assert_eq!(totals(&bench).1, -1.0, "it was not counted for this objective yet");
    bench.import(&[&logs]);
    assert_eq!(totals(&bench).1, 60_000.0);
}

#[test]
fn a_dry_run_reports_the_same_and_writes_nothing() {
    let bench = Bench::new();
    let people = bench.file("people.csv", "id,name,party,team,email,zone\nada,Ada,ops,,,\nbob,Bob,martian,,,\n");
    let args = |dry_run: bool| json!({"files": [{"path": people}], "dry_run": dry_run});
    let dry = bench.ok(Party::Dev, "import_files", args(true));
    assert_eq!(bench.ok(Party::Dev, "workspace", json!({}))["head"], 0);
    let real = bench.ok(Party::Dev, "import_files", args(false));
    assert_eq!(dry["files"], real["files"]);
    assert_eq!(real["files"][0]["kept"], 1, "the good record beside the bad one is kept");
    let rejected = &real["files"][0]["rejected"][0];
    assert!(rejected["place"].as_str().unwrap().contains("line 3"), "{rejected}");
    assert!(rejected["reason"].as_str().unwrap().contains("martian"), "{rejected}");
}

#[test]
fn what_is_no_file_of_ours_is_said_and_changes_nothing() {
    let bench = Bench::new();
    let binary = bench.file("photo.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 1, 2, 3]);
    let empty = bench.file("empty.csv", "");
    let missing = bench.folder.path().join("missing.csv");
    let report = bench.import(&[&binary, &empty, &missing]);
    for file in report["files"].as_array().unwrap() {
        assert!(file["error"].is_string(), "{file:#}");
        assert_eq!(file["kept"], 0);
    }
    assert_eq!(bench.ok(Party::Dev, "workspace", json!({}))["empty"], true);
    assert_eq!(
        bench.refused(Some(Party::Dev), "import_files", json!({"files": [{"path": empty}], "format": "word"})),
        ErrorCode::Validation
    );
}

#[test]
fn a_browser_cannot_name_files_of_this_machine_but_can_send_bytes() {
    let bench = Bench::new();
    let people = bench.file("people.csv", "id,name,party,team,email,zone\nada,Ada,ops,,,\n");
    let mut caller = Bench::caller(Some(Party::Dev));
    caller.door = gemba_app::Door::Http;
    let by_path = bench.app.call(&caller, "import_files", json!({"files": [{"path": people}]}));
    assert_eq!(by_path.unwrap_err().code, ErrorCode::Declined);
    let sent = json!({"files": [{"bytes": {"name": "people.csv", "base64": "aWQsbmFtZSxwYXJ0eSx0ZWFtLGVtYWlsLHpvbmUKYWRhLEFkYSxvcHMsLCwK"}}]});
    let report: Value = bench.app.call(&caller, "import_files", sent).unwrap();
    assert_eq!(report["files"][0]["kept"], 1, "{report:#}");
}

#[test]
fn a_last_line_that_is_still_being_written_is_read_whole_the_next_time() {
    let bench = Bench::new();
    bench.shop();
    let logs = bench.logs("payment.jsonl", 600, 0..0);
    let whole = std::fs::read_to_string(&logs).unwrap();
    let middle = whole.match_indices('\n').nth(299).unwrap().0 + 1;
    std::fs::write(&logs, &whole[..middle + 40]).unwrap();
    let half = bench.import(&[&logs]);
    assert_eq!((half["files"][0]["kept"].as_u64(), half["files"][0]["rejected_total"].as_u64()), (Some(300), Some(1)));
    assert!(half["files"][0]["rejected"][0]["place"].as_str().unwrap().contains("line 301"), "{half}");
    assert!(half["files"][0]["remarks"].to_string().contains("has no end yet"), "{half}");
    std::fs::write(&logs, &whole).unwrap();
    let grown = bench.import(&[&logs]);
    assert_eq!(
        (grown["files"][0]["kept"].as_u64(), grown["files"][0]["rejected_total"].as_u64()),
        (Some(300), Some(0))
    );
    assert_eq!(totals(&bench).1, 60_000.0, "no line is lost, none counts twice");
}

#[test]
fn a_folder_may_hold_the_workspace_itself() {
    let bench = Bench::new();
    std::fs::create_dir(bench.folder.path().join("in")).unwrap();
    let people = bench.file("in/people.csv", "id,name,party,team\nann,Ann,ops,x\n");
    for name in ["shop.gemba", "shop.gemba-wal", "shop.gemba-shm", "shop.gemba.lock", "shop.gemba.version-1"] {
        bench.file(&format!("in/{name}"), "no format fits this");
    }
    let folder = people.parent().unwrap().to_owned();
    let report = bench.import(&[&folder]);
    assert_eq!(report["files"].as_array().unwrap().len(), 1, "{report}");
    // The control: what is neither a workspace nor readable is reported.
    bench.file("in/shop.gembas", "no format fits this");
    assert_eq!(bench.import(&[&folder])["files"].as_array().unwrap().len(), 2);
}
