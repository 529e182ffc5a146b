//! The desktop door: one window on one workspace, with tray, menu, notifications, dialogs and dropped files.
//!
//! What lives here is what only a desktop can do. What may not live here: business rules and numbers (`app` and what it
//! joins), and anything that another shell would need too. No other crate knows Tauri, so that this one can be replaced.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod desk;
mod files;
mod host;
mod menu;
mod start;
mod tray;
mod watch;
mod window;

use std::process::ExitCode;
use tauri::Manager;

fn main() -> ExitCode {
    if let Some(code) = start::with_settings() {
        return code;
    }
    start::since_start();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("GEMBA_LOG").unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let wish = match start::Wish::of_this_process() {
        Ok(wish) => wish,
        Err(code) => return code,
    };
    match run(wish) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}

fn run(wish: start::Wish) -> tauri::Result<()> {
    tauri::Builder::default()
        // First, so that a second start ends before it touches anything.
        .plugin(tauri_plugin_single_instance::init(window::second_start))
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .invoke_handler(tauri::generate_handler![
            commands::rpc,
            commands::pick_files,
            commands::waiting_files,
            commands::save_file
        ])
        .menu(menu::build)
        .on_menu_event(|app, event| menu::chosen(app, event.id().as_ref()))
        .setup(move |app| {
            let handle = app.handle();
            app.manage(desk::Desk::open(wish, handle.clone()));
            window::open(handle)?;
            let tray = tray::build(handle);
            watch::start(handle.clone(), tray);
            Ok(())
        })
        .run(tauri::generate_context!())
}
