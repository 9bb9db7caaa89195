//! Checking the whole book: pages, references, chain, rows against the journal, kept sums.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::ids::BatchId;
use rusqlite::Row;
use rusqlite::types::{Value, ValueRef};

use super::chain::Link;
use super::undo::{ADDED, BROUGHT_BACK, RETRACTED, UNDONE};
use super::{Finding, Verification};
use crate::days::month_of;
use crate::door::{Image, LATER, Table, from_json, put_value};
use crate::parts::{Piece, pieces};
use crate::totals::{DayKey, MonthKey, TotalKey, by_month as months_of, recount};
use crate::view::hash_change;
use crate::{Result, View};

/// Place of `deleted` among the fields of a transaction.
const DELETED: usize = 7;
/// More findings than these say nothing new.
const ENOUGH: usize = 50;

struct RowChange {
    batch: i64,
    before: Option<BTreeMap<String, serde_json::Value>>,
    after: Option<BTreeMap<String, serde_json::Value>>,
}

struct RangeAct {
    batch: i64,
    first: i64,
    last: i64,
    act: i64,
    hash: Vec<u8>,
}

/// Appends a transaction's field in the form that hashes are made of.
fn put_field(bytes: &mut Vec<u8>, place: usize, value: ValueRef<'_>) {
    if !(LATER.contains(&place) && matches!(value, ValueRef::Null)) {
        put_value(bytes, value);
    }
}

impl View<'_> {
    /// Checks the pages, the references, the chain, every row against the journal, and the kept totals.
    pub fn verify(&self) -> Result<Verification> {
        let mut report = Verification::default();
        self.verify_pages(&mut report)?;
        self.verify_references(&mut report)?;
        self.verify_chain(&mut report)?;
        self.verify_transactions(&mut report)?;
        for table in Table::ALL {
            if table != Table::Transactions {
                self.verify_table(table, &mut report)?;
            }
        }
        self.verify_parts(&mut report)?;
        self.verify_contents(&mut report)?;
        self.verify_totals(&mut report)?;
        report.findings.truncate(ENOUGH);
        Ok(report)
    }

    fn verify_pages(&self, report: &mut Verification) -> Result<()> {
        // A search makes the word index read its outline again; its own check would trust the one it read long ago and
        // call pages missing that the writer has merged since.
        for words in ["payee_words", "text_words"] {
            let mut statement = self.db.prepare_cached(&format!(
                "SELECT rowid FROM {words} WHERE {words} MATCH '\"   \"' LIMIT 1"
            ))?;
            statement.query([])?.next()?;
        }
        for pragma in [
            "PRAGMA cipher_integrity_check",
            "PRAGMA integrity_check(10)",
        ] {
            let mut statement = self.db.prepare(pragma)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let line: String = row.get(0)?;
                if line != "ok" {
                    report.findings.push(Finding::Pages(line));
                }
            }
        }
        Ok(())
    }

    fn verify_references(&self, report: &mut Verification) -> Result<()> {
        let mut statement = self.db.prepare("PRAGMA foreign_key_check")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            report.findings.push(Finding::Reference {
                table: row.get(0)?,
                row: row.get::<_, Option<i64>>(1)?.unwrap_or(0),
            });
        }
        Ok(())
    }

    fn verify_chain(&self, report: &mut Verification) -> Result<()> {
        let mut batches = self.db.prepare(
            "SELECT id, at, kind, label, params, parent, undoes, added, changed, hash FROM batches ORDER BY id",
        )?;
        let mut changes = self.db.prepare(
            "SELECT seq, entity, row_id, before, after FROM changes WHERE batch_id = ?1 ORDER BY seq",
        )?;
        let mut ranges = self.db.prepare(
            "SELECT first_id, last_id, act, hash FROM ranges WHERE batch_id = ?1 ORDER BY first_id, last_id, act",
        )?;
        let mut previous: Vec<u8> = Vec::new();
        let mut last = None;
        let mut bytes = Vec::new();
        let mut broken = None;
        let mut rows = batches.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let mut hasher = blake3::Hasher::new();
            let mut count = 0;
            let mut changed = changes.query([id])?;
            while let Some(change) = changed.next()? {
                count += 1;
                hash_change(
                    &mut hasher,
                    &mut bytes,
                    (change.get(0)?, change.get(1)?, change.get(2)?),
                    change.get_ref(3)?.as_str_or_null().unwrap_or_default(),
                    change.get_ref(4)?.as_str_or_null().unwrap_or_default(),
                );
            }
            let acts: Vec<(i64, i64, i64, Vec<u8>)> = ranges
                .query_map([id], |range| {
                    Ok((range.get(0)?, range.get(1)?, range.get(2)?, range.get(3)?))
                })?
                .collect::<rusqlite::Result<_>>()?;
            let link = Link {
                id,
                at: row.get(1)?,
                kind: row.get_ref(2)?.as_str().unwrap_or_default(),
                label: row.get_ref(3)?.as_str().unwrap_or_default(),
                params: row.get_ref(4)?.as_str().unwrap_or_default(),
                parent: row.get(5)?,
                undoes: row.get(6)?,
                added: row.get(7)?,
                changed: row.get(8)?,
                ranges: &acts,
                changes: hasher.finalize(),
            };
            let stored: Vec<u8> = row.get(9)?;
            if (link.hash(&previous).as_bytes()[..] != stored[..] || count != link.changed)
                && broken.is_none()
            {
                broken = Some(id);
            }
            previous = stored;
            last = Some(id);
            report.batches += 1;
        }
        // The head is written beside the chain, so that a chain cut short is seen.
        let head = last.map(|id| {
            let mut text = format!("{id} ");
            crate::sql::push_hex(&mut text, &previous);
            text
        });
        let kept: Option<String> = self
            .db
            .prepare("SELECT value FROM meta WHERE key = 'journal_head'")?
            .query_map([], |row| row.get(0))?
            .next()
            .transpose()?;
        if kept != head && broken.is_none() {
            broken = Some(last.unwrap_or(0) + 1);
        }
        if let Some(id) = broken {
            report.findings.push(Finding::Chain { batch: BatchId(id) });
        }
        Ok(())
    }

    /// Walks every transaction back to what it was when it was added, checking each step, and hashes the range again.
    fn verify_transactions(&self, report: &mut Verification) -> Result<()> {
        let ranges = self.all_ranges()?;
        let added: Vec<&RangeAct> = {
            let mut added: Vec<_> = ranges.iter().filter(|range| range.act == ADDED).collect();
            added.sort_unstable_by_key(|range| range.first);
            added
        };
        let acts: Vec<&RangeAct> = ranges.iter().filter(|range| range.act != ADDED).collect();
        let mut changes = self.db.prepare(
            "SELECT row_id, batch_id, before, after FROM changes WHERE entity = 1
             ORDER BY row_id, batch_id DESC, seq DESC",
        )?;
        let mut changes = changes.query([])?;
        let mut next_change = read_change(changes.next()?)?;
        let width = Table::Transactions.columns().len();
        let mut rows = self.db.prepare(&format!(
            "SELECT {}, t.id FROM transactions t ORDER BY t.id",
            Table::Transactions.select_list()
        ))?;
        let mut rows = rows.query([])?;
        let mut ranges_left = added.into_iter().peekable();
        let mut open: Option<(&RangeAct, blake3::Hasher, i64)> = None;
        let mut bytes = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(width)?;
            report.transactions += 1;
            if open.as_ref().is_none_or(|(range, _, _)| id > range.last) {
                close(&mut open, report);
                while let Some(range) = ranges_left.next_if(|range| range.first <= id) {
                    close(&mut open, report);
                    open = Some((range, blake3::Hasher::new(), range.first));
                }
            }
            while next_change.as_ref().is_some_and(|(row, _)| *row < id) {
                report.findings.push(unknown_row(next_change.as_ref()));
                next_change = read_change(changes.next()?)?;
            }
            let has_changes = next_change.as_ref().is_some_and(|(row, _)| *row == id);
            let touched = has_changes || acts.iter().any(|act| act.first <= id && id <= act.last);
            bytes.clear();
            if touched {
                let mut image: Image = (0..width)
                    .map(|place| row.get::<_, Value>(place))
                    .collect::<rusqlite::Result<_>>()?;
                let mut own = Vec::new();
                while let Some((_, change)) = next_change.take_if(|(row, _)| *row == id) {
                    own.push(change);
                    next_change = read_change(changes.next()?)?;
                }
                if let Err(batch) = rewind(&mut image, own, &acts, id) {
                    report.findings.push(Finding::Row {
                        table: "transactions",
                        row: id,
                        batch: Some(BatchId(batch)),
                    });
                }
                for (place, value) in image.iter().enumerate() {
                    put_field(&mut bytes, place, value.into());
                }
            } else {
                for place in 0..width {
                    put_field(&mut bytes, place, row.get_ref(place)?);
                }
            }
            match &mut open {
                Some((range, hash, expected)) if id <= range.last && id >= range.first => {
                    hash.update(&bytes);
                    // A gap in the numbers is a row that was taken out.
                    if *expected == id {
                        *expected += 1;
                    }
                }
                _ => report.findings.push(Finding::Row {
                    table: "transactions",
                    row: id,
                    batch: None,
                }),
            }
        }
        close(&mut open, report);
        for range in ranges_left {
            report.findings.push(Finding::Range {
                batch: BatchId(range.batch),
            });
        }
        Ok(())
    }

    fn all_ranges(&self) -> Result<Vec<RangeAct>> {
        let mut statement = self.db.prepare(
            "SELECT batch_id, first_id, last_id, act, hash FROM ranges ORDER BY batch_id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(RangeAct {
                batch: row.get(0)?,
                first: row.get(1)?,
                last: row.get(2)?,
                act: row.get(3)?,
                hash: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Plays the journal of a table forward and compares the result with what is there.
    fn verify_table(&self, table: Table, report: &mut Verification) -> Result<()> {
        let columns = table.columns();
        let mut played: HashMap<i64, (Option<Image>, i64)> = HashMap::new();
        let mut changes = self.db.prepare(
            "SELECT row_id, batch_id, before, after FROM changes WHERE entity = ?1 ORDER BY row_id, batch_id, seq",
        )?;
        let mut changes = changes.query([table.number()])?;
        while let Some((row, change)) = read_change(changes.next()?)? {
            let start = || {
                (table.interned() && change.before.is_some())
                    .then(|| vec![Value::Null; columns.len()])
            };
            let (image, batch) = played.entry(row).or_insert_with(|| (start(), 0));
            *batch = change.batch;
            let sound = match (&change.before, &change.after, &image) {
                (None, Some(after), None) => {
                    *image = Some(
                        columns
                            .iter()
                            .map(|column| after.get(column.name).map_or(Value::Null, from_json))
                            .collect(),
                    );
                    true
                }
                (Some(_), None, Some(_)) => {
                    *image = None;
                    true
                }
                (Some(before), Some(after), Some(_)) => {
                    let image = image.get_or_insert_default();
                    columns.iter().zip(image).all(|(column, value)| {
                        let Some(after) = after.get(column.name) else {
                            return true;
                        };
                        let was = before.get(column.name).map_or(Value::Null, from_json);
                        let sound = was == *value;
                        *value = from_json(after);
                        sound
                    })
                }
                _ => false,
            };
            if !sound {
                report.findings.push(Finding::Row {
                    table: table.name(),
                    row,
                    batch: Some(BatchId(change.batch)),
                });
            }
        }
        let mut rows = self.db.prepare(&format!(
            "SELECT t.id, {} FROM {} t",
            table.select_list(),
            table.name()
        ))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let now: Image = (0..columns.len())
                .map(|place| row.get::<_, Value>(place + 1))
                .collect::<rusqlite::Result<_>>()?;
            let untouched = table.interned() && now.iter().all(|value| *value == Value::Null);
            let (image, batch) = played.remove(&id).unwrap_or((None, 0));
            let as_played = image.is_some_and(|image| image == now);
            let as_born = untouched && batch == 0;
            if !as_played && !as_born {
                report.findings.push(Finding::Row {
                    table: table.name(),
                    row: id,
                    batch: (batch != 0).then_some(BatchId(batch)),
                });
            }
        }
        for (id, (image, batch)) in played {
            if image.is_some() {
                report.findings.push(Finding::Row {
                    table: table.name(),
                    row: id,
                    batch: Some(BatchId(batch)),
                });
            }
        }
        Ok(())
    }

    /// What split rows count as must be what their details say.
    fn verify_parts(&self, report: &mut Verification) -> Result<()> {
        let mut kept: BTreeMap<i64, Vec<Piece>> = BTreeMap::new();
        let mut statement = self.db.prepare(
            "SELECT p.transaction_id, p.minor, p.category_id, ifnull(x.text, '') FROM parts p
             LEFT JOIN texts x ON x.id = p.note_id ORDER BY p.transaction_id, p.place",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            kept.entry(row.get(0)?).or_default().push(Piece {
                minor: row.get(1)?,
                category: row.get(2)?,
                note: row.get(3)?,
            });
        }
        let mut statement = self.db.prepare(
            "SELECT id, details, minor, category_id, transfer_id IS NOT NULL FROM transactions
             INDEXED BY transactions_parted WHERE instr(details, '\"parts\"') > 0",
        )?;
        let mut rows = statement.query([])?;
        let mut wrong = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let details: String = row.get(1)?;
            let said = pieces(Some(&details), row.get(2)?, row.get(3)?, row.get(4)?);
            if kept.remove(&id).unwrap_or_default() != said {
                wrong.push(id);
            }
        }
        wrong.extend(kept.into_keys());
        report
            .findings
            .extend(wrong.into_iter().map(|row| Finding::Row {
                table: "transactions",
                row,
                batch: None,
            }));
        Ok(())
    }

    fn verify_totals(&self, report: &mut Verification) -> Result<()> {
        let (mut by_month, mut by_day) = recount(self.db)?;
        let mut wrong: BTreeSet<(i64, i32)> = BTreeSet::new();
        let mut statement = self
            .db
            .prepare("SELECT account_id, month, category_id, bucket, minor, count FROM totals")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = TotalKey {
                account: row.get(0)?,
                month: row.get(1)?,
                category: row.get(2)?,
                bucket: row.get(3)?,
            };
            let kept = (i128::from(row.get::<_, i64>(4)?), row.get::<_, i64>(5)?);
            if by_month.remove(&key).unwrap_or_default() != kept {
                wrong.insert((key.account, key.month));
            }
        }
        let mut whole_months = months_of(&by_day)?;
        let mut statement = self
            .db
            .prepare("SELECT account_id, month, pending, minor, count FROM month_totals")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = MonthKey {
                account: row.get(0)?,
                month: row.get(1)?,
                pending: row.get(2)?,
            };
            let kept = (i128::from(row.get::<_, i64>(3)?), row.get::<_, i64>(4)?);
            if whole_months.remove(&key).unwrap_or_default() != kept {
                wrong.insert((key.account, key.month));
            }
        }
        let left = whole_months.into_iter().filter(|(_, sum)| *sum != (0, 0));
        wrong.extend(left.map(|(key, _)| (key.account, key.month)));
        let mut statement = self
            .db
            .prepare("SELECT account_id, day, pending, minor, count FROM day_totals")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = DayKey {
                account: row.get(0)?,
                day: row.get(1)?,
                pending: row.get(2)?,
            };
            let kept = (i128::from(row.get::<_, i64>(3)?), row.get::<_, i64>(4)?);
            if by_day.remove(&key).unwrap_or_default() != kept {
                wrong.insert((key.account, month_of(key.day)?));
            }
        }
        wrong.extend(by_month.into_keys().map(|key| (key.account, key.month)));
        for key in by_day.into_keys() {
            wrong.insert((key.account, month_of(key.day)?));
        }
        report.findings.extend(
            wrong
                .into_iter()
                .map(|(account, month)| Finding::Total { account, month }),
        );
        Ok(())
    }
}

/// Ends a range: its hash and its last number must be what its batch recorded.
fn close(open: &mut Option<(&RangeAct, blake3::Hasher, i64)>, report: &mut Verification) {
    if let Some((range, hash, expected)) = open.take()
        && (hash.finalize().as_bytes()[..] != range.hash[..] || expected != range.last + 1)
    {
        report.findings.push(Finding::Range {
            batch: BatchId(range.batch),
        });
    }
}

fn unknown_row(change: Option<&(i64, RowChange)>) -> Finding {
    let (row, batch) = change.map_or((0, 0), |(row, change)| (*row, change.batch));
    Finding::Row {
        table: "transactions",
        row,
        batch: Some(BatchId(batch)),
    }
}

/// Takes every change of a transaction back, newest first; fails with the batch whose record does not fit.
fn rewind(
    image: &mut Image,
    changes: Vec<RowChange>,
    acts: &[&RangeAct],
    id: i64,
) -> std::result::Result<(), i64> {
    let mut changes = changes.into_iter().peekable();
    let mut acts: Vec<&&RangeAct> = acts
        .iter()
        .filter(|act| act.first <= id && id <= act.last)
        .collect();
    acts.sort_unstable_by_key(|act| act.batch);
    let mut outcome = Ok(());
    loop {
        let newest_change = changes.peek().map(|change| change.batch);
        let newest_act = acts.last().map(|act| act.batch);
        let batch = match (newest_change, newest_act) {
            (None, None) => return outcome,
            (change, act) => change.max(act).unwrap_or(0),
        };
        let act = acts.pop_if(|act| act.batch == batch);
        // An undo retracts after its other changes, a redo brings back before them.
        if act.is_some_and(|act| act.act == RETRACTED) && image[DELETED] == Value::Integer(UNDONE) {
            image[DELETED] = Value::Integer(0);
        }
        while let Some(change) = changes.next_if(|change| change.batch == batch) {
            let (Some(before), Some(after)) = (change.before, change.after) else {
                return Err(batch);
            };
            for (column, value) in Table::Transactions.columns().iter().zip(image.iter_mut()) {
                if let Some(after) = after.get(column.name) {
                    if from_json(after) != *value && outcome.is_ok() {
                        outcome = Err(batch);
                    }
                    *value = before.get(column.name).map_or(Value::Null, from_json);
                }
            }
        }
        if act.is_some_and(|act| act.act == BROUGHT_BACK) && image[DELETED] == Value::Integer(0) {
            image[DELETED] = Value::Integer(UNDONE);
        }
    }
}

fn read_change(row: Option<&Row<'_>>) -> Result<Option<(i64, RowChange)>> {
    let Some(row) = row else {
        return Ok(None);
    };
    let fields = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(Some((
        row.get(0)?,
        RowChange {
            batch: row.get(1)?,
            before: fields(row.get(2)?),
            after: fields(row.get(3)?),
        },
    )))
}
