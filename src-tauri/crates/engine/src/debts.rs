//! Debts: how a loan is paid back, and in which order several are paid back soonest or cheapest.
//!
//! Interest is the nominal rate by months: what is owed at the start of a month times the yearly rate through twelve, rounded
//! once to the nearest minor unit, ties to even. A payment is that interest and, for the rest, principal; the last one is what
//! is left. The payment that ends a loan after `n` months is the annuity `A = P·i ÷ (1 − (1+i)^−n)` with `i` the rate of a month
//! (Brealey, Myers and Allen, *Principles of Corporate Finance*, on level annuities), rounded up to a minor unit, so that no
//! more than `n` payments are needed. Banks may count days instead of months; then the last digits differ.

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

mod order;
#[cfg(test)]
mod tests;

pub use order::{Debt, Order, Outcome, Paid, compare, pay_in_order};

/// Payments of a schedule, at most: a hundred years.
pub const MOST_PAYMENTS: u32 = 1_200;

/// What a debt is paid back by; amounts are minor units of one currency, what is owed positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Owed now.
    pub owed: i64,
    /// Percent a year, from 0 to 100.
    pub rate: Decimal,
    /// Paid each month.
    pub payment: i64,
    /// Paid each month beyond that.
    pub extra: i64,
    /// Day of the next payment.
    pub first: NaiveDate,
    /// Day of the month that payments aim at, 1 to 31; a shorter month takes its last.
    pub day: u32,
}

/// One payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// The day.
    pub date: NaiveDate,
    /// Paid in all.
    pub paid: i64,
    /// Of it, interest of the month.
    pub interest: i64,
    /// Of it, paid back.
    pub principal: i64,
    /// Owed after it.
    pub left: i64,
}

/// A payment that never ends a debt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Never {
    /// It does not even pay the interest.
    #[error("payments do not cover the interest of a month")]
    BelowInterest {
        /// Interest of the first month.
        interest: i64,
    },
    /// It takes more than [`MOST_PAYMENTS`].
    #[error("it takes more than a hundred years")]
    TooLong,
}

/// Interest of one month on what is owed.
pub fn month_interest(owed: i64, rate: Decimal) -> i64 {
    (Decimal::from(owed) * rate / Decimal::from(1_200))
        .round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven)
        .to_i64()
        .unwrap_or(i64::MAX)
}

/// Every payment until nothing is owed.
pub fn schedule(terms: &Terms) -> Result<Vec<Payment>, Never> {
    let mut rows = Vec::new();
    let mut owed = terms.owed.max(0);
    let monthly = terms.payment.saturating_add(terms.extra);
    let mut date = terms.first;
    let mut months = 0;
    while owed > 0 {
        let interest = month_interest(owed, terms.rate);
        if monthly <= interest {
            return Err(Never::BelowInterest { interest });
        }
        if rows.len() >= MOST_PAYMENTS as usize {
            return Err(Never::TooLong);
        }
        let paid = monthly.min(owed.saturating_add(interest));
        let principal = paid - interest;
        owed -= principal;
        rows.push(Payment {
            date,
            paid,
            interest,
            principal,
            left: owed,
        });
        months += 1;
        date = on_day(terms.first, months, terms.day);
    }
    Ok(rows)
}

/// The day of the month `months` after the one of `first`.
fn on_day(first: NaiveDate, months: u32, day: u32) -> NaiveDate {
    let start = first.with_day(1).unwrap_or(first);
    let month = start + Months::new(months);
    let last = (month + Months::new(1)).pred_opt().unwrap_or(month).day();
    month.with_day(day.clamp(1, last)).unwrap_or(month)
}

/// The first `day` of a month after `after`.
pub fn next_on(day: u32, after: NaiveDate) -> NaiveDate {
    let this = on_day(after, 0, day);
    if this > after {
        this
    } else {
        on_day(after, 1, day)
    }
}

/// The payment that ends a debt within `months`; none for no months, or what no amount holds.
pub fn annuity(owed: i64, rate: Decimal, months: u32) -> Option<i64> {
    if months == 0 || months > MOST_PAYMENTS || owed < 0 {
        return None;
    }
    let owed_minor = Decimal::from(owed);
    let month = rate / Decimal::from(1_200);
    let exact = if month.is_zero() {
        owed_minor / Decimal::from(months)
    } else {
        let grown = (0..months).try_fold(Decimal::ONE, |power, _| {
            power.checked_mul(Decimal::ONE + month)
        })?;
        // A = P·i·(1+i)^n ÷ ((1+i)^n − 1), the same without a negative power.
        owed_minor
            .checked_mul(month)?
            .checked_mul(grown / (grown - Decimal::ONE))?
    };
    let mut payment = exact.ceil().to_i64()?;
    // Interest is rounded each month: what that adds up to may need a unit more.
    let enough = |payment: i64| {
        let terms = Terms {
            owed,
            rate,
            payment,
            extra: 0,
            first: NaiveDate::default(),
            day: 1,
        };
        schedule(&terms).is_ok_and(|rows| rows.len() <= months as usize)
    };
    while !enough(payment) {
        payment = payment.checked_add(1)?;
    }
    Some(payment)
}
