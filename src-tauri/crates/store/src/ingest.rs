//! Pages of a sync: stored whole with their cursor, or not at all.

use chrono::NaiveDate;
use domain::feed::{Entity, Page};
use domain::ids::{AccountId, BudgetId, ConnectionId};

use crate::{Result, RunId, View, Writing};

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

impl View<'_> {
    /// Rows waiting for a nod because too many vanished.
    pub fn deletion_guards(&self, connection: ConnectionId) -> Result<Vec<DeletionGuard>> {
        let _ = connection;
        Err(crate::unfinished())
    }

    /// How many rows of an entity a connection has delivered and not lost.
    pub fn source_count(&self, connection: ConnectionId, entity: Entity) -> Result<u64> {
        let _ = (connection, entity);
        Err(crate::unfinished())
    }

    /// The budgets that upstreams keep.
    pub fn upstream_budgets(&self) -> Result<Vec<UpstreamBudget>> {
        Err(crate::unfinished())
    }
}

impl Writing<'_> {
    /// Stores a page with its cursor. Delivering the same page twice changes nothing.
    pub fn ingest_page(
        &mut self,
        connection: ConnectionId,
        run: RunId,
        page: &Page,
        today: NaiveDate,
    ) -> Result<Ingested> {
        let _ = (connection, run, page, today);
        Err(crate::unfinished())
    }

    /// The person agrees: deletes what the guard held back; answers how many.
    pub fn approve_deletions(&mut self, connection: ConnectionId) -> Result<u64> {
        let _ = connection;
        Err(crate::unfinished())
    }

    /// The person disagrees: keeps what the guard held back as rows of the book that the upstream no longer has.
    pub fn decline_deletions(&mut self, connection: ConnectionId) -> Result<u64> {
        let _ = connection;
        Err(crate::unfinished())
    }
}
