#![allow(
    clippy::unwrap_used,
    clippy::redundant_closure_for_method_calls,
    reason = "a failed unwrap fails the test, and closures read alike"
)]

use chrono::{TimeZone, Utc};
use rusqlite::Connection;
use zeroize::Zeroizing;

use super::{MIGRATIONS, backup_dir, migrate_by};
use crate::OpenError;
use crate::sql::{self, Key, Purpose};

/// Hashes of the shipped migrations. A shipped one never changes; a new one is added below.
const HASHES: &[&str] = &[
    "3a4995429dcaf03964cf830ac99b3a209f40dc49ba4938a84ea6f0c2af33da1d",
    "3c9cb8b53bc21fae9f45ca63fcb23e5361ae3b8bf1b774849c06948b39e0da34",
];

#[test]
fn shipped_migrations_never_change() {
    let hashes: Vec<String> = MIGRATIONS
        .iter()
        .map(|sql| blake3::hash(sql.as_bytes()).to_hex().to_string())
        .collect();
    assert_eq!(hashes, HASHES);
}

fn fresh(dir: &std::path::Path) -> (Connection, Key) {
    let key: Key = Zeroizing::new([9; 32]);
    let file = dir.join("book.db");
    std::fs::File::create(&file).unwrap();
    (sql::open(&file, &key, Purpose::Write).unwrap(), key)
}

fn at(second: u32) -> chrono::DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, second).unwrap()
}

const SECOND: &str = "ALTER TABLE rules ADD COLUMN extra TEXT;";

#[test]
fn a_book_is_backed_up_before_it_is_migrated() {
    let dir = tempfile::tempdir().unwrap();
    let (mut db, key) = fresh(dir.path());
    migrate_by(&mut db, &key, dir.path(), at(0), &[MIGRATIONS[0]]).unwrap();
    assert!(
        !backup_dir(dir.path()).exists(),
        "an empty file needs no backup"
    );
    migrate_by(&mut db, &key, dir.path(), at(1), &[MIGRATIONS[0], SECOND]).unwrap();
    let backups: Vec<_> = std::fs::read_dir(backup_dir(dir.path())).unwrap().collect();
    assert_eq!(backups.len(), 1);
    let copy = sql::open(&backups[0].as_ref().unwrap().path(), &key, Purpose::Read).unwrap();
    let version: u32 = copy
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (mut db, key) = fresh(dir.path());
    migrate_by(&mut db, &key, dir.path(), at(0), &[MIGRATIONS[0]]).unwrap();
    let bad = "ALTER TABLE rules ADD COLUMN extra TEXT; SELECT nonsense FROM nowhere;";
    assert!(migrate_by(&mut db, &key, dir.path(), at(1), &[MIGRATIONS[0], bad]).is_err());
    let version: u32 = db
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
    assert!(db.prepare("SELECT extra FROM rules").is_err());
}

#[test]
fn only_the_last_five_backups_stay() {
    let dir = tempfile::tempdir().unwrap();
    let (mut db, key) = fresh(dir.path());
    migrate_by(&mut db, &key, dir.path(), at(0), &[MIGRATIONS[0]]).unwrap();
    let mut steps = vec![MIGRATIONS[0]];
    let more: Vec<String> = (0..7)
        .map(|n| format!("CREATE TABLE extra{n} (a INTEGER) STRICT;"))
        .collect();
    for (second, step) in more.iter().enumerate() {
        steps.push(step);
        migrate_by(&mut db, &key, dir.path(), at(second as u32 + 1), &steps).unwrap();
    }
    assert_eq!(
        std::fs::read_dir(backup_dir(dir.path())).unwrap().count(),
        5
    );
}

#[test]
fn a_newer_book_is_refused_unless_it_says_this_program_may() {
    let dir = tempfile::tempdir().unwrap();
    let (mut db, key) = fresh(dir.path());
    migrate_by(&mut db, &key, dir.path(), at(0), &[MIGRATIONS[0], SECOND]).unwrap();
    migrate_by(&mut db, &key, dir.path(), at(1), &[MIGRATIONS[0]]).unwrap();
    db.execute(
        "UPDATE meta SET value = '2' WHERE key = 'oldest_reader'",
        [],
    )
    .unwrap();
    assert!(matches!(
        migrate_by(&mut db, &key, dir.path(), at(1), &[MIGRATIONS[0]]),
        Err(OpenError::TooNew {
            found: 2,
            supported: 1
        })
    ));
}
