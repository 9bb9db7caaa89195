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

/// How a login at a bank stands, told finely enough to say one thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoginCondition {
    /// Well.
    Ok,
    /// The upstream is reading the bank.
    Syncing,
    /// Strong authentication is due; it begins when the person is there.
    AuthenticationDue,
    /// A code or another answer is needed.
    FieldsNeeded,
    /// It waits for a nod in the bank's app.
    ApprovalNeeded,
    /// The bank's page is to be visited through the browser, and comes back.
    BrowserNeeded,
    /// The login or password is refused.
    WrongCredentials,
    /// The password is too old and has to be changed at the bank.
    PasswordExpired,
    /// The bank wants something done on its own site.
    ActionAtBank,
    /// The bank was asked too often.
    RateLimited,
    /// The bank does not answer.
    BankUnavailable,
    /// The upstream failed on it.
    UpstreamFailed,
    /// The upstream does not support it (any more).
    NotSupported,
    /// Switched off there.
    SwitchedOff,
    /// A state that this version does not know.
    Unknown,
}

/// What a login needs, by where it is to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoginState {
    /// Nothing.
    Ok,
    /// The upstream is at it.
    Syncing,
    /// The person, here.
    UserActionHere,
    /// The person, in the browser.
    UserActionBrowser,
    /// The person, at the bank.
    UserActionBank,
    /// The right credentials.
    Credentials,
    /// Time.
    Temporary,
    /// What nobody here can give.
    Unsupported,
}

/// The one thing to do about a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoginAction {
    /// Nothing.
    None,
    /// Begin, and see what is asked.
    Confirm,
    /// Open the browser.
    OpenBrowser,
    /// Enter what is asked.
    EnterFields,
    /// Approve in the bank's app.
    ApproveInApp,
    /// Wait.
    WaitUntil,
    /// Visit the bank's own site.
    VisitBank,
    /// Enter login and password again.
    ReEnterCredentials,
    /// Ask the upstream's support.
    Contact,
}

impl LoginCondition {
    /// Every condition.
    pub const ALL: [Self; 15] = [
        Self::Ok,
        Self::Syncing,
        Self::AuthenticationDue,
        Self::FieldsNeeded,
        Self::ApprovalNeeded,
        Self::BrowserNeeded,
        Self::WrongCredentials,
        Self::PasswordExpired,
        Self::ActionAtBank,
        Self::RateLimited,
        Self::BankUnavailable,
        Self::UpstreamFailed,
        Self::NotSupported,
        Self::SwitchedOff,
        Self::Unknown,
    ];

    /// The stable word, which is the code of its message too.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Syncing => "syncing",
            Self::AuthenticationDue => "authentication_due",
            Self::FieldsNeeded => "fields_needed",
            Self::ApprovalNeeded => "approval_needed",
            Self::BrowserNeeded => "browser_needed",
            Self::WrongCredentials => "wrong_credentials",
            Self::PasswordExpired => "password_expired",
            Self::ActionAtBank => "action_at_bank",
            Self::RateLimited => "rate_limited",
            Self::BankUnavailable => "bank_unavailable",
            Self::UpstreamFailed => "upstream_failed",
            Self::NotSupported => "not_supported",
            Self::SwitchedOff => "switched_off",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|condition| condition.as_str() == word)
    }

    /// What it needs, by where it is to be had.
    pub const fn state(self) -> LoginState {
        match self {
            Self::Ok => LoginState::Ok,
            Self::Syncing => LoginState::Syncing,
            Self::AuthenticationDue
            | Self::FieldsNeeded
            | Self::ApprovalNeeded
            | Self::SwitchedOff => LoginState::UserActionHere,
            Self::BrowserNeeded => LoginState::UserActionBrowser,
            Self::PasswordExpired | Self::ActionAtBank => LoginState::UserActionBank,
            Self::WrongCredentials => LoginState::Credentials,
            Self::RateLimited | Self::BankUnavailable | Self::UpstreamFailed => {
                LoginState::Temporary
            }
            Self::NotSupported | Self::Unknown => LoginState::Unsupported,
        }
    }

    /// The one thing to do about it.
    pub const fn action(self) -> LoginAction {
        match self {
            Self::Ok => LoginAction::None,
            Self::AuthenticationDue | Self::SwitchedOff => LoginAction::Confirm,
            Self::FieldsNeeded => LoginAction::EnterFields,
            Self::ApprovalNeeded => LoginAction::ApproveInApp,
            Self::BrowserNeeded => LoginAction::OpenBrowser,
            Self::WrongCredentials => LoginAction::ReEnterCredentials,
            Self::PasswordExpired | Self::ActionAtBank => LoginAction::VisitBank,
            Self::Syncing | Self::RateLimited | Self::BankUnavailable | Self::UpstreamFailed => {
                LoginAction::WaitUntil
            }
            Self::NotSupported | Self::Unknown => LoginAction::Contact,
        }
    }

    /// Whether a person has to act before this login can be read again.
    pub const fn needs_person(self) -> bool {
        matches!(
            self.state(),
            LoginState::UserActionHere
                | LoginState::UserActionBrowser
                | LoginState::UserActionBank
                | LoginState::Credentials
        )
    }
}

impl LoginState {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Syncing => "syncing",
            Self::UserActionHere => "user_action_here",
            Self::UserActionBrowser => "user_action_browser",
            Self::UserActionBank => "user_action_bank",
            Self::Credentials => "credentials",
            Self::Temporary => "temporary",
            Self::Unsupported => "unsupported",
        }
    }
}

impl LoginAction {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Confirm => "confirm",
            Self::OpenBrowser => "open_browser",
            Self::EnterFields => "enter_fields",
            Self::ApproveInApp => "approve_in_app",
            Self::WaitUntil => "wait_until",
            Self::VisitBank => "visit_bank",
            Self::ReEnterCredentials => "re_enter_credentials",
            Self::Contact => "contact",
        }
    }
}
