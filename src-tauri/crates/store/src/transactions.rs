//! Transactions: pages of them, one of them, and changes by hand or by rule.

use chrono::NaiveDate;
use domain::ids::{AccountId, BatchId, CategoryId, ConnectionId, PayeeId, TransactionId};
use domain::transaction::{DeletedReason, TransactionStatus};
use money::{Currency, Money};

use crate::{Result, View, Writing};

/// Who chose a transaction's category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CategoryBy {
    /// Nobody yet.
    Nobody,
    /// The upstream or file.
    Upstream,
    /// A rule, or the person's last choice for the same payee.
    Rule,
    /// The person.
    Person,
    /// A guess that waits for a nod.
    Guess,
}

/// A transaction as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Transaction {
    /// Its number.
    pub id: TransactionId,
    /// Its account.
    pub account: AccountId,
    /// Booking date.
    pub date: NaiveDate,
    /// Value date.
    pub value_date: Option<NaiveDate>,
    /// Amount in the account's currency; money out is negative.
    pub amount: Money,
    /// Amount in the currency of the purchase.
    pub original: Option<Money>,
    /// Payee as shown: the person's own name for it, else the bank's.
    pub payee: String,
    /// The payee.
    pub payee_id: PayeeId,
    /// The bank's own text.
    pub description: String,
    /// A note.
    pub note: String,
    /// Category.
    pub category: Option<CategoryId>,
    /// Who chose it.
    pub category_by: CategoryBy,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// How settled it is.
    pub status: TransactionStatus,
    /// The other leg of a transfer.
    pub transfer: Option<TransactionId>,
    /// Counted nowhere (a split's parent, say).
    pub excluded: bool,
    /// Counted in balances, left out of budgets and reports.
    pub off_reports: bool,
    /// Why it is no longer counted, if so.
    pub deleted: Option<DeletedReason>,
    /// Balance of the account after it, in lists of a single account without other filters.
    pub running_balance: Option<Money>,
}

/// Which transactions. The default is every one that is not deleted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TransactionFilter {
    /// Of these accounts; empty is all.
    pub accounts: Vec<AccountId>,
    /// With one of these categories; a group stands for itself and its own. Empty is all.
    pub categories: Vec<CategoryId>,
    /// Without a category (added to `categories` if both are given).
    pub uncategorised: bool,
    /// Category chosen by one of these; empty is all.
    pub category_by: Vec<CategoryBy>,
    /// From this day.
    pub from: Option<NaiveDate>,
    /// To this day.
    pub to: Option<NaiveDate>,
    /// Signed amount at least, in minor units.
    pub min_minor: Option<i64>,
    /// Signed amount at most, in minor units.
    pub max_minor: Option<i64>,
    /// Absolute amount at least, in minor units.
    pub min_abs: Option<i64>,
    /// Absolute amount at most, in minor units.
    pub max_abs: Option<i64>,
    /// In accounts of this currency.
    pub currency: Option<Currency>,
    /// Every word must occur in payee, description or note; case and accents do not matter.
    pub text: Option<String>,
    /// With all of these tags.
    pub tags: Vec<String>,
    /// With one of these; empty is all.
    pub status: Vec<TransactionStatus>,
    /// Only legs of transfers, or only others.
    pub transfer: Option<bool>,
    /// Of this payee.
    pub payee: Option<PayeeId>,
    /// Added by this batch.
    pub batch: Option<BatchId>,
    /// Deleted ones as well.
    pub with_deleted: bool,
}

/// Where a page ends; opaque, for the next call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageKey {
    /// Day number of the last row.
    pub day: i32,
    /// Number of the last row.
    pub id: i64,
}

/// A page of transactions, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct TransactionPage {
    /// The rows.
    pub rows: Vec<Transaction>,
    /// Where the next page begins; none at the end.
    pub next: Option<PageKey>,
}

/// How many rows a filter matches and what they sum to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionSummary {
    /// Rows.
    pub count: u64,
    /// One sum of counted rows for each currency, by code.
    pub sums: Vec<Money>,
}

/// Where a transaction came from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A connection.
    Connection {
        /// Which.
        connection: ConnectionId,
        /// The upstream's id.
        source_id: String,
        /// The upstream's stamp of last change.
        updated_at: Option<String>,
        /// Whether the upstream no longer has it.
        gone: bool,
        /// The record as it came.
        raw: Option<String>,
    },
    /// A file, by the batch of its import; the id is the file's own, if it has one.
    File {
        /// The import.
        batch: Option<BatchId>,
        /// The row's id in the file.
        source_id: Option<String>,
    },
    /// Entered by hand.
    Hand,
}

/// A transaction to add by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTransaction {
    /// Account.
    pub account: AccountId,
    /// Booking date.
    pub date: NaiveDate,
    /// Amount in the account's currency.
    pub amount: Money,
    /// Payee.
    pub payee: String,
    /// Note.
    pub note: String,
    /// Category; none lets the last choice for the same payee speak.
    pub category: Option<CategoryId>,
    /// Tags.
    pub tags: Vec<String>,
    /// How settled.
    pub status: TransactionStatus,
}

/// Fields of transactions to change; what is none stays. Upstreams do not overwrite what the person changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TransactionEdit {
    /// Booking date.
    pub date: Option<NaiveDate>,
    /// Amount (only for rows entered by hand).
    pub amount: Option<Money>,
    /// Payee.
    pub payee: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Category; `Some(None)` takes it away.
    pub category: Option<Option<CategoryId>>,
    /// Tags in place of the present ones.
    pub tags: Option<Vec<String>>,
    /// How settled.
    pub status: Option<TransactionStatus>,
    /// Left out of budgets and reports.
    pub off_reports: Option<bool>,
}

/// A payee with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Payee {
    /// Its number.
    pub id: PayeeId,
    /// The bank's text.
    pub name: String,
    /// The person's own name for it.
    pub display: Option<String>,
    /// The category the person last chose for it.
    pub learned: Option<CategoryId>,
}

/// The few fields that the engine computes with.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainTransaction {
    /// Its number.
    pub id: TransactionId,
    /// Account.
    pub account: AccountId,
    /// Booking date.
    pub date: NaiveDate,
    /// Minor units of the account's currency.
    pub minor: i64,
    /// Payee.
    pub payee_id: PayeeId,
    /// Category.
    pub category: Option<CategoryId>,
    /// Who chose it.
    pub category_by: CategoryBy,
    /// Whether it is a leg of a transfer.
    pub transfer: bool,
    /// Whether it is pending.
    pub pending: bool,
}

impl View<'_> {
    /// A page, newest first; `after` is the last page's `next`.
    pub fn transactions(
        &self,
        filter: &TransactionFilter,
        after: Option<PageKey>,
        limit: u32,
    ) -> Result<TransactionPage> {
        let _ = (filter, after, limit);
        Err(crate::unfinished())
    }

    /// How many rows a filter matches and their sums: from kept totals when nothing but accounts is asked for.
    pub fn transaction_summary(&self, filter: &TransactionFilter) -> Result<TransactionSummary> {
        let _ = filter;
        Err(crate::unfinished())
    }

    /// One transaction, deleted or not.
    pub fn transaction(&self, id: TransactionId) -> Result<Transaction> {
        let _ = id;
        Err(crate::unfinished())
    }

    /// Where it came from; several when file and upstream delivered the same one.
    pub fn sources(&self, id: TransactionId) -> Result<Vec<Source>> {
        let _ = id;
        Err(crate::unfinished())
    }

    /// Calls `each` for every counted transaction from a day on, oldest first within an account, without holding them.
    pub fn each_transaction(
        &self,
        from: Option<NaiveDate>,
        each: &mut dyn FnMut(PlainTransaction),
    ) -> Result<()> {
        let _ = (from, each);
        Err(crate::unfinished())
    }

    /// Every payee.
    pub fn payees(&self) -> Result<Vec<Payee>> {
        Err(crate::unfinished())
    }

    /// Payees whose name has `text` in it, for completion.
    pub fn payees_like(&self, text: &str, limit: u32) -> Result<Vec<Payee>> {
        let _ = (text, limit);
        Err(crate::unfinished())
    }

    /// Every tag in use, sorted.
    pub fn tags(&self) -> Result<Vec<String>> {
        Err(crate::unfinished())
    }
}

impl Writing<'_> {
    /// Adds a transaction by hand.
    pub fn add_transaction(&mut self, transaction: &NewTransaction) -> Result<TransactionId> {
        let _ = transaction;
        Err(crate::unfinished())
    }

    /// Changes transactions by the person's hand; answers how many changed. A category set here is learned for the payee.
    pub fn edit_transactions(
        &mut self,
        ids: &[TransactionId],
        edit: &TransactionEdit,
    ) -> Result<u64> {
        let _ = (ids, edit);
        Err(crate::unfinished())
    }

    /// Sets categories found by rules or guesses; rows whose category the person chose stay. Answers how many changed.
    pub fn categorise(
        &mut self,
        choices: &[(TransactionId, CategoryId)],
        by: CategoryBy,
    ) -> Result<u64> {
        let _ = (choices, by);
        Err(crate::unfinished())
    }

    /// Deletes transactions; a sync or an import does not bring them back.
    pub fn delete_transactions(&mut self, ids: &[TransactionId]) -> Result<u64> {
        let _ = ids;
        Err(crate::unfinished())
    }

    /// Makes two rows of different accounts the legs of one transfer.
    pub fn link_transfer(&mut self, a: TransactionId, b: TransactionId) -> Result<()> {
        let _ = (a, b);
        Err(crate::unfinished())
    }

    /// Parts the legs of a transfer; they are not paired again by themselves.
    pub fn unlink_transfer(&mut self, leg: TransactionId) -> Result<()> {
        let _ = leg;
        Err(crate::unfinished())
    }

    /// Two rows that are the same payment become one: `keep` takes over the other's sources, `drop` is deleted.
    pub fn merge_transactions(&mut self, keep: TransactionId, drop: TransactionId) -> Result<()> {
        let _ = (keep, drop);
        Err(crate::unfinished())
    }

    /// Gives a payee the person's own name, or takes it away.
    pub fn name_payee(&mut self, payee: PayeeId, display: Option<&str>) -> Result<()> {
        let _ = (payee, display);
        Err(crate::unfinished())
    }
}
