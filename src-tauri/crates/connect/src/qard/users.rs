//! Whose data is read: chosen among the users of the key, or made.

use reqwest::Method;
use serde_json::json;

use super::{is_id, listing, object, settings, unwrapped};
use crate::access::Access;
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Ask, Session};
use crate::json::Record;
use crate::steps::Choice;

/// Longest name shown.
const LONGEST: usize = 80;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct User {
    pub(super) id: String,
    name: String,
}

impl User {
    fn read(record: &Record<'_>) -> Option<Self> {
        let id = record.id("id").filter(|id| is_id(id))?;
        let natural = || {
            let parts = ["first_name", "last_name"].map(|name| record.text(name));
            let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            (!name.is_empty()).then_some(name)
        };
        let name = record.text("name").or_else(natural);
        Some(Self {
            name: name
                .unwrap_or_else(|| id.clone())
                .chars()
                .take(LONGEST)
                .collect(),
            id,
        })
    }

    pub(super) fn choice(&self) -> Choice {
        Choice {
            value: self.id.clone(),
            label: self.name.clone(),
        }
    }
}

/// Every user of the key.
pub(super) async fn all(session: &mut Session<'_>) -> Result<Vec<User>, ConnectorError> {
    let rows = listing::whole(session, "/api/v6/users").await?;
    Ok(rows
        .iter()
        .filter_map(|row| User::read(&Record::read(row)?))
        .collect())
}

/// Fails unless the user exists.
pub(super) async fn known(session: &mut Session<'_>, id: &str) -> Result<(), ConnectorError> {
    match object(session, &format!("/api/v6/users/{id}")).await {
        Err(mut error) if error.http_status == Some(404) => {
            error.kind = ErrorKind::Settings;
            "there is no such user".clone_into(&mut error.detail);
            Err(error)
        }
        other => other.map(drop),
    }
}

/// The user that was set, or the only one there is; none when there are several, or none yet.
pub(super) async fn only(
    session: &mut Session<'_>,
    access: &Access,
) -> Result<Option<String>, ConnectorError> {
    if access.setting("user_id").is_some() {
        let id = super::user(access)?.to_owned();
        known(session, &id).await?;
        return Ok(Some(id));
    }
    let mut all = all(session).await?;
    let last = all.pop().filter(|_| all.is_empty());
    Ok(last.map(|user| user.id))
}

/// Makes a person.
pub(super) async fn create_natural(
    session: &mut Session<'_>,
    first_name: &str,
    last_name: &str,
) -> Result<User, ConnectorError> {
    let body = json!({"first_name": first_name, "last_name": last_name, "group": "default"});
    create(session, "/api/v6/users/natural", &body.to_string()).await
}

/// Makes a company. `siren` has nine digits.
pub(super) async fn create_legal(
    session: &mut Session<'_>,
    name: &str,
    siren: Option<&str>,
) -> Result<User, ConnectorError> {
    let mut body = json!({"name": name, "group": "default"});
    if let Some(siren) = siren {
        if siren.len() != 9 || !siren.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(settings("a SIREN has nine digits"));
        }
        body["siren"] = siren.into();
    }
    create(session, "/api/v6/users/legal", &body.to_string()).await
}

async fn create(session: &mut Session<'_>, path: &str, body: &str) -> Result<User, ConnectorError> {
    let answer = session.send(&Ask::json(Method::POST, path, body)).await?;
    unwrapped(&answer.body)
        .and_then(|record| User::read(&record))
        .ok_or_else(|| session.error(ErrorKind::Protocol, "no user was made"))
}
