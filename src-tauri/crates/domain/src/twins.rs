//! One account told by two sources: which rows tell the same payment.
//!
//! Rows are paired one to one, so that two real payments that look alike stay two: a row that one source tells twice and the
//! other once leaves one over. Only rows of the same amount are paired; sources date and word a payment differently, so
//! days and words decide which of them belong together.

use std::collections::BTreeMap;

use crate::text::similarity_folded;

/// Days that two sources may date one payment apart: a card purchase and its booking, with a weekend between.
pub const MAX_DAYS: u32 = 5;

/// More candidates of one amount than these on one day are paired in their order.
const MOST_LIKENED: usize = 24;
/// More cells than these of one amount are walked instead of weighed.
const MOST_WEIGHED: usize = 250_000;

/// A row as one source tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told<'a> {
    /// Booking date, in days since any fixed day.
    pub day: i32,
    /// Value date, where it is another one.
    pub value_day: Option<i32>,
    /// Signed amount in minor units of the account.
    pub minor: i64,
    /// Payee, folded by [`crate::text::fold`].
    pub payee: &'a str,
}

impl Told<'_> {
    /// Days apart, by the nearest of their dates.
    fn apart(&self, other: &Self) -> u32 {
        let own = [Some(self.day), self.value_day];
        let theirs = [Some(other.day), other.value_day];
        own.into_iter()
            .flatten()
            .flat_map(|a| theirs.into_iter().flatten().map(move |b| a.abs_diff(b)))
            .min()
            .unwrap_or(u32::MAX)
    }

    /// From 0 (the same words) to 100; a text that is not there says half.
    fn unlike(&self, other: &Self) -> u32 {
        if self.payee.is_empty() || other.payee.is_empty() {
            50
        } else {
            100 - u32::from(similarity_folded(self.payee, other.payee)).min(100)
        }
    }
}

/// Pairs the rows of two sources: places in `left` and in `right`, each at most once, sorted.
///
/// Rows of one amount and one day come first, the likest words before others. What is left is paired in the order of days, at
/// most [`MAX_DAYS`] apart: as many pairs as there can be, and of those the nearest. Neither the order of the rows nor which
/// source is left or right changes how many there are.
pub fn pair(left: &[Told<'_>], right: &[Told<'_>]) -> Vec<(usize, usize)> {
    let mut amounts: BTreeMap<i64, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (place, row) in left.iter().enumerate() {
        amounts.entry(row.minor).or_default().0.push(place);
    }
    for (place, row) in right.iter().enumerate() {
        if let Some((_, side)) = amounts.get_mut(&row.minor) {
            side.push(place);
        }
    }
    let mut pairs = Vec::new();
    for (mut lefts, mut rights) in amounts.into_values() {
        if rights.is_empty() {
            continue;
        }
        lefts.sort_by_key(|place| left[*place]);
        rights.sort_by_key(|place| right[*place]);
        same_day(left, right, &mut lefts, &mut rights, &mut pairs);
        if lefts.len().saturating_mul(rights.len()) > MOST_WEIGHED {
            walk(left, right, &lefts, &rights, &mut pairs);
        } else {
            weigh(left, right, &lefts, &rights, &mut pairs);
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Pairs what stands on the same day, and takes it out of both sides.
fn same_day(
    left: &[Told<'_>],
    right: &[Told<'_>],
    lefts: &mut Vec<usize>,
    rights: &mut Vec<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let mut days: BTreeMap<i32, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for place in lefts.iter() {
        days.entry(left[*place].day).or_default().0.push(*place);
    }
    for place in rights.iter() {
        days.entry(right[*place].day).or_default().1.push(*place);
    }
    let before = pairs.len();
    for (own, theirs) in days.into_values() {
        if own.len().max(theirs.len()) > MOST_LIKENED {
            pairs.extend(own.into_iter().zip(theirs));
            continue;
        }
        let mut likest: Vec<(u32, usize, usize)> = Vec::new();
        for (a, l) in own.iter().enumerate() {
            for (b, r) in theirs.iter().enumerate() {
                likest.push((left[*l].unlike(&right[*r]), a, b));
            }
        }
        likest.sort_unstable();
        let (mut used_a, mut used_b) = (vec![false; own.len()], vec![false; theirs.len()]);
        for (_, a, b) in likest {
            if !used_a[a] && !used_b[b] {
                (used_a[a], used_b[b]) = (true, true);
                pairs.push((own[a], theirs[b]));
            }
        }
    }
    let done = &pairs[before..];
    let gone_left: std::collections::HashSet<usize> = done.iter().map(|(l, _)| *l).collect();
    let gone_right: std::collections::HashSet<usize> = done.iter().map(|(_, r)| *r).collect();
    lefts.retain(|place| !gone_left.contains(place));
    rights.retain(|place| !gone_right.contains(place));
}

/// Most pairs, then least days apart, then likest words: an alignment of two sequences in the order of days.
fn weigh(
    left: &[Told<'_>],
    right: &[Told<'_>],
    lefts: &[usize],
    rights: &[usize],
    pairs: &mut Vec<(usize, usize)>,
) {
    if lefts.is_empty() || rights.is_empty() {
        return;
    }
    let width = rights.len() + 1;
    // Pairs, and what they cost, negated: greater is better.
    let mut best = vec![(0_u32, 0_i64); (lefts.len() + 1) * width];
    let cost = |a: usize, b: usize| -> Option<i64> {
        let (l, r) = (&left[lefts[a]], &right[rights[b]]);
        let apart = l.apart(r);
        (apart <= MAX_DAYS).then(|| i64::from(apart) * 1_000 + i64::from(l.unlike(r)))
    };
    for a in (0..lefts.len()).rev() {
        for b in (0..rights.len()).rev() {
            let skipped = best[(a + 1) * width + b].max(best[a * width + b + 1]);
            let paired = cost(a, b).map(|cost| {
                let (count, sum) = best[(a + 1) * width + b + 1];
                (count + 1, sum - cost)
            });
            best[a * width + b] = paired.map_or(skipped, |paired| paired.max(skipped));
        }
    }
    let (mut a, mut b) = (0, 0);
    while a < lefts.len() && b < rights.len() {
        let here = best[a * width + b];
        let (count, sum) = best[(a + 1) * width + b + 1];
        if cost(a, b).is_some_and(|cost| here == (count + 1, sum - cost)) {
            pairs.push((lefts[a], rights[b]));
            (a, b) = (a + 1, b + 1);
        } else if here == best[(a + 1) * width + b] {
            a += 1;
        } else {
            b += 1;
        }
    }
}

/// The first that fits, in the order of days.
fn walk(
    left: &[Told<'_>],
    right: &[Told<'_>],
    lefts: &[usize],
    rights: &[usize],
    pairs: &mut Vec<(usize, usize)>,
) {
    let (mut a, mut b) = (0, 0);
    while let (Some(l), Some(r)) = (lefts.get(a), rights.get(b)) {
        if left[*l].apart(&right[*r]) <= MAX_DAYS {
            pairs.push((*l, *r));
            (a, b) = (a + 1, b + 1);
        } else if left[*l].day < right[*r].day {
            a += 1;
        } else {
            b += 1;
        }
    }
}

#[cfg(test)]
mod tests;
