//! What upstreams and files deliver, before the book takes it in.
//!
//! An upstream's history arrives as a stream of [`Page`]s. Each page carries rows and the cursor that is valid once the
//! rows are stored, so that the book can commit both at once and a killed sync goes on from the last page. Text is the
//! upstream's and untrusted; amounts are already exact. What could not be read is a [`Notice`], never a zero.

use chrono::NaiveDate;
use money::{Currency, Money};

use crate::account::AccountKind;
use crate::category::CategoryKind;
use crate::planned::Cadence;
use crate::transaction::TransactionStatus;

/// An account as delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedAccount {
    /// The upstream's id, or what a file says of the account (IBAN, else bank and number).
    pub source_id: String,
    /// Name to show.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// Its currency, when stated.
    pub currency: Option<Currency>,
    /// IBAN, when it is one.
    pub iban: Option<String>,
    /// Number as the bank writes it.
    pub number: Option<String>,
    /// Name or id of the bank.
    pub institution: Option<String>,
    /// Balance counted now, seen from the holder (debts negative).
    pub balance: Option<FeedBalance>,
    /// Money that can be spent now.
    pub available: Option<Money>,
    /// Balance before the first row that the upstream has.
    pub opening: Option<Money>,
    /// Closed, archived or hidden there.
    pub closed: bool,
    /// The balance counts rows that are still pending.
    pub pending_in_balance: bool,
    /// Left out of budgets and statistics there.
    pub exclude_from_budget: bool,
    /// Left out of net worth there.
    pub exclude_from_net_worth: bool,
    /// The record as it came, for the person to look at.
    pub raw: Option<String>,
}

/// A balance and the day it was true at the end of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedBalance {
    /// How much, debts negative.
    pub amount: Money,
    /// At the end of this day; none when the source does not say.
    pub date: Option<NaiveDate>,
}

/// A transaction as delivered. Amounts are seen from the holder: money out is negative.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedTransaction {
    /// The source's own id, if it has any.
    pub source_id: Option<String>,
    /// The account's `source_id`.
    pub account_source_id: String,
    /// Booking date.
    pub date: NaiveDate,
    /// Value date.
    pub value_date: Option<NaiveDate>,
    /// Amount in the account's currency.
    pub amount: Money,
    /// Amount in the currency of the purchase.
    pub original_amount: Option<Money>,
    /// Counterparty, or the best short text there is.
    pub payee: String,
    /// The bank's own text, when it says more than the payee.
    pub description: String,
    /// A note of the person's, from the upstream.
    pub note: String,
    /// `source_id` of the category there.
    pub category_source_id: Option<String>,
    /// Plain category name, from files that carry one.
    pub category_name: Option<String>,
    /// Tags or labels.
    pub tags: Vec<String>,
    /// How settled it is.
    pub status: TransactionStatus,
    /// The upstream calls it a transfer between own accounts.
    pub is_transfer: bool,
    /// Rows with the same key are the two legs of one transfer.
    pub transfer_key: Option<String>,
    /// Id of the pending row that this one replaces.
    pub replaces: Option<String>,
    /// Not counted (a split's parent, an excluded account).
    pub excluded: bool,
    /// Deleted there (archived, tombstone).
    pub deleted: bool,
    /// Balance of the account after this row, when stated.
    pub running_balance: Option<Money>,
    /// The upstream's own stamp of last change, as text.
    pub updated_at: Option<String>,
    /// The record as it came.
    pub raw: Option<String>,
}

/// What an account was worth at the end of a past day, where the upstream keeps such a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedStatedBalance {
    /// The account's `source_id`.
    pub account_source_id: String,
    /// At the end of this day.
    pub date: NaiveDate,
    /// How much, debts negative.
    pub amount: Money,
}

/// A category as delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedCategory {
    /// The upstream's id.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// Group or parent name.
    pub group: Option<String>,
    /// `source_id` of the parent.
    pub parent_source_id: Option<String>,
    /// Income, expense or transfer, when the upstream says.
    pub kind: Option<CategoryKind>,
    /// `#rrggbb`.
    pub color: Option<String>,
    /// No longer in use there.
    pub archived: bool,
    /// A stable word for a common meaning (`groceries`, `rent`, …), when the upstream's chart is a known one.
    pub system_key: Option<String>,
}

/// A budget as delivered; limits are positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedBudget {
    /// The upstream's id.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// Its period.
    pub period: BudgetPeriod,
    /// Baseline limit.
    pub limit: Option<Money>,
    /// Limits from a date onward, oldest first.
    pub overrides: Vec<(NaiveDate, Money)>,
    /// First day, for custom ones and for those that apply from a date.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// `source_id`s of the categories counted; empty is all.
    pub category_source_ids: Vec<String>,
    /// `source_id`s of the accounts counted; empty is all.
    pub account_source_ids: Vec<String>,
    /// Spent in the current period by the upstream's own count, positive.
    pub spent: Option<Money>,
    /// It limits income, not spending.
    pub is_income: bool,
    /// No longer in use.
    pub closed: bool,
}

/// How long a budget runs before it starts anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetPeriod {
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// From its first to its last day.
    Custom,
}

/// A goal as delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedGoal {
    /// The upstream's id.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// What is to be reached.
    pub target: Money,
    /// What was there at the start.
    pub initial: Option<Money>,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// `active`, `paused`, `reached`, or the upstream's own word.
    pub state: String,
    /// A note.
    pub note: String,
}

/// A standing order or planned payment as delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPlanned {
    /// The upstream's id.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// Counterparty.
    pub payee: String,
    /// The account's `source_id`.
    pub account_source_id: Option<String>,
    /// The category's `source_id`.
    pub category_source_id: Option<String>,
    /// Signed: money out negative.
    pub amount: Money,
    /// The next occurrence.
    pub next_date: NaiveDate,
    /// How it repeats.
    pub cadence: Cadence,
    /// Last occurrence allowed.
    pub until: Option<NaiveDate>,
    /// Remaining occurrences allowed.
    pub count: Option<u32>,
    /// Ended or switched off.
    pub closed: bool,
}

/// A kind of thing an upstream delivers, for counting and for reconciliation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    /// Accounts.
    Account,
    /// Transactions.
    Transaction,
    /// Categories.
    Category,
    /// Budgets.
    Budget,
    /// Goals.
    Goal,
    /// Standing orders.
    Planned,
}

impl Entity {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Transaction => "transaction",
            Self::Category => "category",
            Self::Budget => "budget",
            Self::Goal => "goal",
            Self::Planned => "planned",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Account,
            Self::Transaction,
            Self::Category,
            Self::Budget,
            Self::Goal,
            Self::Planned,
        ]
        .into_iter()
        .find(|entity| entity.as_str() == word)
    }
}

/// Something the person may want to know; never a reason to stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Closed word: `row_unreadable`, `row_without_amount`, `unknown_value`, `not_available`, `sync_in_progress`,
    /// `transactions_excluded`, `amount_tail` (a binary float's tail was dropped), `recurrence_simplified`.
    pub code: &'static str,
    /// Which entity.
    pub entity: Entity,
    /// Its `source_id`, when known.
    pub source_id: Option<String>,
    /// What was found, without amounts or payees.
    pub detail: String,
}

/// One step of a sync: what to store together, in one transaction.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Accounts to add or update.
    pub accounts: Vec<FeedAccount>,
    /// Past balances of accounts of this connection.
    pub balances: Vec<FeedStatedBalance>,
    /// Categories to add or update.
    pub categories: Vec<FeedCategory>,
    /// Transactions to add or update.
    pub transactions: Vec<FeedTransaction>,
    /// Budgets to add or update.
    pub budgets: Vec<FeedBudget>,
    /// Goals to add or update.
    pub goals: Vec<FeedGoal>,
    /// Standing orders to add or update.
    pub planned: Vec<FeedPlanned>,
    /// What to tell the person.
    pub notices: Vec<Notice>,
    /// The connector's own place in the history, valid once this page is stored. Opaque text to everybody else.
    pub cursor: Option<String>,
    /// Entities of which this sync has now delivered every row there is (a complete pass): whatever the book has of the
    /// connection and was not delivered since the pass began is missing upstream.
    pub complete: Vec<Entity>,
    /// Begins a complete pass of these entities: forget what was seen before. It comes before the page's rows, and
    /// `complete` after them, so that one page may hold a whole pass.
    pub begin_pass: Vec<Entity>,
    /// `source_id`s that exist upstream but could not be delivered (a notice says why): they are not missing.
    pub present: Vec<(Entity, String)>,
    /// About how many transactions there are in all, for progress.
    pub expected_transactions: Option<u64>,
}
