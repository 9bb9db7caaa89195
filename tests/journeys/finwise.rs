//! What FinWise knows beyond rows: its sums by month, what waits to be looked at, budgets that roll over, accounts renamed there.

use practice::Switches;
use serde_json::{Value, json};
use testkit::{World, bank};

async fn flagged() -> practice::Running {
    let bank = bank().await;
    bank.set_switches(Switches {
        finwise_flags: true,
        ..Switches::default()
    });
    bank
}

async fn linked(bank: &practice::Running) -> (World, String) {
    let world = World::with_book().await;
    let ids = world.link_some(bank, |name| name == "finwise").await;
    world.sync().await;
    (world, ids[0].clone())
}

async fn found(world: &World, text: &str) -> Vec<Value> {
    let page = world
        .ok("transactions_page", json!({"text": text, "limit": 500}))
        .await;
    page["rows"].as_array().unwrap().clone()
}

async fn writes_back(world: &World, id: &str) {
    let request = json!({"id": id, "label": null, "fields": [], "writeBack": true});
    world.ok("connection_update", request).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_sums_by_month_are_ours() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    let listed = world.ok("connections_list", json!({})).await;
    assert_eq!(listed[0]["hasReport"], json!(true));
    let report = world.ok("connection_report", json!({"id": id})).await;
    let months = report["months"].as_array().unwrap();
    assert!(months.len() >= 12, "{report}");
    for month in months {
        assert_eq!(month["differs"], json!(false), "{month}");
        assert!(!month["incoming"].is_null() && !month["outgoing"].is_null());
    }
    let row = found(&world, "is:expense").await[0].clone();
    world
        .ok("transactions_delete", json!({"ids": [row["id"]]}))
        .await;
    let report = world.ok("connection_report", json!({"id": id})).await;
    let differing = report["months"].as_array().unwrap().iter();
    let differing: Vec<&Value> = differing
        .filter(|month| month["differs"] == json!(true))
        .collect();
    assert_eq!(differing.len(), 1, "{report}");
    assert!(
        row["date"]
            .as_str()
            .unwrap()
            .starts_with(differing[0]["month"].as_str().unwrap())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_wants_looked_at_is_found_and_confirmed_there() {
    let bank = flagged().await;
    let (world, id) = linked(&bank).await;
    writes_back(&world, &id).await;
    let waiting = found(&world, "is:review").await;
    assert!(waiting.len() > 1, "{waiting:?}");
    let all = found(&world, "").await.len();
    assert!(waiting.len() < all, "not every row waits");
    let row = &waiting[0];
    let filed = found(&world, "is:expense").await;
    let category = filed
        .iter()
        .find(|other| other["categorySource"] == "upstream")
        .unwrap()["category"]
        .clone();
    let edit = json!({"rows": {"ids": [row["id"]]}, "change": {"category": category}});
    let change = world.ok("rows_edit", edit).await;
    assert_eq!(found(&world, "is:review").await.len(), waiting.len() - 1);
    let outbox = world.ok("outbox_list", json!({"id": id})).await;
    let fields: Vec<&Value> = outbox
        .as_array()
        .unwrap()
        .iter()
        .map(|i| &i["field"])
        .collect();
    assert!(fields.contains(&&json!("review")), "{outbox}");

    // Taken back before it went: there is nothing to say.
    world
        .ok(
            "batch_undo",
            json!({"batch": change["batch"], "force": false}),
        )
        .await;
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    assert_eq!(found(&world, "is:review").await.len(), waiting.len());

    let edit = json!({"rows": {"ids": [row["id"]]}, "change": {"category": category}});
    world.ok("rows_edit", edit).await;
    world.sync().await;
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    assert_eq!(found(&world, "is:review").await.len(), waiting.len() - 1);
    // It is known there: a new book finds one row less.
    let (other, _) = linked(&bank).await;
    assert_eq!(found(&other, "is:review").await.len(), waiting.len() - 1);
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

#[tokio::test(flavor = "multi_thread")]
async fn its_budgets_carry_over_what_was_left() {
    let bank = flagged().await;
    let world = in_francs(&bank).await;
    let month = json!({"month": "2026-05"});
    let page = world.ok("budgets_month", month.clone()).await;
    let lines = page["upstreamLines"].as_array().unwrap();
    assert!(!lines.is_empty(), "{page}");
    for line in lines {
        assert_eq!(line["carryOver"], json!(true), "{line}");
        assert_ne!(line["carried"]["amount"], json!("0.00"), "{line}");
    }
    let calm = bank_without_flags().await;
    let plain = in_francs(&calm).await;
    let page = plain.ok("budgets_month", month).await;
    for line in page["upstreamLines"].as_array().unwrap() {
        assert_eq!(line["carryOver"], json!(false), "{line}");
        assert_eq!(line["carried"]["amount"], json!("0.00"), "{line}");
    }
}

/// Its budgets are in francs, and no rates are known here.
async fn in_francs(bank: &practice::Running) -> World {
    let world = World::new();
    let create = json!({"protection": "passphrase", "passphrase": testkit::PASSPHRASE, "secrets": "book",
        "baseCurrency": "CHF", "fetchRates": false});
    world.ok("book_create", create).await;
    world.link_some(bank, |name| name == "finwise").await;
    world.sync().await;
    world
}

async fn bank_without_flags() -> practice::Running {
    bank().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_renamed_and_closed_here_is_so_there() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    let list = world.ok("accounts_list", json!({})).await;
    let account = list["groups"][0]["accounts"][0].clone();
    let rename = json!({"id": account["id"], "name": "Daily things"});
    world.ok("account_update", rename).await;
    assert_eq!(
        world.ok("outbox_list", json!({"id": id})).await,
        json!([]),
        "nothing is written unless it was switched on"
    );
    writes_back(&world, &id).await;
    let rename = json!({"id": account["id"], "name": "Every day"});
    world.ok("account_update", rename).await;
    let outbox = world.ok("outbox_list", json!({"id": id})).await;
    assert_eq!(outbox[0]["field"], "account", "{outbox}");
    assert_eq!(outbox[0]["account"], "Every day", "{outbox}");
    assert_eq!(outbox[0]["value"], "Every day", "{outbox}");
    world.sync().await;
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    let names = |list: &Value| -> Vec<String> {
        let groups = list["groups"].as_array().unwrap().iter();
        groups
            .flat_map(|group| group["accounts"].as_array().unwrap())
            .map(|account| account["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let (other, _) = linked(&bank).await;
    let there = other.ok("accounts_list", json!({})).await;
    assert!(names(&there).contains(&"Every day".to_owned()), "{there}");

    let close = json!({"id": account["id"], "closed": true});
    world.ok("account_update", close).await;
    world.sync().await;
    let archived = bank
        .requests()
        .into_iter()
        .filter(|seen| seen.method == "POST" && seen.path.ends_with("/archive"));
    assert_eq!(archived.count(), 1);
}
