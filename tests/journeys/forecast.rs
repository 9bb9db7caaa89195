//! The balance ahead: what would help, and what if.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::World;

/// Pay at the end of the month, rent on the 4th, a loan on the 20th, and shopping; today is 18 May 2026.
async fn with_rows() -> World {
    let world = World::with_book().await;
    let mut csv = String::from("Date,Payee,Amount\n2026-01-01,Opening,3000.00\n");
    for month in 1..=4 {
        csv.push_str(&format!("2026-{month:02}-28,Harlow Works,2500.00\n"));
    }
    for month in 1..=5 {
        csv.push_str(&format!("2026-{month:02}-04,Landlord,-900.00\n"));
        csv.push_str(&format!("2026-{month:02}-11,Gym Nord,-35.00\n"));
        if month < 5 {
            csv.push_str(&format!("2026-{month:02}-20,Northbank Loan,-1100.00\n"));
        }
        for day in [2, 6, 9, 13, 17, 22, 26] {
            if month < 5 || day < 18 {
                let cents = (month * 37 + day * 13) % 90;
                csv.push_str(&format!(
                    "2026-{month:02}-{day:02},Corner Market,-{day}.{cents:02}\n"
                ));
            }
        }
    }
    world.import_csv(&csv, None).await;
    world
}

fn minor(money: &Value) -> i64 {
    let text = money["amount"].as_str().unwrap();
    text.replace('.', "").parse().unwrap()
}

fn flat() -> Value {
    json!({"name": "New flat", "currency": "EUR", "changes": [
        {"do": "stop", "item": "landlord", "from": "2026-06-01"},
        {"do": "add", "item": "New rent", "amount": "-1200.00", "every": "monthly", "from": "2026-06-02"}]})
}

#[tokio::test(flavor = "multi_thread")]
async fn scenarios_are_tried_alone_and_together_and_drawn() {
    let world = with_rows().await;
    let gym = json!({"name": "No gym", "changes": [{"do": "stop", "item": "Gym Nord"}, {"do": "stop", "item": "Piano"}]});
    let request = json!({"days": 47, "account": null, "scenarios": [
        {"scenario": flat(), "on": true}, {"scenario": gym, "on": false}]});
    let base = world
        .ok("forecast_get", json!({"days": 47, "account": null}))
        .await;
    let tried = world.ok("forecast_compare", request).await;
    assert_eq!(tried["base"]["lowest"], base["lowest"]);
    let (flat_alone, gym_alone) = (&tried["each"][0], &tried["each"][1]);
    assert_eq!(flat_alone["endChange"]["amount"], "-600.00", "{tried}");
    assert_eq!(gym_alone["endChange"]["amount"], "35.00");
    assert_eq!(gym_alone["unmatched"], json!(["Piano"]));
    let end = |forecast: &Value| {
        let day = forecast["days"].as_array().unwrap().last().unwrap();
        minor(&json!({"amount": day["expected"]}))
    };
    assert_eq!(
        end(&tried["forecast"]),
        end(&base) - 60_000,
        "the gym is off"
    );
    let rent: Vec<&Value> = tried["forecast"]["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["knownBy"] == "scenario")
        .collect();
    assert_eq!(rent.len(), 2, "{rent:?}");
    let format = serde_json::to_value(app::english_labels("EUR")).unwrap();
    let mut chart = json!({"kind": "forecast", "width": 600, "height": 300, "format": format, "days": 47, "compact": false});
    let plain = world.ok("chart_render", chart.clone()).await;
    chart["scenarios"] = json!([flat()]);
    let drawn = world.ok("chart_render", chart).await;
    assert_ne!(plain["svg"], drawn["svg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_help_is_exact_and_can_be_tried() {
    let world = with_rows().await;
    let before = world
        .ok("forecast_get", json!({"days": 30, "account": null}))
        .await;
    let floor = minor(&before["lowest"]["expected"]) + 20_000;
    let text = format!("{}.{:02}", floor / 100, floor.rem_euclid(100));
    world.ok("settings_update", json!({"floor": text})).await;
    let low = world
        .ok("forecast_get", json!({"days": 30, "account": null}))
        .await;
    let tested = &low["tested"];
    assert!(tested["origins"].as_u64().unwrap() > 5, "{tested}");
    assert!(
        (50..=100).contains(&tested["insidePercent"].as_u64().unwrap()),
        "{tested}"
    );
    let advice = &low["advice"];
    assert_eq!(advice["missing"]["amount"], "200.00", "{advice}");
    assert_eq!(advice["income"], "2026-05-28");
    assert_eq!(
        advice["drivers"].as_array().unwrap().len().min(3),
        advice["drivers"].as_array().unwrap().len()
    );
    let fixes = advice["fixes"].as_array().unwrap();
    assert!(!fixes.is_empty());
    for fix in fixes {
        let mut change = fix["change"].clone();
        if change["item"] == "" {
            change["item"] = json!("Help");
        }
        let tried = world
            .ok("forecast_compare", json!({"days": 30, "account": null, "scenarios": [
                {"scenario": {"name": "Help", "currency": "EUR", "changes": [change]}, "on": true}]}))
            .await;
        assert_eq!(tried["forecast"]["lowest"]["belowFloor"], false, "{fix}");
        assert_eq!(tried["forecast"]["advice"]["missing"], Value::Null);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_is_kept_taken_back_written_to_a_file_and_read_from_it() {
    let world = with_rows().await;
    world
        .ok("scenario_keep", json!({"id": null, "scenario": flat()}))
        .await;
    let kept = world.ok("scenarios_list", json!({})).await;
    assert_eq!(kept[0]["scenario"]["name"], "New flat");
    let written = world
        .ok("scenario_export", json!({"id": kept[0]["id"]}))
        .await;
    assert_eq!(written["file"], "New-flat.json");
    let path = world.folder().join("New-flat.json");
    world
        .ok("scenario_remove", json!({"id": kept[0]["id"]}))
        .await;
    assert_eq!(world.ok("scenarios_list", json!({})).await, json!([]));
    world.ok("undo_last", json!({})).await;
    assert_eq!(world.ok("scenarios_list", json!({})).await, kept);
    world.will_pick(vec![path]);
    world.ok("scenario_import", json!({})).await;
    let both = world.ok("scenarios_list", json!({})).await;
    assert_eq!(both.as_array().unwrap().len(), 2);
    assert_eq!(both[1]["scenario"], kept[0]["scenario"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_that_makes_no_sense_is_refused_at_its_field() {
    let world = with_rows().await;
    for (text, field) in [
        ("{\n\"name\": \"x\",\n\"changes\": [{]}", "scenario, line 3"),
        (
            r#"{"name": "", "changes": [{"do": "stop", "item": "a"}]}"#,
            "name",
        ),
        (r#"{"name": "x", "changes": []}"#, "changes"),
        (
            r#"{"name": "x", "changes": [{"do": "add", "item": "a", "from": "2026-02-31", "amount": "1"}]}"#,
            "change 1, from",
        ),
        (
            r#"{"name": "x", "changes": [{"do": "add", "item": "a"}]}"#,
            "change 1, amount",
        ),
        (
            r#"{"name": "x", "changes": [{"do": "stop", "item": "a"}, {"do": "add", "item": "a", "amount": "1", "from": "2026-07-01", "until": "2026-06-01"}]}"#,
            "change 2, until",
        ),
        (
            r#"{"name": "x", "currency": "EUR", "changes": [{"do": "change", "item": "a", "amount": "1.005"}]}"#,
            "change 1, amount",
        ),
        (
            r#"{"name": "x", "changes": [{"do": "move", "item": "a", "from": "2026-07-01"}]}"#,
            "change 1, to",
        ),
    ] {
        let error = world
            .call("scenario_read", json!({"text": text}))
            .await
            .unwrap_err();
        let told = serde_json::to_value(&error.code).unwrap().to_string();
        assert!(told.contains(&format!("\"{field}\"")), "{text}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forecasts_are_kept_as_made_and_graded_by_what_came() {
    let world = with_rows().await;
    let ask = json!({"days": 47, "account": null});
    world.app.keep_forecasts().await;
    let said = world.ok("forecast_get", ask.clone()).await;
    assert_eq!(
        said["graded"],
        json!({"kept": 1, "since": "2026-05-18", "grades": []})
    );
    world.app.keep_forecasts().await;
    let batches = world.ok("batches_list", json!({"limit": 50})).await;
    let labels = batches.as_array().unwrap().iter();
    let kept = labels.filter(|batch| batch["label"] == "forecast_kept");
    assert_eq!(kept.count(), 1, "once a day: {batches}");

    // Three weeks later the rows of that time are read, a roof among them that nobody could foretell.
    world.later(TimeDelta::days(21));
    let account = world.ok("accounts_list", json!({})).await["accounts"][0]["id"].clone();
    let waiting = world.ok("forecast_get", ask.clone()).await;
    assert_eq!(
        waiting["graded"]["grades"],
        json!([]),
        "days that no row is known of are not judged"
    );
    let rows = "Date,Payee,Amount\n2026-05-20,Northbank Loan,-1100.00\n2026-05-23,Corner Market,-22.10\n\
                2026-05-27,Roof,-8000.00\n2026-05-28,Harlow Works,2500.00\n2026-06-02,Corner Market,-9.00\n";
    world.import_csv(rows, Some(&account)).await;
    let now = world.ok("forecast_get", ask).await;
    let grades = now["graded"]["grades"].as_array().unwrap();
    let start = minor(&said["start"]);
    let held = said["days"].as_array().unwrap()[..7]
        .iter()
        .filter(|day| {
            let came = match day["date"].as_str().unwrap() {
                "2026-05-19" => start,
                before if before < "2026-05-23" => start - 110_000,
                _ => start - 112_210,
            };
            let end = |name: &str| minor(&json!({"amount": day[name]}));
            (end("p10")..=end("p90")).contains(&came)
        })
        .count();
    assert_eq!(grades[0]["judged"], 7);
    assert_eq!(grades[0]["inside80Percent"], held * 100 / 7);
    // 28 May and 1 June: after the roof.
    assert_eq!(
        (
            &grades[1]["days"],
            &grades[1]["judged"],
            &grades[1]["inside80Percent"]
        ),
        (&json!(30), &json!(2), &json!(0)),
        "{grades:?}"
    );
    assert!(grades[1]["reachPercent"].as_u64().unwrap() > 100);
    assert_eq!(grades.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_account_is_graded_by_itself_and_says_where_nothing_is_known() {
    let world = World::with_book().await;
    world
        .import_csv_as("Main", "Date,Payee,Amount\n2026-05-02,Shop,-10.00\n")
        .await;
    let grades = world.ok("forecast_grades", json!({})).await;
    let all = grades.as_array().unwrap();
    assert_eq!(all.len(), 2, "{grades}");
    assert_eq!(
        (&all[0]["account"], &all[1]["name"]),
        (&serde_json::Value::Null, &json!("Main"))
    );
    assert_eq!(all[1]["abstained"], "thin_history");
    assert_eq!(all[1]["graded"], serde_json::Value::Null);
}

/// Savings with a little put by each month, opened long ago, and what else was booked.
fn savings(opening: &str, booked: &str) -> String {
    let mut csv = format!("Date,Payee,Amount,Category\n2021-01-04,Opening,{opening},\n");
    for month in 1..=12 {
        csv += &format!("2025-{month:02}-01,Standing,25.00,\n");
    }
    csv += booked;
    for month in 1..=5 {
        csv += &format!("2026-{month:02}-01,Standing,25.00,\n");
    }
    csv
}

#[tokio::test(flavor = "multi_thread")]
async fn stated_interest_is_booked_ahead_and_not_learnt_from_twice() {
    let world = World::with_book().await;
    // Interest of last year was booked by the bank.
    let csv = savings("10000.00", "2025-12-31,Interest,200.00,Interest\n");
    world.import_csv(&csv, None).await;
    let account = world.account("Everyday").await;
    let ask = json!({"days": 365, "account": account});
    let before = world.ok("forecast_get", ask.clone()).await;
    assert_eq!(before["interest"], json!([]));
    for (earned, wrong) in [
        ("0", "out_of_range"),
        ("101", "out_of_range"),
        ("two", "not_a_number"),
    ] {
        let terms = json!({"id": account, "earned": {"percent": earned, "posting": "yearly"}, "charged": null});
        let refused = world.refused_at("account_terms_save", terms).await;
        assert_eq!(refused, ("earned".to_owned(), wrong.to_owned()));
    }
    let terms = json!({"id": account, "earned": {"percent": "2,00", "posting": "yearly"},
        "charged": {"percent": "11.9", "posting": "quarterly"}});
    world.ok("account_terms_save", terms).await;
    let kept = world.ok("account_terms", json!({"id": account})).await;
    assert_eq!(kept["earned"], json!({"percent": "2", "posting": "yearly"}));
    let after = world.ok("forecast_get", ask.clone()).await;
    let interest = &after["interest"][0];
    assert_eq!(interest["next"], json!("2026-12-31"), "{interest}");
    assert_eq!(interest["charged"]["amount"], json!("0.00"));
    // About 10,300 at two percent for a year.
    let earned = minor(&interest["earned"]);
    assert!((20_000..22_000).contains(&earned), "{interest}");
    let booked: Vec<&Value> = (after["events"].as_array().unwrap().iter())
        .filter(|event| event["knownBy"] == "terms")
        .collect();
    assert_eq!(booked.len(), 1, "{booked:?}");
    assert_eq!(booked[0]["date"], json!("2026-12-31"));
    assert_eq!(booked[0]["accountName"], interest["accountName"]);
    // What the bank booked before is not learnt from as well: without that row, and as much in the account, all is the same.
    let other = World::with_book().await;
    other.import_csv(&savings("10200.00", ""), None).await;
    let same = other.account("Everyday").await;
    let terms = json!({"id": same, "earned": {"percent": "2", "posting": "yearly"},
        "charged": {"percent": "11.9", "posting": "quarterly"}});
    other.ok("account_terms_save", terms).await;
    let without = other
        .ok("forecast_get", json!({"days": 365, "account": same}))
        .await;
    assert_eq!(after["days"], without["days"]);
    assert_ne!(after["days"], before["days"]);
    // Together with others it is the same booking.
    let together = world
        .ok("forecast_get", json!({"days": 365, "account": null}))
        .await;
    assert_eq!(together["interest"][0]["earned"], interest["earned"]);
    // A scenario that empties the account takes the interest with it.
    let gone = json!({"name": "Gone", "currency": "EUR", "changes": [
        {"do": "add", "item": "Boat", "amount": "-10275.00", "from": "2026-05-19"}]});
    let compared = world
        .ok(
            "forecast_compare",
            json!({"days": 365, "account": account, "scenarios": [{"scenario": gone, "on": true}]}),
        )
        .await;
    let left = minor(&compared["forecast"]["interest"][0]["earned"]);
    assert!(left < earned / 10, "{left} of {earned}");
    world.ok("undo_last", json!({})).await;
    let undone = world.ok("forecast_get", ask).await;
    assert_eq!(undone, before);
}
