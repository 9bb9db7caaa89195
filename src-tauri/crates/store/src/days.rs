//! Days and instants as the book stores them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::{Error, Result};

/// Days from 1 January of year 1 to 1 January 1970.
const EPOCH: i32 = 719_163;

/// The day number of a date: days since 1 January 1970.
pub(crate) fn day_of(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - EPOCH
}

/// The date of a day number.
pub(crate) fn date_of(day: i32) -> Result<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day.saturating_add(EPOCH)).ok_or(Error::Corrupt {
        table: "day",
        row: i64::from(day),
    })
}

/// Months since year 0 of a day number.
pub(crate) fn month_of(day: i32) -> Result<i32> {
    Ok(domain::budget::Month::of(date_of(day)?).index())
}

/// The instant as whole seconds since 1970.
pub(crate) fn seconds_of(at: DateTime<Utc>) -> i64 {
    at.timestamp()
}

/// The instant of whole seconds since 1970.
pub(crate) fn instant_of(seconds: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, 0).ok_or(Error::Corrupt {
        table: "instant",
        row: seconds,
    })
}
