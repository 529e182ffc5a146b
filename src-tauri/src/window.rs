//! The one window.

use crate::desk::{Desk, all_tags};
use crate::files;
use crate::start::Wish;
use std::path::{Path, PathBuf};
use tauri::webview::{DownloadEvent, NewWindowResponse};
use tauri::{AppHandle, Emitter, Manager, Url, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

/// Its label: capabilities name it.
pub const MAIN: &str = "main";

/// Opens it. Its size and place are remembered by the window-state plug-in.
pub fn open(handle: &AppHandle) -> tauri::Result<()> {
    let downloads = handle.path().download_dir().ok();
    WebviewWindowBuilder::new(handle, MAIN, WebviewUrl::default())
        .title("Gemba")
        .inner_size(1440.0, 900.0)
        .min_inner_size(800.0, 560.0)
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(move |_, event| {
            match event {
                DownloadEvent::Requested { destination, .. } => {
                    let Some(folder) = &downloads else { return false };
                    *destination = free_place(folder, &files::plain_name(&files::as_text(destination)));
                }
                DownloadEvent::Finished { success: false, .. } => tracing::warn!("a download failed"),
                _ => {}
            }
            true
        })
        .build()?;
    Ok(())
}

/// Whether the page may go there: only to itself. What a page from elsewhere could do here is not to be found out.
fn is_own(address: &Url) -> bool {
    match address.scheme() {
        "tauri" => true,
        "http" | "https" => address.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// A path in a folder that no file has yet.
fn free_place(folder: &Path, name: &str) -> PathBuf {
    let first = folder.join(name);
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    std::iter::once(first.clone())
        .chain((2..1000).map(|number| folder.join(format!("{stem} {number}{ending}"))))
        .find(|place| !place.exists())
        .unwrap_or(first)
}

/// Brings it to the front.
pub fn show(handle: &AppHandle) {
    let Some(window) = handle.get_webview_window(MAIN) else { return };
    // A window manager may refuse any of these; the window is there all the same.
    for done in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = done {
            tracing::debug!(%error, "the window did not come to the front");
        }
    }
}

/// Tells the page something.
pub fn tell<T: serde::Serialize + Clone>(handle: &AppHandle, event: &str, payload: T) {
    if let Err(error) = handle.emit_to(MAIN, event, payload) {
        tracing::warn!(%error, event, "the page could not be told");
    }
}

/// Somebody started the program again: what they wanted is done here.
pub fn second_start(handle: &AppHandle, words: Vec<String>, folder: String) {
    let wish = Wish::of_second_start(words, Path::new(&folder));
    show(handle);
    if let Some(file) = wish.workspace {
        exchange(handle, file);
    }
    if !wish.files.is_empty() {
        let paths: Vec<String> = wish.files.iter().map(|file| files::as_text(file)).collect();
        tell(handle, "open-files", serde_json::json!({ "paths": paths }));
    }
}

/// Opens another workspace in the window, off its thread.
pub fn exchange(handle: &AppHandle, file: PathBuf) {
    let handle = handle.clone();
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(error) = handle.state::<Desk>().exchange(&file) {
            complain(&handle, &error.to_string());
        } else {
            refresh(&handle);
        }
    });
}

/// Lets the page read everything anew.
pub fn refresh(handle: &AppHandle) {
    tell(handle, "invalidate", serde_json::json!({ "tags": all_tags() }));
}

/// Says what went wrong, where a person will see it.
pub fn complain(handle: &AppHandle, message: &str) {
    tracing::error!(message, "told to the person");
    handle.dialog().message(message).title("Gemba").kind(MessageDialogKind::Error).show(|_| {});
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_goes_nowhere_else() {
        for (address, own) in [
            ("tauri://localhost/index.html#/weigh", true),
            ("http://tauri.localhost/", true),
            ("https://tauri.localhost.example.org/", false),
            ("https://example.org/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("javascript:1", false),
        ] {
            assert_eq!(is_own(&address.parse().unwrap()), own, "{address}");
        }
    }

    #[test]
    fn nothing_that_was_downloaded_before_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(free_place(folder.path(), "review.pdf"), folder.path().join("review.pdf"));
        std::fs::write(folder.path().join("review.pdf"), b"1").unwrap();
        assert_eq!(free_place(folder.path(), "review.pdf"), folder.path().join("review 2.pdf"));
    }
}
