//! Planned payments: standing orders of an upstream, bills that repeat, one-off dues.

use chrono::{Datelike, Months, NaiveDate};

/// How often something repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// Only once.
    Once,
    /// Every `n` days; 7 is weekly, 14 fortnightly.
    Days(u32),
    /// Every `n` months on `day` of the month (1 to 31; a shorter month takes its last day).
    Months {
        /// Months between two occurrences.
        every: u32,
        /// Day of the month.
        day: u32,
    },
}

impl Cadence {
    /// The first occurrence after `after`, counted from the anchor `first`; nothing for a past one-off.
    pub fn next_after(self, first: NaiveDate, after: NaiveDate) -> Option<NaiveDate> {
        if first > after {
            return Some(first);
        }
        match self {
            Self::Once => None,
            Self::Days(days) => {
                let days = i64::from(days.max(1));
                let steps = (after - first).num_days() / days + 1;
                first.checked_add_signed(chrono::TimeDelta::days(steps * days))
            }
            Self::Months { every, day } => {
                let every = every.max(1);
                let start = NaiveDate::from_ymd_opt(first.year(), first.month(), 1)?;
                let gap = (after.year() - first.year()) * 12 + after.month() as i32
                    - first.month() as i32;
                let mut steps = (gap.max(0) as u32) / every;
                loop {
                    let month = start.checked_add_months(Months::new(steps * every))?;
                    let date = clamp_day(month, day)?;
                    if date > after {
                        return Some(date);
                    }
                    steps += 1;
                }
            }
        }
    }
}

fn clamp_day(month_start: NaiveDate, day: u32) -> Option<NaiveDate> {
    let last = month_start.checked_add_months(Months::new(1))?.pred_opt()?;
    month_start.with_day(day.clamp(1, last.day()))
}
