//! Connections to upstreams: settings, state, secrets kept inside the encrypted book, and runs.

use chrono::{DateTime, Utc};
use domain::connection::{ConnectionState, Upstream};
use domain::ids::ConnectionId;
use secrets::Secret;
use serde_json::Value;

use crate::{IngestCounts, Result, View, Writing};

/// A connection as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// Its number.
    pub id: ConnectionId,
    /// The service.
    pub upstream: Upstream,
    /// Name for the person.
    pub label: String,
    /// The connector's settings; never a secret.
    pub settings: Value,
    /// What it needs, if anything.
    pub state: ConnectionState,
    /// More about the state, a closed word or the upstream's advice; never a secret.
    pub detail: Option<String>,
    /// Not before this instant.
    pub retry_after: Option<DateTime<Utc>>,
    /// The connector's place in the history.
    pub cursor: Option<String>,
    /// Synced by itself.
    pub automatic: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// End of the last sync that delivered everything.
    pub last_success: Option<DateTime<Utc>>,
    /// Start of the last sync.
    pub last_attempt: Option<DateTime<Utc>>,
    /// Accounts it feeds.
    pub accounts: u64,
}

/// Fields of a connection to change; what is none stays.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConnectionEdit {
    /// Name.
    pub label: Option<String>,
    /// Settings.
    pub settings: Option<Value>,
    /// Synced by itself.
    pub automatic: Option<bool>,
}

/// One sync of one connection; its number orders runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub i64);

/// A sync as it went.
#[derive(Debug, Clone, PartialEq)]
pub struct SyncRun {
    /// Its number.
    pub id: RunId,
    /// The connection.
    pub connection: ConnectionId,
    /// Start.
    pub started_at: DateTime<Utc>,
    /// End; none while it runs or when it was killed.
    pub finished_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub state: Option<ConnectionState>,
    /// More about the end.
    pub detail: Option<String>,
    /// Rows, over all pages.
    pub counts: IngestCounts,
    /// Requests sent.
    pub requests: u64,
}

impl View<'_> {
    /// Every connection.
    pub fn connections(&self) -> Result<Vec<Connection>> {
        Err(crate::unfinished())
    }

    /// One connection.
    pub fn connection(&self, id: ConnectionId) -> Result<Connection> {
        let _ = id;
        Err(crate::unfinished())
    }

    /// A secret kept for a connection inside the book.
    pub fn connection_secret(&self, id: ConnectionId, name: &str) -> Result<Option<Secret>> {
        let _ = (id, name);
        Err(crate::unfinished())
    }

    /// The newest runs, of one connection or of all.
    pub fn sync_runs(&self, connection: Option<ConnectionId>, limit: u32) -> Result<Vec<SyncRun>> {
        let _ = (connection, limit);
        Err(crate::unfinished())
    }
}

impl Writing<'_> {
    /// Adds a connection.
    pub fn add_connection(
        &mut self,
        upstream: Upstream,
        label: &str,
        settings: &Value,
    ) -> Result<ConnectionId> {
        let _ = (upstream, label, settings);
        Err(crate::unfinished())
    }

    /// Changes a connection.
    pub fn edit_connection(&mut self, id: ConnectionId, edit: &ConnectionEdit) -> Result<()> {
        let _ = (id, edit);
        Err(crate::unfinished())
    }

    /// Keeps a secret for a connection inside the encrypted book; none forgets it. Not in the journal.
    pub fn put_connection_secret(
        &mut self,
        id: ConnectionId,
        name: &str,
        secret: Option<&Secret>,
    ) -> Result<()> {
        let _ = (id, name, secret);
        Err(crate::unfinished())
    }

    /// Sets what a connection needs. Not in the journal.
    pub fn set_connection_state(
        &mut self,
        id: ConnectionId,
        state: ConnectionState,
        detail: Option<&str>,
        retry_after: Option<DateTime<Utc>>,
    ) -> Result<()> {
        let _ = (id, state, detail, retry_after);
        Err(crate::unfinished())
    }

    /// Forgets the connector's place, so that the next sync reads everything. Not in the journal.
    pub fn forget_cursor(&mut self, id: ConnectionId) -> Result<()> {
        let _ = id;
        Err(crate::unfinished())
    }

    /// Takes a connection out with its secrets. With `keep_data` its accounts stay as accounts without a connection;
    /// without, they and their transactions are deleted (undo brings them back, not the secrets).
    pub fn remove_connection(&mut self, id: ConnectionId, keep_data: bool) -> Result<()> {
        let _ = (id, keep_data);
        Err(crate::unfinished())
    }

    /// Begins a run.
    pub fn begin_run(&mut self, connection: ConnectionId) -> Result<RunId> {
        let _ = connection;
        Err(crate::unfinished())
    }

    /// Ends a run and sets the connection's state, except that an open deletion guard stays.
    pub fn finish_run(
        &mut self,
        run: RunId,
        state: ConnectionState,
        detail: Option<&str>,
        retry_after: Option<DateTime<Utc>>,
        requests: u64,
    ) -> Result<()> {
        let _ = (run, state, detail, retry_after, requests);
        Err(crate::unfinished())
    }
}
