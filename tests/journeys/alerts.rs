//! Alerts: found, explained by their rows, muted, dismissed, shown by the system once and only when wanted.

use serde_json::{Value, json};
use testkit::World;

/// Today is 18 May 2026: pay that stayed away, a bill far above the usual, one taken twice, a dearer and a forgotten
/// subscription, and a balance below the floor.
async fn with_rows() -> World {
    let world = World::with_book().await;
    let mut csv = String::from("Date,Payee,Amount\n");
    for (month, day) in [(11, 28), (12, 30)] {
        csv.push_str(&format!("2025-{month:02}-{day:02},Harlow Works,1000.00\n"));
    }
    for (month, day) in [(1, 28), (2, 27), (3, 30), (4, 28)] {
        csv.push_str(&format!("2026-{month:02}-{day:02},Harlow Works,1000.00\n"));
    }
    for (year, month) in [
        (2025, 10),
        (2025, 11),
        (2025, 12),
        (2026, 1),
        (2026, 2),
        (2026, 3),
        (2026, 4),
    ] {
        csv.push_str(&format!("{year}-{month:02}-04,Landlord,-900.00\n"));
        csv.push_str(&format!("{year}-{month:02}-20,Cloud Notes,-4.00\n"));
        csv.push_str(&format!("{year}-{month:02}-11,Alpes Power,-50.00\n"));
    }
    csv.push_str("2026-05-04,Landlord,-900.00\n2026-05-11,Alpes Power,-190.00\n");
    csv.push_str("2026-05-12,Garage Roux,-49.90\n2026-05-14,Garage Roux,-49.90\n");
    world.import_csv(&csv, None).await;
    world
}

async fn page(world: &World, all: bool) -> Value {
    world.ok("alerts_get", json!({"all": all})).await
}

fn kinds(page: &Value) -> Vec<String> {
    let mut kinds: Vec<String> = page["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|alert| alert["kind"].as_str().unwrap().to_owned())
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn of<'a>(page: &'a Value, kind: &str) -> &'a Value {
    page["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|alert| alert["kind"] == kind)
        .unwrap_or_else(|| panic!("no {kind} in {page}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_out_is_explained_by_its_rows() {
    let world = with_rows().await;
    let page = page(&world, false).await;
    let twice = of(&page, "duplicate_charge");
    assert_eq!(twice["name"], "Garage Roux");
    assert_eq!(
        (&twice["amount"]["amount"], &twice["count"]),
        (&json!("-49.90"), &json!(2))
    );
    assert_eq!(twice["rows"].as_array().unwrap().len(), 2);
    let odd = of(&page, "unusual_charge");
    assert_eq!(odd["name"], "Alpes Power");
    assert_eq!(odd["against"]["amount"], "-50.00");
    assert_eq!(
        (&odd["amount"]["amount"], &odd["count"]),
        (&json!("-190.00"), &json!(7))
    );
    let low = of(&page, "low_balance");
    assert_eq!(low["ahead"], true, "{low}");
    assert_eq!(low["against"]["amount"], "0.00");
    let rows = low["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["name"] == "Cloud Notes"), "{low}");
    assert!(rows.iter().all(|row| row["transaction"] == Value::Null));
    assert_eq!(
        page["unseen"],
        json!(page["alerts"].as_array().unwrap().len())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn alerts_are_dismissed_muted_and_brought_back() {
    let world = with_rows().await;
    let before = page(&world, false).await;
    let twice = of(&before, "duplicate_charge")["id"].clone();
    world
        .ok("alerts_mark", json!({"ids": [twice], "mark": "dismissed"}))
        .await;
    assert!(!kinds(&page(&world, false).await).contains(&"duplicate_charge".to_owned()));
    assert_eq!(
        of(&page(&world, true).await, "duplicate_charge")["dismissed"],
        true
    );
    world.ok("undo_last", json!({})).await;
    assert!(kinds(&page(&world, false).await).contains(&"duplicate_charge".to_owned()));

    let odd = of(&before, "unusual_charge")["id"].clone();
    world
        .ok("alerts_mark", json!({"ids": [odd], "mark": "seen"}))
        .await;
    let after = page(&world, false).await;
    assert_eq!(of(&after, "unusual_charge")["seen"], true);
    assert_eq!(
        after["unseen"].as_u64().unwrap() + 1,
        before["unseen"].as_u64().unwrap()
    );

    let mut settings = before["settings"].clone();
    settings["muted"] = json!(["low_balance"]);
    world.ok("alerts_settings", settings).await;
    let muted = page(&world, false).await;
    assert_eq!(muted["muted"], 1, "{muted}");
    assert!(!kinds(&muted).contains(&"low_balance".to_owned()));
    let refused = world
        .refused("alerts_mark", json!({"ids": ["odd 999"], "mark": "seen"}))
        .await;
    assert_eq!(refused, "not_found");
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_shows_nothing_unless_it_is_wanted_and_each_alert_once() {
    let world = with_rows().await;
    let before = page(&world, false).await;
    let twice = of(&before, "duplicate_charge");
    assert_eq!(
        (&before["settings"]["notify"], &twice["untold"]),
        (&json!(false), &json!(true))
    );
    let tell = json!({"ids": [twice["id"]], "title": "Charged twice", "body": "Something was charged twice."});
    let told = world.ok("alerts_tell", tell.clone()).await;
    assert_eq!(told["shown"], false);
    assert_eq!(world.notices(), Vec::<String>::new());

    let mut settings = before["settings"].clone();
    settings["notify"] = json!(true);
    world.ok("alerts_settings", settings).await;
    assert_eq!(world.ok("alerts_tell", tell).await["shown"], true);
    assert_eq!(
        world.notices(),
        ["Charged twice: Something was charged twice."]
    );
    assert_eq!(
        of(&page(&world, false).await, "duplicate_charge")["untold"],
        false
    );
    // What the system showed is nothing to take back: the newest change of the person's is the setting.
    world.ok("undo_last", json!({})).await;
    assert_eq!(page(&world, false).await["settings"]["notify"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_are_summed_up() {
    let world = with_rows().await;
    let week = world.ok("digest_get", json!({"every": "weekly"})).await;
    assert_eq!(
        (&week["from"], &week["to"]),
        (&json!("2026-05-11"), &json!("2026-05-17"))
    );
    assert_eq!(week["spent"]["amount"], "289.80", "{week}");
    assert_eq!(week["transactions"], 3);
    assert_eq!(week["largest"][0]["name"], "Alpes Power");
    assert_eq!(week["due"], false, "nobody asked for one");
    let day = world.ok("digest_get", json!({"every": "daily"})).await;
    assert_eq!(day["transactions"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_is_told_as_early_as_the_person_wants_it_or_never() {
    let world = World::with_book().await;
    world
        .import_csv("Date,Payee,Amount\n2026-05-01,Opening,3000.00\n", None)
        .await;
    let account = world.account("Everyday").await;
    // The book's day is 18 May 2026; bills are told three days ahead.
    let add = json!({"name": "Car tax", "account": account, "amount": "-180.00", "period": "yearly",
        "nextDate": "2026-05-28", "until": null, "category": null});
    world.ok("recurring_add", add).await;
    let due = async || {
        let page = world.ok("alerts_get", json!({"all": true})).await;
        let alerts = page["alerts"].as_array().unwrap();
        alerts
            .iter()
            .filter(|alert| alert["kind"] == "bill_due")
            .count()
    };
    assert_eq!(due().await, 0, "ten days are too early");
    let list = world.ok("recurring_list", json!({})).await;
    let id = list["items"][0]["id"].clone();
    assert_eq!(list["items"][0]["remindDays"], json!(null));
    for (remind, told) in [("14", 1), ("0", 0), ("10", 1), ("", 0)] {
        world
            .ok("recurring_decide", json!({"id": id, "remind": remind}))
            .await;
        assert_eq!(due().await, told, "{remind}");
    }
    let refused = world
        .refused_at("recurring_decide", json!({"id": id, "remind": "61"}))
        .await;
    assert_eq!(refused, ("remind".to_owned(), "out_of_range".to_owned()));
    // A rename keeps the reminder, and it outlives the next reading of the list.
    world
        .ok("recurring_decide", json!({"id": id, "remind": "20"}))
        .await;
    world
        .ok("recurring_decide", json!({"id": id, "name": "Vehicle tax"}))
        .await;
    let list = world.ok("recurring_list", json!({})).await;
    assert_eq!(list["items"][0]["name"], json!("Vehicle tax"));
    assert_eq!(list["items"][0]["remindDays"], json!(20));
}
