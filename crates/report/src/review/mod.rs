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
    /// Whether the larger pictures are shown.
    pub pictures: bool,
}

impl Limits {
    /// For a screen, where length costs little.
    pub const SCREEN: Limits = Limits {
        objectives: 20,
        incidents: 25,
        modes: 20,
        order: 50,
        decisions: 20,
        waits: 20,
        title: 160,
        detail: 300,
        pictures: true,
    };

    /// For two sheets of paper, the fullest first: the first that fits is taken.
    pub const PAPER: [Limits; 5] = [
        Limits {
            objectives: 9,
            incidents: 8,
            modes: 6,
            order: 10,
            decisions: 4,
            waits: 5,
            title: 80,
            detail: 120,
            pictures: true,
        },
        Limits {
            objectives: 7,
            incidents: 5,
            modes: 4,
            order: 8,
            decisions: 3,
            waits: 4,
            title: 60,
            detail: 90,
            pictures: true,
        },
        Limits {
            objectives: 5,
            incidents: 4,
            modes: 3,
            order: 6,
            decisions: 3,
            waits: 4,
            title: 60,
            detail: 80,
            pictures: true,
        },
        Limits {
            objectives: 5,
            incidents: 4,
            modes: 3,
            order: 6,
            decisions: 3,
            waits: 3,
            title: 48,
            detail: 60,
            pictures: false,
        },
        Limits {
            objectives: 3,
            incidents: 3,
            modes: 2,
            order: 4,
            decisions: 2,
            waits: 2,
            title: 36,
            detail: 40,
            pictures: false,
        },
    ];
}

#[cfg(test)]
mod tests;
