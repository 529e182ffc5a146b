//! The one-time link and the session that it opens.

use axum::http::{HeaderMap, header};
use std::net::SocketAddr;
use std::sync::Mutex;
use subtle::ConstantTimeEq;

/// The machine gave no random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRandomness;

impl std::fmt::Display for NoRandomness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("The machine gives no random numbers, so no safe link can be made.")
    }
}

impl std::error::Error for NoRandomness {}

/// A link that opens one session, once. Both secrets have 256 random bits.
pub struct Link {
    token: String,
    cookie: String,
}

impl Link {
    /// A link that nobody has seen.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub fn new() -> Result<Self, NoRandomness> {
        Ok(Self { token: secret()?, cookie: secret()? })
    }

    /// The link as a person opens it.
    pub fn url(&self, address: SocketAddr) -> String {
        format!("http://{address}/?token={}", self.token)
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(secret)")
    }
}

fn secret() -> Result<String, NoRandomness> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(hex::encode(bytes))
}

/// The session of one server.
pub(crate) struct Session {
    /// `None` once it was used.
    token: Mutex<Option<String>>,
    cookie: String,
    name: String,
    address: SocketAddr,
}

impl Session {
    pub(crate) fn new(link: Link, address: SocketAddr) -> Self {
        // Cookies do not tell ports apart, so the name does: two servers on one machine keep apart.
        let name = format!("gemba_session_{}", address.port());
        Self { token: Mutex::new(Some(link.token)), cookie: link.cookie, name, address }
    }

    /// Where the server listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Uses the link: the cookie that opens the session, once.
    pub(crate) fn redeem(&self, token: &str) -> Option<String> {
        let mut kept = self.token.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !same(kept.as_deref()?, token) {
            return None;
        }
        *kept = None;
        Some(format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.name, self.cookie))
    }

    /// Whether a request carries the session.
    pub(crate) fn holds(&self, headers: &HeaderMap) -> bool {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .any(|(name, value)| name == self.name && same(&self.cookie, value))
    }
}

/// Compares without telling by its time how much was right.
fn same(kept: &str, given: &str) -> bool {
    kept.as_bytes().ct_eq(given.as_bytes()).into()
}
