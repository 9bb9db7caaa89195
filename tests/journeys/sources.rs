//! One account through two sources: it counts once, both sides stay visible, and every step is taken back by one undo.

use practice::{Running, Scenario};
use serde_json::{Value, json};
use testkit::{World, bank};

/// Links an upstream of the practice bank, also one that shows the same accounts as another.
pub(crate) async fn link(world: &World, bank: &Running, upstream: &str) -> String {
    let line = bank.first_line();
    let entry = &line["upstreams"][upstream];
    let all = world.ok("upstreams_list", json!({})).await;
    let info = all
        .as_array()
        .unwrap()
        .iter()
        .find(|info| info["id"] == json!(upstream))
        .unwrap();
    let fields: Vec<Value> = info["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["key"].as_str().unwrap())
        .filter(|key| entry[*key].is_string())
        .map(|key| json!({"key": key, "value": entry[key]}))
        .collect();
    let request =
        json!({"upstream": upstream, "label": "", "baseUrl": entry["base_url"], "fields": fields});
    let added = world.ok("connection_add", request).await;
    added["id"].as_str().unwrap().to_owned()
}

/// Budgea, and Qard that reads through it: every account of the one is one of the other.
async fn twice() -> (World, Running, [String; 2]) {
    let world = World::with_book().await;
    let bank = bank().await;
    let budgea = link(&world, &bank, "budgea").await;
    synced(&world).await;
    let qard = link(&world, &bank, "qard").await;
    synced(&world).await;
    (world, bank, [budgea, qard])
}

pub(crate) async fn synced(world: &World) {
    let report = world.sync().await;
    for outcome in report["connections"].as_array().unwrap() {
        assert_eq!(outcome["state"], json!("ok"), "{outcome}");
    }
}

/// What people look at: net worth, a month's money, the number of rows.
pub(crate) async fn figures(world: &World) -> (Value, Value, Value) {
    let worth = world
        .ok(
            "net_worth_get",
            json!({"from": null, "to": null, "by": "month", "currency": null}),
        )
        .await;
    let budgets = world.ok("budgets_month", json!({"month": "2026-04"})).await;
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    (
        worth["now"].clone(),
        budgets["unbudgeted"].clone(),
        page["total"].clone(),
    )
}

pub(crate) async fn whole(world: &World) {
    let report = world.ok("book_verify", json!({})).await;
    assert_eq!(report["ok"], json!(true), "{report}");
}

fn pair(same: &Value, ruling: &str) -> Value {
    let (a, b) = (&same["older"], &same["newer"]);
    let (ruling, other) = if a["connection"] == json!(ruling) {
        (a, b)
    } else {
        (b, a)
    };
    json!({"ruling": ruling["id"], "other": other["id"]})
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_bank_through_two_services_counts_once_and_undo_brings_it_back() {
    let world = World::with_book().await;
    let bank = bank().await;
    let budgea = link(&world, &bank, "budgea").await;
    synced(&world).await;
    let once = figures(&world).await;
    link(&world, &bank, "qard").await;
    synced(&world).await;
    let doubled = figures(&world).await;
    assert_ne!(once.0, doubled.0, "before the person says so, both count");
    let proposed = world.ok("same_accounts", json!({})).await;
    let proposed = proposed.as_array().unwrap();
    assert!(proposed.len() >= 2, "{proposed:?}");
    let mut batches = Vec::new();
    for same in proposed {
        let pair = pair(same, &budgea);
        let preview = world.ok("mirror_preview", pair.clone()).await;
        let matched = preview["matched"].as_u64().unwrap();
        assert!(
            preview["missing"].as_u64().unwrap() * 20 <= matched.max(1),
            "{preview}"
        );
        let change = world.ok("mirror_set", pair).await;
        batches.push(change["batch"].clone());
    }
    whole(&world).await;
    let joined = figures(&world).await;
    let apart = world.ok("same_accounts", json!({})).await;
    assert_eq!(apart, json!([]), "all are answered");
    // What Qard shows and Budgea is not given is left: it is another account.
    let connections = world.ok("connections_list", json!({})).await;
    let qard = &connections[1];
    let extra: Vec<&Value> = qard["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|account| account["ruledBy"].is_null())
        .collect();
    assert!(extra.len() <= 1, "{extra:?}");
    if extra.is_empty() {
        assert_eq!(joined, once);
    }
    // Both sides stay visible: the rows of the other one under its account, and each source under the row that counts.
    let shadow = qard["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| account["ruledBy"].is_object() && account["transactions"] != json!(0))
        .or(qard["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|account| account["ruledBy"].is_object()))
        .unwrap();
    let rows = world
        .ok(
            "transactions_page",
            json!({"text": "", "account": shadow["id"], "limit": 500}),
        )
        .await;
    let told_twice = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["excluded"] == json!(true))
        .unwrap();
    let detail = world
        .ok("transaction_get", json!({"id": told_twice["id"]}))
        .await;
    assert!(detail["countedAs"].is_string() || detail["uncovered"] == json!(true));
    if let Some(ruling) = detail["countedAs"].as_str() {
        let ruling = world.ok("transaction_get", json!({"id": ruling})).await;
        let kinds: Vec<&str> = ruling["sources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|source| source["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["budgea", "qard"]);
    }
    // The next syncs, and life going on, change nothing of that.
    bank.advance(5);
    synced(&world).await;
    synced(&world).await;
    whole(&world).await;
    let later = world.ok("same_accounts", json!({})).await;
    assert_eq!(later, json!([]));
    for batch in batches.iter().rev() {
        let undo = json!({"batch": batch, "force": true});
        world.ok("batch_undo", undo).await;
    }
    whole(&world).await;
    let again = world.ok("same_accounts", json!({})).await;
    assert_eq!(again.as_array().unwrap().len(), proposed.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_right_after_is_exact_and_a_refusal_is_remembered() {
    let (world, _bank, [budgea, _]) = twice().await;
    let doubled = figures(&world).await;
    let proposed = world.ok("same_accounts", json!({})).await;
    let pair = pair(&proposed[0], &budgea);
    world.ok("mirror_set", pair.clone()).await;
    assert_ne!(figures(&world).await, doubled);
    world.ok("undo_last", json!({})).await;
    assert_eq!(figures(&world).await, doubled);
    world.ok("redo_last", json!({})).await;
    assert_ne!(figures(&world).await, doubled);
    world.ok("mirror_clear", json!({"id": pair["other"]})).await;
    assert_eq!(figures(&world).await, doubled);
    world.ok("mirror_decline", pair.clone()).await;
    let left = world.ok("same_accounts", json!({})).await;
    assert_eq!(
        left.as_array().unwrap().len() + 1,
        proposed.as_array().unwrap().len()
    );
    whole(&world).await;
    let wrong = json!({"ruling": pair["ruling"], "other": pair["ruling"]});
    assert_eq!(world.refused("mirror_set", wrong).await, "invalid_request");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_offered_by_three_services_is_one() {
    let world = World::with_book().await;
    let bank = bank().await;
    bank.set_scenario(Scenario::SameBankTwice);
    world.link(&bank).await;
    synced(&world).await;
    let proposed = world.ok("same_accounts", json!({})).await;
    let proposed = proposed.as_array().unwrap();
    assert!(!proposed.is_empty(), "the joint account is at several");
    let before = figures(&world).await;
    // Whoever is proposed, the first rules over all the others.
    loop {
        let left = world.ok("same_accounts", json!({})).await;
        let Some(same) = left.as_array().unwrap().first().cloned() else {
            break;
        };
        let pair = json!({"ruling": same["older"]["id"], "other": same["newer"]["id"]});
        world.ok("mirror_set", pair).await;
    }
    whole(&world).await;
    assert_ne!(figures(&world).await, before);
    synced(&world).await;
    synced(&world).await;
    whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_swapped_for_another_and_one_undo_brings_the_old_one_back() {
    let (world, _bank, [budgea, qard]) = twice().await;
    let swap = json!({"old": budgea, "new": qard, "pairs": []});
    // The person's own names and choices are the account's, whichever source feeds it.
    let connections = world.ok("connections_list", json!({})).await;
    let first = &connections[0]["accounts"][0];
    world
        .ok(
            "account_update",
            json!({"id": first["id"], "name": "My own name", "kind": null, "inBudget": null,
                   "inNetWorth": null, "closed": null}),
        )
        .await;
    let before = figures(&world).await;
    let dry = world.ok("swap_preview", swap.clone()).await;
    let pairs = dry["pairs"].as_array().unwrap();
    assert!(pairs.len() >= 2, "{dry}");
    assert_eq!(figures(&world).await, before, "a dry run changes nothing");
    for pair in pairs {
        assert_eq!(pair["ruling"]["connection"], json!(qard));
        assert!(
            pair["matched"].as_u64().unwrap() + pair["kept"].as_u64().unwrap() > 0
                || pair["new"] == json!(0)
        );
    }
    let done = world.ok("swap_commit", swap).await;
    whole(&world).await;
    let after = world.ok("connections_list", json!({})).await;
    assert_eq!(after[0]["automatic"], json!(false), "the old one rests");
    let named = after[1]["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| account["name"] == json!("My own name"))
        .expect("the new account has the person's name");
    assert_eq!(named["rules"][0]["connection"], json!(budgea));
    assert_ne!(figures(&world).await, before);
    let undo = json!({"batch": done["batch"], "force": false});
    world.ok("batch_undo", undo).await;
    assert_eq!(figures(&world).await, before);
    let back = world.ok("connections_list", json!({})).await;
    assert_eq!(back[0]["automatic"], json!(true));
    whole(&world).await;
    let same = json!({"old": budgea, "new": budgea, "pairs": []});
    assert_eq!(world.refused("swap_preview", same).await, "invalid_request");
}
