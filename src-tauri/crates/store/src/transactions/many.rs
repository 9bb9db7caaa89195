//! Many transactions changed at once, and what such a change would do to them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domain::ids::{CategoryId, TransactionId};
use rusqlite::types::Value;

use super::{CategoryBy, Transaction, TransactionFilter, held, stored_tags};
use crate::door::{Field, Image, Table, flag, image, int, opt_int, opt_text, text, to_json};
use crate::parts::pieces;
use crate::{Error, Result, View, Writing};

/// Places of fields among those of a transaction.
const MINOR: usize = 2;
const PAYEE: usize = 3;
const CATEGORY: usize = 4;
const CATEGORY_BY: usize = 5;
const DELETED: usize = 7;
const NOTE: usize = 9;
const TRANSFER: usize = 11;
const OFF_REPORTS: usize = 13;
const HELD: usize = 14;
const TAGS: usize = 18;
const DETAILS: usize = 19;

/// What many transactions become; what is none stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ManyEdit {
    /// Category; `Some(None)` takes it away. Split rows keep theirs: their parts say what they are.
    pub category: Option<Option<CategoryId>>,
    /// Payee.
    pub payee: Option<String>,
    /// Note; empty takes it away.
    pub note: Option<String>,
    /// Tags that each gets beside those it has.
    pub add_tags: Vec<String>,
    /// Tags that each loses.
    pub remove_tags: Vec<String>,
    /// Left out of budgets and reports.
    pub off_reports: Option<bool>,
    /// What each is filed under becomes the person's own word.
    pub reviewed: bool,
}

/// A row that would change, with its fields before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct ManyRow {
    /// The row as it stands.
    pub row: Transaction,
    /// Name of the field in the journal, before, after.
    pub fields: Vec<(&'static str, serde_json::Value, serde_json::Value)>,
}

/// What a change of many rows would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ManyPreview {
    /// Rows that would change.
    pub changing: u64,
    /// Split rows whose category stays although one was asked for.
    pub split: u64,
    /// The first of those that would change.
    pub sample: Vec<ManyRow>,
}

/// A change of many rows with what it needs of the book.
struct Plan<'e> {
    edit: &'e ManyEdit,
    /// Payees that are shown under the name asked for.
    shown_so: HashSet<String>,
}

impl Plan<'_> {
    /// The fields of a row that change; none for a row that is deleted or is as asked for.
    fn fields(&self, id: i64, now: &Image) -> Result<Vec<Field>> {
        let broken = || Error::Corrupt {
            table: "transactions",
            row: id,
        };
        if whole(now, DELETED) != Some(0) {
            return Ok(Vec::new());
        }
        let edit = self.edit;
        let mut fields: Vec<Field> = Vec::new();
        let before = whole(now, HELD).ok_or_else(broken)?;
        let mut hold = before;
        if let Some(payee) = edit.payee.as_deref().map(str::trim)
            && words(now, PAYEE) != Some(payee)
            && !words(now, PAYEE).is_some_and(|name| self.shown_so.contains(name))
        {
            fields.push(("payee", text(payee)));
            hold |= held::PAYEE;
        }
        if let Some(note) = edit.note.as_deref().map(str::trim)
            && words(now, NOTE).unwrap_or_default() != note
        {
            fields.push(("note", opt_text((!note.is_empty()).then_some(note))));
            hold |= held::NOTE;
        }
        if !keeps_category(now) {
            let by_person = i64::from(CategoryBy::Person.number());
            let chosen = whole(now, CATEGORY_BY) == Some(by_person);
            let present = whole(now, CATEGORY);
            let wanted = match edit.category {
                Some(category) => category.map(|id| id.0),
                None => present,
            };
            let says = edit.category.is_some() || (edit.reviewed && present.is_some());
            if says && (wanted != present || !chosen) {
                fields.push(("category_id", opt_int(wanted)));
                // Taking a category away is the person's choice as well.
                fields.push(("category_by", int(by_person)));
            }
        }
        if !edit.add_tags.is_empty() || !edit.remove_tags.is_empty() {
            let present: Vec<String> = match words(now, TAGS) {
                Some(json) => serde_json::from_str(json).map_err(|_| broken())?,
                None => Vec::new(),
            };
            let mut tags: Vec<String> = present.clone();
            tags.retain(|tag| !edit.remove_tags.contains(tag));
            tags.extend(edit.add_tags.iter().cloned());
            let tags = stored_tags(&tags);
            if tags != stored_tags(&present) {
                fields.push(("tags", opt_text(tags.as_deref())));
                hold |= held::TAGS;
            }
        }
        if let Some(off) = edit.off_reports
            && whole(now, OFF_REPORTS) != Some(i64::from(off))
        {
            fields.push(("off_reports", flag(off)));
        }
        if hold != before {
            fields.push(("held", int(hold)));
        }
        Ok(fields)
    }
}

/// Whether a row is made of parts, which say what it is filed under.
fn keeps_category(now: &Image) -> bool {
    let details = words(now, DETAILS);
    details.is_some()
        && !pieces(
            details,
            whole(now, MINOR).unwrap_or_default(),
            whole(now, CATEGORY),
            whole(now, TRANSFER).is_some(),
        )
        .is_empty()
}

fn whole(image: &Image, place: usize) -> Option<i64> {
    match image.get(place) {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    }
}

fn words(image: &Image, place: usize) -> Option<&str> {
    match image.get(place) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

impl View<'_> {
    /// The numbers of all rows that a filter matches, newest first.
    pub fn matching(&self, filter: &TransactionFilter) -> Result<Vec<TransactionId>> {
        // SQL knows no larger number of rows.
        let most = i64::MAX as usize;
        let keys = self.page_keys(filter, None, most)?;
        Ok(keys.into_iter().map(|key| TransactionId(key.id)).collect())
    }

    /// What a change of rows would do: how many would change, and the first of them before and after.
    pub fn preview_many(
        &self,
        ids: &[TransactionId],
        edit: &ManyEdit,
        sample: usize,
    ) -> Result<ManyPreview> {
        let plan = self.plan(edit)?;
        let mut found = ManyPreview::default();
        for id in ids {
            let now = self.present(*id)?;
            found.split += u64::from(edit.category.is_some() && keeps_category(&now));
            let fields = plan.fields(id.0, &now)?;
            if fields.is_empty() {
                continue;
            }
            found.changing += 1;
            if found.sample.len() < sample {
                let columns = Table::Transactions.columns();
                let fields = columns
                    .iter()
                    .zip(&now)
                    .filter_map(|(column, before)| {
                        let (_, after) = fields.iter().find(|(name, _)| *name == column.name)?;
                        let before = to_json(before);
                        Some((column.name, before, to_json(after)))
                    })
                    .collect();
                found.sample.push(ManyRow {
                    row: self.transaction(*id)?,
                    fields,
                });
            }
        }
        Ok(found)
    }

    fn present(&self, id: TransactionId) -> Result<Image> {
        image(self.db, Table::Transactions, id.0)?.ok_or(Error::NotFound {
            what: "transaction",
            id: id.0,
        })
    }

    fn plan<'e>(&self, edit: &'e ManyEdit) -> Result<Plan<'e>> {
        let mut shown_so = HashSet::new();
        if let Some(payee) = edit.payee.as_deref().map(str::trim) {
            if payee.is_empty() {
                return Err(Error::Refused { rule: "empty_name" });
            }
            let mut statement = self.db.prepare_cached(
                "SELECT name FROM payees WHERE display IS NOT NULL AND display = ?1",
            )?;
            let names = statement.query_map([payee], |row| row.get(0))?;
            shown_so = names.collect::<rusqlite::Result<_>>()?;
        }
        Ok(Plan { edit, shown_so })
    }
}

impl Writing<'_> {
    /// Changes many rows by the person's hand; answers those that changed. Each category chosen is learned for its payee.
    pub fn edit_many(
        &mut self,
        ids: &[TransactionId],
        edit: &ManyEdit,
    ) -> Result<Vec<TransactionId>> {
        if let Some(Some(category)) = edit.category {
            self.check_category(category)?;
        }
        let plan = self.plan(edit)?;
        let mut learned: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        let mut changed = Vec::new();
        for id in ids {
            let now = self.present(*id)?;
            let fields = plan.fields(id.0, &now)?;
            if fields.is_empty() {
                continue;
            }
            let said = |name| fields.iter().find(|(field, _)| *field == name);
            if let Some((_, Value::Integer(category))) = said("category_id") {
                let payee = match said("payee") {
                    Some((_, Value::Text(payee))) => payee.as_str(),
                    _ => words(&now, PAYEE).unwrap_or_default(),
                };
                if !learned.contains_key(payee) {
                    learned.insert(payee.to_owned(), BTreeSet::new());
                }
                if let Some(categories) = learned.get_mut(payee) {
                    categories.insert(*category);
                }
            }
            if self.update_from(Table::Transactions, id.0, now, &fields)? {
                changed.push(*id);
            }
        }
        for (payee, categories) in learned {
            // Rows of one payee confirmed as different things teach nothing about the next.
            if let (Some(category), 1) = (categories.first(), categories.len()) {
                let payee = self.intern_payee(&payee)?.id;
                self.learn(payee, CategoryId(*category))?;
            }
        }
        Ok(changed)
    }
}
