//! The two handles: one that only asks, one that also changes and records.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};

use crate::door::{Table, put_int, put_text};
use crate::parts::pieces;
use crate::text::fold;
use crate::totals::{Counted, Deltas, summed};
use crate::transactions::index::Shared;
use crate::{Origin, Result};

/// Asks questions of one consistent state of the book.
pub struct View<'c> {
    pub(crate) db: &'c Connection,
    /// What search goes through; none within a change.
    pub(crate) index: Option<&'c Shared>,
}

/// Makes changes, all in one transaction and one batch. It answers questions as well, its own changes included.
pub struct Writing<'c> {
    view: View<'c>,
    pub(crate) origin: Origin,
    /// The number of the batch, if it becomes one.
    pub(crate) batch: i64,
    pub(crate) deltas: Deltas,
    pub(crate) recorded: Recorded,
    /// What is changed goes to no upstream, though the person does it: it was not the person's in the first place.
    pub(crate) quiet: bool,
    /// What may be written at which connection, once it was asked for.
    pub(crate) outlets: Option<Vec<(domain::ids::ConnectionId, Vec<domain::outbox::Writable>)>>,
    /// The category that is being removed makes room for this one.
    pub(crate) removing: Option<crate::outbox::Replacement>,
    known: &'c mut Known,
}

/// What a batch has recorded so far.
pub(crate) struct Recorded {
    /// Hash over the changes, in their order.
    pub changes: blake3::Hasher,
    /// How many changes.
    pub changed: i64,
    /// Rows added: first and last number, and the hash over them.
    pub added: Option<Added>,
    /// Ranges retracted or brought back by an undo: first, last, act.
    pub acts: Vec<(i64, i64, i64)>,
    /// The batch that this one takes back.
    pub undoes: Option<i64>,
    bytes: Vec<u8>,
}

pub(crate) struct Added {
    pub first: i64,
    pub last: i64,
    pub hash: blake3::Hasher,
}

/// What the writer remembers between batches, so that it need not ask again.
#[derive(Default)]
pub(crate) struct Known {
    payees: HashMap<String, KnownPayee>,
    texts: HashMap<String, i64>,
    /// Accounts that came with a sync since the book was opened and hold nothing but its rows.
    fed: HashSet<i64>,
    /// Up to which number the words of payees and texts are indexed.
    indexed: Option<[i64; 2]>,
}

/// A payee as the writer knows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownPayee {
    pub id: i64,
    pub learned: Option<i64>,
    pub transfer_like: bool,
}

/// More names than these are forgotten again: memory stays bounded.
const REMEMBERED: usize = 60_000;

/// A transaction to add, texts still texts.
pub(crate) struct NewRow<'a> {
    pub account: i64,
    pub day: i32,
    pub minor: i64,
    pub payee: &'a str,
    pub payee_id: i64,
    pub category: Option<i64>,
    pub category_by: u8,
    pub status: u8,
    pub description: &'a str,
    pub note: &'a str,
    pub external_id: Option<&'a str>,
    pub transfer_hint: bool,
    pub excluded: bool,
    pub held: u8,
    pub value_day: Option<i32>,
    pub original: Option<money::Money>,
    pub tags: Option<&'a str>,
    pub details: Option<&'a str>,
}

impl<'c> Deref for Writing<'c> {
    type Target = View<'c>;
    fn deref(&self) -> &View<'c> {
        &self.view
    }
}

impl<'c> Writing<'c> {
    pub(crate) fn begin(db: &'c Connection, origin: Origin, known: &'c mut Known) -> Result<Self> {
        let batch: i64 = db
            .prepare_cached("SELECT ifnull(max(id), 0) + 1 FROM batches")?
            .query_row([], |row| row.get(0))?;
        if known.indexed.is_none() {
            known.indexed = Some([indexed(db, "payees")?, indexed(db, "texts")?]);
        }
        if origin.kind != crate::OriginKind::Sync {
            known.fed.clear();
        }
        if known.payees.len() + known.texts.len() > REMEMBERED {
            known.payees.clear();
            known.texts.clear();
        }
        Ok(Self {
            view: View { db, index: None },
            origin,
            batch,
            deltas: Deltas::default(),
            recorded: Recorded {
                changes: blake3::Hasher::new(),
                changed: 0,
                added: None,
                acts: Vec::new(),
                undoes: None,
                bytes: Vec::new(),
            },
            quiet: false,
            outlets: None,
            removing: None,
            known,
        })
    }

    /// An account that a sync has just added: until somebody else writes, every row of it has a source.
    pub(crate) fn note_fed(&mut self, account: i64) {
        if self.origin.kind == crate::OriginKind::Sync {
            self.known.fed.insert(account);
        }
    }

    /// Whether an account is known to hold no row without a source.
    pub(crate) fn is_fed(&self, account: i64) -> bool {
        self.known.fed.contains(&account)
    }

    /// Whether anything was recorded.
    pub(crate) fn is_empty(&self) -> bool {
        self.recorded.changed == 0 && self.recorded.added.is_none() && self.recorded.acts.is_empty()
    }

    /// Records a change of one row.
    pub(crate) fn record(
        &mut self,
        table: Table,
        row: i64,
        before: Option<Map<String, Value>>,
        after: Option<Map<String, Value>>,
    ) -> Result<()> {
        let before = before.map(|fields| Value::Object(fields).to_string());
        let after = after.map(|fields| Value::Object(fields).to_string());
        let seq = self.recorded.changed;
        hash_change(
            &mut self.recorded.changes,
            &mut self.recorded.bytes,
            (seq, table.number(), row),
            before.as_deref(),
            after.as_deref(),
        );
        self.db
            .prepare_cached(
                "INSERT INTO changes (batch_id, seq, entity, row_id, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![self.batch, seq, table.number(), row, before, after])?;
        self.recorded.changed += 1;
        Ok(())
    }

    /// The payee of a name, added if it is not there.
    pub(crate) fn intern_payee(&mut self, name: &str) -> Result<KnownPayee> {
        if let Some(payee) = self.known.payees.get(name) {
            return Ok(*payee);
        }
        let folded = fold(name);
        let found = self
            .view
            .db
            .prepare_cached("SELECT id, learned_category_id FROM payees WHERE name = ?1")?
            .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (id, learned) = if let Some(found) = found {
            found
        } else {
            self.view
                .db
                .prepare_cached("INSERT INTO payees (name, folded) VALUES (?1, ?2)")?
                .execute([name, &folded])?;
            (self.view.db.last_insert_rowid(), None)
        };
        let payee = KnownPayee {
            id,
            learned,
            transfer_like: crate::text::reads_like_transfer(&folded),
        };
        self.known.payees.insert(name.to_owned(), payee);
        Ok(payee)
    }

    /// Remembers the category last chosen for a payee.
    pub(crate) fn forget_known_payees(&mut self) {
        self.known.payees.clear();
    }

    /// The number of a description or note, added if it is not there.
    pub(crate) fn intern_text(&mut self, text: &str) -> Result<i64> {
        if let Some(id) = self.known.texts.get(text) {
            return Ok(*id);
        }
        let found = self
            .view
            .db
            .prepare_cached("SELECT id FROM texts WHERE text = ?1")?
            .query_row([text], |row| row.get(0))
            .optional()?;
        let id = if let Some(id) = found {
            id
        } else {
            self.view
                .db
                .prepare_cached("INSERT INTO texts (text, folded) VALUES (?1, ?2)")?
                .execute([text, &fold(text)])?;
            self.view.db.last_insert_rowid()
        };
        if self.known.texts.len() < REMEMBERED {
            self.known.texts.insert(text.to_owned(), id);
        }
        Ok(id)
    }

    /// Adds a transaction: into the table, the sums, and the hash of the batch's range.
    pub(crate) fn insert_transaction(&mut self, row: &NewRow<'_>) -> Result<i64> {
        let description = match row.description {
            "" => None,
            text => Some(self.intern_text(text)?),
        };
        let note = match row.note {
            "" => None,
            text => Some(self.intern_text(text)?),
        };
        self.db
            .prepare_cached(
                "INSERT INTO transactions (account_id, day, minor, payee_id, category_id, category_by, status,
                 description_id, note_id, external_id, transfer_hint, excluded, held, value_day, original_minor,
                 original_currency, tags, details)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(params![
                row.account,
                row.day,
                row.minor,
                row.payee_id,
                row.category,
                row.category_by,
                row.status,
                description,
                note,
                row.external_id,
                row.transfer_hint,
                row.excluded,
                row.held,
                row.value_day,
                row.original.map(|amount| amount.minor),
                row.original.as_ref().map(|amount| amount.currency.code()),
                row.tags,
                row.details,
            ])?;
        let id = self.db.last_insert_rowid();
        let pieces = pieces(row.details, row.minor, row.category, false);
        if !pieces.is_empty() {
            self.keep_pieces(id, &pieces)?;
        }
        self.deltas.add(&Counted {
            account: row.account,
            day: row.day,
            minor: row.minor,
            category: row.category,
            status: row.status,
            deleted: 0,
            excluded: row.excluded,
            off_reports: false,
            parts: summed(pieces),
        })?;
        encode_new(&mut self.recorded.bytes, row);
        let added = self.recorded.added.get_or_insert_with(|| Added {
            first: id,
            last: id,
            hash: blake3::Hasher::new(),
        });
        added.last = id;
        added.hash.update(&self.recorded.bytes);
        Ok(id)
    }

    /// Indexes the words of payees and texts that are new, once there are enough of them: the index is dear to touch, and
    /// search goes through the few that are not in it yet.
    pub(crate) fn index_words(&mut self) -> Result<()> {
        let db = self.view.db;
        let done = self.known.indexed.get_or_insert_default();
        for ((table, words), done) in [("payees", "payee_words"), ("texts", "text_words")]
            .into_iter()
            .zip(done)
        {
            let last = max_id(db, table)?;
            if last - *done >= ENOUGH_TO_INDEX {
                db.prepare_cached(&format!(
                    "INSERT INTO {words} (rowid, folded) SELECT id, folded FROM {table} WHERE id > ?1"
                ))?
                .execute([*done])?;
                db.prepare_cached(
                    "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
                )?
                .execute([format!("indexed_{table}"), last.to_string()])?;
                *done = last;
            }
        }
        Ok(())
    }
}

/// So many new payees or texts are worth an update of the index.
const ENOUGH_TO_INDEX: i64 = 512;

/// Up to which number the words of a table are indexed.
pub(crate) fn indexed(db: &Connection, table: &str) -> Result<i64> {
    let value: Option<String> = db
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([format!("indexed_{table}")], |row| row.get(0))
        .optional()?;
    Ok(value.and_then(|value| value.parse().ok()).unwrap_or(0))
}

fn max_id(db: &Connection, table: &str) -> Result<i64> {
    Ok(db
        .prepare_cached(&format!("SELECT ifnull(max(id), 0) FROM {table}"))?
        .query_row([], |row| row.get(0))?)
}

/// Adds a change to the hash of its batch.
pub(crate) fn hash_change(
    hash: &mut blake3::Hasher,
    bytes: &mut Vec<u8>,
    (seq, entity, row): (i64, i64, i64),
    before: Option<&str>,
    after: Option<&str>,
) {
    bytes.clear();
    for number in [seq, entity, row] {
        put_int(bytes, number);
    }
    for side in [before, after] {
        match side {
            Some(text) => put_text(bytes, text.as_bytes()),
            None => bytes.push(0),
        }
    }
    hash.update(bytes);
}

/// The form of a new row that its range's hash is made of: its journalled fields in the order of the table's columns.
fn encode_new(bytes: &mut Vec<u8>, row: &NewRow<'_>) {
    let opt_int = |bytes: &mut Vec<u8>, value: Option<i64>| match value {
        Some(value) => put_int(bytes, value),
        None => bytes.push(0),
    };
    let opt_text = |bytes: &mut Vec<u8>, value: Option<&str>| match value {
        Some(value) => put_text(bytes, value.as_bytes()),
        None => bytes.push(0),
    };
    bytes.clear();
    put_int(bytes, row.account);
    put_int(bytes, i64::from(row.day));
    put_int(bytes, row.minor);
    put_text(bytes, row.payee.as_bytes());
    opt_int(bytes, row.category);
    put_int(bytes, i64::from(row.category_by));
    put_int(bytes, i64::from(row.status));
    put_int(bytes, 0);
    opt_text(
        bytes,
        (!row.description.is_empty()).then_some(row.description),
    );
    opt_text(bytes, (!row.note.is_empty()).then_some(row.note));
    opt_text(bytes, row.external_id);
    bytes.push(0);
    put_int(bytes, i64::from(row.excluded));
    put_int(bytes, 0);
    put_int(bytes, i64::from(row.held));
    opt_int(bytes, row.value_day.map(i64::from));
    opt_int(bytes, row.original.map(|amount| amount.minor));
    opt_text(
        bytes,
        row.original.as_ref().map(|amount| amount.currency.code()),
    );
    opt_text(bytes, row.tags);
    // A later column: rows that say nothing there have the form they always had.
    if let Some(details) = row.details {
        put_text(bytes, details.as_bytes());
    }
}
