//! Search with its index in memory against search by SQL, which a question within a change is answered by.

use domain::account::AccountKind;
use domain::ids::{AccountId, CategoryId, PayeeId};
use domain::transaction::TransactionStatus;
use money::Currency;
use proptest::prelude::*;
use store::{
    CategoryBy, NewAccount, PageKey, Part, Transaction, TransactionEdit, TransactionFilter,
    TransactionSummary, View,
};

use crate::support::*;

/// Every row of a filter by pages, and its count and sums.
fn answer(
    view: &View<'_>,
    filter: &TransactionFilter,
) -> store::Result<(Vec<Transaction>, TransactionSummary)> {
    let mut rows = Vec::new();
    let mut after: Option<PageKey> = None;
    loop {
        let page = view.transactions(filter, after, 7)?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok((rows, view.transaction_summary(filter)?));
        }
    }
}

fn texts(text: &str) -> TransactionFilter {
    TransactionFilter {
        text: Some(text.to_owned()),
        ..TransactionFilter::default()
    }
}

fn filters(accounts: &[AccountId], category: CategoryId) -> Vec<TransactionFilter> {
    let plain = TransactionFilter::default;
    let mut all: Vec<_> = [
        "n",
        "no",
        "noodle",
        "noodle bar",
        "café",
        "own",
        "zzz",
        "r 1 a",
    ]
    .into_iter()
    .map(texts)
    .collect();
    all.extend([
        TransactionFilter {
            accounts: vec![accounts[0]],
            ..texts("n")
        },
        TransactionFilter {
            currency: Some(Currency::USD),
            ..texts("a")
        },
        TransactionFilter {
            currency: Some(Currency::USD),
            accounts: vec![accounts[0]],
            ..plain()
        },
        TransactionFilter {
            categories: vec![category],
            ..plain()
        },
        TransactionFilter {
            categories: vec![category],
            uncategorised: true,
            ..texts("a")
        },
        TransactionFilter {
            uncategorised: true,
            transfer: Some(false),
            ..plain()
        },
        TransactionFilter {
            category_by: vec![CategoryBy::Person],
            ..plain()
        },
        TransactionFilter {
            from: Some(day("2026-01-05")),
            to: Some(day("2026-02-03")),
            ..texts("o")
        },
        TransactionFilter {
            min_minor: Some(-500),
            max_minor: Some(700),
            ..plain()
        },
        TransactionFilter {
            min_abs: Some(300),
            max_abs: Some(800),
            ..plain()
        },
        TransactionFilter {
            status: vec![TransactionStatus::Pending, TransactionStatus::Void],
            ..plain()
        },
        TransactionFilter {
            split: Some(true),
            ..plain()
        },
        TransactionFilter {
            split: Some(false),
            uncategorised: true,
            ..plain()
        },
        texts("wrapping"),
        texts("noodle wrapping"),
        TransactionFilter {
            without: vec![texts("wrapping")],
            ..plain()
        },
        TransactionFilter {
            transfer: Some(true),
            ..plain()
        },
        TransactionFilter {
            payees: Some(vec![PayeeId(2), PayeeId(5)]),
            ..plain()
        },
        TransactionFilter {
            tags: vec!["trip".to_owned()],
            ..texts("n")
        },
        TransactionFilter {
            with_deleted: true,
            ..texts("n")
        },
        TransactionFilter {
            without: vec![
                texts("noodle"),
                TransactionFilter {
                    categories: vec![category],
                    ..plain()
                },
            ],
            ..texts("a")
        },
        TransactionFilter {
            without: vec![TransactionFilter {
                tags: vec!["trip".to_owned()],
                ..plain()
            }],
            ..plain()
        },
        TransactionFilter {
            without: vec![plain()],
            ..plain()
        },
    ]);
    all
}

/// The same questions once of the index, once within a change; how many rows were compared.
fn assert_same(world: &World, accounts: &[AccountId], category: CategoryId) -> usize {
    let all = filters(accounts, category);
    let held: Vec<_> = world
        .store()
        .read(|view| {
            all.iter()
                .map(|filter| answer(view, filter))
                .collect::<store::Result<_>>()
        })
        .unwrap();
    let questions = all.clone();
    let by_sql: Vec<_> = world
        .store()
        .write(person("asked"), move |w| {
            questions
                .iter()
                .map(|filter| answer(w, filter))
                .collect::<store::Result<Vec<_>>>()
        })
        .unwrap()
        .value;
    for ((filter, held), by_sql) in all.iter().zip(&held).zip(&by_sql) {
        assert_eq!(held, by_sql, "{filter:?}");
    }
    held.iter().map(|(rows, _)| rows.len()).sum()
}

const SHOPS: [&str; 6] = [
    "Noodle Bar",
    "CAFÉ NOIR 11",
    "Rewe 1",
    "Baker & Sons",
    "Noodle 2",
    "Ärzte",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn an_index_that_caught_up_answers_as_the_tables_do(
        rows in prop::collection::vec((0_usize..6, -9_i64..9, 0_u64..60, 0_u8..4, 0_u8..3), 12..60),
        steps in prop::collection::vec((0_u8..12, 0_usize..60), 1..16),
    ) {
        let world = World::new();
        let first = world.account("Checking");
        let dollars = NewAccount::new("Dollars", AccountKind::Savings, Currency::USD);
        let second = world.store().write(person("add"), move |w| w.add_account(&dollars)).unwrap().value;
        let accounts = [first, second];
        let category = world.store().read(|r| r.categories()).unwrap()
            .into_iter().find(|one| one.parent.is_some()).unwrap().id;
        world.store().prepare_search().unwrap();
        prop_assert!(world.store().is_search_prepared());
        let feed: Vec<_> = rows.iter().enumerate().map(|(n, (shop, minor, offset, status, text))| {
            let mut one = row(Some(&n.to_string()), "2026-01-01", *minor * 100, SHOPS[*shop]);
            one.date = day("2026-01-01") + chrono::Days::new(*offset);
            one.status = [TransactionStatus::Pending, TransactionStatus::Posted, TransactionStatus::Reconciled, TransactionStatus::Void][usize::from(*status)];
            one.description = ["", "card 1 abroad", "noodle soup"][usize::from(*text)].to_owned();
            one
        }).collect();
        world.store().write(import(), move |w| w.import_statement(&statement(first), feed, today())).unwrap();
        let mut noodles = row(Some("one"), "2026-01-09", 500, "Noodle Bar");
        noodles.amount = money::Money::new(500, Currency::USD);
        world.store().write(import(), move |w| w.import_statement(&statement(second), vec![noodles], today())).unwrap();
        prop_assert!(assert_same(&world, &accounts, category) > 0);
        for (step, at) in steps {
            let live = world.store().read(|r| r.transactions(&TransactionFilter::default(), None, 500)).unwrap().rows;
            let Some(chosen) = live.get(at % live.len().max(1)).cloned() else { continue };
            let id = chosen.id;
            // A step that the state refuses, such as an undo over a later change, changes nothing.
            let _refused = world.store().write(person("step"), move |w| {
                match step {
                    0 => w.edit_transactions(&[id], &TransactionEdit { category: Some(Some(category)), ..TransactionEdit::default() }).map(|_| ()),
                    1 => w.edit_transactions(&[id], &TransactionEdit { payee: Some("Own café".to_owned()), note: Some("no receipt".to_owned()), ..TransactionEdit::default() }).map(|_| ()),
                    2 => w.name_payees(&[chosen.payee_id], Some("My own name")).map(drop),
                    3 => w.delete_transactions(&[id]).map(|_| ()),
                    4 | 5 => w.undo_last().map(|_| ()),
                    6 => w.redo().map(|_| ()),
                    9 | 10 => {
                        let share = |minor, filed, note: &str| Part { amount: money::Money::new(minor, chosen.amount.currency), category: filed, note: note.to_owned() };
                        let filed = (step == 9).then_some(category);
                        w.split_transaction(id, &[share(50, filed, "wrapping paper"), share(chosen.amount.minor - 50, None, "")]).map(|_| ())
                    }
                    11 => w.unsplit_transaction(id).map(|_| ()),
                    7 => w.edit_transactions(&[id], &TransactionEdit { date: Some(day("2026-02-01")), tags: Some(vec!["trip".to_owned()]), ..TransactionEdit::default() }).map(|_| ()),
                    _ => w.name_payees(&[chosen.payee_id], None).map(drop),
                }
            });
            assert_same(&world, &accounts, category);
        }
    }
}

#[test]
fn a_row_added_is_found_once_and_one_undone_no_more() {
    let world = World::new();
    let account = world.account("Checking");
    world.store().prepare_search().unwrap();
    let count = |text: &str| {
        let filter = texts(text);
        world
            .store()
            .read(|r| r.transaction_summary(&filter))
            .unwrap()
    };
    assert_eq!(count("noodle").count, 0);
    let rows = vec![row(Some("a"), "2026-01-02", -1_250, "Noodle Bar")];
    world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement(account), rows, today())
        })
        .unwrap();
    assert_eq!(
        (count("noodle").count, count("n").sums),
        (1, vec![eur(-1_250)])
    );
    world
        .store()
        .write(person("undo"), |w| w.undo_last())
        .unwrap();
    assert_eq!((count("noodle").count, count("n").count), (0, 0));
    world.store().write(person("redo"), |w| w.redo()).unwrap();
    assert_eq!((count("noodle").count, count("n").count), (1, 1));
}
