//! Filing: what rules and the learner want of rows, held against what the person said of them.
//!
//! The person's word wins, field by field: a category the person chose, and a payee, note, tags or place in reports that
//! the journal says the person set last, stay as they are.

use std::collections::HashMap;

use domain::ids::{CategoryId, ConnectionId, TransactionId};
use domain::transaction::{PartsBy, TransactionDetails, TransactionPart};
use rusqlite::{OptionalExtension, params};

use crate::door::{Field, Table, flag, int, opt_text, text};
use crate::transactions::details::stored_details;
use crate::transactions::{CategoryBy, held, shares, stored_tags};
use crate::transfers::Leg;
use crate::{Error, Result, Transaction, View, Writing};
use domain::chart::TRANSFER;

/// What is wanted of a row; what is none stays.
#[derive(Debug, Clone, PartialEq)]
pub struct Filing {
    /// The row.
    pub id: TransactionId,
    /// Its category, and who says so: a rule or a guess.
    pub category: Option<(CategoryId, CategoryBy)>,
    /// It is money moved between own accounts: filed as such, and paired with its other leg when that is the only one like
    /// it.
    pub transfer: bool,
    /// Shares it is split into, that make a whole: millionths of its amount, category, note. Empty leaves it as it is.
    pub split: Vec<(u32, Option<CategoryId>, String)>,
    /// The payee's name.
    pub payee: Option<String>,
    /// A note, where there is none.
    pub note: Option<String>,
    /// Tags to add.
    pub tags: Vec<String>,
    /// Left out of budgets and reports.
    pub off_reports: bool,
    /// The person is to look at it.
    pub ask: bool,
    /// How sure a guess is, in hundredths, and its grounds.
    pub grounds: Option<(u8, String)>,
}

impl Filing {
    /// Nothing is wanted yet.
    pub const fn nothing(id: TransactionId) -> Self {
        Self {
            id,
            category: None,
            transfer: false,
            split: Vec::new(),
            payee: None,
            note: None,
            tags: Vec::new(),
            off_reports: false,
            ask: false,
            grounds: None,
        }
    }

    /// Whether nothing is wanted.
    pub fn is_nothing(&self) -> bool {
        *self == Self::nothing(self.id)
    }
}

/// Where a row came from, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whence {
    /// A connection.
    Connection(ConnectionId),
    /// A file.
    File,
    /// Entered by hand.
    Hand,
}

/// What was said of a row when it was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingNote {
    /// How sure a guess was, in hundredths.
    pub percent: Option<u8>,
    /// Its grounds, closed words with blanks between them.
    pub because: String,
    /// A rule wants the person to look.
    pub asked: bool,
    /// The person looked and left it.
    pub seen: bool,
}

const THROUGH: &str = "filed_through";
/// Among the grounds of a row that an upstream wants looked at.
const BY_UPSTREAM: &str = "upstream";

impl View<'_> {
    /// The number of the last transaction that rules and the learner have been asked about.
    pub fn filed_through(&self) -> Result<i64> {
        let value: Option<String> = self
            .db
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
            .query_row([THROUGH], |row| row.get(0))
            .optional()?;
        Ok(value.and_then(|value| value.parse().ok()).unwrap_or(0))
    }

    /// The number of the newest transaction; 0 in an empty book.
    pub fn newest_transaction(&self) -> Result<i64> {
        Ok(self
            .db
            .prepare_cached("SELECT ifnull(max(id), 0) FROM transactions")?
            .query_row([], |row| row.get(0))?)
    }

    /// Whether at least so many rows were filed by the person, or by rules and choices of the person's; transfers apart.
    pub fn has_confirmed(&self, rows: usize) -> Result<bool> {
        let found: i64 = self
            .db
            .prepare_cached(
                "SELECT count(*) FROM (SELECT 1 FROM transactions WHERE category_by IN (2, 3) AND category_id IS NOT NULL
                 AND transfer_id IS NULL AND deleted = 0 LIMIT ?1)",
            )?
            .query_row([rows as i64], |row| row.get(0))?;
        Ok(found >= rows as i64)
    }

    /// The numbers of rows in the book that were added after a number, in their order.
    pub fn rows_added_after(&self, after: i64) -> Result<Vec<TransactionId>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id FROM transactions WHERE id > ?1 AND deleted = 0 ORDER BY id",
        )?;
        let rows = statement.query_map([after], |row| row.get(0).map(TransactionId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Where a row came from.
    pub fn whence(&self, id: TransactionId) -> Result<Whence> {
        let connection: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT connection_id FROM sources WHERE entity = 2 AND local_id = ?1 LIMIT 1",
            )?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        if let Some(connection) = connection {
            return Ok(Whence::Connection(ConnectionId(connection)));
        }
        Ok(match self.kind_that_added(id)?.as_deref() {
            Some("person") => Whence::Hand,
            _ => Whence::File,
        })
    }

    fn kind_that_added(&self, id: TransactionId) -> Result<Option<String>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT b.kind FROM ranges r JOIN batches b ON b.id = r.batch_id
                 WHERE r.first_id <= ?1 AND r.last_id >= ?1 AND r.act = 0 LIMIT 1",
            )?
            .query_row([id.0], |row| row.get(0))
            .optional()?)
    }

    /// What was said of a row when it was filed.
    pub fn filing_note(&self, id: TransactionId) -> Result<Option<FilingNote>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT percent, because, asked, seen FROM filings WHERE transaction_id = ?1",
            )?
            .query_row([id.0], |row| {
                Ok(FilingNote {
                    percent: row.get(0)?,
                    because: row.get(1)?,
                    asked: row.get(2)?,
                    seen: row.get(3)?,
                })
            })
            .optional()?)
    }

    /// What was said of every row that was filed by a guess or that a rule wants looked at.
    pub fn filing_notes(&self) -> Result<HashMap<TransactionId, FilingNote>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT transaction_id, percent, because, asked, seen FROM filings")?;
        let rows = statement.query_map([], |row| {
            Ok((
                TransactionId(row.get(0)?),
                FilingNote {
                    percent: row.get(1)?,
                    because: row.get(2)?,
                    asked: row.get(3)?,
                    seen: row.get(4)?,
                },
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows that the person is to look at, by a rule's or an upstream's word, and has not said anything of.
    pub fn rows_to_review(&self) -> Result<Vec<TransactionId>> {
        let mut statement = self.db.prepare_cached(
            "SELECT t.id FROM filings f JOIN transactions t ON t.id = f.transaction_id
             WHERE f.asked = 1 AND f.seen = 0 AND t.deleted = 0 AND t.category_by <> ?1 ORDER BY t.id",
        )?;
        let by_person = CategoryBy::Person.number();
        let rows = statement.query_map([by_person], |row| row.get(0).map(TransactionId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether an upstream wants a row looked at.
    pub(crate) fn upstream_asks(&self, row: i64) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM filings WHERE transaction_id = ?1 AND instr(because, ?2) > 0)",
            )?
            .query_row(params![row, BY_UPSTREAM], |found| found.get(0))?)
    }

    /// Whether a filing would change its row.
    pub fn would_change(&self, now: &Transaction, filing: &Filing) -> Result<bool> {
        Ok(!self.fields_of_filing(now, filing)?.is_empty())
    }

    /// Whether the person's word on a row's category stands against any filing.
    pub fn keeps_category(&self, now: &Transaction) -> bool {
        now.category_by == CategoryBy::Person || now.transfer.is_some() || now.is_split()
    }

    /// What a filing changes of a row, the person's words left alone.
    fn fields_of_filing(&self, now: &Transaction, filing: &Filing) -> Result<Vec<Field>> {
        let mut fields: Vec<Field> = Vec::new();
        if now.deleted.is_some() {
            return Ok(fields);
        }
        let wanted = match (filing.transfer, filing.category) {
            (true, _) => self
                .category_by_key(TRANSFER)?
                .map(|id| (id, CategoryBy::Rule)),
            (false, wanted) => wanted,
        };
        if let Some((category, by)) = wanted
            && !self.keeps_category(now)
            && now.category != Some(category)
        {
            fields.push(("category_id", int(category.0)));
            fields.push(("category_by", int(by.number())));
        }
        if !filing.transfer
            && let Some(details) = split_wanted(now, filing)?
        {
            fields.push(("details", text(&details)));
        }
        let mut hold = 0;
        if let Some(payee) = filing.payee.as_deref().map(str::trim)
            && !payee.is_empty()
            && payee != now.payee
            && !self.is_persons_word(now.id, "payee", true)?
        {
            fields.push(("payee", text(payee)));
            if now.description.is_empty() {
                // What the bank wrote stays to be read.
                fields.push(("description", text(&now.payee)));
            }
            hold |= held::PAYEE;
        }
        if let Some(note) = filing.note.as_deref().map(str::trim)
            && !note.is_empty()
            && now.note.is_empty()
            && !self.is_persons_word(now.id, "note", false)?
        {
            fields.push(("note", text(note)));
            hold |= held::NOTE;
        }
        let mut tags = now.tags.clone();
        tags.extend(filing.tags.iter().cloned());
        let tags = stored_tags(&tags);
        if tags != stored_tags(&now.tags) && !self.is_persons_word(now.id, "tags", false)? {
            fields.push(("tags", opt_text(tags.as_deref())));
            hold |= held::TAGS;
        }
        if filing.off_reports
            && !now.off_reports
            && !self.is_persons_word(now.id, "off_reports", false)?
        {
            fields.push(("off_reports", flag(true)));
        }
        if hold != 0 {
            let before: i64 = self
                .db
                .prepare_cached("SELECT held FROM transactions WHERE id = ?1")?
                .query_row([now.id.0], |row| row.get(0))?;
            fields.push(("held", int(before | hold)));
        }
        Ok(fields)
    }

    /// Whether the last standing word on a field of a row is the person's. What a row entered by hand began with is theirs
    /// as well, if `with_entry`.
    fn is_persons_word(&self, id: TransactionId, field: &str, with_entry: bool) -> Result<bool> {
        let last: Option<String> = self
            .db
            .prepare_cached(
                "SELECT b.kind FROM changes c JOIN batches b ON b.id = c.batch_id
                 WHERE c.entity = 1 AND c.row_id = ?1 AND json_type(c.after, '$.' || ?2) IS NOT NULL
                 AND b.undoes IS NULL
                 AND NOT EXISTS (SELECT 1 FROM batches u WHERE u.undoes = b.id
                   AND NOT EXISTS (SELECT 1 FROM batches r WHERE r.undoes = u.id))
                 ORDER BY c.batch_id DESC, c.seq DESC LIMIT 1",
            )?
            .query_row(params![id.0, field], |row| row.get(0))
            .optional()?;
        Ok(match last {
            Some(kind) => kind == "person",
            None => with_entry && self.kind_that_added(id)?.as_deref() == Some("person"),
        })
    }
}

/// The details of a row as a rule splits it; none when they stay. What its source or the person made of it wins.
fn split_wanted(now: &Transaction, filing: &Filing) -> Result<Option<String>> {
    let details = now.details.as_deref().cloned().unwrap_or_default();
    let taken = match details.parts_by {
        PartsBy::Person => true,
        PartsBy::Rule => false,
        PartsBy::Source => !details.parts.is_empty(),
    };
    if filing.split.is_empty() || taken || now.transfer.is_some() {
        return Ok(None);
    }
    let millionths: Vec<u32> = filing.split.iter().map(|(part, ..)| *part).collect();
    let amounts = shares(now.amount, &millionths)?;
    // A cent cannot be split; such a row stays whole.
    if amounts.iter().any(|amount| amount.minor == 0) {
        return Ok(None);
    }
    let wanted = TransactionDetails {
        parts: amounts
            .into_iter()
            .zip(&filing.split)
            .map(|(amount, (_, category, note))| TransactionPart {
                amount,
                category: None,
                note: note.trim().to_owned(),
                transfer_account: None,
                filed: Some(*category),
            })
            .collect(),
        parts_by: PartsBy::Rule,
        ..details.clone()
    };
    Ok(stored_details(Some(&wanted)).filter(|_| wanted != details))
}

impl Writing<'_> {
    /// Notes that rules and the learner have been asked about every transaction up to a number.
    pub fn set_filed_through(&mut self, id: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
            )?
            .execute(params![THROUGH, id.to_string()])?;
        Ok(())
    }

    /// Does what is wanted of rows, the person's words left alone. Answers how many rows changed.
    pub fn file_rows(&mut self, filings: &[Filing]) -> Result<u64> {
        let mut changed = 0;
        for filing in filings {
            let filed = filing.category.map(|(category, _)| category);
            for category in filing
                .split
                .iter()
                .filter_map(|(_, id, _)| *id)
                .chain(filed)
            {
                // A category that was removed in the meantime is nobody's.
                let there: bool = self
                    .db
                    .prepare_cached(
                        "SELECT EXISTS (SELECT 1 FROM categories WHERE id = ?1 AND removed = 0)",
                    )?
                    .query_row([category.0], |row| row.get(0))?;
                if !there {
                    return Err(Error::NotFound {
                        what: "category",
                        id: category.0,
                    });
                }
            }
            let now = self.transaction(filing.id)?;
            let fields = self.fields_of_filing(&now, filing)?;
            let files = fields.iter().any(|(name, _)| *name == "category_id");
            changed += u64::from(self.update(Table::Transactions, filing.id.0, &fields)?);
            if filing.ask || files {
                let (percent, because) = match &filing.grounds {
                    Some((percent, because)) if files => (Some(*percent), because.as_str()),
                    _ => (None, ""),
                };
                if filing.ask || percent.is_some() {
                    self.note_filing(filing.id, percent, because, filing.ask)?;
                } else {
                    self.forget_filing(filing.id)?;
                }
            }
            if filing.transfer && now.transfer.is_none() && now.category_by != CategoryBy::Person {
                self.db
                    .prepare_cached("UPDATE transactions SET transfer_hint = 1 WHERE id = ?1")?
                    .execute([filing.id.0])?;
                self.pair_legs(&[Leg {
                    id: filing.id.0,
                    account: now.account.0,
                    day: crate::days::day_of(now.date),
                    minor: now.amount.minor,
                }])?;
            }
        }
        Ok(changed)
    }

    fn note_filing(
        &self,
        id: TransactionId,
        percent: Option<u8>,
        because: &str,
        asked: bool,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO filings (transaction_id, percent, because, asked) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET percent = excluded.percent,
                 because = iif(instr(because, ?5) > 0, trim(excluded.because || ' ' || ?5), excluded.because),
                 asked = max(excluded.asked, instr(because, ?5) > 0), seen = 0",
            )?
            .execute(params![id.0, percent, because, asked, BY_UPSTREAM])?;
        Ok(())
    }

    /// Notes that an upstream wants the person to look at a row, or no longer does. What the person has looked at stays
    /// looked at.
    pub(crate) fn note_upstream_review(&mut self, row: i64, wanted: bool) -> Result<()> {
        if wanted {
            self.db
                .prepare_cached(
                    "INSERT INTO filings (transaction_id, because, asked) VALUES (?1, ?2, 1)
                     ON CONFLICT DO UPDATE SET asked = 1, because = trim(replace(because, ?2, '') || ' ' || ?2)
                     WHERE seen = 0",
                )?
                .execute(params![row, BY_UPSTREAM])?;
            return Ok(());
        }
        // A guess keeps its grounds; a note that said nothing else goes.
        self.db
            .prepare_cached(
                "UPDATE filings SET asked = 0, because = trim(replace(because, ?2, ''))
                 WHERE transaction_id = ?1 AND instr(because, ?2) > 0",
            )?
            .execute(params![row, BY_UPSTREAM])?;
        self.db
            .prepare_cached(
                "DELETE FROM filings WHERE transaction_id = ?1 AND asked = 0 AND seen = 0 AND percent IS NULL
                 AND because = ''",
            )?
            .execute([row])?;
        Ok(())
    }

    /// Nothing more is said of how a row was filed, but for what its upstream wants.
    pub fn forget_filing(&mut self, id: TransactionId) -> Result<()> {
        self.db
            .prepare_cached(
                "DELETE FROM filings WHERE transaction_id = ?1 AND instr(because, ?2) = 0",
            )?
            .execute(params![id.0, BY_UPSTREAM])?;
        self.db
            .prepare_cached(
                "UPDATE filings SET percent = NULL, because = ?2 WHERE transaction_id = ?1",
            )?
            .execute(params![id.0, BY_UPSTREAM])?;
        Ok(())
    }

    /// The person looked at rows and leaves them as they are.
    pub fn mark_looked_at(&mut self, ids: &[TransactionId]) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO filings (transaction_id, seen) VALUES (?1, 1)
             ON CONFLICT DO UPDATE SET seen = 1, asked = 0",
        )?;
        for id in ids {
            statement.execute([id.0])?;
        }
        Ok(())
    }
}
