//! Lines of other periods than months: weeks, years, any number of days or months.

use chrono::{Datelike, Days, NaiveDate};
use domain::budget::Month;

use super::{Budget, Input, Line, Spending, narrow, pace, sum_between, version};

/// The period of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// So many days, at least one; 7 is a week.
    Days(u32),
    /// So many months, at least one; 12 is a year.
    Months(u32),
}

/// A line in one of its periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnLine {
    /// First day of the period.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// The line; its limit is for the whole period.
    pub line: Line,
}

impl Turn {
    /// The period that a day lies in, counted from `since`; nothing for a day before it.
    pub fn span(self, since: NaiveDate, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        if day < since {
            return None;
        }
        match self {
            Self::Days(days) => {
                let days = u64::from(days.max(1));
                let past = (day - since).num_days().unsigned_abs() / days * days;
                let first = since.checked_add_days(Days::new(past))?;
                Some((first, first.checked_add_days(Days::new(days - 1))?))
            }
            Self::Months(months) => {
                let months = i32::try_from(months.max(1)).ok()?;
                let start = Month::of(since);
                let past = (Month::of(day).index() - start.index()) / months * months;
                let first = start.plus(past);
                Some((first.first_day(), first.plus(months - 1).last_day()))
            }
        }
    }

    /// The first period of a line: weeks begin on Monday, whole years on 1 January, anything else on the day given.
    pub fn begin(self, since: NaiveDate) -> NaiveDate {
        match self {
            Self::Days(days) if days % 7 == 0 => {
                let past = since.weekday().num_days_from_monday();
                since
                    .checked_sub_days(Days::new(u64::from(past)))
                    .unwrap_or(since)
            }
            Self::Days(_) => since,
            Self::Months(12) => Month::new(since.year(), 1).map_or(since, Month::first_day),
            Self::Months(_) => Month::of(since).first_day(),
        }
    }
}

/// The period of `budget` that `at` lies in, everything before it carried over. The limit of a period is the version that holds in the
/// month of its last day, so that one set in the midst of a period counts for it. Moves do not count here: they belong to months.
pub fn turn(
    input: &Input<'_>,
    budget: &Budget,
    turn: Turn,
    since: NaiveDate,
    at: NaiveDate,
) -> Option<TurnLine> {
    let spending = Spending::of(input);
    let days = spending.days(Some(budget.id));
    let mut day = turn.begin(since);
    let mut carried_in = 0;
    loop {
        let (first, last) = turn.span(day, day)?;
        let version = version(budget, Month::of(last))?;
        let spent = sum_between(days, first, last);
        let available = i128::from(version.minor) + i128::from(carried_in);
        let left = narrow(available - i128::from(spent));
        if at <= last {
            let ended = budget.until.is_some_and(|until| Month::of(first) > until);
            return (!ended && at >= first).then(|| TurnLine {
                first,
                last,
                line: Line {
                    budget: budget.id,
                    limit: version.minor,
                    carried_in,
                    spent,
                    left,
                    pace: pace::of(narrow(available), spent, (first, last), input.today, days),
                },
            });
        }
        carried_in = match left.signum() {
            1 if version.carry.surplus => left,
            -1 if version.carry.overspending => left,
            _ => 0,
        };
        day = last.succ_opt()?;
    }
}
