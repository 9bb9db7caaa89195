//! What the scenarios do to connections that worked.

use std::collections::{HashMap, HashSet};

use practice::household::Upstream;
use practice::{Options, Scenario, Switches};
use serde_json::{Value, json};

use super::super::support::today;
use super::{amount, control, decimal, household, line, visit, visit_with, wait};

#[tokio::test]
async fn the_next_sync_fails_as_the_scenario_says_and_calm_heals_it() {
    for (scenario, state) in [
        (Scenario::WrongPassword, "wrongpass"),
        (Scenario::BankDown, "websiteUnavailable"),
        (Scenario::ConsentExpired, "SCARequired"),
        (Scenario::SecondFactor, "SCARequired"),
    ] {
        let visit = visit(Scenario::Calm).await;
        let bank = household(&visit);
        assert!(bank.connection().await["state"].is_null());
        visit.bank.set_scenario(scenario);
        let synced = bank
            .call("PUT", "/users/me/connections/21?psu_requested=false", None)
            .await;
        assert_eq!(synced.status, 200);
        assert_eq!(synced.json()["state"], state, "{scenario}");
        assert_eq!(bank.connection().await["error"], state);
        // What was read before is still there.
        assert!(!bank.movements("").await.is_empty());
        visit.bank.set_scenario(Scenario::Calm);
        assert!(
            bank.call("PUT", "/users/me/connections/21", None)
                .await
                .json()["state"]
                .is_null()
        );
    }
}

#[tokio::test]
async fn a_person_mends_an_expired_consent_with_a_code() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    visit.bank.set_scenario(Scenario::ConsentExpired);
    let due = bank.connection().await;
    assert_eq!(due["state"], "SCARequired");
    assert!(due["expire"].as_str() < due["last_update"].as_str());
    let asked = bank.post("/users/me/connections/21", json!({})).await;
    assert_eq!(asked.status, 202);
    assert_eq!(asked.json()["state"], "additionalInformationNeeded");
    let done = bank
        .post("/users/me/connections/21", json!({"otp": 424_242}))
        .await;
    assert!(done.status == 200 && done.json()["state"].is_null());
    assert!(
        bank.call("PUT", "/users/me/connections/21", None)
            .await
            .json()["state"]
            .is_null()
    );
    // With the person there, a synchronisation asks at once.
    visit.bank.set_scenario(Scenario::SecondFactor);
    let asked = bank
        .call("PUT", "/users/me/connections/21", None)
        .await
        .json();
    assert_eq!(asked["fields"][0]["name"], "otp");
}

#[tokio::test]
async fn a_refused_password_stays_refused() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    visit.bank.set_scenario(Scenario::WrongPassword);
    bank.connection().await;
    let reply = bank
        .post("/users/me/connections/21", json!({"password": "123456"}))
        .await;
    assert_eq!(
        (reply.status, reply.json()["code"].clone()),
        (400, json!("wrongPass"))
    );
    visit.bank.set_scenario(Scenario::BadToken);
    assert_eq!(bank.refused("/users/me/accounts").await.0, 401);
}

#[tokio::test]
async fn the_first_reading_takes_a_while() {
    let visit = visit(Scenario::FirstSync).await;
    let bank = household(&visit);
    let connection = bank.connection().await;
    assert_eq!(connection["state"], "validating");
    assert!(connection["last_update"].is_null());
    assert_eq!(bank.get("/users/me/accounts?all").await["total"], 0);
    assert_eq!(
        bank.refused("/users/me/transactions?limit=1").await,
        (409, "noAccount".to_owned())
    );
    wait(&visit, 6).await;
    assert!(bank.connection().await["state"].is_null());
    assert!(!bank.movements("").await.is_empty());
}

#[tokio::test]
async fn every_fifth_call_is_too_many() {
    let visit = visit(Scenario::RateLimited).await;
    let bank = household(&visit);
    let mut statuses = Vec::new();
    let mut delays = 0;
    for _ in 0..40 {
        let reply = bank.call("GET", "/users/me/accounts", None).await;
        delays += usize::from(reply.header("retry-after") == "1");
        statuses.push(reply.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 8);
    assert_eq!(delays, 4, "every other refusal says when to come back");
}

#[tokio::test]
async fn announced_rows_are_booked_in_both_ways() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let before = bank.movements("").await;
    let announced: HashMap<i64, &Value> = before
        .iter()
        .filter(|row| row["coming"] == true && row["deleted"].is_null())
        .map(|row| (row["id"].as_i64().unwrap(), row))
        .collect();
    assert!(announced.len() > 2);
    visit.bank.set_scenario(Scenario::LatePosting);
    bank.call("PUT", "/users/me/connections/21?psu_requested=false", None)
        .await;
    let after = bank.movements("").await;
    let (mut same, mut replaced) = (0, 0);
    for (id, old) in &announced {
        let now = after.iter().find(|row| row["id"] == *id).unwrap();
        if now["coming"] == false {
            same += 1;
            assert!(now["deleted"].is_null());
        } else {
            replaced += 1;
            assert!(now["deleted"].is_string());
            let twin = after.iter().find(|row| row["id"] == id + 1).unwrap();
            assert_eq!(
                (&twin["value"], &twin["rdate"]),
                (&old["value"], &old["rdate"])
            );
            assert_eq!(twin["last_update"], now["deleted"]);
        }
    }
    assert!(same > 0 && replaced > 0);
    compare(&visit, &after).await;
}

#[tokio::test]
async fn deleted_rows_leave_their_mark() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let before = bank.movements("").await;
    let newest = before
        .iter()
        .map(|row| row["last_update"].as_str().unwrap())
        .max()
        .unwrap()
        .replace(' ', "%20");
    visit.bank.set_scenario(Scenario::Deletions);
    bank.get("/users/me/accounts").await;
    let delta = bank.movements(&format!("&last_update={newest}")).await;
    assert_eq!(delta.len(), 4);
    assert!(delta.iter().all(|row| row["deleted"].is_string()));
    let plain = bank
        .get("/users/me/transactions?limit=1000&filter=date&min_date=2026-09-26&deleted=true")
        .await;
    assert_eq!(plain["total"], 3);
    compare(&visit, &bank.movements("").await).await;
}

/// The listing agrees with the truth, whatever happened.
async fn compare(visit: &super::Visit, rows: &[Value]) {
    let bank = household(visit);
    let truth = visit.bank.truth_of(&[Upstream::Budgea]);
    let living = rows.iter().filter(|row| row["deleted"].is_null()).count();
    assert_eq!(living, truth.counts.budgea_transactions);
    for account in bank.get("/users/me/accounts").await["accounts"]
        .as_array()
        .unwrap()
    {
        let told = super::key_of(&truth, &account["name"]).unwrap();
        assert_eq!(
            amount(&account["balance"]),
            decimal(&told.current),
            "{}",
            told.key
        );
    }
}

#[tokio::test]
async fn a_synchronisation_moves_the_bank_when_it_is_told_to() {
    let visit = visit_with(Options {
        switches: Switches {
            budgea_moves: true,
            ..Switches::default()
        },
        ..Options::new(today())
    })
    .await;
    let bank = household(&visit);
    let first = bank.movements("").await;
    let worth = bank.get("/users/me/investments").await["valuation"].clone();
    let stamp = bank.connection().await["last_update"].clone();
    bank.call("PUT", "/users/me/connections/21", None).await;
    let second = bank.movements("").await;
    let known: HashMap<i64, &Value> = first
        .iter()
        .map(|row| (row["id"].as_i64().unwrap(), row))
        .collect();
    let new = second
        .iter()
        .filter(|row| !known.contains_key(&row["id"].as_i64().unwrap()));
    // Two new ones, and the booked one in place of an announced one.
    assert_eq!(new.count(), 3);
    let turned = second.iter().filter(|row| {
        known
            .get(&row["id"].as_i64().unwrap())
            .is_some_and(|old| old["coming"] == true && row["coming"] == false)
    });
    assert_eq!(turned.count(), 1);
    let gone = |rows: &[Value]| rows.iter().filter(|row| row["deleted"].is_string()).count();
    assert_eq!(gone(&second), gone(&first) + 2);
    assert_ne!(bank.get("/users/me/investments").await["valuation"], worth);
    assert!(bank.connection().await["last_update"].as_str() > stamp.as_str());
    compare(&visit, &second).await;
    // Nothing moves before the next complete reading, and nothing at all without the switch.
    bank.call("PUT", "/users/me/connections/21", None).await;
    let third = bank.movements("").await;
    assert!(third.len() > second.len());
    visit.bank.set_switches(Switches::default());
    bank.call("PUT", "/users/me/connections/21", None).await;
    assert_eq!(bank.movements("").await, third);
}

#[tokio::test]
async fn pages_move_under_the_reader() {
    let visit = visit(Scenario::MovingPages).await;
    let bank = household(&visit);
    let mut path = "/users/me/transactions?limit=200&filter=date&min_date=1970-01-01".to_owned();
    let mut seen = HashSet::new();
    let mut twice = 0;
    loop {
        let page = bank.get(&path).await;
        for row in page["transactions"].as_array().unwrap() {
            twice += usize::from(!seen.insert(row["id"].as_i64().unwrap()));
        }
        match page["_links"]["next"]["href"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => break,
        }
    }
    assert!(twice > 0, "an insertion pushes a row onto the next page");
}

#[tokio::test]
async fn one_account_can_come_from_two_upstreams() {
    let visit = visit(Scenario::SameBankTwice).await;
    let bank = household(&visit);
    let wallet = visit.all("accounts", "/accounts").await;
    let joint = wallet
        .iter()
        .find(|account| account["name"] == "Joint account")
        .unwrap();
    let accounts = bank.get("/users/me/accounts").await;
    let twin = accounts["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| account["iban"] == joint["bankAccountNumber"])
        .unwrap();
    assert_eq!(twin["name"], "Joint account");
    let rows = bank
        .movements("")
        .await
        .into_iter()
        .filter(|row| row["id_account"] == twin["id"])
        .count();
    let truth = visit.bank.truth();
    let told = truth
        .accounts
        .iter()
        .find(|account| account.key == "joint")
        .unwrap();
    assert_eq!(rows, told.rows);
    assert_eq!(amount(&twin["balance"]), decimal(&told.booked));
    visit.bank.set_scenario(Scenario::Calm);
    assert_eq!(bank.get("/users/me/accounts?all").await["total"], 9);
}

#[tokio::test]
async fn odd_things_are_served_and_are_no_part_of_the_truth() {
    let visit = visit(Scenario::Odd).await;
    let bank = household(&visit);
    let rows = bank.movements("").await;
    let living = rows.iter().filter(|row| row["deleted"].is_null()).count();
    assert_eq!(living, visit.bank.truth().counts.budgea_transactions + 8);
    assert!(rows.iter().any(|row| row["value"].is_null()));
    assert!(rows.iter().any(|row| row["date"].is_null()));
    let accounts = bank.get("/users/me/accounts").await;
    let accounts = accounts["accounts"].as_array().unwrap().clone();
    assert!(accounts.iter().any(|account| account["type"].is_object()));
    assert!(accounts.iter().any(|account| account["disabled"] == false));
}

#[tokio::test]
async fn huge_reaches_this_dialect_too() {
    let visit = visit(Scenario::Huge).await;
    let counts = visit.bank.truth().counts;
    let rows = household(&visit).movements("").await;
    let living = rows.iter().filter(|row| row["deleted"].is_null()).count();
    assert_eq!(living, counts.budgea_transactions);
    assert!(living > 15_000);
}

#[tokio::test]
async fn webhooks_are_signed_as_they_would_be_sent() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let manager = bank.with(&line(&visit, "/upstreams/budgea/manage_token"));
    let auth = manager
        .post(
            "/webhooks/auth",
            json!({"name": "mine", "type": "hmac", "config": {"secret_key": "s3cret"}}),
        )
        .await
        .json();
    assert!(!auth.to_string().contains("s3cret"));
    for (event, auth) in [
        ("CONNECTION_SYNCED", auth["id"].clone()),
        ("USER_SYNCED", Value::Null),
    ] {
        let made = manager
            .post(
                "/webhooks",
                json!({"event": event, "url": "https://example.org/hook?x=1", "id_auth": auth}),
            )
            .await;
        assert_eq!(made.status, 200, "{}", made.text);
    }
    assert_eq!(bank.refused("/webhooks").await.0, 403);
    bank.call("PUT", "/users/me/connections", None).await;
    let url = format!("{}/__practice/deliveries", visit.base);
    let list = super::read(visit.http.get(url)).await.unwrap().json();
    let list = list["deliveries"].as_array().unwrap();
    assert_eq!(list.len(), 2);
    let header = |at: usize, name: &str| list[at]["headers"][name].as_str().unwrap().to_owned();
    let body = list[0]["body"].as_str().unwrap();
    let date = header(0, "BI-Signature-Date");
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"s3cret");
    let signature = base64::Engine::decode(
        &base64::engine::general_purpose::STANDARD,
        header(0, "BI-Signature"),
    )
    .unwrap();
    let text = format!("POST./hook.{date}.{body}");
    ring::hmac::verify(&key, text.as_bytes(), &signature).unwrap();
    assert_eq!(header(1, "Authorization"), format!("Bearer {}", bank.token));
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["connection"]["id"], 21);
    assert!(body["connection"]["accounts"][0]["transactions"].is_array());
    let events = manager.get("/webhooks_events").await;
    assert_eq!(events["total"], 16);
    control(&visit, "scenario", json!({"scenario": "calm"})).await;
}
