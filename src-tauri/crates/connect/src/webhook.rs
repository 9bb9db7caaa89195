//! What an upstream sends by itself: who sent it, and what it says.
//!
//! Deliberately absent: listening. Whoever listens hands over what came.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::feed::Page;
use secrets::Secret;

use crate::access::Resume;
use crate::error::ConnectorError;

/// One delivery as it came.
#[derive(Clone)]
pub struct Delivered {
    /// Headers, their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The path that it was sent to, without a query.
    pub path: String,
    /// The body, byte by byte.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Delivered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Headers hold credentials, and the body is as sensitive as the book.
        f.debug_struct("Delivered")
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Whether a delivery is the upstream's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// It carries a signature, or a token, that is right.
    Upstream,
    /// It says nothing of who sent it.
    Unsaid,
    /// What it says is wrong, or too old.
    Other,
}

/// What a delivery says.
#[derive(Debug, Default)]
pub struct Told {
    /// Whose data it is, by the upstream's id of the user.
    pub user: Option<String>,
    /// Logins and accounts with their rows, as a sync would bring them. None marks anything as missing.
    pub pages: Vec<Page>,
}

/// How an upstream's deliveries are understood.
pub trait Webhook: Send + Sync {
    /// Name of the secret that deliveries are signed with.
    fn key(&self) -> &'static str;

    /// Who sent it. With `now`, a signature that is not of these minutes is wrong: somebody kept the delivery.
    fn sender(
        &self,
        delivered: &Delivered,
        secrets: &BTreeMap<String, Secret>,
        now: Option<DateTime<Utc>>,
    ) -> Sender;

    /// Whose data it is, without reading the rest.
    fn user(&self, delivered: &Delivered) -> Option<String>;

    /// What it says, to a connection that stands where `resume` says.
    fn read(&self, delivered: &Delivered, resume: &Resume) -> Result<Told, ConnectorError>;
}
