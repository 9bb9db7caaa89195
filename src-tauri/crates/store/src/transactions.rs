//! Transactions: pages of them, one of them, and changes by hand or by rule.

use chrono::NaiveDate;
use domain::ids::{AccountId, BatchId, CategoryId, ConnectionId, PayeeId, TransactionId};
use domain::transaction::{DeletedReason, TransactionDetails, TransactionStatus};
use money::{Currency, Money};

pub(crate) mod details;
mod edit;
mod facts;
mod filter;
mod flow;
pub(crate) mod index;
mod many;
mod merge;
mod payees;
mod read;
mod search;
mod split;

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

impl CategoryBy {
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Nobody => 0,
            Self::Upstream => 1,
            Self::Rule => 2,
            Self::Person => 3,
            Self::Guess => 4,
        }
    }

    pub(crate) const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Nobody,
            1 => Self::Upstream,
            2 => Self::Rule,
            3 => Self::Person,
            4 => Self::Guess,
            _ => return None,
        })
    }
}

pub(crate) const fn status_number(status: TransactionStatus) -> u8 {
    match status {
        TransactionStatus::Pending => 0,
        TransactionStatus::Posted => 1,
        TransactionStatus::Reconciled => 2,
        TransactionStatus::Void => 3,
    }
}

pub(crate) const fn status_of(number: u8) -> Option<TransactionStatus> {
    Some(match number {
        0 => TransactionStatus::Pending,
        1 => TransactionStatus::Posted,
        2 => TransactionStatus::Reconciled,
        3 => TransactionStatus::Void,
        _ => return None,
    })
}

/// The number of a reason; 0 is none.
pub(crate) fn reason_of(number: u8) -> Option<DeletedReason> {
    DeletedReason::ALL
        .get(usize::from(number).checked_sub(1)?)
        .copied()
}

/// Fields that the person changed and no upstream overwrites.
pub(crate) mod held {
    pub(crate) const DATE: i64 = 1;
    pub(crate) const PAYEE: i64 = 2;
    pub(crate) const NOTE: i64 = 4;
    pub(crate) const TAGS: i64 = 8;
    pub(crate) const STATUS: i64 = 16;
    pub(crate) const AMOUNT: i64 = 32;
}

/// Tags as they are stored: a JSON list, sorted, each once; none when there are none.
pub(crate) fn stored_tags(tags: &[String]) -> Option<String> {
    let mut tags: Vec<&str> = tags
        .iter()
        .map(|tag| tag.trim())
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort_unstable();
    tags.dedup();
    (!tags.is_empty()).then(|| serde_json::Value::from(tags).to_string())
}

/// Why a row of a mirrored account is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mirrored {
    /// This row of the ruling source tells the same payment.
    By(TransactionId),
    /// The ruling source covers the day and knows no such payment.
    Uncovered,
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
    /// Not counted because another source of the account rules.
    pub mirror: Option<Mirrored>,
    /// References, the other side's account, and parts, where a source has any of them.
    pub details: Option<Box<TransactionDetails>>,
    /// Balance of the account after it, in lists of a single account without other filters.
    pub running_balance: Option<Money>,
    /// In lists of some categories, what of a split row is filed under them.
    pub share: Option<Money>,
}

/// A piece of a split row: what it counts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Signed amount; the parts of a row come to its amount.
    pub amount: Money,
    /// Where it is filed.
    pub category: Option<CategoryId>,
    /// What it was for.
    pub note: String,
}

impl Transaction {
    /// What it counts as when it is split; empty when it counts whole, as legs of transfers do.
    pub fn parts(&self) -> Vec<Part> {
        let Some(details) = self
            .details
            .as_deref()
            .filter(|details| !details.parts.is_empty())
        else {
            return Vec::new();
        };
        let stored = details::stored_details(Some(details));
        crate::parts::pieces(
            stored.as_deref(),
            self.amount.minor,
            self.category.map(|id| id.0),
            self.transfer.is_some(),
        )
        .into_iter()
        .map(|piece| Part {
            amount: Money::new(piece.minor, self.amount.currency),
            category: piece.category.map(CategoryId),
            note: piece.note,
        })
        .collect()
    }

    /// Whether it counts as parts.
    pub fn is_split(&self) -> bool {
        !self.parts().is_empty()
    }
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
    /// Only rows left out of totals by the person or their source, or only others.
    pub off_reports: Option<bool>,
    /// Only split rows, or only whole ones.
    pub split: Option<bool>,
    /// Of these payees; none is all of them.
    pub payees: Option<Vec<PayeeId>>,
    /// Told by one of these; empty is all.
    pub told_by: Vec<ToldBy>,
    /// Only what came with the newest sync or import, and within a day before it.
    pub newest: bool,
    /// With a note, or without one.
    pub noted: Option<bool>,
    /// Added by this batch.
    pub batch: Option<BatchId>,
    /// Deleted ones as well.
    pub with_deleted: bool,
    /// Only these rows; none is all.
    pub only: Option<Vec<TransactionId>>,
    /// None of these may match; a row that lacks what one asks for (a category, a note) does not match it.
    pub without: Vec<TransactionFilter>,
}

/// Who may have told of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldBy {
    /// A connection.
    Connection(ConnectionId),
    /// A bank file.
    File,
    /// Nobody but the person.
    Hand,
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

pub use facts::Fact;
pub use flow::{OtherLeg, WholeRow};
pub use many::{ManyEdit, ManyPreview, ManyRow};
pub use merge::{Duplicate, Survives};
pub use payees::{PayeeRow, PayeeTally};
pub use split::{parts_of, shares};

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
    /// The other leg, of a transfer between own accounts.
    pub transfer: Option<TransactionId>,
    /// Whether it is pending.
    pub pending: bool,
    /// Whether budgets and reports leave it out.
    pub off_reports: bool,
    /// Amounts and categories that a split row counts as; empty when it is whole.
    pub parts: Vec<(i64, Option<CategoryId>)>,
}
