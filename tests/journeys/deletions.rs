//! What vanishes at an upstream: asked for first, gone at once when it says so, and never in number without the person.

use practice::Scenario;
use serde_json::{Value, json};
use testkit::{World, bank};

/// The two upstreams that tell of deletions by leaving rows out; an aggregator puts a stamp on them.
fn leaves_out(upstream: &str) -> bool {
    matches!(upstream, "wallet" | "finwise")
}

async fn total(world: &World) -> u64 {
    world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await["total"]
        .as_u64()
        .unwrap()
}

async fn connection(world: &World, id: &str) -> Value {
    let all = world.ok("connections_list", json!({})).await;
    all.as_array()
        .unwrap()
        .iter()
        .find(|known| known["id"] == id)
        .unwrap()
        .clone()
}

fn removed(report: &Value) -> u64 {
    report["connections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| outcome["removed"].as_u64().unwrap())
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_deleted_at_the_upstream_is_gone_after_the_next_sync_and_undo_brings_it_back() {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link_some(&bank, leaves_out).await;
    world.sync().await;
    let before = total(&world).await;
    bank.set_scenario(Scenario::Deletions);
    let report = world.sync().await;
    assert_eq!(removed(&report), 8, "{report}");
    let counts = bank.truth().counts;
    let there = counts.wallet_transactions + counts.finwise_transactions;
    assert_eq!(total(&world).await, there as u64);
    assert_eq!(total(&world).await, before - 8);
    for outcome in report["connections"].as_array().unwrap() {
        assert_eq!(outcome["state"], "ok", "{outcome}");
    }
    let batches = world.ok("batches_list", json!({"limit": 5})).await;
    let deletion = batches
        .as_array()
        .unwrap()
        .iter()
        .find(|batch| batch["label"] == "sync")
        .unwrap_or_else(|| panic!("{batches}"));
    world
        .ok(
            "batch_undo",
            json!({"batch": deletion["id"], "force": false}),
        )
        .await;
    assert!(total(&world).await > before - 8);
    assert_eq!(
        removed(&world.sync().await),
        0,
        "what was brought back stays"
    );
}

/// An upstream that says again and again that a row is archived is heard once: whoever brought it back keeps it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_archived_there_and_brought_back_here_stays_however_often_it_is_told() {
    let world = World::with_book().await;
    let bank = bank().await;
    let id = world.link_some(&bank, |name| name == "finwise").await[0].clone();
    world.sync().await;
    let before = total(&world).await;
    bank.set_scenario(Scenario::Deletions);
    let report = world.sync().await;
    let gone = removed(&report);
    assert!(gone > 0, "{report}");
    let batches = world.ok("batches_list", json!({"limit": 20})).await;
    for batch in batches.as_array().unwrap() {
        let of_sync = batch["label"] == "sync" || batch["label"] == "sync_page";
        if of_sync && batch["undoable"] == json!(true) && total(&world).await < before {
            let undo = json!({"batch": batch["id"], "force": false});
            world.ok("batch_undo", undo).await;
        }
    }
    assert_eq!(total(&world).await, before, "{batches}");
    for full in [false, true, true] {
        let report = world
            .ok("sync_run", json!({"connections": [id], "full": full}))
            .await;
        assert_eq!(removed(&report), 0, "{report}");
        assert_eq!(total(&world).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_vanish_in_number_wait_for_the_persons_word() {
    let world = World::with_book().await;
    let bank = bank().await;
    let ids = world.link_some(&bank, leaves_out).await;
    world.sync().await;
    let before = total(&world).await;
    // Nothing waits yet: there is nothing to remove or to keep.
    for command in [
        "connection_approve_deletions",
        "connection_decline_deletions",
    ] {
        let change = world.ok(command, json!({"id": ids[0]})).await;
        assert_eq!(change["rows"], 0);
    }
    bank.set_scenario(Scenario::MassDeletions);
    world
        .ok("sync_run", json!({"connections": [], "full": true}))
        .await;
    let mut waiting = 0;
    for id in &ids {
        let known = connection(&world, id).await;
        assert_eq!(known["state"], "deletion_guard", "{known}");
        assert!(known["guardedRows"].as_u64().unwrap() > 0, "{known}");
        waiting += known["guardedRows"].as_u64().unwrap();
    }
    let left = total(&world).await;
    assert!(left + waiting >= before, "{left} + {waiting} of {before}");

    let rows = world.ok("connection_vanished", json!({"id": ids[0]})).await;
    let kept = connection(&world, &ids[0]).await["guardedRows"].clone();
    assert_eq!(
        rows.as_array().unwrap().len() as u64,
        kept.as_u64().unwrap().min(500)
    );
    let change = world
        .ok("connection_decline_deletions", json!({"id": ids[0]}))
        .await;
    assert_eq!(change["rows"], kept);
    assert_eq!(total(&world).await, left);
    assert_eq!(connection(&world, &ids[0]).await["state"], "ok");
    world
        .ok("sync_run", json!({"connections": [ids[0]], "full": true}))
        .await;
    assert_eq!(total(&world).await, left, "declined once, kept for good");

    let gone = connection(&world, &ids[1]).await["guardedRows"]
        .as_u64()
        .unwrap();
    let change = world
        .ok("connection_approve_deletions", json!({"id": ids[1]}))
        .await;
    assert_eq!(change["rows"].as_u64(), Some(gone));
    assert_eq!(total(&world).await, left - gone);
    assert_eq!(connection(&world, &ids[1]).await["state"], "ok");
    world
        .ok(
            "batch_undo",
            json!({"batch": change["batch"], "force": false}),
        )
        .await;
    assert_eq!(total(&world).await, left);
}
