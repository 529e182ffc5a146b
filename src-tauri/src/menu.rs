//! The application's menu. What the page can do it is told to do; the rest is done here.

use crate::desk::{self, Desk};
use crate::{files, window};
use gemba_app::model::api::{ApiError, BackupArgs, ErrorCode, NoArgs, ReportArgs, SampleArgs};
use gemba_app::{App, Door};
use std::sync::Arc;
use tauri::menu::{Menu, MenuBuilder, MenuItemBuilder, SubmenuBuilder};
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_dialog::DialogExt;

/// The screens, as the page names them, with the words on the menu.
const SCREENS: [(&str, &str); 8] = [
    ("today", "Today"),
    ("weigh", "Weigh"),
    ("incidents", "Incidents"),
    ("backlog", "Backlog"),
    ("oncall", "On call"),
    ("services", "Services"),
    ("objectives", "Objectives"),
    ("decisions", "Decisions"),
];

/// Builds it.
pub fn build(handle: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let item = |id: &str, words: &str| MenuItemBuilder::with_id(id, words).build(handle);
    let keyed = |id: &str, words: &str, keys: &str| MenuItemBuilder::with_id(id, words).accelerator(keys).build(handle);
    let file = SubmenuBuilder::new(handle, "File")
        .item(&keyed("open", "Open workspace…", "CmdOrCtrl+O")?)
        .item(&item("sample", "Open the sample")?)
        .separator()
        .item(&keyed("import", "Import files…", "CmdOrCtrl+Shift+I")?)
        .item(&item("report", "Review as PDF…")?)
        .item(&item("backup", "Back up…")?)
        .separator()
        .item(&keyed("quit", "Quit", "CmdOrCtrl+Q")?)
        .build()?;
    let mut view = SubmenuBuilder::new(handle, "View");
    for (screen, words) in SCREENS {
        view = view.text(screen, words);
    }
    let help = SubmenuBuilder::new(handle, "Help")
        .text("verify", "Check the workspace…")
        .text("about", "About Gemba")
        .build()?;
    let menu = MenuBuilder::new(handle).item(&file);
    // Without it the usual keys for text do nothing on macOS; elsewhere the page has them anyway.
    #[cfg(target_os = "macos")]
    let menu = menu.item(
        &SubmenuBuilder::new(handle, "Edit").undo().redo().separator().cut().copy().paste().select_all().build()?,
    );
    menu.item(&view.build()?).item(&help).build()
}

/// Does what was chosen.
pub fn chosen(handle: &AppHandle, id: &str) {
    match id {
        "quit" => handle.exit(0),
        "show" => window::show(handle),
        "open" => open(handle),
        "sample" => in_background(handle, sample),
        "report" => in_background(handle, report),
        "backup" => in_background(handle, backup),
        "verify" => in_background(handle, verify),
        "about" => about(handle),
        _ => {
            window::show(handle);
            window::tell(handle, "menu", id);
        }
    }
}

fn open(handle: &AppHandle) {
    let asked = handle.clone();
    handle.dialog().file().set_title("Open workspace").add_filter("Gemba workspace", &["gemba"]).pick_file(
        move |file| {
            if let Some(file) = file.and_then(|file| file.into_path().ok()) {
                window::exchange(&asked, file);
            }
        },
    );
}

/// Runs off the window's thread, and says what went wrong.
fn in_background(handle: &AppHandle, work: fn(&AppHandle, Arc<App>) -> Result<(), ApiError>) {
    let handle = handle.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let done = handle.state::<Desk>().app().and_then(|app| work(&handle, app));
        if let Err(error) = done {
            window::complain(&handle, &error.to_string());
        }
    });
}

/// Opens the sample beside the person's own workspace, which stays as it is.
fn sample(handle: &AppHandle, _: Arc<App>) -> Result<(), ApiError> {
    let desk = handle.state::<Desk>();
    let folder = desk::data_folder()
        .ok_or_else(|| ApiError::new(ErrorCode::Io, "There is no home folder to keep the sample in.", ""))?;
    desk.exchange(&folder.join("sample.gemba"))?;
    let app = desk.app()?;
    if app.world().is_empty() {
        app.sample_open(&app.caller(Door::Desktop), SampleArgs::default())?;
    }
    window::refresh(handle);
    Ok(())
}

fn report(handle: &AppHandle, app: Arc<App>) -> Result<(), ApiError> {
    let args = ReportArgs { kind: "review".into(), format: "pdf".into(), team: None };
    let file = app.report(&app.caller(Door::Desktop), args)?;
    let bytes = files::decoded(&file.base64)?;
    let chosen = handle
        .dialog()
        .file()
        .set_title("Review as PDF")
        .set_file_name(files::plain_name(&file.name))
        .blocking_save_file();
    match chosen.and_then(|place| place.into_path().ok()) {
        Some(place) => files::write(&place, &bytes),
        None => Ok(()),
    }
}

fn backup(handle: &AppHandle, app: Arc<App>) -> Result<(), ApiError> {
    let name = app.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let day: String = app.now().to_string().chars().take(10).collect();
    let chosen = handle
        .dialog()
        .file()
        .set_title("Back up")
        .set_file_name(files::plain_name(&format!("{name} {day}.gemba")))
        .blocking_save_file();
    let Some(place) = chosen.and_then(|place| place.into_path().ok()) else { return Ok(()) };
    let done = app.backup(&app.caller(Door::Desktop), BackupArgs { to: Some(files::as_text(&place)) })?;
    handle.dialog().message(done.said).title("Back up").show(|_| {});
    Ok(())
}

fn verify(handle: &AppHandle, app: Arc<App>) -> Result<(), ApiError> {
    let found = app.verify(&app.caller(Door::Desktop), NoArgs::default())?;
    let verdict = if found.ok { "The log is what it was." } else { "The log is not what it was." };
    let text = format!("{verdict} {} entries.\n\n{}", found.entries, found.findings.join("\n"));
    handle.dialog().message(text).title("Check the workspace").show(|_| {});
    Ok(())
}

fn about(handle: &AppHandle) {
    let file = handle.state::<Desk>().app().map_or_else(|error| error.message, |app| app.path().display().to_string());
    let version = &handle.package_info().version;
    let text = format!("Gemba {version}\nOne production, seen by Ops, Dev and Product alike.\n\nWorkspace: {file}");
    handle.dialog().message(text).title("About Gemba").show(|_| {});
}
