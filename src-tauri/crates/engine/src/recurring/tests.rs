//! Series: what is found, what does not end one, what is not one.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use chrono::{Days, NaiveDate};
use domain::workday::Calendar;
use proptest::prelude::*;

use super::{Period, Row, Series, detect};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Payments of one payee, `(date, minor)`.
fn rows<'a>(payee: &'a str, list: &[(&str, i64)]) -> Vec<Row<'a>> {
    list.iter()
        .map(|(date, minor)| Row {
            date: day(date),
            minor: *minor,
            payee,
        })
        .collect()
}

/// `count` payments, one period after the other.
fn regular<'a>(
    payee: &'a str,
    period: Period,
    first: &str,
    minor: i64,
    count: usize,
) -> Vec<Row<'a>> {
    use chrono::Datelike;
    let first = day(first);
    std::iter::successors(Some(first), |date| Some(period.after(*date, first.day())))
        .take(count)
        .map(|date| Row { date, minor, payee })
        .collect()
}

fn only(series: Vec<Series>) -> Series {
    assert_eq!(series.len(), 1, "{series:#?}");
    series.into_iter().next().unwrap()
}

#[test]
fn every_period_is_told() {
    for period in Period::ALL {
        let rows = regular("gym nord", period, "2020-01-31", -3_490, 5);
        let last = rows.last().unwrap().date;
        let series = only(detect(&rows, last, Calendar::Weekends));
        assert_eq!(
            (series.period, series.minor, series.rows.len()),
            (period, -3_490, 5)
        );
        assert_eq!(series.next_date, period.after(last, 31));
        assert!(series.fixed && !series.ended && series.confidence >= 80);
    }
}

#[test]
fn a_new_price_is_the_next_amount() {
    let mut rows = regular("cinelune", Period::Monthly, "2025-06-17", -1_199, 11);
    rows.extend(self::rows("cinelune", &[("2026-05-17", -1_399)]));
    let series = only(detect(&rows, day("2026-05-18"), Calendar::Weekends));
    assert_eq!((series.rows.len(), series.minor), (12, -1_399));
    assert_eq!(series.changed, Some((-1_199, day("2026-05-17"))));
    assert_eq!(series.next_date, day("2026-06-17"));
}

#[test]
fn a_missed_month_or_a_pause_does_not_end_a_series() {
    let mut rows = regular("fibra", Period::Monthly, "2025-01-05", -3_999, 14);
    rows.remove(9);
    rows.drain(4..6);
    let series = only(detect(&rows, day("2026-02-10"), Calendar::Weekends));
    assert_eq!((series.rows.len(), series.period), (11, Period::Monthly));
    assert_eq!(series.next_date, day("2026-03-05"));
}

#[test]
fn a_failed_payment_and_its_second_try_leave_one_series() {
    let mut rows = regular("landlord", Period::Monthly, "2025-08-01", -90_000, 8);
    rows.extend(self::rows("landlord", &[("2025-11-07", -90_000)]));
    let series = only(detect(&rows, day("2026-03-05"), Calendar::Weekends));
    assert_eq!(series.rows.len(), 8);
    assert_eq!(series.next_date, day("2026-04-01"));
}

#[test]
fn a_renamed_payee_carries_on() {
    let mut rows = regular("voxalpe", Period::Monthly, "2025-01-11", -2_998, 6);
    rows.extend(regular(
        "nordtel group",
        Period::Monthly,
        "2025-07-11",
        -2_998,
        5,
    ));
    let series = only(detect(&rows, day("2025-11-20"), Calendar::Weekends));
    assert_eq!(series.rows.len(), 11);
}

#[test]
fn bills_vary_and_weekends_shift() {
    let rows = rows(
        "alpes energie",
        &[
            ("2025-10-08", -9_210),
            ("2025-11-10", -12_044),
            ("2025-12-08", -15_500),
            ("2026-01-08", -17_800),
            ("2026-02-09", -16_390),
            ("2026-03-09", -13_050),
            ("2026-04-08", -10_980),
        ],
    );
    let series = only(detect(&rows, day("2026-04-20"), Calendar::Weekends));
    assert_eq!(
        (series.period, series.fixed, series.changed),
        (Period::Monthly, false, None)
    );
    assert_eq!(series.minor, -13_050);
    assert_eq!(series.next_date, day("2026-05-08"));
}

#[test]
fn the_weekly_shopping_is_no_series() {
    let list: Vec<Row<'_>> = (0..60_u64)
        .map(|k| Row {
            date: day("2025-06-01") + Days::new(k * 4 + (k * k) % 5),
            minor: -1_000 - i64::try_from(k * 7_919 % 9_000).unwrap(),
            payee: "greengrocer",
        })
        .collect();
    assert_eq!(detect(&list, day("2026-06-01"), Calendar::Weekends), []);
}

#[test]
fn silence_ends_a_series() {
    let rows = regular("old gym", Period::Monthly, "2025-01-10", -2_000, 6);
    assert!(!only(detect(&rows, day("2025-08-10"), Calendar::Weekends)).ended);
    let ended = only(detect(&rows, day("2025-08-20"), Calendar::Weekends));
    assert!(ended.ended);
    assert!(ended.next_date > day("2025-08-20"));
}

#[test]
fn two_orders_to_one_payee_are_two_series() {
    let mut rows = regular("bank", Period::Monthly, "2025-01-05", -14_000, 9);
    rows.extend(regular("bank", Period::Monthly, "2025-01-20", -3_000, 9));
    let series = detect(&rows, day("2025-09-30"), Calendar::Weekends);
    let mut amounts: Vec<i64> = series.iter().map(|series| series.minor).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, [-14_000, -3_000]);
}

#[test]
fn rows_after_the_day_of_looking_are_not_seen() {
    let rows = regular("fibra", Period::Monthly, "2025-01-05", -3_999, 12);
    let series = only(detect(&rows, day("2025-06-20"), Calendar::Weekends));
    assert_eq!(series.rows.len(), 6);
    assert_eq!(series.next_date, day("2025-07-05"));
    assert_eq!(detect(&rows, day("2025-02-20"), Calendar::Weekends), []);
}

const PAYEES: [&str; 4] = ["", "rent", "phone", "shop"];

fn any_rows() -> impl Strategy<Value = Vec<Row<'static>>> {
    let noise = (0_u64..500, -9_000_i64..9_000, 0_usize..4).prop_map(|(offset, minor, payee)| {
        vec![Row {
            date: day("2024-01-01") + Days::new(offset),
            minor,
            payee: PAYEES[payee],
        }]
    });
    let series = (0_usize..7, 0_u64..90, 1_i64..5_000, 3_usize..12, 0_usize..4).prop_map(
        |(period, offset, minor, count, payee)| {
            let first = (day("2024-01-01") + Days::new(offset)).to_string();
            regular(PAYEES[payee], Period::ALL[period], &first, -minor, count)
        },
    );
    proptest::collection::vec(prop_oneof![4 => noise, 1 => series], 0..40)
        .prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn a_row_belongs_to_one_series_at_most(rows in any_rows()) {
        let as_of = day("2025-06-01");
        let mut seen = std::collections::HashSet::new();
        for series in detect(&rows, as_of, Calendar::Weekends) {
            prop_assert!(series.rows.len() >= 3);
            prop_assert!(series.next_date > as_of);
            prop_assert!(series.confidence < 100);
            prop_assert!(series.rows.windows(2).all(|pair| rows[pair[0]].date <= rows[pair[1]].date));
            for row in series.rows {
                prop_assert!(seen.insert(row), "{row} is in two series");
                prop_assert!(rows[row].date <= as_of);
            }
        }
    }

    #[test]
    fn looking_again_sees_the_same(rows in any_rows()) {
        let as_of = day("2025-06-01");
        prop_assert_eq!(detect(&rows, as_of, Calendar::Weekends), detect(&rows, as_of, Calendar::Weekends));
    }

    #[test]
    fn a_clean_series_among_other_payees_is_found_whole(
        rows in any_rows(), period in 0_usize..3, offset in 0_u64..28, minor in 1_i64..90_000, count in 4_usize..14,
    ) {
        let first = (day("2024-02-01") + Days::new(offset)).to_string();
        let mut all = regular("the one", Period::ALL[period], &first, -minor, count);
        let last = all.last().unwrap().date;
        all.extend(rows.into_iter().filter(|row| row.minor.abs() != minor));
        let found = detect(&all, last, Calendar::Weekends);
        prop_assert!(found.iter().any(|series| series.rows.len() >= count && (0..count).all(|row| series.rows.contains(&row))));
    }
}
