//! The outbox: what waits, what one claim takes, what answers do, and what undo makes of it.

use domain::connection::Upstream;
use domain::feed::Page;
use domain::ids::{BatchId, ConnectionId, TransactionId};
use domain::outbox::{Outcome, Theirs, Writable};
use domain::transaction::TransactionStatus;
use store::{
    CategoryBy, Claimed, OnConflict, OutboxState, RunId, Subject, TransactionEdit, Wish, Writing,
};

use crate::support::*;

struct Fed {
    world: World,
    connection: ConnectionId,
    run: RunId,
}

/// A row that a connection delivered which may be written to.
fn fed() -> (Fed, TransactionId) {
    let world = World::new();
    let settings = serde_json::json!({"write_back": ["category", "note", "tags", "presence"]});
    let connection = world
        .store()
        .write(person("connect"), move |w| {
            w.add_connection(Upstream::Wallet, "Wallet", &settings)
        })
        .unwrap()
        .value;
    let run = world
        .store()
        .write(sync(), move |w| w.begin_run(connection, true))
        .unwrap()
        .value;
    let fed = Fed {
        world,
        connection,
        run,
    };
    let mut delivered = row(Some("a"), "2026-11-03", -1_200, "Corner Market");
    "CARD 1 CORNER MARKET".clone_into(&mut delivered.description);
    fed.deliver(vec![delivered]);
    (fed, TransactionId(1))
}

impl Fed {
    fn deliver(&self, rows: Vec<domain::feed::FeedTransaction>) {
        let (connection, run) = (self.connection, self.run);
        let page = Page {
            accounts: vec![feed_account("acc", None)],
            transactions: rows,
            ..Page::default()
        };
        self.write(sync(), move |w| {
            w.ingest_page(connection, run, &page, today())
        });
    }

    fn write<T: Send + 'static>(
        &self,
        origin: store::Origin,
        change: impl FnOnce(&mut Writing<'_>) -> store::Result<T> + Send + 'static,
    ) -> (T, Option<BatchId>) {
        let written = self.world.store().write(origin, change).unwrap();
        (written.value, written.batch)
    }

    fn edit(&self, id: TransactionId, edit: TransactionEdit) -> BatchId {
        self.write(person("edit"), move |w| w.edit_transactions(&[id], &edit))
            .1
            .unwrap()
    }

    fn note(&self, id: TransactionId, text: &str) -> BatchId {
        self.edit(
            id,
            TransactionEdit {
                note: Some(text.to_owned()),
                ..TransactionEdit::default()
            },
        )
    }

    fn undo(&self, batch: BatchId) {
        self.write(person("undo"), move |w| w.undo(batch, OnConflict::Force));
    }

    fn waiting(&self) -> Vec<(Writable, Wish, OutboxState)> {
        let connection = self.connection;
        self.world
            .store()
            .read(|view| view.outbox(connection))
            .unwrap()
            .into_iter()
            .map(|item| (item.field, item.wish, item.state))
            .collect()
    }

    fn claim(&self) -> Vec<Claimed> {
        let connection = self.connection;
        let (claimed, batch) = self.write(sync(), move |w| w.claim_outbox(connection, 10, &[]));
        assert_eq!(batch, None, "it is not in the journal");
        claimed
    }

    fn settle(&self, id: TransactionId, outcome: Outcome) {
        let connection = self.connection;
        self.write(sync(), move |w| {
            w.settle_outbox(connection, Subject::Transaction(id), &outcome)
        });
    }
}

fn written() -> Outcome {
    Outcome::Written { source_id: None }
}

fn waits(text: &str) -> Vec<(Writable, Wish, OutboxState)> {
    vec![(
        Writable::Note,
        Wish::Note(text.to_owned()),
        OutboxState::Waits,
    )]
}

#[test]
fn edits_become_one_wish_and_going_back_leaves_nothing() {
    let (fed, id) = fed();
    let first = fed.note(id, "one");
    let second = fed.note(id, "two");
    assert_eq!(fed.waiting(), waits("two"));
    fed.undo(second);
    assert_eq!(fed.waiting(), waits("one"));
    fed.undo(first);
    assert_eq!(fed.waiting(), []);
    // By hand it is still the person's own: an empty note is a wish.
    fed.note(id, "three");
    fed.note(id, "");
    assert_eq!(fed.waiting(), waits(""));
    fed.world.assert_sound();
}

#[test]
fn only_the_persons_own_doing_is_queued() {
    let (fed, id) = fed();
    let category = fed
        .write(person("chart"), |w| {
            w.category_by_key("groceries").map(Option::unwrap)
        })
        .0;
    fed.write(
        store::Origin::new(store::OriginKind::Rule, "rule", now()),
        move |w| w.categorise(&[(id, category)], CategoryBy::Rule),
    );
    let mut changed = row(Some("a"), "2026-11-03", -1_300, "Corner Market");
    changed.note = "from there".to_owned();
    fed.deliver(vec![changed]);
    assert_eq!(fed.waiting(), []);
    // Taking a sync back is no edit either.
    let batches = fed
        .world
        .store()
        .read(|view| view.batches(None, 10))
        .unwrap();
    let synced = batches
        .iter()
        .find(|batch| batch.origin.label == "sync_page")
        .unwrap()
        .id;
    fed.undo(synced);
    assert_eq!(fed.waiting(), []);
    // What comes of the person's own choice does wait.
    fed.edit(
        id,
        TransactionEdit {
            category: Some(Some(category)),
            ..TransactionEdit::default()
        },
    );
    assert_eq!(
        fed.waiting(),
        [(
            Writable::Category,
            Wish::Category(Some(category)),
            OutboxState::Waits
        )]
    );
}

#[test]
fn what_was_claimed_and_never_answered_is_claimed_again_and_says_so() {
    let (mut fed, id) = fed();
    fed.note(id, "one");
    let claimed = fed.claim();
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].source_id.as_deref(), Some("a"));
    assert!(!claimed[0].may_be_there);
    // The program ends in the middle.
    fed.world.reopen();
    assert_eq!(fed.waiting()[0].2, OutboxState::UnderWay);
    assert!(fed.claim()[0].may_be_there);
    fed.settle(id, Outcome::Unknown);
    assert_eq!(fed.waiting(), waits("one"));
    assert!(fed.claim()[0].may_be_there);
    fed.settle(id, written());
    assert_eq!(fed.waiting(), []);
    assert_eq!(fed.claim(), []);
}

#[test]
fn an_edit_while_it_is_under_way_is_sent_after_the_answer() {
    let (fed, id) = fed();
    let first = fed.note(id, "one");
    fed.claim();
    fed.note(id, "two");
    fed.settle(id, written());
    assert_eq!(
        fed.waiting(),
        waits("two"),
        "the answer was to another wish"
    );
    fed.claim();
    fed.settle(id, written());
    assert_eq!(fed.waiting(), []);
    // Back to what it was before all of this: there it says "two" now, so it has to be told.
    fed.undo(first);
    assert_eq!(
        fed.waiting(),
        [(Writable::Note, Wish::Theirs, OutboxState::Waits)]
    );
    // And while nobody knows what is there, nothing that looks like going back is dropped.
    fed.claim();
    fed.note(id, "three");
    fed.settle(
        id,
        Outcome::Refused {
            reason: "refused",
            detail: String::new(),
        },
    );
    assert_eq!(fed.waiting(), waits("three"));
}

#[test]
fn what_the_upstream_had_is_noted_before_the_first_writing_and_kept() {
    let (fed, id) = fed();
    let connection = fed.connection;
    let had = Theirs {
        category: Some("cat".to_owned()),
        note: "CARD 1".to_owned(),
        tags: vec!["t".to_owned()],
    };
    let edit = fed.note(id, "one");
    fed.claim();
    let noted = had.clone();
    fed.write(sync(), move |w| {
        w.note_theirs(connection, Subject::Transaction(id), &noted)
    });
    fed.settle(id, written());
    fed.note(id, "two");
    fed.claim();
    fed.write(sync(), move |w| {
        w.note_theirs(
            connection,
            Subject::Transaction(id),
            &Theirs {
                note: "one".to_owned(),
                ..Theirs::default()
            },
        )
    });
    fed.settle(id, written());
    fed.undo(edit);
    assert_eq!(fed.claim()[0].wishes, [(Wish::Theirs, Some(had))]);
}

#[test]
fn a_note_that_comes_back_as_the_banks_wording_does_not_take_its_place() {
    let (fed, id) = fed();
    fed.note(id, "with Ada");
    fed.claim();
    fed.settle(id, written());
    let mut back = row(Some("a"), "2026-11-03", -1_200, "with Ada");
    back.description = "with Ada".to_owned();
    back.updated_at = Some("later".to_owned());
    fed.deliver(vec![back]);
    let now = fed.world.store().read(|view| view.transaction(id)).unwrap();
    assert_eq!(
        (
            now.payee.as_str(),
            now.description.as_str(),
            now.note.as_str()
        ),
        ("Corner Market", "CARD 1 CORNER MARKET", "with Ada")
    );
}

#[test]
fn a_refusal_stays_until_it_is_answered_and_trouble_ends_after_some_tries() {
    let (fed, id) = fed();
    fed.note(id, "one");
    for _ in 0..7 {
        assert_eq!(fed.claim().len(), 1);
        fed.settle(
            id,
            Outcome::Later {
                reason: "server_trouble",
            },
        );
        assert_eq!(fed.waiting(), waits("one"));
    }
    fed.claim();
    fed.settle(
        id,
        Outcome::Later {
            reason: "server_trouble",
        },
    );
    assert_eq!(fed.waiting()[0].2, OutboxState::Refused);
    assert_eq!(fed.claim(), [], "it is not sent by itself again");
    let item = fed
        .world
        .store()
        .read(|view| view.outbox(fed.connection))
        .unwrap()
        .remove(0);
    assert_eq!(item.reason.as_deref(), Some("given_up"));
    let number = item.id;
    fed.write(sync(), move |w| w.retry_outbox(number));
    assert_eq!(fed.waiting(), waits("one"));
    // A booking that is awaited is no trouble.
    for _ in 0..20 {
        fed.claim();
        fed.settle(id, Outcome::Later { reason: "pending" });
    }
    assert_eq!(fed.waiting(), waits("one"));
    fed.write(sync(), move |w| w.drop_outbox(number));
    assert_eq!(fed.waiting(), []);
}

#[test]
fn a_booked_successor_is_told_what_the_pending_row_was_told() {
    let (fed, _) = fed();
    let mut pending = row(Some("p"), "2026-11-10", -900, "Tram");
    pending.status = TransactionStatus::Pending;
    fed.deliver(vec![pending]);
    let id = TransactionId(2);
    fed.note(id, "to the lake");
    fed.claim();
    fed.settle(id, written());
    assert_eq!(fed.waiting(), []);
    let mut booked = row(Some("b"), "2026-11-12", -900, "Tram");
    booked.replaces = Some("p".to_owned());
    fed.deliver(vec![booked]);
    assert_eq!(fed.waiting(), waits("to the lake"));
    assert_eq!(fed.claim()[0].source_id.as_deref(), Some("b"));
}

#[test]
fn nothing_waits_of_a_connection_that_was_taken_out_or_switched_off() {
    let (fed, id) = fed();
    fed.note(id, "one");
    let connection = fed.connection;
    fed.write(person("off"), move |w| {
        w.edit_connection(
            connection,
            &store::ConnectionEdit {
                settings: Some(serde_json::json!({})),
                ..store::ConnectionEdit::default()
            },
        )
    });
    assert_eq!(fed.claim(), [], "switched off, nothing is sent");
    fed.note(id, "two");
    assert_eq!(fed.waiting(), waits("one"), "and nothing more is queued");
    fed.write(person("out"), move |w| {
        w.remove_connection(connection, true)
    });
    assert_eq!(fed.waiting(), []);
}
