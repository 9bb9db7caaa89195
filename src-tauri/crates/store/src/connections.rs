//! Connections to upstreams: settings, state, secrets kept inside the encrypted book, and runs.

use chrono::{DateTime, Utc};
use domain::connection::{ConnectionState, Upstream};
use domain::ids::ConnectionId;
use rusqlite::{OptionalExtension, Row, params};
use secrets::Secret;
use serde_json::Value;

use crate::days::{instant_of, seconds_of};
use crate::door::{Field, Table, flag, int, text};
use crate::{Error, IngestCounts, Result, View, Writing};

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
    /// What the upstream last said of how often it may be asked.
    pub allowance: Option<Allowance>,
    /// When the key or login runs out, by its own word.
    pub access_until: Option<DateTime<Utc>>,
}

/// How often an upstream may still be asked, by its own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests of a full allowance.
    pub limit: Option<u64>,
    /// Requests left of it.
    pub remaining: u64,
    /// When it said so.
    pub seen_at: DateTime<Utc>,
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
    /// A person asked for it.
    pub by_person: bool,
    /// Status of the answer that ended it.
    pub http_status: Option<u16>,
    /// Why it failed, in the program's own words; never a secret.
    pub reason: Option<String>,
    /// The upstream's own names of the requests that failed, else of the last one.
    pub request_ids: Vec<String>,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEnd {
    /// What the connection needs now.
    pub state: ConnectionState,
    /// More about the state.
    pub detail: Option<String>,
    /// Not before this instant.
    pub retry_after: Option<DateTime<Utc>>,
    /// Requests sent.
    pub requests: u64,
    /// Status of the answer that ended it.
    pub http_status: Option<u16>,
    /// Why it failed, in the program's own words.
    pub reason: Option<String>,
    /// The upstream's own names of requests.
    pub request_ids: Vec<String>,
    /// What the upstream said last of how often it may be asked: of a full allowance, and left.
    pub allowance: Option<(Option<u64>, u64)>,
    /// The person stopped it: what came is kept, and it is no success.
    pub stopped: bool,
}

impl RunEnd {
    /// An end about which nothing more is known.
    pub const fn new(state: ConnectionState, requests: u64) -> Self {
        Self {
            state,
            detail: None,
            retry_after: None,
            requests,
            http_status: None,
            reason: None,
            request_ids: Vec::new(),
            allowance: None,
            stopped: false,
        }
    }
}

const CONNECTION: &str =
    "SELECT c.id, c.upstream, c.label, c.settings, s.state, s.detail, s.retry_after, s.cursor,
    c.automatic, c.created_at, s.last_success, s.last_attempt,
    (SELECT count(*) FROM accounts a WHERE a.connection_id = c.id AND a.removed = 0),
    s.rate_limit, s.rate_remaining, s.rate_seen_at, s.access_until
    FROM connections c LEFT JOIN connection_states s ON s.connection_id = c.id WHERE c.removed = 0";

fn read(row: &Row<'_>) -> Result<Connection> {
    let id: i64 = row.get(0)?;
    let corrupt = || Error::Corrupt {
        table: "connections",
        row: id,
    };
    let upstream: String = row.get(1)?;
    let settings: String = row.get(3)?;
    let state: Option<String> = row.get(4)?;
    let instant = |place: usize| -> Result<Option<DateTime<Utc>>> {
        row.get::<_, Option<i64>>(place)?
            .map(instant_of)
            .transpose()
    };
    Ok(Connection {
        id: ConnectionId(id),
        upstream: Upstream::from_word(&upstream).ok_or_else(corrupt)?,
        label: row.get(2)?,
        settings: serde_json::from_str(&settings).map_err(|_| corrupt())?,
        state: match state {
            Some(word) => ConnectionState::from_word(&word).ok_or_else(corrupt)?,
            None => ConnectionState::Ok,
        },
        detail: row.get(5)?,
        retry_after: instant(6)?,
        cursor: row.get(7)?,
        automatic: row.get(8)?,
        created_at: instant_of(row.get(9)?)?,
        last_success: instant(10)?,
        last_attempt: instant(11)?,
        accounts: row.get::<_, i64>(12)? as u64,
        allowance: match (row.get::<_, Option<i64>>(14)?, instant(15)?) {
            (Some(remaining), Some(seen_at)) => Some(Allowance {
                limit: row.get::<_, Option<i64>>(13)?.map(|limit| limit as u64),
                remaining: remaining as u64,
                seen_at,
            }),
            _ => None,
        },
        access_until: instant(16)?,
    })
}

impl View<'_> {
    /// Every connection.
    pub fn connections(&self) -> Result<Vec<Connection>> {
        let mut statement = self
            .db
            .prepare_cached(&format!("{CONNECTION} ORDER BY c.id"))?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// One connection.
    pub fn connection(&self, id: ConnectionId) -> Result<Connection> {
        let mut statement = self
            .db
            .prepare_cached(&format!("{CONNECTION} AND c.id = ?1"))?;
        let mut rows = statement.query([id.0])?;
        rows.next()?.map(read).transpose()?.ok_or(Error::NotFound {
            what: "connection",
            id: id.0,
        })
    }

    /// A secret kept for a connection inside the book.
    pub fn connection_secret(&self, id: ConnectionId, name: &str) -> Result<Option<Secret>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT value FROM connection_secrets WHERE connection_id = ?1 AND name = ?2",
            )?
            .query_row(params![id.0, name], |row| row.get::<_, String>(0))
            .optional()?
            .map(Secret::new))
    }

    /// The newest runs, of one connection or of all.
    pub fn sync_runs(&self, connection: Option<ConnectionId>, limit: u32) -> Result<Vec<SyncRun>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, connection_id, started_at, finished_at, state, detail, accounts, added, changed, unchanged,
             removed, matched, rejected, requests, by_person, http_status, reason, request_ids FROM sync_runs WHERE ?1 IS NULL OR connection_id = ?1
             ORDER BY id DESC LIMIT ?2",
        )?;
        let mut rows = statement.query(params![connection.map(|id| id.0), limit])?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let count = |place: usize| -> Result<u64> { Ok(row.get::<_, i64>(place)? as u64) };
            let state: Option<String> = row.get(4)?;
            runs.push(SyncRun {
                id: RunId(id),
                connection: ConnectionId(row.get(1)?),
                started_at: instant_of(row.get(2)?)?,
                finished_at: row.get::<_, Option<i64>>(3)?.map(instant_of).transpose()?,
                state: state.as_deref().and_then(ConnectionState::from_word),
                detail: row.get(5)?,
                counts: IngestCounts {
                    accounts: count(6)?,
                    new: count(7)?,
                    changed: count(8)?,
                    unchanged: count(9)?,
                    removed: count(10)?,
                    matched: count(11)?,
                    rejected: count(12)?,
                },
                requests: count(13)?,
                by_person: row.get(14)?,
                http_status: row.get(15)?,
                reason: row.get(16)?,
                request_ids: row
                    .get::<_, Option<String>>(17)?
                    .and_then(|json| serde_json::from_str(&json).ok())
                    .unwrap_or_default(),
            });
        }
        Ok(runs)
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
        let created = seconds_of(self.origin.at);
        let id = self.insert(
            Table::Connections,
            &[
                ("upstream", text(upstream.as_str())),
                ("label", text(label.trim())),
                ("settings", text(&settings.to_string())),
                ("created_at", int(created)),
            ],
        )?;
        self.db
            .prepare_cached("INSERT INTO connection_states (connection_id) VALUES (?1)")?
            .execute([id])?;
        Ok(ConnectionId(id))
    }

    /// Changes a connection.
    pub fn edit_connection(&mut self, id: ConnectionId, edit: &ConnectionEdit) -> Result<()> {
        let mut fields: Vec<Field> = Vec::new();
        if let Some(label) = &edit.label {
            fields.push(("label", text(label.trim())));
        }
        if let Some(settings) = &edit.settings {
            fields.push(("settings", text(&settings.to_string())));
        }
        if let Some(automatic) = edit.automatic {
            fields.push(("automatic", flag(automatic)));
        }
        self.update(Table::Connections, id.0, &fields)?;
        Ok(())
    }

    /// Keeps a secret for a connection inside the encrypted book; none forgets it. Not in the journal.
    pub fn put_connection_secret(
        &mut self,
        id: ConnectionId,
        name: &str,
        secret: Option<&Secret>,
    ) -> Result<()> {
        match secret {
            Some(secret) => self
                .db
                .prepare_cached(
                    "INSERT INTO connection_secrets (connection_id, name, value) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET value = excluded.value",
                )?
                .execute(params![id.0, name, secret.expose()])?,
            None => self
                .db
                .prepare_cached(
                    "DELETE FROM connection_secrets WHERE connection_id = ?1 AND name = ?2",
                )?
                .execute(params![id.0, name])?,
        };
        Ok(())
    }

    /// Sets what a connection needs. Not in the journal.
    pub fn set_connection_state(
        &mut self,
        id: ConnectionId,
        state: ConnectionState,
        detail: Option<&str>,
        retry_after: Option<DateTime<Utc>>,
    ) -> Result<()> {
        let touched = self
            .db
            .prepare_cached(
                "UPDATE connection_states SET state = ?2, detail = ?3, retry_after = ?4 WHERE connection_id = ?1",
            )?
            .execute(params![
                id.0,
                state.as_str(),
                detail,
                retry_after.map(seconds_of)
            ])?;
        if touched == 0 {
            return Err(Error::NotFound {
                what: "connection",
                id: id.0,
            });
        }
        Ok(())
    }

    /// Keeps when the key or login of a connection runs out. Not in the journal.
    pub fn set_access_until(
        &mut self,
        id: ConnectionId,
        until: Option<DateTime<Utc>>,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE connection_states SET access_until = ?2 WHERE connection_id = ?1",
            )?
            .execute(params![id.0, until.map(seconds_of)])?;
        Ok(())
    }

    /// Forgets the connector's place, so that the next sync reads everything. Not in the journal.
    pub fn forget_cursor(&mut self, id: ConnectionId) -> Result<()> {
        self.db
            .prepare_cached("UPDATE connection_states SET cursor = NULL WHERE connection_id = ?1")?
            .execute([id.0])?;
        Ok(())
    }

    /// Takes a connection out with its secrets. With `keep_data` its accounts stay as accounts without a connection;
    /// without, they and their transactions are deleted (undo brings them back, not the secrets).
    pub fn remove_connection(&mut self, id: ConnectionId, keep_data: bool) -> Result<()> {
        self.connection(id)?;
        let ids = |view: &View<'_>, sql: &str| -> Result<Vec<i64>> {
            let mut statement = view.db.prepare_cached(sql)?;
            let rows = statement.query_map([id.0], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        for account in ids(
            self,
            "SELECT id FROM accounts WHERE connection_id = ?1 AND removed = 0",
        )? {
            if keep_data {
                self.update(
                    Table::Accounts,
                    account,
                    &[("connection_id", rusqlite::types::Value::Null)],
                )?;
            } else {
                self.remove_account(domain::ids::AccountId(account))?;
            }
        }
        for budget in ids(
            self,
            "SELECT id FROM upstream_budgets WHERE connection_id = ?1",
        )? {
            self.remove(Table::UpstreamBudgets, budget)?;
        }
        for (table, sql) in [
            (
                Table::Goals,
                "SELECT id FROM goals WHERE connection_id = ?1",
            ),
            (
                Table::Planned,
                "SELECT id FROM planned WHERE connection_id = ?1",
            ),
        ] {
            for row in ids(self, sql)? {
                if keep_data {
                    self.update(
                        table,
                        row,
                        &[("connection_id", rusqlite::types::Value::Null)],
                    )?;
                } else {
                    self.remove(table, row)?;
                }
            }
        }
        self.forget_derived(id)?;
        self.forget_upstream_rules(id)?;
        self.db
            .prepare_cached("DELETE FROM connection_secrets WHERE connection_id = ?1")?
            .execute([id.0])?;
        self.db
            .prepare_cached("DELETE FROM outbox WHERE connection_id = ?1")?
            .execute([id.0])?;
        self.forget_cursor(id)?;
        self.remove(Table::Connections, id.0)
    }

    /// Begins a run, which a person asked for or nobody.
    pub fn begin_run(&mut self, connection: ConnectionId, by_person: bool) -> Result<RunId> {
        self.connection(connection)?;
        let now = seconds_of(self.origin.at);
        self.db
            .prepare_cached(
                "INSERT INTO sync_runs (connection_id, started_at, by_person) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![connection.0, now, by_person])?;
        let run = RunId(self.db.last_insert_rowid());
        self.db
            .prepare_cached(
                "UPDATE connection_states SET last_attempt = ?2 WHERE connection_id = ?1",
            )?
            .execute([connection.0, now])?;
        Ok(run)
    }

    /// Begins a run of what the upstream sent by itself. The upstream was not asked, so the plan goes on as it was.
    pub fn begin_delivery(&mut self, connection: ConnectionId) -> Result<RunId> {
        self.connection(connection)?;
        self.db
            .prepare_cached(
                "INSERT INTO sync_runs (connection_id, started_at, by_person) VALUES (?1, ?2, 0)",
            )?
            .execute(params![connection.0, seconds_of(self.origin.at)])?;
        Ok(RunId(self.db.last_insert_rowid()))
    }

    /// Ends a run and sets the connection's state, except that an open deletion guard stays.
    pub fn finish_run(&mut self, run: RunId, end: &RunEnd) -> Result<()> {
        let now = seconds_of(self.origin.at);
        let state = end.state;
        let ids = (!end.request_ids.is_empty())
            .then(|| Value::from(end.request_ids.as_slice()).to_string());
        self.db
            .prepare_cached(
                "UPDATE sync_runs SET finished_at = ?2, state = ?3, detail = ?4, requests = ?5, http_status = ?6,
                 reason = ?7, request_ids = ?8 WHERE id = ?1",
            )?
            .execute(params![
                run.0,
                now,
                state.as_str(),
                end.detail,
                end.requests as i64,
                end.http_status,
                end.reason,
                ids
            ])?;
        let connection: i64 = self
            .db
            .prepare_cached("SELECT connection_id FROM sync_runs WHERE id = ?1")?
            .query_row([run.0], |row| row.get(0))
            .optional()?
            .ok_or(Error::NotFound {
                what: "sync run",
                id: run.0,
            })?;
        let connection = ConnectionId(connection);
        let guarded = !self.deletion_guards(connection)?.is_empty();
        let state = if guarded && state == ConnectionState::Ok {
            ConnectionState::DeletionGuard
        } else {
            state
        };
        self.set_connection_state(connection, state, end.detail.as_deref(), end.retry_after)?;
        if let Some((limit, remaining)) = end.allowance {
            self.db
                .prepare_cached(
                    "UPDATE connection_states SET rate_limit = ifnull(?2, rate_limit), rate_remaining = ?3,
                     rate_seen_at = ?4 WHERE connection_id = ?1",
                )?
                .execute(params![
                    connection.0,
                    limit.map(|limit| limit as i64),
                    remaining as i64,
                    now
                ])?;
        }
        let changed: bool = self
            .db
            .prepare_cached(
                "SELECT accounts + added + changed + removed + matched > 0 FROM sync_runs WHERE id = ?1",
            )?
            .query_row([run.0], |row| row.get(0))?;
        if changed {
            self.settle_kinds(connection)?;
            self.settle_mirrors_of(connection)?;
        }
        if !end.stopped && matches!(state, ConnectionState::Ok | ConnectionState::DeletionGuard) {
            self.db
                .prepare_cached(
                    "UPDATE connection_states SET last_success = ?2 WHERE connection_id = ?1",
                )?
                .execute([connection.0, now])?;
        }
        Ok(())
    }
}
