//! One writer per file: a lock of the operating system on a small file beside the workspace.
//!
//! SQLite's own locks would let a second writer in between two transactions; two programs that each hold a window of the
//! same file would then answer each other's questions. The lock file holds nothing, stays where it is, and the lock goes
//! with the process that holds it, however it ends. Readers need no lock.

use crate::error::{Result, StoreError};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The right to write, held until it is dropped.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: File,
}

/// A path with something behind its name: `shop.gemba` and `.lock` give `shop.gemba.lock`.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

impl WriterLock {
    /// As [`WriterLock::take`]; `None` where this user may not write to the file or its folder.
    pub(crate) fn take_where_allowed(path: &Path) -> Result<Option<Self>> {
        let place = beside(path, ".lock");
        match OpenOptions::new().create(true).truncate(false).write(true).open(&place) {
            Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
                Ok(None)
            }
            _ => Self::take(path).map(Some),
        }
    }

    /// Takes the right to write to a workspace file.
    pub(crate) fn take(path: &Path) -> Result<Self> {
        let place = beside(path, ".lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&place)
            .map_err(|error| StoreError::io(place.display(), &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy { place: path.display().to_string() }),
            Err(TryLockError::Error(error)) => Err(StoreError::io(place.display(), &error)),
        }
    }
}
