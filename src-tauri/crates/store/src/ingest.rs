//! Pages of a sync: stored whole with their cursor, or not at all.

use chrono::NaiveDate;
use domain::feed::{Entity, Page};
use domain::ids::{AccountId, BudgetId, ConnectionId};
use rusqlite::params;

use crate::days::seconds_of;
use crate::{Error, Result, RunId, Writing};

mod accounts;
mod logins;
mod passes;
mod plans;
mod rows;
mod source;

/// How many rows of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IngestCounts {
    /// Accounts added.
    pub accounts: u64,
    /// Transactions added.
    pub new: u64,
    /// Transactions changed.
    pub changed: u64,
    /// Transactions delivered again as they were.
    pub unchanged: u64,
    /// Transactions deleted.
    pub removed: u64,
    /// Transactions that were there already from a file or as pending, now one.
    pub matched: u64,
    /// Transactions that could not be taken (no such account, another currency).
    pub rejected: u64,
}

impl std::ops::AddAssign for IngestCounts {
    fn add_assign(&mut self, other: Self) {
        self.accounts += other.accounts;
        self.new += other.new;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.removed += other.removed;
        self.matched += other.matched;
        self.rejected += other.rejected;
    }
}

/// What a page did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ingested {
    /// The counts.
    pub counts: IngestCounts,
    /// Transfers found between own accounts.
    pub transfers: u64,
    /// Accounts of this page that look like one the book had from elsewhere: (delivered, already there).
    pub same_accounts: Vec<(AccountId, AccountId)>,
    /// Accounts of which so many rows vanished that nothing was deleted.
    pub guarded: Vec<DeletionGuard>,
}

/// Rows that vanished upstream in such number that the person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeletionGuard {
    /// The account.
    pub account: AccountId,
    /// Rows missing.
    pub missing: u64,
    /// Rows that the upstream had delivered.
    pub of: u64,
}

/// A budget as an upstream keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamBudget {
    /// Its number here.
    pub id: BudgetId,
    /// The connection.
    pub connection: ConnectionId,
    /// As delivered, category and account ids translated to the book's.
    pub budget: domain::feed::FeedBudget,
    /// The book's categories it counts; empty is all.
    pub categories: Vec<domain::ids::CategoryId>,
    /// The book's accounts it counts; empty is all.
    pub accounts: Vec<AccountId>,
}

/// What goes through a page with it.
struct Intake<'p> {
    connection: ConnectionId,
    today: NaiveDate,
    page: &'p Page,
    done: Ingested,
    /// Accounts of the page's rows, found once.
    accounts: std::collections::HashMap<String, Option<(AccountId, money::Currency)>>,
    /// Categories of the page's rows, found once, by the upstream's id.
    categories: std::collections::HashMap<String, Option<crate::placing::Placed>>,
    /// Categories of the page's rows that are only named.
    names: crate::categories::Named,
    /// Whether an account had pending rows before the page.
    pending: std::collections::HashMap<i64, bool>,
    /// The running pass of each entity, by its number.
    passes: [Option<i64>; ENTITIES],
    /// Rows that may be legs of transfers.
    legs: Vec<crate::transfers::Leg>,
    /// Accounts whose balance is to be settled.
    touched: std::collections::BTreeSet<i64>,
}

/// Places for the numbers of entities.
const ENTITIES: usize = 9;

impl<'p> Intake<'p> {
    fn new(connection: ConnectionId, page: &'p Page, today: NaiveDate) -> Self {
        Self {
            connection,
            today,
            page,
            done: Ingested::default(),
            accounts: std::collections::HashMap::new(),
            categories: std::collections::HashMap::new(),
            names: crate::categories::Named::default(),
            pending: std::collections::HashMap::new(),
            passes: [None; ENTITIES],
            legs: Vec::new(),
            touched: std::collections::BTreeSet::new(),
        }
    }

    /// The number of the pass over an entity that runs, if one does.
    fn pass(&self, entity: Entity) -> Option<i64> {
        let place = usize::try_from(entity_number(entity)).unwrap_or(0);
        self.passes.get(place).copied().flatten()
    }
}

impl Writing<'_> {
    /// Stores a page with its cursor. Delivering the same page twice changes nothing. Rows that are missing from complete
    /// passes stay until [`Self::settle_missing`].
    pub fn ingest_page(
        &mut self,
        connection: ConnectionId,
        run: RunId,
        page: &Page,
        today: NaiveDate,
    ) -> Result<Ingested> {
        self.connection(connection)?;
        let mut intake = Intake::new(connection, page, today);
        for entity in &page.begin_pass {
            self.begin_pass(connection, *entity)?;
        }
        intake.passes = self.running_passes(connection)?;
        self.put_logins(connection, &page.logins)?;
        if page.complete.contains(&Entity::Login) {
            self.keep_logins(connection, &page.logins)?;
        }
        for account in &page.accounts {
            if account.withheld {
                self.withhold(connection, account)?;
            } else {
                self.take_account(&mut intake, account)?;
            }
        }
        self.tie_accounts(&intake)?;
        self.take_holdings(&intake)?;
        self.take_histories(&page.balances, connection)?;
        self.take_categories(&intake)?;
        for (place, row) in page.transactions.iter().enumerate() {
            self.take_transaction(&mut intake, place, row)?;
        }
        self.take_plans(&intake)?;
        if let Some(rules) = &page.rules {
            self.put_upstream_rules(connection, rules)?;
        }
        if let Some(sums) = &page.month_sums {
            self.put_upstream_sums(connection, sums)?;
        }
        if let Some(insights) = &page.insights {
            self.put_upstream_insights(connection, insights)?;
        }
        self.note_present(connection, &page.present)?;
        for entity in &page.complete {
            self.end_pass(connection, *entity)?;
        }
        self.end_spans(connection, &page.complete_spans)?;
        let legs = std::mem::take(&mut intake.legs);
        intake.done.transfers += self.pair_legs(&legs)?;
        self.settle_touched(&intake)?;
        // A page without a place of its own leaves the connector where it was.
        if let Some(cursor) = &page.cursor {
            self.db
                .prepare_cached(
                    "UPDATE connection_states SET cursor = ?2 WHERE connection_id = ?1 AND cursor IS NOT ?2",
                )?
                .execute(params![connection.0, cursor])?;
        }
        self.count_run(run, &intake.done.counts)?;
        Ok(intake.done)
    }

    /// Deletes what the upstream no longer has, after it was asked: `gone` are those of [`crate::View::missing_rows`] that
    /// it says it does not have, and the others are there after all. None, when it cannot be asked, lets two complete
    /// passes without a row stand for its word. More than a fifth of an account waits for the person.
    pub fn settle_missing(
        &mut self,
        connection: ConnectionId,
        run: RunId,
        gone: Option<&[String]>,
        today: NaiveDate,
    ) -> Result<Ingested> {
        let page = Page::default();
        let mut intake = Intake::new(connection, &page, today);
        if let Some(gone) = gone {
            self.believe(connection, gone)?;
        }
        self.lose_transactions(&mut intake)?;
        self.settle_touched(&intake)?;
        self.count_run(run, &intake.done.counts)?;
        Ok(intake.done)
    }

    fn count_run(&self, run: RunId, counts: &IngestCounts) -> Result<()> {
        let touched = self
            .db
            .prepare_cached(
                "UPDATE sync_runs SET accounts = accounts + ?2, added = added + ?3, changed = changed + ?4,
                 unchanged = unchanged + ?5, removed = removed + ?6, matched = matched + ?7, rejected = rejected + ?8
                 WHERE id = ?1",
            )?
            .execute(params![
                run.0,
                counts.accounts as i64,
                counts.new as i64,
                counts.changed as i64,
                counts.unchanged as i64,
                counts.removed as i64,
                counts.matched as i64,
                counts.rejected as i64,
            ])?;
        if touched == 0 {
            return Err(Error::NotFound {
                what: "sync run",
                id: run.0,
            });
        }
        Ok(())
    }

    /// Opens accounts so that the upstream's newest stated balance is met.
    fn settle_touched(&mut self, intake: &Intake<'_>) -> Result<()> {
        use rusqlite::OptionalExtension;
        let now = seconds_of(self.origin.at);
        for account in &intake.touched {
            self.db
                .prepare_cached(
                    "INSERT INTO account_states (account_id, refreshed_at) VALUES (?1, ?2)
                     ON CONFLICT DO UPDATE SET refreshed_at = excluded.refreshed_at",
                )?
                .execute([*account, now])?;
            let newest: Option<(i32, i64, i64)> = self
                .db
                .prepare_cached(
                    "SELECT n.day, n.minor, a.opening_by FROM anchors n JOIN accounts a ON a.id = n.account_id
                     WHERE n.account_id = ?1 AND n.from_upstream = 1 ORDER BY n.day DESC LIMIT 1",
                )?
                .query_row([account], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            if let Some((day, minor, by)) = newest
                && by != crate::accounts::BY_PERSON
            {
                self.open_so_that(*account, day, minor, crate::accounts::BY_UPSTREAM)?;
            }
        }
        Ok(())
    }
}

/// The number of an entity in the book; never reassigned.
pub(crate) const fn entity_number(entity: Entity) -> i64 {
    match entity {
        Entity::Account => 1,
        Entity::Transaction => 2,
        Entity::Category => 3,
        Entity::Budget => 4,
        Entity::Goal => 5,
        Entity::Planned => 6,
        Entity::Holding => 7,
        Entity::Login => 8,
    }
}
