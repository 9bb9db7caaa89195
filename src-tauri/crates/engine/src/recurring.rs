//! Payments that repeat: which rows form a series, how often, and what comes next.

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::planned::Cadence;

mod anchor;
mod carry;
mod detect;
mod outlook;
mod rhythm;

pub use anchor::Anchor;
pub use detect::{Row, detect};
pub(crate) use rhythm::{slot_of, usual_day};

#[cfg(test)]
mod tests;

/// How often a series repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Period {
    /// Every 7 days.
    Weekly,
    /// Every 14 days.
    Biweekly,
    /// Every 28 days.
    Fourweekly,
    /// Every month.
    #[default]
    Monthly,
    /// Every second month.
    Bimonthly,
    /// Every third month.
    Quarterly,
    /// Every sixth month.
    Halfyearly,
    /// Every year.
    Yearly,
}

impl Period {
    /// Every period, shortest first.
    pub const ALL: [Self; 8] = [
        Self::Weekly,
        Self::Biweekly,
        Self::Fourweekly,
        Self::Monthly,
        Self::Bimonthly,
        Self::Quarterly,
        Self::Halfyearly,
        Self::Yearly,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Biweekly => "biweekly",
            Self::Fourweekly => "fourweekly",
            Self::Monthly => "monthly",
            Self::Bimonthly => "bimonthly",
            Self::Quarterly => "quarterly",
            Self::Halfyearly => "halfyearly",
            Self::Yearly => "yearly",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.as_str() == word)
    }

    /// Months between two payments; nothing for weeks.
    pub const fn months(self) -> Option<u32> {
        match self {
            Self::Weekly | Self::Biweekly | Self::Fourweekly => None,
            Self::Monthly => Some(1),
            Self::Bimonthly => Some(2),
            Self::Quarterly => Some(3),
            Self::Halfyearly => Some(6),
            Self::Yearly => Some(12),
        }
    }

    /// Days between two payments, for months the nearest whole number.
    pub const fn days(self) -> i64 {
        match self {
            Self::Weekly => 7,
            Self::Biweekly => 14,
            Self::Fourweekly => 28,
            Self::Monthly => 30,
            Self::Bimonthly => 61,
            Self::Quarterly => 91,
            Self::Halfyearly => 183,
            Self::Yearly => 365,
        }
    }

    /// Days that a payment may be early or late and still be the next of its series.
    pub const fn slack(self) -> i64 {
        match self {
            Self::Weekly => 2,
            Self::Biweekly => 3,
            Self::Fourweekly => 4,
            Self::Monthly => 6,
            Self::Bimonthly => 8,
            Self::Quarterly => 12,
            Self::Halfyearly => 15,
            Self::Yearly => 20,
        }
    }

    /// The same as a cadence; in months on `day` of the month.
    pub const fn cadence(self, day: u32) -> Cadence {
        match self.months() {
            None => Cadence::Days(self.days() as u32),
            Some(every) => Cadence::Months { every, day },
        }
    }

    /// The payment day one period after `date`; in months it falls on `day` of the month (31: the last), in weeks `day` is of no
    /// account.
    pub fn after(self, date: NaiveDate, day: u32) -> NaiveDate {
        match self.months() {
            None => date.checked_add_days(Days::new(self.days() as u64)),
            Some(months) => date
                .with_day(1)
                .and_then(|first| first.checked_add_months(Months::new(months)))
                .and_then(|first| {
                    let last = domain::budget::Month::of(first).last_day().day();
                    first.with_day(day.clamp(1, last))
                }),
        }
        .unwrap_or(NaiveDate::MAX)
    }
}

/// A payment that repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its rows, as indices into what was given, ascending by date.
    pub rows: Vec<usize>,
    /// How often.
    pub period: Period,
    /// The day of the month it falls on, 1 to 31 (31: the last); the day of its last row for weeks.
    pub day: u32,
    /// The days it aims at, weekends and weekdays of the month included.
    pub anchor: Anchor,
    /// The next amount: after a change of price the new one. Of several rows on one day their sum.
    pub minor: i64,
    /// Whether the amount is the same each time, apart from changes of price.
    pub fixed: bool,
    /// The price before the last change, and the day of the change.
    pub changed: Option<(i64, NaiveDate)>,
    /// Day of the last payment.
    pub last_date: NaiveDate,
    /// Day the payment after the last one is due: past if it stayed away.
    pub due: NaiveDate,
    /// Day of the next payment, after the day the series was looked at.
    pub next_date: NaiveDate,
    /// How sure, in percent.
    pub confidence: u8,
    /// Whether it has been silent for more than 2.2 periods.
    pub ended: bool,
}
