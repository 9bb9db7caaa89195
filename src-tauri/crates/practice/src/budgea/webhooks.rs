//! Webhooks: registered as over there, but the practice bank calls nobody. What it would have sent,
//! signed as it would have been, waits at `GET /__practice/deliveries`.

use std::collections::BTreeMap;

use axum::http::Method;

use super::deliveries::Delivery;
use super::form::Form;
use super::paris::written;
use super::refusal::Refusal;
use super::routes::listed;
use super::tokens;
use super::{Call, nothing};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::json::Json;

/// The events that can be asked for.
const EVENTS: [&str; 16] = [
    "USER_CREATED",
    "USER_DELETED",
    "USER_SYNCED",
    "CONNECTION_SYNCED",
    "CONNECTION_DELETED",
    "ACCOUNTS_FETCHED",
    "ACCOUNT_CATEGORIZED",
    "ACCOUNT_SYNCED",
    "ACCOUNT_DISABLED",
    "ACCOUNT_ENABLED",
    "ACCOUNT_FOUND",
    "ACCOUNT_OWNERSHIPS_FOUND",
    "TRANSACTION_ATTACHMENTS_FOUND",
    "SUBSCRIPTION_FOUND",
    "SUBSCRIPTION_SYNCED",
    "PAYMENT_STATE_UPDATED",
];

/// What is registered, and what would have been sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hooks {
    pub(super) registered: BTreeMap<u64, Hook>,
    pub(super) auths: BTreeMap<u64, Auth>,
    pub(crate) deliveries: Vec<Delivery>,
}

#[derive(Debug, Clone)]
pub(super) struct Hook {
    pub(super) event: String,
    pub(super) url: String,
    pub(super) auth: Option<u64>,
    pub(super) user: Option<u64>,
    pub(super) service: Option<u64>,
    pub(super) params: Option<String>,
    pub(super) data: BTreeMap<String, String>,
    pub(super) created: i64,
    pub(super) updated: i64,
}

#[derive(Debug, Clone)]
pub(super) struct Auth {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) config: String,
}

/// `/webhooks…`, for the domain's owner.
pub(crate) fn answer(bank: &mut Bank, call: &Call, route: &[&str]) -> Result<Answer, Refusal> {
    tokens::caller(bank, call.ask)?.manager()?;
    let number = |id: &str| id.parse::<u64>().map_err(|_| Refusal::unknown("webhook"));
    match (&call.ask.method, route) {
        (&Method::GET, ["webhooks_events"]) => {
            let items = EVENTS
                .iter()
                .enumerate()
                .map(|(place, event)| {
                    Json::object([
                        ("id", (place as i64 + 1).into()),
                        ("event", (*event).into()),
                        ("params", Json::Null),
                    ])
                })
                .collect();
            Ok(Answer::json(listed(call.ask, "webhooks_events", items)?))
        }
        (_, ["webhooks", "auth", rest @ ..]) => auth(bank, call, rest),
        (&Method::GET, ["webhooks"]) => {
            let hooks = &bank.budgea.hooks.registered;
            let items = hooks.iter().map(|(id, hook)| json(*id, hook)).collect();
            Ok(Answer::json(listed(call.ask, "webhooks", items)?))
        }
        (&Method::POST, ["webhooks"]) => create(bank, call),
        (&Method::DELETE, ["webhooks"]) => {
            bank.budgea.hooks.registered.clear();
            Ok(nothing())
        }
        (_, ["webhooks", id, rest @ ..]) => one(bank, call, number(id)?, rest),
        _ => Err(Refusal::method()),
    }
}

fn create(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let event = form.required("event")?;
    if !EVENTS.contains(&event) {
        return Err(Refusal::invalid("event"));
    }
    let now = bank.household.clock();
    let hook = Hook {
        event: event.to_owned(),
        url: form.required("url")?.to_owned(),
        auth: form.whole("id_auth")?,
        user: form.whole("id_user")?,
        service: form.whole("id_service")?,
        params: form.get("params").map(str::to_owned),
        data: BTreeMap::new(),
        created: now,
        updated: now,
    };
    if hook
        .auth
        .is_some_and(|id| !bank.budgea.hooks.auths.contains_key(&id))
    {
        return Err(Refusal::invalid("id_auth"));
    }
    let id = bank.budgea.number();
    let answer = json(id, &hook);
    bank.budgea.hooks.registered.insert(id, hook);
    Ok(Answer::json(answer))
}

fn one(bank: &mut Bank, call: &Call, id: u64, rest: &[&str]) -> Result<Answer, Refusal> {
    let now = bank.household.clock();
    let deliveries: Vec<Json> = bank
        .budgea
        .hooks
        .deliveries
        .iter()
        .filter(|delivery| delivery.hook == id)
        .map(|delivery| {
            Json::object([
                ("id", (delivery.id as i64).into()),
                ("id_webhook_data", (delivery.id as i64).into()),
                ("id_user", Json::Null),
                ("timestamp", written(delivery.at)),
                ("response_code", Json::Null),
                ("response_date", Json::Null),
                ("next_try", Json::Null),
            ])
        })
        .collect();
    let hook = bank
        .budgea
        .hooks
        .registered
        .get_mut(&id)
        .ok_or_else(|| Refusal::unknown("webhook"))?;
    match (&call.ask.method, rest) {
        (&Method::GET, []) => Ok(Answer::json(json(id, hook))),
        (&Method::PUT | &Method::POST, []) => {
            let form = Form::of(call.ask)?;
            if let Some(event) = form.get("event") {
                if !EVENTS.contains(&event) {
                    return Err(Refusal::invalid("event"));
                }
                event.clone_into(&mut hook.event);
            }
            if let Some(url) = form.get("url") {
                url.clone_into(&mut hook.url);
            }
            hook.auth = form.whole("id_auth")?.or(hook.auth);
            hook.updated = now;
            Ok(Answer::json(json(id, hook)))
        }
        (&Method::DELETE, []) => {
            bank.budgea.hooks.registered.remove(&id);
            Ok(nothing())
        }
        (&Method::GET, ["logs"]) => Ok(Answer::json(listed(call.ask, "webhooklogs", deliveries)?)),
        (&Method::GET, ["add_to_data"]) => Ok(Answer::json(Json::Object(
            hook.data
                .iter()
                .map(|(key, value)| (key.clone(), value.as_str().into()))
                .collect(),
        ))),
        (&Method::POST | &Method::PUT, ["add_to_data"]) => {
            let form = Form::of(call.ask)?;
            let (key, value) = (form.required("key")?, form.required("value")?);
            hook.data.insert(key.to_owned(), value.to_owned());
            Ok(Answer::json(Json::object([
                ("key", key.into()),
                ("value", value.into()),
            ])))
        }
        (&Method::DELETE, ["add_to_data"]) => {
            hook.data.clear();
            Ok(nothing())
        }
        (&Method::DELETE, ["add_to_data", key]) => {
            hook.data.remove(*key);
            Ok(nothing())
        }
        _ => Err(Refusal::method()),
    }
}

fn auth(bank: &mut Bank, call: &Call, rest: &[&str]) -> Result<Answer, Refusal> {
    let shown = |id: u64, auth: &Auth| {
        // The secret itself is never told again.
        Json::object([
            ("id", (id as i64).into()),
            ("name", auth.name.as_str().into()),
            ("type", auth.kind.as_str().into()),
        ])
    };
    match (&call.ask.method, rest) {
        (&Method::GET, []) => {
            let auths = &bank.budgea.hooks.auths;
            let items = auths.iter().map(|(id, auth)| shown(*id, auth)).collect();
            Ok(Answer::json(listed(call.ask, "authproviders", items)?))
        }
        (&Method::POST, []) => {
            let form = Form::of(call.ask)?;
            let auth = Auth {
                name: form.required("name")?.to_owned(),
                kind: form.required("type")?.to_owned(),
                config: form.get("config").unwrap_or("{}").to_owned(),
            };
            if !matches!(auth.kind.as_str(), "hmac" | "oauth2" | "user_token") {
                return Err(Refusal::invalid("type"));
            }
            let id = bank.budgea.number();
            let answer = shown(id, &auth);
            bank.budgea.hooks.auths.insert(id, auth);
            Ok(Answer::json(answer))
        }
        (&Method::DELETE, [id]) => {
            let id = id.parse().map_err(|_| Refusal::unknown("auth"))?;
            match bank.budgea.hooks.auths.remove(&id) {
                Some(_) => Ok(nothing()),
                None => Err(Refusal::unknown("auth")),
            }
        }
        _ => Err(Refusal::method()),
    }
}

fn json(id: u64, hook: &Hook) -> Json {
    let event = EVENTS.iter().position(|event| *event == hook.event);
    Json::object([
        ("id", (id as i64).into()),
        ("id_event", event.map(|place| place as i64 + 1).into()),
        ("event", hook.event.as_str().into()),
        ("url", hook.url.as_str().into()),
        ("id_auth", hook.auth.map(|id| id as i64).into()),
        ("id_user", hook.user.map(|id| id as i64).into()),
        ("id_service", hook.service.map(|id| id as i64).into()),
        ("params", hook.params.clone().into()),
        ("created", written(hook.created)),
        ("updated", written(hook.updated)),
        ("deleted", Json::Null),
    ])
}
