//! `cargo xtask sample`: the sample's source files, written by the same generator that `gemba sample` uses.

use crate::{Outcome, sh};

/// Hands the arguments to the generator's own command.
pub fn run(args: sh::Args) -> Outcome {
    let words = args.rest();
    let asks_for_a_folder = words.iter().any(|word| word == "--out" || word.starts_with("--out="));
    if !asks_for_a_folder {
        return Err("--out DIR is needed: the folder that the files are written to.".into());
    }
    let mut command = sh::cargo([
        "run",
        "--quiet",
        "--locked",
        "--release",
        "--package",
        "gemba-sample",
        "--bin",
        "gemba-sample",
        "--",
    ]);
    command.args(words);
    if let Ok(here) = std::env::current_dir() {
        command.current_dir(here);
    }
    sh::must(&mut command)
}
