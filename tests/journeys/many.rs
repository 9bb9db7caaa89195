//! Many rows changed at once: looked at first, done as one batch, taken back whole.

use serde_json::{Value, json};
use testkit::World;

async fn rows(world: &World) -> Value {
    let text = "Date,Payee,Amount,Currency\n2026-05-02,CORNER MARKET,-12.00,EUR\n\
                2026-05-03,CORNER MARKET,-30.50,EUR\n2026-05-04,LANDLORD,-900.00,EUR\n\
                2026-05-05,Corner café,-4.20,EUR\n";
    world.import_csv(text, None).await;
    listed(world, "").await["rows"].clone()
}

async fn listed(world: &World, text: &str) -> Value {
    world
        .ok("transactions_page", json!({"text": text, "limit": 50}))
        .await
}

fn id(rows: &Value, payee: &str) -> Value {
    let rows = rows.as_array().unwrap();
    let row = rows.iter().find(|row| row["payee"] == payee).unwrap();
    row["id"].clone()
}

async fn reason(world: &World, name: &str, request: Value) -> String {
    match world.call(name, request).await.unwrap_err().code {
        contract::ErrorCode::InvalidRequest { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_search_is_changed_as_one_batch_after_a_look() {
    let world = World::with_book().await;
    rows(&world).await;
    let food = world.category("Groceries").await;
    let ask = json!({
        "rows": {"text": "corner"},
        "change": {"category": food, "note": "weekly", "addTags": ["home", " food "]},
    });
    let seen = world.ok("rows_preview", ask.clone()).await;
    assert_eq!(
        (&seen["rows"], &seen["changing"], &seen["split"]),
        (&json!(3), &json!(3), &json!(0))
    );
    let first = &seen["sample"][0];
    assert_eq!(first["payee"], "Corner café");
    let told: Vec<(String, Value, Value)> = (first["fields"].as_array().unwrap().iter())
        .map(|field| {
            let name = field["field"].as_str().unwrap().to_owned();
            (name, field["before"].clone(), field["after"].clone())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("category".to_owned(), Value::Null, json!("Groceries")),
            ("note".to_owned(), Value::Null, json!("weekly")),
            ("tags".to_owned(), Value::Null, json!("food, home")),
        ]
    );
    // Looking changes nothing.
    assert_eq!(listed(&world, "tag:home").await["total"], 0);

    let mut wrong = ask.clone();
    wrong["expected"] = json!(2);
    assert_eq!(
        reason(&world, "rows_edit", wrong).await,
        "changed_meanwhile"
    );
    assert_eq!(listed(&world, "tag:home").await["total"], 0);

    let mut right = ask;
    right["expected"] = json!(3);
    let done = world.ok("rows_edit", right.clone()).await;
    assert_eq!(done["rows"], 3);
    let found = listed(&world, "tag:home").await;
    assert_eq!(found["total"], 3);
    assert!(
        found["rows"].as_array().unwrap().iter().all(|row| {
            row["category"] == food
                && row["categorySource"] == "person"
                && row["note"] == "weekly"
                && row["tags"] == json!(["food", "home"])
        }),
        "{found}"
    );
    // The same again changes nothing.
    right["expected"] = Value::Null;
    let again = world.ok("rows_edit", right).await;
    assert_eq!((&again["rows"], &again["batch"]), (&json!(0), &Value::Null));

    let some = json!({
        "rows": {"ids": [id(&found["rows"], "Corner café")]},
        "change": {"removeTags": ["food"], "excluded": true, "payee": "Café am Eck"},
    });
    world.ok("rows_edit", some).await;
    let one = listed(&world, "eck").await["rows"][0].clone();
    assert_eq!(one["tags"], json!(["home"]));
    assert_eq!(one["excluded"], true);

    world.ok("undo_last", json!({})).await;
    world.ok("undo_last", json!({})).await;
    assert_eq!(listed(&world, "tag:home").await["total"], 0);
    assert_eq!(listed(&world, "is:uncategorised").await["total"], 4);
    let report = world.ok("book_verify", json!({})).await;
    assert_eq!(report["ok"], true, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reviewing_keeps_the_category_and_makes_it_the_persons_word() {
    let world = World::with_book().await;
    let rows = rows(&world).await;
    let food = world.category("Groceries").await;
    let market = id(&rows, "CORNER MARKET");
    // The second row of the payee is filed as the first was, by itself, once it comes in.
    world
        .ok(
            "transactions_update",
            json!({"ids": [market], "category": food}),
        )
        .await;
    let text = "Date,Payee,Amount,Currency\n2026-05-12,CORNER MARKET,-9.00,EUR\n";
    world.import_csv(text, None).await;
    let by = |source: &str| {
        let source = source.to_owned();
        let world = &world;
        async move {
            let all = listed(world, "").await;
            let rows = all["rows"].as_array().unwrap().clone();
            rows.iter()
                .filter(|row| row["categorySource"] == source.as_str())
                .count()
        }
    };
    assert_eq!((by("person").await, by("rule").await), (1, 1));
    let ask = json!({"rows": {"ids": null, "text": "corner"}, "change": {"reviewed": true}});
    let seen = world.ok("rows_preview", ask.clone()).await;
    // The row nobody filed has nothing to be confirmed.
    assert_eq!(seen["changing"], 1, "{seen}");
    assert_eq!(seen["sample"][0]["fields"][0]["field"], "reviewed");
    assert_eq!(seen["sample"][0]["fields"][0]["after"], "Groceries");
    world.ok("rows_edit", ask).await;
    assert_eq!((by("person").await, by("rule").await), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_and_no_rows_are_no_rows() {
    let world = World::with_book().await;
    rows(&world).await;
    let ask = |change: Value| json!({"rows": {"ids": ["1"]}, "change": change, "expected": null});
    assert_eq!(
        reason(&world, "rows_edit", ask(json!({"payee": "  "}))).await,
        "empty"
    );
    assert_eq!(
        reason(
            &world,
            "rows_edit",
            ask(json!({"addTags": ["a"], "removeTags": ["a"]}))
        )
        .await,
        "both"
    );
    // An empty list is no row, not every row.
    let none = json!({"rows": {"ids": []}, "change": {"note": "x"}});
    let done = world.ok("rows_edit", none).await;
    assert_eq!(done["rows"], 0);
    assert_eq!(listed(&world, "x").await["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_records_of_one_payment_are_found_made_one_and_parted_again() {
    let world = World::with_book().await;
    let rows = rows(&world).await;
    let landlord = id(&rows, "LANDLORD");
    let account = rows[0]["account"].clone();
    let entered = world
        .ok(
            "transaction_add",
            json!({"account": account, "date": "2026-05-03", "amount": "-900.00", "payee": "Landlord",
                   "note": "May rent"}),
        )
        .await["id"]
        .clone();
    let found = listed(&world, "is:duplicate?").await;
    assert_eq!(found["total"], 2, "{found}");
    assert_eq!(listed(&world, "-is:duplicate?").await["total"], 3);
    let detail = world.ok("transaction_get", json!({"id": landlord})).await;
    assert_eq!(detail["duplicates"][0]["id"], entered);

    let pair = json!({"a": landlord, "b": entered});
    let look = world.ok("merge_preview", pair.clone()).await;
    assert_eq!(look["refused"], Value::Null);
    assert_eq!(
        (&look["keep"]["id"], &look["why"]),
        (&landlord, &json!("first"))
    );
    assert_eq!(look["dropSources"][0]["kind"], "hand");
    let merge = json!({"keep": look["keep"]["id"], "drop": look["drop"]["id"]});
    world.ok("transactions_merge", merge.clone()).await;
    assert_eq!(listed(&world, "").await["total"], 4);
    assert_eq!(listed(&world, "is:duplicate?").await["total"], 0);
    let detail = world.ok("transaction_get", json!({"id": landlord})).await;
    assert_eq!(detail["row"]["note"], "May rent");
    assert_eq!(detail["merged"][0]["id"], entered);
    // Both sources are there to be seen.
    assert_eq!(detail["sources"].as_array().unwrap().len(), 2, "{detail}");

    world
        .ok("transaction_unmerge", json!({"id": entered}))
        .await;
    assert_eq!(listed(&world, "").await["total"], 5);
    world.ok("undo_last", json!({})).await;
    world.ok("undo_last", json!({})).await;
    assert_eq!(listed(&world, "is:duplicate?").await["total"], 2);

    // Called two payments they are not asked about again.
    world.ok("duplicate_decline", pair.clone()).await;
    assert_eq!(listed(&world, "is:duplicate?").await["total"], 0);
    let report = world.ok("book_verify", json!({})).await;
    assert_eq!(report["ok"], true, "{report}");
    let other = json!({"keep": landlord, "drop": id(&rows, "Corner café")});
    assert_eq!(
        reason(&world, "transactions_merge", other).await,
        "merge_of_amounts"
    );
}
