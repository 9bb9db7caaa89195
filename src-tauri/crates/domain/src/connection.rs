//! Connections to upstreams and the states they can be in.

/// A service that Coffer can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Upstream {
    /// BudgetBakers Wallet, REST API.
    Wallet,
    /// BudgetBakers Wallet, login of the app (experimental).
    WalletApp,
    /// Budget Insight's Budgea, now Powens.
    Budgea,
    /// Qard.
    Qard,
    /// FinWise.
    FinWise,
}

impl Upstream {
    /// Every upstream.
    pub const ALL: [Self; 5] = [
        Self::Wallet,
        Self::WalletApp,
        Self::Budgea,
        Self::Qard,
        Self::FinWise,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
            Self::WalletApp => "wallet-app",
            Self::Budgea => "budgea",
            Self::Qard => "qard",
            Self::FinWise => "finwise",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|upstream| upstream.as_str() == word)
    }
}

/// What a connection needs, if anything. The words for people are the page's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionState {
    /// Nothing.
    Ok,
    /// The upstream is still preparing its first data.
    Preparing,
    /// The key or login is no longer accepted.
    Credentials,
    /// The key is accepted but may not do this.
    Forbidden,
    /// Asked too often; again later.
    RateLimited,
    /// The upstream does not answer, or with a server error.
    Unavailable,
    /// It answered with something that cannot be understood.
    Protocol,
    /// It could not be trusted: bad certificate, or it sent us to another host.
    Insecure,
    /// The person has to do something in the service's own app or pages.
    UserAction,
    /// Rows vanished in such number that the person is asked first.
    DeletionGuard,
}

impl ConnectionState {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::Ok,
        Self::Preparing,
        Self::Credentials,
        Self::Forbidden,
        Self::RateLimited,
        Self::Unavailable,
        Self::Protocol,
        Self::Insecure,
        Self::UserAction,
        Self::DeletionGuard,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Preparing => "preparing",
            Self::Credentials => "credentials",
            Self::Forbidden => "forbidden",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Protocol => "protocol",
            Self::Insecure => "insecure",
            Self::UserAction => "user_action",
            Self::DeletionGuard => "deletion_guard",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether a person has to act before the next sync can work.
    pub const fn needs_person(self) -> bool {
        matches!(
            self,
            Self::Credentials
                | Self::Forbidden
                | Self::Insecure
                | Self::UserAction
                | Self::DeletionGuard
        )
    }
}
