//! What the core needs from a terminal: a clock, and who is at the keyboard.

use gemba_app::{Host, fresh_id};
use gemba_model::api::{ApiError, ErrorCode};
use gemba_model::{Actor, UtcTime};
use jiff::Timestamp;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

/// The terminal as a host. Who is at the keyboard is kept beside this user's settings, not in the workspace.
pub struct TerminalHost {
    fixed: OnceLock<UtcTime>,
    file: Option<PathBuf>,
    for_this_run: Mutex<Option<Actor>>,
    keep: bool,
}

impl TerminalHost {
    /// A host that keeps identities in this folder; without one, for this run only.
    pub fn new(config_dir: Option<&Path>) -> Self {
        Self {
            fixed: OnceLock::new(),
            file: config_dir.map(|dir| dir.join("identity.json")),
            for_this_run: Mutex::new(None),
            keep: true,
        }
    }

    /// The same without keeping what `identify` says: for `--by`.
    pub fn for_this_run_only(mut self) -> Self {
        self.keep = false;
        self
    }

    /// Stops the clock at an instant. The first call counts.
    pub fn fix(&self, at: UtcTime) {
        // A second call changes nothing, on purpose: views of one run must hold for one instant.
        let _ = self.fixed.set(at);
    }

    fn read(&self) -> Option<Actor> {
        let text = std::fs::read_to_string(self.file.as_ref()?).ok()?;
        serde_json::from_str(&text).ok()
    }
}

impl Host for TerminalHost {
    fn now(&self) -> UtcTime {
        self.fixed.get().copied().unwrap_or_else(|| UtcTime(Timestamp::now()))
    }

    fn now_is_fixed(&self) -> bool {
        self.fixed.get().is_some()
    }

    fn fresh_id(&self) -> String {
        fresh_id()
    }

    fn identity(&self) -> Option<Actor> {
        let said = self.for_this_run.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
        said.or_else(|| self.keep.then(|| self.read()).flatten())
    }

    fn remember_identity(&self, actor: &Actor) -> Result<(), ApiError> {
        *self.for_this_run.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(actor.clone());
        let (true, Some(file)) = (self.keep, &self.file) else { return Ok(()) };
        write_whole(file, &serde_json::to_vec(actor).unwrap_or_default()).map_err(|error| {
            ApiError::new(ErrorCode::Io, format!("Who you are could not be kept in {}: {error}.", file.display()), "")
        })
    }

    fn notify(&self, _title: &str, _body: &str) {
        // A terminal shows what was asked for; the incident stands in the answer.
    }
}

/// Writes a file whole or not at all: beside its place first, then moved there.
///
/// # Errors
/// What the system says.
pub fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let dir = match file.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(dir)?;
    let mut made = tempfile::NamedTempFile::new_in(dir)?;
    made.write_all(bytes)?;
    made.as_file().sync_all()?;
    made.persist(file).map_err(|error| error.error)?;
    Ok(())
}
