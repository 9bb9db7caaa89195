//! From a path to what answers it.

use axum::http::Method;

use super::refusal::Refusal;
use super::tokens::{self, Caller};
use super::{
    Call, accounts, balances, categories, clusters, config, connections, connectors, consent,
    edits, kinds, logs, pages, recipients, transactions, transfers, wealth, webhooks,
};
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;

/// Whose data a path is about, and which part of it.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) user: u64,
    pub(crate) connection: Option<u64>,
    pub(crate) account: Option<u64>,
}

/// Cuts a page out of a list: `offset`, `limit` and the total.
pub(crate) fn listed(ask: &Ask, key: &str, items: Vec<Json>) -> Result<Json, Refusal> {
    let whole = |name: &str| {
        ask.first(name)
            .filter(|text| !text.is_empty())
            .map(|text| text.parse::<usize>().map_err(|_| Refusal::invalid(name)))
            .transpose()
    };
    let (offset, limit) = (whole("offset")?.unwrap_or(0), whole("limit")?);
    let total = items.len();
    let page: Vec<Json> = items
        .into_iter()
        .skip(offset)
        .take(limit.unwrap_or(usize::MAX))
        .collect();
    Ok(Json::Object(vec![
        (key.to_owned(), Json::List(page)),
        ("total".to_owned(), total.into()),
    ]))
}

/// Answers a request below the version.
pub(crate) fn answer(bank: &mut Bank, call: &Call, route: &[&str]) -> Result<Answer, Refusal> {
    let get = call.ask.method == Method::GET;
    match route {
        ["auth", rest @ ..] => tokens::auth(bank, call, rest),
        ["connectors" | "banks" | "providers", ..] => public(call, route),
        ["webauth-url"] if get => pages::webauth_url(bank, call),
        ["webauth"] if get => pages::webauth(bank, call),
        ["account_types"] if get => kinds::types(call),
        ["account_types", id] if get => kinds::one_type(id),
        ["categories", ..] | ["categorize"] => categories::shared(bank, call, route),
        ["finance", "securities"] if get => wealth::securities(bank, call),
        ["config"] | ["config", ..] => config::answer(bank, call, route),
        ["webhooks" | "webhooks_events", ..] => webhooks::answer(bank, call, route),
        ["users"] => {
            let caller = tokens::caller(bank, call.ask)?;
            caller.manager()?;
            config::users(bank, call)
        }
        ["users", user, rest @ ..] => {
            let caller = tokens::caller(bank, call.ask)?;
            let user = caller.user(bank, user)?;
            of_user(bank, call, caller, user, rest)
        }
        _ => Err(Refusal::unknown("resource")),
    }
}

fn public(call: &Call, route: &[&str]) -> Result<Answer, Refusal> {
    if call.ask.method != Method::GET {
        return Err(Refusal::method());
    }
    match route {
        [collection] => connectors::list(call, collection),
        [_, reference] => connectors::one(call, reference),
        [_, reference, "sources"] => connectors::sources(call, reference),
        _ => Err(Refusal::unknown("resource")),
    }
}

fn of_user(
    bank: &mut Bank,
    call: &Call,
    caller: Caller,
    user: u64,
    route: &[&str],
) -> Result<Answer, Refusal> {
    match (&call.ask.method, route) {
        (&Method::GET, []) => return tokens::user(bank, user),
        (&Method::DELETE, []) => {
            bank.budgea.forget_user(user);
            return Ok(super::nothing());
        }
        (&Method::POST, ["token"]) => return tokens::for_user(bank, caller, user),
        _ => {}
    }
    // What lies below a connection or an account is the same, seen through it.
    let mut scope = Scope {
        user,
        connection: None,
        account: None,
    };
    let mut route = route;
    connections::of_user(bank, user);
    if let ["connections", id, rest @ ..] = route
        && !rest.is_empty()
    {
        let id = id.parse().map_err(|_| Refusal::unknown("connection"))?;
        scope.connection = Some(connections::find(bank, user, id)?);
        route = rest;
    }
    if let ["accounts", id, rest @ ..] = route
        && !matches!(rest, [] | ["logs" | "delta"])
    {
        scope.account = Some(accounts::find(bank, &scope, id)?.number);
        route = rest;
    }
    match route {
        ["connections", ..] => connection(bank, call, user, route),
        ["sources", ..] | ["logs"] => below_connection(bank, call, &scope, route),
        ["accounts", ..] => account(bank, call, &scope, route),
        ["transactions", ..] => movement(bank, call, &scope, route),
        ["investments" | "pockets" | "market_orders", ..] => {
            wealth::answer(bank, call, &scope, route)
        }
        ["balances"] => balances::list(bank, call, &scope),
        ["forecast"] => balances::forecast(bank, call, &scope),
        ["categories", ..] => categories::of_user(bank, call, &scope, route),
        ["transactionsclusters", ..] => clusters::answer(bank, call, &scope, route),
        ["recipients", id, "transfers", rest @ ..] => {
            transfers::below_recipient(bank, call, &scope, id, rest)
        }
        ["recipients", ..] => recipients::answer(bank, call, &scope, route),
        ["transfers", ..] => transfers::answer(bank, call, &scope, route),
        _ => Err(Refusal::unknown("resource")),
    }
}

fn connection(bank: &mut Bank, call: &Call, user: u64, route: &[&str]) -> Result<Answer, Refusal> {
    let number = |id: &str| {
        id.parse::<u64>()
            .map_err(|_| Refusal::unknown("connection"))
    };
    match (&call.ask.method, route) {
        (&Method::GET, ["connections"]) => connections::list(bank, call, user),
        (&Method::POST, ["connections"]) => connections::create(bank, call, user),
        (&Method::PUT, ["connections"]) => connections::sync(bank, call, user, None),
        (&Method::GET, ["connections", id]) => connections::one(bank, call, user, number(id)?),
        (&Method::POST, ["connections", id]) => connections::update(bank, call, user, number(id)?),
        (&Method::PUT, ["connections", id]) => {
            connections::sync(bank, call, user, Some(number(id)?))
        }
        (&Method::DELETE, ["connections", id]) => connections::delete(bank, user, number(id)?),
        _ => Err(Refusal::method()),
    }
}

fn below_connection(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    route: &[&str],
) -> Result<Answer, Refusal> {
    match (&call.ask.method, route) {
        (&Method::GET, ["sources"]) => connections::sources(bank, call, scope),
        (&Method::POST | &Method::PUT, ["sources", id]) => {
            connections::switch_source(bank, call, scope, id)
        }
        (&Method::GET, ["logs"]) => logs::of_connection(bank, call, scope),
        _ => Err(Refusal::method()),
    }
}

fn account(bank: &mut Bank, call: &Call, scope: &Scope, route: &[&str]) -> Result<Answer, Refusal> {
    match (&call.ask.method, route) {
        (&Method::GET, ["accounts"]) => accounts::list(bank, call, scope),
        (&Method::GET, ["accounts", id]) => accounts::one(bank, call, scope, id),
        (&Method::POST | &Method::PUT, ["accounts", ids]) => {
            consent::update(bank, call, scope, ids)
        }
        (&Method::DELETE, ["accounts", id]) => consent::delete(bank, scope, id),
        (&Method::GET, ["accounts", id, "logs"]) => logs::of_account(bank, call, scope, id),
        (&Method::GET, ["accounts", id, "delta"]) => balances::delta(bank, call, scope, id),
        _ => Err(Refusal::method()),
    }
}

fn movement(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    route: &[&str],
) -> Result<Answer, Refusal> {
    match (&call.ask.method, route) {
        (&Method::GET, ["transactions"]) => transactions::list(bank, call, scope),
        (&Method::POST, ["transactions"]) => edits::write(bank, call, scope),
        (&Method::GET, ["transactions", id]) => transactions::one(bank, call, scope, id),
        (&Method::POST | &Method::PUT, ["transactions", id]) => {
            edits::update(bank, call, scope, id)
        }
        (_, ["transactions", id, "informations", ..]) => edits::informations(bank, call, scope, id),
        _ => Err(Refusal::method()),
    }
}
