//! Reading files to rows, beside the least that makes a row of them.
//!
//! The yardsticks: the `csv` crate with the date and the amount of each record read, and for OFX one pass over the
//! transactions, tag by tag, that borrows its texts.

use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use import::Profile;

use crate::table::Table;

/// Times of its yardstick that reading may take.
const MOST: f64 = 3.0;
/// Turns of each, one after the other; the least counts.
const TURNS: usize = 15;

/// A yardstick: rows, and a sum that keeps the work from being left out.
type Yardstick = fn(&[u8]) -> (usize, i64);

/// Measures both formats.
pub(crate) fn measure(ofx: &[PathBuf], csv: &[PathBuf], table: &mut Table) -> Result<()> {
    Table::head(&format!(
        "Reading to rows, row by row, least of {TURNS} turns in one process"
    ));
    one("OFX", ofx, by_hand, "a parser by hand", table)?;
    one("CSV", csv, with_csv, "the csv crate", table)
}

fn one(
    format: &str,
    files: &[PathBuf],
    yardstick: Yardstick,
    name: &str,
    table: &mut Table,
) -> Result<()> {
    let files = files
        .iter()
        .map(|file| Ok((file.to_string_lossy().into_owned(), fs::read(file)?)))
        .collect::<Result<Vec<_>>>()?;
    let profile = Profile::default();
    let (mut own, mut yard) = (Duration::MAX, Duration::MAX);
    for _ in 0..TURNS {
        let there: usize = timed(&mut yard, || {
            files
                .iter()
                .map(|(_, bytes)| black_box(yardstick(bytes)).0)
                .sum()
        });
        let read = timed(&mut own, || {
            let mut rows = 0_usize;
            for (file, bytes) in &files {
                black_box(import::parse_streaming(
                    file,
                    bytes,
                    &profile,
                    &mut |_, row| {
                        black_box(&row);
                        rows += 1;
                    },
                ));
            }
            rows
        });
        ensure!(read == there, "{format}: {read} rows of {there}");
    }
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    table.times(
        &format!("reading {format}"),
        (ms(own), ms(yard)),
        MOST,
        "ms",
        name,
    );
    Ok(())
}

fn timed<T>(least: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    *least = (*least).min(start.elapsed());
    result
}

/// Digits before a point and two behind it.
fn cents(text: &[u8]) -> i64 {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let value = digits
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'));
    if negative { -value } else { value }
}

fn number(text: &[u8]) -> i64 {
    text.iter()
        .fold(0, |sum, byte| sum * 10 + i64::from(byte.wrapping_sub(b'0')))
}

fn with_csv(bytes: &[u8]) -> (usize, i64) {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let (mut rows, mut sum) = (0, 0);
    while let Ok(true) = reader.read_byte_record(&mut record) {
        rows += 1;
        sum += cents(&record[2]) + number(&record[0][..4]) * 10_000 + number(&record[0][5..7]);
    }
    (rows, sum)
}

#[derive(Default)]
struct Borrowed<'a> {
    day: i64,
    cents: i64,
    id: &'a str,
    name: &'a str,
    memo: &'a str,
}

fn by_hand(bytes: &[u8]) -> (usize, i64) {
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"<STMTTRN>") {
        at += found + 9;
        let mut row = Borrowed::default();
        while let (Some(open), Some(close)) = (
            memchr::memchr(b'<', &bytes[at..]).map(|to| at + to),
            memchr::memchr(b'>', &bytes[at..]).map(|to| at + to),
        ) {
            let name = &bytes[open + 1..close];
            if name == b"/STMTTRN" {
                at = close + 1;
                break;
            }
            let rest = &bytes[close + 1..];
            let value = &rest[..memchr::memchr2(b'<', b'\n', rest).unwrap_or(rest.len())];
            let value = value.trim_ascii_end();
            let text = std::str::from_utf8(value).unwrap_or_default();
            match name {
                b"DTPOSTED" => row.day = number(value.get(..8).unwrap_or_default()),
                b"TRNAMT" => row.cents = cents(value),
                b"FITID" => row.id = text,
                b"NAME" => row.name = text,
                b"MEMO" => row.memo = text,
                _ => {}
            }
            at = close + 1 + value.len();
        }
        rows.push(row);
    }
    let sum = rows.iter().map(|row| row.cents + row.day).sum();
    let texts: usize = rows
        .iter()
        .map(|row| row.id.len() + row.name.len() + row.memo.len())
        .sum();
    black_box(texts);
    (rows.len(), sum)
}
