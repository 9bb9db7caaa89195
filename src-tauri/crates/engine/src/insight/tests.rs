#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use proptest::prelude::*;

use super::{Month, insight};

fn month(income: i64, fixed: i64, variable: i64, debt: i64) -> Month {
    Month {
        income,
        fixed,
        variable,
        debt,
    }
}

#[test]
fn figures_follow_their_definitions() {
    let months = [month(3_000, 1_200, 900, 600), month(1_000, 1_200, 300, 600)];
    let found = insight(&months).unwrap();
    assert_eq!(
        (found.income, found.fixed, found.variable),
        (2_000, 1_200, 600)
    );
    assert_eq!(found.fixed_percent, Some(67));
    // Each month lies 1,000 from a mean of 2,000.
    assert_eq!(found.stability_percent, Some(50));
    assert_eq!(found.debt_percent, Some(30));
    assert_eq!(found.savings_percent, Some(10));
}

#[test]
fn nothing_is_made_up_without_income() {
    let found = insight(&[month(0, 500, 200, 100)]).unwrap();
    assert_eq!(found.savings_percent, None);
    assert_eq!(found.stability_percent, None);
    assert_eq!(found.fixed_percent, Some(71));
    assert_eq!(insight(&[]), None);
}

proptest! {
    #[test]
    fn shares_are_shares(
        months in prop::collection::vec((0_i64..1_000_000, 0_i64..500_000, 0_i64..500_000, 0_i64..200_000), 1..13),
    ) {
        let months: Vec<Month> = months.into_iter().map(|(a, b, c, d)| month(a, b, c, d)).collect();
        let found = insight(&months).unwrap();
        for percent in [found.fixed_percent, found.stability_percent].into_iter().flatten() {
            prop_assert!((0..=100).contains(&percent));
        }
        prop_assert!(found.savings_percent.is_none_or(|percent| percent <= 100));
        // The same months twice say the same.
        let twice = [months.clone(), months].concat();
        prop_assert_eq!(insight(&twice), Some(found));
    }

    #[test]
    fn steady_income_is_all_stable(income in 1_i64..1_000_000, count in 1_usize..13) {
        let months = vec![month(income, 0, 0, 0); count];
        prop_assert_eq!(insight(&months).unwrap().stability_percent, Some(100));
    }
}
