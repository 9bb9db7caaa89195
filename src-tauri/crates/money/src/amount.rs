//! Amounts and their sums.

use std::fmt;

use crate::Currency;

/// An exact amount: `minor` units of `currency`, negative when money leaves.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Count of minor units.
    pub minor: i64,
    /// What the units are of.
    pub currency: Currency,
}

/// Arithmetic that has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Two currencies met without a rate.
    #[error("{left} and {right} cannot be added")]
    CurrencyMismatch {
        /// Currency of the left side.
        left: Currency,
        /// Currency of the right side.
        right: Currency,
    },
    /// The result does not fit 64 bits.
    #[error("amount out of range")]
    Overflow,
}

impl Money {
    /// An amount from its minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in this currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The sum of two amounts of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, AmountError> {
        self.same_currency(other)?;
        self.minor
            .checked_add(other.minor)
            .map(|minor| Self::new(minor, self.currency))
            .ok_or(AmountError::Overflow)
    }

    /// The difference of two amounts of one currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, AmountError> {
        self.same_currency(other)?;
        self.minor
            .checked_sub(other.minor)
            .map(|minor| Self::new(minor, self.currency))
            .ok_or(AmountError::Overflow)
    }

    /// The same amount in the other direction.
    pub fn negated(self) -> Result<Self, AmountError> {
        self.minor
            .checked_neg()
            .map(|minor| Self::new(minor, self.currency))
            .ok_or(AmountError::Overflow)
    }

    /// The canonical decimal text without currency: as many decimals as the currency has, `-` before a negative one.
    pub fn decimal_text(self) -> String {
        let exponent = self.currency.exponent() as usize;
        let digits = format!(
            "{:0width$}",
            self.minor.unsigned_abs(),
            width = exponent + 1
        );
        let (whole, fraction) = digits.split_at(digits.len() - exponent);
        let sign = if self.minor < 0 { "-" } else { "" };
        if exponent == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction}")
        }
    }

    fn same_currency(self, other: Self) -> Result<(), AmountError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(AmountError::CurrencyMismatch {
                left: self.currency,
                right: other.currency,
            })
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.decimal_text(), self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A running total of one currency, wide enough for any number of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    minor: i128,
    currency: Currency,
}

impl Sum {
    /// Starts at nothing.
    pub const fn new(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Adds one amount.
    pub fn add(&mut self, amount: Money) -> Result<(), AmountError> {
        Money::zero(self.currency).same_currency(amount)?;
        self.minor += i128::from(amount.minor);
        Ok(())
    }

    /// The total, if it fits an amount.
    pub fn total(self) -> Result<Money, AmountError> {
        i64::try_from(self.minor)
            .map(|minor| Money::new(minor, self.currency))
            .map_err(|_| AmountError::Overflow)
    }
}
