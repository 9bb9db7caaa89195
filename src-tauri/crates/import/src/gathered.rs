//! Statements of one file, gathered by account.
//!
//! Banks write a statement for every day or page. Those of one account and currency become one, from the first opening
//! balance to the last closing one. Every part is held against its own balances, and the parts against each other.

use std::collections::HashMap;

use money::Currency;
use rust_decimal::Decimal;

use crate::model::{Balance, Problem, Statement, StatementAccount};

/// What one part of an account's history states.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    /// Where it stands, counted from 1.
    pub(crate) line: u32,
    pub(crate) opening: Option<Balance>,
    pub(crate) closing: Option<Balance>,
    pub(crate) available: Option<Balance>,
    /// What its booked rows add up to; none when a row could not be read or has another currency.
    pub(crate) sum: Option<Decimal>,
}

#[derive(Default)]
pub(crate) struct Gathered {
    statements: Vec<Statement>,
    parts: Vec<Option<Part>>,
    places: HashMap<(String, Option<Currency>), usize>,
}

impl Gathered {
    /// The place of an account's statement; a new one for an account not met before, or not named at all.
    pub(crate) fn place(&mut self, account: StatementAccount, currency: Option<Currency>) -> usize {
        let named = account
            .iban
            .clone()
            .or_else(|| {
                let own = account.id.as_ref().or(account.number.as_ref())?;
                let bank = account.bank_id.as_deref().unwrap_or_default();
                Some(format!("{bank}/{own}"))
            })
            .or_else(|| account.name.clone());
        let next = self.statements.len();
        let place = match named {
            Some(named) => *self.places.entry((named, currency)).or_insert(next),
            None => next,
        };
        if place == next {
            self.statements.push(Statement {
                account,
                currency,
                ..Statement::default()
            });
            self.parts.push(None);
        }
        place
    }

    /// Adds a part to the statement at `place` and says what does not tie.
    pub(crate) fn add(&mut self, place: usize, part: Part, warnings: &mut Vec<Problem>) {
        let (Some(statement), Some(last)) =
            (self.statements.get_mut(place), self.parts.get_mut(place))
        else {
            return;
        };
        if let (Some(opening), Some(closing), Some(sum)) = (part.opening, part.closing, part.sum)
            && let Some(ends) = opening.amount.checked_add(sum)
            && ends != closing.amount
        {
            warnings.push(Problem::at(
                "balance_does_not_tie",
                part.line,
                format!(
                    "The rows add up to {sum} and would end at {ends}, but the statement says {}: {} is unaccounted for.",
                    closing.amount,
                    closing.amount.checked_sub(ends).unwrap_or_default(),
                ),
            ));
        }
        if let Some(before) = last {
            let follows = same(before.closing, part.opening);
            let precedes = same(part.closing, before.opening);
            if follows == Some(false) && precedes != Some(true) {
                warnings.push(Problem::at(
                    "statements_do_not_chain",
                    part.line,
                    "The opening balance is not the closing balance of the statement before: one may be missing.",
                ));
            }
        }
        let earlier = |kept: Option<Balance>, new: Option<Balance>| match (kept, new) {
            (Some(kept), Some(new)) if new.date < kept.date => Some(new),
            (Some(kept), _) => Some(kept),
            (None, new) => new,
        };
        let later = |kept: Option<Balance>, new: Option<Balance>| match (kept, new) {
            (Some(kept), Some(new)) if new.date < kept.date => Some(kept),
            (kept, None) => kept,
            (_, new) => new,
        };
        statement.opening = earlier(statement.opening, part.opening);
        statement.closing = later(statement.closing, part.closing);
        statement.available = later(statement.available, part.available);
        *last = Some(part);
    }

    pub(crate) fn into_statements(self) -> Vec<Statement> {
        self.statements
    }
}

fn same(one: Option<Balance>, two: Option<Balance>) -> Option<bool> {
    Some(one?.amount == two?.amount)
}
