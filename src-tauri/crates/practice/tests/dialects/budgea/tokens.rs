//! Who is let in, and for how long.

use practice::Scenario;
use serde_json::json;

use super::super::support::{Visit, read};
use super::{Budgea, household, line, visit, wait};

fn secrets(visit: &Visit) -> (String, String) {
    (
        line(visit, "/upstreams/budgea/client_id"),
        line(visit, "/upstreams/budgea/client_secret"),
    )
}

#[tokio::test]
async fn the_owners_secret_gives_a_permanent_token() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let (id, secret) = secrets(&visit);
    let init = bank
        .post(
            "/auth/init",
            json!({"client_id": id, "client_secret": secret}),
        )
        .await
        .json();
    assert_eq!(init["type"], "permanent");
    assert!(init["expires_in"].is_null());
    let fresh = bank.with(init["auth_token"].as_str().unwrap());
    let connections = fresh.get("/users/me/connections").await;
    assert_eq!(connections["total"], 0);
    wait(&visit, 90_000).await;
    assert_eq!(fresh.get("/users/me/connections").await["total"], 0);
    let wrong = bank
        .post(
            "/auth/init",
            json!({"client_id": id, "client_secret": "guess"}),
        )
        .await;
    assert_eq!(
        (wrong.status, wrong.json()["code"].clone()),
        (401, json!("unauthorized"))
    );
    assert_eq!(fresh.call("DELETE", "/auth/token", None).await.status, 204);
    assert_eq!(fresh.refused("/users/me/connections").await.0, 401);
}

#[tokio::test]
async fn a_code_lives_for_half_an_hour_and_is_exchanged_once() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let (id, secret) = secrets(&visit);
    let code = bank.get("/auth/token/code").await;
    assert_eq!(code["expires_in"], 1_800);
    let word = code["code"].as_str().unwrap().to_owned();
    assert_eq!(bank.with(&word).get("/users/me").await["id"], 3);
    let body = json!({"client_id": id, "client_secret": secret, "code": word,
                      "grant_type": "authorization_code"});
    let access = bank.post("/auth/token/access", body.clone()).await.json();
    assert_eq!(access["token_type"], "Bearer");
    let token = access["access_token"].as_str().unwrap();
    assert_eq!(bank.with(token).get("/users/me").await["id"], 3);
    assert_eq!(bank.post("/auth/token/access", body).await.status, 400);
    let late = bank.get("/auth/token/code").await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    wait(&visit, 1_700).await;
    bank.with(&late).get("/users/me").await;
    wait(&visit, 100).await;
    assert_eq!(bank.with(&late).refused("/users/me").await.0, 401);
    let single = bank.get("/auth/token/code?type=singleAccess").await;
    assert_eq!(single["access"], "single");
    let single = single["code"].as_str().unwrap().to_owned();
    bank.with(&single).get("/users/me").await;
    assert_eq!(bank.with(&single).refused("/users/me").await.0, 401);
}

#[tokio::test]
async fn a_user_whom_nobody_keeps_is_forgotten() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let init = bank.post("/auth/init", json!({})).await.json();
    assert_eq!(
        (init["type"].clone(), init["expires_in"].clone()),
        (json!("temporary"), json!(1_800))
    );
    let fresh = bank.with(init["auth_token"].as_str().unwrap());
    let login = visit.bank.first_line()["upstreams"]["budgea"]["connector_login"].clone();
    let mut body = login["fields"].clone();
    body["id_connector"] = login["id_connector"].clone();
    assert_eq!(fresh.post("/users/me/connections", body).await.status, 201);
    wait(&visit, 1_900).await;
    let manager = bank.with(&line(&visit, "/upstreams/budgea/manage_token"));
    let users = manager.get("/users").await;
    assert_eq!(users["total"], 1, "{users}");
}

#[tokio::test]
async fn a_token_is_renewed_and_the_one_before_revoked() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let (id, secret) = secrets(&visit);
    let renewed = bank
        .post(
            "/auth/renew",
            json!({"client_id": id, "client_secret": secret, "id_user": 3,
                   "grant_type": "client_credentials", "revoke_previous": true}),
        )
        .await
        .json();
    let token = renewed["access_token"].as_str().unwrap();
    assert_eq!(bank.refused("/users/me").await.0, 401);
    bank.with(token).get("/users/me").await;
    assert_eq!(
        bank.with(token)
            .call("POST", "/auth/jwt", None)
            .await
            .status,
        403
    );
    let manager = bank.with(&line(&visit, "/upstreams/budgea/manage_token"));
    assert_eq!(manager.refused("/users/me").await.0, 403);
    let given = manager
        .post("/users/3/token", json!({"application": "sharedAccess"}))
        .await;
    let given = given.json()["token"].as_str().unwrap().to_owned();
    bank.with(&given).get("/users/3/accounts").await;
    assert_eq!(bank.with(&given).refused("/config").await.0, 403);
    assert!(manager.get("/config").await["autosync.frequency"].is_string());
}

#[tokio::test]
async fn refusals_are_worded_by_era() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let nobody = bank.with("nobody");
    let today = nobody.call("GET", "/users/me/accounts", None).await;
    assert_eq!(today.status, 401);
    assert!(today.json()["request_id"].is_string() && today.json()["message"].is_null());
    let older = Budgea {
        token: "nobody".to_owned(),
        ..bank.speaking("legacy")
    };
    let older = older.call("GET", "/users/me/accounts", None).await;
    assert_eq!(
        (older.status, older.json()["code"].clone()),
        (403, json!("invalidToken"))
    );
    assert!(older.json().get("request_id").is_none());
    assert_eq!(
        bank.refused("/users/me/nonsense").await,
        (404, "notFound".to_owned())
    );
    let method = bank.call("DELETE", "/users/me/accounts", None).await;
    assert_eq!(
        (method.status, method.json()["code"].clone()),
        (405, json!("methodNotAllowed"))
    );
    // What opens something is not written into the log.
    let code = bank.get("/auth/token/code").await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    read(visit.http.get(format!(
        "{}/budgea/2.0/auth/webview/connect?code={code}",
        visit.base
    )))
    .await
    .unwrap();
    let log = serde_json::to_string(&visit.bank.requests()).unwrap();
    assert!(!log.contains(&code) && log.contains("webview"));
}
