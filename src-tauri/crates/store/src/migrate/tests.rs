#![allow(
    clippy::unwrap_used,
    clippy::redundant_closure_for_method_calls,
    reason = "a failed unwrap fails the test, and closures read alike"
)]

use std::path::Path;
use std::process::{Child, Command, Stdio};

use chrono::{TimeZone, Utc};
use domain::account::AccountKind;
use money::Currency;
use rusqlite::Connection;
use zeroize::Zeroizing;

use super::{MIGRATIONS, SCHEMA, backup_dir, migrate, migrate_by};
use crate::sql::{self, Key, Purpose};
use crate::{NewAccount, NewTransaction, OpenError, Origin, Store};

/// Hashes of the shipped migrations. A shipped one never changes; a new one is added below.
const HASHES: &[&str] = &[
    "3a4995429dcaf03964cf830ac99b3a209f40dc49ba4938a84ea6f0c2af33da1d",
    "3c9cb8b53bc21fae9f45ca63fcb23e5361ae3b8bf1b774849c06948b39e0da34",
    "d03092f605e363cd5f843487c34e98428a89f19d4ead77dc5cf4440e5176523b",
    "aae45ee2ce25ec3b328e55c5467c5ac0137f55cf159123d19398ad406f618065",
    "5560362fa3209ea23d000aa155e6ccb043ae31002d1b558ed1623042e760dc1c",
    "4c928c8198797b652c79ac93e26e3aaa0845bf2f2ae17debe70190248eb121c7",
    "f4f59378a78cf07f3d9bea047558413dc0facda11e0fd82f18dbf9b2860008f8",
    "1f009acca9484f8c55ba62995589f2b022dd137c8808fad30c05899343e64f05",
    "a3bc65b46ee8f2139e50bc506ed28713d319b4f9d5f47ab7bd3e2676d5ae6f0d",
    "b5d13566bfa8a17e9f9350d2e9a4f5a93746af0ad02dfb46d6b5e96615703e23",
    "8806a26c96fb8500f315e3d750455bdf71e8871774b1715b8ecb9cb8e492d68d",
    "c0f83923a64c580e7f551d3c5ed9187091048f0aa5c85758596984ce7a5ee350",
    "a2ef304c4ef0efba98aa72254426d4548e1d35c90bc499d2709945b086e02cbc",
    "ed36e2357acd1c92e4f10223e5eddc7b53bfe0e7dfde0d0886e83008242ab018",
    "fafe624a958d8d95b5cd26b371b580229d9372b36352ed670cad194a71ddd572",
    "e76f0073f0bec1a8185dd78a1276fd9f4fb3c8a3bd9c2381f825a6828ede85aa",
    "93011744ae633e5c6c4c8e00ca3a6052508d296569e59f3a35e76e6f6c5e66a8",
    "396a75bed3281442cac63f2c7281b51a4cf55279277eff2b862cbca98964d979",
];

#[test]
fn shipped_migrations_never_change() {
    let hashes: Vec<String> = MIGRATIONS
        .iter()
        .map(|sql| blake3::hash(sql.as_bytes()).to_hex().to_string())
        .collect();
    assert_eq!(hashes, HASHES);
}

fn key() -> Key {
    Zeroizing::new([9; 32])
}

fn fresh(dir: &Path) -> (Connection, Key) {
    (new_file(&dir.join("book.db")), key())
}

fn new_file(file: &Path) -> Connection {
    std::fs::File::create(file).unwrap();
    sql::open(file, &key(), Purpose::Write).unwrap()
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

/// Rows of the book that is migrated.
const ROWS: u64 = 3_000;
/// Kills in the middle of its migration.
const KILLS: u64 = 30;
/// Tells the child where the book is.
const CHILD: &str = "COFFER_MIGRATE";

/// A filled book of the first schema: everything of a book of the newest one that the first has a place for.
fn filled_book_of_schema_1(dir: &Path) {
    let newest = dir.join("newest.db");
    let mut db = new_file(&newest);
    migrate(&mut db, &key(), dir, at(0)).unwrap();
    let store = Store::start(&newest, &key(), db).unwrap();
    store
        .write(Origin::person("fill", at(1)), |w| {
            w.seed_categories()?;
            let account = NewAccount::new("Everyday", AccountKind::Checking, Currency::EUR);
            let account = w.add_account(&account)?;
            for n in 0..ROWS {
                let date = at(0).date_naive() - chrono::Days::new(n / 4);
                w.add_transaction(&NewTransaction {
                    account,
                    date,
                    amount: money::Money::new(-100 - n as i64, Currency::EUR),
                    payee: format!("SHOP {}", n % 100),
                    note: String::new(),
                    category: None,
                    tags: Vec::new(),
                    status: domain::transaction::TransactionStatus::Posted,
                })?;
            }
            Ok(())
        })
        .unwrap();
    drop(store);

    let (mut db, _) = fresh(dir);
    migrate_by(&mut db, &key(), dir, at(0), &MIGRATIONS[..1]).unwrap();
    let mut hex = String::new();
    sql::push_hex(&mut hex, &*key());
    db.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF; ATTACH '{}' AS newest KEY \"x'{hex}'\";",
        newest.display()
    ))
    .unwrap();
    let names = |sql: &str| -> Vec<String> {
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    };
    let tables = names(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_words%' ESCAPE '\\'
         AND name NOT LIKE 'sqlite%'",
    );
    for table in tables {
        let columns = names(&format!(
            "SELECT name FROM pragma_table_info('{table}', 'main')"
        ))
        .join(", ");
        db.execute_batch(&format!(
            "INSERT OR IGNORE INTO main.{table} ({columns}) SELECT {columns} FROM newest.{table};"
        ))
        .unwrap();
    }
    // What later migrations write there by themselves did not stand in the first.
    db.execute_batch(
        "DELETE FROM main.meta WHERE key = 'filed_through';
         DETACH newest; PRAGMA wal_checkpoint(TRUNCATE);",
    )
    .unwrap();
    drop(db);
    for ending in ["", "-wal", "-shm"] {
        let _gone = std::fs::remove_file(format!("{}{ending}", newest.display()));
    }
}

fn schema_of(dir: &Path) -> u32 {
    sql::open(&dir.join("book.db"), &key(), Purpose::Write)
        .unwrap()
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

/// This test's own program, as a process that does nothing but migrate.
fn migrating(dir: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "migrate::tests::a_process_that_migrates"])
        .env(CHILD, dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_process_that_migrates() {
    let Some(dir) = std::env::var_os(CHILD) else {
        return;
    };
    let dir = Path::new(&dir);
    let mut db = sql::open(&dir.join("book.db"), &key(), Purpose::Write).unwrap();
    migrate(&mut db, &key(), dir, at(2)).unwrap();
}

/// Waits without the clock: spins until the child ends, or has had so many; answers how many it was.
fn spin(child: &mut Child, most: u64) -> u64 {
    for spins in 0..most {
        if child.try_wait().unwrap().is_some() {
            return spins;
        }
        for moment in 0..2_000 {
            std::hint::black_box(moment);
        }
    }
    most
}

#[test]
fn a_migration_killed_at_any_moment_leaves_a_book_that_migrates_again() {
    let template = tempfile::tempdir().unwrap();
    filled_book_of_schema_1(template.path());
    assert_eq!(schema_of(template.path()), 1);
    let copy = || {
        let dir = tempfile::tempdir().unwrap();
        std::fs::copy(template.path().join("book.db"), dir.path().join("book.db")).unwrap();
        dir
    };
    let whole = copy();
    let length = spin(&mut migrating(whole.path()), u64::MAX);
    assert_eq!(schema_of(whole.path()), SCHEMA, "the child migrates");

    let mut halfway = 0;
    for round in 0..KILLS {
        let dir = copy();
        let mut child = migrating(dir.path());
        spin(&mut child, length * (round + 1) / KILLS);
        let _ended_already = child.kill();
        child.wait().unwrap();
        let found = schema_of(dir.path());
        assert!((1..=SCHEMA).contains(&found), "round {round}: {found}");
        halfway += u64::from(found < SCHEMA && backup_dir(dir.path()).exists());

        let file = dir.path().join("book.db");
        let mut db = sql::open(&file, &key(), Purpose::Write).unwrap();
        migrate(&mut db, &key(), dir.path(), at(3)).unwrap();
        let store = Store::start(&file, &key(), db).unwrap();
        let (sound, rows) = store
            .read(|r| Ok((r.verify()?, r.accounts(at(0).date_naive())?[0].transactions)))
            .unwrap();
        assert!(sound.is_sound(), "round {round}: {:?}", sound.findings);
        assert_eq!(rows, ROWS, "round {round}");
        assert_eq!(schema_of(dir.path()), SCHEMA);
        for entry in std::fs::read_dir(backup_dir(dir.path())).unwrap() {
            let backup = entry.unwrap().path();
            assert!(
                backup.extension().is_some_and(|ending| ending == "db"),
                "round {round}: {backup:?} is half a backup"
            );
            sql::open(&backup, &key(), Purpose::Read).unwrap();
        }
    }
    assert!(halfway > 0, "no kill hit the middle");
}
