//! Tokens: the first one from the client's credentials, a new one for the same user, and codes for the browser.

use std::collections::BTreeMap;

use reqwest::Method;
use secrets::Secret;
use serde_json::json;

use super::SERVICE;
use crate::access::{Access, LinkInfo};
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Ask, Expect, Session};
use crate::json::Record;

/// Client id and secret, when both were entered.
pub(super) fn client(access: &Access) -> Option<(String, &Secret)> {
    let id = access.setting("client_id")?.to_owned();
    let secret = access
        .secrets
        .get("client_secret")
        .filter(|secret| !secret.is_empty())?;
    Some((id, secret))
}

/// The client's id as the API wants it: a number where it is one.
fn client_id(id: &str) -> serde_json::Value {
    id.parse::<u64>().map_or_else(|_| json!(id), |id| json!(id))
}

/// Makes a new user with a permanent token.
pub(super) async fn new_user(
    session: &mut Session<'_>,
    access: &Access,
) -> Result<LinkInfo, ConnectorError> {
    let Some((id, secret)) = client(access) else {
        return Err(session.error(
            ErrorKind::Settings,
            "a user token, or a client id with its secret, is missing",
        ));
    };
    let body = json!({"client_id": client_id(&id), "client_secret": secret.expose()}).to_string();
    let answer = session
        .send(&Ask::json(Method::POST, "/2.0/auth/init", &body))
        .await?;
    let record = Record::of_body(&answer.body)
        .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer is no object"))?;
    if record.text("type").as_deref() == Some("temporary") {
        return Err(session.error(
            ErrorKind::Credentials,
            "the client's credentials give no permanent token",
        ));
    }
    let token = record
        .text("auth_token")
        .or_else(|| record.text("access_token"))
        .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer holds no token"))?;
    Ok(LinkInfo {
        keep: BTreeMap::from([("user_token".to_owned(), Secret::new(token))]),
        settings: record
            .key("id_user")
            .map(|user| BTreeMap::from([("user_id".to_owned(), user)]))
            .unwrap_or_default(),
        ..LinkInfo::default()
    })
}

/// A new token for the user whose old one is no longer taken, kept before it is used; none when there is nothing to get
/// it with.
pub(super) async fn renew(
    session: &mut Session<'_>,
    access: &Access,
) -> Result<Option<Secret>, ConnectorError> {
    let (Some((id, secret)), Some(user)) = (client(access), access.setting("user_id")) else {
        return Ok(None);
    };
    let user = client_id(user);
    let body = json!({
        "grant_type": "client_credentials", "client_id": client_id(&id),
        "client_secret": secret.expose(), "id_user": user, "revoke_previous": false,
    })
    .to_string();
    let answer = session
        .send(&Ask::json(Method::POST, "/2.0/auth/renew", &body))
        .await?;
    let token = Record::of_body(&answer.body)
        .and_then(|record| {
            record
                .text("access_token")
                .or_else(|| record.text("auth_token"))
        })
        .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer holds no token"))?;
    let token = Secret::new(token);
    let kept = access
        .keeper
        .keep(BTreeMap::from([("user_token".to_owned(), token.clone())]))
        .await;
    if !kept {
        return Err(ConnectorError::new(
            SERVICE,
            ErrorKind::Settings,
            "the new token could not be kept",
        ));
    }
    Ok(Some(token))
}

/// Ends the token that the session goes by; false when the server does not do that.
pub(super) async fn end(session: &mut Session<'_>) -> Result<bool, ConnectorError> {
    let mut ask = Ask::json(Method::DELETE, "/2.0/auth/token", "").expecting(Expect::Anything);
    ask.body = None;
    match session.send(&ask).await {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.http_status, Some(400..=499)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// A code that lets a browser act for the user for half an hour. Never kept.
pub(super) async fn code(session: &mut Session<'_>) -> Result<Secret, ConnectorError> {
    let path = "/2.0/auth/token/code";
    let answer = match session.get(path, &[], Expect::Json).await {
        // An older server wants it posted.
        Err(error) if matches!(error.http_status, Some(404 | 405)) => {
            session.send(&Ask::json(Method::POST, path, "{}")).await?
        }
        other => other?,
    };
    Record::of_body(&answer.body)
        .and_then(|record| record.text("code"))
        .map(Secret::new)
        .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer holds no code"))
}
