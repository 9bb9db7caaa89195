//! Wallet's statistics of calls, and who refers to what.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use chrono::{Datelike, NaiveDate};

use super::filter::ids;
use super::{Refusal, accounts, budgets, categories, no_route, orders, plans, records};
use crate::bank::Bank;
use crate::calendar::{minus, minus_months, month_start, plus, plus_months};
use crate::clock::midnight;
use crate::exchange::{Answer, Ask};
use crate::household::{Category, Label, Upstream};
use crate::json::Json;
use crate::random::wire_number;

/// `GET /api-usage/stats`, which is not counted itself.
pub(crate) fn stats(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let period = ask.first("period").unwrap_or("30days");
    let refused = || Refusal::bad("period must be Xdays (up to 366), Xweeks (53) or Xmonths (13)");
    let digits = period
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(period.len());
    let count: u32 = period[..digits].parse().map_err(|_| refused())?;
    let today = bank.today();
    let monday = |day: NaiveDate| minus(day, u64::from(day.weekday().num_days_from_monday()));
    let (granularity, from, most): (_, _, u32) = match &period[digits..] {
        "days" => ("daily", minus(today, u64::from(count.max(1) - 1)), 366),
        "weeks" => (
            "weekly",
            minus(monday(today), u64::from(count.max(1) - 1) * 7),
            53,
        ),
        "months" => (
            "monthly",
            month_start(minus_months(today, count.max(1) - 1)),
            13,
        ),
        _ => return Err(refused()),
    };
    if count == 0 || count > most {
        return Err(refused());
    }
    let bucket = |day: NaiveDate| match granularity {
        "daily" => (day, plus(day, 1)),
        "weekly" => (monday(day), plus(monday(day), 7)),
        _ => (month_start(day), plus_months(month_start(day), 1)),
    };
    let mut buckets: BTreeMap<(NaiveDate, NaiveDate), i64> = BTreeMap::new();
    for (day, calls) in bank.wallet.usage.range(from..) {
        *buckets.entry(bucket(*day)).or_default() += calls;
    }
    Ok(Answer::json(Json::object([
        ("period", period.into()),
        ("granularity", granularity.into()),
        ("from", midnight(from).into()),
        ("to", midnight(bucket(today).1).into()),
        ("total", buckets.values().sum::<i64>().into()),
        (
            "usage",
            Json::list(buckets.iter().map(|((from, to), calls)| {
                Json::object([
                    ("from", midnight(*from).into()),
                    ("to", midnight(*to).into()),
                    ("total", (*calls).into()),
                ])
            })),
        ),
    ])))
}

/// Most identifiers shown for one kind of referrer.
const SHOWN: usize = 50;

/// `GET /{type}/references`
pub(crate) fn references(bank: &Bank, kind: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let most = if bank.switches.wallet_legacy { 10 } else { 20 };
    let Some(wanted) = ids(ask, "id", most)? else {
        return Err(Refusal::bad("id is required"));
    };
    if kind == "references" {
        return Ok(no_route());
    }
    let answers = wanted.into_iter().map(|id| {
        let json = match subject(bank, &id) {
            None => Json::object([("error", "not found".into())]),
            Some(subject) if subject.kind() != kind => Json::object([
                ("error", "type_mismatch".into()),
                ("actualType", subject.kind().into()),
                (
                    "message",
                    format!("this is one of the {}", subject.kind()).into(),
                ),
            ]),
            Some(subject) => referrers(bank, subject),
        };
        (id, json)
    });
    Ok(Answer::status(
        StatusCode::OK,
        Json::Object(answers.collect()),
    ))
}

#[derive(Clone, Copy)]
enum Subject {
    Category(Category),
    Record(u64),
    Account(usize),
    Label(Label),
}

impl Subject {
    fn kind(self) -> &'static str {
        match self {
            Self::Category(_) => "categories",
            Self::Record(_) => "records",
            Self::Account(_) => "accounts",
            Self::Label(_) => "labels",
        }
    }
}

fn subject(bank: &Bank, id: &str) -> Option<Subject> {
    let home = &bank.household;
    let seed = home.seed();
    let category = Category::ALL
        .into_iter()
        .find(|c| categories::id(seed, *c) == id);
    let label = Label::ALL
        .into_iter()
        .find(|label| plans::label_id(seed, *label) == id);
    let account = (0..home.accounts().len())
        .find(|index| home.serves(Upstream::Wallet, *index) && accounts::id(bank, *index) == id);
    let record = wire_number(seed, "wallet-record", id).filter(|number| {
        home.living()
            .any(|row| row.id == *number && home.serves(Upstream::Wallet, row.account))
    });
    category
        .map(Subject::Category)
        .or(label.map(Subject::Label))
        .or(account.map(Subject::Account))
        .or(record.map(Subject::Record))
}

fn referrers(bank: &Bank, subject: Subject) -> Json {
    let home = &bank.household;
    let seed = home.seed();
    let by_records = home
        .living()
        .filter(|row| home.serves(Upstream::Wallet, row.account))
        .filter(|row| match subject {
            Subject::Category(category) => row.category == category,
            Subject::Account(account) => row.account == account,
            Subject::Label(label) => row.labels.contains(&label),
            Subject::Record(number) => {
                row.id != number && home.other_leg(row).is_some_and(|leg| leg.id == number)
            }
        })
        .map(|row| records::id(seed, row.id))
        .collect();
    let by_budgets = budgets::served(bank)
        .into_iter()
        .filter(|(_, budget)| match subject {
            Subject::Category(category) => budget.categories.contains(&category),
            Subject::Label(label) => budget.labels.contains(&label),
            Subject::Account(_) | Subject::Record(_) => false,
        })
        .map(|(id, _)| id)
        .collect();
    let by_orders = home
        .orders()
        .iter()
        .enumerate()
        .filter(|(_, order)| home.serves(Upstream::Wallet, order.account))
        .filter(|(_, order)| match subject {
            Subject::Category(category) => order.category == category,
            Subject::Account(account) => order.account == account,
            Subject::Label(_) | Subject::Record(_) => false,
        })
        .map(|(index, _)| orders::id(seed, index))
        .collect();
    let field = match subject {
        Subject::Category(_) => "categoryId",
        Subject::Record(_) => "transferId",
        Subject::Account(_) => "accountId",
        Subject::Label(_) => "labelIds",
    };
    Json::object([
        ("records", list(field, by_records)),
        ("budgets", list(field, by_budgets)),
        ("standingOrders", list(field, by_orders)),
        ("recordRules", list(field, Vec::new())),
    ])
}

fn list(field: &str, ids: Vec<String>) -> Json {
    let total = ids.len();
    Json::object([
        ("field", field.into()),
        (
            "ids",
            Json::list(ids.into_iter().take(SHOWN).map(Json::from)),
        ),
        ("limit", SHOWN.into()),
        ("total", total.into()),
        ("hasMore", (total > SHOWN).into()),
    ])
}
