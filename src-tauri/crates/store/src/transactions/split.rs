//! Splitting rows into parts, and making them whole again.

use domain::ids::{CategoryId, TransactionId};
use domain::transaction::{PartsBy, TransactionDetails, TransactionPart};
use money::Money;

use super::Part;
use super::details::{has_parts, read_details, stored_details};
use crate::accounts::same_currency;
use crate::categories::Named;
use crate::door::{Table, opt_text};
use crate::{Error, Result, Writing};
use domain::chart::TRANSFER;

/// Parts of a row at most.
pub(crate) const MOST_PARTS: usize = 100;

impl Writing<'_> {
    /// Splits a row by the person's hand: at least two parts that come to its amount exactly.
    pub fn split_transaction(&mut self, id: TransactionId, parts: &[Part]) -> Result<bool> {
        self.split_by(id, parts, PartsBy::Person)
    }

    pub(crate) fn split_by(
        &mut self,
        id: TransactionId,
        parts: &[Part],
        by: PartsBy,
    ) -> Result<bool> {
        let now = self.transaction(id)?;
        let refused = |rule| Err(Error::Refused { rule });
        if now.deleted.is_some() {
            return refused("deleted");
        }
        if now.transfer.is_some() {
            return refused("split_of_transfer");
        }
        if parts.len() < 2 {
            return refused("split_of_one");
        }
        if parts.len() > MOST_PARTS {
            return refused("split_of_many");
        }
        let mut sum = 0_i128;
        for part in parts {
            same_currency(Some(part.amount), now.amount.currency)?;
            if part.amount.minor == 0 {
                return refused("part_of_nothing");
            }
            if let Some(category) = part.category {
                self.check_category(category)?;
            }
            sum += i128::from(part.amount.minor);
        }
        if sum != i128::from(now.amount.minor) {
            return refused("split_does_not_add_up");
        }
        let parts = parts
            .iter()
            .map(|part| TransactionPart {
                amount: part.amount,
                category: None,
                note: part.note.trim().to_owned(),
                transfer_account: None,
                filed: Some(part.category),
            })
            .collect();
        let details = TransactionDetails {
            parts,
            parts_by: by,
            ..now.details.map(|details| *details).unwrap_or_default()
        };
        self.put_details(id.0, &details)
    }

    /// Makes a split row whole again; it stays so, whatever its source says.
    pub fn unsplit_transaction(&mut self, id: TransactionId) -> Result<bool> {
        let Some(details) = self.transaction(id)?.details else {
            return Ok(false);
        };
        if details.parts.is_empty() {
            return Ok(false);
        }
        let details = TransactionDetails {
            parts: Vec::new(),
            parts_by: PartsBy::Person,
            ..*details
        };
        self.put_details(id.0, &details)
    }

    fn put_details(&mut self, id: i64, details: &TransactionDetails) -> Result<bool> {
        let stored = stored_details(Some(details));
        self.update(
            Table::Transactions,
            id,
            &[("details", opt_text(stored.as_deref()))],
        )
    }

    /// What a source says of a row, its parts filed by the names it gives them. `known` remembers names within a batch.
    pub(crate) fn filed_details(
        &mut self,
        details: Option<&TransactionDetails>,
        known: &mut Named,
    ) -> Result<Option<TransactionDetails>> {
        let Some(mut details) = details.cloned() else {
            return Ok(None);
        };
        for part in &mut details.parts {
            part.filed = Some(if part.transfer_account.is_some() {
                self.category_by_key(TRANSFER)?
            } else {
                match part.category.as_deref().map(str::trim) {
                    Some(name) if !name.is_empty() => Some(CategoryId(self.category_of_name(
                        name,
                        part.amount,
                        known,
                    )?)),
                    _ => None,
                }
            });
        }
        Ok(Some(details))
    }

    /// Details of a row delivered again: what the source says, unless somebody else has split the row or left it whole.
    pub(crate) fn renewed_details(
        &mut self,
        id: i64,
        said: &TransactionDetails,
    ) -> Result<Option<String>> {
        let now = self.transaction(TransactionId(id))?.details;
        let mut known = Named::default();
        let said = self.filed_details(Some(said), &mut known)?;
        let said = said.map(|said| TransactionDetails {
            reference: said.reference.or_else(|| now.as_ref()?.reference.clone()),
            mandate: said.mandate.or_else(|| now.as_ref()?.mandate.clone()),
            counterparty_account: (said.counterparty_account)
                .or_else(|| now.as_ref()?.counterparty_account.clone()),
            ..said
        });
        let renewed = match (now, said) {
            (Some(now), Some(said)) if now.parts_by != PartsBy::Source => {
                Some(TransactionDetails {
                    parts: now.parts,
                    parts_by: now.parts_by,
                    ..said
                })
            }
            // What is filed stays where it is while the source says the same of it.
            (Some(now), Some(mut said)) => {
                let same = now.parts.len() == said.parts.len()
                    && now.parts.iter().zip(&said.parts).all(|(now, said)| {
                        (now.amount, &now.category, &now.transfer_account)
                            == (said.amount, &said.category, &said.transfer_account)
                    });
                if same {
                    for (said, now) in said.parts.iter_mut().zip(now.parts) {
                        said.filed = now.filed.or(said.filed);
                    }
                }
                Some(said)
            }
            (None, said) => said,
            (Some(now), None) => Some(*now),
        };
        Ok(stored_details(renewed.as_ref()))
    }

    /// Puts one category in another's place in the parts of all rows, or none in its place.
    pub(crate) fn refile_parts(
        &mut self,
        from: CategoryId,
        into: Option<CategoryId>,
    ) -> Result<u64> {
        let rows: Vec<(i64, String)> = {
            let mut statement = self.db.prepare_cached(
                "SELECT id, details FROM transactions INDEXED BY transactions_parted
                 WHERE instr(details, '\"parts\"') > 0",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut changed = 0;
        for (id, json) in rows {
            if !has_parts(&json) {
                continue;
            }
            // Amounts are carried over as they are, so any currency reads them.
            let Some(mut details) = read_details(&json, money::Currency::EUR) else {
                return Err(Error::Corrupt {
                    table: "transactions",
                    row: id,
                });
            };
            let mut touched = false;
            for part in &mut details.parts {
                if part.filed == Some(Some(from)) {
                    part.filed = Some(into);
                    touched = true;
                }
            }
            if touched {
                changed += u64::from(self.put_details(id, &details)?);
            }
        }
        Ok(changed)
    }
}

/// The parts that stored details name, filed or not; none when that is not what they are.
pub fn parts_of(details: &str, currency: money::Currency) -> Option<Vec<Part>> {
    Some(
        read_details(details, currency)?
            .parts
            .into_iter()
            .map(|part| Part {
                amount: part.amount,
                category: part.filed.flatten(),
                note: part.note,
            })
            .collect(),
    )
}

/// An amount shared out by percentages of it: each share rounded half to even, what rounding leaves going to the greatest
/// shares first, one smallest unit each, so that shares of a hundred in all come to the amount exactly. Percentages are in
/// millionths of the whole.
pub fn shares(amount: Money, millionths: &[u32]) -> Result<Vec<Money>> {
    const WHOLE: i128 = 1_000_000;
    let exact = |part: u32| i128::from(amount.minor) * i128::from(part);
    let mut shares: Vec<i128> = millionths
        .iter()
        .map(|part| {
            let (quotient, rest) = (
                exact(*part).div_euclid(WHOLE),
                exact(*part).rem_euclid(WHOLE),
            );
            let up = rest * 2 > WHOLE || (rest * 2 == WHOLE && quotient % 2 != 0);
            quotient + i128::from(up)
        })
        .collect();
    let all: u64 = millionths.iter().map(|part| u64::from(*part)).sum();
    if i128::from(all) == WHOLE {
        let mut left = i128::from(amount.minor) - shares.iter().sum::<i128>();
        let mut order: Vec<usize> = (0..millionths.len()).collect();
        order.sort_by_key(|place| std::cmp::Reverse(millionths.get(*place).copied()));
        for place in order.into_iter().cycle().take(millionths.len() * 2) {
            let step = left.signum();
            if let Some(share) = shares.get_mut(place)
                && step != 0
            {
                *share += step;
                left -= step;
            }
        }
    }
    shares
        .into_iter()
        .map(|minor| {
            i64::try_from(minor)
                .map(|minor| Money::new(minor, amount.currency))
                .map_err(|_| Error::Overflow)
        })
        .collect()
}
