//! Reports: every figure is the sum of rows that can be listed, whatever they are grouped by.

use contract::types::{ReportBy, ReportSide};
use money::{Currency, Money};
use serde_json::{Value, json};
use testkit::{World, bank, truth};

fn minor(value: &Value) -> i64 {
    let text = value["amount"].as_str().or(value.as_str()).unwrap();
    Money::parse(text, Currency::EUR).unwrap().minor
}

async fn lived() -> (World, practice::Running) {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link(&bank).await;
    world.sync().await;
    let base = bank.first_line()["base"].as_str().unwrap().to_owned();
    world.app.rates_from(format!("{base}/ecb")).await.unwrap();
    (world, bank)
}

async fn rows(world: &World, report: &Value, more: Value) -> Value {
    let mut request = json!({"report": report, "limit": 500});
    for (key, value) in more.as_object().unwrap() {
        request[key] = value.clone();
    }
    world.ok("report_rows", request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_lists_its_rows_and_all_of_them_add_up() {
    let (world, _bank) = lived().await;
    let mut totals = Vec::new();
    for by in [
        ReportBy::Category,
        ReportBy::Group,
        ReportBy::Payee,
        ReportBy::Account,
        ReportBy::Owner,
        ReportBy::Need,
    ] {
        let request = json!({"by": by, "step": "month", "from": "2026-01-01", "to": "2026-04-30"});
        let report = world.ok("report_get", request.clone()).await;
        let (income, spent) = (minor(&report["income"]), minor(&report["spent"]));
        assert!(income > 0 && spent > 0, "{report}");
        assert_eq!(minor(&report["saved"]), income - spent);
        assert_eq!(report["periods"].as_array().unwrap().len(), 4);
        let lines = report["lines"].as_array().unwrap();
        let side = |side: &str| -> i64 {
            lines
                .iter()
                .filter(|line| line["side"] == side)
                .map(|line| minor(&line["total"]))
                .sum()
        };
        assert_eq!((side("income"), side("spending")), (income, spent));
        for line in lines.iter().take(12) {
            let behind = rows(
                &world,
                &request,
                json!({"keyed": true, "key": line["key"], "side": line["side"]}),
            )
            .await;
            let sign = if line["side"] == json!(ReportSide::Income) {
                1
            } else {
                -1
            };
            assert_eq!(
                minor(&behind["sum"]) * sign,
                minor(&line["total"]),
                "{line}"
            );
            assert_eq!(behind["total"], line["count"]);
            let values: i64 = line["values"].as_array().unwrap().iter().map(minor).sum();
            assert_eq!(values, minor(&line["total"]));
            // Where every row is in euros, the listed amounts themselves add up.
            let listed = behind["rows"].as_array().unwrap();
            if listed.iter().all(|row| row["amount"]["currency"] == "EUR") && listed.len() < 500 {
                let sum: i64 = listed.iter().map(|row| minor(&row["amount"])).sum();
                assert_eq!(sum, minor(&behind["sum"]));
            }
            assert!(listed.iter().all(|row| row["transferWith"].is_null()));
        }
        for (place, period) in report["periods"].as_array().unwrap().iter().enumerate() {
            let behind = rows(&world, &request, json!({"period": place})).await;
            assert_eq!(minor(&behind["sum"]), minor(&period["saved"]));
        }
        let came: i64 = report["sources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|end| minor(&end["value"]))
            .sum();
        let went: i64 = report["uses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|end| minor(&end["value"]))
            .sum();
        assert_eq!(
            (came, went),
            (minor(&report["through"]), minor(&report["through"]))
        );
        let days: i64 = report["days"]
            .as_array()
            .unwrap()
            .iter()
            .map(|day| minor(&day["spent"]))
            .sum();
        assert_eq!(days, spent);
        assert_eq!(report["rowsWithoutRate"], 0, "{report}");
        totals.push((income, spent));
    }
    assert!(
        totals.windows(2).all(|pair| pair[0] == pair[1]),
        "{totals:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn spending_is_what_the_household_spent() {
    let (world, bank) = lived().await;
    let truth = truth(&bank);
    let request =
        json!({"by": "category", "step": "month", "from": "2025-08-01", "to": "2026-04-30"});
    let report = world.ok("report_get", request).await;
    let mut compared = 0;
    for (name, key) in [
        ("Rent", "rent"),
        ("Groceries", "groceries"),
        ("Fuel", "fuel"),
        ("Childcare", "child-care"),
        ("Taxes", "taxes"),
        ("Loan interest", "loan-interest"),
        ("Gifts", "gifts"),
        ("Internet", "internet"),
    ] {
        let line = report["lines"]
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["name"] == name && line["side"] == "spending")
            .unwrap();
        for (place, period) in report["periods"].as_array().unwrap().iter().enumerate() {
            let month = &period["from"].as_str().unwrap()[..7];
            let Some(sums) = truth.spending[month].get(key) else {
                assert_eq!(line["values"][place], "0.00", "{name} in {month}");
                continue;
            };
            if sums.keys().any(|code| code != "EUR") {
                continue;
            }
            assert_eq!(line["values"][place], sums["EUR"], "{name} in {month}");
            compared += 1;
        }
    }
    assert!(compared > 40, "only {compared} sums were compared");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_nets_what_is_left_out_does_not_count_and_a_tag_gathers() {
    let world = World::with_book().await;
    let file = world.file("a.csv", "Date,Amount,Payee,Currency\n2026-03-02,-90.00,Shoes & Co,EUR\n2026-03-09,40.00,Shoes & Co,EUR\n2026-03-10,-7.50,Kiosk,EUR\n2026-02-10,-5.00,Kiosk,EUR\n".as_bytes());
    world
        .app
        .import_paths(
            &[file],
            app::ImportInto::Named("Purse".into()),
            None,
            false,
            app::Report::silent("import"),
        )
        .await
        .unwrap();
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 10}))
        .await;
    let id = |payee: &str, amount: &str| {
        page["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["payee"] == payee && row["amount"]["amount"] == amount)
            .unwrap()["id"]
            .clone()
    };
    let clothing = world
        .ok("categories_list", json!({}))
        .await
        .as_array()
        .unwrap()
        .iter()
        .find(|category| category["name"] == "Clothing")
        .unwrap()["id"]
        .clone();
    world
        .ok(
            "transactions_update",
            json!({"ids": [id("Shoes & Co", "-90.00"), id("Shoes & Co", "40.00")],
                   "category": clothing, "tags": ["feet", "spring"]}),
        )
        .await;
    let march = |by: &str| json!({"by": by, "step": "month", "from": "2026-03-01", "to": "2026-03-31", "against": "before"});
    let report = world.ok("report_get", march("category")).await;
    let line = |report: &Value, name: &str| {
        report["lines"]
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["name"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(line(&report, "Clothing")["total"], "50.00");
    assert_eq!(minor(&report["spent"]), 5_750);
    assert_eq!(minor(&report["before"]["spent"]), 500);
    assert_eq!(report["before"]["from"], "2026-02-01");
    // More went than came: the flow begins at reserves.
    assert_eq!(report["sources"][0]["kind"], "reserves");
    assert_eq!(report["savingsRate"], Value::Null);
    let tags = world.ok("report_get", march("tag")).await;
    assert_eq!(line(&tags, "feet")["total"], "50.00");
    assert_eq!(line(&tags, "spring")["total"], "50.00");
    assert_eq!(
        (minor(&tags["spent"]), &tags["overlapping"]),
        (5_750, &json!(true))
    );
    world
        .ok(
            "transactions_delete",
            json!({"ids": [id("Kiosk", "-7.50")]}),
        )
        .await;
    let report = world.ok("report_get", march("payee")).await;
    assert_eq!(minor(&report["spent"]), 5_000);
    assert_eq!(report["lines"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_rate_is_left_out_and_said() {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link(&bank).await;
    world.sync().await;
    let request = json!({"by": "account", "step": "month"});
    let report = world.ok("report_get", request.clone()).await;
    let left_out = report["rowsWithoutRate"].as_u64().unwrap();
    assert!(left_out > 0 && !report["withoutRate"].as_array().unwrap().is_empty());
    let listed = rows(&world, &request, json!({})).await;
    assert_eq!(minor(&listed["sum"]), minor(&report["saved"]));
}
