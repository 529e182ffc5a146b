//! `cargo xtask package`: what users install. deb and rpm are made without a network once everything is built.

use crate::system::Need;
use crate::{Outcome, run, sh, system, ui};

/// The bundler: a package of JavaScript's registry, since the one of Cargo takes minutes to compile.
const BUNDLER: &str = "@tauri-apps/cli@2.12.5";

/// Builds in release mode and bundles.
pub fn run(args: &mut sh::Args) -> Outcome {
    let no_install = args.switch("--no-install");
    args.done()?;
    system::ensure(&[Need::Compiler, Need::Window], no_install)?;
    ui::build()?;
    run::build("release", true)?;
    // The packages hold the command line too.
    let beside = sh::root().join("src-tauri/bundle");
    std::fs::create_dir_all(&beside)
        .and_then(|()| std::fs::copy(sh::binary("release", "gemba"), beside.join("gemba")))
        .map_err(|error| format!("cannot lay the command line into {}: {error}.", beside.display()))?;
    let bundles = if cfg!(target_os = "linux") {
        "deb,rpm"
    } else if cfg!(target_os = "macos") {
        "app,dmg"
    } else {
        "nsis"
    };
    sh::must(
        sh::command("npx", ["--yes", BUNDLER, "bundle", "--bundles", bundles])
            .current_dir(sh::root().join("src-tauri")),
    )?;
    println!("Packages: {}", sh::target().join("release/bundle").display());
    println!(
        "Binaries: {} and {}",
        sh::binary("release", "gemba").display(),
        sh::binary("release", "gemba-desktop").display()
    );
    Ok(())
}
