//! The arithmetic: error budgets, burn rates, impact, recurrence, the order of work, forecasts, rotations, interruptions.
//!
//! Everything here is a pure function of its arguments: time, zone, data and seed come in, numbers go out. What may not
//! live here: a clock, a file, a database, the network, a global random generator, and words for the screen beyond the
//! reasons that a number carries. Counts and ratios stay exact until the last step; nothing is clamped, and nothing is
//! rounded before it is compared. What is unknown is `None` with a reason, never zero.
//!
//! Minutes are `i64` since 1970-01-01T00:00Z, intervals are half-open, and calendar arithmetic uses the time zone
//! database that is compiled in, so that the same input gives the same number on every machine.

pub mod budget;
pub mod burn;
pub mod counts;
pub mod error;
pub mod forecast;
pub mod hops;
pub mod impact;
pub mod incidents;
pub mod interruptions;
pub mod onset;
pub mod outlook;
pub mod ratio;
pub mod recurrence;
pub mod rotation;
mod units;
pub mod weigh;
pub mod zone;

pub use error::EngineError;
pub use ratio::Ratio;
