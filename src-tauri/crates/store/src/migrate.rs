//! Bringing a book to this program's schema, after a verified backup.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::sql::{self, Key, Purpose};
use crate::{Error, OpenError};

/// Every migration, append-only; a test holds the hash of each.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_book.sql"),
    include_str!("../migrations/0002_logins.sql"),
    include_str!("../migrations/0003_day_totals.sql"),
    include_str!("../migrations/0004_health.sql"),
    include_str!("../migrations/0005_outbox.sql"),
    include_str!("../migrations/0006_details.sql"),
    include_str!("../migrations/0007_payments.sql"),
    include_str!("../migrations/0008_filing.sql"),
    include_str!("../migrations/0009_wealth.sql"),
    include_str!("../migrations/0010_templates.sql"),
    include_str!("../migrations/0011_derived.sql"),
    include_str!("../migrations/0012_parts.sql"),
    include_str!("../migrations/0013_merged.sql"),
    include_str!("../migrations/0014_offers.sql"),
    include_str!("../migrations/0015_attachments.sql"),
    include_str!("../migrations/0016_chart.sql"),
    include_str!("../migrations/0017_month_totals.sql"),
    include_str!("../migrations/0018_rates.sql"),
];

/// The schema that this program writes.
pub(crate) const SCHEMA: u32 = MIGRATIONS.len() as u32;

/// Backups to keep.
const KEPT: usize = 5;

/// The folder of a book's backups.
pub(crate) fn backup_dir(dir: &Path) -> PathBuf {
    dir.join("backups")
}

/// Brings the database to [`SCHEMA`]. Refuses one that needs a newer program; leaves one alone that a newer program wrote
/// but this one may still open.
pub(crate) fn migrate(
    db: &mut Connection,
    key: &Key,
    dir: &Path,
    now: DateTime<Utc>,
) -> Result<(), OpenError> {
    migrate_by(db, key, dir, now, MIGRATIONS)
}

fn migrate_by(
    db: &mut Connection,
    key: &Key,
    dir: &Path,
    now: DateTime<Utc>,
    steps: &[&str],
) -> Result<(), OpenError> {
    let schema = steps.len() as u32;
    let found: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > schema {
        let oldest: u32 = db
            .query_row(
                "SELECT value FROM meta WHERE key = 'oldest_reader'",
                [],
                |row| row.get::<_, String>(0),
            )?
            .parse()
            .unwrap_or(u32::MAX);
        if oldest > schema {
            return Err(OpenError::TooNew {
                found: oldest,
                supported: schema,
            });
        }
        return Ok(());
    }
    if found == schema {
        return Ok(());
    }
    if found > 0 {
        back_up(db, key, dir, found, now)?;
    }
    let steps = steps.iter().map(|sql| M::up(sql)).collect();
    Migrations::new(steps)
        .to_latest(db)
        .map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => OpenError::from(err),
            other => OpenError::Store(Error::Io(std::io::Error::other(other))),
        })
}

/// Writes a dated copy under the same key, opens it, checks it, and lets go of the oldest ones.
fn back_up(
    db: &Connection,
    key: &Key,
    dir: &Path,
    schema: u32,
    now: DateTime<Utc>,
) -> Result<(), OpenError> {
    let backups = backup_dir(dir);
    std::fs::create_dir_all(&backups)?;
    // What a run that was killed in the middle left.
    for left in std::fs::read_dir(&backups)? {
        let left = left?.path();
        if left.extension().is_some_and(|ending| ending != "db") {
            std::fs::remove_file(left)?;
        }
    }
    let name = format!("{}-schema-{schema}.db", now.format("%Y%m%dT%H%M%SZ"));
    let part = backups.join(format!("{name}.part"));
    copy_checked(db, key, &part)?;
    std::fs::rename(&part, backups.join(&name))?;
    crate::book::sync_dir(&backups)?;
    let mut kept: Vec<PathBuf> = std::fs::read_dir(&backups)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "db"))
        .collect();
    kept.sort();
    let surplus = kept.len().saturating_sub(KEPT);
    for old in kept.into_iter().take(surplus) {
        std::fs::remove_file(old)?;
    }
    Ok(())
}

/// Copies the database into a new file under the same key, syncs it, opens it and checks it.
pub(crate) fn copy_checked(db: &Connection, key: &Key, target: &Path) -> Result<(), OpenError> {
    if target.exists() {
        std::fs::remove_file(target)?;
    }
    let name = target
        .to_str()
        .ok_or_else(|| std::io::Error::new(std::io::ErrorKind::InvalidInput, "path is not text"))?;
    db.execute("VACUUM INTO ?1", [name])?;
    std::fs::File::options()
        .read(true)
        .write(true)
        .open(target)?
        .sync_all()?;
    let copy = sql::open(target, key, Purpose::Read)?;
    for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check"] {
        let mut statement = copy.prepare(pragma)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if row.get::<_, String>(0)? != "ok" {
                return Err(OpenError::Tampered);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
