//! Every scenario of the practice bank through every upstream, three syncs in a row: the right state, the right exit,
//! nothing lost and nothing doubled. What a book holds afterwards is what a new book reads.

use std::collections::BTreeMap;

use practice::{Running, Scenario, Switches};
use serde_json::{Value, json};
use testkit::{World, bank};

/// A hundred thousand rows, bodies without end, silence, rows that vanish in number and accounts that do have tests of
/// their own.
const APART: [Scenario; 7] = [
    Scenario::SameBankTwice,
    Scenario::Odd,
    Scenario::WrongTypes,
    Scenario::Huge,
    Scenario::HugeBody,
    Scenario::Hang,
    Scenario::MassDeletions,
];

async fn linked(bank: &Running, upstream: &str) -> World {
    let world = World::with_book().await;
    world
        .ok("settings_update", json!({"experimentalServices": true}))
        .await;
    let known = world.ok("upstreams_list", json!({})).await;
    let info = known
        .as_array()
        .unwrap()
        .iter()
        .find(|info| info["id"] == upstream)
        .unwrap()
        .clone();
    let line = bank.first_line();
    let entry = &line["upstreams"][upstream];
    let fields: Vec<Value> = info["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|field| entry[field["key"].as_str().unwrap()].is_string())
        .map(|field| json!({"key": field["key"], "value": entry[field["key"].as_str().unwrap()]}))
        .collect();
    let request =
        json!({"upstream": upstream, "label": "", "baseUrl": entry["base_url"], "fields": fields});
    world.ok("connection_add", request).await;
    world
}

async fn sync(world: &World, full: bool) -> Value {
    let report = world
        .ok("sync_run", json!({"connections": [], "full": full}))
        .await;
    report["connections"][0].clone()
}

/// Everything the book tells of rows and balances, each counted.
async fn told(world: &World) -> BTreeMap<String, u32> {
    let mut all = BTreeMap::new();
    let list = world.ok("accounts_list", json!({})).await;
    for group in list["groups"].as_array().unwrap() {
        for account in group["accounts"].as_array().unwrap() {
            let told = format!("{} {}", account["name"], account["balance"]["amount"]);
            *all.entry(told).or_default() += 1;
        }
    }
    let mut cursor = Value::Null;
    loop {
        let page = world
            .ok(
                "transactions_page",
                json!({"text": "", "limit": 500, "after": cursor}),
            )
            .await;
        for row in page["rows"].as_array().unwrap() {
            let key = format!(
                "{} {} {} {} {}",
                row["accountName"],
                row["date"],
                row["amount"]["amount"],
                row["payee"],
                row["status"]
            );
            *all.entry(key).or_default() += 1;
        }
        cursor = page["next"].clone();
        if cursor.is_null() {
            return all;
        }
    }
}

/// How syncs end of a connection that worked before, and the one thing to do. Where no scenario of an upstream's own
/// rules, it works.
fn expected(upstream: &str, scenario: Scenario) -> (&'static str, &'static str) {
    use Scenario as S;
    let by_logins = matches!(upstream, "budgea" | "qard");
    match (scenario, upstream) {
        (S::BadToken, _) => ("credentials", "re_enter_credentials"),
        (S::WrongPassword | S::ConsentExpired, _) if !by_logins => {
            ("credentials", "re_enter_credentials")
        }
        (S::WrongPassword, "budgea") => ("user_action", "re_enter_credentials"),
        (S::ConsentExpired | S::SecondFactor, "budgea") => ("user_action", "confirm"),
        (S::WrongPassword | S::ConsentExpired | S::SecondFactor, "qard") => {
            ("user_action", "open_browser")
        }
        (S::BankDown, _) => ("unavailable", "wait_until"),
        (S::SiblingToken, "wallet") => ("forbidden", "contact"),
        (S::FirstSync, "wallet" | "qard") => ("preparing", "wait_until"),
        (S::Html, _) => ("protocol", "contact"),
        (S::Redirect, _) => ("insecure", "contact"),
        _ => ("ok", "none"),
    }
}

/// Scenarios under which rows change, or come in another shape.
const TOUCHING: [Scenario; 5] = [
    Scenario::FirstSync,
    Scenario::Flaky,
    Scenario::LatePosting,
    Scenario::Deletions,
    Scenario::MovingPages,
];

async fn every_scenario(upstream: &str) {
    let bank = bank().await;
    bank.set_switches(Switches {
        pauses_are_instant: true,
        ..Switches::default()
    });
    let world = linked(&bank, upstream).await;
    let first = sync(&world, false).await;
    assert_eq!(first["state"], json!("ok"), "{first}");
    let mut truth = bank.truth();
    let mut right = told(&read_anew(&bank, upstream).await).await;
    for scenario in Scenario::ALL {
        if APART.contains(&scenario) {
            continue;
        }
        bank.set_scenario(scenario);
        let outcome = sync(&world, false).await;
        let ended = (
            outcome["state"].as_str().unwrap(),
            outcome["action"].as_str().unwrap(),
        );
        let wanted = expected(upstream, scenario);
        assert_eq!(ended, wanted, "{upstream}, {scenario}: {outcome}");
        for _ in 0..2 {
            sync(&world, false).await;
        }
        bank.set_scenario(Scenario::Calm);
        let touched = TOUCHING.contains(&scenario);
        sync(&world, touched).await;
        if touched {
            sync(&world, true).await;
        }
        let last = sync(&world, false).await;
        assert_eq!(last["state"], json!("ok"), "{upstream}, {scenario}: {last}");
        if bank.truth() != truth {
            truth = bank.truth();
            right = told(&read_anew(&bank, upstream).await).await;
        }
        assert_eq!(
            difference(&right, &told(&world).await),
            Vec::<String>::new(),
            "{upstream}, {scenario}"
        );
    }
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

/// What one book tells and the other does not, or not as often.
fn difference(right: &BTreeMap<String, u32>, now: &BTreeMap<String, u32>) -> Vec<String> {
    let keys = right
        .keys()
        .chain(now.keys().filter(|key| !right.contains_key(*key)));
    keys.filter(|key| right.get(*key) != now.get(*key))
        .map(|key| format!("{key}: {:?}, wanted {:?}", now.get(key), right.get(key)))
        .take(10)
        .collect()
}

/// Accounts that an upstream shows for a while, some by mistake: what came with them stays, counted once, and nothing else
/// changes.
async fn accounts_for_a_while(upstream: &str) {
    let bank = bank().await;
    let world = linked(&bank, upstream).await;
    sync(&world, false).await;
    let right = told(&world).await;
    for scenario in [Scenario::SameBankTwice, Scenario::Odd, Scenario::WrongTypes] {
        for calm in [false, true] {
            bank.set_scenario(if calm { Scenario::Calm } else { scenario });
            for _ in 0..3 {
                // Where rows cannot be told from deleted ones, the person is asked; meanwhile they stay.
                let outcome = sync(&world, calm).await;
                assert!(
                    [json!("ok"), json!("deletion_guard")].contains(&outcome["state"]),
                    "{upstream}, {scenario}: {outcome}"
                );
            }
        }
        let now = told(&world).await;
        let less: Vec<_> = right
            .iter()
            .filter(|(key, count)| now.get(*key) != Some(count))
            .collect();
        assert!(less.is_empty(), "{upstream}, {scenario}: {less:?}");
        let doubled: Vec<_> = now
            .iter()
            .filter(|(key, _)| !right.contains_key(*key))
            .filter(|(_, count)| **count > 2)
            .collect();
        assert!(doubled.is_empty(), "{upstream}, {scenario}: {doubled:?}");
    }
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

async fn read_anew(bank: &Running, upstream: &str) -> World {
    let world = linked(bank, upstream).await;
    let outcome = sync(&world, false).await;
    assert_eq!(outcome["state"], json!("ok"), "{outcome}");
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn wallet() {
    every_scenario("wallet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wallet_shows_accounts_for_a_while() {
    accounts_for_a_while("wallet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wallet_app() {
    every_scenario("wallet-app").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wallet_app_shows_accounts_for_a_while() {
    accounts_for_a_while("wallet-app").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn budgea() {
    every_scenario("budgea").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn budgea_shows_accounts_for_a_while() {
    accounts_for_a_while("budgea").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn qard() {
    every_scenario("qard").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn qard_shows_accounts_for_a_while() {
    accounts_for_a_while("qard").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn finwise() {
    every_scenario("finwise").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn finwise_shows_accounts_for_a_while() {
    accounts_for_a_while("finwise").await;
}
