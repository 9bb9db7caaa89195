//! Split transactions: by hand and by a rule, counted as their parts wherever sums are told.

use app::Report;
use contract::types::ExportReq;
use serde_json::{Value, json};
use testkit::World;

/// The reason why a command refuses.
async fn fails(world: &World, name: &str, request: Value) -> String {
    match world.call(name, request).await.unwrap_err().code {
        contract::ErrorCode::InvalidRequest { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

/// Two payments in May; gives the numbers of the market's and of the landlord's.
async fn rows(world: &World) -> [Value; 2] {
    let text = "Date,Payee,Amount,Currency\n2026-05-05,CORNER MARKET,-100.01,EUR\n2026-05-06,LANDLORD,-900.00,EUR\n";
    world.import_csv(text, None).await;
    let page = world.ok("transactions_page", json!({"limit": 10})).await;
    let id = |payee: &str| {
        let rows = page["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["payee"] == payee).unwrap();
        row["id"].clone()
    };
    [id("CORNER MARKET"), id("LANDLORD")]
}

async fn listed(world: &World, text: &str) -> Value {
    world
        .ok("transactions_page", json!({"text": text, "limit": 10}))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_says_by_how_much_it_is_off_and_counts_as_its_parts() {
    let world = World::with_book().await;
    let [market, _] = rows(&world).await;
    let food = world.category("Groceries").await;
    let home = world.category("Home supplies").await;
    let short = json!({"id": market, "parts": [{"amount": "-60.00"}, {"percent": "25"}]});
    let preview = world.ok("split_preview", short.clone()).await;
    assert_eq!(preview["left"]["amount"], "-15.01");
    assert_eq!(preview["fits"], false);
    assert_eq!(
        fails(&world, "transaction_split", short).await,
        "left -15.01"
    );

    // Percentages that make a hundred come to the cent; what is left goes where nothing is written.
    let parts = json!([
        {"percent": "33.3333", "category": food},
        {"percent": "33.3333", "category": home, "note": "paint brushes"},
        {},
    ]);
    let whole = json!({"id": market, "parts": parts});
    let preview = world.ok("split_preview", whole.clone()).await;
    let amounts: Vec<&str> = (preview["amounts"].as_array().unwrap().iter())
        .map(|amount| amount["amount"].as_str().unwrap())
        .collect();
    assert_eq!(amounts, ["-33.34", "-33.34", "-33.33"]);
    let done = world.ok("transaction_split", whole).await;
    assert_eq!(
        (&done["rows"], &done["label"]),
        (&json!(1), &json!("split"))
    );

    let found = listed(&world, "is:split").await;
    assert_eq!(found["rows"][0]["parts"][1]["note"], "paint brushes");
    assert_eq!(found["total"], 1);
    assert_eq!(listed(&world, "brushes").await["total"], 1);
    assert_eq!(listed(&world, "-is:split").await["total"], 1);
    let filed = listed(&world, "category:Groceries").await;
    assert_eq!(filed["rows"][0]["share"]["amount"], "-33.34");
    assert_eq!(filed["sum"]["amount"], "-33.34");
    assert_eq!(filed["days"][0]["sum"]["amount"], "-33.34");
    // The part without a category still waits for one.
    assert_eq!(listed(&world, "is:uncategorised").await["total"], 2);

    let month =
        json!({"from": "2026-05-01", "to": "2026-05-31", "step": "month", "by": "category"});
    let report = world.ok("report_get", month).await;
    let line = (report["lines"].as_array().unwrap().iter())
        .find(|line| line["key"] == json!(food))
        .unwrap();
    assert_eq!(line["total"], "33.34");

    // Another program gets the parts, and the history says what was split.
    let request: ExportReq = serde_json::from_value(
        json!({"what": "transactions", "format": "json", "text": "is:split"}),
    )
    .unwrap();
    let path = world.folder().join("split.jsonl");
    (world.app)
        .export_to(request, path.clone(), Report::silent("export"))
        .await
        .unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains("paint brushes"), "{text}");
    let detail = world.ok("transaction_get", json!({"id": market})).await;
    assert_eq!(detail["history"][0]["field"], "parts");
    assert_eq!(
        detail["history"][0]["after"],
        "Groceries -33.34 EUR, Home supplies -33.34 EUR, -33.33 EUR"
    );

    // Taken back, brought again, made whole.
    world.ok("undo_last", json!({})).await;
    assert_eq!(listed(&world, "is:split").await["total"], 0);
    world.ok("redo_last", json!({})).await;
    assert_eq!(listed(&world, "is:split").await["total"], 1);
    world.ok("transaction_unsplit", json!({"id": market})).await;
    assert_eq!(listed(&world, "is:split").await["total"], 0);
    let verified = world.ok("book_verify", json!({})).await;
    assert_eq!(verified["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_splits_what_nobody_has_split() {
    let world = World::with_book().await;
    let [market, _] = rows(&world).await;
    let food = world.category("Groceries").await;
    let home = world.category("Home supplies").await;
    let rule = |first: &str| {
        json!({"rule": {"name": "Market", "enabled": true, "tests": [
            {"field": "payee", "op": "contains", "values": ["market"]}],
            "actions": [{"act": "split", "parts": [
                {"percent": first, "category": food}, {"percent": "30", "category": home}]}]}})
    };
    assert_eq!(fails(&world, "rule_save", rule("60")).await, "split_shares");
    world.ok("rule_save", rule("70")).await;
    let run = world.ok("rules_run", json!({})).await;
    assert_eq!(run["changed"], 1);
    let row = &listed(&world, "is:split").await["rows"][0];
    assert_eq!(row["parts"][0]["amount"]["amount"], "-70.01");
    assert_eq!(row["details"]["partsBy"], "rule");
    // The person's word stands when the rules run again.
    world.ok("transaction_unsplit", json!({"id": market})).await;
    assert_eq!(world.ok("rules_run", json!({})).await["changed"], 0);
    // A category that goes takes the rule's shares along.
    world
        .ok("category_remove", json!({"id": home, "into": food}))
        .await;
    let rules = world.ok("rules_list", json!({})).await;
    assert_eq!(
        rules[0]["rule"]["actions"][0]["parts"][1]["category"],
        json!(food)
    );
}
