//! Whether a month's spending keeps step with its days.

use chrono::NaiveDate;
use domain::budget::Month;

use super::{between, days_before, sum_between};
use crate::arith::{mul_div, total};

/// Days that the projection looks back: four whole weeks, so that every weekday counts alike.
const LOOK_BACK: u64 = 28;
/// Within a tenth of what is available, spending counts as on pace.
const TOLERANCE: i64 = 10;

/// How a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Nothing was spent.
    NothingYet,
    /// A bill of the month, and it is paid: no more is expected.
    BillPaid,
    /// Less than an even pace.
    BelowPace,
    /// About an even pace.
    OnPace,
    /// More than an even pace, within the limit.
    Ahead,
    /// More than there was.
    Over,
}

/// Pace of a line in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// In words.
    pub status: Status,
    /// What an even pace would have spent by today.
    pub even: i64,
    /// Spent less even: positive is ahead.
    pub ahead: i64,
    /// Days of the month after today.
    pub days_left: u32,
    /// What is left for each of the days after today; nothing when over, or when no day is left.
    pub safe_per_day: Option<i64>,
    /// Spending at the end of the month if it goes on like the past four weeks; equals what was spent once the month is over
    /// or the bill is paid.
    pub projected: i64,
}

pub(super) fn of(
    available: i64,
    spent: i64,
    (first, last): (NaiveDate, NaiveDate),
    today: NaiveDate,
    days: &[(NaiveDate, i64)],
) -> Pace {
    let in_month = (last - first).num_days() + 1;
    let begun = ((today - first).num_days() + 1).clamp(0, in_month);
    let days_left = in_month - begun;
    let even = mul_div(available, begun, in_month);
    let ahead = total([spent, even.saturating_neg()]);
    let left = total([available, spent.saturating_neg()]);
    let month = Month::of(first);
    let is_month = first == month.first_day() && last == month.last_day();
    let bill_paid = is_month && is_bill_paid(month, days);
    let over = begun == in_month || bill_paid || first > today;
    let status = if spent > available.max(0) {
        Status::Over
    } else if between(days, first, last).is_empty() {
        Status::NothingYet
    } else if bill_paid {
        Status::BillPaid
    } else if ahead > available / TOLERANCE {
        Status::Ahead
    } else if ahead < -(available / TOLERANCE) {
        Status::BelowPace
    } else {
        Status::OnPace
    };
    Pace {
        status,
        even,
        ahead,
        days_left: days_left as u32,
        safe_per_day: (left >= 0 && days_left > 0).then(|| mul_div(left, 1, days_left)),
        projected: if over {
            spent
        } else {
            total([
                spent,
                mul_div(recent(today, days), days_left, window(today, days)),
            ])
        },
    }
}

/// Net spending of the past four weeks; never negative.
fn recent(today: NaiveDate, days: &[(NaiveDate, i64)]) -> i64 {
    sum_between(days, days_before(today, LOOK_BACK - 1), today).max(0)
}

/// Days that the look-back really covers: a line younger than four weeks has fewer.
fn window(today: NaiveDate, days: &[(NaiveDate, i64)]) -> i64 {
    let known = days
        .first()
        .map_or(1, |(first, _)| (today - *first).num_days() + 1);
    known.clamp(7, LOOK_BACK as i64)
}

/// A bill is a line that was paid on one or two days in each of the three months before; it is paid when this month has as many
/// such days as the month with the most.
fn is_bill_paid(month: Month, days: &[(NaiveDate, i64)]) -> bool {
    let payments = |month: Month| {
        between(days, month.first_day(), month.last_day())
            .iter()
            .filter(|(_, minor)| *minor > 0)
            .count()
    };
    let before = [1, 2, 3].map(|back| payments(month.plus(-back)));
    before.iter().all(|count| (1..=2).contains(count))
        && before
            .iter()
            .max()
            .is_some_and(|most| payments(month) >= *most)
}
