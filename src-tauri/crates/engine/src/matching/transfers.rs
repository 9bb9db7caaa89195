//! Pairing the two sides of a transfer between own accounts.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::ids::{AccountId, TransactionId};
use money::Money;

/// Days that the two sides may lie apart: a weekend and a holiday.
pub const MAX_DAYS: i64 = 4;

/// A row that may be one side of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which row.
    pub id: TransactionId,
    /// Where it stands.
    pub account: AccountId,
    /// Booking date.
    pub date: NaiveDate,
    /// Signed amount.
    pub amount: Money,
}

/// Both sides of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The side that money left.
    pub out: TransactionId,
    /// The side that it reached.
    pub into: TransactionId,
}

/// Pairs opposite amounts of one currency on different accounts, at most [`MAX_DAYS`] days apart.
///
/// Two rows are paired when each is nearer in days to the other than to any rival. Rows that cannot be told apart (same account,
/// same day, same amount) pair in the order of their ids if as many face them; every other tie is left unpaired. The pairs come
/// sorted, and do not depend on the order of the candidates.
pub fn transfers(candidates: &[Candidate]) -> Vec<Pair> {
    let mut groups: HashMap<(money::Currency, u64), (Vec<Twins>, Vec<Twins>)> = HashMap::new();
    let mut rows: Vec<&Candidate> = candidates
        .iter()
        .filter(|row| row.amount.minor != 0)
        .collect();
    rows.sort_unstable_by_key(|row| (row.date, row.account, row.id));
    rows.dedup_by_key(|row| row.id);
    for row in rows {
        let (outs, ins) = groups
            .entry((row.amount.currency, row.amount.minor.unsigned_abs()))
            .or_default();
        let side = if row.amount.minor < 0 { outs } else { ins };
        match side.last_mut() {
            Some(twins) if twins.account == row.account && twins.date == row.date => {
                twins.ids.push(row.id);
            }
            _ => side.push(Twins {
                account: row.account,
                date: row.date,
                ids: vec![row.id],
            }),
        }
    }
    let mut pairs: Vec<Pair> = groups
        .into_values()
        .flat_map(|(outs, ins)| pair_group(outs, ins))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Rows of one account, day and amount: interchangeable.
struct Twins {
    account: AccountId,
    date: NaiveDate,
    ids: Vec<TransactionId>,
}

/// Takes mutual nearest neighbours out until none is left; what a pair frees may pair in the next round.
fn pair_group(mut outs: Vec<Twins>, mut ins: Vec<Twins>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    loop {
        let found = outs.iter().enumerate().find_map(|(o, out)| {
            let i = nearest(out, &ins)?;
            let into = ins.get(i)?;
            (nearest(into, &outs) == Some(o) && out.ids.len() == into.ids.len()).then_some((o, i))
        });
        let Some((o, i)) = found else {
            return pairs;
        };
        let (out, into) = (outs.remove(o), ins.remove(i));
        pairs.extend(
            out.ids
                .into_iter()
                .zip(into.ids)
                .map(|(out, into)| Pair { out, into }),
        );
    }
}

/// The one that is nearest in days, if no other is as near.
fn nearest(row: &Twins, others: &[Twins]) -> Option<usize> {
    let first = others.partition_point(|other| (row.date - other.date).num_days() > MAX_DAYS);
    let mut best: Option<(i64, usize)> = None;
    let mut tied = false;
    for (index, other) in others.iter().enumerate().skip(first) {
        if (other.date - row.date).num_days() > MAX_DAYS {
            break;
        }
        if other.account == row.account {
            continue;
        }
        let gap = (other.date - row.date).num_days().abs();
        match best {
            Some((least, _)) if gap > least => {}
            Some((least, _)) if gap == least => tied = true,
            Some(_) | None => (best, tied) = (Some((gap, index)), false),
        }
    }
    best.filter(|_| !tied).map(|(_, index)| index)
}
