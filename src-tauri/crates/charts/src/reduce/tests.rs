use proptest::prelude::*;

use super::*;

#[test]
fn a_short_series_is_kept_whole() {
    assert_eq!(kept(&[Some(1), None, Some(3)], 10), [0, 1, 2]);
}

proptest! {
    #[test]
    fn peaks_ends_and_order_survive(
        values in prop::collection::vec(prop::option::weighted(0.9, any::<i64>()), 1..900),
        columns in 1_usize..200,
    ) {
        let kept = kept(&values, columns);
        prop_assert!(kept.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert_eq!(kept.first(), Some(&0));
        prop_assert_eq!(kept.last(), Some(&(values.len() - 1)));
        let all = values.iter().flatten();
        let left = || kept.iter().filter_map(|at| values[*at]);
        prop_assert_eq!(left().min(), all.clone().min().copied());
        prop_assert_eq!(left().max(), all.max().copied());
    }

    #[test]
    fn without_gaps_a_column_keeps_at_most_four(length in 1_usize..5_000, columns in 1_usize..300) {
        let values: Vec<_> = (0..length as i64).map(|at| Some(at * 7_919 % 1_009)).collect();
        prop_assert!(kept(&values, columns).len() <= length.min(columns * 4));
    }
}
