//! Working days and months, without a clock.
//!
//! Bank holidays are the six closing days of the euro area's payment system, which are also the
//! days on which no reference rates appear.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Easter Sunday of a year (the anonymous Gregorian computus).
fn easter(year: i32) -> NaiveDate {
    let golden = year % 19;
    let century = year / 100;
    let in_century = year % 100;
    let skipped = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - skipped + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let shift = (golden + 11 * epact + 22 * weekday) / 451;
    let month = (epact + weekday - 7 * shift + 114) / 31;
    let day = (epact + weekday - 7 * shift + 114) % 31 + 1;
    date(year, month.unsigned_abs(), day.unsigned_abs())
}

/// A date whose day is cut to the month's length.
pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    (1..=day)
        .rev()
        .find_map(|candidate| NaiveDate::from_ymd_opt(year, month, candidate))
        .unwrap_or(NaiveDate::MIN)
}

/// Neither a weekend nor a closing day.
pub(crate) fn is_working(day: NaiveDate) -> bool {
    if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        return false;
    }
    let sunday = easter(day.year());
    let fixed = matches!((day.month(), day.day()), (1 | 5, 1) | (12, 25 | 26));
    !(fixed || day == minus(sunday, 2) || day == plus(sunday, 1))
}

/// The day itself or the first working day after it.
pub(crate) fn working_from(mut day: NaiveDate) -> NaiveDate {
    while !is_working(day) {
        day = plus(day, 1);
    }
    day
}

/// The day itself or the last working day before it.
pub(crate) fn working_until(mut day: NaiveDate) -> NaiveDate {
    while !is_working(day) {
        day = minus(day, 1);
    }
    day
}

/// `days` later; the last date there is when the calendar ends.
pub(crate) fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days))
        .unwrap_or(NaiveDate::MAX)
}

/// `days` earlier; the first date there is when the calendar ends.
pub(crate) fn minus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days))
        .unwrap_or(NaiveDate::MIN)
}

/// The same day `months` later, cut to the month's length.
pub(crate) fn plus_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

/// The same day `months` earlier, cut to the month's length.
pub(crate) fn minus_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months))
        .unwrap_or(NaiveDate::MIN)
}

/// The first day of the month.
pub(crate) fn month_start(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The last day of the month.
pub(crate) fn month_end(day: NaiveDate) -> NaiveDate {
    minus(plus_months(month_start(day), 1), 1)
}

/// `YYYY-MM`.
pub(crate) fn month_name(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        assert_eq!(easter(2024), date(2024, 3, 31));
        assert_eq!(easter(2025), date(2025, 4, 20));
        assert_eq!(easter(2026), date(2026, 4, 5));
        assert_eq!(easter(2038), date(2038, 4, 25));
    }

    #[test]
    fn closing_days_and_weekends_are_no_working_days() {
        assert!(!is_working(date(2026, 4, 3)), "Good Friday");
        assert!(!is_working(date(2026, 4, 6)), "Easter Monday");
        assert!(!is_working(date(2026, 5, 1)));
        assert!(!is_working(date(2026, 11, 21)), "a Saturday");
        assert!(is_working(date(2026, 11, 20)));
        assert_eq!(working_from(date(2026, 4, 3)), date(2026, 4, 7));
        assert_eq!(working_until(date(2026, 4, 6)), date(2026, 4, 2));
    }

    #[test]
    fn a_day_is_cut_to_its_month() {
        assert_eq!(
            date(2026, 2, 31),
            NaiveDate::from_ymd_opt(2026, 2, 28).unwrap_or_default()
        );
        assert_eq!(
            date(2026, 2, 5),
            NaiveDate::from_ymd_opt(2026, 2, 5).unwrap_or_default()
        );
        assert_eq!(month_end(date(2024, 2, 3)), date(2024, 2, 29));
    }
}
