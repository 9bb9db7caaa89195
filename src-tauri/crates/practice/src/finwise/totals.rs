//! FinWise's aggregates, converted to one currency by the rates of each day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::filters::Filters;
use super::{Refusal, accounts, balances, categories};
use crate::bank::Bank;
use crate::calendar::{date, minus, month_start};
use crate::clock::instant;
use crate::exchange::{Answer, Ask};
use crate::household::{Row, Upstream, stamp};
use crate::json::{Json, major, number};
use crate::rates;
use crate::scenario::Scenario;

/// A total. Under `odd` it has the long tail that binary floats leave behind.
fn total(bank: &Bank, minor: i64, currency: &str) -> Json {
    if bank.scenario == Scenario::Odd && minor % 100 != 0 {
        Json::Number(format!("{}000000000001", major(minor, currency)))
    } else {
        number(minor, currency)
    }
}

/// The moment that stands for a period: its first midnight in a zone one hour east of UTC.
fn period_start(day: NaiveDate) -> String {
    instant(stamp(day, 0) - 3_600_000)
}

fn converted(minor: i64, from: &str, to: &str, day: NaiveDate) -> Result<i64, Refusal> {
    rates::convert(minor, from, to, day)
        .ok_or_else(|| Refusal::field("currencyCode", "this currency is not known", to))
}

/// The first day of the period that a day belongs to.
fn bucket(by: &str, day: NaiveDate) -> Result<NaiveDate, Refusal> {
    match by.to_lowercase().as_str() {
        "day" => Ok(day),
        "week" => Ok(minus(day, u64::from(day.weekday().num_days_from_monday()))),
        "month" => Ok(month_start(day)),
        "year" => Ok(date(day.year(), 1, 1)),
        _ => Err(Refusal::field(
            "aggregateBy",
            "must be day, week, Month or Year",
            by,
        )),
    }
}

/// `aggregateBy[]`, or one given without brackets.
fn wanted_period<'a>(ask: &'a Ask, default: &'a str) -> &'a str {
    ask.first("aggregateBy[]")
        .or(ask.first("aggregateBy"))
        .unwrap_or(default)
}

/// `GET /account-balances/aggregated` and `/aggregated2`: the latest total of every period.
pub(crate) fn balances(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let currency = ask
        .first("currencyCode")
        .ok_or_else(|| Refusal::field("currencyCode", "currencyCode is required", "undefined"))?;
    if ask
        .first("aggregateFn")
        .is_some_and(|function| function != "latest")
    {
        return Err(Refusal::field("aggregateFn", "must be latest", ""));
    }
    let by = wanted_period(ask, "day");
    let filters = Filters::of(ask)?;
    let only = filters.ids("accountId", "accountIds")?.map(|ids| {
        ids.into_iter()
            .filter_map(|id| accounts::find(bank, id))
            .collect::<Vec<_>>()
    });
    let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for balance in balances::all(bank) {
        if only
            .as_ref()
            .is_some_and(|only| !only.contains(&balance.account))
        {
            continue;
        }
        let from = &bank.household.accounts()[balance.account].currency;
        *days.entry(balance.date).or_default() +=
            converted(balance.minor, from, currency, balance.date)?;
    }
    let mut latest: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for (day, minor) in days {
        // Days ascend, so that the last of a period stays.
        latest.insert(bucket(by, day)?, minor);
    }
    Ok(Answer::json(Json::list(latest.into_iter().map(
        |(day, minor)| {
            Json::object([
                ("date", period_start(day).into()),
                (
                    "amount",
                    Json::object([
                        ("amount", total(bank, minor, currency)),
                        ("currencyCode", currency.into()),
                    ]),
                ),
            ])
        },
    ))))
}

/// The rows that an aggregate counts.
fn counted<'a>(bank: &'a Bank, filters: &Filters) -> Result<Vec<&'a Row>, Refusal> {
    let transfers = filters.flag("excludeTransfers")?.unwrap_or_default();
    let (from, until) = (filters.moment("fromDate")?, filters.moment("toDate")?);
    let only = filters.ids("accountId", "accountIds")?.map(|ids| {
        ids.into_iter()
            .filter_map(|id| accounts::find(bank, id))
            .collect::<Vec<_>>()
    });
    let types = filters.texts("transactionTypes")?;
    let home = &bank.household;
    Ok(home
        .living()
        .filter(|row| home.serves(Upstream::Finwise, row.account))
        .filter(|row| {
            let at = stamp(row.date, 0);
            let kind = if row.minor < 0 { "debit" } else { "credit" };
            !(transfers && row.transfer.is_some())
                && types.as_ref().is_none_or(|types| types.contains(&kind))
                && from.is_none_or(|from| at >= from)
                && until.is_none_or(|until| at <= until)
                && only.as_ref().is_none_or(|only| only.contains(&row.account))
        })
        .collect())
}

/// `GET /transactions/aggregated3`
pub(crate) fn transactions_by_time(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let currency = ask
        .first("currencyCode")
        .ok_or_else(|| Refusal::field("currencyCode", "currencyCode is required", "undefined"))?;
    let by = wanted_period(ask, "Month");
    let mut sums: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for row in counted(bank, &Filters::of(ask)?)? {
        let from = &bank.household.accounts()[row.account].currency;
        *sums.entry(bucket(by, row.date)?).or_default() +=
            converted(row.minor, from, currency, row.date)?;
    }
    Ok(Answer::json(Json::list(sums.into_iter().map(
        |(day, minor)| {
            Json::object([
                ("date", period_start(day).into()),
                ("amount", total(bank, minor, currency)),
            ])
        },
    ))))
}

/// `POST /transactions/aggregated3`
pub(crate) fn transactions_by_category(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body = Filters::body(ask)?;
    let currency = body.required("currencyCode")?;
    let by: BTreeSet<&str> = body
        .texts("aggregateBy")?
        .unwrap_or_else(|| vec!["transactionCategoryId", "transactionType"])
        .into_iter()
        .collect();
    let mut sums: BTreeMap<(Option<String>, Option<&str>), i64> = BTreeMap::new();
    for row in counted(bank, &body.below("filters"))? {
        let from = &bank.household.accounts()[row.account].currency;
        let category = by
            .contains("transactionCategoryId")
            .then(|| categories::of_row(bank, row))
            .flatten();
        let kind = by.contains("transactionType").then_some(if row.minor < 0 {
            "debit"
        } else {
            "credit"
        });
        *sums.entry((category, kind)).or_default() +=
            converted(row.minor, from, currency, row.date)?;
    }
    Ok(Answer::json(Json::list(sums.into_iter().map(
        |((category, kind), minor)| {
            let mut line = Json::object([("amount", total(bank, minor, currency))]);
            if by.contains("transactionCategoryId") {
                line.set("transactionCategoryId", category);
            }
            if let Some(kind) = kind {
                line.set("transactionType", kind);
            }
            line
        },
    ))))
}
