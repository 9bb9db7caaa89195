//! A SQLite file of plain tables that anybody can read: nothing of the book's own tables, its journal or what connections
//! keep goes into it, only the rows handed over.

use std::path::Path;

use rusqlite::{Connection, params_from_iter};

use crate::{Error, Result};

/// A file being written. One transaction; the file is whole after [`PlainTables::finish`].
pub struct PlainTables {
    db: Connection,
    insert: String,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum PlainValue {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainKind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Bytes.
    Bytes,
}

impl PlainKind {
    const fn sql(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Integer => "INTEGER",
            Self::Bytes => "BLOB",
        }
    }
}

/// A name within quotation marks.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl PlainTables {
    /// Begins in an empty file, or a new one.
    pub fn create(file: &Path) -> Result<Self> {
        let db = Connection::open(file)?;
        // The file takes its name when it is whole, so that no journal beside it is needed.
        db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL; BEGIN")?;
        Ok(Self {
            db,
            insert: String::new(),
        })
    }

    /// The rows that follow are of this table: columns by name, and what they hold.
    pub fn table(&mut self, name: &str, columns: &[(&str, PlainKind)]) -> Result<()> {
        let list: Vec<String> = columns
            .iter()
            .map(|(name, kind)| format!("{} {}", quoted(name), kind.sql()))
            .collect();
        let marks = vec!["?"; columns.len()].join(", ");
        self.db.execute_batch(&format!(
            "CREATE TABLE {} ({}) STRICT",
            quoted(name),
            list.join(", ")
        ))?;
        self.insert = format!("INSERT INTO {} VALUES ({marks})", quoted(name));
        Ok(())
    }

    /// A row of the table.
    pub fn row(&mut self, cells: Vec<PlainValue>) -> Result<()> {
        if self.insert.is_empty() {
            return Err(Error::Refused {
                rule: "table_missing",
            });
        }
        let cells = cells.into_iter().map(|cell| match cell {
            PlainValue::Null => rusqlite::types::Value::Null,
            PlainValue::Text(text) => rusqlite::types::Value::Text(text),
            PlainValue::Integer(number) => rusqlite::types::Value::Integer(number),
            PlainValue::Bytes(bytes) => rusqlite::types::Value::Blob(bytes),
        });
        self.db
            .prepare_cached(&self.insert)?
            .execute(params_from_iter(cells))?;
        Ok(())
    }

    /// Ends the file; it is on the disk.
    pub fn finish(self) -> Result<()> {
        self.db.execute_batch("COMMIT")?;
        self.db.close().map_err(|(_, error)| Error::from(error))
    }
}
