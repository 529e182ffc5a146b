//! How each view looks in a terminal: the verdict first, then the numbers that carry it.

pub mod incidents;
pub mod lists;
pub mod objectives;
pub mod order;
pub mod today;
pub mod weigh;

use crate::term::{Ink, Page, Piece, shape};
use gemba_model::view::{ActionState, Named, Outlook, WorkspaceView};
use gemba_model::{Figure, Party, UtcTime};
use gemba_report::format::{self, Formatter};

/// Formats of one workspace at one instant.
#[derive(Clone, Debug)]
pub struct Words {
    /// Numbers, money, dates.
    pub format: Formatter,
    /// The instant that the page holds for.
    pub now: UtcTime,
    /// Whether this is the sample.
    pub sample: bool,
    /// Name of the workspace.
    pub name: String,
}

impl Words {
    /// The words of a workspace.
    pub fn of(workspace: &WorkspaceView) -> Self {
        Self {
            format: Formatter::of(workspace),
            now: workspace.now,
            sample: workspace.sample,
            name: workspace.name.clone(),
        }
    }

    /// A figure as a cell: unknown is `?`, faint.
    pub fn cell(&self, figure: &Figure) -> Piece {
        let ink = if figure.value.is_none() { Ink::Faint } else { Ink::Plain };
        Piece::new(ink, self.format.figure(figure))
    }

    /// A figure without the words of its unit, for a column whose head names it.
    pub fn bare(&self, figure: &Figure) -> Piece {
        match figure.value {
            Some(value) => Piece::new(Ink::Plain, format::number(value)),
            None => Piece::new(Ink::Faint, format::UNKNOWN),
        }
    }

    /// An amount of cost as a cell.
    pub fn money(&self, figure: &Figure) -> Piece {
        match figure.value {
            Some(value) => Piece::new(Ink::Plain, self.format.money(value)),
            None => Piece::new(Ink::Faint, format::UNKNOWN),
        }
    }

    /// A moment near now: `09:41` today, otherwise `9 Nov, 09:41`.
    pub fn moment(&self, at: UtcTime) -> String {
        if self.format.zoned(at).date() == self.format.zoned(self.now).date() {
            self.format.time(at)
        } else {
            self.format.moment(at, self.now)
        }
    }

    /// What a budget will do.
    pub fn outlook(&self, outlook: &Outlook) -> Piece {
        match outlook {
            Outlook::Exhausted { since } => Piece::new(Ink::Harm, format!("spent since {}", self.moment(*since))),
            Outlook::Exhausts { earliest, latest } => {
                let days = |at: UtcTime| ((at.second() - self.now.second()) as f64 / 86_400.0).max(0.0);
                let words = match latest.map(days) {
                    Some(last) if last.round() > days(*earliest).round() => {
                        format!("spent in {:.0} – {last:.0} days", days(*earliest))
                    }
                    _ if days(*earliest) < 2.0 => format!("spent in {}", format::minutes(days(*earliest) * 1_440.0)),
                    _ => format!("spent in {:.0} days", days(*earliest)),
                };
                Piece::new(Ink::Warn, words)
            }
            Outlook::Lasts => Piece::new(Ink::Plain, "lasts the period"),
            Outlook::NotMeasured { reason } => {
                let words = if reason.is_empty() { "not measured".to_owned() } else { reason.clone() };
                Piece::new(Ink::Faint, words)
            }
        }
    }
}

/// A party's shape in its colour, and its name.
pub fn flag(party: Party) -> Piece {
    Piece::new(Ink::Flag(party), format!("{} {}", shape(party), party.name()))
}

/// A party's shape in its colour; a small circle for nobody's.
pub fn sign(party: Option<Party>) -> Piece {
    party.map_or_else(|| Piece::new(Ink::Faint, "○"), |party| Piece::new(Ink::Flag(party), shape(party)))
}

/// Names with commas.
pub fn names(named: &[Named]) -> String {
    named.iter().map(|named| named.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A number with its noun, `1 pair`, `2 pairs`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format::counted(number as f64, one, many)
}

/// Says how many rows of a list were not shown.
pub fn more(offset: u32, shown: usize, total: u32, page: &mut Page) {
    let end = u64::from(offset) + shown as u64;
    if offset > 0 || end < u64::from(total) {
        let first = u64::from(offset) + 1;
        page.faint(&format!("rows {first} – {end} of {total}; --offset and --limit show others"));
    }
}

/// Names what can be done now, and why not.
pub fn actions(actions: &[ActionState], page: &mut Page) {
    let refused: Vec<&ActionState> = actions.iter().filter(|action| action.refused.is_some()).collect();
    if let [first, rest @ ..] = refused.as_slice()
        && rest.iter().all(|action| action.refused == first.refused)
        && refused.len() == actions.len()
    {
        page.blank();
        page.faint(&format!("Nothing can be done here now: {}", first.refused.as_deref().unwrap_or_default()));
        return;
    }
    let open: Vec<String> = actions
        .iter()
        .filter(|action| action.refused.is_none())
        .map(|action| action.action.replace('_', " "))
        .collect();
    if !open.is_empty() {
        page.blank();
        page.faint(&format!("Can be done now: {}", open.join(", ")));
    }
    for action in refused {
        let reason = action.refused.as_deref().unwrap_or_default();
        page.faint(&format!("Not now: {}: {reason}", action.action.replace('_', " ")));
    }
}
