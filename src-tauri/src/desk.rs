//! The open workspace, and what waits for the window.

use crate::host::DesktopHost;
use crate::start::Wish;
use gemba_app::model::api::{ApiError, ErrorCode};
use gemba_app::{App, Host, Tag, USE_CASES};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard};
use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;

/// What the window works on. One workspace at a time, which can be exchanged.
pub struct Desk {
    /// The workspace, or why it could not be opened: every call then answers with it.
    open: Mutex<Result<Arc<App>, ApiError>>,
    waiting: Mutex<Vec<PathBuf>>,
    host: Arc<dyn Host>,
    /// Told each time another workspace is opened.
    exchanged: Sender<()>,
    heard: Mutex<Option<Receiver<()>>>,
}

impl Desk {
    /// Opens what a start asks for.
    pub fn open(wish: Wish, handle: AppHandle) -> Self {
        let file = directories::ProjectDirs::from("", "", "gemba").map(|own| own.config_dir().join("identity.json"));
        let host = DesktopHost::new(wish.at, file, Box::new(move |title, body| notify(&handle, title, body)));
        Self::over(wish, Arc::new(host))
    }

    fn over(wish: Wish, host: Arc<dyn Host>) -> Self {
        let opened = match wish.workspace.or_else(default_workspace) {
            Some(file) => open(&file, host.clone()),
            None => Err(ApiError::new(
                ErrorCode::Io,
                "There is no home folder to keep the workspace in.",
                "Start with --workspace FILE.",
            )),
        };
        if let Err(error) = &opened {
            tracing::error!(%error, "the workspace could not be opened");
        }
        let (exchanged, heard) = channel();
        Self {
            open: Mutex::new(opened.map(Arc::new)),
            waiting: Mutex::new(wish.files),
            host,
            exchanged,
            heard: Mutex::new(Some(heard)),
        }
    }

    /// The workspace.
    ///
    /// # Errors
    /// Why it could not be opened.
    pub fn app(&self) -> Result<Arc<App>, ApiError> {
        lock(&self.open).clone()
    }

    /// Works on another workspace from now on. When it cannot be opened, the present one stays.
    ///
    /// # Errors
    /// As [`App::open`].
    pub fn exchange(&self, file: &Path) -> Result<(), ApiError> {
        let same = |app: &Arc<App>| app.path() == file;
        if lock(&self.open).as_ref().is_ok_and(same) {
            return Ok(());
        }
        let opened = open(file, self.host.clone())?;
        *lock(&self.open) = Ok(Arc::new(opened));
        // Nobody hears it while the program ends.
        let _ = self.exchanged.send(());
        Ok(())
    }

    /// Takes the files that a start brought and that the window has not shown yet.
    pub fn take_waiting(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *lock(&self.waiting))
    }

    /// Where it is told that another workspace was opened. For one listener.
    pub fn take_exchanges(&self) -> Option<Receiver<()>> {
        lock(&self.heard).take()
    }
}

/// Every tag that there is: what a page refreshes when everything may have changed.
pub fn all_tags() -> Vec<Tag> {
    let tags: std::collections::BTreeSet<Tag> = USE_CASES.iter().flat_map(|case| case.tags).copied().collect();
    tags.into_iter().collect()
}

/// Where the workspace is when none is named; the same place as for `gemba`.
pub fn default_workspace() -> Option<PathBuf> {
    data_folder().map(|data| data.join("workspace.gemba"))
}

/// The folder of this user's data.
pub fn data_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "gemba").map(|own| own.data_dir().to_path_buf())
}

fn open(file: &Path, host: Arc<dyn Host>) -> Result<App, ApiError> {
    if let Some(folder) = file.parent()
        && let Err(error) = std::fs::create_dir_all(folder)
    {
        let message = format!("The folder {} cannot be made: {error}.", folder.display());
        return Err(ApiError::new(ErrorCode::Io, message, "Open a workspace elsewhere: --workspace FILE."));
    }
    App::open_or_create(file, host)
}

fn notify(handle: &AppHandle, title: &str, body: &str) {
    if let Err(error) = handle.notification().builder().title(title).body(body).show() {
        tracing::warn!(%error, title, "a notification could not be shown");
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_app::PlainHost;

    fn desk(file: &Path) -> Desk {
        let wish = Wish { workspace: Some(file.to_owned()), at: None, files: vec!["a.csv".into()] };
        Desk::over(wish, Arc::new(PlainHost::new(None, None)))
    }

    #[test]
    fn a_workspace_is_made_where_there_is_none_and_can_be_exchanged() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("new").join("one.gemba"), folder.path().join("two.gemba"));
        let desk = desk(&one);
        assert_eq!(desk.app().unwrap().path(), one);
        let exchanges = desk.take_exchanges().unwrap();
        desk.exchange(&one).unwrap();
        assert!(exchanges.try_recv().is_err(), "the same workspace again is no exchange");
        desk.exchange(&two).unwrap();
        assert_eq!(desk.app().unwrap().path(), two);
        assert_eq!(exchanges.try_recv(), Ok(()));
    }

    #[test]
    fn a_file_that_is_no_workspace_is_told_and_keeps_the_present_one() {
        let folder = tempfile::tempdir().unwrap();
        let (good, bad) = (folder.path().join("good.gemba"), folder.path().join("bad.gemba"));
        std::fs::write(
            &bad,
            b"this is no workspace, only text that is long enough to be read as a header of something",
        )
        .unwrap();
        let desk = desk(&good);
        let refused = desk.exchange(&bad);
        // Either it is refused, or it is opened read only with the reason: never taken for an empty workspace.
        match refused {
            Err(_) => assert_eq!(desk.app().unwrap().path(), good),
            Ok(()) => assert!(desk.app().unwrap().read_only().is_some()),
        }
        assert_eq!(std::fs::read(&bad).unwrap().first(), Some(&b't'), "the file is untouched");
    }

    #[test]
    fn files_of_a_start_are_given_to_the_window_once() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder.path().join("a.gemba"));
        assert_eq!(desk.take_waiting(), [PathBuf::from("a.csv")]);
        assert!(desk.take_waiting().is_empty());
    }

    #[test]
    fn refreshing_everything_names_every_tag_once() {
        let tags = all_tags();
        for case in USE_CASES {
            assert!(case.tags.iter().all(|tag| tags.iter().filter(|each| *each == tag).count() == 1), "{}", case.name);
        }
    }
}
