//! The tables: the SQL of each stands beside what it is about.

pub mod alert;
pub mod log;
pub(crate) mod meta;
pub mod record;
pub mod source;
pub mod telemetry;
