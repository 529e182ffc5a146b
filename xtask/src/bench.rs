//! `cargo xtask bench`: the figures of docs/performance.md, measured, never asserted.

use crate::system::Need;
use crate::{Outcome, sh, system};

/// Runs the benchmarks of every crate that has some.
pub fn run(args: &mut sh::Args) -> Outcome {
    let no_install = args.switch("--no-install");
    args.done()?;
    system::ensure(&[Need::Compiler], no_install)?;
    sh::must(&mut sh::cargo(["bench", "--locked", "--workspace", "--exclude", "gemba-desktop", "--benches"]))
}
