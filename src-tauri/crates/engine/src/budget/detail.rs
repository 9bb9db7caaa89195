//! One line closely: the burn-up of a month and the months before it.

use chrono::NaiveDate;
use domain::budget::Month;
use domain::ids::BudgetId;

use super::{Input, Spending, between, months};
use crate::arith::{mul_div, total};

/// Spent from the first of a month through a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpentBy {
    /// The day.
    pub date: NaiveDate,
    /// Net spending so far.
    pub minor: i64,
}

/// A past month of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastMonth {
    /// Which month.
    pub month: Month,
    /// Spent net of refunds.
    pub spent: i64,
    /// Its limit then, without what was carried in; nothing before the line existed.
    pub limit: Option<i64>,
    /// Whether it went over the limit.
    pub over: bool,
}

/// A line closely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Every day of the month up to today.
    pub month: Vec<SpentBy>,
    /// Every day of the month before.
    pub previous: Vec<SpentBy>,
    /// The past seven months before this one, oldest first, from the first that has a row or a limit.
    pub past: Vec<PastMonth>,
    /// Mean spending of `past`, half to even; nothing without a past.
    pub average: Option<i64>,
}

/// How many months a line looks back.
const PAST: i32 = 7;

/// The burn-up of `month` and the months before it.
pub fn detail(input: &Input<'_>, budget: BudgetId, month: Month) -> Detail {
    let spending = Spending::of(input);
    let days = spending.days(Some(budget));
    let history = months(&Input {
        first: month.plus(-PAST),
        last: month.plus(-1),
        ..*input
    });
    let first_row = days.first().map(|(day, _)| Month::of(*day));
    let past: Vec<PastMonth> = history
        .iter()
        .map(|at| {
            let limit = at
                .lines
                .iter()
                .find(|line| line.budget == budget)
                .map(|line| line.limit);
            let spent = spending.in_month(Some(budget), at.month);
            PastMonth {
                month: at.month,
                spent,
                limit,
                over: limit.is_some_and(|limit| spent > limit),
            }
        })
        .skip_while(|past| past.limit.is_none() && first_row.is_none_or(|first| past.month < first))
        .collect();
    Detail {
        month: cumulative(days, month, input.today),
        previous: cumulative(days, month.plus(-1), input.today),
        average: (!past.is_empty()).then(|| {
            mul_div(
                total(past.iter().map(|past| past.spent)),
                1,
                past.len() as i64,
            )
        }),
        past,
    }
}

fn cumulative(days: &[(NaiveDate, i64)], month: Month, today: NaiveDate) -> Vec<SpentBy> {
    let mut rows = between(days, month.first_day(), month.last_day())
        .iter()
        .peekable();
    let mut minor = 0_i64;
    month
        .first_day()
        .iter_days()
        .take_while(|day| *day <= month.last_day() && *day <= today)
        .map(|date| {
            while let Some((_, spent)) = rows.next_if(|(day, _)| *day <= date) {
                minor = minor.saturating_add(*spent);
            }
            SpentBy { date, minor }
        })
        .collect()
}
