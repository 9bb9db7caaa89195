//! A small Wallet: envelopes by offset, sorted listings, and records that a test puts in.

use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::client::SECRET;
use crate::server::{Reply, Seen};

/// What it holds. JSON text, so that amounts keep their digits.
#[derive(Debug, Default)]
pub struct Bank {
    pub accounts: Vec<String>,
    pub categories: Vec<String>,
    pub budgets: Vec<String>,
    pub goals: Vec<String>,
    pub orders: Vec<String>,
    pub items: Vec<String>,
    pub records: Vec<String>,
    /// Most rows of a page; more is refused.
    pub most: usize,
    /// Rows of a page, whatever is asked for.
    pub page: usize,
    pub revision: u32,
    pub changed_at: String,
    pub syncing: bool,
    /// Speaks the older dialect.
    pub legacy: bool,
    /// Leaves `total` out.
    pub without_total: bool,
    /// Runs before each page of records, with its offset.
    pub between: Option<fn(&mut Bank, usize)>,
}

pub type Shared = Arc<Mutex<Bank>>;

pub fn account(id: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","name":"Everyday","accountType":"CurrentAccount","currencyCode":"EUR","balance":{{"initial":120.5,"currentBalance":1893.07,"rawCurrentBalance":1893.07,"currencyCode":"EUR","balanceMode":"standard"}}{more}}}"#
    )
}

/// A record made and changed at minute `n` of a day.
pub fn record(id: &str, n: usize, amount: &str, more: &str) -> String {
    let at = format!(
        "2026-01-10T{:02}:{:02}:{:02}.000Z",
        n / 3600,
        n / 60 % 60,
        n % 60
    );
    format!(
        r#"{{"id":"{id}","accountId":"acc-1","amount":{{"value":{amount},"currencyCode":"EUR"}},"recordDate":"2026-01-10T09:00:00.000Z","createdAt":"{at}","updatedAt":"{at}","recordState":"cleared"{more}}}"#
    )
}

impl Bank {
    pub fn new() -> Self {
        Self {
            accounts: vec![account("acc-1", "")],
            most: 200,
            page: 200,
            revision: 1,
            changed_at: "2026-01-14T12:00:00.000Z".into(),
            ..Self::default()
        }
    }

    pub fn with(records: Vec<String>) -> Self {
        Self {
            records,
            ..Self::new()
        }
    }

    pub fn filled(rows: usize, page: usize) -> Self {
        let rows = (0..rows).map(|n| record(&format!("r-{n}"), n, &format!("-{n}.5"), ""));
        Self {
            page,
            ..Self::with(rows.collect())
        }
    }

    pub fn share(self) -> Shared {
        Arc::new(Mutex::new(self))
    }

    /// A change at a later time of the server's.
    pub fn change(&mut self, at: &str) {
        self.revision += 1;
        at.clone_into(&mut self.changed_at);
    }
}

/// Answers as the service does.
pub fn script(bank: &Shared) -> impl FnMut(&Seen) -> Reply + Send + 'static {
    let bank = Arc::clone(bank);
    move |seen| {
        let mut bank = bank.lock().unwrap();
        let reply = answer(&mut bank, seen);
        reply
            .with("X-Last-Data-Change-At", &bank.changed_at)
            .with("X-Last-Data-Change-Rev", format!("r{}", bank.revision))
            .with("X-Sync-In-Progress", bank.syncing)
            .with("X-RateLimit-Limit", 300)
            .with("X-RateLimit-Remaining", 250)
    }
}

fn error(status: u16, text: &str) -> Reply {
    Reply::status(status, format!("{{\"error\":\"{text}\"}}"))
}

fn answer(bank: &mut Bank, seen: &Seen) -> Reply {
    if seen.header("authorization") != Some(&format!("Bearer {SECRET}")) {
        return error(401, "Invalid or expired token");
    }
    let number = |name: &str, default| seen.query(name).map_or(default, |n| n.parse().unwrap());
    let (limit, offset): (usize, usize) = (number("limit", 30), number("offset", 0));
    if limit == 0 || limit > bank.most {
        return error(400, "limit must be between 1 and 200");
    }
    let Some(route) = seen.path.strip_prefix("/wallet/v1/api/") else {
        return Reply::status(404, r#"{"message":"no Route matched"}"#);
    };
    if route == "records" {
        if seen.query("id").is_none()
            && let Some(between) = bank.between
        {
            between(bank, offset);
        }
        return listing(bank, "records", &records(bank, seen), limit, offset, seen);
    }
    let (name, rows) = match route {
        "api-usage/stats" => return Reply::json(r#"{"period":"1days","usage":[]}"#),
        "accounts" => ("accounts", &bank.accounts),
        "categories" => ("categories", &bank.categories),
        "budgets" if bank.legacy && seen.query("spending").is_some() => {
            return error(400, "unknown parameter");
        }
        "budgets" => ("budgets", &bank.budgets),
        "goals" if bank.legacy => return Reply::status(404, r#"{"message":"no Route matched"}"#),
        "goals" => ("goals", &bank.goals),
        "standing-orders" => ("standingOrders", &bank.orders),
        "standing-orders/items" if bank.legacy => ("items", &bank.items),
        "standing-orders/items" => ("standingOrderItems", &bank.items),
        _ => return Reply::status(404, r#"{"message":"no Route matched"}"#),
    };
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    listing(bank, name, &rows, limit, offset, seen)
}

fn records<'b>(bank: &'b Bank, seen: &Seen) -> Vec<&'b str> {
    let parsed: Vec<(&str, Value)> = bank
        .records
        .iter()
        .map(|row| {
            (
                row.as_str(),
                serde_json::from_str(row).unwrap_or(Value::Null),
            )
        })
        .collect();
    let since = seen
        .query("updatedAt")
        .map(|text| text.strip_prefix("gte.").unwrap().to_owned());
    let ids: Option<Vec<&str>> = seen.query("id").map(|ids| ids.split(',').collect());
    // Nobody asked for dates: the last three months only.
    let window = if seen.query("recordDate").is_some() || ids.is_some() {
        ""
    } else {
        "2025-10-15"
    };
    let mut found: Vec<&(&str, Value)> = parsed
        .iter()
        .filter(|(_, row)| {
            let text = |name: &str| row[name].as_str().unwrap_or("").to_owned();
            since
                .as_ref()
                .is_none_or(|since| text("updatedAt") >= *since)
                && ids
                    .as_ref()
                    .is_none_or(|ids| ids.contains(&text("id").as_str()))
                && (row["recordDate"].is_null() || text("recordDate").as_str() >= window)
        })
        .collect();
    match seen.query("sortBy") {
        Some("+createdAt") => found.sort_by_key(|(_, row)| row["createdAt"].to_string()),
        Some("+updatedAt") => found.sort_by_key(|(_, row)| row["updatedAt"].to_string()),
        _ => found.reverse(),
    }
    found.into_iter().map(|(row, _)| *row).collect()
}

fn listing(
    bank: &Bank,
    name: &str,
    rows: &[&str],
    limit: usize,
    offset: usize,
    seen: &Seen,
) -> Reply {
    let limit = limit.min(bank.page);
    let page: Vec<&str> = rows.iter().skip(offset).take(limit).copied().collect();
    let mut body = format!(
        r#"{{"agentHints":null,"{name}":[{}],"limit":{limit},"offset":{offset}"#,
        page.join(",")
    );
    if offset + limit < rows.len() {
        body.extend([",\"nextOffset\":", &(offset + limit).to_string()]);
    }
    if seen.query("withTotal") == Some("true") {
        let total = if bank.without_total { 0 } else { rows.len() };
        body.extend([",\"total\":", &total.to_string()]);
    }
    Reply::json(body + "}")
}
