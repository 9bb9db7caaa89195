//! The dialect of Wallet's app.

use practice::{Options, Scenario, Switches};
use serde_json::{Value, json};

use crate::support::{Reply, Visit, amount, read, today, visit, visit_with};

async fn post(visit: &Visit, path: &str, body: Value) -> Reply {
    let url = format!("{}/wallet-app{path}", visit.base);
    let ask = visit
        .http
        .post(url)
        .header("content-type", "application/json")
        .body(body.to_string());
    read(ask).await.unwrap()
}

async fn get(visit: &Visit, token: &str, path: &str) -> Reply {
    let url = format!("{}/wallet-app/internal/v1{path}", visit.base);
    read(visit.http.get(url).bearer_auth(token)).await.unwrap()
}

fn credentials(visit: &Visit) -> Value {
    let line = visit.bank.first_line();
    let entry = &line["upstreams"]["wallet-app"];
    json!({"username": entry["username"], "password": entry["password"]})
}

async fn login(visit: &Visit) -> (String, String) {
    let reply = post(visit, "/auth/authenticate", credentials(visit)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let body = reply.json();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

#[tokio::test]
async fn a_refresh_token_works_once_and_an_access_token_for_its_calls() {
    let visit = visit_with(Options {
        switches: Switches {
            wallet_app_calls_per_token: Some(1),
            wallet_app_expires_in: 7,
            ..Switches::default()
        },
        ..Options::new(today())
    })
    .await;
    let wrong = json!({"username": "x", "password": "y"});
    let refused = post(&visit, "/auth/authenticate", wrong).await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.json()["error"], "invalid_credentials");
    let (access, refresh) = login(&visit).await;
    assert_eq!(access.split('.').count(), 3);
    assert_eq!(get(&visit, &access, "/get-records").await.status, 200);
    let expired = get(&visit, &access, "/get-records").await;
    assert_eq!(
        (expired.status, expired.json()["error"].as_str()),
        (401, Some("token_expired"))
    );
    let body = json!({"refresh_token": refresh});
    let renewed = post(&visit, "/auth/refresh", body.clone()).await;
    assert_eq!(renewed.json()["expires_in"], 7);
    assert_ne!(renewed.json()["refresh_token"], json!(refresh));
    assert_eq!(post(&visit, "/auth/refresh", body).await.status, 401);
}

#[tokio::test]
async fn the_two_descriptions_refuse_each_others_questions() {
    for docs in [false, true] {
        let visit = visit_with(Options {
            switches: Switches {
                wallet_app_docs: docs,
                ..Switches::default()
            },
            ..Options::new(today())
        })
        .await;
        let (token, _) = login(&visit).await;
        let status = async |path: &str| get(&visit, &token, path).await.status;
        let (by_type, by_document) = if docs { (400, 200) } else { (200, 400) };
        assert_eq!(status("/get-docs?type=budgets").await, by_type);
        assert_eq!(status("/get-docs?document_type=Budget").await, by_document);
        assert_eq!(status("/get-docs").await, 400);
        assert_eq!(status("/get-records?limit=0").await, 400);
        assert_eq!(status("/get-records?limit=x").await, 400);
        let unknown = if docs {
            "document_type=Yacht"
        } else {
            "type=yachts"
        };
        assert_eq!(status(&format!("/get-docs?{unknown}")).await, 404);
        let page = get(&visit, &token, "/get-records?limit=1000").await.json();
        let (rows, next) = if docs {
            (&page["transactions"], Value::Null)
        } else {
            (&page["items"], json!(300))
        };
        assert_eq!(rows.as_array().unwrap().len(), 300);
        assert_eq!(page["nextOffset"], next);
        let default = get(&visit, &token, "/get-records").await.json();
        let rows = if docs {
            &default["transactions"]
        } else {
            &default["items"]
        };
        assert_eq!(rows.as_array().unwrap().len(), if docs { 30 } else { 300 });
        if docs {
            assert!(
                rows.as_array()
                    .unwrap()
                    .iter()
                    .all(|row| { amount(&row["amount"]) >= 0.into() && row["type"].is_null() })
            );
        }
    }
}

#[tokio::test]
async fn the_last_page_names_no_other_and_all_rows_are_there() {
    let visit = visit(Scenario::Calm).await;
    let (token, _) = login(&visit).await;
    let mut rows = 0;
    let mut offset = json!(0);
    while let Some(from) = offset.as_u64() {
        let page = get(
            &visit,
            &token,
            &format!("/get-records?limit=300&offset={from}"),
        )
        .await
        .json();
        rows += page["items"].as_array().unwrap().len();
        offset = page["nextOffset"].clone();
    }
    assert_eq!(rows, visit.bank.truth().counts.wallet_transactions);
}

#[tokio::test]
async fn scenarios_refuse_as_they_say() {
    let visit = visit(Scenario::Calm).await;
    let (token, refresh) = login(&visit).await;
    visit.bank.set_scenario(Scenario::SecondFactor);
    let asked = post(&visit, "/auth/authenticate", credentials(&visit)).await;
    assert_eq!(asked.status, 200);
    assert!(asked.json()["access_token"].is_null());
    visit.bank.set_scenario(Scenario::WrongPassword);
    assert_eq!(get(&visit, &token, "/get-records").await.status, 401);
    let body = json!({"refresh_token": refresh});
    assert_eq!(post(&visit, "/auth/refresh", body).await.status, 401);
    assert_eq!(
        post(&visit, "/auth/authenticate", credentials(&visit))
            .await
            .status,
        401
    );
    visit.bank.set_scenario(Scenario::RateLimited);
    let slow = get(&visit, &token, "/get-records").await;
    assert_eq!((slow.status, slow.header("retry-after")), (429, "1"));
    visit.bank.set_scenario(Scenario::FirstSync);
    let early = get(&visit, &token, "/get-records").await;
    assert_eq!(early.status, 503);
}
