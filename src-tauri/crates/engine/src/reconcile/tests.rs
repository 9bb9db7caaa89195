use super::*;
use proptest::prelude::*;

fn line(id: i64, minor: i64, ticked: bool) -> Line {
    Line { id, minor, ticked }
}

#[test]
fn each_kind_of_slip_is_found() {
    let lines = [
        line(1, -4_250, false),
        line(2, -1_200, true),
        line(3, -5_230, true),
        line(4, -999, false),
        line(5, -1, false),
    ];
    // The statement has the first row as well.
    assert_eq!(explain(-4_250, &lines)[0], Explanation::One(1));
    // The second is not on it.
    assert_eq!(explain(1_200, &lines)[0], Explanation::One(2));
    // The second came in instead of going out.
    assert_eq!(explain(2_400, &lines)[0], Explanation::Sign(2));
    // 52.30 was 53.20.
    assert_eq!(explain(-90, &lines)[0], Explanation::Swapped(3, -5_320));
    // Two rows are on it, or one is and another is not.
    assert_eq!(explain(-1_000, &lines)[0], Explanation::Two(4, 5));
    assert_eq!(explain(-3_050, &lines)[0], Explanation::Two(1, 2));
    assert_eq!(explain(0, &lines), []);
    assert_eq!(explain(7, &lines), []);
}

#[test]
fn digits_that_are_no_neighbours_are_no_slip() {
    assert!(is_swap(1_234, 1_243));
    assert!(is_swap(-52, -25));
    assert!(!is_swap(1_234, 4_231));
    assert!(!is_swap(-52, 25));
    assert!(!is_swap(11, 11));
}

/// What the ticked rows come to once an explanation is followed.
fn followed(lines: &[Line], explanation: Explanation) -> i128 {
    let sum = |flip: &[i64], instead: Option<(i64, i64)>| -> i128 {
        lines
            .iter()
            .map(|line| {
                let minor = match instead {
                    Some((id, minor)) if id == line.id => minor,
                    _ => line.minor,
                };
                let counts = line.ticked ^ flip.contains(&line.id);
                i128::from(if counts { minor } else { 0 })
            })
            .sum()
    };
    let of = |id: i64| {
        lines
            .iter()
            .find(|line| line.id == id)
            .map_or(0, |line| line.minor)
    };
    match explanation {
        Explanation::One(id) => sum(&[id], None),
        Explanation::Sign(id) => sum(&[], Some((id, -of(id)))),
        Explanation::Swapped(id, should) => sum(&[], Some((id, should))),
        Explanation::Two(a, b) => sum(&[a, b], None),
    }
}

proptest! {
    /// Following any explanation takes the difference to nothing, whatever rows there are.
    #[test]
    fn every_explanation_holds(
        amounts in prop::collection::vec((-2_000_i64..2_000, any::<bool>()), 0..12),
        difference in -4_000_i64..4_000,
    ) {
        let lines: Vec<Line> = amounts
            .iter()
            .enumerate()
            .map(|(at, (minor, ticked))| line(at as i64, *minor, *ticked))
            .collect();
        let now: i128 = lines.iter().filter(|line| line.ticked).map(|line| i128::from(line.minor)).sum();
        for explanation in explain(difference, &lines) {
            prop_assert_eq!(followed(&lines, explanation) - now, i128::from(difference), "{:?}", explanation);
        }
    }

    /// One row too many or too few is always found.
    #[test]
    fn a_single_wrong_tick_is_found(
        amounts in prop::collection::vec((-2_000_i64..2_000, any::<bool>()), 1..12),
        wrong in any::<prop::sample::Index>(),
    ) {
        let lines: Vec<Line> = amounts
            .iter()
            .enumerate()
            .map(|(at, (minor, ticked))| line(at as i64, *minor, *ticked))
            .collect();
        let one = lines[wrong.index(lines.len())];
        let difference = if one.ticked { -one.minor } else { one.minor };
        prop_assume!(difference != 0);
        let ones: Vec<i64> = explain(difference, &lines)
            .into_iter()
            .filter_map(|found| match found { Explanation::One(id) => Some(id), _ => None })
            .collect();
        prop_assert!(!ones.is_empty());
    }

    #[test]
    fn extremes_do_not_overflow(difference in any::<i64>(), minor in any::<i64>(), ticked in any::<bool>()) {
        let lines = [line(1, minor, ticked), line(2, i64::MIN, true), line(3, i64::MAX, false)];
        let _found = explain(difference, &lines);
    }
}
