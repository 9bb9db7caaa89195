//! Filters, pages, links and windows.

use std::collections::HashSet;

use practice::Scenario;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{amount, household, visit};

fn ids(rows: &[Value]) -> HashSet<i64> {
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_limit_is_due_and_has_a_limit() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let missing = bank.refused("/users/me/transactions").await;
    assert_eq!(missing, (400, "missingParameter".to_owned()));
    let great = bank.refused("/users/me/transactions?limit=1001").await;
    assert_eq!(great, (400, "invalidValue".to_owned()));
    let older = bank.speaking("legacy");
    assert_eq!(
        older.refused("/users/me/transactions?limit=1001").await.0,
        400
    );
    // Who names no days sees the last month over there.
    let page = older.get("/users/me/transactions").await;
    let rows = page["transactions"].as_array().unwrap();
    assert!(!rows.is_empty() && page["_links"].is_null());
    assert!(
        rows.iter()
            .all(|row| row["application_date"].as_str().unwrap() >= "2026-10-20")
    );
    assert!(page["total"].as_u64().unwrap() < bank.movements("").await.len() as u64);
}

#[tokio::test]
async fn links_lead_through_all_pages_once() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let all = bank.movements("").await;
    let mut path = "/users/me/transactions?limit=97&all&filter=date&min_date=1970-01-01".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = bank.get(&path).await;
        let rows = page["transactions"].as_array().unwrap();
        assert!(rows.len() <= 97);
        seen.extend(rows.iter().cloned());
        match page["_links"]["next"]["href"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => break,
        }
    }
    assert_eq!(seen.len(), all.len());
    assert_eq!(ids(&seen), ids(&all));
    let days: Vec<&str> = seen
        .iter()
        .map(|row| row["date"].as_str().unwrap())
        .collect();
    assert!(days.is_sorted_by(|one, two| one >= two));
}

#[tokio::test]
async fn the_same_movement_is_seen_from_everywhere() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let row = bank.movements("").await[0].clone();
    let (id, account) = (&row["id"], &row["id_account"]);
    let connection = bank.connection().await["id"].clone();
    for path in [
        format!("/users/me/transactions/{id}"),
        format!("/users/3/transactions/{id}"),
        format!("/users/me/accounts/{account}/transactions/{id}"),
        format!("/users/me/connections/{connection}/transactions/{id}"),
        format!("/users/me/connections/{connection}/accounts/{account}/transactions/{id}"),
    ] {
        assert_eq!(bank.get(&path).await, row, "{path}");
    }
    assert_eq!(bank.refused("/users/4/transactions").await.0, 403);
    assert_eq!(
        bank.refused("/users/me/accounts/1/transactions?limit=1")
            .await,
        (404, "notFound".to_owned())
    );
}

#[tokio::test]
async fn filters_let_through_what_they_say() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let all = bank.movements("").await;
    let picked = async |query: &str| bank.movements(query).await;
    let month = bank
        .get("/users/me/transactions?limit=1000&filter=date&min_date=2026-09&max_date=2026-09")
        .await;
    let month = month["transactions"].as_array().unwrap().clone();
    assert!(!month.is_empty());
    assert!(
        month
            .iter()
            .all(|row| row["date"].as_str().unwrap().starts_with("2026-09"))
    );
    let incomes = picked("&income=true").await;
    assert!(
        !incomes.is_empty()
            && incomes
                .iter()
                .all(|row| amount(&row["value"]) > Decimal::ZERO)
    );
    let value = amount(&all[0]["value"]);
    let either = picked(&format!("&value={}%7C-{}", value.abs(), value.abs())).await;
    assert!(ids(&either).contains(&all[0]["id"].as_i64().unwrap()));
    assert!(
        either
            .iter()
            .all(|row| amount(&row["value"]).abs() == value.abs())
    );
    let sign = picked(&format!("&value=%C2%B1{}", value.abs())).await;
    assert_eq!(ids(&sign), ids(&either));
    let between = picked("&min_value=-20&max_value=-10").await;
    assert!(between.iter().all(|row| {
        let value = amount(&row["value"]);
        value >= Decimal::from(-20) && value <= Decimal::from(-10)
    }));
    let words = picked("&wording=boulangerie").await;
    assert!(!words.is_empty());
    assert!(words.iter().all(|row| {
        row["original_wording"]
            .as_str()
            .unwrap()
            .contains("BOULANGERIE")
    }));
    assert_eq!(
        bank.refused("/users/me/transactions?limit=5&filter=colour")
            .await
            .0,
        400
    );
    assert_eq!(
        bank.refused("/users/me/transactions?limit=5&min_date=soon")
            .await
            .0,
        400
    );
    // Either dialect tells the category in its own way, and about the same thing.
    let older = bank
        .speaking("legacy")
        .get(&format!(
            "/users/me/transactions/{}?expand=category",
            all[5]["id"]
        ))
        .await;
    assert_eq!(older["category"]["id"], older["id_category"]);
    assert!(older["categories"].is_null() && all[5]["categories"][0]["code"].is_string());
}

#[tokio::test]
async fn a_delta_is_strictly_later_than_its_stamp() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let all = bank.movements("").await;
    let newest = all
        .iter()
        .map(|row| row["last_update"].as_str().unwrap().to_owned())
        .max()
        .unwrap();
    let query = |stamp: &str| format!("&last_update={}", stamp.replace(' ', "%20"));
    assert!(bank.movements(&query(&newest)).await.is_empty());
    visit.bank.advance(3);
    let delta = bank.movements(&query(&newest)).await;
    assert!(!delta.is_empty());
    let before = ids(&all);
    assert!(
        delta
            .iter()
            .any(|row| !before.contains(&row["id"].as_i64().unwrap()))
    );
    let after = bank.movements("").await;
    let changed: HashSet<i64> = after
        .iter()
        .filter(|row| !all.contains(row))
        .map(|row| row["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids(&delta), changed, "what changed is what the delta holds");
}

#[tokio::test]
async fn what_a_person_writes_stays() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let row = bank.movements("").await[3].clone();
    let path = format!("/users/me/transactions/{}", row["id"]);
    let changed = bank
        .post(
            &path,
            json!({"wording": "Marché", "comment": "with Zoé", "active": false,
                   "categories": [{"code": "groceries"}], "application_date": "2026-11-01"}),
        )
        .await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let again = bank.get(&path).await;
    assert_eq!(again["wording"], "Marché");
    assert_eq!(again["comment"], "with Zoé");
    assert_eq!(again["active"], false);
    assert_eq!(again["categories"][0]["code"], "groceries");
    assert_eq!(again["application_date"], "2026-11-01");
    assert!(again["last_update"].as_str() > row["last_update"].as_str());
    assert_eq!(again["original_wording"], row["original_wording"]);
    let note = bank
        .post(
            &format!("{path}/informations"),
            json!({"key": "tag", "value": "fête"}),
        )
        .await;
    assert_eq!(note.status, 200);
    let expanded = bank
        .get(&format!("{path}?expand=informations,account"))
        .await;
    assert_eq!(expanded["informations"][0]["value"], "fête");
    assert_eq!(expanded["account"]["id"], row["id_account"]);
    let by_hand = bank
        .post(
            "/users/me/transactions",
            json!({"id_account": row["id_account"], "date": "2026-11-19", "value": -4.2,
                   "original_wording": "By hand"}),
        )
        .await;
    assert_eq!(by_hand.status, 200, "{}", by_hand.text);
    let found = bank.movements("&wording=by%20hand").await;
    assert_eq!(found.len(), 1);
    assert_eq!(amount(&found[0]["value"]), Decimal::new(-42, 1));
}

#[tokio::test]
async fn nested_things_come_when_asked_for() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let list = bank
        .get("/users/me/connections?expand=connector,sources,accounts[transactions,investments[type]]")
        .await;
    let connection = &list["connections"][0];
    assert_eq!(connection["connector"]["name"], "Banque du Chablais");
    assert_eq!(connection["sources"][0]["name"], "directaccess");
    let accounts = connection["accounts"].as_array().unwrap();
    assert!(
        accounts
            .iter()
            .any(|account| account["investments"][0]["type"]["name"].is_string())
    );
    let rows: usize = accounts
        .iter()
        .map(|account| account["transactions"].as_array().unwrap().len())
        .sum();
    let living = bank.movements("").await;
    let shown = ids(&accounts
        .iter()
        .map(|a| json!({"id": a["id"]}))
        .collect::<Vec<_>>());
    let living = living
        .iter()
        .filter(|row| row["deleted"].is_null())
        .filter(|row| shown.contains(&row["id_account"].as_i64().unwrap()))
        .count();
    assert_eq!(rows, living);
}

#[tokio::test]
async fn categories_and_types_have_their_lists() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let tree = bank.get("/categories").await;
    let tree = tree["categories"].as_array().unwrap();
    let known = ids(tree);
    assert!(
        tree.iter()
            .all(|entry| known.contains(&entry["id_parent_category"].as_i64().unwrap()))
    );
    let made = bank
        .post(
            "/users/me/categories/full",
            json!({"name": "Chorale", "color": "112233", "id_parent_category": 60}),
        )
        .await
        .json();
    let full = bank.get("/users/me/categories/full").await;
    assert!(ids(full["categorys"].as_array().unwrap()).contains(&made["id"].as_i64().unwrap()));
    let types = bank.get("/account_types").await;
    let accounts = bank.get("/users/me/accounts").await;
    for account in accounts["accounts"].as_array().unwrap() {
        let kind = types["accounttypes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|kind| kind["id"] == account["id_type"]);
        assert_eq!(kind.unwrap()["name"], account["type"]);
    }
    let word = bank
        .post(
            "/categories/keywords",
            json!({"id_category": made["id"], "keyword": "Chœur"}),
        )
        .await;
    assert_eq!(word.status, 200);
    let guess = bank
        .post(
            "/categorize",
            json!({"wording": "Cotisation CHŒUR", "value": -20, "type": "card"}),
        )
        .await
        .json();
    assert_eq!(guess["id_category"], made["id"]);
}
