//! The two calculators that need no workspace, only plain files.

pub mod explain;
pub mod objective;
pub mod read;
pub mod weigh;
