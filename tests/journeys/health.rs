//! Connections that stay healthy: what was asked of them, how old they are, and when their consents end.

use chrono::TimeDelta;
use practice::{Bucket, Running, Scenario, Switches};
use serde_json::{Value, json};
use testkit::{World, bank};

async fn wallet() -> (World, Running) {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link_some(&bank, |name| name == "wallet").await;
    (world, bank)
}

async fn first(world: &World) -> Value {
    world.ok("connections_list", json!({})).await[0].clone()
}

async fn runs(world: &World) -> Vec<Value> {
    world
        .ok("sync_runs", json!({"connection": null, "limit": 50}))
        .await
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_still_be_asked_is_told_kept_and_spent_sparingly() {
    let (mut world, bank) = wallet().await;
    bank.set_switches(Switches {
        wallet_bucket: Some(Bucket {
            capacity: 300,
            per_hour: 1,
        }),
        ..Switches::default()
    });
    bank.set_scenario(Scenario::Calm);
    assert_eq!(first(&world).await["allowance"], Value::Null);
    world.sync().await;
    let said = first(&world).await["allowance"].clone();
    let (limit, left) = (
        said["limit"].as_u64().unwrap(),
        said["remaining"].as_u64().unwrap(),
    );
    assert!(left < limit && left > 0, "{said}");
    world.restart().await;
    world
        .ok("book_unlock", json!({"passphrase": testkit::PASSPHRASE}))
        .await;
    assert_eq!(first(&world).await["allowance"], said, "after a restart");
    // The person asks again and again: each run costs, and the plan keeps away from what is left.
    world.ok("settings_update", json!({"syncHours": 1})).await;
    let mut asked = 0;
    loop {
        let report = world
            .ok("sync_run", json!({"connections": [], "full": true}))
            .await;
        let state = report["connections"][0]["state"].clone();
        asked += 1;
        let now = first(&world).await;
        if state != json!("ok") || now["allowance"]["remaining"].as_u64().unwrap() < limit / 5 {
            let next = now["nextSync"].as_str().unwrap();
            assert!(next >= "2026-05-18T13:00", "{next}");
            break;
        }
        assert!(asked < 30, "the bucket never runs low: {now}");
    }
    world.later(TimeDelta::minutes(50));
    let before = runs(&world).await.len();
    world.app.sync_due().await;
    assert_eq!(runs(&world).await.len(), before, "nothing is spent");
    world.later(TimeDelta::hours(2));
    world.app.sync_due().await;
    assert_eq!(runs(&world).await.len(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_preparation_is_progress_and_never_an_error() {
    let world = World::with_book().await;
    let bank = bank().await;
    bank.set_scenario(Scenario::FirstSync);
    world.link_some(&bank, |name| name == "wallet").await;
    let report = world.sync().await;
    let outcome = &report["connections"][0];
    assert_eq!(outcome["state"], json!("preparing"), "{report}");
    let until = outcome["retryAt"].as_str().unwrap().to_owned();
    let shown = first(&world).await;
    assert_eq!(shown["state"], json!("preparing"));
    assert_eq!(shown["needsPerson"], json!(false));
    assert_eq!(shown["retryAt"], json!(until), "kept");
    assert!(shown["nextSync"].as_str().unwrap() >= until.as_str());
    let overview = world
        .ok("overview_get", json!({"recent": 5, "comingDays": 30}))
        .await;
    assert_eq!(overview["review"], json!([]), "nobody has to act");
    // Before that instant nothing is asked; the requests so far are in the log.
    let before = runs(&world).await;
    assert!(before[0]["requests"].as_u64().unwrap() > 0);
    world.app.sync_due().await;
    assert_eq!(runs(&world).await.len(), before.len());
    // What the bank said counts from the computer's clock; the story's is moved past it.
    let until: chrono::DateTime<chrono::Utc> = until.parse().unwrap();
    world.later(until - testkit::today().and_hms_opt(12, 0, 0).unwrap().and_utc());
    for _ in 0..6 {
        world.later(TimeDelta::hours(9));
        world.app.sync_due().await;
    }
    assert_eq!(first(&world).await["state"], json!("ok"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_run_can_be_read_afterwards_and_tells_no_secret() {
    let (world, bank) = wallet().await;
    world.sync().await;
    bank.set_scenario(Scenario::BadToken);
    world.later(TimeDelta::minutes(5));
    world.sync().await;
    bank.set_scenario(Scenario::Calm);
    world.later(TimeDelta::minutes(5));
    world.app.sync_due().await;
    let log = runs(&world).await;
    assert_eq!(log.len(), 2, "what waits for the person is not tried");
    let (failed, good) = (&log[0], &log[1]);
    assert_eq!(good["state"], json!("ok"));
    assert!(good["new"].as_u64().unwrap() > 300 && good["requests"].as_u64().unwrap() > 3);
    assert_eq!(good["byPerson"], json!(true));
    assert_eq!(good["reason"], Value::Null);
    assert_eq!(failed["state"], json!("credentials"));
    assert_eq!(failed["httpStatus"], json!(401));
    assert!(!failed["reason"].as_str().unwrap().is_empty());
    assert!(failed["requests"].as_u64().unwrap() >= 1, "{failed}");
    let line = bank.first_line();
    let token = line["upstreams"]["wallet"]["token"].as_str().unwrap();
    assert!(!json!(log).to_string().contains(token));
    assert_eq!(
        world
            .refused("sync_runs", json!({"connection": "99", "limit": 5}))
            .await,
        "not_found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_know_how_old_they_are_and_lines_end_on_the_last_day_that_is_known() {
    let (world, _bank) = wallet().await;
    world.sync().await;
    let worth = json!({"from": "2026-05-01", "to": null, "by": "day", "currency": null});
    let fresh = world.ok("net_worth_get", worth.clone()).await;
    assert_eq!(fresh["freshness"]["knownUntil"], Value::Null);
    world.later(TimeDelta::days(6));
    let stale = world.ok("net_worth_get", worth).await;
    assert_eq!(stale["freshness"]["knownUntil"], json!("2026-05-18"));
    let first = &stale["freshness"]["stale"][0];
    assert_eq!(first["knownUntil"], json!("2026-05-18"));
    let overview = world
        .ok("overview_get", json!({"recent": 5, "comingDays": 30}))
        .await;
    assert_eq!(overview["freshness"]["knownUntil"], json!("2026-05-18"));
    let forecast = world
        .ok("forecast_get", json!({"days": 30, "account": null}))
        .await;
    assert_eq!(forecast["freshness"]["knownUntil"], json!("2026-05-18"));
    let accounts = world.ok("accounts_list", json!({})).await;
    assert_eq!(
        accounts["groups"][0]["accounts"][0]["asOf"],
        json!("2026-05-18")
    );
    let format = serde_json::to_value(app::english_labels("EUR")).unwrap();
    for (kind, dates) in [("net_worth", true), ("forecast", false)] {
        let chart = world
            .ok(
                "chart_render",
                json!({"kind": kind, "width": 800, "height": 300, "compact": false,
                       "by": "day", "from": "2026-05-01", "to": null, "currency": null, "days": 30,
                       "account": null, "category": null, "month": null, "format": format}),
            )
            .await;
        let at = |date: &str| {
            let points = chart["points"].as_array().unwrap();
            points.iter().position(|point| point["date"] == json!(date))
        };
        let known = at("2026-05-18").unwrap();
        assert!(chart["y"][0][known].is_number(), "{kind}");
        match at("2026-05-21") {
            Some(unknown) => assert_eq!(chart["y"][0][unknown], Value::Null, "{kind}"),
            None => assert!(!dates, "{kind}"),
        }
    }
    world.sync().await;
    let again = world
        .ok(
            "net_worth_get",
            json!({"from": null, "to": null, "by": "month", "currency": null}),
        )
        .await;
    assert_eq!(again["freshness"]["knownUntil"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn consents_and_keys_that_end_are_told_weeks_before() {
    let world = World::with_book().await;
    let bank = bank().await;
    world
        .link_some(&bank, |name| name == "budgea" || name == "wallet")
        .await;
    world.sync().await;
    let ends = world.ok("consents_list", json!({})).await;
    assert_eq!(ends, json!([]), "none ends soon");
    world.later(TimeDelta::days(130));
    let ends = world.ok("consents_list", json!({})).await;
    let all = ends.as_array().unwrap();
    assert!(!all.is_empty(), "{ends}");
    for end in all {
        let left = end["daysLeft"].as_i64().unwrap();
        assert!(left <= 56, "{end}");
        assert!(!end["institution"].as_str().unwrap().is_empty());
    }
    let dates: Vec<&str> = all
        .iter()
        .map(|end| end["date"].as_str().unwrap())
        .collect();
    assert!(dates.is_sorted(), "{ends}");
}
