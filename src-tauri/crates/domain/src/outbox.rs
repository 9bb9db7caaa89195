//! What the person did that is to be written back to an upstream, and what became of it.

use chrono::NaiveDate;
use money::Money;

use crate::account::AccountKind;

/// What of a row can be written at an upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Writable {
    /// The category of a transaction.
    Category,
    /// The note of a transaction.
    Note,
    /// The tags of a transaction.
    Tags,
    /// Whether a thing is there: a transaction that the person entered or deleted, an account or a category that is to be
    /// kept there too.
    Presence,
    /// Whether a category is there: one that the person removed, with the one that takes its place.
    Removal,
    /// Whether a transaction was looked at.
    Review,
    /// What an account is called, whether it is in use, and what it counts in.
    Account,
}

impl Writable {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Category,
        Self::Note,
        Self::Tags,
        Self::Presence,
        Self::Removal,
        Self::Review,
        Self::Account,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Note => "note",
            Self::Tags => "tags",
            Self::Presence => "presence",
            Self::Removal => "removal",
            Self::Review => "review",
            Self::Account => "account",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == word)
    }
}

/// One thing to write at an upstream, in the upstream's own ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// Fields of a transaction; what is none stays.
    Edit(OutgoingEdit),
    /// A new transaction.
    Entry(OutgoingEntry),
    /// A transaction to take out.
    Deletion {
        /// Which.
        source_id: String,
    },
    /// What an account is to be called, whether it is in use, and what it counts in.
    Account(OutgoingAccount),
    /// An account to make.
    NewAccount(OutgoingNewAccount),
    /// A category to make; one of its name that is there will do.
    NewCategory {
        /// Its name.
        name: String,
    },
    /// A category to take out.
    Removal {
        /// Which.
        source_id: String,
        /// What its transactions get instead; none leaves them without.
        into: Option<String>,
    },
}

/// Fields of a transaction to write; what is none stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingEdit {
    /// Which transaction.
    pub source_id: String,
    /// The record as it last came.
    pub raw: Option<String>,
    /// Its category.
    pub category: Option<CategoryTo>,
    /// Its note; empty takes it away.
    pub note: Option<String>,
    /// Its tags.
    pub tags: Option<TagsTo>,
    /// Whether it was looked at.
    pub reviewed: Option<bool>,
}

/// An account as it is to be at an upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingAccount {
    /// Which.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// It is no longer in use.
    pub archived: bool,
    /// What it is left out of; none stays as it is there.
    pub left_out: Option<LeftOut>,
}

/// What an account is left out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Budgets.
    pub of_budgets: bool,
    /// Net worth.
    pub of_net_worth: bool,
}

/// An account to make at an upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingNewAccount {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// Its number, if it has one.
    pub number: Option<String>,
    /// What it holds; owed is negative.
    pub balance: Money,
    /// It may be there already: an earlier try was sent and its answer lost.
    pub may_be_there: bool,
    /// Accounts there that are known to be others.
    pub others: Vec<String>,
}

/// A transaction to enter at an upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingEntry {
    /// Account.
    pub account: String,
    /// Booking date.
    pub date: NaiveDate,
    /// Signed amount.
    pub amount: Money,
    /// Payee.
    pub payee: String,
    /// Note.
    pub note: String,
    /// Category.
    pub category: CategoryTo,
    /// Whether it is a leg of a transfer.
    pub is_transfer: bool,
    /// It may have arrived already: an earlier try was sent and its answer lost.
    pub may_be_there: bool,
    /// Rows that are known to be others.
    pub others: Vec<String>,
}

/// A category as the upstream is to have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CategoryTo {
    /// None.
    Nothing,
    /// This one of its own.
    Id(String),
    /// One of this name, which the upstream does not have yet.
    Named(String),
}

/// Tags as the upstream is to have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagsTo {
    /// By name.
    Names(Vec<String>),
    /// Those it had, by its own ids.
    Ids(Vec<String>),
}

/// What a record says of what can be written, in the upstream's own ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theirs {
    /// Category.
    pub category: Option<String>,
    /// Note.
    pub note: String,
    /// Tags, by id.
    pub tags: Vec<String>,
}

/// What became of one thing that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is written; the id is that of a new row.
    Written {
        /// The upstream's id of what was entered.
        source_id: Option<String>,
    },
    /// The upstream will not have it, now or later.
    Refused {
        /// A closed word.
        reason: &'static str,
        /// The upstream's own words, fit to be shown; may be empty.
        detail: String,
    },
    /// Not now.
    Later {
        /// A closed word.
        reason: &'static str,
    },
    /// Nobody knows: it was sent and no answer came.
    Unknown,
}
