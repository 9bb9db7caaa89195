//! Wallet by the login of its app: experimental, never beside Wallet itself, and without the password being kept.

use chrono::TimeDelta;
use practice::household::Upstream as Served;
use practice::{Running, Scenario};
use serde_json::{Value, json};
use testkit::{World, bank};

fn request(bank: &Running, upstream: &str) -> Value {
    let line = bank.first_line();
    let entry = &line["upstreams"][upstream];
    let fields: Vec<Value> = ["token", "username", "password"]
        .into_iter()
        .filter(|key| entry[key].is_string())
        .map(|key| json!({"key": key, "value": entry[key]}))
        .collect();
    json!({"upstream": upstream, "label": "", "baseUrl": entry["base_url"], "fields": fields})
}

async fn switched_on() -> World {
    let world = World::with_book().await;
    world
        .ok("settings_update", json!({"experimentalServices": true}))
        .await;
    world
}

async fn state_after_sync(world: &World) -> String {
    let report = world.sync().await;
    report["connections"][0]["state"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Balances and rows are what the household has at Wallet.
async fn agrees(world: &World, bank: &Running) {
    let list = world.ok("accounts_list", json!({})).await;
    let accounts: Vec<&Value> = list["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["accounts"].as_array().unwrap())
        .collect();
    let truth = bank.truth();
    let wanted = truth
        .accounts
        .iter()
        .filter(|account| account.upstream == Served::Wallet);
    for wanted in wanted {
        let found = accounts
            .iter()
            .find(|account| account["name"] == json!(wanted.name))
            .unwrap_or_else(|| panic!("{} is missing", wanted.name));
        assert_eq!(
            found["balance"]["amount"],
            json!(wanted.current),
            "{}",
            wanted.name
        );
    }
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    assert_eq!(page["total"], json!(truth.counts.wallet_transactions));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_off_until_the_person_switches_it_on() {
    let world = World::with_book().await;
    let bank = bank().await;
    let offered = |list: &Value| {
        let all = list.as_array().unwrap();
        let one = all.iter().find(|one| one["id"] == "wallet-app").unwrap();
        assert_eq!(one["experimental"], json!(true));
        one["available"].as_bool().unwrap()
    };
    assert!(!offered(&world.ok("upstreams_list", json!({})).await));
    let error = world
        .call("connection_add", request(&bank, "wallet-app"))
        .await
        .unwrap_err();
    let error = serde_json::to_value(error).unwrap();
    assert!(error.to_string().contains("experimental_off"), "{error}");
    assert!(
        bank.requests().is_empty(),
        "nothing was sent before the consent"
    );
    world
        .ok("settings_update", json!({"experimentalServices": true}))
        .await;
    assert!(offered(&world.ok("upstreams_list", json!({})).await));
    world
        .ok("connection_add", request(&bank, "wallet-app"))
        .await;
    assert_eq!(state_after_sync(&world).await, "ok");
    agrees(&world, &bank).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_on_by_itself_after_a_restart_and_asks_for_the_password_when_the_session_ends() {
    let mut world = switched_on().await;
    let bank = bank().await;
    let made = world
        .ok("connection_add", request(&bank, "wallet-app"))
        .await;
    assert_eq!(state_after_sync(&world).await, "ok");
    bank.advance(3);
    // Tokens that are worn out after every other call: the session must outlive them, and the program.
    bank.set_switches(practice::Switches {
        wallet_app_calls_per_token: Some(2),
        ..practice::Switches::default()
    });
    world.restart().await;
    world
        .ok("book_unlock", json!({"passphrase": testkit::PASSPHRASE}))
        .await;
    for _ in 0..2 {
        assert_eq!(state_after_sync(&world).await, "ok");
    }
    let logins = |bank: &Running| {
        let seen = bank.requests();
        seen.iter()
            .filter(|seen| seen.path.ends_with("/auth/authenticate"))
            .count()
    };
    assert_eq!(logins(&bank), 1, "the password was needed once");
    bank.set_scenario(Scenario::WrongPassword);
    assert_eq!(state_after_sync(&world).await, "credentials");
    let password = &request(&bank, "wallet-app")["fields"][1];
    bank.set_scenario(Scenario::Calm);
    world
        .ok(
            "connection_update",
            json!({"id": made["id"], "label": null, "fields": [password]}),
        )
        .await;
    assert_eq!(logins(&bank), 2);
    assert_eq!(state_after_sync(&world).await, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_person_is_not_read_twice() {
    for (first, second) in [("wallet", "wallet-app"), ("wallet-app", "wallet")] {
        let world = switched_on().await;
        let bank = bank().await;
        world.ok("connection_add", request(&bank, first)).await;
        let error = world
            .call("connection_add", request(&bank, second))
            .await
            .unwrap_err();
        let error = serde_json::to_value(error).unwrap().to_string();
        assert!(error.contains("linked_through_sibling"), "{error}");
        let all = world.ok("connections_list", json!({})).await;
        assert_eq!(all.as_array().unwrap().len(), 1);
    }
    // Somebody else of the family may.
    let world = switched_on().await;
    let ours = bank().await;
    let options = practice::Options {
        seed: 2,
        ..practice::Options::new(testkit::today())
    };
    let theirs = practice::serve(options).await.unwrap();
    world.ok("connection_add", request(&ours, "wallet")).await;
    world
        .ok("connection_add", request(&theirs, "wallet-app"))
        .await;
}

/// What did not change is not read anew: the accounts with their balances and the newest records tell.
#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_did_not_change_costs_two_requests() {
    let world = switched_on().await;
    let bank = bank().await;
    world
        .ok("connection_add", request(&bank, "wallet-app"))
        .await;
    let first = world.sync().await["connections"][0].clone();
    assert_eq!(first["state"], json!("ok"), "{first}");
    let read = first["requests"].as_u64().unwrap();
    assert!(read > 5, "{first}");
    let second = world.sync().await["connections"][0].clone();
    assert_eq!(second["requests"], json!(2), "{second}");
    assert_eq!(second["skipped"], json!(true));
    bank.advance(3);
    let third = world.sync().await["connections"][0].clone();
    assert!(third["new"].as_u64().unwrap() > 0, "{third}");
    // A look stands for everything for less than a day.
    world.sync().await;
    assert_eq!(world.sync().await["connections"][0]["requests"], json!(2));
    world.later(TimeDelta::hours(21));
    let later = world.sync().await["connections"][0].clone();
    assert!(later["requests"].as_u64().unwrap() > 5, "{later}");
    let again = world
        .ok("sync_run", json!({"connections": [], "full": true}))
        .await;
    assert!(again["connections"][0]["requests"].as_u64().unwrap() > 5);
}
