//! Deliveries of Budgea's webhooks: connections with their accounts and new rows, in the shape of either era.
//!
//! A delivery is signed with a key (HMAC-SHA256 over method, path, date and body), or carries the user's own token. It
//! brings rows and never says that one is missing; the next sync reads everything that changed, this included.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::feed::{Entity, Page};
use ring::hmac;
use secrets::Secret;
use serde_json::value::RawValue;

use super::account::{self, Accounts};
use super::category::Codes;
use super::cursor::Cursor;
use super::state;
use super::transaction::Reader;
use super::{SERVICE, holding};
use crate::access::Resume;
use crate::delivery::Notices;
use crate::error::{ConnectorError, ErrorKind};
use crate::json::Record;
use crate::webhook::{Delivered, Sender, Told, Webhook};

/// The secret that deliveries are signed with.
pub(super) const KEY: &str = "webhook_key";
/// How old a signature may be, either way.
const FRESH: TimeDelta = TimeDelta::minutes(15);

/// Webhooks of Budgea.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deliveries;

impl Webhook for Deliveries {
    fn key(&self) -> &'static str {
        KEY
    }

    fn sender(
        &self,
        delivered: &Delivered,
        secrets: &BTreeMap<String, Secret>,
        now: Option<DateTime<Utc>>,
    ) -> Sender {
        let header = |name: &str| delivered.headers.get(name).map(String::as_str);
        let secret = |name: &str| secrets.get(name).filter(|secret| !secret.is_empty());
        if let Some(signature) = header("bi-signature") {
            let is_right = secret(KEY)
                .zip(header("bi-signature-date"))
                .is_some_and(|(key, date)| is_signed(delivered, key, date, signature, now));
            return if is_right {
                Sender::Upstream
            } else {
                Sender::Other
            };
        }
        if let Some(authorization) = header("authorization") {
            // Where a key was agreed on, a token is not enough: whoever listened once has it.
            let is_right = secret(KEY).is_none()
                && secret("user_token").is_some_and(|token| bears(authorization, token));
            return if is_right {
                Sender::Upstream
            } else {
                Sender::Other
            };
        }
        Sender::Unsaid
    }

    fn user(&self, delivered: &Delivered) -> Option<String> {
        let body = Record::of_body(&delivered.body)?;
        body.object("user")
            .and_then(|user| user.key("id"))
            .or_else(|| body.key("id_user"))
            .or_else(|| body.object("connection")?.key("id_user"))
    }

    fn read(&self, delivered: &Delivered, resume: &Resume) -> Result<Told, ConnectorError> {
        let body = Record::of_body(&delivered.body).ok_or_else(|| {
            ConnectorError::new(SERVICE, ErrorKind::Protocol, "the delivery is no object")
        })?;
        let mut connections = body.list("connections").unwrap_or_default();
        connections.extend(body.raw("connection"));
        let mut cursor = Cursor::read(&Resume {
            full: false,
            ..resume.clone()
        });
        let pages = connections
            .into_iter()
            .filter_map(|connection| page(connection, &mut cursor, resume))
            .collect();
        Ok(Told {
            user: self.user(delivered),
            pages,
        })
    }
}

fn is_signed(
    delivered: &Delivered,
    key: &Secret,
    date: &str,
    signature: &str,
    now: Option<DateTime<Utc>>,
) -> bool {
    let Ok(signature) = STANDARD.decode(signature.trim()) else {
        return false;
    };
    let mut signed = format!("POST.{}.{date}.", delivered.path).into_bytes();
    signed.extend_from_slice(&delivered.body);
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.expose().as_bytes());
    // Compared in constant time.
    if hmac::verify(&key, &signed, &signature).is_err() {
        return false;
    }
    now.is_none_or(|now| {
        DateTime::parse_from_rfc3339(date).is_ok_and(|at| (now - at.to_utc()).abs() <= FRESH)
    })
}

/// Whether the header holds the token; compared by their tags under a key of this moment, and so in constant time.
fn bears(authorization: &str, token: &Secret) -> bool {
    let Some((scheme, given)) = authorization.split_once(' ') else {
        return false;
    };
    let Ok(key) = hmac::Key::generate(hmac::HMAC_SHA256, &ring::rand::SystemRandom::new()) else {
        return false;
    };
    let tag = hmac::sign(&key, token.expose().as_bytes());
    scheme.eq_ignore_ascii_case("bearer")
        && hmac::verify(&key, given.trim().as_bytes(), tag.as_ref()).is_ok()
}

/// One connection with what came of it; none when it is only named.
fn page(connection: &RawValue, cursor: &mut Cursor, resume: &Resume) -> Option<Page> {
    let record = Record::read(connection)?;
    let items = record
        .list("accounts")
        .or_else(|| record.list("all_accounts"))?;
    let login = state::read(&record)?;
    let mut page = Page::default();
    let mut notices = Notices::of(Entity::Account);
    let mut accounts = Accounts::default();
    for item in &items {
        let Some(read) = account::read(item, &mut notices) else {
            continue;
        };
        let id = read.feed.source_id.clone();
        let mut feed = read.feed;
        feed.institution.clone_from(&login.feed.institution);
        if feed.login_source_id.is_none() {
            feed.login_source_id = Some(login.id().to_owned());
        }
        if accounts.0.insert(id, read.facts).is_none() {
            page.accounts.push(feed);
        }
    }
    notices.put_on(&mut page);
    let mut codes = Codes::default();
    for item in &items {
        let Some(record) = Record::read(item) else {
            continue;
        };
        let Some((id, facts)) = record
            .key("id")
            .and_then(|id| accounts.0.get(&id).map(|facts| (id, facts.clone())))
        else {
            continue;
        };
        if !facts.shared {
            continue;
        }
        let place = cursor.place(&id);
        let deferred = place.deferred;
        let mut pass = place.pass(resume);
        let rows = record.list("transactions").unwrap_or_default();
        let mut reader = Reader {
            account: &id,
            facts: &facts,
            accounts: &accounts,
            codes: &mut codes,
            deferred,
        };
        let read = reader.read(&rows, &mut pass);
        page.transactions.extend(read.transactions);
        page.categories.extend(read.categories);
        page.notices.extend(read.notices);
        let mut notices = Notices::of(Entity::Holding);
        let held = record.list("investments").unwrap_or_default();
        for row in &held {
            page.holdings
                .extend(holding::read(row, &id, facts.currency, &mut notices));
        }
        notices.put_on(&mut page);
    }
    page.logins.push(login.feed);
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivered(headers: &[(&str, &str)]) -> Delivered {
        Delivered {
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            path: "/coffer".into(),
            body: br#"{"user":{"id":3}}"#.to_vec(),
        }
    }

    fn secrets(key: &str) -> BTreeMap<String, Secret> {
        BTreeMap::from([
            ("user_token".to_owned(), Secret::new("tok-9f")),
            (KEY.to_owned(), Secret::new(key)),
        ])
    }

    fn signature(key: &str, date: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
        let text = format!("POST./coffer.{date}.{}", r#"{"user":{"id":3}}"#);
        STANDARD.encode(hmac::sign(&key, text.as_bytes()))
    }

    #[test]
    fn a_signature_is_of_this_body_this_key_and_these_minutes() {
        let date = "2026-01-14T06:00:00Z";
        let now: DateTime<Utc> = "2026-01-14T06:05:00Z".parse().expect("an instant");
        let right = signature("k", date);
        let one = delivered(&[("bi-signature", &right), ("bi-signature-date", date)]);
        let said = |one: &Delivered, key: &str, now| Deliveries.sender(one, &secrets(key), now);
        assert_eq!(said(&one, "k", Some(now)), Sender::Upstream);
        assert_eq!(said(&one, "k", None), Sender::Upstream);
        assert_eq!(said(&one, "other", Some(now)), Sender::Other);
        assert_eq!(
            said(&one, "", Some(now)),
            Sender::Other,
            "nothing was agreed on"
        );
        let late = now + TimeDelta::hours(1);
        assert_eq!(said(&one, "k", Some(late)), Sender::Other);
        let mut changed = one.clone();
        changed.body = br#"{"user":{"id":4}}"#.to_vec();
        assert_eq!(said(&changed, "k", Some(now)), Sender::Other);
        let mut elsewhere = one.clone();
        elsewhere.path = "/".into();
        assert_eq!(said(&elsewhere, "k", Some(now)), Sender::Other);
        for broken in ["", "====", "AAAA"] {
            let one = delivered(&[("bi-signature", broken), ("bi-signature-date", date)]);
            assert_eq!(said(&one, "k", Some(now)), Sender::Other, "{broken}");
        }
    }

    #[test]
    fn a_token_is_enough_where_no_key_was_agreed_on() {
        let said = |header: &str, key: &str| {
            Deliveries.sender(
                &delivered(&[("authorization", header)]),
                &secrets(key),
                None,
            )
        };
        assert_eq!(said("Bearer tok-9f", ""), Sender::Upstream);
        assert_eq!(said("bearer tok-9f", ""), Sender::Upstream);
        assert_eq!(said("Bearer tok-9", ""), Sender::Other);
        assert_eq!(said("tok-9f", ""), Sender::Other);
        assert_eq!(said("Bearer tok-9f", "k"), Sender::Other);
        assert_eq!(
            Deliveries.sender(&delivered(&[]), &secrets(""), None),
            Sender::Unsaid
        );
    }

    #[test]
    fn a_delivery_that_only_names_a_connection_brings_nothing() {
        let resume = Resume {
            cursor: None,
            full: false,
            asked: false,
            today: chrono::NaiveDate::default(),
            now: DateTime::default(),
            zone: chrono_tz::Tz::UTC,
        };
        for body in [
            &br#"{"user":{"id":3},"connection":{"id":21}}"#[..],
            br#"{"connections":[1,null,{"id":7}]}"#,
            b"{}",
        ] {
            let one = Delivered {
                body: body.to_vec(),
                ..delivered(&[])
            };
            let told = Deliveries.read(&one, &resume).expect("an object");
            assert!(told.pages.is_empty());
        }
        let broken = Delivered {
            body: b"[1".to_vec(),
            ..delivered(&[])
        };
        assert!(Deliveries.read(&broken, &resume).is_err());
    }
}
