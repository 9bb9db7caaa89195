//! Net worth through time: balances of accounts turned into one currency at each day's own rate.
//!
//! An account's balance holds from its day until the next one known. A balance above nothing is an asset, below nothing a debt,
//! whatever kind of account it stands on: an overdrawn account owes. Each account is converted and rounded once a date, half to
//! even, and sums are sums of those rounded values, so that rows add up to their total. An account without a rate is left out and
//! named, never counted as nothing.

use chrono::{Datelike, Days, NaiveDate};
use domain::budget::Month;
use domain::ids::AccountId;
use money::{Currency, Money};

use crate::arith::total;

pub mod ahead;
mod explain;
pub mod growth;
mod rates;
pub mod real;
mod worn;

pub use explain::{Apart, Explained, Moved, Nature, apart, explain};
pub use rates::{Dated, RateTable, Rates};
pub use worn::worth_of;

#[cfg(test)]
mod real_tests;
#[cfg(test)]
mod tests;

/// A rate older than this many days on its date is marked: longer than any run of bank holidays.
const STALE_AFTER_DAYS: i64 = 7;

/// An account and what was on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which one.
    pub id: AccountId,
    /// The currency of its balances.
    pub currency: Currency,
    /// Balance at the end of days, in minor units, ascending by day.
    pub balances: Vec<(NaiveDate, i64)>,
    /// Last day it counts, for an account that was closed or taken out.
    pub until: Option<NaiveDate>,
}

/// How far dates lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Every day.
    Day,
    /// Sundays.
    Week,
    /// Month ends.
    Month,
    /// The last day of each year.
    Year,
}

/// An account on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// Which account.
    pub account: AccountId,
    /// Its balance in its own currency.
    pub own: Money,
    /// The same in the base currency; nothing when no rate is known.
    pub base: Option<i64>,
    /// Day of the rate, when one was needed.
    pub rate_day: Option<NaiveDate>,
    /// Whether that rate was more than a week old.
    pub stale: bool,
}

/// All accounts on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The date.
    pub date: NaiveDate,
    /// Sum of what is owned.
    pub assets: i64,
    /// Sum of what is owed, negative or nothing.
    pub liabilities: i64,
    /// Assets and liabilities together.
    pub net: i64,
    /// Every account that has a balance by then.
    pub accounts: Vec<Value>,
    /// Accounts left out for want of a rate.
    pub missing: Vec<AccountId>,
}

/// The dates from `from` to `to` at which a series is drawn: the ends of periods, and `to` itself.
pub fn dates(from: NaiveDate, to: NaiveDate, step: Step) -> Vec<NaiveDate> {
    let mut dates: Vec<NaiveDate> = match step {
        Step::Day => from.iter_days().take_while(|day| *day <= to).collect(),
        Step::Week => {
            let to_sunday = 6 - u64::from(from.weekday().num_days_from_monday());
            std::iter::successors(from.checked_add_days(Days::new(to_sunday)), |day| {
                day.checked_add_days(Days::new(7))
            })
            .take_while(|day| *day <= to)
            .collect()
        }
        Step::Month => (Month::of(from).index()..=Month::of(to).index())
            .map(|index| Month::from_index(index).last_day())
            .filter(|day| *day <= to)
            .collect(),
        Step::Year => (from.year()..=to.year())
            .filter_map(|year| NaiveDate::from_ymd_opt(year, 12, 31))
            .filter(|day| *day <= to)
            .collect(),
    };
    if from <= to && dates.last() != Some(&to) {
        dates.push(to);
    }
    dates
}

/// Evaluates all accounts at each date, in the order of `dates`.
pub fn series(
    accounts: &[Account],
    base: Currency,
    dates: &[NaiveDate],
    rates: &impl Rates,
) -> Vec<Point> {
    dates
        .iter()
        .map(|date| point(accounts, base, *date, rates))
        .collect()
}

fn point(accounts: &[Account], base: Currency, date: NaiveDate, rates: &impl Rates) -> Point {
    let values: Vec<Value> = accounts
        .iter()
        .filter_map(|account| {
            let known = account.balances.partition_point(|(day, _)| *day <= date);
            let (_, minor) = account.balances.get(known.checked_sub(1)?)?;
            let closed = account.until.is_some_and(|until| date > until);
            (!closed).then(|| {
                value(
                    account.id,
                    Money::new(*minor, account.currency),
                    base,
                    date,
                    rates,
                )
            })
        })
        .collect();
    let counted = || values.iter().filter_map(|value| value.base);
    let assets = total(counted().filter(|minor| *minor > 0));
    let liabilities = total(counted().filter(|minor| *minor < 0));
    Point {
        date,
        assets,
        liabilities,
        net: total(counted()),
        missing: values
            .iter()
            .filter(|value| value.base.is_none())
            .map(|value| value.account)
            .collect(),
        accounts: values,
    }
}

fn value(
    account: AccountId,
    own: Money,
    base: Currency,
    date: NaiveDate,
    rates: &impl Rates,
) -> Value {
    if own.currency == base {
        return Value {
            account,
            own,
            base: Some(own.minor),
            rate_day: None,
            stale: false,
        };
    }
    let found = rates.at(own.currency, base, date);
    Value {
        account,
        own,
        base: found
            .and_then(|found| found.rate.convert(own).ok())
            .map(|money| money.minor),
        rate_day: found.map(|found| found.day),
        stale: found.is_some_and(|found| (date - found.day).num_days() > STALE_AFTER_DAYS),
    }
}
