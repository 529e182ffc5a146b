//! The arrows of design §4, and what must not stand where. docs/architecture.md names these tests.

use gemba_tests::arrows::{linked, named};
use gemba_tests::root;
use gemba_tests::sources::{files, holding};
use std::collections::{BTreeMap, BTreeSet};

/// Which crate of ours may name which other. What is not listed is refused: a new crate gets a line here.
const ALLOWED: &[(&str, &[&str])] = &[
    ("gemba-model", &[]),
    ("gemba-engine", &["gemba-model"]),
    ("gemba-store", &["gemba-model"]),
    ("gemba-intake", &["gemba-model"]),
    ("gemba-report", &["gemba-model"]),
    ("gemba-sample", &["gemba-model"]),
    ("gemba-app", &["gemba-model", "gemba-engine", "gemba-store", "gemba-intake", "gemba-report", "gemba-sample"]),
    ("gemba-hub", &["gemba-app"]),
    // The calculators of the command line run on plain files, without a workspace.
    ("gemba-cli", &["gemba-model", "gemba-engine", "gemba-intake", "gemba-report", "gemba-app", "gemba-hub"]),
    ("gemba-desktop", &["gemba-app"]),
    ("gemba-tests", &["gemba-app", "gemba-cli"]),
    ("xtask", &[]),
];

/// Crates that only some rooms may name. A trailing `*` stands for any ending.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("tauri*", &["gemba-desktop"]),
    ("axum*", &["gemba-hub"]),
    ("tower*", &["gemba-hub"]),
    ("rust-embed", &["gemba-hub"]),
    ("tokio*", &["gemba-hub"]),
    ("rusqlite", &["gemba-store"]),
    ("typst*", &["gemba-report"]),
    ("plotters*", &["gemba-report"]),
    ("clap*", &["gemba-cli", "gemba-desktop"]),
    ("indicatif", &["gemba-cli"]),
    ("serde-saphyr", &["gemba-intake"]),
    ("ts-rs", &["gemba-model", "gemba-app", "gemba-tests"]),
];

/// What must not be linked into pure rooms: I/O, databases, threads of others, random numbers of the system.
const IMPURE: &[&str] = &[
    "tokio",
    "rusqlite",
    "libsqlite3-sys",
    "axum",
    "hyper",
    "tauri",
    "wry",
    "getrandom",
    "rand",
    "ureq",
    "socket2",
    "tempfile",
    "uuid",
];

/// What a pure room's code must not say.
const IMPURE_WORDS: &[&str] = &[
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "thread_rng",
];

type Arrows = BTreeMap<String, BTreeSet<String>>;

fn broken_arrows(arrows: &Arrows) -> Vec<String> {
    let ours: BTreeSet<&str> = arrows.keys().map(String::as_str).collect();
    let mut broken = Vec::new();
    for (from, used) in arrows {
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| name == from) else {
            broken.push(format!("{from} has no line in ALLOWED"));
            continue;
        };
        let wrong = used.iter().filter(|to| ours.contains(to.as_str()) && !allowed.contains(&to.as_str()));
        broken.extend(wrong.map(|to| format!("{from} -> {to}")));
    }
    broken
}

fn misplaced(arrows: &Arrows) -> Vec<String> {
    let fits = |pattern: &str, name: &str| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    };
    let mut wrong = Vec::new();
    for (room, used) in arrows {
        for name in used {
            let rule = ONLY_IN.iter().find(|(pattern, _)| fits(pattern, name));
            if rule.is_some_and(|(_, rooms)| !rooms.contains(&room.as_str())) {
                wrong.push(format!("{room} -> {name}"));
            }
        }
    }
    wrong
}

fn arrow(from: &str, to: &str) -> Arrows {
    Arrows::from([(from.to_owned(), BTreeSet::from([to.to_owned()])), (to.to_owned(), BTreeSet::new())])
}

#[test]
fn every_arrow_runs_the_way_of_the_design() {
    assert_eq!(broken_arrows(&named().unwrap()), Vec::<String>::new());
}

#[test]
fn a_wrong_arrow_would_be_found() {
    for (from, to) in [("gemba-engine", "gemba-store"), ("gemba-model", "gemba-app"), ("gemba-hub", "gemba-store")] {
        assert_eq!(broken_arrows(&arrow(from, to)), [format!("{from} -> {to}")]);
    }
    assert_eq!(broken_arrows(&arrow("gemba-new", "gemba-model")), ["gemba-new has no line in ALLOWED"]);
    assert!(broken_arrows(&arrow("gemba-app", "gemba-engine")).is_empty());
}

#[test]
fn each_part_stands_in_its_room_only() {
    assert_eq!(misplaced(&named().unwrap()), Vec::<String>::new());
    assert_eq!(misplaced(&arrow("gemba-app", "tauri-plugin-dialog")), ["gemba-app -> tauri-plugin-dialog"]);
    assert_eq!(misplaced(&arrow("gemba-cli", "axum")), ["gemba-cli -> axum"]);
    assert!(misplaced(&arrow("gemba-hub", "axum")).is_empty());
}

#[test]
fn model_and_engine_link_nothing_that_reaches_outside() {
    let impure = |room: &str| -> Vec<String> {
        let linked = linked(room).unwrap();
        assert!(linked.contains(room), "the list of {room} is not empty");
        IMPURE.iter().filter(|name| linked.contains(**name)).map(|name| (*name).to_owned()).collect()
    };
    for room in ["gemba-model", "gemba-engine"] {
        assert_eq!(impure(room), Vec::<String>::new(), "{room}");
    }
    // The same question finds them where they are.
    assert!(impure("gemba-store").contains(&"rusqlite".to_owned()));
    assert!(impure("gemba-hub").contains(&"tokio".to_owned()));
}

#[test]
fn pure_rooms_ask_for_no_clock_no_file_and_no_chance() {
    for room in ["model", "engine"] {
        let code = files(&format!("crates/{room}/src"), &[".rs"]);
        assert!(!code.is_empty());
        assert_eq!(holding(&code, IMPURE_WORDS), Vec::<String>::new());
    }
    assert!(!holding(&files("crates/app/src", &["host.rs"]), IMPURE_WORDS).is_empty(), "the host has a clock");
}

#[test]
fn intake_writes_nothing_and_report_reads_nothing() {
    let writing = ["fs::write", "File::create", "OpenOptions", "create_dir"];
    assert_eq!(holding(&files("crates/intake/src", &[".rs"]), &writing), Vec::<String>::new());
    let reaching = ["std::fs", "std::net", "File::open", "Timestamp::now", "SystemTime::now"];
    assert_eq!(holding(&files("crates/report/src", &[".rs"]), &reaching), Vec::<String>::new());
}

#[test]
fn only_one_folder_of_the_ui_knows_tauri_and_only_the_chart_writes_markup() {
    let ui = files("ui/src", &[".ts", ".svelte", ".js"]);
    assert!(ui.len() > 20, "the UI was found");
    let tauri: Vec<_> =
        holding(&ui, &["@tauri-apps/"]).into_iter().filter(|at| !at.contains("/ui/src/platform/")).collect();
    assert_eq!(tauri, Vec::<String>::new());
    let markup: Vec<_> = holding(&ui, &["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"])
        .into_iter()
        .filter(|at| !at.contains("/parts/Chart") && !at.contains("/lib/svg"))
        .collect();
    assert_eq!(markup, Vec::<String>::new());
}

#[test]
fn every_crate_says_what_it_is_for_and_takes_the_shared_lints() {
    let manifests = files("crates", &["Cargo.toml"]).into_iter().chain(files("src-tauri", &["Cargo.toml"]));
    let mut seen = 0;
    for (path, manifest) in manifests.chain(files("xtask", &["Cargo.toml"])).chain(files("tests", &["Cargo.toml"])) {
        seen += 1;
        assert!(manifest.contains("[lints]\nworkspace = true"), "{}", path.display());
        let folder = path.parent().unwrap();
        let crate_root = ["src/lib.rs", "src/main.rs"].iter().map(|name| folder.join(name)).find(|file| file.exists());
        let text = std::fs::read_to_string(crate_root.unwrap()).unwrap();
        let words = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .map(|line| line.split_whitespace().count())
            .sum::<usize>();
        assert!(words > 25, "{} needs a paragraph: what lives here, and what may not", path.display());
    }
    assert_eq!(seen, ALLOWED.len(), "every crate was looked at");
}

#[test]
fn the_map_names_every_room() {
    let map = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    for (name, _) in ALLOWED {
        let room = name.strip_prefix("gemba-").unwrap_or(name);
        let word = match room {
            "desktop" => "src-tauri",
            other => other,
        };
        assert!(map.contains(&format!("`{word}`")), "docs/architecture.md does not name {word}");
    }
}

#[test]
fn the_window_may_do_little_and_load_nothing_from_elsewhere() {
    let read = |path: &str| -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(root().join(path)).unwrap()).unwrap()
    };
    let capability = read("src-tauri/capabilities/main.json");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert_eq!(
        capability["permissions"],
        serde_json::json!([
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "allow-rpc",
            "allow-pick-files",
            "allow-waiting-files",
            "allow-save-file"
        ])
    );
    assert_eq!(files("src-tauri/capabilities", &[".json", ".toml"]).len(), 1, "one file for the one window");
    let config = read("src-tauri/tauri.conf.json");
    let app = &config["app"];
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(app["security"]["freezePrototype"], true);
    let policy = app["security"]["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'");
    assert_eq!(policy["script-src"], "'self'");
    let text = serde_json::to_string(policy).unwrap();
    assert!(!text.contains("unsafe") && !text.contains("https:") && !text.contains("*"), "{text}");
    assert_eq!(text.matches("http:").count(), 1, "only the window's own bridge: {text}");
}

#[test]
fn locks_name_no_registry_host_that_others_cannot_reach() {
    for lock in files("ui", &["package-lock.json"]).into_iter().chain(files("tests/browser", &["package-lock.json"])) {
        let (path, text) = lock;
        let strange = text
            .lines()
            .filter(|line| line.contains("\"resolved\": \"http") && !line.contains("https://registry.npmjs.org/"));
        assert_eq!(strange.count(), 0, "{}", path.display());
    }
}
