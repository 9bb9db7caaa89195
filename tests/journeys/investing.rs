//! Investments: what upstreams say is held, trades by hand, prices from a file, and what all of it comes to.

use serde_json::{Value, json};
use testkit::{World, bank};

async fn buy(world: &World, request: Value) -> Value {
    let mut whole = json!({"kind": "buy", "date": "2026-01-05"});
    for (key, value) in request.as_object().unwrap() {
        whole[key] = value.clone();
    }
    world.ok("trade_put", whole).await
}

async fn worth(world: &World) -> Value {
    world
        .ok(
            "net_worth_get",
            json!({"from": null, "to": null, "by": "month", "currency": null}),
        )
        .await["now"]["amount"]
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn trades_by_hand_count_at_each_days_price_and_undo_takes_them() {
    let world = World::with_book().await;
    let first = buy(
        &world,
        json!({
            "newAccount": "Share plan", "quantity": "10", "price": "100", "fee": "5",
            "newInstrument": {"name": "World fund", "code": "IE00B3RBWM25", "currency": "EUR", "class": "equity_fund", "region": "World"},
        }),
    )
    .await;
    let (account, fund) = (first["account"].clone(), first["instrument"].clone());
    // Worth what was paid for one, until there is another price.
    assert_eq!(worth(&world).await, "1000.00");
    let read = world
        .ok(
            "prices_import",
            json!({"text": "date,isin,close\n2026-02-02,IE00B3RBWM25,110.50\n2026-03-02,IE00B3RBWM25,x\n"}),
        )
        .await;
    assert_eq!(
        (&read["read"], &read["rejected"]),
        (&json!(1), &json!([{"line": 3, "reason": "price"}]))
    );
    assert_eq!(worth(&world).await, "1105.00");
    let sold = buy(
        &world,
        json!({"account": account, "instrument": fund, "kind": "sell", "date": "2026-02-10", "quantity": "4", "price": "111", "fee": "2"}),
    )
    .await;
    let dividend = json!({"account": account, "instrument": fund, "kind": "dividend", "date": "2026-02-20", "amount": "7.50", "tax": "1.50"});
    buy(&world, dividend).await;
    let all = world.ok("investments_get", json!({})).await;
    let held = &all["holdings"][0];
    assert_eq!(
        (&held["quantity"], &held["cost"]["amount"]),
        (&json!("6"), &json!("603.00"))
    );
    // The sale is the newest price: 6 × 111 − 603; sold 444 − 2 − 402.
    assert_eq!(
        (&held["value"]["amount"], &held["gain"]["amount"]),
        (&json!("666.00"), &json!("63.00"))
    );
    assert_eq!(
        (&all["realised"]["amount"], &all["dividends"]["amount"]),
        (&json!("40.00"), &json!("7.50"))
    );
    assert!(
        all["moneyWeighted"]["percent"].is_string() && all["timeWeighted"]["percent"].is_string(),
        "{all}"
    );
    assert_eq!(all["expected"][0]["date"], "2027-02-20");
    assert_eq!(worth(&world).await, "666.00");

    // Selling more than is held is listed and moves nothing.
    buy(
        &world,
        json!({"account": account, "instrument": fund, "kind": "sell", "date": "2026-03-01", "quantity": "60", "price": "111"}),
    )
    .await;
    let all = world.ok("investments_get", json!({})).await;
    assert_eq!(all["problems"][0]["fault"], "sold_more_than_held");
    assert_eq!(all["holdings"][0]["quantity"], "6");
    world.ok("undo_last", json!({})).await;

    let batch = sold["change"]["batch"].clone();
    world
        .ok("batch_undo", json!({"batch": batch, "force": false}))
        .await;
    let all = world.ok("investments_get", json!({})).await;
    assert_eq!(
        (&all["holdings"][0]["quantity"], &all["sales"]),
        (&json!("10"), &json!([]))
    );

    let plan = json!({"method": "average", "targets": [{"class": "equity_fund", "percent": "80"}, {"class": "bond", "percent": "20"}]});
    world.ok("investments_plan_set", plan).await;
    let all = world.ok("investments_get", json!({})).await;
    let bond = all["byClass"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["key"] == "bond")
        .unwrap();
    assert_eq!(
        (&bond["target"], &bond["toTrade"]["amount"]),
        (&json!("20.0"), &json!("221.00"))
    );
    let word = world
        .refused(
            "investments_plan_set",
            json!({"method": "fifo", "targets": [{"class": "bond", "percent": "20"}]}),
        )
        .await;
    assert_eq!(word, "invalid_request");
    let verified = world.ok("book_verify", json!({})).await;
    assert_eq!(verified["ok"], true, "{verified}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_banks_say_is_held_is_shown_once_and_classed_by_its_code() {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link(&bank).await;
    world.sync().await;
    let base = bank.first_line()["base"].as_str().unwrap().to_owned();
    world.app.rates_from(format!("{base}/ecb")).await.unwrap();
    let before = worth(&world).await;
    let all = world.ok("investments_get", json!({})).await;
    let held = all["holdings"].as_array().unwrap();
    assert!(!held.is_empty(), "{all}");
    assert!(
        held.iter()
            .all(|one| one["source"] == "upstream" && one["value"].is_object()),
        "{held:?}"
    );
    // Money that a bank lists among holdings is money of the account: once, by its amount, and of the class of cash.
    assert!(
        held.iter()
            .all(|one| one["code"] != "XX-liquidity" && one["name"] != "Liquidités"),
        "{held:?}"
    );
    let cents = |money: &Value| -> i64 {
        let text = money["amount"].as_str().unwrap().replace('.', "");
        text.parse().unwrap()
    };
    let cash: i64 = all["cash"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| cents(&one["value"]))
        .sum();
    assert!(cash > 0, "{all}");
    let of_class = all["byClass"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["key"] == "cash")
        .unwrap();
    assert_eq!(cents(&of_class["value"]), cash, "{all}");
    let sum: i64 = held.iter().map(|one| cents(&one["value"])).sum();
    assert_eq!(sum + cash, cents(&all["value"]));
    let of_accounts = world.ok("accounts_list", json!({})).await;
    for one in all["cash"].as_array().unwrap() {
        let account = of_accounts["groups"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|group| group["accounts"].as_array().unwrap())
            .find(|account| account["id"] == one["account"])
            .unwrap();
        let held: i64 = held
            .iter()
            .filter(|held| held["account"] == one["account"])
            .map(|held| cents(&held["own"]))
            .sum();
        assert_eq!(held + cents(&one["own"]), cents(&account["balance"]));
    }
    assert_eq!(all["moneyWeighted"]["reason"], "no_trades");
    let coded = held.iter().find(|one| one["code"].is_string()).unwrap();
    let shares: f64 = held
        .iter()
        .chain(all["cash"].as_array().unwrap())
        .map(|one| one["share"].as_str().unwrap().parse::<f64>().unwrap())
        .sum();
    assert!((shares - 100.0).abs() < 0.01, "{shares}");
    // A trade entered beside explains what is held; the account's balance counts it already.
    buy(
        &world,
        json!({
            "account": coded["account"], "quantity": "1", "price": "10",
            "newInstrument": {"name": "By its code", "code": coded["code"], "currency": "EUR", "class": "bond"},
        }),
    )
    .await;
    assert_eq!(worth(&world).await, before);
    let all = world.ok("investments_get", json!({})).await;
    let named = all["holdings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["code"] == coded["code"])
        .unwrap();
    assert_eq!(
        (&named["name"], &named["class"]),
        (&json!("By its code"), &json!("bond"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn instruments_trades_and_prices_are_listed_changed_and_taken_out() {
    let world = World::with_book().await;
    let fund = world
        .ok(
            "instrument_put",
            json!({"name": "World fund", "currency": "EUR", "class": "equity_fund"}),
        )
        .await["id"]
        .clone();
    let renamed = json!({"id": fund, "name": "World index fund", "currency": "EUR", "class": "equity_fund", "region": "World"});
    world.ok("instrument_put", renamed).await;
    let first = buy(
        &world,
        json!({"newAccount": "Share plan", "instrument": fund, "quantity": "10", "price": "100"}),
    )
    .await;
    let second = buy(
        &world,
        json!({"account": first["account"], "instrument": fund, "date": "2026-02-05", "quantity": "5", "price": "104"}),
    )
    .await;
    let price = |price: Value| json!({"instrument": fund, "date": "2026-03-02", "price": price});
    world.ok("price_put", price(json!("120"))).await;
    let listed = world.ok("instruments_list", json!({})).await;
    assert_eq!(
        (
            &listed[0]["name"],
            &listed[0]["price"],
            &listed[0]["priceDate"]
        ),
        (
            &json!("World index fund"),
            &json!("120"),
            &json!("2026-03-02")
        )
    );
    let trades = async || {
        let all = world.ok("trades_list", json!({"instrument": fund})).await;
        all.as_array().unwrap().len()
    };
    assert_eq!(trades().await, 2);
    assert_eq!(worth(&world).await, "1800.00");
    world.ok("trade_remove", json!({"id": second["id"]})).await;
    assert_eq!((trades().await, worth(&world).await), (1, json!("1200.00")));
    world.ok("undo_last", json!({})).await;
    assert_eq!((trades().await, worth(&world).await), (2, json!("1800.00")));
    let dates = async || {
        let all = world.ok("prices_list", json!({"id": fund})).await;
        let all = all.as_array().unwrap().clone();
        all.into_iter()
            .map(|one| one["date"].clone())
            .collect::<Vec<_>>()
    };
    assert!(dates().await.contains(&json!("2026-03-02")));
    world.ok("price_put", price(Value::Null)).await;
    assert!(!dates().await.contains(&json!("2026-03-02")));
    let refused = world.refused("price_put", price(json!("0x"))).await;
    assert_eq!(refused, "invalid_request");
    let plan = world.ok("investments_plan", json!({})).await;
    assert_eq!(
        (&plan["method"], &plan["targets"]),
        (&json!("fifo"), &json!([]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instruments_that_are_the_same_become_one_and_an_undo_parts_them() {
    let world = World::with_book().await;
    let first = buy(
        &world,
        json!({"newAccount": "Share plan", "quantity": "10", "price": "100",
            "newInstrument": {"name": "World fund", "code": "IE00B3RBWM25", "currency": "EUR", "class": "equity_fund"}}),
    )
    .await;
    let (account, fund) = (first["account"].clone(), first["instrument"].clone());
    let second = buy(
        &world,
        json!({"account": account, "date": "2026-02-05", "quantity": "5", "price": "104",
            "newInstrument": {"name": "WORLD FD ACC", "symbol": "WRLD", "currency": "EUR", "class": "other", "region": "World"}}),
    )
    .await;
    let other = second["instrument"].clone();
    for one in [&fund, &other] {
        let split = json!({"account": account, "instrument": one, "kind": "split", "date": "2026-02-10", "ratioNew": "2", "ratioOld": "1"});
        buy(&world, split).await;
    }
    let price = |of: &Value, date: &str, price: &str| json!({"instrument": of, "date": date, "price": price});
    world
        .ok("price_put", price(&fund, "2026-03-02", "60"))
        .await;
    world
        .ok("price_put", price(&other, "2026-03-02", "61"))
        .await;
    world
        .ok("price_put", price(&other, "2026-04-01", "70"))
        .await;
    let before = worth(&world).await;
    assert_eq!(before, json!("1900.00"), "20 × 60 and 10 × 70");
    let merge = json!({"from": other, "into": fund});
    world.ok("instrument_merge", merge.clone()).await;
    let all = world.ok("investments_get", json!({})).await;
    assert_eq!(all["holdings"].as_array().unwrap().len(), 1, "{all}");
    let held = &all["holdings"][0];
    assert_eq!(
        (
            &held["quantity"],
            &held["cost"]["amount"],
            &held["symbol"],
            &held["region"],
            held["lots"].as_array().unwrap().len()
        ),
        (
            &json!("30"),
            &json!("1520.00"),
            &json!("WRLD"),
            &json!("World"),
            2
        )
    );
    assert_eq!(worth(&world).await, "2100.00", "30 × 70");
    let prices = world.ok("prices_list", json!({"id": fund})).await;
    let of_march: Vec<&Value> = prices
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["date"] == "2026-03-02")
        .map(|one| &one["price"])
        .collect();
    assert_eq!(of_march, ["60"]);
    let listed = world.ok("instruments_list", json!({})).await;
    assert_eq!(listed.as_array().unwrap().len(), 1);
    world.ok("undo_last", json!({})).await;
    assert_eq!(worth(&world).await, before);
    let listed = world.ok("instruments_list", json!({})).await;
    assert_eq!(listed.as_array().unwrap().len(), 2);

    // One that became the other is not the same.
    let merger = json!({"account": account, "instrument": other, "kind": "merger", "date": "2026-04-10", "ratioNew": "1", "ratioOld": "1", "into": fund});
    buy(&world, merger).await;
    let refused = world.refused("instrument_merge", merge).await;
    assert_eq!(refused, "invalid_request");
    let same = json!({"from": fund, "into": fund});
    assert_eq!(
        world.refused("instrument_merge", same).await,
        "invalid_request"
    );
    let verified = world.ok("book_verify", json!({})).await;
    assert_eq!(verified["ok"], true, "{verified}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_takes_the_lots_it_names_and_no_more_of_them_than_there_is() {
    let world = World::with_book().await;
    let plan = json!({"method": "specific", "targets": []});
    world.ok("investments_plan_set", plan).await;
    let first = buy(
        &world,
        json!({"newAccount": "Share plan", "quantity": "10", "price": "100",
            "newInstrument": {"name": "World fund", "currency": "EUR", "class": "equity_fund"}}),
    )
    .await;
    let (account, fund) = (first["account"].clone(), first["instrument"].clone());
    let second = buy(
        &world,
        json!({"account": account, "instrument": fund, "date": "2026-02-05", "quantity": "5", "price": "120"}),
    )
    .await;
    let lots = |sale: Value, date: &str| json!({"account": account, "instrument": fund, "date": date, "sale": sale});
    let open = async |sale: Value, date: &str| -> Vec<(Value, String)> {
        let all = world.ok("lots_list", lots(sale, date)).await;
        let all = all.as_array().unwrap().clone();
        all.into_iter()
            .map(|lot| {
                (
                    lot["trade"].clone(),
                    lot["quantity"].as_str().unwrap().to_owned(),
                )
            })
            .collect()
    };
    let of = |one: &Value, quantity: &str| (one["id"].clone(), quantity.to_owned());
    assert_eq!(open(Value::Null, "2026-01-31").await, [of(&first, "10")]);
    assert_eq!(
        open(Value::Null, "2026-03-01").await,
        [of(&first, "10"), of(&second, "5")]
    );
    let sale = |picks: Value, id: Value| {
        json!({"id": id, "account": account, "instrument": fund, "kind": "sell", "date": "2026-03-01",
            "quantity": "6", "price": "130", "lots": picks})
    };
    let pick = |one: &Value, quantity: &str| json!({"trade": one["id"], "quantity": quantity});
    // More of a lot than there is, and lots that do not come to what is sold.
    for picks in [
        json!([pick(&second, "6")]),
        json!([pick(&second, "3"), pick(&second, "3")]),
        json!([pick(&second, "5")]),
    ] {
        let refused = world.refused("trade_put", sale(picks, Value::Null)).await;
        assert_eq!(refused, "invalid_request");
    }
    let picks = json!([pick(&second, "5"), pick(&first, "1")]);
    let sold = world.ok("trade_put", sale(picks, Value::Null)).await;
    let realised =
        async || world.ok("investments_get", json!({})).await["realised"]["amount"].clone();
    // 780 less five at 120 and one at 100.
    assert_eq!(realised().await, "80.00");
    // What the sale itself took is there for it when it is changed.
    assert_eq!(
        open(sold["id"].clone(), "2026-03-01").await,
        [of(&first, "10"), of(&second, "5")]
    );
    assert_eq!(open(Value::Null, "2026-03-02").await, [of(&first, "9")]);
    let picks = json!([pick(&first, "6")]);
    world.ok("trade_put", sale(picks, sold["id"].clone())).await;
    assert_eq!(realised().await, "180.00");
    world.ok("undo_last", json!({})).await;
    assert_eq!(realised().await, "80.00");
}
