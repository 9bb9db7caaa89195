//! Sums over time: balances with what came in and went out, and what is to come.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Call;
use super::accounts::{self, Found};
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::selection::Days;
use crate::aggregated;
use crate::bank::Bank;
use crate::calendar::{minus, month_end, month_start, plus, plus_months};
use crate::exchange::Answer;
use crate::household::Nature;
use crate::json::{Json, number};

/// The most periods that one answer holds.
const MOST: usize = 400;

/// A step through time, as `1month` or `15days` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Days(u64),
    Months(u32),
}

fn step(text: &str) -> Option<Step> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let count: u32 = if digits == 0 {
        1
    } else {
        text[..digits].parse().ok()?
    };
    if count == 0 || count > 3_660 {
        return None;
    }
    match text[digits..].trim().trim_end_matches('s') {
        "day" => Some(Step::Days(u64::from(count))),
        "week" => Some(Step::Days(u64::from(count) * 7)),
        "month" => Some(Step::Months(count)),
        "year" => Some(Step::Months(count * 12)),
        _ => None,
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    balance: i64,
    incomes: i64,
    expenses: i64,
}

/// `GET …/balances`
pub(crate) fn list(bank: &mut Bank, call: &Call, scope: &Scope) -> Result<Answer, Refusal> {
    let today = bank.today();
    let days = Days::of(call.ask)?;
    let from = days.from.unwrap_or(month_start(today));
    let until = days.until.unwrap_or(month_end(today));
    let step = match call.ask.first("period") {
        Some(text) => step(text).ok_or_else(|| Refusal::invalid("period"))?,
        None => Step::Months(1),
    };
    let shared: Vec<Found> = accounts::within(bank, scope)
        .into_iter()
        .filter(|found| found.enabled)
        .collect();
    let mut periods = Vec::new();
    let mut start = from;
    while start <= until && periods.len() < MOST {
        let next = match step {
            Step::Days(days) => plus(start, days),
            Step::Months(months) => plus_months(start, months),
        };
        periods.push((start, minus(next, 1).min(until)));
        start = next;
    }
    let items: Vec<Json> = periods
        .iter()
        .map(|(start, end)| period(bank, call, &shared, *start, *end))
        .collect();
    let mut answer = listed(call.ask, "balances", items)?;
    let day = |day: NaiveDate| Json::from(day.to_string());
    answer.set("first_date", day(bank.household.start()));
    answer.set("last_date", day(today));
    answer.set("result_min_date", day(from));
    answer.set("result_max_date", day(until));
    Ok(Answer::json(answer))
}

fn period(bank: &Bank, call: &Call, shared: &[Found], start: NaiveDate, end: NaiveDate) -> Json {
    let home = &bank.household;
    let mut by_currency: BTreeMap<&str, Sums> = BTreeMap::new();
    for found in shared {
        let account = &home.accounts()[found.index];
        let sums = by_currency.entry(account.currency.as_str()).or_default();
        sums.balance += aggregated::balance(home, found.index, end.min(home.today()));
        for movement in aggregated::movements(home, found.index) {
            let transfer = movement.row.category.nature() == Nature::Transfer;
            let date = movement.date();
            if movement.coming
                || movement.deleted.is_some()
                || transfer
                || date < start
                || date > end
            {
                continue;
            }
            if movement.row.minor > 0 {
                sums.incomes += movement.row.minor;
            } else {
                sums.expenses += movement.row.minor;
            }
        }
    }
    let main = by_currency.get("EUR").copied().unwrap_or_default();
    let shown = |sums: &Sums, code: &str| {
        [
            ("balance", number(sums.balance, code)),
            ("incomes", number(sums.incomes, code)),
            ("expenses", number(sums.expenses, code)),
            ("remains", number(sums.incomes + sums.expenses, code)),
        ]
    };
    let currencies = by_currency.iter().map(|(code, sums)| {
        let mut json = Json::object([("symbol", (*code).into())]);
        for (name, value) in shown(sums, code) {
            json.set(name, value);
        }
        json
    });
    let mut json = Json::object([
        ("min_date", start.to_string().into()),
        ("max_date", end.to_string().into()),
        ("currencies", Json::list(currencies)),
        ("converted", false.into()),
        ("transactions", Json::List(Vec::new())),
    ]);
    for (name, value) in shown(&main, "EUR") {
        json.set(name, value);
    }
    if !call.dialect.legacy {
        json.set("n_overdraft", Json::from(0_i64));
        json.set("daily_balances", Json::List(Vec::new()));
    }
    json
}

/// `GET …/forecast`: the planned payments of the next month. The service leaves the shape open.
pub(crate) fn forecast(bank: &mut Bank, call: &Call, scope: &Scope) -> Result<Answer, Refusal> {
    let home = &bank.household;
    let mut items: Vec<(NaiveDate, Json)> = Vec::new();
    for found in accounts::within(bank, scope) {
        for order in home.orders() {
            if !found.enabled || order.account != found.index {
                continue;
            }
            for due in order.open(home.today(), 31) {
                let on = order.shift.aligned(due);
                let code = &home.accounts()[found.index].currency;
                items.push((
                    on,
                    Json::object([
                        ("date", on.to_string().into()),
                        ("id_account", (found.number as i64).into()),
                        ("value", number(order.amount_on(due), code)),
                        ("wording", order.payee.to_uppercase().into()),
                    ]),
                ));
            }
        }
    }
    items.sort_by_key(|(on, _)| *on);
    let items = items.into_iter().map(|(_, json)| json).collect();
    Ok(Answer::json(listed(call.ask, "forecasts", items)?))
}

/// `GET …/accounts/{a}/delta`: how the balance changed from month to month.
pub(crate) fn delta(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    account: &str,
) -> Result<Answer, Refusal> {
    let found = accounts::find(bank, scope, account)?;
    let home = &bank.household;
    let code = &home.accounts()[found.index].currency;
    let mut before = None;
    let mut items = Vec::new();
    for day in home.month_ends() {
        let balance = aggregated::balance(home, found.index, day);
        if let Some(before) = before {
            items.push(Json::object([
                ("date", day.to_string().into()),
                ("delta", number(balance - before, code)),
            ]));
        }
        before = Some(balance);
    }
    if !found.enabled {
        items.clear();
    }
    Ok(Answer::json(listed(call.ask, "deltas", items)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read() {
        assert_eq!(step("1month"), Some(Step::Months(1)));
        assert_eq!(step("15days"), Some(Step::Days(15)));
        assert_eq!(step("2weeks"), Some(Step::Days(14)));
        assert_eq!(step("year"), Some(Step::Months(12)));
        assert_eq!(step("0days"), None);
        assert_eq!(step("fortnight"), None);
    }
}
