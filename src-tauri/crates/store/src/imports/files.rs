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
        counts.rejected
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
    let [new, twins, duplicate, matched, skipped, rejected]: [u64; 6] =
        serde_json::from_str(&counts).map_err(|_| corrupt())?;
    Ok(ImportedFile {
        content_hash: hash.try_into().map_err(|_| corrupt())?,
        name: row.get(2)?,
        format: row.get(3)?,
        bytes: row.get::<_, i64>(4)? as u64,
        batch: row.get::<_, Option<i64>>(5)?.map(BatchId),
        at: instant_of(row.get(6)?)?,
        counts: ImportCounts {
            new,
            twins,
            duplicate,
            matched,
            skipped,
            rejected,
        },
    })
}

const FILE: &str =
    "SELECT id, content_hash, name, format, bytes, batch_id, at, counts FROM imported_files";

fn read_profile(row: &Row<'_>) -> rusqlite::Result<ImportProfile> {
    Ok(ImportProfile {
        fingerprint: row.get(0)?,
        name: row.get(1)?,
        account: row.get::<_, Option<i64>>(2)?.map(AccountId),
        mapping: row.get(3)?,
    })
}

const PROFILE: &str = "SELECT fingerprint, name, account_id, mapping FROM import_profiles";

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

    /// A remembered layout.
    pub fn import_profile(&self, fingerprint: &str) -> Result<Option<ImportProfile>> {
        let sql = format!("{PROFILE} WHERE fingerprint = ?1");
        Ok(self
            .db
            .prepare_cached(&sql)?
            .query_row([fingerprint], read_profile)
            .optional()?)
    }

    /// Every remembered layout.
    pub fn import_profiles(&self) -> Result<Vec<ImportProfile>> {
        let sql = format!("{PROFILE} ORDER BY name");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([], read_profile)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writing<'_> {
    /// Remembers a layout, in place of one with the same fingerprint.
    pub fn put_import_profile(&mut self, profile: &ImportProfile) -> Result<()> {
        let fields = [
            ("fingerprint", text(&profile.fingerprint)),
            ("name", text(&profile.name)),
            ("account_id", opt_int(profile.account.map(|id| id.0))),
            ("mapping", text(&profile.mapping)),
        ];
        let present: Option<i64> = self
            .db
            .prepare_cached("SELECT id FROM import_profiles WHERE fingerprint = ?1")?
            .query_row([&profile.fingerprint], |row| row.get(0))
            .optional()?;
        match present {
            Some(id) => {
                self.update(Table::ImportProfiles, id, &fields)?;
            }
            None => {
                self.insert(Table::ImportProfiles, &fields)?;
            }
        }
        Ok(())
    }
}
