//! Exchange rates: a second source for what the first does not quote, and the person's own before both.

use serde_json::{Value, json};
use testkit::{World, bank};

async fn flat(world: &World) -> Value {
    let worth = world
        .ok(
            "net_worth_get",
            json!({"from": null, "to": null, "by": "month", "currency": null}),
        )
        .await;
    let flat = worth["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "Flat in Kyiv")
        .unwrap();
    flat["value"]["amount"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_first_source_does_not_quote_comes_from_the_second_and_own_rates_stand_before_both()
 {
    let world = World::with_book().await;
    let bank = bank().await;
    let base = bank.first_line()["base"].as_str().unwrap().to_owned();
    let asset = json!({"name": "Flat in Kyiv", "kind": "property", "currency": "UAH", "value": "4000000", "valueDate": "2025-11-03"});
    world.ok("asset_put", asset).await;
    // Off until it is switched on.
    let settings = world.ok("settings_get", json!({})).await;
    assert_eq!(settings["secondRates"], false);
    world.app.rates_from(format!("{base}/ecb")).await.unwrap();
    assert_eq!(
        flat(&world).await,
        Value::Null,
        "the first source knows no hryvnia"
    );

    let status = world
        .app
        .second_rates_from(format!("{base}/nbp"))
        .await
        .unwrap();
    let told = |status: &contract::types::RatesStatus| -> Vec<String> {
        status
            .sources
            .iter()
            .map(|one| format!("{} {:?}", one.currency, one.source))
            .collect()
    };
    assert_eq!(told(&status), ["UAH Nbp"]);
    let fetched: i64 = flat(&world)
        .await
        .as_str()
        .unwrap()
        .replace('.', "")
        .parse()
        .unwrap();
    // Some 45 hryvnia for a euro.
    assert!((7_000_000..11_000_000).contains(&fetched), "{fetched}");

    let worth = world
        .ok(
            "net_worth_get",
            json!({"from": null, "to": null, "by": "month", "currency": null}),
        )
        .await;
    let today = worth["points"].as_array().unwrap().last().unwrap()["date"]
        .as_str()
        .unwrap()
        .to_owned();
    let own = |rate: Value| json!({"currency": "UAH", "rate": rate, "per": "EUR", "date": today});
    world.ok("own_rate_put", own(json!("0.025"))).await;
    assert_eq!(flat(&world).await, "100000.00");
    let why = world
        .ok("net_worth_explain", json!({"from": "2026-03-02"}))
        .await;
    let exchange = why["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["reason"] == "exchange")
        .unwrap();
    let row = &exchange["rows"][0];
    assert_eq!(
        (
            &row["rateBefore"]["sources"],
            &row["rateAfter"]["sources"],
            &row["rateAfter"]["rate"]
        ),
        (&json!(["nbp"]), &json!(["own"]), &json!("0.025"))
    );
    let listed = world.ok("own_rates_list", json!({})).await;
    assert_eq!(
        listed,
        json!([{"currency": "UAH", "rate": "0.025", "per": "EUR", "date": today}])
    );
    world.ok("undo_last", json!({})).await;
    let again: i64 = flat(&world)
        .await
        .as_str()
        .unwrap()
        .replace('.', "")
        .parse()
        .unwrap();
    assert_eq!(again, fetched);

    // By a file, in dollars: through the euro by the dollar's own rate of the day.
    let text = format!(
        "date;currency;rate;per\n{today};UAH;0,02;USD\n{today};EUR;1;USD\n2026-13-01;UAH;1;USD\n{today};UAH;x;USD\n1990-01-02;UAH;1;USD\n"
    );
    let read = world.ok("rates_import", json!({"text": text})).await;
    assert_eq!((&read["read"], &read["changed"]), (&json!(1), &json!(1)));
    assert_eq!(
        read["rejected"],
        json!([{"line": 3, "reason": "currency"}, {"line": 4, "reason": "date"},
            {"line": 5, "reason": "price"}, {"line": 6, "reason": "no_rate"}])
    );
    let worth = world
        .ok(
            "net_worth_get",
            json!({"from": null, "to": null, "by": "month", "currency": "USD"}),
        )
        .await;
    assert_eq!(worth["now"]["amount"], "80000.00", "exact through the euro");

    for bad in [
        json!({"currency": "EUR", "rate": "1", "per": "USD", "date": today}),
        json!({"currency": "UAH", "rate": "1", "per": "UAH", "date": today}),
        own(json!("0")),
        own(json!("-1")),
        json!({"currency": "UAH", "rate": "1", "per": "KES", "date": today}),
    ] {
        assert_eq!(world.refused("own_rate_put", bad).await, "invalid_request");
    }
    world.ok("own_rate_put", own(Value::Null)).await;
    assert_eq!(world.ok("own_rates_list", json!({})).await, json!([]));
    let verified = world.ok("book_verify", json!({})).await;
    assert_eq!(verified["ok"], true, "{verified}");
}
