//! One journal: every change can be taken back, and brought back, across restarts.

use serde_json::{Value, json};
use testkit::{PASSPHRASE, World};

async fn with_a_row() -> (World, Value) {
    let world = World::with_book().await;
    let csv = "Date,Payee,Amount\n2026-05-03,Corner Market,-55.25\n";
    world.will_pick(vec![world.file("rows.csv", csv.as_bytes())]);
    let offered = world.ok("import_pick", json!({})).await;
    let files = json!([{"token": offered[0]["token"], "accounts": [
        {"statement": 0, "newName": "Everyday", "currency": "EUR"}]}]);
    let preview = world.ok("import_preview", json!({"files": files})).await;
    let done = world
        .ok(
            "import_commit",
            json!({"preview": preview["id"], "choices": []}),
        )
        .await;
    (world, done["batch"].clone())
}

async fn row(world: &World) -> Value {
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    page["rows"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_undone_and_done_again_even_after_a_restart() {
    let (mut world, _) = with_a_row().await;
    let id = row(&world).await["id"].clone();
    world
        .ok(
            "transactions_update",
            json!({"ids": [id], "note": "for the picnic"}),
        )
        .await;
    world.restart().await;
    world
        .ok("book_unlock", json!({"passphrase": PASSPHRASE}))
        .await;
    world.ok("undo_last", json!({})).await;
    assert_eq!(row(&world).await["note"], "");
    world.ok("redo_last", json!({})).await;
    assert_eq!(row(&world).await["note"], "for the picnic");
    let detail = world.ok("transaction_get", json!({"id": id})).await;
    let history = detail["history"].as_array().unwrap();
    assert!(
        history
            .iter()
            .any(|change| change["after"] == "for the picnic"),
        "{history:?}"
    );
    assert_eq!(detail["sources"][0]["kind"], "file");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_edited_since_is_not_taken_back_without_a_word() {
    let (world, batch) = with_a_row().await;
    let id = row(&world).await["id"].clone();
    world
        .ok("transactions_update", json!({"ids": [id], "note": "mine"}))
        .await;
    let request = json!({"batch": batch, "force": false});
    assert_eq!(world.refused("batch_undo", request).await, "undo_conflict");
    world
        .ok("batch_undo", json!({"batch": batch, "force": true}))
        .await;
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    assert_eq!(page["total"], 0);
    let batches = world.ok("batches_list", json!({"limit": 20})).await;
    assert!(
        batches
            .as_array()
            .unwrap()
            .iter()
            .any(|known| known["undone"] == true),
        "{batches}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_chosen_by_the_person_stays_through_the_next_sync() {
    let world = World::with_book().await;
    let bank = testkit::bank().await;
    world.link(&bank).await;
    world.sync().await;
    let first = row(&world).await;
    let all = world.ok("categories_list", json!({})).await;
    let gifts = all
        .as_array()
        .unwrap()
        .iter()
        .find(|known| known["name"] == "Gifts")
        .unwrap();
    assert_ne!(first["category"], gifts["id"]);
    world
        .ok(
            "transactions_update",
            json!({"ids": [first["id"]], "category": gifts["id"]}),
        )
        .await;
    let chosen = row(&world).await;
    assert_eq!(chosen["id"], first["id"]);
    assert_eq!(chosen["category"], gifts["id"]);
    assert_eq!(chosen["categorySource"], "person");
    world
        .ok("sync_run", json!({"connections": [], "full": true}))
        .await;
    assert_eq!(row(&world).await["category"], gifts["id"]);
    world.ok("undo_last", json!({})).await;
    assert_eq!(row(&world).await["category"], first["category"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_goes_with_its_rows_or_without_them() {
    let world = World::with_book().await;
    let bank = testkit::bank().await;
    let ids = world
        .link_some(&bank, |name| matches!(name, "wallet" | "finwise"))
        .await;
    world.sync().await;
    world
        .ok("connection_remove", json!({"id": ids[0], "keepData": true}))
        .await;
    let kept = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await["total"]
        .as_u64();
    world
        .ok(
            "connection_remove",
            json!({"id": ids[1], "keepData": false}),
        )
        .await;
    let left = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await["total"]
        .as_u64();
    assert!(left < kept, "{left:?} of {kept:?}");
    assert_eq!(world.ok("connections_list", json!({})).await, json!([]));
}
