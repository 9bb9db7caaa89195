//! Moments in milliseconds since 1970, and how they are written.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// `2026-01-14T18:22:00.000Z`
pub(crate) fn instant(ms: i64) -> String {
    utc(ms).to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// `2026-01-14T18:22:00`, without a zone.
pub(crate) fn zoneless(ms: i64) -> String {
    utc(ms).format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Midnight of a day, UTC.
pub(crate) fn midnight(day: NaiveDate) -> String {
    instant(crate::household::stamp(day, 0))
}

/// The day of a moment, UTC.
pub(crate) fn day(ms: i64) -> NaiveDate {
    utc(ms).date_naive()
}

fn utc(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

/// What a client wrote for a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// A whole day, UTC.
    Day(NaiveDate),
    /// A moment.
    Moment(i64),
}

/// Reads a date or a date-time with a zone; a blank where the query swallowed a plus is mended.
pub(crate) fn read(text: &str) -> Option<Written> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some(Written::Day(day));
    }
    let mended = text.replace(' ', "+");
    DateTime::parse_from_rfc3339(&mended)
        .ok()
        .map(|at| Written::Moment(at.timestamp_millis()))
}
