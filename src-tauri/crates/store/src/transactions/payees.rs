//! Payees as people know them: texts of banks under one name, what they come to, and the names given to them.

use chrono::NaiveDate;
use domain::ids::{AccountId, CategoryId, PayeeId, TransactionId};
use money::{Currency, Money};
use rusqlite::params;
use std::collections::HashMap;

use super::Payee;
use crate::days::date_of;
use crate::door::{Table, opt_text};
use crate::totals::VOID;
use crate::{Error, Result, View, Writing};

/// What the rows of one text of a bank come to in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeTally {
    /// The text.
    pub payee: PayeeId,
    /// Sum of the rows that count.
    pub sum: Money,
    /// Rows, those that count nowhere included, as lists show them.
    pub count: u64,
    /// Of them, legs of transfers between own accounts.
    pub transfers: u64,
    /// Booking date of the oldest.
    pub first: NaiveDate,
    /// Booking date of the newest.
    pub last: NaiveDate,
}

/// A row of a payee in the few fields that its page is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeRow {
    /// Its number.
    pub id: TransactionId,
    /// The text it came with.
    pub payee: PayeeId,
    /// Its account.
    pub account: AccountId,
    /// Booking date.
    pub date: NaiveDate,
    /// Amount in the account's currency.
    pub amount: Money,
    /// Its category.
    pub category: Option<CategoryId>,
    /// Whether it counts in balances.
    pub counted: bool,
}

/// A row as lists show it once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed {
    pub payee: i64,
    pub account: i64,
    pub day: i32,
    pub minor: i64,
    pub counted: bool,
    pub transfer: bool,
}

struct Sum {
    minor: i128,
    count: u64,
    transfers: u64,
    days: (i32, i32),
}

impl View<'_> {
    /// What every payee's rows come to, by currency, in no order.
    pub fn payee_tallies(&self) -> Result<Vec<PayeeTally>> {
        let currencies = self.currencies()?;
        let mut sums: HashMap<(i64, Currency), Sum> = HashMap::new();
        let mut add = |row: Listed| {
            let Some(currency) = currencies.get(&row.account) else {
                return;
            };
            let sum = sums.entry((row.payee, *currency)).or_insert(Sum {
                minor: 0,
                count: 0,
                transfers: 0,
                days: (row.day, row.day),
            });
            sum.count += 1;
            sum.transfers += u64::from(row.transfer);
            sum.days = (sum.days.0.min(row.day), sum.days.1.max(row.day));
            if row.counted {
                sum.minor += i128::from(row.minor);
            }
        };
        if let Some(index) = self.current()? {
            index.each_listed(&mut add);
        } else {
            let mut statement = self.db.prepare_cached(
                "SELECT payee_id, account_id, day, minor, excluded OR mirror IS NOT NULL, status, transfer_id IS NOT NULL
                 FROM transactions
                 WHERE deleted = 0 AND (mirror IS NULL OR mirror = 0)",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                add(Listed {
                    payee: row.get(0)?,
                    account: row.get(1)?,
                    day: row.get(2)?,
                    minor: row.get(3)?,
                    counted: !row.get::<_, bool>(4)? && row.get::<_, u8>(5)? != VOID,
                    transfer: row.get(6)?,
                });
            }
        }
        sums.into_iter()
            .map(|((payee, currency), sum)| {
                Ok(PayeeTally {
                    payee: PayeeId(payee),
                    sum: Money::new(
                        i64::try_from(sum.minor).map_err(|_| Error::Overflow)?,
                        currency,
                    ),
                    count: sum.count,
                    transfers: sum.transfers,
                    first: date_of(sum.days.0)?,
                    last: date_of(sum.days.1)?,
                })
            })
            .collect()
    }

    /// The texts that are shown under exactly this name.
    pub fn payees_shown(&self, name: &str) -> Result<Vec<Payee>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, display, learned_category_id FROM payees WHERE display = ?1
             UNION ALL
             SELECT id, name, display, learned_category_id FROM payees WHERE name = ?1 AND display IS NULL",
        )?;
        let rows = statement.query_map([name], super::read::read_payee)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Texts that hold every one of these words, which are plain: small letters without accents.
    pub fn payees_with(&self, words: &[&str]) -> Result<Vec<Payee>> {
        let Some((longest, others)) = split_longest(words) else {
            return Ok(Vec::new());
        };
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, display, learned_category_id, folded FROM payees WHERE instr(folded, ?1) > 0",
        )?;
        let mut rows = statement.query([longest])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let folded: String = row.get(4)?;
            if others.iter().all(|word| folded.contains(word)) {
                found.push(super::read::read_payee(row)?);
            }
        }
        Ok(found)
    }

    /// The rows of payees as lists show them, newest first.
    pub fn payee_rows(&self, payees: &[PayeeId]) -> Result<Vec<PayeeRow>> {
        let currencies = self.currencies()?;
        let mut statement = self.db.prepare_cached(
            "SELECT id, account_id, day, minor, category_id, NOT excluded AND mirror IS NULL AND status <> 3
             FROM transactions INDEXED BY transactions_by_payee
             WHERE payee_id = ?1 AND deleted = 0 AND (mirror IS NULL OR mirror = 0)",
        )?;
        let mut found = Vec::new();
        for payee in payees {
            let mut rows = statement.query([payee.0])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                let account: i64 = row.get(1)?;
                let currency = currencies.get(&account).ok_or(Error::Corrupt {
                    table: "transactions",
                    row: id,
                })?;
                found.push(PayeeRow {
                    id: TransactionId(id),
                    payee: *payee,
                    account: AccountId(account),
                    date: date_of(row.get(2)?)?,
                    amount: Money::new(row.get(3)?, *currency),
                    category: row.get::<_, Option<i64>>(4)?.map(CategoryId),
                    counted: row.get(5)?,
                });
            }
        }
        found.sort_unstable_by_key(|row| std::cmp::Reverse((row.date, row.id)));
        Ok(found)
    }

    /// Texts without a name of the person's that rows after this one came with, from a source: what somebody typed is left.
    pub fn payees_delivered_after(&self, row: TransactionId) -> Result<Vec<Payee>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT p.id, p.name, p.display, p.learned_category_id
             FROM ranges r JOIN batches b ON b.id = r.batch_id
             JOIN transactions t ON t.id BETWEEN r.first_id AND r.last_id AND t.id > ?1
             JOIN payees p ON p.id = t.payee_id AND p.display IS NULL
             WHERE r.act = 0 AND r.last_id > ?1 AND b.kind IN ('sync', 'import') AND t.held & ?2 = 0",
        )?;
        let rows =
            statement.query_map(params![row.0, super::held::PAYEE], super::read::read_payee)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// The longest word, which the fewest texts hold, and the others.
fn split_longest<'w>(words: &[&'w str]) -> Option<(&'w str, Vec<&'w str>)> {
    let at = (0..words.len()).max_by_key(|at| words[*at].len())?;
    let others = words
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != at)
        .map(|(_, word)| *word)
        .collect();
    Some((words[at], others))
}

impl Writing<'_> {
    /// Shows texts under a name, or as they came; answers how many are shown differently now.
    pub fn name_payees(&mut self, payees: &[PayeeId], display: Option<&str>) -> Result<u64> {
        let display = display.map(str::trim).filter(|name| !name.is_empty());
        let mut changed = 0;
        for payee in payees {
            let fields = [("display", opt_text(display))];
            changed += u64::from(self.update(Table::Payees, payee.0, &fields)?);
        }
        Ok(changed)
    }
}
