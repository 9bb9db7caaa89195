//! Payees: names given to the texts of banks, learned for what comes, merged, taken back; and the page of one.

use serde_json::{Value, json};
use testkit::World;

const MAY: &str = "Date,Payee,Amount,Currency\n\
    2026-05-02,CARTE 01/05 HARBOUR BOOKS 4471 BREST,-12.00,EUR\n\
    2026-05-03,CB HARBOUR BOOKS 0021 LYON,-30.50,EUR\n\
    2026-05-04,Harbour cafe,-4.20,EUR\n\
    2026-05-05,LANDLORD,-900.00,EUR\n";
const JUNE: &str = "Date,Payee,Amount,Currency\n\
    2026-05-11,CB HARBOUR BOOKS 7745 LILLE 10/05,-8.00,EUR\n\
    2026-05-12,CB NIGHT OWL BAR 3321 PARIS 11/05,-19.00,EUR\n";

async fn payees(world: &World) -> Vec<String> {
    let page = world
        .ok("payees_page", json!({"order": "name", "limit": 100}))
        .await;
    let lines = page["payees"].as_array().unwrap();
    assert_eq!(page["total"], lines.len());
    lines
        .iter()
        .map(|line| format!("{} {}", line["name"].as_str().unwrap(), line["count"]))
        .collect()
}

async fn listed(world: &World, text: &str) -> Value {
    world
        .ok("transactions_page", json!({"text": text, "limit": 50}))
        .await
}

async fn row(world: &World, text: &str) -> Value {
    listed(world, text).await["rows"][0]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_given_to_one_row_is_offered_for_the_others_and_kept_for_those_to_come() {
    let world = World::with_book().await;
    world.import_csv(MAY, None).await;
    let account = world.account("Everyday").await;
    let first = row(&world, "brest").await;
    assert_eq!(
        world.ok("payee_offer", json!({"id": first})).await,
        json!([])
    );
    let by_hand = row(&world, "lyon").await;
    let edit = json!({"ids": [by_hand], "payee": "A present"});
    world.ok("transactions_update", edit).await;
    let edit = json!({"ids": [first], "payee": "The bookshop"});
    world.ok("transactions_update", edit).await;

    // Nothing else came with that text: the row that was renamed by hand is its own.
    let offer = world.ok("payee_offer", json!({"id": first})).await[0].clone();
    assert_eq!(
        (&offer["text"], &offer["name"], &offer["rows"]),
        (&json!("Harbour Books"), &json!("The bookshop"), &json!(0))
    );
    let taken = world.ok("payee_take", json!({"id": first})).await;
    assert_eq!(
        world.ok("payee_offer", json!({"id": first})).await,
        json!([])
    );

    // What comes has the name at once, and is found by it and by the bank's text.
    world.import_csv(JUNE, Some(&json!(account))).await;
    let renamed = [
        "A present 1",
        "CB NIGHT OWL BAR 3321 PARIS 11/05 1",
        "Harbour cafe 1",
        "LANDLORD 1",
        "The bookshop 2",
    ];
    assert_eq!(payees(&world).await, renamed);
    assert_eq!(
        listed(&world, "lille").await["rows"][0]["payee"],
        "The bookshop"
    );
    let renames = world.ok("payee_renames", json!({})).await;
    assert_eq!(
        (
            &renames[0]["text"],
            &renames[0]["name"],
            &renames[0]["rows"]
        ),
        (&json!("Harbour Books"), &json!("The bookshop"), &json!(1))
    );

    // Taken away it shows the bank's text again; undone it is back.
    let key = json!({"key": renames[0]["key"]});
    let gone = world.ok("payee_rename_remove", key.clone()).await;
    assert_eq!(world.ok("payee_renames", json!({})).await, json!([]));
    let raw = listed(&world, "lille").await["rows"][0]["payee"].clone();
    assert_eq!(raw, "CB HARBOUR BOOKS 7745 LILLE 10/05");
    assert!(world.call("payee_rename_remove", key).await.is_err());
    world
        .ok(
            "batch_undo",
            json!({"batch": gone["batch"], "force": false}),
        )
        .await;
    assert_eq!(payees(&world).await, renamed);
    assert!(taken["batch"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn payees_become_one_and_are_taken_apart_again() {
    let world = World::with_book().await;
    world.import_csv(MAY, None).await;
    let before = payees(&world).await;
    let names = json!([
        "CARTE 01/05 HARBOUR BOOKS 4471 BREST",
        "CB HARBOUR BOOKS 0021 LYON",
        "Harbour cafe"
    ]);
    let merged = world
        .ok(
            "payees_rename",
            json!({"names": names, "name": " Harbour "}),
        )
        .await;
    assert_eq!(
        (&merged["rows"], &merged["label"]),
        (&json!(3), &json!("payees_merged"))
    );
    assert_eq!(payees(&world).await, ["Harbour 3", "LANDLORD 1"]);

    let page = world.ok("payee_get", json!({"name": "Harbour"})).await;
    assert_eq!(
        (&page["count"], &page["textsTotal"]),
        (&json!(3), &json!(3))
    );
    assert_eq!(page["sum"]["amount"], "-46.70");
    assert_eq!(page["average"]["amount"], "-15.57");
    assert_eq!(
        (&page["first"], &page["last"]),
        (&json!("2026-05-02"), &json!("2026-05-04"))
    );
    assert_eq!(page["categories"], json!([{"id": null, "count": 3}]));
    // Its rows in the list are the same rows with the same sum.
    let rows = listed(&world, page["search"].as_str().unwrap()).await;
    assert_eq!(
        (&rows["total"], &rows["sum"]["amount"]),
        (&json!(3), &json!("-46.70"))
    );
    assert_eq!(listed(&world, "payee:\"=Harb\"").await["total"], 0);
    assert_eq!(listed(&world, "-payee:\"=Harbour\"").await["total"], 1);

    // Renamed as a whole, it keeps what it stands for.
    world
        .ok(
            "payees_rename",
            json!({"names": ["Harbour"], "name": "The harbour"}),
        )
        .await;
    assert_eq!(payees(&world).await, ["LANDLORD 1", "The harbour 3"]);
    for _ in 0..2 {
        world.ok("undo_last", json!({})).await;
    }
    assert_eq!(payees(&world).await, before);
    assert_eq!(world.ok("payee_renames", json!({})).await, json!([]));
    let blank = world
        .refused_at("payees_rename", json!({"names": names, "name": " "}))
        .await;
    assert_eq!(blank, ("name".to_owned(), "empty".to_owned()));
    let unknown = json!({"names": ["Nobody"], "name": "Somebody"});
    assert!(world.call("payees_rename", unknown).await.is_err());
    assert!(
        world
            .call("payee_get", json!({"name": "Nobody"}))
            .await
            .is_err()
    );
    assert_eq!(
        world.ok("book_verify", json!({})).await["findings"],
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_of_banks_are_read_as_plain_names_now_and_from_now_on() {
    let world = World::with_book().await;
    world.import_csv(MAY, None).await;
    let account = world.account("Everyday").await;
    let seen = world.ok("payees_tidy", json!({})).await;
    assert_eq!(
        (&seen["ongoing"], &seen["texts"], &seen["names"]),
        (&json!(false), &json!(3), &json!(2))
    );
    assert_eq!(
        (&seen["groups"][0]["name"], &seen["groups"][0]["texts"]),
        (&json!("Harbour Books"), &json!(2))
    );
    let one = json!({"names": ["Harbour Books"], "ongoing": true});
    let done = world.ok("payees_tidy_take", one).await;
    assert_eq!(done["rows"], 2);
    world.import_csv(JUNE, Some(&json!(account))).await;
    let tidy = [
        "Harbour Books 3",
        "Harbour cafe 1",
        "LANDLORD 1",
        "Night Owl Bar 1",
    ];
    assert_eq!(payees(&world).await, tidy);
    // What the bank wrote is still what search finds.
    assert_eq!(listed(&world, "3321").await["total"], 1);
    world
        .ok("payees_tidy_take", json!({"ongoing": false}))
        .await;
    assert_eq!(payees(&world).await[2], "Landlord 1");
    assert_eq!(world.ok("payees_tidy", json!({})).await["texts"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn payees_are_found_and_put_in_order() {
    let world = World::with_book().await;
    world.import_csv(MAY, None).await;
    let ask = |text: &str, order: &str| json!({"text": text, "order": order, "limit": 2});
    let names = |page: Value| -> Vec<String> {
        let lines = page["payees"].as_array().unwrap().clone();
        lines
            .iter()
            .map(|line| line["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let most = names(world.ok("payees_page", ask("", "amount")).await);
    assert_eq!(most, ["LANDLORD", "CB HARBOUR BOOKS 0021 LYON"]);
    let newest = names(world.ok("payees_page", ask("", "newest")).await);
    assert_eq!(newest, ["LANDLORD", "Harbour cafe"]);
    let found = world.ok("payees_page", ask("Hárbour", "name")).await;
    assert_eq!(found["total"], 3);
    let drawn = world
        .ok(
            "chart_render",
            json!({"kind": "payee", "payee": "LANDLORD", "width": 600, "height": 200,
        "compact": false, "format": format()}),
        )
        .await;
    assert_eq!(drawn["empty"], false);
    assert_eq!(drawn["points"].as_array().unwrap().len(), 24);
}

fn format() -> Value {
    serde_json::to_value(app::english_labels("EUR")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_account_is_no_payee_unless_somebody_looks_for_it() {
    let world = World::with_book().await;
    let head = "Date,Payee,Amount\n";
    let everyday =
        format!("{head}2026-05-02,Transfer to savings,-300.00\n2026-05-04,Landlord,-900.00\n");
    world.import_csv_as("Everyday", &everyday).await;
    let savings = format!("{head}2026-05-02,Transfer from everyday,300.00\n");
    world.import_csv_as("Rainy day", &savings).await;
    assert_eq!(payees(&world).await, ["Landlord 1"]);
    let ask = json!({"order": "name", "limit": 100, "text": "savings"});
    let found = world.ok("payees_page", ask).await;
    assert_eq!(found["payees"][0]["name"], "Transfer to savings", "{found}");
}
