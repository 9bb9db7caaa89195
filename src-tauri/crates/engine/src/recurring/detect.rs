//! Finding series: by payee first, then by amount, then joining what a change of price or name has torn apart.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, Weekday};
use domain::workday::Calendar;

use super::carry::Group;
use super::outlook::finish;
use super::rhythm::{Chain, best_chain};
use super::{Anchor, Period, Series};

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
pub fn detect(rows: &[Row<'_>], as_of: NaiveDate, calendar: Calendar) -> Vec<Series> {
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
        calendar,
        used: vec![false; rows.len()],
        drafts: Vec::new(),
    };
    search.leave_out_returned(&groups);
    for ((payee, _), group) in &groups {
        // A name on a third of all rows is a kind of payment, not somebody.
        let named = !payee.is_empty() && (group.len() * 10 < order.len() * 3 || group.len() < 10);
        search.group(group, payee.is_empty(), named);
    }
    search.join();
    search.carry_on(&order, &groups);
    // What was taken up may reach to where another one begins.
    search.join();
    let mut drafts = search.drafts;
    drafts.sort_by_key(|draft| draft.rows.first().copied());
    drafts
        .iter()
        .filter_map(|draft| finish(rows, draft, as_of, calendar))
        .collect()
}

pub(super) struct Search<'a> {
    pub(super) rows: &'a [Row<'a>],
    pub(super) calendar: Calendar,
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

    fn group(&mut self, group: &[usize], payee_is_empty: bool, named: bool) {
        let group = &*self.free(group);
        if group.len() < 3 {
            return;
        }
        if !payee_is_empty && let Some(found) = self.on_the_day(group) {
            self.take(&found);
            return;
        }
        let whole = named
            .then(|| self.best(group))
            .flatten()
            .map(|found| self.without_start(found));
        if let Some(found) = &whole
            && found.chain.score >= 850
            && found.chain.coverage >= 900
            && found.spread <= steady_spread(found.chain.period)
            && self.is_on_time(found)
        {
            self.take(found);
            return;
        }
        for equal in self.by_size(group, 1) {
            if let Some(found) = self.best(&equal)
                && found.chain.score >= 700
                && (found.rows.len() > 3 || self.is_on_time(&found))
                && (found.rows.len() > 3
                    || found.chain.period <= Period::Monthly
                    || found.chain.score >= 950)
                && found.chain.coverage >= if named { 600 } else { 750 }
                && (!named || found.stands_out(group.len()) || found.is_clean())
            {
                self.take(&found);
            }
        }
        if !named {
            return;
        }
        self.nearly_equal_on_a_day(group);
        let rest = self.free(group);
        if rest.len() < 3 {
            return;
        }
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
            && self.is_on_time(&found)
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
                && self.is_on_time(&found)
            {
                self.take(&found);
            }
        }
    }

    /// All rows of somebody who is paid on the very same day of each month, without a gap, whatever the amounts: interest, fees,
    /// what a card is settled with. On one day there may be several rows, unless each of them goes its own steady way.
    fn on_the_day(&self, group: &[usize]) -> Option<Found> {
        /// Rows on one day.
        const PARTS: usize = 4;
        let mut days: Vec<NaiveDate> = group.iter().map(|index| self.date(*index)).collect();
        days.dedup();
        if days.len() < 4 || group.len() > days.len() * PARTS {
            return None;
        }
        let chain = best_chain(&days)?;
        if chain.period.months().is_none()
            || chain.links.len() < days.len()
            || chain.score < (if days.len() < 6 { 1_000 } else { 950 })
        {
            return None;
        }
        let anchor = Anchor::of(chain.period, &days, self.calendar);
        if days
            .iter()
            .any(|day| anchor.slot(chain.period, *day) != *day)
        {
            return None;
        }
        if group.len() > days.len() {
            let steady: usize = self
                .by_size(group, 250)
                .iter()
                .filter_map(|alike| {
                    self.best(alike)
                        .filter(|found| found.rows.len() == alike.len())
                })
                .filter(|found| found.chain.score >= 850 && found.spread <= 300)
                .map(|found| found.rows.len())
                .sum();
            if steady * 10 >= group.len() * 7 {
                return None;
            }
        }
        Some(Found {
            spread: spread(group.iter().map(|index| self.minor(*index))),
            rows: group.to_vec(),
            chain,
        })
    }

    /// Nearly equal amounts on one day of the month among many other rows: a subscription in a foreign currency at a shop where
    /// the person also buys.
    fn nearly_equal_on_a_day(&mut self, group: &[usize]) {
        const LEAST: usize = 5;
        let rest = self.free(group);
        if rest.len() < LEAST {
            return;
        }
        // By the day of the month, and by the day of those that weekends move to Monday.
        let mut plain: Vec<Vec<usize>> = vec![Vec::new(); 32];
        let mut moved: Vec<Vec<usize>> = vec![Vec::new(); 32];
        let put = |days: &mut Vec<Vec<usize>>, day: u32, index: usize| {
            if let Some(rows) = days.get_mut(day as usize) {
                rows.push(index);
            }
        };
        for index in rest {
            let date = self.date(index);
            put(&mut plain, date.day(), index);
            match date.weekday() {
                Weekday::Sat | Weekday::Sun => {}
                weekday => {
                    put(&mut moved, date.day(), index);
                    if weekday == Weekday::Mon {
                        put(&mut moved, date.day().saturating_sub(1), index);
                        put(&mut moved, date.day().saturating_sub(2), index);
                    }
                }
            }
        }
        for day in plain.into_iter().chain(moved) {
            if day.len() < LEAST {
                continue;
            }
            for alike in self.by_size(&self.free(&day), 20) {
                if alike.len() >= LEAST
                    && let Some(found) = self.best(&alike)
                    && found.chain.period == Period::Monthly
                    && found.rows.len() >= LEAST
                    && found.chain.score >= 850
                    && found.chain.coverage >= 800
                {
                    self.take(&found);
                }
            }
        }
    }

    /// Without first rows of quite another size: what opened an account is not yet its pay.
    fn without_start(&self, mut found: Found) -> Found {
        let mut sizes: Vec<u64> = found
            .rows
            .iter()
            .map(|index| self.minor(*index).unsigned_abs())
            .collect();
        sizes.sort_unstable();
        let middle = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
        let other_size = |index: &usize| {
            let size = self.minor(*index).unsigned_abs();
            size.saturating_mul(3) < middle || size > middle.saturating_mul(3)
        };
        let start = found
            .rows
            .iter()
            .take(2)
            .take_while(|index| other_size(index))
            .count();
        if start > 0 && found.rows.len() >= start + 5 {
            found.rows.drain(..start);
            found.chain.links.drain(..start);
            found.spread = spread(found.rows.iter().map(|index| self.minor(*index)));
        }
        found
    }

    /// Whether rows keep to their days as well as their number and their amounts ask: what varies in both is no series.
    fn is_on_time(&self, found: &Found) -> bool {
        let period = found.chain.period;
        let dates: Vec<NaiveDate> = found.rows.iter().map(|index| self.date(*index)).collect();
        let anchor = Anchor::of(period, &dates, self.calendar);
        let off: i64 = dates
            .iter()
            .map(|date| (*date - anchor.slot(period, *date)).num_days().abs())
            .sum();
        let mean = off * 1_000 / dates.len().max(1) as i64;
        let slack = period.slack().min(Period::Monthly.slack()) * 1_000;
        match (found.rows.len(), found.spread) {
            (_, ..=20) if found.rows.len() > 3 => true,
            (..=3, 100..) if period > Period::Monthly => false,
            (..=3, 200..) => mean * 6 <= slack,
            (..=3, _) if period.months().is_none() => mean * 4 <= slack,
            (..8, _) => mean * 3 <= slack,
            (8.., _) => mean * 2 <= slack,
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
        Period::Fourweekly
        | Period::Monthly
        | Period::Bimonthly
        | Period::Quarterly
        | Period::Halfyearly
        | Period::Yearly => 450,
    }
}

const fn varying_spread(period: Period) -> i64 {
    match period {
        Period::Weekly | Period::Biweekly => 250,
        Period::Fourweekly
        | Period::Monthly
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
