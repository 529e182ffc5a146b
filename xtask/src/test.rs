//! `cargo xtask test`: every check there is, one after another, with one line at the end.

mod count;
pub mod steps;

use self::count::Tally;
use self::steps::{Count, Step};
use crate::system::Need;
use crate::{Outcome, sh, system};
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Lines of a failed step that are shown.
const TAIL: usize = 60;

/// Installs what is missing, runs the steps, and counts.
pub fn run(args: &mut sh::Args) -> Outcome {
    let no_install = args.switch("--no-install");
    let asked = args.take();
    let all = steps::all();
    if let Some(unknown) = asked.iter().find(|word| all.iter().all(|step| step.name != **word)) {
        let names: Vec<_> = all.iter().map(|step| step.name).collect();
        return Err(format!("there is no step named {unknown}. There are: {}.", names.join(", ")));
    }
    system::ensure(&[Need::Compiler, Need::Window, Need::WindowTests, Need::Browser], no_install)?;
    system::node()?;
    system::cargo_tool("cargo-nextest", "0.9.143", no_install)?;
    system::cargo_tool("tauri-driver", "2.1.0", no_install)?;

    let logs = sh::scratch("test")?;
    let _turn = turn(&logs)?;
    let mut sum = Tally::default();
    let mut failed_steps: Vec<&str> = Vec::new();
    let started = Instant::now();
    for step in all.iter().filter(|step| asked.is_empty() || asked.iter().any(|name| name == step.name)) {
        if step.optional.is_some_and(|program| !sh::on_path(program)) {
            println!("{:<14} left out: {} is not installed", step.name, step.optional.unwrap_or_default());
            continue;
        }
        let began = Instant::now();
        let tally = if let Some(cause) = step.after.iter().find(|name| failed_steps.contains(name)) {
            println!("{:<14} not run: {cause} failed", step.name);
            Tally { passed: 0, failed: 1 }
        } else {
            let tally = one(step, &logs.join(format!("{}.log", step.name)));
            let took = began.elapsed().as_secs();
            println!("{:<14} {} passed, {} failed, {took} s", step.name, tally.passed, tally.failed);
            tally
        };
        if tally.failed > 0 {
            failed_steps.push(step.name);
        }
        sum.passed += tally.passed;
        sum.failed += tally.failed;
    }
    println!("Logs: {} · {} s in all", logs.display(), started.elapsed().as_secs());
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed == 0 && sum.passed > 0 { Ok(()) } else { Err(format!("failed: {}.", failed_steps.join(", "))) }
}

/// Waits until no other run uses the same target folder: logs, the sample and the results are shared. Held until dropped.
fn turn(logs: &Path) -> Outcome<File> {
    let place = logs.join("lock");
    let told = |error: std::io::Error| format!("cannot lock {}: {error}.", place.display());
    let file = File::create(&place).map_err(told)?;
    if file.try_lock().is_err() {
        println!("Another run uses {}: waiting for its end.", logs.display());
        file.lock().map_err(told)?;
    }
    Ok(file)
}

/// Runs one step into its log and counts what the log says.
fn one(step: &Step, log: &Path) -> Tally {
    let mut tally = Tally::default();
    if let Err(error) = File::create(log) {
        println!("{}: cannot write {}: {error}", step.name, log.display());
        return Tally { passed: 0, failed: 1 };
    }
    for command in (step.commands)() {
        let ok = match command {
            Ok(mut command) => into_log(&mut command, log),
            Err(message) => Err(message),
        };
        if let Err(message) = ok {
            tally.failed += 1;
            println!("--- {}: {message} The end of {}:", step.name, log.display());
            println!("{}\n---", tail(&read(log), TAIL));
            break;
        }
    }
    let ended_well = tally.failed == 0;
    match step.count {
        Count::Step => tally.passed += u64::from(ended_well),
        Count::Suite(reader) => {
            let counted = reader(&read(log));
            tally.passed += counted.passed;
            // A suite that ends badly has failed at least once; one that ran nothing has not passed.
            tally.failed = counted.failed.max(u64::from(!ended_well || counted.passed + counted.failed == 0));
        }
    }
    tally
}

fn into_log(command: &mut Command, log: &Path) -> Outcome {
    let said = sh::spoken(command);
    let open = || File::options().append(true).open(log).map_err(|error| format!("cannot write the log: {error}."));
    let status = command
        .env("NO_COLOR", "1")
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_TERM_PROGRESS_WHEN", "never")
        .env_remove("FORCE_COLOR")
        .stdin(Stdio::null())
        .stdout(open()?)
        .stderr(open()?)
        .status()
        .map_err(|error| format!("`{said}` could not be started: {error}."))?;
    if status.success() { Ok(()) } else { Err(format!("`{said}` failed ({status}).")) }
}

fn read(log: &Path) -> String {
    std::fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    let from = all.len().saturating_sub(lines);
    all.get(from..).unwrap_or_default().join("\n")
}
