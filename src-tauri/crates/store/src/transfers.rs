//! Finding the two legs of a transfer between own accounts.

use domain::feed::FeedTransaction;
use domain::ids::{AccountId, TransactionId};
use rusqlite::params;

use crate::days::day_of;
use crate::text::fold;
use crate::{Result, View, Writing};

/// Days that money may be on its way.
const DAYS: i32 = 4;

/// A row that may be one leg.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leg {
    pub id: i64,
    pub account: i64,
    pub day: i32,
    pub minor: i64,
}

impl View<'_> {
    /// The row that would become the other leg of a transfer if this one were added to an account: told by the same
    /// measure as when it is.
    pub fn other_leg(
        &self,
        account: AccountId,
        row: &FeedTransaction,
    ) -> Result<Option<TransactionId>> {
        let reads_so = row.is_transfer || crate::text::reads_like_transfer(&fold(&row.payee));
        let Some(opposite) = row.amount.minor.checked_neg().filter(|minor| *minor != 0) else {
            return Ok(None);
        };
        if !reads_so || row.excluded {
            return Ok(None);
        }
        let day = day_of(row.date);
        let mut statement = self.db.prepare_cached(
            "SELECT t.id FROM transactions t INDEXED BY transactions_unpaired JOIN accounts a ON a.id = t.account_id
             WHERE t.minor = ?2 AND t.day BETWEEN ?3 AND ?4 AND t.transfer_hint = 1 AND t.transfer_id IS NULL
             AND t.deleted = 0 AND t.excluded = 0 AND t.mirror IS NULL AND t.status <> 3 AND t.account_id <> ?1
             AND a.currency = ?5 AND a.removed = 0 LIMIT 2",
        )?;
        let found: Vec<i64> = statement
            .query_map(
                params![
                    account.0,
                    opposite,
                    day - DAYS,
                    day + DAYS,
                    row.amount.currency.code()
                ],
                |row| row.get(0),
            )?
            .collect::<rusqlite::Result<_>>()?;
        Ok(match found[..] {
            [only] => Some(TransactionId(only)),
            _ => None,
        })
    }
}

impl Writing<'_> {
    /// Pairs rows that read like transfers with their only counterpart: opposite amounts of one currency, different
    /// accounts, four days at most. With two candidates on either side nothing is paired. Answers how many pairs.
    pub(crate) fn pair_legs(&mut self, legs: &[Leg]) -> Result<u64> {
        let mut pairs = 0;
        for leg in legs {
            let Some(other) = self.only_counterpart(*leg)? else {
                continue;
            };
            if self
                .only_counterpart(other)?
                .is_some_and(|back| back.id == leg.id)
            {
                self.pair(leg.id, other.id)?;
                pairs += 1;
            }
        }
        Ok(pairs)
    }

    fn only_counterpart(&self, leg: Leg) -> Result<Option<Leg>> {
        let Some(opposite) = leg.minor.checked_neg().filter(|minor| *minor != 0) else {
            return Ok(None);
        };
        let mut statement = self.db.prepare_cached(
            "SELECT t.id, t.account_id, t.day, t.minor FROM transactions t INDEXED BY transactions_unpaired
             JOIN accounts a ON a.id = t.account_id JOIN accounts b ON b.id = ?1
             JOIN transactions self ON self.id = ?5
             WHERE t.minor = ?2 AND t.day BETWEEN ?3 AND ?4 AND t.transfer_hint = 1 AND t.transfer_id IS NULL
             AND t.deleted = 0 AND t.excluded = 0 AND t.mirror IS NULL AND t.status <> 3 AND t.account_id <> ?1
             AND a.currency = b.currency AND self.transfer_id IS NULL AND self.deleted = 0
             AND self.mirror IS NULL LIMIT 2",
        )?;
        let found: Vec<Leg> = statement
            .query_map(
                params![
                    leg.account,
                    opposite,
                    leg.day - DAYS,
                    leg.day + DAYS,
                    leg.id
                ],
                |row| {
                    Ok(Leg {
                        id: row.get(0)?,
                        account: row.get(1)?,
                        day: row.get(2)?,
                        minor: row.get(3)?,
                    })
                },
            )?
            .collect::<rusqlite::Result<_>>()?;
        Ok(match found[..] {
            [only] => Some(only),
            _ => None,
        })
    }
}
