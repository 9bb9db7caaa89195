use super::*;
use proptest::prelude::*;

fn entry(id: i64, minor: i64, day: i32, standing: Standing) -> Entry {
    Entry {
        id,
        minor,
        day,
        standing,
    }
}

#[test]
fn a_row_that_does_not_count_or_counts_twice_is_named_for_what_it_is() {
    let entries = [
        entry(1, -1_200, 1, Standing::Counted),
        entry(2, -1_200, 3, Standing::Counted),
        entry(3, -450, 4, Standing::Pending),
        entry(4, -777, 4, Standing::Deleted),
        entry(5, -30_000, 6, Standing::Later),
        entry(6, 9_900, 2, Standing::Counted),
        entry(7, 4_000, 2, Standing::LeftOut),
    ];
    assert_eq!(causes(1_200, &entries), [Cause::Twice(2, 1)]);
    assert_eq!(
        causes(-450, &entries),
        [Cause::Uncounted(3, Standing::Pending)]
    );
    assert_eq!(
        causes(-777, &entries),
        [Cause::Uncounted(4, Standing::Deleted)]
    );
    assert_eq!(
        causes(-30_000, &entries),
        [Cause::Uncounted(5, Standing::Later)]
    );
    assert_eq!(
        causes(4_000, &entries),
        [Cause::Uncounted(7, Standing::LeftOut)]
    );
    // One row that the bank does not have.
    assert_eq!(
        causes(-9_900, &entries),
        [Cause::Counted(Explanation::One(6))]
    );
    // Nothing is like it.
    assert_eq!(causes(-5_555, &entries), [Cause::Missing(-5_555)]);
    assert_eq!(causes(0, &entries), []);
}

#[test]
fn rows_far_apart_are_two_payments() {
    let entries = [
        entry(1, -1_200, 1, Standing::Counted),
        entry(2, -1_200, 31, Standing::Counted),
    ];
    assert_eq!(
        causes(1_200, &entries),
        [
            Cause::Counted(Explanation::One(1)),
            Cause::Counted(Explanation::One(2))
        ]
    );
}

fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    let standing = prop::sample::select(vec![
        Standing::Counted,
        Standing::Counted,
        Standing::Pending,
        Standing::Deleted,
        Standing::LeftOut,
        Standing::Later,
    ]);
    prop::collection::vec((-300_i64..300, 0_i32..20, standing), 0..14).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(at, (minor, day, standing))| entry(at as i64, minor, day, standing))
            .collect()
    })
}

/// What the book comes to once a cause is followed.
fn followed(entries: &[Entry], cause: Cause) -> i64 {
    let minor = |id: i64| entries[id as usize].minor;
    let now: i64 = entries
        .iter()
        .filter(|entry| entry.standing == Standing::Counted)
        .map(|entry| entry.minor)
        .sum();
    now + match cause {
        Cause::Uncounted(id, _) => minor(id),
        Cause::Twice(id, _) | Cause::Counted(Explanation::One(id)) => -minor(id),
        Cause::Counted(Explanation::Sign(id)) => -2 * minor(id),
        Cause::Counted(Explanation::Swapped(id, should)) => should - minor(id),
        Cause::Counted(Explanation::Two(a, b)) => -minor(a) - minor(b),
        Cause::Missing(amount) => amount,
    }
}

proptest! {
    /// Following any cause takes the difference to nothing, whatever rows there are; and there is always one.
    #[test]
    fn every_cause_holds(entries in any_entries(), difference in -600_i64..600) {
        let now: i64 = entries.iter().filter(|entry| entry.standing == Standing::Counted).map(|entry| entry.minor).sum();
        let found = causes(difference, &entries);
        prop_assert_eq!(found.is_empty(), difference == 0);
        for cause in found {
            prop_assert_eq!(followed(&entries, cause) - now, difference, "{:?}", cause);
        }
    }

    /// A row that was taken out of a book that agreed is found by what it is.
    #[test]
    fn a_row_that_went_missing_is_found(entries in any_entries(), at in any::<prop::sample::Index>()) {
        prop_assume!(!entries.is_empty());
        let mut entries = entries;
        let one = at.index(entries.len());
        entries[one].standing = Standing::Deleted;
        let difference = entries[one].minor;
        prop_assume!(difference != 0);
        let found = causes(difference, &entries);
        let named = found.iter().any(|cause| matches!(cause, Cause::Uncounted(id, _) if entries[*id as usize].minor == difference));
        prop_assert!(named);
    }

    #[test]
    fn extremes_do_not_overflow(difference in any::<i64>(), minor in any::<i64>()) {
        let entries = [entry(0, minor, 0, Standing::Counted), entry(1, i64::MIN, i32::MAX, Standing::Counted),
            entry(2, i64::MIN, i32::MIN, Standing::Counted), entry(3, i64::MAX, 0, Standing::Pending)];
        let _found = causes(difference, &entries);
    }
}
