//! Rows as reports count them: few fields, many rows.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::ids::{AccountId, CategoryId, PayeeId, TransactionId};
use money::Money;
use rusqlite::params;

use crate::days::{date_of, day_of};
use crate::totals::PENDING;
use crate::{Error, ReportScope, Result, View};

/// A row that a report counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// Its number.
    pub id: TransactionId,
    /// Its account.
    pub account: AccountId,
    /// Booking date.
    pub date: NaiveDate,
    /// Amount in the account's currency.
    pub amount: Money,
    /// Its payee.
    pub payee: PayeeId,
    /// Its category.
    pub category: Option<CategoryId>,
}

/// The same in numbers, before accounts and categories are looked at; category 0 is none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reported {
    pub id: i64,
    pub day: i32,
    pub minor: i64,
    pub account: i64,
    pub payee: i64,
    pub category: i64,
    pub pending: bool,
}

/// A range that holds at least this part of the book's days is read as it lies.
const WIDE: i64 = 4;

impl View<'_> {
    /// Gives every row that a report of these days counts, a split one once for each of its parts, in no order: not deleted, void or left out, told by no ruling
    /// source as well, of accounts within the scope, and no transfer, be it linked or by its category.
    pub fn each_fact(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        scope: &ReportScope,
        visit: &mut dyn FnMut(Fact),
    ) -> Result<()> {
        let accounts = self.scoped(scope)?;
        let moved = self.transfer_categories()?;
        let mut failed = None;
        let mut take = |row: Reported| {
            let Some(account) = accounts.get(&row.account).filter(|one| one.wanted) else {
                return;
            };
            if moved.contains(&row.category) || (row.pending && !scope.with_pending) {
                return;
            }
            match date_of(row.day) {
                Ok(date) => visit(Fact {
                    id: TransactionId(row.id),
                    account: AccountId(row.account),
                    date,
                    amount: Money::new(row.minor, account.currency),
                    payee: PayeeId(row.payee),
                    category: (row.category != 0).then_some(CategoryId(row.category)),
                }),
                Err(error) => failed = Some(error),
            }
        };
        let (first, last) = (day_of(from), day_of(to));
        match self.current()? {
            Some(index) => index.each_reported(first, last, &mut take),
            None => self.each_reported(first, last, &mut take)?,
        }
        failed.map_or(Ok(()), Err)
    }

    fn each_reported(&self, first: i32, last: i32, take: &mut dyn FnMut(Reported)) -> Result<()> {
        let days = i64::from(last) - i64::from(first);
        let wide = match self.span()? {
            Some((from, to)) => days.saturating_mul(WIDE) >= (to - from).num_days(),
            None => return Ok(()),
        };
        let index = if wide {
            "NOT INDEXED"
        } else {
            "INDEXED BY transactions_by_day"
        };
        // A split row gives each of its parts.
        let (minor, category, join) = if crate::parts::any(self.db)? {
            (
                "ifnull(z.minor, t.minor)",
                "CASE WHEN z.place IS NULL THEN t.category_id ELSE z.category_id END",
                "LEFT JOIN parts z ON z.transaction_id = t.id",
            )
        } else {
            ("t.minor", "t.category_id", "")
        };
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT t.id, t.day, {minor}, t.account_id, t.payee_id, ifnull({category}, 0), t.status
             FROM transactions t {index} {join}
             WHERE t.day BETWEEN ?1 AND ?2 AND t.deleted = 0 AND t.excluded = 0 AND t.mirror IS NULL AND t.off_reports = 0
             AND t.status <> 3 AND t.transfer_id IS NULL"
        ))?;
        let mut rows = statement.query(params![first, last])?;
        while let Some(row) = rows.next()? {
            take(Reported {
                id: row.get(0)?,
                day: row.get(1)?,
                minor: row.get(2)?,
                account: row.get(3)?,
                payee: row.get(4)?,
                category: row.get(5)?,
                pending: row.get::<_, u8>(6)? == PENDING,
            });
        }
        Ok(())
    }

    fn transfer_categories(&self) -> Result<HashSet<i64>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id FROM categories WHERE kind = 'transfer'")?;
        let ids = statement.query_map([], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The tags of rows in a range of days, by number; rows without tags are absent.
    pub fn tags_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<HashMap<TransactionId, Vec<String>>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, tags FROM transactions INDEXED BY transactions_tagged
             WHERE tags IS NOT NULL AND day BETWEEN ?1 AND ?2 AND deleted = 0",
        )?;
        let mut rows = statement.query(params![day_of(from), day_of(to)])?;
        let mut found = HashMap::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let json: String = row.get(1)?;
            let tags = serde_json::from_str(&json).map_err(|_| Error::Corrupt {
                table: "transactions",
                row: id,
            })?;
            found.insert(TransactionId(id), tags);
        }
        Ok(found)
    }

    /// The names of payees as shown.
    pub fn payee_names(
        &self,
        payees: impl IntoIterator<Item = PayeeId>,
    ) -> Result<HashMap<PayeeId, String>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT ifnull(display, name) FROM payees WHERE id = ?1")?;
        payees
            .into_iter()
            .map(|payee| Ok((payee, statement.query_row([payee.0], |row| row.get(0))?)))
            .collect()
    }
}
