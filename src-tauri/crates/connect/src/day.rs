//! Instants of the upstreams and the booking days they stand for.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

/// Reads an ISO 8601 instant. Text without a zone is taken for UTC.
pub(crate) fn instant(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.to_utc());
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(|local| local.and_utc())
}

/// The booking day of a date or an instant, in the person's zone.
///
/// An instant of exactly midnight UTC is how upstreams write a day without a time of day, and stays the day it names,
/// west of Greenwich too. Any other instant belongs to the day that the person's clocks showed: 23:30Z is the next day
/// in Paris.
pub(crate) fn booking_day(text: &str, zone: Tz) -> Option<NaiveDate> {
    let text = text.trim();
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return sane(day);
    }
    let instant = instant(text)?;
    if instant.time() == NaiveTime::MIN {
        return sane(instant.date_naive());
    }
    sane(instant.with_timezone(&zone).date_naive())
}

/// Days of other millennia are typing errors of somebody, not booking days.
fn sane(day: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike;
    (1900..=2199).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_late_in_the_evening_belongs_to_the_next_local_day() {
        let day = |text, zone| booking_day(text, zone).map(|day| day.to_string());
        let paris = Tz::Europe__Paris;
        assert_eq!(
            day("2026-01-14T23:30:00.000Z", paris).as_deref(),
            Some("2026-01-15")
        );
        assert_eq!(
            day("2026-07-14T22:30:00Z", paris).as_deref(),
            Some("2026-07-15")
        );
        assert_eq!(
            day("2026-01-14T22:30:00Z", paris).as_deref(),
            Some("2026-01-14")
        );
        assert_eq!(
            day("2026-01-14T23:30:00Z", Tz::UTC).as_deref(),
            Some("2026-01-14")
        );
        let new_york = Tz::America__New_York;
        assert_eq!(
            day("2026-01-14T03:00:00Z", new_york).as_deref(),
            Some("2026-01-13")
        );
        assert_eq!(
            day("2026-01-14T00:00:00.000Z", new_york).as_deref(),
            Some("2026-01-14"),
            "midnight is a day without a time"
        );
        assert_eq!(day("2026-01-14", new_york).as_deref(), Some("2026-01-14"));
    }

    #[test]
    fn a_stamp_without_zone_is_utc_and_nonsense_is_none() {
        let stamp = instant("2024-04-29T00:03:34").map(|stamp| stamp.to_rfc3339());
        assert_eq!(stamp.as_deref(), Some("2024-04-29T00:03:34+00:00"));
        for bad in [
            "",
            "yesterday",
            "2026-13-01T00:00:00Z",
            "20260114",
            "+262142-01-01T00:00:00Z",
        ] {
            assert_eq!(booking_day(bad, Tz::UTC), None, "{bad}");
        }
    }
}
