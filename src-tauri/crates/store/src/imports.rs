//! Files: what each row of a statement is to the book, and taking them in.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::feed::FeedBalance;
use domain::ids::{AccountId, BatchId, TransactionId};
use money::Money;

mod classify;
mod commit;
mod files;
mod renewed;

/// One statement of a file: the rows of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The account that takes the rows.
    pub account: AccountId,
    /// Balance before the first row, if stated.
    pub opening: Option<Money>,
    /// Balance at the end of a day, if stated.
    pub closing: Option<FeedBalance>,
    /// What the person decided about single rows, by their place in the file from 0.
    pub decisions: BTreeMap<u32, Decision>,
}

/// The person's word about one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Leave it out.
    Skip,
    /// Add it, whatever it looks like.
    Add,
    /// It is this transaction.
    Into(TransactionId),
}

/// What a row is to the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowVerdict {
    /// Not there yet.
    New,
    /// Not there yet, although the book has one like it on the same day under another id: a genuine twin.
    Twin {
        /// The one it resembles.
        of: TransactionId,
    },
    /// There already; nothing is written.
    Duplicate {
        /// The one that is there; 0 in a plan when it is an earlier row of the same file.
        of: TransactionId,
        /// How it was recognised.
        reason: DuplicateReason,
    },
    /// The same payment as one that came from elsewhere: they become one that remembers both sources.
    Matched {
        /// The one that is there.
        of: TransactionId,
        /// How alike they are, 0 to 100.
        score: u8,
    },
    /// Left out by the person's word.
    Skipped,
    /// A sync delivers the days around it and has nothing like it: left out unless the person says otherwise.
    Covered,
    /// Of another currency than the account, or of a day out of range; cannot be taken.
    Rejected,
}

/// How a duplicate was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DuplicateReason {
    /// Same id of the bank's.
    ProviderId,
    /// Same account, day, amount and payee, and not yet taken by another row of the file.
    SameContent,
}

/// What a statement would do, row by row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportPlan {
    /// One verdict a row, in file order.
    pub verdicts: Vec<RowVerdict>,
    /// The counts.
    pub counts: ImportCounts,
}

/// How many rows of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportCounts {
    /// Added, twins included.
    pub new: u64,
    /// Of these, genuine twins of a row that was there.
    pub twins: u64,
    /// There already.
    pub duplicate: u64,
    /// Made one with a row from elsewhere.
    pub matched: u64,
    /// Left out by the person's word.
    pub skipped: u64,
    /// Left out because a sync delivers their days and has nothing like them.
    pub covered: u64,
    /// Could not be taken.
    pub rejected: u64,
}

/// What decides an account's balance once a statement is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settling {
    /// At the end of this day the account holds what was stated, whatever rows are added up to then; none where every
    /// added row moves the balance.
    pub fixed: Option<NaiveDate>,
    /// What the statement itself states for that day, where it has the last word.
    pub stated: Option<Money>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Imported {
    /// The counts.
    pub counts: ImportCounts,
    /// Transfers found between own accounts.
    pub transfers: u64,
    /// Days on which a stated balance and the book's own differ.
    pub mismatches: Vec<crate::BalanceCheck>,
}

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedFile {
    /// BLAKE3 of its bytes.
    pub content_hash: [u8; 32],
    /// Its name without folders.
    pub name: String,
    /// Its format's word.
    pub format: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The import; none while it is being written.
    pub batch: Option<BatchId>,
    /// When.
    pub at: DateTime<Utc>,
    /// What it brought.
    pub counts: ImportCounts,
}

/// How files of one layout are read and where they go, under a name.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportProfile {
    /// Its number; 0 before it is kept.
    pub id: i64,
    /// Digest of the layout (headings, bank, format), made by the reader.
    pub fingerprint: String,
    /// Name for the person.
    pub name: String,
    /// The account such files were last taken into.
    pub account: Option<AccountId>,
    /// The reader's own mapping, as JSON text.
    pub mapping: String,
    /// How its files are called, made by the reader; tells two of one layout apart.
    pub file_shape: String,
}

impl ImportCounts {
    pub(crate) fn count(&mut self, verdict: RowVerdict) {
        match verdict {
            RowVerdict::New => self.new += 1,
            RowVerdict::Twin { .. } => {
                self.new += 1;
                self.twins += 1;
            }
            RowVerdict::Duplicate { .. } => self.duplicate += 1,
            RowVerdict::Matched { .. } => self.matched += 1,
            RowVerdict::Skipped => self.skipped += 1,
            RowVerdict::Covered => self.covered += 1,
            RowVerdict::Rejected => self.rejected += 1,
        }
    }
}

impl std::ops::AddAssign for ImportCounts {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.twins += other.twins;
        self.duplicate += other.duplicate;
        self.matched += other.matched;
        self.skipped += other.skipped;
        self.covered += other.covered;
        self.rejected += other.rejected;
    }
}
