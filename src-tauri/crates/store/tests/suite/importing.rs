//! Files taken in: duplicates, twins, matches, transfers, balances, undo.

use crate::support::*;
use domain::category::CategoryKind;
use domain::feed::{FeedBalance, FeedTransaction};
use domain::ids::AccountId;
use domain::transaction::{TransactionDetails, TransactionPart};
use money::{Currency, Money};
use store::{
    Decision, DuplicateReason, Error, ImportCounts, Imported, ImportedFile, NewCategory,
    OnConflict, RowVerdict, Statement, TransactionEdit, TransactionFilter, Written,
};

fn take(world: &World, account: AccountId, rows: &[FeedTransaction]) -> Written<Imported> {
    take_statement(world, statement(account), rows)
}

fn take_statement(
    world: &World,
    statement: Statement,
    rows: &[FeedTransaction],
) -> Written<Imported> {
    let rows = rows.to_vec();
    let plan = world
        .store()
        .read(|r| r.plan_import(&statement, rows.clone()))
        .unwrap();
    let written = world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement, rows, today())
        })
        .unwrap();
    assert_eq!(
        plan.counts, written.value.counts,
        "the plan must tell what happens"
    );
    written
}

fn ofx() -> Vec<FeedTransaction> {
    vec![
        row(Some("a1"), "2026-10-01", 250_000, "ACME PAYROLL"),
        row(Some("a2"), "2026-10-02", -250, "METRO TRANSIT"),
        row(Some("a3"), "2026-10-02", -250, "METRO TRANSIT"),
        row(Some("a4"), "2026-10-03", -4_210, "REWE SAGT DANKE"),
    ]
}

fn csv() -> Vec<FeedTransaction> {
    ofx()
        .into_iter()
        .map(|row| FeedTransaction {
            source_id: None,
            ..row
        })
        .collect()
}

#[test]
fn the_same_file_again_adds_nothing_and_makes_no_batch() {
    let world = World::new();
    let account = world.account("Checking");
    for rows in [ofx(), csv()] {
        let first = take(&world, account, &rows);
        let again = take(&world, account, &rows);
        assert_eq!(again.value.counts.duplicate, 4);
        assert_eq!(again.value.counts.new, 0);
        assert_eq!(again.batch, None, "nothing changed, so nothing is recorded");
        // The second form of the same statement finds the first.
        assert!(first.value.counts.new == 4 || first.value.counts.duplicate == 4);
    }
    assert_eq!(world.balance(account), 250_000 - 500 - 4_210);
    world.assert_sound();
}

#[test]
fn genuine_twins_stay_two_with_and_without_ids() {
    for rows in [ofx(), csv()] {
        let world = World::new();
        let account = world.account("Checking");
        assert_eq!(take(&world, account, &rows).value.counts.new, 4);
        let page = world
            .store()
            .read(|r| {
                r.transactions(
                    &TransactionFilter {
                        text: Some("metro".to_owned()),
                        ..TransactionFilter::default()
                    },
                    None,
                    10,
                )
            })
            .unwrap();
        assert_eq!(page.rows.len(), 2);
        world.assert_sound();
    }
}

#[test]
fn a_third_twin_in_an_overlapping_file_is_added_once() {
    let world = World::new();
    let account = world.account("Checking");
    take(&world, account, &csv());
    let mut longer = csv();
    longer.push(row(None, "2026-10-02", -250, "Metro  Transit"));
    longer.push(row(None, "2026-10-05", -999, "NEW"));
    let counts = take(&world, account, &longer).value.counts;
    assert_eq!((counts.new, counts.duplicate), (2, 4));
    let counts = take(&world, account, &longer).value.counts;
    assert_eq!((counts.new, counts.duplicate), (0, 6));
}

#[test]
fn a_csv_first_then_the_ofx_of_the_same_bank_become_one_row_each() {
    let world = World::new();
    let account = world.account("Checking");
    take(&world, account, &csv());
    let counts = take(&world, account, &ofx()).value.counts;
    assert_eq!((counts.new, counts.matched), (0, 4));
    // From now on the bank's ids are known.
    let counts = take(&world, account, &ofx()).value.counts;
    assert_eq!(counts.duplicate, 4);
    world.assert_sound();
}

#[test]
fn a_new_id_for_an_equal_row_is_a_twin_and_said_so() {
    let world = World::new();
    let account = world.account("Checking");
    take(&world, account, &ofx());
    let plan = world
        .store()
        .read(|r| {
            r.plan_import(
                &statement(account),
                [row(Some("b9"), "2026-10-03", -4_210, "REWE SAGT DANKE")],
            )
        })
        .unwrap();
    assert!(matches!(plan.verdicts[0], RowVerdict::Twin { .. }));
}

#[test]
fn an_id_used_again_for_another_payment_is_another_payment() {
    let world = World::new();
    let account = world.account("Checking");
    let rows = vec![
        row(Some("0"), "2026-10-01", -100, "A"),
        row(Some("0"), "2026-10-01", -200, "B"),
        row(Some("0"), "2026-10-02", -300, "C"),
    ];
    assert_eq!(take(&world, account, &rows).value.counts.new, 3);
    assert_eq!(take(&world, account, &rows).value.counts.duplicate, 3);
    let same = vec![
        row(Some("7"), "2026-10-05", -100, "A"),
        row(Some("7"), "2026-10-05", -100, "A"),
    ];
    let counts = take(&world, account, &same).value.counts;
    assert_eq!(
        (counts.new, counts.duplicate),
        (1, 1),
        "one id, one payment"
    );
}

#[test]
fn the_person_decides_row_by_row() {
    let world = World::new();
    let account = world.account("Checking");
    take(&world, account, &csv());
    let mut decided = statement(account);
    decided.decisions.insert(0, Decision::Skip);
    decided.decisions.insert(1, Decision::Add);
    let counts = take_statement(&world, decided, &csv()).value.counts;
    assert_eq!((counts.skipped, counts.new, counts.duplicate), (1, 1, 2));
}

#[test]
fn another_currency_is_rejected_and_never_counted() {
    let world = World::new();
    let account = world.account("Checking");
    let mut foreign = row(Some("x"), "2026-10-01", 100, "X");
    foreign.amount = money::Money::new(100, money::Currency::USD);
    let counts = take(&world, account, &[foreign]).value.counts;
    assert_eq!((counts.rejected, counts.new), (1, 0));
    assert_eq!(world.balance(account), 0);
}

#[test]
fn the_opening_meets_the_newest_closing_and_an_older_file_moves_it() {
    let world = World::new();
    let account = world.account("Checking");
    let closing = |minor: i64, date: &str| Statement {
        closing: Some(FeedBalance {
            amount: eur(minor),
            date: Some(day(date)),
        }),
        ..statement(account)
    };
    let october = [row(Some("o1"), "2026-10-10", -1_000, "SHOP")];
    take_statement(&world, closing(9_000, "2026-10-31"), &october);
    assert_eq!(world.balance(account), 9_000);
    let september = [row(Some("s1"), "2026-09-10", 3_000, "WORK")];
    let imported = take_statement(&world, closing(10_000, "2026-09-30"), &september);
    assert_eq!(
        world.balance(account),
        9_000,
        "the newest statement still holds"
    );
    assert!(imported.value.mismatches.is_empty());
    let wrong = [row(Some("n1"), "2026-11-02", -500, "SHOP")];
    let imported = take_statement(&world, closing(8_000, "2026-11-05"), &wrong);
    assert!(
        imported.value.mismatches.is_empty(),
        "the newest statement sets the opening"
    );
    let checks = world.store().read(|r| r.balance_checks(account)).unwrap();
    assert_eq!(checks.len(), 3);
    assert_eq!(
        checks
            .iter()
            .filter(|check| check.stated != check.computed)
            .count(),
        2
    );
    world.assert_sound();
}

#[test]
fn transfers_are_paired_only_when_there_is_one_candidate() {
    let world = World::new();
    let (checking, savings) = (world.account("Checking"), world.account("Savings"));
    take(
        &world,
        checking,
        &[
            row(Some("1"), "2026-10-03", -50_000, "Transfer to savings"),
            row(Some("2"), "2026-10-10", -700, "Transfer"),
            row(Some("3"), "2026-10-11", -700, "Transfer"),
            row(Some("4"), "2026-10-20", -900, "COFFEE"),
        ],
    );
    let imported = take(
        &world,
        savings,
        &[
            row(Some("1"), "2026-10-04", 50_000, "Transfer from checking"),
            row(Some("2"), "2026-10-11", 700, "Transfer"),
            row(Some("3"), "2026-10-20", 900, "REFUND"),
        ],
    );
    assert_eq!(imported.value.transfers, 1);
    let legs = world
        .store()
        .read(|r| {
            r.transactions(
                &TransactionFilter {
                    transfer: Some(true),
                    ..TransactionFilter::default()
                },
                None,
                10,
            )
        })
        .unwrap()
        .rows;
    assert_eq!(legs.len(), 2);
    assert_eq!(legs[0].transfer, Some(legs[1].id));
    let key = world
        .store()
        .read(|r| r.category_by_key("transfer"))
        .unwrap();
    assert!(legs.iter().all(|leg| leg.category == key));
    world.assert_sound();
    // Taking the second file back parts the pair, redoing joins it again.
    let batch = imported.batch.unwrap();
    world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    world.assert_sound();
    let first = world.store().read(|r| r.transaction(legs[1].id)).unwrap();
    assert_eq!(first.transfer, None);
    world
        .store()
        .write(person("redo"), |w| w.redo())
        .unwrap()
        .value
        .unwrap();
    world.assert_sound();
    let first = world.store().read(|r| r.transaction(legs[1].id)).unwrap();
    assert_eq!(first.transfer, Some(legs[0].id));
}

#[test]
fn an_import_is_taken_back_whole_and_can_be_taken_in_again() {
    let world = World::new();
    let account = world.account("Checking");
    let batch = take(&world, account, &ofx()).batch.unwrap();
    let before = world.balance(account);
    world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    assert_eq!(world.balance(account), 0);
    world.assert_sound();
    assert!(matches!(
        world
            .store()
            .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse)),
        Err(Error::Refused {
            rule: "already_undone"
        })
    ));
    assert_eq!(take(&world, account, &ofx()).value.counts.new, 4);
    assert_eq!(world.balance(account), before);
    world.assert_sound();
    assert!(matches!(
        world.store().write(person("undo"), move |w| {
            let undo = w.batch(batch)?.undone_by.unwrap();
            w.undo(undo, OnConflict::Refuse)
        }),
        Err(Error::Refused {
            rule: "imported_again"
        })
    ));
    world.assert_sound();
}

#[test]
fn a_later_edit_stands_in_the_way_of_an_undo_until_the_person_decides() {
    let world = World::new();
    let account = world.account("Checking");
    let batch = take(&world, account, &ofx()).batch.unwrap();
    let all = world
        .store()
        .read(|r| r.transactions(&TransactionFilter::default(), None, 10))
        .unwrap()
        .rows;
    let edited = all[1].id;
    world
        .store()
        .write(person("edit"), move |w| {
            w.edit_transactions(
                &[edited],
                &TransactionEdit {
                    note: Some("mine".to_owned()),
                    ..TransactionEdit::default()
                },
            )
        })
        .unwrap();
    let refused = world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse));
    match refused {
        Err(Error::Conflict(conflicts)) => {
            assert_eq!(conflicts.len(), 1);
            assert_eq!(conflicts[0].row, edited.0);
        }
        other => panic!("{other:?}"),
    }
    world.assert_sound();
    let undone = world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Keep))
        .unwrap()
        .value;
    assert_eq!((undone.rows, undone.kept.len()), (3, 1));
    let left = world
        .store()
        .read(|r| r.transactions(&TransactionFilter::default(), None, 10))
        .unwrap()
        .rows;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].note, "mine");
    assert_eq!(world.balance(account), left[0].amount.minor);
    world.assert_sound();
}

#[test]
fn a_file_is_known_by_its_bytes_for_as_long_as_its_import_stands() {
    let world = World::new();
    let account = world.account("Checking");
    let hash = [7_u8; 32];
    let file = ImportedFile {
        content_hash: hash,
        name: "october.ofx".to_owned(),
        format: "ofx1".to_owned(),
        bytes: 1234,
        batch: None,
        at: now(),
        counts: ImportCounts::default(),
    };
    let written = world
        .store()
        .write(import(), move |w| {
            let imported = w.import_statement(&statement(account), ofx(), today())?;
            w.remember_file(&ImportedFile {
                counts: imported.counts,
                ..file
            })?;
            Ok(imported)
        })
        .unwrap();
    let known = world
        .store()
        .read(|r| r.known_file(&hash))
        .unwrap()
        .unwrap();
    assert_eq!(known.batch, written.batch);
    assert_eq!(known.counts.new, 4);
    let batch = written.batch.unwrap();
    world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    assert_eq!(world.store().read(|r| r.known_file(&hash)).unwrap(), None);
}

#[test]
fn categories_come_from_the_file_or_from_the_last_choice_for_the_payee() {
    let world = World::new();
    let account = world.account("Checking");
    let mut named = row(Some("1"), "2026-10-01", -100, "REWE");
    named.category_name = Some("Food and drink:Groceries".to_owned());
    let mut own = row(Some("2"), "2026-10-01", -100, "KIOSK");
    own.category_name = Some("Food and drink:Newspapers".to_owned());
    take(
        &world,
        account,
        &[named, own, row(Some("3"), "2026-10-02", -300, "EDEKA")],
    );
    let groceries = world
        .store()
        .read(|r| r.category_by_key("groceries"))
        .unwrap()
        .unwrap();
    let rows = world
        .store()
        .read(|r| r.transactions(&TransactionFilter::default(), None, 10))
        .unwrap()
        .rows;
    assert_eq!(rows[2].category, Some(groceries));
    let chart = world.store().read(|r| r.categories()).unwrap();
    let newspapers = chart.iter().find(|c| c.name == "Newspapers").unwrap();
    assert_eq!(rows[1].category, Some(newspapers.id));
    let food = chart
        .iter()
        .find(|c| c.key.as_deref() == Some("food"))
        .unwrap();
    assert_eq!(newspapers.parent, Some(food.id));
    assert_eq!(rows[0].category, None);
    let edeka = rows[0].id;
    world
        .store()
        .write(person("edit"), move |w| {
            w.edit_transactions(
                &[edeka],
                &TransactionEdit {
                    category: Some(Some(groceries)),
                    ..TransactionEdit::default()
                },
            )
        })
        .unwrap();
    take(
        &world,
        account,
        &[row(Some("9"), "2026-10-09", -400, "EDEKA")],
    );
    let newest = world
        .store()
        .read(|r| r.transactions(&TransactionFilter::default(), None, 1))
        .unwrap()
        .rows
        .remove(0);
    assert_eq!(newest.category, Some(groceries));
    assert_eq!(newest.category_by, store::CategoryBy::Rule);
    world.assert_sound();
}

#[test]
fn a_duplicate_by_content_says_so() {
    let world = World::new();
    let account = world.account("Checking");
    take(&world, account, &csv());
    let plan = world
        .store()
        .read(|r| r.plan_import(&statement(account), csv()))
        .unwrap();
    assert!(plan.verdicts.iter().all(|verdict| matches!(
        verdict,
        RowVerdict::Duplicate {
            reason: DuplicateReason::SameContent,
            ..
        }
    )));
}

#[test]
fn references_and_parts_are_kept_verified_and_given_to_a_row_that_lacked_them() {
    let world = World::new();
    let account = world.account("Checking");
    let part = |minor: i64, category: &str| TransactionPart {
        amount: Money::new(minor, Currency::EUR),
        category: Some(category.to_owned()),
        note: String::new(),
        transfer_account: None,
        filed: None,
    };
    let details = TransactionDetails {
        reference: Some("E2E-1".to_owned()),
        mandate: Some("M-4711".to_owned()),
        counterparty_account: Some("DE02120300000000202051".to_owned()),
        parts: vec![part(-3_000, "Food"), part(-1_210, "Home:Repair")],
        ..TransactionDetails::default()
    };
    let told = |row: FeedTransaction| FeedTransaction {
        details: Some(Box::new(details.clone())),
        ..row
    };
    let [first, second] = [
        row(Some("a1"), "2026-10-01", -4_210, "MARKET"),
        row(None, "2026-10-02", -777, "KIOSK"),
    ];
    let batch = take(&world, account, &[told(first), second]).batch;
    let details_of = |payee: &str| {
        let filter = TransactionFilter::default();
        let page = world
            .store()
            .read(move |r| r.transactions(&filter, None, 10))
            .unwrap();
        let row = page.rows.into_iter().find(|row| row.payee == payee);
        let mut details = row.unwrap().details;
        for part in details.iter_mut().flat_map(|details| &mut details.parts) {
            assert!(part.filed.take().flatten().is_some());
        }
        details
    };
    assert_eq!(details_of("KIOSK"), None);
    assert_eq!(details_of("MARKET").as_deref(), Some(&details));
    world.assert_sound();

    // The same payment from a source that says more of it.
    let more = told(row(Some("k9"), "2026-10-02", -777, "KIOSK"));
    let written = take(&world, account, &[more]);
    assert_eq!(written.value.counts.matched, 1);
    assert_eq!(details_of("KIOSK").as_deref(), Some(&details));
    world.assert_sound();
    for batch in [written.batch, batch] {
        world
            .store()
            .write(person("undo"), move |w| {
                w.undo(batch.unwrap(), OnConflict::Refuse)
            })
            .unwrap();
        world.assert_sound();
    }
}

#[test]
fn a_name_that_income_and_spending_share_is_filed_by_which_way_the_money_went() {
    let world = World::new();
    let account = world.account("Current");
    let chart = |name: &str, parent, kind| NewCategory {
        name: name.to_owned(),
        parent,
        kind,
        slot: None,
    };
    let (spent, earned) = (CategoryKind::Expense, CategoryKind::Income);
    let (given, got) = world
        .store()
        .write(person("chart"), move |w| {
            let out = w.add_category(&chart("To others", None, spent))?;
            let back = w.add_category(&chart("From others", None, earned))?;
            Ok((
                w.add_category(&chart("Presents", Some(out), spent))?,
                w.add_category(&chart("Presents", Some(back), earned))?,
            ))
        })
        .unwrap()
        .value;
    let named = |id: &str, minor: i64| FeedTransaction {
        category_name: Some("Presents".to_owned()),
        ..row(Some(id), "2026-10-01", minor, "Aunt")
    };
    take(
        &world,
        account,
        &[named("a", -2_000), named("b", 5_000), named("c", -1_000)],
    );
    let rows = world
        .store()
        .read(|r| r.transactions(&TransactionFilter::default(), None, 10))
        .unwrap();
    for row in rows.rows {
        let wanted = if row.amount.minor > 0 { got } else { given };
        assert_eq!(row.category, Some(wanted), "{:?}", row.amount);
    }
}
