//! The terminal's door: `gemba`, every view and every action, with `--json` on all of them.
//!
//! What lives here: what can be typed, how an answer looks in a terminal, and the two calculators that need only files.
//! What may not live here: a business rule. A command turns what was typed into the arguments of a use case, and the
//! reply into a page or into JSON; whatever another door can do, this one can too (`gemba call`).

pub mod answer;
pub mod args;
pub mod at;
pub mod calc;
pub mod commands;
pub mod desk;
pub mod error;
pub mod host;
pub mod man;
pub mod outside;
pub mod progress;
pub mod show;
pub mod term;

use answer::{Answer, tell};
use args::{Cli, Command, Objectives, ObjectivesCommand, Weigh, WeighCommand};
use clap::Parser;
use desk::{Desk, Opening};
use error::{CliError, Status};
use gemba_model::api::{NoArgs, RebuildArgs};
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
    // What needs no workspace comes first.
    let command = match command {
        Command::Completions(args) => return man::completions(answer, args.shell),
        Command::Man(args) => return man::pages(answer, args.dir.as_deref()),
        Command::Weigh(Weigh { items: Some(file), team, explain }) => {
            return match explain {
                Some(WeighCommand::Explain { item, other }) => {
                    calc::explain::run(answer, &file, &item, other.as_deref())
                }
                None => calc::weigh::run(answer, &file, team.as_deref()),
            };
        }
        Command::Objectives(Objectives { command: Some(ObjectivesCommand::Evaluate(args)) }) => {
            return calc::objective::run(answer, &args);
        }
        Command::Call(args) => {
            let open = |answer: &Answer<'_, '_>| Desk::open(answer, Opening::Existing);
            return commands::call(answer, args.name.as_deref(), args.json_args.as_deref(), open);
        }
        command => command,
    };
    let opening = match &command {
        Command::Init(_) => Opening::New,
        Command::Import(args) if args.dry_run => Opening::OrNone,
        // A browser offers the three beginnings of an empty workspace, as the window does.
        Command::Sample(_) | Command::Import(_) | Command::Ingest(_) | Command::Serve(_) => Opening::OrNew,
        Command::Identify(_) | Command::Whoami => Opening::OrNone,
        _ => Opening::Existing,
    };
    let desk = Desk::open(answer, opening)?;
    use commands::{act, files, ingest, look};
    match command {
        Command::Init(args) => act::init(answer, &desk, &args),
        Command::Sample(args) => files::sample(answer, &desk, &args),
        Command::Import(args) => files::import(answer, &desk, &args),
        Command::Ingest(args) => ingest::run(answer, &desk, &args),
        Command::Today(args) => look::today(answer, &desk, &args),
        Command::Weigh(args) => look::weigh(answer, &desk, &args),
        Command::Incidents(args) => look::incidents(answer, &desk, &args.list),
        Command::Incident(args) => act::incident(answer, &desk, &args.command),
        Command::Backlog(args) => look::backlog(answer, &desk, &args),
        Command::Services(args) => look::services(answer, &desk, &args),
        Command::Objectives(args) => look::objectives(answer, &desk, args.command.as_ref()),
        Command::Oncall(args) => look::oncall(answer, &desk, &args),
        Command::Decide(args) => act::decide(answer, &desk, &args),
        Command::Decisions(args) => look::decisions(answer, &desk, &args),
        Command::Sign(args) => act::sign(answer, &desk, &args.id),
        Command::Judge(args) => act::judge(answer, &desk, &args),
        Command::Report(args) => files::report(answer, &desk, &args.kind),
        Command::Export(args) => files::export(answer, &desk, &args),
        Command::Why(args) => look::why(answer, &desk, &args.key),
        Command::Search(args) => look::search(answer, &desk, &args.words, args.limit),
        Command::Whoami => look::whoami(answer, &desk),
        Command::Identify(args) => act::identify(answer, &desk, &args),
        Command::Settings(args) => act::settings(answer, &desk, &args),
        Command::Verify => files::verified(answer, &desk, "verify", &NoArgs {}),
        Command::Rebuild(args) => {
            let to = args.to.as_ref().map(|to| to.display().to_string());
            files::verified(answer, &desk, "rebuild", &RebuildArgs { to })
        }
        Command::Backup(args) => files::backup(answer, &desk, &args),
        Command::Serve(args) => files::serve(answer, &desk, &args),
        // Served above.
        Command::Call(_) | Command::Completions(_) | Command::Man(_) => Ok(Status::Done),
    }
}
