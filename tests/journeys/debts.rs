//! Debts: what is owed, by what it is paid back, every payment to the cent, and the order to pay several back in.

use serde_json::{Value, json};
use testkit::World;

fn loan(name: &str, owed: &str, rate: &str, payment: &str) -> Value {
    json!({"debt": null, "name": name, "owed": owed, "on": null, "currency": null, "kind": "loan",
           "rate": rate, "payment": payment, "months": null, "day": 5, "extra": ""})
}

async fn page(world: &World, extra: &str) -> Value {
    world.ok("debts_get", json!({"extra": extra})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loan_is_paid_back_to_the_cent() {
    let world = World::with_book().await;
    let mut request = loan("Car", "10000.00", "6", "0.00");
    request["payment"] = Value::Null;
    request["months"] = json!(12);
    world.ok("debt_save", request).await;
    let detail = world.ok("debt_get", json!({"debt": "h1"})).await;
    let debt = &detail["debt"];
    // The textbook's 860.66, rounded up so that twelve payments are enough.
    assert_eq!(debt["payment"]["amount"], "860.67", "{debt}");
    assert_eq!(
        (&debt["payments"], &debt["next"]),
        (&json!(12), &json!("2026-06-05"))
    );
    let rows = detail["payments"].as_array().unwrap();
    assert_eq!(rows[0]["interest"]["amount"], "50.00");
    assert_eq!(rows[0]["principal"]["amount"], "810.67");
    assert_eq!(rows[1]["interest"]["amount"], "45.95");
    assert_eq!(rows[11]["left"]["amount"], "0.00");
    assert_eq!(rows[11]["date"], "2027-05-05");

    // Beyond the payment: fewer payments, less interest, both told.
    let mut more = loan("Car", "10000.00", "6", "860.67");
    more["debt"] = json!("h1");
    more["extra"] = json!("500.00");
    world.ok("debt_save", more).await;
    let debt = page(&world, "").await["debts"][0].clone();
    assert_eq!(debt["payments"], 8, "{debt}");
    assert_eq!(debt["savedPayments"], 4);
    world.ok("undo_last", json!({})).await;
    assert_eq!(page(&world, "").await["debts"][0]["payments"], 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_owes_waits_for_its_terms_and_a_card_is_settled_once() {
    let world = World::with_book().await;
    let card = world
        .import_csv_as(
            "Card",
            "Date,Payee,Amount\n2026-05-02,Shoes,-120.00\n2026-05-09,Food,-30.50\n",
        )
        .await;
    world
        .ok(
            "account_update",
            json!({"id": card, "name": null, "kind": "credit_card", "inBudget": null,
                   "inNetWorth": null, "closed": null, "owner": null, "tier": null}),
        )
        .await;
    let before = page(&world, "").await;
    let debt = &before["debts"][0];
    assert_eq!(debt["owed"]["amount"], "150.50", "{before}");
    assert_eq!(debt["problem"], "no_terms");
    assert_eq!(before["orders"], Value::Null);
    let settle = json!({"debt": debt["id"], "name": null, "owed": null, "on": null, "currency": null,
        "kind": "deferred", "rate": "", "payment": null, "months": null, "day": 31, "extra": ""});
    world.ok("debt_save", settle).await;
    let detail = world.ok("debt_get", json!({"debt": debt["id"]})).await;
    assert_eq!(detail["payments"].as_array().unwrap().len(), 1);
    assert_eq!(detail["payments"][0]["date"], "2026-05-31");
    assert_eq!(detail["payments"][0]["paid"]["amount"], "150.50");
    assert_eq!(detail["debt"]["interest"]["amount"], "0.00");
    world.ok("debt_remove", json!({"debt": debt["id"]})).await;
    assert_eq!(page(&world, "").await["debts"][0]["problem"], "no_terms");
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_compared_with_what_is_put_on_top() {
    let world = World::with_book().await;
    for request in [
        loan("Card", "5000.00", "20", "150.00"),
        loan("Friend", "1000.00", "0", "50.00"),
        loan("Kitchen", "3000.00", "9", "80.00"),
    ] {
        world.ok("debt_save", request).await;
    }
    let page = page(&world, "100.00").await;
    assert_eq!(page["owed"]["amount"], "9000.00");
    assert_eq!(page["monthly"]["amount"], "280.00");
    let orders = &page["orders"];
    let first = |order: &str| orders[order]["ends"][0]["name"].clone();
    assert_eq!(first("snowball"), "Friend");
    let interest = |order: &str| {
        orders[order]["interest"]["amount"]
            .as_str()
            .unwrap()
            .replace('.', "")
            .parse::<i64>()
            .unwrap()
    };
    assert!(interest("avalanche") < interest("snowball"), "{orders}");
    assert!(interest("snowball") < interest("asIs"), "{orders}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_at_its_field() {
    let world = World::with_book().await;
    let with = |field: &str, value: Value| {
        let mut request = loan("Loan", "100.00", "3", "10.00");
        request[field] = value;
        request
    };
    let refused = [
        (with("name", json!(" ")), "name"),
        (with("owed", json!("0.00")), "owed"),
        (with("owed", json!("-1.00")), "owed"),
        (with("on", json!("2026-05-19")), "on"),
        (with("on", json!("2026-02-31")), "on"),
        (with("rate", json!("101")), "rate"),
        (with("rate", json!("-1")), "rate"),
        (with("rate", json!("three")), "rate"),
        (with("payment", json!("0.00")), "payment"),
        (with("day", json!(0)), "day"),
        (with("day", json!(32)), "day"),
        (with("extra", json!("-1.00")), "extra"),
        (with("months", json!(12)), "months"),
    ];
    for (request, field) in refused {
        let refused = world.refused_at("debt_save", request).await;
        assert_eq!(refused.0, field, "{refused:?}");
    }
    // Payments below the interest are kept and told: that is how it is.
    world
        .ok("debt_save", loan("Lender", "1000.00", "30", "25.00"))
        .await;
    let page = page(&world, "").await;
    assert_eq!(page["debts"][0]["problem"], "below_interest");
    assert_eq!(page["debts"][0]["monthInterest"]["amount"], "25.00");
    assert_eq!(page["ends"], Value::Null);
    assert_eq!(page["orders"]["asIs"], Value::Null);
}
