//! The journal: history, undo and redo of edits, lineage.

use domain::category::CategoryKind;
use domain::feed::BudgetPeriod;
use domain::ids::{BudgetId, TransactionId};
use domain::transaction::TransactionStatus;
use store::{
    Budget, CategoryEdit, Error, NewCategory, NewTransaction, OnConflict, Rule, TransactionEdit,
    TransactionFilter,
};

use crate::support::*;

fn add(world: &World, account: domain::ids::AccountId, minor: i64) -> TransactionId {
    let new = NewTransaction {
        account,
        date: day("2026-10-01"),
        amount: eur(minor),
        payee: "Baker".to_owned(),
        note: String::new(),
        category: None,
        tags: vec![],
        status: TransactionStatus::Posted,
    };
    world
        .store()
        .write(person("add"), move |w| w.add_transaction(&new))
        .unwrap()
        .value
}

#[test]
fn a_fields_lineage_is_readable() {
    let world = World::new();
    let account = world.account("Checking");
    let id = add(&world, account, -250);
    for note in ["one", "two"] {
        world
            .store()
            .write(person("edit"), move |w| {
                w.edit_transactions(
                    &[id],
                    &TransactionEdit {
                        note: Some(note.to_owned()),
                        ..TransactionEdit::default()
                    },
                )
            })
            .unwrap();
    }
    let history = world
        .store()
        .read(|r| r.history("transactions", id.0))
        .unwrap();
    assert_eq!(history.len(), 3);
    assert!(history[0].1.is_none(), "the first entry added it");
    let last = history[2].1.as_ref().unwrap();
    assert_eq!(last.before.as_ref().unwrap()["note"], "one");
    assert_eq!(last.after.as_ref().unwrap()["note"], "two");
}

#[test]
fn undo_and_redo_walk_back_and_forth() {
    let world = World::new();
    let account = world.account("Checking");
    let id = add(&world, account, -250);
    let edit = |minor: i64| {
        world
            .store()
            .write(person("edit"), move |w| {
                w.edit_transactions(
                    &[id],
                    &TransactionEdit {
                        amount: Some(eur(minor)),
                        ..TransactionEdit::default()
                    },
                )
            })
            .unwrap();
    };
    edit(-300);
    edit(-400);
    let undo = || {
        world
            .store()
            .write(person("undo"), |w| w.undo_last())
            .unwrap()
            .value
    };
    let redo = || {
        world
            .store()
            .write(person("redo"), |w| w.redo())
            .unwrap()
            .value
    };
    assert!(redo().is_none());
    assert!(undo().is_some());
    assert_eq!(world.balance(account), -300);
    assert!(undo().is_some());
    assert_eq!(world.balance(account), -250);
    world.assert_sound();
    assert!(redo().is_some());
    assert_eq!(world.balance(account), -300);
    assert!(redo().is_some());
    assert_eq!(world.balance(account), -400);
    assert!(redo().is_none());
    assert!(undo().is_some());
    edit(-500);
    assert!(redo().is_none(), "a new change ends the way forward");
    world.assert_sound();
    assert!(undo().is_some());
    assert_eq!(world.balance(account), -300);
    assert!(undo().is_some());
    assert!(undo().is_some());
    assert_eq!(world.balance(account), 0, "the added row is gone as well");
    world.assert_sound();
}

#[test]
fn a_failed_change_leaves_nothing_behind() {
    let world = World::new();
    let account = world.account("Checking");
    let refused = world.store().write(person("edit"), move |w| {
        w.edit_account(
            account,
            &store::AccountEdit {
                name: Some("New".to_owned()),
                ..store::AccountEdit::default()
            },
        )?;
        w.remove_rule(99)
    });
    assert!(matches!(
        refused,
        Err(Error::NotFound {
            what: "rules",
            id: 99
        })
    ));
    let name = world
        .store()
        .read(|r| r.account(account, today()))
        .unwrap()
        .name;
    assert_eq!(name, "Checking");
    world.assert_sound();
}

#[test]
fn a_panicking_change_is_an_error_and_the_writer_lives_on() {
    let world = World::new();
    let account = world.account("Checking");
    let outcome = world
        .store()
        .write(person("edit"), move |w| -> store::Result<()> {
            w.edit_account(
                account,
                &store::AccountEdit {
                    name: Some("New".to_owned()),
                    ..store::AccountEdit::default()
                },
            )?;
            panic!("on purpose");
        });
    assert!(matches!(outcome, Err(Error::Panicked)));
    assert_eq!(
        world
            .store()
            .read(|r| r.account(account, today()))
            .unwrap()
            .name,
        "Checking"
    );
    add(&world, account, -1);
    world.assert_sound();
}

#[test]
fn every_kind_of_row_goes_through_the_journal_and_back() {
    let world = World::new();
    let account = world.account("Checking");
    let written = world
        .store()
        .write(person("plan"), move |w| {
            let group = w.add_category(&NewCategory {
                name: "Hobbies".to_owned(),
                parent: None,
                kind: CategoryKind::Expense,
                slot: Some(3),
            })?;
            let child = w.add_category(&NewCategory {
                name: "Trains".to_owned(),
                parent: Some(group),
                kind: CategoryKind::Expense,
                slot: None,
            })?;
            w.edit_category(
                child,
                &CategoryEdit {
                    name: Some("Model trains".to_owned()),
                    ..CategoryEdit::default()
                },
            )?;
            let budget = w.add_budget(&Budget {
                id: BudgetId(0),
                name: "Fun".to_owned(),
                categories: vec![group],
                accounts: vec![],
                period: BudgetPeriod::Month,
                limits: vec![(domain::budget::Month::new(2026, 10).unwrap(), eur(5_000))],
                carry_over: true,
                position: 0,
                archived: false,
            })?;
            w.add_rule(&Rule {
                id: 0,
                name: "r".to_owned(),
                position: 1,
                enabled: true,
                condition: "{}".to_owned(),
                action: "[]".to_owned(),
            })?;
            w.put_setting("base_currency", Some("\"CHF\""))?;
            Ok((child, budget))
        })
        .unwrap();
    let store = world.store();
    world.assert_sound();
    assert_eq!(
        store.read(|r| r.budgets()).unwrap()[0].limits[0].1,
        eur(5_000)
    );
    assert_eq!(
        store
            .read(|r| r.setting("base_currency"))
            .unwrap()
            .as_deref(),
        Some("\"CHF\"")
    );
    let batch = written.batch.unwrap();
    store
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    world.assert_sound();
    assert!(store.read(|r| r.budgets()).unwrap().is_empty());
    assert!(store.read(|r| r.rules()).unwrap().is_empty());
    assert_eq!(store.read(|r| r.setting("base_currency")).unwrap(), None);
    store
        .write(person("redo"), |w| w.redo())
        .unwrap()
        .value
        .unwrap();
    world.assert_sound();
    assert_eq!(store.read(|r| r.budgets()).unwrap().len(), 1);
    let child = written.value.0;
    let id = add(&world, account, -100);
    store
        .write(person("edit"), move |w| {
            w.edit_transactions(
                &[id],
                &TransactionEdit {
                    category: Some(Some(child)),
                    ..TransactionEdit::default()
                },
            )?;
            w.remove_category(child, None)
        })
        .unwrap();
    assert_eq!(store.read(|r| r.transaction(id)).unwrap().category, None);
    world.assert_sound();
    store.write(person("undo"), |w| w.undo_last()).unwrap();
    world.assert_sound();
}

#[test]
fn removing_an_account_can_be_taken_back() {
    let world = World::new();
    let account = world.account("Checking");
    add(&world, account, -100);
    let batch = world
        .store()
        .write(person("remove"), move |w| w.remove_account(account))
        .unwrap()
        .batch
        .unwrap();
    assert!(
        world
            .store()
            .read(|r| r.accounts(today()))
            .unwrap()
            .is_empty()
    );
    world.assert_sound();
    world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    assert_eq!(world.balance(account), -100);
    let rows = world
        .store()
        .read(|r| r.transactions(&TransactionFilter::default(), None, 5))
        .unwrap();
    assert_eq!(rows.rows.len(), 1);
    world.assert_sound();
}
