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

#[tokio::test(flavor = "multi_thread")]
async fn a_category_has_a_picture_and_is_a_need_or_a_want() {
    let world = World::with_book().await;
    let (rent, flights) = (found(&world, "Rent").await, found(&world, "Flights").await);
    assert_eq!(
        (&rent["icon"], &rent["need"]),
        (&json!("home"), &json!("need"))
    );
    assert_eq!(
        (&flights["icon"], &flights["need"]),
        (&json!("plane"), &json!("want"))
    );
    let made = world
        .ok(
            "category_create",
            json!({"name": "Sailing", "group": "Leisure", "kind": "expense"}),
        )
        .await;
    assert_eq!(made["icon"], "play", "its group's");
    assert_eq!(found(&world, "Sailing").await["need"], "neither");
    world
        .ok(
            "category_update",
            json!({"id": flights["id"], "icon": "globe", "need": "neither"}),
        )
        .await;
    let changed = found(&world, "Flights").await;
    assert_eq!(
        (&changed["icon"], &changed["need"]),
        (&json!("globe"), &json!("neither"))
    );
    world.ok("undo_last", json!({})).await;
    assert_eq!(found(&world, "Flights").await, flights);
    assert_eq!(
        world
            .refused(
                "category_update",
                json!({"id": flights["id"], "icon": "rocket"})
            )
            .await,
        "invalid_request"
    );
    // A group's word is that of its own.
    let leisure = group(&world, "Leisure").await["group"]["id"].clone();
    world
        .ok("category_update", json!({"id": leisure, "need": "need"}))
        .await;
    assert_eq!(found(&world, "Sailing").await["need"], "need");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_usual_in_a_country_is_added_once_and_taken_back() {
    let world = World::with_book().await;
    let before = chart(&world).await;
    let styles = world.ok("categories_styles", json!({})).await;
    let german = |styles: &Value| {
        styles
            .as_array()
            .unwrap()
            .iter()
            .find(|style| style["country"] == "DE")
            .unwrap()["adds"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(german(&styles), 10);
    let change = world
        .ok("categories_style_add", json!({"country": "de"}))
        .await;
    assert_eq!(change["rows"], 10);
    let fee = found(&world, "Broadcasting fee (Rundfunkbeitrag)").await;
    assert_eq!(
        (&fee["icon"], &fee["need"], &fee["known"]),
        (&json!("play"), &json!("need"), &json!(true))
    );
    let now = world.ok("categories_styles", json!({})).await;
    assert_eq!(german(&now), 0, "nothing is left to add");
    world.ok("undo_last", json!({})).await;
    assert_eq!(chart(&world).await, before);
    assert_eq!(
        world
            .refused("categories_style_add", json!({"country": "XX"}))
            .await,
        "not_found"
    );
}

/// The place of a service's category, by its name there.
async fn place(world: &World, connection: &str, name: &str) -> Value {
    world
        .ok("source_categories", json!({"id": connection}))
        .await
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == name)
        .unwrap()
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_services_category_stands_where_the_person_puts_it() {
    let world = World::with_book().await;
    let bank = testkit::bank().await;
    let id = world.link_some(&bank, |one| one == "finwise").await[0].clone();
    world.sync().await;
    let all = world.ok("source_categories", json!({"id": id})).await;
    let most = all
        .as_array()
        .unwrap()
        .iter()
        .max_by_key(|one| one["filed"].as_u64())
        .unwrap()
        .clone();
    assert!(most["filed"].as_u64().unwrap() > 50, "{most}");
    assert_eq!(most["chosen"], false);
    let name = most["name"].as_str().unwrap();
    let pets = found(&world, "Pets").await["id"].clone();
    let rows = |category: Value| {
        let world = &world;
        async move {
            world
                .ok(
                    "transactions_page",
                    json!({"text": "", "limit": 1, "category": category}),
                )
                .await["total"]
                .as_u64()
                .unwrap()
        }
    };
    // One row that the person filed stays where it is.
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "", "limit": 1, "category": most["category"]}),
        )
        .await;
    let own = page["rows"][0]["id"].clone();
    let taxi = found(&world, "Taxi and ride share").await["id"].clone();
    world
        .ok(
            "transactions_update",
            json!({"ids": [own], "category": taxi}),
        )
        .await;

    let filed = place(&world, &id, name).await["filed"].as_u64().unwrap();
    let (there, pets_before) = (
        rows(most["category"].clone()).await,
        rows(pets.clone()).await,
    );

    let change = world
        .ok(
            "source_category_place",
            json!({"connection": id, "id": most["id"], "into": pets}),
        )
        .await;
    assert_eq!(change["rows"].as_u64().unwrap(), filed);
    let placed = place(&world, &id, name).await;
    assert_eq!(
        (&placed["category"], &placed["chosen"]),
        (&pets, &json!(true))
    );
    assert_eq!(rows(pets.clone()).await, pets_before + filed);
    assert_eq!(rows(most["category"].clone()).await, there - filed);

    // What comes later goes there too, and a sync from the start changes nothing.
    world.sync().await;
    assert_eq!(rows(pets.clone()).await, pets_before + filed);

    // Out of the chart: nobody filed them.
    world
        .ok(
            "source_category_place",
            json!({"connection": id, "id": most["id"], "into": null}),
        )
        .await;
    assert_eq!(rows(pets.clone()).await, pets_before);
    assert_eq!(place(&world, &id, name).await["category"], Value::Null);
    world.sync().await;
    assert_eq!(rows(pets.clone()).await, pets_before);

    world.ok("undo_last", json!({})).await;
    assert_eq!(rows(pets.clone()).await, pets_before + filed);
    world.ok("undo_last", json!({})).await;
    assert_eq!(place(&world, &id, name).await["chosen"], false);
    let row = world.ok("transaction_get", json!({"id": own})).await;
    assert_eq!(row["row"]["category"], taxi, "the person's word");
    assert_eq!(rows(most["category"].clone()).await, there);
    assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);
}
