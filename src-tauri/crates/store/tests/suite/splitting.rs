//! Split rows: parts that come to the row, counted in its place, and the person's word on them.

use domain::budget::Month;
use domain::connection::Upstream;
use domain::ids::{AccountId, CategoryId, TransactionId};
use domain::transaction::{PartsBy, TransactionDetails, TransactionPart};
use money::Money;
use proptest::prelude::*;
use store::{
    Error, OnConflict, ReportScope, Transaction, TransactionEdit, TransactionFilter, shares,
};

use crate::support::*;

fn category(world: &World, key: &str) -> CategoryId {
    world
        .store()
        .read(|r| r.category_by_key(key))
        .unwrap()
        .unwrap()
}

fn one(world: &World, id: TransactionId) -> Transaction {
    world.store().read(|r| r.transaction(id)).unwrap()
}

fn newest(world: &World) -> Transaction {
    let page = world
        .store()
        .read(|r| r.transactions(&TransactionFilter::default(), None, 1))
        .unwrap();
    page.rows.into_iter().next().unwrap()
}

fn bring(world: &World, account: AccountId, row: domain::feed::FeedTransaction) -> Transaction {
    world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement(account), vec![row], today())
        })
        .unwrap();
    newest(world)
}

/// What a category came to in October, and how many rows it has.
fn october(world: &World, wanted: Option<CategoryId>) -> (i64, u64) {
    let month = Month::new(2026, 10).unwrap();
    let sums = world
        .store()
        .read(|r| r.category_months(month, month, &ReportScope::default()))
        .unwrap();
    sums.iter()
        .find(|sum| sum.category == wanted)
        .map_or((0, 0), |sum| (sum.sum.minor, sum.count))
}

#[test]
fn parts_count_in_place_of_the_whole_until_it_is_whole_again() {
    let world = World::new();
    let account = world.account("Checking");
    let (food, home) = (
        category(&world, "groceries"),
        category(&world, "home_supplies"),
    );
    let row = bring(
        &world,
        account,
        row(Some("1"), "2026-10-05", -5_000, "MARKET"),
    );
    let parts = [
        part(-3_000, Some(food)),
        part(-1_500, Some(home)),
        part(-500, Some(food)),
    ];
    let split = parts.clone();
    let written = world
        .store()
        .write(person("split"), move |w| {
            w.split_transaction(row.id, &split)
        })
        .unwrap();
    assert_eq!(one(&world, row.id).parts(), parts);
    // Two parts of one category are one row of it.
    assert_eq!(october(&world, Some(food)), (-3_500, 1));
    assert_eq!(october(&world, Some(home)), (-1_500, 1));
    assert_eq!(october(&world, None), (0, 0));
    assert_eq!(world.balance(account), -5_000);
    world.assert_sound();

    // A list of a category shows the row with what of it is filed there, and sums that.
    let filter = TransactionFilter {
        categories: vec![home],
        ..TransactionFilter::default()
    };
    let page = world
        .store()
        .read(|r| r.transactions(&filter, None, 5))
        .unwrap();
    assert_eq!(page.rows[0].share, Some(eur(-1_500)));
    let summary = world
        .store()
        .read(|r| r.transaction_summary(&filter))
        .unwrap();
    assert_eq!((summary.count, summary.sums), (1, vec![eur(-1_500)]));
    // Of all rows it is one row.
    let whole = world
        .store()
        .read(|r| r.transaction_summary(&TransactionFilter::default()))
        .unwrap();
    assert_eq!((whole.count, whole.sums), (1, vec![eur(-5_000)]));
    let accounts = world.store().read(|r| r.accounts(today())).unwrap();
    assert_eq!(accounts[0].transactions, 1);

    // Filing the row as a whole leaves its parts where they are.
    world
        .store()
        .write(person("edit"), move |w| {
            w.edit_transactions(
                &[row.id],
                &TransactionEdit {
                    category: Some(Some(home)),
                    ..TransactionEdit::default()
                },
            )
        })
        .unwrap();
    assert_eq!(october(&world, Some(food)), (-3_500, 1));

    // A category that goes takes its parts along.
    world
        .store()
        .write(person("remove"), move |w| {
            w.remove_category(home, Some(food))
        })
        .unwrap();
    assert_eq!(october(&world, Some(food)), (-5_000, 1));
    world.assert_sound();
    world
        .store()
        .write(person("undo"), |w| w.undo_last())
        .unwrap();
    assert_eq!(october(&world, Some(home)), (-1_500, 1));

    world
        .store()
        .write(person("undo"), move |w| {
            w.undo(written.batch.unwrap(), OnConflict::Refuse)
        })
        .unwrap();
    assert_eq!(october(&world, None), (-5_000, 1));
    world.assert_sound();
}

#[test]
fn parts_that_do_not_come_to_the_row_are_refused() {
    let world = World::new();
    let account = world.account("Checking");
    let row = bring(
        &world,
        account,
        row(Some("1"), "2026-10-05", -5_000, "MARKET"),
    );
    for (parts, wanted) in [
        (
            vec![part(-3_000, None), part(-1_999, None)],
            "split_does_not_add_up",
        ),
        (vec![part(-5_000, None)], "split_of_one"),
        (vec![part(-5_000, None), part(0, None)], "part_of_nothing"),
        (vec![part(-50, None); 101], "split_of_many"),
        (
            vec![part(i64::MIN, None), part(i64::MIN, None)],
            "split_does_not_add_up",
        ),
    ] {
        let refused = world.store().write(person("split"), move |w| {
            w.split_transaction(row.id, &parts)
        });
        assert!(matches!(refused, Err(Error::Refused { rule }) if rule == wanted));
    }
    assert!(!one(&world, row.id).is_split());
    world.assert_sound();
}

fn told(parts: &[(i64, &str, Option<&str>)]) -> TransactionDetails {
    TransactionDetails {
        parts: parts
            .iter()
            .map(|(minor, name, to)| TransactionPart {
                amount: eur(*minor),
                category: Some((*name).to_owned()),
                note: String::new(),
                transfer_account: to.map(str::to_owned),
                filed: None,
            })
            .collect(),
        ..TransactionDetails::default()
    }
}

#[test]
fn an_upstreams_parts_count_and_never_overwrite_the_persons() {
    let world = World::new();
    let (food, transfer) = (category(&world, "groceries"), category(&world, "transfer"));
    let connection = world
        .store()
        .write(person("connect"), |w| {
            w.add_connection(Upstream::Wallet, "Wallet", &serde_json::json!({}))
        })
        .unwrap()
        .value;
    let deliver = |minor: i64, details: Option<TransactionDetails>| {
        let mut delivered = row(Some("t1"), "2026-10-05", minor, "MARKET");
        delivered.details = details.map(Box::new);
        let page = page(vec![feed_account("acc", None)], vec![delivered]);
        world
            .store()
            .write(sync(), move |w| {
                let run = w.begin_run(connection, true)?;
                w.ingest_page(connection, run, &page, today())
            })
            .unwrap();
    };
    deliver(
        -5_000,
        Some(told(&[
            (-4_000, "Groceries", None),
            (-1_000, "", Some("Savings")),
        ])),
    );
    assert_eq!(october(&world, Some(food)), (-4_000, 1));
    assert_eq!(october(&world, Some(transfer)), (-1_000, 1));
    deliver(
        -5_000,
        Some(told(&[
            (-3_000, "Groceries", None),
            (-2_000, "", Some("Savings")),
        ])),
    );
    assert_eq!(october(&world, Some(food)), (-3_000, 1));
    world.assert_sound();

    let id = newest(&world).id;
    world
        .store()
        .write(person("split"), move |w| {
            w.split_transaction(id, &[part(-1_000, Some(food)), part(-4_000, None)])
        })
        .unwrap();
    deliver(
        -5_000,
        Some(told(&[
            (-2_500, "Groceries", None),
            (-2_500, "Groceries", None),
        ])),
    );
    assert_eq!(october(&world, Some(food)), (-1_000, 1));
    // A new amount leaves the person's parts as they are; what they leave counts under the row's own category.
    deliver(-5_600, None);
    assert_eq!(october(&world, Some(food)), (-1_000, 1));
    assert_eq!(october(&world, None), (-4_600, 1));
    assert_eq!(one(&world, id).details.unwrap().parts_by, PartsBy::Person);
    world.assert_sound();

    // Whole by the person's word, it stays whole.
    world
        .store()
        .write(person("unsplit"), move |w| w.unsplit_transaction(id))
        .unwrap();
    deliver(
        -5_600,
        Some(told(&[
            (-2_800, "Groceries", None),
            (-2_800, "Groceries", None),
        ])),
    );
    assert!(!one(&world, id).is_split());
    world.assert_sound();
}

#[test]
fn a_leg_of_a_transfer_counts_whole_and_is_not_split() {
    let world = World::new();
    let (first, second) = (world.account("Checking"), world.account("Savings"));
    let food = category(&world, "groceries");
    let mut out = row(Some("a"), "2026-10-05", -5_000, "SAVE");
    out.details = Some(Box::new(told(&[
        (-2_000, "Groceries", None),
        (-3_000, "Groceries", None),
    ])));
    let out = bring(&world, first, out);
    assert_eq!(october(&world, Some(food)), (-5_000, 1));
    let into = bring(&world, second, row(Some("b"), "2026-10-05", 5_000, "SAVE"));
    let (a, b) = (out.id, into.id);
    world
        .store()
        .write(person("pair"), move |w| w.link_transfer(a, b))
        .unwrap();
    assert_eq!(october(&world, Some(food)), (0, 0));
    world.assert_sound();
    let refused = world.store().write(person("split"), move |w| {
        w.split_transaction(a, &[part(-1, None), part(-4_999, None)])
    });
    assert!(matches!(
        refused,
        Err(Error::Refused {
            rule: "split_of_transfer"
        })
    ));
    world
        .store()
        .write(person("part"), move |w| w.unlink_transfer(a))
        .unwrap();
    assert_eq!(october(&world, Some(food)), (-5_000, 1));
    world.assert_sound();
}

proptest! {
    #[test]
    fn shares_of_a_hundred_come_to_the_amount(
        minor in any::<i64>(),
        cuts in prop::collection::vec(0_u32..=1_000_000, 1..12),
    ) {
        let mut cuts = cuts;
        cuts.extend([0, 1_000_000]);
        cuts.sort_unstable();
        let parts: Vec<u32> = cuts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let amount = Money::new(minor, money::Currency::EUR);
        let found = shares(amount, &parts).unwrap();
        let sum: i128 = found.iter().map(|share| i128::from(share.minor)).sum();
        prop_assert_eq!(sum, i128::from(minor));
        for (share, part) in found.iter().zip(&parts) {
            let exact = i128::from(minor) * i128::from(*part);
            prop_assert!((i128::from(share.minor) * 1_000_000 - exact).abs() <= 2_000_000);
        }
    }
}

#[test]
fn thirds_keep_the_cent() {
    let third = [333_334, 333_333, 333_333];
    let minors = |minor| -> Vec<i64> {
        let found = shares(eur(minor), &third).unwrap();
        found.iter().map(|share| share.minor).collect()
    };
    assert_eq!(minors(-1_000), [-334, -333, -333]);
    assert_eq!(minors(100), [34, 33, 33]);
    // Less than a hundred in all is what it says, no more.
    assert_eq!(
        shares(eur(-1_000), &[250_000, 250_000]).unwrap(),
        [eur(-250), eur(-250)]
    );
    assert!(shares(eur(1), &[]).unwrap().is_empty());
}
