//! Rules that Wallet keeps, taken over, declined, taken back; and a budget there that counts one label.

use practice::Switches;
use serde_json::{Value, json};
use testkit::{World, bank};

async fn offered(world: &World) -> Vec<Value> {
    let all = world.ok("rules_offered", json!({})).await;
    all.as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_kept_at_a_service_become_ones_own() {
    let world = World::with_book().await;
    let bank = bank().await;
    assert_eq!(offered(&world).await, Vec::<Value>::new());
    world.link_some(&bank, |name| name == "wallet").await;
    world.sync().await;
    let offers = offered(&world).await;
    assert_eq!(offers.len(), 4, "{offers:?}");
    let rent = offers
        .iter()
        .find(|one| one["rule"]["name"] == "Rent")
        .unwrap();
    assert_eq!(rent["problem"], Value::Null);
    assert_eq!(rent["rule"]["tests"][0]["values"], json!(["MONTCLAIR"]));
    assert_eq!(
        world.ok("rules_list", json!({})).await,
        json!([]),
        "only offered"
    );

    // One is declined, for good.
    world.ok("rule_decline", json!({"key": rent["key"]})).await;
    world.sync().await;
    let left = offered(&world).await;
    assert_eq!(left.len(), 3, "{left:?}");

    // All others in one go, which one undo takes back.
    let keys: Vec<&Value> = left.iter().map(|one| &one["key"]).collect();
    let change = world.ok("rules_take_over", json!({"keys": keys})).await;
    assert_eq!(change["rows"], 3, "{change}");
    let rules = world.ok("rules_list", json!({})).await;
    let names: Vec<&str> = rules
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["rule"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 3, "{rules}");
    assert!(names.contains(&"Petrol"));
    assert_eq!(offered(&world).await, Vec::<Value>::new());
    world
        .ok(
            "batch_undo",
            json!({"batch": change["batch"], "force": false}),
        )
        .await;
    assert_eq!(world.ok("rules_list", json!({})).await, json!([]));
    assert_eq!(offered(&world).await.len(), 3);

    // One by one as well; one that is not offered is refused.
    let first = json!({"keys": [left[0]["key"]]});
    world.ok("rules_take_over", first.clone()).await;
    assert_eq!(offered(&world).await.len(), 2);
    world.refused("rules_take_over", first).await;

    let run = world
        .ok("rules_run", json!({"ids": [], "dryRun": true}))
        .await;
    assert_ne!(run["matched"], 0, "it is for rows of this book: {run}");
}

#[tokio::test(flavor = "multi_thread")]
async fn offers_go_with_their_connection() {
    let world = World::with_book().await;
    let bank = bank().await;
    let ids = world.link_some(&bank, |name| name == "wallet").await;
    world.sync().await;
    assert_eq!(offered(&world).await.len(), 4);
    let taken = json!({"id": ids[0], "keepData": true});
    world.ok("connection_remove", taken).await;
    assert_eq!(offered(&world).await, Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_of_a_label_counts_its_rows_alone() {
    let world = World::with_book().await;
    let bank = bank().await;
    bank.set_switches(Switches {
        wallet_label_budget: true,
        ..Switches::default()
    });
    world.link_some(&bank, |name| name == "wallet").await;
    world.sync().await;
    let tagged = json!({"text": "tag:\"Shared flat\" is:expense", "limit": 500});
    let rows = world.ok("transactions_page", tagged).await["rows"].clone();
    let rows = rows.as_array().unwrap();
    let month = &rows[0]["date"].as_str().unwrap()[..7];
    let within = json!({"text": "tag:\"Shared flat\" is:expense", "from": format!("{month}-01"),
        "to": format!("{month}-31"), "limit": 500});
    let within = world.ok("transactions_page", within).await;
    let spent: i64 = within["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            row["amount"]["amount"]
                .as_str()
                .unwrap()
                .replace(['-', '.'], "")
                .parse::<i64>()
                .unwrap()
        })
        .sum();
    let page = world.ok("budgets_month", json!({"month": month})).await;
    let line = page["upstreamLines"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["name"] == "The flat")
        .unwrap()
        .clone();
    let counted = line["spent"]["amount"].as_str().unwrap().replace('.', "");
    assert_eq!(counted.parse::<i64>().unwrap(), spent, "{line}");
    assert!(spent > 0);
    assert_eq!(line["tags"], json!(["Shared flat"]));
}
