//! BudgetBakers Wallet, REST API (versions up to 2.0; the older dialect is understood as well).
//!
//! A pull first asks for the revision and goes home when nothing changed. Otherwise it reads the short lists whole, and
//! of the records those changed since the last run. Deletions leave no trace there, so once a day, and whenever the
//! count of records disagrees with what was delivered, it pages through all of them. Offsets move when rows vanish:
//! pages overlap by a few rows, and when none of those is met again the pull steps back.

mod account;
mod budget;
mod category;
mod cursor;
mod goal;
mod listing;
mod planned;
mod pull;
mod push;
mod record;
mod record_rule;
pub(crate) mod recurrence;
pub(crate) mod system;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::connection::Upstream;
use domain::feed::Entity;

use crate::access::{Access, Descriptor, Field, LinkInfo, PullSummary, Resume};
use crate::cancel::CancelFlag;
use crate::day;
use crate::delivery::Delivery;
use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::{Answer, Expect, Judgement, Session};
use crate::json::Record;
use crate::{Connector, PageSink, Work, WriteBack, jwt};

use cursor::Cursor;
use listing::Listing;
use pull::Pull;

const SERVICE: Service = Service::Upstream(Upstream::Wallet);

/// Path below the base address that every route has.
const VERSION: &str = "/v1/api";

/// Ids that may be asked for at once.
const IDS_AT_ONCE: usize = 30;

static DESCRIPTOR: Descriptor = Descriptor {
    upstream: Upstream::Wallet,
    name: "Wallet by BudgetBakers",
    fields: &[Field {
        key: "token",
        label_key: "connect.wallet.token",
        help_key: "connect.wallet.token.help",
        secret: true,
        default: None,
        optional: false,
    }],
    default_base_url: "https://rest.budgetbakers.com/wallet",
    docs_url: "https://rest.budgetbakers.com/wallet/reference",
    gives: &[
        Entity::Account,
        Entity::Transaction,
        Entity::Category,
        Entity::Budget,
        Entity::Goal,
        Entity::Planned,
    ],
    experimental: false,
    logins: false,
    lists_banks: false,
    own_address: false,
    rate_note_key: "connect.wallet.rate",
};

/// The connector of Wallet's REST API.
#[derive(Debug, Clone, Copy)]
pub struct Wallet;

impl Connector for Wallet {
    fn describe(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn person(&self, access: &Access) -> Option<String> {
        jwt::subject(access.secrets.get("token")?.expose())
    }

    fn link<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        self.test(access, cancel)
    }

    fn test<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        Box::pin(async move {
            let mut session = session(access, cancel)?;
            // The one route that is not counted, and that answers during the first synchronisation too.
            let path = "/v1/api/api-usage/stats";
            session
                .get(path, &[("period", "1days")], Expect::Json)
                .await?;
            let token = access.secret(Upstream::Wallet, "token")?;
            let mut info = LinkInfo {
                expires_at: jwt::expiry(token.expose()),
                ..LinkInfo::default()
            };
            let query = [("limit", "1"), ("withTotal", "true")];
            match session.get("/v1/api/accounts", &query, Expect::Json).await {
                Ok(answer) => {
                    info.accounts = Record::of_body(&answer.body)
                        .and_then(|body| body.count("total"))
                        .filter(|total| *total > 0);
                }
                Err(ConnectorError {
                    kind: ErrorKind::Preparing { retry_at },
                    ..
                }) => {
                    info.preparing_until = Some(retry_at);
                }
                Err(error) => return Err(error),
            }
            Ok(info)
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
                limit: listing::LARGE,
                resume,
            };
            pull.run().await
        })
    }

    fn write_back(&self) -> Option<&'static dyn WriteBack> {
        Some(&Wallet)
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
            // The list of ids is cut at commas, so an id that holds one cannot be asked for.
            if source_ids.iter().any(|id| !id.bytes().all(is_id_byte)) {
                return Ok(None);
            }
            for ids in source_ids.chunks(IDS_AT_ONCE) {
                let met = match met_by_id(&mut session, "/v1/api/records", ids).await? {
                    Some(met) => met,
                    // Before version 1.3 a route of its own looks up ids.
                    None => match met_by_id(&mut session, "/v1/api/records/by-id", ids).await {
                        Ok(Some(met)) => met,
                        Ok(None) => return Ok(None),
                        Err(error) if matches!(error.http_status, Some(400 | 404)) => {
                            return Ok(None);
                        }
                        Err(error) => return Err(error),
                    },
                };
                gone.extend(ids.iter().filter(|id| !met.contains(id)).cloned());
            }
            Ok(Some(gone))
        })
    }
}

/// Which of these records are there; none when the filter was not heeded, so that nothing follows from an absence.
async fn met_by_id(
    session: &mut Session<'_>,
    path: &'static str,
    ids: &[String],
) -> Result<Option<Vec<String>>, ConnectorError> {
    let joined = ids.join(",");
    let mut listing = Listing::new(path, &["records"], IDS_AT_ONCE as u64);
    let part = listing.page(session, 0, &[("id", &joined)]).await?;
    let met: Vec<String> = part
        .rows(session)?
        .into_iter()
        .filter_map(|row| Record::read(row)?.id("id"))
        .collect();
    Ok(met.iter().all(|id| ids.contains(id)).then_some(met))
}

fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

fn session<'a>(access: &Access, cancel: &'a CancelFlag) -> Result<Session<'a>, ConnectorError> {
    let token = access.secret(Upstream::Wallet, "token")?;
    let mut session = Session::open(
        &access.http,
        SERVICE,
        &access.base_url,
        VERSION,
        judge,
        cancel,
    )?;
    session.authorize(&format!("Bearer {}", token.expose().trim()))?;
    Ok(session)
}

/// Wallet's own refusals: the first synchronisation, and the token of the vendor's other app.
fn judge(answer: &Answer, now: DateTime<Utc>) -> Option<Judgement> {
    let once = |kind, detail: &str| {
        Some(Judgement {
            kind,
            detail: detail.to_owned(),
            tries: 1,
        })
    };
    match answer.status {
        409 => {
            let body = answer
                .says_json()
                .then(|| Record::of_body(&answer.body))
                .flatten()?;
            if body.text("error").as_deref() != Some("init_sync_in_progress") {
                return None;
            }
            let minutes = body
                .count("retry_after_minutes")
                .unwrap_or(5)
                .clamp(1, 24 * 60);
            let retry_at = answer
                .retry_at(now)
                .unwrap_or_else(|| now + TimeDelta::minutes(minutes as i64));
            once(
                ErrorKind::Preparing { retry_at },
                "the first synchronisation is under way",
            )
        }
        403 if !answer.says_json() => once(
            ErrorKind::Forbidden,
            "the token is of another app of the vendor",
        ),
        _ => None,
    }
}

/// The local day of a member, in the person's zone.
fn local_day(record: &Record<'_>, name: &str, zone: chrono_tz::Tz) -> Option<NaiveDate> {
    day::booking_day(&record.text(name)?, zone)
}
