//! Syncs that nobody asks for.

use app::{Report, dispatch};
use chrono::TimeDelta;
use contract::ErrorCode;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_is_stopped_keeps_what_came_and_goes_on_from_there() {
    for upstream in ["finwise", "budgea"] {
        let bank = bank().await;
        let left_alone = World::with_book().await;
        crate::sources::link(&left_alone, &bank, upstream).await;
        left_alone.sync().await;
        let asked = json!({"text": "", "limit": 1});
        let rows = |page: Value| page["total"].as_u64().unwrap();
        let whole = rows(left_alone.ok("transactions_page", asked.clone()).await);

        let world = World::with_book().await;
        crate::sources::link(&world, &bank, upstream).await;
        let (app, here) = (world.app.clone(), tokio::runtime::Handle::current());
        let stop = Report::named(move |step: Value| {
            // With the first page stored, some more are on their way, and not all.
            if step["accounts"].as_u64() > Some(0) {
                let cancel = json!({"id": step["job"]});
                let stopping = dispatch(&app, "job_cancel", cancel, Report::silent("x"));
                drop(tokio::task::block_in_place(|| here.block_on(stopping)));
            }
        });
        let all = json!({"connections": [], "full": false});
        let stopped = dispatch(&world.app, "sync_run", all, stop).await;
        assert_eq!(
            stopped.unwrap_err().code,
            ErrorCode::Cancelled,
            "{upstream}"
        );
        let kept = rows(world.ok("transactions_page", asked.clone()).await);
        assert!(kept < whole, "{upstream}: {kept} of {whole}");
        let known = first(&world).await;
        assert_eq!(known["needsPerson"], json!(false), "{known}");
        assert_eq!(known["syncing"], json!(false));
        assert_eq!(known["lastSuccess"], Value::Null, "it was not read whole");
        world.sync().await;
        assert!(first(&world).await["lastSuccess"].is_string());
        let ended = rows(world.ok("transactions_page", asked).await);
        assert_eq!(ended, whole, "{upstream}");
        let worth = json!({"from": null, "to": null, "by": "month", "currency": null});
        assert_eq!(
            world.ok("net_worth_get", worth.clone()).await["now"],
            left_alone.ok("net_worth_get", worth).await["now"],
            "{upstream}"
        );
        let verify = world.ok("book_verify", json!({})).await;
        assert_eq!(verify["findings"], json!([]), "{verify}");
    }
}
