//! Data connections: logins in Coffer's words.

use domain::connection::LoginCondition;
use domain::feed::FeedLogin;
use reqwest::{Method, Url};
use serde_json::json;

use super::{DATA_TYPES, PROVIDER, is_id, listing, unwrapped};
use crate::delivery::plain_word;
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Ask, Expect, Session};
use crate::json::Record;

/// How a data connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// The person has to visit the page.
    AuthRequired,
    /// In progress.
    Connecting,
    /// Usable.
    Connected,
    /// Consent or credentials failed.
    AuthError,
    /// Switched off.
    Disconnected,
    /// A word that this version does not know; treated as a failed consent.
    Unknown,
}

impl Status {
    fn read(word: &str) -> Self {
        match word {
            "AUTH_REQUIRED" => Self::AuthRequired,
            "CONNECTING" => Self::Connecting,
            "CONNECTED" => Self::Connected,
            "AUTH_ERROR" => Self::AuthError,
            "DISCONNECTED" => Self::Disconnected,
            _ => Self::Unknown,
        }
    }

    /// What it means for a login.
    pub(super) const fn condition(self) -> LoginCondition {
        match self {
            Self::Connected => LoginCondition::Ok,
            Self::Connecting => LoginCondition::Syncing,
            Self::AuthRequired | Self::AuthError | Self::Unknown => LoginCondition::BrowserNeeded,
            Self::Disconnected => LoginCondition::SwitchedOff,
        }
    }
}

/// A data connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DataConnection {
    pub(super) id: String,
    pub(super) provider: String,
    pub(super) status: Status,
    word: String,
    /// The page to visit, if there is one that may be opened.
    pub(super) page: Option<String>,
}

impl DataConnection {
    /// Reads one; none when it has no usable id.
    pub(super) fn read(record: &Record<'_>) -> Option<Self> {
        let word = record.text("status").unwrap_or_default();
        Some(Self {
            id: record.id("id").filter(|id| is_id(id))?,
            provider: record.text("provider_name").unwrap_or_default(),
            status: Status::read(&word),
            word,
            page: record.text("redirect_url").filter(|url| may_be_opened(url)),
        })
    }

    /// As a login.
    pub(super) fn login(&self, condition: LoginCondition) -> FeedLogin {
        FeedLogin {
            source_id: self.id.clone(),
            institution: None,
            connector: Some(plain_word(&self.provider)),
            condition,
            upstream_state: Some(plain_word(&self.word)).filter(|word| !word.is_empty()),
            message: None,
            consent_until: None,
            next_try: None,
            last_sync: None,
            withheld_accounts: 0,
        }
    }
}

/// Whether an upstream's page may be handed to the browser: HTTPS, or this machine's own.
fn may_be_opened(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| {
        let host = url.host_str().unwrap_or_default();
        let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let plain = url.username().is_empty() && url.password().is_none();
        plain && (url.scheme() == "https" || (url.scheme() == "http" && local))
    })
}

fn path(user: &str) -> String {
    format!("/api/v6/users/{user}/data-connections")
}

/// The data connections of the provider that is read.
pub(super) async fn all(
    session: &mut Session<'_>,
    user: &str,
) -> Result<Vec<DataConnection>, ConnectorError> {
    let rows = listing::whole(session, &path(user)).await?;
    Ok(rows
        .iter()
        .filter_map(|row| DataConnection::read(&Record::read(row)?))
        .filter(|connection| connection.provider == PROVIDER)
        .collect())
}

/// Makes one.
pub(super) async fn create(
    session: &mut Session<'_>,
    user: &str,
) -> Result<DataConnection, ConnectorError> {
    let body = json!({
        "provider_name": PROVIDER,
        "requested_data_types": DATA_TYPES,
    })
    .to_string();
    let path = path(user);
    let answer = session.send(&Ask::json(Method::POST, &path, &body)).await?;
    unwrapped(&answer.body)
        .and_then(|record| DataConnection::read(&record))
        .ok_or_else(|| session.error(ErrorKind::Protocol, "no data connection was made"))
}

/// Asks for a new consent.
pub(super) async fn renew(
    session: &mut Session<'_>,
    user: &str,
    id: &str,
) -> Result<Option<DataConnection>, ConnectorError> {
    let path = format!("{}/{}", path(user), checked(session, id)?);
    let body = json!({"status": "AUTH_REQUIRED"}).to_string();
    let ask = Ask::json(Method::PATCH, &path, &body)
        .repeatable()
        .expecting(Expect::Anything);
    session.send(&ask).await?;
    // The answer's shape is not promised; the list's is.
    Ok(all(session, user)
        .await?
        .into_iter()
        .find(|one| one.id == id))
}

/// Takes one out, with its data.
pub(super) async fn remove(
    session: &mut Session<'_>,
    user: &str,
    id: &str,
) -> Result<(), ConnectorError> {
    let path = format!("{}/{}", path(user), checked(session, id)?);
    let mut ask = Ask::get(&path, &[], Expect::Anything);
    ask.method = Method::DELETE;
    match session.send(&ask).await {
        // It is gone, which is what was wanted.
        Err(error) if error.http_status == Some(404) => Ok(()),
        other => other.map(drop),
    }
}

fn checked<'i>(session: &Session<'_>, id: &'i str) -> Result<&'i str, ConnectorError> {
    if is_id(id) {
        Ok(id)
    } else {
        Err(session.error(ErrorKind::Settings, "the login has no usable id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_leads_to_its_condition() {
        for (word, condition) in [
            ("AUTH_REQUIRED", LoginCondition::BrowserNeeded),
            ("CONNECTING", LoginCondition::Syncing),
            ("CONNECTED", LoginCondition::Ok),
            ("AUTH_ERROR", LoginCondition::BrowserNeeded),
            ("DISCONNECTED", LoginCondition::SwitchedOff),
            ("HIBERNATING", LoginCondition::BrowserNeeded),
            ("", LoginCondition::BrowserNeeded),
        ] {
            assert_eq!(Status::read(word).condition(), condition, "{word}");
        }
    }

    #[test]
    fn only_safe_pages_are_opened() {
        for good in [
            "https://webview.example.com/connect?code=1",
            "http://127.0.0.1:9000/sim/connect/10",
            "http://[::1]:9000/x",
        ] {
            assert!(may_be_opened(good), "{good}");
        }
        for bad in [
            "http://example.com/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://u:p@example.com/",
            "http://127.0.0.1.example.com/",
            "",
        ] {
            assert!(!may_be_opened(bad), "{bad}");
        }
    }
}
