//! Days on which banks book, by the settlement calendar of a currency, and where a payment goes whose day is none.
//!
//! A calendar is that of the system in which a currency's payments are settled: TARGET for the euro wherever the bank is, the
//! bank holidays of England and Wales for sterling, those of the Federal Reserve for the dollar, and so on. Holidays that move
//! with Easter follow the Gregorian computus (Meeus, Jones and Butcher). Of any other currency only weekends are known.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use money::Currency;

/// Whose bank holidays count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Calendar {
    /// Saturdays and Sundays alone.
    #[default]
    Weekends,
    /// TARGET, the euro's: European Central Bank, long-term calendar since 2002.
    Target,
    /// England and Wales, with the days that were proclaimed or moved.
    England,
    /// The Federal Reserve's; what falls on a Saturday is not made up for.
    Fed,
    /// SIX Interbank Clearing.
    Swiss,
    /// Sveriges Riksbank.
    Sweden,
    /// Norges Bank.
    Norway,
    /// Danmarks Nationalbank; Great Prayer Day until 2023.
    Denmark,
    /// Narodowy Bank Polski; Christmas Eve since 2025.
    Poland,
    /// Česká národní banka; Good Friday since 2016.
    Czechia,
    /// Payments Canada; Truth and Reconciliation since 2021.
    Canada,
}

/// A day of the year, by month and day.
type Fixed = (u32, u32);

impl Calendar {
    /// Every calendar by the currency it is of.
    const BY_CURRENCY: [(&'static str, Self); 10] = [
        ("EUR", Self::Target),
        ("GBP", Self::England),
        ("USD", Self::Fed),
        ("CHF", Self::Swiss),
        ("SEK", Self::Sweden),
        ("NOK", Self::Norway),
        ("DKK", Self::Denmark),
        ("PLN", Self::Poland),
        ("CZK", Self::Czechia),
        ("CAD", Self::Canada),
    ];

    /// The calendar of a currency.
    pub fn of(currency: Currency) -> Self {
        Self::from_code(currency.code())
    }

    /// The calendar of a currency's code; weekends alone for any other.
    pub fn from_code(code: &str) -> Self {
        Self::BY_CURRENCY
            .into_iter()
            .find(|(of, _)| *of == code)
            .map_or(Self::Weekends, |(_, calendar)| calendar)
    }

    /// The code of the currency it is of; `-` for weekends alone.
    pub fn code(self) -> &'static str {
        Self::BY_CURRENCY
            .into_iter()
            .find(|(_, calendar)| *calendar == self)
            .map_or("-", |(code, _)| code)
    }

    /// Whether banks book on a day.
    pub fn is_working(self, date: NaiveDate) -> bool {
        !is_weekend(date) && !self.is_holiday(date)
    }

    /// Whether a day is a bank holiday, weekends aside.
    fn is_holiday(self, date: NaiveDate) -> bool {
        let year = date.year();
        let on = |days: &[Fixed]| days.contains(&(date.month(), date.day()));
        // Days after Easter Sunday, negative before.
        let easter = |days: &[i64]| days.contains(&(date - easter(year)).num_days());
        match self {
            Self::Weekends => false,
            Self::Target => on(&[(1, 1), (5, 1), (12, 25), (12, 26)]) || easter(&[-2, 1]),
            Self::England => easter(&[-2, 1]) || is_english(date),
            Self::Fed => is_federal(date),
            Self::Swiss => {
                on(&[(1, 1), (1, 2), (5, 1), (8, 1), (12, 25), (12, 26)])
                    || easter(&[-2, 1, 39, 50])
            }
            Self::Sweden => {
                on(&[(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)])
                    || easter(&[-2, 1, 39])
                    // Midsummer Eve.
                    || (date.month() == 6
                        && date.weekday() == Weekday::Fri
                        && (19..=25).contains(&date.day()))
            }
            Self::Norway => {
                on(&[(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)]) || easter(&[-3, -2, 1, 39, 50])
            }
            Self::Denmark => {
                on(&[(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)])
                    || easter(&[-3, -2, 1, 39, 40, 50])
                    || (year <= 2023 && easter(&[26]))
            }
            Self::Poland => {
                on(&[
                    (1, 1),
                    (1, 6),
                    (5, 1),
                    (5, 3),
                    (8, 15),
                    (11, 1),
                    (11, 11),
                    (12, 25),
                    (12, 26),
                ]) || easter(&[1, 60])
                    || (year >= 2025 && on(&[(12, 24)]))
            }
            Self::Czechia => {
                on(&[
                    (1, 1),
                    (5, 1),
                    (5, 8),
                    (7, 5),
                    (7, 6),
                    (9, 28),
                    (10, 28),
                    (11, 17),
                    (12, 24),
                    (12, 25),
                    (12, 26),
                ]) || easter(&[1])
                    || (year >= 2016 && easter(&[-2]))
            }
            Self::Canada => easter(&[-2]) || is_canadian(date),
        }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Easter Sunday of a year after 1582.
fn easter(year: i32) -> NaiveDate {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 19 * weekday) / 433;
    let month = (epact + weekday - 7 * late + 90) / 25;
    let day = (epact + weekday - 7 * late + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs()).unwrap_or_default()
}

/// Whether a day is the nth of its weekday in its month, counted from 1.
fn is_nth(date: NaiveDate, month: u32, weekday: Weekday, nth: u32) -> bool {
    date.month() == month && date.weekday() == weekday && (date.day() - 1) / 7 + 1 == nth
}

/// Whether a day is the last of its weekday in its month.
fn is_last(date: NaiveDate, month: u32, weekday: Weekday) -> bool {
    let next_week = date.checked_add_days(Days::new(7));
    date.month() == month
        && date.weekday() == weekday
        && next_week.is_none_or(|next| next.month() != month)
}

/// Bank holidays of England and Wales that do not move with Easter; one at a weekend is taken on the next working day.
fn is_english(date: NaiveDate) -> bool {
    let (year, day) = (date.year(), (date.month(), date.day()));
    match (year, day) {
        // Moved from their Mondays, and the days that were proclaimed.
        (2020 | 2023, (5, 8))
        | (2012, (6, 4 | 5))
        | (2022, (6, 2 | 3) | (9, 19))
        | (2011, (4, 29)) => return true,
        (2020, (5, 4)) | (2012, (5, 28)) | (2022, (5, 30)) => return false,
        _ => {}
    }
    let monday = date.weekday() == Weekday::Mon;
    let new_year = day == (1, 1) || (monday && matches!(day, (1, 2 | 3)));
    // Christmas Day and Boxing Day: of two at a weekend Monday and Tuesday are taken.
    let christmas = match date.weekday() {
        Weekday::Mon | Weekday::Tue => matches!(day, (12, 25..=28)),
        _ => matches!(day, (12, 25 | 26)),
    };
    new_year
        || christmas
        || is_nth(date, 5, Weekday::Mon, 1)
        || is_last(date, 5, Weekday::Mon)
        || is_last(date, 8, Weekday::Mon)
}

/// Holidays of the Federal Reserve; one on a Sunday is taken on Monday.
fn is_federal(date: NaiveDate) -> bool {
    let fixed = |month: u32, day: u32| {
        let on = (date.month(), date.day());
        let monday_after = date.weekday() == Weekday::Mon
            && date
                .pred_opt()
                .is_some_and(|sunday| (sunday.month(), sunday.day()) == (month, day));
        on == (month, day) || monday_after
    };
    fixed(1, 1)
        || is_nth(date, 1, Weekday::Mon, 3)
        || is_nth(date, 2, Weekday::Mon, 3)
        || is_last(date, 5, Weekday::Mon)
        || (date.year() >= 2022 && fixed(6, 19))
        || fixed(7, 4)
        || is_nth(date, 9, Weekday::Mon, 1)
        || is_nth(date, 10, Weekday::Mon, 2)
        || fixed(11, 11)
        || is_nth(date, 11, Weekday::Thu, 4)
        || fixed(12, 25)
}

/// Days on which no payments are cleared in Canada; one at a weekend is taken on the next working day.
fn is_canadian(date: NaiveDate) -> bool {
    let day = (date.month(), date.day());
    let monday = date.weekday() == Weekday::Mon;
    let moved = |month: u32, on: u32| {
        day == (month, on)
            || (monday && date.month() == month && (date.day() == on + 1 || date.day() == on + 2))
    };
    let christmas = match date.weekday() {
        Weekday::Mon | Weekday::Tue => matches!(day, (12, 25..=28)),
        _ => matches!(day, (12, 25 | 26)),
    };
    // The Monday before 25 May.
    let victoria = monday && date.month() == 5 && (18..=24).contains(&date.day());
    moved(1, 1)
        || victoria
        || moved(7, 1)
        || is_nth(date, 9, Weekday::Mon, 1)
        || (date.year() >= 2021 && (day == (9, 30) || (monday && matches!(day, (10, 1 | 2)))))
        || is_nth(date, 10, Weekday::Mon, 2)
        || moved(11, 11)
        || christmas
}

/// Where a payment goes whose day is no working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shift {
    /// It stays.
    #[default]
    None,
    /// To the working day before.
    Before,
    /// To the working day after.
    After,
}

impl Shift {
    /// Every shift.
    pub const ALL: [Self; 3] = [Self::None, Self::Before, Self::After];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shift| shift.as_str() == word)
    }

    /// The day after the shift.
    pub fn of(self, date: NaiveDate, calendar: Calendar) -> NaiveDate {
        /// Longer than any run of holidays.
        const MOST: usize = 14;
        let found = match self {
            Self::None => None,
            Self::Before => {
                (date.iter_days().rev().take(MOST)).find(|day| calendar.is_working(*day))
            }
            Self::After => (date.iter_days().take(MOST)).find(|day| calendar.is_working(*day)),
        };
        found.unwrap_or(date)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use chrono::{Datelike, NaiveDate};
    use proptest::prelude::*;

    use super::{Calendar, Shift, easter, is_weekend};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Bank holidays on days of the week, in order.
    fn holidays(calendar: Calendar, year: i32) -> Vec<String> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        (first.iter_days().take_while(|date| date.year() == year))
            .filter(|date| !is_weekend(*date) && !calendar.is_working(*date))
            .map(|date| date.format("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn easter_falls_where_the_churches_say() {
        for (year, on) in [
            (1961, "1961-04-02"),
            (2000, "2000-04-23"),
            (2019, "2019-04-21"),
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter(year), day(on));
        }
    }

    #[test]
    fn holidays_are_those_that_were_published() {
        assert_eq!(
            holidays(Calendar::Target, 2026),
            ["01-01", "04-03", "04-06", "05-01", "12-25"]
        );
        assert_eq!(
            holidays(Calendar::England, 2022),
            [
                "01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26",
                "12-27"
            ]
        );
        assert_eq!(
            holidays(Calendar::England, 2021),
            [
                "01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"
            ]
        );
        assert_eq!(
            holidays(Calendar::Fed, 2023),
            [
                "01-02", "01-16", "02-20", "05-29", "06-19", "07-04", "09-04", "10-09", "11-23",
                "12-25"
            ]
        );
        assert_eq!(
            holidays(Calendar::Sweden, 2025),
            [
                "01-01", "01-06", "04-18", "04-21", "05-01", "05-29", "06-06", "06-20", "12-24",
                "12-25", "12-26", "12-31"
            ]
        );
        assert_eq!(
            holidays(Calendar::Denmark, 2024),
            [
                "01-01", "03-28", "03-29", "04-01", "05-09", "05-10", "05-20", "06-05", "12-24",
                "12-25", "12-26", "12-31"
            ]
        );
        assert_eq!(
            holidays(Calendar::Poland, 2025),
            [
                "01-01", "01-06", "04-21", "05-01", "06-19", "08-15", "11-11", "12-24", "12-25",
                "12-26"
            ]
        );
    }

    #[test]
    fn a_payment_moves_over_the_holidays() {
        // Good Friday to Easter Monday.
        let friday = day("2026-04-03");
        assert_eq!(Shift::After.of(friday, Calendar::Target), day("2026-04-07"));
        assert_eq!(
            Shift::Before.of(friday, Calendar::Target),
            day("2026-04-02")
        );
        assert_eq!(Shift::None.of(friday, Calendar::Target), friday);
        assert_eq!(Shift::After.of(friday, Calendar::Fed), friday);
        assert_eq!(
            Shift::After.of(day("2026-04-04"), Calendar::Weekends),
            day("2026-04-06")
        );
    }

    #[test]
    fn calendars_are_known_by_their_currency() {
        for (code, calendar) in Calendar::BY_CURRENCY {
            assert_eq!(Calendar::from_code(code), calendar);
            assert_eq!(calendar.code(), code);
        }
        assert_eq!(Calendar::from_code("XAF"), Calendar::Weekends);
        assert_eq!(
            Calendar::from_code(Calendar::Weekends.code()),
            Calendar::Weekends
        );
    }

    proptest! {
        #[test]
        fn a_shift_ends_on_the_nearest_working_day(days in 0_u64..36_525, at in 0_usize..10) {
            let date = day("1990-01-01") + chrono::Days::new(days);
            let calendar = Calendar::BY_CURRENCY[at].1;
            let (before, after) = (Shift::Before.of(date, calendar), Shift::After.of(date, calendar));
            prop_assert!(calendar.is_working(before) && calendar.is_working(after));
            prop_assert!(before <= date && date <= after);
            let between = before.iter_days().skip(1).take_while(|day| *day < after);
            prop_assert!(between.into_iter().all(|day| !calendar.is_working(day) || day == date && before == after));
        }
    }
}
