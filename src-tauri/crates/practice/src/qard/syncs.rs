//! Synchronisations.

use axum::http::StatusCode;
use serde::Deserialize;

use super::connections::Status as Consent;
use super::providers::{DATA_TYPES, NAME};
use super::{Refusal, SLOW, envelope, stamp};
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::household::Upstream;
use crate::json::Json;
use crate::random::wire_id;
use crate::scenario::Scenario;

/// How one ended, or how many looks it still takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Nobody looked yet.
    Queued(u32),
    Fetching(u32),
    Ended(&'static str),
}

/// How synchronisations end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SyncEnds {
    /// The data can be read.
    #[default]
    Success,
    /// The consent does not work.
    AuthError,
    /// The source has trouble.
    FetchError,
    /// Qard has trouble.
    InternalError,
}

impl SyncEnds {
    fn word(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::AuthError => "AUTH_ERROR",
            Self::FetchError => "FETCH_ERROR",
            Self::InternalError => "INTERNAL_ERROR",
        }
    }
}

/// One synchronisation of one data type.
#[derive(Debug, Clone)]
pub(super) struct Sync {
    id: String,
    user: String,
    connection: String,
    data_type: &'static str,
    stand: Stand,
    requested: i64,
}

impl Sync {
    fn is_running(&self) -> bool {
        !matches!(self.stand, Stand::Ended(_))
    }

    /// Somebody looks at it.
    fn look(&mut self, ends: &'static str) {
        self.stand = match self.stand {
            Stand::Queued(0 | 1) | Stand::Fetching(0 | 1) => Stand::Ended(ends),
            Stand::Queued(looks) | Stand::Fetching(looks) => Stand::Fetching(looks - 1),
            ended @ Stand::Ended(_) => ended,
        };
    }

    fn json(&self) -> Json {
        let status = match self.stand {
            Stand::Queued(_) => "QUEUED",
            Stand::Fetching(_) => "FETCHING",
            Stand::Ended(word) => word,
        };
        let completed = (!self.is_running()).then(|| stamp(self.requested + 3_000));
        Json::object([
            ("id", self.id.as_str().into()),
            ("data_type", self.data_type.into()),
            ("provider_name", NAME.into()),
            ("status", status.into()),
            ("data_connection_id", self.connection.as_str().into()),
            ("requested_at", stamp(self.requested).into()),
            ("completed_at", completed.into()),
        ])
    }
}

/// Whether a user's data may be read: a synchronisation succeeded, and its connection is still there.
pub(super) fn succeeded(bank: &Bank, user: &str) -> bool {
    bank.qard.syncs.iter().any(|sync| {
        sync.user == user && sync.stand == Stand::Ended("SUCCESS") && {
            let mut connections = bank.qard.connections.iter();
            connections.any(|one| one.id == sync.connection && one.status != Consent::Disconnected)
        }
    })
}

/// The connection whose data a user's accounts are.
pub(super) fn source(bank: &Bank, user: &str) -> Option<String> {
    let mut connections = bank.qard.connections.iter();
    connections
        .find(|one| one.user == user && one.status != Consent::Disconnected)
        .map(|one| one.id.clone())
}

/// `POST …/sync`
pub(super) fn begin(bank: &mut Bank, user: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let wanted: Vec<&'static str> = if ask.body.is_empty() {
        DATA_TYPES.to_vec()
    } else {
        let body = super::body(ask)?;
        match body.get("data_types") {
            None => DATA_TYPES.to_vec(),
            Some(names) => {
                let names: Vec<&str> = names
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(serde_json::Value::as_str)
                    .collect();
                if names.is_empty() || names.iter().any(|name| !DATA_TYPES.contains(name)) {
                    return Err(Refusal::field("data_types", "must name data types"));
                }
                // What is derived needs the rows, and the rows need the accounts.
                let last = DATA_TYPES
                    .iter()
                    .rposition(|known| names.contains(known))
                    .unwrap_or(0);
                DATA_TYPES[..=last].to_vec()
            }
        }
    };
    let running = bank
        .qard
        .syncs
        .iter()
        .any(|sync| sync.user == user && sync.is_running());
    if running {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "A synchronisation is running",
        ));
    }
    let (read, changed) = (bank.qard.read_through, bank.qard.changed);
    bank.qard.changed = bank.pass_begins(Upstream::Budgea, read, changed);
    let looks = match bank.scenario {
        Scenario::FirstSync => SLOW,
        _ => bank.switches.qard_looks,
    };
    let requested = bank.household.now();
    let seed = bank.household.seed();
    let connections: Vec<String> = bank
        .qard
        .connections
        .iter()
        .filter(|one| one.user == user && one.status == Consent::Connected)
        .map(|one| one.id.clone())
        .collect();
    let mut begun = Vec::new();
    for connection in connections {
        for &data_type in &wanted {
            let number = bank.qard.syncs.len() as u64 + 1;
            let sync = Sync {
                id: wire_id(seed, "qard-sync", number),
                user: user.to_owned(),
                connection: connection.clone(),
                data_type,
                stand: Stand::Queued(looks),
                requested,
            };
            begun.push(sync.json());
            bank.qard.syncs.push(sync);
        }
    }
    Ok(Answer::status(StatusCode::CREATED, Json::List(begun)))
}

/// `GET …/sync`
pub(super) fn history(bank: &Bank, user: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let rows = bank
        .qard
        .syncs
        .iter()
        .rev()
        .filter(|sync| sync.user == user)
        .map(Sync::json)
        .collect();
    envelope::list(bank, ask, rows)
}

/// `GET …/sync/latest`: the newest of each data type at each connection. Each look moves what runs on.
pub(super) fn latest(bank: &mut Bank, user: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let ends = bank.switches.qard_sync_ends.word();
    let mut rows: Vec<Json> = Vec::new();
    let mut met: Vec<(String, &'static str)> = Vec::new();
    for sync in bank
        .qard
        .syncs
        .iter_mut()
        .rev()
        .filter(|sync| sync.user == user)
    {
        let key = (sync.connection.clone(), sync.data_type);
        if met.contains(&key) {
            continue;
        }
        met.push(key);
        sync.look(ends);
        rows.push(sync.json());
    }
    envelope::list(bank, ask, rows)
}
