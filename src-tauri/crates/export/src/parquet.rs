//! Apache Parquet, one table a file, in row groups of a fixed number of rows, so that memory does not grow with the table.
//!
//! An amount is a DECIMAL of eight places, as many as any currency's minor unit has, and beside it the exact minor units as a whole
//! number; its currency stands in a column of its own, as in every other table. Dates are DATE, texts are UTF-8, and every column
//! may hold nothing. Pages are compressed with Snappy, which every reader has.
//! The format: <https://parquet.apache.org/docs/file-format/>.

use std::sync::Arc;

use chrono::NaiveDate;
use money::Money;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int32Type,
    Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{
    SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter,
};
use parquet::schema::types::{Type, TypePtr};

use crate::table::{Cell, Column, Holds, Shape, Tables};
use crate::{Error, Out, Result};

/// Rows of a group: what is held in memory before it is written.
const GROUP: usize = 16_384;
/// Digits and decimals of an amount; no currency's minor unit has more decimals.
const PRECISION: i32 = 38;
const SCALE: u32 = 8;
/// Bytes of such a number.
const WIDTH: i32 = 16;

impl From<ParquetError> for Error {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
                Ok(error) => Self::Io(*error),
                Err(other) => Self::Parquet(other.to_string()),
            },
            other => Self::Parquet(other.to_string()),
        }
    }
}

/// The values of a column of the group at hand, and for each row whether it has one.
enum Values {
    Text(Vec<ByteArray>),
    Date(Vec<i32>),
    Integer(Vec<i64>),
    Flag(Vec<bool>),
    Amount {
        decimal: Vec<FixedLenByteArray>,
        minor: Vec<i64>,
    },
}

struct Held {
    values: Values,
    there: Vec<i16>,
}

impl Held {
    fn of(column: &Column) -> Self {
        Self {
            values: match column.holds {
                Holds::Text => Values::Text(Vec::new()),
                Holds::Date => Values::Date(Vec::new()),
                Holds::Integer => Values::Integer(Vec::new()),
                Holds::Flag => Values::Flag(Vec::new()),
                Holds::Amount => Values::Amount {
                    decimal: Vec::new(),
                    minor: Vec::new(),
                },
            },
            there: Vec::new(),
        }
    }

    fn push(&mut self, cell: &Cell<'_>) -> Result<()> {
        match (&mut self.values, cell) {
            (_, Cell::Empty) => {
                self.there.push(0);
                return Ok(());
            }
            (Values::Text(all), Cell::Text(text)) => all.push(ByteArray::from(text.as_ref())),
            (Values::Date(all), Cell::Date(date)) => all.push(days_of(*date)),
            (Values::Integer(all), Cell::Integer(number)) => all.push(*number),
            (Values::Flag(all), Cell::Flag(flag)) => all.push(*flag),
            (Values::Amount { decimal, minor }, Cell::Amount(money)) => {
                decimal.push(decimal_of(*money)?);
                minor.push(money.minor);
            }
            _ => {
                return Err(Error::Parquet(
                    "a cell of another kind than its column".into(),
                ));
            }
        }
        self.there.push(1);
        Ok(())
    }
}

/// Days since 1970.
fn days_of(date: NaiveDate) -> i32 {
    (date - NaiveDate::default()).num_days() as i32
}

/// An amount in hundred-millionths of a unit, big-endian two's complement.
fn decimal_of(money: Money) -> Result<FixedLenByteArray> {
    let places = SCALE
        .checked_sub(money.currency.exponent())
        .ok_or(Error::Overflow)?;
    let scaled = i128::from(money.minor)
        .checked_mul(10_i128.pow(places))
        .ok_or(Error::Overflow)?;
    Ok(FixedLenByteArray::from(scaled.to_be_bytes().to_vec()))
}

fn field(name: &str, physical: Physical, logical: Option<LogicalType>) -> Result<TypePtr> {
    let field = Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_converted_type(ConvertedType::NONE)
        .with_logical_type(logical);
    Ok(Arc::new(field.build()?))
}

/// The columns of a file: an amount has two.
fn fields(column: &Column) -> Result<Vec<TypePtr>> {
    Ok(match column.holds {
        Holds::Text => vec![field(
            column.name,
            Physical::BYTE_ARRAY,
            Some(LogicalType::String),
        )?],
        Holds::Date => vec![field(
            column.name,
            Physical::INT32,
            Some(LogicalType::Date),
        )?],
        Holds::Integer => vec![field(column.name, Physical::INT64, None)?],
        Holds::Flag => vec![field(column.name, Physical::BOOLEAN, None)?],
        Holds::Amount => {
            let decimal = Type::primitive_type_builder(column.name, Physical::FIXED_LEN_BYTE_ARRAY)
                .with_repetition(Repetition::OPTIONAL)
                .with_length(WIDTH)
                .with_precision(PRECISION)
                .with_scale(SCALE as i32)
                .with_logical_type(Some(LogicalType::decimal(SCALE as i32, PRECISION)))
                .build()?;
            let minor = format!("{}_minor", column.name);
            vec![Arc::new(decimal), field(&minor, Physical::INT64, None)?]
        }
    })
}

struct File<'a> {
    writer: SerializedFileWriter<Out<'a>>,
    columns: Vec<Held>,
    rows: usize,
}

/// A Parquet file under way.
pub(crate) struct Parquet<'a> {
    out: Option<Out<'a>>,
    file: Option<File<'a>>,
}

impl<'a> Parquet<'a> {
    pub(crate) fn new(out: Out<'a>) -> Self {
        Self {
            out: Some(out),
            file: None,
        }
    }
}

impl File<'_> {
    fn write_group(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for held in &mut self.columns {
            let there = std::mem::take(&mut held.there);
            match &mut held.values {
                Values::Text(all) => put::<ByteArrayType>(next(&mut group)?, all, &there)?,
                Values::Date(all) => put::<Int32Type>(next(&mut group)?, all, &there)?,
                Values::Integer(all) => put::<Int64Type>(next(&mut group)?, all, &there)?,
                Values::Flag(all) => put::<BoolType>(next(&mut group)?, all, &there)?,
                Values::Amount { decimal, minor } => {
                    put::<FixedLenByteArrayType>(next(&mut group)?, decimal, &there)?;
                    put::<Int64Type>(next(&mut group)?, minor, &there)?;
                }
            }
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

/// The column of a group that is written next.
fn next<'g, W: std::io::Write + Send>(
    group: &'g mut SerializedRowGroupWriter<'_, W>,
) -> std::result::Result<SerializedColumnWriter<'g>, ParquetError> {
    group
        .next_column()?
        .ok_or_else(|| ParquetError::General("a column is missing".into()))
}

fn put<T: parquet::data_type::DataType>(
    mut column: SerializedColumnWriter<'_>,
    values: &mut Vec<T::T>,
    there: &[i16],
) -> std::result::Result<(), ParquetError> {
    column.typed::<T>().write_batch(values, Some(there), None)?;
    values.clear();
    column.close()
}

impl Tables for Parquet<'_> {
    fn table(&mut self, shape: &'static Shape) -> Result<()> {
        let out = self.out.take().ok_or(Error::OnlyOne)?;
        let mut all = Vec::new();
        for column in shape.columns {
            all.extend(fields(column)?);
        }
        let schema = Type::group_type_builder(shape.name)
            .with_fields(all)
            .build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .build();
        self.file = Some(File {
            writer: SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?,
            columns: shape.columns.iter().map(Held::of).collect(),
            rows: 0,
        });
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let file = self.file.as_mut().ok_or(Error::OnlyOne)?;
        for (held, cell) in file.columns.iter_mut().zip(cells) {
            held.push(cell)?;
        }
        file.rows += 1;
        if file.rows == GROUP {
            file.write_group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        let mut file = self.file.take().ok_or(Error::OnlyOne)?;
        file.write_group()?;
        let mut out = file.writer.into_inner()?;
        out.flush()?;
        Ok(())
    }
}
