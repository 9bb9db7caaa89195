//! Net worth ahead, amounts in today's money, and investments held against a benchmark; today is 18 May 2026.

use money::{Currency, Money};
use serde_json::{Value, json};
use testkit::World;

fn minor(text: &Value) -> i64 {
    Money::parse(text.as_str().unwrap(), Currency::EUR)
        .unwrap()
        .minor
}

/// Savings that 200 are put into each month, a house, a car that wears and a loan with terms.
async fn household() -> (World, String) {
    let world = World::with_book().await;
    let mut csv = String::from("Date,Payee,Amount\n2025-06-02,Opening,1000.00\n");
    for month in 7..=12 {
        csv.push_str(&format!("2025-{month:02}-03,Savings plan,200.00\n"));
    }
    for month in 1..=5 {
        csv.push_str(&format!("2026-{month:02}-03,Savings plan,200.00\n"));
    }
    let savings = world.import_csv_as("Savings", &csv).await;
    for asset in [
        json!({"name": "House", "kind": "property", "currency": "EUR", "value": "300000", "valueDate": "2026-01-01"}),
        json!({"name": "Car", "kind": "vehicle", "currency": "EUR", "value": "10000", "valueDate": "2026-05-18",
            "wear": "line", "wearMonths": 24, "wearRest": "4000"}),
    ] {
        world.ok("asset_put", asset).await;
    }
    let loan = json!({"name": "Loan", "kind": "private_loan", "owed": true, "currency": "EUR", "value": "20000", "valueDate": "2026-05-01"});
    let loan = world.ok("asset_put", loan).await["id"].clone();
    let terms = json!({"debt": format!("s{}", loan.as_str().unwrap()), "name": "Loan", "owed": "20000.00", "on": null, "currency": null,
        "kind": "loan", "rate": "0", "payment": "1000.00", "months": null, "day": 5, "extra": ""});
    world.ok("debt_save", terms).await;
    (world, savings)
}

fn plan(years: u32, classes: &Value) -> Value {
    json!({"years": years, "freed": true, "classes": classes})
}

async fn ahead(world: &World, request: Value) -> Value {
    world.ok("net_worth_ahead", request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_book_saves_and_owes_is_carried_on_to_the_cent() {
    let (world, _) = household().await;
    let found = ahead(&world, json!({"years": 2})).await;
    assert_eq!(found["monthsSeen"], 10, "{found}");
    let points = found["points"].as_array().unwrap();
    assert_eq!(points.len(), 25);
    let now = world
        .ok(
            "net_worth_get",
            json!({"from": null, "to": null, "by": "month", "currency": null}),
        )
        .await["now"]["amount"]
        .clone();
    assert_eq!(points[0]["likely"], now);
    let cash = &found["classes"][0];
    assert_eq!(
        (
            &cash["now"]["amount"],
            &cash["add"]["amount"],
            &cash["addProposed"]["amount"]
        ),
        (&json!("3200.00"), &json!("200.00"), &json!("200.00"))
    );
    // Twenty payments end the loan on 5 January 2028; four months after that one its payment stays in cash.
    let end = points.last().unwrap();
    assert_eq!(end["date"], "2028-05-18");
    let classes: Vec<&Value> = ["cash", "investments", "things", "debts"]
        .iter()
        .map(|class| &end[*class])
        .collect();
    assert_eq!(classes, ["12000.00", "0.00", "304000.00", "0.00"]);
    assert_eq!(
        (&end["likely"], &end["putIn"]),
        (&json!("316000.00"), &json!("302000.00"))
    );
    // Nothing in it is uncertain.
    assert_eq!(
        (&end["low"], &end["high"]),
        (&json!("316000.00"), &json!("316000.00"))
    );
    for point in points {
        let sum: i64 = ["cash", "investments", "things", "debts"]
            .iter()
            .map(|class| minor(&point[*class]))
            .sum();
        assert_eq!(sum, minor(&point["likely"]));
    }
    let followed: Vec<(&str, &str)> = found["followed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["name"].as_str().unwrap(),
                one["terms"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(followed.contains(&("Car", "wear")) && followed.contains(&("Loan", "schedule")));
    let loan = found["followed"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "Loan")
        .unwrap();
    assert_eq!(
        (&loan["ends"], &loan["payment"]["amount"]),
        (&json!("2028-01"), &json!("1000.00"))
    );
    // Without it the payment is gone for good.
    let spent = json!({"plan": {"years": 2, "freed": false, "classes": []}});
    assert_eq!(ahead(&world, spent).await["points"][24]["cash"], "8000.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn stated_interest_is_earned_and_not_learnt_from_as_well() {
    let world = World::with_book().await;
    let mut csv = String::from("Date,Payee,Amount,Category\n2025-06-02,Opening,1000.00,\n");
    for (year, month) in (7..=12)
        .map(|month| (2025, month))
        .chain((1..=5).map(|month| (2026, month)))
    {
        csv.push_str(&format!("{year}-{month:02}-03,Savings plan,200.00,\n"));
    }
    csv.push_str("2025-12-31,Interest,100.00,Interest\n");
    let savings = world.import_csv_as("Savings", &csv).await;
    let of = |found: &Value| found["classes"][0]["addProposed"]["amount"].clone();
    assert_eq!(of(&ahead(&world, json!({"years": 1})).await), "210.00");
    let terms =
        json!({"id": savings, "earned": {"percent": "2", "posting": "yearly"}, "charged": null});
    world.ok("account_terms_save", terms).await;
    let found = ahead(&world, json!({"years": 1})).await;
    assert_eq!(of(&found), "200.00");
    assert_eq!(
        (
            &found["followed"][0]["terms"],
            &found["followed"][0]["end"]["amount"]
        ),
        (&json!("interest"), &json!("3366.00"))
    );
    // 3,300 at two percent, and twelve times 200 that earn nothing.
    assert_eq!(found["points"][12]["cash"], "5766.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn assumptions_are_kept_taken_back_and_checked() {
    let (world, _) = household().await;
    let classes = json!([{"class": "cash", "add": "300"}, {"class": "investments", "add": "100", "percent": "6,5", "spread": "12"}]);
    let tried = ahead(&world, json!({"plan": plan(5, &classes)})).await;
    assert_eq!(tried["kept"], false);
    let end = &tried["points"][60];
    assert!(
        minor(&end["low"]) < minor(&end["halfLow"])
            && minor(&end["halfLow"]) < minor(&end["likely"])
    );
    assert!(
        minor(&end["likely"]) < minor(&end["halfHigh"])
            && minor(&end["halfHigh"]) < minor(&end["high"])
    );
    // 100 a month at 6.5 %: 100 · (1.065⁵ − 1) ÷ (1.065^(1/12) − 1).
    assert_eq!(end["investments"], "7033.60", "{end}");
    world.ok("net_worth_ahead_keep", plan(5, &classes)).await;
    let kept = ahead(&world, json!({})).await;
    assert_eq!(kept["kept"], true);
    assert_eq!(kept["points"], tried["points"]);
    assert_eq!(kept["plan"]["classes"][1]["percent"], "6.5");
    world.ok("undo_last", json!({})).await;
    let open = ahead(&world, json!({})).await;
    assert_eq!(
        (&open["kept"], &open["plan"]["years"]),
        (&json!(false), &json!(10))
    );
    for (bad, field) in [
        (plan(41, &json!([])), "years"),
        (plan(0, &json!([])), "years"),
        (
            plan(5, &json!([{"class": "cash"}, {"class": "cash"}])),
            "classes",
        ),
        (
            plan(5, &json!([{"class": "cash", "percent": "51"}])),
            "percent",
        ),
        (
            plan(5, &json!([{"class": "cash", "spread": "-1"}])),
            "spread",
        ),
        (plan(5, &json!([{"class": "cash", "add": "much"}])), "add"),
    ] {
        assert_eq!(
            world
                .refused_at("net_worth_ahead_keep", bad.clone())
                .await
                .0,
            field,
            "{bad}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_says_when_it_is_reached_and_stands_on_the_chart() {
    let (world, savings) = household().await;
    let goal = json!({"goal": null, "name": "Roof", "target": "4000.00", "currency": null, "due": "2026-12-31",
        "links": [{"account": savings, "percent": 100}], "envelope": null, "note": "", "adopts": null});
    world.ok("goal_save", goal).await;
    let goal_of = |found: &Value| found["goals"][0].clone();
    let roof = goal_of(&ahead(&world, json!({"years": 2})).await);
    // 3,200 and four times 200; at the date seven months have passed.
    assert_eq!(
        (&roof["likely"], &roof["ofTen"]),
        (&json!("2026-09"), &json!(10)),
        "{roof}"
    );
    assert_eq!(roof["then"]["amount"], "4600.00");
    let more = json!([{"class": "cash", "add": "400"}]);
    let roof = goal_of(&ahead(&world, json!({"plan": plan(2, &more)})).await);
    assert_eq!(
        (&roof["likely"], &roof["add"]["amount"]),
        (&json!("2026-07"), &json!("400.00"))
    );
    let less = json!([{"class": "cash", "add": "0"}]);
    let roof = goal_of(&ahead(&world, json!({"plan": plan(2, &less)})).await);
    assert_eq!((&roof["likely"], &roof["ofTen"]), (&Value::Null, &json!(0)));

    let format = serde_json::to_value(app::english_labels("EUR")).unwrap();
    let chart = world
        .ok(
            "chart_render",
            json!({"kind": "net_worth_ahead", "width": 900, "height": 380, "format": format, "from": null, "to": null,
                "by": null, "currency": null, "account": null, "category": null, "month": null, "days": null, "compact": false, "years": 10}),
        )
        .await;
    let svg = chart["svg"].as_str().unwrap();
    assert!(
        svg.contains(">Roof<") && svg.len() < 60_000,
        "{}",
        svg.len()
    );
    let marked: Vec<&Value> = chart["points"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|point| {
            point["rows"]
                .as_array()
                .unwrap()
                .iter()
                .any(|row| row["name"] == "Roof")
        })
        .collect();
    assert_eq!(marked.len(), 1);
    // The last whole month before its date ends in December.
    assert_eq!(marked[0]["label"], "Dec 2026");
    // Eleven months of the past, the present one and ten years.
    assert_eq!(chart["table"]["rows"].as_array().unwrap().len(), 11 + 121);
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_are_told_in_todays_money_and_what_is_not_known_is_marked() {
    let world = World::with_book().await;
    world
        .import_csv_as("Savings", "Date,Payee,Amount\n2025-06-02,Opening,1000.00\n")
        .await;
    let real = |by: &str| json!({"from": "2025-06-30", "to": null, "by": by, "currency": null, "real": true});
    let bare = world.ok("net_worth_get", real("month")).await;
    assert_eq!(
        (&bare["now"]["amount"], &bare["real"]["index"]),
        (&json!("1000.00"), &Value::Null)
    );
    assert_eq!(
        bare["real"]["unknown"],
        bare["points"].as_array().unwrap().len()
    );

    let text = "Monat;Index\n06.2025;100,0\n2025-06;100\n2025-06;99\n12.2025;105,0\n2026-04-01;110,0\nx;1\n";
    let read = world
        .ok(
            "price_index_import",
            json!({"name": "Consumer prices", "text": text}),
        )
        .await;
    assert_eq!((&read["read"], &read["repeated"]), (&json!(3), &json!(1)));
    assert_eq!(
        read["rejected"],
        json!([{"line": 4, "reason": "twice"}, {"line": 7, "reason": "month"}])
    );
    let listed = world.ok("price_indexes", json!({})).await;
    assert_eq!(
        (
            &listed[0]["currency"],
            &listed[0]["first"],
            &listed[0]["last"]
        ),
        (&json!("EUR"), &json!("2025-06"), &json!("2026-04"))
    );
    assert_eq!(listed[0]["gaps"].as_array().unwrap().len(), 8);

    let found = world.ok("net_worth_get", real("month")).await;
    let of = |found: &Value, date: &str| {
        let list = found["real"]["points"].as_array().unwrap();
        list.iter()
            .find(|point| point["date"] == date)
            .unwrap()
            .clone()
    };
    assert_eq!(
        (&found["real"]["day"], &found["real"]["index"]),
        (&json!("2026-04-30"), &json!("110"))
    );
    assert_eq!(of(&found, "2025-06-30")["value"], "1100.00");
    assert_eq!(of(&found, "2025-12-31")["value"], "1047.62");
    // Half way from June to December.
    let between = of(&found, "2025-09-30");
    assert_eq!(
        (&between["index"], &between["basis"], &between["value"]),
        (&json!("102.5"), &json!("between"), &json!("1073.17"))
    );
    let beyond = of(&found, "2026-05-18");
    assert_eq!(
        (&beyond["value"], &beyond["basis"]),
        (&json!("1000.00"), &json!("unknown"))
    );
    assert_eq!(found["real"]["unknown"], 1);
    assert_eq!(found["points"][0]["net"], "1100.00");
    assert_eq!(
        (
            &found["change"]["amount"],
            &found["classes"][0]["before"]["amount"]
        ),
        (&json!("-100.00"), &json!("1100.00"))
    );

    // A stated rate carries the index on to today, and ahead.
    world.ok("price_rate_set", json!({"yearly": "2"})).await;
    let stated = world.ok("net_worth_get", real("month")).await;
    assert_eq!(
        (&stated["real"]["day"], &stated["real"]["unknown"]),
        (&json!("2026-05-18"), &json!(0))
    );
    assert_eq!(stated["now"]["amount"], "1000.00");
    assert!(minor(&of(&stated, "2025-06-30")["value"]) > 110_000);
    let calm = json!({"years": 10, "freed": true, "classes": [{"class": "cash", "add": "0"}]});
    let ahead = world
        .ok("net_worth_ahead", json!({"plan": calm, "real": true}))
        .await;
    // 1,000 ÷ 1.02¹⁰.
    let end = &ahead["points"][120];
    assert!((minor(&end["likely"]) - 82_035).abs() <= 1, "{end}");
    assert_eq!(end["likely"], end["high"]);

    world.ok("undo_last", json!({})).await;
    world.ok("undo_last", json!({})).await;
    assert_eq!(world.ok("price_indexes", json!({})).await, json!([]));
    world
        .ok("price_rate_set", json!({"currency": "USD", "yearly": "3"}))
        .await;
    world
        .ok("price_index_remove", json!({"currency": "USD"}))
        .await;
    assert_eq!(
        world
            .refused("price_index_remove", json!({"currency": "USD"}))
            .await,
        "not_found"
    );
    assert_eq!(
        world
            .refused_at("price_index_import", json!({"text": "a,b\nc,d\n"}))
            .await,
        ("text".into(), "columns".into())
    );
    assert_eq!(
        world
            .refused_at("price_rate_set", json!({"yearly": "lots"}))
            .await
            .0,
        "yearly"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn investments_are_held_against_a_benchmark_over_the_same_days() {
    let world = World::with_book().await;
    let fund = json!({"kind": "buy", "date": "2026-01-05", "newAccount": "Depot", "quantity": "10", "price": "100",
        "newInstrument": {"name": "World fund", "code": "IE00B3RBWM25", "currency": "EUR", "class": "equity_fund", "region": null}});
    let fund = world.ok("trade_put", fund).await["instrument"].clone();
    let price = |of: &Value, date: &str, price: &str| json!({"instrument": of, "date": date, "price": price, "currency": null});
    world
        .ok("price_put", price(&fund, "2026-03-31", "110"))
        .await;
    let index = json!({"id": null, "name": "Index", "code": null, "symbol": "IDX", "currency": "EUR", "class": "other", "region": null});
    let index = world.ok("instrument_put", index).await["id"].clone();
    world
        .ok("price_put", price(&index, "2026-01-02", "200"))
        .await;
    world
        .ok("price_put", price(&index, "2026-03-31", "210"))
        .await;
    let bare = world.ok("investments_get", json!({})).await;
    assert_eq!(bare["benchmark"], Value::Null);
    assert_eq!(bare["growth"].as_array().unwrap().len(), 5);

    world
        .ok("benchmark_set", json!({"instrument": index}))
        .await;
    let all = world.ok("investments_get", json!({})).await;
    let held = &all["benchmark"];
    assert_eq!(
        (&held["name"], &held["since"]),
        (&json!("Index"), &json!("2026-01-05"))
    );
    assert_eq!(
        (
            &held["ours"]["percent"],
            &held["theirs"]["percent"],
            &held["ahead"]
        ),
        (&json!("10.0"), &json!("5.0"), &json!("5.0"))
    );
    assert_eq!(held["ours"]["percent"], all["timeWeighted"]["percent"]);
    let growth: Vec<(&Value, &Value, &Value)> = all["growth"]
        .as_array()
        .unwrap()
        .iter()
        .map(|point| (&point["date"], &point["ours"], &point["theirs"]))
        .collect();
    assert_eq!(
        growth[0],
        (&json!("2026-01-31"), &json!("0.00"), &json!("0.00"))
    );
    assert_eq!(
        growth[2],
        (&json!("2026-03-31"), &json!("10.00"), &json!("5.00"))
    );
    assert_eq!(
        growth[4],
        (&json!("2026-05-18"), &json!("10.00"), &json!("5.00"))
    );
    // The newest price was of 31 March: on 18 May it is more than a month old.
    assert_eq!((&held["missing"], &held["old"]), (&json!(0), &json!(1 + 1)));

    let format = serde_json::to_value(app::english_labels("EUR")).unwrap();
    let chart = world
        .ok(
            "chart_render",
            json!({"kind": "investments_growth", "width": 900, "height": 380, "format": format, "from": null, "to": null,
                "by": null, "currency": null, "account": null, "category": null, "month": null, "days": null, "compact": false}),
        )
        .await;
    assert_eq!(
        chart["table"]["head"],
        json!(["Month", "Your investments", "Index"])
    );
    assert_eq!(
        chart["table"]["rows"][2],
        json!(["Mar 2026", "10.00%", "5.00%"])
    );

    // One whose first price comes later begins where ours is then, and both are told since that day.
    let late = json!({"id": null, "name": "Late", "code": null, "symbol": null, "currency": "EUR", "class": "other", "region": null});
    let late = world.ok("instrument_put", late).await["id"].clone();
    world
        .ok("price_put", price(&late, "2026-03-31", "50"))
        .await;
    world
        .ok("price_put", price(&late, "2026-05-15", "55"))
        .await;
    world.ok("benchmark_set", json!({"instrument": late})).await;
    let all = world.ok("investments_get", json!({})).await;
    let held = &all["benchmark"];
    assert_eq!(
        (&held["since"], &held["missing"]),
        (&json!("2026-03-31"), &json!(2))
    );
    assert_eq!(
        (&held["ours"]["percent"], &held["theirs"]["percent"]),
        (&json!("0.0"), &json!("10.0"))
    );
    assert_eq!(
        (
            &all["growth"][1]["theirs"],
            &all["growth"][2]["theirs"],
            &all["growth"][4]["theirs"]
        ),
        (&Value::Null, &json!("10.00"), &json!("21.00"))
    );
    // One in a currency without any rate is told and draws nothing.
    let far = json!({"id": null, "name": "Far", "code": null, "symbol": null, "currency": "USD", "class": "other", "region": null});
    let far = world.ok("instrument_put", far).await["id"].clone();
    world.ok("price_put", price(&far, "2026-01-02", "50")).await;
    world.ok("benchmark_set", json!({"instrument": far})).await;
    let held = world.ok("investments_get", json!({})).await["benchmark"].clone();
    assert_eq!(
        (&held["missing"], &held["theirs"]["reason"], &held["since"]),
        (&json!(5), &json!("no_value"), &Value::Null)
    );

    world.ok("undo_last", json!({})).await;
    assert_eq!(
        world.ok("investments_get", json!({})).await["benchmark"]["name"],
        "Late"
    );
    world.ok("benchmark_set", json!({"instrument": null})).await;
    assert_eq!(
        world.ok("investments_get", json!({})).await["benchmark"],
        Value::Null
    );
    assert_eq!(
        world
            .refused("benchmark_set", json!({"instrument": "999"}))
            .await,
        "not_found"
    );
}
