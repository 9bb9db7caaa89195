//! Reports: what came in and went out, by something and by period, in one currency.
//!
//! Every row is converted by itself, at its own day's rate, and rounded once, half to even; all sums are sums of those values,
//! so that lines add up to periods, periods to totals, and rows to lines. What a row is, income or spending, follows from its
//! category; without one from its direction. Refunds are income's or spending's negative part and net with it.

use std::collections::BTreeMap;
use std::hash::Hash;

use chrono::NaiveDate;
use domain::category::CategoryKind;
use money::Rate;
use rust_decimal::Decimal;

use crate::arith::{mul_div, narrow};

#[cfg(test)]
mod tests;

/// Whether money counts as earned or as spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Earned.
    Income,
    /// Spent.
    Spending,
}

impl Side {
    /// The side of a row; none for a transfer.
    pub const fn of(kind: Option<CategoryKind>, minor: i64) -> Option<Self> {
        match kind {
            Some(CategoryKind::Income) => Some(Self::Income),
            Some(CategoryKind::Transfer) => None,
            None if minor > 0 => Some(Self::Income),
            Some(CategoryKind::Expense) | None => Some(Self::Spending),
        }
    }
}

/// What is summed of a side: earned and spent are both positive.
const fn signed(side: Side, minor: i128) -> i128 {
    match side {
        Side::Income => minor,
        Side::Spending => -minor,
    }
}

/// A line of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<K> {
    /// What it is of.
    pub key: K,
    /// Earned or spent.
    pub side: Side,
    /// The sum, positive unless refunds are greater.
    pub total: i64,
    /// The same by period.
    pub values: Vec<i64>,
    /// Rows.
    pub count: u64,
}

/// Earned and spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Earned.
    pub income: i64,
    /// Spent.
    pub spent: i64,
}

impl Totals {
    /// What is left of what was earned.
    pub fn saved(self) -> i64 {
        narrow(i128::from(self.income) - i128::from(self.spent))
    }

    /// What is left as a share of what was earned, rounded to a tenth of a percent half to even; none where nothing was
    /// earned.
    pub fn savings_rate(self) -> Option<Decimal> {
        share(self.saved(), self.income)
    }
}

/// Gathers rows into lines.
pub struct Gathering<K> {
    periods: usize,
    lines: BTreeMap<(Side, K), Sums>,
    by_period: Vec<[i128; 2]>,
}

struct Sums {
    values: Vec<i128>,
    count: u64,
}

impl<K: Ord + Clone + Hash> Gathering<K> {
    /// Over so many periods.
    pub fn new(periods: usize) -> Self {
        Self {
            periods,
            lines: BTreeMap::new(),
            by_period: vec![[0; 2]; periods],
        }
    }

    /// A row, in the report's currency. Its period is less than the number of periods.
    pub fn add(&mut self, key: K, side: Side, period: usize, minor: i64) {
        let value = signed(side, i128::from(minor));
        let periods = self.periods;
        let sums = self.lines.entry((side, key)).or_insert_with(|| Sums {
            values: vec![0; periods],
            count: 0,
        });
        sums.count += 1;
        if let (Some(cell), Some(of_period)) =
            (sums.values.get_mut(period), self.by_period.get_mut(period))
        {
            *cell += value;
            of_period[usize::from(side == Side::Spending)] += value;
        }
    }

    /// The lines, greatest first, and what was earned and spent by period.
    pub fn finish(self) -> (Vec<Line<K>>, Vec<Totals>) {
        let mut lines: Vec<Line<K>> = self
            .lines
            .into_iter()
            .map(|((side, key), sums)| Line {
                key,
                side,
                total: narrow(sums.values.iter().sum()),
                values: sums.values.into_iter().map(narrow).collect(),
                count: sums.count,
            })
            .collect();
        lines.sort_by(|a, b| (a.side, b.total, &a.key).cmp(&(b.side, a.total, &b.key)));
        let totals = self
            .by_period
            .into_iter()
            .map(|[income, spent]| Totals {
                income: narrow(income),
                spent: narrow(spent),
            })
            .collect();
        (lines, totals)
    }
}

/// A part in percent of a whole, to a tenth, rounded half to even; none of nothing or less.
pub fn share(part: i64, whole: i64) -> Option<Decimal> {
    (whole > 0).then(|| Decimal::new(mul_div(part, 1000, whole), 1))
}

/// Sums of periods together.
pub fn together(periods: &[Totals]) -> Totals {
    let sum = |of: fn(&Totals) -> i64| narrow(periods.iter().map(|one| i128::from(of(one))).sum());
    Totals {
        income: sum(|one| one.income),
        spent: sum(|one| one.spent),
    }
}

/// The mean of each value and those before it, `window` in all, rounded half to even; none before there are so many.
pub fn moving_average(values: &[i64], window: usize) -> Vec<Option<i64>> {
    let window = window.max(1);
    (1..=values.len())
        .map(|end| {
            let start = end.checked_sub(window)?;
            let sum: i128 = values[start..end].iter().map(|one| i128::from(*one)).sum();
            let count = i64::try_from(window).ok()?;
            Some(mul_div(narrow(sum), 1, count))
        })
        .collect()
}

/// A change against an earlier value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The difference.
    pub by: i64,
    /// The same in percent of the earlier value's size, to a tenth; none from nothing.
    pub percent: Option<Decimal>,
}

/// What changed from `before` to `now`.
pub fn change(now: i64, before: i64) -> Change {
    let by = narrow(i128::from(now) - i128::from(before));
    Change {
        by,
        percent: share(by, before.saturating_abs()),
    }
}

/// Where money came from and where it went: what flows into the middle is what flows out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow<K> {
    /// Into the middle, greatest first: what was earned, and sides of spending that brought more than they took.
    pub sources: Vec<(Source<K>, i64)>,
    /// Out of it, greatest first.
    pub uses: Vec<(Use<K>, i64)>,
    /// What passes through.
    pub through: i64,
}

/// Where money came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source<K> {
    /// Earnings, or spending that brought more than it took.
    Of(K),
    /// What was there before: more was spent than earned.
    Reserves,
}

/// Where money went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use<K> {
    /// Spending, or earnings that took more than they brought.
    Of(K),
    /// It was kept.
    Kept,
}

/// The flow of a report's lines. A negative line flows the other way, so that every width is positive and both sides add up
/// exactly.
pub fn flow<K: Clone>(lines: &[Line<K>]) -> Flow<K> {
    let (mut sources, mut uses) = (Vec::new(), Vec::new());
    let (mut came, mut went) = (0_i128, 0_i128);
    for line in lines {
        let into = (line.side == Side::Income) == (line.total > 0);
        let width = line.total.saturating_abs();
        if width == 0 {
            continue;
        }
        if into {
            came += i128::from(width);
            sources.push((Source::Of(line.key.clone()), width));
        } else {
            went += i128::from(width);
            uses.push((Use::Of(line.key.clone()), width));
        }
    }
    sources.sort_by_key(|(_, width)| std::cmp::Reverse(*width));
    uses.sort_by_key(|(_, width)| std::cmp::Reverse(*width));
    match came - went {
        0 => {}
        kept @ 1.. => uses.insert(0, (Use::Kept, narrow(kept))),
        lacking => sources.push((Source::Reserves, narrow(-lacking))),
    }
    Flow {
        sources,
        uses,
        through: narrow(came.max(went)),
    }
}

/// The periods that days fall into: their first days, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    /// First day of each; ascending.
    pub starts: Vec<NaiveDate>,
    /// Last day of the last one.
    pub last: NaiveDate,
}

impl Periods {
    /// The period of a day, if it lies in one.
    pub fn of(&self, day: NaiveDate) -> Option<usize> {
        if day > self.last {
            return None;
        }
        self.starts
            .partition_point(|start| *start <= day)
            .checked_sub(1)
    }

    /// First and last day of a period.
    pub fn bounds(&self, place: usize) -> Option<(NaiveDate, NaiveDate)> {
        let first = *self.starts.get(place)?;
        let last = match self.starts.get(place + 1) {
            Some(next) => next.pred_opt()?,
            None => self.last,
        };
        Some((first, last))
    }
}

/// An amount in the report's currency, if there is a rate.
pub fn converted(rate: Option<Rate>, amount: money::Money) -> Option<i64> {
    rate?.convert(amount).ok().map(|money| money.minor)
}
