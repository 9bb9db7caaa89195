//! Statements that rows were held against: what is settled, what is open, and the first day on which a stated balance and the
//! book's own part.
//!
//! A row that a statement settled is `reconciled`, which is the person's word: no source changes it back. Each statement is a
//! document of the book, so that an undo of the batch takes both back.

use chrono::NaiveDate;
use domain::ids::{AccountId, TransactionId};
use domain::transaction::TransactionStatus;
use money::Money;
use rusqlite::params;
use serde_json::json;

use crate::accounts::same_currency;
use crate::days::day_of;
use crate::door::{Table, int};
use crate::transactions::{held, status_number};
use crate::{BalanceCheck, Error, Result, Transaction, View, Writing};

/// Documents of statements that were reconciled.
const STATEMENTS: &str = "reconciled";
/// Open rows of a sheet at most.
const MOST: usize = 5_000;

/// A statement that was reconciled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// Its day.
    pub date: NaiveDate,
    /// What it said.
    pub balance: Money,
}

/// What there is to reconcile.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// What the rows that earlier statements settled come to, with what the account opened with.
    pub settled: Money,
    /// Booked rows that no statement has settled, oldest first.
    pub open: Vec<Transaction>,
    /// The newest statement reconciled so far.
    pub last: Option<Reconciled>,
}

/// Where stated balances and the book's own part.
#[derive(Debug, Clone, PartialEq)]
pub struct Divergence {
    /// The newest day before it on which they agree; none when they never did.
    pub agreed: Option<NaiveDate>,
    /// The first day on which they do not.
    pub first: BalanceCheck,
    /// Rows booked after the one day up to the other, oldest first.
    pub rows: Vec<Transaction>,
    /// Rows that do not count on the day and lie between the two or shortly after: pending, deleted, left out, or booked
    /// later. Oldest first.
    pub uncounted: Vec<Transaction>,
}

/// Days after a stated balance in which a row that it counts may be booked here.
const SOON: i32 = 5;

impl View<'_> {
    /// What there is to reconcile with a statement of a day.
    pub fn reconcile_sheet(&self, account: AccountId, until: NaiveDate) -> Result<Sheet> {
        let currency = self.currency_of(account)?;
        let sum: i64 = self
            .db
            .prepare_cached(
                "SELECT (SELECT opening_minor FROM accounts WHERE id = ?1) + ifnull(sum(minor), 0) FROM transactions
                 WHERE account_id = ?1 AND status = 2 AND deleted = 0 AND excluded = 0 AND mirror IS NULL",
            )?
            .query_row([account.0], |row| row.get(0))?;
        Ok(Sheet {
            settled: Money::new(sum, currency),
            open: self.booked_rows(account, None, until, true)?,
            last: self.statements(account)?.pop(),
        })
    }

    /// Statements that were reconciled, oldest first.
    pub fn statements(&self, account: AccountId) -> Result<Vec<Reconciled>> {
        let currency = self.currency_of(account)?;
        let mut found = Vec::new();
        for (key, body) in self.documents(STATEMENTS)? {
            let Some((owner, date)) = key.split_once('/') else {
                continue;
            };
            let minor = serde_json::from_str::<serde_json::Value>(&body)
                .ok()
                .and_then(|body| body.get("minor")?.as_i64());
            if let (true, Ok(date), Some(minor)) =
                (owner == account.to_string(), date.parse(), minor)
            {
                found.push(Reconciled {
                    date,
                    balance: Money::new(minor, currency),
                });
            }
        }
        found.sort_by_key(|one| one.date);
        Ok(found)
    }

    /// Whether a statement settled one of these rows.
    pub fn any_reconciled(&self, ids: &[TransactionId]) -> Result<bool> {
        let mut statement = self
            .db
            .prepare_cached("SELECT status = 2 AND deleted = 0 FROM transactions WHERE id = ?1")?;
        for id in ids {
            let mut rows = statement.query([id.0])?;
            if let Some(row) = rows.next()?
                && row.get(0)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The first day on which a stated balance and the book's own part for good; none when the newest ones agree.
    pub fn divergence(&self, account: AccountId) -> Result<Option<Divergence>> {
        let mut agreed = None;
        let mut first = None;
        for check in self.balance_checks(account)? {
            // Newest first: the run of days that differ ends at the newest day that agrees.
            if check.stated == check.computed {
                agreed = Some(check.date);
                break;
            }
            first = Some(check);
        }
        let Some(first) = first else {
            return Ok(None);
        };
        let rows = self.booked_rows(account, agreed, first.date, false)?;
        Ok(Some(Divergence {
            agreed,
            uncounted: self.uncounted_rows(account, agreed, first.date)?,
            first,
            rows,
        }))
    }

    /// Rows near a day that its balance does not count. Rows that were merged into another stand behind one that is here.
    fn uncounted_rows(
        &self,
        account: AccountId,
        after: Option<NaiveDate>,
        day: NaiveDate,
    ) -> Result<Vec<Transaction>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id FROM transactions INDEXED BY transactions_by_account
             WHERE account_id = ?1 AND day > ?2 AND day <= ?3 AND merged_into IS NULL AND deleted <> 7
             AND (day > ?4 OR deleted <> 0 OR status IN (0, 3) OR excluded = 1 OR mirror IS NOT NULL)
             ORDER BY day DESC, id DESC LIMIT ?5",
        )?;
        let after = after.map_or(i32::MIN, day_of);
        let day = day_of(day);
        let ids = statement
            .query_map(
                params![account.0, after, day + SOON, day, MOST as i64],
                |row| row.get(0),
            )?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        ids.into_iter()
            .rev()
            .map(|id| self.transaction(TransactionId(id)))
            .collect()
    }

    /// Booked rows of an account that count, oldest first.
    fn booked_rows(
        &self,
        account: AccountId,
        after: Option<NaiveDate>,
        until: NaiveDate,
        only_open: bool,
    ) -> Result<Vec<Transaction>> {
        let status = if only_open { "= 1" } else { "IN (1, 2)" };
        let ids: Vec<i64> = {
            let mut statement = self.db.prepare_cached(&format!(
                "SELECT id FROM transactions INDEXED BY transactions_by_account
                 WHERE account_id = ?1 AND day > ?2 AND day <= ?3 AND status {status} AND deleted = 0 AND excluded = 0
                 AND mirror IS NULL ORDER BY day DESC, id DESC LIMIT ?4"
            ))?;
            let after = after.map_or(i32::MIN, day_of);
            let rows = statement.query_map(
                params![account.0, after, day_of(until), MOST as i64],
                |row| row.get(0),
            )?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        ids.into_iter()
            .rev()
            .map(|id| self.transaction(TransactionId(id)))
            .collect()
    }
}

impl Writing<'_> {
    /// Settles rows by a statement: with what was settled before they have to come to its balance. Answers how many rows it
    /// settled.
    pub fn reconcile(
        &mut self,
        account: AccountId,
        date: NaiveDate,
        balance: Money,
        ids: &[TransactionId],
    ) -> Result<u64> {
        let sheet = self.reconcile_sheet(account, date)?;
        same_currency(Some(balance), sheet.settled.currency)?;
        let mut sum = i128::from(sheet.settled.minor);
        let mut seen = std::collections::BTreeSet::new();
        for id in ids {
            let row = sheet.open.iter().find(|row| row.id == *id);
            let row = row.filter(|_| seen.insert(*id)).ok_or(Error::Refused {
                rule: "not_on_statement",
            })?;
            sum += i128::from(row.amount.minor);
        }
        if sum != i128::from(balance.minor) {
            return Err(Error::Refused {
                rule: "statement_differs",
            });
        }
        let status = status_number(TransactionStatus::Reconciled);
        for id in ids {
            let hold: i64 = self
                .db
                .prepare_cached("SELECT held FROM transactions WHERE id = ?1")?
                .query_row([id.0], |row| row.get(0))?;
            let fields = [("status", int(status)), ("held", int(hold | held::STATUS))];
            self.update(Table::Transactions, id.0, &fields)?;
        }
        let key = format!("{account}/{date}");
        let body = json!({"minor": balance.minor, "rows": ids.len()}).to_string();
        self.put_document(STATEMENTS, &key, Some(&body))?;
        Ok(ids.len() as u64)
    }
}
