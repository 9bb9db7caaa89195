//! Rules: saved, looked at first, run on new rows and on history, carried over, proposed.

use serde_json::{Value, json};
use testkit::World;

/// The reason why a command refuses.
async fn fails(world: &World, name: &str, request: Value) -> String {
    match world.call(name, request).await.unwrap_err().code {
        contract::ErrorCode::InvalidRequest { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

const ROWS: &str = "Date,Payee,Amount\n\
    2026-05-03,SKYHOP 4471,-86.40\n\
    2026-05-04,Altair Air,-412.80\n\
    2026-05-05,Boulangerie Martin,-23.10\n\
    2026-05-06,Boulangerie Paul,-4.20\n\
    2026-05-07,Corner Market,-55.25\n";

async fn row(world: &World, text: &str) -> Value {
    let page = world
        .ok("transactions_page", json!({"text": text, "limit": 1}))
        .await;
    page["rows"][0].clone()
}

fn rule(name: &str, tests: Value, actions: Value) -> Value {
    json!({"name": name, "enabled": true, "tests": tests, "actions": actions})
}

fn payee(op: &str, values: &[&str]) -> Value {
    json!([{"field": "payee", "op": op, "values": values}])
}

fn files(category: &str) -> Value {
    json!([{"act": "category", "value": category}])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_looked_at_first_then_files_history_as_one_batch_and_is_taken_back() {
    let world = World::with_book().await;
    world.import_csv(ROWS, None).await;
    let travel = world.category("Travel").await;
    let flights = rule(
        "Airlines",
        payee("contains", &["altair", "skyhop"]),
        json!([{"act": "category", "value": travel}, {"act": "tag", "value": "flights"}]),
    );
    let preview = world
        .ok("rule_preview", json!({"rule": flights, "limit": 10}))
        .await;
    assert_eq!(
        (&preview["matched"], &preview["changing"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(
        preview["rows"][0]["row"]["payee"], "Altair Air",
        "newest first"
    );
    assert_eq!(preview["rows"][0]["category"], json!(travel));
    let saved = world.ok("rule_save", json!({"rule": flights})).await;
    assert!(saved["batch"].is_string());
    assert_eq!(
        row(&world, "skyhop").await["category"],
        Value::Null,
        "saving files nothing"
    );

    let dry = world.ok("rules_run", json!({"dryRun": true})).await;
    assert_eq!(
        (&dry["matched"], &dry["changed"], &dry["batch"]),
        (&json!(2), &json!(2), &Value::Null)
    );
    let run = world.ok("rules_run", json!({})).await;
    assert_eq!((&run["lookedAt"], &run["changed"]), (&json!(5), &json!(2)));
    let filed = row(&world, "skyhop").await;
    assert_eq!(filed["category"], json!(travel));
    assert_eq!(filed["categorySource"], "rule");
    assert_eq!(filed["tags"], json!(["flights"]));
    let detail = world
        .ok("transaction_get", json!({"id": filed["id"]}))
        .await;
    let history = detail["history"].as_array().unwrap();
    assert!(
        history
            .iter()
            .any(|change| change["field"] == "category" && change["origin"] == "rule"),
        "history says who: {history:?}"
    );
    let counts = world.ok("rules_counts", json!({})).await;
    assert_eq!(counts[0]["matched"], 2);
    assert_eq!(counts[0]["newest"], "2026-05-04");

    world.ok("undo_last", json!({})).await;
    assert_eq!(row(&world, "skyhop").await["category"], Value::Null);
    world.ok("undo_last", json!({})).await;
    assert_eq!(
        world.ok("rules_list", json!({})).await,
        json!([]),
        "the rule as well"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn new_rows_are_filed_as_they_come_and_what_the_person_sets_stays() {
    let world = World::with_book().await;
    let (travel, food) = (
        world.category("Travel").await,
        world.category("Groceries").await,
    );
    let renaming = rule(
        "Skyhop",
        payee("matches", &[r"^skyhop\s+\d+"]),
        json!([{"act": "category", "value": travel}, {"act": "payee", "value": "Skyhop"}]),
    );
    world.ok("rule_save", json!({"rule": renaming})).await;
    let done = world.import_csv(ROWS, None).await;
    let filed = row(&world, "skyhop").await;
    assert_eq!(
        (&filed["payee"], &filed["description"], &filed["category"]),
        (&json!("Skyhop"), &json!("SKYHOP 4471"), &json!(travel))
    );
    world
        .ok(
            "transactions_update",
            json!({"ids": [filed["id"]], "category": food, "payee": "Mine"}),
        )
        .await;
    let run = world.ok("rules_run", json!({})).await;
    assert_eq!(run["changed"], 0);
    assert_eq!(row(&world, "4471").await["payee"], "Mine");

    let account = filed["account"].clone();
    let more = "Date,Payee,Amount\n2026-05-09,SKYHOP 9000,-10.00\n";
    world.import_csv(more, Some(&account)).await;
    assert_eq!(row(&world, "9000").await["payee"], "Skyhop");
    let batches = world.ok("batches_list", json!({"limit": 10})).await;
    let filing = batches
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["label"] == "filed_new")
        .unwrap();
    assert_eq!(
        (&filing["origin"], &filing["undoable"]),
        (&json!("rule"), &json!(true))
    );
    world
        .ok("batch_undo", json!({"batch": done["batch"], "force": true}))
        .await;
    assert_eq!(
        row(&world, "4471").await,
        Value::Null,
        "an import goes whole, filed or not"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn earlier_rules_win_and_a_preview_says_so() {
    let world = World::with_book().await;
    world.import_csv(ROWS, None).await;
    let (gifts, food) = (
        world.category("Gifts").await,
        world.category("Groceries").await,
    );
    let over = rule(
        "Bakery over 20",
        json!([{"field": "payee", "op": "contains", "values": ["boulangerie"]},
               {"field": "amount", "op": "over", "values": ["20"]}]),
        files(&gifts),
    );
    let bakery = rule("Bakery", payee("contains", &["boulangerie"]), files(&food));
    let first = world.ok("rule_save", json!({"rule": over})).await;
    let preview = world
        .ok("rule_preview", json!({"rule": bakery, "limit": 10}))
        .await;
    assert_eq!(
        (&preview["matched"], &preview["changing"], &preview["taken"]),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!(preview["rows"][1]["takenBy"], "Bakery over 20");
    let second = world.ok("rule_save", json!({"rule": bakery})).await;
    world.ok("rules_run", json!({})).await;
    assert_eq!(row(&world, "martin").await["category"], json!(gifts));
    assert_eq!(row(&world, "paul").await["category"], json!(food));

    let turned = json!({"ids": [second["id"], first["id"]]});
    world.ok("rules_order", turned).await;
    let one = world.ok("rules_run", json!({"ids": [second["id"]]})).await;
    assert_eq!(one["changed"], 1);
    assert_eq!(row(&world, "martin").await["category"], json!(food));
    let stale = fails(&world, "rules_order", json!({"ids": [first["id"]]})).await;
    assert_eq!(stale, "other_rules");

    world
        .ok("category_remove", json!({"id": food, "into": gifts}))
        .await;
    let rules = world.ok("rules_list", json!({})).await;
    assert_eq!(
        rules[0]["rule"]["actions"][0]["value"],
        json!(gifts),
        "rules go with their category"
    );
    world.ok("category_remove", json!({"id": gifts})).await;
    let rules = world.ok("rules_list", json!({})).await;
    assert_eq!(rules[0]["problem"]["fault"], "category_gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pattern_that_cannot_be_used_is_refused_by_name() {
    let world = World::with_book().await;
    let food = world.category("Groceries").await;
    for (pattern, fault) in [
        ("a(b", "pattern_syntax"),
        ("(?:a{1000}){1000}", "pattern_big"),
    ] {
        let body = rule("Broken", payee("matches", &[pattern]), files(&food));
        let preview = world
            .ok("rule_preview", json!({"rule": body, "limit": 5}))
            .await;
        assert_eq!(preview["problem"]["fault"], fault);
        assert_eq!(preview["problem"]["test"], 0);
        let refused = fails(&world, "rule_save", json!({"rule": body})).await;
        assert_eq!(refused, fault);
    }
    assert_eq!(world.ok("rules_list", json!({})).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_go_to_another_book_by_name() {
    let world = World::with_book().await;
    world.import_csv(ROWS, None).await;
    world
        .ok(
            "category_create",
            json!({"name": "Bread", "group": "My food", "kind": "expense"}),
        )
        .await;
    let bread = world.category("Bread").await;
    let account = row(&world, "paul").await["account"].clone();
    let here = rule(
        "Bakery here",
        json!([{"field": "payee", "op": "contains", "values": ["boulangerie"]},
               {"field": "account", "op": "is", "values": [account]}]),
        files(&bread),
    );
    let anywhere = rule("Bakery", payee("starts", &["boulangerie"]), files(&bread));
    world.ok("rule_save", json!({"rule": here})).await;
    world.ok("rule_save", json!({"rule": anywhere})).await;
    let text = world.ok("rules_text", json!({})).await["text"].clone();
    let shown = text.as_str().unwrap();
    assert!(
        shown.contains("My food: Bread") && shown.contains("Everyday"),
        "{shown}"
    );
    let again = world.ok("rules_import", json!({"text": text})).await;
    assert_eq!(
        (&again["added"], &again["known"]),
        (&json!(0), &json!(2)),
        "twice is once"
    );

    let other = World::with_book().await;
    let done = other.ok("rules_import", json!({"text": text})).await;
    assert_eq!(
        (&done["added"], &done["categories"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(done["off"], json!(["Bakery here"]), "no such account there");
    other.import_csv(ROWS, None).await;
    let bread = other.category("Bread").await;
    assert_eq!(row(&other, "paul").await["category"], json!(bread));
    let refused = fails(&other, "rules_import", json!({"text": "{\"rules\": []}"})).await;
    assert_eq!(refused, "not_rules");
}

#[tokio::test(flavor = "multi_thread")]
async fn corrections_that_say_the_same_become_a_proposal_that_can_be_declined() {
    let world = World::with_book().await;
    let rows = "Date,Payee,Amount\n\
        2026-04-01,Boulangerie Martin,-3.00\n2026-04-02,Boulangerie Paul,-4.00\n\
        2026-04-03,Boulangerie Paul,-4.50\n2026-04-04,Boulangerie Louise,-5.00\n";
    world.import_csv(rows, None).await;
    let food = world.category("Groceries").await;
    let page = world
        .ok(
            "transactions_page",
            json!({"text": "-payee:louise", "limit": 9}),
        )
        .await;
    let ids: Vec<&Value> = page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["id"])
        .collect();
    assert_eq!(ids.len(), 3);
    world
        .ok("transactions_update", json!({"ids": ids, "category": food}))
        .await;
    let found = world.ok("rule_proposals", json!({})).await;
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!(
        found[0]["rule"]["tests"][0]["values"],
        json!(["boulangerie"])
    );
    assert_eq!(
        (&found[0]["corrections"], &found[0]["changing"]),
        (&json!(3), &json!(1))
    );
    world
        .ok("rule_decline", json!({"key": found[0]["key"]}))
        .await;
    assert_eq!(world.ok("rule_proposals", json!({})).await, json!([]));
    world.ok("undo_last", json!({})).await;
    let found = world.ok("rule_proposals", json!({})).await;
    world
        .ok("rule_save", json!({"rule": found[0]["rule"]}))
        .await;
    assert_eq!(
        world.ok("rule_proposals", json!({})).await,
        json!([]),
        "a rule covers it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_written_to_a_file_taken_out_and_brought_back() {
    let world = World::with_book().await;
    let travel = world.category("Travel").await;
    let flights = rule("Airlines", payee("contains", &["altair"]), files(&travel));
    world.ok("rule_save", json!({"rule": flights})).await;
    let kept = world.ok("rules_list", json!({})).await;
    let written = world.ok("rules_export", json!({})).await;
    let name = written["file"].as_str().unwrap();
    let text = std::fs::read_to_string(world.folder().join(name)).unwrap();
    assert!(text.contains("altair"), "{text}");
    world.ok("rule_remove", json!({"id": kept[0]["id"]})).await;
    assert_eq!(world.ok("rules_list", json!({})).await, json!([]));
    world.ok("undo_last", json!({})).await;
    assert_eq!(world.ok("rules_list", json!({})).await, kept);
    world.ok("rule_remove", json!({"id": kept[0]["id"]})).await;
    let back = world.ok("rules_import", json!({"text": text})).await;
    assert_eq!((&back["added"], &back["known"]), (&json!(1), &json!(0)));
    let again = world.ok("rules_list", json!({})).await;
    assert_eq!(again[0]["tests"], kept[0]["tests"]);
}

/// Rows of one shop under two bank names, one of another.
async fn shop(world: &World) -> [Value; 3] {
    let text = "Date,Payee,Amount,Currency\n2026-05-02,CARTE 02/05 HARBOUR BOOKS 0071 BREST,-12.00,EUR\n\
                2026-05-09,CB HARBOUR BOOKS 0044,-30.50,EUR\n2026-05-10,LANDLORD,-900.00,EUR\n";
    world.import_csv(text, None).await;
    let page = world.ok("transactions_page", json!({"limit": 10})).await;
    [2, 1, 0].map(|at| page["rows"][at]["id"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_offers_a_rule_for_the_same_payee_once() {
    let world = World::with_book().await;
    let [first, second, landlord] = shop(&world).await;
    let books = world.category("Groceries").await;
    let file = |id: &Value| json!({"ids": [id], "category": books});
    world.ok("transactions_update", file(&first)).await;
    let offer = world.ok("rule_offer", json!({"id": first})).await[0].clone();
    assert_eq!(offer["changing"], 1, "{offer}");
    assert_eq!(offer["rows"][0]["id"], second);
    assert_eq!(offer["rule"]["name"], "Harbour Books");
    assert_eq!(
        offer["rule"]["tests"][0]["values"],
        json!(["harbour books"])
    );
    // A payee with no other row needs no rule: its last choice is remembered.
    world.ok("transactions_update", file(&landlord)).await;
    let none = world.ok("rule_offer", json!({"id": landlord})).await;
    assert_eq!(none, json!([]));

    let taken = world.ok("rule_take", json!({"rule": offer["rule"]})).await;
    assert_eq!(taken["changed"], 1);
    let page = world
        .ok("transactions_page", json!({"text": "harbour"}))
        .await;
    for row in page["rows"].as_array().unwrap() {
        assert_eq!(row["category"], books, "{row}");
    }
    // There is a rule for it now.
    let again = world.ok("rule_offer", json!({"id": first})).await;
    assert_eq!(again, json!([]));
    for batch in taken["batches"].as_array().unwrap() {
        world
            .ok("batch_undo", json!({"batch": batch, "force": false}))
            .await;
    }
    assert_eq!(world.ok("rules_list", json!({})).await, json!([]));
    let back = world.ok("rule_offer", json!({"id": first})).await[0].clone();
    assert_eq!(back["changing"], 1);

    // Declined once is declined for this payee.
    world.ok("rule_decline", json!({"key": back["key"]})).await;
    let quiet = world.ok("rule_offer", json!({"id": first})).await;
    assert_eq!(quiet, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_rule_is_offered_against_the_persons_own_choices() {
    let world = World::with_book().await;
    let [first, second, _] = shop(&world).await;
    let books = world.category("Groceries").await;
    let home = world.category("Home supplies").await;
    for (id, category) in [(&first, &books), (&second, &home)] {
        let edit = json!({"ids": [id], "category": category});
        world.ok("transactions_update", edit).await;
    }
    let none = world.ok("rule_offer", json!({"id": first})).await;
    assert_eq!(none, json!([]));
}
