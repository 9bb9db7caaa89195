//! Text to amounts, without losing or inventing a digit.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{Currency, Money};

/// Why a text is no amount. Nothing here ever becomes zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseAmountError {
    /// No digits at all.
    #[error("no number")]
    Empty,
    /// Something that is not a plain decimal number.
    #[error("not a number")]
    Malformed,
    /// More decimals than the currency has, and they are not zeros.
    #[error("more decimals than the currency has")]
    TooPrecise,
    /// Beyond what an amount can hold.
    #[error("out of range")]
    OutOfRange,
}

/// Reads plain decimal text as machines write it: optional sign, digits, optional `.` and digits, optional exponent.
pub fn decimal(text: &str) -> Result<Decimal, ParseAmountError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ParseAmountError::Empty);
    }
    let plain = text.strip_prefix('+').unwrap_or(text);
    if plain.contains('_') || plain.starts_with('+') {
        return Err(ParseAmountError::Malformed);
    }
    let parsed = if plain.contains(['e', 'E']) {
        Decimal::from_scientific(plain)
    } else {
        Decimal::from_str_exact(plain)
    };
    parsed.map_err(|error| match error {
        rust_decimal::Error::Underflow
        | rust_decimal::Error::ExceedsMaximumPossibleValue
        | rust_decimal::Error::LessThanMinimumPossibleValue
        | rust_decimal::Error::ScaleExceedsMaximumPrecision(_) => ParseAmountError::OutOfRange,
        _ => ParseAmountError::Malformed,
    })
}

/// The amount, if the currency can hold every digit of `value`.
pub fn exact_minor(value: Decimal, currency: Currency) -> Result<Money, ParseAmountError> {
    let value = value.normalize();
    if value.scale() > currency.exponent() {
        return Err(ParseAmountError::TooPrecise);
    }
    to_minor(value, currency)
}

/// The amount nearest to `value`, ties to the even digit. For values that are computed, never for a bank's own figure.
pub fn rounded_minor(value: Decimal, currency: Currency) -> Result<Money, ParseAmountError> {
    let rounded =
        value.round_dp_with_strategy(currency.exponent(), RoundingStrategy::MidpointNearestEven);
    to_minor(rounded.normalize(), currency)
}

fn to_minor(value: Decimal, currency: Currency) -> Result<Money, ParseAmountError> {
    let shift = currency.exponent() - value.scale().min(currency.exponent());
    let mantissa = value
        .mantissa()
        .checked_mul(10_i128.pow(shift))
        .ok_or(ParseAmountError::OutOfRange)?;
    let minor = i64::try_from(mantissa).map_err(|_| ParseAmountError::OutOfRange)?;
    Ok(Money::new(minor, currency))
}

impl Money {
    /// Reads canonical decimal text of a currency; surplus digits are an error.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, ParseAmountError> {
        exact_minor(decimal(text)?, currency)
    }

    /// The amount as a decimal number.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.exponent())
    }
}
