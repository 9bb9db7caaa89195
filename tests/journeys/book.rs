//! The book's door: protection, locking, and files that are not what they should be.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::{PASSPHRASE, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_passphrase_opens_the_book_and_another_does_not() {
    let mut world = World::with_book().await;
    world.restart().await;
    let status = world.ok("app_status", json!({})).await;
    assert_eq!(status["book"], "locked");
    assert_eq!(status["protection"], "passphrase");
    assert_eq!(
        world
            .refused(
                "book_unlock",
                json!({"passphrase": "five words and a river"})
            )
            .await,
        "wrong_passphrase"
    );
    assert_eq!(world.refused("accounts_list", json!({})).await, "locked");
    let open = world
        .ok("book_unlock", json!({"passphrase": PASSPHRASE}))
        .await;
    assert_eq!(open["book"], "open");
    assert!(
        open["cipher"]
            .as_str()
            .unwrap()
            .to_lowercase()
            .contains("cipher"),
        "{open}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_passphrase_is_refused_before_anything_is_made() {
    let world = World::new();
    let request = json!({"protection": "passphrase", "passphrase": "short", "secrets": "book",
                         "baseCurrency": "EUR", "fetchRates": false});
    assert_eq!(
        world.refused("book_create", request).await,
        "passphrase_too_short"
    );
    assert_eq!(world.ok("app_status", json!({})).await["book"], "none");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_begins_with_what_is_usual_in_a_country_or_is_not_made() {
    let world = World::new();
    let create = |style: Value| {
        json!({"protection": "passphrase", "passphrase": PASSPHRASE, "secrets": "book", "baseCurrency": "EUR",
               "fetchRates": false, "chartStyle": style})
    };
    let refused = world.refused_at("book_create", create(json!("XX"))).await;
    assert_eq!(refused.0, "chartStyle", "{refused:?}");
    let status = world.ok("app_status", json!({})).await;
    assert_eq!(status["book"], "none");
    let offered: Vec<&str> = (status["chartStyles"].as_array().unwrap().iter())
        .filter_map(Value::as_str)
        .collect();
    assert!(
        offered.contains(&"DE") && offered.contains(&"FR"),
        "{offered:?}"
    );
    world.ok("book_create", create(json!("de"))).await;
    let styles = world.ok("categories_styles", json!({})).await;
    let german = (styles.as_array().unwrap().iter()).find(|style| style["country"] == "DE");
    assert_eq!(
        german.unwrap()["adds"],
        json!([]),
        "all of it is in the chart"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keychain_holds_the_key_and_its_loss_is_told() {
    let world = World::new();
    world
        .ok(
            "book_create",
            json!({"protection": "keychain", "secrets": "keychain", "baseCurrency": "CHF", "fetchRates": true}),
        )
        .await;
    world.ok("book_lock", json!({})).await;
    assert_eq!(
        world.ok("book_unlock", json!({})).await["baseCurrency"],
        "CHF"
    );
    world.ok("activity_seen", json!({})).await;
    let protect = json!({"protection": "passphrase", "newPassphrase": PASSPHRASE});
    assert_eq!(
        world.ok("book_protect", protect).await["protection"],
        "passphrase"
    );
    world.ok("book_lock", json!({})).await;
    world
        .ok("book_unlock", json!({"passphrase": PASSPHRASE}))
        .await;
    assert_eq!(world.heard.locks(), ["asked", "asked"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_book_is_told_and_left_alone() {
    let world = World::with_book().await;
    world.ok("book_lock", json!({})).await;
    let file = world.book_folder().join("book.db");
    // The writer lets go of the file shortly after the lock; the unlock below waits for it.
    world
        .ok("book_unlock", json!({"passphrase": PASSPHRASE}))
        .await;
    world.ok("book_lock", json!({})).await;
    let world = world;
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let code = world
        .refused("book_unlock", json!({"passphrase": PASSPHRASE}))
        .await;
    assert_eq!(code, "book_damaged");
    assert_eq!(
        std::fs::read(&file).unwrap().len(),
        bytes.len() / 2,
        "the file was left alone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_kept_and_checked() {
    let mut world = World::with_book().await;
    let changed = world
        .ok(
            "settings_update",
            json!({"theme": "dark", "floor": "500", "lockAfterMinutes": 0}),
        )
        .await;
    assert_eq!(changed["floor"], "500.00");
    assert_eq!(changed["lockAfterMinutes"], serde_json::Value::Null);
    assert_eq!(
        world
            .refused("settings_update", json!({"textSize": 500}))
            .await,
        "invalid_request"
    );
    world.restart().await;
    world
        .ok("book_unlock", json!({"passphrase": PASSPHRASE}))
        .await;
    assert_eq!(world.ok("settings_get", json!({})).await["theme"], "dark");
}

#[tokio::test(flavor = "multi_thread")]
async fn rates_without_need_are_not_fetched() {
    let world = World::with_book().await;
    let status = world.ok("rates_refresh", json!({})).await;
    assert_eq!(
        status["problem"],
        serde_json::Value::Null,
        "an empty book in euro asks nobody"
    );
    assert_eq!(
        world.ok("rates_status", json!({})).await["newest"],
        serde_json::Value::Null
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_book_shuts_when_nobody_is_there_and_not_before() {
    let world = World::with_book().await;
    world
        .ok("settings_update", json!({"lockAfterMinutes": 5}))
        .await;
    let state = async || world.ok("app_status", json!({})).await["book"].clone();
    world.later(TimeDelta::minutes(4));
    world.app.lock_when_idle().await;
    assert_eq!(state().await, "open");
    // Someone is there.
    world.ok("activity_seen", json!({})).await;
    world.later(TimeDelta::minutes(4));
    world.app.lock_when_idle().await;
    assert_eq!(state().await, "open");
    world.later(TimeDelta::minutes(1));
    world.app.lock_when_idle().await;
    assert_eq!(state().await, "locked");
    assert_eq!(world.heard.locks(), ["idle"]);
    assert_eq!(world.refused("accounts_list", json!({})).await, "locked");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_book_is_shut_before_sleep_if_the_person_wants_that() {
    let world = World::with_book().await;
    let state = async || world.ok("app_status", json!({})).await["book"].clone();
    world
        .ok("settings_update", json!({"lockOnSuspend": false}))
        .await;
    world.app.lock_for_sleep().await;
    assert_eq!(state().await, "open");
    world
        .ok("settings_update", json!({"lockOnSuspend": true}))
        .await;
    world.app.lock_for_sleep().await;
    assert_eq!(state().await, "locked");
    assert_eq!(world.heard.locks(), ["suspend"]);
}
