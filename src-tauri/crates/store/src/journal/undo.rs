//! Taking a batch back, which is itself a batch.

use std::collections::BTreeSet;

use domain::ids::BatchId;
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

use super::{OnConflict, OriginKind, UndoConflict, Undone};
use crate::door::{Table, from_json, image};
use crate::totals::Counted;
use crate::{Error, Result, View, Writing};

/// `deleted` of a row whose batch was taken back.
pub(crate) const UNDONE: i64 = 7;

/// Acts of a range.
pub(crate) const ADDED: i64 = 0;
pub(crate) const RETRACTED: i64 = 1;
pub(crate) const BROUGHT_BACK: i64 = 2;

struct StoredChange {
    table: Table,
    row: i64,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
}

impl View<'_> {
    /// What stands in the way of taking a batch back: rows that later batches changed.
    pub fn undo_conflicts(&self, batch: BatchId) -> Result<Vec<UndoConflict>> {
        self.batch(batch)?;
        let changes = self.stored_changes(batch.0)?;
        let ranges = self.ranges_of(batch.0)?;
        self.conflicts(batch.0, &changes, &ranges)
    }

    fn stored_changes(&self, batch: i64) -> Result<Vec<StoredChange>> {
        let mut statement = self.db.prepare_cached(
            "SELECT entity, row_id, before, after FROM changes WHERE batch_id = ?1 ORDER BY seq",
        )?;
        let mut rows = statement.query([batch])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            let corrupt = || Error::Corrupt {
                table: "changes",
                row: batch,
            };
            let fields = |text: Option<String>| -> Result<Option<Map<String, Value>>> {
                text.map(|text| serde_json::from_str(&text).map_err(|_| corrupt()))
                    .transpose()
            };
            changes.push(StoredChange {
                table: Table::from_number(row.get(0)?).ok_or_else(corrupt)?,
                row: row.get(1)?,
                before: fields(row.get(2)?)?,
                after: fields(row.get(3)?)?,
            });
        }
        Ok(changes)
    }

    fn ranges_of(&self, batch: i64) -> Result<Vec<(i64, i64, i64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT first_id, last_id, act FROM ranges WHERE batch_id = ?1 ORDER BY first_id",
        )?;
        let rows =
            statement.query_map([batch], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows that later batches changed: for changes, fields that no longer are what the batch left; for added
    /// transactions, those the person edited since.
    fn conflicts(
        &self,
        batch: i64,
        changes: &[StoredChange],
        ranges: &[(i64, i64, i64)],
    ) -> Result<Vec<UndoConflict>> {
        let mut conflicts = Vec::new();
        let mut expected = std::collections::BTreeMap::new();
        // The last word of the batch on each field counts.
        for change in changes {
            let row: &mut Map<String, Value> =
                expected.entry((change.table, change.row)).or_default();
            if let Some(after) = &change.after {
                for (name, value) in after {
                    row.insert(name.clone(), value.clone());
                }
            }
        }
        for ((table, row), fields) in &expected {
            let Some(now) = image(self.db, *table, *row)? else {
                continue;
            };
            let differs = table.columns().iter().zip(&now).any(|(column, value)| {
                fields
                    .get(column.name)
                    .is_some_and(|field| from_json(field) != *value)
            });
            if differs && let Some(by) = self.later_change(batch, *table, *row)? {
                conflicts.push(UndoConflict {
                    table: table.name(),
                    row: *row,
                    by,
                });
            }
        }
        for (first, last, act) in ranges {
            if *act == RETRACTED {
                continue;
            }
            let mut statement = self.db.prepare_cached(
                "SELECT c.row_id, max(c.batch_id) FROM changes c JOIN batches b ON b.id = c.batch_id
                 WHERE c.entity = 1 AND c.row_id BETWEEN ?1 AND ?2 AND c.batch_id > ?3 AND b.kind = 'person'
                 AND b.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM batches u WHERE u.undoes = b.id)
                 GROUP BY c.row_id",
            )?;
            let rows = statement.query_map(params![first, last, batch], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
            })?;
            for row in rows {
                let (row, by) = row?;
                if !expected.contains_key(&(Table::Transactions, row))
                    || !conflicts.iter().any(|known| known.row == row)
                {
                    conflicts.push(UndoConflict {
                        table: Table::Transactions.name(),
                        row,
                        by: BatchId(by),
                    });
                }
            }
        }
        Ok(conflicts)
    }

    fn later_change(&self, batch: i64, table: Table, row: i64) -> Result<Option<BatchId>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT max(batch_id) FROM changes WHERE entity = ?1 AND row_id = ?2 AND batch_id > ?3",
            )?
            .query_row(params![table.number(), row, batch], |row| {
                row.get::<_, Option<i64>>(0)
            })
            .optional()?
            .flatten()
            .map(BatchId))
    }
}

impl Writing<'_> {
    /// Takes a batch back whole. The undo is itself a batch, so that taking *it* back is the redo. Must be the only change
    /// of its batch.
    pub fn undo(&mut self, batch: BatchId, on_conflict: OnConflict) -> Result<Undone> {
        if !self.is_empty() {
            return Err(Error::Refused {
                rule: "undo_stands_alone",
            });
        }
        let mut target = self.batch(batch)?;
        // A redo is taken back by taking back what it brought back.
        if let Some(undone) = target.undoes {
            let undone = self.batch(undone)?;
            if let Some(original) = undone.undoes {
                target = self.batch(original)?;
            }
        }
        if target.undone_by.is_some() {
            return Err(Error::Refused {
                rule: "already_undone",
            });
        }
        let id = target.id.0;
        self.quiet = !self.is_persons(&target)?;
        let changes = self.stored_changes(id)?;
        let ranges = self.ranges_of(id)?;
        let conflicts = self.conflicts(id, &changes, &ranges)?;
        if on_conflict == OnConflict::Refuse && !conflicts.is_empty() {
            return Err(Error::Conflict(conflicts));
        }
        let stays = |conflict: &UndoConflict| match &on_conflict {
            OnConflict::Keep => true,
            OnConflict::Choose(rows) => {
                conflict.table != Table::Transactions.name()
                    || rows.iter().any(|row| row.0 == conflict.row)
            }
            OnConflict::Refuse | OnConflict::Force => false,
        };
        let conflicts: Vec<UndoConflict> = conflicts.into_iter().filter(stays).collect();
        let mut kept: BTreeSet<(Table, i64)> = conflicts
            .iter()
            .filter_map(|conflict| Some((Table::from_name(conflict.table)?, conflict.row)))
            .collect();
        self.keep_around(&changes, &mut kept)?;

        let mut rows = 0;
        for (first, last, act) in &ranges {
            if *act == RETRACTED {
                rows += self.bring_back(*first, *last)?;
            }
        }
        for change in changes.iter().rev() {
            if !kept.contains(&(change.table, change.row)) {
                rows += u64::from(self.reverse(change)?);
            }
        }
        for (first, last, act) in &ranges {
            if *act == ADDED || *act == BROUGHT_BACK {
                rows += self.retract_range(*first, *last, &kept)?;
            }
        }
        self.db
            .prepare_cached("DELETE FROM anchors WHERE batch_id = ?1")?
            .execute([id])?;
        if target.origin.kind == OriginKind::Sync {
            self.db
                .prepare_cached(
                    "UPDATE connection_states SET cursor = NULL WHERE connection_id IN
                     (SELECT s.connection_id FROM sources s, ranges r
                      WHERE r.batch_id = ?1 AND s.entity = 2 AND s.local_id BETWEEN r.first_id AND r.last_id)",
                )?
                .execute([id])?;
        }
        self.recorded.undoes = Some(id);
        self.settle_every_mirror()?;
        self.forget_known_payees();
        Ok(Undone {
            batch: target.id,
            rows,
            kept: conflicts,
        })
    }

    /// A transaction that stays needs its account and its category, if the batch made them.
    fn keep_around(
        &self,
        changes: &[StoredChange],
        kept: &mut BTreeSet<(Table, i64)>,
    ) -> Result<()> {
        let made: BTreeSet<(Table, i64)> = changes
            .iter()
            .filter(|change| change.before.is_none())
            .map(|change| (change.table, change.row))
            .collect();
        let rows: Vec<i64> = kept
            .range((Table::Transactions, i64::MIN)..=(Table::Transactions, i64::MAX))
            .map(|(_, row)| *row)
            .collect();
        for row in rows {
            let (account, category, group): (i64, Option<i64>, Option<i64>) = self
                .db
                .prepare_cached(
                    "SELECT t.account_id, t.category_id, c.parent_id FROM transactions t
                     LEFT JOIN categories c ON c.id = t.category_id WHERE t.id = ?1",
                )?
                .query_row([row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let needed = [(Table::Accounts, Some(account))]
                .into_iter()
                .chain([category, group].map(|id| (Table::Categories, id)));
            kept.extend(
                needed
                    .filter_map(|(table, id)| Some((table, id?)))
                    .filter(|needed| made.contains(needed)),
            );
        }
        // An instrument that trades of other batches name stays as well.
        for (table, row) in
            made.range((Table::Instruments, i64::MIN)..=(Table::Instruments, i64::MAX))
        {
            let trades: Vec<i64> = self
                .db
                .prepare_cached("SELECT id FROM trades WHERE instrument_id = ?1 OR into_id = ?1")?
                .query_map([row], |found| found.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            if trades.iter().any(|trade| {
                let own = (Table::Trades, *trade);
                !made.contains(&own) || kept.contains(&own)
            }) {
                kept.insert((*table, *row));
            }
        }
        Ok(())
    }

    /// Takes back the newest batch of the person's that still stands; nothing when there is none.
    pub fn undo_last(&mut self) -> Result<Option<Undone>> {
        match self.undoable()?.0 {
            Some(batch) => self.undo(batch, OnConflict::Refuse).map(Some),
            None => Ok(None),
        }
    }

    /// Brings back what the newest undo took, if nothing was changed since; nothing when there is none.
    pub fn redo(&mut self) -> Result<Option<Undone>> {
        match self.undoable()?.1 {
            Some(batch) => self.undo(batch, OnConflict::Refuse).map(Some),
            None => Ok(None),
        }
    }

    /// Whether a batch, or what it takes back, was the person's doing.
    fn is_persons(&self, batch: &super::Batch) -> Result<bool> {
        let mut batch = batch.clone();
        while let Some(undone) = batch.undoes {
            batch = self.batch(undone)?;
        }
        Ok(batch.origin.kind == OriginKind::Person)
    }

    fn reverse(&mut self, change: &StoredChange) -> Result<bool> {
        let there = image(self.db, change.table, change.row)?.is_some();
        match (&change.before, &change.after) {
            (None, Some(_)) => {
                if there {
                    self.remove(change.table, change.row)?;
                }
                Ok(there)
            }
            (Some(before), None) => {
                if !there {
                    let fields = fields_of(change.table, before);
                    self.insert_at(change.table, Some(change.row), &fields)?;
                }
                Ok(!there)
            }
            (Some(before), Some(_)) if there => {
                let fields = fields_of(change.table, before);
                let changed = self.update(change.table, change.row, &fields)?;
                if change.table == Table::Transactions && before.contains_key("transfer_id") {
                    self.hint_again(change.row)?;
                }
                Ok(changed)
            }
            _ => Ok(false),
        }
    }

    /// A leg without its other one may be paired again.
    fn hint_again(&self, row: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE transactions SET transfer_hint = 1 WHERE id = ?1 AND transfer_id IS NULL",
            )?
            .execute([row])?;
        Ok(())
    }

    fn bring_back(&mut self, first: i64, last: i64) -> Result<u64> {
        self.turn(first, last, UNDONE, 0)?;
        self.recorded.acts.push((first, last, BROUGHT_BACK));
        let count = self
            .db
            .prepare_cached(
                "UPDATE transactions SET deleted = 0 WHERE id BETWEEN ?1 AND ?2 AND deleted = 7",
            )?
            .execute([first, last])
            .map_err(|error| match error.sqlite_error_code() {
                // The same rows were taken in again since.
                Some(rusqlite::ErrorCode::ConstraintViolation) => Error::Refused {
                    rule: "imported_again",
                },
                _ => Error::from(error),
            })?;
        self.queue_range(first, last, true)?;
        Ok(count as u64)
    }

    /// Retracts the live rows of a range, apart from those to keep.
    fn retract_range(
        &mut self,
        first: i64,
        last: i64,
        kept: &BTreeSet<(Table, i64)>,
    ) -> Result<u64> {
        let mut count = 0;
        let mut from = first;
        let stays: Vec<i64> = kept
            .range((Table::Transactions, first)..=(Table::Transactions, last))
            .map(|(_, row)| *row)
            .collect();
        for stay in stays.into_iter().chain([last + 1]) {
            if from < stay {
                count += self.retract(from, stay - 1)?;
            }
            from = stay + 1;
        }
        Ok(count)
    }

    fn retract(&mut self, first: i64, last: i64) -> Result<u64> {
        let partners: Vec<(i64, i64)> = {
            let mut statement = self.db.prepare_cached(
                "SELECT id, transfer_id FROM transactions WHERE id BETWEEN ?1 AND ?2 AND transfer_id IS NOT NULL
                 AND transfer_id NOT BETWEEN ?1 AND ?2",
            )?;
            let rows = statement.query_map([first, last], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for (leg, partner) in partners {
            for row in [leg, partner] {
                self.update(
                    Table::Transactions,
                    row,
                    &[("transfer_id", rusqlite::types::Value::Null)],
                )?;
                self.hint_again(row)?;
            }
        }
        self.turn(first, last, 0, UNDONE)?;
        self.recorded.acts.push((first, last, RETRACTED));
        let count = self
            .db
            .prepare_cached(
                "UPDATE transactions SET deleted = 7 WHERE id BETWEEN ?1 AND ?2 AND deleted = 0",
            )?
            .execute([first, last])?;
        self.queue_range(first, last, false)?;
        for gone in self.kept_in(first, last)? {
            self.outlive(gone)?;
        }
        Ok(count as u64)
    }

    /// Moves the rows of a range with one `deleted` to another in the sums.
    fn turn(&mut self, first: i64, last: i64, from: i64, to: i64) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "SELECT account_id, day, minor, category_id, status, excluded OR mirror IS NOT NULL, off_reports, id
             FROM transactions WHERE id BETWEEN ?1 AND ?2 AND deleted = ?3",
        )?;
        let mut rows = statement.query([first, last, from])?;
        let mut deltas = std::mem::take(&mut self.deltas);
        while let Some(row) = rows.next()? {
            let mut counted = Counted {
                account: row.get(0)?,
                day: row.get(1)?,
                minor: row.get(2)?,
                category: row.get(3)?,
                status: row.get(4)?,
                deleted: from as u8,
                excluded: row.get(5)?,
                off_reports: row.get(6)?,
                parts: crate::parts::kept(self.db, row.get(7)?)?,
            };
            deltas.remove(&counted)?;
            counted.deleted = to as u8;
            deltas.add(&counted)?;
        }
        self.deltas = deltas;
        Ok(())
    }
}

fn fields_of(table: Table, fields: &Map<String, Value>) -> Vec<crate::door::Field> {
    table
        .columns()
        .iter()
        .filter_map(|column| {
            fields
                .get(column.name)
                .map(|value| (column.name, from_json(value)))
        })
        .collect()
}
