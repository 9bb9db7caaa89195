//! A workbook of Office Open XML, a sheet a table, written row by row.
//!
//! A cell holds a double. Every decimal of at most 15 significant digits comes back from one unchanged (IEEE 754 binary64),
//! and Excel shows no more; an amount of more digits is written as text, so that no digit of it is lost. A sheet holds
//! 1,048,576 rows and a cell 32,767 characters: a longer table goes on in a further sheet, a longer text is cut.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use money::Money;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Book, Worksheet};

use crate::table::{Cell, Shape, Tables};
use crate::text::cut;
use crate::{Error, Out, Result, TableOptions};

/// Rows of a sheet, the one of the names included.
const MOST_ROWS: u32 = 1_048_576;
const MOST_CHARACTERS: usize = 32_767;
/// Minor units below this have at most 15 digits.
const EXACT_BELOW: u64 = 1_000_000_000_000_000;

pub(crate) struct Workbook<'a> {
    book: Book,
    out: Out<'a>,
    shape: Option<&'static Shape>,
    sheets: usize,
    of_table: usize,
    next: u32,
    amounts: HashMap<u32, Format>,
    day: Format,
    head: Format,
}

impl<'a> Workbook<'a> {
    pub(crate) fn new(options: TableOptions<'_>, out: Out<'a>) -> Result<Self> {
        let mut book = Book::new();
        if let Some(scratch) = options.scratch {
            book.set_tempdir(scratch)?;
        }
        Ok(Self {
            book,
            out,
            shape: None,
            sheets: 0,
            of_table: 0,
            next: 0,
            amounts: HashMap::new(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            head: Format::new().set_bold(),
        })
    }

    fn begin_sheet(&mut self) -> Result<()> {
        let shape = self.shape.ok_or(Error::OnlyOne)?;
        self.of_table += 1;
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        let name = if self.of_table == 1 {
            shape.name.to_owned()
        } else {
            format!("{} {}", shape.name, self.of_table)
        };
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (place, column) in shape.columns.iter().enumerate() {
            sheet.write_string_with_format(0, place as u16, column.name, &self.head)?;
        }
        self.sheets += 1;
        self.next = 1;
        Ok(())
    }
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell<'_>,
    amounts: &mut HashMap<u32, Format>,
    day: &Format,
) -> Result<()> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, cut(text, MOST_CHARACTERS))?;
        }
        Cell::Date(date) => match excel_day(*date) {
            Some(excel) => {
                sheet.write_datetime_with_format(row, column, &excel, day)?;
            }
            None => {
                sheet.write_string(row, column, date.to_string())?;
            }
        },
        Cell::Amount(money) => match double(*money) {
            Some(number) => {
                let format = amounts
                    .entry(money.currency.exponent())
                    .or_insert_with_key(|exponent| number_format(*exponent));
                sheet.write_number_with_format(row, column, number, format)?;
            }
            None => {
                sheet.write_string(row, column, money.decimal_text())?;
            }
        },
        Cell::Integer(number) if number.unsigned_abs() < EXACT_BELOW => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Cell::Integer(number) => {
            sheet.write_string(row, column, number.to_string())?;
        }
        Cell::Flag(flag) => {
            sheet.write_boolean(row, column, *flag)?;
        }
    }
    Ok(())
}

/// The double nearest to an amount, if it gives the amount back.
fn double(money: Money) -> Option<f64> {
    (money.minor.unsigned_abs() < EXACT_BELOW)
        .then(|| money.decimal_text().parse().ok())
        .flatten()
}

fn number_format(exponent: u32) -> Format {
    let decimals = "0".repeat(exponent as usize);
    let code = if exponent == 0 {
        "#,##0".to_owned()
    } else {
        format!("#,##0.{decimals}")
    };
    Format::new().set_num_format(code)
}

/// Excel's calendar begins in 1900.
fn excel_day(date: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year())
        .ok()
        .filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8).ok()
}

impl Tables for Workbook<'_> {
    fn table(&mut self, shape: &'static Shape) -> Result<()> {
        self.shape = Some(shape);
        self.of_table = 0;
        self.begin_sheet()
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if self.next == MOST_ROWS {
            self.begin_sheet()?;
        }
        let last = self.sheets.checked_sub(1).ok_or(Error::OnlyOne)?;
        let sheet = self.book.worksheet_from_index(last)?;
        for (place, cell) in cells.iter().enumerate() {
            put(
                sheet,
                self.next,
                place as u16,
                cell,
                &mut self.amounts,
                &self.day,
            )?;
        }
        self.next += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.book.save_to_writer(&mut self.out)?;
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use money::Currency;

    #[test]
    fn a_double_gives_an_amount_back_or_is_not_used() {
        for minor in [0, 1, -1, 999_999_999_999_999, -123_456_789_012_345, 7] {
            for currency in [Currency::EUR, Currency::JPY] {
                let money = Money::new(minor, currency);
                let number = double(money).expect("fifteen digits");
                let exponent = currency.exponent() as usize;
                assert_eq!(format!("{number:.exponent$}"), money.decimal_text());
            }
        }
        assert_eq!(
            double(Money::new(1_000_000_000_000_000, Currency::EUR)),
            None
        );
        assert_eq!(double(Money::new(i64::MIN, Currency::EUR)), None);
    }
}
