//! The watched folder: only when it is asked for, only whole files, each once.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::World;

const STATEMENT: &str = "date,payee,amount\n2026-05-02,Market,-10.00\n2026-05-03,Kiosk,-2.00\n";

/// Writes a file into the folder that the person picks in the stories.
fn lands(world: &World, name: &str, content: &[u8]) {
    std::fs::write(world.folder().join(name), content).unwrap();
}

fn waiting(told: &Value) -> Vec<&str> {
    let files = told["waiting"].as_array().unwrap();
    files
        .iter()
        .map(|file| file["name"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_landed_is_offered_once_it_is_whole_and_until_it_is_taken_in() {
    let world = World::with_book().await;
    lands(&world, "may.csv", STATEMENT.as_bytes());
    assert!(!world.app.look_at_watched().await);
    assert_eq!(
        world.heard.landed(),
        Vec::<String>::new(),
        "nobody asked for it"
    );
    assert_eq!(
        world.ok("watch_get", json!({})).await["folder"],
        Value::Null
    );

    let told = world.ok("watch_choose", json!({})).await;
    assert!(told["folder"].is_string(), "{told}");
    assert_eq!(
        waiting(&told),
        Vec::<&str>::new(),
        "it may still be written"
    );
    assert!(
        world.app.look_at_watched().await,
        "so it is looked at again"
    );

    // More of it comes; then it stands still.
    world.later(TimeDelta::seconds(1));
    lands(
        &world,
        "may.csv",
        format!("{STATEMENT}2026-05-04,Museum,-9.00\n").as_bytes(),
    );
    lands(&world, "june.csv.part", STATEMENT.as_bytes());
    lands(&world, "letter.txt", b"Dear customer,\nwe have moved.\n");
    assert!(world.app.look_at_watched().await);
    world.later(TimeDelta::seconds(1));
    assert!(world.app.look_at_watched().await);
    assert_eq!(world.heard.landed(), Vec::<String>::new());
    world.later(TimeDelta::seconds(2));
    assert!(!world.app.look_at_watched().await);
    assert_eq!(world.heard.landed(), ["may.csv"]);
    world.app.look_at_watched().await;
    assert_eq!(world.heard.landed(), ["may.csv"], "once");

    let told = world.ok("watch_get", json!({})).await;
    assert_eq!(waiting(&told), ["may.csv"]);
    let files = json!([{"token": told["waiting"][0]["token"], "accounts": []}]);
    let shown = world.ok("import_preview", json!({"files": files})).await;
    assert_eq!(shown["files"][0]["statements"][0]["new"], 3);
    let request = json!({"preview": shown["id"], "choices": []});
    let done = world.ok("import_commit", request).await;
    let told = world.ok("watch_get", json!({})).await;
    assert_eq!(waiting(&told), Vec::<&str>::new());
    world
        .ok(
            "batch_undo",
            json!({"batch": done["batch"], "force": false}),
        )
        .await;
    let told = world.ok("watch_get", json!({})).await;
    assert_eq!(waiting(&told), ["may.csv"], "taken back, it waits again");

    let told = world.ok("watch_stop", json!({})).await;
    assert_eq!(
        told,
        json!({"folder": null, "missing": false, "waiting": []})
    );
}
