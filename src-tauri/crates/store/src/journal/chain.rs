//! The chain: each batch's hash is made of the one before and of everything the batch holds.

use domain::ids::BatchId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::days::seconds_of;
use crate::door::{put_int, put_text};
use crate::{Result, Writing};

/// What the hash of a batch is made of, beside the hash before it.
pub(crate) struct Link<'a> {
    pub id: i64,
    pub at: i64,
    pub kind: &'a str,
    pub label: &'a str,
    pub params: &'a str,
    pub parent: Option<i64>,
    pub undoes: Option<i64>,
    pub added: i64,
    pub changed: i64,
    /// First, last, act, hash of each range, by first.
    pub ranges: &'a [(i64, i64, i64, Vec<u8>)],
    pub changes: blake3::Hash,
}

impl Link<'_> {
    /// The hash of the batch after `previous`.
    pub(crate) fn hash(&self, previous: &[u8]) -> blake3::Hash {
        let mut bytes = Vec::with_capacity(256);
        put_text(&mut bytes, previous);
        put_int(&mut bytes, self.id);
        put_int(&mut bytes, self.at);
        for text in [self.kind, self.label, self.params] {
            put_text(&mut bytes, text.as_bytes());
        }
        for number in [self.parent, self.undoes] {
            match number {
                Some(number) => put_int(&mut bytes, number),
                None => bytes.push(0),
            }
        }
        put_int(&mut bytes, self.added);
        put_int(&mut bytes, self.changed);
        for (first, last, act, hash) in self.ranges {
            put_int(&mut bytes, *first);
            put_int(&mut bytes, *last);
            put_int(&mut bytes, *act);
            put_text(&mut bytes, hash);
        }
        put_text(&mut bytes, self.changes.as_bytes());
        blake3::hash(&bytes)
    }
}

/// The hash of the last batch before `id`; empty before the first.
pub(crate) fn previous_hash(db: &Connection, id: i64) -> Result<Vec<u8>> {
    Ok(db
        .prepare_cached("SELECT hash FROM batches WHERE id < ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([id], |row| row.get(0))
        .optional()?
        .unwrap_or_default())
}

impl Writing<'_> {
    /// Writes the sums, the words and the batch; none when nothing was recorded.
    pub(crate) fn finish(mut self) -> Result<Option<BatchId>> {
        self.deltas.flush(self.db)?;
        self.index_words()?;
        if self.is_empty() {
            return Ok(None);
        }
        let mut ranges: Vec<(i64, i64, i64, Vec<u8>)> = Vec::new();
        let mut added_count = 0;
        if let Some(added) = &self.recorded.added {
            added_count = added.last - added.first + 1;
            ranges.push((
                added.first,
                added.last,
                0,
                added.hash.finalize().as_bytes().to_vec(),
            ));
        }
        for (first, last, act) in &self.recorded.acts {
            ranges.push((*first, *last, *act, Vec::new()));
        }
        ranges.sort_unstable();
        for (first, last, act, hash) in &ranges {
            self.db
                .prepare_cached(
                    "INSERT INTO ranges (batch_id, first_id, last_id, act, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![self.batch, first, last, act, hash])?;
        }
        let params_text = self.origin.params.to_string();
        let link = Link {
            id: self.batch,
            at: seconds_of(self.origin.at),
            kind: self.origin.kind.as_str(),
            label: &self.origin.label,
            params: &params_text,
            parent: self.origin.parent.map(|batch| batch.0),
            undoes: self.recorded.undoes,
            added: added_count,
            changed: self.recorded.changed,
            ranges: &ranges,
            changes: self.recorded.changes.finalize(),
        };
        let hash = link.hash(&previous_hash(self.db, self.batch)?);
        self.db
            .prepare_cached(
                "INSERT INTO batches (id, at, kind, label, params, parent, undoes, added, changed, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                link.id,
                link.at,
                link.kind,
                link.label,
                link.params,
                link.parent,
                link.undoes,
                link.added,
                link.changed,
                hash.as_bytes(),
            ])?;
        self.db
            .prepare_cached(
                "INSERT INTO meta (key, value) VALUES ('journal_head', ?1)
                 ON CONFLICT DO UPDATE SET value = excluded.value",
            )?
            .execute([format!("{} {hash}", link.id)])?;
        Ok(Some(BatchId(self.batch)))
    }
}
