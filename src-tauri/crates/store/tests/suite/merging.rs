//! Two records of one payment made one and parted again: nothing is lost, undo is exact, syncs go on.

use domain::connection::Upstream;
use domain::feed::FeedTransaction;
use domain::ids::{AccountId, BatchId, ConnectionId, TransactionId};
use domain::transaction::TransactionStatus;
use store::{
    CategoryBy, Error, ManyEdit, OnConflict, RunId, Source, Survives, Transaction, TransactionEdit,
    TransactionFilter,
};

use crate::support::*;

struct Two {
    world: World,
    connection: ConnectionId,
    run: RunId,
}

impl Two {
    /// An account of a connection.
    fn new() -> Self {
        let world = World::new();
        let (connection, run) = world.connect(Upstream::Wallet, "Wallet");
        Self {
            world,
            connection,
            run,
        }
    }

    fn deliver(&self, rows: Vec<FeedTransaction>) {
        let page = page(vec![feed_account("acc", None)], rows);
        self.world.take(self.connection, self.run, page);
    }

    fn account(&self) -> AccountId {
        let all = self.world.store().read(|r| r.accounts(today())).unwrap();
        all[0].id
    }

    /// Rows of a file for the same account; the batch that added them.
    fn import(&self, rows: Vec<FeedTransaction>) -> BatchId {
        let account = self.account();
        self.world
            .store()
            .write(import(), move |w| {
                w.import_statement(&statement(account), rows, today())
            })
            .unwrap()
            .batch
            .unwrap()
    }

    fn rows(&self) -> Vec<Transaction> {
        self.world
            .store()
            .read(|r| r.transactions(&TransactionFilter::default(), None, 100))
            .unwrap()
            .rows
    }

    fn one(&self, id: TransactionId) -> Transaction {
        self.world.store().read(|r| r.transaction(id)).unwrap()
    }

    fn merge(&self, keep: TransactionId, drop: TransactionId) -> BatchId {
        let batch = self
            .world
            .store()
            .write(person("merged"), move |w| w.merge_transactions(keep, drop))
            .unwrap()
            .batch
            .unwrap();
        self.world.assert_sound();
        batch
    }

    fn unmerge(&self, drop: TransactionId) {
        self.world
            .store()
            .write(person("unmerged"), move |w| w.unmerge_transaction(drop))
            .unwrap();
        self.world.assert_sound();
    }

    fn undo(&self, batch: BatchId) {
        self.world
            .store()
            .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
            .unwrap();
        self.world.assert_sound();
    }

    fn edit(&self, id: TransactionId, edit: TransactionEdit) {
        self.world
            .store()
            .write(person("edited"), move |w| w.edit_transactions(&[id], &edit))
            .unwrap();
    }
}

fn told(id: &str, date: &str, payee: &str) -> FeedTransaction {
    row(Some(id), date, -4_250, payee)
}

/// A payment that the connection tells, and the same one entered by hand under another name.
fn doubled() -> (Two, TransactionId, TransactionId) {
    let two = Two::new();
    two.deliver(vec![told("w1", "2026-10-05", "Harbour Books")]);
    let account = two.account();
    let entered = two
        .world
        .store()
        .write(person("entered"), move |w| {
            w.add_transaction(&store::NewTransaction {
                account,
                date: day("2026-10-03"),
                amount: eur(-4_250),
                payee: "harbour books brest".to_owned(),
                note: "for Ada".to_owned(),
                category: None,
                tags: vec!["gift".to_owned()],
                status: TransactionStatus::Posted,
            })
        })
        .unwrap()
        .value;
    let synced = two.rows().iter().find(|row| row.id != entered).unwrap().id;
    (two, synced, entered)
}

#[test]
fn a_merge_is_undone_exactly_and_the_sources_stay_where_they_were() {
    let (two, synced, entered) = doubled();
    let found = two.world.store().read(|r| r.duplicates()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].keep, found[0].drop, found[0].why),
        (synced, entered, Survives::Connected)
    );
    let before = (two.one(synced), two.one(entered));
    let balance = two.world.balance(two.account());
    let batch = two.merge(synced, entered);
    assert_eq!(two.rows().len(), 1);
    assert_eq!(two.world.balance(two.account()), balance + 4_250);
    let merged = two.one(synced);
    assert_eq!((merged.note.as_str(), merged.tags.len()), ("for Ada", 1));
    let behind = two.world.store().read(|r| r.merged_into(synced)).unwrap();
    assert_eq!(behind, [entered]);
    assert!(
        two.world
            .store()
            .read(|r| r.duplicates())
            .unwrap()
            .is_empty()
    );

    // The sync tells its row again: nothing comes back and nothing is new.
    two.deliver(vec![told("w1", "2026-10-05", "Harbour Books")]);
    assert_eq!(two.rows().len(), 1);
    two.undo(batch);
    assert_eq!((two.one(synced), two.one(entered)), before);
    let sources = two.world.store().read(|r| r.sources(entered)).unwrap();
    assert_eq!(sources, [Source::Hand]);
    let sources = two.world.store().read(|r| r.sources(synced)).unwrap();
    assert!(matches!(&sources[..], [Source::Connection { source_id, .. }] if source_id == "w1"));
}

#[test]
fn parting_gives_back_what_was_taken_over_and_keeps_what_was_said_since() {
    let (two, synced, entered) = doubled();
    two.merge(synced, entered);
    // Said of the merged row since: the tags.
    two.edit(
        synced,
        TransactionEdit {
            tags: Some(vec!["home".to_owned()]),
            ..TransactionEdit::default()
        },
    );
    two.unmerge(entered);
    let (kept, back) = (two.one(synced), two.one(entered));
    assert_eq!(
        (kept.note.as_str(), kept.tags),
        ("", vec!["home".to_owned()])
    );
    assert_eq!(
        (back.note.as_str(), back.tags),
        ("for Ada", vec!["gift".to_owned()])
    );
    assert_eq!(two.rows().len(), 2);
    let again = two
        .world
        .store()
        .write(person("unmerged"), move |w| w.unmerge_transaction(entered));
    assert!(matches!(again, Err(Error::Refused { rule: "not_merged" })));
}

#[test]
fn when_the_source_takes_its_row_back_the_other_record_stands_again() {
    let (two, synced, entered) = doubled();
    two.merge(synced, entered);
    let mut gone = told("w1", "2026-10-05", "Harbour Books");
    gone.deleted = true;
    two.deliver(vec![gone]);
    assert_eq!(
        two.rows().iter().map(|row| row.id).collect::<Vec<_>>(),
        [entered]
    );
    assert_eq!(two.world.balance(two.account()), -4_250);
    // What the person deletes is gone with all its records.
    let (two, synced, entered) = doubled();
    two.merge(synced, entered);
    two.world
        .store()
        .write(person("deleted"), move |w| w.delete_transactions(&[synced]))
        .unwrap();
    assert!(two.rows().is_empty());
    two.world.assert_sound();
}

#[test]
fn an_import_taken_back_leaves_the_other_record_and_redo_brings_the_merge_again() {
    let two = Two::new();
    two.deliver(vec![told("w1", "2026-10-05", "Harbour Books")]);
    let synced = two.rows()[0].id;
    let account = two.account();
    let batch = two.world.store().write(import(), move |w| {
        let mut statement = statement(account);
        // The person takes the row in although the sync has it.
        statement.decisions.insert(0, store::Decision::Add);
        w.import_statement(
            &statement,
            vec![told("f1", "2026-10-05", "Harbour Books")],
            today(),
        )
    });
    let batch = batch.unwrap().batch.unwrap();
    let filed = two.rows().iter().find(|row| row.id != synced).unwrap().id;
    // Kept on purpose: the row of the file.
    two.merge(filed, synced);
    let conflicts = two.world.store().read(|r| r.undo_conflicts(batch)).unwrap();
    let undone = two
        .world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Force));
    assert!(undone.is_ok(), "{conflicts:?}");
    two.world.assert_sound();
    assert_eq!(
        two.rows().iter().map(|row| row.id).collect::<Vec<_>>(),
        [synced]
    );
    let undo = undone.unwrap().batch.unwrap();
    two.world
        .store()
        .write(person("redo"), move |w| w.undo(undo, OnConflict::Force))
        .unwrap();
    two.world.assert_sound();
    assert_eq!(
        two.rows().iter().map(|row| row.id).collect::<Vec<_>>(),
        [filed]
    );
}

#[test]
fn the_booked_one_stays_then_the_edited_one_and_a_later_booking_stays_behind() {
    let two = Two::new();
    let mut waiting = told("w1", "2026-10-05", "Harbour Books");
    waiting.status = TransactionStatus::Pending;
    two.deliver(vec![waiting]);
    let pending = two.rows()[0].id;
    let account = two.account();
    let enter = move |w: &mut store::Writing<'_>| {
        w.add_transaction(&store::NewTransaction {
            account,
            date: day("2026-10-05"),
            amount: eur(-4_250),
            payee: "Harbour Books".to_owned(),
            note: String::new(),
            category: None,
            tags: Vec::new(),
            status: TransactionStatus::Posted,
        })
    };
    let entered = two
        .world
        .store()
        .write(person("entered"), enter)
        .unwrap()
        .value;
    let pick = |a, b| two.world.store().read(move |r| r.survivor(a, b)).unwrap();
    assert_eq!(
        (pick(pending, entered).keep, pick(pending, entered).why),
        (entered, Survives::Booked)
    );
    two.merge(entered, pending);
    // The pending one is booked under another id: it goes on standing behind.
    let mut booked = told("w2", "2026-10-07", "Harbour Books");
    booked.replaces = Some("w1".to_owned());
    two.deliver(vec![booked]);
    assert_eq!(
        two.rows().iter().map(|row| row.id).collect::<Vec<_>>(),
        [entered]
    );

    let (two, synced, entered) = doubled();
    two.world
        .store()
        .write(person("edited"), move |w| {
            let edit = ManyEdit {
                note: Some("mine".to_owned()),
                ..ManyEdit::default()
            };
            w.edit_many(&[entered], &edit)
        })
        .unwrap();
    let pair = two
        .world
        .store()
        .read(move |r| r.survivor(synced, entered))
        .unwrap();
    assert_eq!((pair.keep, pair.why), (entered, Survives::Edited));
}

#[test]
fn equal_payments_of_one_source_are_two_and_so_are_those_called_so() {
    let two = Two::new();
    two.deliver(vec![
        told("w1", "2026-10-05", "Coffee Kiosk"),
        told("w2", "2026-10-05", "Coffee Kiosk"),
    ]);
    two.import(vec![
        row(None, "2026-10-20", -900, "Bakery"),
        row(None, "2026-10-20", -900, "Bakery"),
    ]);
    assert!(
        two.world
            .store()
            .read(|r| r.duplicates())
            .unwrap()
            .is_empty()
    );
    let (two, synced, entered) = doubled();
    two.world
        .store()
        .write(person("two"), move |w| {
            w.call_two_payments(entered, synced, true)
        })
        .unwrap();
    assert!(
        two.world
            .store()
            .read(|r| r.duplicates())
            .unwrap()
            .is_empty()
    );
    assert!(
        two.world
            .store()
            .read(move |r| r.duplicates_of(synced))
            .unwrap()
            .is_empty()
    );
    // Asked for by name they can still be made one.
    two.merge(synced, entered);
}

#[test]
fn a_category_of_the_persons_goes_along_and_other_accounts_or_amounts_are_refused() {
    let (two, synced, entered) = doubled();
    let food = two
        .world
        .store()
        .read(|r| r.category_by_key("groceries"))
        .unwrap()
        .unwrap();
    two.edit(
        entered,
        TransactionEdit {
            category: Some(Some(food)),
            ..TransactionEdit::default()
        },
    );
    two.merge(synced, entered);
    let kept = two.one(synced);
    assert_eq!(
        (kept.category, kept.category_by),
        (Some(food), CategoryBy::Person)
    );
    two.unmerge(entered);
    assert_eq!(two.one(synced).category, None);

    two.deliver(vec![row(Some("w9"), "2026-10-05", -1, "Harbour Books")]);
    let other = two
        .rows()
        .iter()
        .find(|row| row.amount == eur(-1))
        .unwrap()
        .id;
    let refused = two.world.store().write(person("merged"), move |w| {
        w.merge_transactions(synced, other)
    });
    assert!(matches!(
        refused,
        Err(Error::Refused {
            rule: "merge_of_amounts"
        })
    ));
}
