//! Accounts, their balances and what statements say of them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::account::AccountKind;
use domain::ids::{AccountId, ConnectionId};
use money::{Currency, Money};

use crate::{Result, View, Writing};

/// An account to add.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAccount {
    /// Name, not empty.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// Its currency, which never changes.
    pub currency: Currency,
    /// IBAN without blanks.
    pub iban: Option<String>,
    /// Number as the bank writes it.
    pub number: Option<String>,
    /// The bank.
    pub institution: Option<String>,
    /// Balance before its first transaction, if known.
    pub opening: Option<Money>,
}

/// An account as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// Its currency.
    pub currency: Currency,
    /// IBAN.
    pub iban: Option<String>,
    /// Number as the bank writes it.
    pub number: Option<String>,
    /// The bank.
    pub institution: Option<String>,
    /// Balance at the end of `today`: opening plus counted rows up to then.
    pub balance: Money,
    /// Sum of pending rows, whether or not they are part of `balance`.
    pub pending: Money,
    /// Sum of counted rows after today, not part of `balance`.
    pub upcoming: Money,
    /// Money that can be spent now, as the upstream states it.
    pub available: Option<Money>,
    /// Counted rows, pending ones included.
    pub transactions: u64,
    /// First and last booking date.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// Balance before the first row.
    pub opening: Money,
    /// Whether the opening is known from a statement, an upstream or the person, rather than assumed to be zero.
    pub opening_known: bool,
    /// Whether pending rows count in `balance`.
    pub pending_in_balance: bool,
    /// Closed or hidden.
    pub closed: bool,
    /// Left out of budgets and reports.
    pub off_budget: bool,
    /// Left out of net worth.
    pub off_net_worth: bool,
    /// Position in lists.
    pub position: i64,
    /// The connection that feeds it.
    pub connection: Option<ConnectionId>,
    /// When it was last fed.
    pub refreshed_at: Option<DateTime<Utc>>,
}

/// Fields of an account to change; what is none stays.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccountEdit {
    /// Name.
    pub name: Option<String>,
    /// What it is.
    pub kind: Option<AccountKind>,
    /// IBAN; `Some(None)` takes it away.
    pub iban: Option<Option<String>>,
    /// Number; `Some(None)` takes it away.
    pub number: Option<Option<String>>,
    /// The bank; `Some(None)` takes it away.
    pub institution: Option<Option<String>>,
    /// Balance before the first row.
    pub opening: Option<Money>,
    /// Whether pending rows count in the balance.
    pub pending_in_balance: Option<bool>,
    /// Closed or hidden.
    pub closed: Option<bool>,
    /// Left out of budgets and reports.
    pub off_budget: Option<bool>,
    /// Left out of net worth.
    pub off_net_worth: Option<bool>,
    /// Position in lists.
    pub position: Option<i64>,
}

/// A stated balance beside the book's own for the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalanceCheck {
    /// End of this day.
    pub date: NaiveDate,
    /// What the statement or upstream says.
    pub stated: Money,
    /// What the book says.
    pub computed: Money,
    /// Whether an upstream said so, rather than a file.
    pub from_upstream: bool,
}

impl View<'_> {
    /// Every account in the order of lists, balances at the end of `today`.
    pub fn accounts(&self, today: NaiveDate) -> Result<Vec<Account>> {
        let _ = today;
        Err(crate::unfinished())
    }

    /// One account.
    pub fn account(&self, id: AccountId, today: NaiveDate) -> Result<Account> {
        let _ = (id, today);
        Err(crate::unfinished())
    }

    /// Accounts that may be the one a file or an upstream speaks of: same IBAN, else same number and currency.
    pub fn accounts_like(
        &self,
        iban: Option<&str>,
        number: Option<&str>,
        currency: Option<Currency>,
    ) -> Result<Vec<AccountId>> {
        let _ = (iban, number, currency);
        Err(crate::unfinished())
    }

    /// Every stated balance of an account beside the book's own, newest first.
    pub fn balance_checks(&self, account: AccountId) -> Result<Vec<BalanceCheck>> {
        let _ = account;
        Err(crate::unfinished())
    }
}

impl Writing<'_> {
    /// Adds an account.
    pub fn add_account(&mut self, account: &NewAccount) -> Result<AccountId> {
        let _ = account;
        Err(crate::unfinished())
    }

    /// Changes an account.
    pub fn edit_account(&mut self, id: AccountId, edit: &AccountEdit) -> Result<()> {
        let _ = (id, edit);
        Err(crate::unfinished())
    }

    /// Sets the opening so that the balance at the end of `date` is `stated`, by the person's word.
    pub fn state_balance(&mut self, id: AccountId, date: NaiveDate, stated: Money) -> Result<()> {
        let _ = (id, date, stated);
        Err(crate::unfinished())
    }

    /// Removes an account: its transactions are kept as deleted and it leaves every list. Undo brings it back.
    pub fn remove_account(&mut self, id: AccountId) -> Result<()> {
        let _ = id;
        Err(crate::unfinished())
    }
}

impl NewAccount {
    /// One with nothing but the necessary.
    pub fn new(name: &str, kind: AccountKind, currency: Currency) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            currency,
            iban: None,
            number: None,
            institution: None,
            opening: None,
        }
    }
}
