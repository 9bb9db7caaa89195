//! Amounts from the digits of a JSON answer.

use money::{Currency, Money, ParseAmountError};
use rust_decimal::Decimal;
use serde_json::value::RawValue;

/// A tail below a millionth of the minor unit is what binary floats leave behind, not money.
const TAIL: i128 = 1_000_000;

/// An amount that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Every digit fits the currency.
    Exact(Money),
    /// A float's tail of less than a millionth of the minor unit was dropped.
    TailDropped(Money),
}

impl Reading {
    pub(crate) fn money(self) -> Money {
        match self {
            Self::Exact(money) | Self::TailDropped(money) => money,
        }
    }
}

/// Reads a JSON number, or a text that holds one, as an amount. More digits than the currency holds are an error, save
/// a float's tail.
pub(crate) fn read(value: &RawValue, currency: Currency) -> Result<Reading, ParseAmountError> {
    let value = number(value)?;
    match money::exact_minor(value, currency) {
        Ok(money) => Ok(Reading::Exact(money)),
        Err(ParseAmountError::TooPrecise) => {
            let nearest = money::rounded_minor(value, currency)?;
            let allowed = Decimal::from_i128_with_scale(1, currency.exponent())
                .checked_div(Decimal::from_i128_with_scale(TAIL, 0))
                .ok_or(ParseAmountError::OutOfRange)?;
            let tail = (value - nearest.to_decimal()).abs();
            if tail <= allowed {
                Ok(Reading::TailDropped(nearest))
            } else {
                Err(ParseAmountError::TooPrecise)
            }
        }
        Err(error) => Err(error),
    }
}

/// Reads a JSON number, or a text that holds one, exactly. Digits beyond the 28 that a decimal holds are beyond any
/// amount's minor unit by more than the tail allowed, and are cut before reading.
pub(crate) fn number(value: &RawValue) -> Result<Decimal, ParseAmountError> {
    let text = value.get().trim();
    let owned;
    let text = if text.starts_with('"') {
        owned = serde_json::from_str::<String>(text).map_err(|_| ParseAmountError::Malformed)?;
        owned.trim()
    } else {
        text
    };
    match money::decimal(text) {
        Err(ParseAmountError::OutOfRange) => money::decimal(shortened(text)),
        other => other,
    }
}

/// `text` without the decimals after the eighteenth, if it is plain digits.
fn shortened(text: &str) -> &str {
    match text.find('.') {
        Some(point) if !text.contains(['e', 'E']) => {
            text.get(..(point + 19).min(text.len())).unwrap_or(text)
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(json: &str, currency: Currency) -> Result<Reading, ParseAmountError> {
        read(
            serde_json::from_str::<&RawValue>(json).expect("JSON"),
            currency,
        )
    }

    #[test]
    fn digits_are_kept_exactly() {
        let eur = |minor| Ok(Reading::Exact(Money::new(minor, Currency::EUR)));
        assert_eq!(amount("-23.4", Currency::EUR), eur(-2340));
        assert_eq!(amount("0.1", Currency::EUR), eur(10));
        assert_eq!(
            amount("90071992547409.93", Currency::EUR),
            eur(9_007_199_254_740_993)
        );
        assert_eq!(amount("1.893E3", Currency::EUR), eur(189_300));
        assert_eq!(amount("-0", Currency::EUR), eur(0));
        assert_eq!(amount("12.3400000", Currency::EUR), eur(1234));
        assert_eq!(amount("\"12.34\"", Currency::EUR), eur(1234));
    }

    #[test]
    fn a_floats_tail_is_dropped_and_told() {
        let eur = |minor| Ok(Reading::TailDropped(Money::new(minor, Currency::EUR)));
        assert_eq!(amount("12.340000000001", Currency::EUR), eur(1234));
        assert_eq!(amount("1893.0699999999999", Currency::EUR), eur(189_307));
        assert_eq!(
            amount("12.34000001", Currency::EUR),
            eur(1234),
            "exactly a millionth of a cent"
        );
        assert_eq!(
            amount("0.299999999999999988897769753748434596", Currency::EUR),
            eur(30)
        );
    }

    #[test]
    fn surplus_digits_are_refused_not_rounded() {
        for (json, currency) in [
            ("-80.37651341559103", Currency::EUR),
            ("12.345", Currency::EUR),
            ("12.34000002", Currency::EUR),
            ("100.5", Currency::JPY),
        ] {
            assert_eq!(
                amount(json, currency),
                Err(ParseAmountError::TooPrecise),
                "{json}"
            );
        }
    }

    #[test]
    fn what_is_no_amount_is_an_error() {
        for json in [
            "\"12,50\"",
            "true",
            "null",
            "{}",
            "[]",
            "\"\"",
            "1e400",
            "-1e400",
        ] {
            assert!(amount(json, Currency::EUR).is_err(), "{json}");
        }
    }
}
