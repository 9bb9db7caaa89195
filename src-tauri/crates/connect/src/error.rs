//! What stops a connector, and what may be done about it.

use std::error::Error;

use chrono::{DateTime, Utc};
use domain::connection::{ConnectionState, Upstream};

/// Whom a request was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// An upstream with the person's data.
    Upstream(Upstream),
    /// The feed of reference exchange rates.
    Rates,
}

impl Service {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upstream(upstream) => upstream.as_str(),
            Self::Rates => "rates",
        }
    }
}

/// Why a connector stopped. Holds no credentials, bodies, amounts or payees.
#[derive(Debug, thiserror::Error)]
#[error("{}: {detail}{}", service.as_str(), status_text(*http_status))]
pub struct ConnectorError {
    /// Whom the request was for.
    pub service: Service,
    /// What kind of trouble it is.
    pub kind: ErrorKind,
    /// Status of the answer, if there was one.
    pub http_status: Option<u16>,
    /// The upstream's name for the request, for its support.
    pub request_id: Option<String>,
    /// What happened, in words for a log.
    pub detail: String,
    /// The cause below, if there is one.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

fn status_text(status: Option<u16>) -> String {
    status.map_or_else(String::new, |status| format!(" (status {status})"))
}

/// Kinds of trouble, by what can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The key or login is not accepted.
    Credentials,
    /// The key is accepted but may not do this.
    Forbidden,
    /// The upstream prepares its first data.
    Preparing {
        /// When it asks to be called again.
        retry_at: DateTime<Utc>,
    },
    /// Asked too often.
    RateLimited {
        /// When it may be called again.
        retry_at: DateTime<Utc>,
    },
    /// No answer, or trouble at the other end.
    Unavailable {
        /// When it says it will be back.
        retry_at: Option<DateTime<Utc>>,
    },
    /// An answer that cannot be understood, or a request that was not.
    Protocol,
    /// The other end could not be trusted: bad certificate, plain HTTP, a redirect to another host.
    Insecure,
    /// What was entered to link the connection cannot be used (an address that is none, a missing secret).
    Settings,
    /// Stopped on request.
    Cancelled,
    /// Nobody takes the pages any more.
    ReceiverGone,
}

/// Whether calling again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Not before a person has acted.
    AfterPerson,
    /// From this instant on.
    At(DateTime<Utc>),
    /// At the next occasion.
    Later,
    /// There is nothing to repeat.
    Never,
}

impl ErrorKind {
    /// Whether calling again can help.
    pub const fn retry(self) -> Retry {
        match self {
            Self::Credentials | Self::Forbidden | Self::Insecure | Self::Settings => {
                Retry::AfterPerson
            }
            Self::Preparing { retry_at }
            | Self::RateLimited { retry_at }
            | Self::Unavailable {
                retry_at: Some(retry_at),
            } => Retry::At(retry_at),
            Self::Unavailable { retry_at: None } | Self::Protocol => Retry::Later,
            Self::Cancelled | Self::ReceiverGone => Retry::Never,
        }
    }

    /// The state the connection is in after it; none when it says nothing about the connection.
    pub const fn state(self) -> Option<ConnectionState> {
        match self {
            Self::Credentials | Self::Settings => Some(ConnectionState::Credentials),
            Self::Forbidden => Some(ConnectionState::Forbidden),
            Self::Preparing { .. } => Some(ConnectionState::Preparing),
            Self::RateLimited { .. } => Some(ConnectionState::RateLimited),
            Self::Unavailable { .. } => Some(ConnectionState::Unavailable),
            Self::Protocol => Some(ConnectionState::Protocol),
            Self::Insecure => Some(ConnectionState::Insecure),
            Self::Cancelled | Self::ReceiverGone => None,
        }
    }
}

impl ConnectorError {
    pub(crate) fn new(service: Service, kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self {
            service,
            kind,
            http_status: None,
            request_id: None,
            detail: detail.into(),
            source: None,
        }
    }

    pub(crate) fn cancelled(service: Service) -> Self {
        Self::new(service, ErrorKind::Cancelled, "stopped on request")
    }

    /// Whether calling again can help.
    pub const fn retry(&self) -> Retry {
        self.kind.retry()
    }

    /// The state the connection is in after it; none when it says nothing about the connection.
    pub const fn state(&self) -> Option<ConnectionState> {
        self.kind.state()
    }
}
