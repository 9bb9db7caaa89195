//! The control routes: what a person or a test may do to the bank from outside of the dialects.

use axum::http::{Method, StatusCode};
use chrono::Datelike;
use serde_json::Value;

use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;
use crate::scenario::Scenario;
use crate::statement;

/// Where the control routes live.
pub(crate) const PREFIX: &str = "/__practice";

/// Where the scenario `redirect` points.
pub(crate) const ELSEWHERE: &str = "/__practice/elsewhere";

/// The farthest the household may be moved in one go, in days.
const FARTHEST: u64 = 3_660;

/// Answers one request below [`PREFIX`].
pub(crate) fn answer(bank: &mut Bank, ask: &Ask) -> Answer {
    let route = ask.below(PREFIX).unwrap_or_default();
    match (&ask.method, route.as_slice()) {
        (&Method::GET, ["truth"]) => serialised(&bank.household.truth()),
        (&Method::GET, ["requests"]) => serialised(&bank.requests()),
        (&Method::GET, ["scenario"]) => state(bank),
        (&Method::POST, ["scenario"]) => {
            let name = member(ask, "scenario");
            match name
                .as_ref()
                .and_then(Value::as_str)
                .unwrap_or_default()
                .parse::<Scenario>()
            {
                Ok(scenario) => {
                    bank.set_scenario(scenario);
                    state(bank)
                }
                Err(unknown) => refusal(&unknown.to_string()),
            }
        }
        (&Method::GET, ["deliveries"]) => Answer::json(Json::object([(
            "deliveries",
            Json::list(bank.budgea.deliveries()),
        )])),
        (&Method::GET, ["statement.ofx"]) => statement::ofx(bank),
        (&Method::GET, ["statement.csv"]) => statement::csv(bank),
        (&Method::POST, ["clock"]) => {
            match member(ask, "seconds").as_ref().and_then(Value::as_u64) {
                Some(seconds) if seconds <= FARTHEST * 86_400 => {
                    bank.household.tick(seconds as u32);
                    state(bank)
                }
                _ => refusal("seconds must be a whole number of at most ten years"),
            }
        }
        (&Method::POST, ["advance"]) => {
            match member(ask, "days").as_ref().and_then(Value::as_u64) {
                Some(days) if days <= FARTHEST && bank.today().year() <= 2_100 => {
                    bank.household.advance(days as u32);
                    state(bank)
                }
                _ => refusal("days must be a whole number from 0 to 3660"),
            }
        }
        (&Method::POST, ["switches"]) => match serde_json::from_slice(&ask.body) {
            Ok(switches) => {
                bank.switches = switches;
                let scenario = bank.scenario;
                bank.wallet.scenario_set(scenario, &bank.switches);
                state(bank)
            }
            Err(problem) => refusal(&problem.to_string()),
        },
        _ => Answer::status(
            StatusCode::NOT_FOUND,
            Json::object([("error", "no such control route".into())]),
        ),
    }
}

fn member(ask: &Ask, name: &str) -> Option<Value> {
    serde_json::from_slice::<Value>(&ask.body)
        .ok()?
        .get(name)
        .cloned()
}

fn refusal(text: &str) -> Answer {
    Answer::status(
        StatusCode::BAD_REQUEST,
        Json::object([("error", text.into())]),
    )
}

fn state(bank: &Bank) -> Answer {
    Answer::json(Json::object([
        ("scenario", bank.scenario.name().into()),
        ("today", bank.today().to_string().into()),
        ("transactions", bank.household.count().into()),
    ]))
}

/// Serialises what holds text, whole numbers and flags only: no amount is ever a JSON number here.
fn serialised<T: serde::Serialize>(value: &T) -> Answer {
    match serde_json::to_value(value) {
        Ok(value) => Answer::json(Json::from_value(&value)),
        Err(problem) => Answer::status(
            StatusCode::INTERNAL_SERVER_ERROR,
            Json::object([("error", problem.to_string().into())]),
        ),
    }
}
