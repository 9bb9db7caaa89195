//! Transfers and duplicates.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use chrono::NaiveDate;
use domain::ids::{AccountId, TransactionId};
use money::{Currency, Money};
use proptest::prelude::*;

use super::{Candidate, Pair, Told, fold, likeness, transfers};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn row(id: i64, account: i64, date: &str, minor: i64) -> Candidate {
    Candidate {
        id: TransactionId(id),
        account: AccountId(account),
        date: day(date),
        amount: Money::new(minor, Currency::EUR),
    }
}

fn pair(out: i64, into: i64) -> Pair {
    Pair {
        out: TransactionId(out),
        into: TransactionId(into),
    }
}

#[test]
fn opposite_amounts_within_four_days_are_a_transfer() {
    assert_eq!(
        transfers(&[row(1, 1, "2026-05-01", -500), row(2, 2, "2026-05-05", 500)]),
        [pair(1, 2)]
    );
    assert_eq!(
        transfers(&[row(1, 1, "2026-05-01", -500), row(2, 2, "2026-05-06", 500)]),
        []
    );
    assert_eq!(
        transfers(&[row(1, 1, "2026-05-01", -500), row(2, 1, "2026-05-01", 500)]),
        [],
        "one account"
    );
    assert_eq!(
        transfers(&[row(1, 1, "2026-05-01", -500), row(2, 2, "2026-05-01", 501)]),
        []
    );
    let mut dollars = row(2, 2, "2026-05-01", 500);
    dollars.amount.currency = Currency::USD;
    assert_eq!(transfers(&[row(1, 1, "2026-05-01", -500), dollars]), []);
}

#[test]
fn two_equally_near_answers_are_none() {
    let tie = [
        row(1, 1, "2026-05-03", -500),
        row(2, 2, "2026-05-04", 500),
        row(3, 3, "2026-05-02", 500),
    ];
    assert_eq!(transfers(&tie), []);
    let nearer = [
        row(1, 1, "2026-05-03", -500),
        row(2, 2, "2026-05-03", 500),
        row(3, 3, "2026-05-05", 500),
    ];
    assert_eq!(transfers(&nearer), [pair(1, 2)]);
}

#[test]
fn rows_that_nothing_tells_apart_pair_in_order_when_as_many_face_them() {
    let twice = [
        row(1, 1, "2026-05-03", -500),
        row(2, 1, "2026-05-03", -500),
        row(3, 2, "2026-05-04", 500),
        row(4, 2, "2026-05-04", 500),
    ];
    assert_eq!(transfers(&twice), [pair(1, 3), pair(2, 4)]);
    assert_eq!(
        transfers(&twice[..3]),
        [],
        "which of the two left is unknown"
    );
}

#[test]
fn duplicates_need_the_same_amount_and_near_days() {
    let text = fold("CARTE 10/01 GREENGROCER");
    let told = |date: &str, minor: i64, text: &'static str| Told {
        date: day(date),
        value_date: None,
        amount: Money::new(minor, Currency::EUR),
        text,
        reference: None,
    };
    let bank = Told {
        text: &text,
        ..told("2026-01-12", -2_340, "")
    };
    assert_eq!(
        likeness(&bank, &told("2026-01-12", -2_341, "greengrocer")),
        0
    );
    assert!(likeness(&bank, &told("2026-01-12", -2_340, "greengrocer")) >= 95);
    assert!(likeness(&bank, &told("2026-01-10", -2_340, "greengrocer")) >= 85);
    assert!(likeness(&bank, &told("2026-01-12", -2_340, "")) < 85);
    assert!(likeness(&bank, &told("2026-01-12", -2_340, "tram company")) < 85);
    assert_eq!(
        likeness(&bank, &told("2026-01-20", -2_340, "greengrocer")),
        0
    );
    let numbered = |reference| Told {
        reference: Some(reference),
        ..bank
    };
    assert_eq!(
        likeness(
            &numbered("A1"),
            &Told {
                date: day("2026-03-01"),
                ..numbered("A1")
            }
        ),
        100
    );
    assert!(likeness(&numbered("A1"), &numbered("A2")) < likeness(&bank, &bank));
}

fn any_candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let side = (
        1_i64..4,
        0_u64..12,
        prop_oneof![Just(-500_i64), Just(500), Just(-70), Just(70)],
    );
    proptest::collection::vec(side, 0..24).prop_map(|rows| {
        rows.into_iter()
            .zip(1..)
            .map(|((account, offset, minor), id)| Candidate {
                date: day("2026-05-01") + chrono::Days::new(offset),
                ..row(id, account, "2026-05-01", minor)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn pairs_are_sound_and_do_not_depend_on_the_order(rows in any_candidates()) {
        let pairs = transfers(&rows);
        let find = |id| rows.iter().find(|row| row.id == id).unwrap();
        let mut seen = std::collections::HashSet::new();
        for pair in &pairs {
            let (out, into) = (find(pair.out), find(pair.into));
            prop_assert!(out.amount.minor < 0 && out.amount.minor == -into.amount.minor);
            prop_assert!(out.account != into.account);
            prop_assert!((out.date - into.date).num_days().abs() <= super::MAX_DAYS);
            prop_assert!(seen.insert(pair.out) && seen.insert(pair.into));
        }
        let mut turned = rows.clone();
        turned.reverse();
        prop_assert_eq!(&pairs, &transfers(&turned));
        // Matching what is left again finds nothing more.
        let left: Vec<Candidate> = rows.iter().filter(|row| !seen.contains(&row.id)).copied().collect();
        prop_assert_eq!(transfers(&left), vec![]);
    }
}
