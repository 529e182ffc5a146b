//! The front end's build: only what is stale.

use crate::{Outcome, sh, system};
use std::path::Path;
use std::time::SystemTime;

/// What the built UI depends on.
const SOURCES: [&str; 6] = ["src", "static", "public", "index.html", "vite.config.ts", "package-lock.json"];

/// Installs the packages of a folder when its lock is newer than what is installed.
pub fn packages(folder: &str) -> Outcome {
    system::node()?;
    let dir = sh::root().join(folder);
    let lock = newest(&dir.join("package-lock.json"));
    let installed = newest(&dir.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    println!("Installing the packages of {folder}.");
    sh::must(sh::command("npm", ["ci", "--no-audit", "--no-fund"]).current_dir(&dir))
}

/// Builds `ui/dist` when a source is newer than it.
pub fn build() -> Outcome {
    packages("ui")?;
    let dir = sh::root().join("ui");
    let built = newest(&dir.join("dist/index.html"));
    let changed = SOURCES.iter().filter_map(|name| newest(&dir.join(name))).max();
    if built.is_some() && built >= changed {
        return Ok(());
    }
    println!("Building the UI.");
    sh::must(sh::command("npm", ["run", "--silent", "build"]).current_dir(&dir))
}

/// When anything below was changed last; `None` when there is nothing.
fn newest(path: &Path) -> Option<SystemTime> {
    let about = std::fs::symlink_metadata(path).ok()?;
    let own = about.modified().ok()?;
    if !about.is_dir() {
        return Some(own);
    }
    let below = std::fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest(&entry.path())).max();
    Some(below.map_or(own, |below| below.max(own)))
}
