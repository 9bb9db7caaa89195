//! Money sent through a connection: written down, repeated, sent once, confirmed, found again, and never paid twice.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use practice::Running;
use serde_json::{Value, json};
use testkit::{World, bank};

use crate::banks::browse;

/// The code that the practice bank sends.
const RIGHT: &str = "424242";

struct Stage {
    world: World,
    bank: Running,
    connection: String,
}

async fn stage() -> Stage {
    let world = World::with_book().await;
    let bank = bank().await;
    let ids = world.link_some(&bank, |name| name == "budgea").await;
    world.sync().await;
    Stage {
        connection: ids[0].clone(),
        world,
        bank,
    }
}

impl Stage {
    async fn payees(&self) -> Value {
        self.world
            .ok("payees_list", json!({"id": self.connection}))
            .await
    }

    /// Somebody outside who may be paid.
    async fn outside(&self) -> Value {
        let all = self.payees().await;
        let found = all["payees"]
            .as_array()
            .unwrap()
            .iter()
            .find(|payee| payee["ownAccount"].is_null() && payee["usable"] == json!(true));
        found.unwrap().clone()
    }

    async fn prepared(&self, payee: &Value, amount: &str, on: Option<&str>) -> Value {
        let request = json!({"connection": self.connection, "account": payee["account"], "payee": payee["id"],
                             "amount": amount, "label": "Strings and a bow", "on": on});
        self.world.ok("payment_prepare", request).await
    }

    fn orders(&self) -> usize {
        let seen = self.bank.requests();
        seen.iter()
            .filter(|seen| seen.method == "POST" && seen.path.ends_with("/transfers"))
            .count()
    }
}

fn repeated(payment: &Value) -> Value {
    json!({"payment": payment["id"], "amount": payment["amount"]["amount"], "account": payment["account"],
           "payee": payment["payee"], "label": payment["label"]})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_sent_when_it_was_repeated_and_once() {
    let stage = stage().await;
    let payee = stage.outside().await;
    let payment = stage.prepared(&payee, "12.34", None).await;
    assert_eq!(payment["state"], json!("prepared"));
    assert_eq!(payment["payeeIban"], payee["iban"]);
    assert_eq!(stage.orders(), 0, "nobody was told");
    for (field, other) in [
        ("amount", "12.35"),
        ("account", "999"),
        ("payee", "Somebody else"),
        ("label", "Strings"),
    ] {
        let mut request = repeated(&payment);
        request[field] = json!(other);
        let refused = stage.world.refused("payment_send", request).await;
        assert_eq!(refused, "invalid_request", "{field}");
    }
    assert_eq!(stage.orders(), 0, "what differs is not sent");
    // Submitted three times at once.
    let send = || stage.world.ok("payment_send", repeated(&payment));
    let (one, two, three) = tokio::join!(send(), send(), send());
    let asked: Vec<&Value> = [&one, &two, &three]
        .into_iter()
        .filter(|told| told["state"] == json!("asked"))
        .collect();
    assert!(!asked.is_empty(), "{one} {two} {three}");
    assert_eq!(stage.orders(), 1);
    let fields = asked
        .iter()
        .find_map(|told| told["fields"].as_array().filter(|f| !f.is_empty()))
        .unwrap();
    assert_eq!(fields[0]["key"], json!("sms"));
    let answer =
        |code: &str| json!({"payment": payment["id"], "fields": [{"key": "sms", "value": code}]});
    let wrong = stage.world.ok("payment_answer", answer("000000")).await;
    assert_eq!(
        (&wrong["state"], &wrong["refused"]),
        (&json!("asked"), &json!(true)),
        "{wrong}"
    );
    let before = stage.bank.truth().counts.budgea_transactions;
    let right = stage.world.ok("payment_answer", answer(RIGHT)).await;
    assert_eq!(right["state"], json!("ordered"), "{right}");
    // Answered again, sent again, and asked for anew: it is the same order.
    stage.world.ok("payment_answer", answer(RIGHT)).await;
    stage.world.ok("payment_send", repeated(&payment)).await;
    assert_eq!(stage.orders(), 1);
    stage.world.later(TimeDelta::hours(1));
    stage.world.sync().await;
    stage.world.sync().await;
    let list = stage.world.ok("payments_list", json!({})).await;
    assert_eq!(list[0]["state"], json!("done"), "{list}");
    assert_eq!(stage.bank.truth().counts.budgea_transactions, before + 1);
    let row = stage
        .world
        .ok("transaction_get", json!({"id": list[0]["transaction"]}))
        .await;
    assert_eq!(row["row"]["amount"]["amount"], json!("-12.34"), "{row}");
    // One that looks like it is told before it is sent.
    let again = stage.prepared(&payee, "12.34", None).await;
    assert_eq!(again["alike"], payment["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_is_paid_after_a_code_and_a_pause_on_a_day_of_the_persons() {
    let stage = stage().await;
    let all = stage.payees().await;
    let account = &all["accounts"][0]["id"];
    let add = |iban: &str| json!({"connection": stage.connection, "account": account, "iban": iban, "label": "Papa"});
    let refused = stage.world.refused("payee_add", add("FR00 1234")).await;
    assert_eq!(refused, "invalid_request");
    let step = stage
        .world
        .ok("payee_add", add("FR14 2004 1010 0505 0001 3M02 606"))
        .await;
    assert_eq!(step["fields"][0]["key"], json!("sms"), "{step}");
    let confirm = |code: &str| {
        json!({"connection": stage.connection, "payee": step["payee"]["id"],
               "fields": [{"key": "sms", "value": code}]})
    };
    let wrong = stage.world.ok("payee_confirm", confirm("1")).await;
    assert_eq!(wrong["refused"], json!(true), "{wrong}");
    let right = stage.world.ok("payee_confirm", confirm(RIGHT)).await;
    assert_eq!(right["payee"]["usable"], json!(false), "{right}");
    let early = json!({"connection": stage.connection, "account": account, "payee": step["payee"]["id"],
                       "amount": "20", "label": "Gift", "on": null});
    assert_eq!(
        stage.world.refused("payment_prepare", early).await,
        "invalid_request"
    );
    stage.world.later(TimeDelta::hours(12));
    let payee = right["payee"].clone();
    // The bank's clock runs on its own.
    let line = stage.bank.first_line();
    post(
        line["control"]
            .as_str()
            .unwrap()
            .replace("/scenario", "/clock"),
        r#"{"seconds": 3700}"#,
    );
    let payment = stage.prepared(&payee, "20", Some("2026-05-28")).await;
    let sent = stage.world.ok("payment_send", repeated(&payment)).await;
    assert_eq!(sent["state"], json!("asked"), "{sent}");
    let answer = json!({"payment": payment["id"], "fields": [{"key": "sms", "value": RIGHT}]});
    let told = stage.world.ok("payment_answer", answer).await;
    assert_eq!(
        (&told["state"], &told["upstreamState"], &told["on"]),
        (&json!("ordered"), &json!("scheduled"), &json!("2026-05-28")),
        "{told}"
    );
    let late = json!({"payment": payment["id"]});
    assert_eq!(
        stage.world.refused("payment_cancel", late).await,
        "invalid_request"
    );
    let idle = stage.prepared(&payee, "5", None).await;
    let request = json!({"payment": idle["id"]});
    let cancelled = stage.world.ok("payment_cancel", request).await;
    assert_eq!(cancelled["state"], json!("cancelled"));
    let sent = stage.world.ok("payment_send", repeated(&idle)).await;
    assert_eq!(
        sent["state"],
        json!("cancelled"),
        "what was taken back is not sent"
    );
    for (amount, on) in [
        ("0", None),
        ("-1", None),
        ("1.234", None),
        ("1", Some("2026-05-17")),
    ] {
        let request = json!({"connection": stage.connection, "account": account, "payee": payee["id"],
                             "amount": amount, "label": "x", "on": on});
        assert_eq!(
            stage.world.refused("payment_prepare", request).await,
            "invalid_request",
            "{amount}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_whose_answer_was_lost_is_found_and_not_made_again() {
    let bank = bank().await;
    let world = World::with_book().await;
    let losing = Arc::new(AtomicBool::new(false));
    let way = Lossy::before(&bank, &losing);
    let line = bank.first_line();
    let entry = &line["upstreams"]["budgea"];
    let base = entry["base_url"]
        .as_str()
        .unwrap()
        .replace(&bank.addr().to_string(), &way);
    let fields: Vec<Value> = ["client_id", "client_secret", "user_token"]
        .iter()
        .map(|key| json!({"key": key, "value": entry[*key].as_str().map_or_else(|| entry[*key].to_string(), str::to_owned)}))
        .collect();
    let request = json!({"upstream": "budgea", "label": "", "baseUrl": base, "fields": fields});
    let added = world.ok("connection_add", request).await;
    world.sync().await;
    let stage = Stage {
        world,
        bank,
        connection: added["id"].as_str().unwrap().to_owned(),
    };
    let payee = stage.outside().await;
    let payment = stage.prepared(&payee, "7.00", None).await;
    losing.store(true, Ordering::SeqCst);
    let sent = stage.world.ok("payment_send", repeated(&payment)).await;
    assert_eq!(sent["state"], json!("sending"), "{sent}");
    assert_eq!(stage.orders(), 1, "it arrived, its answer did not");
    // The person submits it again and again.
    for _ in 0..3 {
        let told = stage.world.ok("payment_send", repeated(&payment)).await;
        assert_eq!(told["state"], json!("sending"));
    }
    assert_eq!(stage.orders(), 1);
    losing.store(false, Ordering::SeqCst);
    let found = stage
        .world
        .ok("payment_look", json!({"payment": payment["id"]}))
        .await;
    assert_eq!(found["state"], json!("created"), "{found}");
    let answer = json!({"payment": payment["id"], "fields": [{"key": "sms", "value": RIGHT}]});
    let told = stage.world.ok("payment_answer", answer).await;
    assert_eq!(told["state"], json!("ordered"), "{told}");
    assert_eq!(stage.orders(), 1);
}

/// A way to the bank on which answers get lost.
struct Lossy;

impl Lossy {
    fn before(bank: &Running, losing: &Arc<AtomicBool>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = listener.local_addr().unwrap().to_string();
        let (there, losing) = (bank.addr(), Arc::clone(losing));
        std::thread::spawn(move || {
            for visitor in listener.incoming().map_while(Result::ok) {
                let losing = Arc::clone(&losing);
                std::thread::spawn(move || {
                    let Ok(bank) = TcpStream::connect(there) else {
                        return;
                    };
                    let (mut from, mut to) =
                        (visitor.try_clone().unwrap(), bank.try_clone().unwrap());
                    std::thread::spawn(move || std::io::copy(&mut from, &mut to));
                    let (mut bank, mut visitor) = (bank, visitor);
                    let mut part = [0; 4096];
                    while let Ok(read @ 1..) = bank.read(&mut part) {
                        if losing.load(Ordering::SeqCst) {
                            // Cut off without a word.
                            drop(visitor.shutdown(std::net::Shutdown::Both));
                            return;
                        }
                        if visitor.write_all(&part[..read]).is_err() {
                            return;
                        }
                    }
                });
            }
        });
        here
    }
}

/// A request to the bank's control routes.
fn post(address: String, body: &str) {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "POST /{path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 2"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_confirmed_on_the_services_own_page_in_the_browser() {
    let stage = stage().await;
    let payee = stage.outside().await;
    let payment = stage.prepared(&payee, "31.20", None).await;
    let begin = json!({"connection": stage.connection, "kind": "payment", "way": "browser", "bank": null,
                       "login": payment["id"], "language": "en"});
    let early = stage.world.refused("link_begin", begin.clone()).await;
    assert_eq!(early, "invalid_request", "nobody was told of it yet");
    stage.world.ok("payment_send", repeated(&payment)).await;
    let look = || {
        let which = json!({"payment": payment["id"]});
        stage.world.ok("payment_look", which)
    };

    // The person refuses there, and nothing is paid.
    let link = stage.world.ok("link_begin", begin.clone()).await;
    assert_eq!(link["step"], json!("browser"), "{link}");
    let url = link["url"].as_str().unwrap().to_owned();
    let wait = json!({"link": link["id"]});
    let (ended, _) = tokio::join!(
        stage.world.ok("link_wait", wait),
        browse(format!("{url}&refuse=1"))
    );
    assert_eq!(ended["step"], json!("stopped"), "{ended}");
    assert_eq!(ended["stopped"], json!("refused"), "{ended}");
    assert_eq!(look().await["state"], json!("asked"));

    // The second time the code is entered there, and the order is the same.
    let link = stage.world.ok("link_begin", begin).await;
    let url = link["url"].as_str().unwrap().to_owned();
    let wait = json!({"link": link["id"]});
    let (ended, _) = tokio::join!(
        stage.world.ok("link_wait", wait),
        browse(format!("{url}&sms={RIGHT}"))
    );
    assert_eq!(ended["step"], json!("done"), "{ended}");
    let payment = look().await;
    assert_eq!(payment["state"], json!("ordered"), "{payment}");
    assert_eq!(stage.orders(), 1, "the page made no second order");
    stage.world.later(TimeDelta::hours(1));
    stage.world.sync().await;
    stage.world.sync().await;
    assert_eq!(look().await["state"], json!("done"));
}
