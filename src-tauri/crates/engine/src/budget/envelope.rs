//! Envelopes: every unit of income is assigned, and nothing is spent that is nowhere.

use std::collections::BTreeSet;

use domain::budget::Month;
use domain::ids::BudgetId;

use super::BudgetMonth;
use crate::arith::total;

/// What is to be assigned in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// Which month.
    pub month: Month,
    /// Came in.
    pub income: i64,
    /// Put into envelopes, moves included.
    pub assigned: i64,
    /// Spent outside every envelope.
    pub outside: i64,
    /// Came back from envelopes that do not keep their rest; negative where they were overspent and do not carry it.
    pub returned: i64,
    /// Still to be assigned; negative when more was assigned than there is.
    pub to_assign: i64,
}

/// Walks through months, oldest first, from the first that has an envelope.
///
/// What is to be assigned and what lies in the envelopes together are all that came in less all that was spent, in every month: what
/// an envelope does not carry over goes to, or comes from, what is to be assigned in the month after.
pub fn pools(
    months: &[BudgetMonth],
    envelopes: &BTreeSet<BudgetId>,
    income: impl Fn(Month) -> i64,
) -> Vec<Pool> {
    let mut all: Vec<Pool> = Vec::new();
    let (mut to_assign, mut left_before) = (0, 0);
    for month in months {
        let is_in = |budget: &BudgetId| envelopes.contains(budget);
        let lines = || month.lines.iter().filter(|line| is_in(&line.budget));
        if all.is_empty() && lines().next().is_none() {
            continue;
        }
        let others = month.lines.iter().filter(|line| !is_in(&line.budget));
        let pool = Pool {
            month: month.month,
            income: income(month.month),
            assigned: total(lines().map(|line| line.limit)),
            outside: total(
                others
                    .map(|line| line.spent)
                    .chain(std::iter::once(month.unbudgeted)),
            ),
            returned: total([
                left_before,
                total(lines().map(|line| line.carried_in)).saturating_neg(),
            ]),
            to_assign: 0,
        };
        to_assign = total([
            to_assign,
            pool.income,
            pool.assigned.saturating_neg(),
            pool.outside.saturating_neg(),
            pool.returned,
        ]);
        left_before = total(lines().map(|line| line.left));
        all.push(Pool { to_assign, ..pool });
    }
    all
}
