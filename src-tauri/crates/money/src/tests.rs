#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

#[test]
fn text_has_as_many_decimals_as_the_currency() {
    let kwd = Currency::parse("kwd").unwrap();
    assert_eq!(Money::new(-5, Currency::EUR).decimal_text(), "-0.05");
    assert_eq!(Money::new(1234, Currency::JPY).decimal_text(), "1234");
    assert_eq!(Money::new(1234, kwd).decimal_text(), "1.234");
}

#[test]
fn surplus_digits_are_an_error_and_surplus_zeros_are_not() {
    assert_eq!(
        Money::parse("1.005", Currency::EUR),
        Err(ParseAmountError::TooPrecise)
    );
    assert_eq!(Money::parse("1.500", Currency::EUR).unwrap().minor, 150);
    assert_eq!(
        Money::parse("1.5", Currency::JPY),
        Err(ParseAmountError::TooPrecise)
    );
}

#[test]
fn what_is_no_number_never_becomes_zero() {
    for text in [
        "", " ", "-", "abc", "1_000", "1,5", "0x10", "NaN", "++1", "1..2", ".",
    ] {
        assert!(
            Money::parse(text, Currency::EUR).is_err(),
            "{text:?} was read as an amount"
        );
    }
    assert_eq!(
        Money::parse("99999999999999999999", Currency::EUR),
        Err(ParseAmountError::OutOfRange)
    );
}

#[test]
fn scientific_notation_is_exact() {
    assert_eq!(Money::parse("1.2e3", Currency::EUR).unwrap().minor, 120_000);
    assert_eq!(Money::parse("-5E-2", Currency::EUR).unwrap().minor, -5);
}

#[test]
fn currencies_do_not_mix() {
    let sum = Money::new(1, Currency::EUR).checked_add(Money::new(1, Currency::USD));
    assert!(matches!(sum, Err(AmountError::CurrencyMismatch { .. })));
}

#[test]
fn conversion_rounds_once_half_to_even() {
    let rate = Rate::new(Currency::EUR, Currency::JPY, Decimal::new(1605, 1)).unwrap();
    assert_eq!(
        rate.convert(Money::new(100, Currency::EUR)).unwrap().minor,
        160
    );
    let cross = Rate::cross(
        Currency::USD,
        Decimal::new(108, 2),
        Currency::GBP,
        Decimal::new(86, 2),
    )
    .unwrap();
    assert_eq!(
        cross
            .convert(Money::new(10_800, Currency::USD))
            .unwrap()
            .minor,
        8_600
    );
}

proptest! {
    #[test]
    fn decimal_text_reads_back(minor in any::<i64>(), code in prop::sample::select(vec!["EUR", "JPY", "KWD"])) {
        let money = Money::new(minor, Currency::parse(code).unwrap());
        prop_assert_eq!(Money::parse(&money.decimal_text(), money.currency).unwrap(), money);
    }

    #[test]
    fn a_sum_is_the_integer_sum(parts in prop::collection::vec(-1_000_000_i64..1_000_000, 0..50)) {
        let mut sum = Sum::new(Currency::EUR);
        for minor in &parts {
            sum.add(Money::new(*minor, Currency::EUR)).unwrap();
        }
        prop_assert_eq!(sum.total().unwrap().minor, parts.iter().sum::<i64>());
    }
}
