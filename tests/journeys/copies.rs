//! Backups, restoring, and the end of a book.

use serde_json::{Value, json};
use testkit::{PASSPHRASE, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_brings_the_book_back_on_another_computer() {
    let world = World::with_book().await;
    assert_eq!(
        world.ok("backup_status", json!({})).await["last"],
        Value::Null
    );
    let written = world.ok("backup_write", json!({"passphrase": null})).await;
    let name = written["backup"]["file"].as_str().unwrap();
    assert_eq!(written["backup"]["protection"], "passphrase");
    assert_eq!(
        world.ok("backup_status", json!({})).await["last"]["file"],
        name
    );
    let bytes = std::fs::read(world.folder().join(name)).unwrap();

    let other = World::new();
    other.will_pick(vec![
        other.file("no backup.coffer", b"hello, world, this is no backup"),
    ]);
    assert_eq!(
        other.refused("backup_pick", json!({})).await,
        "backup_unusable"
    );
    other.will_pick(vec![other.file("cut.coffer", &bytes[..bytes.len() / 2])]);
    let picked = other.ok("backup_pick", json!({})).await;
    let request = |picked: &Value, passphrase: &str, replace: bool| json!({"token": picked["offer"]["token"], "passphrase": passphrase, "replace": replace});
    assert_eq!(
        other
            .refused("backup_restore", request(&picked, PASSPHRASE, false))
            .await,
        "backup_unusable"
    );
    assert_eq!(other.ok("app_status", json!({})).await["book"], "none");
    other.will_pick(vec![other.file("whole.coffer", &bytes)]);
    let picked = other.ok("backup_pick", json!({})).await;
    assert_eq!(picked["offer"]["protection"], "passphrase");
    assert_eq!(
        other
            .refused(
                "backup_restore",
                request(&picked, "not the passphrase", false)
            )
            .await,
        "wrong_passphrase"
    );
    let status = other
        .ok("backup_restore", request(&picked, PASSPHRASE, false))
        .await;
    assert_eq!(status["book"], "open");
    assert_eq!(other.ok("book_verify", json!({})).await["ok"], true);
    // An open book is refused, and set aside when that is meant.
    assert_eq!(
        other
            .refused("backup_restore", request(&picked, PASSPHRASE, false))
            .await,
        "book_exists"
    );
    other.ok("settings_update", json!({"floor": "750"})).await;
    other
        .ok("backup_restore", request(&picked, PASSPHRASE, true))
        .await;
    assert_eq!(other.ok("settings_get", json!({})).await["floor"], "0.00");
    assert!(other.book_folder().join("set-aside").is_dir());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_passphrase_leaves_the_open_book_open() {
    let world = World::with_book().await;
    let written = world
        .ok(
            "backup_write",
            json!({"passphrase": "a passphrase of its own"}),
        )
        .await;
    let file = world
        .folder()
        .join(written["backup"]["file"].as_str().unwrap());
    world.will_pick(vec![file]);
    let picked = world.ok("backup_pick", json!({})).await;
    let request =
        json!({"token": picked["offer"]["token"], "passphrase": PASSPHRASE, "replace": true});
    assert_eq!(
        world.refused("backup_restore", request).await,
        "wrong_passphrase"
    );
    assert_eq!(world.ok("app_status", json!({})).await["book"], "open");
    assert!(world.heard.locks().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_takes_the_book_the_keys_and_the_tokens() {
    let world = World::new();
    world
        .ok(
            "book_create",
            json!({"protection": "keychain", "secrets": "keychain", "baseCurrency": "EUR", "fetchRates": false}),
        )
        .await;
    world
        .secrets()
        .put("left-over", &secrets::Secret::new("token"))
        .unwrap();
    assert_eq!(
        world.refused("book_erase", json!({"word": "yes"})).await,
        "invalid_request"
    );
    let report = world.ok("book_erase", json!({"word": "erase"})).await;
    assert_eq!(report["tokensGone"], true);
    assert_eq!(world.ok("app_status", json!({})).await["book"], "none");
    assert!(world.secrets().get("left-over").unwrap().is_none());
    assert_eq!(std::fs::read_dir(world.book_folder()).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_whose_passphrase_is_forgotten_can_be_erased() {
    let world = World::with_book().await;
    world.ok("book_lock", json!({})).await;
    world.ok("book_erase", json!({"word": "erase"})).await;
    assert_eq!(world.ok("app_status", json!({})).await["book"], "none");
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_ends_the_access_at_the_services_first() {
    let world = World::with_book().await;
    let bank = testkit::bank().await;
    world.link_some(&bank, |name| name == "budgea").await;
    world.sync().await;
    let request = json!({"word": "erase", "revoke": true});
    let report = world.ok("book_erase", request).await;
    assert_eq!(
        (&report["erased"], &report["kept"]),
        (&json!(true), &json!([])),
        "{report}"
    );
    assert_eq!(report["connections"].as_array().unwrap().len(), 1);
    let ended = bank
        .requests()
        .into_iter()
        .filter(|seen| seen.method == "DELETE" && seen.status < 300);
    assert!(ended.count() > 0, "its banks are unlinked there");
    assert_eq!(world.ok("app_status", json!({})).await["book"], "none");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_that_cannot_be_ended_stops_the_erasing_until_the_person_says_so() {
    let world = World::with_book().await;
    let bank = testkit::bank().await;
    world.link_some(&bank, |name| name == "budgea").await;
    world.sync().await;
    bank.shutdown().await;
    let request = json!({"word": "erase", "revoke": true});
    let report = world.ok("book_erase", request).await;
    assert_eq!(report["erased"], json!(false), "{report}");
    let kept = &report["kept"][0];
    assert_eq!(kept["upstream"], "budgea", "{report}");
    assert!(
        kept["servicePage"].is_string(),
        "what to do is said: {report}"
    );
    assert_eq!(world.ok("app_status", json!({})).await["book"], "open");
    assert_ne!(world.ok("connections_list", json!({})).await, json!([]));
    let request = json!({"word": "erase", "revoke": true, "anyway": true});
    let report = world.ok("book_erase", request).await;
    assert_eq!(report["erased"], json!(true), "{report}");
    assert_eq!(report["kept"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(world.ok("app_status", json!({})).await["book"], "none");
}
