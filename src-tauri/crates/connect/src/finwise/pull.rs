//! One pull: what is read in which order, and what the pages carry.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::feed::{Entity, Page};

use super::account::{self, Accounts};
use super::cursor::{Cursor, Looks, Pass};
use super::listing::Listing;
use super::{SERVICE, budget, category, history, totals, transaction};
use crate::access::{PullSummary, Resume};
use crate::delivery::{Delivery, Notices};
use crate::error::ConnectorError;
use crate::http::Session;

/// Most times that a listing which moves is gone through.
const SWEEPS: u32 = 3;

/// One pull under way.
pub(super) struct Pull<'a> {
    pub(super) session: Session<'a>,
    pub(super) delivery: Delivery<'a>,
    pub(super) resume: Resume,
    pub(super) cursor: Cursor,
    pub(super) invert: bool,
    /// Fingerprint of the first page of accounts.
    pub(super) accounts_look: Option<u64>,
    /// Fingerprint of the first page of transactions, as it was last read.
    pub(super) transactions_look: Option<u64>,
}

impl Pull<'_> {
    /// Reads everything that is due.
    pub(super) async fn run(mut self) -> Result<PullSummary, ConnectorError> {
        if self.looks_the_same().await? {
            return Ok(self.delivery.finish(&self.session, false, true));
        }
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

    /// Whether the first pages are what they were when everything was read last, a short while ago.
    async fn looks_the_same(&mut self) -> Result<bool, ConnectorError> {
        let Some(looks) = self.cursor.looked_today(&self.resume).cloned() else {
            return Ok(false);
        };
        let accounts = Listing::new("/accounts", BTreeMap::from([("isArchived", false.into())]))
            .page(&mut self.session, 1)
            .await?;
        if accounts.print() != looks.accounts {
            return Ok(false);
        }
        let page = Listing::new("/transactions", transactions_filter(looks.from))
            .sized(looks.size)
            .page(&mut self.session, 1)
            .await?;
        Ok(page.print() == looks.transactions)
    }

    /// Accounts, categories and budgets: few enough to be read whole every time.
    async fn surroundings(
        &mut self,
    ) -> Result<(Accounts, HashMap<String, category::Flags>), ConnectorError> {
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

        self.histories(&accounts, &mut page).await?;
        totals::read(&mut self.session, &accounts, &mut page).await?;

        let mut notices = Notices::of(Entity::Category);
        let mut flagged = HashMap::new();
        let mut groups: HashMap<String, Vec<String>> = HashMap::new();
        let mut listing = Listing::new("/transaction-categories", BTreeMap::new());
        let mut number = 1;
        loop {
            let part = listing.page(&mut self.session, number).await?;
            for row in part.rows(&self.session)? {
                if let Some((category, flags, group)) =
                    category::read(row, self.resume.zone, &mut notices)
                    && !flagged.contains_key(&category.source_id)
                {
                    flagged.insert(category.source_id.clone(), flags);
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

        self.budgets(&mut page, &groups, &flagged).await?;
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await?;
        Ok((accounts, flagged))
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
                if number == 1 && !archived {
                    self.accounts_look = Some(part.print());
                }
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

    /// Past values: of accounts that have no rows to sum up they are their history, of the others what the book's own sums
    /// are compared with.
    async fn histories(
        &mut self,
        accounts: &Accounts,
        page: &mut Page,
    ) -> Result<(), ConnectorError> {
        let mut ids: Vec<String> = accounts.iter().map(|(id, _)| id.clone()).collect();
        if ids.is_empty() {
            return Ok(());
        }
        ids.sort();
        let mut notices = Notices::of(Entity::Account);
        let mut filters: BTreeMap<&str, serde_json::Value> =
            BTreeMap::from([("accountIds", ids.into())]);
        if let Some(from) = self.cursor.pass_due(&self.resume) {
            filters.insert("fromDate", format!("{from}T00:00:00.000Z").into());
        }
        let mut listing = Listing::new("/account-balances", filters);
        let mut number = 1;
        loop {
            let part = match listing.page(&mut self.session, number).await {
                Err(error) if error.http_status == Some(404) => {
                    notices.add(
                        "not_available",
                        None,
                        "this upstream has no balance history",
                    );
                    break;
                }
                other => other?,
            };
            for row in part.rows(&self.session)? {
                page.balances
                    .extend(history::read(row, self.resume.zone, accounts, &mut notices));
            }
            if !part.more {
                break;
            }
            number += 1;
        }
        notices.put_on(page);
        Ok(())
    }

    /// Budgets, where there are any: the route is not promised.
    async fn budgets(
        &mut self,
        page: &mut Page,
        groups: &HashMap<String, Vec<String>>,
        flagged: &HashMap<String, category::Flags>,
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
                    &budget::Around {
                        names: &names,
                        groups,
                        flagged,
                    },
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
        categories: &HashMap<String, category::Flags>,
        pass: &mut Pass,
    ) -> Result<bool, ConnectorError> {
        let mut looked_again = false;
        let known = std::mem::take(accounts);
        let mut reader = transaction::Reader::new(known, categories, self.resume.zone, pass);
        let mut listing =
            Listing::new("/transactions", transactions_filter(pass.from)).sized(pass.size);
        self.transactions_look = None;
        loop {
            let part = listing.page(&mut self.session, pass.page).await?;
            if pass.page == 1 {
                reader.sweep_begins();
                self.transactions_look = Some(part.print());
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
                pass.begins = true;
                Some(1)
            };
            self.cursor.pass = Some(pass.clone());
            page.cursor = Some(self.cursor.write());
            self.delivery.send(page).await?;
            let Some(next) = next else {
                let complete =
                    reader.is_whole() && pass.from.is_none() && reader.can_tell_missing();
                (pass.met, pass.fresh) = reader.progress();
                self.end(&mut reader, pass, complete).await?;
                *accounts = reader.accounts;
                return Ok(complete);
            };
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
        self.cursor.looks =
            self.accounts_look
                .zip(self.transactions_look)
                .map(|(accounts, transactions)| Looks {
                    accounts,
                    transactions,
                    from: pass.from,
                    size: pass.size,
                });
        if complete {
            page.complete.push(Entity::Transaction);
        }
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await
    }
}

/// What transactions are asked for with: archived ones too, and those from a day on.
fn transactions_filter(from: Option<NaiveDate>) -> BTreeMap<&'static str, serde_json::Value> {
    let mut filters: BTreeMap<&'static str, serde_json::Value> =
        BTreeMap::from([("excludeArchived", false.into())]);
    if let Some(from) = from {
        filters.insert("fromDate", format!("{from}T00:00:00.000Z").into());
    }
    filters
}

/// The page holds every row there is of these entities.
fn whole(page: &mut Page, entities: &[Entity]) {
    page.begin_pass.extend(entities);
    page.complete.extend(entities);
}
