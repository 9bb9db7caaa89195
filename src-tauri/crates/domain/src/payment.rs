//! Money that the person sends through an upstream: to whom, and how an order stands.

use chrono::{DateTime, NaiveDate, Utc};
use money::Money;

/// How an order to pay stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentState {
    /// Written down in the book, and nobody was told.
    Prepared,
    /// On its way to the upstream; whether it arrived is not known yet.
    Sending,
    /// The upstream has it; the bank was not asked to pay.
    Created,
    /// The bank asks the person for something before it pays.
    Asked,
    /// The bank has it: at once, or on its day.
    Ordered,
    /// Paid.
    Done,
    /// Taken back before anything was paid.
    Cancelled,
    /// The bank or the upstream did not pay.
    Failed,
}

impl PaymentState {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Prepared,
        Self::Sending,
        Self::Created,
        Self::Asked,
        Self::Ordered,
        Self::Done,
        Self::Cancelled,
        Self::Failed,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Sending => "sending",
            Self::Created => "created",
            Self::Asked => "asked",
            Self::Ordered => "ordered",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Nothing will come of it any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

/// Somebody to whom money of an account may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    /// The upstream's id.
    pub source_id: String,
    /// The upstream's id of the account that pays.
    pub account_source_id: String,
    /// The person's own account that it is, by the upstream's id.
    pub own_account_source_id: Option<String>,
    /// Name.
    pub label: String,
    /// IBAN.
    pub iban: Option<String>,
    /// Name of the bank.
    pub bank: Option<String>,
    /// Money may go there from then on; none when the person has not confirmed it yet.
    pub usable_from: Option<DateTime<Utc>>,
}

/// What the person orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentWish {
    /// The upstream's id of the account that pays.
    pub account_source_id: String,
    /// The upstream's id of who is paid.
    pub payee_source_id: String,
    /// How much; positive.
    pub amount: Money,
    /// What the recipient reads.
    pub label: String,
    /// When; none is as soon as possible.
    pub on: Option<NaiveDate>,
}

/// An order as an upstream tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentFact {
    /// The upstream's id.
    pub source_id: String,
    /// How it stands.
    pub state: PaymentState,
    /// The upstream's own word for it.
    pub word: String,
    /// What was ordered, as far as it is told.
    pub amount: Option<Money>,
    /// The upstream's id of the account that pays.
    pub account_source_id: Option<String>,
    /// The upstream's id of who is paid.
    pub payee_source_id: Option<String>,
    /// What the recipient reads.
    pub label: Option<String>,
    /// When it is paid.
    pub on: Option<NaiveDate>,
    /// When the upstream got it.
    pub registered: Option<DateTime<Utc>>,
    /// The row that it became, by the upstream's id.
    pub transaction_source_id: Option<String>,
    /// What the bank or the upstream says to it; plain text that nobody vouches for.
    pub message: Option<String>,
}

impl PaymentFact {
    /// Whether this can be what came of a wish: everything that is told of both is the same.
    pub fn is_of(&self, wish: &PaymentWish) -> bool {
        self.amount == Some(wish.amount)
            && self.payee_source_id.as_deref() == Some(wish.payee_source_id.as_str())
            && self
                .account_source_id
                .as_deref()
                .is_none_or(|account| account == wish.account_source_id)
            && self.label.as_deref().map(str::trim) == Some(wish.label.trim())
            && wish.on.is_none_or(|day| self.on == Some(day))
    }
}
