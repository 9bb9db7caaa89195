//! Budgets.

use chrono::{Datelike, NaiveDate};

/// A calendar month, ordered, with arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    /// Months since year 0.
    index: i32,
}

impl Month {
    /// The month `month` (1 to 12) of `year`.
    pub const fn new(year: i32, month: u32) -> Option<Self> {
        if month >= 1 && month <= 12 {
            Some(Self {
                index: year * 12 + month as i32 - 1,
            })
        } else {
            None
        }
    }

    /// The month a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self {
            index: day.year() * 12 + day.month0() as i32,
        }
    }

    /// Months since year 0: the form the book stores.
    pub const fn index(self) -> i32 {
        self.index
    }

    /// From months since year 0.
    pub const fn from_index(index: i32) -> Self {
        Self { index }
    }

    /// The calendar year.
    pub const fn year(self) -> i32 {
        self.index.div_euclid(12)
    }

    /// The month of the year, 1 to 12.
    pub const fn month(self) -> u32 {
        self.index.rem_euclid(12) as u32 + 1
    }

    /// This month moved by `months`, which may be negative.
    #[must_use]
    pub const fn plus(self, months: i32) -> Self {
        Self {
            index: self.index + months,
        }
    }

    /// The first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(), self.month(), 1).unwrap_or(NaiveDate::MIN)
    }

    /// The last day.
    pub fn last_day(self) -> NaiveDate {
        self.plus(1)
            .first_day()
            .pred_opt()
            .unwrap_or(NaiveDate::MIN)
    }

    /// Reads `YYYY-MM`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}
