//! Parquet files, read back by the library that wrote them and by another.

use std::path::Path;
use std::process::{Command, Stdio};

use bytes::Bytes;
use chrono::NaiveDate;
use export::{Cell, Error, TableFormat, TableOptions, shapes};
use money::{Currency, Money};
use parquet::basic::LogicalType;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, RowAccessor};

use crate::common::{Kept, Made, Seed, book, table};

const PYARROW: &str = "pyarrow";

fn seed(place: usize, minor: i64) -> Seed {
    Seed {
        day: place as u64,
        account: place % 5,
        minor,
        payee: format!("Café №{place}, \"quoted\""),
        text: String::new(),
        note: String::new(),
        category: Some(place % 4),
        tag: true,
        to: None,
        parts: false,
    }
}

fn many(count: usize) -> Made {
    let seeds: Vec<Seed> = (0..count)
        .map(|place| seed(place % 3_000, -1_234_567 * (place as i64 % 97 + 1)))
        .collect();
    book(&seeds, [0; 5], ["A", "B", "C", "D", "E"])
}

fn place(name: &str) -> usize {
    // Each amount before it has a second column.
    let columns = shapes::TRANSACTIONS.columns;
    let at = columns
        .iter()
        .position(|column| column.name == name)
        .unwrap();
    let amounts = columns[..at]
        .iter()
        .filter(|column| column.holds == export::Holds::Amount)
        .count();
    at + amounts
}

fn reader(bytes: Vec<u8>) -> SerializedFileReader<Bytes> {
    SerializedFileReader::new(Bytes::from(bytes)).unwrap()
}

#[test]
fn rows_come_back_as_they_were_across_groups() {
    let made = many(20_000);
    let bytes = table(TableFormat::Parquet, TableOptions::default(), &made);
    let reader = reader(bytes);
    let groups = reader.metadata().num_row_groups();
    assert_eq!(groups, 2, "20,000 rows are more than one group");
    assert_eq!(reader.metadata().file_metadata().num_rows(), 20_000);
    let schema = reader.metadata().file_metadata().schema_descr();
    assert_eq!(
        schema.column(place("date")).logical_type_ref(),
        Some(&LogicalType::Date)
    );
    let mut seen = 0;
    for (row, expected) in reader.get_row_iter(None).unwrap().zip(&made.rows) {
        let row = row.unwrap();
        let cells = shapes::transaction(&made.book, expected);
        let mut at = 0;
        for (column, cell) in shapes::TRANSACTIONS.columns.iter().zip(&cells) {
            match cell {
                Cell::Empty => {
                    let there = row.get_column_iter().nth(at).unwrap().1;
                    assert!(matches!(there, Field::Null), "{}", column.name);
                    at += usize::from(column.holds == export::Holds::Amount);
                }
                Cell::Text(text) => assert_eq!(row.get_string(at).unwrap(), text.as_ref()),
                Cell::Integer(number) => assert_eq!(row.get_long(at).unwrap(), *number),
                Cell::Flag(flag) => assert_eq!(row.get_bool(at).unwrap(), *flag),
                Cell::Date(date) => {
                    let Some((_, Field::Date(days))) = row.get_column_iter().nth(at) else {
                        panic!("{} is no date", column.name);
                    };
                    let told = NaiveDate::default() + chrono::TimeDelta::days(i64::from(*days));
                    assert_eq!(told, *date);
                }
                Cell::Amount(money) => {
                    let decimal = row.get_decimal(at).unwrap();
                    let digits: [u8; 16] = decimal.data().try_into().unwrap();
                    let scale = 8 - money.currency.exponent();
                    assert_eq!(
                        i128::from_be_bytes(digits),
                        i128::from(money.minor) * 10_i128.pow(scale)
                    );
                    assert_eq!(row.get_long(at + 1).unwrap(), money.minor);
                    at += 1;
                }
            }
            at += 1;
        }
        seen += 1;
    }
    assert_eq!(seen, 20_000);
}

#[test]
fn the_greatest_amount_is_exact_and_a_file_holds_one_table() {
    let kept = Kept::default();
    let mut tables = export::tables(
        TableFormat::Parquet,
        TableOptions::default(),
        Box::new(kept.clone()),
    )
    .unwrap();
    tables.table(&shapes::NET_WORTH).unwrap();
    for minor in [i64::MAX, i64::MIN, -1] {
        let mut cells = vec![Cell::Empty; shapes::NET_WORTH.columns.len()];
        for (cell, column) in cells.iter_mut().zip(shapes::NET_WORTH.columns) {
            if column.holds == export::Holds::Amount {
                *cell = Cell::Amount(Money::new(minor, Currency::EUR));
            }
        }
        tables.row(&cells).unwrap();
    }
    assert!(matches!(
        tables.table(&shapes::NET_WORTH),
        Err(Error::OnlyOne)
    ));
    tables.finish().unwrap();
    let first = shapes::NET_WORTH
        .columns
        .iter()
        .position(|column| column.holds == export::Holds::Amount)
        .unwrap();
    let rows: Vec<i64> = reader(kept.bytes())
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_long(first + 1).unwrap())
        .collect();
    assert_eq!(rows, [i64::MAX, i64::MIN, -1]);
}

fn python(folder: &Path) -> Result<std::path::PathBuf, String> {
    let has = |python: &Path| {
        Command::new(python)
            .args(["-c", "import pyarrow.parquet"])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    let here = std::path::PathBuf::from("python3");
    if has(&here) {
        return Ok(here);
    }
    let venv = folder.join("venv");
    let made = Command::new("python3")
        .args(["-m", "venv"])
        .arg(&venv)
        .output();
    if !made.is_ok_and(|output| output.status.success()) {
        return Err("python3 -m venv does not run".to_owned());
    }
    let python = venv.join(if cfg!(windows) {
        "Scripts/python"
    } else {
        "bin/python"
    });
    let fetched = Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
        ])
        .args([
            "--timeout",
            "15",
            "--retries",
            "1",
            "--only-binary",
            ":all:",
            PYARROW,
        ])
        .output()
        .map_err(|error| error.to_string())?;
    if fetched.status.success() && has(&python) {
        Ok(python)
    } else {
        Err(String::from_utf8_lossy(&fetched.stderr).trim().to_owned())
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says why")]
fn pyarrow_reads_the_same_amounts_dates_and_texts() {
    let folder = tempfile::tempdir().unwrap();
    let python = match python(folder.path()) {
        Ok(python) => python,
        Err(why) => {
            eprintln!("skipped: no {PYARROW}: {why}");
            return;
        }
    };
    let made = many(500);
    let path = folder.path().join("transactions.parquet");
    std::fs::write(
        &path,
        table(TableFormat::Parquet, TableOptions::default(), &made),
    )
    .unwrap();
    let script = "import sys, pyarrow.parquet as pq\n\
        t = pq.read_table(sys.argv[1])\n\
        print(t.schema.field('date').type, t.schema.field('amount').type)\n\
        for r in t.to_pylist(): print(r['date'], r['amount'], r['amount_minor'], r['currency'], r['payee'], sep='|')\n";
    let output = Command::new(python)
        .env("PYTHONIOENCODING", "utf-8")
        .args(["-c", script])
        .arg(&path)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("date32[day] decimal128(38, 8)"));
    let columns = shapes::TRANSACTIONS.columns;
    let of = |cells: &[Cell<'_>], name: &str| -> Cell<'static> {
        let at = columns
            .iter()
            .position(|column| column.name == name)
            .unwrap();
        match &cells[at] {
            Cell::Text(text) => Cell::Text(text.clone().into_owned().into()),
            Cell::Date(date) => Cell::Date(*date),
            Cell::Amount(money) => Cell::Amount(*money),
            other => panic!("{other:?}"),
        }
    };
    let mut count = 0;
    for (line, row) in lines.zip(&made.rows) {
        let cells = shapes::transaction(&made.book, row);
        let (Cell::Date(date), Cell::Amount(amount), Cell::Text(currency), Cell::Text(payee)) = (
            of(&cells, "date"),
            of(&cells, "amount"),
            of(&cells, "currency"),
            of(&cells, "payee"),
        ) else {
            panic!("{cells:?}");
        };
        let mut decimal = amount.to_decimal();
        decimal.rescale(8);
        assert_eq!(
            line,
            format!("{date}|{decimal}|{}|{currency}|{payee}", amount.minor)
        );
        count += 1;
    }
    assert_eq!(count, made.rows.len());
}
