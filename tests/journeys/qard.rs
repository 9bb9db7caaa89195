//! Qard: a synchronisation is asked for and waited for, rows come once, and what vanished twice is gone.

use practice::household::Upstream as Served;
use practice::{Running, Scenario};
use serde_json::{Value, json};
use testkit::{World, bank};

fn request(bank: &Running, keys: &[&str]) -> Value {
    let line = bank.first_line();
    let entry = &line["upstreams"]["qard"];
    let fields: Vec<Value> = keys
        .iter()
        .map(|key| json!({"key": key, "value": entry[key]}))
        .collect();
    json!({"upstream": "qard", "label": "", "baseUrl": entry["base_url"], "fields": fields})
}

async fn synced(world: &World) -> Value {
    let report = world.sync().await;
    let outcome = report["connections"][0].clone();
    assert_eq!(outcome["state"], json!("ok"), "{outcome}");
    outcome
}

/// Every account is there once, with the balance that the bank has, its IBAN and its institution.
async fn agrees(world: &World, bank: &Running) {
    let list = world.ok("accounts_list", json!({})).await;
    let accounts: Vec<&Value> = list["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["accounts"].as_array().unwrap())
        .collect();
    let truth = bank.truth();
    let served: Vec<_> = truth
        .accounts
        .iter()
        .filter(|account| account.upstream == Served::Budgea && !account.archived)
        .collect();
    // One more than Budgea is given: that an account is not shared is an agreement with Budgea, which Qard knows nothing of.
    assert_eq!(accounts.len(), served.len() + 1, "{list}");
    for wanted in served {
        let found = accounts
            .iter()
            .find(|account| account["name"] == json!(wanted.name))
            .unwrap_or_else(|| panic!("{} is missing", wanted.name));
        assert_eq!(
            found["balance"]["amount"],
            json!(wanted.booked),
            "{}",
            wanted.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_enough_when_there_is_one_user() {
    let world = World::with_book().await;
    let bank = bank().await;
    world
        .ok("connection_add", request(&bank, &["api_key"]))
        .await;
    let outcome = synced(&world).await;
    assert!(outcome["new"].as_u64().unwrap() > 300, "{outcome}");
    agrees(&world, &bank).await;
    let all = world.ok("connections_list", json!({})).await;
    let logins = &all[0]["logins"];
    assert_eq!(logins[0]["state"], json!("ok"), "{all}");
    bank.advance(5);
    let outcome = synced(&world).await;
    assert!(outcome["new"].as_u64().unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_vanish_go_after_they_were_missed_twice_and_old_ones_stay() {
    let world = World::with_book().await;
    let bank = bank().await;
    world
        .ok("connection_add", request(&bank, &["api_key", "user_id"]))
        .await;
    let before = synced(&world).await["new"].as_u64().unwrap();
    // A year from now nothing of the year before is shown any more, and all of it is kept.
    bank.set_scenario(Scenario::Deletions);
    let removed: Vec<u64> = [
        synced(&world).await,
        synced(&world).await,
        synced(&world).await,
    ]
    .iter()
    .map(|outcome| outcome["removed"].as_u64().unwrap())
    .collect();
    assert_eq!(removed[0], 0, "missed once");
    assert!(removed[1] > 0, "missed twice");
    assert_eq!(removed[2], 0);
    bank.set_scenario(Scenario::Calm);
    bank.advance(200);
    for _ in 0..3 {
        assert_eq!(synced(&world).await["removed"], json!(0));
    }
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    assert!(page["total"].as_u64().unwrap() > before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_ran_out_is_told_and_nothing_is_lost() {
    let world = World::with_book().await;
    let bank = bank().await;
    world
        .ok("connection_add", request(&bank, &["api_key", "user_id"]))
        .await;
    synced(&world).await;
    let count = async || {
        let page = world
            .ok("transactions_page", json!({"text": "", "limit": 1}))
            .await;
        page["total"].clone()
    };
    let before = count().await;
    for scenario in [Scenario::ConsentExpired, Scenario::WrongPassword] {
        bank.set_scenario(scenario);
        let report = world.sync().await;
        let login = &report["connections"][0]["logins"][0];
        assert_eq!(login["state"], json!("user_action_browser"), "{report}");
        assert_eq!(count().await, before);
    }
    bank.set_scenario(Scenario::Calm);
    synced(&world).await;
    agrees(&world, &bank).await;
}
