//! What a service sends by itself: the same rows as a sync, and only from who may send it.

use std::collections::BTreeMap;

use practice::Running;
use serde_json::{Value, json};
use testkit::{World, bank};

const KEY: &str = "a-key-of-both";

/// A request to the practice bank itself.
async fn asked(bank: &Running, method: &'static str, path: &str, token: &str, body: &str) -> Value {
    let host = bank.addr().to_string();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let (_, body) = said(host, request).await;
    serde_json::from_str(&body).unwrap_or_default()
}

/// Status and body of an answer.
async fn said(host: String, request: String) -> (u16, String) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

/// The bank registers a signed webhook, lives on and reads itself anew; what it would have sent.
pub(crate) async fn deliveries(bank: &Running, signed: bool) -> Vec<Value> {
    let line = bank.first_line();
    let entry = &line["upstreams"]["budgea"];
    let manage = entry["manage_token"].as_str().unwrap();
    let user = entry["user_token"].as_str().unwrap();
    let base = entry["base_url"].as_str().unwrap();
    let path = base.split_once("://").unwrap().1;
    let path = &path[path.find('/').unwrap()..];
    let mut hook = json!({"event": "CONNECTION_SYNCED", "url": "http://127.0.0.1:9/coffer/in"});
    if signed {
        let config = json!({"secret_key": KEY}).to_string();
        let auth = json!({"name": "home", "type": "hmac", "config": config}).to_string();
        let made = asked(
            bank,
            "POST",
            &format!("{path}/webhooks/auth"),
            manage,
            &auth,
        )
        .await;
        hook["id_auth"] = made["id"].clone();
    }
    asked(
        bank,
        "POST",
        &format!("{path}/webhooks"),
        manage,
        &hook.to_string(),
    )
    .await;
    let one = format!("{path}/users/me/connections/21");
    asked(bank, "PUT", &one, user, "").await;
    let kept = asked(bank, "GET", "/__practice/deliveries", "", "").await;
    kept["deliveries"]
        .as_array()
        .or(kept.as_array())
        .unwrap()
        .clone()
}

pub(crate) fn request(delivery: &Value) -> Value {
    let headers: Vec<Value> = delivery["headers"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect();
    json!({"connection": null, "headers": headers, "path": "/coffer/in", "body": delivery["body"],
           "vouched": false, "kept": true})
}

async fn rows(world: &World) -> BTreeMap<String, u32> {
    let mut all = BTreeMap::new();
    let mut after = Value::Null;
    loop {
        let page = world
            .ok(
                "transactions_page",
                json!({"text": "", "limit": 500, "after": after}),
            )
            .await;
        for row in page["rows"].as_array().unwrap() {
            let key = format!(
                "{} {} {} {} {} {}",
                row["accountName"],
                row["date"],
                row["amount"],
                row["payee"],
                row["status"],
                row["category"]
            );
            *all.entry(key).or_default() += 1;
        }
        after = page["next"].clone();
        if after.is_null() {
            return all;
        }
    }
}

async fn linked(bank: &Running, with_key: bool) -> (World, String) {
    let world = World::with_book().await;
    let ids = world.link_some(bank, |name| name == "budgea").await;
    if with_key {
        let fields = json!([{"key": "webhook_key", "value": KEY}]);
        let update = json!({"id": ids[0], "label": null, "fields": fields});
        world.ok("connection_update", update).await;
    }
    let report = world.sync().await;
    assert_eq!(report["connections"][0]["state"], json!("ok"), "{report}");
    (world, ids[0].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_brings_what_a_sync_would() {
    let bank = bank().await;
    let (fed, _) = linked(&bank, true).await;
    let (synced, _) = linked(&bank, false).await;
    assert_eq!(rows(&fed).await, rows(&synced).await);
    bank.advance(9);
    let sent = deliveries(&bank, true).await;
    let delivery = sent.last().unwrap();
    let report = fed.ok("webhook_take", request(delivery)).await;
    assert_eq!(report["sender"], json!("service"), "{report}");
    assert!(report["new"].as_u64().unwrap() > 5, "{report}");
    synced.sync().await;
    assert_eq!(rows(&fed).await, rows(&synced).await, "the same rows");
    // Sent once more, as services do: nothing comes twice.
    let again = fed.ok("webhook_take", request(delivery)).await;
    assert_eq!(
        (&again["new"], &again["changed"], &again["removed"]),
        (&json!(0), &json!(0), &json!(0)),
        "{again}"
    );
    // And a sync afterwards finds nothing new.
    let report = fed.sync().await;
    assert_eq!(report["connections"][0]["new"], json!(0), "{report}");
    assert_eq!(rows(&fed).await, rows(&synced).await);
    let verify = fed.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_is_believed() {
    let bank = bank().await;
    let (world, id) = linked(&bank, true).await;
    bank.advance(3);
    let sent = deliveries(&bank, true).await;
    let right = request(sent.last().unwrap());
    let before = rows(&world).await;
    let mut changed = right.clone();
    changed["body"] = json!(right["body"].as_str().unwrap().replace('-', "- "));
    let mut unsigned = right.clone();
    unsigned["headers"] = json!([]);
    let mut elsewhere = right.clone();
    elsewhere["path"] = json!("/");
    let mut old = right.clone();
    // Of these minutes it is not: the bank's day ends hours after the computer's noon.
    old["kept"] = json!(false);
    for (what, request) in [
        ("changed", changed),
        ("unsigned", unsigned.clone()),
        ("elsewhere", elsewhere),
        ("old", old),
    ] {
        let word = world.refused("webhook_take", request).await;
        assert_eq!(word, "invalid_request", "{what}");
    }
    let mut stranger = right.clone();
    stranger["body"] = json!(r#"{"user":{"id":99999},"connection":{"id":21}}"#);
    assert_eq!(world.refused("webhook_take", stranger).await, "not_found");
    assert_eq!(rows(&world).await, before);
    // The person may vouch for what says nothing of its sender, and not for what is signed wrongly.
    unsigned["vouched"] = json!(true);
    unsigned["connection"] = json!(id);
    let report = world.ok("webhook_take", unsigned).await;
    assert_eq!(report["sender"], json!("unsaid"), "{report}");
    assert!(report["new"].as_u64().unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_on_this_machine_takes_deliveries_while_it_is_on() {
    let bank = bank().await;
    // Without a key it is the user's own token that opens.
    let (world, _) = linked(&bank, false).await;
    bank.advance(2);
    let sent = deliveries(&bank, false).await;
    let delivery = sent.last().unwrap();
    let (tell, told) = tokio::sync::oneshot::channel();
    let app = world.app.clone();
    let listening = tokio::spawn(async move {
        let here = "127.0.0.1:0".parse().unwrap();
        let bound = move |address| tell.send(address).unwrap();
        app.listen_for_deliveries(here, bound).await
    });
    let host = told.await.unwrap().to_string();
    let post = |authorization: &str, body: &str| {
        let request = format!(
            "POST /coffer/in HTTP/1.1\r\nhost: {host}\r\n{authorization}content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        said(host.clone(), request)
    };
    let bearer = format!(
        "authorization: {}\r\n",
        delivery["headers"]["Authorization"].as_str().unwrap()
    );
    let body = delivery["body"].as_str().unwrap();
    let before: u32 = rows(&world).await.values().sum();
    assert_eq!(post("", body).await.0, 401);
    assert_eq!(post("authorization: Bearer guess\r\n", body).await.0, 401);
    assert_eq!(post(&bearer, "not json").await.0, 400);
    assert_eq!(rows(&world).await.values().sum::<u32>(), before);
    assert_eq!(post(&bearer, body).await.0, 204);
    assert!(rows(&world).await.values().sum::<u32>() > before);
    let get = format!("GET / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    assert_eq!(said(host.clone(), get).await.0, 405);
    let endless = format!("POST / HTTP/1.1\r\nhost: {host}\r\ntransfer-encoding: chunked\r\n\r\n");
    assert_eq!(said(host.clone(), endless).await.0, 411);
    let large = format!("POST / HTTP/1.1\r\nhost: {host}\r\ncontent-length: 99999999999\r\n\r\n");
    assert_eq!(said(host.clone(), large).await.0, 413);
    // A locked book is no reason to lose anything: it is sent again.
    world.ok("book_lock", json!({})).await;
    assert_eq!(post(&bearer, body).await.0, 503);
    listening.abort();
    assert!(listening.await.unwrap_err().is_cancelled());
    assert!(
        tokio::net::TcpStream::connect(&host).await.is_err(),
        "it is off"
    );
    let elsewhere = "0.0.0.0:0".parse().unwrap();
    assert!(
        world
            .app
            .listen_for_deliveries(elsewhere, |_| ())
            .await
            .is_err()
    );
}

/// A port of this machine that nobody has.
fn free_port() -> u16 {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    socket.local_addr().unwrap().port()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_listener_is_switched_on_in_the_book_and_says_what_came() {
    let bank = bank().await;
    let (world, id) = linked(&bank, false).await;
    let off = world.ok("webhook_listener", json!({})).await;
    assert_eq!(off["on"], json!(false), "{off}");
    assert_eq!(off["address"], Value::Null);
    assert_eq!(off["keyed"], json!([]));
    let port = free_port();
    for bad in [0, 80, 65_536] {
        let request = json!({"on": true, "port": bad});
        assert_eq!(
            world.refused("webhook_listen", request).await,
            "invalid_request"
        );
    }
    let on = world
        .ok("webhook_listen", json!({"on": true, "port": port}))
        .await;
    assert_eq!(on["address"], json!(format!("http://127.0.0.1:{port}")));
    assert_eq!(on["taken"], json!(false));
    bank.advance(2);
    let sent = deliveries(&bank, false).await;
    let delivery = sent.last().unwrap();
    let body = delivery["body"].as_str().unwrap();
    let host = format!("127.0.0.1:{port}");
    let post = |authorization: &str| {
        let request = format!(
            "POST /coffer/in HTTP/1.1\r\nhost: {host}\r\nauthorization: {authorization}\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            body.len()
        );
        said(host.clone(), request)
    };
    let token = delivery["headers"]["Authorization"].as_str().unwrap();
    assert_eq!(post("Bearer somebody").await.0, 401);
    assert_eq!(post(token).await.0, 204);
    let told = world.ok("webhook_listener", json!({})).await;
    let recent = told["recent"].as_array().unwrap();
    assert_eq!(recent.len(), 2, "{told}");
    assert_eq!(recent[0]["status"], json!(204));
    assert!(recent[0]["new"].as_u64().unwrap() > 0, "{told}");
    assert!(recent[0]["label"].is_string());
    assert_eq!(recent[1]["status"], json!(401));
    assert_eq!(recent[1]["label"], Value::Null);
    let bare = token.trim_start_matches("Bearer ");
    assert!(!told.to_string().contains(bare), "no secret is told");
    // Where a key was agreed on, the token alone is believed no more.
    let fields = json!([{"key": "webhook_key", "value": KEY}]);
    let update = json!({"id": id, "label": null, "fields": fields});
    world.ok("connection_update", update).await;
    let told = world.ok("webhook_listener", json!({})).await;
    assert_eq!(told["keyed"], json!([id]), "{told}");
    assert_eq!(post(token).await.0, 401);
    // Switched off it is gone, and another program's port is told.
    world
        .ok("webhook_listen", json!({"on": false, "port": port}))
        .await;
    assert!(tokio::net::TcpStream::connect(&host).await.is_err());
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = held.local_addr().unwrap().port();
    let taken = world
        .ok("webhook_listen", json!({"on": true, "port": port}))
        .await;
    assert_eq!(taken["taken"], json!(true), "{taken}");
    assert_eq!(taken["address"], Value::Null);
    drop(held);
    // The plan's next look tries again.
    world.app.sync_due().await;
    let told = world.ok("webhook_listener", json!({})).await;
    assert_eq!(told["taken"], json!(false), "{told}");
}
