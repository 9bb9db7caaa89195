//! Accounts: what a connection shows.

use std::collections::BTreeMap;

use super::connections::Connection;
use super::expand::Expand;
use super::kinds::{currency, formatted};
use super::paris::written;
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::selection::everything;
use super::{Call, connections, connectors, loans, moves, odd, transactions, wealth};
use crate::aggregated::{self, Facts};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::household::Kind;
use crate::json::{Json, number};
use crate::scenario::Scenario;

/// Numbers of a connection's accounts.
const SPAN: u64 = 1_000;

/// An account found by its number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// On the wire.
    pub(crate) number: u64,
    /// In the household.
    pub(crate) index: usize,
    pub(crate) connection: u64,
    pub(crate) connector: u64,
    pub(crate) enabled: bool,
}

/// The accounts that a connection shows.
pub(crate) fn seen(bank: &Bank, connection: &Connection) -> Vec<Found> {
    if connection.last_update.is_none() || connection.bank().capability() != "bank" {
        return Vec::new();
    }
    aggregated::accounts(&bank.household)
        .into_iter()
        .map(|index| Found {
            number: connection.id * SPAN + index as u64,
            index,
            connection: connection.id,
            connector: connection.connector,
            enabled: connection.enabled.contains(&index),
        })
        .collect()
}

/// The accounts within a scope, disabled ones included.
pub(crate) fn within(bank: &Bank, scope: &Scope) -> Vec<Found> {
    bank.budgea
        .connections
        .values()
        .filter(|connection| connection.user == scope.user)
        .filter(|connection| scope.connection.is_none_or(|id| id == connection.id))
        .flat_map(|connection| seen(bank, connection))
        .filter(|found| scope.account.is_none_or(|number| number == found.number))
        .collect()
}

/// The account with a number, within a scope.
pub(crate) fn find(bank: &Bank, scope: &Scope, number: &str) -> Result<Found, Refusal> {
    let number: u64 = number.parse().map_err(|_| Refusal::unknown("account"))?;
    within(bank, scope)
        .into_iter()
        .find(|found| found.number == number)
        .ok_or_else(|| Refusal::unknown("account"))
}

/// `GET /users/{u}/accounts`, and below a connection.
pub(crate) fn list(bank: &mut Bank, call: &Call, scope: &Scope) -> Result<Answer, Refusal> {
    let expand = Expand::read(call.ask.first("expand").unwrap_or_default());
    let ids: Vec<u64> = within(bank, scope)
        .iter()
        .map(|found| found.connection)
        .collect();
    for id in ids {
        moves::pass_begins(bank, id);
    }
    let every = everything(call.ask);
    let able = call.ask.first("able_to_transfer").map(|text| text == "1");
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut items = Vec::new();
    for found in within(bank, scope) {
        let account = &bank.household.accounts()[found.index];
        if !every && (!found.enabled || account.closed.is_some()) {
            continue;
        }
        if able.is_some_and(|able| able != can_transfer(bank, &found)) {
            continue;
        }
        if found.enabled {
            let (balance, coming) = figures(bank, &found);
            let sum = sums.entry(account.currency.clone()).or_default();
            sum.0 += balance;
            sum.1 += balance + coming;
        }
        items.push(json(bank, call, &found, &expand));
    }
    if bank.scenario == Scenario::Odd && scope.account.is_none() && !call.dialect.strict {
        items.extend(odd::accounts(bank, scope));
    }
    let mut answer = listed(call.ask, "accounts", items)?;
    let by_currency = |pick: fn(&(i64, i64)) -> i64| {
        Json::Object(
            sums.iter()
                .map(|(code, sum)| (code.clone(), number(pick(sum), code)))
                .collect(),
        )
    };
    answer.set("balances", by_currency(|sum| sum.0));
    answer.set("coming_balances", by_currency(|sum| sum.1));
    Ok(Answer::json(answer))
}

/// `GET …/accounts/{a}`
pub(crate) fn one(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    number: &str,
) -> Result<Answer, Refusal> {
    let expand = Expand::read(call.ask.first("expand").unwrap_or_default());
    let found = find(bank, scope, number)?;
    Ok(Answer::json(json(bank, call, &found, &expand)))
}

/// The accounts of a connection, nested in it.
pub(crate) fn of_connection(
    bank: &Bank,
    call: &Call,
    connection: &Connection,
    expand: &Expand,
    every: bool,
) -> Json {
    let items = seen(bank, connection)
        .into_iter()
        .filter(|found| {
            let open = bank.household.accounts()[found.index].closed.is_none();
            every || (found.enabled && open)
        })
        .map(|found| json(bank, call, &found, expand));
    Json::list(items)
}

/// Balance and the sum of announced movements, in minor units.
pub(crate) fn figures(bank: &Bank, found: &Found) -> (i64, i64) {
    let home = &bank.household;
    (
        aggregated::balance(home, found.index, home.today()),
        home.pending(found.index),
    )
}

pub(crate) fn can_transfer(bank: &Bank, found: &Found) -> bool {
    let account = &bank.household.accounts()[found.index];
    found.enabled && account.kind == Kind::Current && account.closed.is_none()
}

/// An account on the wire.
pub(crate) fn json(bank: &Bank, call: &Call, found: &Found, expand: &Expand) -> Json {
    let home = &bank.household;
    let account = &home.accounts()[found.index];
    let facts = aggregated::facts(home, found.index);
    let connection = &bank.budgea.connections[&found.connection];
    let code = account.currency.as_str();
    let (balance, coming) = if found.enabled {
        figures(bank, found)
    } else {
        (0, 0)
    };
    let shown = |minor: i64| {
        if found.enabled || call.dialect.legacy {
            number(minor, code)
        } else {
            Json::Null
        }
    };
    let iban = account
        .number
        .as_ref()
        .filter(|number| number.starts_with("FR"));
    let short = account.number.as_ref().map(|number| {
        let start = number.len().saturating_sub(13);
        let end = number.len().saturating_sub(2).max(start);
        if iban.is_some() {
            number[start..end].to_owned()
        } else {
            number.clone()
        }
    });
    let changed = home.last_change(found.index).max(account.changed);
    let disabled = (!found.enabled).then(|| {
        let since = connection.disabled.get(&found.index);
        written(since.copied().unwrap_or(connection.created))
    });
    let mut json = Json::object([
        ("id", (found.number as i64).into()),
        ("id_connection", (found.connection as i64).into()),
        ("id_user", (connection.user as i64).into()),
        ("id_source", ((found.connection * 10 + 1) as i64).into()),
        (
            "id_parent",
            facts
                .parent
                .map(|parent| (found.connection * SPAN + parent as u64) as i64)
                .into(),
        ),
        ("id_type", facts.type_id.into()),
        (
            "type",
            if call.dialect.legacy {
                facts.older
            } else {
                facts.code
            }
            .into(),
        ),
        ("number", short.into()),
        ("original_name", facts.original_name.into()),
        ("name", account.name.as_str().into()),
        ("balance", shown(balance)),
        ("coming", shown(coming)),
        ("currency", currency(code)),
        ("iban", iban.cloned().into()),
        ("display", true.into()),
        ("bookmarked", Json::from(0_i64)),
        (
            "last_update",
            connection
                .last_update
                .map(|last| written(last.max(changed.min(home.clock()))))
                .into(),
        ),
        (
            "deleted",
            account.closed.map(|_| written(account.changed)).into(),
        ),
        ("disabled", disabled.into()),
        ("error", Json::Null),
        (
            "usage",
            if facts.professional { "ORGA" } else { "PRIV" }.into(),
        ),
        (
            "ownership",
            if facts.shared_by_two {
                "co-owner"
            } else {
                "owner"
            }
            .into(),
        ),
        ("company_name", Json::Null),
        ("loan", loans::loan(bank, call, found)),
    ]);
    if call.dialect.legacy {
        json.set("bic", iban.map(|_| "BDCHFRP1XXX"));
        json.set("webid", format!("w{}", found.index));
        json.set("formatted_balance", formatted(balance, code));
        json.set("coming_balance", number(balance + coming, code));
        json.set("able_to_transfer", can_transfer(bank, found));
    }
    for (name, value) in bank.budgea.renamed.get(&found.number).into_iter().flatten() {
        json.set(name, value.clone());
    }
    nested(bank, call, found, &facts, expand, &mut json);
    json
}

fn nested(
    bank: &Bank,
    call: &Call,
    found: &Found,
    facts: &Facts,
    expand: &Expand,
    json: &mut Json,
) {
    if expand.has("transactions") {
        json.set("transactions", transactions::of_account(bank, call, found));
    }
    if expand.has("investments") && facts.invests {
        json.set("investments", Json::List(wealth::of_account(bank, found)));
    }
    if let Some(below) = expand.get("connection") {
        let connection = &bank.budgea.connections[&found.connection];
        json.set(
            "connection",
            connections::json(bank, call, connection, below),
        );
    }
    if let Some(below) = expand.get("connector") {
        let connector = bank.budgea.connections[&found.connection].bank();
        json.set("connector", connectors::json(call, connector, below));
    }
}
