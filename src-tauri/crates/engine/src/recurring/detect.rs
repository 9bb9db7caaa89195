//! Finding series: by payee first, then by amount, then joining what a change of price or name has torn apart.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::text::similarity_folded;

use super::rhythm::{Chain, best_chain, periods_between, slot_of, usual_day};
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
struct Draft {
    period: Period,
    rows: Vec<usize>,
    score: i64,
}

/// A chain among some rows, with the spread of its amounts in thousandths.
struct Found {
    chain: Chain,
    rows: Vec<usize>,
    spread: i64,
}

impl Found {
    /// Whether chance is unlikely to have made the chain: among many other rows of the same payee some always fit, so a small part
    /// of them needs to be longer and cleaner.
    fn stands_out(&self, of: usize) -> bool {
        let rows = self.rows.len();
        rows * 2 >= of
            || (rows >= 5
                && rows * 6 >= of
                && self.chain.score >= 850
                && self.chain.coverage >= 850)
    }
}

impl Found {
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

struct Search<'a> {
    rows: &'a [Row<'a>],
    used: Vec<bool>,
    drafts: Vec<Draft>,
}

impl Search<'_> {
    fn minor(&self, index: usize) -> i64 {
        self.rows.get(index).map_or(0, |row| row.minor)
    }

    fn date(&self, index: usize) -> NaiveDate {
        self.rows.get(index).map_or(NaiveDate::MIN, |row| row.date)
    }

    fn payee(&self, index: usize) -> &str {
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

    fn is_free(&self, index: usize) -> bool {
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

    /// Joins series of one period of which one begins where the other stopped.
    fn join(&mut self) {
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
                            .is_some_and(|count| count <= 2)
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
    fn carry_on(&mut self, order: &[usize], groups: &[Group<'_>]) {
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

    fn mark(&mut self, index: usize) {
        if let Some(used) = self.used.get_mut(index) {
            *used = true;
        }
    }

    /// The free row one period from `from` (two when one is missing) that is the same payment; `rows` lead away from it.
    fn nearest<'i>(
        &self,
        rows: impl Iterator<Item = &'i usize>,
        period: Period,
        from: usize,
    ) -> Option<usize> {
        let reach = period.days() * 2 + period.slack() * 2;
        rows.copied()
            .take_while(|index| (self.date(*index) - self.date(from)).num_days().abs() <= reach)
            .filter(|index| self.is_free(*index))
            .filter_map(|index| {
                let (a, b) = (
                    self.date(from).min(self.date(index)),
                    self.date(from).max(self.date(index)),
                );
                let count = periods_between(period, a, b).filter(|count| *count <= 2)?;
                self.same_payment(from, index).then(|| {
                    let other_name = self.payee(from) != self.payee(index);
                    let other_price = self.minor(from) != self.minor(index);
                    let off = ((b - a).num_days() - period.days() * count as i64).abs();
                    ((count, other_name, other_price, off), index)
                })
            })
            .min()
            .map(|(_, index)| index)
    }
}

/// The rows of one payee in one direction, ascending by date.
type Group<'a> = ((&'a str, bool), Vec<usize>);

/// Rows by amount and by payee, so that a series is compared with the few rows that can carry it on.
struct Nearby<'a> {
    by_minor: HashMap<i64, Vec<usize>>,
    by_payee: HashMap<(&'a str, bool), &'a [usize]>,
    /// Payees by how they begin: renamed shops and cut-off names begin alike.
    by_start: HashMap<&'a [u8], Vec<&'a str>>,
}

impl<'a> Nearby<'a> {
    fn of(search: &Search<'_>, drafts: &[Draft], order: &[usize], groups: &'a [Group<'a>]) -> Self {
        let mut by_minor: HashMap<i64, Vec<usize>> = HashMap::new();
        for draft in drafts {
            for end in draft.rows.first().into_iter().chain(draft.rows.last()) {
                by_minor.entry(search.minor(*end)).or_default();
            }
        }
        for index in order {
            if let Some(rows) = by_minor.get_mut(&search.minor(*index)) {
                rows.push(*index);
            }
        }
        let mut by_start: HashMap<&[u8], Vec<&str>> = HashMap::new();
        for ((payee, _), _) in groups {
            if let Some(start) = payee.as_bytes().get(..START) {
                by_start.entry(start).or_default().push(payee);
            }
        }
        let by_payee = groups
            .iter()
            .map(|(key, rows)| (*key, rows.as_slice()))
            .collect();
        Self {
            by_minor,
            by_payee,
            by_start,
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
            .and_then(|start| self.by_start.get(start));
        let similar = alike
            .into_iter()
            .filter(|names| names.len() <= COMMON)
            .flatten()
            .copied()
            .filter(|name| *name != payee && similarity_folded(name, payee) >= SIMILAR);
        let named = !payee.is_empty();
        let mut rows: Vec<usize> = similar
            .chain(
                self.by_payee
                    .get_key_value(&(payee, minor > 0))
                    .filter(|_| named)
                    .map(|((name, _), _)| *name),
            )
            .filter_map(|name| self.by_payee.get(&(name, minor > 0)))
            .flat_map(|rows| rows.iter().copied())
            .chain(self.by_minor.get(&minor).into_iter().flatten().copied())
            .collect();
        rows.sort_unstable_by_key(|index| (search.date(*index), *index));
        rows.dedup();
        rows
    }
}

/// Bytes that names have in common at their beginning before they are compared.
const START: usize = 4;
/// Percent of likeness from which two names may be one.
const SIMILAR: u8 = 75;

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

fn finish(rows: &[Row<'_>], draft: &Draft, as_of: NaiveDate) -> Option<Series> {
    let dates: Vec<NaiveDate> = draft
        .rows
        .iter()
        .filter_map(|index| rows.get(*index))
        .map(|row| row.date)
        .collect();
    let minors: Vec<i64> = draft
        .rows
        .iter()
        .filter_map(|index| rows.get(*index))
        .map(|row| row.minor)
        .collect();
    let (last_date, last_minor) = (*dates.last()?, *minors.last()?);
    let fixed = is_fixed(&minors);
    let changed = fixed
        .then(|| {
            let at = minors
                .iter()
                .rposition(|minor| !alike(*minor, last_minor))?;
            Some((*minors.get(at)?, *dates.get(at + 1)?))
        })
        .flatten();
    let minor = if fixed {
        last_minor
    } else {
        middle(minors.get(minors.len().saturating_sub(3)..)?)
    };
    let day = usual_day(&dates);
    let silent = (as_of - last_date).num_days();
    let mut next_date = draft
        .period
        .after(slot_of(draft.period, last_date, day), day);
    // A payment that is a little late is still to come.
    let late = (draft.period.slack() + 1) / 2;
    while next_date <= as_of {
        next_date = if (as_of - next_date).num_days() <= late {
            as_of.succ_opt()?
        } else {
            let after = draft
                .period
                .after(slot_of(draft.period, next_date, day), day);
            if after <= next_date {
                return None;
            }
            after
        };
    }
    let count = draft.rows.len() as i64;
    Some(Series {
        rows: draft.rows.clone(),
        period: draft.period,
        day,
        minor,
        fixed,
        changed,
        last_date,
        next_date,
        confidence: (draft.score * count / (count + 1) / 10).clamp(0, 99) as u8,
        ended: silent * 10 > draft.period.days() * 22,
    })
}

/// Same to a thousandth.
fn alike(a: i64, b: i64) -> bool {
    u128::from(a.abs_diff(b)) * 1000 <= u128::from(a.unsigned_abs().max(b.unsigned_abs()))
}

/// Whether amounts stand still and move in steps: of the neighbours, at least two in three are alike, or the newest two are
/// and half of all.
fn is_fixed(minors: &[i64]) -> bool {
    let pairs = minors.len().saturating_sub(1);
    let same = minors
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if alike(*a, *b)))
        .count();
    same * 3 >= pairs * 2 || (same * 2 >= pairs && matches!(minors, [.., a, b] if alike(*a, *b)))
}

fn middle(minors: &[i64]) -> i64 {
    let mut sorted = minors.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
