//! Arguments of the commands that look.

use super::Flag;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Whose eyes to look through.
#[derive(Args, Clone, Debug, Default)]
pub struct Lens {
    /// Sort and focus for this party; the facts are the same for all [default: your own, else ops]
    #[arg(long, value_name = "PARTY")]
    pub lens: Option<Flag>,
}

/// A page of a list.
#[derive(Args, Clone, Debug, Default)]
pub struct List {
    /// Words that must all occur
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Only this state or kind
    #[arg(long, value_name = "STATE", default_value = "", hide_default_value = true)]
    pub filter: String,
    /// Only this team
    #[arg(long)]
    pub team: Option<String>,
    /// Only this service
    #[arg(long)]
    pub service: Option<String>,
    /// Only this journey
    #[arg(long)]
    pub journey: Option<String>,
    /// Only this failure mode
    #[arg(long)]
    pub failure_mode: Option<String>,
    /// Sort by this column; `-COLUMN` turns it round
    #[arg(long, value_name = "COLUMN", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub sort: String,
    /// Rows at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u32,
    /// Leave out this many rows first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: u32,
    /// Whose eyes to look through
    #[command(flatten)]
    pub lens: Lens,
}

/// One thing.
#[derive(Args, Clone, Debug)]
pub struct Id {
    /// Its identifier or number
    pub id: String,
}

/// Arguments of `weigh`.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = false,
    subcommand_negates_reqs = true,
    after_help = "\
The order is by cost of delay ÷ duration. Without a workspace:

  gemba weigh --items items.csv

with the columns id, kind, team, cost_of_delay_per_week, duration_weeks, and optionally title, depends_on and the _low and \
_high of both numbers. An item whose number is missing is listed as not rankable; a number that cannot be true is rejected."
)]
pub struct Weigh {
    /// Weigh the items of this CSV file, or of standard input (`-`), without a workspace
    #[arg(long, value_name = "FILE.csv", global = true)]
    pub items: Option<PathBuf>,
    /// The team [default: the one with most at stake; with --items all]
    #[arg(long, global = true)]
    pub team: Option<String>,
    /// Ask why
    #[command(subcommand)]
    pub explain: Option<WeighCommand>,
}

/// What to ask of an order.
#[derive(Subcommand, Debug)]
pub enum WeighCommand {
    /// Why one item goes before another, what would turn it round, and what the other order costs
    Explain {
        /// The item
        item: String,
        /// The other one [default: its neighbour]
        other: Option<String>,
    },
}

/// Arguments of `incidents`.
#[derive(Args, Debug)]
pub struct Incidents {
    /// What to list
    #[command(flatten)]
    pub list: List,
}

/// Arguments of `backlog`.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Backlog {
    /// What to list
    #[command(flatten)]
    pub list: List,
    /// One item
    #[command(subcommand)]
    pub command: Option<super::BacklogCommand>,
}

/// Arguments of `services`.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Services {
    /// What to list
    #[command(flatten)]
    pub list: List,
    /// One service
    #[command(subcommand)]
    pub command: Option<ServicesCommand>,
}

/// One service.
#[derive(Subcommand, Debug)]
pub enum ServicesCommand {
    /// One service, whole
    Show(Id),
}

/// Arguments of `objectives`.
#[derive(Args, Debug)]
pub struct Objectives {
    /// What to do; `status` when absent
    #[command(subcommand)]
    pub command: Option<ObjectivesCommand>,
}

/// What to ask of objectives.
#[derive(Subcommand, Debug)]
pub enum ObjectivesCommand {
    /// Budgets left, burn rates and outlook of all objectives
    Status(List),
    /// One objective, whole
    Show(Id),
    /// Evaluate an objective over counts in a file, without a workspace
    Evaluate(Evaluate),
}

/// Arguments of `objectives evaluate`.
#[derive(Args, Debug)]
#[command(after_help = "\
The counts have the columns time, good, total, one line a minute or less often; time is RFC 3339 or seconds since 1970.
They stand in for whatever the objective's metric source is. All windows end at --at.
Whether there is too little data is a flag beside the numbers, never instead of them.")]
pub struct Evaluate {
    /// The objective: an OpenSLO v1 file
    #[arg(long, value_name = "FILE.yaml")]
    pub objective: PathBuf,
    /// The counts: a CSV file, or `-` for standard input
    #[arg(long, value_name = "FILE.csv")]
    pub counts: PathBuf,
    /// Which objective, where the file holds several
    #[arg(long, value_name = "ID")]
    pub name: Option<String>,
}

/// Arguments of `oncall`.
#[derive(Args, Debug)]
pub struct OnCall {
    /// What to do; `now` when absent
    #[command(subcommand)]
    pub command: Option<super::OnCallCommand>,
}

/// Arguments of `oncall now`.
#[derive(Args, Clone, Debug, Default)]
pub struct OnCallNow {
    /// Words that must all occur in the rotation, its team or its services
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Days to look ahead
    #[arg(long, value_name = "N", default_value_t = 14)]
    pub days: u32,
}

/// Arguments of `report`.
#[derive(Args, Debug)]
pub struct Report {
    /// Which report
    #[command(subcommand)]
    pub kind: ReportKind,
}

/// Which report.
#[derive(Subcommand, Debug)]
pub enum ReportKind {
    /// The prioritization meeting on two pages: production, its cost, the ranking, what waits for a decision
    Review {
        /// The format [default: by the file's ending, else md]
        #[arg(long = "as", value_enum, value_name = "FORMAT")]
        format: Option<ReportFormat>,
        /// Where to; `-` is standard output
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Team whose ranking is shown
        #[arg(long)]
        team: Option<String>,
    },
}

/// Formats of reports.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// One file for a browser
    Html,
    /// Two pages to print
    Pdf,
    /// Markdown
    Md,
}

/// Arguments of `export`.
#[derive(Args, Debug)]
pub struct Export {
    /// What to write
    #[arg(value_enum)]
    pub kind: ExportKind,
    /// Where to; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// What can be written to a file.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// Work items, as CSV that Gemba reads again
    Backlog,
    /// Incidents with their measured cost, as CSV
    Incidents,
    /// People, as CSV
    People,
    /// Rotations, as CSV
    Rotations,
    /// Decisions, as CSV
    Decisions,
    /// The whole log, as JSON lines
    Log,
    /// Shifts, as iCalendar
    Shifts,
}

/// Arguments of `why`.
#[derive(Args, Debug)]
pub struct Why {
    /// The key that stands beside the number (`why` in JSON)
    pub key: String,
}

/// Arguments of `search`.
#[derive(Args, Debug)]
pub struct Search {
    /// Words
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Hits at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: u32,
}

/// Arguments of `serve`.
#[derive(Args, Debug)]
pub struct Serve {
    /// The port on this machine; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    pub port: u16,
}
