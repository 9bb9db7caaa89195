//! Pending becomes booked at every service without a double, and what the person wrote stays.

use practice::{Running, Scenario};
use serde_json::{Value, json};
use testkit::{World, bank};

async fn rows(world: &World, filter: Value) -> Value {
    world
        .ok(
            "transactions_page",
            json!({"text": "", "filter": filter, "limit": 500}),
        )
        .await
}

async fn synced(world: &World) {
    let report = world.sync().await;
    assert_eq!(report["connections"][0]["state"], json!("ok"), "{report}");
}

async fn with(upstream: &str) -> (World, Running) {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link_some(&bank, |name| name == upstream).await;
    synced(&world).await;
    (world, bank)
}

/// How many pending rows were written on and found booked.
async fn booked_with_the_persons_words(upstream: &str) -> usize {
    let (world, bank) = with(upstream).await;
    let pending = rows(&world, json!("pending")).await;
    let pending = pending["rows"].as_array().unwrap().clone();
    let before = rows(&world, Value::Null).await["total"].clone();
    let categories = world.ok("categories_list", json!({})).await;
    let mut written = Vec::new();
    for (place, row) in pending.iter().enumerate() {
        let category = &categories[place % 10 + 1]["id"];
        let note = format!("written on {upstream} {place}");
        world
            .ok(
                "transactions_update",
                json!({"ids": [row["id"]], "category": category, "payee": null, "note": note,
                       "excluded": null}),
            )
            .await;
        written.push((row.clone(), category.clone(), note));
    }
    bank.set_scenario(Scenario::LatePosting);
    for _ in 0..3 {
        synced(&world).await;
    }
    assert_eq!(
        rows(&world, Value::Null).await["total"],
        before,
        "{upstream}: no row more, none less"
    );
    let left = rows(&world, json!("pending")).await["total"].clone();
    assert_eq!(left, json!(0), "{upstream}: all are booked");
    for (row, category, note) in &written {
        let now = world.ok("transaction_get", json!({"id": row["id"]})).await;
        let now = &now["row"];
        assert_eq!(now["status"], json!("posted"), "{upstream}: {now}");
        assert_eq!(now["category"], *category, "{upstream}: {now}");
        assert_eq!(now["categorySource"], json!("person"));
        assert_eq!(now["note"], json!(note), "{upstream}: {now}");
        assert_eq!(now["amount"], row["amount"]);
    }
    let report = world.ok("book_verify", json!({})).await;
    assert_eq!(report["ok"], json!(true));
    written.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn wallet_books_what_was_pending_without_a_double() {
    assert!(booked_with_the_persons_words("wallet").await > 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn finwise_books_what_was_pending_without_a_double() {
    assert!(booked_with_the_persons_words("finwise").await > 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn budgea_books_what_was_coming_without_a_double() {
    assert!(booked_with_the_persons_words("budgea").await > 1);
}
