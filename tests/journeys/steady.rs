//! Upstreams over many syncs: nothing doubled, nothing lost, nothing asked without need.

use practice::Scenario;
use serde_json::{Value, json};
use testkit::{World, bank};

async fn sync(world: &World, full: bool) -> Value {
    let report = world
        .ok("sync_run", json!({"connections": [], "full": full}))
        .await;
    report["connections"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_where_nothing_changed_is_asked_once_or_twice() {
    for (name, most) in [("wallet", 1), ("finwise", 2)] {
        let world = World::with_book().await;
        let bank = bank().await;
        world.link_some(&bank, |linked| linked == name).await;
        sync(&world, false).await;
        for _ in 0..3 {
            let before = bank.requests().len();
            let outcome = sync(&world, false).await;
            let asked = bank.requests().len() - before;
            assert!(asked <= most, "{name}: {asked} requests");
            assert_eq!(outcome["requests"].as_u64(), Some(asked as u64));
            assert_eq!(
                (&outcome["skipped"], &outcome["state"]),
                (&json!(true), &json!("ok")),
                "{outcome}"
            );
        }
        // Something changes there: it is seen.
        bank.set_scenario(Scenario::LatePosting);
        let outcome = sync(&world, false).await;
        assert_eq!(outcome["skipped"], false, "{name}: {outcome}");
        let moved = ["new", "changed", "matched", "removed"]
            .iter()
            .map(|count| outcome[*count].as_u64().unwrap())
            .sum::<u64>();
        assert!(moved > 0, "{name}: {outcome}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_that_the_book_does_not_come_to_is_told_and_left_as_it_is() {
    let world = World::with_book().await;
    let bank = bank().await;
    let ids = world.link_some(&bank, |linked| linked == "finwise").await;
    let outcome = sync(&world, false).await;
    let told = |outcome: &Value| {
        outcome["notices"]
            .as_array()
            .unwrap()
            .iter()
            .find(|notice| notice["code"] == "balance_differs")
            .map(|notice| notice["count"].as_u64().unwrap())
    };
    let differences = |world: &World| {
        let request = json!({"id": ids[0]});
        let app = world.app.clone();
        async move {
            app::dispatch(
                &app,
                "connection_differences",
                request,
                app::Report::named(|_| {}),
            )
            .await
            .unwrap()
        }
    };
    assert_eq!(told(&outcome), None, "{}", differences(&world).await);
    // A row of some months ago is deleted here: balances stated since then do not come out any more.
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "", "filter": "expense", "to": "2026-02-10", "limit": 50}),
        )
        .await;
    let row = page["rows"][0].clone();
    world
        .ok("transactions_delete", json!({"ids": [row["id"]]}))
        .await;
    let outcome = sync(&world, true).await;
    assert_eq!(told(&outcome), Some(1), "{outcome}");
    let found = differences(&world).await;
    let found = found.as_array().unwrap();
    assert!(!found.is_empty());
    for one in found {
        assert_eq!(one["account"], row["account"], "{one}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_by_the_plan_asks_an_aggregator_no_more_than_twice_when_no_bank_was_read() {
    for name in ["budgea", "qard"] {
        let world = World::with_book().await;
        let bank = bank().await;
        let line = bank.first_line();
        let entry = &line["upstreams"][name];
        let fields: Vec<Value> = ["api_key", "user_id", "user_token"]
            .iter()
            .filter(|key| entry[**key].is_string())
            .map(|key| json!({"key": key, "value": entry[*key]}))
            .filter(|field| name == "qard" || field["key"] == "user_token")
            .collect();
        let request =
            json!({"upstream": name, "label": "", "baseUrl": entry["base_url"], "fields": fields});
        world.ok("connection_add", request).await;
        sync(&world, false).await;
        // The first one by the plan may still find that everything is read.
        world.later(chrono::TimeDelta::hours(9));
        let before = bank.requests().len();
        world.app.sync_due().await;
        let asked = bank.requests().len() - before;
        assert!((1..=2).contains(&asked), "{name}: {asked} requests");
        let runs = world
            .ok("sync_runs", json!({"connection": null, "limit": 1}))
            .await;
        assert_eq!(runs[0]["byPerson"], json!(false), "{runs}");
        assert_eq!(runs[0]["state"], json!("ok"), "{runs}");
        // A person who asks has the banks read.
        let outcome = sync(&world, false).await;
        assert!(
            outcome["requests"].as_u64().unwrap() > 5,
            "{name}: {outcome}"
        );
    }
}
