use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::{MAX_DAYS, Told, pair};

const NAMES: [&str; 5] = ["", "cafe roma", "netflix", "grocer sons", "city transit"];

/// Day, value date after it, amount and name.
type Row = (i32, Option<i32>, i64, usize);

fn told(row: &Row) -> Told<'static> {
    Told {
        day: row.0,
        value_day: row.1.map(|later| row.0 + later),
        minor: row.2,
        payee: NAMES[row.3],
    }
}

fn row() -> impl Strategy<Value = Row> {
    (
        0..40_i32,
        proptest::option::weighted(0.2, 1..4_i32),
        prop_oneof![Just(-300), Just(-1_250), Just(-999), -5_000..5_000_i64],
        0..NAMES.len(),
    )
}

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec(row(), 0..most)
}

fn all(rows: &[Row]) -> Vec<Told<'static>> {
    rows.iter().map(told).collect()
}

/// What is left of both sides together when pairs count once.
fn together(left: &[Row], right: &[Row]) -> BTreeMap<i64, usize> {
    let pairs = pair(&all(left), &all(right));
    let gone: HashSet<usize> = pairs.iter().map(|(_, place)| *place).collect();
    let mut counts = BTreeMap::new();
    for row in left {
        *counts.entry(row.2).or_default() += 1;
    }
    for (place, row) in right.iter().enumerate() {
        if !gone.contains(&place) {
            *counts.entry(row.2).or_default() += 1;
        }
    }
    counts
}

proptest! {
    #[test]
    fn a_row_is_paired_once_with_one_of_its_amount_and_near_it(left in rows(60), right in rows(60)) {
        let (left, right) = (all(&left), all(&right));
        let pairs = pair(&left, &right);
        let lefts: HashSet<usize> = pairs.iter().map(|(l, _)| *l).collect();
        let rights: HashSet<usize> = pairs.iter().map(|(_, r)| *r).collect();
        prop_assert_eq!(lefts.len(), pairs.len());
        prop_assert_eq!(rights.len(), pairs.len());
        for (l, r) in pairs {
            prop_assert_eq!(left[l].minor, right[r].minor);
            prop_assert!(left[l].apart(&right[r]) <= MAX_DAYS);
        }
    }

    #[test]
    fn what_both_tell_alike_is_there_once_twins_and_all(left in rows(60), order in any::<prop::sample::Index>()) {
        let mut right = left.clone();
        if !right.is_empty() {
            let by = order.index(right.len());
            right.rotate_left(by);
        }
        prop_assert_eq!(pair(&all(&left), &all(&right)).len(), left.len());
    }

    #[test]
    fn a_payment_that_one_source_tells_once_more_stays_one_more(left in rows(40), extra in row()) {
        let mut right = left.clone();
        right.push(extra);
        let mut expected = BTreeMap::new();
        for row in &right {
            *expected.entry(row.2).or_default() += 1;
        }
        prop_assert_eq!(together(&left, &right), expected);
    }

    #[test]
    fn neither_order_nor_side_changes_how_many(left in rows(40), right in rows(40)) {
        let there = pair(&all(&left), &all(&right)).len();
        let back = pair(&all(&right), &all(&left)).len();
        prop_assert_eq!(there, back);
        let (mut l, mut r) = (left, right);
        l.reverse();
        r.reverse();
        prop_assert_eq!(pair(&all(&l), &all(&r)).len(), there);
    }

    #[test]
    fn a_source_that_dates_later_is_followed(days in proptest::collection::btree_set(0..400_i32, 0..40), later in 0..=5_i32) {
        // One payment a week at most: nothing else is as near.
        let left: Vec<Row> = days.iter().map(|day| (day * 7, None, -990, 1)).collect();
        let right: Vec<Row> = left.iter().map(|row| (row.0 + later, None, -990, 0)).collect();
        let pairs = pair(&all(&left), &all(&right));
        prop_assert_eq!(pairs, (0..left.len()).map(|place| (place, place)).collect::<Vec<_>>());
    }
}

#[test]
fn words_decide_between_payments_of_one_day_and_amount() {
    let left = [(3, None, -500, 1), (3, None, -500, 2)];
    let right = [(3, None, -500, 2), (3, None, -500, 1)];
    assert_eq!(pair(&all(&left), &all(&right)), [(0, 1), (1, 0)]);
}

#[test]
fn too_many_to_weigh_are_walked() {
    let left: Vec<Row> = (0..1_000).map(|place| (place * 3, None, -500, 1)).collect();
    let right: Vec<Row> = left.iter().map(|row| (row.0 + 1, None, -500, 1)).collect();
    assert_eq!(pair(&all(&left), &all(&right)).len(), 1_000);
}
