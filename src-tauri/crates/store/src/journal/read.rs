//! Reading the journal.

use domain::ids::BatchId;
use rusqlite::{OptionalExtension, Row, params};

use super::{Batch, Change, Origin, OriginKind};
use crate::days::instant_of;
use crate::door::Table;
use crate::{Error, Result, View};

/// The batch that takes `b` back and still stands itself.
const UNDONE_BY: &str = "(SELECT u.id FROM batches u WHERE u.undoes = b.id
  AND NOT EXISTS (SELECT 1 FROM batches r WHERE r.undoes = u.id
    AND NOT EXISTS (SELECT 1 FROM batches s WHERE s.undoes = r.id))
  ORDER BY u.id DESC LIMIT 1)";

/// The label of batches in which rows just come were filed by themselves. Nobody asked for them just now, so that the last
/// thing to undo is what the person did before; they are taken back by their number.
pub(crate) const FILED_NEW: &str = "filed_new";

fn select(rest: &str) -> String {
    format!(
        "SELECT b.id, b.at, b.kind, b.label, b.params, b.parent, b.added, b.changed, b.undoes, {UNDONE_BY},
         (SELECT ifnull(sum(r.last_id - r.first_id + 1), 0) FROM ranges r WHERE r.batch_id = b.id AND r.act <> 0)
         FROM batches b {rest}"
    )
}

fn read(row: &Row<'_>) -> Result<Batch> {
    let id: i64 = row.get(0)?;
    let corrupt = Error::Corrupt {
        table: "batches",
        row: id,
    };
    let kind: String = row.get(2)?;
    let params: String = row.get(4)?;
    let added: i64 = row.get(6)?;
    let changed: i64 = row.get(7)?;
    let acted: i64 = row.get(10)?;
    Ok(Batch {
        id: BatchId(id),
        origin: Origin {
            kind: OriginKind::from_word(&kind).ok_or(corrupt)?,
            label: row.get(3)?,
            params: serde_json::from_str(&params).unwrap_or_default(),
            at: instant_of(row.get(1)?)?,
            parent: row.get::<_, Option<i64>>(5)?.map(BatchId),
        },
        added: added as u64,
        changed: (changed + acted) as u64,
        undoes: row.get::<_, Option<i64>>(8)?.map(BatchId),
        undone_by: row.get::<_, Option<i64>>(9)?.map(BatchId),
    })
}

impl View<'_> {
    /// The newest batches, before `before` if given.
    pub fn batches(&self, before: Option<BatchId>, limit: u32) -> Result<Vec<Batch>> {
        let sql = select("WHERE b.id < ?1 ORDER BY b.id DESC LIMIT ?2");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params![before.map_or(i64::MAX, |id| id.0), limit])?;
        let mut batches = Vec::new();
        while let Some(row) = rows.next()? {
            batches.push(read(row)?);
        }
        Ok(batches)
    }

    /// One batch.
    pub fn batch(&self, id: BatchId) -> Result<Batch> {
        self.batch_if_any(id)?.ok_or(Error::NotFound {
            what: "batch",
            id: id.0,
        })
    }

    fn batch_if_any(&self, id: BatchId) -> Result<Option<Batch>> {
        let sql = select("WHERE b.id = ?1");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([id.0])?;
        rows.next()?.map(read).transpose()
    }

    /// The rows a batch changed one by one, in order; rows it added in bulk are found by
    /// [`crate::TransactionFilter::batch`].
    pub fn changes(&self, batch: BatchId) -> Result<Vec<Change>> {
        let mut statement = self.db.prepare_cached(
            "SELECT batch_id, entity, row_id, before, after FROM changes WHERE batch_id = ?1 ORDER BY seq",
        )?;
        let mut rows = statement.query([batch.0])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            changes.push(read_change(row)?);
        }
        Ok(changes)
    }

    /// Everything that ever happened to one row, oldest first: `table` as in [`Change::table`]. A transaction's first
    /// batch has no change of its own.
    pub fn history(&self, table: &str, row: i64) -> Result<Vec<(Batch, Option<Change>)>> {
        let table = Table::from_name(table).ok_or(Error::Refused {
            rule: "unknown_table",
        })?;
        let mut found: Vec<(i64, Option<Change>)> = Vec::new();
        let mut statement = self.db.prepare_cached(
            "SELECT batch_id, entity, row_id, before, after FROM changes WHERE entity = ?1 AND row_id = ?2",
        )?;
        let mut rows = statement.query([table.number(), row])?;
        while let Some(row) = rows.next()? {
            found.push((row.get(0)?, Some(read_change(row)?)));
        }
        if table == Table::Transactions {
            let mut statement = self.db.prepare_cached(
                "SELECT batch_id FROM ranges WHERE first_id <= ?1 AND last_id >= ?1",
            )?;
            let mut rows = statement.query([row])?;
            while let Some(row) = rows.next()? {
                found.push((row.get(0)?, None));
            }
        }
        // Within a batch a row is added before it is changed.
        found.sort_by_key(|(batch, change)| (*batch, change.is_some()));
        found
            .into_iter()
            .map(|(batch, change)| Ok((self.batch(BatchId(batch))?, change)))
            .collect()
    }

    /// The newest batch that `undo` would take back, and the newest that `redo` would bring back.
    pub fn undoable(&self) -> Result<(Option<BatchId>, Option<BatchId>)> {
        let undo = self
            .db
            .prepare_cached(&format!(
                "SELECT b.id FROM batches b WHERE b.undoes IS NULL AND b.kind IN ('person', 'import', 'rule')
                 AND b.label <> '{FILED_NEW}' AND {UNDONE_BY} IS NULL ORDER BY b.id DESC LIMIT 1"
            ))?
            .query_row([], |row| row.get(0))
            .optional()?;
        // A redo is offered while nothing of the person's came after the undo.
        let newest: Option<(i64, Option<i64>, Option<i64>)> = self
            .db
            .prepare_cached(&format!(
                "SELECT b.id, (SELECT x.undoes FROM batches x WHERE x.id = b.undoes), {UNDONE_BY} FROM batches b
                 WHERE b.undoes IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM batches l WHERE l.id > b.id AND l.undoes IS NULL
                   AND l.kind IN ('person', 'import', 'rule') AND l.label <> '{FILED_NEW}')
                 AND (SELECT x.undoes FROM batches x WHERE x.id = b.undoes) IS NULL AND {UNDONE_BY} IS NULL
                 ORDER BY b.id DESC LIMIT 1"
            ))?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        Ok((undo.map(BatchId), newest.map(|(id, _, _)| BatchId(id))))
    }

    /// Whether a batch stands: it is there and not taken back.
    pub(crate) fn stands(&self, batch: i64) -> Result<bool> {
        Ok(self
            .batch_if_any(BatchId(batch))?
            .is_some_and(|batch| batch.undone_by.is_none()))
    }
}

fn read_change(row: &Row<'_>) -> Result<Change> {
    let batch: i64 = row.get(0)?;
    let table = Table::from_number(row.get(1)?).ok_or(Error::Corrupt {
        table: "changes",
        row: batch,
    })?;
    let parse = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(Change {
        batch: BatchId(batch),
        table: table.name(),
        row: row.get(2)?,
        before: parse(row.get(3)?),
        after: parse(row.get(4)?),
    })
}
