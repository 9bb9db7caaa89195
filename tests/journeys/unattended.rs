//! Syncs that nobody asks for.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::{World, bank};

/// Runs of each connection so far.
async fn runs(world: &World) -> Vec<usize> {
    let connections = world.ok("connections_list", json!({})).await;
    connections
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["runs"].as_array().unwrap().len())
        .collect()
}

async fn first(world: &World) -> Value {
    world.ok("connections_list", json!({})).await[0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_read_by_themselves_when_they_are_due_and_not_before() {
    let mut world = World::with_book().await;
    let bank = bank().await;
    world.link(&bank).await;
    world.later(TimeDelta::minutes(9));
    world.app.sync_due().await;
    assert!(
        runs(&world).await.iter().all(|count| *count == 0),
        "whoever adds a connection reads it first"
    );
    world.later(TimeDelta::minutes(1));
    world.app.sync_due().await;
    assert!(
        runs(&world).await.iter().all(|count| *count == 1),
        "left alone, a new connection is due soon"
    );

    world.later(TimeDelta::hours(5));
    world.app.sync_due().await;
    assert!(
        runs(&world).await.iter().all(|count| *count == 1),
        "six hours are not over"
    );
    let next = first(&world).await["nextSync"].as_str().unwrap().to_owned();
    assert!(next.starts_with("2026-05-18T18:"), "{next}");

    // The plan survives a restart, and what was missed while the book was shut is caught up once.
    world.restart().await;
    world.later(TimeDelta::hours(30));
    world.app.sync_due().await;
    world
        .ok("book_unlock", json!({"passphrase": testkit::PASSPHRASE}))
        .await;
    assert!(
        runs(&world).await.iter().all(|count| *count == 1),
        "a locked book is left alone"
    );
    world.app.sync_due().await;
    world.app.sync_due().await;
    assert!(runs(&world).await.iter().all(|count| *count == 2), "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_connection_and_a_wish_for_no_syncs_are_kept_to() {
    let world = World::with_book().await;
    let bank = bank().await;
    let ids = world.link(&bank).await;
    let paused = json!({"id": ids[0], "label": null, "fields": [], "automatic": false});
    let shown = world.ok("connection_update", paused).await;
    assert_eq!(shown["automatic"], json!(false));
    assert_eq!(shown["nextSync"], Value::Null);
    world.later(TimeDelta::minutes(10));
    world.app.sync_due().await;
    let counts = runs(&world).await;
    assert_eq!(counts[0], 0, "paused");
    assert!(counts[1..].iter().all(|count| *count == 1));

    world.ok("settings_update", json!({"syncHours": 0})).await;
    world.later(TimeDelta::days(9));
    world.app.sync_due().await;
    assert_eq!(runs(&world).await, counts);
    assert_eq!(
        world
            .refused("settings_update", json!({"syncHours": 169}))
            .await,
        "invalid_request"
    );
}
