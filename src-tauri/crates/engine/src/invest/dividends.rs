//! Dividends to come, from those that were.

use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Kind, Position, Replay, Trade};

/// A payment that was made a year before and is held for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// The position.
    pub position: Position,
    /// A year after the last time.
    pub date: NaiveDate,
    /// What was paid for one then, times what is held now, before tax.
    pub amount: i64,
}

/// The dividends of the last twelve months, each a year later, for what is held now. It is a reading of the past and no
/// promise: a position that is gone pays nothing, and one that grew pays more.
pub fn expected(trades: &[Trade], replay: &Replay, today: NaiveDate) -> Vec<Expected> {
    let Some(year_ago) = today.checked_sub_months(Months::new(12)) else {
        return Vec::new();
    };
    let mut all: Vec<Expected> = trades
        .iter()
        .filter(|trade| {
            trade.kind == Kind::Dividend && trade.date > year_ago && trade.date <= today
        })
        .filter_map(|trade| {
            let held = replay.quantity(trade.position);
            let then = replay.at(trade.position, trade.date)?.quantity;
            if held <= Decimal::ZERO || then <= Decimal::ZERO {
                return None;
            }
            let amount = Decimal::from(trade.amount)
                .checked_mul(held)?
                .checked_div(then)?
                .round()
                .to_i64()?;
            Some(Expected {
                position: trade.position,
                date: trade.date.checked_add_months(Months::new(12))?,
                amount,
            })
        })
        .collect();
    all.sort_by_key(|one| (one.date, one.position));
    all
}
