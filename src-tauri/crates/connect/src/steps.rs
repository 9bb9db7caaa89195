//! Linking in several steps: what a person is asked on the way, and what goes on between two questions.
//!
//! A task begins with [`crate::Connector::begin`] and goes on with [`crate::Connector::go_on`] until its step is
//! [`LinkStep::Done`] or [`LinkStep::Stopped`]. Between two steps there is only a text, [`LinkProgress::state`], which may
//! be kept and gone on from later: it holds ids, never a secret.

mod form;

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::account::AccountKind;
use domain::connection::LoginCondition;
use money::{Currency, Money};
use secrets::Secret;

use crate::access::LinkInfo;

pub use form::{FieldFault, first_fault};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTask {
    /// Tries the connection itself.
    Connect,
    /// A new login at a bank.
    AddLogin {
        /// Which bank, by [`BankConnector::id`]; none lets the upstream's own pages ask.
        connector: Option<String>,
        /// Where the person answers.
        way: Way,
    },
    /// Gets an ailing login going again.
    Repair {
        /// Its `source_id`.
        login: String,
        /// Where the person answers.
        way: Way,
    },
    /// New credentials for a login.
    ChangeCredentials {
        /// Its `source_id`.
        login: String,
        /// Where the person answers.
        way: Way,
    },
    /// The upstream's own pages about everything that is linked there.
    Manage,
    /// The upstream's own page on which the person confirms a payment that was ordered.
    Payment {
        /// The upstream's id of the order.
        order: String,
    },
}

/// Where the person answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// In Coffer's own form, as far as the bank allows it.
    #[default]
    Form,
    /// On the upstream's own pages.
    Browser,
}

/// What surrounds a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepContext {
    /// Where the browser may come back to; none when nobody listens.
    pub redirect: Option<Redirect>,
    /// The person's language, two letters.
    pub language: String,
    /// The present instant.
    pub now: DateTime<Utc>,
}

/// Where a browser comes back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// An address on this machine, without a query.
    pub uri: String,
    /// A word that only this task knows, and that comes back with it.
    pub state: String,
}

/// Where a task stands.
#[derive(Debug, Clone)]
pub struct LinkProgress {
    /// What is next.
    pub step: LinkStep,
    /// What `go_on` needs to know; opaque to everybody else, and free of secrets.
    pub state: String,
}

/// What is next.
#[derive(Debug, Clone)]
pub enum LinkStep {
    /// It is done.
    Done(Linked),
    /// The person enters something.
    Ask {
        /// Why.
        reason: AskReason,
        /// What the bank says to it; plain text that nobody vouches for.
        message: Option<String>,
        /// What to enter.
        fields: Vec<AskField>,
    },
    /// The person goes to a page in the browser. The address may hold a code and belongs in no log.
    Browser {
        /// The page.
        url: String,
        /// How the end is told.
        waits_for: WaitsFor,
    },
    /// The person approves in the bank's own app, or the bank is at work; asked again after a while.
    Approve {
        /// Nothing is left to approve: the bank is at work.
        approved: bool,
        /// What the bank says to it.
        message: Option<String>,
        /// When to ask again.
        poll_after: Duration,
    },
    /// The person picks one of several.
    Choose {
        /// What is picked: `connector`, `user`, …
        what: &'static str,
        /// What there is.
        options: Vec<Choice>,
    },
    /// It ended without being done.
    Stopped {
        /// Why.
        why: StopReason,
        /// What the bank says to it.
        message: Option<String>,
        /// When to try again, if the upstream says so.
        retry_at: Option<DateTime<Utc>>,
    },
}

/// What was linked.
#[derive(Debug, Clone, Default)]
pub struct Linked {
    /// What trying showed.
    pub info: LinkInfo,
    /// `source_id` of the login.
    pub login: Option<String>,
    /// The upstream still reads the bank for the first time.
    pub first_sync: bool,
}

/// Why something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskReason {
    /// Login and password, for the first time or anew.
    Credentials,
    /// What was entered last was refused.
    WrongCredentials,
    /// A code or another answer that only the person has.
    Code,
}

/// How the end of a visit to the browser is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// The browser comes back to [`Redirect::uri`].
    Callback,
    /// The upstream is asked from time to time.
    Poll,
}

/// Why a task ended without being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// The person refused on the page.
    Refused,
    /// The person did not accept the terms there.
    TermsDeclined,
    /// The page failed, or its address cannot be trusted.
    PageFailed,
    /// The page needs the client's id, which was not entered.
    ClientIdMissing,
    /// What came back was not the answer to this task.
    NotOurs,
    /// The bank is as it is.
    Login(LoginCondition),
}

/// One thing the person enters, in an upstream's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskField {
    /// Under what name it is sent.
    pub name: String,
    /// What to call it.
    pub label: String,
    /// How it is entered.
    pub kind: AskKind,
    /// May not stay empty.
    pub required: bool,
    /// What it has to look like (a PCRE of the upstream's).
    pub regex: Option<String>,
    /// What may be picked, for lists.
    pub values: Vec<Choice>,
}

/// How something is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskKind {
    /// Plain text, and everything unknown.
    Text,
    /// A secret.
    Password,
    /// One of a list.
    List,
    /// A day.
    Date,
    /// Not shown; goes back as it came.
    Hidden,
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What to call it.
    pub label: String,
}

/// What the person or the browser answered.
#[derive(Debug, Clone)]
pub enum LinkAnswer {
    /// What was entered, by field name.
    Fields(BTreeMap<String, Secret>),
    /// What the browser brought back.
    Callback(BTreeMap<String, String>),
    /// The value of what was picked.
    Choice(String),
    /// Nothing new: look how it stands.
    Poll,
}

/// A bank that an upstream reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankConnector {
    /// The upstream's id; where there is a stable one, that.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Two-letter countries, if the upstream says.
    pub countries: Vec<String>,
    /// `bank`, `document`, …
    pub capabilities: Vec<String>,
    /// `#rrggbb`.
    pub color: Option<String>,
    /// No new logins are taken.
    pub restricted: bool,
    /// Not relied on yet, by the upstream's own word.
    pub beta: bool,
    /// The person is sent to the bank's own page.
    pub browser: bool,
    /// How far back it reads.
    pub months: Option<u32>,
    /// What the person enters.
    pub fields: Vec<AskField>,
}

/// An account at a login, shared or not.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferedAccount {
    /// The upstream's id.
    pub source_id: String,
    /// The login's.
    pub login_source_id: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// IBAN or number.
    pub number: Option<String>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// Its balance, when the upstream tells it.
    pub balance: Option<Money>,
    /// It is shared with Coffer.
    pub shared: bool,
}
