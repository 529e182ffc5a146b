//! Every use case at every door: served, or declined with a reason that a person is told.

use gemba_app::model::api::ErrorCode;
use gemba_app::model::{Actor, Party};
use gemba_app::{App, Caller, Capability, Door, PlainHost, USE_CASES, may};
use gemba_tests::types::{declared, differences, read};
use std::collections::BTreeSet;
use std::sync::Arc;

fn caller(door: Door) -> Caller {
    Caller { actor: Actor { name: "ada".into(), party: Some(Party::Dev) }, door }
}

#[test]
fn each_use_case_is_served_or_declined_at_each_door() {
    let app = App::in_memory(Arc::new(PlainHost::new(None, None))).unwrap();
    for case in USE_CASES {
        for door in Door::ALL {
            // The wrong kind of argument on purpose: it gets as far as the arguments, and changes nothing.
            let error = app.call(&caller(door), case.name, serde_json::json!(17)).unwrap_err();
            match case.declined_at(door) {
                None => assert_eq!(error.code, ErrorCode::Validation, "{} at {door:?}: {error}", case.name),
                Some(reason) => {
                    assert_eq!(
                        (error.code, error.help.as_str()),
                        (ErrorCode::Declined, reason),
                        "{} at {door:?}",
                        case.name
                    );
                    assert!(reason.len() > 20, "{}: a reason helps", case.name);
                }
            }
        }
        let served = Door::ALL.iter().filter(|door| case.declined_at(**door).is_none()).count();
        assert!(served > 0, "{} is served nowhere", case.name);
    }
}

const WRONG: &str = r#"{"lens": {}, "team": {}, "item": {}, "text": {}, "id": {}, "days": {}, "key": {}, "files": {}, "size": {},
    "name": {}, "zone": {}, "title": {}, "to": {}, "failure_mode": {}, "rotation": {}, "outcome": {}, "kind": {}}"#;

#[test]
fn the_terminal_reaches_each_use_case_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tests.gemba");
    let run = |words: &[&str]| -> (i32, String, String) {
        let line = ["gemba", "--workspace"].iter().map(std::ffi::OsString::from).chain([file.clone().into_os_string()]);
        // Somebody who may do everything: rights are checked before arguments are read.
        let line = line.chain(["--by", "tess", "--by-party", "dev"].iter().map(std::ffi::OsString::from));
        let line = line.chain(words.iter().map(std::ffi::OsString::from));
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = {
            let mut outside = gemba_cli::outside::Outside {
                input: Box::new(std::io::empty()),
                out: &mut out,
                err: &mut err,
                setting: gemba_cli::outside::Setting::bare(100),
                stop: Arc::default(),
                arm: |_| {},
            };
            gemba_cli::run(line, &mut outside) as i32
        };
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    };
    let (status, _, err) = run(&["init", "Tests"]);
    assert_eq!(status, 0, "{err}");
    let (status, out, err) = run(&["call", "workspace", "{}"]);
    assert_eq!(status, 0, "{err}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap()["name"], "Tests");
    for case in USE_CASES {
        // Every field of every use case's arguments, each of a type that it never has: nothing is done, and only the use
        // case itself can say so. One without arguments has nothing to refuse.
        let (status, out, err) = run(&["call", case.name, WRONG]);
        if (case.args_type)() == "NoArgs" {
            assert_eq!(status, 0, "{}: {err}", case.name);
            continue;
        }
        assert_ne!(status, 0, "{}", case.name);
        let said = format!("{out}{err}");
        match case.declined_at(Door::Cli) {
            Some(reason) => assert!(said.contains(reason), "{}: {said}", case.name),
            None => assert!(said.contains(&format!("The arguments of {}", case.name)), "{}: {said}", case.name),
        }
    }
    let (status, out, err) = run(&["call", "no_such_case", "{}"]);
    assert_ne!(status, 0);
    assert!(format!("{out}{err}").contains("no use case called no_such_case"), "{out}{err}");
}

#[test]
fn names_are_unique_and_told_in_one_style() {
    let names: BTreeSet<&str> = USE_CASES.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), USE_CASES.len());
    for case in USE_CASES {
        assert!(case.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", case.name);
        assert!(case.about.len() > 10 && !case.about.ends_with('.'), "{}", case.name);
    }
}

#[test]
fn the_generated_types_are_what_the_contract_says() {
    let kept = read(&gemba_tests::root().join("ui/src/bindings")).unwrap();
    assert_eq!(differences(&kept, &declared().unwrap()), Vec::<String>::new(), "run `cargo xtask types` and commit");
}

#[test]
fn a_stale_type_would_be_found() {
    let fresh = declared().unwrap();
    let mut kept = fresh.clone();
    kept.remove("Figure.ts");
    kept.insert("UseCases.ts".into(), "old".into());
    kept.insert("Gone.ts".into(), "".into());
    let found = differences(&kept, &fresh);
    assert_eq!(found, ["Figure.ts is missing", "UseCases.ts is stale", "Gone.ts is not of the contract"]);
    assert!(fresh["UseCases.ts"].contains("weigh: { args: Partial<WeighArgs>; reply: WeighView; effect: \"read\" };"));
}

#[test]
fn a_viewer_may_look_and_nobody_signs_without_a_party() {
    assert!(may(None, Capability::Look));
    for capability in [Capability::Respond, Capability::EditBacklog, Capability::Decide, Capability::Sign] {
        assert!(!may(None, capability), "{capability:?}");
    }
}
