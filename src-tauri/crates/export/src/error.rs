//! What can go wrong while a file is written.

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The writer failed: a full disk, say.
    #[error("writing the file")]
    Io(#[from] std::io::Error),
    /// The workbook could not be made.
    #[error("making the workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The Parquet file could not be made.
    #[error("making the Parquet file: {0}")]
    Parquet(String),
    /// The format holds one table (or one account) a file, and a second one came.
    #[error("the format holds one table or account a file")]
    OnlyOne,
    /// A row names an account that the book does not have.
    #[error("a row of an unknown account")]
    UnknownAccount,
    /// Amounts that add up to more than 64 bits hold.
    #[error("an amount is out of range")]
    Overflow,
}

/// The result of writing.
pub type Result<T> = std::result::Result<T, Error>;

impl From<csv::Error> for Error {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::Io(error),
            other => Self::Io(std::io::Error::other(format!("{other:?}"))),
        }
    }
}

impl From<money::AmountError> for Error {
    fn from(_: money::AmountError) -> Self {
        Self::Overflow
    }
}
