//! Statements of investment accounts: money, trades and what is held, counted once.

use serde_json::{Value, json};
use testkit::{World, bank};

const LIST: &str = "<SECLISTMSGSRSV1><SECLIST><STOCKINFO><SECINFO><SECID><UNIQUEID>US0000000001<UNIQUEIDTYPE>ISIN</SECID>\
<SECNAME>Acme<TICKER>ACM</SECINFO></STOCKINFO></SECLIST></SECLISTMSGSRSV1>";

fn statement(day: &str, inside: &str, held: &str, price: &str, cash: &str) -> String {
    let position = if held.is_empty() {
        String::new()
    } else {
        format!(
            "<INVPOSLIST><POSSTOCK><INVPOS><SECID><UNIQUEID>US0000000001</SECID><POSTYPE>LONG<UNITS>{held}\
             <UNITPRICE>{price}<DTPRICEASOF>{day}</INVPOS></POSSTOCK></INVPOSLIST>"
        )
    };
    format!(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><DTASOF>{day}\
         <CURDEF>EUR<INVACCTFROM><BROKERID>broker.example<ACCTID>INV-5</INVACCTFROM><INVTRANLIST>{inside}</INVTRANLIST>\
         {position}<INVBAL><AVAILCASH>{cash}</INVBAL></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1>{LIST}</OFX>"
    )
}

fn trade(kind: &str, inner: &str, id: &str, day: &str, units: &str, total: &str) -> String {
    format!(
        "<{kind}><{inner}><INVTRAN><FITID>{id}<DTTRADE>{day}</INVTRAN><SECID><UNIQUEID>US0000000001</SECID>\
         <UNITS>{units}<TOTAL>{total}</{inner}></{kind}>"
    )
}

/// A deposit and a purchase; of the five shares held, three came from before.
fn first_quarter() -> String {
    let inside = "<INVBANKTRAN><STMTTRN><TRNTYPE>DEP<DTPOSTED>20260105<TRNAMT>1000.00<FITID>d1<NAME>Deposit</STMTTRN></INVBANKTRAN>"
        .to_owned()
        + &trade("BUYSTOCK", "INVBUY", "b1", "20260110", "2", "-201.00");
    statement("20260331", &inside, "5", "110", "799.00")
}

/// A sale and a dividend.
fn april() -> String {
    let inside = trade("SELLSTOCK", "INVSELL", "s1", "20260415", "-2", "240.00")
        + "<INCOME><INVTRAN><FITID>i1<DTTRADE>20260420</INVTRAN><SECID><UNIQUEID>US0000000001</SECID><INCOMETYPE>DIV<TOTAL>5.00</INCOME>";
    statement("20260430", &inside, "3", "125", "1044.00")
}

async fn preview(world: &World, name: &str, content: &str, account: Option<&Value>) -> Value {
    world.will_pick(vec![world.file(name, content.as_bytes())]);
    let offered = world.ok("import_pick", json!({})).await;
    let accounts: Vec<Value> = account
        .map(|id| json!({"statement": 0, "account": id}))
        .into_iter()
        .collect();
    let files = json!([{"token": offered[0]["token"], "accounts": accounts}]);
    world.ok("import_preview", json!({"files": files})).await
}

async fn commit(world: &World, preview: &Value) -> Value {
    let request = json!({"preview": preview["id"], "choices": []});
    world.ok("import_commit", request).await
}

async fn take(world: &World, name: &str, content: &str) -> Value {
    let found = preview(world, name, content, None).await;
    commit(world, &found).await
}

async fn worth(world: &World) -> Value {
    let request = json!({"from": null, "to": null, "by": "month", "currency": null});
    world.ok("net_worth_get", request).await["now"]["amount"].clone()
}

async fn investments(world: &World) -> Value {
    world.ok("investments_get", json!({})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_broker_states_counts_once_and_goes_again_whole() {
    let world = World::with_book().await;
    let first = preview(&world, "q1.ofx", &first_quarter(), None).await;
    let told = &first["files"][0]["statements"][0];
    assert_eq!(
        told["new"], 2,
        "the deposit, and what the shares cost: {told}"
    );
    assert_eq!(
        (
            &told["trades"],
            &told["positions"],
            &told["positionsUnexplained"]
        ),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!(told["balanceAfter"]["amount"], "799.00");
    assert_eq!(told["ties"], true);
    let done = commit(&world, &first).await;
    assert_eq!(done["files"][0]["accounts"][0]["trades"], 2);
    // 799 in money and five at 110.
    assert_eq!(worth(&world).await, "1349.00");
    let all = investments(&world).await;
    let held = &all["holdings"][0];
    assert_eq!(
        (&held["name"], &held["code"], &held["quantity"]),
        (&json!("Acme"), &json!("US0000000001"), &json!("5"))
    );
    // Three came in at the statement's price: 330 + 201.
    assert_eq!(held["cost"]["amount"], "531.00");
    let trades = world.ok("trades_list", json!({})).await;
    assert_eq!(trades[1]["date"], "2026-01-09");
    assert_eq!(trades[1]["note"], "As the statement of 2026-03-31 says");

    let again = preview(&world, "q1 again.ofx", &(first_quarter() + "\n"), None).await;
    let told = &again["files"][0]["statements"][0];
    assert_eq!(
        (
            &told["new"],
            &told["trades"],
            &told["tradesHere"],
            &told["positionsUnexplained"]
        ),
        (&json!(0), &json!(0), &json!(1), &json!(0)),
        "{told}"
    );
    commit(&world, &again).await;
    assert_eq!(worth(&world).await, "1349.00");
    assert_eq!(world.ok("trades_list", json!({})).await, trades);

    let later = take(&world, "april.ofx", &april()).await;
    // 1044 in money and three at 125.
    assert_eq!(worth(&world).await, "1419.00");
    let all = investments(&world).await;
    assert_eq!(all["holdings"][0]["quantity"], "3");
    // Two of those that came in at 110 were sold at 120.
    assert_eq!(all["realised"]["amount"], "20.00");
    assert_eq!(all["dividends"]["amount"], "5.00");
    assert_eq!(all["problems"], json!([]));

    for batch in [&later["batch"], &done["batch"]] {
        let request = json!({"batch": batch, "force": false});
        world.ok("batch_undo", request).await;
        assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);
        let left = if batch == &later["batch"] {
            "1349.00"
        } else {
            "0.00"
        };
        assert_eq!(worth(&world).await, left);
    }
    assert_eq!(world.ok("trades_list", json!({})).await, json!([]));
    assert_eq!(world.ok("instruments_list", json!({})).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn shares_that_were_bought_are_not_spent_money() {
    let world = World::with_book().await;
    take(&world, "q1.ofx", &first_quarter()).await;
    take(&world, "april.ofx", &april()).await;
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 10}))
        .await;
    let rows = page["rows"].as_array().unwrap();
    let reported: Vec<(&Value, &Value)> = rows
        .iter()
        .map(|row| (&row["amount"]["amount"], &row["excluded"]))
        .collect();
    assert_eq!(
        reported,
        [
            (&json!("5.00"), &json!(false)),
            (&json!("240.00"), &json!(true)),
            (&json!("-201.00"), &json!(true)),
            (&json!("1000.00"), &json!(false)),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_statement_explains_what_a_later_one_had_to_bring_in() {
    let world = World::with_book().await;
    take(&world, "q1.ofx", &first_quarter()).await;
    let inside = "<INVBANKTRAN><STMTTRN><TRNTYPE>DEP<DTPOSTED>20251101<TRNAMT>270.00<FITID>d0<NAME>Deposit</STMTTRN></INVBANKTRAN>"
        .to_owned()
        + &trade("BUYSTOCK", "INVBUY", "b0", "20251201", "3", "-270.00");
    take(
        &world,
        "2025.ofx",
        &statement("20251231", &inside, "3", "100", "0.00"),
    )
    .await;
    let all = investments(&world).await;
    let held = &all["holdings"][0];
    assert_eq!(
        (&held["quantity"], &held["cost"]["amount"]),
        (&json!("5"), &json!("471.00"))
    );
    assert_eq!(
        world
            .ok("trades_list", json!({}))
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(worth(&world).await, "1349.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_of_two_statements_can_be_taken_back_alone() {
    let world = World::with_book().await;
    let first = take(&world, "q1.ofx", &first_quarter()).await;
    take(&world, "april.ofx", &april()).await;
    let request = json!({"batch": first["batch"], "force": true});
    world.ok("batch_undo", request).await;
    assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);
    // The account was made by it; what came later waits with it and is back with it.
    assert_eq!(worth(&world).await, "0.00");
    world.ok("redo_last", json!({})).await;
    assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);
    assert_eq!(worth(&world).await, "1419.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_bank_tells_what_is_held_a_file_only_explains() {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link(&bank).await;
    world.sync().await;
    let base = bank.first_line()["base"].as_str().unwrap().to_owned();
    world.app.rates_from(format!("{base}/ecb")).await.unwrap();
    let before = worth(&world).await;
    let account = investments(&world).await["holdings"][0]["account"].clone();
    let file = statement(
        "20260331",
        &trade("BUYSTOCK", "INVBUY", "b1", "20260110", "2", "-201.00"),
        "2",
        "110",
        "799.00",
    );
    let found = preview(&world, "q1.ofx", &file, Some(&account)).await;
    let told = &found["files"][0]["statements"][0];
    assert_eq!(
        (&told["new"], &told["trades"], &told["statedBalance"]),
        (&json!(0), &json!(1), &json!(null)),
        "{told}"
    );
    commit(&world, &found).await;
    assert_eq!(worth(&world).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn actions_of_a_register_move_money_and_shares() {
    let world = World::with_book().await;
    let file = "!Account\nNBroker\nTInvst\n^\n!Type:Invst\n\
        D1/15/2026\nNXIn\nT100.00\nL[Current]\n^\nD1/16/2026\nNBuy\nYAcme\nI10.00\nQ5\nO1.00\nT51.00\n^\n\
        D2/15/2026\nNStkSplit\nYAcme\nQ20\n^\nD2/16/2026\nNReinvDiv\nYAcme\nQ0.5\nI6.00\nT3.00\n^\n\
        D2/20/2026\nNShrsOut\nYAcme\nQ2\n^\n";
    take(&world, "broker.qif", file).await;
    let all = investments(&world).await;
    let held = &all["holdings"][0];
    // Ten of the split less the two that left at their cost of 10.20, and half a one for 3.
    assert_eq!(
        (&held["quantity"], &held["cost"]["amount"]),
        (&json!("8.5"), &json!("43.80"))
    );
    assert_eq!(all["realised"]["amount"], "0.00");
    assert_eq!(all["cash"][0]["own"]["amount"], "49.00");
    // The last price paid was 6.
    assert_eq!(held["value"]["amount"], "51.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_names_no_account_finds_its_own_again() {
    let world = World::with_book().await;
    let file = "!Type:Bank\nD1/14/2026\nT-5.00\nPBaker\n^\n!Type:Invst\nD1/15/2026\nNBuy\nYAcme\nI10.00\nQ5\nT50.00\n^\n";
    let first = take(&world, "house.qif", file).await;
    let again = take(&world, "house.qif", file).await;
    let of = |report: &Value, what: &str| -> Vec<Value> {
        let accounts = report["files"][0]["accounts"].as_array().unwrap().clone();
        accounts.iter().map(|one| one[what].clone()).collect()
    };
    assert_eq!(of(&first, "id"), of(&again, "id"));
    assert_eq!(
        (of(&again, "new"), of(&again, "trades")),
        (vec![json!(0); 2], vec![json!(0); 2])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_of_a_register_are_kept_and_short_sales_are_money() {
    let world = World::with_book().await;
    let file = "!Type:Security\nNAcme\nSACM\n^\n!Account\nNBroker\nTInvst\n^\n!Type:Invst\n\
        D1/15/2026\nNXIn\nT100.00\n^\nD1/16/2026\nNBuy\nYAcme\nI10.00\nQ5\nT50.00\n^\n\
        D1/20/2026\nNShtSell\nYOther\nI8.00\nQ2\nO1.00\n^\nD1/22/2026\nNCvrShrt\nYOther\nI7.00\nQ2\nT14.00\n^\n\
        !Type:Prices\n\"ACM\",12 1/2,\"2/20/2026\"\n^\n\"NOT HERE\",1,\"2/20/2026\"\n^\n";
    take(&world, "broker.qif", file).await;
    let all = investments(&world).await;
    assert_eq!(all["holdings"].as_array().unwrap().len(), 1, "{all}");
    let held = &all["holdings"][0];
    assert_eq!(
        (&held["quantity"], &held["value"]["amount"]),
        (&json!("5"), &json!("62.50"))
    );
    // 100 in, 50 for the shares, 15 from the short sale, 14 to cover it.
    assert_eq!(all["cash"][0]["own"]["amount"], "51.00");
    let again = take(&world, "broker.qif", file).await;
    assert_eq!(again["batch"], Value::Null, "{again}");
}
