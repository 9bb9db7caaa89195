//! What a lender would look at, for the person alone.
//!
//! Definitions, over whole months: *fixed* is spending in series that repeat, *variable* all other spending; *stability* is a
//! hundred less the mean distance of the months' income from their mean, in percent of that mean; *debt to income* is what was
//! paid on loans, in percent of income; the *savings rate* is what of income was not spent, in percent of it. Percents are
//! rounded to the nearest whole, ties to even; without income there are none.

use crate::arith::{mul_div, total};

#[cfg(test)]
mod tests;

/// One month; amounts are minor units of one currency, spending and payments positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Month {
    /// Came in.
    pub income: i64,
    /// Spent in series that repeat.
    pub fixed: i64,
    /// Spent otherwise; negative when refunds were more.
    pub variable: i64,
    /// Paid on loans, whether or not it is spending.
    pub debt: i64,
}

/// What the months come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Insight {
    /// Came in, a month on average, rounded to the nearest.
    pub income: i64,
    /// Spent in series, likewise.
    pub fixed: i64,
    /// Spent otherwise, likewise.
    pub variable: i64,
    /// Paid on loans, likewise.
    pub debt: i64,
    /// Fixed in percent of all spending.
    pub fixed_percent: Option<i64>,
    /// 100 is the same income each month, 0 is one that varies as much as it is.
    pub stability_percent: Option<i64>,
    /// Paid on loans in percent of income.
    pub debt_percent: Option<i64>,
    /// Not spent in percent of income; negative when more was spent.
    pub savings_percent: Option<i64>,
}

/// Sums months up; none without any.
pub fn insight(months: &[Month]) -> Option<Insight> {
    let count = i64::try_from(months.len())
        .ok()
        .filter(|count| *count > 0)?;
    let sum = |of: fn(&Month) -> i64| total(months.iter().map(of));
    let (income, fixed) = (sum(|month| month.income), sum(|month| month.fixed));
    let (variable, debt) = (sum(|month| month.variable), sum(|month| month.debt));
    let spent = fixed.saturating_add(variable);
    let percent = |part: i64, whole: i64| (whole > 0).then(|| mul_div(part, 100, whole));
    // How far months lie from their mean, times their number, so that nothing is rounded before the end.
    let apart = total(months.iter().map(|month| {
        month
            .income
            .saturating_mul(count)
            .saturating_sub(income)
            .abs()
    }));
    Some(Insight {
        income: mul_div(income, 1, count),
        fixed: mul_div(fixed, 1, count),
        variable: mul_div(variable, 1, count),
        debt: mul_div(debt, 1, count),
        fixed_percent: percent(fixed, spent),
        stability_percent: percent(apart, income.saturating_mul(count))
            .map(|apart| (100 - apart).max(0)),
        debt_percent: percent(debt, income),
        savings_percent: percent(income.saturating_sub(spent), income),
    })
}
