//! Joining what a change of price or of name has torn apart.

use std::collections::HashMap;

use domain::text::similarity_folded;

use super::Period;
use super::detect::{Draft, Search};
use super::rhythm::periods_between;

impl Search<'_> {
    /// Whether `index` may carry on after the row `before`: the same payee at a changed price, a similar name, or a new name at
    /// the old price.
    fn same_payment(&self, before: usize, index: usize) -> bool {
        let (a, b) = (self.minor(before), self.minor(index));
        if (a > 0) != (b > 0) {
            return false;
        }
        let off = u128::from(a.abs_diff(b)) * 1000 / u128::from(a.unsigned_abs().max(1));
        let (one, other) = (self.payee(before), self.payee(index));
        if one == other {
            return off <= if one.is_empty() { 1 } else { 400 };
        }
        off <= 1 || (off <= 250 && similarity_folded(one, other) >= SIMILAR)
    }

    /// Periods after which a payment may still carry on: more where the name says that it is the same.
    fn longest_pause(&self, before: usize, index: usize) -> usize {
        let (one, other) = (self.payee(before), self.payee(index));
        let named = !one.is_empty() && (one == other || similarity_folded(one, other) >= SIMILAR);
        if named { LONGEST_PAUSE } else { 2 }
    }

    /// Joins series of one period of which one begins where the other stopped.
    pub(super) fn join(&mut self) {
        self.drafts.sort_by_key(|draft| {
            draft
                .rows
                .first()
                .map(|index| self.rows.get(*index).map(|row| row.date))
        });
        let mut joined: Vec<Draft> = Vec::new();
        for draft in std::mem::take(&mut self.drafts) {
            let Some(first) = draft.rows.first().copied() else {
                continue;
            };
            let before = joined.iter().position(|earlier| {
                earlier.period == draft.period
                    && earlier.rows.last().is_some_and(|last| {
                        periods_between(draft.period, self.date(*last), self.date(first))
                            .is_some_and(|count| count <= self.longest_pause(*last, first))
                            && self.same_payment(*last, first)
                    })
            });
            match before.and_then(|position| joined.get_mut(position)) {
                Some(earlier) => {
                    earlier.rows.extend(draft.rows);
                    earlier.score = earlier.score.min(draft.score);
                }
                None => joined.push(draft),
            }
        }
        self.drafts = joined;
    }

    /// Lets series take up free rows at the days where their next payments belong, and at the days before their first.
    pub(super) fn carry_on(&mut self, order: &[usize], groups: &[Group<'_>]) {
        let mut drafts = std::mem::take(&mut self.drafts);
        let nearby = Nearby::of(self, &drafts, order, groups);
        for draft in &mut drafts {
            let Some(candidates) = draft.rows.last().map(|last| nearby.candidates(self, *last))
            else {
                continue;
            };
            while let Some(last) = draft.rows.last().copied() {
                let from = candidates.partition_point(|index| self.date(*index) <= self.date(last));
                let after = candidates.get(from..).unwrap_or_default();
                let Some(next) = self.nearest(after.iter(), draft.period, last) else {
                    break;
                };
                draft.rows.push(next);
                self.mark(next);
            }
            let Some(candidates) = draft
                .rows
                .first()
                .map(|first| nearby.candidates(self, *first))
            else {
                continue;
            };
            while let Some(first) = draft.rows.first().copied() {
                let to = candidates.partition_point(|index| self.date(*index) < self.date(first));
                let before = candidates.get(..to).unwrap_or_default();
                let Some(before) = self.nearest(before.iter().rev(), draft.period, first) else {
                    break;
                };
                draft.rows.insert(0, before);
                self.mark(before);
            }
        }
        self.drafts = drafts;
    }

    /// The free row one period from `from` (two when one is missing) that is the same payment; `rows` lead away from it.
    fn nearest<'i>(
        &self,
        rows: impl Iterator<Item = &'i usize>,
        period: Period,
        from: usize,
    ) -> Option<usize> {
        let longest = if period > Period::Monthly {
            2
        } else {
            LONGEST_PAUSE as i64
        };
        let reach = period.days() * longest + period.slack() * 2;
        rows.copied()
            .take_while(|index| (self.date(*index) - self.date(from)).num_days().abs() <= reach)
            .filter(|index| self.is_free(*index))
            .filter_map(|index| {
                let (a, b) = (
                    self.date(from).min(self.date(index)),
                    self.date(from).max(self.date(index)),
                );
                let count = periods_between(period, a, b)
                    .filter(|count| *count <= self.longest_pause(from, index))?;
                let off = ((b - a).num_days() - period.days() * count as i64).abs();
                // After a pause, or at quite another price, it should at least be its day.
                let doubtful = count > 2
                    || self.minor(from).abs_diff(self.minor(index)) * 4
                        > self.minor(from).unsigned_abs();
                let in_time = !doubtful || off * 2 <= period.slack();
                (in_time && self.same_payment(from, index)).then(|| {
                    let other_name = self.payee(from) != self.payee(index);
                    let other_price = self.minor(from) != self.minor(index);
                    ((count, other_name, other_price, off), index)
                })
            })
            .min()
            .map(|(_, index)| index)
    }
}

/// The rows of one payee in one direction, ascending by date.
pub(super) type Group<'a> = ((&'a str, bool), Vec<usize>);

/// Rows by amount and by payee, so that a series is compared with the few rows that can carry it on.
struct Nearby<'a> {
    minors: HashMap<i64, Vec<usize>>,
    payees: HashMap<(&'a str, bool), &'a [usize]>,
    /// Payees by how they begin: renamed shops and cut-off names begin alike.
    beginnings: HashMap<&'a [u8], Vec<&'a str>>,
}

impl<'a> Nearby<'a> {
    fn of(search: &Search<'_>, drafts: &[Draft], order: &[usize], groups: &'a [Group<'a>]) -> Self {
        let mut minors: HashMap<i64, Vec<usize>> = HashMap::new();
        for draft in drafts {
            for end in draft.rows.first().into_iter().chain(draft.rows.last()) {
                minors.entry(search.minor(*end)).or_default();
            }
        }
        for index in order {
            if let Some(rows) = minors.get_mut(&search.minor(*index)) {
                rows.push(*index);
            }
        }
        let mut beginnings: HashMap<&[u8], Vec<&str>> = HashMap::new();
        for ((payee, _), _) in groups {
            if let Some(start) = payee.as_bytes().get(..START) {
                beginnings.entry(start).or_default().push(payee);
            }
        }
        let payees = groups
            .iter()
            .map(|(key, rows)| (*key, rows.as_slice()))
            .collect();
        Self {
            minors,
            payees,
            beginnings,
        }
    }

    /// Rows of the same or a similar name, or of the same amount, ascending by date.
    fn candidates(&self, search: &Search<'_>, of: usize) -> Vec<usize> {
        /// A beginning that more names share says nothing.
        const COMMON: usize = 64;
        let (payee, minor) = (search.payee(of), search.minor(of));
        let alike = payee
            .as_bytes()
            .get(..START)
            .and_then(|start| self.beginnings.get(start));
        let similar = alike
            .into_iter()
            .filter(|names| names.len() <= COMMON)
            .flatten()
            .copied()
            .filter(|name| *name != payee && similarity_folded(name, payee) >= SIMILAR);
        let named = !payee.is_empty();
        let mut rows: Vec<usize> = similar
            .chain(
                self.payees
                    .get_key_value(&(payee, minor > 0))
                    .filter(|_| named)
                    .map(|((name, _), _)| *name),
            )
            .filter_map(|name| self.payees.get(&(name, minor > 0)))
            .flat_map(|rows| rows.iter().copied())
            .chain(self.minors.get(&minor).into_iter().flatten().copied())
            .collect();
        rows.sort_unstable_by_key(|index| (search.date(*index), *index));
        rows.dedup();
        rows
    }
}

/// Periods without a payment after which one of the same name still carries on.
const LONGEST_PAUSE: usize = 5;
/// Bytes that names have in common at their beginning before they are compared.
const START: usize = 4;
/// Percent of likeness from which two names may be one.
const SIMILAR: u8 = 75;
