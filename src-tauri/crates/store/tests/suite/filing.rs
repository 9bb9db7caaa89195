//! What rules want, held against what the person said.

use domain::ids::{CategoryId, TransactionId};
use store::{CategoryBy, Filing, OnConflict, Origin, OriginKind, TransactionEdit, Whence};

use super::support::*;

fn rule() -> Origin {
    Origin::new(OriginKind::Rule, "rules_run", now())
}

fn filled() -> (World, [TransactionId; 2], CategoryId, CategoryId) {
    let world = World::new();
    let account = world.account("Everyday");
    let rows = [
        row(None, "2026-11-01", -2000, "SKYHOP 4471"),
        row(None, "2026-11-02", -300, "Bakery"),
    ];
    world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement(account), rows.iter().cloned(), today())
        })
        .unwrap();
    let (ids, travel, food) = world
        .store()
        .read(move |r| {
            Ok((
                r.rows_added_after(0)?,
                r.category_by_key("travel")?.unwrap(),
                r.category_by_key("groceries")?.unwrap(),
            ))
        })
        .unwrap();
    (world, [ids[0], ids[1]], travel, food)
}

fn wanted(id: TransactionId, category: CategoryId) -> Filing {
    Filing {
        category: Some((category, CategoryBy::Rule)),
        payee: Some("Skyhop".into()),
        note: Some("flight".into()),
        tags: vec!["flights".into()],
        off_reports: true,
        ..Filing::nothing(id)
    }
}

#[test]
fn a_rule_fills_what_the_person_left_open_and_undo_takes_all_of_it_back() {
    let (world, ids, travel, _) = filled();
    let before = world.store().read(move |r| r.transaction(ids[0])).unwrap();
    let done = world
        .store()
        .write(rule(), move |w| w.file_rows(&[wanted(ids[0], travel)]))
        .unwrap();
    assert_eq!(done.value, 1);
    let after = world.store().read(move |r| r.transaction(ids[0])).unwrap();
    assert_eq!(after.payee, "Skyhop");
    assert_eq!(after.description, "SKYHOP 4471", "the bank's words stay");
    assert_eq!(
        (after.category, after.category_by),
        (Some(travel), CategoryBy::Rule)
    );
    assert_eq!((after.note.as_str(), after.off_reports), ("flight", true));
    assert_eq!(after.tags, ["flights"]);
    let again = world
        .store()
        .write(rule(), move |w| w.file_rows(&[wanted(ids[0], travel)]))
        .unwrap();
    assert_eq!((again.value, again.batch), (0, None), "twice is once");
    world.assert_sound();
    let batch = done.batch.unwrap();
    world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    assert_eq!(
        world.store().read(move |r| r.transaction(ids[0])).unwrap(),
        before
    );
    world.assert_sound();
}

#[test]
fn the_persons_word_on_a_field_stands_against_every_rule() {
    let (world, ids, travel, food) = filled();
    let edit = TransactionEdit {
        category: Some(Some(food)),
        payee: Some("My flights".into()),
        note: Some("mine".into()),
        tags: Some(vec!["mine".into()]),
        off_reports: Some(false),
        ..TransactionEdit::default()
    };
    world
        .store()
        .write(person("edited"), move |w| {
            w.edit_transactions(&[ids[0]], &edit)
        })
        .unwrap();
    let before = world.store().read(move |r| r.transaction(ids[0])).unwrap();
    let done = world
        .store()
        .write(rule(), move |w| {
            w.file_rows(&[Filing {
                off_reports: false,
                ..wanted(ids[0], travel)
            }])
        })
        .unwrap();
    assert_eq!(done.value, 0);
    assert_eq!(
        world.store().read(move |r| r.transaction(ids[0])).unwrap(),
        before
    );
}

#[test]
fn a_row_put_back_into_reports_by_the_person_is_not_taken_out_again() {
    let (world, ids, travel, _) = filled();
    world
        .store()
        .write(rule(), move |w| w.file_rows(&[wanted(ids[0], travel)]))
        .unwrap();
    let back = TransactionEdit {
        off_reports: Some(false),
        ..TransactionEdit::default()
    };
    world
        .store()
        .write(person("edited"), move |w| {
            w.edit_transactions(&[ids[0]], &back)
        })
        .unwrap();
    let now = world.store().read(move |r| r.transaction(ids[0])).unwrap();
    let changes = world
        .store()
        .read(move |r| r.would_change(&now, &wanted(ids[0], travel)))
        .unwrap();
    assert!(!changes);
}

#[test]
fn what_a_rule_named_a_later_rule_may_name_again_until_the_person_does() {
    let (world, ids, travel, _) = filled();
    let named = |name: &str| Filing {
        payee: Some(name.into()),
        ..Filing::nothing(ids[0])
    };
    let run = |name: &str| {
        let filing = named(name);
        world
            .store()
            .write(rule(), move |w| w.file_rows(&[filing]))
            .unwrap()
            .value
    };
    assert_eq!((run("Sky"), run("Skyhop")), (1, 1));
    let edit = TransactionEdit {
        payee: Some("Airline".into()),
        ..TransactionEdit::default()
    };
    let edited = world
        .store()
        .write(person("edited"), move |w| {
            w.edit_transactions(&[ids[0]], &edit)
        })
        .unwrap();
    assert_eq!(run("Skyhop"), 0);
    let batch = edited.batch.unwrap();
    world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    assert_eq!(run("Hop"), 1, "an edit that was taken back says nothing");
    let _ = travel;
}

#[test]
fn a_transfer_is_paired_with_its_only_other_leg() {
    let world = World::new();
    let (a, b) = (world.account("A"), world.account("B"));
    for (account, minor) in [(a, -5000), (b, 5000)] {
        let rows = [row(None, "2026-11-03", minor, "To the other side")];
        world
            .store()
            .write(import(), move |w| {
                w.import_statement(&statement(account), rows.iter().cloned(), today())
            })
            .unwrap();
    }
    let ids = world.store().read(move |r| r.rows_added_after(0)).unwrap();
    for id in &ids {
        let filing = Filing {
            transfer: true,
            ..Filing::nothing(*id)
        };
        world
            .store()
            .write(rule(), move |w| w.file_rows(&[filing]))
            .unwrap();
    }
    let (leg, other) = (ids[0], ids[1]);
    let leg = world.store().read(move |r| r.transaction(leg)).unwrap();
    assert_eq!(leg.transfer, Some(other));
    world.assert_sound();
}

#[test]
fn a_new_book_files_from_its_first_row_on_and_rows_know_where_they_came_from() {
    let (world, ids, ..) = filled();
    let (through, newest, whence) = world
        .store()
        .read(move |r| {
            Ok((
                r.filed_through()?,
                r.newest_transaction()?,
                r.whence(ids[0])?,
            ))
        })
        .unwrap();
    assert_eq!((through, newest, whence), (0, ids[1].0, Whence::File));
    world
        .store()
        .write(rule(), move |w| w.set_filed_through(newest))
        .unwrap();
    assert_eq!(
        world.store().read(move |r| r.filed_through()).unwrap(),
        newest
    );
}

#[test]
fn filing_new_rows_is_not_the_last_thing_to_undo() {
    let (world, ids, travel, _) = filled();
    let last = world.store().read(move |r| Ok(r.undoable()?.0)).unwrap();
    let origin = Origin::new(OriginKind::Rule, "filed_new", now());
    let filed = world
        .store()
        .write(origin, move |w| w.file_rows(&[wanted(ids[0], travel)]))
        .unwrap();
    assert!(filed.batch.is_some());
    assert_eq!(
        world.store().read(move |r| Ok(r.undoable()?.0)).unwrap(),
        last
    );
}
