//! Files kept with transactions, inside the encrypted book.
//!
//! What a file holds is kept once whatever it is attached to, under its hash, in a table that nothing but
//! [`View::attachment_content`] and `verify` reads.

use domain::ids::TransactionId;
use rusqlite::{OptionalExtension, Row};

use crate::door::{Table, int, text};
use crate::journal::{Finding, Verification};
use crate::{Error, Result, View, Writing};

/// A file kept with a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its number.
    pub id: i64,
    /// The transaction.
    pub transaction: TransactionId,
    /// Its name.
    pub name: String,
    /// How large it is.
    pub bytes: u64,
    /// What it is, a word of the caller's.
    pub kind: String,
}

const FIELDS: &str = "SELECT id, transaction_id, name, bytes, kind FROM attachments";

fn read(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment {
        id: row.get(0)?,
        transaction: TransactionId(row.get(1)?),
        name: row.get(2)?,
        bytes: row.get::<_, i64>(3)?.unsigned_abs(),
        kind: row.get(4)?,
    })
}

impl View<'_> {
    /// The files of a transaction and of those merged into it, in the order they were added.
    pub fn attachments(&self, transaction: TransactionId) -> Result<Vec<Attachment>> {
        let mut statement = self.db.prepare_cached(&format!(
            "{FIELDS} WHERE transaction_id = ?1
             OR transaction_id IN (SELECT id FROM transactions WHERE merged_into = ?1) ORDER BY id"
        ))?;
        let rows = statement.query_map([transaction.0], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One of them.
    pub fn attachment(&self, id: i64) -> Result<Attachment> {
        self.db
            .prepare_cached(&format!("{FIELDS} WHERE id = ?1"))?
            .query_row([id], read)
            .optional()?
            .ok_or(Error::NotFound {
                what: "attachment",
                id,
            })
    }

    /// What it holds.
    pub fn attachment_content(&self, id: i64) -> Result<Vec<u8>> {
        self.db
            .prepare_cached(
                "SELECT c.data FROM attachments a JOIN contents c ON c.hash = a.content WHERE a.id = ?1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?
            .ok_or(Error::NotFound {
                what: "attachment",
                id,
            })
    }

    /// Transactions with files; those of a merged row stand for the row it went into.
    pub fn rows_with_attachments(&self) -> Result<Vec<TransactionId>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT ifnull(t.merged_into, t.id) FROM attachments a JOIN transactions t ON t.id = a.transaction_id",
        )?;
        let rows = statement.query_map([], |row| row.get(0).map(TransactionId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every file has its content, and every content is what its hash says.
    pub(crate) fn verify_contents(&self, report: &mut Verification) -> Result<()> {
        let mut lost = self.db.prepare(
            "SELECT id FROM attachments WHERE content NOT IN (SELECT hash FROM contents)",
        )?;
        let mut rows = lost.query([])?;
        while let Some(row) = rows.next()? {
            report.findings.push(Finding::Reference {
                table: "attachments".to_owned(),
                row: row.get(0)?,
            });
        }
        let mut contents = self.db.prepare("SELECT id, hash, data FROM contents")?;
        let mut rows = contents.query([])?;
        while let Some(row) = rows.next()? {
            let hash: String = row.get(1)?;
            let data = row.get_ref(2)?.as_blob().unwrap_or_default();
            if blake3::hash(data).to_hex().as_str() != hash {
                report.findings.push(Finding::Reference {
                    table: "contents".to_owned(),
                    row: row.get(0)?,
                });
            }
        }
        Ok(())
    }
}

impl Writing<'_> {
    /// Keeps a file with a transaction. The same file under the same name is there already: its number comes back.
    pub fn add_attachment(
        &mut self,
        transaction: TransactionId,
        name: &str,
        kind: &str,
        data: &[u8],
    ) -> Result<i64> {
        if self.transaction(transaction)?.deleted.is_some() {
            return Err(Error::Refused { rule: "deleted" });
        }
        let hash = blake3::hash(data).to_hex();
        let present: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT id FROM attachments WHERE transaction_id = ?1 AND name = ?2 AND content = ?3",
            )?
            .query_row((transaction.0, name, hash.as_str()), |row| row.get(0))
            .optional()?;
        if let Some(present) = present {
            return Ok(present);
        }
        self.db
            .prepare_cached("INSERT OR IGNORE INTO contents (hash, data) VALUES (?1, ?2)")?
            .execute((hash.as_str(), data))?;
        let bytes = i64::try_from(data.len()).map_err(|_| Error::Overflow)?;
        self.insert(
            Table::Attachments,
            &[
                ("transaction_id", int(transaction.0)),
                ("name", text(name)),
                ("content", text(hash.as_str())),
                ("bytes", int(bytes)),
                ("kind", text(kind)),
            ],
        )
    }

    /// Takes a file away; an undo brings it back.
    pub fn remove_attachment(&mut self, id: i64) -> Result<()> {
        self.attachment(id)?;
        self.remove(Table::Attachments, id)
    }
}
