//! The whole household in files for other programs, with every balance as the book has it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use app::{Report, dispatch};
use contract::types::{ExportFormat, ExportReq, ExportWhat};
use serde_json::{Value, json};
use testkit::{World, bank};

fn request(what: ExportWhat, format: ExportFormat) -> ExportReq {
    serde_json::from_value(json!({"what": what, "format": format})).unwrap()
}

async fn lived() -> World {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link(&bank).await;
    world.sync().await;
    world
}

async fn write(world: &World, request: ExportReq, name: &str) -> (PathBuf, Value) {
    let path = world.folder().join(name);
    let report = world
        .app
        .export_to(request, path.clone(), Report::silent("export"))
        .await
        .unwrap();
    (path, serde_json::to_value(report).unwrap())
}

async fn balances(world: &World) -> BTreeMap<String, (String, String)> {
    let list = world.ok("accounts_list", json!({})).await;
    list["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["accounts"].as_array().unwrap().clone())
        .map(|account| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (
                text(&account["name"]),
                (
                    text(&account["balance"]["amount"]),
                    text(&account["balance"]["currency"]),
                ),
            )
        })
        .collect()
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_is_in_the_table_and_adds_up_to_every_balance() {
    let world = lived().await;
    let (path, report) = write(
        &world,
        request(ExportWhat::All, ExportFormat::Json),
        "all.jsonl",
    )
    .await;
    let rows = lines(&path);
    let of =
        |table: &str| -> Vec<&Value> { rows.iter().filter(|row| row["table"] == table).collect() };
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    assert_eq!(report["rows"], page["total"]);
    assert_eq!(json!(of("transactions").len()), page["total"]);
    let balances = balances(&world).await;
    assert_eq!(of("accounts").len(), balances.len());
    for account in of("accounts") {
        let currency: money::Currency = account["currency"].as_str().unwrap().parse().unwrap();
        let amount = |value: &Value| {
            money::Money::parse(value.as_str().unwrap(), currency)
                .unwrap()
                .minor
        };
        let sum: i64 = of("transactions")
            .iter()
            .filter(|row| row["account_id"] == account["id"] && row["counted"] == true)
            .map(|row| amount(&row["amount"]))
            .sum();
        assert_eq!(
            amount(&account["opening"]) + sum,
            amount(&account["closing"]),
            "{account}"
        );
        // Nothing of this household is announced for later days, so that the end is today's balance.
        let shown = if account["stated"].is_null() {
            &account["closing"]
        } else {
            &account["stated"]
        };
        let (wanted, _) = &balances[account["name"].as_str().unwrap()];
        assert_eq!(shown, wanted, "{account}");
    }
    let months = of("net_worth");
    assert!(months.len() > 12, "{} months of net worth", months.len());
    assert!(!of("balances").is_empty() && !of("categories").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_is_balanced_and_says_what_each_account_holds() {
    let world = lived().await;
    let balances = balances(&world).await;
    for (format, name) in [
        (ExportFormat::Hledger, "book.journal"),
        (ExportFormat::Beancount, "book.beancount"),
    ] {
        let (path, report) = write(&world, request(ExportWhat::Transactions, format), name).await;
        assert!(report["rows"].as_u64().unwrap() > 100);
        let text = fs::read_to_string(path).unwrap();
        let mut ends: Vec<String> = text
            .lines()
            .filter_map(|line| match format {
                ExportFormat::Hledger => line.split_once(" = ").map(|(_, end)| end.to_owned()),
                _ => line.split_once(" balance ").map(|(_, rest)| {
                    let words: Vec<&str> = rest.split_whitespace().collect();
                    format!("{} {}", words[1], words[4])
                }),
            })
            .collect();
        let mut wanted: Vec<String> = balances
            .values()
            .map(|(amount, currency)| format!("{amount} {currency}"))
            .collect();
        ends.sort();
        wanted.sort();
        assert_eq!(ends, wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_replaces_the_old_one_when_it_is_whole_and_the_page_learns_its_name_only() {
    let world = lived().await;
    let report = world
        .ok(
            "export_run",
            json!({"what": "transactions", "format": "csv", "text": "is:income"}),
        )
        .await;
    let name = report["file"].as_str().unwrap();
    assert_eq!(name, "transactions-2026-05-18.csv");
    assert_eq!(report["notes"], json!(["selection", "not_encrypted"]));
    let path = world.folder().join(name);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(
        text.lines().count() as u64,
        report["rows"].as_u64().unwrap() + 1
    );
    // A request that fails leaves it.
    let refused = dispatch(
        &world.app,
        "export_run",
        json!({"what": "transactions", "format": "csv", "account": "999999"}),
        Report::silent("export"),
    )
    .await
    .unwrap_err();
    assert!(matches!(refused.code, contract::ErrorCode::NotFound { .. }));
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let left: Vec<_> = fs::read_dir(world.folder())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| name.starts_with(".coffer-"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_a_cursor_is_all_there_is_in_a_delta() {
    let world = lived().await;
    let mut whole = request(ExportWhat::Transactions, ExportFormat::Json);
    let (_, first) = write(&world, whole.clone(), "first.jsonl").await;
    whole.since = Some(first["cursor"].as_str().unwrap().to_owned());
    let (path, nothing) = write(&world, whole.clone(), "second.jsonl").await;
    assert_eq!(nothing["rows"], 0);
    assert_eq!(lines(&path), Vec::<Value>::new());
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 3}))
        .await;
    let id = |place: usize| page["rows"][place]["id"].as_str().unwrap().to_owned();
    world
        .ok(
            "transactions_update",
            json!({"ids": [id(0)], "note": "for the garden"}),
        )
        .await;
    world
        .ok("transactions_delete", json!({"ids": [id(1)]}))
        .await;
    let (path, _) = write(&world, whole, "third.jsonl").await;
    let rows = lines(&path);
    let mut told: Vec<(String, Value, Value)> = rows
        .iter()
        .map(|row| {
            (
                row["id"].to_string(),
                row["note"].clone(),
                row["deleted"].clone(),
            )
        })
        .filter(|(one, ..)| *one == id(0) || *one == id(1))
        .collect();
    told.sort_by_key(|(one, ..)| *one != id(0));
    assert_eq!(told[0].1, "for the garden");
    assert_eq!(told[0].2, Value::Null);
    assert_eq!(told[1].2, "person");
    // Besides them no more than what the deletion touches across.
    assert!(rows.len() <= 4, "{rows:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_has_its_dictionary_and_a_plain_database_needs_a_word() {
    let world = lived().await;
    let (path, _) = write(
        &world,
        request(ExportWhat::All, ExportFormat::Folder),
        "tables",
    )
    .await;
    let package: Value =
        serde_json::from_str(&fs::read_to_string(path.join("datapackage.json")).unwrap()).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 6);
    for resource in resources {
        let file = path.join(resource["path"].as_str().unwrap());
        let text = fs::read_to_string(file).unwrap();
        let names: Vec<&str> = resource["schema"]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        assert_eq!(text.lines().next().unwrap(), names.join(","));
    }
    let (columns, _) = write(
        &world,
        request(ExportWhat::All, ExportFormat::Parquet),
        "columns",
    )
    .await;
    for name in ["transactions", "accounts", "net_worth"] {
        let bytes = fs::read(columns.join(format!("{name}.parquet"))).unwrap();
        assert!(
            bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"),
            "{name}"
        );
    }
    let dictionary = fs::read_to_string(columns.join("README.md")).unwrap();
    assert!(dictionary.contains("## transactions.parquet") && dictionary.contains("_minor"));
    let (one, _) = write(
        &world,
        request(ExportWhat::Transactions, ExportFormat::Parquet),
        "transactions.parquet",
    )
    .await;
    assert!(fs::read(one).unwrap().starts_with(b"PAR1"));

    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    world.will_pick(vec![world.file("receipt.txt", b"one copper kettle")]);
    let offered = world.ok("attachments_pick", json!({})).await;
    let add = json!({"transaction": page["rows"][0]["id"], "tokens": [offered[0]["token"]]});
    world.ok("attachments_add", add).await;
    let mut asked = request(ExportWhat::All, ExportFormat::Sqlite);
    let file = world.folder().join("plain.sqlite");
    let refused = world
        .app
        .export_to(asked.clone(), file.clone(), Report::silent("export"))
        .await
        .unwrap_err();
    assert!(matches!(
        refused.code,
        contract::ErrorCode::InvalidRequest { field, .. } if field == "unencrypted"
    ));
    assert!(!file.exists());
    asked.unencrypted = true;
    let (file, report) = write(&world, asked, "plain.sqlite").await;
    let bytes = fs::read(file).unwrap();
    assert!(bytes.starts_with(b"SQLite format 3\0"));
    assert!(report["rows"].as_u64().unwrap() > 100);
    // What connections keep is not in it.
    let inside = |word: &str| {
        bytes
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    };
    assert!(inside("transactions") && !inside("source_records") && !inside("connections"));
    // The files of its transactions are.
    assert!(inside("receipt.txt") && inside("one copper kettle"));
}
