//! Errors that cross: a closed code with typed parameters. The words are the page's.

use serde::{Deserialize, Serialize};

/// What went wrong. A code exists because somebody reacts to it differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(
    tag = "code",
    content = "params",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum ErrorCode {
    /// There is no book yet.
    NoBook,
    /// There is a book already.
    BookExists,
    /// The book is locked.
    Locked,
    /// The passphrase does not open the book.
    WrongPassphrase,
    /// The passphrase is too short to protect anything.
    PassphraseTooShort {
        /// Fewest characters accepted.
        least: u32,
    },
    /// The keychain has no key for this book.
    KeyMissing,
    /// This machine offers no keychain.
    KeychainUnavailable,
    /// The keychain is there but locked or refuses.
    KeychainLocked,
    /// The book's file is damaged; nothing was changed.
    BookDamaged {
        /// Stable word for what was found: `truncated`, `tampered`, `not_a_book`, `header`.
        what: String,
    },
    /// A file is no backup that a book could be made from; nothing was changed.
    BackupUnusable {
        /// Stable word for what was found: `truncated`, `tampered`, `not_a_backup`.
        what: String,
    },
    /// The book was written by a newer Coffer.
    BookTooNew {
        /// Version of the book.
        found: u32,
        /// Newest version this program reads.
        supported: u32,
    },
    /// Another Coffer has the book open.
    BookBusy,
    /// The disk is full; nothing was changed.
    DiskFull,
    /// The file system refused.
    FileSystem {
        /// Stable word: `denied`, `not_found`, `read_only`, `other`.
        what: String,
    },
    /// A request that makes no sense; the field says where.
    InvalidRequest {
        /// Name of the field.
        field: String,
        /// Stable word for the reason.
        reason: String,
    },
    /// The thing is not there (any more).
    NotFound {
        /// What: `account`, `transaction`, `connection`, …
        entity: String,
    },
    /// An upstream could not be read.
    Upstream {
        /// Which one.
        upstream: String,
        /// The connection state it leads to.
        state: String,
        /// When to try again, if known.
        retry_at: Option<String>,
        /// The service's own number for the request.
        request_id: Option<String>,
    },
    /// The file is of no known format.
    UnknownFormat {
        /// Name of the file.
        file: String,
    },
    /// The file's format is known, but this file cannot be read.
    UnreadableFile {
        /// Name of the file.
        file: String,
        /// Stable word for the reason.
        reason: String,
        /// Line, when known.
        line: Option<u32>,
    },
    /// The preview is no longer valid: the book changed, or the program restarted.
    PreviewExpired,
    /// Rows of the batch were edited since; taking it back would lose these edits.
    UndoConflict {
        /// Rows edited since.
        rows: u32,
    },
    /// There is nothing to undo or redo.
    NothingToUndo,
    /// An exchange rate is missing.
    RateMissing {
        /// From this currency.
        from: String,
        /// To this one.
        to: String,
    },
    /// The job was cancelled; whole units were kept.
    Cancelled,
    /// The service is busy with the same work.
    AlreadyRunning,
    /// Anything else; the trace is found in the log.
    Internal,
}

/// An error as it crosses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// Code and parameters.
    #[serde(flatten)]
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub code: ErrorCode,
    /// Short id that the log has too.
    pub trace: String,
}
