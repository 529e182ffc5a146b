//! The workspace file: one SQLite database that holds the log of changes, the records folded from it, alerts, telemetry
//! and the registry of imported files.
//!
//! What lives here: SQL, the fold from changes to records, the hash chain, migrations, backup, verification and the way
//! back from damage. What may not: any format but the file's own (that is `intake`), any arithmetic on what is stored
//! beyond adding integers (that is `engine`), who may do what (that is `app`), a clock and a random number. Times are
//! UTC; minutes are whole minutes since 1970-01-01T00:00Z; spans are half-open.
//!
//! What is promised: an answer of [`Workspace::append`] means that the entries are on the disk (`WAL`, `synchronous =
//! FULL`). The same log gives the same records, to the last byte. A file that a newer version wrote is refused and not
//! touched; a damaged one is opened read only.

pub mod chunk;
pub mod codec;
pub mod error;
pub mod fold;
pub mod hash;
pub mod table;

mod append;
mod backup;
mod connect;
mod lock;
mod observe;
mod read;
mod rebuild;
mod schema;
mod transfer;
mod verify;
mod workspace;

pub use append::{Appended, Outcome};
pub use backup::BackupReport;
pub use error::{Result, StoreError};
pub use fold::{Refusal, Touched};
pub use hash::{Hash, Head};
pub use rebuild::RebuildReport;
pub use table::alert::{AlertFilter, AlertRow};
pub use table::source::SourceFile;
pub use table::telemetry::{PutCount, SliBounds, Window};
pub use transfer::{SalvageReport, Transfer};
pub use workspace::{Health, Reason, Workspace};
