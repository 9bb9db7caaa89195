//! How much of a Wallet budget is spent.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::bank::Bank;
use crate::calendar::{date, minus, month_end, month_name, month_start, plus};
use crate::clock::instant;
use crate::household::{Budget, Nature, Period, Upstream};
use crate::json::{Json, major, number};
use crate::rates;

/// The `spending` member: the current period, and this many before it.
pub(crate) fn of(bank: &Bank, budget: &Budget, past: usize) -> Json {
    let today = bank.today();
    let mut periods = Vec::new();
    let mut day = budget.closed.map_or(today, |closed| closed.min(today));
    for _ in 0..=past {
        let period = around(budget.period, day);
        if period.1 < bank.household.start() {
            break;
        }
        periods.push(figures(bank, budget, period));
        if matches!(budget.period, Period::Custom(..)) {
            break;
        }
        day = minus(period.0, 1);
    }
    let mut periods = periods.into_iter();
    let current = periods.next();
    Json::object([
        ("computedAt", instant(bank.household.now()).into()),
        ("current", current.into()),
        ("past", Json::list(periods)),
    ])
}

/// First and last day of the period that holds a day.
fn around(period: Period, day: NaiveDate) -> (NaiveDate, NaiveDate) {
    match period {
        Period::Week => {
            let monday = minus(day, u64::from(day.weekday().num_days_from_monday()));
            (monday, plus(monday, 6))
        }
        Period::Month => (month_start(day), month_end(day)),
        Period::Year => (date(day.year(), 1, 1), date(day.year(), 12, 31)),
        Period::Custom(from, until) => (from, until),
    }
}

/// The service's name for a period.
fn name(period: Period, from: NaiveDate) -> String {
    match period {
        Period::Week => {
            debug_assert_eq!(from.weekday(), Weekday::Mon);
            format!("{}-W{:02}", from.iso_week().year(), from.iso_week().week())
        }
        Period::Month => month_name(from),
        Period::Year => from.year().to_string(),
        Period::Custom(..) => format!("{from}"),
    }
}

fn figures(bank: &Bank, budget: &Budget, (from, until): (NaiveDate, NaiveDate)) -> Json {
    let home = &bank.household;
    let (mut income, mut expense, mut rows) = (0, 0, 0_i64);
    let mut left_out = [(0_i64, 0_i64); 3];
    let mut converted = BTreeSet::new();
    let mut incomplete = false;
    for row in home
        .living()
        .filter(|row| row.date >= from && row.date <= until)
    {
        if !home.serves(Upstream::Wallet, row.account) {
            continue;
        }
        let currency = home.accounts()[row.account].currency.as_str();
        let Some(minor) = rates::convert(row.minor, currency, budget.currency, row.date) else {
            incomplete = true;
            continue;
        };
        let reason = match row.category.nature() {
            Nature::Transfer => Some(0),
            Nature::Income => Some(1),
            Nature::Spending => None,
        };
        if let Some(reason) = reason {
            if budget.categories.is_empty() {
                left_out[reason].0 += 1;
                left_out[reason].1 += minor;
            }
            continue;
        }
        let watched = (budget.categories.is_empty() || budget.categories.contains(&row.category))
            && (budget.labels.is_empty()
                || row.labels.iter().any(|label| budget.labels.contains(label)));
        if !watched {
            continue;
        }
        if currency != budget.currency {
            converted.insert(currency.to_owned());
        }
        rows += 1;
        if minor < 0 {
            expense -= minor;
        } else {
            income += minor;
        }
    }
    let limit = match budget.exception {
        Some((month, minor)) if month == from => minor,
        _ => budget.limit_minor,
    };
    let spent = expense - income;
    let money = |minor: i64| number(minor, budget.currency);
    let progress = (major(spent, budget.currency) / major(limit.max(1), budget.currency))
        .round_dp(4)
        .normalize();
    Json::object([
        ("period", name(budget.period, from).into()),
        ("periodStart", from.to_string().into()),
        ("periodEnd", until.to_string().into()),
        ("effectiveLimit", money(limit)),
        ("spent", money(spent)),
        ("remaining", money((limit - spent).max(0))),
        ("overspent", money((spent - limit).max(0))),
        ("progress", progress.into()),
        ("totalIncomes", money(income)),
        ("totalExpenses", money(expense)),
        ("recordCount", rows.into()),
        ("incomplete", incomplete.into()),
        (
            "convertedCurrencies",
            Json::list(converted.into_iter().map(Json::from)),
        ),
        (
            "excluded",
            Json::object([
                ("debts", left_out[2].0.into()),
                ("transfers", left_out[0].0.into()),
                ("incomeCategories", left_out[1].0.into()),
                ("unknownCategories", Json::from(0_i64)),
                (
                    "total",
                    left_out.iter().map(|(rows, _)| rows).sum::<i64>().into(),
                ),
                (
                    "totalAmountSum",
                    money(left_out.iter().map(|(_, minor)| minor).sum()),
                ),
            ]),
        ),
    ])
}
