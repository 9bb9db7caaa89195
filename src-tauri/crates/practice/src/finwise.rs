//! The FinWise dialect: the household's francs, dollars and pounds.
//!
//! Filters and paging come as JSON inside of the query; lists are bare arrays with page facts in
//! the headers. What a client writes goes into the household's own books, except for what the
//! household has no word for (its own categories, hand-made balances), which is kept here.

mod accounts;
mod balances;
mod budgets;
mod categories;
mod filters;
mod odd;
mod totals;
mod transactions;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::http::{Method, StatusCode};

use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::household::Upstream;
use crate::json::Json;
use crate::random::{Dice, wire_id};
use crate::scenario::Scenario;

/// Where the dialect lives.
pub(crate) const PREFIX: &str = "/finwise";

/// Under `first-sync`, calls that are answered 503, then calls that find nothing yet.
const NOT_READY: u64 = 2;
const STILL_EMPTY: u64 = 2;

/// Under `rate-limited`, every call whose count this divides is refused.
const REFUSED_EVERY: u64 = 5;

/// What the service remembers of its caller.
pub(crate) struct State {
    api_key: String,
    calls: u64,
    /// Calls since the scenario was set.
    counted: u64,
    read_through: bool,
    changed: bool,
    moves: u32,
    categories: categories::Own,
    /// Notes that clients wrote.
    notes: HashMap<u64, String>,
    /// Rows that clients said were looked at, or are to be.
    reviewed: HashMap<u64, bool>,
    /// Rows that clients entered.
    by_hand: HashSet<u64>,
    balances: balances::ByHand,
    /// Members that clients set on accounts and the household knows nothing of.
    patched: HashMap<usize, Vec<(String, Json)>>,
    memo: Option<(String, Arc<Vec<transactions::Item>>)>,
}

impl State {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::numbered(seed, "finwise-key", 1);
        Self {
            api_key: format!("practice_{:016x}{:016x}", dice.next(), dice.next()),
            calls: 0,
            counted: 0,
            read_through: false,
            changed: false,
            moves: 0,
            categories: categories::Own::default(),
            notes: HashMap::new(),
            reviewed: HashMap::new(),
            by_hand: HashSet::new(),
            balances: balances::ByHand::default(),
            patched: HashMap::new(),
            memo: None,
        }
    }

    /// The key that lets one in.
    pub(crate) fn api_key(&self) -> &str {
        &self.api_key
    }

    /// Starts a scenario's script.
    pub(crate) fn scenario_set(&mut self) {
        self.counted = 0;
        self.changed = false;
        self.moves = 0;
        self.memo = None;
    }
}

/// A refusal with FinWise's fields.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    message: String,
    /// Code, message, path, what was received.
    errors: Vec<[String; 4]>,
}

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            errors: Vec::new(),
        }
    }

    fn field(path: &str, message: impl Into<String>, received: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: "The request is not valid".to_owned(),
            errors: vec![[
                "invalid_type".into(),
                message.into(),
                path.into(),
                received.into(),
            ]],
        }
    }

    fn unknown(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("{what} was not found"))
    }

    fn answer(&self, wrapped: bool) -> Answer {
        let name = match self.status {
            StatusCode::BAD_REQUEST => "BadRequestError",
            StatusCode::UNAUTHORIZED => "UnauthenticatedError",
            StatusCode::FORBIDDEN => "ForbiddenError",
            StatusCode::NOT_FOUND => "NotFoundError",
            StatusCode::CONFLICT => "ConflictError",
            StatusCode::TOO_MANY_REQUESTS => "TooManyRequestsError",
            _ => "InternalServerError",
        };
        let errors = self.errors.iter().map(|[code, message, path, received]| {
            Json::object([
                ("code", code.as_str().into()),
                ("message", message.as_str().into()),
                ("path", Json::list(path.split('.').map(Json::from))),
                ("received", received.as_str().into()),
            ])
        });
        let body = Json::object([
            ("name", name.into()),
            ("message", self.message.as_str().into()),
            ("errors", Json::list(errors)),
        ]);
        let body = if wrapped {
            Json::object([("error", body)])
        } else {
            body
        };
        Answer::status(self.status, body)
    }
}

/// Answers one request below [`PREFIX`].
pub(crate) fn answer(bank: &mut Bank, ask: &Ask) -> Answer {
    bank.finwise.calls += 1;
    let request_id = wire_id(bank.household.seed(), "finwise-request", bank.finwise.calls);
    let wrapped = bank.switches.finwise_wrapped_errors;
    guarded(bank, ask)
        .unwrap_or_else(|refusal| refusal.answer(wrapped))
        .with("request-id", request_id)
}

fn guarded(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    // The bare key: a `Bearer` in front of it is the commonest mistake.
    let known = ask.header("authorization") == Some(bank.finwise.api_key());
    if !known || bank.scenario.refuses_credentials() {
        return Err(Refusal::new(
            StatusCode::UNAUTHORIZED,
            "The API key is missing or not valid",
        ));
    }
    let count = bank.finwise.counted;
    bank.finwise.counted += 1;
    match bank.scenario {
        Scenario::RateLimited if count.is_multiple_of(REFUSED_EVERY) => {
            return Ok(too_fast(bank, count / REFUSED_EVERY));
        }
        Scenario::FirstSync if count < NOT_READY => {
            return Err(Refusal::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "Your accounts are being connected",
            ));
        }
        Scenario::FirstSync if count < NOT_READY + STILL_EMPTY && !ask.writes() => {
            return Ok(filters::Page::of(ask)?.answer(Vec::new(), 0));
        }
        _ => {}
    }
    route(bank, ask)
}

/// Every refusal says something else about when to come back: a header, nothing, a member.
fn too_fast(bank: &Bank, turn: u64) -> Answer {
    let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests");
    let mut answer = refusal.answer(bank.switches.finwise_wrapped_errors);
    match turn % 3 {
        0 => answer.with("retry-after", "1"),
        1 => answer,
        _ => {
            if let crate::exchange::Content::Json(body) = &mut answer.body {
                body.set("retryAfter", 1_i64);
            }
            answer
        }
    }
}

fn route(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let route = ask.below(PREFIX).unwrap_or_default();
    let budgets = bank.switches.finwise_budgets;
    match (ask.method.as_str(), route.as_slice()) {
        ("GET", ["accounts"]) => {
            let (read, changed) = (bank.finwise.read_through, bank.finwise.changed);
            bank.finwise.changed = bank.pass_begins(Upstream::Finwise, read, changed);
            accounts::list(bank, ask)
        }
        ("POST", ["accounts"]) => accounts::create(bank, ask),
        ("GET", ["accounts", id]) => accounts::one(bank, id),
        ("PATCH", ["accounts", id]) => accounts::patch(bank, id, ask),
        ("POST", ["accounts", id, "archive"]) => accounts::archive(bank, id),
        ("GET", ["account-balances"]) => balances::list(bank, ask),
        ("POST", ["account-balances"]) => balances::create(bank, ask),
        ("GET", ["account-balances", "aggregated" | "aggregated2"]) => totals::balances(bank, ask),
        ("POST", ["account-balances", id, "archive"]) => balances::archive(bank, id),
        ("GET", ["transactions"]) => {
            move_pages(bank, ask)?;
            transactions::list(bank, ask)
        }
        ("POST", ["transactions"]) => transactions::create(bank, ask),
        ("GET", ["transactions", "aggregated3"]) => totals::transactions_by_time(bank, ask),
        ("POST", ["transactions", "aggregated3"]) => totals::transactions_by_category(bank, ask),
        ("PATCH", ["transactions", id]) => transactions::patch(bank, id, ask),
        ("POST", ["transactions", id, "archive"]) => transactions::archive(bank, id),
        ("GET", ["transaction-categories"]) => categories::list(bank, ask),
        ("POST", ["transaction-categories"]) => categories::create(bank, ask),
        ("DELETE", ["transaction-categories", id]) => categories::delete(bank, id, ask),
        ("GET", ["category-budgets"]) if budgets => budgets::list(bank, ask),
        ("POST", ["category-budgets", "aggregated"]) if budgets => budgets::aggregated(bank, ask),
        _ => Err(Refusal::unknown("The route")),
    }
}

/// Under `moving-pages`, the first four pages behind the first find the rows moved.
fn move_pages(bank: &mut Bank, ask: &Ask) -> Result<(), Refusal> {
    let later = ask.method == Method::GET && filters::Page::of(ask)?.number > 1;
    if bank.scenario == Scenario::MovingPages && later && bank.finwise.moves < 4 {
        bank.finwise.moves += 1;
        if bank.finwise.moves % 2 == 1 {
            bank.household.delete_newest(Upstream::Finwise);
        } else {
            bank.household.insert_one(Upstream::Finwise);
        }
    }
    Ok(())
}

/// The identifier of the one user.
fn user_id(bank: &Bank) -> String {
    wire_id(bank.household.seed(), "finwise-user", 1)
}
