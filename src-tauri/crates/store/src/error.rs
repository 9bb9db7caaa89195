//! What can go wrong, by what the person can do about it.

use std::io;

/// A question or a change that the book could not answer or take.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another connection holds the book for longer than the patience of this one.
    #[error("the book is busy")]
    Busy,
    /// The disk is full. The change was not made.
    #[error("the disk is full")]
    Full,
    /// The file system failed.
    #[error("the file system failed")]
    Io(#[source] io::Error),
    /// What is stored cannot be what was stored: damaged pages, or a value outside its range.
    #[error("the book is damaged in table {table}, row {row}")]
    Corrupt {
        /// The table; `file` when the pages do not fit together, `page` when one does not authenticate.
        table: &'static str,
        /// The row, 0 when unknown.
        row: i64,
    },
    /// There is no such row.
    #[error("no {what} with number {id}")]
    NotFound {
        /// `account`, `transaction`, `category`, …
        what: &'static str,
        /// The number asked for.
        id: i64,
    },
    /// The change would break a rule of the book; `rule` is a closed word.
    #[error("refused: {rule}")]
    Refused {
        /// `currency_mismatch`, `name_taken`, `in_use`, `empty_name`, `same_account`, `already_undone`, …
        rule: &'static str,
    },
    /// A batch cannot be taken back whole, because later batches changed what it made.
    #[error("later changes stand in the way")]
    Conflict(Vec<crate::UndoConflict>),
    /// A sum does not fit an amount.
    #[error("amount out of range")]
    Overflow,
    /// The thread that writes has ended; the book has to be opened again.
    #[error("the writer has ended")]
    WriterGone,
    /// The closure given to the writer panicked; its change was not made.
    #[error("the change failed inside")]
    Panicked,
    /// Anything else from the database.
    #[error("the database failed")]
    Sqlite(#[source] rusqlite::Error),
}

/// Results of questions and changes.
pub type Result<T> = std::result::Result<T, Error>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt {
                table: "file",
                row: 0,
            },
            Some(ErrorCode::NotADatabase) => Self::Corrupt {
                table: "page",
                row: 0,
            },
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
                Self::Io(io::Error::other(error))
            }
            _ => Self::Sqlite(error),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::StorageFull {
            Self::Full
        } else {
            Self::Io(error)
        }
    }
}

/// Why a book could not be made, opened or re-protected. Nothing was touched.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder holds no book.
    #[error("there is no book here")]
    NotThere,
    /// The folder holds a book already.
    #[error("there is a book here already")]
    AlreadyThere,
    /// The passphrase is not the book's.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The book is protected in another way than the one offered.
    #[error("the book is protected by another method")]
    OtherProtection(crate::Protection),
    /// The keychain works and does not have the book's key, or has another one.
    #[error("the keychain does not have the key of this book")]
    KeyMissing,
    /// The keychain is locked.
    #[error("the keychain is locked")]
    KeychainLocked,
    /// The keychain cannot be used.
    #[error("the keychain cannot be used")]
    Keychain(#[source] secrets::SecretError),
    /// Part of the book's file is missing.
    #[error("the book's file is incomplete")]
    Truncated,
    /// The book's file or its header was changed from outside.
    #[error("the book was changed from outside")]
    Tampered,
    /// What lies here is not a book of this program.
    #[error("not a book")]
    NotABook,
    /// A newer program wrote the book.
    #[error("the book needs a newer program")]
    TooNew {
        /// What the book says it needs.
        found: u32,
        /// What this program can open.
        supported: u32,
    },
    /// Another process has the book open.
    #[error("another program has the book open")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The file system failed.
    #[error("the file system failed")]
    Io(#[source] io::Error),
    /// Anything else.
    #[error("the book could not be opened")]
    Store(#[source] Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::StorageFull {
            Self::Full
        } else {
            Self::Io(error)
        }
    }
}

impl From<Error> for OpenError {
    fn from(error: Error) -> Self {
        match error {
            Error::Busy => Self::Busy,
            Error::Full => Self::Full,
            Error::Io(error) => Self::from(error),
            Error::Corrupt { .. } => Self::Tampered,
            other => Self::Store(other),
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::from(Error::from(error))
    }
}

impl From<secrets::SecretError> for OpenError {
    fn from(error: secrets::SecretError) -> Self {
        match error {
            secrets::SecretError::Locked => Self::KeychainLocked,
            other => Self::Keychain(other),
        }
    }
}
