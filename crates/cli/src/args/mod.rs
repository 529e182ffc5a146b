//! What can be typed after `gemba`.

mod act;
mod look;

pub use act::*;
pub use look::*;

use clap::{Args, Parser, Subcommand, ValueEnum};
use gemba_model::Party;
use std::path::PathBuf;

const EXIT: &str = "\
Exit status:
  0  done
  1  failed; the reason stands on the error output
  2  called wrongly
  3  done, but some records were rejected; each stands on the error output with file, line and reason

Every command takes --json; the fields are described in docs/json.md.
Begin with:  gemba sample && gemba weigh";

/// The command line.
#[derive(Parser, Debug)]
#[command(
    name = "gemba",
    version,
    about = "One place where Ops, Dev and Product see the same production",
    long_about = "Gemba shows Ops, Dev and Product the same production, and weighs its incidents against the feature backlog in \
                  one unit: cost of delay per week.\n\nEverything is kept in one file, the workspace. Nothing leaves this machine.",
    after_help = EXIT,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds for every command.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// The workspace file [default: $GEMBA_WORKSPACE, else this user's own]
    #[arg(long, global = true, value_name = "FILE")]
    pub workspace: Option<PathBuf>,
    /// The instant that everything holds for, instead of now: `2026-11-22T09:41` (in the workspace's zone), RFC 3339, or `now`
    #[arg(long, global = true, value_name = "TIME")]
    pub at: Option<String>,
    /// Answer in JSON (docs/json.md describes the fields)
    #[arg(long, global = true)]
    pub json: bool,
    /// When to colour; NO_COLOR is respected
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Act as this person, for this call only [default: whom `gemba identify` named]
    #[arg(long, global = true, value_name = "NAME")]
    pub by: Option<String>,
    /// With --by, for a person whom the workspace does not know: their party
    #[arg(long, global = true, value_name = "PARTY", requires = "by")]
    pub by_party: Option<Flag>,
}

/// When to colour.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A party, as it is typed.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// Those who man production
    Ops,
    /// Those who build
    Dev,
    /// Those who decide what is built
    Product,
}

impl From<Flag> for Party {
    fn from(flag: Flag) -> Self {
        match flag {
            Flag::Ops => Party::Ops,
            Flag::Dev => Party::Dev,
            Flag::Product => Party::Product,
        }
    }
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make an empty workspace
    Init(Init),
    /// Make a workspace with the sample: a grocery chain whose tills stop taking payments
    Sample(Sample),
    /// Read files of any accepted format into the workspace
    Import(Import),
    /// Read logs, from files or from standard input, and follow them as they grow
    Ingest(Ingest),
    /// Is production all right, who is on it, what has it cost, what waits?
    Today(Lens),
    /// What should a team do next, and what does the other order cost?
    Weigh(Weigh),
    /// What happened, how many hops, what it cost users, what recurs?
    Incidents(Incidents),
    /// Look at one incident, or act on it
    Incident(Incident),
    /// All features, fixes and debts
    Backlog(Backlog),
    /// Services, who is declared to own them, what hangs on them
    Services(Services),
    /// Objectives, their error budgets and burn rates
    Objectives(Objectives),
    /// Who is on call
    Oncall(OnCall),
    /// Write down what comes first, with the numbers of the screen
    Decide(Decide),
    /// Decisions, their sign-offs, what came of them
    Decisions(List),
    /// Agree to a decision for your own party
    Sign(Id),
    /// Judge what came of a decision's forecast
    Judge(Judge),
    /// Write a report
    Report(Report),
    /// Write records to a file
    Export(Export),
    /// Where a number comes from: its inputs, their dates and sources, the formula
    Why(Why),
    /// Find anything by words
    Search(Search),
    /// Who is at the keyboard
    Whoami,
    /// Say who is at the keyboard
    Identify(Identify),
    /// Show or change the workspace's settings
    Settings(Settings),
    /// Check that the file and its log are what they were
    Verify,
    /// Copy the workspace to a safe place
    Backup(Backup),
    /// Compute everything anew from the log, or save what is intact of a damaged file
    Rebuild(Rebuild),
    /// Show the workspace in a browser on this machine
    Serve(Serve),
    /// Call any use case by name, with its arguments as JSON
    Call(Call),
    /// Write completions for a shell, to be sourced
    Completions(Completions),
    /// Write the manual page (roff), or all of them into a folder
    Man(Man),
}

/// Arguments of `completions`.
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Args, Debug)]
pub struct Man {
    /// Write one page per command into this folder instead
    #[arg(long, value_name = "FOLDER")]
    pub dir: Option<PathBuf>,
}

/// Arguments of `call`.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:  gemba call incident_classify '{\"id\": \"151\", \"failure_mode\": \"Card terminal times out\"}'"
)]
pub struct Call {
    /// The use case; without one they are listed
    pub name: Option<String>,
    /// Its arguments as a JSON object; `-` reads them from standard input
    pub json_args: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_declaration_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_says_what_it_does() {
        fn check(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{} has no help", command.get_name());
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{} {} has no help", command.get_name(), arg.get_id());
            }
            command.get_subcommands().filter(|sub| sub.get_name() != "help").for_each(check);
        }
        let mut command = Cli::command();
        command.build();
        check(&command);
    }
}
