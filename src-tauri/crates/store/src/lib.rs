//! The encrypted book: one SQLCipher file, its journal and its questions.
//!
//! # How to use it
//!
//! ```no_run
//! use chrono::Utc;
//! use store::{Book, NewAccount, Origin, TransactionFilter, Unlock};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let passphrase = secrets::Secret::new("correct horse battery staple");
//! let book = Book::create("book".as_ref(), Unlock::Passphrase(&passphrase), Utc::now())?;
//! let account = book
//!     .store()
//!     .write(Origin::person("add_account", Utc::now()), |w| {
//!         w.add_account(&NewAccount::new("Checking", domain::account::AccountKind::Checking, money::Currency::EUR))
//!     })?
//!     .value;
//! let page = book
//!     .store()
//!     .read(|r| r.transactions(&TransactionFilter { accounts: vec![account], ..Default::default() }, None, 100))?;
//! assert!(page.rows.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! - [`probe`] says what lies in a folder; [`Book::create`] and [`Book::open`] give a [`Book`], whose [`Store`] is shared
//!   by reference between threads.
//! - [`Store::read`] hands a [`View`]: every question is a method of it. [`Store::write`] hands a [`Writing`], which
//!   answers the same questions and makes changes; it is one transaction and at most one batch of the journal.
//! - Files: [`View::plan_import`] and [`Writing::import_statement`]. Syncs: [`Writing::begin_run`],
//!   [`Writing::ingest_page`] once a page in a change of its own, [`Writing::finish_run`].
//! - [`Writing::undo`] takes any batch back; [`View::verify`] checks the whole book.
//!
//! # Invariants
//!
//! - Amounts are integers of minor units. Balances and monthly totals are kept in the same transaction as the rows and
//!   are never scanned for. What is counted: rows that are neither deleted, void nor excluded, nor told by a ruling
//!   source as well; pending ones apart.
//! - A transaction's row is never removed, so its number is never used again.
//! - Every change goes through one door that records it in a chain of hashes.
//!
//! Deliberately absent: HTTP, wire types, the clock (callers pass `today` and `now`), and the rules of the domain
//! beyond what keeps the book consistent.

mod accounts;
mod attachments;
mod book;
mod categories;
mod connections;
mod days;
mod derived;
mod door;
mod error;
mod filing;
mod imports;
mod ingest;
mod instruments;
mod journal;
mod linking;
mod logins;
mod migrate;
mod mirrors;
mod offers;
mod outbox;
mod parts;
mod payments;
mod placing;
mod plain_tables;
mod plans;
mod rates;
mod reconcile;
mod reports;
mod sql;
mod store;
mod text;
mod totals;
mod transactions;
mod transfers;
mod view;
mod wealth;

pub use accounts::{Account, AccountEdit, BalanceCheck, NewAccount};
pub use attachments::Attachment;
pub use book::{Book, Presence, Protection, Unlock, backup_protection, erase, probe};
pub use categories::{Category, CategoryEdit, NewCategory};
pub use connections::{Allowance, Connection, ConnectionEdit, RunEnd, RunId, SyncRun};
pub use derived::{Derived, OwnSums};
pub use error::{Error, OpenError, Result};
pub use filing::{Filing, FilingNote, Whence};
pub use imports::{
    Decision, DuplicateReason, ImportCounts, ImportPlan, ImportProfile, Imported, ImportedFile,
    RowVerdict, Settling, Statement,
};
pub use ingest::{DeletionGuard, IngestCounts, Ingested, UpstreamBudget};
pub use journal::{
    Batch, Change, Finding, OnConflict, Origin, OriginKind, UndoConflict, Undone, Verification,
    Written,
};
pub use linking::{ChosenLink, Described};
pub use logins::{AccountTie, Holding, Login};
pub use mirrors::{MirrorPlan, SameAccount, SameBy};
pub use offers::UpstreamRule;
pub use outbox::{AccountWish, Claimed, OutboxItem, OutboxState, Subject, Wish};
pub use payments::{NewPayment, Payment};
pub use placing::SourceCategory;
pub use plain_tables::{PlainKind, PlainTables, PlainValue};
pub use plans::{Budget, Goal, Planned, Rule};
pub use rates::{DayRate, OwnRate, RateSource};
pub use reconcile::{Divergence, Reconciled, Sheet};
pub use reports::{BalanceSeries, CategoryMonth, FlowMonth, PayeeSum, ReportScope};
pub use store::{Store, StoreInfo};
pub use transactions::{
    CategoryBy, Duplicate, Fact, ManyEdit, ManyPreview, ManyRow, Mirrored, NewTransaction,
    OtherLeg, PageKey, Part, Payee, PayeeRow, PayeeTally, PlainTransaction, Source, Survives,
    ToldBy, Transaction, TransactionEdit, TransactionFilter, TransactionPage, TransactionSummary,
    WholeRow, parts_of, shares,
};
pub use view::{View, Writing};
pub use wealth::{HoldingDay, WholeHolding};
