//! Currencies, exact amounts, rates and their parsing.
//!
//! An amount is an integer count of minor units (cents, fils, whole yen) with its currency. Arithmetic is checked, sums
//! widen to 128 bits, and mixing currencies is an error value. Decimals appear only where a scale is not fixed:
//! exchange rates, quantities and the text that banks write.
//!
//! Deliberately absent: floating point, time, input and output, serialisation.

mod amount;
mod currency;
mod parse;
mod rate;

pub use amount::{AmountError, Money, Sum};
pub use currency::{Currency, UnknownCurrency};
pub use parse::{ParseAmountError, decimal, exact_minor, rounded_minor};
pub use rate::{Rate, RateError};

#[cfg(test)]
mod tests;
