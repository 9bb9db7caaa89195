//! Many rows changed at once: the preview says what is done, one undo takes it back.

use domain::ids::{AccountId, CategoryId, TransactionId};
use proptest::prelude::*;
use store::{ManyEdit, OnConflict, Transaction, TransactionFilter};

use crate::support::*;

fn category(world: &World, key: &str) -> CategoryId {
    let found = world.store().read(|r| r.category_by_key(key)).unwrap();
    found.unwrap()
}

fn filled(world: &World, rows: usize) -> (AccountId, Vec<TransactionId>) {
    let account = world.account("Checking");
    let feed: Vec<_> = (0..rows)
        .map(|at| {
            let name = ["Market", "Landlord", "Railway"][at % 3];
            row(
                Some(&format!("r{at}")),
                "2026-10-05",
                -100 - at as i64,
                name,
            )
        })
        .collect();
    world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement(account), feed, today())
        })
        .unwrap();
    let filter = TransactionFilter::default();
    let ids = world.store().read(|r| r.matching(&filter)).unwrap();
    (account, ids)
}

fn all(world: &World, ids: &[TransactionId]) -> Vec<Transaction> {
    world
        .store()
        .read(|r| ids.iter().map(|id| r.transaction(*id)).collect())
        .unwrap()
}

#[test]
fn everything_a_search_finds_is_every_row_of_it_newest_first() {
    let world = World::new();
    let (_, ids) = filled(&world, 1_200);
    assert_eq!(ids.len(), 1_200);
    let filter = TransactionFilter {
        text: Some("landlord".to_owned()),
        ..TransactionFilter::default()
    };
    let by_sql = world.store().read(|r| r.matching(&filter)).unwrap();
    world.store().prepare_search().unwrap();
    let prepared = world.store().read(|r| r.matching(&filter)).unwrap();
    assert_eq!((by_sql.len(), &by_sql), (400, &prepared));
    assert!(by_sql.is_sorted_by(|a, b| a > b));
}

#[test]
fn a_payee_shown_under_the_name_asked_for_is_left_alone() {
    let world = World::new();
    let (_, ids) = filled(&world, 3);
    let landlord = all(&world, &ids)
        .into_iter()
        .find(|row| row.payee == "Landlord")
        .unwrap();
    world
        .store()
        .write(person("renamed"), move |w| {
            w.name_payees(&[landlord.payee_id], Some("Mrs Roth"))
        })
        .unwrap();
    let edit = ManyEdit {
        payee: Some("Mrs Roth".to_owned()),
        ..ManyEdit::default()
    };
    let asked = ids.clone();
    let done = world
        .store()
        .write(person("edited"), move |w| w.edit_many(&asked, &edit))
        .unwrap();
    assert_eq!(done.value.len(), 2);
    assert!(!done.value.contains(&landlord.id));
    world.assert_sound();
}

fn any_edit() -> impl Strategy<Value = ManyEdit> {
    let tags = || {
        prop::collection::vec(
            prop::sample::select(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]),
            0..3,
        )
    };
    (
        prop::option::of(prop::option::of(0_usize..3)),
        prop::option::of(prop::sample::select(vec!["Market", "Baker"])),
        prop::option::of(prop::sample::select(vec!["", "for the flat"])),
        (tags(), tags()),
        prop::option::of(any::<bool>()),
        any::<bool>(),
    )
        .prop_map(
            |(category, payee, note, (add, remove), off, reviewed)| ManyEdit {
                // Places in a list of keys; the test looks them up in its book.
                category: category.map(|one| one.map(|at| CategoryId(at as i64))),
                payee: payee.map(str::to_owned),
                note: note.map(str::to_owned),
                add_tags: add,
                remove_tags: remove,
                off_reports: off,
                reviewed,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever was changed before, the preview counts what is done, doing it twice does nothing more, and undo brings back
    /// every field.
    #[test]
    fn a_preview_is_what_is_done_and_undo_is_exact(edits in prop::collection::vec(any_edit(), 1..4)) {
        let world = World::new();
        let (account, ids) = filled(&world, 9);
        let keys = ["groceries", "housing", "transport"].map(|key| {
            world.store().read(|r| r.category_by_key(key)).unwrap()
        });
        let some = category(&world, "groceries");
        for mut edit in edits {
            edit.category = edit.category.map(|one| {
                one.map(|at| keys[at.0 as usize].unwrap_or(some))
            });
            let before = all(&world, &ids);
            let balance = world.balance(account);
            let (asked, wanted) = (ids.clone(), edit.clone());
            let seen = world.store().read(|r| r.preview_many(&asked, &wanted, 50)).unwrap();
            let done = world
                .store()
                .write(person("edited"), move |w| w.edit_many(&asked, &wanted))
                .unwrap();
            prop_assert_eq!(seen.changing, done.value.len() as u64);
            prop_assert_eq!(seen.sample.len(), done.value.len());
            let (asked, wanted) = (ids.clone(), edit.clone());
            let again = world.store().read(|r| r.preview_many(&asked, &wanted, 50)).unwrap();
            prop_assert_eq!(again.changing, 0);
            prop_assert_eq!(world.balance(account), balance);
            if let Some(batch) = done.batch {
                world.store().write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse)).unwrap();
                prop_assert_eq!(&all(&world, &ids), &before);
                let redo = edit.clone();
                let asked = ids.clone();
                world.store().write(person("edited"), move |w| w.edit_many(&asked, &redo)).unwrap();
            }
        }
        world.assert_sound();
    }
}
