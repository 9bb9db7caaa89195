//! Recipients and transfers.

use practice::Scenario;
use rust_decimal::Decimal;
use serde_json::json;

use super::{amount, household, visit, wait};

#[tokio::test]
async fn a_transfer_is_confirmed_and_found_among_the_movements() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let payers = bank.get("/users/me/accounts?able_to_transfer=1").await;
    assert_eq!(payers["total"], 2);
    let list = bank.get("/users/me/recipients").await;
    let own = list["recipients"]
        .as_array()
        .unwrap()
        .iter()
        .find(|recipient| recipient["id_target_account"].is_number())
        .unwrap();
    let made = bank
        .post(
            &format!("/users/me/recipients/{}/transfers", own["id"]),
            json!({"amount": 12.34, "label": "Épargne"}),
        )
        .await
        .json();
    assert_eq!(
        (made["state"].clone(), made["fees"].is_null()),
        (json!("created"), true)
    );
    let path = format!("/users/me/transfers/{}", made["id"]);
    let asked = bank.post(&path, json!({"validated": true})).await;
    assert_eq!(
        (asked.status, asked.json()["fields"][0]["name"].clone()),
        (202, json!("sms"))
    );
    let wrong = bank
        .post(&path, json!({"validated": true, "sms": "000000"}))
        .await;
    assert_eq!(wrong.status, 400);
    let right = bank
        .post(&path, json!({"validated": "true", "sms": "424242"}))
        .await;
    assert_eq!(right.json()["state"], "pending");
    assert_eq!(bank.call("DELETE", &path, None).await.status, 409);
    let before = visit.bank.truth();
    bank.call("PUT", "/users/me/connections/21", None).await;
    let done = bank.get(&path).await;
    assert_eq!(done["state"], "done");
    let row = bank
        .get(&format!(
            "/users/me/transactions/{}",
            done["id_transaction"]
        ))
        .await;
    assert_eq!(amount(&row["value"]), Decimal::new(-1_234, 2));
    let after = visit.bank.truth();
    assert_eq!(
        after.counts.budgea_transactions,
        before.counts.budgea_transactions + 2
    );
    assert_eq!(after.net_worth.last(), before.net_worth.last());
}

#[tokio::test]
async fn somebody_new_is_paid_after_a_code_and_a_pause() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let accounts = bank.get("/users/me/accounts?able_to_transfer=1").await;
    let account = &accounts["accounts"][0]["id"];
    let path = format!("/users/me/accounts/{account}/recipients");
    let wrong = bank
        .post(&path, json!({"iban": "FR00123", "label": "X"}))
        .await;
    assert_eq!(wrong.status, 400);
    let body = json!({"iban": "FR14 2004 1010 0505 0001 3M02 606", "label": "Papa"});
    let made = bank.post(&path, body).await;
    assert_eq!(
        (made.status, made.json()["fields"][0]["name"].clone()),
        (202, json!("sms"))
    );
    let recipient = made.json()["id"].clone();
    let one = format!("/users/me/accounts/{account}/recipients/{recipient}");
    let confirmed = bank.post(&one, json!({"sms": 424_242})).await;
    assert!(confirmed.json()["enabled_at"].is_string());
    let transfers = format!("/users/me/recipients/{recipient}/transfers");
    let order = json!({"amount": "20.00", "label": "Cadeau", "exec_date": "2026-12-01"});
    let early = bank.post(&transfers, order.clone()).await;
    assert_eq!(early.status, 409);
    wait(&visit, 3_700).await;
    let made = bank.post(&transfers, order).await.json();
    let path = format!("/users/me/transfers/{}", made["id"]);
    bank.post(&path, json!({"validated": true, "sms": "424242"}))
        .await;
    assert_eq!(bank.get(&path).await["state"], "scheduled");
    visit.bank.advance(12);
    bank.call("PUT", "/users/me/connections/21", None).await;
    assert_eq!(bank.get(&path).await["state"], "done");
    for amount in ["0", "-1", "1.234", "9999999"] {
        let reply = bank
            .post(&transfers, json!({"amount": amount, "label": "x"}))
            .await;
        assert_eq!(reply.status, 400, "{amount}");
    }
    let idle = bank
        .post(&transfers, json!({"amount": 1, "label": "x"}))
        .await
        .json();
    let path = format!("/users/me/transfers/{}", idle["id"]);
    assert_eq!(bank.call("DELETE", &path, None).await.status, 204);
    assert_eq!(bank.get(&path).await["state"], "canceled");
}
