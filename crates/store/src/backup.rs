//! Copies of the file that can be trusted: made by SQLite's backup interface while others go on, checked, then named.

use crate::connect::{self, Mode};
use crate::error::{Result, StoreError};
use crate::lock::beside;
use crate::workspace::Workspace;
use crate::{hash::Head, table::log, verify};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::File;
use std::path::{Path, PathBuf};

/// What came of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// The copy.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// The end of its log.
    pub head: Head,
}

impl Workspace {
    /// Writes a copy of the workspace to a new file, verifies the copy in full, brings it to the disk and only then gives
    /// it its name. The workspace may be in use meanwhile.
    ///
    /// # Errors
    /// When there is a file of that name, it cannot be written, or the copy does not verify (then it is removed).
    pub fn backup(&self, to: impl AsRef<Path>) -> Result<BackupReport> {
        let to = to.as_ref();
        write_copy(&self.connection, to, false)?;
        let copy = connect::open(to, Mode::Still)?;
        let bytes = std::fs::metadata(to).map_err(|error| StoreError::io(to.display(), &error))?.len();
        Ok(BackupReport { path: to.to_owned(), bytes, head: log::head(&copy)? })
    }
}

/// Writes a verified copy. `replace`: whether an earlier copy of the same name may be replaced.
pub(crate) fn write_copy(from: &Connection, to: &Path, replace: bool) -> Result<()> {
    if !replace && to.exists() {
        return Err(StoreError::Exists(to.to_owned()));
    }
    let part = beside(to, ".part");
    remove(&part)?;
    let done = copy(from, &part).and_then(|()| name(&part, to));
    done.inspect_err(|_| {
        // Half a copy is worse than none. That it could not be removed either changes nothing about the error.
        let _ = std::fs::remove_file(&part);
    })
}

fn copy(from: &Connection, part: &Path) -> Result<()> {
    let mut to = connect::open(part, Mode::Create)?;
    {
        let backup = Backup::new(from, &mut to)?;
        loop {
            match backup.step(-1)? {
                StepResult::Done => break,
                // Somebody holds a lock for a moment: SQLite's busy time-out has been waited for already.
                StepResult::Busy | StepResult::Locked => {
                    return Err(StoreError::Busy { place: part.display().to_string() });
                }
                _ => {}
            }
        }
    }
    // The copy carries the mark of a write-ahead log; without one beside it, it is complete as it stands.
    to.close().map_err(|(_, error)| StoreError::from(error))?;
    let copy = connect::open(part, Mode::Still)?;
    verify::quick_check(&copy, verify::Depth::Whole)?;
    let report = verify::verify_chain(&copy)?;
    if let Some(reason) = report {
        return Err(StoreError::corrupt(part.display(), reason));
    }
    Ok(())
}

/// Brings the copy to the disk and gives it its name.
fn name(part: &Path, to: &Path) -> Result<()> {
    let file = File::options().write(true).open(part).map_err(|error| StoreError::io(part.display(), &error))?;
    file.sync_all().map_err(|error| StoreError::io(part.display(), &error))?;
    drop(file);
    std::fs::rename(part, to).map_err(|error| StoreError::io(to.display(), &error))?;
    sync_folder(to)
}

/// Brings a folder's names to the disk, where the system has such a thing.
fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(unix) {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let opened = File::open(folder).map_err(|error| StoreError::io(folder.display(), &error))?;
        opened.sync_all().map_err(|error| StoreError::io(folder.display(), &error))?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io(path.display(), &error)),
    }
}
