//! Tables in a SQLite file.

use export::{Cell, Column, Error, Holds, Result, Shape, Tables};
use store::{Attachment, PlainKind, PlainTables, PlainValue};

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

    /// The files of transactions, with what they hold, one at a time.
    pub(super) fn attachments(
        &mut self,
        files: impl Iterator<Item = store::Result<(Attachment, Vec<u8>)>>,
    ) -> Result<()> {
        let tables = self.tables()?;
        tables
            .table(
                "attachments",
                &[
                    ("id", PlainKind::Integer),
                    ("transaction_id", PlainKind::Integer),
                    ("name", PlainKind::Text),
                    ("kind", PlainKind::Text),
                    ("bytes", PlainKind::Integer),
                    ("data", PlainKind::Bytes),
                ],
            )
            .map_err(failed)?;
        for file in files {
            let (file, data) = file.map_err(failed)?;
            let row = vec![
                PlainValue::Integer(file.id),
                PlainValue::Integer(file.transaction.0),
                PlainValue::Text(file.name),
                PlainValue::Text(file.kind),
                PlainValue::Integer(i64::try_from(data.len()).map_err(|_| Error::Overflow)?),
                PlainValue::Bytes(data),
            ];
            tables.row(row).map_err(failed)?;
        }
        Ok(())
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
        let mut columns: Vec<(&str, PlainKind)> = Vec::new();
        for (column, minor) in shape.columns.iter().zip(&minor) {
            let kind = match column.holds {
                Holds::Integer | Holds::Flag => PlainKind::Integer,
                Holds::Text | Holds::Date | Holds::Amount => PlainKind::Text,
            };
            columns.push((column.name, kind));
            if column.holds == Holds::Amount {
                columns.push((minor, PlainKind::Integer));
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
