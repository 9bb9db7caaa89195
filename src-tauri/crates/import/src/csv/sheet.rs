//! Records and cells: what the delimiter is, and a look at the first rows.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::number::{Marks, written};
use crate::text::{Lines, tidy};

use super::dates::DateCell;
use super::records::Records;

/// Rows looked at before the reading is proposed.
pub(super) const SAMPLE: usize = 500;

/// Bytes that hold the records a delimiter is told by.
const HEAD: usize = 64 * 1024;

/// Delimiters that occur, in the order of preference when nothing tells them apart.
const DELIMITERS: [u8; 6] = [b';', b'\t', b',', b'|', b'^', b'~'];

/// `1,234.56`.
pub(super) const AMERICA: Marks = Marks {
    decimal: '.',
    thousands: Some(','),
};
/// `1.234,56`.
pub(super) const EUROPE: Marks = Marks {
    decimal: ',',
    thousands: Some('.'),
};

/// A record of the sample, its cells cleaned.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
}

impl Record {
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }

    pub(super) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// A cell without blanks, quotation marks and the `="…"` that keeps spreadsheets from reading numbers.
pub(super) fn clean(cell: &str) -> &str {
    // Most cells begin with a letter or a digit and end with no blank.
    let bytes = cell.as_bytes();
    match (bytes.first(), bytes.last()) {
        (None, _) => return cell,
        (Some(first), Some(last))
            if first.is_ascii_graphic()
                && !matches!(first, b'"' | b'\'' | b'=')
                && last.is_ascii_graphic() =>
        {
            return cell;
        }
        _ => {}
    }
    let blank =
        |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{a0}' | '\u{200e}' | '\u{200f}');
    let mut cell = cell.trim_matches(blank);
    if let Some(inner) = cell
        .strip_prefix("=\"")
        .and_then(|inner| inner.strip_suffix('"'))
    {
        cell = inner;
    }
    for quote in ['"', '\''] {
        if cell.len() >= 2
            && let Some(inner) = cell
                .strip_prefix(quote)
                .and_then(|inner| inner.strip_suffix(quote))
        {
            cell = inner.trim_matches(blank);
        }
    }
    cell
}

/// Text of several lines or with runs of blanks as one line.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if tidy(text) {
        return Cow::Borrowed(text.trim());
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// The first records.
pub(super) fn sample(text: &str, delimiter: u8, limit: usize) -> Vec<Record> {
    let mut lines = Lines::new(text);
    let mut records = Vec::new();
    let mut all = Records::new(text, delimiter, true);
    while records.len() < limit
        && let Some(cells) = all.next()
    {
        records.push(Record {
            line: lines.at(cells.start),
            cells: cells.iter().map(|cell| clean(cell).to_owned()).collect(),
        });
    }
    records
}

/// The amount in a cell under some marks, those of America first.
pub(super) fn amount_in(cell: &str) -> Option<Decimal> {
    if cell.len() > 40 || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    written(cell, AMERICA)
        .or_else(|_| written(cell, EUROPE))
        .ok()
        .map(|found| found.value)
}

/// Whether a cell is an amount under some marks.
pub(super) fn looks_like_amount(cell: &str) -> bool {
    amount_in(cell).is_some()
}

/// Whether a record can be a transaction: a date and an amount in different cells.
pub(super) fn looks_like_row(record: &Record) -> bool {
    let (mut dated, mut valued) = (false, false);
    record.cells.iter().any(|cell| {
        if cell.is_empty() {
            return false;
        }
        if DateCell::read(cell).is_some() {
            dated = true;
        } else {
            valued = valued || looks_like_amount(cell);
        }
        dated && valued
    })
}

/// Records that a delimiter is told by.
pub(super) const FIRST: usize = 120;

/// The delimiter under which most of the first records look like transactions, or at least have equally many cells. None if no
/// delimiter makes a table.
pub(super) fn delimiter(text: &str, looked_at: usize) -> Option<u8> {
    let mut best: Option<(usize, u8)> = None;
    // What parts the first records stands in them.
    let head = &text.as_bytes()[..text.len().min(HEAD)];
    for delimiter in DELIMITERS {
        if !head.contains(&delimiter) {
            continue;
        }
        let records = sample(text, delimiter, looked_at);
        let rows = records
            .iter()
            .filter(|record| looks_like_row(record))
            .count();
        let mut widths: Vec<usize> = records
            .iter()
            .map(|record| record.cells.len())
            .filter(|width| *width > 1)
            .collect();
        widths.sort_unstable();
        let common = widths
            .chunk_by(|a, b| a == b)
            .map(<[usize]>::len)
            .max()
            .unwrap_or_default();
        let wide = widths.last().copied().unwrap_or_default();
        let known = records
            .iter()
            .take(60)
            .map(|record| {
                record
                    .cells
                    .iter()
                    .filter(|cell| super::words::is_known_name(cell))
                    .count()
            })
            .max()
            .unwrap_or_default();
        if wide < 2 {
            continue;
        }
        let score = rows * 40 + known.min(12) * 30 + common * 4 + wide.min(20);
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
}
