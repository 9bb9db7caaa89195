//! The Qard dialect.

use practice::Scenario;
use serde_json::{Value, json};

use crate::support::{Reply, Visit, amount, read, visit};

struct Client {
    visit: Visit,
    key: String,
    user: String,
}

async fn client() -> Client {
    let visit = visit(Scenario::Calm).await;
    let line = visit.bank.first_line();
    let entry = &line["upstreams"]["qard"];
    let text = |key: &str| entry[key].as_str().unwrap().to_owned();
    Client {
        key: text("api_key"),
        user: text("user_id"),
        visit,
    }
}

impl Client {
    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let url = format!("{}/qard/api/v6{path}", self.visit.base);
        let mut ask = self
            .visit
            .http
            .request(method.parse().unwrap(), url)
            .header("x-api-key", &self.key);
        if let Some(body) = body {
            ask = ask
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        read(ask).await.unwrap()
    }

    async fn get(&self, path: &str) -> Value {
        let reply = self
            .ask("GET", &format!("/users/{}{path}", self.user), None)
            .await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()
    }

    async fn post(&self, path: &str, body: Value) -> Reply {
        let path = format!("/users/{}{path}", self.user);
        self.ask("POST", &path, Some(body)).await
    }
}

#[tokio::test]
async fn nothing_is_shown_before_a_synchronisation_succeeded_and_one_runs_at_a_time() {
    let client = client().await;
    let wrong = Client {
        key: "nobody".to_owned(),
        ..self::client().await
    };
    assert_eq!(wrong.ask("GET", "/clients", None).await.status, 401);
    assert_eq!(
        client.ask("GET", "/clients", None).await.json()["name"],
        "Practice client"
    );
    assert_eq!(client.get("/banking-accounts").await["total"], 0);
    let types = json!({"data_types": ["BANK_TRANSACTION"]});
    let begun = client.post("/sync", types.clone()).await;
    assert_eq!(begun.status, 201);
    let kinds: Vec<_> = begun
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|sync| sync["data_type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        kinds,
        ["BANK_ACCOUNT", "BANK_TRANSACTION"],
        "what rows need is added"
    );
    assert_eq!(client.post("/sync", types.clone()).await.status, 409);
    let unknown = client.post("/sync", json!({"data_types": ["X"]})).await;
    assert_eq!(unknown.status, 422);
    let mut words = Vec::new();
    for _ in 0..2 {
        let latest = client.get("/sync/latest").await;
        words.push(latest["result"][0]["status"].as_str().unwrap().to_owned());
    }
    assert_eq!(words, ["FETCHING", "SUCCESS"]);
    let accounts = client.get("/banking-accounts").await;
    assert!(accounts["total"].as_u64().unwrap() > 5);
    let iban = accounts["result"][0]["iban"].as_str().unwrap();
    assert!(iban.starts_with("FR"), "{iban}");
}

#[tokio::test]
async fn rows_are_given_in_pages_and_are_of_the_last_year() {
    let client = client().await;
    client.post("/sync", json!({})).await;
    for _ in 0..2 {
        client.get("/sync/latest").await;
    }
    let accounts = client.get("/banking-accounts").await;
    let id = accounts["result"][0]["id"].as_str().unwrap();
    let path = format!("/banking-accounts/{id}/transactions");
    let first = client.get(&format!("{path}?page=1&per_page=10")).await;
    let rows = first["result"].as_array().unwrap();
    assert_eq!(rows.len(), 10);
    assert_eq!(
        first["total_pages"].as_u64().unwrap(),
        first["total"].as_u64().unwrap().div_ceil(10)
    );
    for row in rows {
        assert_eq!(row["account_id"], json!(id));
        assert!(amount(&row["amount"]) != 0.into());
        assert!(row["initiated_at"].as_str().unwrap() > "2025-11-01");
    }
    let cash = client.get("/banking-cashflow").await;
    assert!(cash["periods"].as_array().unwrap().len() >= 12);
    let insights = client.get("/banking-credit-insights").await;
    assert!(insights["cash_flows"][0]["total_amount"].is_string());
    assert!(insights["risks"]["incidents"][0]["total_amount"].is_u64());
}

#[tokio::test]
async fn the_page_of_consent_is_a_form_that_can_be_refused() {
    let client = client().await;
    let body = json!({"provider_name": "budget_insight", "requested_data_types": ["BANK_ACCOUNT"]});
    let made = client.post("/data-connections", body).await;
    assert_eq!(made.status, 201);
    let made = made.json();
    assert_eq!(made["status"], "AUTH_REQUIRED");
    let url = made["redirect_url"].as_str().unwrap().to_owned();
    let page = read(client.visit.http.get(&url)).await.unwrap();
    assert!(page.header("content-type").starts_with("text/html"));
    for part in [
        "<form method=\"post\">",
        "value=\"allow\"",
        "value=\"refuse\"",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    assert!(!page.text.contains("<script"));
    let id = made["id"].clone();
    let status = async || {
        let all = client.get("/data-connections").await;
        let all = all["result"].as_array().unwrap().clone();
        let one = all.iter().find(|one| one["id"] == id).unwrap();
        one["status"].as_str().unwrap().to_owned()
    };
    for (answer, after) in [
        ("refuse", vec!["AUTH_ERROR", "AUTH_ERROR"]),
        ("allow", vec!["CONNECTING", "CONNECTED"]),
    ] {
        let ask = client
            .visit
            .http
            .post(&url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("decision={answer}"));
        assert_eq!(read(ask).await.unwrap().status, 200);
        assert_eq!(vec![status().await, status().await], after);
    }
    let path = format!(
        "/users/{}/data-connections/{}",
        client.user,
        id.as_str().unwrap()
    );
    assert_eq!(client.ask("DELETE", &path, None).await.status, 204);
    assert_eq!(client.ask("DELETE", &path, None).await.status, 404);
}
