#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Flow, Marks, NumberError, amount, written};

const EUROPE: Marks = Marks {
    decimal: ',',
    thousands: Some('.'),
};
const AMERICA: Marks = Marks {
    decimal: '.',
    thousands: Some(','),
};

fn read(text: &str, marks: Marks) -> String {
    amount(text, marks).map_or_else(|error| error.to_string(), |value| value.to_string())
}

#[test]
fn amounts_are_read_as_banks_write_them() {
    for (text, marks, wanted) in [
        ("-12.34", AMERICA, "-12.34"),
        ("1,234.56", AMERICA, "1234.56"),
        ("-$7,971.39", AMERICA, "-7971.39"),
        ("$-1,234", AMERICA, "-1234"),
        ("($85.00)", AMERICA, "-85.00"),
        ("$.23", AMERICA, "0.23"),
        ("-.46", AMERICA, "-0.46"),
        ("+ £1,100.00", AMERICA, "1100.00"),
        ("12,34,567.89", AMERICA, "1234567.89"),
        ("1.234,56", EUROPE, "1234.56"),
        ("1.234,56-", EUROPE, "-1234.56"),
        ("1 234,56 €", EUROPE, "1234.56"),
        ("1\u{a0}234,56\u{a0}zł", EUROPE, "1234.56"),
        ("\u{2212}12,00 kr", EUROPE, "-12.00"),
        ("4'500.10", AMERICA, "4500.10"),
        ("CHF 4'500.10", AMERICA, "4500.10"),
        ("34.20 DR", AMERICA, "-34.20"),
        ("34.20 Cr.", AMERICA, "34.20"),
        ("000115.8331", AMERICA, "115.8331"),
        ("5", EUROPE, "5"),
    ] {
        assert_eq!(read(text, marks), wanted, "{text}");
    }
}

#[test]
fn what_is_no_amount_is_never_zero() {
    for (text, marks) in [
        ("", AMERICA),
        ("   .  ", AMERICA),
        ("-", AMERICA),
        ("n/a", AMERICA),
        ("12..34", AMERICA),
        ("12.34.56", AMERICA),
        ("1,23.45", AMERICA),
        ("1,2345", AMERICA),
        ("12,34", AMERICA),
        ("--5", AMERICA),
        ("-(5)", EUROPE),
        ("5 apples", EUROPE),
        ("EUR 5 USD", EUROPE),
        ("1e5", AMERICA),
        ("99999999999999999999999999999999", AMERICA),
    ] {
        assert!(amount(text, marks).is_err(), "{text}");
    }
    assert_eq!(amount("   ", AMERICA), Err(NumberError::Empty));
}

#[test]
fn direction_and_currency_are_told_apart_from_the_sign() {
    let found = written("1,100.00CR", AMERICA).unwrap();
    assert_eq!((found.flow, found.signed), (Some(Flow::In), false));
    let found = written("-5,00 EUR", EUROPE).unwrap();
    assert_eq!(found.currency, Some(money::Currency::EUR));
    assert!(found.signed);
}

proptest! {
    #[test]
    fn an_amount_survives_every_writing(minor in -999_999_999_999_i64..999_999_999_999) {
        let value = Decimal::new(minor, 2);
        let whole = (minor.unsigned_abs() / 100).to_string();
        let cents = minor.unsigned_abs() % 100;
        let sign = if minor < 0 { "-" } else { "" };
        for (marks, mark) in [(EUROPE, '.'), (AMERICA, ',')] {
            let mut grouped = String::new();
            for (at, digit) in whole.chars().enumerate() {
                if at > 0 && (whole.len() - at) % 3 == 0 {
                    grouped.push(mark);
                }
                grouped.push(digit);
            }
            let plain = format!("{sign}{whole}{}{cents:02}", marks.decimal);
            let full = format!("{sign}{grouped}{}{cents:02}", marks.decimal);
            let behind = format!("{grouped}{}{cents:02}{sign}", marks.decimal);
            prop_assert_eq!(amount(&plain, marks).unwrap(), value);
            prop_assert_eq!(amount(&full, marks).unwrap(), value);
            prop_assert_eq!(amount(&behind, marks).unwrap(), value);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,20}") {
        for marks in [EUROPE, AMERICA, Marks::POINT, Marks::COMMA] {
            prop_assert!(amount(&text, marks).is_err() || text.contains(|c: char| c.is_ascii_digit()));
        }
    }
}
