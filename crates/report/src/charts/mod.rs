//! Pictures drawn by plotters: each takes a small input and returns a [`gemba_model::Chart`], the SVG with what an
//! overlay needs (pixels and values of every series) and one sentence for those who do not see it.
//!
//! No picture fails: empty, huge, unordered and non-finite input gives a picture that says what is missing. Text from
//! outside is escaped by plotters after control characters were taken out.

mod burn;
mod density;
mod harm;
pub mod palette;
mod pen;
mod rows;
mod scale;

pub use burn::{BurnDown, BurnWindow, Shade, burn_down};
pub use density::{DensityFlip, LambdaDensity, StatedDensity, lambda_density, stated_density};
pub use harm::{HarmMinute, IncidentHarm, incident_harm};
pub use rows::{CostBar, IncidentDot, budget_bar, cost_bars, incident_costs, range_bar};

use gemba_model::{Chart, ChartSeries};

/// Joins what was drawn with what is said about it.
fn chart(svg: String, summary: String, size: (u32, u32), series: Vec<ChartSeries>) -> Chart {
    Chart { svg, summary, width: size.0, height: size.1, series }
}

#[cfg(test)]
pub(crate) mod tests;
