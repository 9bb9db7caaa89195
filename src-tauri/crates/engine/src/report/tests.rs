//! Sums of reports.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chrono::{Days, NaiveDate};
use domain::category::CategoryKind;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn day(days: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(days)
}

#[test]
fn a_refund_nets_with_its_category() {
    let mut report = Gathering::new(2);
    report.add("shoes", Side::Spending, 0, -9_000);
    report.add("shoes", Side::Spending, 1, 4_000);
    report.add("pay", Side::Income, 0, 100_000);
    let (lines, periods) = report.finish();
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[0].key, lines[0].total), ("pay", 100_000));
    assert_eq!(lines[1].values, [9_000, -4_000]);
    assert_eq!((lines[1].total, lines[1].count), (5_000, 2));
    assert_eq!(
        together(&periods),
        Totals {
            income: 100_000,
            spent: 5_000
        }
    );
    assert_eq!(
        together(&periods).savings_rate(),
        Some(Decimal::new(950, 1))
    );
}

#[test]
fn the_side_is_the_category_s_and_else_the_direction_s() {
    assert_eq!(
        Side::of(Some(CategoryKind::Expense), 500),
        Some(Side::Spending)
    );
    assert_eq!(
        Side::of(Some(CategoryKind::Income), -500),
        Some(Side::Income)
    );
    assert_eq!(Side::of(Some(CategoryKind::Transfer), 500), None);
    assert_eq!(Side::of(None, 1), Some(Side::Income));
    assert_eq!(Side::of(None, -1), Some(Side::Spending));
}

#[test]
fn without_earnings_there_is_no_savings_rate() {
    assert_eq!(
        Totals {
            income: 0,
            spent: 5
        }
        .savings_rate(),
        None
    );
    let deep = Totals {
        income: 100,
        spent: 250,
    };
    assert_eq!(deep.savings_rate(), Some(Decimal::new(-1500, 1)));
}

#[test]
fn an_average_moves_over_as_many_values_as_there_are() {
    assert_eq!(
        moving_average(&[1, 2, 4, 8], 3),
        [None, None, Some(2), Some(5)]
    );
    assert_eq!(moving_average(&[5, 7], 1), [Some(5), Some(7)]);
    assert_eq!(moving_average(&[], 3), []);
}

#[test]
fn a_change_is_told_against_what_was() {
    assert_eq!(
        change(150, 100),
        Change {
            by: 50,
            percent: Some(Decimal::new(500, 1))
        }
    );
    assert_eq!(
        change(-50, -100),
        Change {
            by: 50,
            percent: Some(Decimal::new(500, 1))
        }
    );
    assert_eq!(change(5, 0).percent, None);
}

#[test]
fn more_spent_than_earned_comes_from_reserves() {
    let mut report = Gathering::new(1);
    report.add("pay", Side::Income, 0, 100);
    report.add("rent", Side::Spending, 0, -160);
    let (lines, _) = report.finish();
    let flow = flow(&lines);
    assert_eq!(
        flow.sources,
        [(Source::Of("pay"), 100), (Source::Reserves, 60)]
    );
    assert_eq!(flow.uses, [(Use::Of("rent"), 160)]);
    assert_eq!(flow.through, 160);
}

#[test]
fn days_lie_in_their_period() {
    let periods = Periods {
        starts: vec![day(0), day(31)],
        last: day(40),
    };
    assert_eq!(periods.of(day(30)), Some(0));
    assert_eq!(periods.of(day(31)), Some(1));
    assert_eq!(periods.of(day(41)), None);
    assert_eq!(periods.of(day(0).pred_opt().unwrap()), None);
    assert_eq!(periods.bounds(0), Some((day(0), day(30))));
    assert_eq!(periods.bounds(1), Some((day(31), day(40))));
}

proptest! {
    #[test]
    fn lines_periods_totals_and_flows_agree(
        rows in proptest::collection::vec((0_u8..6, any::<bool>(), 0_usize..4, -1_000_000_i64..1_000_000), 0..60)
    ) {
        let mut report = Gathering::new(4);
        let (mut income, mut spent) = (0, 0);
        for (key, earned, period, minor) in rows {
            let side = if earned { Side::Income } else { Side::Spending };
            report.add(key, side, period, minor);
            if earned { income += minor } else { spent -= minor }
        }
        let (lines, periods) = report.finish();
        let total = together(&periods);
        prop_assert_eq!(total, Totals { income, spent });
        for (side, wanted) in [(Side::Income, income), (Side::Spending, spent)] {
            let of_side = lines.iter().filter(|line| line.side == side);
            prop_assert_eq!(of_side.clone().map(|line| line.total).sum::<i64>(), wanted);
            for line in of_side {
                prop_assert_eq!(line.values.iter().sum::<i64>(), line.total);
            }
        }
        let flow = flow(&lines);
        let came: i64 = flow.sources.iter().map(|(_, width)| width).sum();
        let went: i64 = flow.uses.iter().map(|(_, width)| width).sum();
        prop_assert_eq!(came, flow.through);
        prop_assert_eq!(went, flow.through);
        prop_assert!(flow.sources.iter().map(|(_, width)| width).chain(flow.uses.iter().map(|(_, width)| width)).all(|width| *width > 0));
        let kept: i64 = flow.uses.iter().filter(|(what, _)| *what == Use::Kept).map(|(_, width)| width).sum();
        let reserves: i64 = flow.sources.iter().filter(|(what, _)| *what == Source::Reserves).map(|(_, width)| width).sum();
        prop_assert_eq!(kept - reserves, total.saved());
    }
}
