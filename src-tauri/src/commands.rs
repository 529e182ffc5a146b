//! What the page may ask for. All of it is async: nothing blocks the window's thread.

use crate::desk::Desk;
use crate::{files, start};
use gemba_app::Door;
use gemba_app::model::api::{ApiError, ErrorCode};
use std::sync::Once;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

/// Calls a use case.
#[tauri::command]
pub async fn rpc(
    desk: State<'_, Desk>,
    name: String,
    args: Option<serde_json::Value>,
) -> Result<serde_json::Value, ApiError> {
    let app = desk.app()?;
    let first_screen = name == "today";
    let answer = blocking(move || {
        let caller = app.caller(Door::Desktop);
        app.call(&caller, &name, args.unwrap_or_default())
    })
    .await;
    if first_screen {
        static TOLD: Once = Once::new();
        // `cargo xtask bench` reads it.
        TOLD.call_once(|| {
            let millis = start::since_start().as_millis();
            tracing::info!(millis, pid = std::process::id(), "the first screen is answered");
        });
    }
    answer
}

/// Lets the person choose files to import; empty when they change their mind.
#[tauri::command]
pub async fn pick_files(handle: AppHandle) -> Result<Vec<String>, ApiError> {
    let chooser = handle.dialog().file().set_title("Import files");
    blocking(move || {
        let chosen = chooser.blocking_pick_files().unwrap_or_default();
        Ok(chosen.into_iter().filter_map(|file| file.into_path().ok()).map(|file| files::as_text(&file)).collect())
    })
    .await
}

/// The files that the program was started with, once.
#[tauri::command]
pub fn waiting_files(desk: State<'_, Desk>) -> Vec<String> {
    desk.take_waiting().iter().map(|file| files::as_text(file)).collect()
}

/// Lets the person choose a place and writes the file there. Where it was written; `None` when they change their mind.
#[tauri::command]
pub async fn save_file(handle: AppHandle, name: String, base64: String) -> Result<Option<String>, ApiError> {
    let bytes = files::decoded(&base64)?;
    let chooser = handle.dialog().file().set_title("Save").set_file_name(files::plain_name(&name));
    blocking(move || {
        let Some(place) = chooser.blocking_save_file().and_then(|file| file.into_path().ok()) else { return Ok(None) };
        files::write(&place, &bytes)?;
        Ok(Some(files::as_text(&place)))
    })
    .await
}

/// Runs what blocks on a thread for it.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    match tauri::async_runtime::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => {
            tracing::error!(%error, "a command did not come back");
            Err(ApiError::new(ErrorCode::Internal, "This failed inside Gemba.", "It is a defect; please report it."))
        }
    }
}
