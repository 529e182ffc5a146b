//! Every picture and document that leaves Gemba: charts drawn by plotters, the two-page review as PDF, HTML and
//! Markdown, CSV, iCalendar, MADR and the log as JSON lines.
//!
//! Pure functions: data in, text or bytes out. What may not live here: a database, a clock, a file, the network, and
//! any arithmetic about reliability or cost (that is `engine`); scales, rounding and wording for a reader are at home
//! here. Text from outside is text in every format: escaped in SVG, HTML, Markdown and iCalendar, guarded in CSV, and
//! handed to typst as data, never as markup.

pub mod charts;
pub mod export;
pub mod format;
pub mod review;
mod text;
