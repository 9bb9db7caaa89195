//! Kept sums: what they are changed by within a batch, and how they are written.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use crate::days::month_of;
use crate::parts::{Piece, pieces};
use crate::{Error, Result};

/// What a transaction is to the sums.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub account: i64,
    pub day: i32,
    pub minor: i64,
    pub category: Option<i64>,
    pub status: u8,
    pub deleted: u8,
    /// Left out by its source, or told by a ruling one as well.
    pub excluded: bool,
    pub off_reports: bool,
    /// What a split row counts as in place of the whole: amounts and categories, which come to the row. Empty for others.
    pub parts: Vec<(i64, Option<i64>)>,
}

/// Category numbers of rows without a category, by their direction.
pub(crate) const CAME_IN: i64 = -1;
pub(crate) const WENT_OUT: i64 = 0;

pub(crate) const PENDING: u8 = 0;
pub(crate) const VOID: u8 = 3;

impl Counted {
    /// The bucket it is summed in; none when it counts nowhere.
    pub(crate) fn bucket(&self) -> Option<u8> {
        if self.deleted != 0 || self.excluded || self.status == VOID {
            return None;
        }
        let pending = u8::from(self.status == PENDING);
        Some(pending * 2 + u8::from(self.off_reports))
    }

    /// What it adds to each category it is summed under, each once.
    fn shares(&self) -> Vec<(i64, i128)> {
        let key = |category: Option<i64>, minor: i64| {
            category.unwrap_or(if minor > 0 { CAME_IN } else { WENT_OUT })
        };
        if self.parts.is_empty() {
            return vec![(key(self.category, self.minor), i128::from(self.minor))];
        }
        let mut shares: Vec<(i64, i128)> = Vec::with_capacity(self.parts.len());
        for (minor, category) in &self.parts {
            let category = key(*category, *minor);
            match shares.iter_mut().find(|(known, _)| *known == category) {
                Some((_, sum)) => *sum += i128::from(*minor),
                None => shares.push((category, i128::from(*minor))),
            }
        }
        shares
    }
}

/// Pieces as the sums take them.
pub(crate) fn summed(pieces: Vec<Piece>) -> Vec<(i64, Option<i64>)> {
    pieces
        .into_iter()
        .map(|piece| (piece.minor, piece.category))
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TotalKey {
    pub account: i64,
    pub month: i32,
    pub category: i64,
    pub bucket: u8,
}

/// A day's sum of an account: booked or pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DayKey {
    pub account: i64,
    pub day: i32,
    pub pending: bool,
}

/// A month's sum of an account: booked or pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct MonthKey {
    pub account: i64,
    pub month: i32,
    pub pending: bool,
}

/// Minor units and rows.
pub(crate) type Sum = (i128, i64);

/// Differences gathered in memory, written once at the end of a batch.
#[derive(Default)]
pub(crate) struct Deltas {
    by_key: HashMap<TotalKey, Sum>,
    by_day: HashMap<DayKey, Sum>,
}

impl Deltas {
    pub(crate) fn add(&mut self, row: &Counted) -> Result<()> {
        self.shift(row, 1)
    }

    pub(crate) fn remove(&mut self, row: &Counted) -> Result<()> {
        self.shift(row, -1)
    }

    /// Accounts whose sums of some day differ.
    pub(crate) fn accounts(&self) -> std::collections::BTreeSet<i64> {
        self.by_day
            .iter()
            .filter(|(_, sum)| **sum != (0, 0))
            .map(|(key, _)| key.account)
            .collect()
    }

    fn shift(&mut self, row: &Counted, sign: i64) -> Result<()> {
        let Some(bucket) = row.bucket() else {
            return Ok(());
        };
        let month = month_of(row.day)?;
        for (category, minor) in row.shares() {
            let key = TotalKey {
                account: row.account,
                month,
                category,
                bucket,
            };
            let sum = self.by_key.entry(key).or_default();
            sum.0 += minor * i128::from(sign);
            sum.1 += sign;
        }
        let day = DayKey {
            account: row.account,
            day: row.day,
            pending: bucket >= 2,
        };
        let sum = self.by_day.entry(day).or_default();
        sum.0 += i128::from(row.minor) * i128::from(sign);
        sum.1 += sign;
        Ok(())
    }

    /// Writes the differences and forgets them.
    pub(crate) fn flush(&mut self, db: &Connection) -> Result<()> {
        self.flush_categories(db)?;
        self.flush_months(db)?;
        self.flush_days(db)
    }

    fn flush_categories(&mut self, db: &Connection) -> Result<()> {
        let mut put = db.prepare_cached(
            "INSERT INTO totals (account_id, month, category_id, bucket, minor, count) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET minor = minor + excluded.minor, count = count + excluded.count",
        )?;
        let mut prune = db.prepare_cached(
            "DELETE FROM totals WHERE account_id = ?1 AND month = ?2 AND category_id = ?3 AND bucket = ?4
             AND count = 0 AND minor = 0",
        )?;
        for (key, (minor, count)) in in_order(&mut self.by_key) {
            let minor = i64::try_from(minor).map_err(|_| Error::Overflow)?;
            put.execute(params![
                key.account,
                key.month,
                key.category,
                key.bucket,
                minor,
                count
            ])
            .map_err(overflow)?;
            if count < 0 {
                prune.execute(params![key.account, key.month, key.category, key.bucket])?;
            }
        }
        Ok(())
    }

    fn flush_months(&self, db: &Connection) -> Result<()> {
        let mut put = db.prepare_cached(
            "INSERT INTO month_totals (account_id, month, pending, minor, count) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET minor = minor + excluded.minor, count = count + excluded.count",
        )?;
        let mut prune = db.prepare_cached(
            "DELETE FROM month_totals WHERE account_id = ?1 AND month = ?2 AND pending = ?3 AND count = 0 AND minor = 0",
        )?;
        for (key, (minor, count)) in in_order(&mut by_month(&self.by_day)?) {
            let minor = i64::try_from(minor).map_err(|_| Error::Overflow)?;
            put.execute(params![key.account, key.month, key.pending, minor, count])
                .map_err(overflow)?;
            if count < 0 {
                prune.execute(params![key.account, key.month, key.pending])?;
            }
        }
        Ok(())
    }

    fn flush_days(&mut self, db: &Connection) -> Result<()> {
        let mut put = db.prepare_cached(
            "INSERT INTO day_totals (account_id, day, pending, minor, count) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET minor = minor + excluded.minor, count = count + excluded.count",
        )?;
        let mut prune = db.prepare_cached(
            "DELETE FROM day_totals WHERE account_id = ?1 AND day = ?2 AND pending = ?3 AND count = 0 AND minor = 0",
        )?;
        for (key, (minor, count)) in in_order(&mut self.by_day) {
            let minor = i64::try_from(minor).map_err(|_| Error::Overflow)?;
            put.execute(params![key.account, key.day, key.pending, minor, count])
                .map_err(overflow)?;
            if count < 0 {
                prune.execute(params![key.account, key.day, key.pending])?;
            }
        }
        Ok(())
    }
}

/// The sums of days by month.
pub(crate) fn by_month(by_day: &HashMap<DayKey, Sum>) -> Result<HashMap<MonthKey, Sum>> {
    let mut months: HashMap<MonthKey, Sum> = HashMap::new();
    for (day, (minor, count)) in by_day {
        let key = MonthKey {
            account: day.account,
            month: month_of(day.day)?,
            pending: day.pending,
        };
        let sum = months.entry(key).or_default();
        sum.0 += minor;
        sum.1 += count;
    }
    Ok(months)
}

/// Takes out the differences that are some, in the order of their table.
fn in_order<K: Ord + Copy>(sums: &mut HashMap<K, Sum>) -> Vec<(K, Sum)> {
    let mut deltas: Vec<_> = sums
        .drain()
        .filter(|(_, (minor, count))| *minor != 0 || *count != 0)
        .collect();
    deltas.sort_unstable_by_key(|(key, _)| *key);
    deltas
}

/// SQLite turns an integer sum that does not fit into a float, which a STRICT column refuses.
fn overflow(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => Error::Overflow,
        _ => Error::from(error),
    }
}

/// The sums as a recount of every row gives them: by month and category, and by day.
pub(crate) fn recount(db: &Connection) -> Result<(HashMap<TotalKey, Sum>, HashMap<DayKey, Sum>)> {
    let mut deltas = Deltas::default();
    let mut rows = db.prepare(
        "SELECT account_id, day, minor, category_id, status, deleted, excluded OR mirror IS NOT NULL,
         off_reports, CASE WHEN instr(details, '\"parts\"') > 0 THEN details END, transfer_id IS NOT NULL FROM transactions",
    )?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (minor, category) = (row.get(2)?, row.get(3)?);
        let details = row.get_ref(8)?.as_str_or_null().unwrap_or(None);
        deltas.add(&Counted {
            account: row.get(0)?,
            day: row.get(1)?,
            minor,
            category,
            status: row.get(4)?,
            deleted: row.get(5)?,
            excluded: row.get(6)?,
            off_reports: row.get(7)?,
            parts: summed(pieces(details, minor, category, row.get(9)?)),
        })?;
    }
    Ok((deltas.by_key, deltas.by_day))
}
