//! The week view: limits of a month scaled to a week.

use chrono::{Days, NaiveDate};
use domain::budget::Month;
use domain::ids::BudgetId;

use super::pace::Status;
use super::{Input, Spending, sum_between, version};
use crate::arith::{mul_div, total};

/// One line in one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekLine {
    /// Which line.
    pub budget: BudgetId,
    /// Twelve fifty-seconds of the monthly limit that holds on the first day.
    pub limit: i64,
    /// Spent net of refunds.
    pub spent: i64,
    /// Limit less spent.
    pub left: i64,
    /// Against an even pace through the seven days.
    pub status: Status,
}

/// Evaluates the seven days from `first_day`, which the caller takes from the person's region. Nothing is carried between weeks.
pub fn week(input: &Input<'_>, first_day: NaiveDate) -> Vec<WeekLine> {
    let spending = Spending::of(input);
    let last_day = first_day
        .checked_add_days(Days::new(6))
        .unwrap_or(first_day);
    let begun = ((input.today - first_day).num_days() + 1).clamp(0, 7);
    let month = Month::of(first_day);
    input
        .budgets
        .iter()
        .filter(|budget| budget.until.is_none_or(|until| month <= until))
        .filter_map(|budget| {
            let limit = mul_div(version(budget, month)?.minor, 12, 52);
            let spent = sum_between(spending.days(Some(budget.id)), first_day, last_day);
            let ahead = spent.saturating_sub(mul_div(limit, begun, 7));
            let status = if spent > limit.max(0) {
                Status::Over
            } else if spent == 0 {
                Status::NothingYet
            } else if ahead > limit / 10 {
                Status::Ahead
            } else if ahead < -(limit / 10) {
                Status::BelowPace
            } else {
                Status::OnPace
            };
            Some(WeekLine {
                budget: budget.id,
                limit,
                spent,
                left: total([limit, spent.saturating_neg()]),
                status,
            })
        })
        .collect()
}
