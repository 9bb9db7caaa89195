//! What a bank tells about a loan.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::calendar::{minus_months, plus_months};
use crate::household::account::MORTGAGE;
use crate::household::{Household, MORTGAGE_RATE, Operation};

/// A loan's conditions and where it stands. Amounts in minor units, positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Loan {
    /// What was lent.
    pub(crate) lent: i64,
    pub(crate) subscribed: NaiveDate,
    pub(crate) matures: NaiveDate,
    pub(crate) first_payment: NaiveDate,
    /// Percent in a year.
    pub(crate) rate: Decimal,
    /// Months from the first payment to the last.
    pub(crate) months: i64,
    pub(crate) next_payment: Option<(NaiveDate, i64)>,
    pub(crate) last_payment: Option<(NaiveDate, i64)>,
    pub(crate) payments_done: i64,
    pub(crate) payments_left: i64,
    /// The insurance that goes with each payment.
    pub(crate) insurance: i64,
    /// Its share of what was lent, in a year.
    pub(crate) insurance_rate: Decimal,
}

/// Months paid before the household's books begin.
const BEFORE: u32 = 22;
/// Months of the whole loan.
const MONTHS: i64 = 204;

/// The conditions of a loan account; nothing for other accounts.
pub(crate) fn loan(home: &Household, account: usize) -> Option<Loan> {
    if account != MORTGAGE {
        return None;
    }
    let order = home
        .orders()
        .iter()
        .find(|order| order.to == Some(account))?;
    let paid: Vec<_> = home
        .living()
        .filter(|row| {
            row.account == account && row.operation == Operation::LoanRepayment && row.minor > 0
        })
        .collect();
    let first_payment = minus_months(home.start(), BEFORE);
    let done = i64::from(BEFORE) + paid.len() as i64;
    let next = order.open(home.today(), 62).first().map(|due| {
        let debt = -home.balance(account, home.today());
        (
            order.shift.aligned(*due),
            (-order.amount_on(*due)).min(debt.max(0)),
        )
    });
    Some(Loan {
        lent: 10_500_000,
        subscribed: minus_months(first_payment, 1),
        matures: plus_months(first_payment, MONTHS as u32 - 1),
        first_payment,
        rate: Decimal::new(MORTGAGE_RATE, 2),
        months: MONTHS,
        next_payment: next,
        last_payment: paid.last().map(|row| (row.date, row.minor)),
        payments_done: done,
        payments_left: (MONTHS - done).max(0),
        insurance: 1_225,
        insurance_rate: Decimal::new(14, 4),
    })
}
