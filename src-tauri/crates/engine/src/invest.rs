//! Investments: what is held, what it cost, what it gained and what it returned.
//!
//! A position is an instrument in an account. Its trades are replayed in the order of their days into lots, each with a quantity
//! and a cost in minor units of the position's currency; selling takes lots away first in first out, at the average, or those
//! that the sale names. Quantity and cost are conserved: what a sale takes and what it leaves add up to what there was, to the
//! last unit. A sale of more than is held is not applied and is listed. Prices are those known on the day; before the first one,
//! the first one there is, and it is marked as such.
//!
//! Deliberately absent: exchange rates and totals over positions in different currencies (the caller has the rates), and any tax
//! law: gains are what was received less what was paid, fees and taxes of the trade included.

use chrono::NaiveDate;
use domain::ids::TradeId;
pub use domain::wealth::{Position, Trade, TradeKind as Kind};
use rust_decimal::Decimal;

mod dividends;
mod lots;
mod mix;
mod prices;
mod returns;

pub use dividends::{Expected, expected};
pub use lots::{Lot, Realised, Replay, Step, replay};
pub use mix::{Drift, drift, shares};
pub use prices::{Jump, PriceList, Quote, Seen, jumps, value_of};
pub use returns::{
    Flow, NoRate, SubPeriod, annualised, growth, money_weighted, time_weighted, unit_flows,
};

#[cfg(test)]
mod tests;

/// Which lots a sale takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// The oldest first.
    #[default]
    Fifo,
    /// A part of the whole position at its average cost.
    Average,
    /// Those that the sale names; the oldest first where it names none.
    Specific,
}

impl Method {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fifo => "fifo",
            Self::Average => "average",
            Self::Specific => "specific",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Fifo, Self::Average, Self::Specific]
            .into_iter()
            .find(|method| method.as_str() == word)
    }
}

/// A trade that could not be applied as it is written. It stands in the list and changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The trade.
    pub trade: TradeId,
    /// Its position.
    pub position: Position,
    /// Its day.
    pub date: NaiveDate,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// More was sold than was held that day.
    SoldMoreThanHeld {
        /// Held.
        held: Decimal,
        /// Sold.
        sold: Decimal,
    },
    /// The sale names lots that are not there, or not as many as it sells.
    LotsDoNotMatch,
    /// The quantity, or a ratio, is not positive.
    NothingMoved,
}
