//! The wall clock of Paris, by which the upstream stamps what it keeps books of.
//!
//! Such a stamp has no zone, and in autumn an hour of them comes twice. A cursor is therefore kept as the server wrote it
//! and asked for again from an hour before, so that nothing falls between the two.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Paris;

use crate::json::Record;

/// How far before a cursor changes are asked for again: the hour that autumn repeats.
const OVERLAP: TimeDelta = TimeDelta::hours(1);
const FORMS: [&str; 2] = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];

/// Reads a stamp as it stands on the wall.
fn wall(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    FORMS
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}

/// The instant of a stamp. One that names its zone is taken at its word. Of an hour that comes twice it is the first,
/// since what was read then is at least that old; an hour that was left out is read by winter's clock.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(zoned) = DateTime::parse_from_rfc3339(text.trim()) {
        return Some(zoned.to_utc());
    }
    let wall = wall(text)?;
    match Paris.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
        LocalResult::None => Some(wall.checked_sub_signed(TimeDelta::hours(1))?.and_utc()),
    }
}

/// The day in Paris at an instant.
pub(super) fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Paris).date_naive()
}

/// A stamp within a record, as an instant.
pub(super) fn stamp(record: &Record<'_>, name: &str) -> Option<DateTime<Utc>> {
    instant(&record.text(name)?)
}

/// A day within a record; of a stamp, the day it names.
pub(super) fn date(record: &Record<'_>, name: &str) -> Option<NaiveDate> {
    let text = record.text(name)?;
    let day = text.get(..10)?;
    NaiveDate::parse_from_str(day, "%Y-%m-%d")
        .ok()
        .filter(|day| (1900..=2199).contains(&chrono::Datelike::year(day)))
}

/// The stamp from which changes are asked for, for a cursor that is the server's own text. Text of an unknown form is
/// handed back as it is.
pub(super) fn asked_from(cursor: &str) -> String {
    match wall(cursor).and_then(|wall| wall.checked_sub_signed(OVERLAP)) {
        Some(from) => from.format("%Y-%m-%d %H:%M:%S").to_string(),
        None => cursor.to_owned(),
    }
}

/// The later of two stamps on the wall.
pub(super) fn later(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => {
            // Text of another form never wins over a stamp, nor moves the cursor back.
            let other_is_later = match (wall(&one), wall(&other)) {
                (Some(a), Some(b)) => b > a,
                (None, Some(_)) => true,
                (Some(_) | None, None) => false,
            };
            Some(if other_is_later { other } else { one })
        }
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(at: DateTime<Utc>) -> String {
        at.with_timezone(&Paris)
            .format("%Y-%m-%d %H:%M:%S")
            .to_string()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn summer_winter_and_the_hours_between() {
        assert_eq!(
            instant("2026-07-14 12:00:00"),
            Some(utc("2026-07-14T10:00:00Z"))
        );
        assert_eq!(
            instant("2026-01-14T12:00:00"),
            Some(utc("2026-01-14T11:00:00Z"))
        );
        // 2026-03-29: 02:00 becomes 03:00.
        assert_eq!(
            instant("2026-03-29 01:59:59"),
            Some(utc("2026-03-29T00:59:59Z"))
        );
        assert_eq!(
            instant("2026-03-29 02:30:00"),
            Some(utc("2026-03-29T01:30:00Z"))
        );
        assert_eq!(
            instant("2026-03-29 03:00:00"),
            Some(utc("2026-03-29T01:00:00Z"))
        );
        // 2026-10-25: 03:00 becomes 02:00.
        assert_eq!(
            instant("2026-10-25 02:30:00"),
            Some(utc("2026-10-25T00:30:00Z"))
        );
        assert_eq!(
            instant("2026-10-25 03:00:00"),
            Some(utc("2026-10-25T02:00:00Z"))
        );
        assert_eq!(
            instant("2026-10-25T02:30:00+01:00"),
            Some(utc("2026-10-25T01:30:00Z"))
        );
        assert_eq!(instant("yesterday"), None);
    }

    #[test]
    fn cursors_of_an_unknown_form_are_left_alone() {
        assert_eq!(asked_from("2026-01-14 04:12:09"), "2026-01-14 03:12:09");
        assert_eq!(asked_from("2026-01-01 00:30:00"), "2025-12-31 23:30:00");
        assert_eq!(asked_from("rev-17"), "rev-17");
        assert_eq!(
            later(Some("2026-01-14 04:12:09".into()), Some("rev".into())).as_deref(),
            Some("2026-01-14 04:12:09")
        );
    }

    proptest! {
        #[test]
        fn what_changes_later_is_stamped_after_what_is_asked_from(
            start in 1_600_000_000_i64..1_900_000_000, gap in 0_i64..7200
        ) {
            // Half of the starts lie around a change of the clocks.
            for start in [start, near_a_change(start)] {
                let seen = DateTime::from_timestamp(start, 0).expect("in range");
                let changed = seen + TimeDelta::seconds(gap + 1);
                let from = asked_from(&written(seen));
                prop_assert!(written(changed) > from, "{} of {}", written(changed), from);
                let mark = later(Some(written(seen)), Some(written(changed)));
                prop_assert!(asked_from(&mark.expect("one")) < written(changed));
            }
        }

        #[test]
        fn a_stamp_is_read_back_within_the_hour_that_autumn_repeats(at in 1_600_000_000_i64..1_900_000_000) {
            for at in [at, near_a_change(at)] {
                let at = DateTime::from_timestamp(at, 0).expect("in range");
                let back = instant(&written(at)).expect("a stamp");
                let off = (at - back).num_seconds();
                prop_assert!(off == 0 || off == 3600, "{at} was read as {back}");
                prop_assert_eq!(day(at), date_of(&written(at)));
            }
        }
    }

    fn date_of(text: &str) -> NaiveDate {
        wall(text).expect("a stamp").date()
    }

    /// An instant within three hours of a change of the clocks of 2026.
    fn near_a_change(seed: i64) -> i64 {
        let changes = [1_774_746_000, 1_792_890_000];
        changes[usize::from(seed % 2 == 0)] + seed % 10_800 - 5_400
    }
}
