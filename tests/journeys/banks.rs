//! Banks behind an aggregator: logins with a temper of their own, linked, repaired, and taken out again.

use serde_json::{Value, json};
use testkit::{World, bank};

/// A world with the aggregator linked; its connection's id.
async fn linked(bank: &practice::Running) -> (World, String) {
    linked_with(bank, &["client_id", "client_secret", "user_token"]).await
}

/// A world in which the aggregator was linked with these fields.
async fn linked_with(bank: &practice::Running, with: &[&str]) -> (World, String) {
    let world = World::with_book().await;
    let entry = bank.first_line()["upstreams"]["budgea"].clone();
    let fields: Vec<Value> = with
        .iter()
        .map(|key| json!({"key": key, "value": entry[key]}))
        .collect();
    let added = world
        .ok(
            "connection_add",
            json!({"upstream": "budgea", "label": "Banks", "baseUrl": entry["base_url"], "fields": fields}),
        )
        .await;
    assert_eq!(added["hasLogins"], true);
    let id = added["id"].as_str().unwrap().to_owned();
    (world, id)
}

async fn outcome(world: &World) -> Value {
    world.sync().await["connections"][0].clone()
}

async fn begin(world: &World, connection: &str, bank: &str) -> Value {
    world
        .ok(
            "link_begin",
            json!({"connection": connection, "kind": "add", "way": "form", "bank": bank, "login": null,
                   "language": "en"}),
        )
        .await
}

async fn answer(world: &World, link: &Value, fields: &[(&str, &str)]) -> Value {
    let fields: Vec<Value> = fields
        .iter()
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect();
    world
        .ok(
            "link_answer",
            json!({"link": link["id"], "fields": fields, "choice": null}),
        )
        .await
}

/// Fields of a step that the practice bank takes.
const RIGHT: [(&str, &str); 4] = [
    ("website", "par"),
    ("login", "12345678"),
    ("password", "123456"),
    ("birthday", "1984-02-29"),
];

fn right(link: &Value) -> Vec<(&'static str, &'static str)> {
    let asked: Vec<&str> = link["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["key"].as_str().unwrap())
        .collect();
    RIGHT
        .into_iter()
        .filter(|(key, _)| asked.contains(key))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_syncs_agree_with_the_household_and_repeat_nothing() {
    let bank = bank().await;
    let (world, _) = linked(&bank).await;
    let first = outcome(&world).await;
    assert_eq!(first["state"], "ok", "{first}");
    assert_eq!(first["logins"][0]["message"], "ok");
    assert!(first["new"].as_u64().unwrap() > 100, "{first}");
    let list = world.ok("accounts_list", json!({})).await;
    let accounts: Vec<&Value> = list["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["accounts"].as_array().unwrap())
        .collect();
    let truth = bank.truth_of(&[practice::household::Upstream::Budgea]);
    for wanted in &truth.accounts {
        let found = accounts
            .iter()
            .find(|account| account["name"] == wanted.name.as_str())
            .unwrap_or_else(|| panic!("{} is missing", wanted.name));
        assert_eq!(
            found["balance"]["amount"],
            wanted.current.as_str(),
            "{}",
            wanted.name
        );
    }
    for _ in 0..2 {
        let again = outcome(&world).await;
        assert_eq!(
            (&again["new"], &again["changed"], &again["removed"]),
            (&json!(0), &json!(0), &json!(0)),
            "{again}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_is_found_linked_with_a_code_and_read() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    let found = world
        .ok(
            "login_banks",
            json!({"connection": id, "text": "dranses", "country": "FR"}),
        )
        .await;
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found[0]["browser"], false);
    let first = begin(&world, &id, found[0]["id"].as_str().unwrap()).await;
    assert_eq!(
        (&first["step"], &first["reason"]),
        (&json!("ask"), &json!("credentials"))
    );
    // What cannot be right is not even sent.
    let refused = world
        .refused(
            "link_answer",
            json!({"link": first["id"], "fields": [{"key": "login", "value": "12"}], "choice": null}),
        )
        .await;
    assert_eq!(refused, "invalid_request");
    let second = answer(&world, &first, &right(&first)).await;
    assert_eq!(
        (&second["step"], &second["reason"]),
        (&json!("ask"), &json!("code")),
        "{second}"
    );
    let third = answer(&world, &second, &[("otp", "424242")]).await;
    assert_eq!(third["step"], "done", "{third}");
    // Nothing is read before the person has picked.
    let login = third["login"].as_str().unwrap();
    let here = json!({"connection": id, "login": login});
    let offered = world.ok("login_accounts", here.clone()).await;
    let offered = offered.as_array().unwrap();
    assert!(!offered.is_empty() && offered.iter().all(|one| one["shared"] == false));
    let pick = offered[0]["sourceId"].clone();
    world
        .ok(
            "login_share",
            json!({"connection": id, "login": login, "accounts": [pick], "keepData": true}),
        )
        .await;
    let read = outcome(&world).await;
    let known = read["logins"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["sourceId"] == login)
        .unwrap()
        .clone();
    assert_eq!(known["accounts"], 1, "{known}");
    assert_eq!(
        known["withheldAccounts"].as_u64().unwrap() as usize,
        offered.len() - 1
    );
    let connection = world.ok("connections_list", json!({})).await[0].clone();
    let account = connection["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| account["login"] == known["id"])
        .unwrap()
        .clone();
    assert!(account["transactions"].as_u64().unwrap() > 0);

    // Shared no more, it stays; the login is taken out with all that was read through it.
    world
        .ok(
            "login_share",
            json!({"connection": id, "login": login, "accounts": [], "keepData": true}),
        )
        .await;
    let after = outcome(&world).await;
    assert_eq!(after["removed"], 0);
    let connection = world.ok("connections_list", json!({})).await[0].clone();
    let kept = connection["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == account["id"])
        .unwrap()
        .clone();
    assert_eq!(
        (&kept["detached"], &kept["transactions"]),
        (&json!(true), &account["transactions"])
    );
    world
        .ok(
            "login_remove",
            json!({"connection": id, "login": login, "keepData": false}),
        )
        .await;
    let connection = world.ok("connections_list", json!({})).await[0].clone();
    assert!(
        connection["logins"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["sourceId"] != login)
    );
    assert!(
        connection["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["id"] != account["id"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_temper_of_a_bank_is_told_in_its_own_words() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    // A nod in the bank's app.
    let first = begin(&world, &id, "42").await;
    let mut at = answer(&world, &first, &right(&first)).await;
    let mut steps = 0;
    while at["step"] != "done" {
        assert!(
            ["approve", "working"].contains(&at["step"].as_str().unwrap()),
            "{at}"
        );
        at = world.ok("link_wait", json!({"link": at["id"]})).await;
        steps += 1;
        assert!(steps < 10, "{at}");
    }
    for (bank, step, told) in [
        ("44", "ask", json!("wrong_credentials")),
        ("45", "stopped", json!("bank_unavailable")),
        ("46", "stopped", json!("rate_limited")),
        ("47", "stopped", json!("action_at_bank")),
    ] {
        let first = begin(&world, &id, bank).await;
        let second = answer(&world, &first, &right(&first)).await;
        assert_eq!(second["step"], step, "{bank}: {second}");
        let found = if step == "ask" {
            &second["reason"]
        } else {
            &second["message"]
        };
        assert_eq!(*found, told, "{bank}: {second}");
        world.ok("link_cancel", json!({"link": second["id"]})).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ailing_login_says_what_to_do_and_is_helped() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    outcome(&world).await;
    bank.set_scenario(practice::Scenario::SecondFactor);
    let ailing = outcome(&world).await;
    assert_eq!(ailing["state"], "user_action", "{ailing}");
    let login = ailing["logins"][0].clone();
    assert_eq!(login["needsPerson"], true);
    assert!(
        ["confirm", "enter_fields"].contains(&login["action"].as_str().unwrap()),
        "{login}"
    );
    let link = world
        .ok(
            "link_begin",
            json!({"connection": id, "kind": "repair", "way": "form", "bank": null,
                   "login": login["sourceId"], "language": "en"}),
        )
        .await;
    assert_eq!(link["reason"], "code", "{link}");
    let done = answer(&world, &link, &[("otp", "424242")]).await;
    assert_eq!(done["step"], "done", "{done}");
    let connection = world.ok("connections_list", json!({})).await[0].clone();
    assert_eq!(connection["state"], "ok", "{connection}");

    bank.set_scenario(practice::Scenario::BankDown);
    let down = outcome(&world).await;
    assert_eq!(down["logins"][0]["message"], "bank_unavailable", "{down}");
    assert_eq!(down["state"], "unavailable");
    bank.set_scenario(practice::Scenario::WrongPassword);
    // It would rather wait, but is named.
    let wrong = world
        .ok("sync_run", json!({"connections": [id], "full": false}))
        .await["connections"][0]
        .clone();
    assert_eq!(
        wrong["logins"][0]["action"], "re_enter_credentials",
        "{wrong}"
    );
}

/// A login by its name at the service, as the book knows it.
async fn login_of(world: &World, source_id: &Value) -> Value {
    let connection = world.ok("connections_list", json!({})).await[0].clone();
    connection["logins"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["sourceId"] == *source_id)
        .unwrap()
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_entered_here_and_reading_goes_on() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    let first = outcome(&world).await;
    let login = first["logins"][0]["sourceId"].clone();
    let rows = json!({"text": "", "limit": 1});
    let had = world.ok("transactions_page", rows.clone()).await["total"].clone();
    let change = json!({"connection": id, "kind": "credentials", "way": "form", "bank": null,
                        "login": login, "language": "en"});

    // The bank takes the old one no more: every try says so, and the login stays as it is.
    bank.set_scenario(practice::Scenario::WrongPassword);
    let wrong = outcome(&world).await;
    assert_eq!(
        wrong["logins"][0]["action"], "re_enter_credentials",
        "{wrong}"
    );
    let asks = world.ok("link_begin", change.clone()).await;
    assert_eq!(asks["reason"], "credentials", "{asks}");
    let refused = answer(&world, &asks, &right(&asks)).await;
    assert_ne!(refused["step"], "done", "{refused}");
    assert_eq!(
        login_of(&world, &login).await["action"],
        "re_enter_credentials"
    );
    world
        .ok("link_cancel", json!({"link": refused["id"]}))
        .await;

    // The new one is taken; the next sync reads on, and nothing came twice.
    bank.set_scenario(practice::Scenario::Calm);
    let asks = world.ok("link_begin", change.clone()).await;
    let wrong_one: Vec<(&str, &str)> = right(&asks)
        .into_iter()
        .map(|(key, value)| (key, if key == "password" { "654321" } else { value }))
        .collect();
    let again = answer(&world, &asks, &wrong_one).await;
    assert_ne!(again["step"], "done", "{again}");
    let done = answer(&world, &again, &right(&again)).await;
    assert_eq!(done["step"], "done", "{done}");
    let read = world
        .ok("sync_run", json!({"connections": [id], "full": false}))
        .await["connections"][0]
        .clone();
    assert_eq!(read["state"], "ok", "{read}");
    assert_eq!(login_of(&world, &login).await["needsPerson"], false);
    assert_eq!(world.ok("transactions_page", rows).await["total"], had);

    // A login that ails in nothing may have its password changed as well.
    let asks = world.ok("link_begin", change).await;
    assert_eq!(asks["reason"], "credentials", "{asks}");
    let done = answer(&world, &asks, &right(&asks)).await;
    assert_eq!(done["step"], "done", "{done}");
    let secret = "123456";
    let kept = serde_json::to_string(&world.ok("connections_list", json!({})).await).unwrap();
    assert!(!kept.contains(secret), "a password is kept nowhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_of_an_account_shared_no_more_is_kept_or_erased_as_the_person_says() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    let first = outcome(&world).await;
    let login = first["logins"][0]["sourceId"].clone();
    let here = json!({"connection": id, "login": login});
    let offered = world.ok("login_accounts", here).await;
    let all: Vec<Value> = offered
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["shared"] == true && one["account"].is_string())
        .cloned()
        .collect();
    let rows = |account: Value| {
        let request = json!({"text": "", "limit": 1, "account": account});
        let asked = world.ok("transactions_page", request);
        async { asked.await["total"].as_u64().unwrap() }
    };
    let mut told = None;
    for one in &all {
        if rows(one["account"].clone()).await > 0 {
            told = Some(one.clone());
        }
    }
    let (gone, account) = {
        let told = told.unwrap();
        (told["sourceId"].clone(), told["account"].clone())
    };
    let had = rows(account.clone()).await;
    let ids = |without: bool| -> Vec<Value> {
        all.iter()
            .map(|one| one["sourceId"].clone())
            .filter(|one| !without || *one != gone)
            .collect()
    };
    let share = |accounts: Vec<Value>, keep: bool| {
        let request =
            json!({"connection": id, "login": login, "accounts": accounts, "keepData": keep});
        world.ok("login_share", request)
    };

    // Kept: the rows stay through syncs, and go on when it is shared again.
    share(ids(true), true).await;
    outcome(&world).await;
    assert_eq!(rows(account.clone()).await, had);
    share(ids(false), true).await;
    let back = outcome(&world).await;
    assert_eq!(back["removed"], 0, "{back}");
    assert_eq!(rows(account.clone()).await, had, "and not twice");

    // Erased: gone, gone after the next sync too, and back by one undo.
    let erased = share(ids(true), false).await;
    assert_eq!(rows(account.clone()).await, 0);
    let listed = world.ok("connections_list", json!({})).await[0]["accounts"].clone();
    let others = listed.as_array().unwrap();
    assert!(others.iter().all(|one| one["id"] != account), "{listed}");
    outcome(&world).await;
    assert_eq!(rows(account.clone()).await, 0);
    world
        .ok(
            "batch_undo",
            json!({"batch": erased["batch"], "force": false}),
        )
        .await;
    assert_eq!(rows(account).await, had);
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

/// Goes where a browser goes, following redirects and pressing the first button, until `back` answers.
pub(crate) async fn browse(url: String) -> String {
    use std::io::{Read, Write};
    tokio::task::spawn_blocking(move || {
        let mut url = url;
        for _ in 0..20 {
            let rest = url.strip_prefix("http://").unwrap().to_owned();
            let (host, target) = rest.split_once('/').unwrap_or((&rest, ""));
            let mut socket = std::net::TcpStream::connect(host).unwrap();
            write!(
                socket,
                "GET /{target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            )
            .unwrap();
            let mut answer = String::new();
            socket.read_to_string(&mut answer).unwrap();
            let location = answer.lines().find_map(|line| {
                line.strip_prefix("location: ")
                    .or(line.strip_prefix("Location: "))
            });
            match location {
                Some(next) if next.starts_with('/') => url = format!("http://{host}{next}"),
                Some(next) => next.clone_into(&mut url),
                None => return answer,
            }
        }
        panic!("redirected for ever");
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_is_opened_by_the_host_and_a_refusal_is_told() {
    let bank = bank().await;
    let (world, id) = linked(&bank).await;
    let link = begin(&world, &id, "43").await;
    assert_eq!(link["step"], "browser", "{link}");
    assert!(link["host"].as_str().unwrap().starts_with("127.0.0.1:"));
    world.ok("link_browse", json!({"link": link["id"]})).await;
    let page = browse(link["url"].as_str().unwrap().to_owned()).await;
    assert!(page.contains("<form") || page.contains("<a "), "{page}");
    // Whoever has the address of the way back has it from the page; here it is taken from the address of the page.
    let all = format!("{}{page}", link["url"].as_str().unwrap());
    assert!(all.contains("127.0.0.1"), "{all}");
    world.ok("link_cancel", json!({"link": link["id"]})).await;
    let gone = world
        .refused("link_wait", json!({"link": link["id"]}))
        .await;
    assert_eq!(gone, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_made_by_the_clients_secret_links_one_bank_after_another() {
    let bank = bank().await;
    let (world, id) = linked_with(&bank, &["client_id", "client_secret"]).await;
    let banks = world
        .ok(
            "login_banks",
            json!({"connection": id, "text": "", "country": null}),
        )
        .await;
    let own_page = banks
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["browser"] == true)
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    // A refusal and a bank that is down leave nothing behind that stands in the way of the next.
    for refused in ["44", "45"] {
        let first = begin(&world, &id, refused).await;
        let second = answer(&world, &first, &right(&first)).await;
        world.ok("link_cancel", json!({"link": second["id"]})).await;
    }
    let link = begin(&world, &id, &own_page).await;
    assert_eq!(link["step"], "browser", "{link}");
    world.ok("link_cancel", json!({"link": link["id"]})).await;
    // No login of what was given up is left.
    assert_eq!(outcome(&world).await["logins"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_a_connection_out_ends_its_access_at_the_service_as_far_as_that_goes() {
    let bank = bank().await;
    let (world, id) = linked_with(&bank, &["user_token"]).await;
    world.sync().await;
    let listed = world.ok("connections_list", json!({})).await;
    assert_eq!(listed[0]["revokes"], json!(true), "{listed}");
    let logins = listed[0]["logins"].as_array().unwrap().len();
    assert!(logins > 0);
    // A line that is down ends nothing, and says so.
    bank.set_scenario(practice::Scenario::BadToken);
    let refused = world.refused("connection_revoke", json!({"id": id})).await;
    assert_eq!(refused, "upstream");
    bank.set_scenario(practice::Scenario::Calm);
    let revoked = world.ok("connection_revoke", json!({"id": id})).await;
    assert_eq!(revoked["logins"], json!(logins), "{revoked}");
    assert_eq!(revoked["left"], json!([]));
    assert_eq!(revoked["accessEnded"], json!(true));
    // Nothing was lost here, and the token opens nothing any more.
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    assert!(page["total"].as_u64().unwrap() > 100);
    let report = world.sync().await;
    assert_eq!(
        report["connections"][0]["state"],
        json!("credentials"),
        "{report}"
    );
    world
        .ok("connection_remove", json!({"id": id, "keepData": true}))
        .await;

    // A key that the person made there is the person's to end: the banks go, and that is said.
    let entry = bank.first_line()["upstreams"]["qard"].clone();
    let fields = json!([{"key": "api_key", "value": entry["api_key"]}]);
    let request =
        json!({"upstream": "qard", "label": "", "baseUrl": entry["base_url"], "fields": fields});
    let key = world.ok("connection_add", request).await["id"].clone();
    world.sync().await;
    let revoked = world.ok("connection_revoke", json!({"id": key})).await;
    assert_eq!(revoked["logins"], json!(1), "{revoked}");
    assert_eq!(revoked["accessEnded"], json!(false));
    let wallet = world.link_some(&bank, |name| name == "wallet").await[0].clone();
    let revoked = world.ok("connection_revoke", json!({"id": wallet})).await;
    assert_eq!(
        revoked,
        json!({"logins": 0, "left": [], "accessEnded": false})
    );
}
