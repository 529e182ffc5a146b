//! The contract's TypeScript: what `cargo xtask types` writes to `ui/src/bindings`.

use gemba_app::{Door, Effect, USE_CASES};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// File names and texts of the declarations.
pub type Files = BTreeMap<String, String>;

/// Every type of the contract, and the pairing of names with arguments and replies.
///
/// # Errors
/// When a folder for the moment cannot be written to.
pub fn declared() -> Result<Files, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    // Counts stay far below 2^53; JavaScript's big integers do not pass through JSON.
    let config = ts_rs::Config::new().with_large_int("number").with_out_dir(folder.path());
    gemba_app::export_types(&config).map_err(|error| error.to_string())?;
    let mut files = read(folder.path())?;
    files.insert("UseCases.ts".into(), use_cases(&files));
    Ok(files)
}

/// The declarations that stand in a folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn read(folder: &Path) -> Result<Files, String> {
    let mut files = Files::new();
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for path in
        entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "ts"))
    {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        files.insert(name, text);
    }
    Ok(files)
}

/// Where two sets differ, one line each.
pub fn differences(kept: &Files, fresh: &Files) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, text) in fresh {
        match kept.get(name) {
            None => lines.push(format!("{name} is missing")),
            Some(old) if old != text => lines.push(format!("{name} is stale")),
            Some(_) => {}
        }
    }
    lines.extend(
        kept.keys().filter(|name| !fresh.contains_key(*name)).map(|name| format!("{name} is not of the contract")),
    );
    lines
}

/// `UseCases.ts`: the declaration of `app`, as types.
fn use_cases(files: &Files) -> String {
    let mut text = String::from("// Written by `cargo xtask types` from the declaration in crates/app. Do not edit.\n");
    let pairs: Vec<(String, String)> = USE_CASES.iter().map(|case| ((case.args_type)(), (case.reply_type)())).collect();
    let words: std::collections::BTreeSet<&str> = pairs
        .iter()
        .flat_map(|(args, reply)| [args, reply])
        .flat_map(|name| name.split(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| files.contains_key(&format!("{word}.ts")))
        .collect();
    for word in words {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "import type {{ {word} }} from \"./{word}\";");
    }
    text.push_str("\n/** Every use case with what it takes and what it answers. Absent arguments have their defaults. */\nexport interface UseCases {\n");
    for (case, (args, reply)) in USE_CASES.iter().zip(&pairs) {
        let effect = if case.effect == Effect::Read { "read" } else { "change" };
        let _ = write!(text, "  /** {}.", case.about);
        if let Some(reason) = case.declined_at(Door::Http) {
            let _ = write!(text, " Not in a browser: {reason}");
        }
        let _ =
            writeln!(text, " */\n  {}: {{ args: Partial<{args}>; reply: {reply}; effect: \"{effect}\" }};", case.name);
    }
    text.push_str("}\n");
    text
}
