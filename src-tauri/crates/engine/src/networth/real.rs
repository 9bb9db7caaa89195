//! Amounts in the money of another day.
//!
//! An amount of a day is worth `amount × index(reference) ÷ index(day)` in the money of the reference day, the way statistical
//! offices turn current into constant prices (ILO, *Consumer Price Index Manual: Concepts and Methods*, 2020, ch. 2). The index
//! of a month stands for the month's last day; between two month ends it is a straight line by days, across months that are
//! missing one between those around them. Beyond the index, on both sides, a yearly rate that somebody stated carries it on,
//! month by month at its twelfth root. Without such a rate nothing is known there, and the amount stays as it is and is
//! marked. Nothing else is made up.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::budget::Month;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::growth;

/// Months that a stated rate carries an index on, at most: a century.
const FARTHEST: i32 = 1_200;
/// Months over which an index is said to have risen, at most.
const MEAN_MONTHS: i32 = 120;

/// Where a level comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Published for the month that ends that day.
    Published,
    /// On the line between two that were published.
    Between,
    /// Carried on by the stated rate.
    Stated,
    /// Not known: the amount is left as it is.
    Unknown,
}

/// The level of prices on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// The index; positive.
    pub index: Decimal,
    /// Where it comes from.
    pub basis: Basis,
}

/// An amount in the money of the reference day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Real {
    /// Minor units.
    pub minor: i64,
    /// The level of the day; none where it is not known, and then the amount is as it was.
    pub level: Option<Decimal>,
    /// Where that comes from.
    pub basis: Basis,
}

/// Prices of one currency over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    months: BTreeMap<i32, Decimal>,
    /// What a month multiplies by beyond the index.
    beyond: Option<Decimal>,
    /// The day whose money amounts are told in, and its level.
    reference: (NaiveDate, Level),
}

impl Prices {
    /// Prices from an index and a stated yearly rate in percent, told in the money of `today`, or of the index's last month
    /// where today is beyond it and nothing is stated. A level that is not positive is none. None when neither is there.
    pub fn new(
        index: impl IntoIterator<Item = (Month, Decimal)>,
        yearly: Option<Decimal>,
        today: NaiveDate,
    ) -> Option<Self> {
        let mut months: BTreeMap<i32, Decimal> = index
            .into_iter()
            .filter(|(_, level)| *level > Decimal::ZERO)
            .map(|(month, level)| (month.index(), level))
            .collect();
        let beyond = yearly.and_then(growth::monthly);
        if months.is_empty() {
            beyond?;
            // Any level will do: only the ratio of two counts.
            months.insert(Month::of(today).index(), Decimal::ONE_HUNDRED);
        }
        let (last, level) = months
            .last_key_value()
            .map(|(month, level)| (*month, *level))?;
        let end = Month::from_index(last).last_day();
        let mut prices = Self {
            months,
            beyond,
            reference: (
                end,
                Level {
                    index: level,
                    basis: Basis::Published,
                },
            ),
        };
        if let Some(level) = prices.level(today) {
            prices.reference = (today, level);
        }
        Some(prices)
    }

    /// The day whose money amounts are told in, and its level.
    pub const fn reference(&self) -> (NaiveDate, Level) {
        self.reference
    }

    /// The level on a day; none where nothing is known.
    pub fn level(&self, date: NaiveDate) -> Option<Level> {
        let month = Month::of(date);
        let end = self.month_end(month.index());
        let days = month.last_day().day();
        if date.day() == days {
            return end;
        }
        let (begin, end) = (self.month_end(month.index() - 1)?, end?);
        let part = Decimal::from(date.day()) / Decimal::from(days);
        let index = (end.index - begin.index)
            .checked_mul(part)?
            .checked_add(begin.index)?;
        let stated = begin.basis == Basis::Stated || end.basis == Basis::Stated;
        Some(Level {
            index,
            basis: if stated {
                Basis::Stated
            } else {
                Basis::Between
            },
        })
    }

    /// The level on the last day of a month.
    fn month_end(&self, month: i32) -> Option<Level> {
        if let Some(index) = self.months.get(&month) {
            return Some(Level {
                index: *index,
                basis: Basis::Published,
            });
        }
        let before = self.months.range(..month).next_back();
        let after = self.months.range(month..).next();
        let stated = |from: (&i32, &Decimal)| {
            let away = month - from.0;
            if away.abs() > FARTHEST {
                return None;
            }
            let factor = growth::power(self.beyond?, away.unsigned_abs())?;
            let index = if away < 0 {
                from.1.checked_div(factor)?
            } else {
                from.1.checked_mul(factor)?
            };
            Some(Level {
                index,
                basis: Basis::Stated,
            })
        };
        match (before, after) {
            (Some((first, low)), Some((last, high))) => {
                let part = Decimal::from(month - first) / Decimal::from(last - first);
                Some(Level {
                    index: (high - low).checked_mul(part)?.checked_add(*low)?,
                    basis: Basis::Between,
                })
            }
            (Some(last), None) => stated(last),
            (None, Some(first)) => stated(first),
            (None, None) => None,
        }
    }

    /// An amount of a day in the money of the reference day, rounded once, half to even.
    pub fn real(&self, minor: i64, date: NaiveDate) -> Real {
        let told = self.level(date).and_then(|level| {
            let minor = Decimal::from(minor)
                .checked_mul(self.reference.1.index)?
                .checked_div(level.index)?
                .round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven)
                .to_i64()?;
            Some(Real {
                minor,
                level: Some(level.index),
                basis: level.basis,
            })
        });
        told.unwrap_or(Real {
            minor,
            level: None,
            basis: Basis::Unknown,
        })
    }
}

/// By how much an index rose a year over its last ten years, or over all it has when that is at least one: percent, two
/// decimals.
pub fn mean_yearly(index: &BTreeMap<Month, Decimal>) -> Option<Decimal> {
    let (last, now) = index.last_key_value()?;
    let (first, then) = index
        .range(last.plus(-MEAN_MONTHS)..)
        .next()
        .filter(|(first, _)| last.index() - first.index() >= 12)?;
    let months = u32::try_from(last.index() - first.index()).ok()?;
    let year = growth::power(growth::root(now.checked_div(*then)?, months)?, 12)?;
    Some(((year - Decimal::ONE) * Decimal::ONE_HUNDRED).round_dp(2))
}

/// Months between the first and the last of an index that it does not have.
pub fn gaps(index: &BTreeMap<Month, Decimal>) -> Vec<Month> {
    let (Some((first, _)), Some((last, _))) = (index.first_key_value(), index.last_key_value())
    else {
        return Vec::new();
    };
    (first.index()..=last.index())
        .map(Month::from_index)
        .filter(|month| !index.contains_key(month))
        .collect()
}
