//! Logging in, refreshing, and which tokens work.

use std::collections::HashMap;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use tokio::time::{Duration, Instant};

use super::Refusal;
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;
use crate::random::Dice;
use crate::scenario::Scenario;

/// Tokens handed out.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    issued: u64,
    /// Access tokens with their end and the calls they are still good for.
    access: HashMap<String, (Instant, Option<u32>)>,
    /// The one refresh token that works.
    refresh: Option<String>,
}

/// `POST /auth/authenticate`
pub(super) fn authenticate(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body: Value = serde_json::from_slice(&ask.body)
        .map_err(|_| Refusal::bad("the body must be a JSON object"))?;
    let member = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .ok_or_else(|| Refusal::bad(format!("{name} must be text")))
    };
    let (username, password) = (member("username")?, member("password")?);
    let known = bank.wallet_app.login() == (username, password);
    if !known || bank.scenario.refuses_credentials() {
        return Err(invalid("The name or the password is wrong"));
    }
    if bank.scenario == Scenario::SecondFactor {
        return Ok(Answer::json(Json::object([(
            "second_factor",
            Json::list([Json::from("totp")]),
        )])));
    }
    Ok(issue(bank))
}

/// `POST /auth/refresh`
pub(super) fn refresh(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body: Value = serde_json::from_slice(&ask.body)
        .map_err(|_| Refusal::bad("the body must be a JSON object"))?;
    let token = body.get("refresh_token").and_then(Value::as_str);
    let known = token.is_some() && token == bank.wallet_app.tokens.refresh.as_deref();
    if !known || bank.scenario.refuses_credentials() {
        return Err(invalid("The refresh token is used up or revoked"));
    }
    Ok(issue(bank))
}

fn invalid(message: &str) -> Refusal {
    Refusal(
        StatusCode::UNAUTHORIZED,
        "invalid_credentials",
        message.to_owned(),
    )
}

fn issue(bank: &mut Bank) -> Answer {
    let seed = bank.household.seed();
    let issued_at = crate::household::stamp(bank.today(), 0) / 1_000;
    let lasts = bank.switches.wallet_app_expires_in;
    let calls = bank.switches.wallet_app_calls_per_token;
    let tokens = &mut bank.wallet_app.tokens;
    tokens.issued += 1;
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let claims = format!(
        r#"{{"sub":"practice-{seed}","iat":{issued_at},"jti":{}}}"#,
        tokens.issued
    );
    let mut dice = Dice::numbered(seed, "wallet-app-token", tokens.issued);
    let signature = URL_SAFE_NO_PAD.encode(dice.next().to_be_bytes());
    let access = format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims));
    let refresh = format!("r-{:04}-{:016x}", tokens.issued, dice.next());
    let end = Instant::now() + Duration::from_secs(u64::from(lasts));
    tokens.access.insert(access.clone(), (end, calls));
    tokens.refresh = Some(refresh.clone());
    Answer::json(Json::object([
        ("access_token", access.into()),
        ("refresh_token", refresh.into()),
        ("expires_in", i64::from(lasts).into()),
    ]))
}

/// Whether a data call comes with an access token that works; uses up one of its calls.
pub(super) fn check(bank: &mut Bank, ask: &Ask) -> Result<(), Refusal> {
    let refused = |word, message: &str| Refusal(StatusCode::UNAUTHORIZED, word, message.to_owned());
    let token = ask
        .header("authorization")
        .and_then(|text| text.strip_prefix("Bearer "))
        .ok_or_else(|| refused("invalid_credentials", "A bearer token is needed"))?;
    if bank.scenario.refuses_credentials() {
        return Err(refused("token_expired", "The session was ended"));
    }
    let Some((end, calls)) = bank.wallet_app.tokens.access.get_mut(token) else {
        return Err(refused("token_expired", "The token is not known any more"));
    };
    if Instant::now() >= *end || *calls == Some(0) {
        return Err(refused("token_expired", "The token has expired"));
    }
    if let Some(calls) = calls {
        *calls -= 1;
    }
    Ok(())
}
