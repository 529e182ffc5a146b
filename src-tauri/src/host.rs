//! What use cases need from this workstation: clock, identity, notifications.

use gemba_app::model::api::{ApiError, ErrorCode};
use gemba_app::model::{Actor, UtcTime};
use gemba_app::{Host, fresh_id};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Shows a native notification: title and body. What fails is logged, never passed on.
pub type Notifier = Box<dyn Fn(&str, &str) + Send + Sync>;

/// This workstation.
pub struct DesktopHost {
    fixed: Option<UtcTime>,
    identity: Mutex<Option<Actor>>,
    file: Option<PathBuf>,
    notifier: Notifier,
}

impl DesktopHost {
    /// A host whose clock stands at `fixed` or is the system's, and that keeps the identity in `file`.
    pub fn new(fixed: Option<UtcTime>, file: Option<PathBuf>, notifier: Notifier) -> Self {
        let identity = file.as_deref().and_then(read);
        Self { fixed, identity: Mutex::new(identity), file, notifier }
    }

    fn identity_lock(&self) -> std::sync::MutexGuard<'_, Option<Actor>> {
        self.identity.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// Who was at the keyboard last. What cannot be read is nobody.
fn read(file: &Path) -> Option<Actor> {
    serde_json::from_slice(&std::fs::read(file).ok()?)
        .inspect_err(|error| tracing::warn!(%error, file = %file.display(), "the identity is not readable"))
        .ok()
}

/// Replaces the file as a whole, so that a crash leaves the old one or the new one.
fn write(file: &Path, actor: &Actor) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let fresh = file.with_extension("json.new");
    std::fs::write(&fresh, serde_json::to_vec_pretty(actor)?)?;
    std::fs::rename(&fresh, file)
}

impl Host for DesktopHost {
    fn now(&self) -> UtcTime {
        self.fixed.unwrap_or_else(|| UtcTime(Timestamp::now()))
    }

    fn now_is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    fn fresh_id(&self) -> String {
        fresh_id()
    }

    fn identity(&self) -> Option<Actor> {
        self.identity_lock().clone()
    }

    fn remember_identity(&self, actor: &Actor) -> Result<(), ApiError> {
        *self.identity_lock() = Some(actor.clone());
        let Some(file) = &self.file else { return Ok(()) };
        write(file, actor).map_err(|error| {
            tracing::warn!(%error, file = %file.display(), "the identity is not kept");
            ApiError::new(
                ErrorCode::Io,
                format!("Who you are holds until this window is closed, but cannot be kept: {error}."),
                "Check your settings folder.",
            )
        })
    }

    fn notify(&self, title: &str, body: &str) {
        (self.notifier)(title, body);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_app::model::Party;

    fn host(file: Option<PathBuf>) -> DesktopHost {
        DesktopHost::new(None, file, Box::new(|_, _| {}))
    }

    #[test]
    fn who_is_at_the_keyboard_is_remembered_over_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("gemba").join("identity.json");
        let ada = Actor { name: "ada".into(), party: Some(Party::Dev) };
        host(Some(file.clone())).remember_identity(&ada).unwrap();
        assert_eq!(host(Some(file.clone())).identity(), Some(ada));
        std::fs::write(&file, b"{\"name\":").unwrap();
        assert_eq!(host(Some(file)).identity(), None);
    }

    #[test]
    fn where_it_cannot_be_kept_it_holds_and_the_person_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let host = host(Some(folder.path().to_path_buf()));
        let ada = Actor { name: "ada".into(), party: None };
        assert_eq!(host.remember_identity(&ada).unwrap_err().code, ErrorCode::Io);
        assert_eq!(host.identity(), Some(ada));
    }

    #[test]
    fn a_fixed_clock_stands_still() {
        let at = UtcTime::from_second(1_795_000_000);
        let host = DesktopHost::new(Some(at), None, Box::new(|_, _| {}));
        assert_eq!((host.now(), host.now_is_fixed()), (at, true));
    }
}
