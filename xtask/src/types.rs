//! `cargo xtask types`: the contract's TypeScript, written from the Rust declaration.

use crate::{Outcome, sh};

/// Writes `ui/src/bindings`, or compares it with what would be written.
pub fn run(args: &mut sh::Args) -> Outcome {
    let check = args.switch("--check");
    args.done()?;
    let mut command =
        sh::cargo(["run", "--quiet", "--locked", "--package", "gemba-tests", "--bin", "gemba-types", "--"]);
    command.arg(sh::root().join("ui/src/bindings"));
    if check {
        command.arg("--check");
    }
    sh::must(&mut command)
}
