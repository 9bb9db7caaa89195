//! Sums that an upstream made of the rows itself. They are shown beside the book's own figures and never enter the ledger.
//!
//! What an upstream does not say stays absent, and what has no unit stays a plain number.

use money::{Currency, Money};
use rust_decimal::Decimal;

/// Money in and out of one month, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthSums {
    /// `YYYY-MM`.
    pub month: String,
    /// Of every sum.
    pub currency: Currency,
    /// Money in, not negative.
    pub incoming: Option<Money>,
    /// Money out, not positive.
    pub outgoing: Option<Money>,
    /// The sum of both.
    pub net: Option<Money>,
    /// Balance before the month.
    pub balance_start: Option<Money>,
    /// Balance after it.
    pub balance_end: Option<Money>,
    /// Rows counted.
    pub rows: Option<u64>,
}

/// What a lender would look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CreditInsights {
    /// Recurring income and expenses.
    pub flows: Vec<RecurringFlow>,
    /// Repayments of loans, as they came.
    pub repayments: u64,
    /// Drawdowns of loans, as they came.
    pub drawdowns: u64,
    /// Days in overdraft.
    pub overdraft_days: Option<u64>,
    /// Fees of overdrafts: a plain number, for its unit is not said.
    pub overdraft_fees: Option<Decimal>,
    /// Rejected payments and the like.
    pub incidents: Vec<Incident>,
    /// The grave ones.
    pub heavy_failures: Vec<Incident>,
}

/// One recurring income or expense. Its currency is not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecurringFlow {
    /// `INCOME`, `EXPENSE`, or the upstream's word.
    pub kind: String,
    /// The upstream's category.
    pub category: String,
    /// What it is called.
    pub label: String,
    /// Negative for expenses; exact, without a currency.
    pub total: Option<Decimal>,
}

/// A rejected payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// The upstream's word.
    pub kind: String,
    /// A plain number, for its unit is not said.
    pub total: Option<Decimal>,
    /// A plain number, for its unit is not said.
    pub fees: Option<Decimal>,
}
