//! Goals: what they count, how they go, and those of a service made one's own.

use serde_json::{Value, json};
use testkit::{World, bank};

/// An account that 200 are put into each month, and one with a sum that stands; today is 18 May 2026.
async fn with_savings() -> (World, String, String) {
    let world = World::with_book().await;
    let mut csv = String::from("Date,Payee,Amount\n2025-06-02,Opening,1000.00\n");
    for month in 7..=12 {
        csv.push_str(&format!("2025-{month:02}-03,Savings plan,200.00\n"));
    }
    for month in 1..=5 {
        csv.push_str(&format!("2026-{month:02}-03,Savings plan,200.00\n"));
    }
    let savings = world.import_csv_as("Savings", &csv).await;
    let jar = world
        .import_csv_as("Jar", "Date,Payee,Amount\n2026-01-02,Gift,500.01\n")
        .await;
    (world, savings, jar)
}

fn goal(name: &str, target: &str, due: Option<&str>, links: &[(&str, u32)]) -> Value {
    let links: Vec<Value> = links
        .iter()
        .map(|(account, percent)| json!({"account": account, "percent": percent}))
        .collect();
    json!({"goal": null, "name": name, "target": target, "currency": null, "due": due,
           "links": links, "envelope": null, "note": "", "adopts": null})
}

async fn page(world: &World) -> Value {
    world.ok("goals_get", json!({})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_counts_its_shares_and_says_when_it_is_reached() {
    let (world, savings, jar) = with_savings().await;
    world
        .ok(
            "goal_save",
            goal("Roof", "4000.00", Some("2026-12-31"), &[(&savings, 100)]),
        )
        .await;
    world
        .ok("goal_save", goal("Trip", "900.00", None, &[(&jar, 50)]))
        .await;
    let page = page(&world).await;
    let roof = &page["goals"][0];
    // 1000 at the start and eleven times 200.
    assert_eq!(roof["saved"]["amount"], "3200.00", "{roof}");
    assert_eq!(roof["missing"]["amount"], "800.00");
    assert_eq!(roof["percent"], 80);
    assert_eq!(roof["monthly"]["amount"], "100.00", "eight months are left");
    assert_eq!(roof["rate"]["amount"], "200.00");
    // The same each month: August is sure, and there is no range.
    for when in ["early", "likely", "late"] {
        assert_eq!(roof[when], "2026-08", "{roof}");
    }
    assert_eq!(
        (&roof["track"], &roof["chancePercent"]),
        (&json!("on"), &json!(100))
    );
    let history = roof["history"].as_array().unwrap();
    assert_eq!(history.len(), 13);
    assert_eq!(history.last().unwrap()["month"], "2026-05");
    assert_eq!(history.last().unwrap()["change"]["amount"], "200.00");
    let trip = &page["goals"][1];
    assert_eq!(trip["saved"]["amount"], "250.01", "half of 500.01, half up");
    assert_eq!(trip["track"], "undated");
    assert_eq!(page["saved"]["amount"], "3450.01");
    assert_eq!(page["monthly"]["amount"], "100.00");
    let free: Vec<(&str, u64)> = page["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["name"].as_str().unwrap(),
                one["freePercent"].as_u64().unwrap(),
            )
        })
        .collect();
    assert!(
        free.contains(&("Savings", 0)) && free.contains(&("Jar", 50)),
        "{free:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_at_its_field_and_changes_can_be_taken_back() {
    let (world, savings, jar) = with_savings().await;
    let refused = [
        (goal(" ", "1.00", None, &[(&jar, 100)]), "name"),
        (goal("A", "0.00", None, &[(&jar, 100)]), "target"),
        (goal("A", "-5.00", None, &[(&jar, 100)]), "target"),
        (goal("A", "5.001", None, &[(&jar, 100)]), "target"),
        (goal("A", "5.00", Some("2026-05-17"), &[(&jar, 100)]), "due"),
        (goal("A", "5.00", Some("2026-02-31"), &[(&jar, 100)]), "due"),
        (goal("A", "5.00", None, &[]), "links"),
        (goal("A", "5.00", None, &[(&jar, 0)]), "percent"),
        (goal("A", "5.00", None, &[(&jar, 101)]), "percent"),
        (goal("A", "5.00", None, &[(&jar, 50), (&jar, 50)]), "links"),
    ];
    for (request, field) in refused {
        let refused = world.refused_at("goal_save", request).await;
        assert_eq!(refused.0, field, "{refused:?}");
    }
    world
        .ok("goal_save", goal("A", "5.00", None, &[(&jar, 60)]))
        .await;
    // Another goal cannot count what this one does.
    let refused = world
        .refused_at("goal_save", goal("B", "5.00", None, &[(&jar, 41)]))
        .await;
    assert_eq!(refused.1, "over_claimed");
    let mut change = goal("A and more", "7.00", None, &[(&jar, 100), (&savings, 10)]);
    change["goal"] = json!("1");
    world.ok("goal_save", change).await;
    assert_eq!(page(&world).await["goals"][0]["name"], "A and more");
    world.ok("undo_last", json!({})).await;
    assert_eq!(page(&world).await["goals"][0]["name"], "A");
    world.ok("goal_remove", json!({"goal": "1"})).await;
    assert_eq!(page(&world).await["goals"], json!([]));
    world.ok("undo_last", json!({})).await;
    assert_eq!(page(&world).await["goals"].as_array().unwrap().len(), 1);
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_can_be_what_is_counted() {
    let (world, _, _) = with_savings().await;
    world
        .ok(
            "budget_plan_set",
            json!({"style": "envelopes", "startDay": 1, "savings": "0.00"}),
        )
        .await;
    let categories = world.ok("categories_list", json!({})).await;
    let travel = categories
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["kind"] == "expense")
        .unwrap()["id"]
        .clone();
    world
        .ok(
            "budget_save",
            json!({"budget": null, "name": "Travel", "categories": [travel], "accounts": [],
                   "tags": [], "payees": [], "span": "month", "length": null, "since": null,
                   "limit": "50.00", "from": "2026-02", "only": false, "surplus": true,
                   "overspending": false, "envelope": null, "warnAt": null}),
        )
        .await;
    let envelope = page(&world).await["envelopes"][0].clone();
    assert_eq!(
        envelope["left"]["amount"], "200.00",
        "four months of 50: {envelope}"
    );
    let mut request = goal("Trip", "300.00", Some("2026-06-30"), &[]);
    request["envelope"] = envelope["budget"].clone();
    world.ok("goal_save", request).await;
    let trip = page(&world).await["goals"][0].clone();
    assert_eq!(trip["saved"]["amount"], "200.00", "{trip}");
    assert_eq!(trip["envelopeName"], envelope["name"]);
    assert_eq!(trip["monthly"]["amount"], "50.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_of_a_service_is_made_ones_own_once() {
    let bank = bank().await;
    let world = World::with_book().await;
    world
        .link_some(&bank, |upstream| upstream == "wallet")
        .await;
    world.sync().await;
    let before = page(&world).await;
    let theirs = before["upstream"][0].clone();
    assert_eq!(theirs["adopted"], Value::Null, "{theirs}");
    let account = before["accounts"][0]["account"].clone();
    let request = json!({"goal": null, "name": theirs["name"], "target": theirs["target"]["amount"],
        "currency": theirs["target"]["currency"], "due": null,
        "links": [{"account": account, "percent": 25}], "envelope": null, "note": "",
        "adopts": theirs["id"]});
    world.ok("goal_save", request.clone()).await;
    let after = page(&world).await;
    assert_eq!(after["upstream"][0]["adopted"], "1");
    assert_eq!(after["goals"][0]["target"], theirs["target"]);
    assert_eq!(world.refused_at("goal_save", request).await.0, "adopts");
}
