//! Assets that are no account: they count in net worth, wear, and explain a change.

use money::{Currency, Money};
use serde_json::{Value, json};
use testkit::{World, bank};

fn minor(value: &Value) -> i64 {
    Money::parse(value["amount"].as_str().unwrap(), Currency::EUR)
        .unwrap()
        .minor
}

async fn worth(world: &World) -> Value {
    world
        .ok(
            "net_worth_get",
            json!({"from": null, "to": null, "by": "month", "currency": null}),
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_and_what_is_owed_on_it_count_until_they_are_taken_out() {
    let world = World::with_book().await;
    let house = json!({"name": "House", "kind": "property", "currency": "EUR", "owner": "Both", "value": "300000", "valueDate": "2025-01-01"});
    let house = world.ok("asset_put", house).await;
    let loan = json!({"name": "From my sister", "kind": "private_loan", "owed": true, "currency": "EUR", "value": "20000", "valueDate": "2025-01-01"});
    world.ok("asset_put", loan).await;
    let car = json!({"name": "Car", "kind": "vehicle", "currency": "EUR", "value": "10000", "valueDate": "2025-11-21",
        "wear": "part", "wearPercent": "20"});
    world.ok("asset_put", car).await;
    let whole = worth(&world).await;
    let of = |class: &str| {
        whole["classes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["key"] == class)
            .unwrap()["value"]["amount"]
            .clone()
    };
    assert_eq!(
        (of("property"), of("loans")),
        (json!("300000.00"), json!("-20000.00"))
    );
    assert!(whole["points"].as_array().unwrap().len() > 10);
    let locked = whole["groups"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["key"] == "locked")
        .unwrap();
    assert_eq!(locked["value"], whole["now"]);

    let id = house["id"].clone();
    world
        .ok(
            "asset_value",
            json!({"id": id, "date": "2026-01-10", "value": "310000"}),
        )
        .await;
    let listed = world.ok("assets_list", json!({})).await;
    let house = listed
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == id)
        .unwrap();
    let told: Vec<(&Value, &Value)> = house["valuations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["date"], &one["value"]["amount"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("2026-01-10"), &json!("310000.00")),
            (&json!("2025-01-01"), &json!("300000.00"))
        ]
    );
    let why = world
        .ok("net_worth_explain", json!({"from": "2025-12-31"}))
        .await;
    let parts: i64 = why["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| minor(&part["value"]))
        .sum();
    assert_eq!(parts, minor(&why["change"]));
    assert_eq!(minor(&why["after"]) - minor(&why["before"]), parts);
    let valuation = why["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["reason"] == "valuation")
        .unwrap();
    assert_eq!(valuation["value"], why["change"]);
    // The house alone makes it up, by the valuations that stood on both days.
    let rows = valuation["rows"].as_array().unwrap();
    let house: Vec<_> = rows
        .iter()
        .filter(|row| row["id"] == format!("a{}", id.as_str().unwrap()))
        .collect();
    assert_eq!(house.len(), 1, "{rows:?}");
    assert_eq!(
        (&house[0]["statedBefore"], &house[0]["statedAfter"]),
        (&json!("2025-01-01"), &json!("2026-01-10"))
    );
    makes_up(&why);

    world.ok("asset_remove", json!({"id": id})).await;
    let without = worth(&world).await;
    assert_eq!(minor(&whole["now"]) - minor(&without["now"]), 30_000_000);
    world.ok("undo_last", json!({})).await;
    assert_eq!(
        minor(&worth(&world).await["now"]),
        minor(&whole["now"]) + 1_000_000
    );
    assert_eq!(
        world
            .refused(
                "asset_put",
                json!({"name": "X", "kind": "other", "currency": "EUR"})
            )
            .await,
        "invalid_request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_whole_household_is_explained_to_the_cent() {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link(&bank).await;
    world.sync().await;
    let base = bank.first_line()["base"].as_str().unwrap().to_owned();
    world.app.rates_from(format!("{base}/ecb")).await.unwrap();
    for from in ["2025-06-30", "2025-12-31", "2026-03-15"] {
        let why = world.ok("net_worth_explain", json!({"from": from})).await;
        let parts: i64 = why["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| minor(&part["value"]))
            .sum();
        assert_eq!(parts, minor(&why["change"]), "{why}");
        makes_up(&why);
        assert_eq!(minor(&why["after"]) - minor(&why["before"]), parts);
        let points = world
            .ok(
                "net_worth_get",
                json!({"from": from, "to": null, "by": "month", "currency": null}),
            )
            .await;
        assert_eq!(why["after"], points["now"], "{why}");
        let earned = why["parts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|part| part["reason"] == "came_in")
            .unwrap();
        assert!(minor(&earned["value"]) > 0);
        let rates = why["parts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|part| part["reason"] == "exchange")
            .unwrap();
        assert!(!rates["rows"].as_array().unwrap().is_empty(), "{why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_prices_did_names_the_holdings_and_what_was_put_into_them() {
    let world = World::with_book().await;
    let first = json!({
        "kind": "buy", "date": "2025-11-03", "newAccount": "Share plan", "quantity": "10", "price": "100", "fee": "5",
        "newInstrument": {"name": "World fund", "code": "IE00B3RBWM25", "currency": "EUR", "class": "equity_fund"},
    });
    let first = world.ok("trade_put", first).await;
    let (account, fund) = (first["account"].clone(), first["instrument"].clone());
    let more = json!({"kind": "buy", "date": "2026-01-05", "account": account, "instrument": fund, "quantity": "2", "price": "110"});
    world.ok("trade_put", more).await;
    let second = json!({
        "kind": "buy", "date": "2026-01-05", "account": account, "quantity": "3", "price": "50", "fee": "1",
        "newInstrument": {"name": "Bonds", "currency": "EUR", "class": "bond"},
    });
    world.ok("trade_put", second).await;
    let prices = json!({"text": "date,isin,close\n2026-02-02,IE00B3RBWM25,120\n"});
    world.ok("prices_import", prices).await;
    let why = world
        .ok("net_worth_explain", json!({"from": "2025-12-31"}))
        .await;
    makes_up(&why);
    let market = why["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["reason"] == "market")
        .unwrap();
    // 12 × 120 + 3 × 50 − 10 × 100, less 220 and 151 put in.
    assert_eq!(market["value"]["amount"], "219.00", "{why}");
    let row = &market["rows"][0];
    assert_eq!(row["positions"], true);
    let held: Vec<[&str; 4]> = row["held"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            [
                one["name"].as_str().unwrap(),
                one["before"]["amount"].as_str().unwrap(),
                one["after"]["amount"].as_str().unwrap(),
                one["putIn"]["amount"].as_str().unwrap(),
            ]
        })
        .collect();
    assert_eq!(
        held,
        [
            ["World fund", "1000.00", "1440.00", "220.00"],
            ["Bonds", "0.00", "150.00", "151.00"]
        ]
    );
}

/// The rows of each part come to it, and what each row says leads to its value.
fn makes_up(why: &Value) {
    let part = |reason: &str| {
        why["parts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["reason"] == reason)
            .unwrap()
            .clone()
    };
    for reason in ["market", "exchange", "valuation", "other"] {
        let one = part(reason);
        let rows = one["rows"].as_array().unwrap();
        let mut sum: i64 = rows.iter().map(|row| minor(&row["value"])).sum();
        if reason == "other" {
            sum -= minor(&part("came_in")["value"]) + minor(&part("spent")["value"]);
        }
        assert_eq!(sum, minor(&one["value"]), "{reason}: {one}");
        for row in rows {
            let moved = minor(&row["baseAfter"]) - minor(&row["baseBefore"]);
            let expected = match reason {
                "market" => minor(&row["byItself"]) - minor(&row["rows"]),
                "exchange" => moved - minor(&row["byItself"]),
                "valuation" => minor(&row["byItself"]),
                _ => minor(&row["rows"]),
            };
            assert_eq!(minor(&row["value"]), expected, "{reason}: {row}");
            let held = row["held"].as_array().unwrap();
            if !held.is_empty() {
                for side in ["before", "after"] {
                    let sum: i64 = held.iter().map(|one| minor(&one[side])).sum();
                    assert_eq!(sum, minor(&row[side]), "{row}");
                }
                let put_in: i64 = held.iter().map(|one| minor(&one["putIn"])).sum();
                assert_eq!(put_in, minor(&row["rows"]), "{row}");
            }
            if reason == "exchange" {
                assert!(row["rateBefore"]["rate"].is_string(), "{row}");
                assert!(row["rateAfter"]["date"].is_string(), "{row}");
            }
        }
    }
}
