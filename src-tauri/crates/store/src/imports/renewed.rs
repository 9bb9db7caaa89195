//! Banks that give every row a new id with each download.
//!
//! An id that is not known is a new payment, unless the ids are shown to be worth nothing: the file overlaps with rows that
//! came from earlier files, not one id of it is known, and day by day the overlap holds the same rows. Then a row of the
//! same day, amount and words is the same payment. Days on which one of the two downloads began or ended may be partial, so
//! there the shorter list only has to be contained in the longer one. Equal rows of one file stay as many as they are.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::feed::FeedTransaction;
use domain::ids::AccountId;
use rusqlite::params;

use crate::days::day_of;
use crate::text::fold;
use crate::transactions::held;
use crate::{Result, View};

/// Fewer equal rows than these, or on fewer days, may be chance.
const ROWS: usize = 3;
const DAYS: usize = 2;

/// What a file shows of its ids while it is read.
#[derive(Default)]
pub(super) struct Renewal {
    /// First and last day of rows with an id.
    span: Option<(i32, i32)>,
    /// An id of an earlier file was met: ids last.
    known: bool,
    /// Rows without a counterpart, by day.
    strangers: BTreeMap<i32, usize>,
}

impl Renewal {
    /// A row with an id of its own; `known` when the book had the id before the file.
    pub(super) fn met(&mut self, row: &FeedTransaction, known: bool) {
        let day = day_of(row.date);
        self.known |= known;
        self.span = Some(
            self.span
                .map_or((day, day), |(first, last)| (first.min(day), last.max(day))),
        );
    }

    /// A row that nothing in the book is like.
    pub(super) fn stranger(&mut self, day: i32) {
        *self.strangers.entry(day).or_default() += 1;
    }

    /// Whether the ids may still turn out to be renewed.
    pub(super) const fn is_open(&self) -> bool {
        !self.known
    }

    /// For each of the rows with an unknown id that resemble one of the book: the row it is, if the ids are renewed; empty
    /// if they are not. Places are those in `rows`.
    pub(super) fn judge(
        &self,
        view: &View<'_>,
        account: AccountId,
        last_before: i64,
        rows: &[(usize, &FeedTransaction)],
    ) -> Result<HashMap<usize, i64>> {
        let Some((file_first, file_last)) = self.span.filter(|_| self.is_open()) else {
            return Ok(HashMap::new());
        };
        if rows.len() < ROWS {
            return Ok(HashMap::new());
        }
        let there = booked_days(view, account, last_before)?;
        let (Some(book_first), Some(book_last)) = (
            there.first_key_value().map(|(day, _)| *day),
            there.last_key_value().map(|(day, _)| *day),
        ) else {
            return Ok(HashMap::new());
        };
        let overlap = file_first.max(book_first)..=file_last.min(book_last);
        let mut surplus = self.strangers.clone();
        let mut matched: BTreeMap<i32, usize> = BTreeMap::new();
        let mut taken = HashSet::new();
        let mut same = HashMap::new();
        for (place, row) in rows {
            let day = day_of(row.date);
            match counterpart(view, account, last_before, row, &taken)? {
                Some(id) => {
                    taken.insert(id);
                    same.insert(*place, id);
                    *matched.entry(day).or_default() += 1;
                }
                None => *surplus.entry(day).or_default() += 1,
            }
        }
        // More of a day in the file than in the book: only where the earlier download may have cut the day.
        let more = surplus
            .range(overlap.clone())
            .all(|(day, _)| *day == book_first || *day == book_last);
        // More of a day in the book than in the file: only where this download may have cut the day.
        let fewer = there.range(overlap).all(|(day, count)| {
            matched.get(day) == Some(count) || *day == file_first || *day == file_last
        });
        let enough = same.len() >= ROWS && matched.len() >= DAYS;
        Ok(if more && fewer && enough {
            same
        } else {
            HashMap::new()
        })
    }
}

/// Rows with an id of a file, by day.
fn booked_days(
    view: &View<'_>,
    account: AccountId,
    last_before: i64,
) -> Result<BTreeMap<i32, usize>> {
    let mut statement = view.db.prepare_cached(
        "SELECT day, count(*) FROM transactions INDEXED BY transactions_by_account
         WHERE account_id = ?1 AND external_id IS NOT NULL AND deleted <> 7 AND id <= ?2 GROUP BY day",
    )?;
    let days = statement.query_map([account.0, last_before], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs() as usize))
    })?;
    Ok(days.collect::<rusqlite::Result<_>>()?)
}

/// A free row of an earlier file with the same day, amount and words; the person may have renamed its payee.
fn counterpart(
    view: &View<'_>,
    account: AccountId,
    last_before: i64,
    row: &FeedTransaction,
    taken: &HashSet<i64>,
) -> Result<Option<i64>> {
    let mut statement = view.db.prepare_cached(
        "SELECT t.id FROM transactions t INDEXED BY transactions_by_account
         JOIN payees p ON p.id = t.payee_id LEFT JOIN texts x ON x.id = t.description_id
         WHERE t.account_id = ?1 AND t.day = ?2 AND t.minor = ?3 AND t.external_id IS NOT NULL AND t.deleted <> 7
         AND t.id <= ?4 AND (p.folded = ?5 OR t.held & ?7 <> 0) AND ifnull(x.folded, '') = ?6
         ORDER BY p.folded <> ?5, t.id",
    )?;
    let mut rows = statement.query(params![
        account.0,
        day_of(row.date),
        row.amount.minor,
        last_before,
        fold(&row.payee),
        fold(&row.description),
        held::PAYEE
    ])?;
    while let Some(found) = rows.next()? {
        let id = found.get(0)?;
        if !taken.contains(&id) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}
