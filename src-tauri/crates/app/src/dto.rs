//! From the domain to the wire and back: plain functions, since both sides' types are foreign here.

use chrono::NaiveDate;
use contract::types as wire;
use domain::account::AccountKind;
use domain::category::{CategoryKind, Need};
use domain::connection::{ConnectionState, LoginAction, LoginCondition, LoginState};
use domain::transaction::TransactionStatus;
use money::{Currency, Money};
use store::CategoryBy;

use crate::Failure;

pub(crate) fn money(amount: Money) -> wire::Money {
    wire::Money {
        amount: amount.decimal_text(),
        currency: amount.currency.code().to_owned(),
    }
}

pub(crate) fn minor(minor: i64, currency: Currency) -> wire::Money {
    money(Money::new(minor, currency))
}

pub(crate) fn text(minor: i64, currency: Currency) -> String {
    Money::new(minor, currency).decimal_text()
}

pub(crate) fn currency(field: &str, code: &str) -> Result<Currency, Failure> {
    Currency::parse(code).map_err(|_| Failure::invalid(field, "currency"))
}

/// Decimal text of the person's; at most as many decimals as the currency has.
pub(crate) fn amount(field: &str, text: &str, currency: Currency) -> Result<Money, Failure> {
    Money::parse(text, currency).map_err(|_| Failure::invalid(field, "amount"))
}

pub(crate) fn date(field: &str, text: &str) -> Result<NaiveDate, Failure> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| Failure::invalid(field, "date"))
}

pub(crate) fn optional_date(field: &str, text: Option<&str>) -> Result<Option<NaiveDate>, Failure> {
    text.map(|text| date(field, text)).transpose()
}

pub(crate) fn month(field: &str, text: &str) -> Result<domain::budget::Month, Failure> {
    domain::budget::Month::parse(text).ok_or_else(|| Failure::invalid(field, "month"))
}

pub(crate) fn id<T: std::str::FromStr>(entity: &'static str, text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::NotFound(entity))
}

pub(crate) fn count(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(crate) fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Whole percent of a part in a whole, towards zero, kept within `u32`.
pub(crate) fn percent(part: i64, whole: i64) -> u32 {
    if whole <= 0 || part <= 0 {
        return 0;
    }
    u32::try_from(i128::from(part) * 100 / i128::from(whole)).unwrap_or(u32::MAX)
}

pub(crate) const fn kind(kind: AccountKind) -> wire::AccountKind {
    match kind {
        AccountKind::Checking => wire::AccountKind::Checking,
        AccountKind::Savings => wire::AccountKind::Savings,
        AccountKind::Cash => wire::AccountKind::Cash,
        AccountKind::CreditCard => wire::AccountKind::CreditCard,
        AccountKind::Loan => wire::AccountKind::Loan,
        AccountKind::Mortgage => wire::AccountKind::Mortgage,
        AccountKind::Investment => wire::AccountKind::Investment,
        AccountKind::Retirement => wire::AccountKind::Retirement,
        AccountKind::Insurance => wire::AccountKind::Insurance,
        AccountKind::Other => wire::AccountKind::Other,
    }
}

pub(crate) const fn kind_of(kind: wire::AccountKind) -> AccountKind {
    match kind {
        wire::AccountKind::Checking => AccountKind::Checking,
        wire::AccountKind::Savings => AccountKind::Savings,
        wire::AccountKind::Cash => AccountKind::Cash,
        wire::AccountKind::CreditCard => AccountKind::CreditCard,
        wire::AccountKind::Loan => AccountKind::Loan,
        wire::AccountKind::Mortgage => AccountKind::Mortgage,
        wire::AccountKind::Investment => AccountKind::Investment,
        wire::AccountKind::Retirement => AccountKind::Retirement,
        wire::AccountKind::Insurance => AccountKind::Insurance,
        wire::AccountKind::Other => AccountKind::Other,
    }
}

pub(crate) const fn category_kind(kind: CategoryKind) -> wire::CategoryKind {
    match kind {
        CategoryKind::Income => wire::CategoryKind::Income,
        CategoryKind::Expense => wire::CategoryKind::Expense,
        CategoryKind::Transfer => wire::CategoryKind::Transfer,
    }
}

pub(crate) const fn category_kind_of(kind: wire::CategoryKind) -> CategoryKind {
    match kind {
        wire::CategoryKind::Income => CategoryKind::Income,
        wire::CategoryKind::Expense => CategoryKind::Expense,
        wire::CategoryKind::Transfer => CategoryKind::Transfer,
    }
}

pub(crate) const fn need(need: Option<Need>) -> wire::Need {
    match need {
        Some(Need::Necessity) => wire::Need::Need,
        Some(Need::Wish) => wire::Need::Want,
        None => wire::Need::Neither,
    }
}

pub(crate) const fn need_of(need: wire::Need) -> Option<Need> {
    match need {
        wire::Need::Need => Some(Need::Necessity),
        wire::Need::Want => Some(Need::Wish),
        wire::Need::Neither => None,
    }
}

pub(crate) const fn category_source(by: CategoryBy) -> wire::CategorySource {
    match by {
        CategoryBy::Nobody => wire::CategorySource::None,
        CategoryBy::Upstream => wire::CategorySource::Upstream,
        CategoryBy::Rule => wire::CategorySource::Rule,
        CategoryBy::Guess => wire::CategorySource::Guess,
        CategoryBy::Person => wire::CategorySource::Person,
    }
}

pub(crate) const fn status(status: TransactionStatus) -> wire::TransactionStatus {
    match status {
        TransactionStatus::Pending => wire::TransactionStatus::Pending,
        TransactionStatus::Posted => wire::TransactionStatus::Posted,
        TransactionStatus::Reconciled => wire::TransactionStatus::Reconciled,
        TransactionStatus::Void => wire::TransactionStatus::Void,
    }
}

pub(crate) const fn state(state: ConnectionState) -> wire::ConnectionState {
    match state {
        ConnectionState::Ok => wire::ConnectionState::Ok,
        ConnectionState::Preparing => wire::ConnectionState::Preparing,
        ConnectionState::Credentials => wire::ConnectionState::Credentials,
        ConnectionState::Forbidden => wire::ConnectionState::Forbidden,
        ConnectionState::RateLimited => wire::ConnectionState::RateLimited,
        ConnectionState::Unavailable => wire::ConnectionState::Unavailable,
        ConnectionState::Protocol => wire::ConnectionState::Protocol,
        ConnectionState::Insecure => wire::ConnectionState::Insecure,
        ConnectionState::UserAction => wire::ConnectionState::UserAction,
        ConnectionState::DeletionGuard => wire::ConnectionState::DeletionGuard,
    }
}

/// One or two letters for a badge: the first of the first two words.
pub(crate) fn monogram(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()))
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

/// All but the last four signs of an account number are nobody's business on a screen.
pub(crate) fn number_hint(number: &str) -> String {
    let signs: Vec<char> = number
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .collect();
    let last: String = signs[signs.len().saturating_sub(4)..].iter().collect();
    format!("··{last}")
}

pub(crate) fn login_message(word: LoginCondition) -> wire::LoginMessage {
    match word {
        LoginCondition::Ok => wire::LoginMessage::Ok,
        LoginCondition::Syncing => wire::LoginMessage::Syncing,
        LoginCondition::AuthenticationDue => wire::LoginMessage::AuthenticationDue,
        LoginCondition::FieldsNeeded => wire::LoginMessage::FieldsNeeded,
        LoginCondition::ApprovalNeeded => wire::LoginMessage::ApprovalNeeded,
        LoginCondition::BrowserNeeded => wire::LoginMessage::BrowserNeeded,
        LoginCondition::WrongCredentials => wire::LoginMessage::WrongCredentials,
        LoginCondition::PasswordExpired => wire::LoginMessage::PasswordExpired,
        LoginCondition::ActionAtBank => wire::LoginMessage::ActionAtBank,
        LoginCondition::RateLimited => wire::LoginMessage::RateLimited,
        LoginCondition::BankUnavailable => wire::LoginMessage::BankUnavailable,
        LoginCondition::UpstreamFailed => wire::LoginMessage::UpstreamFailed,
        LoginCondition::NotSupported => wire::LoginMessage::NotSupported,
        LoginCondition::SwitchedOff => wire::LoginMessage::SwitchedOff,
        LoginCondition::Unknown => wire::LoginMessage::Unknown,
    }
}

pub(crate) fn login_state(word: LoginState) -> wire::LoginState {
    match word {
        LoginState::Ok => wire::LoginState::Ok,
        LoginState::Syncing => wire::LoginState::Syncing,
        LoginState::UserActionHere => wire::LoginState::UserActionHere,
        LoginState::UserActionBrowser => wire::LoginState::UserActionBrowser,
        LoginState::UserActionBank => wire::LoginState::UserActionBank,
        LoginState::Credentials => wire::LoginState::Credentials,
        LoginState::Temporary => wire::LoginState::Temporary,
        LoginState::Unsupported => wire::LoginState::Unsupported,
    }
}

pub(crate) fn login_action(word: LoginAction) -> wire::LoginAction {
    match word {
        LoginAction::None => wire::LoginAction::None,
        LoginAction::Confirm => wire::LoginAction::Confirm,
        LoginAction::OpenBrowser => wire::LoginAction::OpenBrowser,
        LoginAction::EnterFields => wire::LoginAction::EnterFields,
        LoginAction::ApproveInApp => wire::LoginAction::ApproveInApp,
        LoginAction::WaitUntil => wire::LoginAction::WaitUntil,
        LoginAction::VisitBank => wire::LoginAction::VisitBank,
        LoginAction::ReEnterCredentials => wire::LoginAction::ReEnterCredentials,
        LoginAction::Contact => wire::LoginAction::Contact,
    }
}
