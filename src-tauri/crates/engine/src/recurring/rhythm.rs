//! The period that fits a run of dates.
//!
//! A chain is the best run of rows whose gaps are about one period, or a few when payments are missing. It may leave rows out:
//! a second booking of a failed payment does not break it.

use chrono::{Datelike, NaiveDate};
use domain::budget::Month;

use super::Period;

/// Credit of a link by the periods it spans, in thousandths: whole for the next one, less for each payment that is missing.
const LINK: [i64; 7] = [0, 1000, 500, 350, 200, 200, 200];
/// What each further row is worth beside its link, so that among equal chains the fuller one is taken.
const ROW: i64 = 40;

/// A run of dates at one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) period: Period,
    /// Indices into the dates, ascending.
    pub(super) links: Vec<usize>,
    /// Mean credit of the links, thousandths.
    pub(super) score: i64,
    /// Share of the dates that the chain takes, thousandths.
    pub(super) coverage: i64,
}

/// Thousandths of a day between two payments.
const fn milli_days(period: Period) -> i64 {
    match period {
        Period::Weekly => 7_000,
        Period::Biweekly => 14_000,
        Period::Fourweekly => 28_000,
        Period::Monthly => 30_437,
        Period::Bimonthly => 60_875,
        Period::Quarterly => 91_311,
        Period::Halfyearly => 182_621,
        Period::Yearly => 365_243,
    }
}

/// How many whole periods lie between two days, if their distance is near a multiple.
pub(super) fn periods_between(
    period: Period,
    earlier: NaiveDate,
    later: NaiveDate,
) -> Option<usize> {
    let gap = (later - earlier).num_days() * 1000;
    let one = milli_days(period);
    let count = (gap + one / 2) / one;
    let most = if period.days() > 31 { 2 } else { 6 };
    // A payment after missed ones has had longer to drift.
    let slack = period.slack() * if count > 1 { 1_300 } else { 1_000 };
    ((1..=most).contains(&count) && (gap - count * one).abs() <= slack).then_some(count as usize)
}

/// The period whose chain fits sorted dates best: three rows or more, most links whole.
pub(super) fn best_chain(dates: &[NaiveDate]) -> Option<Chain> {
    let span = match dates {
        [first, .., last] if dates.len() >= 3 => (*last - *first).num_days(),
        _ => return None,
    };
    let best = Period::ALL
        .into_iter()
        // Nearly the same as months: told apart below.
        .filter(|period| *period != Period::Fourweekly)
        .filter(|period| {
            // Neither far too many rows for the period nor far too few.
            let slots = span / period.days() + 1;
            (dates.len() as i64) <= slots * 2 + 1 && slots >= 2 && may_fit(dates, *period)
        })
        .filter_map(|period| chain(dates, period))
        .max_by_key(|chain| {
            (
                chain.score * chain.coverage,
                std::cmp::Reverse(chain.period),
            )
        })?;
    if best.period == Period::Monthly && is_four_weekly(&best, dates) {
        return Some(Chain {
            period: Period::Fourweekly,
            ..best
        });
    }
    Some(best)
}

/// Whether what fits months fits four weeks better: over three gaps or more months are at least a day longer in the mean, even
/// where weekends move both ends.
fn is_four_weekly(chain: &Chain, dates: &[NaiveDate]) -> bool {
    let taken: Vec<NaiveDate> = chain
        .links
        .iter()
        .filter_map(|link| dates.get(*link).copied())
        .collect();
    let steps: Option<Vec<usize>> = taken
        .windows(2)
        .map(|pair| match pair {
            [a, b] => periods_between(Period::Fourweekly, *a, *b),
            _ => None,
        })
        .collect();
    let (Some(steps), [first, .., last]) = (steps, taken.as_slice()) else {
        return false;
    };
    let count: usize = steps.iter().sum();
    let span = (*last - *first).num_days();
    steps.len() >= 3 && span * 10 <= count as i64 * 286 && span * 10 >= count as i64 * 274
}

/// Whether enough rows have another one a period before them for a chain that takes most rows by mostly whole links: a quick look
/// that spares the long one.
fn may_fit(dates: &[NaiveDate], period: Period) -> bool {
    let (least, most) = (
        period.days() - period.slack() - 1,
        period.days() + period.slack() + 1,
    );
    let mut from = 0;
    let whole = dates
        .iter()
        .filter(|later| {
            while dates
                .get(from)
                .is_some_and(|earlier| (**later - *earlier).num_days() > most)
            {
                from += 1;
            }
            dates
                .get(from)
                .is_some_and(|earlier| (**later - *earlier).num_days() >= least)
        })
        .count();
    whole * 10 + 5 >= dates.len() * 3
}

fn chain(dates: &[NaiveDate], period: Period) -> Option<Chain> {
    let longest = if period.days() > 31 { 2 } else { 6 };
    let reach = milli_days(period) / 1000 * longest + period.slack() * 2;
    // By row: worth of the best chain that ends there, and the row before it.
    let mut worth: Vec<(i64, Option<usize>)> = Vec::with_capacity(dates.len());
    for (j, later) in dates.iter().enumerate() {
        let mut best = (0, None);
        for i in (0..j).rev() {
            let Some(earlier) = dates.get(i) else { break };
            if (*later - *earlier).num_days() > reach {
                break;
            }
            if let Some(count) = periods_between(period, *earlier, *later) {
                let off = ((*later - *earlier).num_days() * 1000
                    - milli_days(period) * count as i64)
                    .abs();
                // Less than a link can be worth, enough to prefer the row on the day.
                let late = off / period.slack() / 20;
                let so_far = worth.get(i).map_or(0, |(so_far, _)| *so_far);
                let candidate = so_far + LINK.get(count).copied().unwrap_or_default() + ROW - late;
                if candidate > best.0 {
                    best = (candidate, Some(i));
                }
            }
        }
        worth.push(best);
    }
    let end = (0..worth.len()).max_by_key(|index| worth.get(*index).map(|(value, _)| *value))?;
    let mut links: Vec<usize> = std::iter::successors(Some(end), |at| {
        worth.get(*at).and_then(|(_, before)| *before)
    })
    .collect();
    links.reverse();
    if links.len() < 3 {
        return None;
    }
    let steps: Vec<usize> = links
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => periods_between(period, *dates.get(*a)?, *dates.get(*b)?),
            _ => None,
        })
        .collect();
    let whole = steps.iter().filter(|count| **count == 1).count();
    if whole * 2 < steps.len() {
        return None;
    }
    let credit: i64 = steps.iter().filter_map(|count| LINK.get(*count)).sum();
    Some(Chain {
        period,
        score: credit / steps.len().max(1) as i64,
        coverage: links.len() as i64 * 1000 / dates.len() as i64,
        links,
    })
}

/// The day of the month that recent payments aim at: 31 when most fall on a month's last day, else the middle of the last six, the
/// earlier of two, since weekends make payments late.
pub(crate) fn usual_day(dates: &[NaiveDate]) -> u32 {
    let recent = dates
        .get(dates.len().saturating_sub(6)..)
        .unwrap_or_default();
    let at_end = recent
        .iter()
        .filter(|day| Month::of(**day).last_day() == **day)
        .count();
    if at_end * 2 > recent.len() {
        return 31;
    }
    // Days are compared around the newest one, so that the 31st and the 1st are neighbours.
    let Some(newest) = recent.last() else {
        return 1;
    };
    let mut offsets: Vec<i64> = recent
        .iter()
        .map(|day| {
            let offset = i64::from(day.day()) - i64::from(newest.day());
            match offset {
                16.. => offset - 30,
                ..=-16 => offset + 30,
                _ => offset,
            }
        })
        .collect();
    offsets.sort_unstable();
    let middle = offsets
        .get((offsets.len() - 1) / 2)
        .copied()
        .unwrap_or_default();
    let day = i64::from(newest.day()) + middle;
    (if day < 1 {
        day + 30
    } else if day > 31 {
        day - 30
    } else {
        day
    }) as u32
}

/// The payment day nearest to `date`: where a late or early payment belongs.
pub(crate) fn slot_of(period: Period, date: NaiveDate, day: u32) -> NaiveDate {
    if period.months().is_none() {
        return date;
    }
    let on = |month: Month| {
        let last = month.last_day().day();
        month
            .first_day()
            .with_day(day.clamp(1, last))
            .unwrap_or(date)
    };
    let month = Month::of(date);
    [month, month.plus(-1), month.plus(1)]
        .map(on)
        .into_iter()
        .min_by_key(|slot| (*slot - date).num_days().abs())
        .unwrap_or(date)
}
