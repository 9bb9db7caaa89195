//! FinWise.
//!
//! The API has no filter on changes, so a pull reads all transactions at first, once a week, and when the server counts
//! other than was delivered; in between it reads those of the last sixty days before the last run. Pages are numbered and may move while they are read: what was read is
//! remembered by fingerprint, and when the count of rows changes on the way, or fewer rows were met than counted, the
//! listing is gone through once more.
//!
//! Setting `invert_amounts`: `apply` (the default) turns the balances of accounts that are flagged so, `ignore` leaves
//! them as delivered. The vendor does not say which of the two it means.

mod account;
mod budget;
mod category;
mod cursor;
mod listing;
mod transaction;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use domain::connection::Upstream;
use domain::feed::{Entity, Page};
use money::Currency;

use crate::access::{Access, Descriptor, Field, LinkInfo, PullSummary, Resume};
use crate::cancel::CancelFlag;
use crate::delivery::{Delivery, Notices, plain_word};
use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::{Answer, Judgement, Session};
use crate::json::Record;
use crate::{Connector, PageSink, Work};

pub(crate) use category::is_color;

use account::Accounts;
use cursor::{Cursor, Pass};
use listing::Listing;

const SERVICE: Service = Service::Upstream(Upstream::FinWise);

/// Most times that a listing which moves is gone through.
const SWEEPS: u32 = 3;

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
            };
            pull.run().await
        })
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

/// One pull under way.
struct Pull<'a> {
    session: Session<'a>,
    delivery: Delivery<'a>,
    resume: Resume,
    cursor: Cursor,
    invert: bool,
}

impl Pull<'_> {
    async fn run(mut self) -> Result<PullSummary, ConnectorError> {
        let (mut accounts, categories) = self.surroundings().await?;
        let mut pass = match self.cursor.pass.take() {
            Some(pass) => pass,
            None => self.cursor.due(&self.resume),
        };
        let mut complete = self
            .transactions(&mut accounts, &categories, &mut pass)
            .await?;
        if pass.from.is_some() && self.count_disagrees().await? {
            tracing::info!(
                service = SERVICE.as_str(),
                "the count of transactions disagrees"
            );
            pass = self.cursor.everything(&self.resume);
            complete = self
                .transactions(&mut accounts, &categories, &mut pass)
                .await?;
        }
        Ok(self.delivery.finish(&self.session, complete, false))
    }

    /// Accounts, categories and budgets: few enough to be read whole every time.
    async fn surroundings(&mut self) -> Result<(Accounts, HashMap<String, bool>), ConnectorError> {
        let mut page = Page::default();
        let mut notices = Notices::of(Entity::Account);
        let mut accounts = Accounts::default();
        self.accounts(&mut accounts, &mut page, &mut notices)
            .await?;
        for (id, account) in accounts
            .iter()
            .filter(|(_, account)| account.excludes_transactions)
        {
            let currency = account
                .currency
                .map_or_else(String::new, |c| c.code().to_owned());
            notices.add(
                "transactions_excluded",
                Some(id),
                format!("left out there {currency}"),
            );
        }
        if notices.put_on(&mut page) && !page.accounts.is_empty() {
            whole(&mut page, &[Entity::Account, Entity::Planned]);
        }

        let mut notices = Notices::of(Entity::Category);
        let mut transfers = HashMap::new();
        let mut groups: HashMap<String, Vec<String>> = HashMap::new();
        let mut listing = Listing::new("/transaction-categories", BTreeMap::new());
        let mut number = 1;
        loop {
            let part = listing.page(&mut self.session, number).await?;
            for row in part.rows(&self.session)? {
                if let Some((category, group)) = category::read(row, &mut notices)
                    && !transfers.contains_key(&category.source_id)
                {
                    let is_transfer = category.kind.is_some();
                    transfers.insert(category.source_id.clone(), is_transfer);
                    if let Some(group) = group {
                        groups
                            .entry(group)
                            .or_default()
                            .push(category.source_id.clone());
                    }
                    page.categories.push(category);
                }
            }
            if !part.more {
                break;
            }
            number += 1;
        }
        if notices.put_on(&mut page) && !page.categories.is_empty() {
            whole(&mut page, &[Entity::Category]);
        }

        self.budgets(&mut page, &groups).await?;
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await?;
        Ok((accounts, transfers))
    }

    /// Accounts, archived ones too; those known already are left out.
    async fn accounts(
        &mut self,
        accounts: &mut Accounts,
        page: &mut Page,
        notices: &mut Notices,
    ) -> Result<(), ConnectorError> {
        for archived in [false, true] {
            let filters = BTreeMap::from([("isArchived", archived.into())]);
            let mut listing = Listing::new("/accounts", filters);
            let mut number = 1;
            loop {
                let part = listing.page(&mut self.session, number).await?;
                for row in part.rows(&self.session)? {
                    if let Some(account) =
                        account::read(row, self.resume.zone, self.invert, notices)
                    {
                        accounts.add(account, &self.resume, page);
                    }
                }
                if !part.more {
                    break;
                }
                number += 1;
            }
        }
        Ok(())
    }

    /// Budgets, where there are any: the route is not promised.
    async fn budgets(
        &mut self,
        page: &mut Page,
        groups: &HashMap<String, Vec<String>>,
    ) -> Result<(), ConnectorError> {
        let mut notices = Notices::of(Entity::Budget);
        let names: HashMap<String, String> = page
            .categories
            .iter()
            .map(|c| (c.source_id.clone(), c.name.clone()))
            .collect();
        let day = format!("{}T00:00:00.000Z", self.resume.today);
        let mut listing = Listing::new(
            "/category-budgets",
            BTreeMap::from([("forDate", day.into())]),
        );
        let mut number = 1;
        loop {
            let part = match listing.page(&mut self.session, number).await {
                Err(error) if error.http_status == Some(404) => {
                    notices.add("not_available", None, "this upstream has no budgets");
                    notices.put_on(page);
                    return Ok(());
                }
                other => other?,
            };
            for row in part.rows(&self.session)? {
                page.budgets.extend(budget::read(
                    row,
                    self.resume.zone,
                    &names,
                    groups,
                    &mut notices,
                ));
            }
            if !part.more {
                break;
            }
            number += 1;
        }
        if notices.put_on(page) {
            whole(page, &[Entity::Budget]);
        }
        Ok(())
    }

    /// Transactions, page by page; true when every one there is was read.
    async fn transactions(
        &mut self,
        accounts: &mut Accounts,
        transfers: &HashMap<String, bool>,
        pass: &mut Pass,
    ) -> Result<bool, ConnectorError> {
        let mut looked_again = false;
        let known = std::mem::take(accounts);
        let mut reader = transaction::Reader::new(known, transfers, self.resume.zone, pass);
        let mut filters = BTreeMap::from([("excludeArchived", false.into())]);
        if let Some(from) = pass.from {
            filters.insert("fromDate", format!("{from}T00:00:00.000Z").into());
        }
        let mut listing = Listing::new("/transactions", filters).sized(pass.size);
        loop {
            let part = listing.page(&mut self.session, pass.page).await?;
            if pass.page == 1 {
                reader.sweep_begins();
            }
            reader.counted(part.count);
            let before = reader.progress();
            let mut opened = Page::default();
            if !looked_again && reader.speaks_of_others(&part.rows(&self.session)?) {
                looked_again = true;
                let mut notices = Notices::of(Entity::Account);
                self.accounts(&mut reader.accounts, &mut opened, &mut notices)
                    .await?;
            }
            let mut page = reader.read(&part.rows(&self.session)?);
            page.accounts = opened.accounts;
            page.planned = opened.planned;
            page.expected_transactions = part.count;
            if std::mem::take(&mut pass.begins) && pass.from.is_none() {
                page.begin_pass.push(Entity::Transaction);
            }
            pass.size = listing.size();
            reader.note_progress(pass, before);
            let next = if part.more {
                Some(pass.page + 1)
            } else if reader.is_whole() || pass.sweep >= SWEEPS {
                None
            } else {
                pass.sweep += 1;
                Some(1)
            };
            let Some(next) = next else {
                self.delivery.send(page).await?;
                let complete =
                    reader.is_whole() && pass.from.is_none() && reader.can_tell_missing();
                (pass.met, pass.fresh) = reader.progress();
                self.end(&mut reader, pass, complete).await?;
                *accounts = reader.accounts;
                return Ok(complete);
            };
            self.cursor.pass = Some(pass.clone());
            page.cursor = Some(self.cursor.write());
            self.delivery.send(page).await?;
            pass.page = next;
        }
    }

    /// Whether the server counts other than was delivered: something was deleted, or came in with an old date.
    async fn count_disagrees(&mut self) -> Result<bool, ConnectorError> {
        let Some(expected) = self.cursor.expected_today(&self.resume) else {
            return Ok(false);
        };
        let filters = BTreeMap::from([("excludeArchived", false.into())]);
        let part = Listing::new("/transactions", filters)
            .sized(1)
            .page(&mut self.session, 1)
            .await?;
        Ok(part.count.is_some_and(|count| count != expected))
    }

    /// Parents of splits that came before their parts, and the cursor of a finished pull.
    async fn end(
        &mut self,
        reader: &mut transaction::Reader<'_>,
        pass: &Pass,
        complete: bool,
    ) -> Result<(), ConnectorError> {
        let mut page = Page::default();
        for id in reader.parents_to_amend() {
            let filters = BTreeMap::from([("id", id.into()), ("excludeArchived", false.into())]);
            let mut listing = Listing::new("/transactions", filters);
            let part = listing.page(&mut self.session, 1).await?;
            let amended = reader.read(&part.rows(&self.session)?);
            page.transactions.extend(amended.transactions);
            page.notices.extend(amended.notices);
            page.present.extend(amended.present);
        }
        self.cursor.finish(pass, complete, &self.resume);
        if complete {
            page.complete.push(Entity::Transaction);
        }
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await
    }
}

/// The page holds every row there is of these entities.
fn whole(page: &mut Page, entities: &[Entity]) {
    page.begin_pass.extend(entities);
    page.complete.extend(entities);
}

/// What a transaction needs to know of its account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccountFacts {
    currency: Option<Currency>,
    excludes_transactions: bool,
}
