#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{Odd, Row, Twin, twins, unusual};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn row<'a>(date: &str, minor: i64, payee: &'a str) -> Row<'a> {
    Row {
        account: 1,
        date: day(date),
        minor,
        payee,
    }
}

#[test]
fn a_bill_far_above_the_usual_stands_out_and_says_what_is_usual() {
    let mut rows: Vec<Row<'_>> = (1..=8)
        .map(|month| Row {
            account: 1,
            date: NaiveDate::from_ymd_opt(2026, month, 3).unwrap(),
            minor: -5_000 - i64::from(month) * 10,
            payee: "power",
        })
        .collect();
    rows.push(row("2026-09-03", -21_000, "power"));
    let found = unusual(&rows, day("2026-09-01"));
    assert_eq!(
        found,
        [Odd {
            row: 8,
            usual: Some(-5_045),
            compared: 8
        }]
    );
    assert!(
        unusual(&rows, day("2026-09-04")).is_empty(),
        "too old to tell"
    );
    rows[8].minor = -15_000;
    assert!(
        unusual(&rows, day("2026-09-01")).is_empty(),
        "not three times"
    );
}

#[test]
fn payees_that_vary_are_left_alone() {
    let amounts = [900_i64, 4_000, 12_000, 2_500, 7_000, 1_200, 9_500];
    let mut rows: Vec<Row<'_>> = amounts
        .iter()
        .enumerate()
        .map(|(at, minor)| Row {
            account: 1,
            date: day("2026-01-01") + Days::new(at as u64 * 9),
            minor: -minor,
            payee: "market",
        })
        .collect();
    rows.push(row("2026-05-01", -16_000, "market"));
    assert!(unusual(&rows, day("2026-05-01")).is_empty());
}

#[test]
fn the_largest_in_a_year_to_somebody_new_stands_out() {
    let mut rows: Vec<Row<'_>> = (0..40)
        .map(|at| Row {
            account: 1,
            date: day("2026-01-01") + Days::new(at * 3),
            minor: -2_000,
            payee: "shop",
        })
        .collect();
    rows.push(row("2026-05-10", -90_000, "unknown"));
    let found = unusual(&rows, day("2026-05-01"));
    assert_eq!(
        (found[0].row, found[0].usual, found[0].compared),
        (40, None, 40)
    );
    rows[3].minor = -90_000;
    assert!(
        unusual(&rows, day("2026-05-01")).is_empty(),
        "there was one as large"
    );
}

#[test]
fn the_same_twice_is_told_and_a_habit_is_not() {
    let rows = [
        row("2026-05-02", -4_990, "garage"),
        row("2026-05-04", -4_990, "garage"),
        row("2026-05-02", -4_990, "other"),
        row("2026-05-02", 4_990, "garage"),
    ];
    assert_eq!(
        twins(&rows, day("2026-05-01")),
        [Twin {
            first: 0,
            second: 1
        }]
    );
    let tickets: Vec<Row<'_>> = (0..8)
        .map(|at| Row {
            account: 1,
            date: day("2026-04-01") + Days::new(at * 2),
            minor: -210,
            payee: "tram",
        })
        .collect();
    assert!(twins(&tickets, day("2026-04-08")).is_empty());
    let month = [
        row("2026-04-02", -999, "film"),
        row("2026-05-02", -999, "film"),
    ];
    assert!(twins(&month, day("2026-05-01")).is_empty());
}

proptest! {
    #[test]
    fn what_is_told_is_what_it_says(
        rows in prop::collection::vec((0_u64..300, -20_000_i64..5_000, 0_usize..4), 0..120),
    ) {
        const PAYEES: [&str; 4] = ["a", "b", "c", ""];
        let start = day("2026-01-01");
        let rows: Vec<Row<'_>> = rows.iter().map(|(at, minor, payee)| Row {
            account: 1, date: start + Days::new(*at), minor: *minor, payee: PAYEES[*payee],
        }).collect();
        let since = start + Days::new(200);
        for odd in unusual(&rows, since) {
            prop_assert!(rows[odd.row].date >= since && rows[odd.row].minor < 0);
            if let Some(usual) = odd.usual {
                prop_assert!(rows[odd.row].minor < usual.saturating_mul(3).max(usual));
            }
        }
        for twin in twins(&rows, since) {
            let (a, b) = (rows[twin.first], rows[twin.second]);
            prop_assert_eq!((a.minor, a.payee), (b.minor, b.payee));
            prop_assert!(twin.first != twin.second && b.minor < 0 && b.date >= since);
            prop_assert!((0..=3).contains(&(b.date - a.date).num_days()));
        }
    }
}
