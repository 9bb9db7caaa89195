//! The Budgea dialect against the household's truth and its contract.

mod connecting;
mod figures;
mod listing;
mod pages;
mod paying;
mod scenarios;
mod tokens;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::support::{Reply, Visit, amount, read, visit, visit_with};

/// Calls as the household's own user.
pub struct Budgea<'a> {
    pub visit: &'a Visit,
    pub base: String,
    pub token: String,
}

pub fn line(visit: &Visit, pointer: &str) -> String {
    let line = visit.bank.first_line();
    line.pointer(pointer).unwrap().as_str().unwrap().to_owned()
}

pub fn household(visit: &Visit) -> Budgea<'_> {
    Budgea {
        visit,
        base: line(visit, "/upstreams/budgea/base_url"),
        token: line(visit, "/upstreams/budgea/user_token"),
    }
}

impl Budgea<'_> {
    pub fn with(&self, token: &str) -> Self {
        Self {
            visit: self.visit,
            base: self.base.clone(),
            token: token.to_owned(),
        }
    }

    pub fn speaking(&self, dialect: &str) -> Self {
        Self {
            visit: self.visit,
            base: line(self.visit, &format!("/upstreams/budgea/dialects/{dialect}")),
            token: self.token.clone(),
        }
    }

    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        let mut ask = self
            .visit
            .http
            .request(method.parse().unwrap(), url)
            .bearer_auth(&self.token);
        if let Some(body) = body {
            ask = ask
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        read(ask).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Value {
        let reply = self.call("GET", path, None).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        reply.json()
    }

    pub async fn refused(&self, path: &str) -> (u16, String) {
        let reply = self.call("GET", path, None).await;
        let code = reply.json()["code"].as_str().unwrap().to_owned();
        (reply.status, code)
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call("POST", path, Some(body)).await
    }

    /// All movements by their links.
    pub async fn movements(&self, query: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut path =
            format!("/users/me/transactions?limit=1000&all&filter=date&min_date=1970-01-01{query}");
        loop {
            let page = self.get(&path).await;
            all.extend(page["transactions"].as_array().unwrap().iter().cloned());
            match page["_links"]["next"]["href"].as_str() {
                Some(next) => next.clone_into(&mut path),
                None => return all,
            }
        }
    }

    pub async fn connection(&self) -> Value {
        self.get("/users/me/connections").await["connections"][0].clone()
    }
}

/// A control route.
pub async fn control(visit: &Visit, route: &str, body: Value) -> Reply {
    let url = format!("{}/__practice/{route}", visit.base);
    let ask = visit
        .http
        .post(url)
        .header("content-type", "application/json")
        .body(body.to_string());
    let reply = read(ask).await.unwrap();
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply
}

/// Lets the clock run on.
pub async fn wait(visit: &Visit, seconds: u64) {
    control(visit, "clock", json!({ "seconds": seconds })).await;
}

/// The name that an account has in the truth.
pub fn key_of<'a>(
    truth: &'a practice::Truth,
    name: &Value,
) -> Option<&'a practice::household::AccountTruth> {
    truth.accounts.iter().find(|account| account.name == *name)
}

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}
