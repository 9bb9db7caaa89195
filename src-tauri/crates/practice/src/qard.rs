//! The dialect of Qard, version 6: the French side of the household, as its provider `budget_insight` reads it.
//!
//! Everything is served below `/qard/api/v6`, from the same view as Budgea: the same IBANs, the same rows by type, less
//! what Qard does not show (announced rows, deleted rows, holdings, what is older than a year). Data can be read once a
//! synchronisation succeeded. Synchronisations count looks, not seconds: they are queued when they are asked for and
//! end after [`crate::Switches::qard_looks`] looks at them.
//!
//! The consent is a page of plain HTML at `/qard/consent/ID`, with a way to refuse. `?auto=approve`, `?auto=refuse` and
//! `?auto=timeout` answer in a person's place.

mod banking;
mod connections;
mod consent;
mod derived;
mod envelope;
mod odd;
mod providers;
mod syncs;
mod users;

pub use envelope::Envelope;
pub use syncs::SyncEnds;

use axum::http::StatusCode;

use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;
use crate::random::{Dice, wire_id};
use crate::scenario::Scenario;

/// Where the dialect lives.
pub(crate) const PREFIX: &str = "/qard";

/// Under `rate-limited`, every call whose count this divides is refused.
const REFUSED_EVERY: u64 = 5;

/// Under `first-sync`, looks that a synchronisation takes.
const SLOW: u32 = 9;

/// What the service remembers of its caller.
pub(crate) struct State {
    api_key: String,
    /// Calls since the scenario was set.
    counted: u64,
    provider: providers::Provider,
    users: Vec<users::User>,
    connections: Vec<connections::Connection>,
    syncs: Vec<syncs::Sync>,
    read_through: bool,
    changed: bool,
    moves: u32,
}

impl State {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::numbered(seed, "qard-key", 1);
        Self {
            api_key: format!("qk_practice_{:016x}{:016x}", dice.next(), dice.next()),
            counted: 0,
            provider: providers::Provider::default(),
            users: vec![users::household(seed)],
            connections: vec![connections::household(seed)],
            syncs: Vec::new(),
            read_through: false,
            changed: false,
            moves: 0,
        }
    }

    /// The key that lets one in.
    pub(crate) fn api_key(&self) -> &str {
        &self.api_key
    }

    /// The user whose bank is connected.
    pub(crate) fn user_id(&self) -> &str {
        &self.users[0].id
    }

    /// Starts a scenario's script. The consent that a scenario takes away comes back with the next one.
    pub(crate) fn scenario_set(&mut self, scenario: Scenario) {
        self.counted = 0;
        self.changed = false;
        self.moves = 0;
        for connection in &mut self.connections {
            connection.scenario_set(scenario);
        }
    }
}

/// A refusal: status, a sentence, and the fields at fault.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    message: String,
    errors: Vec<(&'static str, &'static str)>,
}

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            errors: Vec::new(),
        }
    }

    fn field(name: &'static str, fault: &'static str) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            message: "The request is not valid".to_owned(),
            errors: vec![(name, fault)],
        }
    }

    fn unknown(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("{what} was not found"))
    }

    fn answer(&self) -> Answer {
        let mut body = Json::object([("message", self.message.as_str().into())]);
        if !self.errors.is_empty() {
            let errors = self.errors.iter().map(|(name, fault)| {
                let faults = Json::list([Json::from(*fault)]);
                ((*name).to_owned(), faults)
            });
            body.set("errors", Json::Object(errors.collect()));
        }
        Answer::status(self.status, body)
    }
}

/// Answers one request below [`PREFIX`].
pub(crate) fn answer(bank: &mut Bank, ask: &Ask) -> Answer {
    let route = ask.below(PREFIX).unwrap_or_default();
    match route.as_slice() {
        ["consent", id] => consent::page(bank, id, ask),
        ["api", "v6", route @ ..] => {
            guarded(bank, route, ask).unwrap_or_else(|refusal| refusal.answer())
        }
        _ => Refusal::unknown("The route").answer(),
    }
}

fn guarded(bank: &mut Bank, route: &[&str], ask: &Ask) -> Result<Answer, Refusal> {
    let known = ask.header("x-api-key") == Some(bank.qard.api_key());
    if !known || bank.scenario == Scenario::BadToken {
        return Err(Refusal::new(
            StatusCode::UNAUTHORIZED,
            "The API key is not valid",
        ));
    }
    let count = bank.qard.counted;
    bank.qard.counted += 1;
    if bank.scenario == Scenario::RateLimited && count.is_multiple_of(REFUSED_EVERY) {
        let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests");
        return Ok(refusal.answer().with("retry-after", "1"));
    }
    match (ask.method.as_str(), route) {
        ("GET", ["clients" | "profile"]) => Ok(Answer::json(client(bank))),
        ("GET", ["providers"]) => providers::list(bank, ask),
        ("PUT", ["providers", name, part]) => providers::put(bank, name, Some(part), ask),
        ("PUT", ["providers", name]) => providers::put(bank, name, None, ask),
        ("GET", ["users"]) => users::list(bank, ask),
        ("POST", ["users", kind @ ("natural" | "legal")]) => users::create(bank, kind, ask),
        ("GET", ["users", id]) => users::one(bank, id),
        (_, ["users", user, rest @ ..]) => {
            users::find(bank, user)?;
            of_user(bank, user, rest, ask)
        }
        _ => Err(Refusal::unknown("The route")),
    }
}

fn of_user(bank: &mut Bank, user: &str, route: &[&str], ask: &Ask) -> Result<Answer, Refusal> {
    match (ask.method.as_str(), route) {
        ("GET", ["data-connections"]) => connections::list(bank, user, ask),
        ("POST", ["data-connections"]) => connections::create(bank, user, ask),
        ("PATCH", ["data-connections", id]) => connections::patch(bank, user, id, ask),
        ("DELETE", ["data-connections", id]) => connections::delete(bank, user, id),
        ("POST", ["sync"]) => syncs::begin(bank, user, ask),
        ("GET", ["sync"]) => syncs::history(bank, user, ask),
        ("GET", ["sync", "latest"]) => syncs::latest(bank, user, ask),
        ("GET", ["banking-accounts"]) => banking::accounts(bank, user, ask),
        ("GET", ["banking-accounts", id, "transactions"]) => {
            banking::transactions(bank, user, id, ask)
        }
        ("GET", ["banking-cashflow"]) => Ok(Answer::json(derived::cash_flow(bank, user))),
        ("GET", ["banking-credit-insights"]) => Ok(Answer::json(derived::insights(bank, user))),
        _ => Err(Refusal::unknown("The route")),
    }
}

fn client(bank: &Bank) -> Json {
    Json::object([
        (
            "id",
            wire_id(bank.household.seed(), "qard-client", 1).into(),
        ),
        ("name", "Practice client".into()),
    ])
}

/// A moment as Qard writes it, without a zone.
fn stamp(ms: i64) -> String {
    crate::clock::zoneless(ms).replace('T', " ")
}

/// The body as an object.
fn body(ask: &Ask) -> Result<serde_json::Value, Refusal> {
    serde_json::from_slice::<serde_json::Value>(&ask.body)
        .ok()
        .filter(serde_json::Value::is_object)
        .ok_or_else(|| Refusal::new(StatusCode::BAD_REQUEST, "The body must be a JSON object"))
}
