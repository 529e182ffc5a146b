//! The review: two pages for the meeting. Production this period, what it cost, the ranking with its uncertainty, and
//! what waits for a decision; the same content as HTML, Markdown and PDF.
//!
//! The views become a [`content::Content`] of finished words once; three small renderers lay it out. So no format can
//! say something that another does not.

mod content;
mod html;
mod markdown;
mod pdf;
mod sections;
mod weigh;

pub use html::html;
pub use markdown::markdown;
pub use pdf::{PdfError, pdf};

use gemba_model::Chart;
use gemba_model::view::{
    DecisionsView, IncidentsView, ObjectivesView, TodayView, WeighExplanation, WeighView, WorkspaceView,
};

/// Everything that the review is made of: views as they were at one instant, [`TodayView::now`].
#[derive(Clone, Debug)]
pub struct ReviewData {
    /// Name, unit of cost, zone, whether it is the sample.
    pub workspace: WorkspaceView,
    /// The verdict, the live incident, the period, what waits.
    pub today: TodayView,
    /// The order of the team whose ranking is shown.
    pub weigh: WeighView,
    /// Why the first goes before the second, with the flip point.
    pub explanation: Option<WeighExplanation>,
    /// Incidents, newest first, and failure modes. Ask for as many rows as are worth printing; 200 are enough.
    pub incidents: IncidentsView,
    /// Objectives, the least budget left first.
    pub objectives: ObjectivesView,
    /// Decisions, newest first.
    pub decisions: DecisionsView,
    /// Harm of the live incident, as [`crate::charts::incident_harm`] draws it.
    pub harm: Option<Chart>,
}

/// How much is shown before "and 9,992 more".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub objectives: usize,
    pub incidents: usize,
    pub modes: usize,
    pub order: usize,
    pub decisions: usize,
    pub waits: usize,
    /// Characters of a title.
    pub title: usize,
    /// Characters of a line of detail.
    pub detail: usize,
    /// Which of the larger pictures are shown.
    pub pictures: Pictures,
}

/// The larger pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pictures {
    None,
    /// On the first page only the one that matters: the live incident's, otherwise the costs of the incidents.
    One,
    All,
}

/// Objectives, incidents, failure modes, ranks, decisions, what else waits.
const fn limits(rows: [usize; 6], title: usize, detail: usize, pictures: Pictures) -> Limits {
    let [objectives, incidents, modes, order, decisions, waits] = rows;
    Limits { objectives, incidents, modes, order, decisions, waits, title, detail, pictures }
}

impl Limits {
    /// For a screen, where length costs little.
    pub const SCREEN: Limits = limits([20, 25, 20, 50, 20, 20], 160, 300, Pictures::All);

    /// For one sheet of paper, the fullest first: the first that fits is taken, for each sheet by itself.
    pub const PAPER: [Limits; 6] = [
        limits([9, 8, 6, 10, 4, 5], 80, 120, Pictures::All),
        limits([8, 6, 4, 9, 4, 4], 70, 100, Pictures::One),
        limits([8, 4, 3, 7, 3, 4], 60, 90, Pictures::One),
        limits([6, 4, 3, 6, 3, 3], 56, 80, Pictures::One),
        limits([5, 4, 3, 5, 3, 3], 48, 60, Pictures::None),
        limits([3, 3, 2, 4, 2, 2], 36, 40, Pictures::None),
    ];
}

#[cfg(test)]
mod tests;
