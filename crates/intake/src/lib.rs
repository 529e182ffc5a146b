//! Every format in: bytes to model facts.
//!
//! A format reads one input from front to back, within a bound of memory that does not depend on the input's size, and
//! hands what it finds to a [`Sink`]: facts, log lines, counts, and each record that it had to refuse with its place and
//! reason. Good records beside a bad one are kept. What may not live here: a database, the writing of any file, a clock
//! (the present is part of the [`Context`]), a random number, and any rule of who may do what. Adding a format is one
//! file in `format/` and one line in `format/mod.rs`.

pub mod count;
mod fact;
pub mod format;
mod log;
mod place;
mod sink;
mod text;
mod time;

pub use count::Counter;
pub use fact::{Fact, IncidentEvent, SettingsHint};

pub use format::calculate::{Read, read_counts, read_items, read_objective};
pub use format::{Format, Undetected, by_name, detect, formats};
pub use log::LogLine;
pub use place::Place;
pub use sink::{Collected, Context, FileError, Sink};
pub use text::HEAD_BYTES;
