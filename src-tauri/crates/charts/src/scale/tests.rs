use proptest::prelude::*;

use super::*;

#[test]
fn ticks_are_the_closest_that_leave_few_enough_intervals() {
    let ticks = |low, high, height| Domain::new(low, high, Pad::DATA, height, 100).ticks;
    assert_eq!(
        ticks(0, 530_000, 300),
        [0, 100_000, 200_000, 300_000, 400_000, 500_000]
    );
    assert_eq!(ticks(0, 530_000, 186), [0, 200_000, 400_000]);
    // Steps of 2.5 stay whole minor units.
    assert_eq!(ticks(0, 1_100, 186), [0, 250, 500, 750, 1_000]);
    assert_eq!(ticks(0, 3, 186), [0, 1, 2, 3]);
}

#[test]
fn a_flat_series_has_room_around_it() {
    let flat = Domain::new(50_000, 50_000, Pad::DATA, 200, 100);
    assert!(flat.low < 50_000.0 && flat.high > 50_000.0);
    let nothing = Domain::new(0, 0, Pad::GROUNDED, 200, 100);
    assert!(nothing.low.abs() < f64::EPSILON && nothing.high >= 100.0);
}

proptest! {
    #[test]
    fn every_domain_holds_its_data_and_its_ticks(a: i64, b: i64, height in 90_u32..600) {
        let (low, high) = (i128::from(a.min(b)), i128::from(a.max(b)));
        let domain = Domain::new(low, high, Pad::DATA, height, 100);
        prop_assert!(domain.low <= low as f64 && domain.high >= high as f64);
        prop_assert!(!domain.ticks.is_empty());
        prop_assert!(domain.ticks.len() as u32 <= intervals(height) + 1);
        let slack = (domain.high - domain.low) * 1e-9;
        for tick in &domain.ticks {
            prop_assert!((*tick as f64) >= domain.low - slack);
            prop_assert!((*tick as f64) <= domain.high + slack);
        }
        let steps: Vec<i128> = domain.ticks.windows(2).map(|pair| pair[1] - pair[0]).collect();
        prop_assert!(steps.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
