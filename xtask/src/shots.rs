//! `cargo xtask shots`: the pictures of the README, taken from the running program.

use crate::system::Need;
use crate::test::steps;
use crate::{Outcome, run, sh, system, ui};

/// Builds, makes the sample, and lets the browser tests' camera take every picture anew.
pub fn run(args: &mut sh::Args) -> Outcome {
    let no_install = args.switch("--no-install");
    args.done()?;
    system::ensure(&[Need::Compiler, Need::Browser], no_install)?;
    ui::build()?;
    run::build("dev", false)?;
    sh::must(&mut steps::make_sample()?)?;
    ui::packages("tests/browser")?;
    sh::must(&mut steps::browser("shots")?)?;
    println!("Pictures: {}", sh::root().join("docs/pictures").display());
    Ok(())
}
