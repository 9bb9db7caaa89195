//! A book in a temporary folder, and rows to put into it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its share, and a failed unwrap fails the test"
)]

use std::path::Path;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use domain::account::AccountKind;
use domain::connection::Upstream;
use domain::feed::{FeedAccount, FeedBalance, FeedTransaction, Page};
use domain::ids::{AccountId, CategoryId, ConnectionId};
use domain::transaction::TransactionStatus;
use money::{Currency, Money};
use secrets::SessionOnly;
use store::{
    Book, Ingested, NewAccount, Origin, OriginKind, Part, RunId, Statement, Store, Unlock,
};

pub struct World {
    pub dir: tempfile::TempDir,
    pub keychain: SessionOnly,
    pub book: Option<Book>,
}

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap()
}

pub fn today() -> NaiveDate {
    day("2026-11-21")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

impl World {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let keychain = SessionOnly::new();
        let book =
            Book::create(&dir.path().join("book"), Unlock::Keychain(&keychain), now()).unwrap();
        Self {
            dir,
            keychain,
            book: Some(book),
        }
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.dir.path().join("book")
    }

    pub fn store(&self) -> &Store {
        self.book.as_ref().unwrap().store()
    }

    pub fn reopen(&mut self) {
        self.book = None;
        self.book =
            Some(Book::open(&self.path(), Unlock::Keychain(&self.keychain), now()).unwrap());
    }

    pub fn account(&self, name: &str) -> AccountId {
        let account = NewAccount::new(name, AccountKind::Checking, Currency::EUR);
        self.store()
            .write(person("add_account"), move |w| w.add_account(&account))
            .unwrap()
            .value
    }

    pub fn balance(&self, account: AccountId) -> i64 {
        self.store()
            .read(|r| r.account(account, today()))
            .unwrap()
            .balance
            .minor
    }

    pub fn assert_sound(&self) {
        let report = self.store().read(|r| r.verify()).unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
    }

    /// A connection with a run that has begun.
    pub fn connect(&self, upstream: Upstream, label: &'static str) -> (ConnectionId, RunId) {
        self.store()
            .write(person("connect"), move |w| {
                let id = w.add_connection(upstream, label, &serde_json::json!({"a": 1}))?;
                Ok((id, w.begin_run(id, true)?))
            })
            .unwrap()
            .value
    }

    /// Stores a page of a connection.
    pub fn take(&self, connection: ConnectionId, run: RunId, page: Page) -> Ingested {
        let ingested = self
            .store()
            .write(sync(), move |w| {
                w.ingest_page(connection, run, &page, today())
            })
            .unwrap()
            .value;
        self.assert_sound();
        ingested
    }
}

pub fn person(label: &str) -> Origin {
    Origin::person(label, now())
}

pub fn import() -> Origin {
    Origin::new(OriginKind::Import, "import_file", now())
}

pub fn sync() -> Origin {
    Origin::new(OriginKind::Sync, "sync_page", now())
}

/// A part of a split row.
pub fn part(minor: i64, category: Option<CategoryId>) -> Part {
    Part {
        amount: eur(minor),
        category,
        note: String::new(),
    }
}

pub fn statement(account: AccountId) -> Statement {
    Statement {
        account,
        opening: None,
        closing: None,
        decisions: std::collections::BTreeMap::new(),
    }
}

pub fn row(id: Option<&str>, date: &str, minor: i64, payee: &str) -> FeedTransaction {
    FeedTransaction {
        source_id: id.map(str::to_owned),
        account_source_id: "acc".to_owned(),
        date: day(date),
        value_date: None,
        amount: eur(minor),
        original_amount: None,
        payee: payee.to_owned(),
        description: String::new(),
        note: String::new(),
        category_source_id: None,
        category_name: None,
        tags: Vec::new(),
        status: TransactionStatus::Posted,
        is_transfer: false,
        transfer_key: None,
        replaces: None,
        excluded: false,
        off_reports: false,
        needs_review: false,
        deleted: false,
        running_balance: None,
        updated_at: None,
        details: None,
        raw: None,
    }
}

pub fn feed_account(id: &str, balance: Option<i64>) -> FeedAccount {
    FeedAccount {
        source_id: id.to_owned(),
        name: format!("Account {id}"),
        kind: AccountKind::Checking,
        currency: Some(Currency::EUR),
        iban: None,
        number: None,
        institution: None,
        balance: balance.map(|minor| FeedBalance {
            amount: eur(minor),
            date: None,
        }),
        available: None,
        opening: None,
        closed: false,
        exclude_from_budget: false,
        pending_in_balance: false,
        exclude_from_net_worth: false,
        login_source_id: None,
        parent_source_id: None,
        withheld: false,
        loan: None,
        raw: None,
    }
}

pub fn page(accounts: Vec<FeedAccount>, transactions: Vec<FeedTransaction>) -> Page {
    Page {
        accounts,
        transactions,
        ..Page::default()
    }
}

pub fn exists(path: &Path) -> bool {
    path.exists()
}
