//! Which crate depends on which, as Cargo sees it.

use cargo_metadata::{DependencyKind, MetadataCommand};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// For each crate of the workspace: the crates that its manifest names for normal and build use. Tests may use more.
///
/// # Errors
/// When Cargo cannot read the manifests.
pub fn named() -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let metadata = MetadataCommand::new()
        .manifest_path(crate::root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .map_err(|error| error.to_string())?;
    Ok(metadata
        .packages
        .iter()
        .map(|package| {
            let used = package.dependencies.iter().filter(|used| used.kind != DependencyKind::Development);
            (package.name.to_string(), used.map(|used| used.name.clone()).collect())
        })
        .collect())
}

/// Every crate that is linked into this one, itself among them.
///
/// # Errors
/// When Cargo cannot resolve it.
pub fn linked(name: &str) -> Result<BTreeSet<String>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = Command::new(cargo)
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--package", name])
        .current_dir(crate::root())
        .output()
        .map_err(|error| error.to_string())?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&done.stdout);
    Ok(text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}
