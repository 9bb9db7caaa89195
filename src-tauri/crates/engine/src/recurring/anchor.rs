//! The days a series falls on: a day of the month with its shift at weekends and bank holidays, a weekday of the month, or a rhythm of weeks.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::budget::Month;
use domain::workday::{Calendar, Shift};

use super::Period;
use super::rhythm::usual_day;

/// Which days a series aims at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// A day of the month, 31 for the last, and where weekends and bank holidays move it: 31 and [`Shift::Before`] is the last
    /// working day.
    Day {
        /// 1 to 31.
        day: u32,
        /// What days that are no working days do.
        shift: Shift,
        /// Which days those are.
        calendar: Calendar,
    },
    /// A weekday of the month: the third Friday; 5 for the last.
    Weekday {
        /// 1 to 5.
        nth: u32,
        /// Which.
        weekday: Weekday,
    },
    /// A rhythm of weeks: days from the common era that leave this rest when divided by the period.
    Phase(i64),
}

impl Anchor {
    /// The days that recent payments aim at, ascending; most hits count, the plainer rule among equals.
    pub fn of(period: Period, dates: &[NaiveDate], calendar: Calendar) -> Self {
        /// Payments that are looked at; older ones may have had another day.
        const RECENT: usize = 8;
        let mut dates = dates.to_vec();
        dates.dedup();
        let recent = dates
            .get(dates.len().saturating_sub(RECENT)..)
            .unwrap_or_default();
        let Some(newest) = recent.last() else {
            return Self::Day {
                day: 1,
                shift: Shift::None,
                calendar,
            };
        };
        let hits = |anchor: &Self| {
            recent
                .iter()
                .filter(|date| anchor.slot(period, **date) == **date)
                .count()
        };
        // The newest of equals: `max_by_key` takes the last.
        if period.months().is_none() {
            return recent
                .iter()
                .map(|date| {
                    Self::Phase(i64::from(date.num_days_from_ce()).rem_euclid(period.days()))
                })
                .max_by_key(hits)
                .unwrap_or(Self::Phase(0));
        }
        let usual = usual_day(recent);
        let plain = Self::Day {
            day: usual,
            shift: Shift::None,
            calendar,
        };
        let of_plain = hits(&plain);
        if recent.len() < 4 || of_plain == recent.len() {
            return plain;
        }
        let shifted = [Shift::After, Shift::Before].into_iter().flat_map(|shift| {
            recent
                .iter()
                .map(Datelike::day)
                .chain([usual, 31])
                .map(move |day| Self::Day {
                    day,
                    shift,
                    calendar,
                })
        });
        let nth = (newest.day() - 1) / 7 + 1;
        let in_month = [nth.min(4), 5].into_iter().map(|nth| Self::Weekday {
            nth,
            weekday: newest.weekday(),
        });
        let best = shifted
            .chain(in_month)
            .map(|anchor| (hits(&anchor), anchor))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        match best {
            // Two hits more than the plain day, and most of all: less may be chance.
            Some((count, anchor)) if count >= of_plain + 2 && count * 4 >= recent.len() * 3 => {
                anchor
            }
            _ => plain,
        }
    }

    /// The day of the month it stands for, 1 to 31; for weeks the day of `last`.
    pub fn day_of_month(self, last: NaiveDate) -> u32 {
        match self {
            Self::Day { day, .. } => day,
            Self::Weekday { .. } | Self::Phase(_) => last.day(),
        }
    }

    /// The payment day nearest to `date`: where a late or early payment belongs.
    pub fn slot(self, period: Period, date: NaiveDate) -> NaiveDate {
        if let Self::Phase(rest) = self {
            let length = period.days();
            let off = (i64::from(date.num_days_from_ce()) - rest).rem_euclid(length);
            let back = if off * 2 > length { off - length } else { off };
            return date
                .checked_sub_signed(chrono::TimeDelta::days(back))
                .unwrap_or(date);
        }
        let month = Month::of(date);
        [month, month.plus(-1), month.plus(1)]
            .map(|month| self.within(month))
            .into_iter()
            .min_by_key(|slot| (*slot - date).num_days().abs())
            .unwrap_or(date)
    }

    /// The payment day one period after the one nearest to `date`.
    pub fn after(self, period: Period, date: NaiveDate) -> NaiveDate {
        let Some(months) = period.months() else {
            return self
                .slot(period, date)
                .checked_add_days(Days::new(period.days() as u64))
                .unwrap_or(NaiveDate::MAX);
        };
        // The month whose payment it is, even if a weekend moved it into the next one.
        let month = Month::of(date);
        let home = [month, month.plus(-1), month.plus(1)]
            .into_iter()
            .min_by_key(|month| (self.within(*month) - date).num_days().abs())
            .unwrap_or(month);
        self.within(home.plus(months as i32))
    }

    /// The day it falls on in a month.
    fn within(self, month: Month) -> NaiveDate {
        let (first, last) = (month.first_day(), month.last_day());
        match self {
            Self::Day {
                day,
                shift,
                calendar,
            } => shift.of(
                first.with_day(day.clamp(1, last.day())).unwrap_or(last),
                calendar,
            ),
            Self::Weekday { nth, weekday } => {
                let ahead = (7 + weekday.num_days_from_monday()
                    - first.weekday().num_days_from_monday())
                    % 7;
                let day = 1 + ahead + (nth.clamp(1, 5) - 1) * 7;
                let day = if day > last.day() { day - 7 } else { day };
                first.with_day(day).unwrap_or(last)
            }
            Self::Phase(_) => first,
        }
    }
}
