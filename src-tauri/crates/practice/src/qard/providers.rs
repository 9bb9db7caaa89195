//! The provider and its set-up.

use serde_json::Value;

use super::{Refusal, body, envelope};
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;

pub(super) const NAME: &str = "budget_insight";

pub(super) const DATA_TYPES: [&str; 4] = [
    "BANK_ACCOUNT",
    "BANK_TRANSACTION",
    "CASHFLOW",
    "CREDIT_INSIGHTS",
];

/// How the provider is set up. The credentials can be written and never read.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) enabled: bool,
    auto_connect: bool,
    has_credentials: bool,
}

impl Default for Provider {
    fn default() -> Self {
        Self {
            enabled: true,
            auto_connect: true,
            has_credentials: true,
        }
    }
}

fn json(bank: &Bank) -> Json {
    let provider = &bank.qard.provider;
    let credential = |name: &str| Json::object([("name", name.into()), ("required", true.into())]);
    Json::object([
        ("name", NAME.into()),
        ("logo_url", Json::Null),
        ("enabled", provider.enabled.into()),
        ("available", provider.has_credentials.into()),
        ("unique", false.into()),
        ("auth_required", true.into()),
        ("auto_connect", provider.auto_connect.into()),
        (
            "settings",
            Json::list([Json::object([("name", "auto_connect".into())])]),
        ),
        (
            "credentials_config",
            Json::list(["domain", "client_id", "client_secret"].map(credential)),
        ),
        ("data_types", Json::list(DATA_TYPES.map(Json::from))),
    ])
}

/// `GET /providers`
pub(super) fn list(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    envelope::list(bank, ask, vec![json(bank)])
}

/// `PUT /providers/{name}`, its `credentials` and its `settings`
pub(super) fn put(
    bank: &mut Bank,
    name: &str,
    part: Option<&str>,
    ask: &Ask,
) -> Result<Answer, Refusal> {
    if name != NAME {
        return Err(Refusal::unknown("The provider"));
    }
    let body = body(ask)?;
    let provider = &mut bank.qard.provider;
    match part {
        Some("credentials") => {
            for key in ["domain", "client_id", "client_secret"] {
                let given = body["credentials"][key].as_str().unwrap_or_default();
                if given.is_empty() {
                    return Err(Refusal::field(key, "is required"));
                }
            }
            provider.has_credentials = true;
        }
        Some("settings") => {
            provider.auto_connect = flag(&body, "auto_connect")?;
        }
        None => provider.enabled = flag(&body, "enable")?,
        Some(_) => return Err(Refusal::unknown("The route")),
    }
    Ok(Answer::json(json(bank)))
}

fn flag(body: &Value, name: &'static str) -> Result<bool, Refusal> {
    body[name]
        .as_bool()
        .ok_or_else(|| Refusal::field(name, "must be true or false"))
}
