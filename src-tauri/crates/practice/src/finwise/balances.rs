//! FinWise's history of balances: month ends, and what clients wrote by hand.

use std::collections::HashMap;

use axum::http::StatusCode;

use super::filters::{Filters, Page, money};
use super::{Refusal, accounts, odd, user_id};
use crate::bank::Bank;
use crate::calendar::month_end;
use crate::clock::{instant, midnight, zoneless};
use crate::exchange::{Answer, Ask};
use crate::household::stamp;
use crate::json::{Json, number};
use crate::random::wire_id;
use crate::scenario::Scenario;

/// What clients did to the history.
#[derive(Debug, Default)]
pub(crate) struct ByHand {
    written: Vec<Balance>,
    archived: HashMap<String, i64>,
}

/// One balance on one day.
#[derive(Debug, Clone)]
pub(crate) struct Balance {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) date: chrono::NaiveDate,
    pub(crate) minor: i64,
    created: i64,
    manual: bool,
}

/// Every balance there is, newest first.
pub(crate) fn all(bank: &Bank) -> Vec<Balance> {
    let home = &bank.household;
    let mut days = home.month_ends();
    days.retain(|day| *day == month_end(*day));
    let sums = home.balances_at(&days);
    let mut found = bank.finwise.balances.written.clone();
    for account in accounts::served(bank) {
        let Some(opened) = home.accounts().get(account).map(|account| account.opened) else {
            continue;
        };
        for (day, all) in days.iter().zip(&sums).filter(|(day, _)| **day >= opened) {
            let number = (*day - home.start()).num_days().unsigned_abs() * 100 + account as u64;
            found.push(Balance {
                id: wire_id(home.seed(), "finwise-balance", number),
                account,
                date: *day,
                minor: all[account],
                created: stamp(*day, 23 * 60),
                manual: false,
            });
        }
    }
    found.sort_by(|a, b| (b.date, &a.id).cmp(&(a.date, &b.id)));
    found
}

/// `GET /account-balances`
pub(crate) fn list(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let page = Page::of(ask)?;
    let filters = Filters::of(ask)?;
    let ids = filters.ids("id", "ids")?;
    let wanted = filters.ids("accountId", "accountIds")?.map(|ids| {
        ids.into_iter()
            .filter_map(|id| accounts::find(bank, id))
            .collect::<Vec<_>>()
    });
    let (from, until) = (filters.moment("fromDate")?, filters.moment("toDate")?);
    let positive = filters.flag("isPositive")?.unwrap_or_default();
    let negative = filters.flag("isNegative")?.unwrap_or_default();
    let found: Vec<Balance> = all(bank)
        .into_iter()
        .filter(|balance| {
            let at = stamp(balance.date, 0);
            ids.as_ref()
                .is_none_or(|ids| ids.contains(&balance.id.as_str()))
                && wanted
                    .as_ref()
                    .is_none_or(|wanted| wanted.contains(&balance.account))
                && from.is_none_or(|from| at >= from)
                && until.is_none_or(|until| at <= until)
                && (!positive || balance.minor > 0)
                && (!negative || balance.minor < 0)
        })
        .collect();
    let total = found.len();
    let mut shown: Vec<Json> = page
        .slice(&found)
        .iter()
        .map(|balance| json(bank, balance))
        .collect();
    if bank.scenario == Scenario::Odd && page.number == 1 {
        shown.push(odd::balance(bank));
    }
    Ok(page.answer(shown, total))
}

fn json(bank: &Bank, balance: &Balance) -> Json {
    let currency = bank.household.accounts()[balance.account].currency.as_str();
    let archived = bank.finwise.balances.archived.get(&balance.id).copied();
    Json::object([
        ("id", balance.id.as_str().into()),
        ("createdAt", instant(balance.created).into()),
        (
            "updatedAt",
            instant(archived.unwrap_or(balance.created)).into(),
        ),
        ("accountId", accounts::id(bank, balance.account).into()),
        ("userId", user_id(bank).into()),
        ("date", midnight(balance.date).into()),
        (
            "amount",
            Json::object([
                ("amount", number(balance.minor, currency)),
                ("currencyCode", currency.into()),
            ]),
        ),
        (
            "type",
            if balance.manual { "manual" } else { "synced" }.into(),
        ),
        ("dataImportId", Json::Null),
        ("archivedAt", archived.map(zoneless).into()),
        ("isManual", Json::Null),
    ])
}

/// `POST /account-balances`
pub(crate) fn create(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body = Filters::body(ask)?;
    let account = accounts::find(bank, body.required("accountId")?)
        .ok_or_else(|| Refusal::unknown("The account"))?;
    let date = body
        .day("date")?
        .ok_or_else(|| Refusal::field("date", "date is required", "undefined"))?;
    let (minor, currency) = money(ask, "amount")?;
    let kept_in = bank.household.accounts()[account].currency.clone();
    if currency != kept_in {
        return Err(Refusal::field(
            "amount",
            format!("the account is kept in {kept_in}"),
            currency,
        ));
    }
    let created = bank.household.change();
    let number = bank.finwise.balances.written.len() as u64 + 1;
    let balance = Balance {
        id: wire_id(bank.household.seed(), "finwise-own-balance", number),
        account,
        date,
        minor,
        created,
        manual: true,
    };
    bank.finwise.balances.written.push(balance.clone());
    Ok(Answer::status(StatusCode::CREATED, json(bank, &balance)))
}

/// `POST /account-balances/:id/archive`
pub(crate) fn archive(bank: &mut Bank, id: &str) -> Result<Answer, Refusal> {
    let balance = all(bank)
        .into_iter()
        .find(|balance| balance.id == id)
        .ok_or_else(|| Refusal::unknown("The balance"))?;
    let now = bank.household.change();
    bank.finwise.balances.archived.insert(id.to_owned(), now);
    Ok(Answer::json(json(bank, &balance)))
}
