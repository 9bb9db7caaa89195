//! What was learned: suggests, files by itself what it is sure of, says why, and is taught at once.

use serde_json::{Value, json};
use testkit::World;

async fn rows(world: &World, text: &str) -> Vec<Value> {
    let page = world
        .ok("transactions_page", json!({"text": text, "limit": 200}))
        .await;
    page["rows"].as_array().unwrap().clone()
}

async fn review(world: &World, show: &str) -> Value {
    world
        .ok("review_list", json!({"show": show, "limit": 50}))
        .await
}

fn group<'a>(list: &'a Value, payee: &str) -> &'a Value {
    let all = list["groups"].as_array().unwrap();
    all.iter()
        .find(|one| one["payee"] == payee)
        .unwrap_or_else(|| panic!("no {payee} in {list}"))
}

/// Thirty visits to bakeries and to a garage; the person filed all of them.
async fn taught() -> (World, String, String, Value) {
    let world = World::with_book().await;
    let mut csv = String::from("Date,Payee,Amount\n");
    for day in 1..=15 {
        csv.push_str(&format!(
            "2026-03-{day:02},Boulangerie Martin {day},-{}.20\n",
            3 + day % 4
        ));
        csv.push_str(&format!(
            "2026-04-{day:02},Garage Dupont {day},-{}.00\n",
            180 + day
        ));
    }
    world.import_csv(&csv, None).await;
    let (food, car) = (
        world.category("Groceries").await,
        world.category("Car maintenance").await,
    );
    for (payee, category) in [("boulangerie", &food), ("garage", &car)] {
        let ids: Vec<Value> = rows(&world, payee)
            .await
            .iter()
            .map(|row| row["id"].clone())
            .collect();
        assert_eq!(ids.len(), 15);
        world
            .ok(
                "transactions_update",
                json!({"ids": ids, "category": category}),
            )
            .await;
    }
    let account = rows(&world, "garage").await[0]["account"].clone();
    (world, food, car, account)
}

#[tokio::test(flavor = "multi_thread")]
async fn new_rows_are_filed_with_a_reason_and_can_be_taken_back() {
    let (world, food, _, account) = taught().await;
    let csv = "Date,Payee,Amount\n2026-05-09,BOULANGERIE MARTIN 99,-4.20\n";
    world.import_csv(csv, Some(&account)).await;
    let row = rows(&world, "martin 99").await[0].clone();
    assert_eq!(
        (&row["category"], &row["categorySource"]),
        (&json!(food), &json!("guess"))
    );
    let detail = world.ok("transaction_get", json!({"id": row["id"]})).await;
    assert!(
        detail["suggested"]["percent"].as_u64().unwrap() >= 90,
        "{detail}"
    );
    assert!(
        !detail["suggested"]["because"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let filed = review(&world, "filed").await;
    assert_eq!(
        group(&filed, "BOULANGERIE MARTIN 99")["suggestion"]["category"],
        food
    );

    let batches = world.ok("batches_list", json!({"limit": 5})).await;
    let batch = batches
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["label"] == "filed_new")
        .unwrap();
    assert_eq!(batch["origin"], "rule");
    world
        .ok("batch_undo", json!({"batch": batch["id"], "force": false}))
        .await;
    assert_eq!(rows(&world, "martin 99").await[0]["category"], Value::Null);
    assert_eq!(review(&world, "open").await["open"], 1);

    let done = world.ok("review_file", json!({})).await;
    assert_eq!(done["rows"], 1);
    world.ok("undo_last", json!({})).await;
    assert_eq!(rows(&world, "martin 99").await[0]["category"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn switched_off_it_suggests_and_files_nothing() {
    let (world, food, _, account) = taught().await;
    world.ok("settings_update", json!({"fileAbove": 0})).await;
    let csv = "Date,Payee,Amount\n2026-05-09,Boulangerie Martin 99,-4.20\n2026-05-10,Hotel Splendid,-310.00\n";
    world.import_csv(csv, Some(&account)).await;
    let open = review(&world, "open").await;
    assert_eq!((&open["open"], &open["filed"]), (&json!(2), &json!(0)));
    assert_eq!(
        open["groups"][0]["payee"], "Hotel Splendid",
        "most money first"
    );
    assert_eq!(
        group(&open, "Boulangerie Martin 99")["suggestion"]["category"],
        food
    );
    let refused = world.refused("review_file", json!({})).await;
    assert_eq!(refused, "invalid_request");
    assert_eq!(
        world
            .refused("settings_update", json!({"fileAbove": 20}))
            .await,
        "invalid_request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_go_first_and_a_correction_teaches_at_once() {
    let (world, _, car, account) = taught().await;
    let gifts = world.category("Gifts").await;
    let rule = json!({"name": "Cakes", "enabled": true, "actions": [{"act": "category", "value": gifts}],
        "tests": [{"field": "payee", "op": "contains", "values": ["boulangerie"]},
                  {"field": "amount", "op": "over", "values": ["20"]}]});
    world.ok("rule_save", json!({"rule": rule})).await;
    let ask = json!({"name": "Ask", "enabled": true, "actions": [{"act": "ask"}],
        "tests": [{"field": "payee", "op": "contains", "values": ["dupont 77"]}]});
    world.ok("rule_save", json!({"rule": ask})).await;
    let csv = "Date,Payee,Amount\n2026-05-09,Boulangerie Martin 98,-44.00\n2026-05-10,Garage Dupont 77,-190.00\n\
        2026-05-10,Zwirn und Faden,-21.00\n2026-05-11,Zwirn und Faden Nord,-23.00\n";
    world.import_csv(csv, Some(&account)).await;
    assert_eq!(rows(&world, "martin 98").await[0]["category"], gifts);
    let open = review(&world, "open").await;
    let asked = group(&open, "Garage Dupont 77");
    assert_eq!(
        (&asked["asked"], &asked["suggestion"]["category"]),
        (&json!(true), &json!(car))
    );
    assert_eq!(
        rows(&world, "dupont 77").await[0]["category"],
        Value::Null,
        "a rule left it for the person"
    );

    let clothing = world.category("Clothing").await;
    let ids = &group(&open, "Zwirn und Faden")["ids"];
    world
        .ok(
            "transactions_update",
            json!({"ids": ids, "category": clothing}),
        )
        .await;
    let after = review(&world, "open").await;
    assert_eq!(
        group(&after, "Zwirn und Faden Nord")["suggestion"]["category"],
        clothing
    );
    let again = review(&world, "open").await;
    assert_eq!(after, again, "looking changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_that_learned_little_files_nothing_by_itself() {
    let world = World::with_book().await;
    let csv = "Date,Payee,Amount\n2026-05-09,Netflix,-13.99\n2026-05-10,Shell Station,-60.00\n";
    world.import_csv(csv, None).await;
    let open = review(&world, "open").await;
    assert_eq!(
        (&open["open"], &open["filed"], &open["confirmed"]),
        (&json!(2), &json!(0), &json!(0))
    );
    let fuel = world.category("Fuel").await;
    assert_eq!(
        group(&open, "Shell Station")["suggestion"]["category"],
        fuel,
        "known names are known"
    );
    assert_eq!(world.ok("review_file", json!({})).await["rows"], 0);
}
