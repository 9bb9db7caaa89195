//! Files of banks that give every row a new id with each download.

use std::collections::BTreeMap;

use domain::feed::FeedTransaction;
use domain::ids::AccountId;
use proptest::prelude::*;
use store::{DuplicateReason, ImportCounts, RowVerdict, TransactionEdit, TransactionFilter};

use crate::support::*;

fn take(world: &World, account: AccountId, rows: &[FeedTransaction]) -> ImportCounts {
    let rows = rows.to_vec();
    let plan = world
        .store()
        .read(|r| r.plan_import(&statement(account), rows.clone()))
        .unwrap();
    let counts = world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement(account), rows, today())
        })
        .unwrap()
        .value
        .counts;
    assert_eq!(plan.counts, counts, "the plan must tell what happens");
    counts
}

/// The rows of October under ids that begin with `prefix`, from one day to another.
fn download(prefix: &str, from: u32, to: u32) -> Vec<FeedTransaction> {
    let month = [
        (1, 250_000, "ACME PAYROLL"),
        (2, -250, "METRO TRANSIT"),
        (2, -250, "METRO TRANSIT"),
        (3, -4_210, "REWE SAGT DANKE"),
        (5, -999, "BAKERY"),
        (8, -250, "METRO TRANSIT"),
        (9, -12_000, "POWER CO"),
        (12, -250, "METRO TRANSIT"),
    ];
    month
        .into_iter()
        .filter(|(day, _, _)| (from..=to).contains(day))
        .enumerate()
        .map(|(n, (day, minor, payee))| {
            let date = format!("2026-10-{day:02}");
            row(Some(&format!("{prefix}{n}")), &date, minor, payee)
        })
        .collect()
}

#[test]
fn an_overlap_that_is_whole_under_new_ids_is_not_added_again() {
    let world = World::new();
    let account = world.account("Checking");
    assert_eq!(take(&world, account, &download("a", 1, 9)).new, 7);
    let counts = take(&world, account, &download("b", 2, 12));
    assert_eq!((counts.duplicate, counts.new, counts.twins), (6, 1, 0));
    let counts = take(&world, account, &download("c", 1, 12));
    assert_eq!((counts.duplicate, counts.new), (8, 0));
    world.assert_sound();
}

#[test]
fn the_verdict_says_which_row_it_is() {
    let world = World::new();
    let account = world.account("Checking");
    take(&world, account, &download("a", 1, 5));
    let plan = world
        .store()
        .read(|r| r.plan_import(&statement(account), download("b", 1, 5)))
        .unwrap();
    let mut of: Vec<_> = plan
        .verdicts
        .iter()
        .map(|verdict| match verdict {
            RowVerdict::Duplicate {
                of,
                reason: DuplicateReason::SameContent,
            } => of.0,
            other => panic!("{other:?}"),
        })
        .collect();
    of.sort_unstable();
    of.dedup();
    assert_eq!(of.len(), 5, "each row is one row of the book");
}

#[test]
fn one_id_that_lasts_makes_equal_rows_twins() {
    let world = World::new();
    let account = world.account("Checking");
    take(&world, account, &download("a", 1, 9));
    let mut rows = download("b", 1, 9);
    rows[6].source_id = Some("a6".to_owned());
    let counts = take(&world, account, &rows);
    assert_eq!((counts.duplicate, counts.new, counts.twins), (1, 6, 6));
}

#[test]
fn a_day_in_the_middle_that_differs_makes_equal_rows_twins() {
    for change in [
        // One payment more, one payment less, another payment.
        |rows: &mut Vec<FeedTransaction>| rows.push(row(Some("bx"), "2026-10-05", -1, "NEW")),
        |rows: &mut Vec<FeedTransaction>| drop(rows.remove(3)),
        |rows: &mut Vec<FeedTransaction>| rows[3].amount = eur(-4_211),
        |rows: &mut Vec<FeedTransaction>| rows[3].description = "another card".to_owned(),
    ] {
        let world = World::new();
        let account = world.account("Checking");
        take(&world, account, &download("a", 1, 9));
        let mut rows = download("b", 1, 9);
        change(&mut rows);
        assert_eq!(take(&world, account, &rows).duplicate, 0);
    }
}

#[test]
fn a_payee_that_the_person_renamed_is_still_the_same_row() {
    let world = World::new();
    let account = world.account("Checking");
    take(&world, account, &download("a", 1, 9));
    let filter = TransactionFilter {
        text: Some("rewe".to_owned()),
        ..TransactionFilter::default()
    };
    let found = world
        .store()
        .read(|r| r.transactions(&filter, None, 1))
        .unwrap()
        .rows[0]
        .id;
    world
        .store()
        .write(person("edit"), move |w| {
            let edit = TransactionEdit {
                payee: Some("Groceries on the corner".to_owned()),
                ..TransactionEdit::default()
            };
            w.edit_transactions(&[found], &edit)
        })
        .unwrap();
    let counts = take(&world, account, &download("b", 1, 12));
    assert_eq!((counts.duplicate, counts.new), (7, 1));
}

#[test]
fn two_or_three_equal_rows_on_one_day_prove_nothing() {
    let world = World::new();
    let account = world.account("Checking");
    let fares = |prefix: &str| -> Vec<FeedTransaction> {
        (0..3)
            .map(|n| row(Some(&format!("{prefix}{n}")), "2026-10-02", -250, "METRO"))
            .collect()
    };
    take(&world, account, &fares("a"));
    let counts = take(&world, account, &fares("b"));
    assert_eq!((counts.new, counts.twins), (3, 3));
}

/// How many rows of each kind: day, amount, payee.
fn kinds<'r>(
    rows: impl IntoIterator<Item = (chrono::NaiveDate, i64, &'r str)>,
) -> BTreeMap<(chrono::NaiveDate, i64, String), usize> {
    let mut kinds = BTreeMap::new();
    for (date, minor, payee) in rows {
        *kinds.entry((date, minor, payee.to_owned())).or_default() += 1;
    }
    kinds
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A month in whole days, downloaded twice with an overlap of several days: the book holds each row once, whether or
    /// not the bank's ids last, and however many of the rows are equal.
    #[test]
    fn two_downloads_make_one_month(
        days in prop::collection::vec(prop::collection::vec((0_i64..3, 0_usize..2), 1..4), 10),
        cut in 4_usize..9,
        begin in 0_usize..2,
        renewed in any::<bool>(),
    ) {
        let payees = ["METRO TRANSIT", "BAKERY"];
        let mut all = Vec::new();
        for (day, rows) in days.iter().enumerate() {
            for (minor, payee) in rows {
                let id = format!("{}", all.len());
                let date = format!("2026-10-{:02}", day + 1);
                all.push((day, row(Some(&id), &date, -250 - minor, payees[*payee])));
            }
        }
        let first: Vec<_> = all.iter().filter(|(day, _)| *day < cut).map(|(_, row)| row.clone()).collect();
        let second: Vec<_> = all
            .iter()
            .filter(|(day, _)| *day >= begin)
            .map(|(_, row)| FeedTransaction {
                source_id: row.source_id.as_ref().map(|id| if renewed { format!("new-{id}") } else { id.clone() }),
                ..row.clone()
            })
            .collect();
        let world = World::new();
        let account = world.account("Checking");
        take(&world, account, &first);
        take(&world, account, &second);
        let page = world.store().read(|r| r.transactions(&TransactionFilter::default(), None, 1000)).unwrap();
        let found = kinds(page.rows.iter().map(|row| (row.date, row.amount.minor, row.payee.as_str())));
        let wanted = kinds(all.iter().map(|(_, row)| (row.date, row.amount.minor, row.payee.as_str())));
        prop_assert_eq!(found, wanted);
    }
}
