//! `cargo xtask run`: from a fresh clone to the open window.

use crate::system::Need;
use crate::{Outcome, sh, system, ui};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything between the clone and the window, or the link where no window can be.
pub fn run(args: &mut sh::Args) -> Outcome {
    let no_install = args.switch("--no-install");
    let profile = if args.switch("--release") { "release" } else { "dev" };
    let window = !args.switch("--no-window") && system::has_display();
    let workspace = match args.option("--workspace")?.or_else(|| std::env::var("GEMBA_WORKSPACE").ok()) {
        Some(file) => std::path::absolute(&file).map_err(|error| format!("cannot use {file}: {error}."))?,
        None => default_workspace()?,
    };
    let at = args.option("--at")?;
    args.done()?;

    let needs: &[Need] = if window { &[Need::Compiler, Need::Window] } else { &[Need::Compiler] };
    system::ensure(needs, no_install)?;
    ui::build()?;
    build(profile, window)?;
    let mut gemba = Gemba { file: sh::binary(profile, "gemba"), workspace: &workspace, at: at.as_deref() };
    if !workspace.exists() {
        println!("There is no workspace at {} yet: making the sample.", workspace.display());
        if let Some(folder) = workspace.parent() {
            std::fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}.", folder.display()))?;
        }
        sh::must(&mut gemba.command(["sample"]))?;
    }
    if window {
        println!("Opening the window on {}.", workspace.display());
        gemba.file = sh::binary(profile, "gemba-desktop");
        return sh::must(&mut gemba.command([]));
    }
    println!("There is no display here, so the same screens are served to a browser on this machine.\n");
    sh::must(&mut gemba.command(["today"]))?;
    println!();
    sh::must(&mut gemba.command(["weigh"]))?;
    println!();
    sh::must(&mut gemba.command(["serve"]))
}

/// The binary with the arguments that every call shares.
struct Gemba<'a> {
    file: PathBuf,
    workspace: &'a Path,
    at: Option<&'a str>,
}

impl Gemba<'_> {
    fn command<const N: usize>(&self, words: [&str; N]) -> Command {
        let mut command = sh::command(&self.file, words);
        command.arg("--workspace").arg(self.workspace);
        if let Some(at) = self.at {
            command.args(["--at", at]);
        }
        command
    }
}

/// Builds the command line, and the desktop where it will be opened.
pub fn build(profile: &str, window: bool) -> Outcome {
    println!("Building Gemba. The first time takes some minutes.");
    let mut words = vec!["build", "--locked", "--profile", profile, "--package", "gemba-cli"];
    if window {
        words.extend(["--package", "gemba-desktop"]);
    }
    sh::must(&mut sh::cargo(words))
}

/// The workspace file that `gemba` and `gemba-desktop` use when none is named.
fn default_workspace() -> Outcome<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support/gemba"))
    } else if cfg!(windows) {
        variable("APPDATA").map(|data| data.join("gemba").join("data"))
    } else {
        variable("XDG_DATA_HOME")
            .filter(|data| data.is_absolute())
            .or_else(|| variable("HOME").map(|home| home.join(".local/share")))
            .map(|data| data.join("gemba"))
    };
    data.map(|data| data.join("workspace.gemba"))
        .ok_or_else(|| "there is no home folder to keep the workspace in; name one with --workspace FILE.".into())
}
