//! Writes to a book without end until somebody kills it. For the crash tests.
//!
//! `crash_child create|work FOLDER KEYS` where `KEYS` is a folder that stands in for the keychain. A byte is printed for
//! each stretch of rows, so that the killer can choose its moment.
#![allow(clippy::unwrap_used, reason = "a test's child may fail loudly")]

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use domain::account::AccountKind;
use domain::connection::Upstream;
use domain::feed::{FeedAccount, FeedTransaction, Page};
use domain::transaction::TransactionStatus;
use money::{Currency, Money};
use secrets::{Secret, SecretError, SecretStore, Status};
use store::{Book, NewAccount, OnConflict, Origin, OriginKind, Statement, Unlock};

/// Rows of every unit; the tests know it too.
const UNIT: i64 = 60;

struct Keys(PathBuf);

impl SecretStore for Keys {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        Ok(std::fs::read_to_string(self.0.join(name))
            .ok()
            .map(Secret::new))
    }
    fn put(&self, name: &str, secret: &Secret) -> Result<(), SecretError> {
        std::fs::write(self.0.join(name), secret.expose())
            .map_err(|error| SecretError::Failed(Box::new(error)))
    }
    fn delete(&self, name: &str) -> Result<(), SecretError> {
        std::fs::remove_file(self.0.join(name))
            .map_err(|error| SecretError::Failed(Box::new(error)))
    }
    fn clear(&self) -> Result<bool, SecretError> {
        Ok(false)
    }
    fn status(&self) -> Status {
        Status::Ready
    }
    fn is_lasting(&self) -> bool {
        true
    }
}

fn tick() {
    let mut out = std::io::stdout();
    let _told = out.write_all(b".").and_then(|()| out.flush());
}

fn row(account: &str, unit: u64, n: i64) -> FeedTransaction {
    FeedTransaction {
        source_id: Some(format!("{unit}-{n}")),
        account_source_id: account.to_owned(),
        date: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new((n % 300) as u64),
        value_date: None,
        amount: Money::new(-1, Currency::EUR),
        original_amount: None,
        payee: format!("PAYEE {} {}", unit % 7, n % 50),
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

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap();
    let folder = arguments.next().unwrap();
    let keys = Keys(PathBuf::from(arguments.next().unwrap()));
    let now: DateTime<Utc> = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    let folder = Path::new(&folder);
    if what == "create" {
        tick();
        drop(Book::create(folder, Unlock::Keychain(&keys), now).unwrap());
        tick();
        return;
    }
    let book = Book::open(folder, Unlock::Keychain(&keys), now).unwrap();
    let store = book.store();
    let today = now.date_naive();
    let (account, connection) = store
        .write(Origin::person("prepare", now), |w| {
            let account = NewAccount::new("File", AccountKind::Checking, Currency::EUR);
            let account = w.add_account(&account)?;
            let connection = w.add_connection(Upstream::Wallet, "W", &serde_json::Value::Null)?;
            Ok((account, connection))
        })
        .unwrap()
        .value;
    for unit in 0_u64.. {
        let stretch = move |account: &'static str| {
            (0..UNIT).map(move |n| {
                if n % 20 == 0 {
                    tick();
                }
                row(account, unit, n)
            })
        };
        let statement = Statement {
            account,
            opening: None,
            closing: None,
            decisions: std::collections::BTreeMap::new(),
        };
        let imported = store
            .write(
                Origin::new(OriginKind::Import, "import_file", now),
                move |w| w.import_statement(&statement, stretch("file"), today),
            )
            .unwrap();
        tick();
        let page = Page {
            accounts: vec![FeedAccount {
                source_id: "a".to_owned(),
                name: "Synced".to_owned(),
                kind: AccountKind::Checking,
                currency: Some(Currency::EUR),
                iban: None,
                number: None,
                institution: None,
                balance: None,
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
            }],
            transactions: stretch("a").collect(),
            cursor: Some(unit.to_string()),
            ..Page::default()
        };
        store
            .write_refetchable(Origin::new(OriginKind::Sync, "sync_page", now), move |w| {
                let run = w.begin_run(connection, true)?;
                w.ingest_page(connection, run, &page, today)
            })
            .unwrap();
        tick();
        if unit % 3 == 2 {
            let batch = imported.batch.unwrap();
            store
                .write(Origin::person("undo", now), move |w| {
                    w.undo(batch, OnConflict::Refuse)
                })
                .unwrap();
            tick();
        }
    }
}
