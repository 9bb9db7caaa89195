//! Everything a use case can fail with, and how it crosses to the page.
//!
//! A failure is logged once, here, with its chain of causes. Logs and codes hold no amounts, payees, account numbers or
//! secrets.

use std::error::Error;

use chrono::{DateTime, SecondsFormat, Utc};
use contract::{ApiError, ErrorCode};

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The book could not be made, opened or protected.
    #[error("opening the book")]
    Open(#[from] store::OpenError),
    /// The book is locked.
    #[error("the book is locked")]
    Locked,
    /// A question or a change failed.
    #[error("asking the book")]
    Store(#[from] store::Error),
    /// The keychain failed.
    #[error("asking the keychain")]
    Secrets(#[from] secrets::SecretError),
    /// An upstream could not be read.
    #[error("asking an upstream")]
    Connector(#[from] connect::ConnectorError),
    /// A file could not be read from disk.
    #[error("reading or writing a file")]
    File(#[from] std::io::Error),
    /// A request that makes no sense.
    #[error("invalid {field}: {reason}")]
    Invalid {
        /// Name of the field.
        field: String,
        /// Stable word.
        reason: String,
    },
    /// Something named is not there.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// A code that needs nothing more.
    #[error("{0:?}")]
    Code(ErrorCode),
    /// The same work is running.
    #[error("already running")]
    AlreadyRunning,
    /// The person stopped it.
    #[error("cancelled")]
    Cancelled,
    /// Anything else.
    #[error("inside")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl Failure {
    pub(crate) fn invalid(field: &str, reason: &str) -> Self {
        Self::Invalid {
            field: field.to_owned(),
            reason: reason.to_owned(),
        }
    }

    pub(crate) fn internal(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Box::new(error))
    }

    /// Logs the failure under a short trace and gives what crosses.
    pub(crate) fn cross(self, command: &str) -> ApiError {
        let trace = uuid::Uuid::new_v4().simple().to_string()[..8].to_owned();
        let code = self.code();
        let mut chain = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            chain.push_str(": ");
            chain.push_str(&error.to_string());
            cause = error.source();
        }
        if code == ErrorCode::Internal {
            tracing::error!(command, trace, chain, "failed");
        } else {
            tracing::info!(command, trace, chain, "refused");
        }
        ApiError { code, trace }
    }

    /// The code that crosses.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Open(error) => open_code(error),
            Self::Locked => ErrorCode::Locked,
            Self::Store(error) => store_code(error),
            Self::Secrets(error) => secret_code(error),
            Self::Connector(error) => connector_code(error),
            Self::File(error) => file_code(error),
            Self::Invalid { field, reason } => ErrorCode::InvalidRequest {
                field: field.clone(),
                reason: reason.clone(),
            },
            Self::NotFound(entity) => ErrorCode::NotFound {
                entity: (*entity).to_owned(),
            },
            Self::Code(code) => code.clone(),
            Self::AlreadyRunning => ErrorCode::AlreadyRunning,
            Self::Cancelled => ErrorCode::Cancelled,
            Self::Internal(_) => ErrorCode::Internal,
        }
    }
}

fn open_code(error: &store::OpenError) -> ErrorCode {
    use store::OpenError as E;
    match error {
        E::NotThere => ErrorCode::NoBook,
        E::AlreadyThere => ErrorCode::BookExists,
        E::WrongPassphrase => ErrorCode::WrongPassphrase,
        E::OtherProtection(_) => ErrorCode::InvalidRequest {
            field: "protection".into(),
            reason: "other".into(),
        },
        E::KeyMissing => ErrorCode::KeyMissing,
        E::KeychainLocked => ErrorCode::KeychainLocked,
        E::Keychain(error) => secret_code(error),
        E::Truncated => damaged("truncated"),
        E::Tampered => damaged("tampered"),
        E::NotABook => damaged("not_a_book"),
        E::TooNew { found, supported } => ErrorCode::BookTooNew {
            found: *found,
            supported: *supported,
        },
        E::Busy => ErrorCode::BookBusy,
        E::Full => ErrorCode::DiskFull,
        E::Io(error) => file_code(error),
        E::Store(error) => store_code(error),
    }
}

fn damaged(what: &str) -> ErrorCode {
    ErrorCode::BookDamaged {
        what: what.to_owned(),
    }
}

fn store_code(error: &store::Error) -> ErrorCode {
    use store::Error as E;
    match error {
        E::Busy => ErrorCode::BookBusy,
        E::Full => ErrorCode::DiskFull,
        E::Io(error) => file_code(error),
        E::Corrupt { .. } => damaged("tampered"),
        E::NotFound { what, .. } => ErrorCode::NotFound {
            entity: (*what).to_owned(),
        },
        E::Refused { rule } => ErrorCode::InvalidRequest {
            field: "request".into(),
            reason: (*rule).to_owned(),
        },
        E::Conflict(rows) => ErrorCode::UndoConflict {
            rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        },
        E::Overflow => ErrorCode::InvalidRequest {
            field: "amount".into(),
            reason: "out_of_range".into(),
        },
        E::WriterGone | E::Panicked | E::Sqlite(_) => ErrorCode::Internal,
    }
}

fn secret_code(error: &secrets::SecretError) -> ErrorCode {
    use secrets::SecretError as E;
    match error {
        E::NoKeychain => ErrorCode::KeychainUnavailable,
        E::Locked | E::Denied => ErrorCode::KeychainLocked,
        E::Unusable => ErrorCode::KeyMissing,
        E::TooLong | E::Failed(_) => ErrorCode::Internal,
    }
}

fn connector_code(error: &connect::ConnectorError) -> ErrorCode {
    use connect::ErrorKind as E;
    let retry_at = match error.kind {
        E::Preparing { retry_at } | E::RateLimited { retry_at } => Some(retry_at),
        E::Unavailable { retry_at } => retry_at,
        E::Cancelled | E::ReceiverGone => return ErrorCode::Cancelled,
        E::Settings => {
            return ErrorCode::InvalidRequest {
                field: "base_url".into(),
                reason: "unusable".into(),
            };
        }
        E::Credentials | E::Forbidden | E::Protocol | E::Insecure => None,
    };
    ErrorCode::Upstream {
        upstream: error.service.as_str().to_owned(),
        state: error
            .state()
            .map_or("unavailable", domain::connection::ConnectionState::as_str)
            .to_owned(),
        retry_at: retry_at.map(instant),
        request_id: error.request_id.clone(),
    }
}

fn file_code(error: &std::io::Error) -> ErrorCode {
    use std::io::ErrorKind as E;
    match error.kind() {
        E::StorageFull | E::QuotaExceeded => ErrorCode::DiskFull,
        E::PermissionDenied => file_system("denied"),
        E::NotFound => file_system("not_found"),
        E::ReadOnlyFilesystem => file_system("read_only"),
        _ => file_system("other"),
    }
}

fn file_system(what: &str) -> ErrorCode {
    ErrorCode::FileSystem {
        what: what.to_owned(),
    }
}

/// An instant as it crosses.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
