//! The steps of `cargo xtask test`, in their order.

use super::count::{self, Tally};
use crate::{Outcome, sh, system};
use std::path::{Path, PathBuf};
use std::process::Command;

/// One step.
pub struct Step {
    /// The name on screen, to ask for it alone, and of its log.
    pub name: &'static str,
    /// Steps without which it is pointless.
    pub after: &'static [&'static str],
    /// A program without which it is left out: a tool that takes longer to compile than all of this.
    pub optional: Option<&'static str>,
    /// How its tests are counted.
    pub count: Count,
    /// What it runs; stops at the first that fails.
    pub commands: fn() -> Vec<Outcome<Command>>,
}

/// How a step is counted.
#[derive(Clone, Copy)]
pub enum Count {
    /// As one check.
    Step,
    /// As the tests that its log tells of.
    Suite(fn(&str) -> Tally),
}

/// All of them. The UI comes first, because both doors embed it. The Rust steps name the whole workspace, so that
/// features are resolved once and nothing is compiled twice.
pub fn all() -> Vec<Step> {
    let step = |name, after, count, commands| Step { name, after, optional: None, count, commands };
    vec![
        step("format", &[], Count::Step, || vec![Ok(sh::cargo(["fmt", "--all", "--check"]))]),
        step("ui-packages", &[], Count::Step, || vec![npm("ui", &["ci", "--no-audit", "--no-fund"])]),
        step("ui-check", &["ui-packages"], Count::Step, || vec![npm("ui", &["run", "check"])]),
        step("ui-unit", &["ui-packages"], Count::Suite(count::vitest), || vec![npm("ui", &["run", "test"])]),
        step("ui-build", &["ui-packages"], Count::Step, || vec![npm("ui", &["run", "build"])]),
        Step {
            name: "deny",
            after: &[],
            optional: Some("cargo-deny"),
            count: Count::Step,
            commands: || vec![Ok(sh::cargo(["deny", "--offline", "check", "bans", "licenses", "sources"]))],
        },
        step("clippy", &["ui-build"], Count::Step, || {
            vec![Ok(sh::cargo(["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"]))]
        }),
        step("build", &["ui-build"], Count::Step, || {
            vec![Ok(sh::cargo(["build", "--locked", "--workspace", "--bins", "--tests", "--examples"]))]
        }),
        step("types", &["build"], Count::Step, || {
            let mut command = sh::command(sh::binary("dev", "gemba-types"), ["--check"]);
            command.arg(sh::root().join("ui/src/bindings"));
            vec![Ok(command)]
        }),
        step("rust", &["build"], Count::Suite(count::nextest), || {
            vec![Ok(sh::cargo([
                "nextest",
                "run",
                "--locked",
                "--workspace",
                "--bins",
                "--lib",
                "--tests",
                "--no-fail-fast",
            ]))]
        }),
        step("doc", &["build"], Count::Suite(count::libtest), || {
            vec![Ok(sh::cargo(["test", "--locked", "--workspace", "--doc", "--no-fail-fast"]))]
        }),
        step("sample", &["build"], Count::Step, || vec![make_sample()]),
        step("browser", &["ui-build", "sample"], Count::Suite(count::playwright), || {
            vec![npm("tests/browser", &["ci", "--no-audit", "--no-fund"]), browser("test")]
        }),
        step("desktop", &["ui-build", "sample"], Count::Suite(count::tap), || {
            vec![npm("tests/browser", &["ci", "--no-audit", "--no-fund"]), desktop()]
        }),
    ]
}

/// npm in a folder of the checkout.
fn npm(folder: &str, words: &[&str]) -> Outcome<Command> {
    let mut command = sh::command("npm", words);
    command.current_dir(sh::root().join(folder));
    Ok(command)
}

/// The sample workspace that browser and desktop tests copy.
pub fn sample_file() -> Outcome<PathBuf> {
    Ok(sh::scratch("sample")?.join("sample.gemba"))
}

/// Makes the sample anew: the tests look at what a newcomer would see.
pub fn make_sample() -> Outcome<Command> {
    let file = sample_file()?;
    for name in ["sample.gemba", "sample.gemba-wal", "sample.gemba-shm"] {
        let stale = file.with_file_name(name);
        if stale.exists() {
            std::fs::remove_file(&stale).map_err(|error| format!("cannot remove {}: {error}.", stale.display()))?;
        }
    }
    let mut command = sh::command(sh::binary("dev", "gemba"), ["sample", "--size", "small", "--workspace"]);
    command.arg(file);
    Ok(command)
}

/// What browser and desktop tests need to know.
fn environment(command: &mut Command) -> Outcome {
    let chromium = system::browser().ok_or("no Chromium was found.")?;
    command
        .env("GEMBA_BIN", sh::binary("dev", "gemba"))
        .env("GEMBA_DESKTOP_BIN", sh::binary("dev", "gemba-desktop"))
        .env("GEMBA_SAMPLE", sample_file()?)
        .env("GEMBA_TEST_RESULTS", sh::scratch("results")?)
        .env("GEMBA_CHROMIUM", chromium);
    Ok(())
}

/// The UI in a real browser, against the real server.
pub fn browser(script: &str) -> Outcome<Command> {
    let mut command = npm("tests/browser", &["run", "--silent", script])?;
    environment(&mut command)?;
    Ok(command)
}

/// The real window, on a display without a screen and a session bus of its own.
fn desktop() -> Outcome<Command> {
    let tests = Path::new("tests").join("desktop").join("window.test.mjs");
    let mut command = sh::command("xvfb-run", ["--auto-servernum", "--server-args=-screen 0 1600x1000x24"]);
    command
        .args(["dbus-run-session", "--", "node", "--test", "--test-reporter=tap", "--test-concurrency=1"])
        .arg(tests);
    environment(&mut command)?;
    command.env("NO_AT_BRIDGE", "1");
    Ok(command)
}
