//! FinWise.
//!
//! The API has no filter on changes, so a pull reads all transactions at first, once a week, and when the server counts
//! other than was delivered; in between it reads those of the last sixty days before the last run. On a day on which it
//! has read already, it first looks at two pages (accounts with their balances, and the newest transactions with their
//! stamps and number) and goes home when they are as they were. Pages are numbered and may move while they are read:
//! what was read is remembered by fingerprint, and when the count of rows changes on the way, or fewer rows were met
//! than counted, the listing is gone through once more.
//!
//! Setting `invert_amounts`: `apply` (the default) turns the balances of accounts that are flagged so, `ignore` leaves
//! them as delivered. The vendor does not say which of the two it means.

mod account;
mod budget;
mod category;
mod cursor;
mod history;
mod listing;
mod making;
mod pull;
mod push;
mod totals;
mod transaction;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::connection::Upstream;
use domain::feed::Entity;
use money::Currency;

use crate::access::{Access, Descriptor, Field, LinkInfo, PullSummary, Resume};
use crate::cancel::CancelFlag;
use crate::delivery::{Delivery, plain_word};
use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::{Answer, Judgement, Session};
use crate::json::Record;
use crate::{Connector, PageSink, Work, WriteBack};

pub(crate) use category::is_color;

use cursor::Cursor;
use listing::Listing;
use pull::Pull;

const SERVICE: Service = Service::Upstream(Upstream::FinWise);

/// Ids asked for at once when looking whether rows still exist.
const IDS_AT_ONCE: usize = 50;

static DESCRIPTOR: Descriptor = Descriptor {
    upstream: Upstream::FinWise,
    name: "FinWise",
    fields: &[Field {
        key: "api_key",
        label_key: "connect.finwise.api_key",
        help_key: "connect.finwise.api_key.help",
        secret: true,
        default: None,
        optional: false,
    }],
    default_base_url: "https://api.finwiseapp.io",
    docs_url: "https://finwiseapp.io/docs/api",
    gives: &[
        Entity::Account,
        Entity::Transaction,
        Entity::Category,
        Entity::Budget,
        Entity::Planned,
    ],
    experimental: false,
    logins: false,
    lists_banks: false,
    own_address: false,
    rate_note_key: "connect.finwise.rate",
};

/// The connector of FinWise.
#[derive(Debug, Clone, Copy)]
pub struct FinWise;

impl Connector for FinWise {
    fn describe(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn link<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        self.test(access, cancel)
    }

    fn test<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        Box::pin(async move {
            let mut session = session(access, cancel)?;
            let page = Listing::new("/accounts", BTreeMap::new())
                .sized(1)
                .page(&mut session, 1)
                .await?;
            Ok(LinkInfo {
                accounts: page.count,
                ..LinkInfo::default()
            })
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
                cursor: Cursor::read(&resume),
                invert: access.setting("invert_amounts") != Some("ignore"),
                resume,
                accounts_look: None,
                transactions_look: None,
            };
            pull.run().await
        })
    }

    fn write_back(&self) -> Option<&'static dyn WriteBack> {
        Some(&FinWise)
    }

    fn gone<'a>(
        &'a self,
        access: &'a Access,
        source_ids: &'a [String],
        cancel: &'a CancelFlag,
    ) -> Work<'a, Option<Vec<String>>> {
        Box::pin(async move {
            let mut session = session(access, cancel)?;
            let mut gone = Vec::new();
            for ids in source_ids.chunks(IDS_AT_ONCE) {
                let filters = BTreeMap::from([
                    ("ids", ids.to_vec().into()),
                    ("excludeArchived", false.into()),
                ]);
                let page = Listing::new("/transactions", filters)
                    .page(&mut session, 1)
                    .await?;
                let met: Vec<String> = page
                    .rows(&session)?
                    .into_iter()
                    .filter_map(|row| Record::read(row)?.id("id"))
                    .collect();
                if met.iter().any(|id| !ids.contains(id)) {
                    // The filter was not heeded, so nothing follows from an absence.
                    return Ok(None);
                }
                gone.extend(ids.iter().filter(|id| !met.contains(id)).cloned());
            }
            Ok(Some(gone))
        })
    }
}

fn session<'a>(access: &Access, cancel: &'a CancelFlag) -> Result<Session<'a>, ConnectorError> {
    let key = access.secret(Upstream::FinWise, "api_key")?;
    let mut session = Session::open(&access.http, SERVICE, &access.base_url, "/", judge, cancel)?;
    // The bare key, without a scheme before it.
    session.authorize(key.expose())?;
    Ok(session)
}

/// FinWise's own errors: its envelope comes bare or wrapped in `error`, and may say when to come back.
fn judge(answer: &Answer, now: DateTime<Utc>) -> Option<Judgement> {
    let body = answer
        .says_json()
        .then(|| Record::of_body(&answer.body))
        .flatten()?;
    let envelope = body.object("error").unwrap_or(body);
    match answer.status {
        400 | 404 | 422 => Some(Judgement {
            kind: ErrorKind::Protocol,
            detail: fields_at_fault(&envelope, answer.status),
            tries: 1,
        }),
        409 => Some(Judgement {
            kind: ErrorKind::Unavailable { retry_at: None },
            detail: "conflicts with another request".to_owned(),
            tries: 2,
        }),
        429 if answer.header("retry-after").is_none() => {
            let wish = envelope
                .raw("retryAfter")
                .or_else(|| envelope.raw("retryAt"))?;
            let text = wish.get().trim_matches('"');
            let retry_at = match text.parse::<u32>() {
                Ok(seconds) => now.checked_add_signed(TimeDelta::seconds(i64::from(seconds)))?,
                Err(_) => crate::day::instant(text)?,
            };
            Some(Judgement {
                kind: ErrorKind::RateLimited { retry_at },
                detail: "asked too often".to_owned(),
                tries: u32::MAX,
            })
        }
        _ => None,
    }
}

/// Which parameters were refused and how, by their names and codes alone.
fn fields_at_fault(envelope: &Record<'_>, status: u16) -> String {
    let faults: Vec<String> = envelope
        .list("errors")
        .unwrap_or_default()
        .into_iter()
        .take(5)
        .filter_map(Record::read)
        .map(|fault| {
            let code = fault.text("code").unwrap_or_default();
            format!(
                "{} ({})",
                plain_word(&fault.ids("path").join(".")),
                plain_word(&code)
            )
        })
        .collect();
    let what = if status == 404 {
        "there is no such thing"
    } else {
        "the request was not understood"
    };
    if faults.is_empty() {
        what.to_owned()
    } else {
        format!("{what}: {}", faults.join(", "))
    }
}

/// What a transaction needs to know of its account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccountFacts {
    currency: Option<Currency>,
    excludes_transactions: bool,
    /// Its balances are turned.
    turned: bool,
}
