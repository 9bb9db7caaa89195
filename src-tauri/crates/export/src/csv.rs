//! Comma-separated values (RFC 4180, lines end with a line feed).

use csv::{Writer, WriterBuilder};

use crate::table::{Cell, Shape, Tables};
use crate::{Error, Out, Result, TableOptions};

pub(crate) struct Csv<'a> {
    writer: Writer<Out<'a>>,
    begun: bool,
    guard: bool,
}

impl<'a> Csv<'a> {
    pub(crate) fn new(options: TableOptions<'_>, out: Out<'a>) -> Self {
        Self {
            writer: WriterBuilder::new().from_writer(out),
            begun: false,
            guard: options.guard_formulas,
        }
    }
}

/// Whether a spreadsheet would take a text for a formula.
fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

impl Tables for Csv<'_> {
    fn table(&mut self, shape: &'static Shape) -> Result<()> {
        if self.begun {
            return Err(Error::OnlyOne);
        }
        self.begun = true;
        Ok(self
            .writer
            .write_record(shape.columns.iter().map(|column| column.name))?)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        for cell in cells {
            match cell {
                Cell::Empty => self.writer.write_field("")?,
                Cell::Text(text) if self.guard && looks_like_formula(text) => {
                    self.writer.write_field(format!("'{text}"))?;
                }
                Cell::Text(text) => self.writer.write_field(text.as_bytes())?,
                Cell::Date(date) => self.writer.write_field(date.to_string())?,
                Cell::Amount(money) => self.writer.write_field(money.decimal_text())?,
                Cell::Integer(number) => self.writer.write_field(number.to_string())?,
                Cell::Flag(flag) => {
                    self.writer
                        .write_field(if *flag { "true" } else { "false" })?;
                }
            }
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.writer.flush()?)
    }
}
