//! The Budgea dialect, today Powens: the household's French side.
//!
//! Everything is served below `/budgea/2.0`, in today's dialect unless a switch says otherwise;
//! `/budgea/current/2.0`, `/budgea/legacy/2.0` and `/budgea/strict/2.0` choose for one request,
//! where `strict` is the older dialect as the generated Python client wants it: members are left
//! out rather than null, and types it does not know are replaced.
//!
//! All connections, of any user to any bank, show the same accounts under numbers of their own: an
//! account's number is a thousand times its connection's plus its place in the household, and a
//! movement's ten million times plus its own. Every request lets the clock run on by a second, so
//! that codes run out and confirmations come without anybody waiting.

mod accounts;
mod balances;
mod catalogue;
mod categories;
mod clusters;
mod config;
mod connections;
mod connectors;
mod consent;
mod deliveries;
mod edits;
mod expand;
mod form;
mod kinds;
mod lifecycle;
mod loans;
mod logs;
mod moves;
mod odd;
mod pages;
mod paris;
mod recipients;
mod refusal;
mod routes;
mod selection;
mod state;
mod tokens;
mod transactions;
mod transfers;
mod wealth;
mod webhooks;

use axum::http::StatusCode;

pub(crate) use state::State;

use crate::bank::Bank;
use crate::exchange::{Answer, Ask, Content};
use crate::json::Json;
use crate::scenario::Scenario;
use refusal::Refusal;

/// Where the dialect lives.
pub(crate) const PREFIX: &str = "/budgea";

/// Under `rate-limited`, every call whose count this divides is refused.
const REFUSED_EVERY: u64 = 5;

/// Which era's words are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The words of 2020.
    pub(crate) legacy: bool,
    /// Nothing is null, and only what the generated client knows is there.
    pub(crate) strict: bool,
}

/// One request on its way through the dialect.
pub(crate) struct Call<'a> {
    pub(crate) ask: &'a Ask,
    pub(crate) dialect: Dialect,
}

/// Whether the path leads to a page for people rather than to the API.
pub(crate) fn is_page(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    matches!(
        segments.as_slice(),
        ["budgea", "webview" | "bank", ..]
            | ["budgea", "2.0", "auth", "webview", ..]
            | ["budgea", _, "2.0", "auth", "webview", ..]
    )
}

/// Answers one request below [`PREFIX`].
pub(crate) fn answer(bank: &mut Bank, ask: &Ask) -> Answer {
    bank.household.tick(1);
    bank.budgea.calls += 1;
    let number = bank.budgea.calls;
    let segments = ask.below(PREFIX).unwrap_or_default();
    let (dialect, route) = spoken(bank, &segments);
    if is_page(&ask.path) {
        return pages::answer(bank, ask, &segments)
            .unwrap_or_else(|refusal| pages::trouble(&refusal));
    }
    let call = Call { ask, dialect };
    let answered = match route {
        Some(route) => served(bank, &call, route),
        None => Err(Refusal::unknown("resource")),
    };
    match answered {
        Ok(mut answer) => {
            if dialect.strict
                && let Content::Json(document) = &mut answer.body
            {
                without_nulls(document);
            }
            answer
        }
        Err(refusal) => {
            let answer = refusal.answer(dialect, number);
            if refusal.status == StatusCode::TOO_MANY_REQUESTS && number.is_multiple_of(2) {
                answer.with("retry-after", "1")
            } else {
                answer
            }
        }
    }
}

fn spoken<'a, 'b>(bank: &Bank, segments: &'a [&'b str]) -> (Dialect, Option<&'a [&'b str]>) {
    let chosen = |legacy, strict| Dialect { legacy, strict };
    let switched = chosen(
        bank.switches.budgea_legacy || bank.switches.budgea_strict,
        bank.switches.budgea_strict,
    );
    match segments {
        ["2.0", route @ ..] => (switched, Some(route)),
        ["current", "2.0", route @ ..] => (chosen(false, false), Some(route)),
        ["legacy", "2.0", route @ ..] => (chosen(true, false), Some(route)),
        ["strict", "2.0", route @ ..] => (chosen(true, true), Some(route)),
        _ => (switched, None),
    }
}

fn served(bank: &mut Bank, call: &Call, route: &[&str]) -> Result<Answer, Refusal> {
    bank.budgea.counted += 1;
    let refused = bank.budgea.counted.is_multiple_of(REFUSED_EVERY);
    if bank.scenario == Scenario::RateLimited && refused {
        return Err(Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "tooManyRequests",
            "too many requests, please come back later",
        ));
    }
    tokens::forget_expired(bank);
    routes::answer(bank, call, route)
}

/// The bank of the household's own connection, and what opens another one to it.
pub(crate) fn way_in() -> (u64, std::collections::BTreeMap<&'static str, &'static str>) {
    let bank = catalogue::numbered(catalogue::HAPPY);
    let login = bank
        .fields
        .iter()
        .map(|field| (field.name, field.right))
        .collect();
    (bank.id, login)
}

/// The bank shows another account, or one less: the household's own connection shares what it may.
pub(crate) fn accounts_came_or_went(bank: &mut Bank) {
    let there = crate::aggregated::accounts(&bank.household);
    let home = &bank.household;
    if let Some(connection) = bank.budgea.connections.get_mut(&state::FIRST_CONNECTION) {
        connection.enabled.retain(|index| there.contains(index));
        for index in there {
            if home.accounts()[index].shared && !connection.disabled.contains_key(&index) {
                connection.enabled.insert(index);
            }
        }
    }
}

/// Takes away every member that is null, save for the state of a connection, where nothing is
/// something to say.
fn without_nulls(document: &mut Json) {
    match document {
        Json::Object(members) => {
            let connection = members.iter().any(|(name, _)| name == "connector_uuid");
            members.retain(|(name, value)| {
                let state = matches!(name.as_str(), "state" | "error" | "error_message");
                *value != Json::Null || (connection && state)
            });
            for (_, value) in members {
                without_nulls(value);
            }
        }
        Json::List(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

/// An answer without a body.
fn nothing() -> Answer {
    Answer::text(StatusCode::NO_CONTENT, "text/plain; charset=utf-8", "")
}
