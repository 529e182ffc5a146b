//! What the tests of the whole share: the checkout's files and the crates' arrows.
//!
//! Here stand tests that belong to no single room: the architecture, every use case at every door, the contract's
//! TypeScript. What may not live here: anything that Gemba needs at run time, and anything that links WebKit (the
//! window is driven from outside, by `tests/desktop`).

pub mod arrows;
pub mod sources;
pub mod types;

use std::path::{Path, PathBuf};

/// The folder of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
