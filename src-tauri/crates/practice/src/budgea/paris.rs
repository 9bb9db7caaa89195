//! Budgea's stamps: wall time in Paris, without a zone.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Europe::Paris;

use crate::json::Json;

/// `2026-01-14 19:22:00` for a moment in milliseconds since 1970.
pub(crate) fn stamp(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms)
        .unwrap_or_default()
        .with_timezone(&Paris)
        .format("%Y-%m-%d %H:%M:%S")
        .to_string()
}

/// As [`stamp`], for a document.
pub(crate) fn written(ms: i64) -> Json {
    stamp(ms).into()
}

/// `2026-01-14 18:22:00`, in UTC, as the times of movements are.
pub(crate) fn utc(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms)
        .unwrap_or_default()
        .format("%Y-%m-%d %H:%M:%S")
        .to_string()
}

/// Reads a stamp that a client sent back: with a blank or a `T`, with or without a time.
///
/// An hour that the spring swallows is read as the one after it, and of an hour that the autumn
/// repeats the first is meant, so that a client rather gets a row twice than never.
pub(crate) fn read(text: &str) -> Option<i64> {
    let text = text.trim().replacen('T', " ", 1);
    let wall = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|shape| NaiveDateTime::parse_from_str(&text, shape).ok())
        .or_else(|| text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0))?;
    let moment = match Paris.from_local_datetime(&wall) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment,
        LocalResult::None => Paris
            .from_local_datetime(&(wall + chrono::TimeDelta::hours(1)))
            .earliest()?,
    };
    Some(moment.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).map_or(0, |at| at.timestamp_millis())
    }

    #[test]
    fn both_clock_changes_are_followed() {
        assert_eq!(stamp(at("2026-03-29T00:59:59Z")), "2026-03-29 01:59:59");
        assert_eq!(stamp(at("2026-03-29T01:00:00Z")), "2026-03-29 03:00:00");
        assert_eq!(stamp(at("2026-10-25T00:30:00Z")), "2026-10-25 02:30:00");
        assert_eq!(stamp(at("2026-10-25T01:30:00Z")), "2026-10-25 02:30:00");
        assert_eq!(stamp(at("2026-10-25T02:00:00Z")), "2026-10-25 03:00:00");
    }

    #[test]
    fn stamps_come_back_as_moments() {
        assert_eq!(
            read("2026-07-01 12:00:00"),
            Some(at("2026-07-01T10:00:00Z"))
        );
        assert_eq!(
            read("2026-07-01T12:00:00"),
            Some(at("2026-07-01T10:00:00Z"))
        );
        assert_eq!(read("2026-01-01"), Some(at("2025-12-31T23:00:00Z")));
        assert_eq!(
            read("2026-03-29 02:30:00"),
            Some(at("2026-03-29T01:30:00Z"))
        );
        assert_eq!(
            read("2026-10-25 02:30:00"),
            Some(at("2026-10-25T00:30:00Z"))
        );
        assert_eq!(read("yesterday"), None);
    }
}
