//! Writing back, against servers that follow a script: batches item by item, refusals, lost answers.

use std::sync::{Arc, Mutex};

use connect::{CancelFlag, Connector, ErrorKind, FinWise, Pushed, Wallet};
use domain::outbox::{CategoryTo, Outcome, Outgoing, OutgoingEdit, OutgoingEntry, TagsTo};
use money::{Currency, Money};
use serde_json::{Value, json};

use crate::client::{FakePause, access};
use crate::server::{Reply, Seen, Server};

fn note(id: &str, text: &str) -> Outgoing {
    Outgoing::Edit(OutgoingEdit {
        source_id: id.to_owned(),
        raw: None,
        category: None,
        note: Some(text.to_owned()),
        tags: None,
        reviewed: None,
    })
}

async fn push(
    connector: &dyn Connector,
    things: &[Outgoing],
    script: impl FnMut(&Seen) -> Reply + Send + 'static,
) -> (Pushed, Vec<Seen>) {
    let server = Server::start(script).await;
    let pause = Arc::new(FakePause::default());
    let access = access(&server.url(), &pause);
    let writer = connector.write_back().unwrap();
    let pushed = writer
        .push(&access, things, &CancelFlag::new())
        .await
        .unwrap();
    (pushed, server.seen())
}

fn written() -> Outcome {
    Outcome::Written { source_id: None }
}

fn refused(reason: &'static str, detail: &str) -> Outcome {
    Outcome::Refused {
        reason,
        detail: detail.to_owned(),
    }
}

fn body(seen: &Seen) -> Value {
    serde_json::from_str(&seen.body).unwrap()
}

#[tokio::test]
async fn a_batch_of_mixed_results_is_read_item_by_item_whatever_their_order() {
    let things = [
        note("a", "1"),
        note("b", "2"),
        note("c", "3"),
        note("d", "4"),
    ];
    let (pushed, seen) = push(&Wallet, &things, |_| {
        Reply::status(
            207,
            json!({"agentHints": null, "results": [
                {"inputIndex": 2, "id": "c", "success": false, "errorType": "server_error", "error": "boom"},
                {"id": "b", "success": false, "errorType": "client_error", "error": "locked\u{202e}", "fields": ["note"]},
                {"inputIndex": 0, "id": "a", "success": true},
            ]})
            .to_string(),
        )
    })
    .await;
    assert_eq!(
        pushed.outcomes,
        [
            written(),
            refused("refused", "locked (note)"),
            Outcome::Later {
                reason: "server_trouble"
            },
            Outcome::Unknown,
        ]
    );
    assert!(pushed.stopped.is_none());
    assert_eq!((seen.len(), pushed.requests), (1, 1));
    assert_eq!(
        (seen[0].method.as_str(), seen[0].path.as_str()),
        ("PATCH", "/v1/api/records")
    );
    assert_eq!(body(&seen[0])[3], json!({"id": "d", "note": "4"}));
}

#[tokio::test]
async fn a_batch_refused_as_a_whole_is_sent_again_item_by_item() {
    let things = [note("a", "1"), note("bad", "2"), note("c", "")];
    let (pushed, seen) = push(&Wallet, &things, |seen| {
        let items = body(seen);
        let items = items.as_array().unwrap();
        if items.iter().any(|item| item["id"] == "bad") {
            Reply::status(400, r#"{"error":"id is not valid"}"#)
        } else {
            Reply::json(r#"{"summary":{"total":1}}"#)
        }
    })
    .await;
    assert_eq!(
        pushed.outcomes,
        [written(), refused("refused", "id is not valid"), written()]
    );
    assert_eq!(seen.len(), 4);
    assert_eq!(
        body(&seen[3]),
        json!([{"id": "c", "$clear": ["note"]}]),
        "an empty note is taken away"
    );
}

#[tokio::test]
async fn all_refused_with_400_is_read_item_by_item_too() {
    let (pushed, seen) = push(&Wallet, &[note("a", "1"), note("b", "2")], |_| {
        Reply::status(
            400,
            json!({"results": [
                {"inputIndex": 0, "success": false, "errorType": "client_error", "error": "first"},
                {"inputIndex": 1, "success": false, "errorType": "client_error", "error": "second"},
            ]})
            .to_string(),
        )
    })
    .await;
    assert_eq!(
        pushed.outcomes,
        [refused("refused", "first"), refused("refused", "second")]
    );
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn eleven_records_go_in_two_requests_and_the_first_kept_when_the_second_meets_a_limit() {
    let things: Vec<Outgoing> = (0..11).map(|n| note(&format!("r{n}"), "x")).collect();
    let mut calls = 0;
    let (pushed, _) = push(&Wallet, &things, move |_| {
        calls += 1;
        if calls == 1 {
            Reply::json("{}")
        } else {
            Reply::status(429, r#"{"error":"slow down"}"#).with("retry-after", 3600)
        }
    })
    .await;
    assert_eq!(pushed.outcomes, vec![written(); 10]);
    assert!(matches!(
        pushed.stopped.unwrap().kind,
        ErrorKind::RateLimited { .. }
    ));
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_by_sending_the_same_again() {
    let mut calls = 0;
    let (pushed, seen) = push(&Wallet, &[note("a", "1")], move |_| {
        calls += 1;
        match calls {
            1 => Reply::Reset,
            2 => Reply::status(500, r#"{"error":"oops"}"#),
            _ => Reply::json("{}"),
        }
    })
    .await;
    assert_eq!(pushed.outcomes, [written()]);
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|one| one.body == seen[0].body));

    let (pushed, _) = push(&Wallet, &[note("a", "1"), note("b", "2")], |_| Reply::Reset).await;
    assert_eq!(pushed.outcomes, [Outcome::Unknown, Outcome::Unknown]);
    assert!(matches!(
        pushed.stopped.unwrap().kind,
        ErrorKind::Unavailable { .. }
    ));
}

#[tokio::test]
async fn a_key_that_may_only_read_refuses_each_and_one_that_is_no_key_stops() {
    for connector in [&Wallet as &dyn Connector, &FinWise] {
        let (pushed, _) = push(connector, &[note("a", "1")], |_| {
            Reply::text(403, "text/plain", "Forbidden")
        })
        .await;
        assert_eq!(pushed.outcomes, [refused("not_allowed", "")]);
        assert!(pushed.stopped.is_none());
        let (pushed, _) = push(connector, &[note("a", "1")], |_| {
            Reply::status(401, r#"{"error":"Invalid or expired token"}"#)
        })
        .await;
        assert_eq!(pushed.outcomes, [], "it did not arrive");
        assert_eq!(pushed.stopped.unwrap().kind, ErrorKind::Credentials);
    }
    let (pushed, _) = push(&Wallet, &[note("a", "1")], |_| {
        Reply::status(
            409,
            r#"{"error":"init_sync_in_progress","retry_after_minutes":5}"#,
        )
    })
    .await;
    assert_eq!(pushed.outcomes, []);
    assert!(matches!(
        pushed.stopped.unwrap().kind,
        ErrorKind::Preparing { .. }
    ));
}

#[tokio::test]
async fn labels_go_by_id_and_one_that_may_have_been_made_is_looked_for_first() {
    let tagged = Outgoing::Edit(OutgoingEdit {
        reviewed: None,
        source_id: "a".to_owned(),
        raw: Some(r#"{"labels":[{"id":"own","name":"Twin"}]}"#.to_owned()),
        category: Some(CategoryTo::Id("cat".to_owned())),
        note: None,
        tags: Some(TagsTo::Names(
            ["Known", "New", "Twin"].map(str::to_owned).to_vec(),
        )),
    });
    let made = Arc::new(Mutex::new(false));
    let (pushed, seen) = push(&Wallet, &[tagged], move |seen| {
        let mut made = made.lock().unwrap();
        match (seen.method.as_str(), seen.path.as_str()) {
            ("GET", "/v1/api/labels") => {
                let mut labels = vec![
                    json!({"id": "old", "name": "Known", "archived": true}),
                    json!({"id": "known", "name": "Known"}),
                    json!({"id": "other", "name": "Twin"}),
                ];
                if *made {
                    labels.push(json!({"id": "new", "name": "New"}));
                }
                Reply::json(json!({"labels": labels}).to_string())
            }
            // It is made, and the answer is lost.
            ("POST", "/v1/api/labels") => {
                *made = true;
                Reply::Reset
            }
            _ => Reply::json("{}"),
        }
    })
    .await;
    assert_eq!(pushed.outcomes, [written()]);
    let posts = seen.iter().filter(|one| one.method == "POST").count();
    assert_eq!(posts, 1, "made once");
    assert_eq!(
        body(seen.last().unwrap()),
        json!([{"id": "a", "categoryId": "cat", "labelIds": ["known", "new", "own"]}])
    );
}

#[tokio::test]
async fn what_a_server_has_no_place_for_is_refused_without_asking() {
    let things = [
        Outgoing::Deletion {
            source_id: "a".to_owned(),
        },
        note("b", &"é".repeat(256)),
        Outgoing::Edit(OutgoingEdit {
            source_id: "c".to_owned(),
            raw: None,
            category: Some(CategoryTo::Named("Trains".to_owned())),
            note: None,
            tags: None,
            reviewed: None,
        }),
        note("d", &"é".repeat(255)),
    ];
    let (pushed, seen) = push(&Wallet, &things, |_| Reply::json("{}")).await;
    assert_eq!(
        pushed.outcomes,
        [
            refused("not_offered", ""),
            refused("too_long", ""),
            refused("no_such_category", ""),
            written(),
        ]
    );
    assert_eq!(seen.len(), 1);
    let (pushed, seen) = push(
        &FinWise,
        &[Outgoing::Deletion {
            source_id: "../accounts/1".to_owned(),
        }],
        |_| Reply::json("{}"),
    )
    .await;
    assert_eq!(pushed.outcomes, [written()], "there is no such row");
    assert_eq!(seen.len(), 0, "an id cannot lead to another route");
}

fn entry(may_be_there: bool) -> Outgoing {
    Outgoing::Entry(OutgoingEntry {
        account: "acc".to_owned(),
        date: "2026-05-18".parse().unwrap(),
        amount: Money::new(-8_037, Currency::EUR),
        payee: "Flea market".to_owned(),
        note: "a lamp".to_owned(),
        category: CategoryTo::Nothing,
        is_transfer: false,
        may_be_there,
        others: vec!["known".to_owned()],
    })
}

fn row(id: &str, amount: &str, manual: bool) -> String {
    format!(
        r#"{{"id":"{id}","accountId":"acc","date":"2026-05-18T00:00:00.000Z","isManual":{manual},"amount":{{"amount":{amount},"currencyCode":"EUR"}}}}"#
    )
}

#[tokio::test]
async fn an_entry_whose_answer_was_lost_is_not_entered_twice() {
    let (pushed, seen) = push(&FinWise, &[entry(false)], |_| Reply::Reset).await;
    assert_eq!(pushed.outcomes, [Outcome::Unknown]);
    assert_eq!(seen.len(), 1, "it is not repeated");
    assert!(
        seen[0]
            .body
            .contains(r#""amount":{"amount":-80.37,"currencyCode":"EUR"}"#),
        "{}",
        seen[0].body
    );
    // The next run looks first.
    let there = format!(
        "[{},{},{}]",
        row("known", "-80.37", true),
        row("fed", "-80.37", false),
        row("mine", "-80.37", true)
    );
    let (pushed, seen) = push(&FinWise, &[entry(true)], move |_| {
        Reply::json(there.clone())
    })
    .await;
    assert_eq!(
        pushed.outcomes,
        [Outcome::Written {
            source_id: Some("mine".to_owned())
        }]
    );
    assert!(seen.iter().all(|one| one.method == "GET"));
    // It did not arrive: it is entered now.
    let (pushed, seen) = push(&FinWise, &[entry(true)], |seen| {
        if seen.method == "GET" {
            Reply::json(format!("[{}]", row("known", "-80.37", true)))
        } else {
            Reply::status(201, row("made", "-80.37", true))
        }
    })
    .await;
    assert_eq!(
        pushed.outcomes,
        [Outcome::Written {
            source_id: Some("made".to_owned())
        }]
    );
    assert_eq!(seen.len(), 2);
    // Two that it could be: nobody can tell, and a third would be worse.
    let two = format!(
        "[{},{}]",
        row("x", "-80.37", true),
        row("y", "-80.37", true)
    );
    let (pushed, _) = push(&FinWise, &[entry(true)], move |_| Reply::json(two.clone())).await;
    assert_eq!(pushed.outcomes, [refused("may_be_there", "")]);
}

#[tokio::test]
async fn finwise_refusals_are_told_by_field_and_conflicts_are_tried_again() {
    let (pushed, _) = push(&FinWise, &[note("a", "1")], |_| {
        Reply::status(
            400,
            json!({"error": {"name": "BadRequestError", "message": "not valid",
                    "errors": [{"code": "x", "message": "notes is too long", "path": ["notes"]},
                               {"code": "x", "message": "unknown", "path": ["accountId"]}]}})
            .to_string(),
        )
    })
    .await;
    assert_eq!(
        pushed.outcomes,
        [refused("refused", "notes is too long; accountId: unknown")]
    );
    let mut calls = 0;
    let (pushed, seen) = push(
        &FinWise,
        &[note("a", "1"), note("gone", "2")],
        move |seen| {
            calls += 1;
            if seen.path.ends_with("/gone") {
                Reply::status(404, r#"{"name":"NotFoundError","message":"","errors":[]}"#)
            } else if calls == 1 {
                Reply::status(409, r#"{"name":"ConflictError","message":"","errors":[]}"#)
            } else if calls == 2 {
                Reply::status(429, r#"{"name":"TooMany","message":"","errors":[]}"#)
            } else {
                Reply::json("{}")
            }
        },
    )
    .await;
    assert_eq!(pushed.outcomes, [written(), refused("gone", "")]);
    assert_eq!(seen.len(), 4);
    assert_eq!(body(&seen[0]), json!({"notes": "1"}));
}
