//! One pull: what is read in which order, and what the pages carry.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::feed::{Entity, Page};
use serde_json::value::RawValue;

use super::account::{self, AccountFacts};
use super::cursor::{Cursor, Kind, Pass};
use super::listing::Listing;
use super::{SERVICE, budget, category, goal, planned, record, record_rule};
use crate::access::{PullSummary, Resume};
use crate::day;
use crate::delivery::{Delivery, Notices};
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Answer, Expect, Session};
use crate::json::Record;

/// Without a wide window of dates the records of the last three months come, and no more.
const ALL_DATES: (&str, &str) = ("recordDate", "gte.2000-01-01");

/// Most times that a listing which moves is gone through.
const SWEEPS: u32 = 2;

/// What the headers of an answer say of the data behind it.
pub(super) struct Freshness {
    /// Opaque; equal means unchanged.
    pub(super) revision: Option<String>,
    /// When the data last changed, by the server's clock.
    pub(super) changed_at: Option<DateTime<Utc>>,
    /// More changes may follow shortly.
    pub(super) syncing: bool,
}

impl Freshness {
    fn of(answer: &Answer) -> Self {
        Self {
            revision: answer.header("x-last-data-change-rev").map(str::to_owned),
            changed_at: answer
                .header("x-last-data-change-at")
                .and_then(day::instant)
                .or_else(|| answer.date()),
            syncing: answer.flag("x-sync-in-progress").unwrap_or(false),
        }
    }
}

/// One pull under way.
pub(super) struct Pull<'a> {
    pub(super) session: Session<'a>,
    pub(super) delivery: Delivery<'a>,
    pub(super) resume: Resume,
    pub(super) cursor: Cursor,
    /// Rows asked for at once; less with a server of the older dialect.
    pub(super) limit: u64,
}

/// The accounts that were delivered, by id.
type Accounts = HashMap<String, AccountFacts>;

impl Pull<'_> {
    /// Reads everything that is due.
    pub(super) async fn run(mut self) -> Result<PullSummary, ConnectorError> {
        let probe = self
            .session
            .get("/v1/api/accounts", &[("limit", "1")], Expect::Json)
            .await?;
        let fresh = Freshness::of(&probe);
        drop(probe);
        if self
            .cursor
            .is_current(fresh.revision.as_deref(), &self.resume)
            && !fresh.syncing
        {
            return Ok(self.delivery.finish(&self.session, false, true));
        }
        let mut accounts = self.surroundings(&fresh).await?;
        let mut pass = match self.cursor.pass.take() {
            Some(pass) => pass,
            None => Pass::due(&self.cursor, &self.resume, &fresh),
        };
        let mut complete = self.records(&mut accounts, &mut pass).await?;
        if pass.kind == Kind::Changes && self.count_disagrees().await? {
            tracing::info!(service = SERVICE.as_str(), "the count of records disagrees");
            pass = Pass::everything(&self.resume, &fresh);
            complete = self.records(&mut accounts, &mut pass).await?;
        }
        Ok(self.delivery.finish(&self.session, complete, false))
    }

    /// The short lists, read whole every time.
    async fn surroundings(&mut self, fresh: &Freshness) -> Result<Accounts, ConnectorError> {
        let zone = self.resume.zone;
        let as_of = fresh
            .changed_at
            .map(|at| at.with_timezone(&zone).date_naive());
        let mut page = Page::default();
        let mut accounts = Accounts::new();

        let mut notices = Notices::of(Entity::Account);
        if fresh.syncing {
            notices.add("sync_in_progress", None, "more changes may follow shortly");
        }
        self.accounts(&mut accounts, as_of, &mut page, &mut notices)
            .await?;
        if notices.put_on(&mut page) && !page.accounts.is_empty() {
            complete(&mut page, Entity::Account);
        }

        let mut notices = Notices::of(Entity::Category);
        let mut met = HashSet::new();
        let found = self
            .whole("/v1/api/categories", &["categories"], &[], |row| {
                if let Some(category) = category::read(row, &mut notices)
                    && met.insert(category.source_id.clone())
                {
                    page.categories.push(category);
                }
            })
            .await?;
        if notices.put_on(&mut page) && found && !page.categories.is_empty() {
            complete(&mut page, Entity::Category);
        }

        self.rules(&mut page).await?;
        self.budgets(&mut page).await?;
        self.goals(&mut page).await?;
        self.planned(&mut page).await?;
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await?;
        Ok(accounts)
    }

    /// Accounts; those known already are left out.
    async fn accounts(
        &mut self,
        accounts: &mut Accounts,
        as_of: Option<NaiveDate>,
        page: &mut Page,
        notices: &mut Notices,
    ) -> Result<(), ConnectorError> {
        self.whole("/v1/api/accounts", &["accounts"], &[], |row| {
            if let Some((account, facts)) = account::read(row, as_of, notices)
                && accounts.insert(account.source_id.clone(), facts).is_none()
            {
                page.accounts.push(account);
            }
        })
        .await?;
        Ok(())
    }

    /// The person's rules there; a server without them gives none.
    async fn rules(&mut self, page: &mut Page) -> Result<(), ConnectorError> {
        let mut rules = Vec::new();
        let mut met = HashSet::new();
        let found = self
            .whole("/v1/api/record-rules", &["recordRules"], &[], |row| {
                if let Some(rule) = record_rule::read(row)
                    && met.insert(rule.source_id.clone())
                {
                    rules.push(rule);
                }
            })
            .await;
        if spared(found)? {
            page.rules = Some(rules);
        }
        Ok(())
    }

    /// Names of labels by their ids, asked for only where a budget counts some.
    async fn label_names(&mut self) -> Result<HashMap<String, String>, ConnectorError> {
        let mut names = HashMap::new();
        let found = self
            .whole("/v1/api/labels", &["labels"], &[], |row| {
                let label = Record::read(row);
                if let Some((id, name)) =
                    label.and_then(|label| Some((label.id("id")?, label.text("name")?)))
                {
                    names.insert(id, name);
                }
            })
            .await;
        let _told = spared(found)?;
        Ok(names)
    }

    async fn budgets(&mut self, page: &mut Page) -> Result<(), ConnectorError> {
        let mut notices = Notices::of(Entity::Budget);
        let mut met = HashSet::new();
        let zone = self.resume.zone;
        let mut take = |row: &RawValue| {
            if let Some(budget) = budget::read(row, zone, &mut notices)
                && met.insert(budget.source_id.clone())
            {
                page.budgets.push(budget);
            }
        };
        let with_spending = [("spending", "current")];
        let found = match self
            .whole("/v1/api/budgets", &["budgets"], &with_spending, &mut take)
            .await
        {
            // An older server that does not know the parameter.
            Err(error) if error.http_status == Some(400) => {
                self.whole("/v1/api/budgets", &["budgets"], &[], &mut take)
                    .await?
            }
            other => other?,
        };
        if page.budgets.iter().any(|budget| !budget.labels.is_empty()) {
            let names = self.label_names().await?;
            for budget in &mut page.budgets {
                // By their ids until here. One that cannot be named counts by its id, that is nothing, rather than everything.
                for label in &mut budget.labels {
                    if let Some(name) = names.get(label) {
                        label.clone_from(name);
                    }
                }
            }
        }
        settle(page, notices, found);
        Ok(())
    }

    async fn goals(&mut self, page: &mut Page) -> Result<(), ConnectorError> {
        let mut notices = Notices::of(Entity::Goal);
        let mut met = HashSet::new();
        let zone = self.resume.zone;
        let found = self
            .whole("/v1/api/goals", &["goals"], &[], |row| {
                if let Some(goal) = goal::read(row, zone, &mut notices)
                    && met.insert(goal.source_id.clone())
                {
                    page.goals.push(goal);
                }
            })
            .await?;
        settle(page, notices, found);
        Ok(())
    }

    /// Standing orders. Their items are read first: they say which occurrences are settled.
    async fn planned(&mut self, page: &mut Page) -> Result<(), ConnectorError> {
        let zone = self.resume.zone;
        let mut settled = planned::Settled::default();
        let names = ["standingOrderItems", "items"];
        self.whole("/v1/api/standing-orders/items", &names, &[], |row| {
            settled.note(row, zone);
        })
        .await?;
        let mut notices = Notices::of(Entity::Planned);
        let mut met = HashSet::new();
        let today = self.resume.today;
        let found = self
            .whole("/v1/api/standing-orders", &["standingOrders"], &[], |row| {
                if let Some(order) = planned::read(row, &settled, zone, today, &mut notices)
                    && met.insert(order.source_id.clone())
                {
                    page.planned.push(order);
                }
            })
            .await?;
        settle(page, notices, found);
        Ok(())
    }

    /// Goes through a short list from end to end; false when the server does not have it.
    async fn whole(
        &mut self,
        path: &'static str,
        names: &[&'static str],
        query: &[(&str, &str)],
        mut take: impl FnMut(&RawValue) + Send,
    ) -> Result<bool, ConnectorError> {
        let mut listing = Listing::new(path, names, self.limit);
        let mut offset = 0;
        loop {
            let part = match listing.page(&mut self.session, offset, query).await {
                Err(error) if error.http_status == Some(404) && path != "/v1/api/accounts" => {
                    return Ok(false);
                }
                other => other?,
            };
            part.rows(&self.session)?.into_iter().for_each(&mut take);
            self.limit = listing.limit();
            match part.next {
                Some(next) => offset = next,
                None => return Ok(true),
            }
        }
    }

    /// Records, page by page; true when every one there is was read.
    async fn records(
        &mut self,
        accounts: &mut Accounts,
        pass: &mut Pass,
    ) -> Result<bool, ConnectorError> {
        let mut looked_again = false;
        let mut reader = record::Reader::new(std::mem::take(accounts), self.resume.zone, pass);
        let since = pass.since_filter();
        let sort = match pass.kind {
            Kind::Everything => "+createdAt",
            Kind::Changes => "+updatedAt",
        };
        let mut query = vec![ALL_DATES, ("sortBy", sort), ("withTotal", "true")];
        if let Some(since) = &since {
            query.push(("updatedAt", since));
        }
        let mut listing = Listing::new("/v1/api/records", &["records"], self.limit);
        loop {
            let part = listing.page(&mut self.session, pass.offset, &query).await?;
            let rows = part.rows(&self.session)?;
            if record::has_lost_its_place(&rows, pass) {
                pass.steps_back += 1;
                pass.steps_here += 1;
                pass.offset = pass.offset.saturating_sub(listing.limit());
                continue;
            }
            let mut opened = Page::default();
            if !looked_again && reader.speaks_of_others(&rows) {
                looked_again = true;
                let mut notices = Notices::of(Entity::Account);
                self.accounts(&mut reader.accounts, None, &mut opened, &mut notices)
                    .await?;
            }
            let mut page = reader.read(&rows, pass);
            page.accounts = opened.accounts;
            if pass.kind == Kind::Everything {
                page.expected_transactions = part.total;
                if pass.begins {
                    page.begin_pass.push(Entity::Transaction);
                }
            }
            pass.begins = false;
            pass.steps_here = 0;
            let whole = part.total.is_none_or(|total| pass.met == total);
            let enough = part.total.is_none_or(|total| pass.met >= total);
            match part.next {
                Some(next) => pass.offset = next.saturating_sub(pass.tail.len() as u64),
                None if whole || pass.sweep >= SWEEPS => {
                    let can_tell = enough && reader.can_tell_missing() && !pass.syncing;
                    let complete = pass.kind == Kind::Everything && can_tell && pass.met > 0;
                    self.cursor.finish(pass, part.total, &self.resume);
                    if complete {
                        page.complete.push(Entity::Transaction);
                    }
                    page.cursor = Some(self.cursor.write());
                    self.delivery.send(page).await?;
                    *accounts = reader.accounts;
                    return Ok(complete);
                }
                None => {
                    pass.begin_again();
                    reader.sweep_begins();
                }
            }
            self.cursor.pass = Some(pass.clone());
            page.cursor = Some(self.cursor.write());
            self.delivery.send(page).await?;
        }
    }

    /// Whether the server counts other than was delivered: something was deleted, or missed.
    async fn count_disagrees(&mut self) -> Result<bool, ConnectorError> {
        let Some(expected) = self.cursor.expected else {
            return Ok(false);
        };
        let query = [ALL_DATES, ("withTotal", "true")];
        let mut listing = Listing::new("/v1/api/records", &["records"], 1);
        let part = listing.page(&mut self.session, 0, &query).await?;
        Ok(part.total.is_some_and(|total| total != expected))
    }
}

/// Whether a list was found that nothing depends on: one that cannot be read is as good as none.
fn spared(found: Result<bool, ConnectorError>) -> Result<bool, ConnectorError> {
    match found {
        Err(error) if matches!(error.kind, ErrorKind::Protocol | ErrorKind::Forbidden) => {
            tracing::info!(%error, "a short list is left out");
            Ok(false)
        }
        other => other,
    }
}

/// Ends a short list: complete, or told to be missing on this server.
fn settle(page: &mut Page, mut notices: Notices, found: bool) {
    let entity = notices.entity();
    if !found {
        notices.add("not_available", None, "this server does not have them");
    }
    if notices.put_on(page) && found {
        complete(page, entity);
    }
}

/// The page holds every row there is of the entity.
fn complete(page: &mut Page, entity: Entity) {
    page.begin_pass.push(entity);
    page.complete.push(entity);
}
