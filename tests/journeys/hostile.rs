//! Text that no bank would send: markup, control characters, marks that turn the direction, and a megabyte of it.

use std::fmt::Write as _;

use practice::Running;
use serde_json::{Value, json};
use testkit::{World, bank};

/// Begins every hostile text; found by search.
const MARK: &str = "Zwetschge";

/// As long as a person would never write, with everything in front that could do harm.
fn text() -> String {
    let mut text = format!(
        "{MARK} <img src=x onerror=\"alert(1)\"><script>alert(2)</script> \u{202e}drawkcab\u{2066} \u{0}\u{7}\u{1b}[31m \
         =HYPERLINK(\"x\") '; DROP TABLE transactions; -- "
    );
    while text.len() < 1_000_000 {
        let _ = write!(text, "{} memo ", text.len());
    }
    text
}

/// Links one upstream, also one that shows the same accounts as another.
async fn link(world: &World, bank: &Running, upstream: &str) {
    let line = bank.first_line();
    let entry = &line["upstreams"][upstream];
    let listed = world.ok("upstreams_list", json!({})).await;
    let info = listed.as_array().unwrap().iter();
    let info = info
        .clone()
        .find(|info| info["id"] == upstream)
        .expect("it is read");
    let fields: Vec<Value> = info["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|field| entry[field["key"].as_str().unwrap()].is_string())
        .map(|field| json!({"key": field["key"], "value": entry[field["key"].as_str().unwrap()]}))
        .collect();
    let request =
        json!({"upstream": upstream, "label": "", "baseUrl": entry["base_url"], "fields": fields});
    world.ok("connection_add", request).await;
}

/// The text comes through an upstream as text, cut to what a person could read, and three syncs double nothing.
async fn passes(upstream: &str) {
    let bank = bank().await;
    bank.write_wording(&text());
    let world = World::with_book().await;
    world
        .ok("settings_update", json!({"experimentalServices": true}))
        .await;
    link(&world, &bank, upstream).await;
    let mut total = None;
    for _ in 0..3 {
        let report = world.sync().await;
        assert_eq!(report["connections"][0]["state"], "ok", "{report}");
        let page = world
            .ok("transactions_page", json!({"text": "", "limit": 1}))
            .await;
        let rows = page["total"].as_u64();
        assert_eq!(*total.get_or_insert(rows), rows);
    }
    let page = world
        .ok("transactions_page", json!({"text": MARK, "limit": 50}))
        .await;
    let rows = page["rows"].as_array().unwrap();
    assert!(!rows.is_empty(), "{upstream}: it is found by its words");
    assert!(
        page.to_string().len() < 40_000,
        "{upstream}: a page carries no megabyte"
    );
    for row in rows {
        let shown = format!("{} {}", row["payee"], row["description"]);
        assert!(
            shown.to_lowercase().contains("<img src=x"),
            "{upstream}: it stays text as it came: {shown}"
        );
        let detail = world.ok("transaction_get", json!({"id": row["id"]})).await;
        assert!(detail["row"].to_string().len() < 40_000);
    }
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

#[tokio::test(flavor = "multi_thread")]
async fn wallet() {
    passes("wallet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wallet_app() {
    passes("wallet-app").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn budgea() {
    passes("budgea").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn qard() {
    passes("qard").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn finwise() {
    passes("finwise").await;
}
