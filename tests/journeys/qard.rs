//! Qard: a synchronisation is asked for and waited for, rows come once, and what vanished twice is gone.

use practice::household::Upstream as Served;
use practice::{Running, Scenario, Switches};
use serde_json::{Value, json};
use testkit::{World, bank};

use crate::banks::browse;

fn request(bank: &Running, keys: &[&str]) -> Value {
    let line = bank.first_line();
    let entry = &line["upstreams"]["qard"];
    let fields: Vec<Value> = keys
        .iter()
        .map(|key| json!({"key": key, "value": entry[key]}))
        .collect();
    json!({"upstream": "qard", "label": "", "baseUrl": entry["base_url"], "fields": fields})
}

async fn synced(world: &World) -> Value {
    let report = world.sync().await;
    let outcome = report["connections"][0].clone();
    assert_eq!(outcome["state"], json!("ok"), "{outcome}");
    outcome
}

/// Every account is there once, with the balance that the bank has, its IBAN and its institution.
async fn agrees(world: &World, bank: &Running) {
    let list = world.ok("accounts_list", json!({})).await;
    let accounts: Vec<&Value> = list["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["accounts"].as_array().unwrap())
        .collect();
    let truth = bank.truth();
    let served: Vec<_> = truth
        .accounts
        .iter()
        .filter(|account| account.upstream == Served::Budgea && !account.archived)
        .collect();
    // One more than Budgea is given: that an account is not shared is an agreement with Budgea, which Qard knows nothing of.
    assert_eq!(accounts.len(), served.len() + 1, "{list}");
    for wanted in served {
        let found = accounts
            .iter()
            .find(|account| account["name"] == json!(wanted.name))
            .unwrap_or_else(|| panic!("{} is missing", wanted.name));
        assert_eq!(
            found["balance"]["amount"],
            json!(wanted.booked),
            "{}",
            wanted.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_enough_when_there_is_one_user() {
    let world = World::with_book().await;
    let bank = bank().await;
    world
        .ok("connection_add", request(&bank, &["api_key"]))
        .await;
    let outcome = synced(&world).await;
    assert!(outcome["new"].as_u64().unwrap() > 300, "{outcome}");
    agrees(&world, &bank).await;
    let all = world.ok("connections_list", json!({})).await;
    let logins = &all[0]["logins"];
    assert_eq!(logins[0]["state"], json!("ok"), "{all}");
    bank.advance(5);
    let outcome = synced(&world).await;
    assert!(outcome["new"].as_u64().unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_vanish_go_after_they_were_missed_twice_and_old_ones_stay() {
    let world = World::with_book().await;
    let bank = bank().await;
    world
        .ok("connection_add", request(&bank, &["api_key", "user_id"]))
        .await;
    let before = synced(&world).await["new"].as_u64().unwrap();
    // A year from now nothing of the year before is shown any more, and all of it is kept.
    bank.set_scenario(Scenario::Deletions);
    let removed: Vec<u64> = [
        synced(&world).await,
        synced(&world).await,
        synced(&world).await,
    ]
    .iter()
    .map(|outcome| outcome["removed"].as_u64().unwrap())
    .collect();
    assert_eq!(removed[0], 0, "missed once");
    assert!(removed[1] > 0, "missed twice");
    assert_eq!(removed[2], 0);
    bank.set_scenario(Scenario::Calm);
    bank.advance(200);
    for _ in 0..3 {
        assert_eq!(synced(&world).await["removed"], json!(0));
    }
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    assert!(page["total"].as_u64().unwrap() > before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_ran_out_is_told_and_nothing_is_lost() {
    let world = World::with_book().await;
    let bank = bank().await;
    world
        .ok("connection_add", request(&bank, &["api_key", "user_id"]))
        .await;
    synced(&world).await;
    let count = async || {
        let page = world
            .ok("transactions_page", json!({"text": "", "limit": 1}))
            .await;
        page["total"].clone()
    };
    let before = count().await;
    for scenario in [Scenario::ConsentExpired, Scenario::WrongPassword] {
        bank.set_scenario(scenario);
        let report = world.sync().await;
        let outcome = &report["connections"][0];
        let login = &outcome["logins"][0];
        assert_eq!(login["state"], json!("user_action_browser"), "{report}");
        // A sync that the person has to help does not end as if all were well, and says the one thing to do.
        assert_eq!(outcome["state"], json!("user_action"), "{report}");
        assert_eq!(outcome["action"], json!("open_browser"), "{report}");
        let listed = world.ok("connections_list", json!({})).await;
        assert_eq!(listed[0]["needsPerson"], json!(true), "{listed}");
        assert_eq!(listed[0]["logins"][0]["action"], json!("open_browser"));
        assert_eq!(count().await, before);
    }
    bank.set_scenario(Scenario::Calm);
    synced(&world).await;
    agrees(&world, &bank).await;
}

fn first_use(on: bool) -> Switches {
    Switches {
        qard_first_use: on,
        ..Switches::default()
    }
}

/// Goes on with a link until it is not at work any more.
async fn settled(world: &World, mut link: Value) -> Value {
    for _ in 0..40 {
        if link["step"] != json!("working") {
            return link;
        }
        link = world.ok("link_wait", json!({"link": link["id"]})).await;
    }
    panic!("it never ended: {link}");
}

/// A key that opens nobody's data: the provider is set up, a person made, a bank linked in the browser, and read.
#[tokio::test(flavor = "multi_thread")]
async fn from_a_bare_key_to_the_rows_of_a_bank() {
    let world = World::with_book().await;
    let bank = bank().await;
    bank.set_switches(first_use(true));
    let mut request = request(&bank, &["api_key"]);
    for (key, value) in [
        ("domain", "household.example.com"),
        ("client_id", "7"),
        ("client_secret", "a-secret-of-the-provider"),
    ] {
        let fields = request["fields"].as_array_mut().unwrap();
        fields.push(json!({"key": key, "value": value}));
    }
    let added = world.ok("connection_add", request).await;
    assert_eq!(added["unfinished"], json!(true), "{added}");
    assert_eq!(added["needsPerson"], json!(true));
    assert_eq!(added["state"], json!("user_action"));
    assert_eq!(added["listsBanks"], json!(false));
    assert!(!added.to_string().contains("a-secret-of-the-provider"));
    let puts: Vec<String> = bank
        .requests()
        .into_iter()
        .filter(|seen| seen.method == "PUT")
        .map(|seen| seen.path)
        .collect();
    assert_eq!(puts.len(), 3, "{puts:?}");

    // It is not read before it is known whose data.
    let report = world.sync().await;
    assert_eq!(
        report["connections"][0]["state"],
        json!("user_action"),
        "{report}"
    );
    assert_eq!(report["connections"][0]["requests"], json!(0));

    let begin = |kind: &str, login: Value| json!({"connection": added["id"], "kind": kind, "way": "browser", "bank": null, "login": login, "language": "en"});
    let link = world.ok("link_begin", begin("connect", json!(null))).await;
    assert_eq!(link["step"], json!("choose"), "{link}");
    let choose = json!({"link": link["id"], "fields": [], "choice": link["options"][0]["value"]});
    let link = world.ok("link_answer", choose).await;
    assert_eq!(link["step"], json!("ask"), "{link}");
    let fields: Vec<Value> = link["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| json!({"key": field["key"], "value": "Robin"}))
        .collect();
    let answer = json!({"link": link["id"], "fields": fields, "choice": null});
    let link = world.ok("link_answer", answer).await;
    assert_eq!(link["step"], json!("done"), "{link}");
    let listed = world.ok("connections_list", json!({})).await;
    assert_eq!(listed[0]["unfinished"], json!(false), "{listed}");
    assert_eq!(listed[0]["needsPerson"], json!(false), "{listed}");

    // Refused first, then allowed.
    let link = world.ok("link_begin", begin("add", json!(null))).await;
    assert_eq!(link["step"], json!("browser"), "{link}");
    let page = link["url"].as_str().unwrap();
    browse(format!("{page}?auto=refuse")).await;
    let told = json!({"link": link["id"], "fields": [], "choice": null});
    let link = world.ok("link_answer", told).await;
    assert_eq!(link["step"], json!("stopped"), "{link}");
    assert_eq!(link["stopped"], json!("refused"), "{link}");
    let report = world.sync().await;
    let outcome = &report["connections"][0];
    assert_eq!(outcome["state"], json!("user_action"), "{outcome}");
    assert_eq!(outcome["action"], json!("open_browser"), "{outcome}");
    let login = &outcome["logins"][0]["sourceId"];
    let link = world.ok("link_begin", begin("repair", login.clone())).await;
    assert_eq!(link["step"], json!("browser"), "{link}");
    let page = link["url"].as_str().unwrap();
    browse(format!("{page}?auto=approve")).await;
    let link = world.ok("link_wait", json!({"link": link["id"]})).await;
    let link = settled(&world, link).await;
    assert_eq!(link["step"], json!("done"), "{link}");
    assert_eq!(&link["login"], login);
    let outcome = synced(&world).await;
    assert!(outcome["new"].as_u64().unwrap() > 300, "{outcome}");

    // Somebody else's key opens two people's data, and asks which.
    bank.set_switches(first_use(false));
    let request = request_of(&bank);
    let other = world.ok("connection_add", request).await;
    assert_eq!(other["unfinished"], json!(true), "{other}");
    let mut begin = begin("connect", json!(null));
    begin["connection"] = other["id"].clone();
    let link = world.ok("link_begin", begin).await;
    let options = link["options"].as_array().unwrap();
    assert_eq!(options.len(), 4, "two people, and two ways to make one");
    let made_up = json!({"link": link["id"], "fields": [], "choice": "somebody-else"});
    assert_eq!(
        world.refused("link_answer", made_up).await,
        "invalid_request"
    );
}

fn request_of(bank: &Running) -> Value {
    request(bank, &["api_key"])
}

/// What Qard derived is read once per synchronisation, shown beside the book's own figures, and counted nowhere.
#[tokio::test(flavor = "multi_thread")]
async fn cash_flow_stands_beside_our_own_figures() {
    let world = World::with_book().await;
    let bank = bank().await;
    let added = world
        .ok("connection_add", request(&bank, &["api_key", "user_id"]))
        .await;
    let which = json!({"id": added["id"]});
    let before = world.ok("connection_report", which.clone()).await;
    assert_eq!(before["months"], json!([]));
    assert_eq!(added["hasReport"], json!(false));
    synced(&world).await;
    let listed = world.ok("connections_list", json!({})).await;
    assert_eq!(listed[0]["hasReport"], json!(true));
    let report = world.ok("connection_report", which.clone()).await;
    let months = report["months"].as_array().unwrap();
    assert!(months.len() >= 12, "{report}");
    for month in months {
        assert_eq!(month["incoming"], month["ownIncoming"], "{month}");
        assert_eq!(month["outgoing"], month["ownOutgoing"], "{month}");
        assert_eq!(month["rows"], month["ownRows"], "{month}");
        assert_eq!(month["differs"], json!(false));
    }
    let insights = &report["insights"];
    assert!(!insights["flows"].as_array().unwrap().is_empty());
    assert_eq!(insights["overdraftDays"], json!(2));
    assert_eq!(insights["overdraftFees"], json!("8"));
    assert_eq!(insights["incidents"][0]["total"], json!("45"));

    // A row that the book leaves out shows as a difference, and only in its month.
    let row = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await["rows"][0]
        .clone();
    let gone = json!({"ids": [row["id"]]});
    world.ok("transactions_delete", gone).await;
    let report = world.ok("connection_report", which.clone()).await;
    let differing: Vec<&Value> = report["months"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|month| month["differs"] == json!(true))
        .collect();
    assert_eq!(differing.len(), 1, "{report}");
    assert!(
        row["date"]
            .as_str()
            .unwrap()
            .starts_with(differing[0]["month"].as_str().unwrap())
    );
    let taken = json!({"id": added["id"], "keepData": true});
    world.ok("connection_remove", taken).await;
    world.refused("connection_report", which).await;
}
