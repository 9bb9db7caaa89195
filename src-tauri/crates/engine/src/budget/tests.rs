//! Budgets: the figures of the screen, carrying over, and what always adds up.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use chrono::NaiveDate;
use domain::budget::Month;
use domain::ids::BudgetId;
use proptest::prelude::*;

use super::{
    Budget, BudgetMonth, CarryOver, Input, Limit, Line, Move, Row, Status, detail, months, week,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

const BOTH: CarryOver = CarryOver {
    surplus: true,
    overspending: true,
};

fn budget(id: i64, from: &str, minor: i64, carry: CarryOver) -> Budget {
    Budget {
        id: BudgetId(id),
        limits: vec![Limit {
            from: month(from),
            minor,
            carry,
        }],
        until: None,
    }
}

fn row(date: &str, id: i64, minor: i64) -> Row {
    Row {
        date: day(date),
        budget: Some(BudgetId(id)),
        minor,
    }
}

fn input<'a>(today: &str, of: &str, budgets: &'a [Budget], rows: &'a [Row]) -> Input<'a> {
    Input {
        today: day(today),
        first: month(of),
        last: month(of),
        budgets,
        moves: &[],
        rows,
    }
}

fn only(months: &[BudgetMonth]) -> &BudgetMonth {
    assert_eq!(months.len(), 1);
    &months[0]
}

fn line(months: &[BudgetMonth]) -> Line {
    assert_eq!(only(months).lines.len(), 1);
    only(months).lines[0]
}

#[test]
fn a_month_in_its_middle() {
    let eating_out = [budget(1, "2026-04", 26_000, BOTH)];
    let rows = [
        row("2026-04-10", 1, -23_550),
        row("2026-05-03", 1, -15_000),
        row("2026-05-10", 1, 1_000),
        row("2026-05-16", 1, -8_263),
        row("2026-05-20", 1, -99_999),
    ];
    let line = line(&months(&input("2026-05-18", "2026-05", &eating_out, &rows)));
    assert_eq!(line.limit, 26_000);
    assert_eq!(line.carried_in, 2_450);
    assert_eq!(
        line.spent, 22_263,
        "the refund lessens it, tomorrow is not spent yet"
    );
    assert_eq!(line.left, 6_187);
    assert_eq!(line.pace.even, 16_519);
    assert_eq!(line.pace.ahead, 5_744);
    assert_eq!(line.pace.status, Status::Ahead);
    assert_eq!(line.pace.days_left, 13);
    assert_eq!(line.pace.safe_per_day, Some(476));
    // 22,263 in the 28 days to the 18th, and 13 days to go.
    assert_eq!(line.pace.projected, 22_263 + 10_336);
}

#[test]
fn words_for_every_pace() {
    let status = |spent: &[Row]| {
        let budgets = [budget(1, "2026-05", 31_000, CarryOver::default())];
        line(&months(&input("2026-05-18", "2026-05", &budgets, spent)))
            .pace
            .status
    };
    assert_eq!(status(&[]), Status::NothingYet);
    assert_eq!(status(&[row("2026-05-02", 1, -1_000)]), Status::BelowPace);
    assert_eq!(status(&[row("2026-05-02", 1, -18_000)]), Status::OnPace);
    assert_eq!(status(&[row("2026-05-02", 1, -25_000)]), Status::Ahead);
    assert_eq!(status(&[row("2026-05-02", 1, -31_000)]), Status::Ahead);
    assert_eq!(status(&[row("2026-05-02", 1, -31_001)]), Status::Over);
}

#[test]
fn a_bill_that_is_paid_is_expected_no_more() {
    let rows: Vec<Row> = ["2026-02-05", "2026-03-05", "2026-04-06", "2026-05-05"]
        .iter()
        .map(|date| row(date, 1, -6_997))
        .collect();
    let budgets = [budget(1, "2026-01", 7_200, CarryOver::default())];
    let paid = line(&months(&input("2026-05-18", "2026-05", &budgets, &rows)));
    assert_eq!(paid.pace.status, Status::BillPaid);
    assert_eq!(paid.pace.projected, 6_997);
    let due = line(&months(&input("2026-05-03", "2026-05", &budgets, &rows)));
    assert_eq!(due.pace.status, Status::NothingYet);
}

#[test]
fn each_direction_is_carried_on_its_own() {
    let rows = [row("2026-03-02", 1, -60), row("2026-04-02", 1, -150)];
    let carried = |carry| {
        let budgets = [budget(1, "2026-03", 100, carry)];
        let all = months(&Input {
            first: month("2026-03"),
            ..input("2026-05-01", "2026-05", &budgets, &rows)
        });
        all.iter()
            .map(|month| month.lines[0].carried_in)
            .collect::<Vec<_>>()
    };
    assert_eq!(carried(CarryOver::default()), [0, 0, 0]);
    assert_eq!(
        carried(CarryOver {
            surplus: true,
            overspending: false
        }),
        [0, 40, 0]
    );
    assert_eq!(
        carried(CarryOver {
            surplus: false,
            overspending: true
        }),
        [0, 0, -50]
    );
    assert_eq!(carried(BOTH), [0, 40, -10]);
}

#[test]
fn versions_moves_and_the_end_of_a_line() {
    let mut groceries = budget(1, "2026-01", 100, CarryOver::default());
    groceries.limits.push(Limit {
        from: month("2026-03"),
        minor: 150,
        carry: CarryOver::default(),
    });
    groceries.until = Some(month("2026-04"));
    let moves = [Move {
        budget: BudgetId(1),
        month: month("2026-04"),
        minor: -20,
    }];
    let all = months(&Input {
        first: month("2025-12"),
        moves: &moves,
        ..input("2026-05-01", "2026-05", &[groceries], &[])
    });
    let limits: Vec<Option<i64>> = all
        .iter()
        .map(|month| month.lines.first().map(|line| line.limit))
        .collect();
    assert_eq!(
        limits,
        [None, Some(100), Some(100), Some(150), Some(130), None]
    );
}

#[test]
fn spending_outside_every_budget_is_named() {
    let rows = [
        row("2026-05-02", 1, -10),
        Row {
            date: day("2026-05-03"),
            budget: None,
            minor: -700,
        },
        Row {
            date: day("2026-05-04"),
            budget: None,
            minor: 200,
        },
    ];
    let all = months(&input(
        "2026-05-18",
        "2026-05",
        &[budget(1, "2026-05", 50, BOTH)],
        &rows,
    ));
    assert_eq!(only(&all).unbudgeted, 500);
    assert_eq!(only(&all).total.spent, 10);
    assert_eq!(only(&all).total.spent_percent, Some(20));
    assert_eq!(only(&all).total.elapsed_percent, 58);
}

#[test]
fn a_week_is_twelve_fifty_seconds_of_a_month() {
    let rows = [row("2026-05-12", 1, -10_343), row("2026-05-18", 1, -1)];
    let budgets = [budget(1, "2026-05", 26_000, BOTH)];
    let lines = week(
        &input("2026-05-18", "2026-05", &budgets, &rows),
        day("2026-05-11"),
    );
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (lines[0].limit, lines[0].spent, lines[0].left),
        (6_000, 10_343, -4_343)
    );
    assert_eq!(lines[0].status, Status::Over);
}

#[test]
fn the_burn_up_and_the_months_before() {
    let rows = [
        row("2026-02-10", 1, -300),
        row("2026-04-02", 1, -500),
        row("2026-04-30", 1, -100),
        row("2026-05-02", 1, -40),
        row("2026-05-04", 1, 15),
    ];
    let budgets = [budget(1, "2026-04", 550, BOTH)];
    let close = detail(
        &input("2026-05-05", "2026-05", &budgets, &rows),
        BudgetId(1),
        month("2026-05"),
    );
    let so_far: Vec<i64> = close.month.iter().map(|by| by.minor).collect();
    assert_eq!(so_far, [0, 40, 40, 25, 25]);
    assert_eq!(close.previous.len(), 30);
    assert_eq!(close.previous.last().unwrap().minor, 600);
    let past: Vec<(String, i64, Option<i64>, bool)> = close
        .past
        .iter()
        .map(|past| (past.month.to_string(), past.spent, past.limit, past.over))
        .collect();
    assert_eq!(
        past,
        [
            ("2026-02".into(), 300, None, false),
            ("2026-03".into(), 0, None, false),
            ("2026-04".into(), 600, Some(550), true),
        ]
    );
    assert_eq!(close.average, Some(300));
}

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0_u64..300, 0_i64..4, -100_000_i64..20_000).prop_map(|(offset, id, minor)| Row {
        date: day("2026-01-01") + chrono::Days::new(offset),
        budget: (id > 0).then_some(BudgetId(id)),
        minor,
    });
    proptest::collection::vec(row, 0..60)
}

fn any_budgets() -> impl Strategy<Value = Vec<Budget>> {
    let limit = (0_i32..10, 0_i64..90_000, any::<bool>(), any::<bool>()).prop_map(
        |(from, minor, surplus, overspending)| Limit {
            from: month("2026-01").plus(from),
            minor,
            carry: CarryOver {
                surplus,
                overspending,
            },
        },
    );
    proptest::collection::vec(proptest::collection::vec(limit, 1..4), 1..4).prop_map(|all| {
        all.into_iter()
            .zip(1..)
            .map(|(limits, id)| Budget {
                id: BudgetId(id),
                limits,
                until: None,
            })
            .collect()
    })
}

fn year<'a>(budgets: &'a [Budget], rows: &'a [Row]) -> Input<'a> {
    Input {
        first: month("2026-01"),
        last: month("2026-12"),
        ..input("2026-08-15", "2026-08", budgets, rows)
    }
}

proptest! {
    #[test]
    fn a_month_begins_with_what_the_one_before_left(budgets in any_budgets(), rows in any_rows()) {
        let all_carry: Vec<Budget> = budgets
            .into_iter()
            .map(|mut budget| {
                budget.limits.iter_mut().for_each(|limit| limit.carry = BOTH);
                budget
            })
            .collect();
        let all = months(&year(&all_carry, &rows));
        for pair in all.windows(2) {
            for line in &pair[1].lines {
                let before = pair[0].lines.iter().find(|before| before.budget == line.budget);
                prop_assert_eq!(line.carried_in, before.map_or(0, |before| before.left));
            }
        }
    }

    #[test]
    fn lines_add_up_to_the_total_and_to_every_row(budgets in any_budgets(), rows in any_rows()) {
        let all = months(&year(&budgets, &rows));
        for at in &all {
            prop_assert_eq!(at.total.spent, at.lines.iter().map(|line| line.spent).sum::<i64>());
            prop_assert_eq!(at.total.left, at.lines.iter().map(|line| line.left).sum::<i64>());
            prop_assert_eq!(at.total.left, at.total.limit + at.total.carried_in - at.total.spent);
            for line in &at.lines {
                prop_assert_eq!(line.left, line.limit + line.carried_in - line.spent);
            }
        }
        let unbudgeted: i64 = all.iter().map(|at| at.unbudgeted).sum();
        let expected: i64 = rows.iter().filter(|row| row.budget.is_none() && row.date <= day("2026-08-15")).map(|row| -row.minor).sum();
        prop_assert_eq!(unbudgeted, expected);
    }

    #[test]
    fn splitting_a_row_changes_nothing(budgets in any_budgets(), rows in any_rows(), part in -50_000_i64..50_000) {
        let split: Vec<Row> = rows
            .iter()
            .flat_map(|row| [Row { minor: part, ..*row }, Row { minor: row.minor - part, ..*row }])
            .collect();
        prop_assert_eq!(months(&year(&budgets, &rows)), months(&year(&budgets, &split)));
    }
}
