//! Amounts as banks write them: signs before and behind, brackets, currency signs, groups of digits.

use money::Currency;
use rust_decimal::Decimal;

/// The marks inside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Before the fraction.
    pub decimal: char,
    /// Between groups of digits. Blanks and apostrophes may group digits whatever stands here.
    pub thousands: Option<char>,
}

impl Marks {
    /// `1234.56`.
    pub const POINT: Self = Self {
        decimal: '.',
        thousands: None,
    };
    /// `1234,56`.
    pub const COMMA: Self = Self {
        decimal: ',',
        thousands: None,
    };
}

/// What the amounts of a file say of its marks.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MarkEvidence {
    point: usize,
    comma: usize,
    /// A mark before three digits, which may be either.
    open_point: usize,
    open_comma: usize,
}

impl MarkEvidence {
    /// Looks at one amount.
    pub(crate) fn see(&mut self, text: &str) {
        let text = text.trim();
        let digits_behind = |at: usize| {
            text[at + 1..]
                .bytes()
                .take_while(u8::is_ascii_digit)
                .count()
        };
        match (text.rfind('.'), text.rfind(',')) {
            (Some(point), Some(comma)) if point > comma => self.point += 1,
            (Some(_), Some(_)) => self.comma += 1,
            (Some(point), None) if text.find('.') != Some(point) => self.comma += 1,
            (None, Some(comma)) if text.find(',') != Some(comma) => self.point += 1,
            (Some(point), None) if digits_behind(point) != 3 => self.point += 1,
            (None, Some(comma)) if digits_behind(comma) != 3 => self.comma += 1,
            (Some(_), None) => self.open_point += 1,
            (None, Some(_)) => self.open_comma += 1,
            (None, None) => {}
        }
    }

    /// The marks, when the amounts agree on them; none when nothing speaks for either.
    pub(crate) fn settle(self) -> Option<Marks> {
        match (self.point, self.comma) {
            (0, 0) if self.open_point + self.open_comma == 0 => None,
            // A lone mark before three digits groups them: money hardly ever has three decimals.
            (0, 0) if self.open_point > 0 && self.open_comma == 0 => Some(Marks {
                decimal: ',',
                thousands: Some('.'),
            }),
            (point, comma) if comma > point => Some(Marks {
                decimal: ',',
                thousands: Some('.'),
            }),
            _ => Some(Marks {
                decimal: '.',
                thousands: Some(','),
            }),
        }
    }
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

/// A word behind (or before) an amount that says which way the money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Credit: money in.
    In,
    /// Debit: money out.
    Out,
}

/// An amount with what stood around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// The value with its written sign; `flow` is not applied.
    pub(crate) value: Decimal,
    /// A sign or brackets were written.
    pub(crate) signed: bool,
    /// `CR`, `DR` and the like.
    pub(crate) flow: Option<Flow>,
    /// Currency, where its code or an unmistakable sign is written.
    pub(crate) currency: Option<Currency>,
}

/// Reads an amount with known marks. `CR` and `DR` beside it decide the sign.
pub fn amount(text: &str, marks: Marks) -> Result<Decimal, NumberError> {
    let written = written(text, marks)?;
    Ok(match written.flow {
        Some(Flow::In) => written.value.abs(),
        Some(Flow::Out) => -written.value.abs(),
        None => written.value,
    })
}

/// Currency signs that stand for one currency, or for the one they most often mean. `$` and `¥` are shared by several.
pub(crate) const SIGNS: &[(&str, &str)] = &[
    ("R$", "BRL"),
    ("HK$", "HKD"),
    ("S$", "SGD"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("NZ$", "NZD"),
    ("US$", "USD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("￥", "CNY"),
    ("元", "CNY"),
    ("円", "JPY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("TL", "TRY"),
    ("₴", "UAH"),
    ("₪", "ILS"),
    ("₩", "KRW"),
    ("฿", "THB"),
    ("₫", "VND"),
    ("₱", "PHP"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("Ft", "HUF"),
    ("лв.", "BGN"),
    ("лв", "BGN"),
    ("руб.", "RUB"),
    ("руб", "RUB"),
    ("Rs.", "INR"),
    ("Rs", "INR"),
    ("lei", "RON"),
    ("Fr.", "CHF"),
    ("SFr.", "CHF"),
];

/// Signs that name no single currency.
const SHARED_SIGNS: &[&str] = &["kr.", "kr", "Kr", "KR", "Euro", "euro", "EURO"];

/// Currencies in use, and those that older files name.
pub(crate) const CODES: &[&str] = &[
    "AED", "ARS", "ATS", "AUD", "BAM", "BEF", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNH",
    "CNY", "COP", "CRC", "CZK", "DEM", "DKK", "DZD", "EEK", "EGP", "ESP", "EUR", "FIM", "FRF",
    "GBP", "GEL", "GHS", "GRD", "HKD", "HRK", "HUF", "IDR", "IEP", "ILS", "INR", "ISK", "ITL",
    "JOD", "JPY", "KES", "KRW", "KWD", "KZT", "LBP", "LKR", "LTL", "LUF", "LVL", "MAD", "MDL",
    "MKD", "MXN", "MYR", "NGN", "NLG", "NOK", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "PTE",
    "QAR", "RMB", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "SIT", "SKK", "THB", "TND", "TRY",
    "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "VND", "XAF", "XOF", "ZAR",
];

/// A currency code in use, however it is cased; `RMB` is the yuan.
pub(crate) fn currency_code(text: &str) -> Option<Currency> {
    let text = text.trim();
    if text.len() != 3 || !text.is_ascii() {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    let known = CODES.iter().find(|code| **code == upper)?;
    Currency::parse(if *known == "RMB" { "CNY" } else { known }).ok()
}

/// A currency from its code or sign, as a whole cell may hold it.
pub(crate) fn currency_word(text: &str) -> Option<Currency> {
    let text = text.trim().trim_matches(['(', ')', '[', ']', ':']).trim();
    // No code, sign or name is longer.
    if text.len() > 16 || (text.len() > 5 && text.is_ascii()) {
        return None;
    }
    currency_code(text).or_else(|| {
        SIGNS
            .iter()
            .find(|(sign, _)| *sign == text)
            .and_then(|(_, code)| Currency::parse(code).ok())
            .or_else(|| match text.to_lowercase().as_str() {
                "euro" | "euros" => Some(Currency::EUR),
                "人民币" | "人民币元" => Currency::parse("CNY").ok(),
                _ => None,
            })
    })
}

/// Reads an amount and what stands around it.
pub(crate) fn written(text: &str, marks: Marks) -> Result<Written, NumberError> {
    if let Some(value) = plain(text.as_bytes(), marks) {
        return Ok(Written {
            value,
            signed: text.starts_with('-'),
            flow: None,
            currency: None,
        });
    }
    let mut rest = trim(text);
    if !rest.chars().any(|c| c.is_ascii_digit()) {
        return Err(if rest.is_empty() {
            NumberError::Empty
        } else {
            NumberError::Malformed
        });
    }
    let mut negative = false;
    let mut signed = false;
    let mut flow = None;
    let mut currency = None;
    if let Some(inner) = rest
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
    {
        (negative, signed, rest) = (true, true, trim(inner));
    }
    // Signs, words and currency signs in any order around the digits, each at most once.
    loop {
        let before = rest;
        if let Some(after) = rest.strip_prefix(is_sign).or_else(|| {
            rest.strip_suffix(is_sign)
                .filter(|body| body.chars().any(|c| c.is_ascii_digit()))
        }) {
            if signed {
                return Err(NumberError::Malformed);
            }
            signed = true;
            let sign = if rest.starts_with(is_sign) {
                rest.chars().next()
            } else {
                rest.chars().next_back()
            };
            negative = sign != Some('+');
            rest = trim(after);
        } else if let Some((word, after)) = outer_word(rest) {
            if let Some(found) = flow_word(word) {
                if flow.replace(found).is_some() {
                    return Err(NumberError::Malformed);
                }
            } else if let Some(found) = currency_word(word) {
                if currency
                    .replace(found)
                    .is_some_and(|earlier| earlier != found)
                {
                    return Err(NumberError::Malformed);
                }
            } else if !SHARED_SIGNS.contains(&word) {
                return Err(NumberError::Malformed);
            }
            rest = after;
        }
        if rest == before {
            break;
        }
    }
    let magnitude = digits(rest, marks)?;
    Ok(Written {
        value: if negative { -magnitude } else { magnitude },
        signed,
        flow,
        currency,
    })
}

fn is_sign(c: char) -> bool {
    matches!(
        c,
        '-' | '+' | '\u{2212}' | '\u{2013}' | '\u{2010}' | '\u{ff0d}'
    )
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{feff}')
}

pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// A word before or behind the digits, and what is left without it.
fn outer_word(text: &str) -> Option<(&str, &str)> {
    let is_word =
        |c: char| !(c.is_ascii_digit() || is_sign(c) || is_blank(c) || c == '(' || c == ')');
    let lead: usize = text
        .chars()
        .take_while(|c| is_word(*c))
        .map(char::len_utf8)
        .sum();
    // A leading mark (".46") belongs to the number.
    let word = text[..lead].trim_end_matches(['.', ',', '\'']);
    if word.chars().any(|c| c.is_alphabetic() || !c.is_ascii()) || word.contains('$') {
        let known = &text[..lead];
        let word = if currency_word(known).is_some() || SHARED_SIGNS.contains(&known) {
            known
        } else {
            word
        };
        return Some((word, trim(&text[word.len()..])));
    }
    let tail: usize = text
        .chars()
        .rev()
        .take_while(|c| is_word(*c))
        .map(char::len_utf8)
        .sum();
    let start = text.len() - tail;
    let word = &text[start..];
    (word.chars().any(|c| c.is_alphabetic() || !c.is_ascii()) || word.contains('$'))
        .then(|| (word, trim(&text[..start])))
}

/// Words that banks put beside an amount for its direction.
pub(crate) fn flow_word(word: &str) -> Option<Flow> {
    match word.trim_end_matches('.').to_ascii_uppercase().as_str() {
        "CR" | "C" | "H" | "CRED" | "CREDIT" => Some(Flow::In),
        "DR" | "D" | "S" | "DB" | "DEB" | "DEBIT" => Some(Flow::Out),
        _ => None,
    }
}

/// The plainest writing: an optional minus, digits in whole groups of three or without groups, an optional mark and digits.
pub(crate) fn plain(bytes: &[u8], marks: Marks) -> Option<Decimal> {
    let (negative, body) = match bytes {
        [b'-', body @ ..] => (true, body),
        body => (false, body),
    };
    if body.is_empty() || body.len() > 18 {
        return None;
    }
    let mut mantissa: i64 = 0;
    let mut scale: Option<u32> = None;
    // Digits since the last mark between groups, once there was one.
    let mut group: Option<u32> = None;
    let mut whole = 0_u32;
    for byte in body {
        if byte.is_ascii_digit() {
            mantissa = mantissa * 10 + i64::from(byte - b'0');
            match (&mut scale, &mut group) {
                (Some(scale), _) => *scale += 1,
                (None, Some(group)) => *group += 1,
                (None, None) => whole += 1,
            }
        } else if scale.is_none() && char::from(*byte) == marks.decimal {
            scale = Some(0);
        } else if scale.is_none() && Some(char::from(*byte)) == marks.thousands {
            if group.map_or(!(1..=3).contains(&whole), |group| group != 3) {
                return None;
            }
            group = Some(0);
        } else {
            return None;
        }
    }
    if scale == Some(0)
        || body.len() == 1 && scale.is_some()
        || group.is_some_and(|group| group != 3)
    {
        return None;
    }
    Some(Decimal::new(
        if negative { -mantissa } else { mantissa },
        scale.unwrap_or(0),
    ))
}

/// Digits with marks; groups must be whole (three digits, or two before the last three as in India).
fn digits(text: &str, marks: Marks) -> Result<Decimal, NumberError> {
    let (whole, fraction) = match text.split_once(marks.decimal) {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::Malformed);
    }
    let mut mantissa: i128 = 0;
    let mut count = 0_u32;
    let mut push = |digit: char| -> Result<(), NumberError> {
        let value = digit.to_digit(10).ok_or(NumberError::Malformed)?;
        if mantissa != 0 || value != 0 {
            count += 1;
        }
        if count > 28 {
            return Err(NumberError::OutOfRange);
        }
        mantissa = mantissa * 10 + i128::from(value);
        Ok(())
    };
    let mut group: Option<usize> = None; // digits since the last mark, once there was one
    let mut mark: Option<char> = None;
    let mut before_first = 0_usize;
    let mut last_group_ok = true;
    for c in whole.chars() {
        if c.is_ascii_digit() {
            push(c)?;
            match group.as_mut() {
                Some(length) => *length += 1,
                None => before_first += 1,
            }
        } else if Some(c) == marks.thousands || is_blank(c) || matches!(c, '\'' | '\u{2019}') {
            if mark.is_some_and(|earlier| earlier != c) {
                return Err(NumberError::Malformed);
            }
            mark = Some(c);
            let length = group.unwrap_or(before_first);
            if !(1..=3).contains(&length) || group.is_some_and(|length| length < 2) {
                return Err(NumberError::Malformed);
            }
            last_group_ok = false;
            group = Some(0);
        } else {
            return Err(NumberError::Malformed);
        }
    }
    if let Some(length) = group {
        last_group_ok = length == 3;
    }
    if !last_group_ok || (before_first == 0 && fraction.is_empty()) {
        return Err(if before_first == 0 {
            NumberError::Empty
        } else {
            NumberError::Malformed
        });
    }
    for c in fraction.chars() {
        push(c)?;
    }
    let scale = u32::try_from(fraction.len()).map_err(|_| NumberError::OutOfRange)?;
    Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| NumberError::OutOfRange)
}

#[cfg(test)]
mod tests;
