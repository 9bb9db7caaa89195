#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::growth::{monthly, of_periods, power};
use super::*;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn pool(start: i64, add: i64, percent: Decimal, spread: Decimal) -> Pool {
    Pool {
        start,
        add,
        growth: Growth { percent, spread },
    }
}

const NOTHING: Pool = Pool {
    start: 0,
    add: 0,
    growth: Growth {
        percent: Decimal::ZERO,
        spread: Decimal::ZERO,
    },
};

fn only_investments(months: u32, pool: Pool) -> Input<'static> {
    Input {
        months,
        pools: [NOTHING, pool, NOTHING, NOTHING],
        followed: &[],
        freed: &[],
        goals: &[],
    }
}

/// `S·mⁿ + a·(mⁿ − 1) ÷ (m − 1)`, in whole years by the yearly factor.
fn closed_form(start: i64, add: i64, percent: Decimal, years: u32) -> Decimal {
    let year = power(Decimal::ONE + percent / Decimal::ONE_HUNDRED, years).unwrap();
    let month = monthly(percent).unwrap();
    let annuity = if month == Decimal::ONE {
        Decimal::from(years * 12)
    } else {
        (year - Decimal::ONE) / (month - Decimal::ONE)
    };
    Decimal::from(start) * year + Decimal::from(add) * annuity
}

#[test]
fn twelve_months_are_a_year() {
    for percent in [
        dec("-50"),
        dec("-3.5"),
        dec("0"),
        dec("2"),
        dec("7.25"),
        dec("50"),
    ] {
        let year = power(monthly(percent).unwrap(), 12).unwrap();
        let wanted = Decimal::ONE + percent / Decimal::ONE_HUNDRED;
        assert!(
            (year - wanted).abs() < dec("0.000000000000000000000001"),
            "{percent}"
        );
    }
    // Booked by months, the nominal rate is more than itself a year.
    assert_eq!(of_periods(dec("12"), 12), Some(dec("1.01")));
    assert_eq!(of_periods(dec("4"), 1), monthly(dec("4")));
    let quarter = power(of_periods(dec("4"), 4).unwrap(), 3).unwrap();
    assert!((quarter - dec("1.01")).abs() < dec("0.000000000000000000000001"));
    assert_eq!(monthly(dec("50.1")), None);
    assert_eq!(of_periods(dec("4"), 5), None);
}

#[test]
fn without_spread_the_line_is_compound_interest_and_so_are_the_ranges() {
    // 10,000.00 at 5 % and 100.00 a month for ten years: 16,288.95 and, of 120 payments, 15,502.36 by the closed form.
    let found = ahead(&only_investments(
        120,
        pool(1_000_000, 10_000, dec("5"), dec("0")),
    ))
    .unwrap();
    let end = found.points.last().unwrap();
    assert_eq!(
        Some(end.likely),
        closed_form(1_000_000, 10_000, dec("5"), 10)
            .round()
            .to_i64()
    );
    assert_eq!(end.classes, [0, end.likely, 0, 0]);
    assert_eq!(end.put_in, 1_000_000 + 120 * 10_000);
    for point in &found.points {
        assert_eq!(
            (point.half.low, point.half.high),
            (point.likely, point.likely)
        );
        assert_eq!(
            (point.most.low, point.most.high),
            (point.likely, point.likely)
        );
    }
}

#[test]
fn what_follows_terms_and_what_a_debt_frees_is_added_as_it_is() {
    let followed = [
        Followed {
            class: Class::Debts,
            values: vec![-30_000, -15_000, 0, 0],
        },
        Followed {
            class: Class::Things,
            values: vec![500_000, 490_000, 480_000, 470_000],
        },
    ];
    let input = Input {
        months: 3,
        pools: [
            pool(100_000, 1_000, dec("0"), dec("0")),
            NOTHING,
            NOTHING,
            NOTHING,
        ],
        followed: &followed,
        freed: &[0, 0, 15_000],
        goals: &[],
    };
    let found = ahead(&input).unwrap();
    let seen: Vec<[i64; 4]> = found.points.iter().map(|point| point.classes).collect();
    assert_eq!(
        seen,
        [
            [100_000, 0, 500_000, -30_000],
            [101_000, 0, 490_000, -15_000],
            [102_000, 0, 480_000, 0],
            [118_000, 0, 470_000, 0]
        ]
    );
    let short = Input { months: 4, ..input };
    assert_eq!(ahead(&short), Err(Cannot::Amount));
}

#[test]
fn what_a_class_cannot_hold_goes_off_or_onto_cash() {
    let input = Input {
        months: 2,
        pools: [
            pool(1_000, 0, dec("5"), dec("0")),
            pool(150, -100, dec("0"), dec("10")),
            NOTHING,
            pool(-150, 100, dec("0"), dec("0")),
        ],
        followed: &[],
        freed: &[],
        goals: &[],
    };
    let end = ahead(&input).unwrap().points[2].clone();
    assert_eq!((end.classes[1], end.classes[3]), (0, 0));
    // Fifty short and fifty over.
    assert_eq!(
        end.classes[0],
        (Decimal::from(1_000) * power(monthly(dec("5")).unwrap(), 2).unwrap())
            .round()
            .to_i64()
            .unwrap()
    );
    let overdrawn = Input {
        months: 12,
        pools: [
            pool(-1_000, 0, dec("50"), dec("0")),
            NOTHING,
            NOTHING,
            NOTHING,
        ],
        ..input
    };
    assert_eq!(ahead(&overdrawn).unwrap().points[12].likely, -1_000);
}

#[test]
fn half_of_the_worlds_lie_above_a_line_that_nothing_is_added_to() {
    let input = only_investments(240, pool(10_000_000, 0, dec("5"), dec("15")));
    let found = ahead(&input).unwrap();
    let end = found.points.last().unwrap();
    // Quartiles and tenths of a log-normal: the likely value times exp(±z·s·√20), s the deviation of a year's logarithm.
    let year = 1.05_f64;
    let log = (f64::midpoint(1.0, (1.0 + 4.0 * (0.15 / year) * (0.15 / year)).sqrt()))
        .ln()
        .sqrt();
    for (value, z) in [
        (end.half.low, -0.674_49),
        (end.half.high, 0.674_49),
        (end.most.low, -1.281_55),
        (end.most.high, 1.281_55),
    ] {
        let wanted = end.likely as f64 * (z * log * 20.0_f64.sqrt()).exp();
        let off = (value as f64 / wanted).ln().abs();
        assert!(off < 0.06, "{value} {wanted}");
    }
    let again = ahead(&input).unwrap();
    assert_eq!(found, again);
}

#[test]
fn a_goal_says_when_and_in_how_many_worlds() {
    let goal = |target, due| Goal {
        parts: vec![GoalPart {
            class: Class::Cash,
            start: 100_000,
            factor: None,
        }],
        add: 10_000,
        target,
        due,
    };
    let goals = [
        goal(150_000, Some(5)),
        goal(150_000, Some(4)),
        goal(90_000, None),
        goal(9_000_000, Some(12)),
    ];
    let calm = Input {
        months: 12,
        pools: [NOTHING; 4],
        followed: &[],
        freed: &[],
        goals: &goals,
    };
    let seen: Vec<_> = ahead(&calm)
        .unwrap()
        .goals
        .iter()
        .map(|goal| (goal.likely, goal.then, goal.worlds))
        .collect();
    assert_eq!(
        seen,
        [
            (Some(5), 150_000, Some(1_000)),
            (Some(5), 140_000, Some(0)),
            (Some(0), 220_000, None),
            (None, 220_000, Some(0))
        ]
    );
    // With risk the same goal is reached in about half of the worlds, one that is there already in all.
    let risky = [Goal {
        parts: vec![GoalPart {
            class: Class::Investments,
            start: 1_000_000,
            factor: None,
        }],
        add: 0,
        target: 1_276_282,
        due: Some(60),
    }];
    let input = Input {
        goals: &risky,
        ..only_investments(60, pool(1_000_000, 0, dec("5"), dec("15")))
    };
    let found = ahead(&input).unwrap().goals[0];
    assert_eq!(found.likely, Some(60));
    // By the date at the latest: more than the half that are there on the date.
    assert!((550..800).contains(&found.worlds.unwrap()), "{found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_closed_form_holds_for_any_rate(
        start in 0_i64..1_000_000_000,
        add in 0_i64..1_000_000,
        tenths in -100_i64..200,
        years in 1_u32..=40,
    ) {
        let percent = Decimal::new(tenths, 1);
        let found = ahead(&only_investments(years * 12, pool(start, add, percent, dec("0")))).unwrap();
        let wanted = closed_form(start, add, percent, years).round().to_i64().unwrap();
        let end = found.points.last().unwrap();
        prop_assert!((end.likely - wanted).abs() <= 1, "{} {}", end.likely, wanted);
    }

    #[test]
    fn the_line_is_linear_in_what_is_added(
        start in 0_i64..100_000_000,
        (a, b) in (0_i64..1_000_000, 0_i64..1_000_000),
        tenths in 0_i64..150,
        months in 1_u32..240,
    ) {
        let percent = Decimal::new(tenths, 1);
        let end = |add| {
            let input = only_investments(months, pool(start, add, percent, dec("0")));
            ahead(&input).unwrap().points.last().unwrap().likely
        };
        let (none, first, second, both) = (end(0), end(a), end(b), end(a + b));
        prop_assert!((first + second - none - both).abs() <= 2);
    }

    #[test]
    fn ranges_hold_the_line_lie_in_each_other_and_widen(
        start in 100_000_i64..1_000_000_000,
        add in 0_i64..1_000_000,
        tenths in 0_i64..100,
        spread in 5_i64..250,
    ) {
        let (percent, spread) = (Decimal::new(tenths, 1), Decimal::new(spread, 1));
        let input = only_investments(180, pool(start, add, percent, spread));
        let found = ahead(&input).unwrap();
        for point in &found.points {
            prop_assert!(point.most.low <= point.half.low && point.half.high <= point.most.high);
            prop_assert!(point.half.low <= point.likely && point.likely <= point.half.high, "{point:?}");
            prop_assert_eq!(point.classes.iter().sum::<i64>(), point.likely);
        }
        let width = |month: usize| found.points[month].most.high - found.points[month].most.low;
        prop_assert_eq!(width(0), 0);
        for pair in [0_usize, 12, 36, 72, 120, 180].windows(2) {
            prop_assert!(width(pair[0]) < width(pair[1]), "{:?}", pair);
        }
        let wider = only_investments(180, pool(start, add, percent, spread + dec("5")));
        let wider = ahead(&wider).unwrap();
        let most = wider.points[180].most;
        prop_assert!(most.high - most.low > width(180));
    }
}
