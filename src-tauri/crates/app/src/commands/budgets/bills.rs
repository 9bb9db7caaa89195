//! Bills and pay of a month: what is paid, what is still to come, and the one flexible number that they leave.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use contract::types::{BudgetFlex, RecurringKind, RecurringState};
use domain::budget::Month;
use domain::ids::{CategoryId, TransactionId};
use engine::budget::{FlexInput, flex};

use super::Book;
use crate::commands::forecast::rate;
use crate::{App, Failure, dto};

/// A repeating payment within a month, in the base currency.
pub(crate) struct Bill {
    category: Option<CategoryId>,
    income: bool,
    /// Still to come, each signed.
    due: Vec<i64>,
    /// Rows that paid it.
    paid: Vec<TransactionId>,
    /// What was paid as a movement, as an instalment to a loan of the book is; signed. No budget counts such rows.
    moved: i64,
}

impl App {
    /// The bills of a month's real days.
    pub(crate) async fn bills(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<Bill>, Failure> {
        let base = self.base_currency().await?;
        let today = self.today();
        let bases = self.recurring_bases().await?;
        let mut found = Vec::new();
        // What moves between own accounts is neither a bill nor pay.
        let counted = (bases.iter())
            .flat_map(|basis| &basis.recurring)
            .filter(|known| !known.is_transfer());
        for known in counted {
            let awaited = known.item.state != RecurringState::Silent && !known.item.leaving;
            let days = if awaited && last > today {
                let after = first.pred_opt().unwrap_or(first).max(today);
                known.days(after, last).len()
            } else {
                0
            };
            let late = usize::from(
                awaited
                    && known
                        .missed
                        .is_some_and(|missed| (first..=last).contains(&missed)),
            );
            found.push((
                known.item.category.clone(),
                known.item.kind == RecurringKind::Income,
                known.currency,
                known.minor,
                days + late,
                known
                    .payments
                    .iter()
                    .filter(|payment| (first..=last).contains(&payment.date))
                    .copied()
                    .collect::<Vec<_>>(),
            ));
        }
        self.read(move |view| {
            let mut bills = Vec::new();
            for (category, income, currency, minor, days, paid) in found {
                let Some(rate) = rate(view, currency, base, today)? else {
                    continue;
                };
                let in_base = |minor| {
                    rate.convert(money::Money::new(minor, currency))
                        .map(|amount| amount.minor)
                        .map_err(|_| store::Error::Overflow)
                };
                let moved = (paid.iter())
                    .filter(|payment| payment.leg.is_some())
                    .map(|payment| payment.minor)
                    .fold(0_i64, i64::saturating_add);
                bills.push(Bill {
                    category: category.and_then(|id| id.parse().ok()),
                    income,
                    due: vec![in_base(minor)?; days],
                    moved: in_base(moved)?,
                    paid: paid.into_iter().map(|payment| payment.id).collect(),
                });
            }
            Ok(bills)
        })
        .await
    }
}

impl Book {
    /// What bills still to come take from lines of these categories.
    pub(super) fn committed(&self, covered: &BTreeSet<CategoryId>) -> i64 {
        self.bills
            .iter()
            .filter(|bill| !bill.income && bill.category.is_some_and(|id| covered.contains(&id)))
            .flat_map(|bill| &bill.due)
            .map(|minor| minor.saturating_neg().max(0))
            .sum()
    }

    /// The one flexible number of a month.
    pub(super) fn flex(&self, month: Month, days_left: u32) -> BudgetFlex {
        let paid: HashSet<TransactionId> = self
            .bills
            .iter()
            .filter(|bill| !bill.income)
            .flat_map(|bill| bill.paid.iter().copied())
            .collect();
        let due = |income: bool| -> i64 {
            self.bills
                .iter()
                .filter(|bill| bill.income == income)
                .flat_map(|bill| &bill.due)
                .map(|minor| minor.saturating_abs())
                .sum()
        };
        let moved = self.bills.iter().filter(|bill| !bill.income);
        let mut bills = moved.fold(0_i64, |sum, bill| sum.saturating_sub(bill.moved));
        let mut spent = 0_i64;
        for row in self
            .rows
            .iter()
            .filter(|row| Month::of(row.date) == month && row.date <= self.counted_today)
        {
            let sum = if row.id.is_some_and(|id| paid.contains(&id)) {
                &mut bills
            } else {
                &mut spent
            };
            *sum = sum.saturating_sub(row.minor);
        }
        let input = FlexInput {
            income: self.income.get(&month).copied().unwrap_or(0),
            income_due: due(true),
            bills,
            bills_due: due(false),
            savings: self.plan.savings(self.base),
            spent,
            days_left,
        };
        let made = flex(&input);
        let amount = |minor| dto::minor(minor, self.base);
        BudgetFlex {
            income: amount(input.income),
            income_due: amount(input.income_due),
            bills: amount(input.bills),
            bills_due: amount(input.bills_due),
            savings: amount(input.savings),
            pot: amount(made.pot),
            spent: amount(input.spent),
            left: amount(made.left),
            per_day: made.per_day.map(amount),
            spent_percent: dto::percent(input.spent, made.pot),
        }
    }
}
