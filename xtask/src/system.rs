//! What has to be on the machine: said before it is installed, and only installed where that is allowed.

use crate::{Outcome, sh};

/// What a chore needs from the system.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A C compiler and linker: SQLite is compiled in.
    Compiler,
    /// WebKitGTK to build and to show the window.
    Window,
    /// A WebDriver for WebKitGTK, a display without a screen, and a session bus.
    WindowTests,
    /// A browser for the UI's tests.
    Browser,
}

impl Need {
    /// Packages of Debian 12 and newer, Ubuntu 24.04 and newer.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Need::Compiler => &["build-essential", "pkg-config"],
            Need::Window => &["libwebkit2gtk-4.1-dev", "libdbus-1-dev", "libayatana-appindicator3-1"],
            Need::WindowTests => &["webkit2gtk-driver", "xvfb", "xauth", "dbus", "dbus-x11"],
            Need::Browser => &["chromium"],
        }
    }
}

/// Installs the packages that are missing, by apt, after saying which.
pub fn ensure(needs: &[Need], no_install: bool) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let wanted: Vec<&str> = needs.iter().flat_map(|need| need.packages()).copied().collect();
    if !sh::on_path("dpkg-query") || !sh::on_path("apt-get") {
        eprintln!(
            "This is neither Debian nor Ubuntu, so nothing is installed here. What is needed, by Debian's names: {}.",
            wanted.join(" ")
        );
        return Ok(());
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !satisfied(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let as_root = sh::output(&mut sh::command("id", ["-u"])).is_some_and(|id| id.trim() == "0");
    let sudo: &[&str] = if as_root { &[] } else { &["sudo"] };
    let install = [sudo, &["apt-get", "install", "--yes", "--no-install-recommends"], &missing].concat();
    if no_install {
        return Err(format!(
            "these packages are missing: {}. Install them with `{}`.",
            missing.join(" "),
            install.join(" ")
        ));
    }
    if !as_root && !sh::on_path("sudo") {
        return Err(format!(
            "these packages are missing and there is no sudo: {}. Install them as root.",
            missing.join(" ")
        ));
    }
    println!("Missing on this machine: {}.", missing.join(" "));
    println!("About to run: {}", install.join(" "));
    let mut update = sudo.to_vec();
    update.extend(["apt-get", "update"]);
    // A list that cannot be refreshed may still be good enough: the installation decides.
    if let Err(message) = must_quietly(&update) {
        eprintln!("{message}");
    }
    must_quietly(&install)
}

/// Whether a package, or what stands in for it, is there.
fn satisfied(package: &str) -> bool {
    let installed = sh::output(&mut sh::command("dpkg-query", ["--show", "--showformat=${Status}", package]))
        .is_some_and(|status| status.trim_end().ends_with(" installed"));
    installed
        || match package {
            "chromium" => browser().is_some(),
            "build-essential" => sh::on_path("cc") && sh::on_path("c++") && sh::on_path("make"),
            "dbus-x11" => sh::on_path("dbus-launch"),
            _ => false,
        }
}

/// Where a Chromium is.
pub fn browser() -> Option<std::path::PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(sh::find)
}

fn must_quietly(words: &[&str]) -> Outcome {
    let Some((program, args)) = words.split_first() else { return Ok(()) };
    sh::must(sh::command(program, args).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Fails with a remedy when Node is missing or too old for the UI's tools.
pub fn node() -> Outcome {
    let Some(version) = sh::output(&mut sh::command("node", ["--version"])) else {
        return Err("Node.js is missing. Install version 20.19 or newer, with npm: https://nodejs.org.".into());
    };
    let numbers: Vec<u32> =
        version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse().ok()).collect();
    let fits = matches!(numbers.as_slice(), [20, minor, ..] if *minor >= 19)
        || matches!(numbers.as_slice(), [major, ..] if *major >= 22);
    if !fits {
        return Err(format!(
            "Node.js {} is too old for the UI's tools: 20.19, or 22 and newer, is needed.",
            version.trim()
        ));
    }
    if !sh::on_path("npm") {
        return Err("npm is missing. It comes with Node.js; on Debian it is the package `npm`.".into());
    }
    Ok(())
}

/// Makes sure of a Cargo tool of this version; builds it without optimisation, since it runs for seconds only.
pub fn cargo_tool(program: &str, version: &str, no_install: bool) -> Outcome {
    let home = std::env::var_os("CARGO_HOME")
        .map(std::path::PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| std::path::PathBuf::from(home).join(".cargo")));
    if sh::on_path(program) || home.is_some_and(|home| home.join("bin").join(program).is_file()) {
        return Ok(());
    }
    let install = ["install", "--locked", "--debug", "--version", version, program];
    if no_install {
        return Err(format!("{program} is missing. Install it with `cargo {}`.", install.join(" ")));
    }
    println!("Missing on this machine: {program}. About to run: cargo {}", install.join(" "));
    sh::must(&mut sh::cargo(install))
}

/// Whether a window could be shown.
pub fn has_display() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
