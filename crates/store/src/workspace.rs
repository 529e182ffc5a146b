//! The workspace: making, opening, health.

use crate::connect::{self, Mode};
use crate::error::{Result, StoreError};
use crate::fold::PROJECTION_VERSION;
use crate::lock::{WriterLock, beside};
use crate::schema::{self, SCRIPTS};
use crate::table::{log, meta};
use crate::{rebuild, verify};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};

/// Why nothing can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was opened to read only.
    Asked,
    /// This user may not write to the file or its folder.
    NotAllowed,
    /// Something stored does not fit together.
    Damaged {
        /// The place and what does not fit.
        what: String,
    },
    /// The log holds a kind of change that this version does not know.
    UpdateRequired {
        /// The change's name.
        name: String,
    },
    /// There is no room left on the disk.
    Full,
    /// The disk did not take a write: nothing more is promised until the file was opened again.
    Io {
        /// What the system says.
        what: String,
    },
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Asked => f.write_str("it was opened to read only"),
            Self::NotAllowed => f.write_str("you may not write to the file or to its folder"),
            Self::Damaged { what } => f.write_str(what.trim_end_matches('.')),
            Self::UpdateRequired { name } => {
                write!(f, "its log holds the change \"{name}\", which this version of Gemba does not know")
            }
            Self::Full => f.write_str("there is no room left on the disk"),
            Self::Io { what } => f.write_str(what.trim_end_matches('.')),
        }
    }
}

/// Whether a workspace can be written to, and the way back if not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Why nothing can be written; `None` when it can.
    pub read_only: Option<Reason>,
    /// What to do, in one or two sentences; empty when all is well.
    pub help: String,
}

/// One workspace file, opened. One writer at a time; readers beside it are welcome (see [`Workspace::open_read_only`]).
#[derive(Debug)]
pub struct Workspace {
    pub(crate) connection: Connection,
    path: Option<PathBuf>,
    lock: Option<WriterLock>,
    read_only: Option<Reason>,
    size_limit: Option<u64>,
    migrated_copy: Option<PathBuf>,
}

impl Workspace {
    /// Makes a new, empty workspace file.
    ///
    /// # Errors
    /// When there is a file of this name, or it cannot be written.
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let lock = WriterLock::take(path)?;
        // The name is taken by the file system, so that two who create at once do not share a file.
        std::fs::File::create_new(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(path.to_owned()),
            _ => StoreError::io(path.display(), &error),
        })?;
        let made = connect::open(path, Mode::Create).and_then(|mut connection| {
            connect::use_wal(&connection)?;
            prepare(&mut connection)?;
            Ok(connection)
        });
        let connection = made.inspect_err(|_| {
            // The file was made by this call a moment ago and holds nothing.
            let _ = std::fs::remove_file(path);
        })?;
        Ok(Self::over(connection, Some(path.to_owned()), Some(lock)))
    }

    /// A workspace that lives in memory and goes with the process.
    ///
    /// # Errors
    /// When there is no memory.
    pub fn in_memory() -> Result<Self> {
        let mut connection = connect::memory()?;
        prepare(&mut connection)?;
        Ok(Self::over(connection, None, None))
    }

    /// Opens a workspace to read and write. A file of an older schema is copied and migrated; records folded by another
    /// version are folded anew. A file that is damaged, or whose log holds changes that this version does not know, is
    /// opened read only: see [`Workspace::health`].
    ///
    /// # Errors
    /// When there is no such file, it is something else, a newer version wrote it (it is not touched), another program
    /// writes to it, or it is damaged so badly that nothing can be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        peek(path)?;
        let Some(lock) = WriterLock::take_where_allowed(path)? else {
            let mut workspace = Self::reader(path)?;
            workspace.read_only = Some(Reason::NotAllowed);
            return Ok(workspace);
        };
        let mut workspace = Self::over(connect::open(path, Mode::Write)?, Some(path.to_owned()), Some(lock));
        match workspace.make_ready() {
            Ok(()) => Ok(workspace),
            Err(StoreError::UpdateRequired { name }) => {
                workspace.read_only = Some(Reason::UpdateRequired { name });
                Ok(workspace)
            }
            Err(error @ StoreError::Corrupt { .. }) => {
                drop(workspace);
                let mut workspace = Self::reader(path)?;
                workspace.read_only = Some(Reason::Damaged { what: error.to_string() });
                Ok(workspace)
            }
            Err(StoreError::Full { .. }) => {
                workspace.read_only = Some(Reason::Full);
                Ok(workspace)
            }
            Err(StoreError::ReadOnly { .. }) => {
                drop(workspace);
                let mut workspace = Self::reader(path)?;
                workspace.read_only = Some(Reason::NotAllowed);
                Ok(workspace)
            }
            Err(error) => Err(error),
        }
    }

    /// Opens a workspace to read only, beside whoever writes to it. Nothing is checked beyond the kind of file.
    ///
    /// # Errors
    /// As [`Workspace::open`], but for another writer.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        peek(path)?;
        Self::reader(path)
    }

    fn reader(path: &Path) -> Result<Self> {
        // In a folder where nothing may be written, SQLite cannot put its index of the log beside the file. Then the file
        // is read as it stands, which is right exactly when there is no log to index.
        let connection = connect::open(path, Mode::Read).and_then(|connection| {
            schema::identity(&connection)?;
            Ok(connection)
        });
        let connection = match connection {
            Err(StoreError::Io { .. } | StoreError::ReadOnly { .. }) if is_still(path) => {
                connect::open(path, Mode::Still)?
            }
            other => other?,
        };
        let mut workspace = Self::over(connection, Some(path.to_owned()), None);
        workspace.read_only = Some(Reason::Asked);
        Ok(workspace)
    }

    fn over(connection: Connection, path: Option<PathBuf>, lock: Option<WriterLock>) -> Self {
        Self { connection, path, lock, read_only: None, size_limit: None, migrated_copy: None }
    }

    /// Everything between an opened connection and a workspace that may be written to.
    fn make_ready(&mut self) -> Result<()> {
        verify::quick_check(&self.connection, verify::Depth::AtOpen)?;
        connect::use_wal(&self.connection)?;
        self.migrated_copy = schema::migrate(&mut self.connection, self.path.as_deref(), SCRIPTS)?;
        if let Some(name) = log::unknown_name(&self.connection)? {
            return Err(StoreError::UpdateRequired { name });
        }
        verify::chain_tail(&self.connection)?;
        if meta::get(&self.connection, meta::PROJECTION)? != Some(PROJECTION_VERSION) {
            rebuild::rebuild(&mut self.connection)?;
        }
        Ok(())
    }

    /// The file; `None` for one in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The copy that was kept before an older schema was migrated, where that was done when this was opened.
    pub fn migrated_copy(&self) -> Option<&Path> {
        self.migrated_copy.as_deref()
    }

    /// Whether it can be written to, and the way back if not.
    pub fn health(&self) -> Health {
        let help = match &self.read_only {
            None => "",
            Some(Reason::Asked) => "Open it without the read-only option to change something.",
            Some(Reason::NotAllowed) => "Ask for the right to write to the folder, or copy the file to one of yours.",
            Some(Reason::Damaged { .. }) => {
                "What can be read is shown; nothing is written. Restore the last backup, or let Gemba make a new \
                 workspace from what is intact of the log (`gemba rebuild --to FILE`)."
            }
            Some(Reason::UpdateRequired { .. }) => "Update Gemba on this machine. The file was left as it is.",
            Some(Reason::Full) => {
                "Free some space on the disk; writing resumes by itself. Nothing that was acknowledged is lost."
            }
            Some(Reason::Io { .. }) => {
                "Check the disk, its cable or the network share. The file is opened and checked again before anything \
                 is written. Nothing that was acknowledged is lost."
            }
        };
        Health { read_only: self.read_only.clone(), help: help.to_owned() }
    }

    /// Tries to write again after a full disk or an error of the disk: the file is closed, opened, checked and written
    /// to. Returns whether it can be written to now. A workspace that is read only for another reason stays so.
    ///
    /// # Errors
    /// When the file cannot be opened any more; the workspace stays read only.
    pub fn retry_writable(&mut self) -> Result<bool> {
        match self.read_only {
            None => return Ok(true),
            Some(Reason::Full | Reason::Io { .. }) => {}
            Some(_) => return Ok(false),
        }
        if let Some(path) = self.path.clone() {
            self.connection = connect::open(&path, Mode::Write)?;
            self.apply_size_limit()?;
        }
        let tried = self.make_ready().and_then(|()| {
            let count = meta::get(&self.connection, meta::RETRIED)?.unwrap_or_default();
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            meta::put(&tx, meta::RETRIED, count.wrapping_add(1))?;
            Ok(tx.commit()?)
        });
        match tried {
            Ok(()) => {
                self.read_only = None;
                Ok(true)
            }
            Err(error) => {
                self.turn_read_only(&error);
                Ok(false)
            }
        }
    }

    /// Bounds the size of the file in bytes, as a quota; `None` lifts it. A write beyond it answers as a full disk does.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn set_size_limit(&mut self, bytes: Option<u64>) -> Result<()> {
        self.size_limit = bytes;
        self.apply_size_limit()
    }

    fn apply_size_limit(&self) -> Result<()> {
        let page: i64 = self.connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let pages = match self.size_limit {
            Some(bytes) => i64::try_from(bytes).unwrap_or(i64::MAX) / page.max(1),
            None => 0xffff_fffe,
        };
        self.connection.pragma_update_and_check(None, "max_page_count", pages.max(1), |_| Ok(()))?;
        Ok(())
    }

    /// Runs one transaction that writes. When the disk refuses, the workspace turns read only by itself.
    pub(crate) fn write<R>(&mut self, act: impl FnOnce(&Transaction<'_>) -> Result<R>) -> Result<R> {
        self.check_writable()?;
        let result = transact(&mut self.connection, act);
        result.inspect_err(|error| self.turn_read_only(error))
    }

    /// Turns read only where an error says that writing cannot go on.
    pub(crate) fn turn_read_only(&mut self, error: &StoreError) {
        let reason = match error {
            StoreError::Full { .. } => Reason::Full,
            StoreError::Io { .. } => Reason::Io { what: error.to_string() },
            StoreError::Corrupt { .. } | StoreError::NotAWorkspace { .. } => {
                Reason::Damaged { what: error.to_string() }
            }
            StoreError::UpdateRequired { name } => Reason::UpdateRequired { name: name.clone() },
            _ => return,
        };
        self.read_only = Some(reason);
    }

    /// The file's name for messages.
    pub(crate) fn place(&self) -> String {
        self.path.as_ref().map_or_else(|| "the workspace in memory".to_owned(), |path| path.display().to_string())
    }

    /// The connection, for the parts of the store that run a transaction of their own.
    pub(crate) fn writable(&mut self) -> Result<&mut Connection> {
        self.check_writable()?;
        Ok(&mut self.connection)
    }

    fn check_writable(&self) -> Result<()> {
        Err(match &self.read_only {
            None => return Ok(()),
            Some(Reason::UpdateRequired { name }) => StoreError::UpdateRequired { name: name.clone() },
            Some(Reason::Full) => StoreError::Full { place: self.place() },
            Some(other) => StoreError::ReadOnly { reason: other.to_string() },
        })
    }

    /// Whether this workspace holds the right to write to its file.
    pub fn is_writer(&self) -> bool {
        self.lock.is_some() || self.path.is_none()
    }
}

fn transact<R>(connection: &mut Connection, act: impl FnOnce(&Transaction<'_>) -> Result<R>) -> Result<R> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = act(&tx)?;
    tx.commit()?;
    Ok(done)
}

/// The schema and the facts of an empty workspace.
fn prepare(connection: &mut Connection) -> Result<()> {
    schema::create(connection, SCRIPTS)?;
    meta::put(connection, meta::EPOCH, 1)?;
    meta::put(connection, meta::LOG_SEQ, 0)?;
    meta::put(connection, meta::PROJECTION, PROJECTION_VERSION)
}

/// Whether nothing waits beside the file to be read with it.
fn is_still(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).map_or(true, |wal| wal.len() == 0)
}

/// Looks at what kind of file it is without changing anything: neither the file nor what lies beside it.
fn peek(path: &Path) -> Result<()> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_file() => {}
        Ok(_) => {
            let reason = "it is not a file".to_owned();
            return Err(StoreError::NotAWorkspace { path: path.to_owned(), reason });
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::NotFound(path.to_owned()));
        }
        Err(error) => return Err(StoreError::io(path.display(), &error)),
    }
    let mode = if is_still(path) { Mode::Still } else { Mode::Read };
    let looked = connect::open(path, mode).and_then(|connection| schema::check_identity(&connection, path, SCRIPTS));
    match looked {
        Ok(_) => Ok(()),
        Err(StoreError::NotAWorkspace { reason, .. }) => {
            Err(StoreError::NotAWorkspace { path: path.to_owned(), reason })
        }
        Err(StoreError::Corrupt { reason, .. }) => Err(StoreError::corrupt(path.display(), reason)),
        Err(error) => Err(error),
    }
}
