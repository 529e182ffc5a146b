//! The terminal's door: `gemba`, every view and every action, with `--json` on all of them.
//!
//! What lives here: what can be typed, how an answer looks in a terminal, and the two calculators that need only files.
//! What may not live here: a business rule. A command turns what was typed into the arguments of a use case, and the
//! reply into a page or into JSON; whatever another door can do, this one can too (`gemba call`).

pub mod answer;
pub mod args;
pub mod at;
pub mod error;
pub mod man;
pub mod outside;
pub mod term;

use answer::{Answer, tell};
use args::{Cli, Command};
use clap::Parser;
use error::{CliError, Status};
use outside::Outside;
use std::ffi::OsString;
use std::io::Write;
use term::Ink;

/// Runs one command line, whose first word is the program's name.
pub fn run(line: impl IntoIterator<Item = OsString>, outside: &mut Outside<'_>) -> Status {
    let cli = match Cli::try_parse_from(line) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error, outside),
    };
    let global = cli.global.clone();
    let mut answer = Answer { outside, global: &global };
    match dispatch(cli.command, &mut answer) {
        Ok(status) => status,
        Err(error) => {
            if global.json
                && let Ok(json) = answer::json(&serde_json::json!({ "error": error.error }))
            {
                // The reason stands on the error output too; a closed standard output loses nothing.
                let _ = answer.put(json.as_bytes());
            }
            tell(answer.outside, &global, Ink::Harm, &format!("gemba: {error}"));
            error.status
        }
    }
}

/// Help, version and wrong calls: what clap has to say, in colour where that is wanted.
fn refuse(error: &clap::Error, outside: &mut Outside<'_>) -> Status {
    let styled = error.render();
    let to_err = error.use_stderr();
    let terminal = if to_err { outside.setting.err_is_terminal } else { outside.setting.out_is_terminal };
    let text = if terminal && !outside.setting.no_color { styled.ansi().to_string() } else { styled.to_string() };
    let stream: &mut dyn Write = if to_err { outside.err } else { outside.out };
    // Nobody is left to tell when the stream is closed.
    let _ = stream.write_all(text.as_bytes());
    if to_err { Status::Usage } else { Status::Done }
}

fn dispatch(command: Command, answer: &mut Answer<'_, '_>) -> Result<Status, CliError> {
    match command {
        Command::Completions(args) => man::completions(answer, args.shell),
        Command::Man(args) => man::pages(answer, args.dir.as_deref()),
        _ => Err(CliError::usage("")),
    }
}
