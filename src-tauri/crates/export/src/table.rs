//! Plain tables: columns with a meaning, rows of cells.

use std::borrow::Cow;

use chrono::NaiveDate;
use money::Money;

use crate::Result;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A decimal amount; its currency stands in a column of its own.
    Amount,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Flag,
}

impl Holds {
    /// The word that table schemas use for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Date => "date",
            Self::Amount => "number",
            Self::Integer => "integer",
            Self::Flag => "boolean",
        }
    }
}

/// A column and what it means.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it means, for the dictionary.
    pub meaning: &'static str,
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// What a row of it is.
    pub meaning: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// A day.
    Date(NaiveDate),
    /// An amount; the currency is not written.
    Amount(Money),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// Text, or nothing when it is empty.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// Text that may be missing.
    pub fn some_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// A day that may be missing.
    pub fn some_date(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }
}

/// A file of tables.
pub trait Tables {
    /// The rows that follow are of this table.
    fn table(&mut self, shape: &'static Shape) -> Result<()>;

    /// A row, a cell for each column.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()>;

    /// Writes what stands behind the last row.
    fn finish(self: Box<Self>) -> Result<()>;
}
