//! The domain's settings and its users, for its owner.

use std::collections::BTreeMap;

use axum::http::Method;

use super::Call;
use super::form::Form;
use super::paris::written;
use super::refusal::Refusal;
use super::routes::listed;
use super::tokens;
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::json::Json;

/// The settings of a fresh domain.
pub(crate) fn defaults() -> BTreeMap<String, String> {
    [
        ("autosync.frequency", "1"),
        ("bank.account.cb_coming_to_balance", "0"),
        ("bank.account.coming_account", "0"),
        ("bank.implicit_date_filtering", "1"),
        ("bank.trs.ignore_coming", "0"),
        ("connection.expire", "0"),
        ("transfer.max_amount", "5000"),
        ("webhooks.compression.enabled", "0"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into()
}

/// `/config`
pub(crate) fn answer(bank: &mut Bank, call: &Call, route: &[&str]) -> Result<Answer, Refusal> {
    tokens::caller(bank, call.ask)?.manager()?;
    match (&call.ask.method, route) {
        (&Method::GET, ["config"]) => {}
        (&Method::POST, ["config"]) => {
            let form = Form::of(call.ask)?;
            let known: Vec<String> = bank.budgea.config.keys().cloned().collect();
            for key in known {
                if let Some(value) = form.get(&key) {
                    bank.budgea.config.insert(key, value.to_owned());
                }
            }
        }
        (&Method::GET, ["config", "logs"]) => {
            return Ok(Answer::json(listed(call.ask, "configlogs", Vec::new())?));
        }
        _ => return Err(Refusal::method()),
    }
    Ok(Answer::json(Json::Object(
        bank.budgea
            .config
            .iter()
            .map(|(key, value)| (key.clone(), value.as_str().into()))
            .collect(),
    )))
}

/// `GET /users`
pub(crate) fn users(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    if call.ask.method != Method::GET {
        return Err(Refusal::method());
    }
    let items = bank
        .budgea
        .users
        .iter()
        .map(|(id, user)| {
            Json::object([
                ("id", (*id as i64).into()),
                ("signin", written(user.created)),
                ("platform", "sharedAccess".into()),
            ])
        })
        .collect();
    Ok(Answer::json(listed(call.ask, "users", items)?))
}
