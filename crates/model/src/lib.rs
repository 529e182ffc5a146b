//! The nouns of Gemba, the changes of its log, and the arguments and views of its contract.
//!
//! Everything here is plain data with `serde` and the generated TypeScript types. What may not live here: input or
//! output of any kind, a clock, a random number, and any arithmetic that a reader could want to dispute (that is
//! `engine`). All times are UTC; where a person meant a zone, the zone's IANA name is stored beside the time.

pub mod alert;
pub mod api;
pub mod change;
pub mod decision;
pub mod extra;
pub mod figure;
pub mod ids;
pub mod incident;
pub mod knowledge;
pub mod objective;
pub mod oncall;
pub mod party;
pub mod record;
pub mod service;
pub mod telemetry;
pub mod units;
pub mod view;
pub mod work;

pub use alert::*;
pub use change::*;
pub use decision::*;
pub use extra::Extra;
pub use figure::*;
pub use ids::*;
pub use incident::*;
pub use knowledge::*;
pub use objective::*;
pub use oncall::*;
pub use party::*;
pub use record::*;
pub use service::*;
pub use telemetry::*;
pub use units::*;
pub use work::*;
