#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::NaiveDate;
use domain::budget::Month;
use proptest::prelude::*;

use super::{Input, Track, outlook};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn goal(target: i64, saved: i64, due: Option<&str>, months: &[i64]) -> super::Outlook {
    outlook(&Input {
        today: day("2026-05-18"),
        target,
        saved,
        due: due.map(day),
        months,
    })
}

#[test]
fn the_same_each_month_gives_one_month_and_no_range() {
    let outlook = goal(120_000, 60_000, Some("2026-12-31"), &[10_000; 6]);
    assert_eq!(outlook.missing, 60_000);
    assert_eq!(outlook.monthly, Some(7_500), "eight months, May included");
    assert_eq!(outlook.rate, Some(10_000));
    let reach = outlook.reach.unwrap();
    let october = Month::parse("2026-10");
    assert_eq!(
        (reach.early, reach.likely, reach.late),
        (october, october, october)
    );
    assert_eq!(
        (outlook.track, outlook.chance_percent),
        (Track::On, Some(100))
    );
}

#[test]
fn too_slow_is_off_track_and_never_is_said() {
    let slow = goal(120_000, 0, Some("2026-12-31"), &[2_000, 2_500, 1_500]);
    assert_eq!((slow.track, slow.chance_percent), (Track::Off, Some(0)));
    let never = goal(120_000, 0, None, &[-100, 0, 50, 0]);
    assert_eq!(never.reach.unwrap().likely, None);
    assert_eq!(never.track, Track::Undated);
}

#[test]
fn little_past_a_past_date_and_a_full_jar() {
    assert_eq!(
        goal(100, 0, Some("2026-12-31"), &[5, 5]).track,
        Track::Unknown
    );
    assert_eq!(
        goal(100, 0, Some("2026-05-17"), &[5; 6]).track,
        Track::Missed
    );
    let full = goal(100, 130, Some("2026-12-31"), &[]);
    assert_eq!(
        (full.track, full.missing, full.monthly),
        (Track::Reached, 0, None)
    );
}

proptest! {
    #[test]
    fn what_is_suggested_is_enough_and_not_a_unit_too_much(
        target in 1_i64..1_000_000_000, saved in 0_i64..1_000_000_000, days in 0_i64..6_000,
    ) {
        let today = day("2026-05-18");
        let due = today + chrono::TimeDelta::days(days);
        let outlook = outlook(&Input { today, target, saved, due: Some(due), months: &[] });
        let months = i64::from(Month::of(due).index() - Month::of(today).index() + 1);
        match outlook.monthly {
            Some(monthly) => {
                prop_assert!(monthly * months >= outlook.missing);
                prop_assert!((monthly - 1) * months < outlook.missing);
            }
            None => prop_assert!(saved >= target),
        }
    }

    #[test]
    fn ranges_are_in_order_and_more_saved_is_never_later(
        target in 1_i64..10_000_000, saved in 0_i64..5_000_000,
        months in prop::collection::vec(-50_000_i64..200_000, 3..14), more in 0_i64..1_000_000,
    ) {
        let at = |saved| outlook(&Input {
            today: day("2026-05-18"), target, saved, due: None, months: &months,
        });
        let end = Month::new(9_999, 1).unwrap();
        let months = |outlook: &super::Outlook| outlook.reach.map_or([Month::from_index(0); 3], |reach| {
            [reach.early, reach.likely, reach.late].map(|month| month.unwrap_or(end))
        });
        let (less, more) = (months(&at(saved)), months(&at(saved + more)));
        prop_assert!(less.is_sorted());
        for (less, more) in less.iter().zip(&more) {
            prop_assert!(more <= less);
        }
    }
}
