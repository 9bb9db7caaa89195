//! Budgets: limits, what was spent, what is carried, and filing that changes both.

use serde_json::{Value, json};
use testkit::World;

async fn category(world: &World, name: &str) -> String {
    let all = world.ok("categories_list", json!({})).await;
    let found = all
        .as_array()
        .unwrap()
        .iter()
        .find(|category| category["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {all}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn with_rows() -> World {
    let world = World::with_book().await;
    let csv = "Date,Payee,Amount\n2026-04-04,Corner Market,-80.00\n2026-04-20,Corner Market,-40.00\n\
               2026-05-03,Corner Market,-55.25\n2026-05-11,Corner Market,-20.00\n2026-05-12,Corner Market,5.00\n";
    world.will_pick(vec![world.file("rows.csv", csv.as_bytes())]);
    let offered = world.ok("import_pick", json!({})).await;
    let files = json!([{"token": offered[0]["token"], "accounts": [
        {"statement": 0, "newName": "Everyday", "currency": "EUR"}]}]);
    let preview = world.ok("import_preview", json!({"files": files})).await;
    world
        .ok(
            "import_commit",
            json!({"preview": preview["id"], "choices": []}),
        )
        .await;
    world
}

async fn file_all(world: &World, category: &str) -> Value {
    let page = world
        .ok("transactions_page", json!({"text": "corner", "limit": 50}))
        .await;
    let ids: Vec<&Value> = page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["id"])
        .collect();
    assert_eq!(ids.len(), 5, "{page}");
    world
        .ok(
            "transactions_update",
            json!({"ids": ids, "category": category}),
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_counts_what_is_filed_under_it_and_carries_the_rest() {
    let world = with_rows().await;
    let groceries = category(&world, "Groceries").await;
    file_all(&world, &groceries).await;
    world
        .ok(
            "budget_set",
            json!({"category": groceries, "from": "2026-04", "limit": "150", "carryOver": true}),
        )
        .await;
    let april = world.ok("budgets_month", json!({"month": "2026-04"})).await;
    assert_eq!(april["lines"][0]["spent"]["amount"], "120.00");
    assert_eq!(april["lines"][0]["left"]["amount"], "30.00");
    let may = world.ok("budgets_month", json!({"month": ""})).await;
    assert_eq!(may["lines"][0]["carried"]["amount"], "30.00");
    assert_eq!(
        may["lines"][0]["spent"]["amount"], "70.25",
        "the refund counts against it"
    );
    assert_eq!(may["lines"][0]["left"]["amount"], "109.75");
    assert_eq!(may["left"], may["lines"][0]["left"]);
    let detail = world
        .ok(
            "budget_detail",
            json!({"category": groceries, "month": "2026-05"}),
        )
        .await;
    assert_eq!(detail["daysLeft"], 13);
    for kind in ["budget_burnup", "budget_months"] {
        let format = serde_json::to_value(app::english_labels("EUR")).unwrap();
        let drawing = world
            .ok(
                "chart_render",
                json!({"kind": kind, "width": 400, "height": 200, "format": format,
                       "category": groceries, "month": "2026-05", "compact": false}),
            )
            .await;
        assert!(
            drawing["svg"].as_str().unwrap().starts_with("<svg"),
            "{kind}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_come_from_history_and_own_categories_can_be_added() {
    let world = with_rows().await;
    let made = world
        .ok(
            "category_create",
            json!({"name": "Market stalls", "group": "Food", "kind": "expense"}),
        )
        .await;
    file_all(&world, made["id"].as_str().unwrap()).await;
    let suggested = world.ok("budget_suggest", json!({"months": 1})).await;
    assert_eq!(suggested[0]["name"], "Market stalls", "{suggested}");
    assert_eq!(suggested[0]["average"]["amount"], "120.00");
    let account =
        world.ok("accounts_list", json!({})).await["groups"][0]["accounts"][0]["id"].clone();
    world
        .ok("account_update", json!({"id": account, "inBudget": false}))
        .await;
    assert_eq!(
        world.ok("budget_suggest", json!({"months": 1})).await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_may_hold_for_one_month_alone() {
    let world = with_rows().await;
    let groceries = category(&world, "Groceries").await;
    let limit_of = async |month: &str| {
        let page = world.ok("budgets_month", json!({"month": month})).await;
        page["lines"][0]["limit"]["amount"].clone()
    };
    let set = |from: &str, limit: &str, only: bool| json!({"category": groceries, "from": from, "limit": limit, "carryOver": false, "only": only});
    world
        .ok("budget_set", set("2026-03", "200.00", false))
        .await;
    world.ok("budget_set", set("2026-04", "350.00", true)).await;
    assert_eq!(limit_of("2026-03").await, "200.00");
    assert_eq!(limit_of("2026-04").await, "350.00");
    assert_eq!(limit_of("2026-05").await, "200.00");
    world.ok("undo_last", json!({})).await;
    assert_eq!(limit_of("2026-04").await, "200.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn beginning_with_several_limits_is_one_change() {
    let world = with_rows().await;
    let (groceries, rent) = (
        category(&world, "Groceries").await,
        category(&world, "Rent").await,
    );
    let begin = |second: &str| {
        json!({"from": "2026-05", "limits": [
            {"category": groceries, "limit": "150.00"},
            {"category": rent, "limit": second},
        ]})
    };
    let lines = async || {
        let page = world.ok("budgets_month", json!({"month": "2026-05"})).await;
        let lines = page["lines"].as_array().unwrap().clone();
        lines
            .iter()
            .map(|line| line["limit"]["amount"].as_str().unwrap().to_owned())
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(
        world.refused("budgets_begin", begin("-1.00")).await,
        "invalid_request"
    );
    assert!(lines().await.is_empty(), "all of them or none");
    let done = world.ok("budgets_begin", begin("900.00")).await;
    assert_eq!(done["rows"], 2);
    assert_eq!(
        lines().await,
        ["150.00", "900.00"].map(str::to_owned).into()
    );
    world.ok("undo_last", json!({})).await;
    assert!(lines().await.is_empty(), "taken back as one");
}
