//! The Wallet REST dialect: the euro side of the household.
//!
//! Everything is served below `/wallet/v1/api`. One state per bank holds what the service would
//! remember of its caller: the token, the bucket of tokens that pays for calls, the calls that the
//! first synchronisation still refuses, and whether the rows were read through once.

mod accounts;
mod budgets;
mod categories;
mod edits;
mod filter;
mod listing;
mod odd;
mod orders;
mod plans;
mod records;
mod spending;
mod usage;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use tokio::time::Instant;

use crate::bank::Bank;
use crate::clock::instant;
use crate::exchange::{Answer, Ask};
use crate::household::Upstream;
use crate::json::Json;
use crate::random::wire_id;
use crate::scenario::Scenario;
use crate::{Bucket, Switches};

/// Where the dialect lives.
pub(crate) const PREFIX: &str = "/wallet";

/// Data calls that the first synchronisation refuses.
const NOT_READY: u32 = 3;

/// What the service remembers of its caller.
pub(crate) struct State {
    token: String,
    bucket: Bucket,
    /// Tokens left, in millionths.
    tokens: u64,
    refilled: Instant,
    /// Seconds named with the last refusal.
    told_to_wait: u64,
    not_ready: u32,
    /// The records were read to the last page once.
    pub(crate) read_through: bool,
    /// The change that a scenario holds for the next pass has happened.
    changed: bool,
    /// Rows moved between pages so far.
    moves: u32,
    /// Calls by the household's day.
    usage: BTreeMap<NaiveDate, i64>,
    memo: Option<(String, Arc<Vec<records::Item>>)>,
    /// What clients wrote and the household has no word for.
    pub(crate) edits: edits::Edits,
}

impl State {
    pub(crate) fn new(seed: u64, today: NaiveDate, switches: &Switches) -> Self {
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
        let issued = crate::household::stamp(today, 0) / 1_000;
        let claims = format!(r#"{{"sub":"practice-{seed}","iat":{issued}}}"#);
        let signature = URL_SAFE_NO_PAD.encode(wire_id(seed, "wallet-token", 1));
        let mut state = Self {
            token: format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims)),
            bucket: Bucket {
                capacity: 0,
                per_hour: 0,
            },
            tokens: 0,
            told_to_wait: 0,
            refilled: Instant::now(),
            not_ready: 0,
            read_through: false,
            changed: false,
            moves: 0,
            usage: BTreeMap::new(),
            memo: None,
            edits: edits::Edits::default(),
        };
        state.scenario_set(Scenario::Calm, switches);
        state
    }

    /// The token that lets one in.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Starts a scenario's script.
    pub(crate) fn scenario_set(&mut self, scenario: Scenario, switches: &Switches) {
        // The real bucket refills 300 tokens an hour. Here time runs faster, so that practising
        // does not mean waiting: only `rate-limited` makes the bucket felt.
        self.bucket = switches.wallet_bucket.unwrap_or(match scenario {
            Scenario::RateLimited => Bucket {
                capacity: 8,
                per_hour: 7_200,
            },
            Scenario::Huge => Bucket {
                capacity: 3_000,
                per_hour: 3_600_000,
            },
            _ => Bucket {
                capacity: 300,
                per_hour: 360_000,
            },
        });
        self.tokens = u64::from(self.bucket.capacity) * 1_000_000;
        self.refilled = Instant::now();
        self.not_ready = if scenario == Scenario::FirstSync {
            NOT_READY
        } else {
            0
        };
        self.changed = false;
        self.moves = 0;
        self.memo = None;
    }

    /// Pays for a call; a refusal says after how many seconds to come back.
    fn pay(&mut self, pauses_are_instant: bool) -> Result<u64, u64> {
        let now = Instant::now();
        let mut passed = now.duration_since(self.refilled).as_micros() as u64;
        if pauses_are_instant {
            passed = passed.max(std::mem::take(&mut self.told_to_wait) * 1_000_000);
        }
        self.refilled = now;
        let full = u64::from(self.bucket.capacity) * 1_000_000;
        let rate = u64::from(self.bucket.per_hour);
        self.tokens = full.min(
            self.tokens
                .saturating_add(passed.saturating_mul(rate) / 3_600),
        );
        if self.tokens >= 1_000_000 {
            self.tokens -= 1_000_000;
            return Ok(self.tokens / 1_000_000);
        }
        // A refused call counts as well: what had trickled in is lost.
        self.tokens = 0;
        self.told_to_wait = 3_600_u64.div_ceil(rate.max(1)).max(1);
        Err(self.told_to_wait)
    }
}

/// A refusal with Wallet's usual body.
#[derive(Debug)]
pub(crate) struct Refusal(StatusCode, String);

impl Refusal {
    fn bad(text: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, text.into())
    }

    fn answer(&self) -> Answer {
        Answer::status(self.0, Json::object([("error", self.1.as_str().into())]))
    }
}

/// Answers one request below [`PREFIX`].
pub(crate) fn answer(bank: &mut Bank, ask: &Ask) -> Answer {
    let route = ask.below(PREFIX).unwrap_or_default();
    let ["v1", "api", route @ ..] = route.as_slice() else {
        return no_route();
    };
    if let Some(refused) = refused_credentials(bank, ask) {
        return refused;
    }
    let remaining = match bank.wallet.pay(bank.switches.pauses_are_instant) {
        Ok(remaining) => remaining,
        Err(seconds) => {
            count_call(bank);
            return Answer::status(
                StatusCode::TOO_MANY_REQUESTS,
                Json::object([("error", "Rate limit exceeded".into())]),
            )
            .with("retry-after", seconds.to_string())
            .with("x-ratelimit-limit", bank.wallet.bucket.capacity.to_string())
            .with("x-ratelimit-remaining", "0");
        }
    };
    let answer = if *route == ["api-usage", "stats"] {
        usage::stats(bank, ask)
    } else {
        count_call(bank);
        if bank.wallet.not_ready > 0 {
            bank.wallet.not_ready -= 1;
            Ok(not_ready())
        } else {
            data(bank, route, ask)
        }
    };
    let answer = answer.unwrap_or_else(|refusal| refusal.answer());
    let syncing = bank.switches.wallet_sync_in_progress;
    answer
        .with("x-ratelimit-limit", bank.wallet.bucket.capacity.to_string())
        .with("x-ratelimit-remaining", remaining.to_string())
        .with("x-last-data-change-at", instant(bank.household.now()))
        .with("x-last-data-change-rev", revision(bank))
        .with("x-sync-in-progress", syncing.to_string())
}

/// Opaque, and another one after every change and every day.
fn revision(bank: &Bank) -> String {
    let days = (bank.today() - bank.household.start()).num_days();
    format!("r{}", days * 1_000 + bank.household.revision() as i64)
}

fn no_route() -> Answer {
    Answer::status(
        StatusCode::NOT_FOUND,
        Json::object([("message", "no Route matched with those values".into())]),
    )
}

fn not_ready() -> Answer {
    Answer::status(
        StatusCode::CONFLICT,
        Json::object([
            ("error", "init_sync_in_progress".into()),
            (
                "message",
                "Your data is being prepared. Please try again later.".into(),
            ),
            ("retry_after_minutes", Json::from(5_i64)),
        ]),
    )
}

fn count_call(bank: &mut Bank) {
    *bank.wallet.usage.entry(bank.household.today()).or_default() += 1;
}

fn refused_credentials(bank: &Bank, ask: &Ask) -> Option<Answer> {
    let unauthorised = |text: &str| {
        Some(Answer::status(
            StatusCode::UNAUTHORIZED,
            Json::object([("error", text.into())]),
        ))
    };
    let Some(token) = ask
        .header("authorization")
        .and_then(|text| text.strip_prefix("Bearer "))
    else {
        return unauthorised("Invalid or expired token");
    };
    if token.split('.').count() != 3 {
        return unauthorised("Invalid token: a JWT must have three parts");
    }
    if bank.scenario.refuses_credentials() || token != bank.wallet.token() {
        return unauthorised("Invalid or expired token");
    }
    (bank.scenario == Scenario::SiblingToken).then(|| {
        Answer::text(
            StatusCode::FORBIDDEN,
            "text/plain; charset=utf-8",
            "This token belongs to the Board application and cannot be used here.",
        )
    })
}

fn data(bank: &mut Bank, route: &[&str], ask: &Ask) -> Result<Answer, Refusal> {
    let legacy = bank.switches.wallet_legacy;
    match (ask.method.as_str(), route) {
        ("PATCH", ["records"]) if !legacy => return edits::patch_records(bank, ask),
        ("POST", ["labels"]) if !legacy => return edits::create_label(bank, ask),
        _ => {}
    }
    if ask.method != Method::GET {
        return Err(Refusal(
            StatusCode::FORBIDDEN,
            "This token may read only".to_owned(),
        ));
    }
    match route {
        ["accounts"] => {
            let (read, changed) = (bank.wallet.read_through, bank.wallet.changed);
            bank.wallet.changed = bank.pass_begins(Upstream::Wallet, read, changed);
            accounts::list(bank, ask)
        }
        ["records", "by-id"] if legacy => records::list(bank, ask),
        ["records"] => {
            move_pages(bank, ask);
            records::list(bank, ask)
        }
        ["categories"] => categories::list(bank, ask),
        ["budgets"] => budgets::list(bank, ask),
        ["goals"] => plans::goals(bank, ask),
        ["labels"] => plans::labels(bank, ask),
        ["record-rules"] => plans::record_rules(bank, ask),
        ["standing-orders"] => orders::list(bank, ask),
        ["standing-orders", "items"] => orders::items(bank, ask),
        [
            kind @ ("categories" | "records" | "accounts" | "labels"),
            "references",
        ] => usage::references(bank, kind, ask),
        _ => Ok(no_route()),
    }
}

/// Under `moving-pages`, the first four pages behind the first find the rows moved.
fn move_pages(bank: &mut Bank, ask: &Ask) {
    let later = ask.first("offset").is_some_and(|offset| offset != "0");
    if bank.scenario == Scenario::MovingPages && later && bank.wallet.moves < 4 {
        bank.wallet.moves += 1;
        if bank.wallet.moves % 2 == 1 {
            bank.household.delete_newest(Upstream::Wallet);
        } else {
            bank.household.insert_one(Upstream::Wallet);
        }
    }
}
