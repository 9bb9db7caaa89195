//! JSON lines: an object a row, its table under `table`; amounts are text, as everywhere on Coffer's wires.

use std::io::Write;

use serde_json::Value;

use crate::table::{Cell, Shape, Tables};
use crate::{Error, Out, Result};

pub(crate) struct JsonLines<'a> {
    out: Out<'a>,
    shape: Option<&'static Shape>,
    line: Vec<u8>,
}

impl<'a> JsonLines<'a> {
    pub(crate) fn new(out: Out<'a>) -> Self {
        Self {
            out,
            shape: None,
            line: Vec::new(),
        }
    }
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::from(text.as_ref()),
        Cell::Date(date) => Value::from(date.to_string()),
        Cell::Amount(money) => Value::from(money.decimal_text()),
        Cell::Integer(number) => Value::from(*number),
        Cell::Flag(flag) => Value::from(*flag),
    }
}

impl Tables for JsonLines<'_> {
    fn table(&mut self, shape: &'static Shape) -> Result<()> {
        self.shape = Some(shape);
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let shape = self.shape.ok_or(Error::OnlyOne)?;
        self.line.clear();
        write!(self.line, "{{\"table\":\"{}\"", shape.name)?;
        for (column, cell) in shape.columns.iter().zip(cells) {
            write!(self.line, ",\"{}\":", column.name)?;
            serde_json::to_writer(&mut self.line, &value(cell)).map_err(std::io::Error::from)?;
        }
        self.line.extend_from_slice(b"}\n");
        Ok(self.out.write_all(&self.line)?)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.out.flush()?)
    }
}
