//! The dialect of Wallet's app: the euro side of the household once more, behind a name and a password.
//!
//! Two descriptions of this API are known and contradict each other; [`crate::Switches::wallet_app_docs`] chooses the
//! second. Access tokens last for a time and, if a switch says so, for a number of calls; every refresh token works
//! once. Nobody promises any of this: that is why the client is marked experimental.

mod docs;
mod records;
mod tokens;

use axum::http::StatusCode;

use crate::Switches;
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::household::Upstream;
use crate::json::Json;
use crate::random::Dice;
use crate::scenario::Scenario;

/// Where the dialect lives.
pub(crate) const PREFIX: &str = "/wallet-app";

/// Under `first-sync`, data calls that are answered 503.
const NOT_READY: u64 = 2;

/// Under `rate-limited`, every data call whose count this divides is refused.
const REFUSED_EVERY: u64 = 5;

/// What the service remembers of its caller.
pub(crate) struct State {
    username: String,
    password: String,
    tokens: tokens::Tokens,
    /// Data calls since the scenario was set.
    counted: u64,
    read_through: bool,
    changed: bool,
    moves: u32,
}

impl State {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::numbered(seed, "wallet-app-password", 1);
        Self {
            username: format!("household-{seed}@practice.example"),
            password: format!("practice-{:012x}", dice.next() >> 16),
            tokens: tokens::Tokens::default(),
            counted: 0,
            read_through: false,
            changed: false,
            moves: 0,
        }
    }

    /// The name and the password that let one in.
    pub(crate) fn login(&self) -> (&str, &str) {
        (&self.username, &self.password)
    }

    /// Starts a scenario's script.
    pub(crate) fn scenario_set(&mut self) {
        self.counted = 0;
        self.changed = false;
        self.moves = 0;
    }
}

/// A refusal: status, the word in `error`, and a sentence.
#[derive(Debug)]
pub(crate) struct Refusal(StatusCode, &'static str, String);

impl Refusal {
    fn bad(message: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, "bad_request", message.into())
    }

    fn unknown(what: &str) -> Self {
        Self(
            StatusCode::NOT_FOUND,
            "not_found",
            format!("{what} is not known"),
        )
    }

    fn answer(&self) -> Answer {
        Answer::status(
            self.0,
            Json::object([
                ("error", self.1.into()),
                ("message", self.2.as_str().into()),
            ]),
        )
    }
}

/// Answers one request below [`PREFIX`].
pub(crate) fn answer(bank: &mut Bank, ask: &Ask) -> Answer {
    let route = ask.below(PREFIX).unwrap_or_default();
    let answer = match (ask.method.as_str(), route.as_slice()) {
        ("POST", ["auth", "authenticate"]) => tokens::authenticate(bank, ask),
        ("POST", ["auth", "refresh"]) => tokens::refresh(bank, ask),
        ("GET", ["internal", "v1", "get-records"]) => {
            data(bank, ask).unwrap_or_else(|| records::list(bank, ask))
        }
        ("GET", ["internal", "v1", "get-docs"]) => {
            data(bank, ask).unwrap_or_else(|| docs::list(bank, ask))
        }
        _ => Err(Refusal::unknown("The route")),
    };
    answer.unwrap_or_else(|refusal| refusal.answer())
}

/// What stands before the data: the token, and the scenario's script. Nothing when the data may be given.
fn data(bank: &mut Bank, ask: &Ask) -> Option<Result<Answer, Refusal>> {
    if let Err(refusal) = tokens::check(bank, ask) {
        return Some(Err(refusal));
    }
    let count = bank.wallet_app.counted;
    bank.wallet_app.counted += 1;
    match bank.scenario {
        Scenario::FirstSync if count < NOT_READY => Some(Err(Refusal(
            StatusCode::SERVICE_UNAVAILABLE,
            "not_ready",
            "Your data is being prepared".to_owned(),
        ))),
        Scenario::RateLimited if count.is_multiple_of(REFUSED_EVERY) => {
            let refusal = Refusal(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                "Too many requests".to_owned(),
            );
            Some(Ok(refusal.answer().with("retry-after", "1")))
        }
        _ => None,
    }
}

/// What a scenario does to the rows when a new pass over them begins.
fn pass_begins(bank: &mut Bank) {
    let (read, changed) = (bank.wallet_app.read_through, bank.wallet_app.changed);
    bank.wallet_app.changed = bank.pass_begins(Upstream::Wallet, read, changed);
}

/// The page a caller asks for: `limit` up to `most`, `offset` from 0.
struct Page {
    limit: usize,
    offset: usize,
}

impl Page {
    fn of(ask: &Ask, default: usize, most: usize) -> Result<Self, Refusal> {
        let number = |name: &str, default: usize| match ask.first(name) {
            None => Ok(default),
            Some(text) => text
                .parse::<usize>()
                .map_err(|_| Refusal::bad(format!("{name} must be a whole number"))),
        };
        let limit = number("limit", default)?;
        if limit == 0 {
            return Err(Refusal::bad("limit must be at least 1"));
        }
        Ok(Self {
            limit: limit.min(most),
            offset: number("offset", 0)?,
        })
    }

    /// Where the next page begins, if there is one.
    fn next(&self, total: usize) -> Option<usize> {
        let next = self.offset.saturating_add(self.limit);
        (next < total).then_some(next)
    }

    fn cut<T>(&self, rows: Vec<T>) -> Vec<T> {
        rows.into_iter()
            .skip(self.offset)
            .take(self.limit)
            .collect()
    }
}

/// Whether the second description is spoken.
fn speaks_docs(switches: &Switches) -> bool {
    switches.wallet_app_docs
}
