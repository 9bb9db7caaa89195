//! Field 61: `6!n[4!n]2a[1!a]15d1!a3!c16x[//16x]` and, on lines of its own, `[34x]`.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::date::day;
use crate::number::{Marks, amount as number};

/// A movement as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Movement {
    pub(super) booked: NaiveDate,
    pub(super) valued: Option<NaiveDate>,
    /// Seen from the holder.
    pub(super) amount: Decimal,
    /// Expected only (`EC`, `ED` of an interim report).
    pub(super) expected: bool,
    /// The customer's reference.
    pub(super) reference: Option<String>,
    /// The bank's reference.
    pub(super) bank_reference: Option<String>,
    /// What stands on the lines below.
    pub(super) extra: String,
}

/// Why a field 61 gives no movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    Date,
    Direction,
    Amount,
}

/// An amount: digits, a comma before the fraction, which may be empty. A point is taken for it where nothing else can be
/// meant.
pub(super) fn amount(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if !text.bytes().any(|byte| byte.is_ascii_digit())
        || !text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
    {
        return None;
    }
    let text = text.strip_suffix(',').unwrap_or(text);
    let marks = match (text.rfind(','), text.rfind('.')) {
        (Some(_) | None, None) => Marks::COMMA,
        (None, Some(at)) if text.len() - at != 4 => Marks::POINT,
        (Some(comma), Some(point)) if point < comma => Marks {
            decimal: ',',
            thousands: Some('.'),
        },
        _ => return None,
    };
    number(text, marks).ok()
}

/// A day written `YYMMDD`.
pub(super) fn short_day(text: &str) -> Option<NaiveDate> {
    let (year, month, date) = parts(text)?;
    day(year, month, date)
}

/// Year (of this century up to 79), month and day of `YYMMDD`, be there such a day or not.
fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let text = text.get(..6)?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize| text.get(from..from + 2)?.parse::<u32>().ok();
    let short = i32::try_from(number(0)?).ok()?;
    let year = if short < 80 {
        2000 + short
    } else {
        1900 + short
    };
    Some((year, number(2)?, number(4)?))
}

/// The last day of February where the text names its 29th or 30th.
fn february_end((year, month, date): (i32, u32, u32)) -> Option<NaiveDate> {
    (month == 2 && (29..=30).contains(&date))
        .then(|| day(year, 2, 29).or_else(|| day(year, 2, 28)))
        .flatten()
}

/// The entry date `MMDD` in the year that is nearest to the value date.
fn entry_day(text: &str, (year, month, _): (i32, u32, u32)) -> Option<NaiveDate> {
    let number = |from: usize| text.get(from..from + 2)?.parse::<u32>().ok();
    let (own_month, date) = (number(0)?, number(2)?);
    let year = match (month, own_month) {
        (11..=12, 1..=2) => year + 1,
        (1..=2, 11..=12) => year - 1,
        _ => year,
    };
    day(year, own_month, date)
}

/// Reads the lines of a field 61.
pub(super) fn movement(lines: &[&str]) -> Result<Movement, Unread> {
    let text = lines.first().map_or("", |line| line.trim());
    let written = parts(text).ok_or(Unread::Date)?;
    let mut rest = &text[6..];
    let mut booked = None;
    let mut gave_entry = false;
    if let Some(entry) = rest.get(..4)
        && entry.bytes().all(|byte| byte.is_ascii_digit())
    {
        gave_entry = true;
        booked = entry_day(entry, written);
        rest = &rest[4..];
    }
    if gave_entry && booked.is_none() {
        return Err(Unread::Date);
    }
    let valued = day(written.0, written.1, written.2);
    let Some(date) = booked.or(valued).or_else(|| february_end(written)) else {
        return Err(Unread::Date);
    };
    let valued = valued.or_else(|| february_end(written).filter(|_| booked.is_none()));
    rest = rest.trim_start();
    let upper = rest.get(..2).unwrap_or_default().to_ascii_uppercase();
    let (credit, expected, length) = match upper.as_str() {
        "RC" => (false, false, 2),
        "RD" => (true, false, 2),
        "EC" => (true, true, 2),
        "ED" => (false, true, 2),
        other if other.starts_with('C') => (true, false, 1),
        other if other.starts_with('D') => (false, false, 1),
        _ => return Err(Unread::Direction),
    };
    rest = &rest[length..];
    // The funds code is the third letter of the currency; some banks write more of it.
    let letters = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphabetic() || *byte == b' ')
        .count();
    if letters > 3 {
        return Err(Unread::Amount);
    }
    rest = &rest[letters..];
    let digits = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
        .count();
    let value_text = &rest[..digits];
    let value = amount(value_text).ok_or(Unread::Amount)?;
    rest = &rest[digits..];
    // Where a letter stands among the digits ("5O,00"), the rest of the amount looks like the kind of transaction.
    if rest
        .bytes()
        .skip(1)
        .take(3)
        .any(|byte| matches!(byte, b',' | b'.'))
    {
        return Err(Unread::Amount);
    }
    // Every amount has a comma. Where one has none, only a kind of transaction that the standard knows tells that the amount
    // ends here.
    let marked = value_text.contains([',', '.']);
    if !marked && !rest.is_empty() && !rest.starts_with(['N', 'S', 'F']) {
        return Err(Unread::Amount);
    }
    // The kind of transaction: a letter and three signs.
    let kind: usize = rest.chars().take(4).map(char::len_utf8).sum();
    let references = rest[kind..].trim();
    let (own, bank) = match references.split_once("//") {
        Some((own, bank)) => (own, Some(bank)),
        None => (references, None),
    };
    let reference = |text: &str| {
        let text = text.trim();
        let empty = text.is_empty()
            || ["NONREF", "NOREF", "NOTPROVIDED", "EREF", "PREF", "MARF"]
                .iter()
                .any(|none| text.eq_ignore_ascii_case(none));
        (!empty).then(|| text.to_owned())
    };
    let extra = lines[1..]
        .iter()
        .flat_map(|line| line.split_whitespace())
        .collect::<Vec<_>>()
        .join(" ");
    Ok(Movement {
        booked: date,
        valued: valued.filter(|valued| (valued.year() - date.year()).abs() <= 1),
        amount: if credit { value } else { -value },
        expected,
        reference: reference(own),
        bank_reference: bank.and_then(reference),
        extra,
    })
}
