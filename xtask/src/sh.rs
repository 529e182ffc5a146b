//! Processes, paths and arguments.

use crate::Outcome;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder that Cargo builds into.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) if !dir.is_empty() => root().join(dir),
        _ => root().join("target"),
    }
}

/// A folder of this name for what a chore leaves behind, made when it is missing.
pub fn scratch(name: &str) -> Outcome<PathBuf> {
    let dir = target().join("xtask").join(name);
    std::fs::create_dir_all(&dir).map_err(|error| format!("cannot make {}: {error}.", dir.display()))?;
    Ok(dir)
}

/// The path of a built binary.
pub fn binary(profile: &str, name: &str) -> PathBuf {
    let folder = if profile == "dev" { "debug" } else { profile };
    target().join(folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A command in the checkout's folder.
pub fn command<I: AsRef<OsStr>>(program: impl AsRef<OsStr>, args: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// The same Cargo that started this chore.
pub fn cargo<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), args)
}

/// Runs it on the terminal that we have; anything but exit status 0 is a failure.
pub fn must(command: &mut Command) -> Outcome {
    let said = spoken(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{said}` failed ({status}).")),
        Err(error) => Err(format!("`{said}` could not be started: {error}.")),
    }
}

/// What it prints, when it ends well.
pub fn output(command: &mut Command) -> Option<String> {
    let done = command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Whether a program of this name can be found.
pub fn on_path(program: &str) -> bool {
    find(program).is_some()
}

/// Where a program of this name is.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
}

/// A command as a person would type it.
pub fn spoken(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words after the chore's name.
pub struct Args(Vec<String>);

impl Args {
    /// From the command line.
    pub fn new(words: Vec<String>) -> Self {
        Self(words)
    }

    /// Takes a switch out; whether it was there.
    pub fn switch(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() != before
    }

    /// Takes an option with its value out: `--name value` or `--name=value`.
    pub fn option(&mut self, name: &str) -> Outcome<Option<String>> {
        let joined = format!("{name}=");
        if let Some(place) = self.0.iter().position(|word| word.starts_with(&joined)) {
            return Ok(Some(self.0.remove(place).split_off(joined.len())));
        }
        let Some(place) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        if place + 1 >= self.0.len() {
            return Err(format!("{name} needs a value."));
        }
        self.0.remove(place);
        Ok(Some(self.0.remove(place)))
    }

    /// What is left.
    pub fn rest(self) -> Vec<String> {
        self.0
    }

    /// Takes what is left.
    pub fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.0)
    }

    /// Refuses what nobody asked for.
    pub fn done(&mut self) -> Outcome {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(format!("unknown argument {word}; `cargo xtask help` lists what there is.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(words: &[&str]) -> Args {
        Args::new(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn options_are_taken_in_both_spellings_and_the_rest_is_kept() {
        let mut given = args(&["--at", "now", "--no-install", "--seed=7", "browser"]);
        assert_eq!(given.option("--at"), Ok(Some("now".into())));
        assert_eq!(given.option("--seed"), Ok(Some("7".into())));
        assert!(given.switch("--no-install"));
        assert!(!given.switch("--no-install"));
        assert_eq!(given.rest(), ["browser"]);
    }

    #[test]
    fn an_option_without_a_value_and_an_unknown_word_are_refused() {
        assert!(args(&["--out"]).option("--out").is_err());
        assert!(args(&["--outt"]).done().is_err());
        assert!(args(&[]).done().is_ok());
    }
}
