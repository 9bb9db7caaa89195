//! One pull: the short lists, then every record.

use std::collections::{HashMap, HashSet};

use domain::category::CategoryKind;
use domain::feed::{Entity, Page};
use money::Currency;
use serde_json::value::RawValue;

use super::account::Facts;
use super::cursor::{Cursor, Pass};
use super::tokens::Client;
use super::{DOCS, Profile, RECORDS, account, documents, plans, record};
use crate::access::{PullSummary, Resume};
use crate::delivery::{Delivery, Notices, fingerprint_of};
use crate::error::{ConnectorError, ErrorKind};
use crate::json::Record;

/// Records asked for at once.
const LIMIT: u64 = 300;
/// Documents asked for at once.
const DOCS_LIMIT: u64 = 200;
/// More rows than anybody has: a server that never ends a listing is not followed for ever.
const MOST_ROWS: u64 = 5_000_000;

/// One pull under way.
pub(super) struct Pull<'a> {
    pub(super) client: Client<'a>,
    pub(super) profile: Profile,
    pub(super) delivery: Delivery<'a>,
    pub(super) cursor: Cursor,
    pub(super) wanted_currency: Option<Currency>,
    pub(super) resume: Resume,
    /// What was read to see whether anything changed, and is not asked for twice.
    pub(super) ahead: Ahead,
}

/// Accounts and the newest records, read before the rest.
#[derive(Default)]
pub(super) struct Ahead {
    accounts: Option<Vec<Listed>>,
    records: Option<Listed>,
}

impl Ahead {
    /// Which description the server follows: by its newest records, which are kept for the pass that begins with them.
    pub(super) async fn begin(client: &mut Client<'_>) -> Result<(Profile, Self), ConnectorError> {
        let limit = LIMIT.to_string();
        let query = [("limit", limit.as_str()), ("offset", "0")];
        let body = client.get(RECORDS, &query).await?.body;
        let profile = super::profile_of(client, &body)?;
        let records = Listed {
            body,
            member: profile.rows(),
        };
        let ahead = Self {
            records: Some(records),
            ..Self::default()
        };
        Ok((profile, ahead))
    }
}

/// The accounts that were delivered, by id.
type Accounts = HashMap<String, Facts>;

/// Body of a listing, kept while its rows are read.
pub(super) struct Listed {
    body: Vec<u8>,
    member: &'static str,
}

impl Listed {
    fn rows(&self) -> Vec<&RawValue> {
        Record::of_body(&self.body)
            .and_then(|body| body.list(self.member))
            .unwrap_or_default()
    }
}

impl Pull<'_> {
    /// Reads everything.
    pub(super) async fn run(mut self) -> Result<PullSummary, ConnectorError> {
        let print = self.look().await?;
        if print.is_some_and(|print| self.cursor.is_as_it_was(print, self.resume.now)) {
            return Ok(self.delivery.finish(self.client.session(), false, true));
        }
        let accounts = self.surroundings().await?;
        let mut pass = match self.cursor.pass.take() {
            Some(pass) => pass,
            None => Pass::new(&self.resume),
        };
        let complete = self.records(accounts, &mut pass, print).await?;
        Ok(self.delivery.finish(self.client.session(), complete, false))
    }

    /// What accounts and newest records look like, in two requests. None where balances are not told, or a pass goes on.
    async fn look(&mut self) -> Result<Option<u64>, ConnectorError> {
        if self.profile != Profile::Items || self.cursor.pass.is_some() {
            return Ok(None);
        }
        let Some(accounts) = self.listed("accounts", "Account").await? else {
            return Ok(None);
        };
        let Some(records) = &self.ahead.records else {
            return Ok(None);
        };
        let rows = accounts.iter().flat_map(Listed::rows);
        let parts: Vec<&[u8]> = rows
            .chain(records.rows())
            .map(|row| row.get().as_bytes())
            .collect();
        let print = fingerprint_of(&parts);
        self.ahead.accounts = Some(accounts);
        Ok(Some(print))
    }

    /// The short lists, read whole every time.
    async fn surroundings(&mut self) -> Result<Accounts, ConnectorError> {
        let mut page = Page::default();
        let mut accounts = Accounts::new();
        let mut notices = Notices::of(Entity::Account);
        let listed = self
            .accounts(&mut accounts, &mut page, &mut notices)
            .await?;
        if notices.put_on(&mut page) && listed && !page.accounts.is_empty() {
            complete(&mut page, Entity::Account);
        }
        if !listed && self.profile == Profile::Items {
            self.accounts_of_records(&mut accounts, &mut page).await?;
        }
        let currency = self.wanted_currency.or_else(|| commonest(&accounts));

        let kinds = self.categories(&mut page).await?;
        self.budgets(currency, &mut page).await?;
        self.goals(currency, &mut page).await?;
        self.orders(&kinds, &mut page).await?;
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await?;
        Ok(accounts)
    }

    /// Accounts, those known already left out, and the stocks; false when the server does not list accounts.
    async fn accounts(
        &mut self,
        accounts: &mut Accounts,
        page: &mut Page,
        notices: &mut Notices,
    ) -> Result<bool, ConnectorError> {
        let zone = self.resume.zone;
        let Some(listed) = self.listed("accounts", "Account").await? else {
            notices.add("not_available", None, "this server does not list accounts");
            return Ok(false);
        };
        for part in &listed {
            for row in part.rows() {
                let read = match self.profile {
                    Profile::Items => account::read(row, zone, notices),
                    Profile::Documents => documents::account(row, notices),
                };
                if let Some((account, facts)) = read
                    && accounts.insert(account.source_id.clone(), facts).is_none()
                {
                    page.accounts.push(account);
                }
            }
        }
        if self.profile == Profile::Items
            && let Some(listed) = self.listed("stocks", "").await?
        {
            let mut met = HashSet::new();
            for row in listed.iter().flat_map(Listed::rows) {
                page.holdings.extend(
                    account::stock(row, zone, notices)
                        .filter(|stock| met.insert(stock.source_id.clone())),
                );
            }
            for account in account::loose(&page.holdings, notices) {
                let facts = Facts {
                    currency: account.currency,
                    bank_fed: false,
                };
                if accounts.insert(account.source_id.clone(), facts).is_none() {
                    page.accounts.push(account);
                }
            }
            page.holdings
                .retain(|stock| accounts.contains_key(&stock.account_source_id));
            page.holdings_of = page
                .accounts
                .iter()
                .map(|account| account.source_id.clone())
                .collect();
        }
        Ok(true)
    }

    /// Accounts as far as the newest records speak of them, for a server that does not list accounts: better a nameless
    /// account than lost rows.
    async fn accounts_of_records(
        &mut self,
        accounts: &mut Accounts,
        page: &mut Page,
    ) -> Result<(), ConnectorError> {
        let mut offset = 0;
        loop {
            let (listed, next) = self.records_page(offset).await?;
            for row in listed.rows() {
                let Some(record) = Record::read(row) else {
                    continue;
                };
                let Some(id) = record.id("accountId") else {
                    continue;
                };
                let currency = account::currency(&record, "currency");
                let facts = Facts {
                    currency,
                    bank_fed: false,
                };
                if accounts.insert(id.clone(), facts).is_none() {
                    let kind = domain::account::AccountKind::Other;
                    page.accounts
                        .push(account::plain(&id, None, kind, currency));
                }
            }
            match next {
                Some(next) => offset = next,
                None => return Ok(()),
            }
        }
    }

    async fn categories(
        &mut self,
        page: &mut Page,
    ) -> Result<HashMap<String, CategoryKind>, ConnectorError> {
        let mut notices = Notices::of(Entity::Category);
        let listed = self.listed("categories", "Category").await?;
        let mut met = HashSet::new();
        for row in listed.iter().flatten().flat_map(Listed::rows) {
            let read = match self.profile {
                Profile::Items => plans::category(row, &mut notices),
                Profile::Documents => documents::category(row, &mut notices),
            };
            page.categories
                .extend(read.filter(|category| met.insert(category.source_id.clone())));
        }
        settle(page, notices, listed.is_some());
        Ok(page
            .categories
            .iter()
            .filter_map(|category| Some((category.source_id.clone(), category.kind?)))
            .collect())
    }

    async fn budgets(
        &mut self,
        currency: Option<Currency>,
        page: &mut Page,
    ) -> Result<(), ConnectorError> {
        let mut notices = Notices::of(Entity::Budget);
        let listed = self.listed("budgets", "Budget").await?;
        let mut met = HashSet::new();
        for row in listed.iter().flatten().flat_map(Listed::rows) {
            let read = match self.profile {
                Profile::Items => plans::budget(row, currency, &mut notices),
                Profile::Documents => documents::budget(row, currency, &mut notices),
            };
            page.budgets
                .extend(read.filter(|budget| met.insert(budget.source_id.clone())));
        }
        settle(page, notices, listed.is_some());
        Ok(())
    }

    async fn goals(
        &mut self,
        currency: Option<Currency>,
        page: &mut Page,
    ) -> Result<(), ConnectorError> {
        let zone = self.resume.zone;
        let mut notices = Notices::of(Entity::Goal);
        let listed = self.listed("goals", "Goal").await?;
        let mut met = HashSet::new();
        for row in listed.iter().flatten().flat_map(Listed::rows) {
            let read = match self.profile {
                Profile::Items => plans::goal(row, currency, zone, &mut notices),
                Profile::Documents => documents::goal(row, currency, zone, &mut notices),
            };
            page.goals
                .extend(read.filter(|goal| met.insert(goal.source_id.clone())));
        }
        settle(page, notices, listed.is_some());
        Ok(())
    }

    /// Standing orders. What the second description says of them is not known well enough to be read.
    async fn orders(
        &mut self,
        kinds: &HashMap<String, CategoryKind>,
        page: &mut Page,
    ) -> Result<(), ConnectorError> {
        let mut notices = Notices::of(Entity::Planned);
        let listed = match self.profile {
            Profile::Items => self.listed("standing-orders", "").await?,
            Profile::Documents => None,
        };
        let (zone, today) = (self.resume.zone, self.resume.today);
        let mut met = HashSet::new();
        for row in listed.iter().flatten().flat_map(Listed::rows) {
            let read = plans::order(row, kinds, zone, today, &mut notices);
            page.planned
                .extend(read.filter(|order| met.insert(order.source_id.clone())));
        }
        settle(page, notices, listed.is_some());
        Ok(())
    }

    /// A short list by its name in either description; none when the server does not have it.
    async fn listed(
        &mut self,
        list: &'static str,
        document: &str,
    ) -> Result<Option<Vec<Listed>>, ConnectorError> {
        if list == "accounts"
            && let Some(read) = self.ahead.accounts.take()
        {
            return Ok(Some(read));
        }
        let mut parts = Vec::new();
        let mut offset = 0_u64;
        loop {
            let (limit, from) = (DOCS_LIMIT.to_string(), offset.to_string());
            let documents = [
                ("document_type", document),
                ("limit", limit.as_str()),
                ("offset", from.as_str()),
            ];
            let (member, query): (_, &[(&str, &str)]) = match self.profile {
                Profile::Items => (list, &[("type", list)]),
                Profile::Documents => ("documents", &documents),
            };
            let answer = match self.client.get(DOCS, query).await {
                // 403 is of the plan, and of this list alone.
                Err(error) if matches!(error.http_status, Some(400 | 403 | 404)) => {
                    return Ok(None);
                }
                other => other?,
            };
            let listed = Listed {
                body: answer.body,
                member,
            };
            let body = Record::of_body(&listed.body);
            if body.and_then(|body| body.list(member)).is_none() {
                return Err(self
                    .client
                    .error(ErrorKind::Protocol, "the answer is no envelope"));
            }
            let rows = listed.rows().len() as u64;
            parts.push(listed);
            offset += rows;
            if self.profile == Profile::Items || rows < DOCS_LIMIT || offset > MOST_ROWS {
                return Ok(Some(parts));
            }
        }
    }

    /// One page of records, and where the next begins.
    async fn records_page(&mut self, offset: u64) -> Result<(Listed, Option<u64>), ConnectorError> {
        let (limit, from) = (LIMIT.to_string(), offset.to_string());
        let query = [("limit", limit.as_str()), ("offset", from.as_str())];
        let member = self.profile.rows();
        let ahead = if offset == 0 {
            self.ahead.records.take()
        } else {
            None
        };
        let listed = match ahead {
            Some(listed) => listed,
            None => Listed {
                body: self.client.get(RECORDS, &query).await?.body,
                member,
            },
        };
        let body = Record::of_body(&listed.body).filter(|body| body.list(member).is_some());
        let Some(body) = body else {
            return Err(self
                .client
                .error(ErrorKind::Protocol, "the answer is no envelope"));
        };
        let rows = listed.rows().len() as u64;
        let next = match self.profile {
            // A next page that does not lie further on, or follows an empty one, would be read for ever.
            Profile::Items => body.count("nextOffset").filter(|next| *next > offset),
            // Nothing says which page is the last, nor how many rows a page holds at most.
            Profile::Documents => Some(offset + rows),
        };
        let next = next.filter(|next| rows > 0 && *next < MOST_ROWS);
        Ok((listed, next))
    }

    /// Records, page by page; true when every one there is was met.
    async fn records(
        &mut self,
        accounts: Accounts,
        pass: &mut Pass,
        print: Option<u64>,
    ) -> Result<bool, ConnectorError> {
        let mut looked_again = false;
        let mut reader = record::Reader::new(self.profile, accounts, self.resume.zone, pass);
        loop {
            let (listed, next) = self.records_page(pass.offset).await?;
            let rows = listed.rows();
            if record::has_lost_its_place(&rows, pass) {
                pass.steps_back += 1;
                pass.steps_here += 1;
                pass.offset = pass.offset.saturating_sub(LIMIT);
                continue;
            }
            let mut opened = Page::default();
            if !looked_again && reader.speaks_of_others(&rows) {
                looked_again = true;
                let mut notices = Notices::of(Entity::Account);
                let mut known = std::mem::take(&mut reader.accounts);
                self.accounts(&mut known, &mut opened, &mut notices).await?;
                reader.accounts = known;
            }
            let (mut page, fresh) = reader.read(&rows, pass);
            page.accounts = opened.accounts;
            page.holdings = opened.holdings;
            if std::mem::take(&mut pass.begins) {
                page.begin_pass.push(Entity::Transaction);
            }
            pass.steps_here = 0;
            let more = match self.profile {
                Profile::Items => true,
                // The last page holds nothing but the overlap.
                Profile::Documents => fresh > 0,
            };
            if let Some(next) = next.filter(|_| more) {
                // Never back to where this page began, however few rows it had.
                pass.offset = next
                    .saturating_sub(pass.tail.len() as u64)
                    .max(pass.offset + 1);
                self.cursor.pass = Some(pass.clone());
                page.cursor = Some(self.cursor.write());
                self.delivery.send(page).await?;
            } else {
                let complete = pass.met > 0 && !pass.nameless && !pass.lost;
                self.cursor.pass = None;
                let print = print.filter(|_| complete);
                self.cursor.note(print, self.resume.now);
                if complete {
                    page.complete.push(Entity::Transaction);
                }
                page.cursor = Some(self.cursor.write());
                self.delivery.send(page).await?;
                return Ok(complete);
            }
        }
    }
}

/// The currency that most accounts have; none when two are as common.
fn commonest(accounts: &Accounts) -> Option<Currency> {
    let mut counts: HashMap<Currency, usize> = HashMap::new();
    for currency in accounts.values().filter_map(|facts| facts.currency) {
        *counts.entry(currency).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    let mut commonest = counts.into_iter().filter(|(_, count)| *count == most);
    let (currency, _) = commonest.next()?;
    commonest.next().is_none().then_some(currency)
}

/// Ends a short list: complete, or told to be missing on this server.
fn settle(page: &mut Page, mut notices: Notices, listed: bool) {
    let entity = notices.entity();
    if !listed {
        notices.add("not_available", None, "this server does not have them");
    }
    if notices.put_on(page) && listed {
        complete(page, entity);
    }
}

/// The page holds every row there is of the entity.
fn complete(page: &mut Page, entity: Entity) {
    page.begin_pass.push(entity);
    page.complete.push(entity);
}
