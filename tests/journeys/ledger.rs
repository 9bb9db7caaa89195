//! The list of transactions: what days, lists and selections come to; searches that are kept.

use std::fmt::Write as _;

use serde_json::{Value, json};
use testkit::World;

/// Takes rows of May in, as day, amount and payee; gives the account.
async fn statement(world: &World, rows: impl Iterator<Item = (u32, String, String)>) -> Value {
    let mut text = String::from(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\
         <BANKACCTFROM><BANKID>20041<ACCTID>0500013M026<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>",
    );
    for (at, (day, amount, payee)) in rows.enumerate() {
        write!(
            text,
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>202605{day:02}<TRNAMT>{amount}<FITID>R{at}<NAME>{payee}</STMTTRN>"
        )
        .unwrap();
    }
    text.push_str("</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>");
    world.will_pick(vec![world.file("may.ofx", text.as_bytes())]);
    let offered = world.ok("import_pick", json!({})).await;
    let files = json!([{"token": offered[0]["token"], "accounts": []}]);
    let preview = world.ok("import_preview", json!({"files": files})).await;
    let commit = json!({"preview": preview["id"], "choices": []});
    world.ok("import_commit", commit).await;
    let list = world.ok("accounts_list", json!({})).await;
    list["groups"][0]["accounts"][0]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn days_and_selections_come_to_what_their_rows_say() {
    let world = World::with_book().await;
    let shops = (1..=9).flat_map(|day| {
        (1..=7).map(move |row| (day, format!("-{day}.{row}0"), format!("SHOP {row}")))
    });
    let rows = shops.chain([(4, "2100.00".to_owned(), "EMPLOYER".to_owned())]);
    let account = statement(&world, rows).await;
    let page = |after: Value| {
        let request = json!({"account": account, "limit": 10, "after": after});
        world.ok("transactions_page", request)
    };
    // Pages of ten cut through days of seven and eight; each day is told once, whole.
    let mut told = Vec::new();
    let mut ids = Vec::new();
    let mut after = Value::Null;
    loop {
        let answer = page(after).await;
        told.extend(answer["days"].as_array().unwrap().clone());
        for row in answer["rows"].as_array().unwrap() {
            ids.push((
                row["date"].clone(),
                row["amount"]["amount"].clone(),
                row["id"].clone(),
            ));
        }
        after = answer["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(told.len(), 9, "{told:?}");
    assert_eq!(told[0]["date"], "2026-05-09");
    // Seven rows of 9.10 to 9.70.
    assert_eq!(told[0]["sum"]["amount"], "-65.80");
    assert_eq!(told[5]["sum"]["amount"], "2069.20");

    let sums = world
        .ok("transactions_sums", json!({"account": account}))
        .await;
    assert_eq!(sums["count"], 64);
    assert_eq!(sums["income"]["amount"], "2100.00");
    assert_eq!(sums["spending"]["amount"], "-340.20");
    assert_eq!(sums["sum"]["amount"], "1759.80");
    let chosen: Vec<&Value> = ids.iter().take(3).map(|(_, _, id)| id).collect();
    let sums = world.ok("transactions_sums", json!({"ids": chosen})).await;
    assert_eq!(sums["count"], 3);
    assert_eq!(sums["sum"]["amount"], "-28.80");
    assert_eq!(sums["mean"]["amount"], "-9.60");
    // What is left out is not counted, in a day, a list or a selection.
    world
        .ok(
            "transactions_update",
            json!({"ids": chosen, "excluded": true, "category": null, "payee": null, "note": null}),
        )
        .await;
    let sums = world
        .ok("transactions_sums", json!({"account": account}))
        .await;
    assert_eq!(sums["spending"]["amount"], "-311.40");
    assert_eq!(
        page(Value::Null).await["days"][0]["sum"]["amount"],
        "-37.00"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn views_are_kept_in_order_and_can_be_taken_back() {
    let world = World::with_book().await;
    let view = |name: &str, search: &str| json!({"name": name, "search": search});
    world
        .ok(
            "views_keep",
            json!({"views": [view("Work", "tag:work"), view("Big", "amount:>500")]}),
        )
        .await;
    assert_eq!(
        world.ok("views_list", json!({})).await[1]["search"],
        "amount:>500"
    );
    for names in [["Work", "work "], ["", "Big"]] {
        let views: Vec<Value> = names.iter().map(|name| view(name, "x")).collect();
        assert_eq!(
            world.refused("views_keep", json!({"views": views})).await,
            "invalid_request"
        );
    }
    world.ok("views_keep", json!({"views": []})).await;
    world.ok("undo_last", json!({})).await;
    assert_eq!(world.ok("views_list", json!({})).await[0]["name"], "Work");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_helped_along_and_says_what_it_could_not_read() {
    let world = World::with_book().await;
    let bank = testkit::bank().await;
    world.link_some(&bank, |one| one == "finwise").await;
    world.sync().await;
    let first = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    let account = first["rows"][0]["account"].clone();
    world
        .ok(
            "transaction_add",
            json!({"account": account, "date": "2026-05-02", "amount": "-4.20", "payee": "Kiosk by hand",
                   "category": null, "note": "paper"}),
        )
        .await;
    let count = |text: &'static str| {
        let world = &world;
        async move {
            world
                .ok("transactions_page", json!({"text": text, "limit": 1}))
                .await["total"]
                .as_u64()
                .unwrap()
        }
    };
    let (all, hand, there) = (
        count("").await,
        count("source:hand").await,
        count("source:finwise").await,
    );
    assert_eq!((hand, there), (1, all - 1));
    assert_eq!(count("-source:hand").await, all - 1);
    assert_eq!(count("source:file").await, 0);
    assert_eq!(count("has:note kiosk").await, 1);
    assert_eq!(count("is:new").await, all - 1, "what came with the sync");
    let (pending, booked) = (count("status:pending").await, count("status:booked").await);
    assert_eq!(pending, count("is:pending").await);
    assert_eq!(pending + booked, all);

    let page = world
        .ok(
            "transactions_page",
            json!({"text": "date:soon kiosk", "limit": 1}),
        )
        .await;
    assert_eq!(page["unread"], json!(["date:soon"]));
    assert_eq!(page["total"], 0, "its words are searched all the same");
    let plain = world
        .ok("transactions_page", json!({"text": "http://x", "limit": 1}))
        .await;
    assert_eq!(plain["unread"], json!([]), "no filter of ours");

    let offers = |text: &'static str| {
        let world = &world;
        async move {
            world
                .ok("search_suggest", json!({"text": text}))
                .await
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["insert"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(offers("").await, Vec::<String>::new());
    assert_eq!(offers("rent ").await, Vec::<String>::new());
    assert_eq!(offers("ca").await[0], "category:");
    assert_eq!(offers("rent -sta").await, ["-status:"]);
    let used = first["rows"][0]["amount"]["currency"].as_str().unwrap();
    let offered = offers("currency:").await;
    assert!(offered.contains(&format!("currency:{used}")), "{offered:?}");
    assert_eq!(
        offers("category:pub").await,
        ["category:\"Public transport\""]
    );
    assert!(
        offers("groc")
            .await
            .contains(&"category:Groceries".to_owned())
    );
    assert_eq!(offers("payee:kio").await, ["payee:\"=Kiosk by hand\""]);
    assert_eq!(count("payee:\"=Kiosk by hand\"").await, 1);
    assert_eq!(
        offers("date:last").await,
        [
            "date:\"last month\"",
            "date:\"last year\"",
            "date:\"last week\""
        ]
    );
    assert_eq!(
        offers("is:new").await,
        Vec::<String>::new(),
        "there is nothing to add"
    );
}
