//! Templates of tables: remembered by bank and account, found again, renamed, forgotten.

use serde_json::{Value, json};
use testkit::World;

fn table(rows: &[(&str, &str, &str)]) -> String {
    let mut text = "Buchungstag;Empfänger;Verwendungszweck;Betrag\n".to_owned();
    for (day, payee, amount) in rows {
        text.push_str(&format!("{day};{payee};Zahlung;{amount}\n"));
    }
    text
}

async fn preview(world: &World, name: &str, content: &str, more: Value) -> Value {
    world.will_pick(vec![world.file(name, content.as_bytes())]);
    let offered = world.ok("import_pick", json!({})).await;
    let mut file = json!({"token": offered[0]["token"], "accounts": []});
    for (key, value) in more.as_object().into_iter().flatten() {
        file[key] = value.clone();
    }
    world.ok("import_preview", json!({"files": [file]})).await
}

/// Takes a file into an account of a name that is made for it.
async fn taken(world: &World, name: &str, content: &str, account: &str) -> Value {
    let into = json!([{"statement": 0, "newName": account, "currency": "EUR"}]);
    let shown = preview(
        world,
        name,
        content,
        json!({"accounts": into, "template": ""}),
    )
    .await;
    let request = json!({"preview": shown["id"], "choices": []});
    world.ok("import_commit", request).await
}

const GIRO: &[(&str, &str, &str)] = &[
    ("02.05.2026", "Bäckerei Ähre", "-4,80"),
    ("13.05.2026", "Stadtwerke Auen", "-61,20"),
];
const CARD: &[(&str, &str, &str)] = &[
    ("04.05.2026", "Buch & Bohne", "-19,90"),
    ("14.05.2026", "Fahrradhof", "-240,00"),
];

#[tokio::test(flavor = "multi_thread")]
async fn two_accounts_of_one_bank_keep_their_templates_apart() {
    let world = World::with_book().await;
    let giro = taken(&world, "giro_2026-05.csv", &table(GIRO), "Giro").await;
    let card = taken(&world, "karte_2026-05.csv", &table(CARD), "Karte").await;
    let account = |report: &Value| report["files"][0]["accounts"][0]["id"].clone();
    assert_ne!(account(&giro), account(&card));

    let all = world.ok("import_templates", json!({})).await;
    assert_eq!(all.as_array().unwrap().len(), 2, "{all}");
    assert_eq!(all[0]["name"], "Giro");
    assert_eq!(all[0]["accountName"], "Giro");
    assert_eq!(all[0]["heads"][0], "Buchungstag");

    // The next download of each finds its account by how the file is called.
    let more = table(&[("20.04.2026", "Apotheke am Tor", "-7,35")]);
    for (name, from) in [("giro_2026-06.csv", &giro), ("karte_2026-06.csv", &card)] {
        let shown = preview(&world, name, &more, json!({})).await;
        let file = &shown["files"][0];
        assert_eq!(file["statements"][0]["account"], account(from), "{file}");
        assert_eq!(file["templates"].as_array().unwrap().len(), 2);
    }

    // Another one may be chosen, or none.
    let other = json!({"template": all[1]["id"]});
    let shown = preview(&world, "giro_2026-06.csv", &more, other).await;
    assert_eq!(shown["files"][0]["template"]["name"], "Karte");
    assert_eq!(
        shown["files"][0]["statements"][0]["account"],
        account(&card)
    );
    let shown = preview(&world, "giro_2026-06.csv", &more, json!({"template": ""})).await;
    assert_eq!(shown["files"][0]["template"], Value::Null);
    assert_eq!(shown["files"][0]["statements"][0]["account"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_mapping_is_remembered_under_a_name_and_outlives_the_import() {
    let world = World::with_book().await;
    let shown = preview(&world, "card.csv", &table(CARD), json!({})).await;
    let file = &shown["files"][0];
    let mut mapping = file["mapping"].clone();
    mapping["inverted"] = json!(true);
    let into = json!([{"statement": 0, "newName": "Blue card", "currency": "EUR"}]);
    let files = json!([{"token": file["token"], "mapping": mapping, "accounts": into}]);
    let shown = world.ok("import_preview", json!({"files": files})).await;
    let names = json!([{"token": file["token"], "name": "Auen card"}]);
    let request = json!({"preview": shown["id"], "choices": [], "names": names});
    let done = world.ok("import_commit", request).await;

    let next = table(&[("20.06.2026", "Apotheke am Tor", "7,35")]);
    let shown = preview(&world, "card-june.csv", &next, json!({})).await;
    let file = &shown["files"][0];
    assert_eq!(file["template"]["name"], "Auen card");
    assert_eq!(file["statements"][0]["accountName"], "Blue card");
    assert_eq!(file["statements"][0]["sum"]["amount"], "-7.35", "{file}");

    world
        .ok(
            "batch_undo",
            json!({"batch": done["batch"], "force": false}),
        )
        .await;
    let all = world.ok("import_templates", json!({})).await;
    assert_eq!(all[0]["name"], "Auen card", "{all}");
    assert_eq!(
        all[0]["account"],
        Value::Null,
        "its account went with the import"
    );

    let id = &all[0]["id"];
    let named = |name: &str| json!({"id": id, "name": name});
    assert_eq!(
        world.refused("import_template_rename", named("  ")).await,
        "invalid_request"
    );
    world.ok("import_template_rename", named("Auen")).await;
    let all = world.ok("import_templates", json!({})).await;
    assert_eq!(all[0]["name"], "Auen");
    world.ok("import_template_remove", json!({"id": id})).await;
    assert_eq!(world.ok("import_templates", json!({})).await, json!([]));
    let shown = preview(&world, "card-july.csv", &next, json!({})).await;
    assert_eq!(shown["files"][0]["template"], Value::Null);
    world.ok("undo_last", json!({})).await;
    let all = world.ok("import_templates", json!({})).await;
    assert_eq!(all[0]["name"], "Auen", "undo brings it back");
    assert_eq!(world.ok("book_verify", json!({})).await["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_that_cannot_be_read_is_told_with_its_line() {
    let world = World::with_book().await;
    let mut text = table(GIRO);
    for day in 1..=9 {
        text.push_str(&format!("0{day}.04.2026;Kiosk;Zeitung;zwei\n"));
    }
    let shown = preview(&world, "giro.csv", &text, json!({})).await;
    let file = &shown["files"][0];
    assert_eq!(file["problemCount"], 9, "{file}");
    let lines: Vec<u64> = file["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["line"].as_u64())
        .collect();
    assert_eq!(lines, (4..=12).collect::<Vec<u64>>());
}
