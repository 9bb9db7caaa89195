//! The Wallet dialect in calm weather.

use std::collections::HashSet;

use practice::{Bucket, Options, Scenario, Switches};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::support::{amount, read, sums, today, visit, visit_with};

#[tokio::test]
async fn the_records_add_up_to_the_truth() {
    let visit = visit(Scenario::Calm).await;
    let truth = visit.wallet_truth();
    let records = visit.records().await;
    assert_eq!(records.len(), truth.counts.wallet_transactions);
    let ids: HashSet<&str> = records
        .iter()
        .map(|record| record["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), records.len(), "no record comes twice");
    let sums = sums(&records, "accountId", |record| {
        amount(&record["amount"]["value"])
    });
    let accounts = visit.all("accounts", "/accounts").await;
    assert_eq!(accounts.len(), 7);
    for account in &accounts {
        let told = truth
            .accounts
            .iter()
            .find(|told| told.name == account["name"])
            .unwrap();
        let balance = &account["balance"];
        let current: Decimal = told.current.parse().unwrap();
        assert_eq!(amount(&balance["currentBalance"]), current, "{}", told.name);
        let rows = sums
            .get(account["id"].as_str().unwrap())
            .copied()
            .unwrap_or_default();
        assert_eq!(amount(&balance["initial"]) + rows, current, "{}", told.name);
        assert_eq!(account["recordStats"]["recordCount"], told.rows);
        assert_eq!(account["currencyCode"], told.currency.as_str());
    }
}

#[tokio::test]
async fn every_answer_names_the_revision_and_the_rate() {
    let visit = visit(Scenario::Calm).await;
    let first = visit.wallet("/accounts?limit=1").await;
    assert_eq!(first.header("x-ratelimit-limit"), "300");
    assert_eq!(first.header("x-ratelimit-remaining"), "299");
    assert_eq!(first.header("x-sync-in-progress"), "false");
    assert!(
        first
            .header("x-last-data-change-at")
            .starts_with("2026-11-20T")
    );
    let revision = first.header("x-last-data-change-rev").to_owned();
    assert_eq!(
        visit
            .wallet("/accounts?limit=1")
            .await
            .header("x-last-data-change-rev"),
        revision
    );
    visit.bank.advance(1);
    assert_ne!(
        visit
            .wallet("/accounts?limit=1")
            .await
            .header("x-last-data-change-rev"),
        revision
    );
}

#[tokio::test]
async fn records_without_a_date_are_the_last_three_months_only() {
    let visit = visit(Scenario::Calm).await;
    let window = visit
        .wallet("/records?limit=200&withTotal=true")
        .await
        .json();
    assert_eq!(
        window["appliedRecordDateFilters"][0],
        "gte.2026-08-20T00:00:00.000Z"
    );
    let wide = visit
        .wallet("/records?limit=1&withTotal=true&recordDate=gte.2000-01-01")
        .await
        .json();
    assert!(window["total"].as_u64() < wide["total"].as_u64());
    // By identifier the window does not matter.
    let oldest = visit
        .wallet("/records?limit=1&recordDate=gte.2000-01-01&sortBy=%2BrecordDate")
        .await
        .json();
    let id = oldest["records"][0]["id"].as_str().unwrap();
    let found = visit.wallet(&format!("/records?id={id}")).await.json();
    assert_eq!(found["records"][0]["id"], id);
    assert_eq!(found["appliedRecordDateFilters"], Value::Null);
}

#[tokio::test]
async fn plain_dates_mean_whole_days_in_utc() {
    let visit = visit(Scenario::Calm).await;
    let days = async |filter: &str| -> HashSet<String> {
        visit
            .all("records", &format!("/records?{filter}"))
            .await
            .iter()
            .map(|record| record["recordDate"].as_str().unwrap()[..10].to_owned())
            .collect()
    };
    assert_eq!(
        days("recordDate=eq.2026-10-28").await,
        HashSet::from(["2026-10-28".to_owned()])
    );
    let after = days("recordDate=gt.2026-11-14").await;
    assert!(
        !after.contains("2026-11-14") && after.contains("2026-11-15"),
        "{after:?}"
    );
    let until = days("recordDate=gte.2026-11-01,lte.2026-11-14").await;
    assert!(until.contains("2026-11-14") && !until.contains("2026-11-15"));
    let before = days("recordDate=gte.2026-11-01&recordDate=lt.2026-11-14").await;
    assert!(
        before.contains("2026-11-11") && !before.contains("2026-11-14"),
        "{before:?}"
    );
    let moment = days("recordDate=gte.2026-11-14T00:00:00Z,lt.2026-11-15T00:00:00Z").await;
    assert_eq!(moment, HashSet::from(["2026-11-14".to_owned()]));
}

#[tokio::test]
async fn wrong_questions_are_refused_with_400() {
    let visit = visit(Scenario::Calm).await;
    for path in [
        "/records?limit=0",
        "/records?limit=201",
        "/records?limit=ten",
        "/records?offset=-1",
        "/records?recordDate=2026-01-01",
        "/records?recordDate=gte.yesterday",
        "/records?amount=gte.1,lte.5,gt.2",
        "/records?counterParty=Market",
        "/records?sortBy=-payee",
        "/records?recordState=lost",
        "/records?recordType=gift",
        "/records?isTransfer=perhaps",
        "/records?id=a%20b",
        "/budgets?spending=current%2B3",
        "/api-usage/stats?period=367days",
        "/accounts/references",
    ] {
        let reply = visit.wallet(path).await;
        assert_eq!(reply.status, 400, "{path}: {}", reply.text);
        assert!(reply.json()["error"].is_string(), "{path}");
    }
}

#[tokio::test]
async fn only_the_right_token_at_the_right_path_gets_in() {
    let visit = visit(Scenario::Calm).await;
    assert_eq!(visit.wallet("/nothing").await.status, 404);
    let outside = format!("{}/v1/api/accounts", visit.base);
    let reply = read(visit.http.get(outside).bearer_auth(&visit.token))
        .await
        .unwrap();
    assert_eq!(
        (reply.status, reply.json()["message"].is_string()),
        (404, true)
    );
    let url = format!("{}/wallet/v1/api/accounts", visit.base);
    let bare = read(visit.http.get(&url)).await.unwrap();
    assert_eq!(
        (bare.status, bare.json()["error"].clone()),
        (401, "Invalid or expired token".into())
    );
    let malformed = read(visit.http.get(&url).bearer_auth("one.two"))
        .await
        .unwrap();
    assert!(malformed.status == 401 && malformed.text.contains("three parts"));
    let other = read(visit.http.get(&url).bearer_auth("a.b.c"))
        .await
        .unwrap();
    assert_eq!(other.status, 401);
}

#[tokio::test]
async fn filters_let_through_what_they_say() {
    let visit = visit(Scenario::Calm).await;
    let wide = "recordDate=gte.2000-01-01";
    let accounts = visit.all("accounts", "/accounts").await;
    let card = accounts
        .iter()
        .find(|a| a["accountType"] == "CreditCard")
        .unwrap();
    let id = card["id"].as_str().unwrap();
    let mine = visit
        .all("records", &format!("/records?{wide}&accountId={id}"))
        .await;
    assert_eq!(
        mine.len(),
        card["recordStats"]["recordCount"].as_u64().unwrap() as usize
    );
    let rent = visit
        .all(
            "records",
            &format!("/records?{wide}&counterParty=contains-i.mONTCLAIR"),
        )
        .await;
    assert_eq!(rent.len(), 37);
    assert!(
        visit
            .all(
                "records",
                &format!("/records?{wide}&counterParty=contains.mONTCLAIR")
            )
            .await
            .is_empty()
    );
    let dear = visit
        .all(
            "records",
            &format!("/records?{wide}&amount=lte.-1000,gte.-1500"),
        )
        .await;
    assert!(
        dear.iter()
            .all(|r| (-1500..=-1000).contains(&(r["amount"]["value"].as_f64().unwrap() as i64)))
    );
    assert!(!dear.is_empty());
    let unknown = visit
        .all("records", &format!("/records?{wide}&categoryId=unknown"))
        .await;
    assert!(
        !unknown.is_empty()
            && unknown
                .iter()
                .all(|r| r["category"]["name"] == "Uncategorised")
    );
    let pending = visit
        .all("records", &format!("/records?{wide}&recordState=uncleared"))
        .await;
    assert_eq!(pending.len(), visit.wallet_truth().counts.pending);
    let income = visit
        .all(
            "records",
            &format!("/records?{wide}&recordType=income&isTransfer=false"),
        )
        .await;
    assert!(
        income
            .iter()
            .all(|r| r["transfer"].is_null() && r["amount"]["value"].as_f64() > Some(0.0))
    );
    let updated = visit
        .all(
            "records",
            "/records?recordDate=gte.2000-01-01&updatedAt=gte.2026-11-18",
        )
        .await;
    assert!(!updated.is_empty() && updated.len() < 40);
    let converted = visit.wallet("/records?limit=1&convertTo=USD").await.json();
    assert_eq!(
        converted["records"][0]["convertedAmount"]["conversionPair"],
        "EUR:USD"
    );
    let failed = visit.wallet("/records?limit=1&convertTo=XAU").await.json();
    assert!(failed["records"][0]["convertedAmount"]["error"].is_string());
}

#[tokio::test]
async fn transfers_are_paired_within_the_dialect_and_unpaired_across() {
    let visit = visit(Scenario::Calm).await;
    let records = visit.records().await;
    let mut paired = 0;
    for record in &records {
        match record["transfer"]["type"].as_str() {
            Some("paired") => {
                paired += 1;
                let mirror = &record["transfer"]["mirrorRecord"];
                let other = records
                    .iter()
                    .find(|other| other["id"] == mirror["id"])
                    .unwrap();
                assert_eq!(
                    other["transfer"]["transferId"],
                    record["transfer"]["transferId"]
                );
                assert_eq!(other["amount"], mirror["amount"]);
                assert_eq!(other["transfer"]["mirrorRecord"]["id"], record["id"]);
            }
            Some("unpaired") => assert!(record["transfer"]["mirrorRecord"].is_null()),
            _ => assert_ne!(record["category"]["name"], "Transfer"),
        }
    }
    assert!(paired > 200 && paired % 2 == 0);
    assert!(
        records
            .iter()
            .any(|record| record["transfer"]["type"] == "unpaired")
    );
}

#[tokio::test]
async fn plans_match_the_truth() {
    let visit = visit(Scenario::Calm).await;
    let truth = visit.wallet_truth();
    let orders = visit.all("standingOrders", "/standing-orders").await;
    assert_eq!(orders.len(), 18);
    for order in &orders {
        let next = truth
            .planned
            .iter()
            .find(|payment| order["name"] == payment.name);
        assert!(order["amount"].as_f64() > Some(0.0));
        let Some(next) = next else { continue };
        let sign = if order["type"] == "expense" { "-" } else { "" };
        let told: Decimal = format!("{sign}{}", order["amount"]).parse().unwrap();
        assert_eq!(told, next.amount.parse().unwrap(), "{}", next.name);
        assert_eq!(order["dueDate"], format!("{}T00:00:00.000Z", next.due));
    }
    assert!(
        orders.iter().any(|order| order["recurrenceRule"].is_null()),
        "a one-off"
    );
    let items = visit
        .all("standingOrderItems", "/standing-orders/items")
        .await;
    let open = items
        .iter()
        .filter(|item| item["paidDate"].is_null())
        .count();
    assert_eq!(open, truth.planned.len());
    let records: HashSet<String> = visit
        .records()
        .await
        .iter()
        .map(|r| r["id"].as_str().unwrap().to_owned())
        .collect();
    for item in items.iter().filter(|item| !item["paidDate"].is_null()) {
        assert!(records.contains(item["recordIds"][0].as_str().unwrap()));
    }
}

#[tokio::test]
async fn budgets_tell_what_the_rows_say() {
    let visit = visit(Scenario::Calm).await;
    let truth = visit.wallet_truth();
    let budgets = visit.all("budgets", "/budgets?spending=current%2B2").await;
    assert_eq!(budgets.len(), 6);
    let groceries = budgets
        .iter()
        .find(|budget| budget["name"] == "Groceries")
        .unwrap();
    let spending = &groceries["spending"];
    for period in [
        &spending["current"],
        &spending["past"][0],
        &spending["past"][1],
    ] {
        let month = period["period"].as_str().unwrap();
        let spent: Decimal = truth.spending[month]["groceries"]["EUR"].parse().unwrap();
        assert_eq!(amount(&period["spent"]), spent, "{month}");
    }
    assert_eq!(
        spending["past"][0]["effectiveLimit"], 620,
        "the month with guests"
    );
    assert_eq!(groceries["limitOverrides"][0]["period"], "2026-10");
    assert!(visit.all("budgets", "/budgets").await[0]["spending"].is_null());
    let open = visit.all("budgets", "/budgets?closed=false").await;
    assert_eq!(open.len(), 5);
}

#[tokio::test]
async fn the_short_listings_are_complete() {
    let visit = visit(Scenario::Calm).await;
    let categories = visit.all("categories", "/categories").await;
    assert!(
        categories
            .iter()
            .any(|c| c["id"] == "5c5c03e8-000a-8000-8000-000000000000")
    );
    let custom = visit
        .all("categories", "/categories?customCategory=true")
        .await;
    assert_eq!(custom.len(), 1);
    assert!(categories.iter().any(|c| c["id"] == custom[0]["parentId"]));
    let known: HashSet<&str> = categories
        .iter()
        .map(|c| c["id"].as_str().unwrap())
        .collect();
    for record in visit.records().await {
        assert!(
            known.contains(record["category"]["id"].as_str().unwrap()),
            "{record}"
        );
    }
    assert_eq!(visit.all("goals", "/goals").await.len(), 4);
    assert_eq!(visit.all("labels", "/labels").await.len(), 4);
    assert_eq!(visit.all("labels", "/labels?archived=true").await.len(), 1);
    assert_eq!(visit.all("recordRules", "/record-rules").await.len(), 4);
    let named = visit.wallet("/accounts?name=contains-i.LOAN").await.json();
    assert_eq!(named["accounts"].as_array().unwrap().len(), 1);
    let calls = visit.bank.requests().len() as u64;
    for _ in 0..2 {
        let stats = visit.wallet("/api-usage/stats?period=1days").await.json();
        assert_eq!(stats["granularity"], "daily");
        assert_eq!(
            stats["total"], calls,
            "asking for the statistics is not counted"
        );
    }
    let label = visit.all("labels", "/labels?name=eq.Holiday").await[0]["id"].clone();
    let account = visit.all("accounts", "/accounts?accountType=loan").await[0]["id"].clone();
    let answer = visit
        .wallet(&format!(
            "/labels/references?id={},{},nobody",
            label.as_str().unwrap(),
            account.as_str().unwrap()
        ))
        .await
        .json();
    assert!(answer[label.as_str().unwrap()]["records"]["total"].as_u64() > Some(10));
    assert_eq!(answer[account.as_str().unwrap()]["error"], "type_mismatch");
    assert_eq!(answer["nobody"]["error"], "not found");
}

#[tokio::test]
async fn envelopes_echo_and_hint_only_when_asked() {
    let visit = visit(Scenario::Calm).await;
    let plain = visit.wallet("/accounts?limit=2").await.json();
    assert_eq!(
        (plain["limit"].as_u64(), plain["nextOffset"].as_u64()),
        (Some(2), Some(2))
    );
    assert!(plain["total"].is_null() && plain["agentHints"].is_null());
    let hinted = visit
        .wallet("/accounts?limit=2&offset=6&withTotal=true&agentHints=true")
        .await;
    assert!(
        hinted.text.starts_with("{\"agentHints\""),
        "hints come first"
    );
    let hinted = hinted.json();
    assert_eq!(hinted["total"], 7);
    assert!(hinted["nextOffset"].is_null());
    let none = visit
        .wallet("/accounts?name=eq.Nobody&agentHints=true")
        .await
        .json();
    assert_eq!(none["agentHints"][0]["type"], "result.empty");
}

#[tokio::test]
async fn the_legacy_switch_speaks_the_older_version() {
    let switches = Switches {
        wallet_legacy: true,
        ..Switches::default()
    };
    let visit = visit_with(Options {
        switches,
        ..Options::new(today())
    })
    .await;
    assert_eq!(visit.wallet("/records?limit=101").await.status, 400);
    let page = visit
        .wallet("/records?limit=5&payee=contains-i.a")
        .await
        .json();
    assert!(page["recordDateRange"].is_array());
    let record = &page["records"][0];
    assert!(record["paymentType"].is_string() && record["transfer"].is_null());
    let id = record["id"].as_str().unwrap();
    let found = visit
        .wallet(&format!("/records/by-id?id={id}"))
        .await
        .json();
    assert_eq!(found["records"].as_array().unwrap().len(), 1);
    assert!(visit.wallet("/standing-orders/items").await.json()["items"].is_array());
    let accounts = visit.wallet("/accounts").await.json();
    assert!(accounts["accounts"][0]["initialBalance"]["value"].is_number());
    visit.bank.set_switches(Switches::default());
    assert_eq!(visit.wallet("/records/by-id?id=x").await.status, 404);
}

#[tokio::test]
async fn an_empty_bucket_refuses_and_says_when_to_come_back() {
    let bucket = Some(Bucket {
        capacity: 2,
        per_hour: 300,
    });
    let switches = Switches {
        wallet_bucket: bucket,
        ..Switches::default()
    };
    let visit = visit_with(Options {
        switches,
        ..Options::new(today())
    })
    .await;
    assert_eq!(visit.wallet("/accounts").await.status, 200);
    assert_eq!(
        visit
            .wallet("/accounts")
            .await
            .header("x-ratelimit-remaining"),
        "0"
    );
    let refused = visit.wallet("/accounts").await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, "12"));
    assert!(refused.json()["error"].is_string());
}

#[tokio::test]
async fn batches_of_changes_are_answered_item_by_item() {
    let visit = visit_with(Options {
        switches: Switches {
            wallet_write_trouble: 1,
            ..Switches::default()
        },
        ..Options::new(today())
    })
    .await;
    let write = |method: &str, path: &str, body: serde_json::Value| {
        let url = format!("{}/wallet/v1/api{path}", visit.base);
        let ask = visit
            .http
            .request(method.parse().unwrap(), url)
            .bearer_auth(&visit.token)
            .header("content-type", "application/json")
            .body(body.to_string());
        async move { read(ask).await.unwrap() }
    };
    let patch = |body: serde_json::Value| write("PATCH", "/records", body);
    let records = visit.records().await;
    let booked: Vec<&Value> = records
        .iter()
        .filter(|record| record["recordState"] != "uncleared")
        .collect();
    let pending = records
        .iter()
        .find(|record| record["recordState"] == "uncleared" && record["accountIsBankSync"] == true)
        .unwrap();
    let (one, two) = (&booked[0]["id"], &booked[1]["id"]);
    let revision = visit.wallet("/accounts?limit=1").await;
    let revision = revision.header("x-last-data-change-rev").to_owned();

    // The server's own trouble, and nothing else: 500.
    let answer = patch(json!([{"id": one, "note": "x"}])).await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.json()["results"][0]["errorType"], "server_error");
    let label = write("POST", "/labels", json!({"name": "Picnic"})).await;
    assert_eq!(label.status, 201);
    let label = label.json()["label"]["id"].clone();

    let answer = patch(json!([
        {"id": one, "note": "mine", "labelIds": [label], "$clear": ["categoryId"]},
        {"id": pending["id"], "note": "x"},
        {"id": two, "categoryId": "5c5c4e21-00c8-8000-8000-000000000000"},
        {"id": "nobody", "note": "x"},
        {"id": two, "note": "é".repeat(256)},
        {"id": two, "note": "x", "$clear": ["note"]},
        {"id": two, "labelIds": ["nobody"]},
    ]))
    .await;
    assert_eq!(answer.status, 207);
    let body = answer.json();
    let results = body["results"].as_array().unwrap();
    assert_eq!(results[0]["success"], true);
    for (place, field) in [
        (1, "recordState"),
        (2, "categoryId"),
        (3, "id"),
        (4, "note"),
        (5, "note"),
        (6, "labelIds"),
    ] {
        assert_eq!(results[place]["inputIndex"], place);
        assert_eq!(results[place]["success"], false, "{}", results[place]);
        assert_eq!(results[place]["errorType"], "client_error");
        assert_eq!(
            results[place]["fields"],
            json!([field]),
            "{}",
            results[place]
        );
    }
    assert_eq!(body["summary"]["succeeded"], 1);
    assert_eq!(body["summary"]["clientErrors"], 6);

    let now = visit
        .wallet(&format!("/records?id={}", one.as_str().unwrap()))
        .await
        .json()["records"][0]
        .clone();
    assert_eq!(now["note"], "mine");
    assert_eq!(now["category"], Value::Null);
    assert_eq!(now["labels"][0]["name"], "Picnic");
    assert_ne!(now["updatedAt"], booked[0]["updatedAt"]);
    let after = visit.wallet("/accounts?limit=1").await;
    assert_ne!(after.header("x-last-data-change-rev"), revision);
    let labels = visit.all("labels", "/labels").await;
    assert!(labels.iter().any(|have| have["id"] == label));

    assert_eq!(patch(json!([{"id": two, "note": ""}])).await.status, 200);
    assert_eq!(patch(json!([{"id": "nobody"}])).await.status, 400);
    for whole in [
        json!([]),
        json!({"id": one}),
        json!(vec![json!({"id": two}); 11]),
    ] {
        let answer = patch(whole).await;
        assert_eq!(answer.status, 400);
        assert!(answer.json()["error"].is_string(), "{}", answer.text);
    }
    assert_eq!(
        write("POST", "/labels", json!({"name": " "})).await.status,
        400
    );
}

#[tokio::test]
async fn the_older_dialect_may_only_be_read() {
    let visit = visit_with(Options {
        switches: Switches {
            wallet_legacy: true,
            ..Switches::default()
        },
        ..Options::new(today())
    })
    .await;
    let url = format!("{}/wallet/v1/api/records", visit.base);
    let ask = visit
        .http
        .patch(url)
        .bearer_auth(&visit.token)
        .body("[]".to_owned());
    assert_eq!(read(ask).await.unwrap().status, 403);
}
