//! What a use case needs from outside: that handful and nothing more.
//!
//! Deliberately absent: files (use cases take paths or bytes as arguments), the network (doors own it), windows and
//! dialogs (the desktop owns them), and secrets (no use case needs one).

use gemba_model::api::ApiError;
use gemba_model::{Actor, UtcTime};
use jiff::Timestamp;
use std::sync::Mutex;

/// The world outside the core.
pub trait Host: Send + Sync {
    /// The clock, in UTC. Fixed where a person asked for a fixed instant.
    fn now(&self) -> UtcTime;

    /// Whether `now` was fixed by a person.
    fn now_is_fixed(&self) -> bool;

    /// A new identifier that no other host will make: the idempotency key of a change.
    fn fresh_id(&self) -> String;

    /// Who is at the keyboard, as far as this host knows.
    fn identity(&self) -> Option<Actor>;

    /// Remembers who is at the keyboard.
    ///
    /// # Errors
    /// When the host cannot keep it, or declines to.
    fn remember_identity(&self, actor: &Actor) -> Result<(), ApiError>;

    /// Tells the person at the workstation. Never fails a use case: a host that cannot notify logs that it could not.
    fn notify(&self, title: &str, body: &str);
}

/// A host for programs without a window: the system's clock or a fixed one, an identity for this run only.
pub struct PlainHost {
    fixed: Option<UtcTime>,
    identity: Mutex<Option<Actor>>,
}

impl PlainHost {
    /// A host whose clock stands at `fixed`, or is the system's.
    pub fn new(fixed: Option<UtcTime>, identity: Option<Actor>) -> Self {
        Self { fixed, identity: Mutex::new(identity) }
    }
}

impl Host for PlainHost {
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
        self.identity.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    fn remember_identity(&self, actor: &Actor) -> Result<(), ApiError> {
        *self.identity.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(actor.clone());
        Ok(())
    }

    fn notify(&self, title: &str, body: &str) {
        tracing::info!(title, body, "notification");
    }
}

/// A random identifier that sorts by time (UUID version 7), for hosts that have nothing better.
pub fn fresh_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
