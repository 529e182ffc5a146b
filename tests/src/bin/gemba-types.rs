//! Writes the contract's TypeScript into a folder, or says with `--check` where the folder is stale.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its standard streams")]

use gemba_tests::types::{declared, differences, read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (flags, folders): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let check = flags == ["--check"];
    let [folder] = folders.as_slice() else {
        eprintln!("usage: gemba-types [--check] FOLDER");
        return ExitCode::from(2);
    };
    match if check { stale(&PathBuf::from(folder)) } else { write(&PathBuf::from(folder)) } {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn stale(folder: &Path) -> Result<String, String> {
    let lines = differences(&read(folder)?, &declared()?);
    if lines.is_empty() {
        return Ok(format!("{} is what the contract says.", folder.display()));
    }
    Err(format!("{}\n{} is stale: run `cargo xtask types` and commit.", lines.join("\n"), folder.display()))
}

fn write(folder: &Path) -> Result<String, String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(told)?;
    let fresh = declared()?;
    for name in read(folder)?.keys().filter(|name| !fresh.contains_key(*name)) {
        std::fs::remove_file(folder.join(name)).map_err(told)?;
    }
    for (name, text) in &fresh {
        std::fs::write(folder.join(name), text).map_err(told)?;
    }
    Ok(format!("{} declarations in {}.", fresh.len(), folder.display()))
}
