//! Bank files: bytes to candidate rows, one module per format.
//!
//! [`parse`] takes a file's name and bytes and gives a [`Parsed`]: statements with rows, and beside them everything that
//! could not be read. Invariants:
//!
//! - Nothing is invented: an amount or a date that cannot be read is a [`Problem`] with its line, never a zero, and a row
//!   that is left out always leaves a problem or a warning behind.
//! - Amounts are exact decimals as written, seen from the account holder (money out negative); dates are those
//!   written, with no shift for time zones.
//! - Only "not this format" and "nothing but an error in it" are errors; what the file leaves open is a [`Question`] that
//!   an answer in the [`Profile`] settles.
//! - Any bytes at all may come in: parsing never panics and its memory is bounded by the file's.
//!
//! Deliberately absent: files (it gets bytes), the store, duplicates, categories, the clock.

mod books;
mod camt;
mod container;
mod csv;
mod date;
mod day_order;
mod format;
mod gathered;
mod iban;
mod mapping;
mod model;
mod mt;
mod number;
mod ofx;
mod qif;
mod registry;
mod securities;
mod seen;
mod text;
mod xml;

pub use container::{Unpacked, unpack};
pub use format::{Confidence, Format, Profile};
pub use mapping::{AmountRule, ColumnRef, Columns, Mapping, OutSign};
pub use model::{
    Balance, Outcome, ParseError, Parsed, Problem, Question, Row, Split, Statement,
    StatementAccount,
};
pub use number::{Marks, NumberError, amount};
pub use registry::{detect, formats, parse, parse_streaming};
pub use securities::{Security, SecurityPosition, SecurityPrice, SecurityTrade, TradeAct};
