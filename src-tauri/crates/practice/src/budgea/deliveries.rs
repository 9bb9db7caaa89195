//! What webhooks would have been sent: built, signed and kept, never sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

use super::Call;
use super::connections;
use super::expand::Expand;
use super::webhooks::Hook;
use crate::bank::Bank;
use crate::clock::instant;
use crate::json::Json;

/// How many deliveries are kept.
const KEPT: usize = 50;

/// What would have been sent.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(super) id: u64,
    pub(super) hook: u64,
    event: String,
    url: String,
    headers: Vec<(&'static str, String)>,
    body: String,
    pub(super) at: i64,
}

impl Delivery {
    /// For the control route.
    pub(crate) fn json(&self) -> Json {
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
            .collect();
        Json::object([
            ("id", (self.id as i64).into()),
            ("id_webhook", (self.hook as i64).into()),
            ("event", self.event.as_str().into()),
            ("method", "POST".into()),
            ("url", self.url.as_str().into()),
            ("headers", Json::Object(headers)),
            ("body", self.body.as_str().into()),
        ])
    }
}

/// A connection was synchronised.
pub(crate) fn synced(bank: &mut Bank, call: &Call, id: u64) {
    let Some(connection) = bank.budgea.connections.get(&id) else {
        return;
    };
    let user = connection.user;
    let expand = Expand::read("connector,sources,accounts[transactions,investments],subscriptions");
    let shown = connections::json(bank, call, connection, &expand);
    let about = Json::object([
        ("id", (user as i64).into()),
        ("platform", "sharedAccess".into()),
    ]);
    let today = Json::object([("user", about.clone()), ("connection", shown.clone())]);
    let older = Json::object([
        ("connections", Json::list([shown])),
        ("total", Json::from(1_i64)),
        ("user", about),
    ]);
    send(bank, "CONNECTION_SYNCED", user, &today);
    send(bank, "USER_SYNCED", user, &older);
}

/// A connection was deleted.
pub(crate) fn deleted(bank: &mut Bank, user: u64, id: u64) {
    let body = Json::object([
        ("user", Json::object([("id", (user as i64).into())])),
        ("connection", Json::object([("id", (id as i64).into())])),
    ]);
    send(bank, "CONNECTION_DELETED", user, &body);
}

fn send(bank: &mut Bank, event: &str, user: u64, body: &Json) {
    let hooks: Vec<u64> = bank
        .budgea
        .hooks
        .registered
        .iter()
        .filter(|(_, hook)| hook.event == event && hook.user.is_none_or(|id| id == user))
        .map(|(id, _)| *id)
        .collect();
    for hook in hooks {
        let id = bank.budgea.number();
        let registered = bank.budgea.hooks.registered[&hook].clone();
        let mut body = body.clone();
        body.set("id_webhook_data", id as i64);
        for (key, value) in &registered.data {
            body.set(key, value.as_str());
        }
        let body = body.render();
        let at = bank.household.clock();
        let headers = signed(bank, &registered, user, &body, at);
        let deliveries = &mut bank.budgea.hooks.deliveries;
        if deliveries.len() == KEPT {
            deliveries.remove(0);
        }
        deliveries.push(Delivery {
            id,
            hook,
            event: event.to_owned(),
            url: registered.url,
            headers,
            body,
            at,
        });
    }
}

/// HMAC over method, path, date and body where a key is registered, else the user's own token.
fn signed(bank: &Bank, hook: &Hook, user: u64, body: &str, at: i64) -> Vec<(&'static str, String)> {
    let mut headers = vec![("content-type", "application/json; charset=utf-8".to_owned())];
    let auth = hook.auth.and_then(|id| bank.budgea.hooks.auths.get(&id));
    if let Some(auth) = auth.filter(|auth| auth.kind == "hmac") {
        let config: serde_json::Value = serde_json::from_str(&auth.config).unwrap_or_default();
        let secret = config["secret_key"].as_str().unwrap_or(&auth.config);
        let path = hook
            .url
            .split_once("://")
            .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]))
            .unwrap_or("/");
        let path = path.split(['?', '#']).next().unwrap_or("/");
        let date = instant(at);
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let text = format!("POST.{path}.{date}.{body}");
        let tag = hmac::sign(&key, text.as_bytes());
        headers.push(("BI-Signature-Date", date));
        headers.push(("BI-Signature", STANDARD.encode(tag.as_ref())));
    } else {
        let token = bank
            .budgea
            .tokens
            .iter()
            .filter(|(_, token)| token.user == user && token.expires.is_none())
            .map(|(word, _)| word)
            .min();
        if let Some(token) = token {
            headers.push(("Authorization", format!("Bearer {token}")));
        }
    }
    headers
}
