//! Several debts: the order in which they are paid back.

use rust_decimal::Decimal;

use super::{MOST_PAYMENTS, month_interest};

/// A debt among several; amounts are minor units of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Debt {
    /// Owed now, positive.
    pub owed: i64,
    /// Percent a year.
    pub rate: Decimal,
    /// Paid each month in any case.
    pub payment: i64,
}

/// What is paid first beyond the payments that are due in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// Each debt gets its own payment and nothing more, and what is free afterwards is spent.
    AsIs,
    /// The smallest debt, so that the number of debts falls soonest.
    Snowball,
    /// The dearest debt, so that the least interest is paid.
    Avalanche,
}

/// A debt that is paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Which, by its place.
    pub debt: usize,
    /// After so many months.
    pub months: u32,
}

/// What an order comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Months until nothing is owed.
    pub months: u32,
    /// Interest of all of them.
    pub interest: i64,
    /// Debts in the order they end.
    pub paid: Vec<Paid>,
}

/// Pays debts back month by month. Under an order, what is paid in all stays the same from month to month: the payment of a
/// debt that is over goes to the next. None where it takes longer than [`MOST_PAYMENTS`] months.
pub fn pay_in_order(debts: &[Debt], extra: i64, order: Order) -> Option<Outcome> {
    let mut owed: Vec<i64> = debts.iter().map(|debt| debt.owed.max(0)).collect();
    let mut outcome = Outcome {
        months: 0,
        interest: 0,
        paid: Vec::new(),
    };
    let budget = super::super::arith::total(debts.iter().map(|debt| debt.payment.max(0)))
        .saturating_add(extra.max(0));
    while owed.iter().any(|left| *left > 0) {
        if outcome.months >= MOST_PAYMENTS {
            return None;
        }
        outcome.months += 1;
        let open: Vec<usize> = (0..debts.len()).filter(|at| owed[*at] > 0).collect();
        let mut free = budget;
        for at in &open {
            let debt = &debts[*at];
            let interest = month_interest(owed[*at], debt.rate);
            outcome.interest = outcome.interest.saturating_add(interest);
            let due = owed[*at].saturating_add(interest);
            let paid = debt.payment.max(0).min(due);
            owed[*at] = due - paid;
            free -= paid;
        }
        if order != Order::AsIs {
            let mut targets: Vec<usize> = open.iter().copied().filter(|at| owed[*at] > 0).collect();
            targets.sort_by(|a, b| match order {
                Order::Avalanche => {
                    (debts[*b].rate, owed[*a], *a).cmp(&(debts[*a].rate, owed[*b], *b))
                }
                _ => (owed[*a], debts[*b].rate, *a).cmp(&(owed[*b], debts[*a].rate, *b)),
            });
            for at in targets {
                let paid = free.min(owed[at]);
                owed[at] -= paid;
                free -= paid;
            }
        }
        for at in open {
            if owed[at] == 0 {
                outcome.paid.push(Paid {
                    debt: at,
                    months: outcome.months,
                });
            }
        }
    }
    Some(outcome)
}

/// As things are, by snowball and by avalanche.
pub fn compare(debts: &[Debt], extra: i64) -> [Option<Outcome>; 3] {
    [Order::AsIs, Order::Snowball, Order::Avalanche].map(|order| pay_in_order(debts, extra, order))
}
