//! Credit insight: figures by their definitions, the rows behind each, and one page to keep.

use serde_json::{Value, json};
use testkit::World;

#[tokio::test(flavor = "multi_thread")]
async fn figures_follow_their_definitions_and_list_their_rows() {
    let world = World::with_book().await;
    let mut csv = String::from("Date,Payee,Amount\n2026-01-01,Gift,100.00\n");
    for month in 1..=4 {
        csv.push_str(&format!("2026-{month:02}-02,Harlow Works,2000.00\n"));
        csv.push_str(&format!("2026-{month:02}-04,Landlord,-900.00\n"));
    }
    for (month, day, amount) in [(1, 9, 300), (2, 17, 220), (3, 5, 180), (4, 23, 100)] {
        csv.push_str(&format!(
            "2026-{month:02}-{day:02},Corner Market,-{amount}.00\n"
        ));
    }
    // Below nothing from the 20th to the 22nd of April.
    csv.push_str("2026-04-20,Roof Mason,-4000.00\n2026-04-23,Refund Mason,600.00\n");
    world.import_csv(&csv, None).await;
    let insight = world.ok("insight_get", json!({})).await;
    assert_eq!(insight["months"].as_array().unwrap().len(), 4, "{insight}");
    assert_eq!(
        (&insight["from"], &insight["to"]),
        (&json!("2026-01-01"), &json!("2026-04-30"))
    );
    // (4 × 2000 + 100 + 600) ÷ 4.
    assert_eq!(insight["income"]["amount"], "2175.00");
    assert_eq!(insight["fixed"]["amount"], "900.00");
    assert_eq!(insight["variable"]["amount"], "1200.00");
    assert_eq!(insight["fixedPercent"], 43);
    assert_eq!(insight["savingsPercent"], 3);
    assert_eq!(insight["debtPercent"], 0);

    let rows = world
        .ok(
            "insight_rows",
            json!({"figure": "fixed", "month": "2026-02"}),
        )
        .await;
    assert_eq!(rows["count"], 1);
    assert_eq!(rows["rows"][0]["name"], "Landlord");
    let all = world
        .ok("insight_rows", json!({"figure": "variable", "month": null}))
        .await;
    assert_eq!(
        all["sum"]["amount"], "-4800.00",
        "four months of 1200: {all}"
    );

    assert_eq!(insight["overdraftDays"], 3, "{insight}");
    let spell = &insight["overdrafts"][0];
    assert_eq!(
        (&spell["from"], &spell["to"]),
        (&json!("2026-04-20"), &json!("2026-04-22"))
    );
    assert_eq!(insight["months"][3]["overdraftDays"], 3);

    let saved = world.ok("insight_export", json!({})).await;
    let page =
        std::fs::read_to_string(world.folder().join(saved["file"].as_str().unwrap())).unwrap();
    assert!(
        page.contains("2175.00 EUR") && page.contains("Savings rate"),
        "{page}"
    );
    assert!(
        !page.contains("<script") && !page.contains("http"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_book_has_no_figures_and_says_so() {
    let world = World::with_book().await;
    let insight = world.ok("insight_get", json!({})).await;
    assert_eq!(insight["months"], json!([]));
    assert_eq!(insight["savingsPercent"], Value::Null);
    assert_eq!(insight["stabilityPercent"], Value::Null);
}
