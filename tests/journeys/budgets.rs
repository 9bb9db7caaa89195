//! Budgets: limits, what was spent, what is carried, and filing that changes both.

use serde_json::{Value, json};
use testkit::{World, bank};

async fn with_rows() -> World {
    let world = World::with_book().await;
    let csv = "Date,Payee,Amount\n2026-04-04,Corner Market,-80.00\n2026-04-20,Corner Market,-40.00\n\
               2026-05-03,Corner Market,-55.25\n2026-05-11,Corner Market,-20.00\n2026-05-12,Corner Market,5.00\n";
    world.import_csv(csv, None).await;
    world
}

async fn file_all(world: &World, category: &str) -> Value {
    let page = world
        .ok("transactions_page", json!({"text": "corner", "limit": 50}))
        .await;
    let ids: Vec<&Value> = page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["id"])
        .collect();
    assert_eq!(ids.len(), 5, "{page}");
    world
        .ok(
            "transactions_update",
            json!({"ids": ids, "category": category}),
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_counts_what_is_filed_under_it_and_carries_the_rest() {
    let world = with_rows().await;
    let groceries = world.category("Groceries").await;
    file_all(&world, &groceries).await;
    world
        .ok(
            "budget_set",
            json!({"category": groceries, "from": "2026-04", "limit": "150", "carryOver": true}),
        )
        .await;
    let april = world.ok("budgets_month", json!({"month": "2026-04"})).await;
    assert_eq!(april["lines"][0]["spent"]["amount"], "120.00");
    assert_eq!(april["lines"][0]["left"]["amount"], "30.00");
    let may = world.ok("budgets_month", json!({"month": ""})).await;
    assert_eq!(may["lines"][0]["carried"]["amount"], "30.00");
    assert_eq!(
        may["lines"][0]["spent"]["amount"], "70.25",
        "the refund counts against it"
    );
    assert_eq!(may["lines"][0]["left"]["amount"], "109.75");
    assert_eq!(may["left"], may["lines"][0]["left"]);
    let detail = world
        .ok(
            "budget_detail",
            json!({"category": groceries, "month": "2026-05"}),
        )
        .await;
    assert_eq!(detail["daysLeft"], 13);
    for kind in ["budget_burnup", "budget_months"] {
        let format = serde_json::to_value(app::english_labels("EUR")).unwrap();
        let drawing = world
            .ok(
                "chart_render",
                json!({"kind": kind, "width": 400, "height": 200, "format": format,
                       "category": groceries, "month": "2026-05", "compact": false}),
            )
            .await;
        assert!(
            drawing["svg"].as_str().unwrap().starts_with("<svg"),
            "{kind}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_come_from_history_and_own_categories_can_be_added() {
    let world = with_rows().await;
    let made = world
        .ok(
            "category_create",
            json!({"name": "Market stalls", "group": "Food", "kind": "expense"}),
        )
        .await;
    file_all(&world, made["id"].as_str().unwrap()).await;
    let suggested = world.ok("budget_suggest", json!({"months": 1})).await;
    assert_eq!(suggested[0]["name"], "Market stalls", "{suggested}");
    assert_eq!(suggested[0]["average"]["amount"], "120.00");
    let account =
        world.ok("accounts_list", json!({})).await["groups"][0]["accounts"][0]["id"].clone();
    world
        .ok("account_update", json!({"id": account, "inBudget": false}))
        .await;
    assert_eq!(
        world.ok("budget_suggest", json!({"months": 1})).await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_may_hold_for_one_month_alone() {
    let world = with_rows().await;
    let groceries = world.category("Groceries").await;
    let limit_of = async |month: &str| {
        let page = world.ok("budgets_month", json!({"month": month})).await;
        page["lines"][0]["limit"]["amount"].clone()
    };
    let set = |from: &str, limit: &str, only: bool| json!({"category": groceries, "from": from, "limit": limit, "carryOver": false, "only": only});
    world
        .ok("budget_set", set("2026-03", "200.00", false))
        .await;
    world.ok("budget_set", set("2026-04", "350.00", true)).await;
    assert_eq!(limit_of("2026-03").await, "200.00");
    assert_eq!(limit_of("2026-04").await, "350.00");
    assert_eq!(limit_of("2026-05").await, "200.00");
    world.ok("undo_last", json!({})).await;
    assert_eq!(limit_of("2026-04").await, "200.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn beginning_with_several_limits_is_one_change() {
    let world = with_rows().await;
    let (groceries, rent) = (
        world.category("Groceries").await,
        world.category("Rent").await,
    );
    let begin = |second: &str| {
        json!({"from": "2026-05", "limits": [
            {"category": groceries, "limit": "150.00"},
            {"category": rent, "limit": second},
        ]})
    };
    let lines = async || {
        let page = world.ok("budgets_month", json!({"month": "2026-05"})).await;
        let lines = page["lines"].as_array().unwrap().clone();
        lines
            .iter()
            .map(|line| line["limit"]["amount"].as_str().unwrap().to_owned())
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(
        world.refused("budgets_begin", begin("-1.00")).await,
        "invalid_request"
    );
    assert!(lines().await.is_empty(), "all of them or none");
    let done = world.ok("budgets_begin", begin("900.00")).await;
    assert_eq!(done["rows"], 2);
    assert_eq!(
        lines().await,
        ["150.00", "900.00"].map(str::to_owned).into()
    );
    world.ok("undo_last", json!({})).await;
    assert!(lines().await.is_empty(), "taken back as one");
}

/// Pay, a rent that comes each month, and shopping in three months; today is 18 May 2026.
async fn household() -> World {
    let world = World::with_book().await;
    let mut csv = String::from("Date,Payee,Amount\n");
    for month in 1..=5 {
        csv.push_str(&format!("2026-{month:02}-01,Landlord,-900.00\n"));
        if month < 5 {
            csv.push_str(&format!("2026-{month:02}-25,Harlow Works,2500.00\n"));
            csv.push_str(&format!("2026-{month:02}-20,Voltwerk,-60.00\n"));
        }
    }
    csv.push_str(
        "2026-04-10,Corner Market,-120.00\n2026-05-05,Corner Market,-80.00\n2026-05-06,Trattoria,-40.00\n",
    );
    world.import_csv(&csv, None).await;
    for (payee, name) in [
        ("landlord", "Rent"),
        ("corner", "Groceries"),
        ("trattoria", "Restaurants"),
        ("voltwerk", "Energy and heating"),
        ("harlow", "Salary"),
    ] {
        let id = world.category(name).await;
        let page = world
            .ok("transactions_page", json!({"text": payee, "limit": 50}))
            .await;
        let ids: Vec<&Value> = page["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["id"])
            .collect();
        world
            .ok("transactions_update", json!({"ids": ids, "category": id}))
            .await;
    }
    world
}

fn whole(money: &Value) -> i64 {
    money["amount"]
        .as_str()
        .unwrap()
        .replace('.', "")
        .parse()
        .unwrap()
}

async fn save(world: &World, rest: Value) -> Value {
    let mut request = json!({"budget": null, "name": "Line", "categories": [], "accounts": [], "tags": [], "payees": [],
        "span": "month", "length": null, "since": null, "limit": "0", "from": "2026-05", "only": false,
        "surplus": true, "overspending": true, "envelope": null, "warnAt": null});
    for (key, value) in rest.as_object().unwrap() {
        request[key] = value.clone();
    }
    world.ok("budget_save", request).await
}

fn line<'a>(page: &'a Value, name: &str) -> &'a Value {
    let lines = page["lines"].as_array().unwrap().iter();
    let mut all = lines.chain(page["periodLines"].as_array().unwrap());
    all.find(|line| line["name"] == name)
        .unwrap_or_else(|| panic!("no {name} in {page}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn envelopes_hold_every_unit_of_income_and_money_moves_in_one_step() {
    let world = household().await;
    let (groceries, eating) = (
        world.category("Groceries").await,
        world.category("Restaurants").await,
    );
    world
        .ok(
            "budget_plan_set",
            json!({"style": "envelopes", "startDay": 1, "savings": "0"}),
        )
        .await;
    for (id, limit) in [(&groceries, "200"), (&eating, "30")] {
        save(
            &world,
            json!({"categories": [id], "limit": limit, "from": "2026-04"}),
        )
        .await;
    }
    let page = world.ok("budgets_month", json!({"month": "2026-05"})).await;
    // April: 2,500 in, 230 assigned, 900 and 60 outside. May: 230 assigned, 900 outside.
    assert_eq!(page["envelopes"]["toAssign"]["amount"], "180.00", "{page}");
    let inside = |page: &Value| {
        whole(&line(page, "Groceries")["left"]) + whole(&line(page, "Restaurants")["left"])
    };
    assert_eq!(
        whole(&page["envelopes"]["toAssign"]) + inside(&page),
        250_000 - 96_000 - 12_000 - 90_000 - 12_000,
        "what is to be assigned and what lies in envelopes is what there is"
    );
    assert_eq!(line(&page, "Restaurants")["left"]["amount"], "20.00");
    let ids = |name: &str| line(&page, name)["budget"].clone();
    world
        .ok("budget_move", json!({"month": "2026-05", "from": ids("Groceries"), "to": ids("Restaurants"), "amount": "50"}))
        .await;
    world
        .ok(
            "budget_move",
            json!({"month": "2026-05", "from": null, "to": ids("Restaurants"), "amount": "10"}),
        )
        .await;
    let moved = world.ok("budgets_month", json!({"month": "2026-05"})).await;
    assert_eq!(line(&moved, "Restaurants")["left"]["amount"], "80.00");
    assert_eq!(moved["envelopes"]["toAssign"]["amount"], "170.00");
    assert_eq!(inside(&moved), inside(&page) + 1_000);
    world.ok("undo_last", json!({})).await;
    world.ok("undo_last", json!({})).await;
    assert_eq!(
        world.ok("budgets_month", json!({"month": "2026-05"})).await,
        page
    );
    let refused = world
        .refused("budget_move", json!({"month": "2026-05", "from": ids("Groceries"), "to": ids("Groceries"), "amount": "5"}))
        .await;
    assert_eq!(refused, "invalid_request");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_flexible_number_is_what_pay_leaves_after_bills_and_savings() {
    let world = household().await;
    world
        .ok(
            "budget_plan_set",
            json!({"style": "flex", "startDay": 1, "savings": "300"}),
        )
        .await;
    let flex = world.ok("budgets_month", json!({"month": "2026-05"})).await["flex"].clone();
    assert_eq!(flex["income"]["amount"], "0.00", "{flex}");
    assert_eq!(flex["incomeDue"]["amount"], "2500.00");
    assert_eq!(flex["bills"]["amount"], "900.00");
    assert_eq!(flex["billsDue"]["amount"], "60.00");
    assert_eq!(flex["pot"]["amount"], "1240.00");
    assert_eq!(flex["spent"]["amount"], "120.00");
    assert_eq!(flex["left"]["amount"], "1120.00");
    assert_eq!(flex["perDay"]["amount"], "86.15");
}

#[tokio::test(flavor = "multi_thread")]
async fn months_begin_on_payday_and_bills_to_come_are_taken_off() {
    let world = household().await;
    let utilities = world.category("Energy and heating").await;
    save(
        &world,
        json!({"categories": [utilities], "limit": "100", "from": "2026-03"}),
    )
    .await;
    let page = world.ok("budgets_month", json!({"month": ""})).await;
    let own = line(&page, "Energy and heating");
    assert_eq!(own["committed"]["amount"], "60.00", "{own}");
    // 100 of March and April less 60 each, and 100 of May: 180 left, 60 of them the bill of the 20th.
    assert_eq!(own["left"]["amount"], "180.00");
    assert_eq!(own["perDay"]["amount"], "9.23");
    world
        .ok(
            "budget_plan_set",
            json!({"style": "limits", "startDay": 25, "savings": "0"}),
        )
        .await;
    let payday = world.ok("budgets_month", json!({"month": ""})).await;
    assert_eq!(payday["month"], "2026-04");
    assert_eq!(
        (&payday["first"], &payday["last"]),
        (&json!("2026-04-25"), &json!("2026-05-24"))
    );
    assert_eq!((&payday["day"], &payday["days"]), (&json!(24), &json!(30)));
    // The April bill belongs to the month that began in March.
    assert_eq!(
        line(&payday, "Energy and heating")["spent"]["amount"],
        "0.00"
    );
    assert_eq!(
        line(&payday, "Energy and heating")["carried"]["amount"],
        "40.00"
    );
    for start in [0, 29] {
        let refused = world
            .refused(
                "budget_plan_set",
                json!({"style": "limits", "startDay": start, "savings": "0"}),
            )
            .await;
        assert_eq!(refused, "invalid_request");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_count_tags_payees_and_accounts_once_and_other_periods_apart() {
    let world = household().await;
    let groceries = world.category("Groceries").await;
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "trattoria", "limit": 5}),
        )
        .await;
    world
        .ok(
            "transactions_update",
            json!({"ids": [page["rows"][0]["id"]], "tags": ["lisbon"]}),
        )
        .await;
    let account = page["rows"][0]["account"].clone();
    save(
        &world,
        json!({"name": "Trip", "tags": ["Lisbon"], "limit": "500"}),
    )
    .await;
    save(&world, json!({"name": "Week of food", "categories": [groceries], "span": "week", "limit": "70", "from": "2026-05", "overspending": true})).await;
    save(
        &world,
        json!({"name": "All of it", "accounts": [account], "limit": "1000"}),
    )
    .await;
    let page = world.ok("budgets_month", json!({"month": "2026-05"})).await;
    assert_eq!(line(&page, "Trip")["spent"]["amount"], "40.00", "{page}");
    assert_eq!(
        line(&page, "All of it")["spent"]["amount"],
        "980.00",
        "everything but the tagged one"
    );
    assert_eq!(page["unbudgeted"]["amount"], "0.00");
    assert_eq!(
        page["limit"]["amount"], "1500.00",
        "a week's limit is no month's"
    );
    let week = line(&page, "Week of food");
    assert_eq!(
        (&week["first"], &week["last"]),
        (&json!("2026-05-18"), &json!("2026-05-24"))
    );
    let nothing = world
        .refused("budget_save", json!({"budget": null, "name": "None", "categories": [], "accounts": [], "tags": [], "payees": [],
            "span": "month", "length": null, "since": null, "limit": "5", "from": "", "only": false, "surplus": false,
            "overspending": false, "envelope": null, "warnAt": null}))
        .await;
    assert_eq!(nothing, "invalid_request");
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_filled_from_history_as_one_change() {
    let world = household().await;
    let groceries = world.category("Groceries").await;
    save(
        &world,
        json!({"categories": [groceries], "limit": "10", "from": "2026-04"}),
    )
    .await;
    let limit = async |how: &str| {
        world
            .ok(
                "budget_fill",
                json!({"month": "2026-05", "how": how, "months": 2}),
            )
            .await;
        let page = world.ok("budgets_month", json!({"month": "2026-05"})).await;
        world.ok("undo_last", json!({})).await;
        line(&page, "Groceries")["limit"]["amount"].clone()
    };
    assert_eq!(limit("last_month").await, "120.00");
    assert_eq!(limit("average").await, "60.00");
    assert_eq!(limit("last_limits").await, "10.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_that_is_ended_is_gone_with_its_ways_and_comes_back_with_them() {
    let world = household().await;
    let groceries = world.category("Groceries").await;
    save(
        &world,
        json!({"categories": [groceries], "limit": "300", "from": "2026-04", "surplus": true, "warnAt": 80}),
    )
    .await;
    let before = world.ok("budgets_month", json!({"month": "2026-05"})).await;
    let budget = line(&before, "Groceries")["budget"].clone();
    world.ok("budget_end", json!({"budget": budget})).await;
    let without = world.ok("budgets_month", json!({"month": "2026-05"})).await;
    assert_eq!(without["lines"], json!([]), "{without}");
    world.ok("undo_last", json!({})).await;
    assert_eq!(
        world.ok("budgets_month", json!({"month": "2026-05"})).await,
        before
    );
    let nobody = world
        .refused("budget_end", json!({"budget": "999999"}))
        .await;
    assert_eq!(nobody, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_that_goes_asks_what_becomes_of_its_budgets() {
    let world = World::with_book().await;
    let (food, fun) = (
        world.category("Groceries").await,
        world.category("Restaurants").await,
    );
    let set = |category: &str| json!({"category": category, "limit": "300.00", "from": "2026-05", "carryOver": false, "only": false});
    world.ok("budget_set", set(&food)).await;
    let names = async || -> Vec<String> {
        let month = world.ok("budgets_month", json!({"month": "2026-05"})).await;
        month["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names().await, ["Groceries"]);
    let asked = world
        .refused_at("category_remove", json!({"id": food, "into": null}))
        .await;
    assert_eq!(asked, ("budgets".to_owned(), "asks".to_owned()));
    // With its transactions to another category.
    world
        .ok("category_remove", json!({"id": food, "into": fun}))
        .await;
    assert_eq!(names().await, ["Restaurants"]);
    world.ok("undo_last", json!({})).await;
    assert_eq!(names().await, ["Groceries"]);
    // Or it ends.
    world
        .ok(
            "category_remove",
            json!({"id": food, "into": null, "budgets": "end"}),
        )
        .await;
    assert_eq!(names().await, Vec::<String>::new());
    world.ok("undo_last", json!({})).await;
    assert_eq!(names().await, ["Groceries"]);
    // A limit that is there already is not doubled.
    world.ok("budget_set", set(&fun)).await;
    world
        .ok(
            "category_remove",
            json!({"id": food, "into": fun, "budgets": "move"}),
        )
        .await;
    assert_eq!(names().await, ["Restaurants"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_service_is_made_ones_own_and_stays_beside_it() {
    let bank = bank().await;
    let world = World::with_book().await;
    world
        .link_some(&bank, |upstream| upstream == "wallet")
        .await;
    world.sync().await;
    let before = world.ok("budgets_month", json!({"month": ""})).await;
    assert_eq!(before["lines"], json!([]));
    let lines = before["upstreamLines"].as_array().unwrap();
    let of_categories = |line: &&Value| {
        !line["categories"].as_array().unwrap().is_empty() && line["span"] == "month"
    };
    let theirs = lines.iter().find(of_categories).unwrap();
    let request = json!({"budget": null, "name": theirs["name"], "categories": theirs["categories"],
        "accounts": theirs["accounts"], "tags": [], "payees": [], "span": theirs["span"], "length": theirs["length"],
        "since": null, "limit": theirs["limit"]["amount"], "from": before["month"], "only": false,
        "surplus": theirs["surplus"], "overspending": theirs["overspending"], "envelope": null, "warnAt": null});
    world.ok("budget_save", request).await;
    let after = world.ok("budgets_month", json!({"month": ""})).await;
    let own = &after["lines"][0];
    for same in ["name", "limit", "spent", "categories"] {
        assert_eq!(own[same], theirs[same], "{same}: {own}");
    }
    assert!(
        own["budget"].is_string() && own["connection"].is_null(),
        "{own}"
    );
    assert_eq!(
        after["upstreamLines"].as_array().unwrap().len(),
        lines.len(),
        "the service's own stays beside it"
    );
    // One's own goes its own way from then on, whatever the service says.
    world.sync().await;
    let synced = world.ok("budgets_month", json!({"month": ""})).await;
    assert_eq!(synced["lines"][0]["limit"], theirs["limit"]);
    world.ok("undo_last", json!({})).await;
    let undone = world.ok("budgets_month", json!({"month": ""})).await;
    assert_eq!(undone["lines"], json!([]));
}
