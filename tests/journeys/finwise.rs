//! What FinWise knows beyond rows: its sums and balances by month, what waits to be looked at, budgets that roll over,
//! accounts and categories made, renamed, archived and deleted there.

use practice::Switches;
use serde_json::{Value, json};
use testkit::{World, bank};

async fn flagged() -> practice::Running {
    let bank = bank().await;
    bank.set_switches(Switches {
        finwise_flags: true,
        ..Switches::default()
    });
    bank
}

async fn linked(bank: &practice::Running) -> (World, String) {
    let world = World::with_book().await;
    let ids = world.link_some(bank, |name| name == "finwise").await;
    world.sync().await;
    (world, ids[0].clone())
}

async fn found(world: &World, text: &str) -> Vec<Value> {
    let page = world
        .ok("transactions_page", json!({"text": text, "limit": 500}))
        .await;
    page["rows"].as_array().unwrap().clone()
}

async fn writes_back(world: &World, id: &str) {
    let request = json!({"id": id, "label": null, "fields": [], "writeBack": true});
    world.ok("connection_update", request).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_sums_by_month_are_ours() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    let listed = world.ok("connections_list", json!({})).await;
    assert_eq!(listed[0]["hasReport"], json!(true));
    let report = world.ok("connection_report", json!({"id": id})).await;
    let months = report["months"].as_array().unwrap();
    assert!(months.len() >= 12, "{report}");
    for month in months {
        assert_eq!(month["differs"], json!(false), "{month}");
        assert!(!month["incoming"].is_null() && !month["outgoing"].is_null());
    }
    let held: Vec<&Value> = months
        .iter()
        .filter(|month| !month["balance"].is_null())
        .collect();
    assert!(
        held.len() >= 12,
        "what is held at the ends of months: {report}"
    );
    for month in held {
        assert_eq!(month["balance"], month["ownBalance"], "{month}");
    }
    let row = found(&world, "is:expense").await[0].clone();
    world
        .ok("transactions_delete", json!({"ids": [row["id"]]}))
        .await;
    let report = world.ok("connection_report", json!({"id": id})).await;
    let differing = report["months"].as_array().unwrap().iter();
    let differing: Vec<&Value> = differing
        .filter(|month| month["differs"] == json!(true))
        .collect();
    // Its sums by month, and what is held at the end of that month and of every later one.
    let sums = |month: &&&Value| {
        month["incoming"] != month["ownIncoming"] || month["outgoing"] != month["ownOutgoing"]
    };
    let moved: Vec<&&Value> = differing.iter().filter(sums).collect();
    assert_eq!(moved.len(), 1, "{report}");
    let since = moved[0]["month"].as_str().unwrap();
    assert!(row["date"].as_str().unwrap().starts_with(since));
    for month in &differing {
        assert!(month["month"].as_str().unwrap() >= since, "{report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_wants_looked_at_is_found_and_confirmed_there() {
    let bank = flagged().await;
    let (world, id) = linked(&bank).await;
    writes_back(&world, &id).await;
    let waiting = found(&world, "is:review").await;
    assert!(waiting.len() > 1, "{waiting:?}");
    let all = found(&world, "").await.len();
    assert!(waiting.len() < all, "not every row waits");
    let row = &waiting[0];
    let filed = found(&world, "is:expense").await;
    let category = filed
        .iter()
        .find(|other| other["categorySource"] == "upstream")
        .unwrap()["category"]
        .clone();
    let edit = json!({"rows": {"ids": [row["id"]]}, "change": {"category": category}});
    let change = world.ok("rows_edit", edit).await;
    assert_eq!(found(&world, "is:review").await.len(), waiting.len() - 1);
    let outbox = world.ok("outbox_list", json!({"id": id})).await;
    let fields: Vec<&Value> = outbox
        .as_array()
        .unwrap()
        .iter()
        .map(|i| &i["field"])
        .collect();
    assert!(fields.contains(&&json!("review")), "{outbox}");

    // Taken back before it went: there is nothing to say.
    world
        .ok(
            "batch_undo",
            json!({"batch": change["batch"], "force": false}),
        )
        .await;
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    assert_eq!(found(&world, "is:review").await.len(), waiting.len());

    let edit = json!({"rows": {"ids": [row["id"]]}, "change": {"category": category}});
    world.ok("rows_edit", edit).await;
    world.sync().await;
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    assert_eq!(found(&world, "is:review").await.len(), waiting.len() - 1);
    // It is known there: a new book finds one row less.
    let (other, _) = linked(&bank).await;
    assert_eq!(found(&other, "is:review").await.len(), waiting.len() - 1);
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

#[tokio::test(flavor = "multi_thread")]
async fn its_budgets_carry_over_what_was_left() {
    let bank = flagged().await;
    let world = in_francs(&bank).await;
    let month = json!({"month": "2026-05"});
    let page = world.ok("budgets_month", month.clone()).await;
    let lines = page["upstreamLines"].as_array().unwrap();
    assert!(!lines.is_empty(), "{page}");
    for line in lines {
        assert_eq!(line["carryOver"], json!(true), "{line}");
        assert_eq!(line["consolidated"], json!(true), "{line}");
        assert_ne!(line["carried"]["amount"], json!("0.00"), "{line}");
    }
    let calm = bank_without_flags().await;
    let plain = in_francs(&calm).await;
    let page = plain.ok("budgets_month", month).await;
    for line in page["upstreamLines"].as_array().unwrap() {
        assert_eq!(line["carryOver"], json!(false), "{line}");
        assert_eq!(line["consolidated"], json!(false), "{line}");
        assert_eq!(line["carried"]["amount"], json!("0.00"), "{line}");
    }
}

/// Its budgets are in francs, and no rates are known here.
async fn in_francs(bank: &practice::Running) -> World {
    let world = World::new();
    let create = json!({"protection": "passphrase", "passphrase": testkit::PASSPHRASE, "secrets": "book",
        "baseCurrency": "CHF", "fetchRates": false});
    world.ok("book_create", create).await;
    world.link_some(bank, |name| name == "finwise").await;
    world.sync().await;
    world
}

async fn bank_without_flags() -> practice::Running {
    bank().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_renamed_and_closed_here_is_so_there() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    let list = world.ok("accounts_list", json!({})).await;
    let account = list["groups"][0]["accounts"][0].clone();
    let rename = json!({"id": account["id"], "name": "Daily things"});
    world.ok("account_update", rename).await;
    assert_eq!(
        world.ok("outbox_list", json!({"id": id})).await,
        json!([]),
        "nothing is written unless it was switched on"
    );
    writes_back(&world, &id).await;
    let rename = json!({"id": account["id"], "name": "Every day"});
    world.ok("account_update", rename).await;
    let outbox = world.ok("outbox_list", json!({"id": id})).await;
    assert_eq!(outbox[0]["field"], "account", "{outbox}");
    assert_eq!(outbox[0]["account"], "Every day", "{outbox}");
    assert_eq!(outbox[0]["value"], "Every day", "{outbox}");
    world.sync().await;
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    let names = |list: &Value| -> Vec<String> {
        let groups = list["groups"].as_array().unwrap().iter();
        groups
            .flat_map(|group| group["accounts"].as_array().unwrap())
            .map(|account| account["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let (other, _) = linked(&bank).await;
    let there = other.ok("accounts_list", json!({})).await;
    assert!(names(&there).contains(&"Every day".to_owned()), "{there}");

    // What it counts in goes with it, once something was said of it.
    let left_out = json!({"id": account["id"], "inBudget": false, "inNetWorth": false});
    world.ok("account_update", left_out).await;
    world.sync().await;
    let (other, _) = linked(&bank).await;
    let there = other.ok("accounts_list", json!({})).await;
    let told = there["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["accounts"].as_array().unwrap())
        .find(|one| one["name"] == "Every day")
        .unwrap()
        .clone();
    assert_eq!(
        (&told["inBudget"], &told["inNetWorth"]),
        (&json!(false), &json!(false)),
        "{told}"
    );

    let close = json!({"id": account["id"], "closed": true});
    world.ok("account_update", close).await;
    world.sync().await;
    let archived = bank
        .requests()
        .into_iter()
        .filter(|seen| seen.method == "POST" && seen.path.ends_with("/archive"));
    assert_eq!(archived.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_and_a_category_made_here_are_there() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    let account = json!({"id": id, "name": "Holiday fund", "kind": "savings", "currency": "CHF",
                         "balance": "120.50"});
    let (field, why) = world
        .refused_at("connection_account_add", account.clone())
        .await;
    assert_eq!((field.as_str(), why.as_str()), ("id", "write_back_off"));
    writes_back(&world, &id).await;
    let made = world.ok("connection_account_add", account).await;
    assert!(!made["batch"].is_null());
    let request = json!({"name": "Beekeeping", "group": "", "kind": "expense"});
    let category = world.ok("category_create", request).await;
    let request = json!({"id": id, "category": category["id"]});
    world.ok("connection_category_add", request.clone()).await;
    let chart = world.ok("connection_chart", json!({"id": id})).await;
    let named = |list: &Value, name: &str| -> Option<Value> {
        list.as_array()
            .unwrap()
            .iter()
            .find(|one| one["name"] == name)
            .cloned()
    };
    let fund = named(&chart["accountsHere"], "Holiday fund").expect("it waits here");
    assert_eq!(fund["waits"], json!(true), "{chart}");
    assert_eq!(fund["balance"]["amount"], json!("120.50"));
    assert!(named(&chart["categoriesHere"], "Beekeeping").is_some());
    world.sync().await;

    let chart = world.ok("connection_chart", json!({"id": id})).await;
    let fund = named(&chart["accounts"], "Holiday fund").expect("it is there");
    assert_eq!(fund["waits"], json!(false), "{chart}");
    assert!(named(&chart["categories"], "Beekeeping").is_some());
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    assert_eq!(
        world.refused("connection_category_add", request).await,
        "invalid_request",
        "what is there is not made again"
    );
    let posts = |path: &str| {
        let all = bank.requests();
        all.iter()
            .filter(|seen| seen.method == "POST" && seen.path.ends_with(path))
            .count()
    };
    assert_eq!(posts("/finwise/accounts"), 1);
    assert_eq!(posts("/finwise/transaction-categories"), 1);

    // A row of it goes there as well, and a book that never heard of either finds all three.
    let entry = json!({"account": fund["id"], "date": "2026-05-03", "amount": "-20.50",
                       "payee": "Queen bee", "category": category["id"]});
    world.ok("transaction_add", entry).await;
    world.sync().await;
    let (other, _) = linked(&bank).await;
    let there = other.ok("accounts_list", json!({})).await;
    let there: Vec<&Value> = there["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["accounts"].as_array().unwrap())
        .filter(|account| account["name"] == "Holiday fund")
        .collect();
    assert_eq!(there.len(), 1);
    assert_eq!(
        there[0]["balance"]["amount"],
        json!("100.00"),
        "{}",
        there[0]
    );
    assert_eq!(there[0]["kind"], json!("savings"));
    let rows = found(&other, "").await;
    let bee = rows
        .iter()
        .find(|row| row["amount"]["amount"] == "-20.50" && row["date"] == "2026-05-03")
        .expect("the row is there");
    assert_eq!(bee["category"], json!(other.category("Beekeeping").await));

    // Nothing is doubled here, and the books are in order.
    world.sync().await;
    let list = world.ok("connections_list", json!({})).await;
    let twice = list[0]["accounts"].as_array().unwrap().iter();
    assert_eq!(
        twice.filter(|one| one["name"] == "Holiday fund").count(),
        1,
        "{list}"
    );
    let differences = world.ok("connection_differences", json!({"id": id})).await;
    assert_eq!(differences, json!([]));
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_kept_by_hand_is_made_there_with_what_it_holds() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    writes_back(&world, &id).await;
    let purse = world
        .import_csv_as("Purse", "Date;Amount;Payee\n2026-05-01;40.00;Found\n")
        .await;
    world
        .ok(
            "connection_account_add",
            json!({"id": id, "account": purse}),
        )
        .await;
    world.sync().await;
    let chart = world.ok("connection_chart", json!({"id": id})).await;
    let there = chart["accounts"].as_array().unwrap().iter();
    let there: Vec<&Value> = there.filter(|one| one["name"] == "Purse").collect();
    assert_eq!(there.len(), 1, "{chart}");
    assert_eq!(there[0]["balance"]["amount"], json!("40.00"));
    assert_eq!(
        world.ok("connection_differences", json!({"id": id})).await,
        json!([])
    );
    let again = json!({"id": id, "account": purse});
    assert_eq!(
        world.refused("connection_account_add", again).await,
        "invalid_request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_before_it_went_is_not_made() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    writes_back(&world, &id).await;
    let account = json!({"id": id, "name": "Second thoughts", "kind": "cash", "currency": "CHF",
                         "balance": ""});
    let made = world.ok("connection_account_add", account).await;
    let undo = json!({"batch": made["batch"], "force": false});
    world.ok("batch_undo", undo).await;
    world.sync().await;
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    let made = bank
        .requests()
        .into_iter()
        .filter(|seen| seen.method == "POST" && seen.path.ends_with("/accounts"));
    assert_eq!(made.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_deleted_here_goes_there_and_its_rows_move() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    writes_back(&world, &id).await;
    let chart = world.ok("connection_chart", json!({"id": id})).await;
    let known = chart["categories"].as_array().unwrap();
    let gone = known
        .iter()
        .filter(|one| one["transactions"].as_u64() > Some(3))
        .min_by_key(|one| one["transactions"].as_u64())
        .unwrap();
    let into = known.iter().find(|one| one["id"] != gone["id"]).unwrap();
    let name = gone["name"].as_str().unwrap();
    let rows = gone["transactions"].as_u64().unwrap();
    let before = into["transactions"].as_u64().unwrap();
    let request = json!({"id": gone["id"], "into": into["id"], "budgets": "end"});
    world.ok("category_remove", request).await;
    world.sync().await;
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    let (other, other_id) = linked(&bank).await;
    let there = other.ok("connection_chart", json!({"id": other_id})).await;
    let there = there["categories"].as_array().unwrap();
    let moved = there
        .iter()
        .find(|one| one["name"] == into["name"])
        .unwrap();
    assert_eq!(moved["transactions"], json!(before + rows), "{moved}");
    let left = there
        .iter()
        .find(|one| one["name"] == name)
        .map_or(0, |one| one["transactions"].as_u64().unwrap());
    assert_eq!(left, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_its_archive_has_is_brought_back_there_alone() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    writes_back(&world, &id).await;
    let list = world.ok("connections_list", json!({})).await;
    let account = list[0]["accounts"][0]["id"].clone();
    let close = json!({"id": account, "closed": true});
    world.ok("account_update", close).await;
    world.sync().await;
    let open = json!({"id": account, "closed": false});
    world.ok("account_update", open).await;
    world.sync().await;
    let outbox = world.ok("outbox_list", json!({"id": id})).await;
    assert_eq!(outbox[0]["state"], "refused", "{outbox}");
    assert_eq!(outbox[0]["reason"], "cannot_bring_back", "{outbox}");

    // A category that comes back here stays out there, and says so.
    let chart = world.ok("connection_chart", json!({"id": id})).await;
    let category = chart["categories"][0]["id"].clone();
    let removed = world
        .ok(
            "category_remove",
            json!({"id": category, "into": null, "budgets": "end"}),
        )
        .await;
    world.sync().await;
    let undo = json!({"batch": removed["batch"], "force": false});
    world.ok("batch_undo", undo).await;
    world.sync().await;
    let outbox = world.ok("outbox_list", json!({"id": id})).await;
    let refused = outbox
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["field"] == "removal");
    assert_eq!(
        refused.expect("it is told")["reason"],
        "cannot_bring_back",
        "{outbox}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_turned_on_long_ago_sends_what_can_be_sent_now() {
    let bank = flagged().await;
    let (mut world, id) = linked(&bank).await;
    writes_back(&world, &id).await;
    world.ok("book_lock", json!({})).await;
    as_an_earlier_version_left_it(&world, &id);
    world.restart().await;
    world
        .ok("book_unlock", json!({"passphrase": testkit::PASSPHRASE}))
        .await;
    let listed = world.ok("connections_list", json!({})).await;
    assert_eq!(listed[0]["writeBack"]["on"], json!(true));

    let account = listed[0]["accounts"][0]["id"].clone();
    let rename = json!({"id": account, "name": "After the update"});
    world.ok("account_update", rename).await;
    let row = found(&world, "is:review").await[0].clone();
    let filed = found(&world, "is:expense").await;
    let category = filed
        .iter()
        .find(|other| other["categorySource"] == "upstream")
        .unwrap()["category"]
        .clone();
    let edit = json!({"rows": {"ids": [row["id"]]}, "change": {"category": category}});
    world.ok("rows_edit", edit).await;
    let outbox = world.ok("outbox_list", json!({"id": id})).await;
    let fields: Vec<&str> = outbox
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["field"].as_str())
        .collect();
    assert!(fields.contains(&"account"), "{outbox}");
    assert!(fields.contains(&"review"), "{outbox}");
    world.sync().await;
    assert_eq!(world.ok("outbox_list", json!({"id": id})).await, json!([]));
    let (other, _) = linked(&bank).await;
    let there = other.ok("connections_list", json!({})).await;
    assert!(there.to_string().contains("After the update"), "{there}");
}

/// The switch as a version wrote it that could send categories and notes alone.
fn as_an_earlier_version_left_it(world: &World, id: &str) {
    let secret = secrets::Secret::new(testkit::PASSPHRASE);
    let now = testkit::today().and_hms_opt(12, 0, 0).unwrap().and_utc();
    let unlock = store::Unlock::Passphrase(&secret);
    let book = store::Book::open(&world.book_folder(), unlock, now).expect("the book opens");
    let id = id.parse().expect("an id");
    let mut settings = book
        .store()
        .read(|view| view.connection(id))
        .expect("the connection")
        .settings;
    settings["write_back"] = json!(["category", "note"]);
    let origin = store::Origin::new(store::OriginKind::System, "test", now);
    book.store()
        .write(origin, move |writing| {
            let edit = store::ConnectionEdit {
                settings: Some(settings),
                ..store::ConnectionEdit::default()
            };
            writing.edit_connection(id, &edit)
        })
        .expect("it is written");
}
