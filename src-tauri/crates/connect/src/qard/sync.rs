//! Synchronisations: asked for, waited for, and told apart by data type.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::connection::LoginCondition;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::RawValue;

use super::{DATA_TYPES, listing, stamp};
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Ask, Expect, Session};
use crate::json::Record;

/// How a synchronisation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Waiting or at it.
    Running,
    /// Its data can be read.
    Success,
    /// The consent or the credentials do not work.
    AuthError,
    /// The source has trouble.
    FetchError,
    /// Qard has trouble, or says something that this version does not know.
    InternalError,
}

impl Status {
    fn read(word: &str) -> Self {
        match word {
            "QUEUED" | "FETCHING" => Self::Running,
            "SUCCESS" => Self::Success,
            "AUTH_ERROR" => Self::AuthError,
            "FETCH_ERROR" => Self::FetchError,
            _ => Self::InternalError,
        }
    }

    /// What it makes of a login that is connected.
    pub(super) const fn condition(self) -> LoginCondition {
        match self {
            Self::Running => LoginCondition::Syncing,
            Self::Success => LoginCondition::Ok,
            Self::AuthError => LoginCondition::BrowserNeeded,
            Self::FetchError => LoginCondition::BankUnavailable,
            Self::InternalError => LoginCondition::UpstreamFailed,
        }
    }
}

/// One synchronisation of one data type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) data_type: String,
    pub(super) status: Status,
    /// The data connection.
    pub(super) connection: Option<String>,
    pub(super) completed: Option<DateTime<Utc>>,
    requested: Option<DateTime<Utc>>,
}

impl Item {
    fn read(row: &RawValue, stamps: Tz) -> Option<Self> {
        let record = Record::read(row)?;
        let at = |name: &str| stamp(&record.text(name)?, stamps);
        Some(Self {
            id: record.id("id")?,
            data_type: record.text("data_type")?,
            status: Status::read(&record.text("status").unwrap_or_default()),
            connection: record.id("data_connection_id"),
            completed: at("completed_at"),
            requested: at("requested_at"),
        })
    }
}

/// Ids of synchronisations by data type, and by data connection where there are several.
pub(super) type Ids = BTreeMap<String, String>;

/// What was asked for and is not known to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// When it was asked for.
    pub(super) since: Option<DateTime<Utc>>,
    /// The ids it runs under, once known.
    pub(super) ids: Vec<String>,
    /// Looks taken so far.
    pub(super) looks: u32,
}

/// Asks for everything. One that runs already is as good.
pub(super) async fn ask(session: &mut Session<'_>, user: &str) -> Result<(), ConnectorError> {
    let path = format!("/api/v6/users/{user}/sync");
    let body = json!({"data_types": DATA_TYPES}).to_string();
    let ask = Ask::json(Method::POST, &path, &body).expecting(Expect::Anything);
    match session.send(&ask).await {
        Err(error) if error.http_status == Some(409) => Ok(()),
        other => other.map(drop),
    }
}

/// The newest synchronisation of every data type and connection.
pub(super) async fn latest(
    session: &mut Session<'_>,
    user: &str,
    stamps: Tz,
) -> Result<Vec<Item>, ConnectorError> {
    let path = format!("/api/v6/users/{user}/sync/latest");
    let rows = match listing::whole(session, &path).await {
        // There was none yet.
        Err(error) if error.http_status == Some(404) => return Ok(Vec::new()),
        other => other?,
    };
    let mut newest: BTreeMap<(String, Option<String>), Item> = BTreeMap::new();
    for item in rows.iter().filter_map(|row| Item::read(row, stamps)) {
        if !DATA_TYPES.contains(&item.data_type.as_str()) {
            continue;
        }
        let key = (item.data_type.clone(), item.connection.clone());
        // "Latest" is not promised to be one of each.
        match newest.get(&key) {
            Some(known) if known.requested > item.requested => {}
            _ => {
                newest.insert(key, item);
            }
        }
    }
    Ok(newest.into_values().collect())
}

/// Seconds until the next look: two at first, then double, up to ten minutes.
pub(super) fn pause(looks: u32) -> u64 {
    (2_u64 << looks.min(16)).min(600)
}

/// The name of a data type at a data connection, for [`Ids`].
pub(super) fn name(item: &Item) -> String {
    match &item.connection {
        Some(connection) => format!("{} {connection}", item.data_type),
        None => item.data_type.clone(),
    }
}

/// Fails with the instant of the next look.
pub(super) fn come_back(session: &Session<'_>, looks: u32) -> ConnectorError {
    let seconds = i64::try_from(pause(looks)).unwrap_or(600);
    let retry_at = session.now() + chrono::TimeDelta::seconds(seconds);
    session.error(
        ErrorKind::Preparing { retry_at },
        "the synchronisation is still under way",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_leads_to_its_condition() {
        for (word, status, condition) in [
            ("QUEUED", Status::Running, LoginCondition::Syncing),
            ("FETCHING", Status::Running, LoginCondition::Syncing),
            ("SUCCESS", Status::Success, LoginCondition::Ok),
            (
                "AUTH_ERROR",
                Status::AuthError,
                LoginCondition::BrowserNeeded,
            ),
            (
                "FETCH_ERROR",
                Status::FetchError,
                LoginCondition::BankUnavailable,
            ),
            (
                "INTERNAL_ERROR",
                Status::InternalError,
                LoginCondition::UpstreamFailed,
            ),
            (
                "POSTPONED",
                Status::InternalError,
                LoginCondition::UpstreamFailed,
            ),
        ] {
            assert_eq!(Status::read(word), status, "{word}");
            assert_eq!(status.condition(), condition, "{word}");
        }
    }

    #[test]
    fn looks_become_rarer() {
        let pauses: Vec<u64> = (0..11).map(pause).collect();
        assert_eq!(pauses, [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
    }
}
