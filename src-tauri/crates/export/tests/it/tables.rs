//! Tables hold every field as it is.

use std::io::{Cursor, Read};

use crate::common::{Kept, Made, Seed, book, table};
use export::{DocumentFormat, Error, TableFormat, TableOptions, shapes};
use money::{Currency, Money};

const TEXTS: [&str; 5] = [
    "=HYPERLINK(\"http://x\")",
    "+49 30 1",
    "-10 %",
    "@home",
    "a, \"b\"\nc",
];

fn made() -> Made {
    let seeds: Vec<Seed> = TEXTS
        .iter()
        .enumerate()
        .map(|(place, text)| Seed {
            day: place as u64,
            account: place,
            minor: -1_234_567 * (place as i64 + 1),
            payee: (*text).to_owned(),
            text: String::new(),
            note: "\u{1f600}".into(),
            category: Some(place % 4),
            tag: true,
            to: None,
            parts: place == 4,
        })
        .collect();
    book(&seeds, [0; 5], ["A", "B", "C", "D", "E"])
}

fn records(bytes: &[u8]) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(bytes)
        .records()
        .map(Result::unwrap)
        .collect()
}

fn place(name: &str) -> usize {
    shapes::TRANSACTIONS
        .columns
        .iter()
        .position(|column| column.name == name)
        .unwrap()
}

#[test]
fn csv_gives_texts_back_as_they_were() {
    let made = made();
    let bytes = table(TableFormat::Csv, TableOptions::default(), &made);
    let rows = records(&bytes);
    assert_eq!(rows.len(), TEXTS.len());
    for (row, text) in rows.iter().zip(TEXTS) {
        assert_eq!(&row[place("payee")], text);
    }
    assert_eq!(&rows[0][place("amount")], "-12345.67");
    assert_eq!(&rows[2][place("amount")], "-3703701");
    assert_eq!(&rows[3][place("amount")], "-4938.268");
    assert_eq!(&rows[3][place("category")], "Crédit d'impôt: état");
    assert!(rows[4][place("parts")].contains("\"amount\""));
}

#[test]
fn what_looks_like_a_formula_is_guarded_when_asked_and_amounts_never_are() {
    let options = TableOptions {
        guard_formulas: true,
        ..TableOptions::default()
    };
    let rows = records(&table(TableFormat::Csv, options, &made()));
    for (row, text) in rows.iter().zip(TEXTS) {
        let wanted = if text.starts_with('a') {
            text.to_owned()
        } else {
            format!("'{text}")
        };
        assert_eq!(row[place("payee")], wanted);
        assert!(row[place("amount")].starts_with('-'));
    }
}

#[test]
fn a_line_of_json_is_a_row_with_its_table() {
    let made = made();
    let bytes = table(TableFormat::Json, TableOptions::default(), &made);
    let lines: Vec<serde_json::Value> = String::from_utf8(bytes)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), TEXTS.len());
    assert_eq!(lines[1]["table"], "transactions");
    assert_eq!(lines[1]["payee"], TEXTS[1]);
    assert_eq!(lines[1]["amount"], "-24691.34");
    assert_eq!(lines[1]["transfer_id"], serde_json::Value::Null);
    assert_eq!(
        lines[1].as_object().unwrap().len(),
        shapes::TRANSACTIONS.columns.len() + 1
    );
}

fn member(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn a_workbook_has_numbers_for_amounts_and_texts_that_are_no_formulas() {
    let folder = tempfile::tempdir().unwrap();
    let options = TableOptions {
        scratch: Some(folder.path()),
        ..TableOptions::default()
    };
    let bytes = table(TableFormat::Xlsx, options, &made());
    let sheet = member(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>-12345.67</v>"), "{sheet}");
    assert!(sheet.contains("<v>-4938.268</v>"));
    assert!(!sheet.contains("<f>"));
    assert!(member(&bytes, "xl/styles.xml").contains("#,##0.000"));
    assert!(member(&bytes, "xl/workbook.xml").contains("name=\"transactions\""));
}

#[test]
fn an_amount_of_more_digits_than_a_double_holds_is_text_in_a_workbook() {
    let kept = Kept::default();
    let mut tables = export::tables(
        TableFormat::Xlsx,
        TableOptions::default(),
        Box::new(kept.clone()),
    )
    .unwrap();
    tables.table(&shapes::NET_WORTH).unwrap();
    let great = Money::new(i64::MAX, Currency::EUR);
    tables
        .row(&[export::Cell::Empty, export::Cell::Amount(great)])
        .unwrap();
    tables.finish().unwrap();
    let sheet = member(&kept.bytes(), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("92233720368547758.07"), "{sheet}");
    assert!(!sheet.contains("<v>92233720368547758.07</v>"));
}

#[test]
fn a_second_table_does_not_fit_a_file_of_one() {
    let mut tables = export::tables(
        TableFormat::Csv,
        TableOptions::default(),
        Box::new(Kept::default()),
    )
    .unwrap();
    tables.table(&shapes::ACCOUNTS).unwrap();
    assert!(matches!(
        tables.table(&shapes::CATEGORIES),
        Err(Error::OnlyOne)
    ));
}

#[test]
fn layouts_of_one_account_refuse_two() {
    let made = made();
    for format in [DocumentFormat::Xero, DocumentFormat::QuickBooks] {
        let begun = export::document(
            format,
            &made.book,
            export::Dates::Usual,
            Box::new(Kept::default()),
        );
        assert!(matches!(begun.err(), Some(Error::OnlyOne)));
    }
}

#[test]
fn layouts_have_the_columns_their_programs_ask_for() {
    let mut made = made();
    made.book = export::Book::new(
        made.book.accounts[..1].to_vec(),
        made.book.categories.clone(),
        made.book.span,
        Currency::EUR,
        made.book.made,
    );
    let text = |format| String::from_utf8(crate::common::written(format, &made)).unwrap();
    let xero = text(DocumentFormat::Xero);
    assert_eq!(
        xero,
        "*Date,*Amount,Payee,Description,Reference\n30/12/2019,-12345.67,\"=HYPERLINK(\"\"http://x\"\")\",,1\n"
    );
    let books = text(DocumentFormat::QuickBooks);
    assert_eq!(
        books,
        "Date,Description,Amount\n12/30/2019,\"=HYPERLINK(\"\"http://x\"\")\",-12345.67\n"
    );
}

struct Full(usize);

impl std::io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let fits = bytes.len().min(self.0);
        self.0 -= fits;
        if fits == 0 {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        Ok(fits)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_an_error_of_every_format() {
    let made = made();
    for format in [
        TableFormat::Csv,
        TableFormat::Json,
        TableFormat::Xlsx,
        TableFormat::Parquet,
    ] {
        let outcome = (|| {
            let mut tables = export::tables(format, TableOptions::default(), Box::new(Full(40)))?;
            tables.table(&shapes::TRANSACTIONS)?;
            for row in &made.rows {
                tables.row(&shapes::transaction(&made.book, row))?;
            }
            tables.finish()
        })();
        assert!(outcome.is_err(), "{format:?}");
    }
    for format in [
        DocumentFormat::Ledger,
        DocumentFormat::Beancount,
        DocumentFormat::Ofx,
    ] {
        let begun = export::document(format, &made.book, export::Dates::Usual, Box::new(Full(40)));
        assert!(matches!(begun.err(), Some(Error::Io(_))), "{format:?}");
    }
}
