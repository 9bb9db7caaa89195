//! What upstreams and files deliver, before the book takes it in.
//!
//! An upstream's history arrives as a stream of [`Page`]s. Each page carries rows and the cursor that is valid once the
//! rows are stored, so that the book can commit both at once and a killed sync goes on from the last page. Text is the
//! upstream's and untrusted; amounts are already exact. What could not be read is a [`Notice`], never a zero.

use chrono::{DateTime, NaiveDate, Utc};
use money::{Currency, Money};
use rust_decimal::Decimal;

use crate::account::AccountKind;
use crate::category::CategoryKind;
use crate::connection::LoginCondition;
use crate::derived::{CreditInsights, MonthSums};
use crate::planned::Cadence;
use crate::transaction::{TransactionDetails, TransactionStatus};

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
    /// `source_id` of the login it was read through, where a connection has several.
    pub login_source_id: Option<String>,
    /// `source_id` of the account it belongs to: the current account that a card is debited from.
    pub parent_source_id: Option<String>,
    /// It exists there, but the person does not share it (or no longer): no rows come of it. The book does not take it in,
    /// and keeps what it has of it.
    pub withheld: bool,
    /// What is owed and how it is paid back, for loans.
    pub loan: Option<FeedLoan>,
    /// The record as it came, for the person to look at.
    pub raw: Option<String>,
}

/// A login at one institution, under a connection that has several: an aggregator's own "connection".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLogin {
    /// The upstream's id.
    pub source_id: String,
    /// Name of the bank.
    pub institution: Option<String>,
    /// The upstream's stable id of the bank.
    pub connector: Option<String>,
    /// How it stands.
    pub condition: LoginCondition,
    /// The upstream's own word for that; none when it had none.
    pub upstream_state: Option<String>,
    /// What the bank says, for the person. Plain text that nobody vouches for.
    pub message: Option<String>,
    /// End of the consent.
    pub consent_until: Option<DateTime<Utc>>,
    /// When the upstream tries again by itself.
    pub next_try: Option<DateTime<Utc>>,
    /// When the upstream last read the bank.
    pub last_sync: Option<DateTime<Utc>>,
    /// Accounts there that the person does not share.
    pub withheld_accounts: u32,
}

/// A loan as delivered; everything is optional, amounts are positive.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FeedLoan {
    /// The upstream's word: `mortgage`, `consumer`, `revolving`, …
    pub kind: Option<String>,
    /// Lent in all.
    pub total: Option<Money>,
    /// Still to be drawn.
    pub available: Option<Money>,
    /// Drawn.
    pub used: Option<Money>,
    /// Signed on.
    pub signed: Option<NaiveDate>,
    /// First payment.
    pub starts: Option<NaiveDate>,
    /// Paid back by.
    pub matures: Option<NaiveDate>,
    /// Payments begin later than the loan.
    pub deferred: Option<bool>,
    /// The next payment.
    pub next_payment: Option<Money>,
    /// Day of the next payment.
    pub next_payment_date: Option<NaiveDate>,
    /// The last payment.
    pub last_payment: Option<Money>,
    /// Day of the last payment.
    pub last_payment_date: Option<NaiveDate>,
    /// Interest as the upstream writes it (percent a year).
    pub rate: Option<Decimal>,
    /// Payments to come.
    pub payments_left: Option<u32>,
    /// Payments made.
    pub payments_done: Option<u32>,
    /// Payments in all.
    pub payments_total: Option<u32>,
    /// Length in months.
    pub months: Option<u32>,
    /// The insurance's name.
    pub insurance: Option<String>,
    /// The insurance's price.
    pub insurance_amount: Option<Money>,
    /// The insurance's rate, 0 to 1.
    pub insurance_rate: Option<Decimal>,
}

/// A security or fund in an account, as delivered. Prices and quantities are exact decimals.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedHolding {
    /// The upstream's id.
    pub source_id: String,
    /// The account's `source_id`.
    pub account_source_id: String,
    /// Its name.
    pub label: String,
    /// ISIN or another code.
    pub code: Option<String>,
    /// What kind of code: `ISIN`, `AMF`, or the upstream's word.
    pub code_kind: Option<String>,
    /// Symbol at an exchange.
    pub symbol: Option<String>,
    /// How many.
    pub quantity: Option<Decimal>,
    /// Average price paid for one.
    pub unit_price: Option<Decimal>,
    /// What one is worth.
    pub unit_value: Option<Decimal>,
    /// Currency of prices and value: the account's.
    pub currency: Option<Currency>,
    /// What all are worth.
    pub valuation: Option<Money>,
    /// Gained since bought; a loss is negative.
    pub gain: Option<Money>,
    /// Gained since bought, 1 is all of the price.
    pub gain_ratio: Option<Decimal>,
    /// Part of the account's value, 0 to 1.
    pub share: Option<Decimal>,
    /// Valued on.
    pub date: Option<NaiveDate>,
    /// Currency it is quoted in, when it is another.
    pub original_currency: Option<Currency>,
    /// What one is worth in that currency.
    pub original_unit_value: Option<Decimal>,
    /// What all are worth in that currency.
    pub original_valuation: Option<Decimal>,
    /// No longer held.
    pub deleted: bool,
    /// The record as it came.
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
    /// Counted in the balance, and in no budget or report (the monthly debit of a card whose purchases are rows of their own).
    pub off_reports: bool,
    /// The person has not looked at it there yet.
    pub needs_review: bool,
    /// Deleted there (archived, tombstone).
    pub deleted: bool,
    /// Balance of the account after this row, when stated.
    pub running_balance: Option<Money>,
    /// The upstream's own stamp of last change, as text.
    pub updated_at: Option<String>,
    /// References, the other side's account, and parts, where the source has any of them.
    pub details: Option<Box<TransactionDetails>>,
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
    /// Names of the labels counted, which are tags of rows; empty is all.
    pub labels: Vec<String>,
    /// What is left over or overspent goes on to the next month from this day on.
    pub rolls_over_from: Option<NaiveDate>,
    /// Money in and out are set against each other in it there.
    pub consolidated: bool,
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

/// A rule for filing rows as delivered: rows that name one of the keywords.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRule {
    /// The upstream's id.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// What it looks for, each by itself enough.
    pub keywords: Vec<String>,
    /// The category's `source_id`.
    pub category_source_id: Option<String>,
    /// Names of the labels it puts on rows.
    pub labels: Vec<String>,
    /// `source_id` of the account that money leaves; a transfer when `to` is there too.
    pub from_account_source_id: Option<String>,
    /// `source_id` of the account that money comes to.
    pub to_account_source_id: Option<String>,
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
    /// Securities and funds.
    Holding,
    /// Logins at banks.
    Login,
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
            Self::Holding => "holding",
            Self::Login => "login",
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
            Self::Holding,
            Self::Login,
        ]
        .into_iter()
        .find(|entity| entity.as_str() == word)
    }
}

/// Something the person may want to know; never a reason to stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Closed word: `row_unreadable`, `row_without_amount`, `unknown_value`, `not_available`, `sync_in_progress`,
    /// `transactions_excluded`, `amount_tail` (a binary float's tail was dropped), `recurrence_simplified`, `first_sync` (the upstream is still reading a bank for the first
    /// time), `deferred_card` (purchases count, their monthly debit does not), `direction_unknown` (which way the money
    /// went, or on which account, is not said: the row is left out).
    pub code: &'static str,
    /// Which entity.
    pub entity: Entity,
    /// Its `source_id`, when known.
    pub source_id: Option<String>,
    /// What was found, without amounts or payees.
    pub detail: String,
}

/// The days of an account of which every transaction was delivered: from one on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSpan {
    /// The account's `source_id`.
    pub account_source_id: String,
    /// The first day.
    pub from: NaiveDate,
}

/// One step of a sync: what to store together, in one transaction.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Logins to add or update, before the accounts that name them.
    pub logins: Vec<FeedLogin>,
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
    /// Securities and funds to add or update.
    pub holdings: Vec<FeedHolding>,
    /// `source_id`s of accounts of which `holdings` has every one there is: what else the book has of them is held no more.
    pub holdings_of: Vec<String>,
    /// The upstream's own rules for filing: all that it has, in place of those it gave before.
    pub rules: Option<Vec<FeedRule>>,
    /// Sums by month that the upstream made itself: all that it has, in place of those it gave before.
    pub month_sums: Option<Vec<MonthSums>>,
    /// What else the upstream derived of the rows, in place of what it gave before.
    pub insights: Option<CreditInsights>,
    /// What to tell the person.
    pub notices: Vec<Notice>,
    /// The connector's own place in the history, valid once this page is stored. Opaque text to everybody else.
    pub cursor: Option<String>,
    /// Entities of which this sync has now delivered every row there is (a complete pass): whatever the book has of the
    /// connection and was not delivered since the pass began is missing upstream.
    pub complete: Vec<Entity>,
    /// Ends a pass of transactions for these accounts alone, each from a day on: upstreams whose history is a window that
    /// slides no longer have what is older, and that is not missing.
    pub complete_spans: Vec<FeedSpan>,
    /// Begins a complete pass of these entities: forget what was seen before. It comes before the page's rows, and
    /// `complete` after them, so that one page may hold a whole pass.
    pub begin_pass: Vec<Entity>,
    /// `source_id`s that exist upstream but could not be delivered (a notice says why): they are not missing.
    pub present: Vec<(Entity, String)>,
    /// About how many transactions there are in all, for progress.
    pub expected_transactions: Option<u64>,
}
