//! Amounts of plain-text books: a number and what it counts, in any order.

use money::Currency;
use rust_decimal::Decimal;

use crate::number::{Marks, SIGNS, amount as number};

use super::{Money, Posting};

/// An amount as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    pub(super) value: Decimal,
    /// The commodity's own word; empty when there is none.
    pub(super) commodity: String,
}

/// A product, rounded to nothing: exact as long as it can be held.
pub(super) fn times(one: Decimal, two: Decimal) -> Option<Decimal> {
    one.checked_mul(two).map(|product| product.normalize())
}

/// What a commodity's word stands for.
pub(super) fn money_of(commodity: &str) -> Money {
    if commodity.is_empty() {
        return Money::Unnamed;
    }
    let by_sign = SIGNS
        .iter()
        .find(|(sign, _)| *sign == commodity)
        .and_then(|(_, code)| Currency::parse(code).ok());
    match by_sign.or_else(|| crate::number::currency_code(commodity)) {
        Some(currency) => Money::In(currency),
        None => Money::Thing,
    }
}

/// Reads `$-12.50`, `-$12.50`, `12.50 EUR`, `EUR 12.50`, `1.000,00 "a b"`. The whole text has to be one amount.
pub(super) fn read(text: &str, marks: Marks) -> Option<Amount> {
    let mut rest = text.trim();
    let mut negative = false;
    let mut commodity = String::new();
    let mut value = None;
    for _ in 0..6 {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            break;
        };
        if first == '-' || first == '+' {
            if value.is_some() {
                return None;
            }
            negative ^= first == '-';
            rest = &rest[1..];
        } else if first == '"' {
            let (name, after) = rest[1..].split_once('"')?;
            if !commodity.is_empty() {
                return None;
            }
            name.clone_into(&mut commodity);
            rest = after;
        } else if first.is_ascii_digit() || matches!(first, '.' | ',') {
            let end = rest
                .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '_')))
                .unwrap_or(rest.len());
            if value.is_some() {
                return None;
            }
            let digits = rest[..end].replace('_', "");
            // Marks that stand before nothing end a sentence, not a number.
            value = Some(number(&digits, marks).ok()?);
            rest = &rest[end..];
        } else {
            let end = rest
                .find(|c: char| {
                    c.is_ascii_digit()
                        || c.is_whitespace()
                        || matches!(c, '-' | '+' | '"' | ';' | '@' | '{' | '=' | '(')
                })
                .unwrap_or(rest.len());
            if end == 0 || !commodity.is_empty() {
                return None;
            }
            rest[..end].clone_into(&mut commodity);
            rest = &rest[end..];
        }
    }
    if !rest.trim().is_empty() {
        return None;
    }
    let value = value?;
    Some(Amount {
        value: if negative { -value } else { value },
        commodity,
    })
}

/// Whether two commodities are the same and what is left of a transaction, commodity by commodity.
#[derive(Debug, Default)]
pub(super) struct Weights {
    sums: Vec<(String, Decimal)>,
}

impl Weights {
    pub(super) fn add(&mut self, commodity: &str, value: Decimal) -> Option<()> {
        if let Some((_, sum)) = self.sums.iter_mut().find(|(name, _)| name == commodity) {
            *sum = sum.checked_add(value)?;
        } else {
            self.sums.push((commodity.to_owned(), value));
        }
        Some(())
    }

    /// Gives the posting at `at`, which has no amount, what the others leave: one posting for each commodity that does
    /// not add up to nothing.
    pub(super) fn complete(
        &self,
        postings: &mut Vec<Posting>,
        commodities: &mut Vec<String>,
        at: usize,
    ) {
        let blank = postings.remove(at);
        commodities.remove(at);
        for (commodity, sum) in self.sums.iter().filter(|(_, sum)| !sum.is_zero()) {
            postings.push(Posting {
                amount: (-*sum).normalize(),
                money: money_of(commodity),
                ..blank.clone()
            });
            commodities.push(commodity.clone());
        }
    }
}
