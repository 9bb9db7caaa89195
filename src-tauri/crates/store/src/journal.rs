//! The journal: who changed what, from what to what, and how to take it back.

use chrono::{DateTime, Utc};
use domain::ids::{BatchId, TransactionId};
use serde_json::Value;

pub(crate) mod chain;
mod read;
mod undo;
mod verify;

pub(crate) use undo::RETRACTED;

/// Who makes a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OriginKind {
    /// The person, by hand.
    Person,
    /// A sync of a connection.
    Sync,
    /// A file.
    Import,
    /// A rule, or what was learned from the person's choices.
    Rule,
    /// The program itself.
    System,
}

impl OriginKind {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Sync => "sync",
            Self::Import => "import",
            Self::Rule => "rule",
            Self::System => "system",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Person,
            Self::Sync,
            Self::Import,
            Self::Rule,
            Self::System,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == word)
    }
}

/// Who, when and what for: goes with every change.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Who.
    pub kind: OriginKind,
    /// A closed word the page has text for: `edit`, `categorise`, `import_file`, `sync_page`, …
    pub label: String,
    /// What the text needs: names, counts. Never a secret.
    pub params: Value,
    /// The clock's instant.
    pub at: DateTime<Utc>,
    /// The batch this one belongs to, such as the first page of the same sync.
    pub parent: Option<BatchId>,
}

/// What a change returned, and the batch it made if it changed anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Written<T> {
    /// The closure's own answer.
    pub value: T,
    /// The batch in the journal; none when nothing changed.
    pub batch: Option<BatchId>,
}

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Its number.
    pub id: BatchId,
    /// When, who, what for.
    pub origin: Origin,
    /// Transactions it added.
    pub added: u64,
    /// Rows it changed, of any kind.
    pub changed: u64,
    /// The batch that it took back, if it is an undo.
    pub undoes: Option<BatchId>,
    /// The batch that took it back, if any.
    pub undone_by: Option<BatchId>,
}

/// One changed row of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The batch.
    pub batch: BatchId,
    /// `transactions`, `accounts`, …
    pub table: &'static str,
    /// The row.
    pub row: i64,
    /// The changed fields before; none when the row was added.
    pub before: Option<Value>,
    /// The changed fields after; none when the row was removed.
    pub after: Option<Value>,
}

/// A row that a later batch changed, so that taking back an earlier one is not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoConflict {
    /// `transactions`, `accounts`, …
    pub table: &'static str,
    /// The row.
    pub row: i64,
    /// The later batch.
    pub by: BatchId,
}

/// What to do with rows that later batches changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnConflict {
    /// Change nothing and report them.
    Refuse,
    /// Leave those rows as they are, take back the rest.
    Keep,
    /// Leave these transactions as they are and what is not a transaction; take the others back as well.
    Choose(Vec<TransactionId>),
    /// Take them back as well.
    Force,
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The batch that was taken back.
    pub batch: BatchId,
    /// Transactions retracted or brought back, and other rows restored.
    pub rows: u64,
    /// Rows left alone because later batches changed them ([`OnConflict::Keep`] and [`OnConflict::Choose`]).
    pub kept: Vec<UndoConflict>,
}

/// What a check of the whole book found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Batches whose place in the chain was checked.
    pub batches: u64,
    /// Transactions whose fields were checked against the journal.
    pub transactions: u64,
    /// Everything that is wrong, first things first; empty is good.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The pages of the file do not authenticate or the database's own check fails.
    Pages(String),
    /// A row refers to one that is not there.
    Reference {
        /// The table.
        table: String,
        /// The row.
        row: i64,
    },
    /// A batch is not what was chained: the first broken entry.
    Chain {
        /// The batch.
        batch: BatchId,
    },
    /// A row is not what the journal says it is.
    Row {
        /// The table.
        table: &'static str,
        /// The row.
        row: i64,
        /// The batch that last wrote it, if any.
        batch: Option<BatchId>,
    },
    /// The rows a batch added are not those it recorded.
    Range {
        /// The batch.
        batch: BatchId,
    },
    /// A kept total differs from the recount.
    Total {
        /// The account.
        account: i64,
        /// Months since year 0.
        month: i32,
    },
}

impl Origin {
    /// The person, by hand, at `at`.
    pub fn person(label: &str, at: DateTime<Utc>) -> Self {
        Self::new(OriginKind::Person, label, at)
    }

    /// Anyone, with no parameters and no parent.
    pub fn new(kind: OriginKind, label: &str, at: DateTime<Utc>) -> Self {
        Self {
            kind,
            label: label.to_owned(),
            params: Value::Object(serde_json::Map::new()),
            at,
            parent: None,
        }
    }

    /// The same with parameters.
    #[must_use]
    pub fn with_params(mut self, params: Value) -> Self {
        self.params = params;
        self
    }
}

#[cfg(test)]
mod tests;
