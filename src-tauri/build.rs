//! Puts the window's own commands under permissions, and makes sure that there is a folder to embed.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A check of the Rust code must not need the built UI; without it the window says that it is missing.
    std::fs::create_dir_all("../ui/dist")?;
    println!("cargo:rerun-if-changed=../ui/dist");
    let commands = tauri_build::AppManifest::new().commands(&["rpc", "pick_files", "waiting_files", "save_file"]);
    Ok(tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))?)
}
