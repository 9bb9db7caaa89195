//! The FinWise dialect in calm weather.

use std::collections::HashSet;

use practice::{Options, Scenario, Switches};
use rust_decimal::Decimal;
use serde_json::json;

use super::support::{amount, read, sums, today, visit, visit_with};

#[tokio::test]
async fn the_transactions_add_up_to_the_truth() {
    let visit = visit(Scenario::Calm).await;
    let truth = visit.bank.truth();
    let rows = visit.transactions("{}").await;
    assert_eq!(rows.len(), truth.counts.finwise_transactions);
    let ids: HashSet<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rows.len(), "no transaction comes twice");
    let booked: Vec<_> = rows
        .iter()
        .filter(|row| row["isPending"] == false)
        .cloned()
        .collect();
    let booked = sums(&booked, "accountId", |row| amount(&row["amount"]["amount"]));
    let accounts = visit.finwise("/accounts").await.json();
    assert_eq!(accounts.as_array().unwrap().len(), 5);
    for account in accounts.as_array().unwrap() {
        let told = truth
            .accounts
            .iter()
            .find(|told| account["name"] == told.name.as_str())
            .unwrap();
        let current: Decimal = told.current.parse().unwrap();
        assert_eq!(
            amount(&account["currentBalance"]["amount"]),
            current,
            "{}",
            told.name
        );
        if account["type"] == "investment" {
            continue;
        }
        let opening: Decimal = told.opening.parse().unwrap();
        let sum = booked
            .get(account["id"].as_str().unwrap())
            .copied()
            .unwrap_or_default();
        assert_eq!(opening + sum, current, "{}", told.name);
        let pending: Decimal = told.pending.parse().unwrap();
        assert_eq!(
            amount(&account["availableBalance"]["amount"]),
            current + pending
        );
    }
}

#[tokio::test]
async fn only_the_bare_key_gets_in() {
    let visit = visit(Scenario::Calm).await;
    let url = format!("{}/finwise/accounts", visit.base);
    let bearer = read(visit.http.get(&url).bearer_auth(&visit.key))
        .await
        .unwrap();
    assert_eq!(
        (bearer.status, bearer.json()["name"].clone()),
        (401, "UnauthenticatedError".into())
    );
    assert_eq!(bearer.header("request-id").len(), 36);
    assert_eq!(read(visit.http.get(&url)).await.unwrap().status, 401);
    let seen = visit.bank.requests();
    assert_eq!(seen[0].authorization, practice::Authorization::Bearer);
    assert_eq!(seen[1].authorization, practice::Authorization::Absent);
    let log = serde_json::to_string(&seen).unwrap();
    assert!(!log.contains(&visit.key), "the log holds no credentials");
}

#[tokio::test]
async fn filters_and_pages_are_json_in_the_query() {
    let visit = visit(Scenario::Calm).await;
    let accounts = visit.finwise("/accounts").await.json();
    let dollars = accounts
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["name"] == "Dollar account")
        .unwrap();
    let id = dollars["id"].as_str().unwrap();
    // Blanks as the Python client writes them, encoded as a form does.
    let page = visit
        .finwise(&format!(
            "/transactions?filters=%7B%22accountId%22%3A+%22{id}%22%7D&pagination=%7B%22pageNumber%22%3A+2%2C+%22pageSize%22%3A+7%7D"
        ))
        .await;
    assert_eq!(page.header("x-page-number"), "2");
    assert_eq!(page.header("x-page-size"), "7");
    assert_eq!(page.header("x-has-next-page"), "true");
    assert!(
        page.json()
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["accountId"] == id)
    );
    let recent = visit.transactions(r#"{"fromDate":"2026-10-01T00:00:00Z","toDate":"2026-10-31","transactionTypes":["debit"]}"#).await;
    assert!(!recent.is_empty());
    for row in &recent {
        assert!(row["date"].as_str().unwrap().starts_with("2026-10-"));
        assert!(row["amount"]["amount"].as_f64() < Some(0.0));
    }
    let dates: Vec<&str> = recent
        .iter()
        .map(|row| row["date"].as_str().unwrap())
        .collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "newest first");
    let salaries = visit
        .transactions(r#"{"search":"*hydralis*","amountGte":5000.5}"#)
        .await;
    assert_eq!(salaries.len(), 36);
    let archived = visit
        .finwise(r#"/accounts?filters={"isArchived":true}"#)
        .await
        .json();
    assert_eq!(archived.as_array().unwrap().len(), 1);
    assert!(
        !archived[0]["archivedAt"].as_str().unwrap().ends_with('Z'),
        "no zone"
    );
    let open = visit
        .finwise(r#"/accounts?filters={"isArchived":false}"#)
        .await
        .json();
    assert_eq!(open.as_array().unwrap().len(), 4);
    for (path, field) in [
        ("/transactions?filters={oops", "filters"),
        ("/transactions?filters=[1]", "filters"),
        (r#"/transactions?filters={"fromDate":"12 Jan"}"#, "fromDate"),
        (
            r#"/transactions?filters={"excludeArchived":"yes"}"#,
            "excludeArchived",
        ),
        (r#"/transactions?pagination={"pageSize":0}"#, "pageSize"),
        (
            r#"/transactions?pagination={"pageNumber":"1"}"#,
            "pageNumber",
        ),
    ] {
        let refused = visit.finwise(path).await;
        assert_eq!(refused.status, 400, "{path}");
        assert_eq!(refused.json()["name"], "BadRequestError");
        assert_eq!(refused.json()["errors"][0]["path"][0], field, "{path}");
    }
}

#[tokio::test]
async fn errors_come_in_both_envelopes() {
    let visit = visit(Scenario::Calm).await;
    assert_eq!(
        visit.finwise("/accounts/nobody").await.json()["name"],
        "NotFoundError"
    );
    let wrapped = Switches {
        finwise_wrapped_errors: true,
        ..Switches::default()
    };
    visit.bank.set_switches(wrapped);
    let answer = visit.finwise("/accounts/nobody").await;
    assert_eq!(
        (answer.status, answer.json()["error"]["name"].clone()),
        (404, "NotFoundError".into())
    );
}

#[tokio::test]
async fn accounts_are_made_changed_and_archived() {
    let visit = visit(Scenario::Calm).await;
    let before = visit.bank.truth().accounts.len();
    let made = visit
        .try_finwise(
            "POST",
            "/accounts",
            Some(json!({
                "name": "Shoe box", "type": "depository", "subType": "cash",
                "currentBalance": {"amount": 12.34, "currencyCode": "GBP"}
            })),
        )
        .await
        .unwrap();
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let truth = visit.bank.truth();
    assert_eq!(truth.accounts.len(), before + 1);
    assert_eq!(truth.accounts[before].current, "12.34");
    let renamed = visit
        .try_finwise(
            "PATCH",
            &format!("/accounts/{id}"),
            Some(json!({"name": "Tin", "emoji": "🥫"})),
        )
        .await
        .unwrap()
        .json();
    assert_eq!(
        (renamed["name"].clone(), renamed["emoji"].clone()),
        ("Tin".into(), "🥫".into())
    );
    let gone = visit
        .try_finwise("POST", &format!("/accounts/{id}/archive"), None)
        .await
        .unwrap();
    assert!(gone.json()["archivedAt"].is_string());
    for body in [
        json!({"name": "x", "type": "depository"}),
        json!({"type": "depository", "currentBalance": {"amount": 1, "currencyCode": "EUR"}}),
        json!({"name": "x", "type": "depository", "currentBalance": {"amount": 1.234, "currencyCode": "EUR"}}),
    ] {
        assert_eq!(
            visit
                .try_finwise("POST", "/accounts", Some(body))
                .await
                .unwrap()
                .status,
            400
        );
    }
}

#[tokio::test]
async fn transactions_are_made_sorted_and_archived() {
    let visit = visit(Scenario::Calm).await;
    let accounts = visit.finwise("/accounts").await.json();
    let account = accounts[0].clone();
    let before = amount(&account["currentBalance"]["amount"]);
    let body = json!({
        "accountId": account["id"], "date": "2026-11-19T00:00:00.000Z",
        "amount": {"amount": -19.95, "currencyCode": account["currentBalance"]["currencyCode"]},
        "notes": "Umbrella"
    });
    let made = visit
        .try_finwise("POST", "/transactions", Some(body.clone()))
        .await
        .unwrap();
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let found = visit.transactions(&format!(r#"{{"id":"{id}"}}"#)).await;
    assert_eq!(found[0]["amount"]["amount"].to_string(), "-19.95");
    let balance = |accounts: serde_json::Value| amount(&accounts[0]["currentBalance"]["amount"]);
    let now = balance(visit.finwise("/accounts").await.json());
    assert_eq!(now, before - "19.95".parse::<Decimal>().unwrap());
    let category = visit
        .try_finwise(
            "POST",
            "/transaction-categories",
            Some(json!({"name": "Rain"})),
        )
        .await
        .unwrap()
        .json();
    let patched = visit
        .try_finwise(
            "PATCH",
            &format!("/transactions/{id}?timezone=UTC"),
            Some(json!({"transactionCategoryId": category["id"]})),
        )
        .await
        .unwrap()
        .json();
    assert_eq!(patched["transactionCategoryId"], category["id"]);
    let other = visit.finwise("/transaction-categories").await.json()[0]["id"].clone();
    let deleted = visit
        .try_finwise(
            "DELETE",
            &format!(
                "/transaction-categories/{}",
                category["id"].as_str().unwrap()
            ),
            Some(json!({"reassignToTransactionCategoryId": other})),
        )
        .await
        .unwrap();
    assert!(deleted.json()["archivedAt"].is_string());
    let moved = visit.transactions(&format!(r#"{{"id":"{id}"}}"#)).await;
    assert_eq!(moved[0]["transactionCategoryId"], other);
    let archived = visit
        .try_finwise("POST", &format!("/transactions/{id}/archive"), None)
        .await
        .unwrap();
    assert!(archived.json()["archivedAt"].is_string());
    assert_eq!(balance(visit.finwise("/accounts").await.json()), before);
    assert!(
        visit
            .transactions(&format!(r#"{{"id":"{id}","excludeArchived":true}}"#))
            .await
            .is_empty()
    );
    let mut wrong = body;
    wrong["amount"]["currencyCode"] = "JPY".into();
    assert_eq!(
        visit
            .try_finwise("POST", "/transactions", Some(wrong))
            .await
            .unwrap()
            .status,
        400
    );
}

#[tokio::test]
async fn the_history_ends_every_month_as_the_truth_does() {
    let visit = visit(Scenario::Calm).await;
    let truth = visit.bank.truth();
    let accounts = visit.finwise("/accounts").await.json();
    for account in accounts.as_array().unwrap() {
        let told = truth
            .accounts
            .iter()
            .find(|told| account["name"] == told.name.as_str())
            .unwrap();
        let id = account["id"].as_str().unwrap();
        let history = visit
            .finwise(&format!(
                r#"/account-balances?filters={{"accountId":"{id}"}}"#
            ))
            .await
            .json();
        assert_eq!(history.as_array().unwrap().len(), 36);
        for balance in history.as_array().unwrap() {
            let day = &balance["date"].as_str().unwrap()[..10];
            let end = told
                .month_ends
                .iter()
                .find(|end| end.date.to_string() == day)
                .unwrap();
            assert_eq!(
                amount(&balance["amount"]["amount"]),
                end.balance.parse().unwrap()
            );
            assert_eq!(balance["type"], "synced");
        }
    }
    let id = accounts[0]["id"].clone();
    let currency = accounts[0]["currentBalance"]["currencyCode"].clone();
    let made = visit
        .try_finwise("POST", "/account-balances", Some(json!({
            "accountId": id, "date": "2026-11-19", "amount": {"amount": 5.5, "currencyCode": currency}
        })))
        .await
        .unwrap();
    assert_eq!(
        (made.status, made.json()["type"].clone()),
        (201, "manual".into()),
        "{}",
        made.text
    );
    let path = format!(
        "/account-balances/{}/archive",
        made.json()["id"].as_str().unwrap()
    );
    assert!(visit.try_finwise("POST", &path, None).await.unwrap().json()["archivedAt"].is_string());
}

#[tokio::test]
async fn aggregates_agree_with_the_rows() {
    let visit = visit(Scenario::Calm).await;
    let truth = visit.bank.truth();
    let body = json!({
        "filters": {"excludeTransfers": true, "fromDateForCategoryIds": {}},
        "currencyCode": "CHF", "timeZone": "UTC", "budgetStartDate": 1
    });
    let lines = visit
        .try_finwise("POST", "/transactions/aggregated3", Some(body))
        .await
        .unwrap()
        .json();
    let categories = visit
        .finwise(r#"/transaction-categories?filters={"name":"Public transport"}"#)
        .await
        .json();
    let line = lines
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["transactionCategoryId"] == categories[0]["id"])
        .unwrap();
    let spent: Decimal = truth
        .spending
        .values()
        .filter_map(|month| month.get("public-transport")?.get("CHF"))
        .map(|text| text.parse::<Decimal>().unwrap())
        .sum();
    assert_eq!(amount(&line["amount"]), -spent);
    assert_eq!(line["transactionType"], "debit");
    let months = visit
        .finwise("/transactions/aggregated3?aggregateBy[]=Month&aggregateFn=sum&currencyCode=EUR")
        .await
        .json();
    assert_eq!(months.as_array().unwrap().len(), 37);
    assert!(
        months[0]["date"]
            .as_str()
            .unwrap()
            .ends_with("T23:00:00.000Z")
    );
    let latest = visit
        .finwise(
            "/account-balances/aggregated2?aggregateBy[]=Year&aggregateFn=latest&currencyCode=CHF",
        )
        .await
        .json();
    assert_eq!(latest.as_array().unwrap().len(), 4);
    assert_eq!(
        visit.finwise("/account-balances/aggregated").await.status,
        400
    );
    let budgets = visit
        .finwise(r#"/category-budgets?filters={"forDate":"2026-11-01T00:00:00Z"}"#)
        .await
        .json();
    assert_eq!(budgets.as_array().unwrap().len(), 3);
    let total = visit
        .try_finwise(
            "POST",
            "/category-budgets/aggregated",
            Some(json!({"filters": {}, "currencyCode": "CHF"})),
        )
        .await
        .unwrap()
        .json();
    assert_eq!(total.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn budgets_can_be_switched_off() {
    let switches = Switches {
        finwise_budgets: false,
        ..Switches::default()
    };
    let visit = visit_with(Options {
        switches,
        ..Options::new(today())
    })
    .await;
    assert_eq!(visit.finwise("/category-budgets").await.status, 404);
}
