//! Net worth ahead: what is there, what is added each month, what it earns, and how sure that is.
//!
//! The likely line is counted in decimals and rounded once a point: each month a class is multiplied by the month's factor of its
//! yearly rate `r`, the twelfth root of `1 + r`, and then what is added comes on top, so that after `n` months a class that
//! began with `S` and gets `a` a month is `S·mⁿ + a·(mⁿ − 1) ÷ (m − 1)` (Brealey, Myers and Allen, *Principles of Corporate
//! Finance*, on growing sums and annuities). What follows terms of its own, a loan with a schedule, savings with stated
//! interest, something that wears, comes with its values and is added as it is.
//!
//! The ranges come from worlds in which the growth of a class is log-normal each month, independent of other months and
//! classes (Hull, *Options, Futures, and Other Derivatives*, ch. 15): the median of a year is `1 + r`, its standard deviation
//! the stated spread. So a sum that nothing is added to is above the likely line in half of the worlds. See [`worlds`] for how
//! they are drawn. Floats are used for the ranges and for chances, never for the line.
//!
//! A class that is owned does not fall below nothing and a debt not above it: what is left to take out or to pay back after
//! that goes off or onto cash, which may go below nothing and then earns nothing.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::growth;

#[cfg(test)]
mod tests;
mod worlds;

/// Longest horizon, months.
pub const MOST_MONTHS: u32 = 480;
/// Worlds that the ranges are taken from.
pub const WORLDS: usize = worlds::WORLDS;
/// Largest amount that is counted with, minor units: what grows out of it still fits.
const LARGEST: i64 = 100_000_000_000_000_000;

/// What net worth is made of here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Money in accounts.
    Cash,
    /// What is invested, pensions too.
    Investments,
    /// Things that are owned and are no account.
    Things,
    /// What is owed, negative.
    Debts,
}

impl Class {
    /// Every class; the order of arrays by class.
    pub const ALL: [Self; 4] = [Self::Cash, Self::Investments, Self::Things, Self::Debts];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Investments => "investments",
            Self::Things => "things",
            Self::Debts => "debts",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }
}

/// What is expected of a class, or of something in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// Percent a year, compounded; [`growth::plausible`].
    pub percent: Decimal,
    /// One standard deviation of a year's growth, percent points, not negative.
    pub spread: Decimal,
}

/// What of a class has no terms of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// There now, minor units; debts are negative.
    pub start: i64,
    /// Added at the end of each month; of debts, paid back.
    pub add: i64,
    /// What it earns; of debts, what it costs.
    pub growth: Growth,
}

/// Something that follows terms of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// What it counts in.
    pub class: Class,
    /// Its value now and after each month, as many as the horizon has and one.
    pub values: Vec<i64>,
}

/// Part of what a goal counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalPart {
    /// Its class.
    pub class: Class,
    /// There now.
    pub start: i64,
    /// The factor of a month where it has terms of its own; none grows as its class does.
    pub factor: Option<Decimal>,
}

/// A goal that is held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// What it counts.
    pub parts: Vec<GoalPart>,
    /// Put aside for it at the end of each month.
    pub add: i64,
    /// To be reached.
    pub target: i64,
    /// Whole months until its date, if there is one within the horizon.
    pub due: Option<u32>,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Months ahead, 1 to [`MOST_MONTHS`].
    pub months: u32,
    /// By class, in the order of [`Class::ALL`].
    pub pools: [Pool; 4],
    /// What follows terms of its own.
    pub followed: &'a [Followed],
    /// Comes to cash at the end of each month beside what is added, the first month first; may be shorter.
    pub freed: &'a [i64],
    /// Goals.
    pub goals: &'a [Goal],
}

/// A range of outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Lower end.
    pub low: i64,
    /// Upper end.
    pub high: i64,
}

/// After so many months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The likely line: the sum of `classes`.
    pub likely: i64,
    /// By class.
    pub classes: [i64; 4],
    /// Half of the worlds are in it.
    pub half: Range,
    /// Four of five are.
    pub most: Range,
    /// What is there now and all that was added until then, without what it earned.
    pub put_in: i64,
}

/// How a goal does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Months until the likely line of what it counts is there; none is not within the horizon.
    pub likely: Option<u32>,
    /// On the likely line at its date, or at the horizon where it has none.
    pub then: i64,
    /// Worlds of [`WORLDS`] that are there by its date; none without one.
    pub worlds: Option<u32>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// Now, and after each month.
    pub points: Vec<Point>,
    /// Goals in their order.
    pub goals: Vec<Reached>,
}

/// What cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    /// No month, or more than [`MOST_MONTHS`].
    #[error("the horizon is one month to forty years")]
    Horizon,
    /// A rate or a spread that is not plausible.
    #[error("a yearly rate lies between -50 and 50 percent, a spread between 0 and 50")]
    Rate,
    /// An amount, or what grows out of it, is too large; or something that follows terms has too few values.
    #[error("an amount is out of range")]
    Amount,
}

/// Net worth ahead.
pub fn ahead(input: &Input<'_>) -> Result<Ahead, Cannot> {
    check(input)?;
    let factors = factors(input)?;
    let lines = line(input, &factors).ok_or(Cannot::Amount)?;
    let paths: Vec<GoalPath> = input
        .goals
        .iter()
        .map(|goal| goal_path(goal, &factors, input.months))
        .collect::<Option<_>>()
        .ok_or(Cannot::Amount)?;
    let fixed: Vec<i64> = (0..=input.months as usize)
        .map(|month| followed_sum(input, None, month))
        .collect::<Option<_>>()
        .ok_or(Cannot::Amount)?;
    let drawn = worlds::draw(input, &fixed);
    let mut put_in = 0_i64;
    let mut points = Vec::with_capacity(lines.len());
    for (month, classes) in lines.into_iter().enumerate() {
        let likely = sum(classes).ok_or(Cannot::Amount)?;
        if month == 0 {
            put_in = likely;
        } else {
            let freed = input.freed.get(month - 1).copied().unwrap_or(0);
            let added = input.pools.iter().map(|pool| pool.add).chain([freed]);
            put_in = sum([put_in].into_iter().chain(added)).ok_or(Cannot::Amount)?;
        }
        let (half, most) = drawn.as_ref().map_or(
            // Where nothing is uncertain the line is all there is.
            (range(likely, likely), range(likely, likely)),
            |drawn| drawn.ranges[month],
        );
        points.push(Point {
            likely,
            classes,
            half,
            most,
            put_in,
        });
    }
    let goals = paths
        .iter()
        .enumerate()
        .map(|(place, path)| {
            let due = input.goals[place].due;
            let by = |months: u32| path.reached.is_some_and(|reached| reached <= months);
            Reached {
                likely: path.reached,
                then: path.values[due.unwrap_or(input.months).min(input.months) as usize],
                worlds: due.map(|due| {
                    drawn
                        .as_ref()
                        .map_or(if by(due) { WORLDS as u32 } else { 0 }, |drawn| {
                            drawn.reached[place]
                        })
                }),
            }
        })
        .collect();
    Ok(Ahead { points, goals })
}

const fn range(low: i64, high: i64) -> Range {
    Range { low, high }
}

fn sum(parts: impl IntoIterator<Item = i64>) -> Option<i64> {
    parts.into_iter().try_fold(0_i64, i64::checked_add)
}

fn check(input: &Input<'_>) -> Result<(), Cannot> {
    if !(1..=MOST_MONTHS).contains(&input.months) {
        return Err(Cannot::Horizon);
    }
    let fits = |minor: i64| minor.unsigned_abs() <= LARGEST.unsigned_abs();
    for pool in &input.pools {
        let spread = pool.growth.spread;
        if !growth::plausible(pool.growth.percent)
            || spread < Decimal::ZERO
            || spread > growth::MOST_PERCENT
        {
            return Err(Cannot::Rate);
        }
        if !fits(pool.start) || !fits(pool.add) {
            return Err(Cannot::Amount);
        }
    }
    let known = input
        .followed
        .iter()
        .all(|one| one.values.len() == input.months as usize + 1);
    let goals = input.goals.iter().all(|goal| {
        fits(goal.add) && fits(goal.target) && goal.parts.iter().all(|part| fits(part.start))
    });
    if known && goals && input.freed.iter().all(|minor| fits(*minor)) {
        Ok(())
    } else {
        Err(Cannot::Amount)
    }
}

/// The factor of a month by class.
fn factors(input: &Input<'_>) -> Result<[Decimal; 4], Cannot> {
    let mut factors = [Decimal::ONE; 4];
    for (factor, pool) in factors.iter_mut().zip(&input.pools) {
        *factor = growth::monthly(pool.growth.percent).ok_or(Cannot::Rate)?;
    }
    Ok(factors)
}

/// What follows terms of its own, of one class or of all.
fn followed_sum(input: &Input<'_>, class: Option<Class>, month: usize) -> Option<i64> {
    sum(input
        .followed
        .iter()
        .filter(|one| class.is_none_or(|class| one.class == class))
        .map(|one| one.values.get(month).copied().unwrap_or(0)))
}

fn rounded(amount: Decimal) -> Option<i64> {
    amount
        .round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven)
        .to_i64()
}

/// By class, now and after each month.
fn line(input: &Input<'_>, factors: &[Decimal; 4]) -> Option<Vec<[i64; 4]>> {
    let mut pools = input.pools.map(|pool| Decimal::from(pool.start));
    let adds = input.pools.map(|pool| Decimal::from(pool.add));
    let mut all = Vec::with_capacity(input.months as usize + 1);
    for month in 0..=input.months as usize {
        if month > 0 {
            let freed = input.freed.get(month - 1).copied().unwrap_or(0);
            let earned = pools[0] > Decimal::ZERO;
            for (place, pool) in pools.iter_mut().enumerate() {
                let factor = if place == 0 && !earned {
                    Decimal::ONE
                } else {
                    factors[place]
                };
                *pool = pool.checked_mul(factor)?.checked_add(adds[place])?;
            }
            pools[0] = pools[0].checked_add(Decimal::from(freed))?;
            settle(&mut pools);
        }
        let mut classes = [0_i64; 4];
        for (place, class) in Class::ALL.into_iter().enumerate() {
            classes[place] = sum([
                rounded(pools[place])?,
                followed_sum(input, Some(class), month)?,
            ])?;
        }
        all.push(classes);
    }
    Some(all)
}

/// What a class cannot hold goes off or onto cash.
fn settle<N>(pools: &mut [N; 4])
where
    N: Copy + PartialOrd + Default + std::ops::AddAssign,
{
    let nothing = N::default();
    for place in 1..4 {
        let over = if place == 3 {
            pools[place] > nothing
        } else {
            pools[place] < nothing
        };
        if over {
            let rest = std::mem::replace(&mut pools[place], nothing);
            pools[0] += rest;
        }
    }
}

/// What a goal counts, on the likely line.
struct GoalPath {
    values: Vec<i64>,
    reached: Option<u32>,
}

/// How much of what is put aside each part gets: as much as it is of the whole, or all of it the first where there is nothing
/// yet.
fn portions(goal: &Goal) -> Vec<Decimal> {
    let whole: Decimal = goal
        .parts
        .iter()
        .map(|part| Decimal::from(part.start.max(0)))
        .sum();
    goal.parts
        .iter()
        .enumerate()
        .map(|(place, part)| {
            if whole.is_zero() {
                Decimal::from(u8::from(place == 0))
            } else {
                Decimal::from(part.start.max(0)) / whole
            }
        })
        .collect()
}

fn goal_path(goal: &Goal, factors: &[Decimal; 4], months: u32) -> Option<GoalPath> {
    let mut parts: Vec<Decimal> = goal
        .parts
        .iter()
        .map(|part| Decimal::from(part.start))
        .collect();
    let portions = portions(goal);
    let mut values = Vec::with_capacity(months as usize + 1);
    let mut reached = None;
    for month in 0..=months {
        if month > 0 {
            for (place, value) in parts.iter_mut().enumerate() {
                let part = goal.parts[place];
                let factor = part.factor.unwrap_or(factors[part.class as usize]);
                let add = Decimal::from(goal.add).checked_mul(portions[place])?;
                *value = value.checked_mul(factor)?.checked_add(add)?;
            }
        }
        let mut whole = Decimal::ZERO;
        for value in &parts {
            whole = whole.checked_add(*value)?;
        }
        let value = rounded(whole)?;
        if reached.is_none() && value >= goal.target {
            reached = Some(month);
        }
        values.push(value);
    }
    Some(GoalPath { values, reached })
}
