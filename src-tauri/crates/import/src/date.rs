//! Dates as written; never shifted, never guessed from nothing.

use chrono::NaiveDate;

/// Years that a bank file can speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// A day of the calendar in a year that a bank file can speak of.
pub(crate) fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    YEARS
        .contains(&year)
        .then(|| NaiveDate::from_ymd_opt(year, month, day))
        .flatten()
}

/// The day of a stamp that starts with `YYYYMMDD` or `YYYY-MM-DD`; what follows (time, fraction, zone) is not read.
pub(crate) fn stamp(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = bytes.get(range)?;
        part.iter().try_fold(0_u32, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    let year = i32::try_from(number(0..4)?).ok()?;
    let (month, date, rest) = if bytes.get(4) == Some(&b'-') {
        (bytes.get(7) == Some(&b'-')).then_some(())?;
        (number(5..7)?, number(8..10)?, 10)
    } else {
        (number(4..6)?, number(6..8)?, 8)
    };
    // A ninth digit belongs to the hour, of which there must be two; anything else after the day is not looked at.
    if bytes.get(rest).is_some_and(u8::is_ascii_digit)
        && !bytes.get(rest + 1).is_some_and(u8::is_ascii_digit)
    {
        return None;
    }
    day(year, month, date)
}
