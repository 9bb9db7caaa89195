//! Why a stated balance and the book's own part: rows that would explain the difference to the cent.
//!
//! The difference is what was stated less what the book comes to. Following a cause moves the book by exactly that.

use super::{Explanation, Line, explain};

#[cfg(test)]
mod tests;

/// What a row is to the balance of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Booked by the day: it counts.
    Counted,
    /// Waiting to be booked.
    Pending,
    /// Deleted, by whomever.
    Deleted,
    /// Left out of balances.
    LeftOut,
    /// Booked soon after the day.
    Later,
}

/// A row near the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// Minor units.
    pub minor: i64,
    /// Days since any one day.
    pub day: i32,
    /// What it is to the balance.
    pub standing: Standing,
}

/// What would explain a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// This row does not count and the bank counts it.
    Uncounted(i64, Standing),
    /// This row counts, and so does the other, which is like it: the bank has one of them.
    Twice(i64, i64),
    /// One or two rows that count, as [`explain`] finds them.
    Counted(Explanation),
    /// No row is like it: a payment of this amount is missing.
    Missing(i64),
}

/// Days between two records of one payment at most.
const NEAR: i32 = 5;
/// Causes of each kind at most: more say nothing.
const MOST: usize = 5;

/// What would explain a difference, the most telling first; none when there is no difference.
pub fn causes(difference: i64, entries: &[Entry]) -> Vec<Cause> {
    let mut found = Vec::new();
    if difference == 0 {
        return found;
    }
    let uncounted = entries
        .iter()
        .filter(|entry| entry.standing != Standing::Counted && entry.minor == difference);
    found.extend(
        uncounted
            .take(MOST)
            .map(|entry| Cause::Uncounted(entry.id, entry.standing)),
    );
    let counted: Vec<&Entry> = entries
        .iter()
        .filter(|entry| entry.standing == Standing::Counted)
        .collect();
    // Of rows that are alike any one may be the second record; the newest came last.
    let mut doubled = Vec::new();
    for (at, entry) in counted.iter().enumerate() {
        if entry.minor.checked_neg() != Some(difference) {
            continue;
        }
        let alike = counted[..at].iter().rev().find(|other| {
            other.minor == entry.minor && entry.day.abs_diff(other.day) <= NEAR.unsigned_abs()
        });
        if let Some(other) = alike
            && doubled.len() < 2 * MOST
        {
            found.push(Cause::Twice(entry.id, other.id));
            doubled.extend([entry.id, other.id]);
        }
    }
    let lines: Vec<Line> = counted
        .iter()
        .map(|entry| Line {
            id: entry.id,
            minor: entry.minor,
            ticked: true,
        })
        .collect();
    found.extend(
        explain(difference, &lines)
            .into_iter()
            .filter(|one| !matches!(one, Explanation::One(id) if doubled.contains(id)))
            .map(Cause::Counted),
    );
    // Two rows that happen to fit say less than one that is not there.
    let certain = found
        .iter()
        .any(|cause| !matches!(cause, Cause::Counted(Explanation::Two(..))));
    if !certain {
        found.insert(0, Cause::Missing(difference));
    }
    found
}
