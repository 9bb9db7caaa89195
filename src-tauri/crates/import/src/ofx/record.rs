//! One transaction's fields, and the row they make.

use std::borrow::Cow;

use chrono::NaiveDate;
use domain::transaction::TransactionStatus;
use money::Currency;
use rust_decimal::Decimal;

use crate::date;
use crate::model::{Problem, Row};
use crate::number::{Marks, NumberError, amount, plain};
use crate::text::{tidy, trimmed};

use super::tokens::resolve;

/// The fields of a STMTTRN (or STMTTRNP), as text.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    pub(super) place: usize,
    pub(super) pending: bool,
    pub(super) kind: Cow<'a, str>,
    pub(super) posted: Cow<'a, str>,
    pub(super) initiated: Cow<'a, str>,
    pub(super) available: Cow<'a, str>,
    pub(super) amount: Option<Cow<'a, str>>,
    pub(super) id: Cow<'a, str>,
    pub(super) cheque: Cow<'a, str>,
    pub(super) reference: Cow<'a, str>,
    pub(super) name: Cow<'a, str>,
    pub(super) extended_name: Cow<'a, str>,
    pub(super) memo: Cow<'a, str>,
    pub(super) other_account: Cow<'a, str>,
    /// CURSYM inside CURRENCY: the amount is in this currency.
    pub(super) currency: Cow<'a, str>,
}

/// Amounts of OFX: digits with a point or a comma before the fraction, no groups (OFX 1.6, section 3.2.9.1). Groups occur
/// all the same where both marks stand; then the last one is the decimal mark.
pub(super) fn ofx_amount(text: &str, currency: Option<Currency>) -> Result<Decimal, NumberError> {
    // As the specification has it: digits and a point.
    if let Some(value) = plain(text.as_bytes(), Marks::POINT) {
        return Ok(value);
    }
    let text = text.trim();
    if text
        .bytes()
        .any(|byte| !(byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b',' | b' ')))
    {
        return Err(NumberError::Malformed);
    }
    let (point, comma) = (text.rfind('.'), text.rfind(','));
    let marks = match (point, comma) {
        (Some(point), Some(comma)) if point > comma => Marks {
            decimal: '.',
            thousands: Some(','),
        },
        (Some(_), Some(_)) => Marks {
            decimal: ',',
            thousands: Some('.'),
        },
        (None, Some(at)) => {
            // "1,234" is a thousand or hardly more than one: not to be guessed.
            let three = text.len() - at == 4;
            if three && currency.is_none_or(|currency| currency.exponent() != 3) {
                return Err(NumberError::Malformed);
            }
            Marks::COMMA
        }
        _ => Marks::POINT,
    };
    amount(text, marks)
}

/// A date and time of OFX: `YYYYMMDD`, then perhaps a time and a zone. The day counts as written. All zeros mean none.
pub(super) fn ofx_date(text: &str) -> Option<NaiveDate> {
    date::stamp(text)
}

/// The place of the next tag, behind the end tag of `name` if that is what stands at `at`.
fn past_end_tag(bytes: &[u8], at: usize, name: &[u8]) -> Option<usize> {
    if bytes.get(at + 1) != Some(&b'/') {
        return Some(at);
    }
    let Some(rest) = bytes.get(at + 2..)?.strip_prefix(name) else {
        // The record's own end tag.
        return Some(at);
    };
    let rest = rest.strip_prefix(b">")?;
    memchr::memchr(b'<', rest).map(|to| bytes.len() - rest.len() + to)
}

/// How the kind of transaction and the sign of its amount agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignSense {
    Agrees,
    Contradicts,
    Silent,
}

/// Compares the sign with the transaction type (OFX 1.6, section 11.4.2.3.1.1), for the types that leave no choice.
pub(super) fn sign_sense(kind: &str, amount: Decimal) -> SignSense {
    let one_of = |words: &[&str]| words.iter().any(|word| kind.eq_ignore_ascii_case(word));
    let out = if one_of(&["DEBIT", "CHECK", "DIRECTDEBIT", "SRVCHG", "FEE"]) {
        true
    } else if one_of(&["CREDIT", "DEP", "DIRECTDEP", "DIV"]) {
        false
    } else {
        return SignSense::Silent;
    };
    if amount.is_zero() {
        SignSense::Silent
    } else if amount.is_sign_negative() == out {
        SignSense::Agrees
    } else {
        SignSense::Contradicts
    }
}

impl<'a> Record<'a> {
    /// Reads the elements that stand from `at` on, up to the end tag of the record, and gives where that ends. None where
    /// anything but the common elements stands in between, each with text and perhaps with its end tag: comments, literals,
    /// aggregates, other names, a `<` in a text. The tag of the first element stands at `at`.
    pub(super) fn read_simple(&mut self, text: &'a str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = at;
        loop {
            let tag = bytes.get(at + 1..)?;
            // No common name is longer.
            let length = tag.iter().take(10).position(|byte| *byte == b'>')?;
            let name = &tag[..length];
            let behind = at + length + 2;
            let end = behind + memchr::memchr(b'<', &bytes[behind..])?;
            let value = trimmed(text.get(behind..end)?);
            let field = match name {
                b"TRNTYPE" => &mut self.kind,
                b"DTPOSTED" => &mut self.posted,
                b"DTUSER" => &mut self.initiated,
                b"DTAVAIL" => &mut self.available,
                b"FITID" => &mut self.id,
                b"CHECKNUM" => &mut self.cheque,
                b"REFNUM" => &mut self.reference,
                b"NAME" => &mut self.name,
                b"MEMO" => &mut self.memo,
                b"TRNAMT" => {
                    if !value.is_empty() {
                        self.amount = Some(Cow::Borrowed(value));
                    }
                    at = past_end_tag(bytes, end, name)?;
                    continue;
                }
                b"/STMTTRN" => return Some(behind),
                _ => return None,
            };
            if !value.is_empty() {
                *field = Cow::Borrowed(value);
            }
            at = past_end_tag(bytes, end, name)?;
        }
    }

    /// The row, or why there can be none.
    pub(super) fn row(&self, line: u32, currency: Option<Currency>) -> Result<Row, Problem> {
        let own = match &*self.currency {
            "" => None,
            code => Currency::parse(code).ok(),
        };
        let which = || {
            if self.id.is_empty() {
                String::new()
            } else {
                format!(" (id {})", self.id)
            }
        };
        let written = self.amount.as_deref().unwrap_or_default().trim();
        if written.is_empty() {
            return Err(Problem::at(
                "amount_missing",
                line,
                format!("A transaction without an amount was left out{}.", which()),
            ));
        }
        let amount = ofx_amount(written, own.or(currency)).map_err(|_| {
            Problem::at(
                "amount_unreadable",
                line,
                format!(
                    "A transaction was left out: its amount cannot be read{}.",
                    which()
                ),
            )
        })?;
        let posted = if self.posted.trim().is_empty() && self.pending {
            &self.initiated
        } else {
            &self.posted
        };
        let Some(date) = ofx_date(posted) else {
            let (code, what) = if posted.trim().is_empty() {
                ("date_missing", "it has no date")
            } else {
                ("date_unreadable", "its date cannot be read")
            };
            return Err(Problem::at(
                code,
                line,
                format!("A transaction was left out: {what}{}.", which()),
            ));
        };
        let mut row = Row::new(line, date, amount);
        row.value_date = ofx_date(&self.available);
        row.currency = own.filter(|own| Some(*own) != currency);
        row.id = text(&self.id);
        row.reference = text(&self.cheque)
            .filter(|cheque| cheque.bytes().any(|byte| byte != b'0'))
            .or_else(|| text(&self.reference));
        row.counterparty_account = text(&self.other_account);
        let memo = text(&self.memo).unwrap_or_default();
        let name = text(&self.extended_name)
            .filter(|long| long.len() > self.name.len())
            .or_else(|| text(&self.name));
        (row.payee, row.description) = match name {
            // NAME holds 32 characters; banks then repeat the whole text in MEMO.
            Some(name) if memo == name => (name, String::new()),
            Some(name) => (name, memo),
            None => (memo, String::new()),
        };
        if self.pending {
            row.status = TransactionStatus::Pending;
        }
        Ok(row)
    }
}

/// Text with its entities resolved and blanks made one; none if it is empty.
pub(super) fn text(raw: &str) -> Option<String> {
    let raw = trimmed(raw);
    if raw.is_empty() {
        return None;
    }
    if tidy(raw) && memchr::memchr(b'&', raw.as_bytes()).is_none() {
        return Some(raw.to_owned());
    }
    let resolved = resolve(raw);
    let mut out = String::with_capacity(resolved.len());
    for word in resolved.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}
