//! The use cases: one typed contract, who may do what; joins store, engine, intake and report.
//!
//! What may not live here: arithmetic (`engine`), SQL (`store`), parsing (`intake`), drawing (`report`), and anything
//! that knows a window, a socket or a terminal (the doors). A use case is a method of [`App`] named in the contract.

mod actions;
mod contract;
mod errors;
mod exports;
mod host;
mod importing;
mod measure;
mod policy;
mod views;
mod world;

pub use contract::*;
pub use gemba_model as model;
pub use host::*;
pub use importing::{ImportProgress, OnProgress};
pub use policy::{Capability, may};
pub use world::World;

use errors::store_error;
use gemba_model::api::{ApiError, ErrorCode};
use gemba_model::view::ReadOnly;
use gemba_model::*;
use gemba_store::Workspace;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

/// One open workspace and everything that can be asked of it. Safe to share between threads; it blocks, so a window
/// calls it off its own thread.
pub struct App {
    host: Arc<dyn Host>,
    store: Mutex<Workspace>,
    world: RwLock<Arc<World>>,
    cache: measure::Cache,
    listeners: Mutex<Vec<Sender<Vec<Tag>>>>,
    path: PathBuf,
}

impl App {
    /// Opens a workspace file. A corrupted one opens read only.
    ///
    /// # Errors
    /// `NotFound`, `UpdateRequired`, `Io`, with the way back.
    pub fn open(path: &Path, host: Arc<dyn Host>) -> Result<Self, ApiError> {
        let store = Workspace::open(path).map_err(|error| store_error(&error))?;
        Self::over(store, path.to_owned(), host)
    }

    /// Makes a new, empty workspace file.
    ///
    /// # Errors
    /// `Conflict` when the file exists, `Io` otherwise.
    pub fn create(path: &Path, host: Arc<dyn Host>) -> Result<Self, ApiError> {
        let store = Workspace::create(path).map_err(|error| store_error(&error))?;
        Self::over(store, path.to_owned(), host)
    }

    /// Opens the file, or makes it where there is none.
    ///
    /// # Errors
    /// As [`App::open`] and [`App::create`].
    pub fn open_or_create(path: &Path, host: Arc<dyn Host>) -> Result<Self, ApiError> {
        if path.exists() { Self::open(path, host) } else { Self::create(path, host) }
    }

    /// A workspace without a file, for tests and for looking at plain files.
    ///
    /// # Errors
    /// `Internal` when SQLite cannot start.
    pub fn in_memory(host: Arc<dyn Host>) -> Result<Self, ApiError> {
        let store = Workspace::in_memory().map_err(|error| store_error(&error))?;
        Self::over(store, PathBuf::from("memory"), host)
    }

    fn over(store: Workspace, path: PathBuf, host: Arc<dyn Host>) -> Result<Self, ApiError> {
        let world = World::load(&store).map_err(|error| store_error(&error))?;
        Ok(Self {
            host,
            store: Mutex::new(store),
            world: RwLock::new(Arc::new(world)),
            cache: measure::Cache::default(),
            listeners: Mutex::new(Vec::new()),
            path,
        })
    }

    /// The file of this workspace.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The host that this workspace was opened with.
    pub fn host(&self) -> &Arc<dyn Host> {
        &self.host
    }

    /// What changed, as tags, each time something was committed. A listener that is gone is forgotten.
    pub fn subscribe(&self) -> Receiver<Vec<Tag>> {
        let (sender, receiver) = channel();
        lock(&self.listeners).push(sender);
        receiver
    }

    /// Tells every listener what changed.
    pub fn announce(&self, tags: &[Tag]) {
        lock(&self.listeners).retain(|listener| listener.send(tags.to_vec()).is_ok());
    }

    /// The instant that views hold for: what the host fixed, else where the sample's clock stands, else the clock.
    pub fn now(&self) -> UtcTime {
        if self.host.now_is_fixed() {
            return self.host.now();
        }
        self.world().settings.as_ref().and_then(|settings| settings.sample_now).unwrap_or_else(|| self.host.now())
    }

    /// The records as they are now. Cheap: a reference.
    pub fn world(&self) -> Arc<World> {
        self.world.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    /// The store. Held for as long as one query or one transaction takes.
    pub(crate) fn store(&self) -> MutexGuard<'_, Workspace> {
        lock(&self.store)
    }

    /// Commits changes as one transaction: all of them or none. Refreshes what they touched.
    pub(crate) fn commit(&self, author: &Actor, bodies: Vec<Body>) -> Result<u64, ApiError> {
        if bodies.is_empty() {
            return self.head();
        }
        let at = self.now();
        let changes: Vec<Change> = bodies
            .into_iter()
            .map(|body| Change { id: ChangeId(self.host.fresh_id()), author: author.clone(), at, body })
            .collect();
        let mut store = self.store();
        let appended = store.append_all_or_nothing(&changes).map_err(|error| store_error(&error))?;
        let mut world = self.world.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        Arc::make_mut(&mut world).refresh(&store, &appended.touched).map_err(|error| store_error(&error))?;
        Ok(appended.head.seq)
    }

    /// The last number of the log.
    pub(crate) fn head(&self) -> Result<u64, ApiError> {
        Ok(self.store().head().map_err(|error| store_error(&error))?.seq)
    }

    /// Reads every record again, after something else than a change wrote to the file.
    pub(crate) fn reload(&self) -> Result<(), ApiError> {
        let store = self.store();
        let world = World::load(&store).map_err(|error| store_error(&error))?;
        *self.world.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(world);
        Ok(())
    }

    /// Why nothing can be written, if so. A full disk is tried again each time somebody asks.
    pub fn read_only(&self) -> Option<ReadOnly> {
        let mut store = self.store();
        if store.health().read_only.is_some() {
            // A failed try leaves the reason in place, which is what is returned.
            let _ = store.retry_writable();
        }
        let health = store.health();
        health.read_only.as_ref().map(|reason| ReadOnly { reason: reason.to_string(), help: health.help.clone() })
    }

    pub(crate) fn must_be_writable(&self) -> Result<(), ApiError> {
        match self.read_only() {
            None => Ok(()),
            Some(state) => Err(ApiError::new(ErrorCode::ReadOnly, state.reason, state.help)),
        }
    }

    /// Who calls when a door does not know better: the host's identity, else somebody without a party.
    pub fn caller(&self, door: Door) -> Caller {
        let actor = self.host.identity().unwrap_or(Actor { name: "unnamed".into(), party: None });
        Caller { actor, door }
    }
}

/// A poisoned lock means that another thread panicked between two statements; the data behind these locks are caches
/// and handles that every use re-validates, so going on is right.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
