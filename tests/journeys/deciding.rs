//! Rows of a preview: looked for, decided one by one and many at once, linked, and history behind a sync.

use serde_json::{Value, json};
use testkit::World;

const HEAD: &str = "date,payee,amount\n";

async fn offered(world: &World, name: &str, content: &str) -> Value {
    world.will_pick(vec![world.file(name, content.as_bytes())]);
    world.ok("import_pick", json!({})).await[0]["token"].clone()
}

async fn preview(world: &World, name: &str, content: &str, account: Option<&Value>) -> Value {
    let token = offered(world, name, content).await;
    let into = match account {
        Some(id) => json!([{"statement": 0, "account": id}]),
        None => json!([{"statement": 0, "newName": "Current", "currency": "EUR"}]),
    };
    let files = json!([{"token": token, "accounts": into}]);
    world.ok("import_preview", json!({"files": files})).await
}

fn rows_of(shown: &Value, show: &str, text: &str, many: &Value, choices: &Value) -> Value {
    json!({"preview": shown["id"], "token": shown["files"][0]["token"], "statement": 0, "show": show,
        "text": text, "from": 0, "limit": 50, "many": many, "choices": choices})
}

/// Three hundred rows of two payees, more than a preview shows.
fn long() -> String {
    let mut text = HEAD.to_owned();
    for row in 0..300 {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 1, 2).unwrap() + chrono::Days::new(row);
        let payee = if row % 3 == 0 { "Kiosk Nord" } else { "Market" };
        text.push_str(&format!("{day},{payee},-1.{:02}\n", row % 100));
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_rows_of_a_long_file_are_told_from_its_beginning() {
    let world = World::with_book().await;
    let mut text = HEAD.to_owned();
    for row in 0..40_000 {
        text.push_str(&format!(
            "2025-01-{:02},Market,-1.{:02}\n",
            row % 28 + 1,
            row % 100
        ));
    }
    let token = offered(&world, "years.csv", &text).await;
    let seen = world.ok("import_glance", json!({"token": token})).await;
    assert_eq!(seen["more"], true);
    assert_eq!(seen["format"], "csv");
    let rows = seen["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 20);
    assert_eq!(rows[1]["line"], 3);
    assert_eq!(rows[1]["date"], "2025-01-02");
    assert_eq!(rows[1]["payee"], "Market");
    assert_eq!(
        rows[1]["amount"],
        json!({"amount": "-1.01", "currency": "EUR"})
    );

    let short = format!("{HEAD}2025-01-02,Kiosk,-3.00\n2025-01-03,Kiosk,-4.00\n");
    let token = offered(&world, "short.csv", &short).await;
    let seen = world.ok("import_glance", json!({"token": token})).await;
    assert_eq!(seen["more"], false);
    assert_eq!(seen["rows"].as_array().unwrap().len(), 2);

    // Whether the day or the month stands first is asked once the whole file was looked at.
    let open = format!("{HEAD}01/02/2025,Kiosk,-3.00\n02/03/2025,Kiosk,-4.00\n");
    let token = offered(&world, "open.csv", &open).await;
    let seen = world.ok("import_glance", json!({"token": token})).await;
    assert_eq!(seen["rows"], json!([]), "{seen}");

    let token = offered(&world, "odd.bin", "no bank file").await;
    let seen = world.ok("import_glance", json!({"token": token})).await;
    assert_eq!(seen["rows"], json!([]));
    assert_eq!(seen["format"], "");
    assert_eq!(
        world
            .refused("import_glance", json!({"token": "gone"}))
            .await,
        "not_found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_beyond_those_shown_are_found_and_decided_together() {
    let world = World::with_book().await;
    let shown = preview(&world, "long.csv", &long(), None).await;
    let statement = &shown["files"][0]["statements"][0];
    assert_eq!(statement["new"], 300);
    assert_eq!(statement["rows"].as_array().unwrap().len(), 200);
    let none = json!([]);
    let kiosk = world
        .ok("import_rows", rows_of(&shown, "all", "kiosk", &none, &none))
        .await;
    assert_eq!(kiosk["total"], 100, "{kiosk}");
    assert_eq!(kiosk["rows"].as_array().unwrap().len(), 50);
    assert_eq!(kiosk["adding"], 300);
    assert_eq!(kiosk["balanceAfter"], statement["balanceAfter"]);

    let token = &shown["files"][0]["token"];
    let many =
        json!([{"token": token, "statement": 0, "show": "all", "text": "KIOSK", "choice": "skip"}]);
    // One of them has the last word.
    let choices = json!([{"token": token, "statement": 0, "row": 299, "choice": "skip"},
        {"token": token, "statement": 0, "row": 0, "choice": "add"}]);
    let after = world
        .ok("import_rows", rows_of(&shown, "all", "", &many, &choices))
        .await;
    assert_eq!(after["adding"], 200, "{}", after["sum"]);
    assert_eq!(after["leaving"], 100);
    assert_eq!(after["rows"][0]["choice"], "add");
    assert_eq!(after["rows"][3]["choice"], "skip");
    let request = json!({"preview": shown["id"], "choices": choices, "many": many});
    let done = world.ok("import_commit", request).await;
    let taken = &done["files"][0]["accounts"][0];
    assert_eq!((&taken["new"], &taken["left"]), (&json!(200), &json!(100)));
    let list = world.ok("accounts_list", json!({})).await;
    assert_eq!(
        list["groups"][0]["accounts"][0]["balance"], after["balanceAfter"],
        "what was promised"
    );
    let gone = rows_of(&shown, "all", "", &json!([]), &json!([]));
    assert_eq!(world.refused("import_rows", gone).await, "preview_expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_an_entry_of_the_persons_says_so_with_its_score_and_becomes_one_with_it() {
    let world = World::with_book().await;
    let first = format!("{HEAD}2026-05-02,Market,-10.00\n2026-05-16,Kiosk,-2.00\n");
    let shown = preview(&world, "one.csv", &first, None).await;
    let request = json!({"preview": shown["id"], "choices": []});
    let done = world.ok("import_commit", request).await;
    let account = done["files"][0]["accounts"][0]["id"].clone();
    let entry = json!({"account": account, "date": "2026-05-10", "payee": "Stadtwerke", "amount": "-61.20"});
    world.ok("transaction_add", entry).await;

    let second = format!("{HEAD}2026-05-12,Stadtwerke Auen,-61.20\n2026-05-14,Museum,-9.00\n");
    let shown = preview(&world, "two.csv", &second, Some(&account)).await;
    let rows = &shown["files"][0]["statements"][0]["rows"];
    assert_eq!(rows[0]["verdict"], "matched", "{rows}");
    assert_eq!(rows[0]["reason"], "near_date");
    assert_eq!(rows[0]["choice"], "link");
    assert!(rows[0]["score"].as_u64().unwrap() >= 50);
    let request = json!({"preview": shown["id"], "choices": []});
    world.ok("import_commit", request).await;
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "stadtwerke", "limit": 5}),
        )
        .await;
    assert_eq!(page["total"], 1, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_leg_of_a_transfer_is_named_before_it_is_paired() {
    let world = World::with_book().await;
    let first = format!("{HEAD}2026-05-02,Transfer to savings,-100.00\n");
    let shown = preview(&world, "one.csv", &first, None).await;
    let request = json!({"preview": shown["id"], "choices": []});
    world.ok("import_commit", request).await;
    let token = offered(
        &world,
        "two.csv",
        &format!("{HEAD}2026-05-03,Transfer from current,100.00\n"),
    )
    .await;
    let into = json!([{"statement": 0, "newName": "Savings", "currency": "EUR"}]);
    let files = json!([{"token": token, "accounts": into, "template": ""}]);
    let shown = world.ok("import_preview", json!({"files": files})).await;
    let row = &shown["files"][0]["statements"][0]["rows"][0];
    assert_eq!(row["transfer"], "Current, 2026-05-02", "{row}");
    let request = json!({"preview": shown["id"], "choices": []});
    world.ok("import_commit", request).await;
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 5}))
        .await;
    for row in page["rows"].as_array().unwrap() {
        assert_ne!(row["transferWith"], Value::Null, "{row}");
    }
}

/// Rows of an account, newest first.
async fn rows(world: &World, account: &Value) -> Vec<Value> {
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 500}))
        .await;
    let all = page["rows"].as_array().unwrap();
    all.iter()
        .filter(|row| row["account"] == *account)
        .cloned()
        .collect()
}

async fn balance(world: &World, account: &Value) -> Value {
    let list = world.ok("accounts_list", json!({})).await;
    let groups = list["groups"].as_array().unwrap().iter();
    let mut all = groups.flat_map(|group| group["accounts"].as_array().unwrap());
    all.find(|one| one["id"] == *account).unwrap()["balance"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn older_history_goes_behind_a_sync_and_what_the_sync_owns_stays() {
    let world = World::with_book().await;
    let bank = testkit::bank().await;
    world.link(&bank).await;
    world.sync().await;
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 500}))
        .await;
    let newest = &page["rows"][0];
    let account = newest["account"].clone();
    let currency = newest["amount"]["currency"].as_str().unwrap();
    let before = rows(&world, &account).await;
    let held = balance(&world, &account).await;
    let last = before[0]["date"].as_str().unwrap();
    let last = chrono::NaiveDate::parse_from_str(last, "%Y-%m-%d").unwrap();
    // Inside the days of the sync, one row that it has and one that it has not; and two of years ago.
    let known = before
        .iter()
        .find(|row| {
            row["date"].as_str().unwrap() < last.to_string().as_str() && row["status"] != "pending"
        })
        .unwrap();
    let inside = known["date"].as_str().unwrap();
    let csv = format!(
        "date,payee,amount,currency\n2009-01-05,Old landlord,-400.00,{currency}\n2009-02-05,Old landlord,-400.00,{currency}\n         {inside},{},{},{currency}\n{inside},Nobody of the sync,-77.77,{currency}\n",
        known["payee"].as_str().unwrap().replace(',', " "),
        known["amount"]["amount"].as_str().unwrap(),
    );
    let shown = preview(&world, "history.csv", &csv, Some(&account)).await;
    let statement = &shown["files"][0]["statements"][0];
    assert_eq!(statement["older"], 2, "{statement}");
    assert_eq!(statement["covered"], 1, "{statement}");
    assert_eq!(statement["new"], 2);
    assert_eq!(statement["balanceAfter"], statement["balanceBefore"]);
    assert!(statement["syncedFrom"].is_string());
    let request = json!({"preview": shown["id"], "choices": []});
    let done = world.ok("import_commit", request).await;
    assert_eq!(done["files"][0]["accounts"][0]["new"], 2);
    assert_eq!(done["files"][0]["accounts"][0]["left"], 1);
    assert_eq!(
        balance(&world, &account).await,
        held,
        "the upstream's balance stands"
    );
    assert_eq!(rows(&world, &account).await, before, "its rows as well");

    world.sync().await;
    assert_eq!(balance(&world, &account).await, held);
    assert_eq!(rows(&world, &account).await, before);
    world
        .ok(
            "batch_undo",
            json!({"batch": done["batch"], "force": false}),
        )
        .await;
    assert_eq!(
        balance(&world, &account).await,
        held,
        "and after it is taken back"
    );
    assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_made_since_are_chosen_from_when_an_import_is_taken_back() {
    let world = World::with_book().await;
    let text = format!(
        "{HEAD}2026-05-02,Market,-10.00\n2026-05-03,Kiosk,-2.00\n2026-05-04,Museum,-9.00\n"
    );
    let shown = preview(&world, "may.csv", &text, None).await;
    let request = json!({"preview": shown["id"], "choices": []});
    let done = world.ok("import_commit", request).await;
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 5}))
        .await;
    let (museum, kiosk) = (&page["rows"][0]["id"], &page["rows"][1]["id"]);
    for id in [museum, kiosk] {
        world
            .ok("transactions_update", json!({"ids": [id], "note": "mine"}))
            .await;
    }
    let past = world.ok("imports_list", json!({"limit": 10})).await;
    assert_eq!(past[0]["edited"], 2, "{past}");
    assert_eq!(past[0]["files"][0]["name"], "may.csv");
    assert_eq!(past[0]["files"][0]["new"], 3);
    let batch = &done["batch"];
    let edits = world.ok("batch_edits", json!({"batch": batch})).await;
    assert_eq!(edits[0]["payee"], "Museum", "{edits}");
    assert_eq!(edits[1]["payee"], "Kiosk");
    let request = json!({"batch": batch, "force": false, "keep": [kiosk]});
    let undone = world.ok("batch_undo", request).await;
    assert_eq!(undone["kept"], 1, "{undone}");
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 5}))
        .await;
    assert_eq!(page["total"], 1, "{page}");
    assert_eq!(page["rows"][0]["note"], "mine");
    let list = world.ok("accounts_list", json!({})).await;
    assert_eq!(
        list["groups"][0]["accounts"][0]["balance"]["amount"], "-2.00",
        "the account that the import made stays with the row"
    );
    let past = world.ok("imports_list", json!({"limit": 10})).await;
    assert_eq!(past[0]["undone"], true);
    assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);

    // The row that stayed is there when the file comes again; the others are new.
    let again = preview(&world, "may.csv", &text, Some(&page["rows"][0]["account"])).await;
    let statement = &again["files"][0]["statements"][0];
    assert_eq!(
        (&statement["new"], &statement["duplicate"]),
        (&json!(2), &json!(1))
    );
}

const STATED: &str = "date,payee,amount\n2026-05-02,CARD 4411 TRATTORIA,-42.00\n2026-05-03,Kiosk,-3.00\n2026-05-04,Market,-12.00\n";

/// What is in the account before [`STATED`]: a meal without its tip, and the market.
async fn kept(world: &World) -> (Value, Value) {
    let first = preview(
        world,
        "mine.csv",
        "date,payee,amount\n2026-04-30,Dinner with Ana,-38.00\n2026-05-04,Market,-12.00\n",
        None,
    )
    .await;
    let done = world
        .ok(
            "import_commit",
            json!({"preview": first["id"], "choices": []}),
        )
        .await;
    let account = done["files"][0]["accounts"][0]["id"].clone();
    let page = world
        .ok("transactions_page", json!({"text": "dinner", "limit": 5}))
        .await;
    (account, page["rows"][0]["id"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_linked_by_hand_to_any_row_of_its_account() {
    let world = World::with_book().await;
    let (account, dinner) = kept(&world).await;
    let shown = preview(&world, "may.csv", STATED, Some(&account)).await;
    let statement = &shown["files"][0]["statements"][0];
    assert_eq!(
        (&statement["new"], &statement["duplicate"]),
        (&json!(2), &json!(1))
    );
    let token = &shown["files"][0]["token"];
    let choice = |row: u32, into: &Value| json!({"token": token, "statement": 0, "row": row, "choice": "link", "into": into});
    let none = json!([]);
    let choices = json!([choice(0, &dinner)]);
    let seen = world
        .ok("import_rows", rows_of(&shown, "all", "", &none, &choices))
        .await;
    let row = &seen["rows"][0];
    assert_eq!(row["choice"], "link");
    assert_eq!(row["linked"]["payee"], "Dinner with Ana");
    assert_eq!(
        row["linked"]["difference"]["amount"], "-4.00",
        "another amount may be linked, and that is said"
    );
    assert_eq!(
        (&seen["adding"], &seen["linking"], &seen["leaving"]),
        (&json!(1), &json!(1), &json!(1))
    );
    // One row of the book is one row of the file.
    let twice = json!([choice(0, &dinner), choice(1, &dinner)]);
    let word = world
        .refused("import_rows", rows_of(&shown, "all", "", &none, &twice))
        .await;
    assert_eq!(word, "invalid_request");
    let request = json!({"preview": shown["id"], "choices": twice});
    assert_eq!(
        world.refused("import_commit", request).await,
        "invalid_request"
    );

    let request = json!({"preview": shown["id"], "choices": choices});
    let done = world.ok("import_commit", request).await;
    let taken = &done["files"][0]["accounts"][0];
    assert_eq!(
        (&taken["new"], &taken["matched"], &taken["duplicate"]),
        (&json!(1), &json!(1), &json!(1))
    );
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 10}))
        .await;
    assert_eq!(page["total"], 3);
    let told = world
        .ok("transactions_page", json!({"text": "dinner", "limit": 5}))
        .await;
    assert_eq!(
        told["rows"][0]["amount"]["amount"], "-38.00",
        "the book's own stays"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_found_here_can_be_another_one() {
    let world = World::with_book().await;
    let (account, dinner) = kept(&world).await;
    let shown = preview(&world, "may.csv", STATED, Some(&account)).await;
    let token = &shown["files"][0]["token"];
    // The market was found to be there; the person says it is the dinner.
    let choices =
        json!([{"token": token, "statement": 0, "row": 2, "choice": "link", "into": dinner}]);
    let seen = world
        .ok(
            "import_rows",
            rows_of(&shown, "all", "", &json!([]), &choices),
        )
        .await;
    assert_eq!(seen["rows"][2]["linked"]["id"], dinner);
    // Or nothing that is here.
    let choices = json!([{"token": token, "statement": 0, "row": 2, "choice": "add"}]);
    let request = json!({"preview": shown["id"], "choices": choices});
    let done = world.ok("import_commit", request).await;
    assert_eq!(done["files"][0]["accounts"][0]["new"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_cannot_be_linked_into_another_account() {
    let world = World::with_book().await;
    let (_, dinner) = kept(&world).await;
    let shown = preview(&world, "may.csv", STATED, None).await;
    let files = json!([{"token": shown["files"][0]["token"], "accounts": [{"statement": 0, "newName": "Card", "currency": "EUR"}]}]);
    let shown = world.ok("import_preview", json!({"files": files})).await;
    let token = &shown["files"][0]["token"];
    let choices =
        json!([{"token": token, "statement": 0, "row": 0, "choice": "link", "into": dinner}]);
    let request = json!({"preview": shown["id"], "choices": choices});
    world.refused("import_commit", request).await;
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    assert_eq!(page["total"], 2, "nothing was written");
}
