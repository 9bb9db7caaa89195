//! The lives of connections, by their banks' tempers, and the consent to accounts.

use practice::Scenario;
use serde_json::{Value, json};

use super::super::support::read;
use super::{Budgea, amount, household, line, visit, wait};

async fn fresh<'a>(bank: &Budgea<'a>) -> Budgea<'a> {
    let visit = bank.visit;
    let body = json!({"client_id": line(visit, "/upstreams/budgea/client_id"),
                      "client_secret": line(visit, "/upstreams/budgea/client_secret")});
    let init = bank.post("/auth/init", body).await.json();
    bank.with(init["auth_token"].as_str().unwrap())
}

fn login(id: u64) -> Value {
    json!({"id_connector": id, "login": "12345678", "password": "123456"})
}

#[tokio::test]
async fn banks_are_listed_with_their_fields_to_anybody() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let url = format!("{}/connectors?expand=fields,countries,sources", bank.base);
    let list = read(visit.http.get(url)).await.unwrap().json();
    let banks = list["banks"].as_array().unwrap();
    assert_eq!(banks.len(), 10);
    assert_eq!(banks[0]["fields"][0]["regex"], "^[0-9]{8}$");
    assert_eq!(banks[1]["fields"][0]["values"][1]["value"], "pro");
    assert_eq!(banks[0]["sources"][0]["name"], "directaccess");
    let swiss = bank.get("/connectors?country_codes=CH").await;
    assert_eq!(swiss["total"], 1);
    let providers = bank.get("/providers").await;
    assert_eq!(providers["providers"][0]["capabilities"][0], "document");
    let one = bank
        .get(&format!(
            "/connectors/{}",
            banks[0]["uuid"].as_str().unwrap()
        ))
        .await;
    assert_eq!(one["id"], banks[0]["id"]);
    assert_eq!(
        bank.speaking("legacy").get("/banks").await["banks"][0]["id_weboob"],
        "bdc"
    );
}

#[tokio::test]
async fn a_login_is_taken_in_every_shape_of_body() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let fresh = fresh(&bank).await;
    let url = format!("{}/users/me/connections", bank.base);
    assert_eq!(
        fresh.post("/users/me/connections", login(40)).await.status,
        201
    );
    let form = read(
        visit
            .http
            .post(&url)
            .bearer_auth(&fresh.token)
            .header("content-type", "application/x-www-form-urlencoded")
            .body("id_bank=40&login=12345678&password=123456"),
    )
    .await
    .unwrap();
    assert_eq!(form.status, 201, "{}", form.text);
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let parts = [
        part("connector_uuid", "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a01"),
        part("login", "12345678"),
        part("password", "123456"),
    ]
    .concat();
    let multipart = read(
        visit
            .http
            .post(url.replace("/budgea/2.0", "/budgea/legacy/2.0"))
            .bearer_auth(&fresh.token)
            .header("content-type", "multipart/form-data; boundary=b")
            .body(format!("{parts}--b--\r\n")),
    )
    .await
    .unwrap();
    assert_eq!(multipart.status, 200, "{}", multipart.text);
    assert_eq!(fresh.get("/users/me/connections").await["total"], 3);
    let id = multipart.json()["id"].clone();
    let path = format!("/users/me/connections/{id}");
    assert_eq!(fresh.call("DELETE", &path, None).await.status, 204);
    assert_eq!(fresh.refused(&path).await.0, 404);
}

#[tokio::test]
async fn wrong_codes_and_closed_banks_leave_nothing_behind() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let fresh = fresh(&bank).await;
    let mut wrong = login(40);
    wrong["password"] = json!("000000");
    for (body, code) in [
        (wrong, "wrongPass"),
        (login(44), "wrongPass"),
        (login(45), "websiteUnavailable"),
        (
            json!({"id_connector": 40, "login": "12345678"}),
            "missingParameter",
        ),
        (json!({"id_connector": 4_000}), "invalidValue"),
    ] {
        let reply = fresh.post("/users/me/connections", body).await;
        assert_eq!(
            (reply.status, reply.json()["code"].clone()),
            (400, json!(code))
        );
    }
    let older = fresh.speaking("legacy");
    let reply = older.post("/users/me/connections", login(44)).await;
    assert_eq!(reply.json()["error"], "wrongpass");
    assert_eq!(fresh.get("/users/me/connections").await["total"], 0);
}

#[tokio::test]
async fn a_code_by_sms_is_asked_for_and_taken() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let fresh = fresh(&bank).await;
    let mut body = login(41);
    body["website"] = json!("par");
    let reply = fresh.post("/users/me/connections", body).await;
    assert_eq!(reply.status, 202);
    let connection = reply.json();
    assert_eq!(connection["state"], "additionalInformationNeeded");
    assert_eq!(connection["error"], connection["state"]);
    assert_eq!(connection["fields"][0]["name"], "otp");
    assert!(connection["last_update"].is_null());
    let path = format!("/users/me/connections/{}", connection["id"]);
    let wrong = fresh.post(&path, json!({"otp": "111111"})).await;
    assert_eq!(
        (wrong.status, wrong.json()["error_message"].is_string()),
        (202, true)
    );
    let right = fresh.post(&path, json!({"otp": "424242"})).await;
    assert_eq!(
        (right.status, right.json()["state"].clone()),
        (200, Value::Null)
    );
    assert!(right.json()["last_update"].is_string());
}

#[tokio::test]
async fn an_approval_in_the_app_is_waited_for_on_the_banks_clock() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let fresh = fresh(&bank).await;
    let mut body = login(42);
    body["birthday"] = json!("1984-02-29");
    let reply = fresh.post("/users/me/connections", body.clone()).await;
    assert_eq!(reply.json()["state"], "decoupled");
    let path = format!("/users/me/connections/{}", reply.json()["id"]);
    let resumed = fresh
        .post(&format!("{path}?background=true"), json!({"resume": true}))
        .await;
    assert_eq!(resumed.json()["state"], "validating");
    let locked = fresh.call("PUT", &path, None).await;
    assert_eq!(
        (locked.status, locked.json()["code"].clone()),
        (409, json!("connectionLocked"))
    );
    assert_eq!(fresh.get(&path).await["state"], "validating");
    wait(&visit, 10).await;
    assert!(fresh.get(&path).await["state"].is_null());
    // Without a background the call itself waits for the person.
    let again = fresh.post("/users/me/connections", body).await.json();
    let path = format!("/users/me/connections/{}", again["id"]);
    let done = fresh.post(&path, json!({"resume": "True"})).await;
    assert!(done.status == 200 && done.json()["state"].is_null());
}

#[tokio::test]
async fn tempers_that_time_or_the_person_heals() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let fresh = fresh(&bank).await;
    let busy = fresh.post("/users/me/connections", login(46)).await.json();
    assert_eq!(busy["state"], "rateLimiting");
    let path = format!("/users/me/connections/{}", busy["id"]);
    assert_eq!(
        fresh.call("PUT", &path, None).await.json()["state"],
        "rateLimiting"
    );
    wait(&visit, 3_700).await;
    assert!(fresh.call("PUT", &path, None).await.json()["state"].is_null());
    let formal = fresh.post("/users/me/connections", login(47)).await.json();
    assert_eq!(formal["state"], "actionNeeded");
    assert!(formal["error_message"].is_string());
    let path = format!("/users/me/connections/{}", formal["id"]);
    assert!(fresh.post(&path, json!({})).await.json()["state"].is_null());
    let changed = fresh.post(&path, json!({"password": "999999"})).await;
    assert_eq!(changed.json()["code"], "wrongPass");
    assert_eq!(fresh.get(&path).await["state"], "wrongpass");
    let mended = fresh.post(&path, json!({"password": "123456"})).await;
    assert!(mended.json()["state"].is_null());
    let logs = fresh.get(&format!("{path}/logs")).await;
    assert!(logs["total"].as_u64().unwrap() >= 2);
}

#[tokio::test]
async fn accounts_are_read_with_consent_only() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let fresh = fresh(&bank).await;
    let connection = fresh.post("/users/me/connections", login(40)).await.json();
    assert_eq!(fresh.get("/users/me/accounts").await["total"], 0);
    let none = fresh.refused("/users/me/transactions?limit=10").await;
    assert_eq!(none, (409, "noAccount".to_owned()));
    let all = fresh.get("/users/me/accounts?all").await;
    let all = all["accounts"].as_array().unwrap().clone();
    assert!(all.len() > 7 && all.iter().all(|a| a["disabled"].is_string()));
    let current = all.iter().find(|a| a["name"] == "Compte courant").unwrap();
    let savings = all.iter().find(|a| a["name"] == "Livret A").unwrap();
    let path = format!(
        "/users/me/connections/{}/accounts/{},{}?all",
        connection["id"], current["id"], savings["id"]
    );
    let enabled = fresh
        .call("PUT", &path, Some(json!({"disabled": "False"})))
        .await;
    assert_eq!(
        (enabled.status, enabled.json()["total"].clone()),
        (200, json!(2))
    );
    assert_eq!(fresh.get("/users/me/accounts").await["total"], 2);
    let rows = fresh.movements("").await;
    assert!(rows.len() > 500);
    let own = household(&visit).movements("").await;
    let here = |rows: &[Value], name: &str| {
        rows.iter()
            .filter(|row| row["original_wording"].as_str().unwrap().contains(name))
            .map(|row| amount(&row["value"]))
            .sum::<rust_decimal::Decimal>()
    };
    // The same bank under other numbers.
    assert_eq!(here(&rows, "PRIMEURS"), here(&own, "PRIMEURS"));
    assert!(
        rows.iter()
            .all(|row| own.iter().all(|other| other["id"] != row["id"]))
    );
    let path = format!("/users/me/accounts/{}", current["id"]);
    assert_eq!(
        fresh.post(&path, json!({"disabled": true})).await.status,
        200
    );
    let below = fresh.refused(&format!("{path}/transactions?limit=5")).await;
    assert_eq!(below, (409, "noAccount".to_owned()));
    assert_eq!(fresh.movements("").await.len(), here_count(&rows, savings));
    let renamed = fresh
        .post(
            &format!("/users/me/accounts/{}", savings["id"]),
            json!({"name": "Cagnotte", "bookmarked": true}),
        )
        .await
        .json();
    assert_eq!(
        (renamed["name"].clone(), renamed["bookmarked"].clone()),
        (json!("Cagnotte"), json!(1))
    );
}

fn here_count(rows: &[Value], account: &Value) -> usize {
    rows.iter()
        .filter(|row| row["id_account"] == account["id"])
        .count()
}

#[tokio::test]
async fn the_consent_of_the_household_is_what_the_truth_is_told_of() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let before = visit.bank.truth();
    let all = bank.get("/users/me/accounts?all").await;
    let workshop = all["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| account["name"] == "Compte atelier")
        .unwrap();
    let path = format!("/users/me/accounts/{}", workshop["id"]);
    let enabled = bank.post(&path, json!({"disabled": false})).await.json();
    let after = visit.bank.truth();
    assert_eq!(after.counts.accounts, before.counts.accounts + 1);
    let told = after
        .accounts
        .iter()
        .find(|account| account.key == "workshop")
        .unwrap();
    assert_eq!(amount(&enabled["balance"]), super::decimal(&told.current));
    assert_eq!(
        bank.movements("")
            .await
            .iter()
            .filter(|row| row["deleted"].is_null())
            .count(),
        after.counts.budgea_transactions
    );
}

#[tokio::test]
async fn a_source_is_switched_off_and_on() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let sources = bank.get("/users/me/connections/21/sources").await;
    let id = &sources["sources"][0]["id"];
    let path = format!("/users/me/connections/21/sources/{id}");
    assert!(bank.post(&path, json!({"disabled": true})).await.json()["disabled"].is_string());
    assert_eq!(
        bank.get("/users/me/connections/21/sources").await["total"],
        0
    );
    assert_eq!(
        bank.get("/users/me/connections/21/sources?all").await["total"],
        1
    );
}

#[tokio::test]
async fn stamps_are_wall_time_in_paris() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let rows = bank.movements("").await;
    for (month, ahead) in [("2026-07", 2), ("2026-01", 1)] {
        let row = rows
            .iter()
            .find(|row| {
                row["rdatetime"]
                    .as_str()
                    .is_some_and(|at| at.starts_with(month) && row["rdate"] == row["date"])
            })
            .unwrap();
        let hour = |name: &str| row[name].as_str().unwrap()[11..13].parse::<i64>().unwrap();
        assert_eq!(hour("date_scraped") - hour("rdatetime"), ahead, "{row}");
    }
}
