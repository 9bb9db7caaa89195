#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Debt, Never, Order, Terms, annuity, month_interest, next_on, pay_in_order, schedule};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn terms(owed: i64, rate: Decimal, payment: i64) -> Terms {
    Terms {
        owed,
        rate,
        payment,
        extra: 0,
        first: day("2026-01-31"),
        day: 31,
    }
}

#[test]
fn a_loan_by_the_textbook() {
    // 10,000 at 6 % over 12 months: 860.66 a month, rounded up to 860.67.
    let rate = Decimal::from(6);
    assert_eq!(annuity(1_000_000, rate, 12), Some(86_067));
    let rows = schedule(&terms(1_000_000, rate, 86_067)).unwrap();
    assert_eq!(rows.len(), 12);
    assert_eq!(
        (rows[0].interest, rows[0].principal, rows[0].left),
        (5_000, 81_067, 918_933)
    );
    // 918,933 × 0.5 % is 4,594.665.
    assert_eq!(rows[1].interest, 4_595);
    assert_eq!(rows[1].date, day("2026-02-28"));
    assert_eq!(rows[2].date, day("2026-03-31"));
    assert_eq!(rows[11].left, 0);
    assert!(rows[11].paid <= 86_067);
}

#[test]
fn interest_is_rounded_half_to_even() {
    // A month of 12 % is 1 %: 0.5 and 1.5 units.
    assert_eq!(month_interest(50, Decimal::from(12)), 0);
    assert_eq!(month_interest(150, Decimal::from(12)), 2);
}

#[test]
fn payments_below_the_interest_never_end_it() {
    assert_eq!(
        schedule(&terms(1_000_000, Decimal::from(12), 10_000)),
        Err(Never::BelowInterest { interest: 10_000 })
    );
    assert_eq!(
        schedule(&terms(10_000_000, Decimal::ZERO, 1)),
        Err(Never::TooLong)
    );
    assert_eq!(schedule(&terms(0, Decimal::from(3), 0)), Ok(Vec::new()));
}

#[test]
fn the_next_day_of_the_month_is_after_today() {
    assert_eq!(next_on(18, day("2026-05-18")), day("2026-06-18"));
    assert_eq!(next_on(31, day("2026-02-10")), day("2026-02-28"));
    assert_eq!(next_on(31, day("2026-02-28")), day("2026-03-31"));
    assert_eq!(next_on(29, day("2028-02-01")), day("2028-02-29"));
}

#[test]
fn snowball_ends_one_debt_sooner_and_avalanche_costs_less() {
    let debts = [
        Debt {
            owed: 500_000,
            rate: Decimal::from(20),
            payment: 15_000,
        },
        Debt {
            owed: 100_000,
            rate: Decimal::from(4),
            payment: 5_000,
        },
        Debt {
            owed: 300_000,
            rate: Decimal::from(9),
            payment: 8_000,
        },
    ];
    let now = pay_in_order(&debts, 10_000, Order::AsIs).unwrap();
    let ball = pay_in_order(&debts, 10_000, Order::Snowball).unwrap();
    let fall = pay_in_order(&debts, 10_000, Order::Avalanche).unwrap();
    assert_eq!(ball.paid[0].debt, 1);
    assert!(ball.paid[0].months < now.paid[0].months);
    assert!(fall.interest < ball.interest && ball.interest < now.interest);
    assert!(fall.months <= ball.months && ball.months < now.months);
    assert_eq!(ball.paid.len(), 3);
}

proptest! {
    #[test]
    fn a_schedule_pays_back_what_is_owed_and_not_a_unit_more(
        owed in 1_i64..100_000_000, rate in 0_i64..2_500, months in 1_u32..420, extra in 0_i64..100_000,
    ) {
        let rate = Decimal::new(rate, 2);
        let payment = annuity(owed, rate, months).unwrap();
        let plain = schedule(&terms(owed, rate, payment)).unwrap();
        prop_assert!(plain.len() <= months as usize);
        let with = Terms { extra, ..terms(owed, rate, payment) };
        let faster = schedule(&with).unwrap();
        for rows in [&plain, &faster] {
            prop_assert_eq!(rows.iter().map(|row| row.principal).sum::<i64>(), owed);
            let mut left = owed;
            for row in rows {
                prop_assert_eq!(row.paid, row.interest + row.principal);
                prop_assert_eq!(row.interest, month_interest(left, rate));
                left -= row.principal;
                prop_assert_eq!(row.left, left);
                prop_assert!(row.principal > 0);
                prop_assert!(row.date.day() >= 28);
            }
        }
        let interest = |rows: &[super::Payment]| rows.iter().map(|row| row.interest).sum::<i64>();
        prop_assert!(interest(&faster) <= interest(&plain));
        prop_assert!(faster.len() <= plain.len());
    }

    #[test]
    fn orders_pay_everything_and_avalanche_is_cheapest_but_for_rounding(
        debts in prop::collection::vec((1_i64..2_000_000, 0_i64..3_000, 1_u32..120), 1..6), extra in 0_i64..50_000,
    ) {
        let debts: Vec<Debt> = debts.into_iter().map(|(owed, rate, months)| {
            let rate = Decimal::new(rate, 2);
            Debt { owed, rate, payment: annuity(owed, rate, months).unwrap() }
        }).collect();
        let of = |order| pay_in_order(&debts, extra, order).unwrap();
        let (now, ball, fall) = (of(Order::AsIs), of(Order::Snowball), of(Order::Avalanche));
        for outcome in [&now, &ball, &fall] {
            prop_assert_eq!(outcome.paid.len(), debts.len());
            prop_assert_eq!(outcome.paid.last().unwrap().months, outcome.months);
        }
        // Half a unit a month and debt is what rounding may move.
        let slack = i64::from(now.months.max(ball.months)) * debts.len() as i64;
        prop_assert!(fall.interest <= ball.interest + slack);
        prop_assert!(ball.interest <= now.interest + slack);
        prop_assert!(ball.months <= now.months && fall.months <= now.months);
    }
}
