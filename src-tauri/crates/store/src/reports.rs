//! Sums by month and balances by day, from kept totals.

use chrono::NaiveDate;
use domain::budget::Month;
use domain::ids::{AccountId, CategoryId, PayeeId};
use money::{Currency, Money};

use crate::{Result, View};

/// Which rows a report counts, beside its months.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportScope {
    /// Of these accounts; empty is every account that is not left out of budgets.
    pub accounts: Vec<AccountId>,
    /// Pending rows as well.
    pub with_pending: bool,
}

/// The sum of one category in one month and currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryMonth {
    /// The month.
    pub month: Month,
    /// The category; none for rows without one.
    pub category: Option<CategoryId>,
    /// Signed sum.
    pub sum: Money,
    /// Rows.
    pub count: u64,
}

/// Money in and out of one month and currency, transfers left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowMonth {
    /// The month.
    pub month: Month,
    /// Sum of income categories, and of uncategorised rows that came in.
    pub income: Money,
    /// Sum of expense categories, and of uncategorised rows that went out; negative.
    pub expense: Money,
}

/// An account's balance at the end of consecutive months or days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceSeries {
    /// The account.
    pub account: AccountId,
    /// Its currency.
    pub currency: Currency,
    /// Whether it is left out of net worth.
    pub off_net_worth: bool,
    /// Minor units at the end of each month or day, oldest first.
    pub minor: Vec<i64>,
}

/// The sum of one payee over a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeSum {
    /// The payee.
    pub payee: PayeeId,
    /// Its name as shown.
    pub name: String,
    /// Signed sum.
    pub sum: Money,
    /// Rows.
    pub count: u64,
}

impl View<'_> {
    /// Category × month × currency, from `from` to `to`, transfers included under their own categories.
    pub fn category_months(
        &self,
        from: Month,
        to: Month,
        scope: &ReportScope,
    ) -> Result<Vec<CategoryMonth>> {
        let _ = (from, to, scope);
        Err(crate::unfinished())
    }

    /// Money in and out by month and currency.
    pub fn flow_months(
        &self,
        from: Month,
        to: Month,
        scope: &ReportScope,
    ) -> Result<Vec<FlowMonth>> {
        let _ = (from, to, scope);
        Err(crate::unfinished())
    }

    /// Balances of every account at the ends of months.
    pub fn month_end_balances(&self, from: Month, to: Month) -> Result<Vec<BalanceSeries>> {
        let _ = (from, to);
        Err(crate::unfinished())
    }

    /// Balances of accounts at the ends of days; empty `accounts` is all of them.
    pub fn daily_balances(
        &self,
        accounts: &[AccountId],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<BalanceSeries>> {
        let _ = (accounts, from, to);
        Err(crate::unfinished())
    }

    /// The payees with the greatest sums in a range, transfers left out; spending first by size.
    pub fn payee_sums(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        scope: &ReportScope,
        limit: u32,
    ) -> Result<Vec<PayeeSum>> {
        let _ = (from, to, scope, limit);
        Err(crate::unfinished())
    }

    /// First and last booking date of the book.
    pub fn span(&self) -> Result<Option<(NaiveDate, NaiveDate)>> {
        Err(crate::unfinished())
    }
}
