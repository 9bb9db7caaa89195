//! Holdings, their past, and the pockets of the life insurance.

use axum::http::Method;
use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::Call;
use super::accounts::{self, Found};
use super::kinds::currency;
use super::paris::written;
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::selection::Days;
use super::tokens;
use crate::aggregated;
use crate::bank::Bank;
use crate::calendar::{minus, working_until};
use crate::exchange::Answer;
use crate::household::account::LIFE;
use crate::household::{Holding, Household};
use crate::json::{Json, number};
use crate::rates;

/// An account's cash among its holdings.
const CASH: usize = 500;
const SPAN: u64 = 1_000;

/// A holding of an account on the wire.
struct Held {
    id: u64,
    found: Found,
    /// The place in the household's list; none for cash.
    place: Option<usize>,
    json: Json,
    label: String,
    code: String,
    valuation: i64,
    gain: i64,
}

fn plain(amount: Decimal) -> Json {
    Json::Number(amount.normalize().to_string())
}

/// A part of a whole, to six decimals.
fn ratio(part: i64, whole: i64) -> Option<Json> {
    let ratio = Decimal::new(part, 0).checked_div(Decimal::new(whole, 0))?;
    Some(plain(ratio.round_dp_with_strategy(
        6,
        RoundingStrategy::MidpointNearestEven,
    )))
}

fn original(held: &Holding, amount: Decimal, day: NaiveDate) -> Option<Json> {
    let rate = rates::in_force(held.quoted, day)?;
    Some(plain((amount * rate).round_dp_with_strategy(
        4,
        RoundingStrategy::MidpointNearestEven,
    )))
}

fn all(bank: &Bank, scope: &Scope) -> Vec<Held> {
    accounts::within(bank, scope)
        .into_iter()
        .filter(|found| found.enabled && aggregated::facts(&bank.household, found.index).invests)
        .flat_map(|found| of(bank, found))
        .collect()
}

fn of(bank: &Bank, found: Found) -> Vec<Held> {
    let home = &bank.household;
    let today = home.today();
    let worth = aggregated::balance(home, found.index, today);
    let mut list: Vec<Held> = home
        .holdings()
        .iter()
        .enumerate()
        .filter(|(_, held)| held.account == found.index)
        .map(|(place, held)| {
            let valuation = held.valuation(today);
            let gain = valuation - held.cost(today);
            let id = found.connection * SPAN + place as u64;
            Held {
                id,
                found,
                place: Some(place),
                json: json(home, held, id, &found, worth),
                label: held.label.to_owned(),
                code: held.code.clone(),
                valuation,
                gain,
            }
        })
        .collect();
    let cash = worth - home.held_value(found.index, today);
    if cash != 0 {
        list.push(cash_entry(home, found, cash, worth));
    }
    list
}

fn cash_entry(home: &Household, found: Found, cash: i64, worth: i64) -> Held {
    let id = found.connection * SPAN + (CASH + found.index) as u64;
    let json = Json::object([
        ("id", (id as i64).into()),
        ("id_account", (found.number as i64).into()),
        ("id_security", Json::Null),
        ("id_type", Json::Null),
        ("label", "Liquidités".into()),
        ("code", "XX-liquidity".into()),
        ("code_type", Json::Null),
        ("stock_symbol", Json::Null),
        ("source", "website".into()),
        ("description", Json::Null),
        ("quantity", Json::Null),
        ("unitprice", Json::Null),
        ("unitvalue", Json::Null),
        ("valuation", number(cash, "EUR")),
        ("diff", Json::Null),
        ("diff_percent", Json::Null),
        ("prev_diff", Json::Null),
        ("prev_diff_percent", Json::Null),
        ("vdate", Json::Null),
        ("prev_vdate", Json::Null),
        ("portfolio_share", ratio(cash, worth).into()),
        ("original_currency", Json::Null),
        ("calculated", Json::list(["portfolio_share".into()])),
        ("deleted", Json::Null),
        ("last_update", written(home.clock())),
    ]);
    Held {
        id,
        found,
        place: None,
        json,
        label: "Liquidités".to_owned(),
        code: "XX-liquidity".to_owned(),
        valuation: cash,
        gain: 0,
    }
}

fn json(home: &Household, held: &Holding, id: u64, found: &Found, worth: i64) -> Json {
    let today = home.today();
    let valued = working_until(today);
    let before = working_until(minus(valued, 1));
    let (value, valuation, cost) = (
        held.unit_value(today),
        held.valuation(today),
        held.cost(today),
    );
    let step = valuation - held.valuation(before);
    let price = held.unit_price(today);
    let abroad = held.quoted != "EUR";
    let mut json = Json::object([
        ("id", (id as i64).into()),
        ("id_account", (found.number as i64).into()),
        ("id_security", ((id % SPAN) as i64 + 1).into()),
        ("id_type", Json::from(if abroad { 2_i64 } else { 1 })),
        ("label", held.label.into()),
        ("code", held.code.as_str().into()),
        ("code_type", held.isin.then_some("ISIN").into()),
        ("stock_symbol", Json::Null),
        ("source", "website".into()),
        ("description", Json::Null),
        ("quantity", plain(held.quantity(today))),
        ("unitprice", price.map(plain).into()),
        ("unitvalue", plain(value)),
        ("valuation", number(valuation, "EUR")),
        ("diff", number(valuation - cost, "EUR")),
        ("diff_percent", ratio(valuation - cost, cost).into()),
        ("prev_diff", number(step, "EUR")),
        ("prev_diff_percent", ratio(step, valuation - step).into()),
        ("vdate", valued.to_string().into()),
        ("prev_vdate", before.to_string().into()),
        ("portfolio_share", ratio(valuation, worth).into()),
        (
            "original_currency",
            abroad.then(|| currency(held.quoted)).into(),
        ),
        (
            "calculated",
            Json::list(["diff".into(), "portfolio_share".into()]),
        ),
        ("deleted", Json::Null),
        ("last_update", written(home.clock())),
        (
            "type",
            Json::object([
                ("id", Json::from(if abroad { 2_i64 } else { 1 })),
                ("name", if abroad { "Action" } else { "Fonds" }.into()),
                ("color", "AABBCC".into()),
            ]),
        ),
    ]);
    if abroad {
        let worth = Decimal::new(valuation, 2);
        json.set("original_unitvalue", original(held, value, today));
        json.set(
            "original_unitprice",
            price.and_then(|price| original(held, price, today)),
        );
        json.set("original_valuation", original(held, worth, today));
        json.set(
            "original_diff",
            original(held, Decimal::new(valuation - cost, 2), today),
        );
    }
    json
}

/// The holdings of an account, nested in it.
pub(crate) fn of_account(bank: &Bank, found: &Found) -> Vec<Json> {
    if !found.enabled {
        return Vec::new();
    }
    of(bank, *found).into_iter().map(|held| held.json).collect()
}

/// Answers below `investments`, `pockets` and `market_orders`.
pub(crate) fn answer(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    route: &[&str],
) -> Result<Answer, Refusal> {
    if call.ask.method != Method::GET {
        return Err(Refusal::method());
    }
    let list = all(bank, scope);
    let one = |id: &str| {
        list.iter()
            .find(|held| held.id.to_string() == id)
            .ok_or_else(|| Refusal::unknown("investment"))
    };
    match route {
        ["investments"] => envelope(call, &list),
        ["investments", id] => Ok(Answer::json(one(id)?.json.clone())),
        ["investments", id, "history"] => history(bank, call, one(id)?),
        ["investments", id, "pockets"] => pockets(bank, call, &[one(id)?]),
        ["pockets"] => pockets(bank, call, &list.iter().collect::<Vec<_>>()),
        ["market_orders"] => Ok(Answer::json(listed(call.ask, "market_orders", Vec::new())?)),
        _ => Err(Refusal::unknown("resource")),
    }
}

fn envelope(call: &Call, list: &[Held]) -> Result<Answer, Refusal> {
    let wanted = |name: &str| call.ask.first(name).map(str::to_lowercase);
    let (label, code) = (wanted("label"), wanted("code"));
    let picked: Vec<&Held> = list
        .iter()
        .filter(|held| {
            label
                .as_ref()
                .is_none_or(|text| held.label.to_lowercase().contains(text))
        })
        .filter(|held| {
            code.as_ref()
                .is_none_or(|text| held.code.eq_ignore_ascii_case(text))
        })
        .collect();
    let valuation: i64 = picked.iter().map(|held| held.valuation).sum();
    let gain: i64 = picked.iter().map(|held| held.gain).sum();
    let items = picked.iter().map(|held| held.json.clone()).collect();
    let mut answer = listed(call.ask, "investments", items)?;
    answer.set("valuation", number(valuation, "EUR"));
    answer.set("diff", number(gain, "EUR"));
    answer.set("diff_percent", ratio(gain, valuation - gain));
    answer.set("prev_diff", Json::Null);
    answer.set("prev_diff_percent", Json::Null);
    answer.set(
        "calculated",
        Json::list(["diff".into(), "diff_percent".into()]),
    );
    Ok(Answer::json(answer))
}

/// The value of a unit at every month's end, and now.
fn history(bank: &Bank, call: &Call, held: &Held) -> Result<Answer, Refusal> {
    let days = Days::of(call.ask)?;
    let home = &bank.household;
    let mut items = Vec::new();
    if let Some(holding) = held.place.map(|place| &home.holdings()[place]) {
        for (place, day) in home.month_ends().into_iter().enumerate().rev() {
            if !days.hold(day) {
                continue;
            }
            let value = holding.unit_value(day);
            let abroad = holding.quoted != "EUR";
            items.push(Json::object([
                ("id", ((held.id * 1_000) as i64 + place as i64).into()),
                ("id_investment", (held.id as i64).into()),
                ("vdate", working_until(day).to_string().into()),
                ("unitvalue", plain(value)),
                (
                    "original_unitvalue",
                    abroad
                        .then(|| original(holding, value, day))
                        .flatten()
                        .into(),
                ),
                (
                    "original_currency",
                    abroad.then(|| currency(holding.quoted)).into(),
                ),
            ]));
        }
    }
    Ok(Answer::json(listed(call.ask, "investmentvalues", items)?))
}

/// A part of the life insurance is not to be had before its day.
fn pockets(bank: &Bank, call: &Call, list: &[&Held]) -> Result<Answer, Refusal> {
    let home = &bank.household;
    let today = home.today();
    let items = list
        .iter()
        .filter(|held| held.found.index == LIFE)
        .filter_map(|held| Some((held, &home.holdings()[held.place?])))
        .map(|(held, holding)| {
            Json::object([
                ("id", ((held.id * 10 + 1) as i64).into()),
                ("id_account", (held.found.number as i64).into()),
                ("id_investment", (held.id as i64).into()),
                ("label", "Versements".into()),
                ("value", number(holding.valuation(today), "EUR")),
                ("quantity", plain(holding.quantity(today))),
                ("availability_date", Json::Null),
                ("condition", "available".into()),
                ("last_update", written(home.clock())),
                ("deleted", Json::Null),
            ])
        })
        .collect();
    Ok(Answer::json(listed(call.ask, "pockets", items)?))
}

/// `GET /finance/securities`
pub(crate) fn securities(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    tokens::caller(bank, call.ask)?;
    let home = &bank.household;
    let items = home
        .holdings()
        .iter()
        .enumerate()
        .map(|(place, held)| {
            Json::object([
                ("id", (place as i64 + 1).into()),
                ("name", held.label.into()),
                ("code", held.code.as_str().into()),
                (
                    "id_type",
                    Json::from(if held.quoted == "EUR" { 1_i64 } else { 2 }),
                ),
                ("last_update", written(home.clock())),
            ])
        })
        .collect();
    Ok(Answer::json(listed(call.ask, "securities", items)?))
}
