//! Bank statements as CSV, in the layouts that Xero and QuickBooks Online import.
//!
//! Xero: its template of precoded bank statements (`*Date`, `*Amount`, `Payee`, `Description`, `Reference`). QuickBooks: three
//! columns (`Date`, `Description`, `Amount`); it reads no more than a thousand rows of a file. Neither names a currency, and
//! a file is of one account.

use chrono::NaiveDate;
use csv::{Writer, WriterBuilder};

use crate::model::{Book, Row};
use crate::text::line;
use crate::{Dates, Document, Error, Out, Result};

/// A day as told, or else as is usual.
pub(crate) fn day(day: NaiveDate, told: Dates, usual: Dates) -> String {
    let order = if told == Dates::Usual { usual } else { told };
    let format = match order {
        Dates::MonthFirst | Dates::Usual => "%m/%d/%Y",
        Dates::DayFirst => "%d/%m/%Y",
        Dates::Iso => "%Y-%m-%d",
    };
    day.format(format).to_string()
}

pub(crate) struct BankCsv<'a> {
    xero: bool,
    dates: Dates,
    writer: Writer<Out<'a>>,
    begun: bool,
}

impl<'a> BankCsv<'a> {
    pub(crate) fn new(xero: bool, book: &'a Book, dates: Dates, out: Out<'a>) -> Result<Self> {
        if book.accounts.len() > 1 {
            return Err(Error::OnlyOne);
        }
        let mut writer = WriterBuilder::new().from_writer(out);
        if xero {
            writer.write_record(["*Date", "*Amount", "Payee", "Description", "Reference"])?;
        } else {
            writer.write_record(["Date", "Description", "Amount"])?;
        }
        Ok(Self {
            xero,
            dates,
            writer,
            begun: false,
        })
    }
}

impl Document for BankCsv<'_> {
    fn account(&mut self, _place: usize) -> Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Err(Error::OnlyOne);
        }
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        if !row.counted {
            return Ok(());
        }
        let amount = row.amount.decimal_text();
        let (payee, text) = (line(&row.payee), line(&row.description));
        if self.xero {
            let date = day(row.date, self.dates, Dates::DayFirst);
            let id = row.id.to_string();
            self.writer
                .write_record([&date, &amount, &payee, &text, &id])?;
        } else {
            let date = day(row.date, self.dates, Dates::MonthFirst);
            let words = if text.is_empty() || text == payee {
                payee
            } else {
                line(&format!("{payee} {text}"))
            };
            self.writer.write_record([&date, &words, &amount])?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.writer.flush()?)
    }
}
