//! The ledger for other programs: rows of the domain to the bytes of a file.
//!
//! Two kinds of files. [`Tables`] take rows of plain tables whose columns are described once ([`shapes`]): CSV, JSON lines,
//! XLSX, Parquet. [`Document`]s take transactions: the journals of ledger, hledger and beancount, QIF, OFX 2, and the bank layouts
//! that Xero and QuickBooks read. All of them write as rows come and hold none.
//!
//! # Invariants
//!
//! - Amounts are written from minor units as decimal text, never through a float. The one exception is a cell of XLSX, whose
//!   format knows only doubles: a double gives back every decimal of 15 significant digits, so an amount of more digits is
//!   written as text.
//! - Journals balance exactly, entry by entry. An opening entry before the first row and an assertion behind the last one
//!   make every account end where the book has it; a selection of rows has neither.
//! - A transfer whose legs are of one day is one entry. Legs of different days, or which do not add up, are two entries
//!   through `Equity:Transfers`, so that every account is right on every day.
//! - What a format cannot hold is replaced by what looks alike, never dropped to make a line parse: line breaks become
//!   blanks, `;` in the words of a journal a comma, `:` in its notes `꞉`, signs that a name may not have a dash. CSV, JSON and
//!   XLSX hold every field as it is.
//!
//! Deliberately absent: files and their replacement (it gets a writer), the store, the clock.

mod bank_csv;
mod beancount;
mod csv;
mod entry;
mod error;
mod journal;
mod json;
mod model;
mod names;
mod ofx;
mod parquet;
mod qif;
pub mod shapes;
mod table;
mod text;
mod xlsx;

pub use error::{Error, Result};
pub use model::{Account, Book, Category, Ends, OtherLeg, Part, Row};
pub use table::{Cell, Column, Holds, Shape, Tables};

use std::io::Write;
use std::path::Path;

/// Where a file goes.
pub type Out<'a> = Box<dyn Write + Send + 'a>;

/// Files of plain tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values; one table a file.
    Csv,
    /// One JSON object a line, which names its table.
    Json,
    /// A workbook, a sheet for each table.
    Xlsx,
    /// Apache Parquet; one table a file.
    Parquet,
}

/// Files of transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFormat {
    /// Ledger's journal.
    Ledger,
    /// hledger's journal.
    Hledger,
    /// Beancount.
    Beancount,
    /// Quicken Interchange Format.
    Qif,
    /// OFX 2.1.1.
    Ofx,
    /// Bank statement that Xero imports: one account.
    Xero,
    /// Bank statement of three columns that QuickBooks Online imports: one account.
    QuickBooks,
}

impl DocumentFormat {
    /// Whether rows are to come account by account (else by day).
    pub const fn by_account(self) -> bool {
        matches!(self, Self::Qif | Self::Ofx | Self::Xero | Self::QuickBooks)
    }

    /// Whether a file holds one account only.
    pub const fn one_account(self) -> bool {
        matches!(self, Self::Xero | Self::QuickBooks)
    }

    /// The order in which accounts are to come, as places in [`Book::accounts`].
    pub fn account_order(self, book: &Book) -> Vec<usize> {
        let mut order: Vec<usize> = (0..book.accounts.len()).collect();
        if self == Self::Ofx {
            // Cards stand in a message set of their own, behind the other accounts.
            order.sort_by_key(|place| ofx::is_card(&book.accounts[*place]));
        }
        order
    }
}

/// How dates are written where a format leaves it to the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dates {
    /// As most programs that read the format expect it.
    #[default]
    Usual,
    /// 12/31/2026.
    MonthFirst,
    /// 31/12/2026.
    DayFirst,
    /// 2026-12-31.
    Iso,
}

/// What a file of tables can be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableOptions<'a> {
    /// Texts of CSV that a spreadsheet would take for a formula (they begin with `=`, `+`, `-`, `@`, a tab or a line break)
    /// get an apostrophe before them.
    pub guard_formulas: bool,
    /// Folder for what a workbook needs while it is written; it holds amounts, so let it be one of the person's. None is
    /// the system's.
    pub scratch: Option<&'a Path>,
}

/// A file of plain tables.
pub fn tables<'a>(
    format: TableFormat,
    options: TableOptions<'_>,
    out: Out<'a>,
) -> Result<Box<dyn Tables + 'a>> {
    Ok(match format {
        TableFormat::Csv => Box::new(csv::Csv::new(options, out)),
        TableFormat::Json => Box::new(json::JsonLines::new(out)),
        TableFormat::Xlsx => Box::new(xlsx::Workbook::new(options, out)?),
        TableFormat::Parquet => Box::new(parquet::Parquet::new(out)),
    })
}

/// A file of transactions. Rows come oldest first, by day or account by account as [`DocumentFormat::by_account`] says.
pub trait Document {
    /// The rows that follow are of this account; only where rows come account by account.
    fn account(&mut self, place: usize) -> Result<()>;

    /// One transaction.
    fn row(&mut self, row: &Row) -> Result<()>;

    /// Writes what stands behind the last row.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// A file of transactions of a book. `dates` counts for QIF and the bank layouts.
pub fn document<'a>(
    format: DocumentFormat,
    book: &'a Book,
    dates: Dates,
    out: Out<'a>,
) -> Result<Box<dyn Document + 'a>> {
    Ok(match format {
        DocumentFormat::Ledger => Box::new(journal::Journal::new(false, book, out)?),
        DocumentFormat::Hledger => Box::new(journal::Journal::new(true, book, out)?),
        DocumentFormat::Beancount => Box::new(beancount::Beancount::new(book, out)?),
        DocumentFormat::Qif => Box::new(qif::Qif::new(book, dates, out)),
        DocumentFormat::Ofx => Box::new(ofx::Ofx::new(book, out)?),
        DocumentFormat::Xero => Box::new(bank_csv::BankCsv::new(true, book, dates, out)?),
        DocumentFormat::QuickBooks => Box::new(bank_csv::BankCsv::new(false, book, dates, out)?),
    })
}
