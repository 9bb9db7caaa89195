//! Envelopes, the flexible number, other periods, and months that begin on payday: what always adds up.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use domain::budget::Month;
use domain::ids::BudgetId;
use proptest::prelude::*;

use super::{
    Budget, Calendar, CarryOver, FlexInput, Input, Limit, Move, Row, Turn, flex, months, pools,
    turn,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn line(id: i64, minor: i64, surplus: bool, overspending: bool) -> Budget {
    Budget {
        id: BudgetId(id),
        limits: vec![Limit {
            from: month("2026-01"),
            minor,
            carry: CarryOver {
                surplus,
                overspending,
            },
        }],
        until: None,
    }
}

fn row(date: &str, id: Option<i64>, minor: i64) -> Row {
    Row {
        date: day(date),
        budget: id.map(BudgetId),
        minor,
    }
}

fn input<'a>(budgets: &'a [Budget], moves: &'a [Move], rows: &'a [Row]) -> Input<'a> {
    Input {
        today: day("2026-12-31"),
        first: month("2026-01"),
        last: month("2026-12"),
        budgets,
        moves,
        rows,
    }
}

#[test]
fn what_an_envelope_does_not_carry_goes_back_to_what_is_to_be_assigned() {
    let lines = [line(1, 30_000, true, true), line(2, 10_000, false, false)];
    let rows = [
        row("2026-01-10", Some(1), -25_000),
        row("2026-01-11", Some(2), -12_500),
        row("2026-01-12", None, -1_000),
        row("2026-02-02", Some(2), -4_000),
    ];
    let all = months(&input(&lines, &[], &rows));
    let envelopes = BTreeSet::from([BudgetId(1), BudgetId(2)]);
    let pools = pools(&all, &envelopes, |at| {
        if at == month("2026-01") { 100_000 } else { 0 }
    });
    // 100,000 in, 40,000 assigned, 1,000 spent outside.
    assert_eq!(pools[0].to_assign, 59_000);
    // The second envelope was 2,500 over and does not carry it; the first keeps its 5,000.
    assert_eq!(pools[1].returned, -2_500);
    assert_eq!(pools[1].to_assign, 59_000 - 40_000 - 2_500);
    // It kept 6,000 of February, which come back in March.
    assert_eq!(pools[2].returned, 6_000);
}

#[test]
fn the_flexible_number_is_what_bills_and_savings_leave() {
    let made = flex(&FlexInput {
        income: 250_000,
        income_due: 14_880,
        bills: 120_000,
        bills_due: 30_000,
        savings: 30_000,
        spent: 40_000,
        days_left: 13,
    });
    assert_eq!((made.pot, made.left), (84_880, 44_880));
    assert_eq!(made.per_day, Some(3_452));
    let over = flex(&FlexInput {
        spent: 1,
        days_left: 13,
        ..FlexInput::default()
    });
    assert_eq!((over.left, over.per_day), (-1, None));
}

#[test]
fn weeks_and_years_count_in_their_own_spans_and_carry() {
    let lines = [line(1, 7_000, true, false)];
    let rows = [
        row("2026-05-12", Some(1), -5_000),
        row("2026-05-19", Some(1), -1_000),
    ];
    let mut input = input(&lines, &[], &rows);
    input.today = day("2026-05-20");
    let week = turn(
        &input,
        &lines[0],
        Turn::Days(7),
        day("2026-05-06"),
        day("2026-05-20"),
    )
    .unwrap();
    assert_eq!(
        (week.first, week.last),
        (day("2026-05-18"), day("2026-05-24"))
    );
    // 7,000 of the first week and 2,000 of the second.
    assert_eq!((week.line.carried_in, week.line.left), (9_000, 15_000));
    let year = turn(
        &input,
        &lines[0],
        Turn::Months(12),
        day("2026-05-06"),
        day("2026-05-20"),
    )
    .unwrap();
    assert_eq!(
        (year.first, year.last),
        (day("2026-01-01"), day("2026-12-31"))
    );
    assert_eq!((year.line.spent, year.line.left), (6_000, 1_000));
    assert_eq!(year.line.pace.days_left, 225);
}

#[test]
fn a_month_from_payday_to_payday_is_a_month() {
    let payday = Calendar::starting_on(25).unwrap();
    assert_eq!(
        Month::of(payday.counted(day("2026-04-25"))),
        month("2026-04")
    );
    assert_eq!(
        Month::of(payday.counted(day("2026-05-24"))),
        month("2026-04")
    );
    assert_eq!(
        Month::of(payday.counted(day("2026-05-25"))),
        month("2026-05")
    );
    assert_eq!(payday.real(month("2026-02").first_day()), day("2026-02-25"));
    assert_eq!(payday.real(month("2026-02").last_day()), day("2026-03-24"));
    assert_eq!(Calendar::starting_on(29), None);
    assert_eq!(Calendar::starting_on(0), None);
}

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(
        (0_u64..365, prop::option::of(1_i64..4), -90_000_i64..20_000).prop_map(
            |(at, id, minor)| Row {
                date: day("2026-01-01") + Days::new(at),
                budget: id.map(BudgetId),
                minor,
            },
        ),
        0..60,
    )
}

fn any_moves() -> impl Strategy<Value = Vec<Move>> {
    prop::collection::vec(
        (1_i64..4, 0_i32..12, -9_000_i64..9_000).prop_map(|(id, at, minor)| Move {
            budget: BudgetId(id),
            month: month("2026-01").plus(at),
            minor,
        }),
        0..12,
    )
}

proptest! {
    #[test]
    fn every_month_of_envelopes_balances(
        rows in any_rows(),
        moves in any_moves(),
        carries in prop::collection::vec((any::<bool>(), any::<bool>()), 3),
        incomes in prop::collection::vec(0_i64..300_000, 12),
        enveloped in prop::collection::btree_set((1_i64..4).prop_map(BudgetId), 1..4),
    ) {
        let lines: Vec<Budget> = carries
            .iter()
            .zip(1..)
            .map(|((surplus, overspending), id)| line(id, id * 10_000, *surplus, *overspending))
            .collect();
        let all = months(&input(&lines, &moves, &rows));
        let income = |at: Month| incomes[at.month() as usize - 1];
        let (mut earned, mut spent) = (0, 0);
        for (pool, at) in pools(&all, &enveloped, income).iter().zip(&all) {
            earned += pool.income;
            spent += at.unbudgeted + at.lines.iter().map(|line| line.spent).sum::<i64>();
            let inside: i64 = at
                .lines
                .iter()
                .filter(|line| enveloped.contains(&line.budget))
                .map(|line| line.left)
                .sum();
            prop_assert_eq!(pool.to_assign + inside, earned - spent, "{}", pool.month);
        }
    }

    #[test]
    fn moving_money_between_two_changes_no_sum(rows in any_rows(), minor in 0_i64..50_000, at in 0_i32..12) {
        let lines = [line(1, 30_000, true, true), line(2, 10_000, true, true), line(3, 5_000, true, true)];
        let of = month("2026-01").plus(at);
        let moves = [
            Move { budget: BudgetId(1), month: of, minor: -minor },
            Move { budget: BudgetId(2), month: of, minor },
        ];
        let (before, after) = (months(&input(&lines, &[], &rows)), months(&input(&lines, &moves, &rows)));
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!(before.total, after.total, "{}", before.month);
        }
    }

    #[test]
    fn every_day_lies_in_one_month_that_begins_on_payday(start in 1_u32..=28, at in 0_u64..3_000) {
        let calendar = Calendar::starting_on(start).unwrap();
        let one = day("2023-01-01") + Days::new(at);
        prop_assert_eq!(calendar.real(calendar.counted(one)), one);
        let month = Month::of(calendar.counted(one));
        let (first, last) = (calendar.real(month.first_day()), calendar.real(month.last_day()));
        prop_assert!(first <= one && one <= last);
        prop_assert_eq!(first.day(), start);
        prop_assert_eq!(last.succ_opt().unwrap(), calendar.real(month.plus(1).first_day()));
    }

    #[test]
    fn periods_follow_each_other_without_gap(days in 1_u32..400, months in 1_u32..30, at in 0_u64..2_000) {
        let since = day("2024-02-29");
        let one = since + Days::new(at);
        for turn in [Turn::Days(days), Turn::Months(months)] {
            let begin = turn.begin(since);
            let (first, last) = turn.span(begin, one).unwrap();
            prop_assert!(first <= one && one <= last);
            let next = turn.span(begin, last.succ_opt().unwrap()).unwrap();
            prop_assert_eq!(next.0, last.succ_opt().unwrap());
        }
    }
}
