#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::budget::Month;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::real::{Basis, Prices, gaps, mean_yearly};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn index() -> Vec<(Month, Decimal)> {
    vec![
        (month("2024-01"), dec("100")),
        (month("2024-02"), dec("101")),
        (month("2024-04"), dec("103")),
    ]
}

#[test]
fn a_month_stands_for_its_last_day_and_days_lie_on_the_line_between() {
    let prices = Prices::new(index(), None, day("2024-04-30")).unwrap();
    assert_eq!(prices.reference().0, day("2024-04-30"));
    let level = |text: &str| {
        prices
            .level(day(text))
            .map(|level| (level.index, level.basis))
    };
    assert_eq!(level("2024-01-31"), Some((dec("100"), Basis::Published)));
    // February 2024 has 29 days.
    let (found, basis) = level("2024-02-15").unwrap();
    assert_eq!(
        (found.round_dp(6), basis),
        (dec("100.517241"), Basis::Between)
    );
    // March is missing: half way.
    assert_eq!(level("2024-03-31"), Some((dec("102"), Basis::Between)));
    let real = prices.real(10_000, day("2024-01-31"));
    assert_eq!(
        (real.minor, real.level, real.basis),
        (10_300, Some(dec("100")), Basis::Published)
    );
    // 10,000 × 103 ÷ 101 is 10,198.0198; a debt is turned the same way.
    assert_eq!(prices.real(10_000, day("2024-02-29")).minor, 10_198);
    assert_eq!(prices.real(-10_000, day("2024-02-29")).minor, -10_198);
}

#[test]
fn beyond_the_index_nothing_is_made_up() {
    let prices = Prices::new(index(), None, day("2024-06-20")).unwrap();
    assert_eq!(prices.reference().0, day("2024-04-30"));
    for far in ["2023-12-31", "2024-01-15", "2024-05-10", "2030-01-01"] {
        let real = prices.real(10_000, day(far));
        assert_eq!(
            (real.minor, real.level, real.basis),
            (10_000, None, Basis::Unknown),
            "{far}"
        );
    }
    assert_eq!(prices.real(10_000, day("2024-01-31")).minor, 10_300);
    assert!(Prices::new([], None, day("2024-06-20")).is_none());
    assert!(Prices::new([(month("2024-01"), dec("0"))], None, day("2024-06-20")).is_none());
}

#[test]
fn a_stated_rate_carries_on_to_both_sides() {
    let prices = Prices::new(index(), Some(dec("3")), day("2024-04-30")).unwrap();
    let later = prices.level(day("2025-04-30")).unwrap();
    assert_eq!(
        (later.index.round_dp(12), later.basis),
        (dec("106.09"), Basis::Stated)
    );
    let before = prices.level(day("2023-01-31")).unwrap();
    assert_eq!(before.index.round_dp(6), dec("97.087379"));
    // 106.09 a year ahead are 103 today, in a book of a stated rate alone too.
    assert_eq!(prices.real(10_609, day("2025-04-30")).minor, 10_300);
    let alone = Prices::new([], Some(dec("3")), day("2024-04-30")).unwrap();
    assert_eq!(alone.real(10_609, day("2025-04-30")).minor, 10_300);
    assert_eq!(alone.real(10_000, day("2024-04-30")).minor, 10_000);
    assert_eq!(alone.real(10_000, day("2022-04-30")).minor, 10_609);
    // With a rate, today's money is today's though the index ends before.
    let today = Prices::new(index(), Some(dec("3")), day("2025-04-30")).unwrap();
    assert_eq!(today.reference().0, day("2025-04-30"));
    assert_eq!(today.real(10_000, day("2024-04-30")).minor, 10_300);
}

#[test]
fn gaps_are_named_and_the_rise_of_a_year_is_told() {
    let months: BTreeMap<Month, Decimal> = index().into_iter().collect();
    assert_eq!(gaps(&months), [month("2024-03")]);
    assert_eq!(mean_yearly(&months), None);
    let long: BTreeMap<Month, Decimal> = [
        ("2010-01", dec("50")),
        ("2020-06", dec("100")),
        ("2022-06", dec("104.04")),
    ]
    .map(|(text, level)| (month(text), level))
    .into();
    assert_eq!(mean_yearly(&long), Some(dec("2")));
}

proptest! {
    #[test]
    fn only_the_ratio_of_levels_counts(
        levels in proptest::collection::vec(1_i64..100_000, 2..30),
        minor in -1_000_000_000_000_i64..1_000_000_000_000,
        times in 2_i64..50,
        back in 0_u64..900,
    ) {
        let of = |times: i64| levels.iter().enumerate().map(move |(place, level)| {
            (month("2022-01").plus(place as i32), Decimal::new(level * times, 2))
        });
        let today = day("2024-06-30");
        let plain = Prices::new(of(1), None, today).unwrap();
        let rebased = Prices::new(of(times), None, today).unwrap();
        let date = today - chrono::Days::new(back);
        let (a, b) = (plain.real(minor, date), rebased.real(minor, date));
        prop_assert!((a.minor - b.minor).abs() <= 1);
        prop_assert_eq!(a.basis, b.basis);
        // A known level leaves nothing unmarked, an unknown one changes nothing.
        prop_assert_eq!(a.level.is_none(), a.basis == Basis::Unknown);
        if a.basis == Basis::Unknown { prop_assert_eq!(a.minor, minor); }
    }
}
