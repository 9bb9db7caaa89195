//! All transactions of a filter, oldest first, one by one: for what goes through the whole book and holds none of it.

use chrono::NaiveDate;
use domain::ids::{AccountId, BatchId, TransactionId};
use money::{Currency, Money};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::filter::words;
use super::read::{COLUMN_COUNT, COLUMNS, read};
use super::{PageKey, Transaction, TransactionFilter};
use crate::days::{date_of, day_of};
use crate::door::Table;
use crate::{Error, Result, View};

/// A transaction with what stands across it.
#[derive(Debug, Clone, PartialEq)]
pub struct WholeRow {
    /// The transaction.
    pub row: Transaction,
    /// Whether it is part of its account's balance.
    pub counted: bool,
    /// The other leg of a transfer.
    pub other: Option<OtherLeg>,
}

/// The other leg of a transfer.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherLeg {
    /// Its number.
    pub id: TransactionId,
    /// Its account.
    pub account: AccountId,
    /// Name of its account.
    pub account_name: String,
    /// Its booking date.
    pub date: NaiveDate,
    /// Its amount.
    pub amount: Money,
    /// Its payee.
    pub payee: String,
    /// Its note.
    pub note: String,
    /// Whether it is part of its account's balance.
    pub counted: bool,
}

/// Rows of a page while keys are gathered.
const PAGE: usize = 10_000;

/// Whether `row` is part of the balance of its `account`.
fn counted(row: &str, account: &str) -> String {
    format!(
        "{row}.deleted = 0 AND {row}.excluded = 0 AND {row}.mirror IS NULL AND {row}.status <> 3
         AND ({row}.status <> 0 OR {account}.pending_in_balance)"
    )
}

/// The order of the tables is the one written: the first index gives the order of days, and nothing is sorted.
fn select(index: &str, rest: &str) -> String {
    let (own, other) = (counted("t", "a"), counted("x", "xa"));
    format!(
        "SELECT {COLUMNS}, {own}, x.id, x.account_id, xa.name, x.day, x.minor, xa.currency, ifnull(xp.display, xp.name),
         xn.text, {other}
         FROM transactions t {index} CROSS JOIN payees p ON p.id = t.payee_id CROSS JOIN accounts a ON a.id = t.account_id
         LEFT JOIN texts d ON d.id = t.description_id LEFT JOIN texts n ON n.id = t.note_id
         LEFT JOIN transactions x ON x.id = t.transfer_id LEFT JOIN accounts xa ON xa.id = x.account_id
         LEFT JOIN payees xp ON xp.id = x.payee_id LEFT JOIN texts xn ON xn.id = x.note_id
         WHERE {rest}"
    )
}

fn whole(row: &Row<'_>) -> Result<WholeRow> {
    let own = read(row)?;
    let at = |place: usize| COLUMN_COUNT + place;
    let other = match row.get::<_, Option<i64>>(at(1))? {
        None => None,
        Some(id) => {
            let code: String = row.get(at(6))?;
            let currency = Currency::parse(&code).map_err(|_| Error::Corrupt {
                table: "accounts",
                row: id,
            })?;
            Some(OtherLeg {
                id: TransactionId(id),
                account: AccountId(row.get(at(2))?),
                account_name: row.get(at(3))?,
                date: date_of(row.get(at(4))?)?,
                amount: Money::new(row.get(at(5))?, currency),
                payee: row.get(at(7))?,
                note: row.get::<_, Option<String>>(at(8))?.unwrap_or_default(),
                counted: row.get(at(9))?,
            })
        }
    };
    Ok(WholeRow {
        row: own,
        counted: row.get(at(0))?,
        other,
    })
}

impl View<'_> {
    /// Gives every transaction of a filter to `visit`, by day and number; it says whether to go on. With `since` only rows
    /// that a later batch of the journal added, changed or took away.
    pub fn each_whole_row(
        &self,
        filter: &TransactionFilter,
        since: Option<BatchId>,
        visit: &mut dyn FnMut(WholeRow) -> Result<bool>,
    ) -> Result<()> {
        let mut conditions = self.conditions(filter)?;
        if let Some(since) = since {
            conditions.sql.push_str(
                " AND (t.id IN (SELECT row_id FROM changes WHERE entity = ? AND batch_id > ?)
                 OR EXISTS (SELECT 1 FROM ranges g WHERE g.batch_id > ? AND t.id BETWEEN g.first_id AND g.last_id))",
            );
            conditions.values.extend([
                Value::Integer(Table::Transactions.number()),
                Value::Integer(since.0),
                Value::Integer(since.0),
            ]);
        }
        if !words(filter).is_empty() {
            return self.each_by_key(filter, since, visit);
        }
        let sql = select(
            conditions.index,
            &format!("{} ORDER BY t.day, t.id", conditions.sql),
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(conditions.values))?;
        while let Some(row) = rows.next()? {
            if !visit(whole(row)?)? {
                break;
            }
        }
        Ok(())
    }

    /// What a search finds is found newest first; its keys are turned round.
    fn each_by_key(
        &self,
        filter: &TransactionFilter,
        since: Option<BatchId>,
        visit: &mut dyn FnMut(WholeRow) -> Result<bool>,
    ) -> Result<()> {
        let mut keys: Vec<PageKey> = Vec::new();
        loop {
            let page = self.page_keys(filter, keys.last().copied(), PAGE)?;
            let end = page.len() < PAGE;
            keys.extend(page);
            if end {
                break;
            }
        }
        let changed = "(t.id IN (SELECT row_id FROM changes WHERE entity = ?2 AND batch_id > ?3)
             OR EXISTS (SELECT 1 FROM ranges g WHERE g.batch_id > ?3 AND t.id BETWEEN g.first_id AND g.last_id))";
        let sql = select("", &format!("t.id = ?1 AND (?3 IS NULL OR {changed})"));
        let mut statement = self.db.prepare_cached(&sql)?;
        for key in keys.into_iter().rev() {
            let mut rows = statement.query(rusqlite::params![
                key.id,
                Table::Transactions.number(),
                since.map(|batch| batch.0)
            ])?;
            if let Some(row) = rows.next()?
                && !visit(whole(row)?)?
            {
                break;
            }
        }
        Ok(())
    }

    /// The newest batch of the journal: a place to go on from with [`View::each_whole_row`]. None in an empty book.
    pub fn newest_batch(&self) -> Result<Option<BatchId>> {
        let newest: Option<i64> = self
            .db
            .prepare_cached("SELECT max(id) FROM batches")?
            .query_row([], |row| row.get(0))?;
        Ok(newest.map(BatchId))
    }

    /// What an account's opening and counted rows come to at the end of a day, whatever is stated of it.
    pub fn ledger_balance(&self, account: AccountId, day: NaiveDate) -> Result<Money> {
        let currency = self.currency_of(account)?;
        let (opening, with_pending): (i64, bool) = self
            .db
            .prepare_cached("SELECT opening_minor, pending_in_balance FROM accounts WHERE id = ?1")?
            .query_row([account.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let sum = i128::from(opening) + self.counted_until(account.0, day_of(day), with_pending)?;
        i64::try_from(sum)
            .map(|minor| Money::new(minor, currency))
            .map_err(|_| Error::Overflow)
    }
}
