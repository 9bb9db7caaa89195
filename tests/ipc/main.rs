//! The edge: what the page may ask is what the list says, no more and no less.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use serde_json::json;
use testkit::{World, word};

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_the_list_is_answered() {
    let world = World::new();
    for name in contract::NAMES {
        // Without a book and with an empty request a command answers or refuses in its own words; it is never unknown.
        if let Err(error) = world.call(name, json!({})).await {
            let code = serde_json::to_value(&error.code).unwrap();
            assert_ne!(
                code["params"]["field"], "command",
                "{name} is in the list and not answered"
            );
            assert_ne!(
                word(&error),
                "internal",
                "{name} fails inside on an empty request"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_outside_of_the_list_is_refused() {
    let world = World::new();
    assert_eq!(
        world.refused("book_erase_everything", json!({})).await,
        "invalid_request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_fields_are_refused() {
    let world = World::with_book().await;
    assert_eq!(
        world.refused("accounts_list", json!({"sql": "drop"})).await,
        "invalid_request"
    );
}

#[test]
fn the_page_may_call_the_list_and_move_its_window() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../src-tauri/capabilities/main.json"
    );
    let capability: serde_json::Value =
        serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let allowed: Vec<&str> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap())
        .collect();
    assert_eq!(
        allowed,
        [
            "allow-ipc",
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "core:window:allow-start-dragging"
        ]
    );
}
