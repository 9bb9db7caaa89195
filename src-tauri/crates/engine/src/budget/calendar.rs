//! Months that begin on payday.

use chrono::{Days, NaiveDate};

/// The day of the month on which budget months begin: 1 for calendar months, at most 28, which every month has.
///
/// A month that begins on day `n` is turned into a calendar month by moving every day back by `n - 1`: its first day falls on the
/// 1st and its last on the last, whatever the lengths of the months are. All other arithmetic stays that of calendar months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    start_day: u32,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { start_day: 1 }
    }
}

impl Calendar {
    /// Months from this day on; nothing for a day that some month lacks.
    pub fn starting_on(start_day: u32) -> Option<Self> {
        (1..=28).contains(&start_day).then_some(Self { start_day })
    }

    /// The first day of its months.
    pub const fn start_day(self) -> u32 {
        self.start_day
    }

    /// The day as the engine counts it.
    pub fn counted(self, day: NaiveDate) -> NaiveDate {
        day.checked_sub_days(Days::new(u64::from(self.start_day - 1)))
            .unwrap_or(NaiveDate::MIN)
    }

    /// The real day of a counted one.
    pub fn real(self, counted: NaiveDate) -> NaiveDate {
        counted
            .checked_add_days(Days::new(u64::from(self.start_day - 1)))
            .unwrap_or(NaiveDate::MAX)
    }
}
