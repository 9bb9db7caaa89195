//! Finding series: by payee first, then by amount, then joining what a change of price or name has torn apart.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::carry::Group;
use super::outlook::finish;
use super::rhythm::{Chain, best_chain};
use super::{Period, Series};

/// A booked row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Booking date.
    pub date: NaiveDate,
    /// Signed amount.
    pub minor: i64,
    /// Who, folded by [`domain::text::fold`]; or an account number; empty when nobody is named.
    pub payee: &'a str,
}

/// A series while it is being put together: rows by index, ascending by date.
pub(super) struct Draft {
    pub(super) period: Period,
    pub(super) rows: Vec<usize>,
    pub(super) score: i64,
}

/// A chain among some rows, with the spread of its amounts in thousandths.
struct Found {
    chain: Chain,
    pub(super) rows: Vec<usize>,
    spread: i64,
}

impl Found {
    /// Whether chance is unlikely to have made the chain: among many other rows of the same payee some always fit, so a small part
    /// of them needs to be longer and cleaner.
    fn stands_out(&self, of: usize) -> bool {
        let rows = self.rows.len();
        rows * 2 >= of
            || (may_stand_out(rows, of) && self.chain.score >= 850 && self.chain.coverage >= 850)
    }

    /// Whether equal amounts come so regularly that few of them suffice.
    fn is_clean(&self) -> bool {
        self.chain.score >= 950
            && self.chain.coverage >= 950
            && (self.rows.len() >= 4 || self.chain.period <= Period::Monthly)
    }
}

/// Finds the series among rows in any order, as seen on `as_of`; rows after it are not looked at. A row belongs to one series at
/// most. Series come in the order of their first rows.
///
/// Of each payee and direction: all its rows, if together they are regular, whatever the price did; else equal amounts at regular
/// gaps; else what is left as one varying series, or as several by size. Where nobody is named, only equal amounts count.
/// A series then takes up rows that carry on its rhythm, and a second series that begins where it stopped.
pub fn detect(rows: &[Row<'_>], as_of: NaiveDate) -> Vec<Series> {
    let mut order: Vec<usize> = (0..rows.len())
        .filter(|index| {
            rows.get(*index)
                .is_some_and(|row| row.date <= as_of && row.minor != 0)
        })
        .collect();
    order.sort_by_key(|index| rows.get(*index).map(|row| row.date));

    let mut groups: HashMap<(&str, bool), Vec<usize>> = HashMap::new();
    for index in &order {
        if let Some(row) = rows.get(*index) {
            groups
                .entry((row.payee, row.minor > 0))
                .or_default()
                .push(*index);
        }
    }
    let mut groups: Vec<Group<'_>> = groups.into_iter().collect();
    groups.sort_unstable_by_key(|(_, group)| group.first().copied());

    let mut search = Search {
        rows,
        used: vec![false; rows.len()],
        drafts: Vec::new(),
    };
    search.leave_out_returned(&groups);
    for ((payee, _), group) in &groups {
        // A name on a third of all rows is a kind of payment, not somebody.
        let named = !payee.is_empty() && (group.len() * 10 < order.len() * 3 || group.len() < 10);
        search.group(group, named);
    }
    search.join();
    search.carry_on(&order, &groups);
    let mut drafts = search.drafts;
    drafts.sort_by_key(|draft| draft.rows.first().copied());
    drafts
        .iter()
        .filter_map(|draft| finish(rows, draft, as_of))
        .collect()
}

pub(super) struct Search<'a> {
    pub(super) rows: &'a [Row<'a>],
    pub(super) used: Vec<bool>,
    pub(super) drafts: Vec<Draft>,
}

impl Search<'_> {
    pub(super) fn minor(&self, index: usize) -> i64 {
        self.rows.get(index).map_or(0, |row| row.minor)
    }

    pub(super) fn date(&self, index: usize) -> NaiveDate {
        self.rows.get(index).map_or(NaiveDate::MIN, |row| row.date)
    }

    pub(super) fn payee(&self, index: usize) -> &str {
        self.rows.get(index).map_or("", |row| row.payee)
    }

    fn free(&self, group: &[usize]) -> Vec<usize> {
        group
            .iter()
            .copied()
            .filter(|index| self.is_free(*index))
            .collect()
    }

    /// Marks payments that came back within days: the try that succeeds later is the one that counts.
    fn leave_out_returned(&mut self, groups: &[Group<'_>]) {
        const DAYS: i64 = 5;
        let by_key: HashMap<(&str, bool), &[usize]> = groups
            .iter()
            .map(|(key, rows)| (*key, rows.as_slice()))
            .collect();
        for ((payee, incoming), returns) in
            groups.iter().filter(|((payee, _), _)| !payee.is_empty())
        {
            let Some(payments) = by_key
                .get(&(*payee, !incoming))
                .filter(|payments| payments.len() >= returns.len())
            else {
                continue;
            };
            for back in returns {
                let until = payments.partition_point(|index| self.date(*index) <= self.date(*back));
                let returned = payments
                    .get(..until)
                    .unwrap_or_default()
                    .iter()
                    .rev()
                    .copied()
                    .take_while(|index| (self.date(*back) - self.date(*index)).num_days() <= DAYS)
                    .find(|index| {
                        self.is_free(*index)
                            && self.minor(*index) == self.minor(*back).saturating_neg()
                    });
                if let Some(returned) = returned {
                    self.mark(returned);
                    self.mark(*back);
                }
            }
        }
    }

    pub(super) fn is_free(&self, index: usize) -> bool {
        self.used.get(index).is_some_and(|used| !used)
    }

    fn group(&mut self, group: &[usize], named: bool) {
        let group = &*self.free(group);
        if group.len() < 3 {
            return;
        }
        let whole = named.then(|| self.best(group)).flatten();
        if let Some(found) = &whole
            && found.chain.score >= 850
            && found.chain.coverage >= 900
            && found.spread <= steady_spread(found.chain.period)
        {
            self.take(found);
            return;
        }
        for equal in self.by_size(group, 1) {
            if let Some(found) = self.best(&equal)
                && found.chain.score >= 700
                && found.chain.coverage >= if named { 600 } else { 750 }
                && (!named || found.stands_out(group.len()) || found.is_clean())
            {
                self.take(&found);
            }
        }
        if !named {
            return;
        }
        let rest = self.free(group);
        let again = if rest.len() == group.len() {
            whole
        } else {
            self.best(&rest)
        };
        if let Some(found) = again
            && found.chain.score >= 750
            && found.chain.coverage >= 800
            && found.spread <= varying_spread(found.chain.period)
            && found.stands_out(group.len())
            && (found.rows.len() >= 5 || found.chain.score >= 950)
        {
            self.take(&found);
        }
        for alike in self.by_size(&self.free(group), 250) {
            if alike.len() < rest.len()
                && may_stand_out(alike.len(), group.len())
                && let Some(found) = self.best(&alike)
                && found.chain.score >= 750
                && found.chain.coverage >= 800
                && found.spread <= 300
                && found.stands_out(group.len())
            {
                self.take(&found);
            }
        }
    }

    /// The best chain among rows that are ascending by date.
    fn best(&self, group: &[usize]) -> Option<Found> {
        let dates: Vec<NaiveDate> = group.iter().map(|index| self.date(*index)).collect();
        let chain = best_chain(&dates)?;
        let rows: Vec<usize> = chain
            .links
            .iter()
            .filter_map(|link| group.get(*link).copied())
            .collect();
        let spread = spread(rows.iter().map(|index| self.minor(*index)));
        Some(Found {
            chain,
            rows,
            spread,
        })
    }

    fn take(&mut self, found: &Found) {
        for index in &found.rows {
            self.mark(*index);
        }
        self.drafts.push(Draft {
            period: found.chain.period,
            rows: found.rows.clone(),
            score: found.chain.score,
        });
    }

    /// Groups of nearly equal amounts: a new one where the next amount is larger by more than `tolerance` thousandths.
    fn by_size(&self, group: &[usize], tolerance: u64) -> Vec<Vec<usize>> {
        let mut sorted = group.to_vec();
        sorted.sort_by_key(|index| (self.minor(*index).unsigned_abs(), *index));
        let mut out: Vec<Vec<usize>> = Vec::new();
        let mut last = None;
        for index in sorted {
            let size = self.minor(index).unsigned_abs();
            let joins = last.is_some_and(|last: u64| {
                u128::from(size - last) * 1000 <= u128::from(last) * u128::from(tolerance) + 1000
            });
            match out.last_mut() {
                Some(group) if joins => group.push(index),
                Some(_) | None => out.push(vec![index]),
            }
            last = Some(size);
        }
        out.retain(|group| group.len() >= 3);
        for group in &mut out {
            group.sort_by_key(|index| (self.date(*index), *index));
        }
        out
    }

    pub(super) fn mark(&mut self, index: usize) {
        if let Some(used) = self.used.get_mut(index) {
            *used = true;
        }
    }
}

/// Whether so many rows of a payee could be a series of their own.
const fn may_stand_out(rows: usize, of: usize) -> bool {
    rows * 2 >= of || (rows >= 5 && rows * 6 >= of)
}

/// How far amounts of a series that is taken whole may vary, in thousandths of their mean: bills with the seasons, pay with
/// the hours, but not the weekly shopping.
const fn steady_spread(period: Period) -> i64 {
    match period {
        Period::Weekly | Period::Biweekly => 200,
        Period::Monthly
        | Period::Bimonthly
        | Period::Quarterly
        | Period::Halfyearly
        | Period::Yearly => 450,
    }
}

const fn varying_spread(period: Period) -> i64 {
    match period {
        Period::Weekly | Period::Biweekly => 250,
        Period::Monthly
        | Period::Bimonthly
        | Period::Quarterly
        | Period::Halfyearly
        | Period::Yearly => 600,
    }
}

/// Standard deviation over mean, in thousandths, by integers.
fn spread(minors: impl Iterator<Item = i64> + Clone) -> i64 {
    let count = i128::from(minors.clone().count().max(1) as i64);
    let sum: i128 = minors.clone().map(i128::from).sum();
    let mean = (sum / count).abs().max(1);
    // Saturation only makes huge amounts look more spread than they are.
    let square: i128 = minors
        .map(|minor| {
            let off = i128::from(minor) - sum / count;
            off.saturating_mul(off)
        })
        .fold(0, i128::saturating_add);
    let deviation = (square / count).isqrt();
    i64::try_from(deviation.saturating_mul(1000) / mean).unwrap_or(i64::MAX)
}
