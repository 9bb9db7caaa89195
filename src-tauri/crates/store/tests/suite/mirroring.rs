//! One account told by two sources: counted once, both visible, and taken back whole.

use domain::connection::{ConnectionState, Upstream};
use domain::feed::{FeedTransaction, Page};
use domain::ids::{AccountId, ConnectionId, TransactionId};
use domain::transaction::TransactionStatus;
use proptest::prelude::*;
use store::{
    Mirrored, OnConflict, ReportScope, RunEnd, SameBy, Transaction, TransactionEdit,
    TransactionFilter,
};

use crate::support::*;

struct Two {
    world: World,
    left: Side,
    right: Side,
}

#[derive(Clone, Copy)]
struct Side {
    connection: ConnectionId,
    account: AccountId,
}

const IBAN: &str = "DE89370400440532013000";

impl Two {
    fn new(left: Vec<FeedTransaction>, right: Vec<FeedTransaction>) -> Self {
        let world = World::new();
        let mut sides = Vec::new();
        for (upstream, rows, balance) in [
            (Upstream::Budgea, left, 10_000),
            (Upstream::FinWise, right, 10_000),
        ] {
            let connection = world
                .store()
                .write(person("connect"), move |w| {
                    w.add_connection(upstream, upstream.as_str(), &serde_json::json!({}))
                })
                .unwrap()
                .value;
            let mut account = feed_account("acc", Some(balance));
            account.iban = Some(IBAN.to_owned());
            sync_of(&world, connection, page(vec![account], rows));
            let account = world
                .store()
                .read(|r| r.accounts(today()))
                .unwrap()
                .into_iter()
                .find(|account| account.connection == Some(connection))
                .unwrap()
                .id;
            sides.push(Side {
                connection,
                account,
            });
        }
        Self {
            world,
            left: sides[0],
            right: sides[1],
        }
    }

    fn mirror(&self) -> domain::ids::BatchId {
        let (ruling, other) = (self.left.account, self.right.account);
        let written = self
            .world
            .store()
            .write(person("mirror"), move |w| w.mirror(ruling, other))
            .unwrap();
        self.world.assert_sound();
        written.batch.unwrap()
    }

    /// What budgets see.
    fn spent(&self) -> i64 {
        let (first, last) = ("2020-01-01", "2030-12-01");
        let months = self
            .world
            .store()
            .read(|r| {
                r.category_months(
                    domain::budget::Month::of(day(first)),
                    domain::budget::Month::of(day(last)),
                    &ReportScope {
                        accounts: vec![],
                        with_pending: true,
                    },
                )
            })
            .unwrap();
        months.iter().map(|sum| sum.sum.minor).sum()
    }

    fn rows(&self, filter: &TransactionFilter) -> Vec<Transaction> {
        self.world
            .store()
            .read(|r| r.transactions(filter, None, 500))
            .unwrap()
            .rows
    }

    fn of(&self, side: Side) -> Vec<Transaction> {
        self.rows(&TransactionFilter {
            accounts: vec![side.account],
            ..TransactionFilter::default()
        })
    }

    /// The list counts what it lists, by SQL and from memory.
    fn listed(&self) -> usize {
        let all = TransactionFilter::default();
        let rows = self.rows(&all).len();
        let counted = self
            .world
            .store()
            .read(|r| r.transaction_summary(&all))
            .unwrap();
        assert_eq!(counted.count as usize, rows);
        assert_eq!(
            counted.sums.iter().map(|sum| sum.minor).sum::<i64>(),
            self.spent()
        );
        rows
    }
}

fn sync_of(world: &World, connection: ConnectionId, page: Page) {
    world
        .store()
        .write(sync(), move |w| {
            let run = w.begin_run(connection, false)?;
            w.ingest_page(connection, run, &page, today())?;
            w.finish_run(run, &RunEnd::new(ConnectionState::Ok, 3))
        })
        .unwrap();
    world.assert_sound();
}

fn coffees() -> (Vec<FeedTransaction>, Vec<FeedTransaction>) {
    let left = vec![
        row(Some("1"), "2026-11-02", -300, "Cafe Roma"),
        row(Some("2"), "2026-11-02", -300, "Cafe Roma"),
        row(Some("3"), "2026-11-05", -4_500, "Grocer"),
        row(Some("4"), "2026-11-10", 200_000, "Employer"),
    ];
    let right = vec![
        row(Some("a"), "2026-11-03", -300, "CB CAFE ROMA 4471"),
        row(Some("b"), "2026-11-02", -300, "CB CAFE ROMA 4471"),
        row(Some("c"), "2026-11-05", -4_500, "GROCER"),
        row(Some("d"), "2026-11-10", 200_000, "EMPLOYER"),
        // Older than all that the ruling source has, and one that it does not know.
        row(Some("e"), "2025-03-01", -700, "Old shop"),
        row(Some("f"), "2026-11-07", -999, "Unknown to the other"),
    ];
    (left, right)
}

#[test]
fn two_accounts_of_one_iban_are_proposed_until_the_person_says_they_differ() {
    let (left, right) = coffees();
    let two = Two::new(left, right);
    let store = two.world.store();
    let found = store.read(|r| r.same_accounts()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].by, SameBy::Iban);
    let (a, b) = (two.left.account, two.right.account);
    store
        .write(person("apart"), move |w| w.keep_apart(b, a))
        .unwrap();
    assert!(store.read(|r| r.same_accounts()).unwrap().is_empty());
    store.write(person("undo"), |w| w.undo_last()).unwrap();
    assert_eq!(store.read(|r| r.same_accounts()).unwrap().len(), 1);
    two.mirror();
    assert!(store.read(|r| r.same_accounts()).unwrap().is_empty());
}

#[test]
fn what_two_sources_tell_counts_once_twins_stay_two_and_undo_brings_it_back() {
    let (left, right) = coffees();
    let two = Two::new(left, right);
    let twice = two.spent();
    let balance = two.world.balance(two.right.account);
    let plan = two
        .world
        .store()
        .read(|r| r.mirror_plan(two.left.account, two.right.account))
        .unwrap();
    assert_eq!(plan.matched.len(), 4);
    assert_eq!(plan.changed.len(), 1, "one coffee is dated a day later");
    assert_eq!(
        (
            plan.only_ruling.len(),
            plan.uncovered.len(),
            plan.kept.len()
        ),
        (0, 1, 1)
    );
    let batch = two.mirror();
    let once = -600 - 4_500 + 200_000 - 700;
    assert_eq!(two.spent(), once);
    assert_eq!(
        two.listed(),
        6,
        "both twins, the old one and the unknown one"
    );
    two.world.store().prepare_search().unwrap();
    assert_eq!(two.listed(), 6);
    assert_eq!(two.of(two.right).len(), 6, "the other side stays visible");
    assert_eq!(
        two.world.balance(two.right.account),
        balance,
        "its own balance is what its source states"
    );
    let accounts = two.world.store().read(|r| r.accounts(today())).unwrap();
    let other = accounts
        .iter()
        .find(|account| account.id == two.right.account)
        .unwrap();
    assert_eq!(other.mirror_of, Some(two.left.account));
    assert!(other.off_net_worth);
    let unknown = two
        .of(two.right)
        .into_iter()
        .find(|row| row.amount == eur(-999))
        .unwrap();
    assert_eq!(unknown.mirror, Some(Mirrored::Uncovered));
    let told = two.of(two.left)[3].id;
    let also = two.world.store().read(|r| r.told_also_by(told)).unwrap();
    assert_eq!(also.len(), 1);

    let store = two.world.store();
    store
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    two.world.assert_sound();
    assert_eq!(two.spent(), twice);
    assert!(two.of(two.right).iter().all(|row| row.mirror.is_none()));
    assert_eq!(two.listed(), 10);
    store.write(person("redo"), |w| w.redo()).unwrap();
    two.world.assert_sound();
    assert_eq!(two.spent(), once);
    let other = two.right.account;
    store
        .write(person("apart"), move |w| w.unmirror(other))
        .unwrap();
    two.world.assert_sound();
    assert_eq!(two.spent(), twice);
}

#[test]
fn later_syncs_of_either_side_are_collapsed_too_whichever_comes_first() {
    let (left, right) = coffees();
    let two = Two::new(left, right);
    two.mirror();
    let before = two.spent();
    let new =
        |id: &str, payee: &str| page(vec![], vec![row(Some(id), "2026-11-15", -1_000, payee)]);
    // The other source is first: it counts until the ruling one knows it too.
    sync_of(&two.world, two.right.connection, new("g", "BAKER"));
    assert_eq!(two.spent(), before - 1_000);
    sync_of(&two.world, two.left.connection, new("5", "Baker"));
    assert_eq!(two.spent(), before - 1_000);
    sync_of(&two.world, two.left.connection, new("6", "Baker"));
    assert_eq!(two.spent(), before - 2_000, "a genuine twin");
    sync_of(&two.world, two.right.connection, new("h", "BAKER"));
    assert_eq!(two.spent(), before - 2_000);
    // The ruling row is deleted by the person: the day is still the ruling source's.
    let baker: Vec<TransactionId> = two
        .of(two.left)
        .iter()
        .filter(|row| row.amount == eur(-1_000))
        .map(|row| row.id)
        .collect();
    let one = baker[0];
    two.world
        .store()
        .write(person("delete"), move |w| w.delete_transactions(&[one]))
        .unwrap();
    two.world.assert_sound();
    assert_eq!(two.listed(), two.rows(&TransactionFilter::default()).len());
}

#[test]
fn what_the_person_wrote_goes_to_the_row_that_counts() {
    let (left, right) = coffees();
    let two = Two::new(left, right);
    let store = two.world.store();
    let category = store.read(|r| r.categories()).unwrap()[5].id;
    let grocer = two
        .of(two.right)
        .into_iter()
        .find(|row| row.amount == eur(-4_500))
        .unwrap()
        .id;
    store
        .write(person("edit"), move |w| {
            w.edit_transactions(
                &[grocer],
                &TransactionEdit {
                    category: Some(Some(category)),
                    note: Some("for the feast".to_owned()),
                    tags: Some(vec!["feast".to_owned()]),
                    ..TransactionEdit::default()
                },
            )
        })
        .unwrap();
    two.mirror();
    let now = two
        .of(two.left)
        .into_iter()
        .find(|row| row.amount == eur(-4_500))
        .unwrap();
    assert_eq!(now.category, Some(category));
    assert_eq!(now.note, "for the feast");
    assert_eq!(now.tags, ["feast"]);
}

#[test]
fn the_other_leg_of_a_transfer_follows_the_row_that_counts() {
    let world = Two::new(
        vec![],
        vec![row(Some("a"), "2026-11-10", -5_000, "VIR Epargne")],
    );
    let savings = world.world.account("Savings");
    let other = world.of(world.right)[0].id;
    world
        .world
        .store()
        .write(person("transfer"), move |w| {
            let leg = w.add_transaction(&store::NewTransaction {
                account: savings,
                date: day("2026-11-10"),
                amount: eur(5_000),
                payee: "VIR Courant".to_owned(),
                note: String::new(),
                category: None,
                tags: vec![],
                status: TransactionStatus::Posted,
            })?;
            w.link_transfer(leg, other)
        })
        .unwrap();
    sync_of(
        &world.world,
        world.left.connection,
        page(
            vec![],
            vec![row(Some("1"), "2026-11-10", -5_000, "Virement")],
        ),
    );
    world.mirror();
    let counted = world.of(world.left)[0].clone();
    assert!(counted.transfer.is_some());
    assert_eq!(world.of(world.right)[0].transfer, None);
}

/// What each side tells: day of November, and amount.
fn told() -> impl Strategy<Value = Vec<(u32, i64)>> {
    proptest::collection::vec(
        (
            1..=28_u32,
            prop_oneof![Just(-300_i64), Just(-999), -2_000..-1_i64],
        ),
        0..14,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_both_tell_sums_are_those_of_rows_that_count_and_undo_is_exact(left in told(), right in told()) {
        let rows = |told: &[(u32, i64)], side: &str| -> Vec<FeedTransaction> {
            told.iter()
                .enumerate()
                .map(|(n, (date, minor))| {
                    row(Some(&format!("{side}{n}")), &format!("2026-11-{date:02}"), *minor, "Shop")
                })
                .collect()
        };
        let two = Two::new(rows(&left, "l"), rows(&right, "r"));
        let before = two.spent();
        let sum: i64 = left.iter().chain(&right).map(|(_, minor)| minor).sum();
        prop_assert_eq!(before, sum);
        let batch = two.mirror();
        // The ruling side counts whole; of the other one only days that the ruling one does not cover.
        let first = left.iter().map(|(date, _)| *date).min();
        let last = left.iter().map(|(date, _)| *date).max();
        let ruled: i64 = left.iter().map(|(_, minor)| minor).sum();
        let counted: i64 = two
            .of(two.right)
            .iter()
            .filter(|row| row.mirror.is_none())
            .map(|row| row.amount.minor)
            .sum();
        prop_assert_eq!(two.spent(), ruled + counted);
        if let (Some(first), Some(last)) = (first, last) {
            for row in two.of(two.right) {
                let date = chrono::Datelike::day(&row.date);
                if (first..=last).contains(&date) {
                    prop_assert!(row.mirror.is_some());
                }
            }
        }
        two.world
            .store()
            .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
            .unwrap();
        two.world.assert_sound();
        prop_assert_eq!(two.spent(), before);
    }
}
