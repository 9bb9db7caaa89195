//! Budgets: monthly limits against what was spent.
//!
//! A line is whatever the caller budgets: a category, a group, or the own scope of an upstream's budget. The caller decides which
//! rows belong to it and leaves out transfers, excluded accounts and void rows; refunds stay in and lessen what was spent. Every
//! amount is exact: what is carried in is what was left, and a total is the sum of its lines.
//!
//! Three styles stand on the same months: limits, envelopes ([`pools`] says what of the income is still to be assigned) and one
//! flexible number ([`flex`]).
//!
//! Deliberately absent: currencies (rows are in one currency).

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate};
use domain::budget::Month;
use domain::ids::BudgetId;

use crate::arith::{mul_div, narrow, total};

mod calendar;
mod detail;
mod envelope;
mod flex;
mod pace;
mod turn;
mod week;

pub use calendar::Calendar;
pub use detail::{Detail, PastMonth, SpentBy, detail};
pub use envelope::{Pool, pools};
pub use flex::{Flex, FlexInput, flex};
pub use pace::{Pace, Status};
pub use turn::{Turn, TurnLine, turn};
pub use week::{WeekLine, week};

#[cfg(test)]
mod styles_tests;
#[cfg(test)]
mod tests;

/// Which remainder of a month goes on to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CarryOver {
    /// What was left.
    pub surplus: bool,
    /// What was overspent.
    pub overspending: bool,
}

/// The limit of a line from a month onward, until its next version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// First month it holds for.
    pub from: Month,
    /// Minor units a month.
    pub minor: i64,
    /// What happens to the remainder of a month under this version.
    pub carry: CarryOver,
}

/// One budget line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Which one.
    pub id: BudgetId,
    /// Its versions, in any order; of two for one month the later in the list counts. Before the first the line does not exist.
    pub limits: Vec<Limit>,
    /// Last month of the line, if it ended.
    pub until: Option<Month>,
}

/// A change of one month's limit alone, as when one line covers another. The moves of one cover add up to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Whose limit.
    pub budget: BudgetId,
    /// Of which month.
    pub month: Month,
    /// Minor units added to the limit.
    pub minor: i64,
}

/// Something spent, or the sum of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Booking date, or the date an upstream budgets it by.
    pub date: NaiveDate,
    /// The line it counts towards; none: spending outside every budget.
    pub budget: Option<BudgetId>,
    /// As booked: negative when money left, positive for a refund.
    pub minor: i64,
}

/// What [`months`] computes from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The current day; rows after it are not spent yet.
    pub today: NaiveDate,
    /// First month wanted.
    pub first: Month,
    /// Last month wanted.
    pub last: Month,
    /// The lines, in the order of the screen.
    pub budgets: &'a [Budget],
    /// Changes of single months.
    pub moves: &'a [Move],
    /// Rows in any order. To carry over rightly they reach back to the first month of the lines.
    pub rows: &'a [Row],
}

/// One line in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Which line.
    pub budget: BudgetId,
    /// The month's limit, moves included.
    pub limit: i64,
    /// What came in from the month before; negative when overspending is carried.
    pub carried_in: i64,
    /// Spent net of refunds, positive; negative when refunds outweigh.
    pub spent: i64,
    /// Limit plus carried in less spent; negative when over.
    pub left: i64,
    /// Where the month stands.
    pub pace: Pace,
}

/// The sums of all lines of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// Sum of limits.
    pub limit: i64,
    /// Sum of carried in.
    pub carried_in: i64,
    /// Sum of spent.
    pub spent: i64,
    /// Sum of left.
    pub left: i64,
    /// Whole percent of limit plus carried in that is spent; nothing when there is nothing to spend.
    pub spent_percent: Option<u32>,
    /// Whole percent of the month's days that have passed, today included.
    pub elapsed_percent: u32,
}

/// One month of all lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetMonth {
    /// Which month.
    pub month: Month,
    /// The lines that exist in it, in the order given.
    pub lines: Vec<Line>,
    /// Their sums.
    pub total: Total,
    /// Net spending outside every budget.
    pub unbudgeted: i64,
}

/// Evaluates every month from `first` to `last`.
pub fn months(input: &Input<'_>) -> Vec<BudgetMonth> {
    let spending = Spending::of(input);
    let folded: Vec<HashMap<Month, Folded>> = input
        .budgets
        .iter()
        .map(|budget| fold(budget, input, &spending))
        .collect();
    (input.first.index()..=input.last.index())
        .map(Month::from_index)
        .map(|month| {
            let lines: Vec<Line> = input
                .budgets
                .iter()
                .zip(&folded)
                .filter_map(|(budget, months)| {
                    let at = months.get(&month)?;
                    let left = narrow(at.available() - i128::from(at.spent));
                    Some(Line {
                        budget: budget.id,
                        limit: at.limit,
                        carried_in: at.carried_in,
                        spent: at.spent,
                        left,
                        pace: pace::of(
                            narrow(at.available()),
                            at.spent,
                            (month.first_day(), month.last_day()),
                            input.today,
                            spending.days(Some(budget.id)),
                        ),
                    })
                })
                .collect();
            BudgetMonth {
                month,
                total: sum(&lines, month, input.today),
                lines,
                unbudgeted: spending.in_month(None, month),
            }
        })
        .collect()
}

fn sum(lines: &[Line], month: Month, today: NaiveDate) -> Total {
    let limit = total(lines.iter().map(|line| line.limit));
    let carried_in = total(lines.iter().map(|line| line.carried_in));
    let spent = total(lines.iter().map(|line| line.spent));
    let available = total([limit, carried_in]);
    let days = i64::from(month.last_day().day());
    Total {
        limit,
        carried_in,
        spent,
        left: total(lines.iter().map(|line| line.left)),
        spent_percent: (available > 0)
            .then(|| mul_div(spent.max(0), 100, available).clamp(0, i64::from(u32::MAX)) as u32),
        elapsed_percent: mul_div(elapsed(month, today), 100, days) as u32,
    }
}

/// Days of the month that have begun, today included.
fn elapsed(month: Month, today: NaiveDate) -> i64 {
    let days = i64::from(month.last_day().day());
    ((today - month.first_day()).num_days() + 1).clamp(0, days)
}

struct Folded {
    limit: i64,
    carried_in: i64,
    spent: i64,
}

impl Folded {
    fn available(&self) -> i128 {
        i128::from(self.limit) + i128::from(self.carried_in)
    }
}

/// Walks a line from its first month to the last one wanted, carrying over.
fn fold(budget: &Budget, input: &Input<'_>, spending: &Spending) -> HashMap<Month, Folded> {
    let mut months = HashMap::new();
    let Some(start) = budget.limits.iter().map(|limit| limit.from).min() else {
        return months;
    };
    let end = budget
        .until
        .map_or(input.last, |until| until.min(input.last));
    let mut carried_in = 0;
    for month in (start.index()..=end.index()).map(Month::from_index) {
        let Some(version) = version(budget, month) else {
            continue;
        };
        let moved = total(
            input
                .moves
                .iter()
                .filter(|change| change.budget == budget.id && change.month == month)
                .map(|change| change.minor),
        );
        let at = Folded {
            limit: total([version.minor, moved]),
            carried_in,
            spent: spending.in_month(Some(budget.id), month),
        };
        let left = narrow(at.available() - i128::from(at.spent));
        carried_in = match left.signum() {
            1 if version.carry.surplus => left,
            -1 if version.carry.overspending => left,
            _ => 0,
        };
        months.insert(month, at);
    }
    months
}

/// The version that holds in a month.
fn version(budget: &Budget, month: Month) -> Option<&Limit> {
    budget
        .limits
        .iter()
        .filter(|limit| limit.from <= month)
        .max_by_key(|limit| limit.from)
}

/// Rows gathered by line and day, signs turned so that spending is positive, nothing after today.
struct Spending {
    days: HashMap<Option<BudgetId>, Vec<(NaiveDate, i64)>>,
}

impl Spending {
    fn of(input: &Input<'_>) -> Self {
        let mut days: HashMap<Option<BudgetId>, Vec<(NaiveDate, i64)>> = HashMap::new();
        for row in input.rows.iter().filter(|row| row.date <= input.today) {
            days.entry(row.budget)
                .or_default()
                .push((row.date, row.minor.saturating_neg()));
        }
        for days in days.values_mut() {
            days.sort_by_key(|(day, _)| *day);
            let mut sums: Vec<(NaiveDate, i128)> = Vec::new();
            for (day, minor) in days.iter() {
                match sums.last_mut() {
                    Some((last, sum)) if last == day => *sum += i128::from(*minor),
                    Some(_) | None => sums.push((*day, i128::from(*minor))),
                }
            }
            *days = sums
                .into_iter()
                .map(|(day, sum)| (day, narrow(sum)))
                .collect();
        }
        Self { days }
    }

    /// Net spending of each day that has any, ascending.
    fn days(&self, budget: Option<BudgetId>) -> &[(NaiveDate, i64)] {
        self.days.get(&budget).map_or(&[], Vec::as_slice)
    }

    fn in_month(&self, budget: Option<BudgetId>, month: Month) -> i64 {
        sum_between(self.days(budget), month.first_day(), month.last_day())
    }
}

/// The sum of the days from `first` to `last`, both included.
fn sum_between(days: &[(NaiveDate, i64)], first: NaiveDate, last: NaiveDate) -> i64 {
    total(between(days, first, last).iter().map(|(_, minor)| *minor))
}

fn between(days: &[(NaiveDate, i64)], first: NaiveDate, last: NaiveDate) -> &[(NaiveDate, i64)] {
    let from = days.partition_point(|(day, _)| *day < first);
    let to = days.partition_point(|(day, _)| *day <= last);
    days.get(from..to).unwrap_or_default()
}

fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days))
        .unwrap_or(NaiveDate::MIN)
}
