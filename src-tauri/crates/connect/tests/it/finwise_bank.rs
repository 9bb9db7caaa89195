//! A small FinWise: lists with filters and numbered pages, and rows that a test puts in.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::client::SECRET;
use crate::server::{Reply, Seen};

/// What it holds. JSON text, so that amounts keep their digits.
#[derive(Debug, Default)]
pub struct Bank {
    pub accounts: Vec<String>,
    pub categories: Vec<String>,
    pub budgets: Option<Vec<String>>,
    pub transactions: Vec<String>,
    /// Rows of a page at most, whatever is asked for.
    pub page: usize,
    /// Leaves the facts of pages out of the headers.
    pub without_headers: bool,
    /// Runs before each page of transactions, with its number.
    pub between: Option<fn(&mut Bank, usize)>,
}

pub type Shared = Arc<Mutex<Bank>>;

pub fn account(id: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","name":"Everyday","type":"depository","subType":"checking","updatedAt":"2026-01-14T05:00:00.000Z","currentBalance":{{"amount":1893.07,"currencyCode":"EUR"}},"archivedAt":null{more}}}"#
    )
}

pub fn transaction(id: &str, amount: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","accountId":"acc-1","date":"2026-01-12T00:00:00.000Z","updatedAt":"2026-01-12T05:00:00.000Z","description":"Greengrocer","amount":{{"amount":{amount},"currencyCode":"EUR"}}{more}}}"#
    )
}

impl Bank {
    pub fn new() -> Self {
        Self {
            accounts: vec![account("acc-1", "")],
            page: 1000,
            ..Self::default()
        }
    }

    pub fn with(rows: Vec<String>) -> Self {
        Self {
            transactions: rows,
            ..Self::new()
        }
    }

    /// A thousand-odd plain rows, as many as wanted.
    pub fn filled(rows: usize, page: usize) -> Self {
        let rows = (0..rows).map(|n| transaction(&format!("t-{n}"), &format!("-{n}.5"), ""));
        Self {
            page,
            ..Self::with(rows.collect())
        }
    }

    pub fn share(self) -> Shared {
        Arc::new(Mutex::new(self))
    }
}

/// Answers as the service does.
pub fn script(bank: &Shared) -> impl FnMut(&Seen) -> Reply + Send + 'static {
    let bank = Arc::clone(bank);
    move |seen| answer(&mut bank.lock().unwrap(), seen)
}

fn answer(bank: &mut Bank, seen: &Seen) -> Reply {
    if seen.header("authorization") != Some(SECRET) {
        return Reply::status(
            401,
            r#"{"error":{"name":"UnauthenticatedError","message":"","errors":[]}}"#,
        );
    }
    let parsed = |name: &str| {
        serde_json::from_str::<Value>(seen.query(name).unwrap_or("{}")).unwrap_or(json!(null))
    };
    let (filters, paging) = (parsed("filters"), parsed("pagination"));
    if !filters.is_object() || !paging.is_object() {
        return Reply::status(
            400,
            r#"{"name":"BadRequestError","message":"","errors":[]}"#,
        );
    }
    let number = paging["pageNumber"].as_u64().unwrap_or(1) as usize;
    let size = (paging["pageSize"].as_u64().unwrap_or(100) as usize).min(bank.page);
    if seen.path == "/transactions"
        && filters.get("ids").or(filters.get("id")).is_none()
        && let Some(between) = bank.between
    {
        between(bank, number);
    }
    let rows = match seen.path.as_str() {
        "/accounts" => &bank.accounts,
        "/transaction-categories" => &bank.categories,
        "/category-budgets" => match &bank.budgets {
            Some(budgets) => budgets,
            None => {
                return Reply::status(404, r#"{"name":"NotFoundError","message":"","errors":[]}"#);
            }
        },
        "/transactions" => &bank.transactions,
        _ => return Reply::status(404, "{}"),
    };
    let wanted: Vec<&String> = rows.iter().filter(|row| meets(row, &filters)).collect();
    let start = (number - 1) * size;
    let page: Vec<&str> = wanted
        .iter()
        .skip(start)
        .take(size)
        .map(|row| row.as_str())
        .collect();
    let reply = Reply::json(format!("[{}]", page.join(",")));
    if bank.without_headers {
        return reply;
    }
    reply
        .with("x-page-number", number)
        .with("x-page-size", size)
        .with("x-count", wanted.len())
        .with("x-has-next-page", start + size < wanted.len())
        .with("Request-Id", "0b9e7c52")
}

fn meets(row: &str, filters: &Value) -> bool {
    // Rows that are no objects, or odd, meet every filter: what the client makes of them is the question.
    let Ok(row) = serde_json::from_str::<Value>(row) else {
        return true;
    };
    let archived = row["archivedAt"].is_string();
    let ids = filters["ids"].as_array();
    filters["isArchived"]
        .as_bool()
        .is_none_or(|wanted| wanted == archived)
        && filters["id"].as_str().is_none_or(|id| row["id"] == id)
        && ids.is_none_or(|ids| ids.contains(&row["id"]))
        && filters["fromDate"]
            .as_str()
            .is_none_or(|from| row["date"].as_str().is_none_or(|date| date >= from))
}
