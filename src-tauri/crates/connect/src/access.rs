//! What goes into a connector and what it says of itself.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::connection::Upstream;
use domain::feed::Entity;
use secrets::Secret;

use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::{Http, RateFacts};

/// What a connector is, for the screen on which a connection is made.
#[derive(Debug)]
pub struct Descriptor {
    /// Which upstream.
    pub upstream: Upstream,
    /// Its own name.
    pub name: &'static str,
    /// What the person enters to link it, in order.
    pub fields: &'static [Field],
    /// Where it lives unless the person says otherwise.
    pub default_base_url: &'static str,
    /// Where its documentation is.
    pub docs_url: &'static str,
    /// What it can give.
    pub gives: &'static [Entity],
    /// Built on descriptions that nobody vouches for.
    pub experimental: bool,
    /// It reads several banks, each with a login of its own.
    pub logins: bool,
    /// It says which banks there are, and shares their accounts one by one; else its own pages ask.
    pub lists_banks: bool,
    /// Every customer has an address of their own there, which the person must give.
    pub own_address: bool,
    /// Key of the message about how often it may be asked.
    pub rate_note_key: &'static str,
}

/// One thing the person enters. Words are the page's: here are only keys of messages.
#[derive(Debug)]
pub struct Field {
    /// Name in [`Access::secrets`] or [`Access::settings`].
    pub key: &'static str,
    /// Key of the label.
    pub label_key: &'static str,
    /// Key of the explanation where to find it.
    pub help_key: &'static str,
    /// Belongs in the keychain, not in the book, and is not shown again.
    pub secret: bool,
    /// What stands there at first.
    pub default: Option<&'static str>,
    /// May stay empty.
    pub optional: bool,
}

/// The way into one connection.
#[derive(Debug, Clone)]
pub struct Access {
    /// The client to use.
    pub http: Http,
    /// Where the upstream lives.
    pub base_url: String,
    /// Secrets by field key.
    pub secrets: BTreeMap<String, Secret>,
    /// Other fields by key.
    pub settings: BTreeMap<String, String>,
    /// Takes secrets that replace others while a connector is at work.
    pub keeper: Keeper,
}

/// What of an access was ended at the upstream before a connection is taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revoked {
    /// Logins that were taken out there, with what was known of them.
    pub logins: u32,
    /// Ids of logins that are still there.
    pub left: Vec<String>,
    /// The key or token itself works no more. One that the person made there is theirs to end.
    pub access: bool,
}

/// Takes secrets that an upstream handed out in place of older ones, which may not work any more: a connector goes on
/// only when they are kept. The default keeps nothing.
#[derive(Clone, Default)]
pub struct Keeper(Option<Arc<dyn Keep>>);

/// Where new secrets go.
pub trait Keep: Send + Sync {
    /// Keeps secrets by field key; false when that failed.
    fn keep(
        &self,
        secrets: BTreeMap<String, Secret>,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + '_>>;
}

impl Keeper {
    /// A keeper that hands on to `keep`.
    pub fn new(keep: impl Keep + 'static) -> Self {
        Self(Some(Arc::new(keep)))
    }

    /// Keeps secrets; false when that failed.
    pub(crate) async fn keep(&self, secrets: BTreeMap<String, Secret>) -> bool {
        match &self.0 {
            Some(keep) => keep.keep(secrets).await,
            None => true,
        }
    }
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() {
            "Keeper"
        } else {
            "Keeper(nobody)"
        })
    }
}

impl Access {
    pub(crate) fn secret(&self, upstream: Upstream, key: &str) -> Result<&Secret, ConnectorError> {
        self.secrets
            .get(key)
            .filter(|secret| !secret.is_empty())
            .ok_or_else(|| {
                ConnectorError::new(
                    Service::Upstream(upstream),
                    ErrorKind::Settings,
                    format!("{key} is missing"),
                )
            })
    }

    pub(crate) fn setting(&self, key: &str) -> Option<&str> {
        self.settings
            .get(key)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }
}

/// Where a pull starts from, and when and where it happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resume {
    /// The cursor of the last page that was stored.
    pub cursor: Option<String>,
    /// Read everything again, whatever the cursor says.
    pub full: bool,
    /// The person asked for it and is there: the upstream may read the banks anew first, which can take minutes and can
    /// end in a question to the person.
    pub asked: bool,
    /// The person's present day.
    pub today: NaiveDate,
    /// The present instant.
    pub now: DateTime<Utc>,
    /// The person's time zone: instants become booking days in it.
    pub zone: Tz,
}

/// What trying the credentials showed.
#[derive(Debug, Clone, Default)]
pub struct LinkInfo {
    /// How many accounts there are to read, when the upstream says so.
    pub accounts: Option<u64>,
    /// When the credentials run out, when they say so.
    pub expires_at: Option<DateTime<Utc>>,
    /// The upstream is still preparing its first data and asks to be called again then.
    pub preparing_until: Option<DateTime<Utc>>,
    /// Secrets to keep in place of those of the same key that were entered.
    pub keep: BTreeMap<String, Secret>,
    /// Other fields to keep, by key: what was found or made on the way.
    pub settings: BTreeMap<String, String>,
}

/// What a finished pull did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PullSummary {
    /// The upstream said that nothing changed since the last pull, and nothing was read.
    pub unchanged: bool,
    /// Pages handed over.
    pub pages: u64,
    /// Requests sent, those that were repeated included.
    pub requests: u64,
    /// Whether every transaction there is was read, so that missing ones can be told.
    pub complete: bool,
    /// The allowance that the upstream named last.
    pub rate: RateFacts,
    /// Transactions handed over, those sent twice counted twice.
    pub transactions: u64,
}
