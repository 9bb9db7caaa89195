//! Nothing that is written tells a secret: not the log, not an error, not an event, not a file.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use practice::{Running, Scenario};
use serde_json::{Value, json};
use testkit::{World, bank};

/// All that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Every credential that the practice bank's first line names.
fn credentials(bank: &Running) -> BTreeSet<String> {
    let line = bank.first_line();
    let mut found = BTreeSet::new();
    for (name, entry) in line["upstreams"].as_object().unwrap() {
        let mut take = |value: &Value| {
            if let Some(text) = value.as_str()
                && text.len() >= 8
                && !text.starts_with("http")
            {
                found.insert(text.to_owned());
            }
        };
        for (key, value) in entry.as_object().unwrap() {
            if ["same_as", "base_url", "user_id", "client_id"].contains(&key.as_str()) {
                continue;
            }
            if let Some(fields) = value["fields"].as_object() {
                fields.values().for_each(&mut take);
            }
            take(value);
        }
        assert!(!name.is_empty());
    }
    found
}

/// A text that an IBAN's check digits say is one.
fn ibans(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| {
            let bytes = word.as_bytes();
            (15..=34).contains(&bytes.len())
                && bytes[..2].iter().all(u8::is_ascii_uppercase)
                && bytes[2..4].iter().all(u8::is_ascii_digit)
                && bytes[4..]
                    .iter()
                    .chain(&bytes[..4])
                    .fold(0_u32, |rest, byte| match byte {
                        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
                        letter => {
                            (rest * 100 + u32::from(letter.to_ascii_uppercase() - b'A') + 10) % 97
                        }
                    })
                    == 1
        })
        .map(ToOwned::to_owned)
        .collect()
}

/// The texts of places in the records as they came.
fn places(record: &Value, found: &mut BTreeSet<String>) {
    match record {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == "place" || key == "location" {
                    texts(value, found);
                }
                places(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| places(item, found)),
        _ => {}
    }
}

fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.len() >= 4 => {
            found.insert(text.clone());
        }
        Value::Number(number) if number.to_string().len() >= 6 => {
            found.insert(number.to_string());
        }
        Value::Object(fields) => fields.values().for_each(|value| texts(value, found)),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        _ => {}
    }
}

fn files(folder: &Path, each: &mut dyn FnMut(&Path, &[u8])) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, each);
        } else {
            each(&path, &std::fs::read(&path).unwrap());
        }
    }
}

/// Where a needle is.
fn holds(hay: &[u8], needle: &str) -> bool {
    hay.windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

/// Links what shows the same accounts as another upstream does, which nobody links beside that one.
async fn link_the_others(world: &World, bank: &Running) {
    let line = bank.first_line();
    for (upstream, keys) in [
        ("wallet-app", &["username", "password"][..]),
        ("qard", &["api_key", "user_id"]),
    ] {
        let entry = &line["upstreams"][upstream];
        let fields: Vec<Value> = keys
            .iter()
            .map(|key| json!({"key": key, "value": entry[key]}))
            .collect();
        let request = json!({"upstream": upstream, "label": "", "baseUrl": entry["base_url"],
                             "fields": fields});
        world.ok("connection_add", request).await;
    }
}

/// The record of every row of these months: the places and the IBANs that it tells.
async fn told_of(
    world: &World,
    places_seen: &mut BTreeSet<String>,
    ibans_seen: &mut BTreeSet<String>,
) {
    for month in ["2026-05", "2026-04", "2026-03", "2026-02"] {
        let rows = world
            .ok(
                "transactions_page",
                json!({"text": "", "from": format!("{month}-01"), "limit": 150}),
            )
            .await;
        for row in rows["rows"].as_array().unwrap() {
            let detail = world.ok("transaction_get", json!({"id": row["id"]})).await;
            for source in detail["sources"].as_array().unwrap() {
                let raw = source["raw"].as_str().unwrap_or("null");
                ibans_seen.extend(ibans(raw));
                if let Ok(record) = serde_json::from_str::<Value>(raw) {
                    places(&record, places_seen);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_iban_or_place_is_written_anywhere() {
    let log = Log::default();
    let sink = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || sink.clone())
        .init();
    let world = World::with_book().await;
    world
        .ok("settings_update", json!({"experimentalServices": true}))
        .await;
    let bank = bank().await;
    // Places and other odd fields are in the records of this one.
    bank.set_scenario(Scenario::Odd);
    world.link(&bank).await;
    // Two upstreams show what others do: they are another person's, with a book of its own.
    let beside = World::with_book().await;
    beside
        .ok("settings_update", json!({"experimentalServices": true}))
        .await;
    link_the_others(&beside, &bank).await;
    let mut told = String::new();
    world.sync().await;
    let report = beside.sync().await;
    let read = report["connections"].as_array().unwrap();
    assert_eq!(read.len(), 2, "{report}");
    assert!(
        read.iter().all(|one| one["new"].as_u64() > Some(50)),
        "{report}"
    );
    let mut places_seen = BTreeSet::new();
    let mut ibans_seen = BTreeSet::new();
    told_of(&world, &mut places_seen, &mut ibans_seen).await;
    told_of(&beside, &mut places_seen, &mut ibans_seen).await;
    for scenario in [
        Scenario::Calm,
        Scenario::Flaky,
        Scenario::RateLimited,
        Scenario::ConsentExpired,
        Scenario::WrongPassword,
        Scenario::BadToken,
        Scenario::Html,
        Scenario::BankDown,
    ] {
        bank.set_scenario(scenario);
        let report = world
            .call("sync_run", json!({"connections": [], "full": true}))
            .await;
        told += &format!("{report:?}");
        let report = beside
            .call("sync_run", json!({"connections": [], "full": true}))
            .await;
        told += &format!("{report:?}");
        world.app.sync_due().await;
        beside.app.sync_due().await;
    }
    // A token that is refused, and one that is no token at all.
    let line = bank.first_line();
    for upstream in ["wallet", "finwise", "qard", "wallet-app"] {
        let entry = &line["upstreams"][upstream];
        let wrong = match upstream {
            "wallet" => json!([{"key": "token", "value": entry["token"]}]),
            "wallet-app" => json!([{"key": "username", "value": entry["username"]},
                                   {"key": "password", "value": entry["password"]}]),
            _ => json!([{"key": "api_key", "value": entry["api_key"]}]),
        };
        let refused = world
            .call(
                "connection_add",
                json!({"upstream": upstream, "label": "", "baseUrl": entry["base_url"], "fields": wrong}),
            )
            .await;
        if let Err(error) = refused {
            told += &format!("{error:?} {}", serde_json::to_string(&error).unwrap());
        }
    }
    for one in [&world, &beside] {
        told += &one.ok("connections_list", json!({})).await.to_string();
        let runs = one
            .ok("sync_runs", json!({"connection": null, "limit": 500}))
            .await;
        told += &runs.to_string();
        told += &one.heard.changes().join(" ");
        one.ok("book_lock", json!({})).await;
    }

    let logged = log.0.lock().unwrap().clone();
    assert!(logged.len() > 10_000, "something was logged");
    let credentials = credentials(&bank);
    assert!(credentials.len() >= 6, "{}", credentials.len());
    assert!(!places_seen.is_empty(), "the bank tells places");
    for needle in credentials.iter().chain(&places_seen).chain(&ibans_seen) {
        for (what, text) in [
            ("the log", logged.as_slice()),
            ("an answer", told.as_bytes()),
        ] {
            assert!(!holds(text, needle), "{needle} is in {what}");
        }
        for one in [&world, &beside] {
            files(one.folder(), &mut |path, bytes| {
                assert!(!holds(bytes, needle), "{needle} is in {}", path.display());
            });
        }
    }
    let logged = String::from_utf8_lossy(&logged).into_owned();
    assert_eq!(ibans(&logged), Vec::<String>::new());
    // The tokens that a login brings are made on the way; they begin like this one.
    assert!(
        !logged.contains("eyJ") && !told.contains("eyJ"),
        "a token is told"
    );
    assert_eq!(ibans(&told), Vec::<String>::new());
}
