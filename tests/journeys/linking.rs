//! Accounts that a new connection offers: each becomes a new account or goes on under one that the book has.

use practice::Running;
use serde_json::{Value, json};
use testkit::{World, bank};

use crate::sources::{figures, link, synced, whole};

/// Everything the book lists of accounts, by name.
async fn accounts(world: &World) -> Vec<Value> {
    let list = world.ok("accounts_list", json!({})).await;
    list["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["accounts"].as_array().unwrap().clone())
        .collect()
}

async fn offered(world: &World, connection: &str) -> Vec<Value> {
    let offered = world
        .ok("connection_accounts", json!({"id": connection}))
        .await;
    offered.as_array().unwrap().clone()
}

async fn choose(world: &World, connection: &str, choices: &[(Value, Value)]) -> Value {
    let choices: Vec<Value> = choices
        .iter()
        .map(|(source, account)| json!({"sourceId": source, "account": account}))
        .collect();
    let request = json!({"connection": connection, "choices": choices});
    world.ok("accounts_link", request).await
}

/// What is offered that looks like an account of the book, and that account.
fn alike(offered: &[Value]) -> Vec<(Value, Value)> {
    offered
        .iter()
        .filter(|one| one["like"].is_object())
        .map(|one| (one["sourceId"].clone(), one["like"]["account"].clone()))
        .collect()
}

async fn connection(world: &World, id: &str) -> Value {
    let all = world.ok("connections_list", json!({})).await;
    all.as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == id)
        .unwrap()
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_that_stayed_without_a_connection_go_on_where_they_are_linked_again() {
    let world = World::with_book().await;
    let bank = bank().await;
    let old = link(&world, &bank, "budgea").await;
    synced(&world).await;
    let named = connection(&world, &old).await["accounts"][0].clone();
    let rename = json!({"id": named["id"], "name": "My own name", "kind": null, "inBudget": null,
                        "inNetWorth": null, "closed": null});
    world.ok("account_update", rename).await;
    let once = figures(&world).await;
    world
        .ok("connection_remove", json!({"id": old, "keepData": true}))
        .await;

    let new = link(&world, &bank, "budgea").await;
    let before = accounts(&world).await.len();
    let seen = offered(&world, &new).await;
    assert_eq!(
        accounts(&world).await.len(),
        before,
        "nothing is stored yet"
    );
    let pairs = alike(&seen);
    assert!(pairs.len() >= 2, "{seen:?}");
    let own = seen
        .iter()
        .find(|one| one["like"]["account"] == named["id"])
        .unwrap();
    choose(&world, &new, &pairs).await;
    let report = world.sync().await;
    assert_eq!(report["connections"][0]["state"], json!("ok"), "{report}");
    assert!(report["connections"][0]["matched"].as_u64().unwrap() > 0);
    whole(&world).await;

    // The new source rules under the name the person gave, the old rows are seen beside it, and nothing counts twice.
    let told = connection(&world, &new).await;
    let goes_on = told["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == json!("My own name"))
        .unwrap_or_else(|| panic!("{told}"));
    assert_eq!(goes_on["rules"][0]["id"], own["like"]["account"]);
    assert_ne!(goes_on["id"], named["id"]);
    if pairs.len() == seen.len() {
        assert_eq!(figures(&world).await.0, once.0);
    }
    let joined = figures(&world).await;
    synced(&world).await;
    assert_eq!(figures(&world).await, joined, "the next sync keeps to it");

    // One undo takes the last linking back, and it is not asked for again by itself.
    world.ok("undo_last", json!({})).await;
    assert_ne!(figures(&world).await, joined);
    let apart = world.ok("same_accounts", json!({})).await;
    assert_eq!(apart.as_array().unwrap().len(), 1, "{apart}");
    synced(&world).await;
    assert_eq!(world.ok("same_accounts", json!({})).await, apart);
    whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_another_connection_tells_rules_over_the_one_linked_to_it() {
    let world = World::with_book().await;
    let bank = bank().await;
    let budgea = link(&world, &bank, "budgea").await;
    synced(&world).await;
    let once = figures(&world).await;
    let qard = link(&world, &bank, "qard").await;
    let seen = offered(&world, &qard).await;
    let pairs = alike(&seen);
    assert!(pairs.len() >= 2, "{seen:?}");
    choose(&world, &qard, &pairs).await;
    synced(&world).await;
    whole(&world).await;
    let told = connection(&world, &qard).await;
    let ruled = |account: &&Value| account["ruledBy"]["connection"] == json!(budgea);
    let accounts = told["accounts"].as_array().unwrap();
    assert_eq!(accounts.iter().filter(ruled).count(), pairs.len(), "{told}");
    assert_eq!(world.ok("same_accounts", json!({})).await, json!([]));
    if accounts.len() == pairs.len() {
        assert_eq!(figures(&world).await, once);
    }
}

/// A world that may use every service, linked to one of them.
async fn new_world(bank: &Running, upstream: &str) -> (World, String) {
    let world = World::with_book().await;
    world
        .ok("settings_update", json!({"experimentalServices": true}))
        .await;
    let id = link(&world, bank, upstream).await;
    (world, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn through_every_service_an_account_is_linked_to_one_kept_by_files() {
    for upstream in ["wallet", "wallet-app", "budgea", "qard", "finwise"] {
        let bank = bank().await;
        let (world, id) = new_world(&bank, upstream).await;
        let seen = offered(&world, &id).await;
        assert!(
            accounts(&world).await.is_empty(),
            "{upstream}: only offered"
        );
        let one = seen.first().unwrap_or_else(|| panic!("{upstream}"));
        let currency = one["currency"].as_str().unwrap();
        let rows = "Date,Amount,Payee\n2019-01-02,-12.00,Long ago\n";
        let kept = world.import_csv_in(currency, "Kept by files", rows).await;
        choose(&world, &id, &[(one["sourceId"].clone(), json!(kept))]).await;
        synced(&world).await;
        whole(&world).await;
        let told = connection(&world, &id).await;
        let mine = told["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["name"] == json!("Kept by files"))
            .unwrap_or_else(|| panic!("{upstream}: {told}"));
        assert_eq!(mine["rules"][0]["id"], json!(kept), "{upstream}");
        // What only the file knows goes on counting.
        let long_ago = world
            .ok("transactions_page", json!({"text": "long ago", "limit": 5}))
            .await;
        assert_eq!(long_ago["rows"][0]["excluded"], json!(false), "{upstream}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_a_delivery_brings_first_goes_where_it_was_linked() {
    let bank = bank().await;
    let (world, id) = new_world(&bank, "budgea").await;
    // A delivery tells of one bank; any account of it will do.
    let sent = crate::webhooks::deliveries(&bank, false).await;
    let mut told = crate::webhooks::request(sent.last().unwrap());
    told["vouched"] = json!(true);
    let body: Value = serde_json::from_str(told["body"].as_str().unwrap()).unwrap();
    let accounts = body["connection"]["accounts"].as_array().unwrap();
    let seen = offered(&world, &id).await;
    let one = seen
        .iter()
        .find(|one| {
            accounts
                .iter()
                .any(|told| one["sourceId"] == json!(told["id"].to_string()))
        })
        .unwrap();
    let rows = "Date,Amount,Payee\n2019-01-02,-12.00,Long ago\n";
    let currency = one["currency"].as_str().unwrap();
    let kept = world.import_csv_in(currency, "Kept by files", rows).await;
    choose(&world, &id, &[(one["sourceId"].clone(), json!(kept))]).await;
    world.ok("webhook_take", told).await;
    let now = connection(&world, &id).await;
    let mine = now["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == json!("Kept by files"))
        .unwrap_or_else(|| panic!("{now}"));
    assert_eq!(mine["rules"][0]["id"], json!(kept));
    whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_linked_is_refused() {
    let bank = bank().await;
    let (world, id) = new_world(&bank, "finwise").await;
    let seen = offered(&world, &id).await;
    let kept = world
        .import_csv_as("Kept", "Date,Amount,Payee\n2019-01-02,-12.00,Long ago\n")
        .await;
    let to = |source: &Value, account: Value| json!({"sourceId": source["sourceId"], "account": account});
    let twice = json!([to(&seen[0], json!(kept)), to(&seen[1], json!(kept))]);
    let refused = |choices: Value| {
        let request = json!({"connection": id, "choices": choices});
        world.refused_at("accounts_link", request)
    };
    assert_eq!(refused(twice).await.1, "chosen_twice");
    synced(&world).await;
    let own = connection(&world, &id).await["accounts"][0]["id"].clone();
    let back = json!([to(&seen[1], own)]);
    assert_eq!(refused(back).await.1, "same_connection");
    let request = json!({"connection": id, "choices": [to(&seen[0], json!("9999"))]});
    assert_eq!(world.refused("accounts_link", request).await, "not_found");
}
