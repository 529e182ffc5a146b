//! Measures every view's query on one workspace: `gemba-bench FILE [ROUNDS] [VIEW]`. Prints a table; asserts nothing.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its standard streams")]

use gemba_app::model::Actor;
use gemba_app::{App, Caller, Door, Effect, PlainHost, USE_CASES};
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Reads that write documents or go over the whole file: not what a screen waits for.
const NOT_VIEWS: [&str; 3] = ["verify", "report", "export"];

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let Some(file) = words.next() else {
        eprintln!("usage: gemba-bench FILE [ROUNDS] [VIEW]");
        return ExitCode::from(2);
    };
    let rounds = words.next().and_then(|word| word.parse().ok()).unwrap_or(31);
    let only = words.next();
    match measure(Path::new(&file), rounds, only.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn measure(file: &Path, rounds: usize, only: Option<&str>) -> Result<(), String> {
    let began = Instant::now();
    let app = App::open(file, Arc::new(PlainHost::new(None, None))).map_err(|error| error.to_string())?;
    println!("| what | first | median of {rounds} | slowest |\n|---|---|---|---|");
    println!("| open the file | {} | | |", shown(began.elapsed()));
    let caller = Caller { actor: Actor { name: "bench".into(), party: None }, door: Door::Cli };
    let ids = Ids::of(&app, &caller);
    let is_view = |name: &str| only.map_or_else(|| !NOT_VIEWS.contains(&name), |only| only == name);
    for case in USE_CASES.iter().filter(|case| case.effect == Effect::Read && is_view(case.name)) {
        let args = ids.args(case.name);
        let mut times = Vec::with_capacity(rounds);
        for _ in 0..=rounds {
            let began = Instant::now();
            app.call(&caller, case.name, args.clone()).map_err(|error| format!("{}: {error}", case.name))?;
            times.push(began.elapsed());
        }
        let first = times.remove(0);
        times.sort_unstable();
        let (median, slowest) = (times.get(times.len() / 2).copied(), times.last().copied());
        println!(
            "| `{}` | {} | {} | {} |",
            case.name,
            shown(first),
            shown(median.unwrap_or_default()),
            shown(slowest.unwrap_or_default())
        );
    }
    if let Some(resident) = resident() {
        println!("| resident memory of this process | {resident} | | |");
    }
    Ok(())
}

/// One thing of each kind to look at.
struct Ids {
    incident: Value,
    item: Value,
    service: Value,
    objective: Value,
    why: Value,
}

impl Ids {
    fn of(app: &App, caller: &Caller) -> Self {
        let ask = |name: &str, path: &str| {
            let reply = app.call(caller, name, json!({ "limit": 1 })).unwrap_or_default();
            reply.pointer(path).cloned().unwrap_or_default()
        };
        Self {
            incident: ask("incidents", "/rows/0/id"),
            item: ask("backlog", "/rows/0/id"),
            service: ask("services", "/rows/0/service/id"),
            objective: ask("objectives", "/rows/0/objective/id"),
            why: ask("today", "/period/incident_cost/why"),
        }
    }

    fn args(&self, name: &str) -> Value {
        match name {
            "incident" => json!({ "id": self.incident }),
            "work_item" => json!({ "id": self.item }),
            "service" => json!({ "id": self.service }),
            "objective" => json!({ "id": self.objective }),
            "weigh_explain" => json!({ "item": self.item }),
            "why" => json!({ "key": self.why }),
            "search" => json!({ "text": "till" }),
            _ => json!({}),
        }
    }
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Where the system tells it: Linux.
fn resident() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes: f64 =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().trim_end_matches(" kB").parse().ok()?;
    Some(format!("{:.0} MB", kilobytes / 1024.0))
}
