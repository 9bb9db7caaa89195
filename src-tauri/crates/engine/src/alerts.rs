//! Payments that stand out: unlike what is usual at a payee, larger than anything in a year, and charged twice.
//!
//! Usual is the median of a payee's earlier payments from the same account, and how far they lie from it is their median
//! distance to it (the MAD, Hampel 1974), so that one odd payment before does not hide the next. Both are told with a finding,
//! for a person to judge.

use std::collections::BTreeMap;

use chrono::NaiveDate;

#[cfg(test)]
mod tests;

/// Earlier payments of a payee that make something usual.
const LEAST_BEFORE: usize = 6;
/// Days before a payment that are compared.
const PAST_DAYS: i64 = 400;
/// Rows of a year below which nothing is the largest.
const LEAST_OF_YEAR: usize = 40;
/// Days between two charges of one payment, at most.
const TWIN_DAYS: i64 = 3;
/// Pairs like it in the past that make it a habit.
const HABIT: usize = 2;

/// A row of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its account.
    pub account: i64,
    /// Its day.
    pub date: NaiveDate,
    /// Signed amount, minor units of its account's currency.
    pub minor: i64,
    /// Counterparty, folded by [`domain::text::fold`].
    pub payee: &'a str,
}

/// A payment unlike those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Odd {
    /// The row, by its place.
    pub row: usize,
    /// What is usual at its payee, signed; none where it is the largest in a year and its payee is new.
    pub usual: Option<i64>,
    /// Payments that were compared.
    pub compared: u32,
}

/// Two charges of the same amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twin {
    /// The earlier row, by its place.
    pub first: usize,
    /// The later one.
    pub second: usize,
}

type Groups<'a> = BTreeMap<(i64, &'a str), Vec<usize>>;

/// Money out by account and payee, each by day; rows without a payee say nothing.
fn groups<'a>(rows: &[Row<'a>]) -> Groups<'a> {
    let mut groups: Groups<'a> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        if row.minor < 0 && !row.payee.is_empty() {
            groups
                .entry((row.account, row.payee))
                .or_default()
                .push(place);
        }
    }
    for places in groups.values_mut() {
        places.sort_by_key(|place| (rows[*place].date, *place));
    }
    groups
}

/// Payments since a day that stand out, newest first.
pub fn unusual(rows: &[Row<'_>], since: NaiveDate) -> Vec<Odd> {
    let mut found = Vec::new();
    for places in groups(rows).values() {
        for (at, place) in places.iter().enumerate() {
            let row = rows[*place];
            if row.date < since {
                continue;
            }
            let before: Vec<i64> = places[..at]
                .iter()
                .map(|earlier| rows[*earlier])
                .filter(|earlier| (row.date - earlier.date).num_days() <= PAST_DAYS)
                .map(|earlier| earlier.minor.saturating_neg())
                .collect();
            let paid = row.minor.saturating_neg();
            if before.len() >= LEAST_BEFORE {
                let usual = median(before.clone());
                let spread = median(before.iter().map(|one| (one - usual).abs()).collect());
                let bound = usual
                    .saturating_mul(3)
                    .max(usual.saturating_add(spread.saturating_mul(6)));
                if paid > bound {
                    found.push(Odd {
                        row: *place,
                        usual: Some(-usual),
                        compared: before.len() as u32,
                    });
                }
            } else if at == 0
                && let Some(compared) = largest(rows, row)
            {
                found.push(Odd {
                    row: *place,
                    usual: None,
                    compared,
                });
            }
        }
    }
    found.sort_by_key(|odd| std::cmp::Reverse((rows[odd.row].date, odd.row)));
    found
}

/// Whether a payment is the largest of its account in a year; the payments it was compared with.
fn largest(rows: &[Row<'_>], row: Row<'_>) -> Option<u32> {
    let mut compared = 0;
    for other in rows {
        let days = (row.date - other.date).num_days();
        if other.account != row.account || other.minor >= 0 || !(1..=365).contains(&days) {
            continue;
        }
        if other.minor <= row.minor {
            return None;
        }
        compared += 1;
    }
    (compared >= LEAST_OF_YEAR).then_some(compared as u32)
}

fn median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    let middle = values.len() / 2;
    match values.len() {
        0 => 0,
        odd if odd % 2 == 1 => values[middle],
        _ => i64::midpoint(values[middle - 1], values[middle]),
    }
}

/// The same amount charged twice by one payee within days, the second since a day; newest first. What happens again and again
/// is a habit and is left out.
pub fn twins(rows: &[Row<'_>], since: NaiveDate) -> Vec<Twin> {
    let mut found = Vec::new();
    for places in groups(rows).values() {
        let mut last: BTreeMap<i64, usize> = BTreeMap::new();
        let mut habits: BTreeMap<i64, usize> = BTreeMap::new();
        for place in places {
            let row = rows[*place];
            if let Some(first) = last.insert(row.minor, *place)
                && (row.date - rows[first].date).num_days() <= TWIN_DAYS
            {
                let before = habits.entry(row.minor).or_default();
                if row.date >= since && *before < HABIT {
                    found.push(Twin {
                        first,
                        second: *place,
                    });
                }
                *before += 1;
            }
        }
    }
    found.sort_by_key(|twin| std::cmp::Reverse((rows[twin.second].date, twin.second)));
    found
}
