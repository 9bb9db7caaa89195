//! What is written: the frame of a book, and its transactions one by one.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::account::AccountKind;
use domain::category::CategoryKind;
use domain::ids::{AccountId, CategoryId, TransactionId};
use domain::transaction::TransactionStatus;
use money::{Currency, Money};

/// Everything of a book that is small: what stands around its rows.
#[derive(Debug, Clone)]
pub struct Book {
    /// The accounts whose rows are written.
    pub accounts: Vec<Account>,
    /// The whole chart of categories.
    pub categories: Vec<Category>,
    /// First and last day of the rows; an opening entry stands a day before the first one. None without rows.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// The currency of the person's totals.
    pub base: Currency,
    /// The day the file is made.
    pub made: NaiveDate,
    places: HashMap<AccountId, usize>,
    chart: HashMap<CategoryId, usize>,
}

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its number in the book.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// Currency of its rows.
    pub currency: Currency,
    /// IBAN without blanks.
    pub iban: Option<String>,
    /// Number as the bank writes it.
    pub number: Option<String>,
    /// The bank.
    pub institution: Option<String>,
    /// Balance before its first row and after its last one; none when the rows are a selection.
    pub ends: Option<Ends>,
}

/// Balances around the rows of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// Before the first row.
    pub opening: Money,
    /// After the last row.
    pub closing: Money,
    /// What the account is worth at the end, where its rows do not add up to that (securities, accounts without rows).
    pub stated: Option<Money>,
}

/// A category of the chart.
#[derive(Debug, Clone)]
pub struct Category {
    /// Its number in the book.
    pub id: CategoryId,
    /// Name.
    pub name: String,
    /// Name of its group; none for a group itself.
    pub group: Option<String>,
    /// What it stands for.
    pub kind: CategoryKind,
}

/// A transaction.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number in the book.
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
    /// Payee.
    pub payee: String,
    /// The bank's text.
    pub description: String,
    /// Note.
    pub note: String,
    /// Category.
    pub category: Option<CategoryId>,
    /// Tags.
    pub tags: Vec<String>,
    /// How settled it is.
    pub status: TransactionStatus,
    /// Whether it is part of its account's balance; journals and bank files hold only rows that are.
    pub counted: bool,
    /// Whether budgets and reports count it.
    pub in_reports: bool,
    /// Why it is no longer there, as a stable word; only in what changed since a cursor.
    pub deleted: Option<&'static str>,
    /// The other leg of a transfer.
    pub other: Option<OtherLeg>,
    /// Parts with categories of their own; empty when it is whole.
    pub parts: Vec<Part>,
}

/// The other leg of a transfer.
#[derive(Debug, Clone)]
pub struct OtherLeg {
    /// Its number.
    pub id: TransactionId,
    /// Its account.
    pub account: AccountId,
    /// Name of its account.
    pub account_name: String,
    /// Its booking date.
    pub date: NaiveDate,
    /// Its amount.
    pub amount: Money,
    /// Its payee.
    pub payee: String,
    /// Its note.
    pub note: String,
    /// Whether it comes as a row of the same file and is part of its account's balance.
    pub comes: bool,
}

/// A part of a transaction.
#[derive(Debug, Clone)]
pub struct Part {
    /// Signed as the row.
    pub amount: Money,
    /// Category.
    pub category: Option<CategoryId>,
    /// What it was for.
    pub note: String,
}

impl Book {
    /// A book's frame.
    pub fn new(
        accounts: Vec<Account>,
        categories: Vec<Category>,
        span: Option<(NaiveDate, NaiveDate)>,
        base: Currency,
        made: NaiveDate,
    ) -> Self {
        let places = accounts
            .iter()
            .enumerate()
            .map(|(place, account)| (account.id, place))
            .collect();
        let chart = categories
            .iter()
            .enumerate()
            .map(|(place, category)| (category.id, place))
            .collect();
        Self {
            accounts,
            categories,
            span,
            base,
            made,
            places,
            chart,
        }
    }

    /// Place of an account.
    pub fn place(&self, account: AccountId) -> Option<usize> {
        self.places.get(&account).copied()
    }

    /// An account by its number.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(self.place(id)?)
    }

    /// Place of a category.
    pub(crate) fn category_place(&self, id: CategoryId) -> Option<usize> {
        self.chart.get(&id).copied()
    }

    /// A category by its number.
    pub fn category(&self, id: CategoryId) -> Option<&Category> {
        self.categories.get(self.category_place(id)?)
    }
}

impl Category {
    /// `Group:Name`, or the name of a group.
    pub fn path(&self) -> String {
        match &self.group {
            Some(group) => format!("{group}:{}", self.name),
            None => self.name.clone(),
        }
    }
}
