//! Files taken in and layouts remembered.

use domain::ids::{AccountId, BatchId};
use rusqlite::{OptionalExtension, Row};

use super::{ImportCounts, ImportProfile, ImportedFile};
use crate::days::instant_of;
use crate::door::{Table, opt_int, text};
use crate::{Error, Result, View, Writing};

pub(super) fn counts_json(counts: &ImportCounts) -> String {
    serde_json::json!([
        counts.new,
        counts.twins,
        counts.duplicate,
        counts.matched,
        counts.skipped,
        counts.rejected,
        counts.covered
    ])
    .to_string()
}

fn read_file(row: &Row<'_>) -> Result<ImportedFile> {
    let id: i64 = row.get(0)?;
    let corrupt = || Error::Corrupt {
        table: "imported_files",
        row: id,
    };
    let hash: Vec<u8> = row.get(1)?;
    let counts: String = row.get(7)?;
    let counts: Vec<u64> = serde_json::from_str(&counts).map_err(|_| corrupt())?;
    let [
        new,
        twins,
        duplicate,
        matched,
        skipped,
        rejected,
        later @ ..,
    ] = counts.as_slice()
    else {
        return Err(corrupt());
    };
    Ok(ImportedFile {
        content_hash: hash.try_into().map_err(|_| corrupt())?,
        name: row.get(2)?,
        format: row.get(3)?,
        bytes: row.get::<_, i64>(4)? as u64,
        batch: row.get::<_, Option<i64>>(5)?.map(BatchId),
        at: instant_of(row.get(6)?)?,
        counts: ImportCounts {
            new: *new,
            twins: *twins,
            duplicate: *duplicate,
            matched: *matched,
            skipped: *skipped,
            rejected: *rejected,
            covered: later.first().copied().unwrap_or(0),
        },
    })
}

const FILE: &str =
    "SELECT id, content_hash, name, format, bytes, batch_id, at, counts FROM imported_files";

fn read_profile(row: &Row<'_>) -> rusqlite::Result<ImportProfile> {
    Ok(ImportProfile {
        id: row.get(0)?,
        fingerprint: row.get(1)?,
        name: row.get(2)?,
        account: row.get::<_, Option<i64>>(3)?.map(AccountId),
        mapping: row.get(4)?,
        file_shape: row.get(5)?,
    })
}

// An account that is gone is none.
const PROFILE: &str =
    "SELECT p.id, p.fingerprint, p.name, a.id, p.mapping, p.file_shape FROM import_profiles p
    LEFT JOIN accounts a ON a.id = p.account_id AND a.removed = 0 AND a.mirror_of IS NULL";

impl View<'_> {
    /// The import that took in a file of the same bytes and still stands.
    pub fn known_file(&self, content_hash: &[u8; 32]) -> Result<Option<ImportedFile>> {
        let sql = format!("{FILE} WHERE content_hash = ?1 ORDER BY id DESC");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([&content_hash[..]])?;
        while let Some(row) = rows.next()? {
            let file = read_file(row)?;
            let stands = match file.batch {
                Some(batch) => self.stands(batch.0)?,
                None => true,
            };
            if stands {
                return Ok(Some(file));
            }
        }
        Ok(None)
    }

    /// Files taken in, newest first.
    pub fn imported_files(&self, limit: u32) -> Result<Vec<ImportedFile>> {
        let sql = format!("{FILE} ORDER BY id DESC LIMIT ?1");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([limit])?;
        let mut files = Vec::new();
        while let Some(row) = rows.next()? {
            files.push(read_file(row)?);
        }
        Ok(files)
    }

    /// The templates of a layout, the one last used first.
    pub fn import_profiles_of(&self, fingerprint: &str) -> Result<Vec<ImportProfile>> {
        let sql = format!("{PROFILE} WHERE p.fingerprint = ?1 ORDER BY p.used DESC, p.id DESC");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([fingerprint], read_profile)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every template, by name.
    pub fn import_profiles(&self) -> Result<Vec<ImportProfile>> {
        let sql = format!("{PROFILE} ORDER BY p.name, p.id");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([], read_profile)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writing<'_> {
    /// Keeps a template: in place of itself, else of the one of the same layout and account, else as a new one. Answers
    /// its number.
    pub fn put_import_profile(&mut self, profile: &ImportProfile) -> Result<i64> {
        let account = profile.account.map(|id| id.0);
        let fields = [
            ("fingerprint", text(&profile.fingerprint)),
            ("name", text(&profile.name)),
            ("account_id", opt_int(account)),
            ("mapping", text(&profile.mapping)),
        ];
        let present: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT id FROM import_profiles WHERE id = ?1 OR (fingerprint = ?2 AND account_id IS ?3)
                 ORDER BY id <> ?1, used DESC LIMIT 1",
            )?
            .query_row(
                rusqlite::params![profile.id, profile.fingerprint, account],
                |row| row.get(0),
            )
            .optional()?;
        let id = match present {
            Some(id) => {
                self.update(Table::ImportProfiles, id, &fields)?;
                id
            }
            None => self.insert(Table::ImportProfiles, &fields)?,
        };
        self.db
            .prepare_cached(
                "UPDATE import_profiles SET file_shape = ?2,
                 used = (SELECT ifnull(max(used), 0) + 1 FROM import_profiles) WHERE id = ?1",
            )?
            .execute(rusqlite::params![id, profile.file_shape])?;
        Ok(id)
    }

    /// Gives a template another name.
    pub fn rename_import_profile(&mut self, id: i64, name: &str) -> Result<()> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Error::Refused { rule: "empty_name" });
        }
        self.update(Table::ImportProfiles, id, &[("name", text(name))])?;
        Ok(())
    }

    /// Forgets a template.
    pub fn remove_import_profile(&mut self, id: i64) -> Result<()> {
        self.remove(Table::ImportProfiles, id)
    }
}
