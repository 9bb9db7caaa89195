//! Launch, protect, connect, sync, and see figures that agree with the household to the cent.

use serde_json::{Value, json};
use testkit::{World, bank, truth};

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} of {value}"))
}

async fn lived() -> (World, practice::Running) {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link(&bank).await;
    let report = world.sync().await;
    for outcome in report["connections"].as_array().unwrap() {
        assert_eq!(text(outcome, "state"), "ok", "{outcome}");
    }
    let base = text(&bank.first_line(), "base").to_owned();
    world.app.rates_from(format!("{base}/ecb")).await.unwrap();
    (world, bank)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_balance_is_what_the_household_has() {
    let (world, bank) = lived().await;
    let list = world.ok("accounts_list", json!({})).await;
    let accounts: Vec<&Value> = list["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["accounts"].as_array().unwrap())
        .collect();
    let truth = truth(&bank);
    assert_eq!(accounts.len(), truth.counts.accounts, "accounts: {list}");
    for wanted in &truth.accounts {
        let found = accounts
            .iter()
            .find(|account| text(account, "name") == wanted.name)
            .unwrap_or_else(|| panic!("{} is missing", wanted.name));
        assert_eq!(
            text(&found["balance"], "amount"),
            wanted.current,
            "{}",
            wanted.name
        );
        assert_eq!(
            text(&found["balance"], "currency"),
            wanted.currency,
            "{}",
            wanted.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_row_is_lost_or_invented() {
    let (world, bank) = lived().await;
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    assert_eq!(page["total"], json!(truth(&bank).counts.transactions));
}

#[tokio::test(flavor = "multi_thread")]
async fn net_worth_agrees_at_every_month_end() {
    let (world, bank) = lived().await;
    let worth = world.ok("net_worth_get", json!({"by": "month"})).await;
    let points = worth["points"].as_array().unwrap();
    let truth = truth(&bank);
    let mut compared = 0;
    for day in truth.net_worth.iter().map(|point| point.date) {
        let date = day.to_string();
        let Some(point) = points.iter().find(|point| text(point, "date") == date) else {
            continue;
        };
        // Each account is converted and rounded by itself, so that the total is the sum of the rows that a person sees.
        let wanted: i64 = truth
            .accounts
            .iter()
            .map(|account| {
                let currency = money::Currency::parse(&account.currency).unwrap();
                let end = account
                    .month_ends
                    .iter()
                    .find(|end| end.date == day)
                    .unwrap();
                let own = money::Money::parse(&end.balance, currency).unwrap().minor;
                practice::rates::convert(own, &account.currency, "EUR", day).unwrap()
            })
            .sum();
        let found = money::Money::parse(text(point, "net"), money::Currency::EUR).unwrap();
        assert_eq!(found.minor, wanted, "at {day}");
        compared += 1;
    }
    assert!(compared >= 35, "only {compared} month ends were compared");
}

#[tokio::test(flavor = "multi_thread")]
async fn spending_agrees_by_month() {
    let (world, bank) = lived().await;
    let truth = truth(&bank);
    let month = "2026-04";
    let budgets = world.ok("budgets_month", json!({"month": month})).await;
    // Nothing is budgeted yet: all spending is outside, in the base currency.
    let euros: Vec<money::Money> = truth.spending[month]
        .values()
        .filter_map(|sums| sums.get("EUR"))
        .map(|amount| money::Money::parse(amount, money::Currency::EUR).unwrap())
        .collect();
    let foreign = truth.spending[month]
        .values()
        .any(|sums| sums.keys().any(|code| code != "EUR"));
    let sum: i64 = euros.iter().map(|amount| amount.minor).sum();
    let found = text(&budgets["unbudgeted"], "amount").to_owned();
    let found = money::Money::parse(&found, money::Currency::EUR)
        .unwrap()
        .minor;
    if foreign {
        assert!(
            found > sum,
            "spending in other currencies is part of the total"
        );
    } else {
        assert_eq!(found, sum);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_sync_changes_nothing() {
    let (world, _bank) = lived().await;
    let report = world.sync().await;
    for outcome in report["connections"].as_array().unwrap() {
        assert_eq!(outcome["new"], 0, "{outcome}");
        assert_eq!(outcome["removed"], 0, "{outcome}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn life_goes_on_and_the_next_sync_brings_it() {
    let (world, bank) = lived().await;
    let before = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    bank.advance(3);
    let report = world.sync().await;
    let new: u64 = report["connections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| outcome["new"].as_u64().unwrap())
        .sum();
    assert!(new > 0, "{report}");
    let after = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    assert!(after["total"].as_u64() > before["total"].as_u64());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_forecast_starts_from_the_balance_and_keeps_its_bands_in_order() {
    let (world, _bank) = lived().await;
    let forecast = world.ok("forecast_get", json!({"days": 90})).await;
    assert_eq!(forecast["abstained"], Value::Null);
    let days = forecast["days"].as_array().unwrap();
    assert_eq!(days.len(), 90);
    let minor = |day: &Value, key: &str| {
        money::Money::parse(text(day, key), money::Currency::EUR)
            .unwrap()
            .minor
    };
    for day in days {
        assert!(minor(day, "p10") <= minor(day, "p25"), "{day}");
        assert!(minor(day, "p25") <= minor(day, "p75"), "{day}");
        assert!(minor(day, "p75") <= minor(day, "p90"), "{day}");
    }
    assert!(
        !forecast["events"].as_array().unwrap().is_empty(),
        "salary and rent are known ahead"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_chart_can_be_drawn() {
    let (world, _bank) = lived().await;
    let format = serde_json::to_value(app::english_labels("EUR")).unwrap();
    for kind in ["net_worth", "net_worth_stack", "forecast", "cash_flow"] {
        let drawing = world
            .ok(
                "chart_render",
                json!({"kind": kind, "width": 800, "height": 320, "format": format, "by": "month",
                       "compact": false}),
            )
            .await;
        let svg = text(&drawing, "svg");
        assert!(
            svg.starts_with("<svg") && svg.len() < 60_000,
            "{kind}: {} bytes",
            svg.len()
        );
        assert!(!svg.contains("style="), "{kind} carries inline styles");
        assert_eq!(
            drawing["x"].as_array().unwrap().len(),
            drawing["points"].as_array().unwrap().len()
        );
    }
    let exported = world
        .ok(
            "chart_export",
            json!({"chart": {"kind": "net_worth", "width": 800, "height": 320, "format": format,
                             "by": "month", "compact": false},
                   "format": "png", "theme": "light", "title": "Net worth", "span": "", "source": "Coffer"}),
        )
        .await;
    let file = world.folder().join(text(&exported, "file"));
    assert!(std::fs::read(file).unwrap().starts_with(b"\x89PNG"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_says_it_all_at_once() {
    let (world, _bank) = lived().await;
    let overview = world
        .ok("overview_get", json!({"recent": 8, "comingDays": 14}))
        .await;
    assert_eq!(overview["empty"], false);
    let recent = overview["recent"].as_array().unwrap();
    assert_eq!(recent.len(), 8);
    let today = testkit::today().to_string();
    assert!(
        recent
            .iter()
            .all(|row| row["date"].as_str().unwrap() <= today.as_str()),
        "{recent:?}"
    );
    assert!(overview["netWorth"]["amount"].is_string());
    let recurring = world.ok("recurring_list", json!({})).await;
    assert!(
        recurring["items"].as_array().unwrap().len() >= 5,
        "{recurring}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_book_is_whole_after_it() {
    let (world, _bank) = lived().await;
    let report = world.ok("book_verify", json!({})).await;
    assert_eq!(report["ok"], true, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_refused_names_its_next_step() {
    let world = World::with_book().await;
    let bank = bank().await;
    let ids = world.link(&bank).await;
    bank.set_scenario(practice::Scenario::BadToken);
    let report = world.sync().await;
    for outcome in report["connections"].as_array().unwrap() {
        assert_eq!(text(outcome, "state"), "credentials", "{outcome}");
    }
    let list = world.ok("connections_list", json!({})).await;
    assert_eq!(list[0]["needsPerson"], true);
    bank.set_scenario(practice::Scenario::Calm);
    let line = bank.first_line();
    let upstream = text(&list[0], "upstream").to_owned();
    let info = world.ok("upstreams_list", json!({})).await;
    let info = info
        .as_array()
        .unwrap()
        .iter()
        .find(|known| known["id"] == upstream)
        .unwrap();
    let key = text(&info["fields"][0], "key");
    let value = &line["upstreams"][&upstream][key];
    let renewed = world
        .ok(
            "connection_update",
            json!({"id": ids[0], "fields": [{"key": key, "value": value}]}),
        )
        .await;
    assert_eq!(renewed["needsPerson"], false, "{renewed}");
    let again = world
        .ok("sync_run", json!({"connections": [ids[0]], "full": false}))
        .await;
    assert_eq!(text(&again["connections"][0], "state"), "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_bank_inside_the_program_links_and_outlives_a_restart() {
    let mut world = World::with_book().await;
    let bank = world.ok("practice_start", json!({"scenario": ""})).await;
    for upstream in bank["upstreams"].as_array().unwrap() {
        let request = json!({"upstream": upstream["upstream"], "label": "", "baseUrl": upstream["baseUrl"],
                             "fields": upstream["fields"]});
        let added = world.ok("connection_add", request).await;
        assert_eq!(added["practice"], true);
    }
    world.sync().await;
    world.restart().await;
    world
        .ok("book_unlock", json!({"passphrase": testkit::PASSPHRASE}))
        .await;
    let report = world.sync().await;
    for outcome in report["connections"].as_array().unwrap() {
        assert_eq!(text(outcome, "state"), "ok", "{outcome}");
    }
    let link = world.ok("upstreams_list", json!({})).await;
    world
        .ok("link_open", json!({"url": link[0]["docsUrl"]}))
        .await;
    assert_eq!(
        world
            .refused("link_open", json!({"url": "https://elsewhere.example"}))
            .await,
        "invalid_request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_s_goals_are_is_told() {
    let (world, _bank) = lived().await;
    let goals = world.ok("goals_list", json!({})).await;
    let goals = goals.as_array().unwrap();
    let bicycle = goals
        .iter()
        .find(|goal| goal["name"] == "Cargo bicycle")
        .unwrap_or_else(|| panic!("no bicycle in {goals:?}"));
    assert_eq!(
        bicycle["target"],
        json!({"amount": "4200.00", "currency": "EUR"})
    );
    assert_eq!(bicycle["state"], "active");
    assert!(bicycle["connection"].is_string());
    assert_eq!(goals.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minus_in_the_search_leaves_out() {
    let (world, _bank) = lived().await;
    let total = async |text: &str| {
        let page = world
            .ok("transactions_page", json!({"text": text, "limit": 1}))
            .await;
        page["total"].as_u64().unwrap()
    };
    let all = total("").await;
    for part in ["category:groceries", "is:transfer", "amount:>50", "verger"] {
        let (with, without) = (total(part).await, total(&format!("-{part}")).await);
        assert!(with > 0, "{part} finds nothing");
        assert_eq!(with + without, all, "{part}");
    }
    assert_eq!(
        total("-is:transfer -category:groceries").await
            + total("is:transfer").await
            + total("category:groceries -is:transfer").await,
        all
    );
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "-is:transfer", "limit": 1}),
        )
        .await;
    assert_eq!(
        page["understood"],
        json!([{"key": "is", "value": "transfer", "negated": true}])
    );
}
