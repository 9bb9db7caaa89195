//! One flexible number: what is left to spend after bills and savings.

use crate::arith::{mul_div, total};

/// A month's money, minor units; all but `spent` are positive or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FlexInput {
    /// Came in.
    pub income: i64,
    /// Is still expected to come in.
    pub income_due: i64,
    /// Bills that were paid.
    pub bills: i64,
    /// Bills still to come.
    pub bills_due: i64,
    /// To be put aside.
    pub savings: i64,
    /// Spent on everything else, net of refunds.
    pub spent: i64,
    /// Days of the month after today.
    pub days_left: u32,
}

/// The number and how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flex {
    /// All that comes in, less bills and savings.
    pub pot: i64,
    /// The pot less what was spent; negative when over.
    pub left: i64,
    /// What is left for each day after today; nothing when over, or when no day is left.
    pub per_day: Option<i64>,
}

/// The flexible number of a month.
pub fn flex(input: &FlexInput) -> Flex {
    let pot = total([
        input.income,
        input.income_due,
        input.bills.saturating_neg(),
        input.bills_due.saturating_neg(),
        input.savings.saturating_neg(),
    ]);
    let left = total([pot, input.spent.saturating_neg()]);
    let days = i64::from(input.days_left);
    Flex {
        pot,
        left,
        per_day: (left >= 0 && days > 0).then(|| mul_div(left, 1, days)),
    }
}
