//! Two rows that are records of one payment: found, made one, and parted again at any time.
//!
//! The row that goes is kept with everything its sources say of it; it only points at the one that stays and counts nowhere.
//! Its sources go on writing to it, not over the other. When the one that stays is taken away by a source or by an undo, it
//! comes back, so that a payment is never lost with one of its records.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::ids::TransactionId;
use domain::text::similarity_folded;
use domain::transaction::{PartsBy, TransactionStatus};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

use super::edit::REPLACED;
use super::{CategoryBy, Part, Transaction, held, stored_tags};
use crate::door::{Field, Table, from_json, int, opt_int, opt_text, text};
use crate::{Error, Result, View, Writing};

/// Days between two records of one payment.
const NEAR_DAYS: i32 = 3;
/// Payees less alike than this are two payments.
const ALIKE: u8 = 60;
/// More rows of one amount within a few days than these say nothing about each other.
const CROWD: usize = 8;
/// Documents of pairs that the person called two payments.
const TWO: &str = "two_payments";

/// Why of two rows one stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Survives {
    /// It is booked, the other still pending.
    Booked,
    /// The person edited it, the other not.
    Edited,
    /// A connection tells it and goes on telling it.
    Connected,
    /// It was in the book first.
    First,
}

/// Two rows that may be one payment, and which would stay.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    /// The row that would stay.
    pub keep: TransactionId,
    /// The row that would go.
    pub drop: TransactionId,
    /// Why.
    pub why: Survives,
}

/// A row as it is compared.
struct Candidate {
    id: i64,
    day: i32,
}

impl View<'_> {
    /// Pairs of rows of one account that may be one payment told twice: the same amount within three days, a payee that reads
    /// alike, told by different sources or once pending and once booked; newest first. Two equal payments that one source
    /// tells are two payments.
    pub fn duplicates(&self) -> Result<Vec<Duplicate>> {
        let mut alike: HashMap<(i64, i64), Vec<Candidate>> = HashMap::new();
        {
            let mut statement = self.db.prepare_cached(
                "SELECT id, account_id, day, minor FROM transactions
                 WHERE deleted = 0 AND excluded = 0 AND mirror IS NULL AND status <> 3 AND minor <> 0",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                alike
                    .entry((row.get(1)?, row.get(3)?))
                    .or_default()
                    .push(Candidate {
                        id: row.get(0)?,
                        day: row.get(2)?,
                    });
            }
        }
        let mut pairs = Vec::new();
        for rows in alike.values_mut() {
            if rows.len() < 2 {
                continue;
            }
            rows.sort_unstable_by_key(|row| (row.day, row.id));
            for (at, row) in rows.iter().enumerate() {
                let near = rows[at + 1..]
                    .iter()
                    .take_while(|other| other.day - row.day <= NEAR_DAYS)
                    .take(CROWD);
                pairs.extend(near.map(|other| (other.day, row.id, other.id)));
            }
        }
        pairs.sort_unstable_by(|a, b| b.cmp(a));
        let mut found = Vec::new();
        let mut taken = BTreeSet::new();
        for (_, a, b) in pairs {
            // A row is one half of one pair; a third waits until the first two are one.
            if taken.contains(&a) || taken.contains(&b) {
                continue;
            }
            if let Some(pair) = self.duplicate(TransactionId(a), TransactionId(b))? {
                taken.extend([a, b]);
                found.push(pair);
            }
        }
        Ok(found)
    }

    /// Other rows that may tell the same payment as this one.
    pub fn duplicates_of(&self, id: TransactionId) -> Result<Vec<Duplicate>> {
        let ids: Vec<i64> = {
            let mut statement = self.db.prepare_cached(
                "SELECT o.id FROM transactions t JOIN transactions o ON o.account_id = t.account_id AND o.minor = t.minor
                 AND o.day BETWEEN t.day - ?2 AND t.day + ?2 AND o.id <> t.id
                 WHERE t.id = ?1 AND t.deleted = 0 AND o.deleted = 0 AND o.excluded = 0 AND o.mirror IS NULL
                 AND o.status <> 3 AND t.minor <> 0 ORDER BY o.day DESC, o.id DESC LIMIT 20",
            )?;
            let rows = statement.query_map(params![id.0, NEAR_DAYS], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut found = Vec::new();
        for other in ids {
            found.extend(self.duplicate(id, TransactionId(other))?);
        }
        Ok(found)
    }

    /// Whether two rows of one amount may be one payment.
    fn duplicate(&self, a: TransactionId, b: TransactionId) -> Result<Option<Duplicate>> {
        if self.called_two(a, b)? {
            return Ok(None);
        }
        let (one, other) = (self.transaction(a)?, self.transaction(b)?);
        let pending = |row: &Transaction| row.status == TransactionStatus::Pending;
        let told_apart = if pending(&one) == pending(&other) {
            // One source that tells both means two.
            let (mine, theirs) = (self.tellers(a)?, self.tellers(b)?);
            mine.is_disjoint(&theirs)
        } else {
            true
        };
        if !told_apart {
            return Ok(None);
        }
        let named = |row: &Transaction| domain::text::fold(&row.payee);
        let (mine, theirs) = (named(&one), named(&other));
        let unnamed = mine.is_empty() || theirs.is_empty();
        if !unnamed && similarity_folded(&mine, &theirs) < ALIKE {
            // What one source calls a payee may stand in the other's text.
            let text = |row: &Transaction| domain::text::plain_words(&row.description);
            let within = (!mine.is_empty() && text(&other).contains(&mine))
                || (!theirs.is_empty() && text(&one).contains(&theirs));
            if !within {
                return Ok(None);
            }
        }
        self.survivor(a, b).map(Some)
    }

    /// Which of two rows stays when they are made one: the booked one, else the one the person edited, else the one a
    /// connection tells, else the one that was there first.
    pub fn survivor(&self, a: TransactionId, b: TransactionId) -> Result<Duplicate> {
        let pair = |first: bool, why| {
            let (keep, drop) = if first { (a, b) } else { (b, a) };
            Duplicate { keep, drop, why }
        };
        let (one, other) = (self.transaction(a)?, self.transaction(b)?);
        let booked = |row: &Transaction| row.status != TransactionStatus::Pending;
        if booked(&one) != booked(&other) {
            return Ok(pair(booked(&one), Survives::Booked));
        }
        let edited = (self.is_edited(&one)?, self.is_edited(&other)?);
        if edited.0 != edited.1 {
            return Ok(pair(edited.0, Survives::Edited));
        }
        let connected = |id| -> Result<bool> {
            Ok(self
                .tellers(id)?
                .iter()
                .any(|teller| teller.0 == CONNECTION))
        };
        let told = (connected(a)?, connected(b)?);
        if told.0 != told.1 {
            return Ok(pair(told.0, Survives::Connected));
        }
        Ok(pair(a < b, Survives::First))
    }

    fn is_edited(&self, row: &Transaction) -> Result<bool> {
        let split = row.details.as_deref().is_some_and(|details| {
            details.parts_by == PartsBy::Person && !details.parts.is_empty()
        });
        Ok(split || row.category_by == CategoryBy::Person || self.held_of(row.id)? != 0)
    }

    fn held_of(&self, id: TransactionId) -> Result<i64> {
        Ok(self
            .db
            .prepare_cached("SELECT held FROM transactions WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))?)
    }

    /// Who tells a row: connections, and what added it.
    fn tellers(&self, id: TransactionId) -> Result<BTreeSet<(u8, i64)>> {
        let mut tellers = BTreeSet::new();
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT connection_id FROM sources WHERE entity = 2 AND local_id = ?1",
        )?;
        for connection in statement.query_map([id.0], |row| row.get(0))? {
            tellers.insert((CONNECTION, connection?));
        }
        if tellers.is_empty() {
            let batch: Option<i64> = self
                .db
                .prepare_cached(
                    "SELECT batch_id FROM ranges WHERE act = 0 AND first_id <= ?1 AND last_id >= ?1",
                )?
                .query_row([id.0], |row| row.get(0))
                .optional()?;
            tellers.insert((BATCH, batch.unwrap_or(0)));
        }
        Ok(tellers)
    }

    fn called_two(&self, a: TransactionId, b: TransactionId) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached("SELECT 1 FROM documents WHERE kind = ?1 AND key = ?2")?
            .query_row(params![TWO, key_of(a, b)], |_| Ok(()))
            .optional()?
            .is_some())
    }

    /// Rows that were merged into this one.
    pub fn merged_into(&self, keep: TransactionId) -> Result<Vec<TransactionId>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id FROM transactions WHERE merged_into = ?1 ORDER BY id")?;
        let rows = statement.query_map([keep.0], |row| row.get(0).map(TransactionId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The row that a merged one stands behind; none when it stands by itself.
    pub fn merged_with(&self, id: TransactionId) -> Result<Option<TransactionId>> {
        Ok(self
            .db
            .prepare_cached("SELECT merged_into FROM transactions WHERE id = ?1")?
            .query_row([id.0], |row| row.get::<_, Option<i64>>(0))
            .optional()?
            .flatten()
            .map(TransactionId))
    }

    /// Why two rows cannot be made one; a closed word.
    pub fn merge_refused(
        &self,
        a: TransactionId,
        b: TransactionId,
    ) -> Result<Option<&'static str>> {
        let (one, other) = (self.transaction(a)?, self.transaction(b)?);
        Ok(if a == b {
            Some("same_row")
        } else if one.account != other.account {
            Some("merge_of_accounts")
        } else if one.amount != other.amount {
            Some("merge_of_amounts")
        } else if one.deleted.is_some() || other.deleted.is_some() {
            Some("deleted")
        } else if one.transfer.is_some()
            && other.transfer.is_some()
            && one.transfer != other.transfer
        {
            Some("merge_of_transfers")
        } else {
            None
        })
    }
}

/// Kinds of who tells a row.
const CONNECTION: u8 = 0;
const BATCH: u8 = 1;

fn key_of(a: TransactionId, b: TransactionId) -> String {
    let (first, second) = (a.min(b), a.max(b));
    format!("{first}/{second}")
}

impl Writing<'_> {
    /// The person calls two rows that look alike two payments, or takes that back.
    pub fn call_two_payments(
        &mut self,
        a: TransactionId,
        b: TransactionId,
        two: bool,
    ) -> Result<()> {
        self.transaction(a)?;
        self.transaction(b)?;
        self.put_document(TWO, &key_of(a, b), two.then_some("{}"))
    }

    /// Two rows that are the same payment become one: `drop` stands behind `keep`, which takes over what the person said of
    /// the other where nothing was said of itself.
    pub fn merge_transactions(&mut self, keep: TransactionId, drop: TransactionId) -> Result<()> {
        if let Some(rule) = self.merge_refused(keep, drop)? {
            return Err(Error::Refused { rule });
        }
        let (kept, dropped) = (self.transaction(keep)?, self.transaction(drop)?);
        // What stood behind the row that goes stands behind the one that stays.
        for behind in self.merged_into(drop)? {
            self.update(
                Table::Transactions,
                behind.0,
                &[("merged_into", int(keep.0))],
            )?;
        }
        self.delete_row(drop.0, REPLACED)?;
        self.update(Table::Transactions, drop.0, &[("merged_into", int(keep.0))])?;
        let fields = self.taken_over(&kept, &dropped)?;
        self.update(Table::Transactions, keep.0, &fields)?;
        if let (None, Some(partner)) = (kept.transfer, dropped.transfer) {
            self.pair(keep.0, partner.0)?;
        }
        let split = |row: &Transaction| !row.parts().is_empty();
        if split(&dropped) && !split(&kept) && kept.transfer.is_none() && dropped.transfer.is_none()
        {
            let parts: Vec<Part> = dropped.parts();
            self.split_transaction(keep, &parts)?;
        }
        Ok(())
    }

    /// What the row that stays takes from the one that goes.
    fn taken_over(&self, kept: &Transaction, dropped: &Transaction) -> Result<Vec<Field>> {
        let (hold, theirs) = (self.held_of(kept.id)?, self.held_of(dropped.id)?);
        let said = |bit: i64| theirs & bit != 0 && hold & bit == 0;
        let mut hold_now = hold;
        let mut fields: Vec<Field> = Vec::new();
        let both_wrote = theirs & hold & held::NOTE != 0
            && !kept.note.is_empty()
            && !dropped.note.is_empty()
            && kept.note != dropped.note;
        if both_wrote {
            let note = format!("{}\n{}", kept.note, dropped.note);
            fields.push(("note", text(&note)));
        } else if !dropped.note.is_empty() && (said(held::NOTE) || kept.note.is_empty()) {
            fields.push(("note", text(&dropped.note)));
            hold_now |= theirs & held::NOTE;
        }
        if said(held::PAYEE) {
            fields.push(("payee", text(&dropped.payee)));
            hold_now |= held::PAYEE;
        }
        if said(held::DATE) {
            fields.push(("day", int(crate::days::day_of(dropped.date))));
            hold_now |= held::DATE;
        }
        let tags: Vec<String> = kept.tags.iter().chain(&dropped.tags).cloned().collect();
        if stored_tags(&tags) != stored_tags(&kept.tags) {
            fields.push(("tags", opt_text(stored_tags(&tags).as_deref())));
            hold_now |= theirs & held::TAGS;
        }
        let persons = |row: &Transaction| row.category_by == CategoryBy::Person;
        let files = persons(dropped) && !persons(kept)
            || kept.category.is_none() && !persons(kept) && dropped.category.is_some();
        if files && !kept.is_split() {
            fields.push(("category_id", opt_int(dropped.category.map(|id| id.0))));
            fields.push(("category_by", int(dropped.category_by.number())));
        }
        if dropped.off_reports && !kept.off_reports {
            fields.push(("off_reports", int(1)));
        }
        if hold_now != hold {
            fields.push(("held", int(hold_now)));
        }
        Ok(fields)
    }

    /// Parts a merged row from the one it stands behind. What that one took over from it goes back, where nothing was said of it
    /// since. Answers the row it stood behind.
    pub fn unmerge_transaction(&mut self, drop: TransactionId) -> Result<TransactionId> {
        let keep = self
            .merged_with(drop)?
            .ok_or(Error::Refused { rule: "not_merged" })?;
        if self.was_retracted(drop)? {
            return Err(Error::Refused {
                rule: "import_taken_back",
            });
        }
        let merged: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT max(batch_id) FROM changes WHERE entity = 1 AND row_id = ?1
                 AND json_extract(after, '$.merged_into') = ?2",
            )?
            .query_row(params![drop.0, keep.0], |row| row.get(0))
            .optional()?
            .flatten();
        let changes = match merged {
            Some(batch) => self.merging(batch, keep, drop)?,
            None => Vec::new(),
        };
        self.bring_out(drop)?;
        for (row, before, after) in changes.into_iter().rev() {
            let Some(now) = crate::door::image(self.db, Table::Transactions, row)? else {
                continue;
            };
            let columns = Table::Transactions.columns();
            let fields: Vec<Field> = columns
                .iter()
                .zip(&now)
                .filter_map(|(column, now)| {
                    let same = after
                        .get(column.name)
                        .is_some_and(|left| from_json(left) == *now);
                    let before = before.get(column.name)?;
                    same.then(|| (column.name, from_json(before)))
                })
                .collect();
            self.update(Table::Transactions, row, &fields)?;
        }
        Ok(keep)
    }

    /// What a merge wrote to the row that stays and to the other legs, in order.
    fn merging(
        &self,
        batch: i64,
        keep: TransactionId,
        drop: TransactionId,
    ) -> Result<Vec<(i64, Fields, Fields)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT row_id, before, after FROM changes WHERE batch_id = ?1 AND entity = 1 ORDER BY seq",
        )?;
        let mut rows = statement.query([batch])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let fields = |text: Option<String>| -> Fields {
                text.and_then(|text| serde_json::from_str(&text).ok())
                    .unwrap_or_default()
            };
            let (before, after) = (fields(row.get(1)?), fields(row.get(2)?));
            let leg = |fields: &Fields| {
                let other = fields
                    .get("transfer_id")
                    .and_then(serde_json::Value::as_i64);
                other == Some(keep.0) || other == Some(drop.0)
            };
            if id == keep.0
                || (id == drop.0 && before.contains_key("transfer_id"))
                || leg(&before)
                || leg(&after)
            {
                found.push((id, before, after));
            }
        }
        Ok(found)
    }

    fn bring_out(&mut self, drop: TransactionId) -> Result<()> {
        self.update(
            Table::Transactions,
            drop.0,
            &[("deleted", int(0)), ("merged_into", Value::Null)],
        )?;
        Ok(())
    }

    /// The row that others stand behind is taken away by its source or by an undo: the first of them takes its place, and the
    /// others stand behind that one.
    pub(crate) fn outlive(&mut self, gone: i64) -> Result<()> {
        let mut behind = Vec::new();
        for row in self.merged_into(TransactionId(gone))? {
            if !self.was_retracted(row)? {
                behind.push(row);
            }
        }
        let Some((first, others)) = behind.split_first() else {
            return Ok(());
        };
        self.bring_out(*first)?;
        for other in others {
            self.update(
                Table::Transactions,
                other.0,
                &[("merged_into", int(first.0))],
            )?;
        }
        Ok(())
    }

    /// Rows of a range that others stand behind.
    pub(crate) fn kept_in(&self, first: i64, last: i64) -> Result<Vec<i64>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT merged_into FROM transactions INDEXED BY transactions_merged
             WHERE merged_into BETWEEN ?1 AND ?2 AND id NOT BETWEEN ?1 AND ?2",
        )?;
        let rows = statement.query_map([first, last], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether the batch that added a row was taken back.
    fn was_retracted(&self, row: TransactionId) -> Result<bool> {
        let act: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT act FROM ranges WHERE first_id <= ?1 AND last_id >= ?1 ORDER BY batch_id DESC LIMIT 1",
            )?
            .query_row([row.0], |row| row.get(0))
            .optional()?;
        Ok(act == Some(crate::journal::RETRACTED))
    }
}

type Fields = BTreeMap<String, serde_json::Value>;
