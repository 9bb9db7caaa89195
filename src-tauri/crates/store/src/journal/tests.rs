#![allow(
    clippy::unwrap_used,
    clippy::redundant_closure_for_method_calls,
    reason = "a failed unwrap fails the test, and closures read alike"
)]

use chrono::{DateTime, Utc};
use domain::account::AccountKind;
use domain::ids::{AccountId, TransactionId};
use domain::transaction::TransactionStatus;
use money::{Currency, Money};
use secrets::SessionOnly;

use crate::{Book, Error, Finding, NewAccount, NewTransaction, Origin, Unlock};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

struct Small {
    book: Book,
    account: AccountId,
    _dir: tempfile::TempDir,
}

impl Small {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let keychain = SessionOnly::new();
        let book = Book::create(&dir.path().join("b"), Unlock::Keychain(&keychain), now()).unwrap();
        let account = book
            .store()
            .write(Origin::person("a", now()), |w| {
                w.add_account(&NewAccount::new("A", AccountKind::Checking, Currency::EUR))
            })
            .unwrap()
            .value;
        let small = Self {
            book,
            account,
            _dir: dir,
        };
        for minor in [-100, -200, -300] {
            let id = small.add(minor).unwrap();
            small
                .book
                .store()
                .write(Origin::person("edit", now()), move |w| {
                    let groceries = w.category_by_key("groceries")?;
                    w.edit_transactions(
                        &[id],
                        &crate::TransactionEdit {
                            category: Some(groceries),
                            note: Some(format!("note {minor}")),
                            ..crate::TransactionEdit::default()
                        },
                    )
                })
                .unwrap();
        }
        assert!(small.findings().is_empty());
        small
    }

    fn add(&self, minor: i64) -> crate::Result<TransactionId> {
        let new = NewTransaction {
            account: self.account,
            date: "2026-10-01".parse().unwrap(),
            amount: Money::new(minor, Currency::EUR),
            payee: format!("PAYEE {minor}"),
            note: String::new(),
            category: None,
            tags: Vec::new(),
            status: TransactionStatus::Posted,
        };
        self.book
            .store()
            .write(Origin::person("add", now()), move |w| {
                w.add_transaction(&new)
            })
            .map(|written| written.value)
    }

    fn sql(&self, sql: &'static str) {
        self.book
            .store()
            .with_writer(move |state| Ok(state.db.execute_batch(sql)?))
            .unwrap();
    }

    fn findings(&self) -> Vec<Finding> {
        self.book.store().read(|r| r.verify()).unwrap().findings
    }
}

#[test]
fn every_way_of_changing_the_book_behind_the_journals_back_is_found() {
    for (sql, what) in [
        ("UPDATE transactions SET minor = minor - 1 WHERE id = 2", "an amount"),
        ("UPDATE transactions SET day = day + 1 WHERE id = 1", "a day"),
        ("UPDATE transactions SET category_id = NULL WHERE id = 3", "a category"),
        ("UPDATE transactions SET deleted = 5 WHERE id = 3", "a deletion"),
        ("UPDATE transactions SET note_id = NULL WHERE id = 3", "a note"),
        ("UPDATE payees SET name = 'OTHER' WHERE id = 2", "a payee's name"),
        ("UPDATE texts SET text = 'other' WHERE id = 1", "a note's text"),
        ("DELETE FROM transactions WHERE id = 3", "a removed row"),
        ("DELETE FROM transactions WHERE id = 1", "a removed first row"),
        (
            "INSERT INTO transactions (account_id, day, minor, payee_id) SELECT account_id, day, minor, payee_id
             FROM transactions WHERE id = 1",
            "a smuggled row",
        ),
        ("UPDATE accounts SET opening_minor = 100000", "an opening balance"),
        ("UPDATE categories SET kind = 'transfer' WHERE key = 'groceries'", "a category's kind"),
        ("DELETE FROM documents; INSERT INTO rules VALUES (1, 'x', 0, 1, '{}', '{}')", "a rule"),
        ("UPDATE batches SET at = at + 1 WHERE id = 4", "a batch's time"),
        ("UPDATE batches SET kind = 'import' WHERE id = 4", "a batch's author"),
        ("UPDATE changes SET after = before WHERE batch_id = 4 AND seq = 0", "a change"),
        ("UPDATE ranges SET last_id = last_id + 1 WHERE batch_id = 7", "a range"),
        (
            "PRAGMA foreign_keys = OFF; DELETE FROM changes WHERE batch_id = 8; DELETE FROM batches WHERE id = 8;",
            "the end of the journal",
        ),
        ("UPDATE totals SET minor = minor + 1", "a kept sum"),
        ("DELETE FROM totals", "all kept sums"),
        ("UPDATE day_totals SET minor = minor + 1", "a kept sum of a day"),
        ("DELETE FROM day_totals", "all kept sums of days"),
        ("UPDATE month_totals SET minor = minor + 1", "a kept sum of a month"),
        ("DELETE FROM month_totals", "all kept sums of months"),
    ] {
        let small = Small::new();
        small.sql(sql);
        assert!(!small.findings().is_empty(), "{what} was changed and nothing was found");
    }
}

#[test]
fn the_first_broken_entry_is_named() {
    let small = Small::new();
    small.sql("UPDATE batches SET label = 'x' WHERE id IN (5, 7)");
    let broken: Vec<_> = small
        .findings()
        .into_iter()
        .filter_map(|finding| match finding {
            Finding::Chain { batch } => Some(batch.0),
            _ => None,
        })
        .collect();
    assert_eq!(broken, [5]);
}

#[test]
fn a_full_disk_is_said_and_nothing_is_half_written() {
    let small = Small::new();
    small.sql("PRAGMA wal_checkpoint(TRUNCATE)");
    small
        .book
        .store()
        .with_writer(|state| {
            let pages: i64 = state
                .db
                .query_row("PRAGMA page_count", [], |row| row.get(0))?;
            state
                .db
                .execute_batch(&format!("PRAGMA max_page_count = {pages}"))?;
            Ok(())
        })
        .unwrap();
    let mut outcome = Ok(TransactionId(0));
    for minor in 0..2_000 {
        outcome = small.add(-minor - 1_000);
        if outcome.is_err() {
            break;
        }
    }
    assert!(matches!(outcome, Err(Error::Full)), "{outcome:?}");
    assert!(small.findings().is_empty());
    small.sql("PRAGMA max_page_count = 1000000");
    small.add(-5).unwrap();
    assert!(small.findings().is_empty());
}

#[test]
fn a_sum_that_does_not_fit_is_an_error_and_changes_nothing() {
    let small = Small::new();
    small.add(i64::MAX).unwrap();
    assert!(matches!(small.add(i64::MAX), Err(Error::Overflow)));
    assert!(small.findings().is_empty());
}

#[test]
fn the_durable_settings_hold() {
    let small = Small::new();
    let (mode, sync) = small
        .book
        .store()
        .with_writer(|state| {
            let mode: String = state
                .db
                .query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
            let sync: i64 = state
                .db
                .query_row("PRAGMA synchronous", [], |row| row.get(0))?;
            Ok((mode, sync))
        })
        .unwrap();
    assert_eq!((mode.as_str(), sync), ("wal", 2));
    let refused = small
        .book
        .store()
        .read(|r| Ok(r.db.execute("DELETE FROM totals", []).is_err()));
    assert!(refused.unwrap(), "readers cannot write");
}
