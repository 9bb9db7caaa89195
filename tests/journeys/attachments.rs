//! Files kept with transactions: refused when they are programs or too large, shown as what their bytes are, found, taken away,
//! and in every copy of the book.

use serde_json::{Value, json};
use testkit::World;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR";
const ROWS: &str = "Date,Payee,Amount,Currency\n2026-05-02,HARBOUR BOOKS,-12.00,EUR\n2026-05-03,LANDLORD,-900.00,EUR\n";

async fn row(world: &World, text: &str) -> Value {
    let page = world
        .ok("transactions_page", json!({"text": text, "limit": 5}))
        .await;
    page["rows"][0]["id"].clone()
}

async fn attach(world: &World, row: &Value, files: &[(&str, &[u8])]) -> Value {
    world.will_pick(
        files
            .iter()
            .map(|(name, data)| world.file(name, data))
            .collect(),
    );
    let offered = world.ok("attachments_pick", json!({})).await;
    let tokens: Vec<Value> = (offered.as_array().unwrap().iter())
        .map(|file| file["token"].clone())
        .collect();
    world
        .ok(
            "attachments_add",
            json!({"transaction": row, "tokens": tokens}),
        )
        .await
}

async fn names(world: &World, row: &Value) -> Vec<String> {
    let detail = world.ok("transaction_get", json!({"id": row})).await;
    (detail["attachments"].as_array().unwrap().iter())
        .map(|file| {
            format!(
                "{} {}",
                file["name"].as_str().unwrap(),
                file["kind"].as_str().unwrap()
            )
        })
        .collect()
}

async fn found(world: &World, text: &str) -> u64 {
    let page = world
        .ok("transactions_page", json!({"text": text, "limit": 5}))
        .await;
    page["total"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_kept_shown_saved_out_and_taken_away() {
    let world = World::with_book().await;
    world.import_csv(ROWS, None).await;
    let books = row(&world, "books").await;
    assert_eq!(found(&world, "has:attachment").await, 0);
    let page: &[u8] = b"<svg onload='alert(1)'></svg>";
    let added = attach(
        &world,
        &books,
        &[
            ("photo.png", PNG),
            ("drawing.svg", page),
            ("bill.pdf", b"%PDF-1.7 \xff\xfe"),
        ],
    )
    .await;
    assert_eq!(
        (&added["change"]["rows"], &added["refused"]),
        (&json!(3), &json!([]))
    );
    let all = ["photo.png image", "drawing.svg text", "bill.pdf pdf"];
    assert_eq!(names(&world, &books).await, all);
    assert_eq!(found(&world, "has:attachment").await, 1);
    assert_eq!(found(&world, "-has:attachment").await, 1);
    assert_eq!(found(&world, "landlord has:attachment").await, 0);

    // The same file again is the same file.
    attach(&world, &books, &[("photo.png", PNG)]).await;
    assert_eq!(names(&world, &books).await, all);

    let detail = world.ok("transaction_get", json!({"id": books})).await;
    let id = |place: usize| json!({"id": detail["attachments"][place]["id"]});
    let photo = world.ok("attachment_get", id(0)).await;
    assert_eq!(
        (&photo["media"], &photo["text"]),
        (&json!("image/png"), &Value::Null)
    );
    let drawing = world.ok("attachment_get", id(1)).await;
    assert_eq!(
        (&drawing["image"], &drawing["media"]),
        (&Value::Null, &json!(""))
    );
    assert_eq!(drawing["text"], "<svg onload='alert(1)'></svg>");
    let saved = world.ok("attachment_save", id(2)).await;
    assert_eq!(saved["file"], "bill.pdf");
    assert_eq!(
        std::fs::read(world.folder().join("bill.pdf")).unwrap(),
        b"%PDF-1.7 \xff\xfe"
    );

    let gone = world.ok("attachment_remove", id(0)).await;
    assert_eq!(names(&world, &books).await, all[1..]);
    world
        .ok(
            "batch_undo",
            json!({"batch": gone["batch"], "force": false}),
        )
        .await;
    assert_eq!(
        names(&world, &books).await,
        ["photo.png image", "drawing.svg text", "bill.pdf pdf"]
    );
    assert_eq!(world.ok("attachment_get", id(0)).await, photo);
    world
        .ok(
            "batch_undo",
            json!({"batch": added["change"]["batch"], "force": false}),
        )
        .await;
    assert_eq!(found(&world, "has:attachment").await, 0);
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_and_what_is_too_large_are_refused_and_the_rest_is_kept() {
    let world = World::with_book().await;
    world.import_csv(ROWS, None).await;
    let books = row(&world, "books").await;
    let large = vec![b'x'; 25 * 1024 * 1024 + 1];
    let added = attach(
        &world,
        &books,
        &[
            ("receipt.pdf", b"MZ\x90\x00\x03"),
            ("scan.jpg", b"\x7fELF\x02"),
            ("note.txt", b"#!/bin/sh\n"),
            ("large.bin", &large),
            ("empty.txt", b""),
            ("fine.txt", b"Thank you"),
        ],
    )
    .await;
    let refused: Vec<String> = (added["refused"].as_array().unwrap().iter())
        .map(|one| {
            format!(
                "{} {}",
                one["name"].as_str().unwrap(),
                one["reason"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        refused,
        [
            "receipt.pdf program",
            "scan.jpg program",
            "note.txt program",
            "large.bin too_large",
            "empty.txt empty"
        ]
    );
    assert_eq!(names(&world, &books).await, ["fine.txt text"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_the_files() {
    let world = World::with_book().await;
    world.import_csv(ROWS, None).await;
    let books = row(&world, "books").await;
    attach(&world, &books, &[("photo.png", PNG)]).await;
    let written = world.ok("backup_write", json!({"passphrase": null})).await;
    let file = world
        .folder()
        .join(written["backup"]["file"].as_str().unwrap());

    let other = World::new();
    other.will_pick(vec![file]);
    let picked = other.ok("backup_pick", json!({})).await;
    let token = picked["offer"]["token"].clone();
    let request = json!({"token": token, "passphrase": testkit::PASSPHRASE, "replace": false});
    other.ok("backup_restore", request).await;
    assert_eq!(names(&other, &books).await, ["photo.png image"]);
    let detail = other.ok("transaction_get", json!({"id": books})).await;
    let id = json!({"id": detail["attachments"][0]["id"]});
    assert!(other.ok("attachment_get", id).await["image"].is_string());
}
