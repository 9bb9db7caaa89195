//! Exchange rates and conversion.

use rust_decimal::Decimal;

use crate::{Currency, Money, ParseAmountError, rounded_minor};

/// Units of `to` for one unit of `from`. Always positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    from: Currency,
    to: Currency,
    value: Decimal,
}

/// A rate that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Zero or negative.
    #[error("a rate is positive")]
    NotPositive,
    /// The amount is of another currency than the rate converts.
    #[error("the rate is for {expected}, the amount in {found}")]
    CurrencyMismatch {
        /// What the rate converts from.
        expected: Currency,
        /// What was given.
        found: Currency,
    },
    /// The product does not fit.
    #[error("out of range")]
    OutOfRange,
}

impl Rate {
    /// A rate of `value` units of `to` for one of `from`.
    pub fn new(from: Currency, to: Currency, value: Decimal) -> Result<Self, RateError> {
        if value > Decimal::ZERO {
            Ok(Self { from, to, value })
        } else {
            Err(RateError::NotPositive)
        }
    }

    /// The rate of a currency to itself.
    pub const fn identity(currency: Currency) -> Self {
        Self {
            from: currency,
            to: currency,
            value: Decimal::ONE,
        }
    }

    /// The rate from `left` to `right` when both are quoted per unit of one reference currency, as the European Central
    /// Bank does: right ÷ left, to 28 significant digits.
    pub fn cross(
        from: Currency,
        per_reference_from: Decimal,
        to: Currency,
        per_reference_to: Decimal,
    ) -> Result<Self, RateError> {
        if per_reference_from <= Decimal::ZERO {
            return Err(RateError::NotPositive);
        }
        let value = per_reference_to
            .checked_div(per_reference_from)
            .ok_or(RateError::OutOfRange)?;
        Self::new(from, to, value)
    }

    /// Converts, rounding once to the nearest minor unit, ties to even.
    pub fn convert(&self, amount: Money) -> Result<Money, RateError> {
        if amount.currency != self.from {
            return Err(RateError::CurrencyMismatch {
                expected: self.from,
                found: amount.currency,
            });
        }
        if self.from == self.to {
            return Ok(amount);
        }
        let product = amount
            .to_decimal()
            .checked_mul(self.value)
            .ok_or(RateError::OutOfRange)?;
        rounded_minor(product, self.to).map_err(|error| match error {
            ParseAmountError::Empty
            | ParseAmountError::Malformed
            | ParseAmountError::TooPrecise
            | ParseAmountError::OutOfRange => RateError::OutOfRange,
        })
    }

    /// What it converts from.
    pub const fn from(&self) -> Currency {
        self.from
    }

    /// What it converts to.
    pub const fn to(&self) -> Currency {
        self.to
    }

    /// Units of `to` for one of `from`.
    pub const fn value(&self) -> Decimal {
        self.value
    }
}
