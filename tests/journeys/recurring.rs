//! Payments that repeat: found, decided about, entered, and taken back.

use serde_json::{Value, json};
use testkit::World;

/// An account with a subscription that grew dearer, pay, a rent that is late, and shopping; today is 18 May 2026.
async fn with_rows() -> World {
    let world = World::with_book().await;
    let mut csv = String::from("Date,Payee,Amount\n");
    for month in 1..=5 {
        let price = if month == 5 { "-13.99" } else { "-11.99" };
        csv.push_str(&format!("2026-{month:02}-14,Cinelune,{price}\n"));
    }
    for (month, day) in [(1, 30), (2, 27), (3, 31), (4, 30)] {
        csv.push_str(&format!("2026-{month:02}-{day:02},Harlow Works,2500.00\n"));
    }
    for month in 1..=4 {
        csv.push_str(&format!("2026-{month:02}-04,Landlord,-900.00\n"));
    }
    for (day, amount) in [(2, 31), (9, 87), (11, 12), (17, 55), (23, 20)] {
        csv.push_str(&format!("2026-04-{day:02},Corner Market,-{amount}.10\n"));
    }
    world.import_csv(&csv, None).await;
    world
}

async fn list(world: &World) -> Value {
    world.ok("recurring_list", json!({})).await
}

fn named<'a>(list: &'a Value, name: &str) -> Option<&'a Value> {
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["name"] == name)
}

fn item<'a>(list: &'a Value, name: &str) -> &'a Value {
    named(list, name).unwrap_or_else(|| panic!("no {name} in {list}"))
}

/// Every month the same moves to savings, "Transfer to savings" and its arrival, beside a rent; today is 18 May 2026.
async fn with_moves() -> World {
    let world = World::with_book().await;
    let (mut everyday, mut savings) = (
        String::from("Date,Payee,Amount\n"),
        String::from("Date,Payee,Amount\n"),
    );
    for month in 1..=5 {
        everyday.push_str(&format!("2026-{month:02}-02,Transfer to savings,-300.00\n"));
        savings.push_str(&format!(
            "2026-{month:02}-02,Transfer from everyday,300.00\n"
        ));
        everyday.push_str(&format!("2026-{month:02}-04,Landlord,-900.00\n"));
    }
    world.import_csv_as("Everyday", &everyday).await;
    world.import_csv_as("Rainy day", &savings).await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moves_between_own_accounts_is_neither_bill_nor_income() {
    let world = with_moves().await;
    let found = list(&world).await;
    assert_eq!(
        found["items"].as_array().unwrap().len(),
        2,
        "one end is listed: {found}"
    );
    let moved = item(&found, "Transfer to savings");
    assert_eq!(moved["kind"], "transfer", "{moved}");
    assert_eq!(moved["otherAccountName"], "Rainy day");
    assert_eq!(found["transfersMonthly"]["amount"], "300.00");
    assert_eq!(found["outMonthly"]["amount"], "900.00");
    assert_eq!(found["billsMonthly"]["amount"], "900.00");
    assert_eq!(found["incomeMonthly"]["amount"], "0.00");
    assert_eq!(found["ahead"]["amount"], "900.00");
    let month = world
        .ok("recurring_month", json!({"month": "2026-06"}))
        .await;
    let kinds: Vec<&Value> = month
        .as_array()
        .unwrap()
        .iter()
        .map(|due| &due["kind"])
        .collect();
    assert_eq!(kinds, ["transfer", "bill"], "{month}");
    let style = json!({"style": "flex", "startDay": 1, "savings": "0"});
    world.ok("budget_plan_set", style).await;
    let page = world.ok("budgets_month", json!({"month": "2026-06"})).await;
    assert_eq!(page["flex"]["billsDue"]["amount"], "900.00", "{page}");
    assert_eq!(page["flex"]["incomeDue"]["amount"], "0.00");

    // The person knows better.
    let id = &moved["id"];
    world
        .ok("recurring_decide", json!({"id": id, "kind": "bill"}))
        .await;
    let found = list(&world).await;
    assert_eq!(item(&found, "Transfer to savings")["kind"], "bill");
    assert_eq!(found["outMonthly"]["amount"], "1200.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_repeats_is_found_with_its_price_its_lateness_and_its_year() {
    let world = with_rows().await;
    let list = list(&world).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 3, "{list}");
    let film = item(&list, "Cinelune");
    assert_eq!(film["amount"]["amount"], "-13.99");
    assert_eq!(film["previousAmount"]["amount"], "-11.99");
    assert_eq!(film["changedOn"], "2026-05-14");
    assert_eq!(film["changeYearly"]["amount"], "-24.00");
    assert_eq!(film["priceNews"], true);
    assert_eq!(film["nextDate"], "2026-06-14");
    assert_eq!(film["yearly"]["amount"], "-167.88");
    let rent = item(&list, "Landlord");
    assert_eq!(rent["state"], "late");
    assert_eq!(rent["lateDays"], 14);
    let pay = item(&list, "Harlow Works");
    assert_eq!(
        (&pay["kind"], &pay["nextDate"]),
        (&json!("income"), &json!("2026-05-29")),
        "the last working day: {pay}"
    );
    assert_eq!(list["incomeMonthly"]["amount"], "2500.00");
    assert_eq!(list["outMonthly"]["amount"], "913.99");
    assert_eq!(list["incomePercent"], 36);
    assert_eq!(list["days"].as_array().unwrap().len(), 31);

    let month = world
        .ok("recurring_month", json!({"month": "2026-05"}))
        .await;
    let states: Vec<(&str, &str)> = month
        .as_array()
        .unwrap()
        .iter()
        .map(|due| {
            (
                due["name"].as_str().unwrap(),
                due["state"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            ("Landlord", "late"),
            ("Cinelune", "paid"),
            ("Harlow Works", "upcoming")
        ]
    );
    let detail = world.ok("recurring_get", json!({"id": film["id"]})).await;
    assert_eq!(detail["prices"].as_array().unwrap().len(), 2);
    assert_eq!(detail["payments"].as_array().unwrap().len(), 5);
    assert_eq!(
        (&detail["dayFrom"], &detail["dayTo"]),
        (&json!(14), &json!(14))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_one_stays_away_through_new_rows_until_it_is_brought_back() {
    let world = with_rows().await;
    let id = item(&list(&world).await, "Cinelune")["id"].clone();
    let change = world
        .ok("recurring_decide", json!({"id": id, "verdict": "rejected"}))
        .await;
    assert_eq!(change["label"], "recurring_rejected");
    let after = list(&world).await;
    assert!(named(&after, "Cinelune").is_none());
    assert_eq!(after["rejected"][0]["name"], "Cinelune");
    let ahead = world
        .ok("forecast_get", json!({"days": 90, "account": null}))
        .await;
    assert!(
        ahead["events"]
            .as_array()
            .unwrap()
            .iter()
            .all(|event| event["name"] != "Cinelune"),
        "the forecast does not count it either"
    );
    world.ok("undo_last", json!({})).await;
    assert!(
        named(&list(&world).await, "Cinelune").is_some(),
        "undo takes it back"
    );
    world.ok("redo_last", json!({})).await;
    let rejected = list(&world).await["rejected"][0]["id"].clone();
    world
        .ok(
            "recurring_decide",
            json!({"id": rejected, "verdict": "open"}),
        )
        .await;
    assert!(named(&list(&world).await, "Cinelune").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_reaches_the_list_and_the_forecast() {
    let world = with_rows().await;
    let id = item(&list(&world).await, "Cinelune")["id"].clone();
    world
        .ok(
            "recurring_decide",
            json!({"id": id, "verdict": "confirmed", "name": "Films", "amount": "-15.49", "nextDate": "2026-06-20",
                   "until": "2026-08-31", "shift": "after", "kind": "subscription"}),
        )
        .await;
    let after = list(&world).await;
    let films = item(&after, "Films");
    assert_eq!(films["id"], id, "the item keeps its number");
    assert_eq!(films["verdict"], "confirmed");
    assert_eq!(films["priceNews"], false, "who decides has seen the price");
    assert_eq!(after["subscriptionsYearly"]["amount"], "185.88");
    let ahead = world
        .ok("forecast_get", json!({"days": 180, "account": null}))
        .await;
    let days: Vec<(&str, &str)> = ahead["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["name"] == "Films")
        .map(|event| {
            (
                event["date"].as_str().unwrap(),
                event["amount"]["amount"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        days,
        [
            ("2026-06-20", "-15.49"),
            ("2026-07-20", "-15.49"),
            ("2026-08-20", "-15.49")
        ],
        "until its end"
    );
    for (field, request) in [
        ("amount", json!({"id": id, "amount": "15.49"})),
        ("amount", json!({"id": id, "amount": "1.999"})),
        ("nextDate", json!({"id": id, "nextDate": "2026-02-31"})),
        ("nextDate", json!({"id": id, "nextDate": "2026-05-01"})),
        ("period", json!({"id": id, "period": "other"})),
        (
            "until",
            json!({"id": id, "nextDate": "2026-06-20", "until": "2026-06-01"}),
        ),
    ] {
        let error = world.call("recurring_decide", request).await.unwrap_err();
        let told = serde_json::to_value(&error).unwrap();
        assert!(told.to_string().contains(field), "{field}: {told}");
    }
    world
        .ok("recurring_decide", json!({"id": id, "verdict": "open"}))
        .await;
    assert!(named(&list(&world).await, "Films").is_none());
    assert_eq!(item(&list(&world).await, "Cinelune")["verdict"], "open");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_person_adds_is_counted_and_written_to_a_calendar() {
    let world = with_rows().await;
    let account = item(&list(&world).await, "Cinelune")["account"].clone();
    world
        .ok(
            "recurring_add",
            json!({"name": "Judo club", "account": account, "amount": "-120.00", "period": "quarterly",
                   "nextDate": "2026-06-15", "until": null, "category": null}),
        )
        .await;
    let added = list(&world).await;
    let judo = item(&added, "Judo club");
    assert_eq!(
        (&judo["own"], &judo["yearly"]["amount"]),
        (&json!(true), &json!("-480.00"))
    );
    let exported = world.ok("recurring_export", json!({})).await;
    let file = world.folder().join(exported["file"].as_str().unwrap());
    let calendar = std::fs::read_to_string(file).unwrap();
    assert!(calendar.starts_with("BEGIN:VCALENDAR"), "{calendar}");
    assert!(
        calendar.contains("SUMMARY:Judo club -120.00 EUR"),
        "{calendar}"
    );
    assert!(
        calendar.contains("DTSTART;VALUE=DATE:20260915"),
        "{calendar}"
    );
    world
        .ok(
            "recurring_decide",
            json!({"id": judo["id"], "amount": "-90.00", "period": "monthly"}),
        )
        .await;
    assert_eq!(
        item(&list(&world).await, "Judo club")["yearly"]["amount"],
        "-1080.00"
    );
    world
        .ok(
            "recurring_decide",
            json!({"id": judo["id"], "verdict": "rejected"}),
        )
        .await;
    assert!(named(&list(&world).await, "Judo club").is_none());
    let report = world.ok("book_verify", json!({})).await;
    assert_eq!(report["ok"], true, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_says_what_no_plain_rhythm_can_and_holidays_move_its_days() {
    let world = World::with_book().await;
    world
        .import_csv("Date,Payee,Amount\n2026-05-01,Opening,3000.00\n", None)
        .await;
    let account = world.account("Everyday").await;
    // The book's day is 18 May 2026.
    let ask =
        json!({"rule": "FREQ=MONTHLY;BYMONTHDAY=1,15", "first": "2026-05-18", "account": account});
    let shown = world.ok("recurring_days", ask).await;
    assert_eq!(shown["days"].as_array().unwrap().len(), 6);
    assert_eq!(shown["days"][0], json!("2026-06-01"));
    for (rule, reason) in [
        ("each month", "syntax"),
        ("FREQ=HOURLY", "too_often"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "never"),
    ] {
        let ask = json!({"rule": rule, "first": "2026-05-18"});
        let refused = world.refused_at("recurring_days", ask).await;
        assert_eq!(refused, ("rule".to_owned(), reason.to_owned()), "{rule}");
    }
    let add = json!({"name": "Piano lessons", "account": account, "amount": "-40.00", "period": "other",
        "rule": "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15", "shift": "after", "nextDate": "2026-07-01", "until": null, "category": null});
    world.ok("recurring_add", add).await;
    let list = world.ok("recurring_list", json!({})).await;
    let piano = item(&list, "Piano lessons");
    assert_eq!(piano["period"], json!("other"));
    assert_eq!(piano["rule"], json!("FREQ=MONTHLY;BYMONTHDAY=1,15"));
    assert_eq!(piano["shift"], json!("after"));
    assert_eq!(piano["yearly"]["amount"], json!("-960.00"), "twice a month");
    let detail = world.ok("recurring_get", json!({"id": piano["id"]})).await;
    // 1 August is a Saturday, the 15th too.
    assert_eq!(
        detail["next"],
        json!([
            "2026-07-01",
            "2026-07-15",
            "2026-08-03",
            "2026-08-17",
            "2026-09-01",
            "2026-09-15"
        ])
    );
    // Rent on the 1st goes out the working day before: 1 January is a holiday in TARGET.
    let add = json!({"name": "Rent", "account": account, "amount": "-900.00", "period": "monthly", "shift": "before",
        "nextDate": "2026-12-01", "until": null, "category": null});
    world.ok("recurring_add", add).await;
    let list = world.ok("recurring_list", json!({})).await;
    let rent = item(&list, "Rent");
    let detail = world.ok("recurring_get", json!({"id": rent["id"]})).await;
    assert_eq!(detail["next"][0], json!("2026-12-01"));
    assert_eq!(detail["next"][1], json!("2026-12-31"));
    assert_eq!(detail["next"][2], json!("2027-02-01"));
    assert_eq!(rent["yearly"]["amount"], json!("-10800.00"));
    assert_eq!(
        (&rent["period"], &rent["rule"], &rent["shift"]),
        (&json!("monthly"), &Value::Null, &json!("before")),
        "moved by holidays, it is monthly still"
    );
    // Into the forecast, and out again when it is changed.
    let forecast = world
        .ok("forecast_get", json!({"days": 365, "account": account}))
        .await;
    let dates = |forecast: &serde_json::Value, name: &str| -> Vec<String> {
        (forecast["events"].as_array().unwrap().iter())
            .filter(|event| event["name"] == name)
            .map(|event| event["date"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        dates(&forecast, "Rent")[..3],
        ["2026-12-01", "2026-12-31", "2027-02-01"]
    );
    assert_eq!(
        dates(&forecast, "Piano lessons")[..3],
        ["2026-07-01", "2026-07-15", "2026-08-03"]
    );
    let weekly =
        json!({"id": piano["id"], "rule": "FREQ=WEEKLY;BYDAY=TU,FR", "nextDate": "2026-06-02"});
    world.ok("recurring_decide", weekly).await;
    let detail = world.ok("recurring_get", json!({"id": piano["id"]})).await;
    assert_eq!(detail["next"][0], json!("2026-06-02"));
    assert_eq!(detail["next"][1], json!("2026-06-05"));
    world.ok("undo_last", json!({})).await;
    let detail = world.ok("recurring_get", json!({"id": piano["id"]})).await;
    assert_eq!(detail["next"][0], json!("2026-07-01"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_rhythm_that_holidays_move_goes_with_its_next_day_and_is_what_the_person_says() {
    let world = with_rows().await;
    let account = world.account("Everyday").await;
    let add = json!({"name": "Gym", "account": account, "amount": "-30.00", "period": "monthly", "shift": "after",
        "nextDate": "2026-06-06", "until": null, "category": null});
    world.ok("recurring_add", add).await;
    let found = list(&world).await;
    let id = &item(&found, "Gym")["id"];
    // 6 June is a Saturday; from the 20th on, also one.
    let change = json!({"id": id, "nextDate": "2026-06-20", "kind": "subscription"});
    world.ok("recurring_decide", change).await;
    let found = list(&world).await;
    let gym = item(&found, "Gym");
    assert_eq!(
        (&gym["kind"], &gym["period"], &gym["shift"]),
        (&json!("subscription"), &json!("monthly"), &json!("after"))
    );
    let detail = world.ok("recurring_get", json!({"id": id})).await;
    let next = json!(["2026-06-22", "2026-07-20", "2026-08-20"]);
    assert_eq!(
        detail["next"].as_array().unwrap()[..3],
        next.as_array().unwrap()[..]
    );
    // Unmoved again.
    world
        .ok("recurring_decide", json!({"id": id, "shift": "none"}))
        .await;
    let detail = world.ok("recurring_get", json!({"id": id})).await;
    assert_eq!(detail["next"][0], "2026-06-20", "{detail}");
}
