//! The chart of categories: changed, merged with what names it, and what services bring into it.

use serde_json::{Value, json};
use testkit::World;

async fn chart(world: &World) -> Vec<Value> {
    world
        .ok("categories_chart", json!({}))
        .await
        .as_array()
        .unwrap()
        .clone()
}

async fn found(world: &World, name: &str) -> Value {
    chart(world)
        .await
        .iter()
        .flat_map(|one| one["members"].as_array().unwrap().clone())
        .find(|one| one["name"] == name)
        .unwrap()
}

async fn group(world: &World, name: &str) -> Value {
    chart(world)
        .await
        .into_iter()
        .find(|one| one["group"]["name"] == name)
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn categories_are_renamed_moved_hidden_and_taken_back() {
    let world = World::with_book().await;
    let coffee = found(&world, "Coffee and snacks").await["id"].clone();
    let leisure = group(&world, "Leisure").await["group"]["id"].clone();
    world
        .ok(
            "category_update",
            json!({"id": coffee, "name": "Cafés", "group": leisure}),
        )
        .await;
    let members = group(&world, "Leisure").await["members"].clone();
    assert!(
        members
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["name"] == "Cafés")
    );
    world
        .ok("category_update", json!({"id": coffee, "hidden": true}))
        .await;
    let offered = world.ok("categories_list", json!({})).await;
    assert!(
        offered
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["id"] != coffee),
        "hidden is not offered"
    );
    world.ok("undo_last", json!({})).await;
    world.ok("undo_last", json!({})).await;
    assert_eq!(found(&world, "Coffee and snacks").await["hidden"], false);

    world
        .ok(
            "category_update",
            json!({"id": leisure, "kind": "income", "slot": 3}),
        )
        .await;
    for member in group(&world, "Leisure").await["members"]
        .as_array()
        .unwrap()
    {
        assert_eq!(
            (&member["kind"], &member["slot"]),
            (&json!("income"), &json!(3)),
            "with its group"
        );
    }
    for wrong in [
        json!({"id": coffee, "name": " "}),
        json!({"id": coffee, "slot": 9}),
        json!({"id": coffee, "name": "Groceries"}),
        json!({"id": leisure, "group": leisure}),
    ] {
        assert_eq!(
            world.refused("category_update", wrong).await,
            "invalid_request"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_have_names_of_their_own_and_earnings_are_income_whatever_a_service_leaves_out() {
    let world = World::with_book().await;
    let bank = testkit::bank().await;
    world.link(&bank).await;
    world.sync().await;
    let chart = chart(&world).await;
    let mut names: Vec<String> = chart
        .iter()
        .map(|one| one["group"]["name"].as_str().unwrap().to_lowercase())
        .collect();
    names.sort_unstable();
    let before = names.len();
    names.dedup();
    assert_eq!(names.len(), before, "{names:?}");
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "", "limit": 500, "filter": "income"}),
        )
        .await;
    let all: Vec<&Value> = chart
        .iter()
        .flat_map(|one| {
            one["members"]
                .as_array()
                .unwrap()
                .iter()
                .chain([&one["group"]])
        })
        .collect();
    for row in page["rows"].as_array().unwrap() {
        let Some(category) = all.iter().find(|one| one["id"] == row["category"]) else {
            continue;
        };
        if category["name"] == "Freelance" {
            assert_eq!(category["kind"], "income", "{row}");
        }
    }
}
