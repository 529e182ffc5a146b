//! Arguments of the commands that change something.

use super::{Flag, Id, OnCallNow};
use clap::{Args, Subcommand, ValueEnum};
use gemba_model::{Exact, Range, WorkKind, WorkState};
use std::path::PathBuf;

/// Arguments of `init`.
#[derive(Args, Debug)]
pub struct Init {
    /// Name of the product or organisation [default: the file's name]
    pub name: Option<String>,
    /// Unit of cost: an ISO 4217 code, or `user-minutes`
    #[arg(long, value_name = "UNIT", default_value = "user-minutes")]
    pub cost_unit: String,
    /// IANA time zone [default: this machine's]
    #[arg(long)]
    pub zone: Option<String>,
}

/// Arguments of `sample`.
#[derive(Args, Debug)]
pub struct Sample {
    /// How much: `small` is 90 days of a grocery chain, `large` a whole organisation
    #[arg(long, value_enum, default_value_t = Size::Small)]
    pub size: Size,
    /// Seed: the same seed and the same --at make the same sample
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Days of logs [default: 90]
    #[arg(long, value_name = "N")]
    pub days: Option<u32>,
}

/// Sizes of the sample.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 12 services, 90 days
    Small,
    /// 1,619 people, 397 services, 10,000 work items
    Large,
}

impl Size {
    /// The name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Size::Small => "small",
            Size::Large => "large",
        }
    }
}

/// Arguments of `import`.
#[derive(Args, Debug)]
#[command(after_help = "The formats and their fields are described in docs/formats/.")]
pub struct Import {
    /// Files, or folders of files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The format of all of them, such as `jira-csv`; detected when absent
    #[arg(long = "as", value_name = "KIND")]
    pub format: Option<String>,
    /// Read and report, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Service of log lines that name none
    #[arg(long)]
    pub service: Option<String>,
    /// IANA zone of dates that name none [default: the workspace's]
    #[arg(long)]
    pub zone: Option<String>,
}

/// Arguments of `ingest`.
#[derive(Args, Debug)]
#[command(after_help = "\
A file that was read before continues where it ended; a line is never counted twice.
Ctrl-C stops: what was read by then is kept.")]
pub struct Ingest {
    /// Log files, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The format, such as `logs-json` or `logs-access`; detected when absent
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<String>,
    /// Go on reading as the files grow, until Ctrl-C
    #[arg(long)]
    pub follow: bool,
    /// Service of log lines that name none
    #[arg(long)]
    pub service: Option<String>,
}

/// Arguments of `incident`.
#[derive(Args, Debug)]
pub struct Incident {
    /// What to do
    #[command(subcommand)]
    pub command: IncidentCommand,
}

/// What can be done with an incident.
#[derive(Subcommand, Debug)]
pub enum IncidentCommand {
    /// One incident, whole
    Show(Id),
    /// Declare an incident
    Open {
        /// What happens to users
        title: String,
        /// When it began [default: now]
        #[arg(long, value_name = "TIME")]
        began: Option<String>,
        /// Journey that is hurt
        #[arg(long)]
        journey: Option<String>,
        /// Service
        #[arg(long)]
        service: Option<String>,
    },
    /// Say that you are on it
    Ack(Id),
    /// Hand it to another person, team or rotation
    HandOver {
        /// The incident's number
        id: String,
        /// Who takes it
        to: String,
        /// Why
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Write down a note
    Note {
        /// The incident's number
        id: String,
        /// What is said
        text: String,
        /// Something was done to the system
        #[arg(long)]
        action: bool,
    },
    /// Name its failure mode
    Classify {
        /// The incident's number
        id: String,
        /// The failure mode; a new name makes a new one, an empty one takes it back
        failure_mode: String,
    },
    /// Say that the harm has ended
    Resolve(Id),
    /// Say that it came back
    Reopen(Id),
}

/// What can be done with a work item.
#[derive(Subcommand, Debug)]
pub enum BacklogCommand {
    /// One item, whole
    Show(Id),
    /// Make an item, or change one
    Save(Box<SaveItem>),
}

/// Arguments of `backlog save`.
#[derive(Args, Debug)]
#[command(after_help = "A range is written LOW/MID/HIGH, such as 800/4000/6000; a single number is known exactly.")]
pub struct SaveItem {
    /// Its identifier; a new one is given when absent
    pub id: Option<String>,
    /// Title
    #[arg(long)]
    pub title: Option<String>,
    /// Kind
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
    /// State
    #[arg(long, value_enum)]
    pub state: Option<State>,
    /// Team that would be blocked by it
    #[arg(long)]
    pub team: Option<String>,
    /// Journey that it serves
    #[arg(long)]
    pub journey: Option<String>,
    /// Failure mode that it removes
    #[arg(long)]
    pub failure_mode: Option<String>,
    /// Cost of delay per week
    #[arg(long, value_name = "RANGE", value_parser = range)]
    pub cost_of_delay: Option<Range>,
    /// Weeks
    #[arg(long, value_name = "RANGE", value_parser = range)]
    pub duration_weeks: Option<Range>,
    /// Share of occurrences that it removes, 0 to 1
    #[arg(long, value_name = "RANGE", value_parser = range)]
    pub share_removed: Option<Range>,
    /// On what grounds these numbers are stated
    #[arg(long, default_value = "", hide_default_value = true)]
    pub grounds: String,
}

/// Kinds of work.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something new for users
    Feature,
    /// Removes a failure mode or a defect
    Fix,
    /// Pays for something that was put off
    Debt,
}

impl From<Kind> for WorkKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Feature => WorkKind::Feature,
            Kind::Fix => WorkKind::Fix,
            Kind::Debt => WorkKind::Debt,
        }
    }
}

/// States of work.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not begun
    Todo,
    /// Begun
    Doing,
    /// Finished
    Done,
    /// Given up
    Dropped,
}

impl From<State> for WorkState {
    fn from(state: State) -> Self {
        match state {
            State::Todo => WorkState::Todo,
            State::Doing => WorkState::Doing,
            State::Done => WorkState::Done,
            State::Dropped => WorkState::Dropped,
        }
    }
}

/// What can be done with rotations.
#[derive(Subcommand, Debug)]
pub enum OnCallCommand {
    /// Who is on call now and next, and where nobody is
    Now(OnCallNow),
    /// Take a span of a rotation, or leave it empty
    Override {
        /// The rotation
        rotation: String,
        /// Who takes it; `nobody` leaves it empty
        person: String,
        /// Start
        #[arg(long, value_name = "TIME")]
        from: String,
        /// End
        #[arg(long, value_name = "TIME")]
        to: String,
        /// Why
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
}

/// Arguments of `decide`.
#[derive(Args, Debug)]
#[command(after_help = "A decision is complete when all three parties have signed: gemba sign NUMBER.")]
pub struct Decide {
    /// The item that comes first
    pub item: String,
    /// The item that waits [default: its neighbour in the order]
    #[arg(long)]
    pub over: Option<String>,
    /// Why
    #[arg(long)]
    pub reason: String,
    /// What is expected to be true on the revisit date
    #[arg(long, requires = "probability")]
    pub forecast: Option<String>,
    /// How likely that is, 0 to 1
    #[arg(long, requires = "forecast")]
    pub probability: Option<f64>,
    /// When to look again
    #[arg(long, value_name = "TIME")]
    pub revisit: Option<String>,
}

/// Arguments of `judge`.
#[derive(Args, Debug)]
pub struct Judge {
    /// The decision's number
    pub id: String,
    /// Whether its forecast came true
    #[arg(value_enum)]
    pub outcome: Outcome,
}

/// What came of a forecast.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It came true
    True,
    /// It did not
    False,
}

/// Arguments of `identify`.
#[derive(Args, Debug)]
pub struct Identify {
    /// Your name or identifier
    pub name: String,
    /// Your party, where the workspace does not know you
    #[arg(long, value_enum)]
    pub party: Option<Flag>,
}

/// Arguments of `settings`.
#[derive(Args, Debug)]
pub struct Settings {
    /// Name of the product or organisation
    #[arg(long)]
    pub name: Option<String>,
    /// IANA time zone
    #[arg(long)]
    pub zone: Option<String>,
    /// Cost of one responder hour, LOW/MID/HIGH or one number
    #[arg(long, value_name = "RANGE", value_parser = range)]
    pub responder_hour_cost: Option<Range>,
    /// Weeks over which recurrence is counted, 1 to 260
    #[arg(long, value_name = "N")]
    pub evidence_weeks: Option<u32>,
    /// Weeks that a plan covers, 1 to 104
    #[arg(long, value_name = "N")]
    pub plan_weeks: Option<u32>,
}

/// Arguments of `backup`.
#[derive(Args, Debug)]
pub struct Backup {
    /// Where to [default: beside the workspace, with the date in its name]
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
}

/// Arguments of `rebuild`.
#[derive(Args, Debug)]
pub struct Rebuild {
    /// A new file that takes over what is intact of a damaged one, which stays as it is
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
}

/// Reads `LOW/MID/HIGH` or one number.
///
/// # Errors
/// With what is wrong.
pub fn range(text: &str) -> Result<Range, String> {
    let number = |part: &str| -> Result<Exact, String> {
        part.trim().parse::<Exact>().map_err(|_| format!("“{part}” is not a number"))
    };
    let parts: Vec<&str> = text.split('/').collect();
    let range = match parts.as_slice() {
        [point] => Range::point(number(point)?),
        [low, mid, high] => Range { low: number(low)?, mid: number(mid)?, high: number(high)? },
        _ => return Err("write one number, or LOW/MID/HIGH".to_owned()),
    };
    if range.is_ordered() { Ok(range) } else { Err("the three numbers must not fall: LOW ≤ MID ≤ HIGH".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::range;
    use proptest::prelude::*;

    #[test]
    fn a_range_is_one_number_or_three_in_order() {
        assert!(range("4000").unwrap().is_point());
        assert_eq!(range("800/4000/6000").unwrap().low, 800.into());
        for wrong in ["", "1/2", "3/2/1", "x", "1/2/3/4"] {
            assert!(range(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = range(&text);
        }
    }
}
