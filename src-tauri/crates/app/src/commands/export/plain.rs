//! Tables in a SQLite file.

use export::{Cell, Column, Error, Holds, Result, Shape, Tables};
use store::{PlainTables, PlainValue};

/// Tables that become those of a SQLite file: amounts as decimal text and, beside them, exact minor units.
pub(super) struct SqliteTables {
    tables: Option<PlainTables>,
    columns: &'static [Column],
}

impl SqliteTables {
    pub(super) fn new(tables: PlainTables) -> Self {
        Self {
            tables: Some(tables),
            columns: &[],
        }
    }

    fn tables(&mut self) -> Result<&mut PlainTables> {
        self.tables.as_mut().ok_or(Error::OnlyOne)
    }
}

fn failed(error: store::Error) -> Error {
    match error {
        store::Error::Full => Error::Io(std::io::ErrorKind::StorageFull.into()),
        store::Error::Io(error) => Error::Io(error),
        other => Error::Io(std::io::Error::other(other)),
    }
}

impl Tables for SqliteTables {
    fn table(&mut self, shape: &'static Shape) -> Result<()> {
        self.columns = shape.columns;
        let minor: Vec<String> = shape
            .columns
            .iter()
            .map(|column| format!("{}_minor", column.name))
            .collect();
        let mut columns: Vec<(&str, bool)> = Vec::new();
        for (column, minor) in shape.columns.iter().zip(&minor) {
            let whole = matches!(column.holds, Holds::Integer | Holds::Flag);
            columns.push((column.name, whole));
            if column.holds == Holds::Amount {
                columns.push((minor, true));
            }
        }
        self.tables()?.table(shape.name, &columns).map_err(failed)?;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let mut values = Vec::with_capacity(cells.len() + 4);
        for (column, cell) in self.columns.iter().zip(cells) {
            match cell {
                Cell::Empty if column.holds == Holds::Amount => {
                    values.extend([PlainValue::Null, PlainValue::Null]);
                }
                Cell::Empty => values.push(PlainValue::Null),
                Cell::Text(text) => values.push(PlainValue::Text(text.clone().into_owned())),
                Cell::Date(date) => values.push(PlainValue::Text(date.to_string())),
                Cell::Amount(money) => {
                    values.push(PlainValue::Text(money.decimal_text()));
                    values.push(PlainValue::Integer(money.minor));
                }
                Cell::Integer(number) => values.push(PlainValue::Integer(*number)),
                Cell::Flag(flag) => values.push(PlainValue::Integer(i64::from(*flag))),
            }
        }
        self.tables()?.row(values).map_err(failed)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.tables
            .take()
            .map_or(Ok(()), PlainTables::finish)
            .map_err(failed)
    }
}
