//! Holding an account against its statement and against the balances its source states.

use serde_json::{Value, json};
use testkit::World;

/// A checking account with a statement of May the tenth; gives its id.
async fn account(world: &World) -> Value {
    let rows = [
        ("02", "-42.50", "HARBOUR BOOKS"),
        ("03", "-12.00", "BAKERY"),
        ("04", "-52.30", "CORNER MARKET"),
        ("09", "1500.00", "EMPLOYER"),
    ];
    let rows = rows
        .map(|(day, amount, payee)| {
            format!(
                "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>202605{day}<TRNAMT>{amount}<FITID>R{day}<NAME>{payee}</STMTTRN>"
            )
        })
        .concat();
    let text = format!(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\
         <BANKACCTFROM><BANKID>20041<ACCTID>0500013M026<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>{rows}\
         </BANKTRANLIST><LEDGERBAL><BALAMT>2393.20<DTASOF>20260510</LEDGERBAL></STMTRS></STMTTRNRS>\
         </BANKMSGSRSV1></OFX>"
    );
    world.will_pick(vec![world.file("may.ofx", text.as_bytes())]);
    let offered = world.ok("import_pick", json!({})).await;
    let files = json!([{"token": offered[0]["token"], "accounts": []}]);
    let preview = world.ok("import_preview", json!({"files": files})).await;
    let commit = json!({"preview": preview["id"], "choices": []});
    world.ok("import_commit", commit).await;
    let list = world.ok("accounts_list", json!({})).await;
    list["groups"][0]["accounts"][0]["id"].clone()
}

async fn reason(world: &World, name: &str, request: Value) -> String {
    match world.call(name, request).await.unwrap_err().code {
        contract::ErrorCode::InvalidRequest { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

fn ids(rows: &Value, payees: &[&str]) -> Vec<Value> {
    let rows = rows.as_array().unwrap();
    payees
        .iter()
        .map(|payee| {
            let row = rows.iter().find(|row| row["payee"] == *payee).unwrap();
            row["id"].clone()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_ticked_off_its_difference_explained_and_its_rows_locked() {
    let world = World::with_book().await;
    let account = account(&world).await;
    let sheet = world
        .ok(
            "reconcile_sheet",
            json!({"account": account, "date": "2026-05-05"}),
        )
        .await;
    // The opening balance, and what was booked by then.
    assert_eq!(sheet["settled"]["amount"], "1000.00");
    let payees: Vec<&str> = (sheet["rows"].as_array().unwrap().iter())
        .map(|row| row["payee"].as_str().unwrap())
        .collect();
    assert_eq!(payees, ["HARBOUR BOOKS", "BAKERY", "CORNER MARKET"]);

    let ask = |balance: &str, ticked: &[Value]| json!({"account": account, "date": "2026-05-05", "balance": balance, "ids": ticked});
    let two = ids(&sheet["rows"], &["HARBOUR BOOKS", "BAKERY"]);
    let found = world.ok("reconcile_difference", ask("893.20", &two)).await;
    assert_eq!(found["difference"]["amount"], "-52.30");
    assert_eq!(found["hints"][0]["kind"], "one");
    assert_eq!(found["hints"][0]["rows"][0]["payee"], "CORNER MARKET");
    let all = ids(
        &sheet["rows"],
        &["HARBOUR BOOKS", "BAKERY", "CORNER MARKET"],
    );
    // The statement says 53.20 where the book says 52.30.
    let swapped = world.ok("reconcile_difference", ask("892.30", &all)).await;
    assert_eq!(swapped["hints"][0]["kind"], "swapped", "{swapped}");
    assert_eq!(swapped["hints"][0]["should"]["amount"], "-53.20");
    assert_eq!(
        reason(&world, "reconcile_commit", ask("893.20", &two)).await,
        "statement_differs"
    );
    world.ok("reconcile_commit", ask("893.20", &all)).await;

    let next = world
        .ok(
            "reconcile_sheet",
            json!({"account": account, "date": "2026-05-31"}),
        )
        .await;
    assert_eq!(next["settled"]["amount"], "893.20");
    assert_eq!(next["last"]["date"], "2026-05-05");
    assert_eq!(next["drift"], Value::Null);
    assert_eq!(next["rows"].as_array().unwrap().len(), 1);

    // Settled rows ask before they change; a category or a note does not move what was settled.
    let book = &all[0];
    let delete = json!({"ids": [book]});
    assert_eq!(
        reason(&world, "transactions_delete", delete).await,
        "reconciled"
    );
    let rename = json!({"ids": [book], "payee": "Books"});
    assert_eq!(
        reason(&world, "transactions_update", rename).await,
        "reconciled"
    );
    let many = json!({"rows": {"text": "bakery"}, "change": {"excluded": true}});
    assert_eq!(reason(&world, "rows_edit", many).await, "reconciled");
    let note = json!({"ids": [book], "note": "for Ada"});
    world.ok("transactions_update", note).await;
    let delete = json!({"ids": [book], "unlock": true});
    world.ok("transactions_delete", delete).await;
    let moved = world
        .ok(
            "reconcile_sheet",
            json!({"account": account, "date": "2026-05-31"}),
        )
        .await;
    assert_eq!(moved["drift"]["amount"], "42.50");
    for _ in 0..3 {
        world.ok("undo_last", json!({})).await;
    }
    let before = world
        .ok(
            "reconcile_sheet",
            json!({"account": account, "date": "2026-05-05"}),
        )
        .await;
    assert_eq!(before["rows"].as_array().unwrap().len(), 3);
    assert_eq!(before["last"], Value::Null);
    let report = world.ok("book_verify", json!({})).await;
    assert_eq!(report["ok"], true, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_day_on_which_the_bank_and_the_book_part_is_named_with_the_row_that_explains_it()
{
    let world = World::with_book().await;
    let account = account(&world).await;
    let truth = world.ok("balance_truth", json!({"id": account})).await;
    assert_eq!(truth["first"], Value::Null, "{truth}");
    assert_eq!(truth["agreed"], "2026-05-10");
    // A row too many, of before the stated balance.
    let entered = world
        .ok(
            "transaction_add",
            json!({"account": account, "date": "2026-05-06", "amount": "-7.00", "payee": "Twice"}),
        )
        .await["id"]
        .clone();
    let truth = world.ok("balance_truth", json!({"id": account})).await;
    assert_eq!(truth["first"]["date"], "2026-05-10");
    assert_eq!(truth["first"]["difference"]["amount"], "7.00");
    assert_eq!(truth["agreed"], Value::Null);
    assert_eq!(truth["rows"], 5);
    let cause = &truth["causes"][0];
    assert_eq!(
        (&cause["kind"], &cause["row"]["id"]),
        (&json!("surplus"), &entered)
    );
    // Deleted it agrees again; another one deleted is named as what it is.
    world
        .ok("transactions_delete", json!({"ids": [entered]}))
        .await;
    let page = world
        .ok(
            "transactions_page",
            json!({"account": account, "limit": 50}),
        )
        .await;
    let rows = page["rows"].as_array().unwrap();
    let early = rows
        .iter()
        .find(|row| row["date"].as_str() <= Some("2026-05-10"));
    let one = early.unwrap()["id"].clone();
    world.ok("transactions_delete", json!({"ids": [one]})).await;
    let truth = world.ok("balance_truth", json!({"id": account})).await;
    let cause = &truth["causes"][0];
    assert_eq!(
        (&cause["kind"], &cause["row"]["id"]),
        (&json!("removed"), &one)
    );
    assert_eq!(cause["amount"], truth["first"]["difference"]);
}
