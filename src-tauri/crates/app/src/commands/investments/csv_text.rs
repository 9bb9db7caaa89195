//! Cells, days and numbers of small tables that people and offices keep as text.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What stands between the cells of a line.
pub(crate) fn delimiter_of(line: &str) -> u8 {
    [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|mark| {
            let count = line.bytes().filter(|byte| byte == mark).count();
            // Of equally many the earlier in the list, which is never a decimal mark.
            (count, std::cmp::Reverse(*mark == b','))
        })
        .unwrap_or(b',')
}

/// Cells of a line; quotation marks may enclose delimiters and are doubled inside.
pub(crate) fn cells(line: &str, delimiter: u8) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        let Some(cell) = all.last_mut() else { break };
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            sign if sign == char::from(delimiter) && !quoted => all.push(String::new()),
            sign => cell.push(sign),
        }
    }
    all
}

/// A day, year first or, with dots, day first; what follows it is passed over.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.get(..10).unwrap_or(text);
    ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

/// A price with a point or a comma as its decimal mark, and the other one between thousands.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let bare: String = text
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '\u{a0}' | '\'' | '’'))
        .collect();
    let (point, comma) = (bare.rfind('.'), bare.rfind(','));
    let plain = match (point, comma) {
        (Some(point), Some(comma)) if comma > point => bare.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => bare.replace(',', ""),
        (None, Some(_)) => bare.replace(',', "."),
        _ => bare,
    };
    money::decimal(&plain).ok()
}
