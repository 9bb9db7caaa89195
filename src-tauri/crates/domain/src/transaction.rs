//! Transactions.

use money::Money;

use crate::ids::CategoryId;

/// What a source says of a payment beyond what rows are found and summed by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TransactionDetails {
    /// The other side's reference: end-to-end id, cheque number, creditor reference.
    pub reference: Option<String>,
    /// The direct debit mandate it was drawn under.
    pub mandate: Option<String>,
    /// IBAN or number of the other side's account.
    pub counterparty_account: Option<String>,
    /// What it is made of, where it is split.
    pub parts: Vec<TransactionPart>,
    /// Who split it, or left it whole.
    pub parts_by: PartsBy,
}

/// Who says what a transaction is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PartsBy {
    /// Its source.
    #[default]
    Source,
    /// A rule.
    Rule,
    /// The person.
    Person,
}

impl PartsBy {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Rule => "rule",
            Self::Person => "person",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Source, Self::Rule, Self::Person]
            .into_iter()
            .find(|by| by.as_str() == word)
    }
}

/// A part of a split transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionPart {
    /// Signed as the whole.
    pub amount: Money,
    /// Category as its source names it.
    pub category: Option<String>,
    /// What it was for.
    pub note: String,
    /// The part is a transfer to this own account, as its source names it.
    pub transfer_account: Option<String>,
    /// Where the book files it; none as long as it has not been taken into the book, `Some(None)` without a category.
    pub filed: Option<Option<CategoryId>>,
}

impl TransactionDetails {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How settled a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TransactionStatus {
    /// Announced by the bank, may still change or vanish.
    Pending,
    /// Booked.
    Posted,
    /// Booked and checked against a statement.
    Reconciled,
    /// Cancelled: kept, counted nowhere.
    Void,
}

impl TransactionStatus {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Posted => "posted",
            Self::Reconciled => "reconciled",
            Self::Void => "void",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Pending, Self::Posted, Self::Reconciled, Self::Void]
            .into_iter()
            .find(|status| status.as_str() == word)
    }
}

/// Why a row that an upstream once delivered is no longer counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeletedReason {
    /// The upstream said so.
    Tombstone,
    /// The upstream archived it.
    Archived,
    /// It was missing from two complete passes.
    Missing,
    /// A pending row that its booked successor replaced.
    Replaced,
    /// The person deleted it.
    Person,
    /// Its connection or account was taken out.
    Detached,
    /// Its batch was taken back.
    Undone,
}

impl DeletedReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Tombstone,
        Self::Archived,
        Self::Missing,
        Self::Replaced,
        Self::Person,
        Self::Detached,
        Self::Undone,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tombstone => "tombstone",
            Self::Archived => "archived",
            Self::Missing => "missing",
            Self::Replaced => "replaced",
            Self::Person => "person",
            Self::Detached => "detached",
            Self::Undone => "undone",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}
