//! The person's changes on their way to the upstreams: off until switched on, queued in the book, written once, taken back
//! by undo, refused with words.

use practice::{Scenario, Switches};
use serde_json::{Value, json};
use testkit::{PASSPHRASE, World, bank, today};

/// One upstream linked and synced; its connection.
async fn linked(world: &World, bank: &practice::Running, upstream: &str) -> String {
    let ids = world.link_some(bank, |name| name == upstream).await;
    world.sync().await;
    ids[0].clone()
}

async fn switch(world: &World, id: &str, on: bool) {
    let request = json!({"id": id, "label": null, "fields": [], "writeBack": on});
    let known = world.ok("connection_update", request).await;
    assert_eq!(known["writeBack"]["on"], on, "{known}");
}

async fn state(world: &World, id: &str) -> Value {
    let all = world.ok("connections_list", json!({})).await;
    all.as_array()
        .unwrap()
        .iter()
        .find(|known| known["id"] == id)
        .unwrap()["writeBack"]
        .clone()
}

/// Booked rows that are no transfers, newest first.
async fn rows(world: &World) -> Vec<Value> {
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "", "filter": "expense", "limit": 200}),
        )
        .await;
    let rows = page["rows"].as_array().unwrap();
    rows.iter()
        .filter(|row| row["status"] != "pending")
        .cloned()
        .collect()
}

async fn total(world: &World) -> Value {
    let page = world
        .ok("transactions_page", json!({"text": "", "limit": 1}))
        .await;
    json!([page["total"], page["sum"]])
}

/// The record as the upstream delivered it last.
async fn record(world: &World, id: &Value) -> Value {
    let detail = world.ok("transaction_get", json!({"id": id})).await;
    serde_json::from_str(detail["sources"][0]["raw"].as_str().unwrap()).unwrap()
}

/// Another of the upstream's own categories than the one a row has.
async fn other_category(world: &World, row: &Value) -> Value {
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "", "filter": "expense", "limit": 200}),
        )
        .await;
    page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|other| {
            other["account"] == row["account"]
                && other["categorySource"] == "upstream"
                && other["category"] != row["category"]
        })
        .unwrap()["category"]
        .clone()
}

fn writes(bank: &practice::Running) -> Vec<String> {
    bank.requests()
        .into_iter()
        .filter(|seen| seen.method != "GET" && !seen.path.contains("__practice"))
        .map(|seen| format!("{} {}", seen.method, seen.path))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_unless_it_was_switched_on() {
    let world = World::with_book().await;
    let bank = bank().await;
    let id = linked(&world, &bank, "wallet").await;
    assert_eq!(
        state(&world, &id).await,
        json!({"on": false, "fields": ["category", "note", "tags"], "makes": false,
               "waiting": 0, "refused": 0})
    );
    let row = rows(&world).await[0].clone();
    world
        .ok(
            "transactions_update",
            json!({"ids": [row["id"]], "note": "mine alone", "tags": ["Private"]}),
        )
        .await;
    world.sync().await;
    assert_eq!(writes(&bank), Vec::<String>::new());
    // What was done before it was switched on stays at home as well.
    switch(&world, &id, true).await;
    world.sync().await;
    assert_eq!(writes(&bank), Vec::<String>::new());
    assert_eq!(state(&world, &id).await["waiting"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn category_note_and_tags_are_written_once_and_the_books_own_words_stay() {
    let world = World::with_book().await;
    let bank = bank().await;
    let id = linked(&world, &bank, "wallet").await;
    switch(&world, &id, true).await;
    let row = rows(&world).await[0].clone();
    let before = (record(&world, &row["id"]).await, total(&world).await);
    let category = other_category(&world, &row).await;
    world
        .ok(
            "transactions_update",
            json!({"ids": [row["id"]], "category": category, "note": "first thought"}),
        )
        .await;
    world
        .ok(
            "transactions_update",
            json!({"ids": [row["id"]], "note": "with Ada", "tags": ["Holiday", "Picnic"]}),
        )
        .await;
    let waiting = world.ok("outbox_list", json!({"id": id})).await;
    let values: Vec<&Value> = waiting
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["value"])
        .collect();
    assert_eq!(values.len(), 3, "{waiting}");
    assert!(values.contains(&&json!("with Ada")), "{waiting}");
    assert!(values.contains(&&json!("Holiday, Picnic")), "{waiting}");

    let report = world.sync().await;
    assert_eq!(report["connections"][0]["written"], 1, "{report}");
    assert_eq!(report["connections"][0]["refused"], 0, "{report}");
    assert_eq!(
        writes(&bank),
        ["POST /wallet/v1/api/labels", "PATCH /wallet/v1/api/records"]
    );
    let record_now = record(&world, &row["id"]).await;
    assert_eq!(record_now["note"], "with Ada");
    assert_ne!(record_now["category"]["id"], before.0["category"]["id"]);
    let labels: Vec<&str> = record_now["labels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|label| label["name"].as_str().unwrap())
        .collect();
    assert_eq!(labels, ["Holiday", "Picnic"]);

    let detail = world.ok("transaction_get", json!({"id": row["id"]})).await;
    assert_eq!(detail["row"]["note"], "with Ada");
    assert_eq!(detail["row"]["category"], category);
    assert_eq!(
        detail["row"]["description"], row["description"],
        "the bank's wording, whose place the note took at the upstream, stays in the book"
    );
    assert_eq!(detail["row"]["payee"], row["payee"]);
    assert_eq!(
        state(&world, &id).await,
        json!({"on": true, "fields": ["category", "note", "tags"], "makes": false,
               "waiting": 0, "refused": 0})
    );
    for _ in 0..2 {
        world.sync().await;
    }
    assert_eq!(
        writes(&bank).len(),
        2,
        "what is written is not written again"
    );
    assert_eq!(total(&world).await, before.1);
    let verify = world.ok("book_verify", json!({})).await;
    assert_eq!(verify["findings"], json!([]), "{verify}");
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_before_sending_drops_it_and_after_sending_writes_what_was_there() {
    let mut world = World::with_book().await;
    let bank = bank().await;
    let id = linked(&world, &bank, "wallet").await;
    switch(&world, &id, true).await;
    let row = rows(&world).await[0].clone();
    let before = record(&world, &row["id"]).await;
    let category = other_category(&world, &row).await;
    let edit =
        json!({"ids": [row["id"]], "category": category, "note": "a thought", "tags": ["Picnic"]});
    world.ok("transactions_update", edit.clone()).await;
    assert_eq!(state(&world, &id).await["waiting"], 3);
    world.ok("undo_last", json!({})).await;
    assert_eq!(state(&world, &id).await["waiting"], 0);
    world.sync().await;
    assert_eq!(writes(&bank), Vec::<String>::new());

    world.ok("redo_last", json!({})).await;
    assert_eq!(state(&world, &id).await["waiting"], 3);
    // The queue lies in the book: it outlives the program.
    world.restart().await;
    world
        .ok("book_unlock", json!({"passphrase": PASSPHRASE}))
        .await;
    let sent = world.ok("outbox_send", json!({"id": id})).await;
    assert_eq!(
        (&sent["written"], &sent["waiting"], &sent["state"]),
        (&json!(1), &json!(0), &json!("ok")),
        "{sent}"
    );
    world.sync().await;
    assert_eq!(record(&world, &row["id"]).await["note"], "a thought");

    world.ok("undo_last", json!({})).await;
    assert_eq!(state(&world, &id).await["waiting"], 3);
    world.sync().await;
    let after = record(&world, &row["id"]).await;
    for field in ["note", "category", "labels"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    let detail = world.ok("transaction_get", json!({"id": row["id"]})).await;
    for field in ["note", "category", "tags", "description", "payee"] {
        assert_eq!(detail["row"][field], row[field], "{field}");
    }
    assert_eq!(state(&world, &id).await["waiting"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_shown_with_words_and_keeps_nothing_else_from_being_written() {
    let world = World::with_book().await;
    let bank = bank().await;
    let id = linked(&world, &bank, "wallet").await;
    switch(&world, &id, true).await;
    let all = rows(&world).await;
    let chart = world.ok("categories_list", json!({})).await;
    let transfer = chart
        .as_array()
        .unwrap()
        .iter()
        .find(|category| category["kind"] == "transfer")
        .unwrap();
    let (good, bad, long) = (&all[0], &all[1], &all[2]);
    world
        .ok(
            "transactions_update",
            json!({"ids": [bad["id"]], "category": transfer["id"]}),
        )
        .await;
    world
        .ok(
            "transactions_update",
            json!({"ids": [long["id"]], "note": "x".repeat(256)}),
        )
        .await;
    world
        .ok(
            "transactions_update",
            json!({"ids": [good["id"]], "note": "fine"}),
        )
        .await;
    let report = world.sync().await;
    let outcome = &report["connections"][0];
    assert_eq!(
        (&outcome["written"], &outcome["refused"], &outcome["state"]),
        (&json!(1), &json!(2), &json!("ok")),
        "{report}"
    );
    assert_eq!(record(&world, &good["id"]).await["note"], "fine");
    let refused = world.ok("outbox_list", json!({"id": id})).await;
    let refused = refused.as_array().unwrap();
    assert_eq!(refused.len(), 2, "{refused:?}");
    let of = |row: &Value| {
        refused
            .iter()
            .find(|item| item["transaction"]["id"] == row["id"])
            .unwrap()
    };
    assert_eq!(of(bad)["reason"], "refused");
    assert_eq!(of(bad)["says"], "this category cannot be set (categoryId)");
    assert_eq!(of(long)["reason"], "too_long");
    // The person's own stays in the book.
    let detail = world.ok("transaction_get", json!({"id": bad["id"]})).await;
    assert_eq!(detail["row"]["category"], transfer["id"]);

    // It is not sent again by itself; asked once more it is, and left it is forgotten.
    let before = writes(&bank).len();
    world.sync().await;
    assert_eq!(writes(&bank).len(), before);
    let item = &of(bad)["id"];
    world
        .ok("outbox_answer", json!({"id": item, "answer": "retry"}))
        .await;
    world.sync().await;
    assert_eq!(writes(&bank).len(), before + 1);
    for item in refused {
        world
            .ok(
                "outbox_answer",
                json!({"id": item["id"], "answer": "leave"}),
            )
            .await;
    }
    assert_eq!(state(&world, &id).await["refused"], 0);
    assert_eq!(
        world
            .refused("outbox_answer", json!({"id": "999", "answer": "retry"}))
            .await,
        "not_found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_servers_own_trouble_and_a_flaky_line_are_outlasted() {
    for scenario in [Scenario::Calm, Scenario::Flaky, Scenario::RateLimited] {
        let world = World::with_book().await;
        let bank = bank().await;
        let id = linked(&world, &bank, "wallet").await;
        switch(&world, &id, true).await;
        let before = total(&world).await;
        bank.set_scenario(scenario);
        bank.set_switches(Switches {
            wallet_write_trouble: 3,
            pauses_are_instant: true,
            ..Switches::default()
        });
        let some: Vec<Value> = rows(&world).await.into_iter().take(23).collect();
        for (number, row) in some.iter().enumerate() {
            world
                .ok(
                    "transactions_update",
                    json!({"ids": [row["id"]], "note": format!("note {number}"), "tags": ["Trial"]}),
                )
                .await;
        }
        for _ in 0..3 {
            if state(&world, &id).await["waiting"] != 0 {
                world.ok("outbox_send", json!({"id": id})).await;
            }
        }
        assert_eq!(
            state(&world, &id).await["waiting"],
            0,
            "{scenario}: {}",
            world.ok("outbox_list", json!({"id": id})).await
        );
        bank.set_scenario(Scenario::Calm);
        for _ in 0..3 {
            world.sync().await;
        }
        for (number, row) in some.iter().enumerate() {
            let record = record(&world, &row["id"]).await;
            assert_eq!(record["note"], format!("note {number}"), "{scenario}");
            assert_eq!(record["labels"].as_array().unwrap().len(), 1, "{scenario}");
            let label = &record["labels"][0]["id"];
            let first = self::record(&world, &some[0]["id"]).await;
            assert_eq!(
                *label, first["labels"][0]["id"],
                "{scenario}: one label of a name"
            );
        }
        assert_eq!(total(&world).await, before, "{scenario}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bank_has_not_booked_yet_waits_and_switching_off_leaves_it_unwritten() {
    let world = World::with_book().await;
    let bank = bank().await;
    let id = linked(&world, &bank, "wallet").await;
    switch(&world, &id, true).await;
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "", "filter": "pending", "limit": 50}),
        )
        .await;
    let pending = page["rows"][0].clone();
    world
        .ok(
            "transactions_update",
            json!({"ids": [pending["id"]], "note": "soon"}),
        )
        .await;
    world.sync().await;
    let item = world.ok("outbox_list", json!({"id": id})).await[0].clone();
    assert_eq!(
        (&item["state"], &item["reason"]),
        (&json!("waiting"), &json!("pending")),
        "{item}"
    );
    assert_eq!(writes(&bank), Vec::<String>::new());
    bank.set_scenario(Scenario::LatePosting);
    let report = world.sync().await;
    assert_eq!(
        report["connections"][0]["written"], 1,
        "the booking came with the same sync: {report}"
    );

    world
        .ok(
            "transactions_update",
            json!({"ids": [pending["id"]], "note": "changed my mind"}),
        )
        .await;
    assert_eq!(state(&world, &id).await["waiting"], 1);
    switch(&world, &id, false).await;
    assert_eq!(state(&world, &id).await["waiting"], 0);
    let before = writes(&bank).len();
    world.sync().await;
    assert_eq!(writes(&bank).len(), before);
    let detail = world
        .ok("transaction_get", json!({"id": pending["id"]}))
        .await;
    assert_eq!(detail["row"]["note"], "changed my mind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_only_reads_cannot_be_switched_on() {
    let world = World::with_book().await;
    let bank = bank().await;
    let id = linked(&world, &bank, "budgea").await;
    assert_eq!(state(&world, &id).await, Value::Null);
    let request = json!({"id": id, "label": null, "fields": [], "writeBack": true});
    assert_eq!(
        world.refused("connection_update", request).await,
        "invalid_request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn finwise_takes_category_and_note_and_makes_a_category_it_lacks() {
    let world = World::with_book().await;
    let bank = bank().await;
    let id = linked(&world, &bank, "finwise").await;
    switch(&world, &id, true).await;
    let some = rows(&world).await;
    let (first, second) = (&some[0], &some[1]);
    let before = record(&world, &first["id"]).await;
    let own = world
        .ok(
            "category_create",
            json!({"name": "Model trains", "group": "Hobbies", "kind": "expense"}),
        )
        .await;
    world
        .ok(
            "transactions_update",
            json!({"ids": [first["id"], second["id"]], "category": own["id"], "note": "a locomotive"}),
        )
        .await;
    let report = world.sync().await;
    assert_eq!(report["connections"][0]["written"], 2, "{report}");
    let made: Vec<String> = writes(&bank)
        .into_iter()
        .filter(|write| write.starts_with("POST"))
        .collect();
    assert_eq!(made, ["POST /finwise/transaction-categories"]);
    let (one, other) = (
        record(&world, &first["id"]).await,
        record(&world, &second["id"]).await,
    );
    assert_eq!(one["notes"], "a locomotive");
    assert_eq!(one["transactionCategoryId"], other["transactionCategoryId"]);
    assert_ne!(
        one["transactionCategoryId"],
        before["transactionCategoryId"]
    );
    let chart = world.ok("categories_list", json!({})).await;
    let trains: Vec<&Value> = chart
        .as_array()
        .unwrap()
        .iter()
        .filter(|category| category["name"] == "Model trains")
        .collect();
    assert_eq!(trains.len(), 1, "{trains:?}");
    world.ok("undo_last", json!({})).await;
    world.sync().await;
    let after = record(&world, &first["id"]).await;
    for field in ["notes", "transactionCategoryId"] {
        assert_eq!(after[field], before[field], "{field}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_entered_here_is_entered_there_once_and_what_is_deleted_is_archived() {
    let world = World::with_book().await;
    let bank = bank().await;
    let id = linked(&world, &bank, "finwise").await;
    switch(&world, &id, true).await;
    let account = rows(&world).await[0]["account"].clone();
    let there = bank.truth().counts.finwise_transactions;
    let entry = json!({"account": account, "date": today().to_string(), "amount": "-12.30",
                       "payee": "Flea market", "note": "a lamp"});
    // Taken back before it was sent: nothing goes out.
    world.ok("transaction_add", entry.clone()).await;
    assert_eq!(state(&world, &id).await["waiting"], 1);
    world.ok("undo_last", json!({})).await;
    assert_eq!(state(&world, &id).await["waiting"], 0);
    world.ok("redo_last", json!({})).await;
    assert_eq!(state(&world, &id).await["waiting"], 1);
    let total_before = total(&world).await;
    for _ in 0..3 {
        world.sync().await;
    }
    assert_eq!(writes(&bank), ["POST /finwise/transactions"]);
    assert_eq!(bank.truth().counts.finwise_transactions, there + 1);
    assert_eq!(
        total(&world).await,
        total_before,
        "it came back as the row it is"
    );
    let found = world
        .ok(
            "transactions_page",
            json!({"text": "Flea market", "limit": 5}),
        )
        .await;
    assert_eq!(found["total"], 1, "{found}");
    let entered = found["rows"][0].clone();
    assert_eq!(record(&world, &entered["id"]).await["isManual"], true);

    world
        .ok("transactions_delete", json!({"ids": [entered["id"]]}))
        .await;
    world.ok("undo_last", json!({})).await;
    assert_eq!(state(&world, &id).await["waiting"], 0);
    world
        .ok("transactions_delete", json!({"ids": [entered["id"]]}))
        .await;
    for _ in 0..3 {
        world.sync().await;
    }
    assert_eq!(bank.truth().counts.finwise_transactions, there);
    assert_eq!(writes(&bank).len(), 2, "{:?}", writes(&bank));
    // What is archived there cannot be brought back by the service's ways: it is entered anew, and is the same row here.
    world.ok("undo_last", json!({})).await;
    let sent = world.ok("outbox_send", json!({"id": id})).await;
    assert_eq!(sent["written"], 1, "{sent}");
    let items = world.ok("outbox_list", json!({"id": id})).await;
    assert_eq!(items, json!([]));
    assert_eq!(bank.truth().counts.finwise_transactions, there + 1);
    for _ in 0..3 {
        world
            .ok("sync_run", json!({"connections": [id], "full": true}))
            .await;
        let found = world
            .ok(
                "transactions_page",
                json!({"text": "Flea market", "limit": 5}),
            )
            .await;
        assert_eq!(found["total"], 1, "{found}");
        assert_eq!(found["rows"][0]["id"], entered["id"]);
        assert_eq!(total(&world).await, total_before);
    }
    assert_eq!(writes(&bank).len(), 3, "{:?}", writes(&bank));
    // And once more out and in, with the archive known to the book before it is taken back.
    world
        .ok("transactions_delete", json!({"ids": [entered["id"]]}))
        .await;
    world.sync().await;
    world.sync().await;
    assert_eq!(bank.truth().counts.finwise_transactions, there);
    world.ok("undo_last", json!({})).await;
    for _ in 0..3 {
        world.sync().await;
    }
    assert_eq!(bank.truth().counts.finwise_transactions, there + 1);
    assert_eq!(total(&world).await, total_before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_category_is_removed_there_with_the_one_that_takes_its_place() {
    let world = World::with_book().await;
    let bank = bank().await;
    let id = linked(&world, &bank, "finwise").await;
    switch(&world, &id, true).await;
    let row = rows(&world)
        .await
        .into_iter()
        .find(|row| row["categorySource"] == "upstream")
        .unwrap();
    let into = other_category(&world, &row).await;
    let in_place = rows(&world)
        .await
        .into_iter()
        .find(|other| other["category"] == into)
        .unwrap();
    world
        .ok(
            "category_remove",
            json!({"id": row["category"], "into": into}),
        )
        .await;
    assert_eq!(
        state(&world, &id).await["waiting"],
        1,
        "the service moves the transactions by itself"
    );
    world.ok("undo_last", json!({})).await;
    assert_eq!(state(&world, &id).await["waiting"], 0);
    world.ok("redo_last", json!({})).await;
    assert_eq!(state(&world, &id).await["waiting"], 1);
    let into_there = record(&world, &in_place["id"]).await["transactionCategoryId"].clone();
    for _ in 0..3 {
        world.sync().await;
    }
    let sent = writes(&bank);
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(
        sent[0].starts_with("DELETE /finwise/transaction-categories/"),
        "{sent:?}"
    );
    let moved = record(&world, &row["id"]).await;
    assert_eq!(moved["transactionCategoryId"], into_there);
    let detail = world.ok("transaction_get", json!({"id": row["id"]})).await;
    assert_eq!(detail["row"]["category"], into);
    // Nobody can bring it back there; the book does, and says so.
    world.ok("undo_last", json!({})).await;
    world.ok("outbox_send", json!({"id": id})).await;
    let items = world.ok("outbox_list", json!({"id": id})).await;
    assert_eq!(items[0]["reason"], "cannot_bring_back", "{items}");
}
