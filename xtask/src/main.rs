//! `cargo xtask`: the project's chores, one word each.
//!
//! What lives here is what a person would otherwise type: installing what is missing, building, starting, testing,
//! packaging. What may not live here is anything that Gemba itself does: those are called as the binaries that users
//! call. It has no dependency, so that it is compiled within seconds on a fresh machine.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its standard streams")]

mod bench;
mod package;
mod run;
mod sample;
mod sh;
mod shots;
mod system;
mod test;
mod types;
mod ui;

use std::process::ExitCode;

/// What a chore can fail with: one sentence for the person at the terminal.
type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "\
cargo xtask run      [--workspace FILE] [--at TIME] [--no-install] [--no-window] [--release]
                     installs what is missing, builds, opens the window (or serves a link where there is no display)
cargo xtask test     [--no-install] [STEP...]
                     installs what is missing and runs every check; with names, only those steps
cargo xtask bench    [--seed N] [--peers]
                     measures on the large sample and prints the figures for docs/performance.md
cargo xtask package  [--no-install]
                     builds the deb, the rpm, and the plain binaries
cargo xtask sample   [--seed N] [--days N] [--size small|large] [--at TIME] --out DIR
                     writes the sample's source files
cargo xtask types    [--check]
                     writes the contract's TypeScript to ui/src/bindings, or fails when it is stale
cargo xtask shots    [--no-install]
                     takes the pictures of docs/pictures from the running program";

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    if words.is_empty() || words.iter().any(|word| word == "--help" || word == "-h" || word == "help") {
        println!("{USAGE}");
        return if words.is_empty() { ExitCode::from(2) } else { ExitCode::SUCCESS };
    }
    let chore = words.remove(0);
    let mut args = sh::Args::new(words);
    let outcome = match chore.as_str() {
        "run" => run::run(&mut args),
        "test" => test::run(&mut args),
        "bench" => bench::run(&mut args),
        "package" => package::run(&mut args),
        "sample" => sample::run(args),
        "types" => types::run(&mut args),
        "shots" => shots::run(&mut args),
        other => {
            eprintln!("xtask: there is no chore named {other}.\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask {chore}: {message}");
            ExitCode::FAILURE
        }
    }
}
