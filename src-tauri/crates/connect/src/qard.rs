//! Qard, version 6, with its provider `budget_insight`.
//!
//! Qard reads no bank itself: for the person's account there it drives an aggregator, and it does so when asked and in its
//! own time, which may be hours. A pull therefore asks for a synchronisation, waits a little, and otherwise leaves its ids
//! in the cursor and comes back. What was read successfully since the last pull is then read whole, since nothing tells
//! what changed; of each account only rows inside the span of days that it returned can be missing, for the window of days
//! slides. An account whose data connection is gone or switched off keeps what the book has of it.
//!
//! A pull that nobody asked for is content with a synchronisation of the last day, and reads it once.
//!
//! Cash flows and credit insights are sums that Qard derived from the rows. They are delivered as such, and never as rows.
//!
//! Settings: `user_id`; `zone`, that of stamps, which name none (UTC unless set). `domain`, `client_id` and
//! `client_secret` set the provider up and may stay empty when that was done elsewhere; the last one is not kept.

mod account;
mod connection;
mod cursor;
mod link;
mod listing;
mod pull;
mod reports;
mod sync;
mod transaction;
mod users;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use domain::connection::Upstream;
use domain::feed::Entity;
use reqwest::header::HeaderName;

use crate::access::{Access, Descriptor, Field, LinkInfo, PullSummary, Resume, Revoked};
use crate::cancel::CancelFlag;
use crate::day;
use crate::delivery::{Delivery, plain_word};
use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::{Answer, Expect, Judgement, Session};
use crate::json::Record;
use crate::steps::{LinkAnswer, LinkProgress, LinkTask, StepContext};
use crate::{Connector, PageSink, Work};

use cursor::Cursor;
use pull::Pull;

const SERVICE: Service = Service::Upstream(Upstream::Qard);

/// Path below the base address that every route has.
const VERSION: &str = "/api/v6";

/// The one provider that is read.
const PROVIDER: &str = "budget_insight";

/// What is asked of it.
const DATA_TYPES: [&str; 4] = [
    "BANK_ACCOUNT",
    "BANK_TRANSACTION",
    "CASHFLOW",
    "CREDIT_INSIGHTS",
];

const fn text(
    key: &'static str,
    label_key: &'static str,
    help_key: &'static str,
    optional: bool,
) -> Field {
    Field {
        key,
        label_key,
        help_key,
        secret: false,
        default: None,
        optional,
    }
}

static DESCRIPTOR: Descriptor = Descriptor {
    upstream: Upstream::Qard,
    name: "Qard",
    fields: &[
        Field {
            key: "api_key",
            label_key: "connect.qard.api_key",
            help_key: "connect.qard.api_key.help",
            secret: true,
            default: None,
            optional: false,
        },
        text(
            "user_id",
            "connect.qard.user_id",
            "connect.qard.user_id.help",
            true,
        ),
        text(
            "domain",
            "connect.qard.domain",
            "connect.qard.domain.help",
            true,
        ),
        text(
            "client_id",
            "connect.qard.client_id",
            "connect.qard.client_id.help",
            true,
        ),
        Field {
            key: "client_secret",
            label_key: "connect.qard.client_secret",
            help_key: "connect.qard.client_secret.help",
            secret: true,
            default: None,
            optional: true,
        },
        text("zone", "connect.qard.zone", "connect.qard.zone.help", true),
    ],
    default_base_url: "https://api.qardfinance.com/api/v6",
    docs_url: "https://developers.qardapi.com",
    gives: &[Entity::Account, Entity::Transaction, Entity::Login],
    experimental: false,
    logins: true,
    lists_banks: false,
    own_address: false,
    rate_note_key: "connect.qard.rate",
};

/// The connector of Qard.
#[derive(Debug, Clone, Copy)]
pub struct Qard;

impl Connector for Qard {
    fn describe(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn kept(&self) -> Vec<&'static str> {
        vec!["api_key"]
    }

    fn is_ready(&self, settings: &BTreeMap<String, String>) -> bool {
        settings.contains_key("user_id")
    }

    fn link<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        Box::pin(async move {
            let mut session = session(access, cancel)?;
            link::check_key(&mut session).await?;
            link::set_up_provider(&mut session, access).await?;
            let mut info = LinkInfo::default();
            // With none or several, the person is asked: see the first step of a link.
            if let Some(user) = users::only(&mut session, access).await? {
                info.settings.insert("user_id".to_owned(), user);
            }
            Ok(info)
        })
    }

    fn test<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        Box::pin(async move {
            let mut session = session(access, cancel)?;
            link::check_key(&mut session).await?;
            link::set_up_provider(&mut session, access).await?;
            if access.setting("user_id").is_some() {
                users::known(&mut session, user(access)?).await?;
            }
            Ok(LinkInfo::default())
        })
    }

    fn pull<'a>(
        &'a self,
        access: &'a Access,
        resume: Resume,
        pages: PageSink,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PullSummary> {
        Box::pin(async move {
            let pull = Pull {
                session: session(access, cancel)?,
                delivery: Delivery::new(pages, SERVICE, cancel),
                user: user(access)?.to_owned(),
                stamps: stamps(access)?,
                cursor: Cursor::read(&resume),
                resume,
            };
            pull.run().await
        })
    }

    fn gone<'a>(
        &'a self,
        _: &'a Access,
        _: &'a [String],
        _: &'a CancelFlag,
    ) -> Work<'a, Option<Vec<String>>> {
        // Single rows cannot be asked for.
        Box::pin(async { Ok(None) })
    }

    fn begin<'a>(
        &'a self,
        access: &'a Access,
        task: &'a LinkTask,
        around: &'a StepContext,
        cancel: &'a CancelFlag,
    ) -> Work<'a, LinkProgress> {
        Box::pin(async move {
            let mut session = session(access, cancel)?;
            link::begin(&mut session, access, task, around).await
        })
    }

    fn go_on<'a>(
        &'a self,
        access: &'a Access,
        state: &'a str,
        answer: LinkAnswer,
        around: &'a StepContext,
        cancel: &'a CancelFlag,
    ) -> Work<'a, LinkProgress> {
        Box::pin(async move {
            let mut session = session(access, cancel)?;
            link::go_on(&mut session, access, state, answer, around).await
        })
    }

    fn remove_login<'a>(
        &'a self,
        access: &'a Access,
        login: &'a str,
        cancel: &'a CancelFlag,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            let mut session = session(access, cancel)?;
            connection::remove(&mut session, user(access)?, login).await
        })
    }

    fn revokes(&self) -> bool {
        true
    }

    fn revoke<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, Revoked> {
        Box::pin(async move {
            let mut revoked = Revoked::default();
            let Ok(user) = user(access) else {
                return Ok(revoked);
            };
            let mut session = session(access, cancel)?;
            for one in connection::all(&mut session, user).await? {
                match connection::remove(&mut session, user, &one.id).await {
                    Ok(()) => revoked.logins += 1,
                    Err(error) if error.kind == ErrorKind::Cancelled => return Err(error),
                    Err(_) => revoked.left.push(one.id),
                }
            }
            Ok(revoked)
        })
    }
}

fn session<'a>(access: &Access, cancel: &'a CancelFlag) -> Result<Session<'a>, ConnectorError> {
    let key = access.secret(Upstream::Qard, "api_key")?;
    let (http, base) = (&access.http, &access.base_url);
    let mut session = Session::open(http, SERVICE, base, VERSION, judge, cancel)?;
    session.authorize_by(HeaderName::from_static("x-api-key"), key.expose().trim())?;
    Ok(session)
}

/// The user whose data is read. Ids become parts of paths, so nothing but an id may pass.
fn user(access: &Access) -> Result<&str, ConnectorError> {
    let user = access
        .setting("user_id")
        .ok_or_else(|| settings("user_id is missing"))?;
    if is_id(user) {
        Ok(user)
    } else {
        Err(settings("user_id is no id"))
    }
}

fn settings(detail: impl Into<String>) -> ConnectorError {
    ConnectorError::new(SERVICE, ErrorKind::Settings, detail)
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The zone of stamps.
fn stamps(access: &Access) -> Result<Tz, ConnectorError> {
    match access.setting("zone") {
        None => Ok(Tz::UTC),
        Some(name) => name.trim().parse().map_err(|_| settings("zone is none")),
    }
}

/// Reads a stamp, which names no zone. In the hour that autumn repeats, the earlier is meant; in the one that spring
/// leaves out, none.
fn stamp(text: &str, stamps: Tz) -> Option<DateTime<Utc>> {
    let plain = NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%d %H:%M:%S").ok();
    match plain {
        Some(plain) => Some(stamps.from_local_datetime(&plain).earliest()?.to_utc()),
        None => day::instant(text),
    }
}

/// Qard's own refusals.
fn judge(answer: &Answer, _: DateTime<Utc>) -> Option<Judgement> {
    if !matches!(answer.status, 400 | 422) {
        return None;
    }
    let body = answer
        .says_json()
        .then(|| Record::of_body(&answer.body))
        .flatten()?;
    let fields = body.object("errors")?;
    let names: Vec<String> = fields.names().take(5).map(plain_word).collect();
    Some(Judgement {
        kind: ErrorKind::Protocol,
        detail: format!("the request was not understood: {}", names.join(", ")),
        tries: 1,
    })
}

/// Gets an object.
async fn object(session: &mut Session<'_>, path: &str) -> Result<Answer, ConnectorError> {
    let answer = session.get(path, &[], Expect::Json).await?;
    if Record::of_body(&answer.body).is_none() {
        return Err(session.error(ErrorKind::Protocol, "the answer is no object"));
    }
    Ok(answer)
}

/// An object that may be wrapped as lists are.
fn unwrapped(body: &[u8]) -> Option<Record<'_>> {
    let whole = Record::of_body(body)?;
    ["result", "data"]
        .into_iter()
        .find_map(|name| whole.object(name))
        .or(Some(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_of_the_zone_that_is_set() {
        let at = |text, zone| stamp(text, zone).map(|at| at.to_rfc3339());
        let winter = "2026-01-14 06:00:00";
        assert_eq!(
            at(winter, Tz::UTC).as_deref(),
            Some("2026-01-14T06:00:00+00:00")
        );
        let paris = Tz::Europe__Paris;
        assert_eq!(
            at(winter, paris).as_deref(),
            Some("2026-01-14T05:00:00+00:00")
        );
        // The hour that autumn repeats, and the one that spring leaves out.
        assert_eq!(
            at("2026-10-25 02:30:00", paris).as_deref(),
            Some("2026-10-25T00:30:00+00:00")
        );
        assert_eq!(at("2026-03-29 02:30:00", paris), None);
        assert_eq!(
            at("2026-01-14T06:00:00Z", paris).as_deref(),
            Some("2026-01-14T06:00:00+00:00"),
            "a stamp that names its zone is believed"
        );
        assert_eq!(at("yesterday", paris), None);
    }

    #[test]
    fn nothing_but_an_id_becomes_part_of_a_path() {
        assert!(is_id("7a1d0000-0000-4000-8000-000000000001"));
        for bad in ["", "../clients", "a/b", "a?b", "a%2fb", "é"] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
