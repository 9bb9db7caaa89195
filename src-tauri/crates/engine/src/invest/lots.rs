//! Lots: what is held, with what it cost.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ids::TradeId;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Fault, Kind, Method, Position, Problem, Trade};
use crate::arith::{narrow, total};

/// Decimals that a quantity keeps after a split; registers of funds keep fewer.
const QUANTITY_DIGITS: u32 = 12;

/// A quantity bought at once and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// The trade that opened it.
    pub by: TradeId,
    /// The day it was bought; of an average, the first.
    pub opened: NaiveDate,
    /// How many are left.
    pub quantity: Decimal,
    /// What they cost, fees and taxes of the purchase included.
    pub cost: i64,
}

/// A part of a lot that was sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Realised {
    /// The sale.
    pub trade: TradeId,
    /// The position.
    pub position: Position,
    /// The day of the sale.
    pub date: NaiveDate,
    /// The day it was bought.
    pub opened: NaiveDate,
    /// How many.
    pub quantity: Decimal,
    /// Received for them, less fee and tax of the sale.
    pub proceeds: i64,
    /// What they had cost.
    pub cost: i64,
}

impl Realised {
    /// Received less paid.
    pub fn gain(&self) -> i64 {
        narrow(i128::from(self.proceeds) - i128::from(self.cost))
    }
}

/// A position after one of its trades.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub date: NaiveDate,
    /// Held from then on.
    pub quantity: Decimal,
    /// What that cost.
    pub cost: i64,
}

/// What trades come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replay {
    /// Open lots, oldest first.
    pub lots: BTreeMap<Position, Vec<Lot>>,
    /// Quantity and cost after each trade that moved them, oldest first.
    pub steps: BTreeMap<Position, Vec<Step>>,
    /// What was sold.
    pub realised: Vec<Realised>,
    /// Trades that were not applied.
    pub problems: Vec<Problem>,
}

impl Replay {
    /// How many are held.
    pub fn quantity(&self, position: Position) -> Decimal {
        self.lots
            .get(&position)
            .map_or(Decimal::ZERO, |lots| held(lots))
    }

    /// What they cost.
    pub fn cost(&self, position: Position) -> i64 {
        self.lots
            .get(&position)
            .map_or(0, |lots| total(lots.iter().map(|lot| lot.cost)))
    }

    /// The position at the end of a day; none before its first trade.
    pub fn at(&self, position: Position, date: NaiveDate) -> Option<&Step> {
        let steps = self.steps.get(&position)?;
        let known = steps.partition_point(|step| step.date <= date);
        steps.get(known.checked_sub(1)?)
    }
}

fn held(lots: &[Lot]) -> Decimal {
    lots.iter().map(|lot| lot.quantity).sum()
}

/// Replays trades up to the end of `until`. Trades of one day keep the order of their numbers.
pub fn replay(trades: &[Trade], method: Method, until: NaiveDate) -> Replay {
    let mut ordered: Vec<&Trade> = trades.iter().filter(|trade| trade.date <= until).collect();
    ordered.sort_by_key(|trade| (trade.date, trade.id));
    let mut replay = Replay::default();
    for trade in ordered {
        let applied = apply(&mut replay, trade, method);
        if let Err(fault) = applied {
            replay.problems.push(Problem {
                trade: trade.id,
                position: trade.position,
                date: trade.date,
                fault,
            });
            continue;
        }
        replay.note(trade.position, trade.date);
        if let Kind::Merger { into, .. } = trade.kind {
            let other = Position {
                instrument: into,
                ..trade.position
            };
            replay.note(other, trade.date);
        }
    }
    replay
}

impl Replay {
    fn note(&mut self, position: Position, date: NaiveDate) {
        let step = Step {
            date,
            quantity: self.quantity(position),
            cost: self.cost(position),
        };
        let steps = self.steps.entry(position).or_default();
        match steps.last_mut() {
            Some(last) if last.date == date => *last = step,
            _ => steps.push(step),
        }
    }
}

fn apply(replay: &mut Replay, trade: &Trade, method: Method) -> Result<(), Fault> {
    match trade.kind {
        Kind::Buy => buy(replay, trade, method),
        Kind::Sell => sell(replay, trade, method),
        Kind::Split { new, old } => {
            let lots = replay.lots.entry(trade.position).or_default();
            scale(lots, new, old)
        }
        Kind::Merger { into, new, old } => merge(replay, trade, into, new, old, method),
        Kind::Dividend | Kind::Fee | Kind::Tax => Ok(()),
    }
}

fn buy(replay: &mut Replay, trade: &Trade, method: Method) -> Result<(), Fault> {
    if trade.quantity <= Decimal::ZERO {
        return Err(Fault::NothingMoved);
    }
    let lot = Lot {
        by: trade.id,
        opened: trade.date,
        quantity: trade.quantity,
        cost: total([trade.amount, trade.fee, trade.tax]),
    };
    add(replay.lots.entry(trade.position).or_default(), lot, method);
    Ok(())
}

/// Adds a lot; at the average all are one.
fn add(lots: &mut Vec<Lot>, lot: Lot, method: Method) {
    match (method, lots.first_mut()) {
        (Method::Average, Some(pool)) => {
            pool.quantity += lot.quantity;
            pool.cost = total([pool.cost, lot.cost]);
        }
        _ => lots.push(lot),
    }
}

fn sell(replay: &mut Replay, trade: &Trade, method: Method) -> Result<(), Fault> {
    if trade.quantity <= Decimal::ZERO {
        return Err(Fault::NothingMoved);
    }
    let lots = replay.lots.entry(trade.position).or_default();
    let there = held(lots);
    if trade.quantity > there {
        return Err(Fault::SoldMoreThanHeld {
            held: there,
            sold: trade.quantity,
        });
    }
    let taken = if method == Method::Specific && !trade.lots.is_empty() {
        named(lots, trade)?
    } else {
        oldest(lots, trade.quantity)
    };
    lots.retain(|lot| lot.quantity > Decimal::ZERO);
    let proceeds = narrow(i128::from(trade.amount) - i128::from(trade.fee) - i128::from(trade.tax));
    replay.realised.extend(spread(trade, proceeds, &taken));
    Ok(())
}

/// Parts of lots with what was received for each; the parts add up to the proceeds.
fn spread(trade: &Trade, proceeds: i64, taken: &[Lot]) -> Vec<Realised> {
    let mut left = proceeds;
    let mut quantity = held(taken);
    taken
        .iter()
        .map(|part| {
            let share = share_of(left, part.quantity, quantity);
            left = narrow(i128::from(left) - i128::from(share));
            quantity -= part.quantity;
            Realised {
                trade: trade.id,
                position: trade.position,
                date: trade.date,
                opened: part.opened,
                quantity: part.quantity,
                proceeds: share,
                cost: part.cost,
            }
        })
        .collect()
}

/// Takes a quantity off a lot, with its share of the cost; what is left keeps the rest.
fn split_off(lot: &mut Lot, quantity: Decimal) -> Lot {
    let cost = share_of(lot.cost, quantity, lot.quantity);
    lot.quantity -= quantity;
    lot.cost = narrow(i128::from(lot.cost) - i128::from(cost));
    Lot {
        quantity,
        cost,
        ..lot.clone()
    }
}

fn oldest(lots: &mut [Lot], mut wanted: Decimal) -> Vec<Lot> {
    let mut taken = Vec::new();
    for lot in lots {
        if wanted <= Decimal::ZERO {
            break;
        }
        let part = wanted.min(lot.quantity);
        wanted -= part;
        taken.push(split_off(lot, part));
    }
    taken
}

fn named(lots: &mut [Lot], trade: &Trade) -> Result<Vec<Lot>, Fault> {
    let mut wanted: BTreeMap<TradeId, Decimal> = BTreeMap::new();
    for (by, quantity) in &trade.lots {
        if *quantity <= Decimal::ZERO {
            return Err(Fault::LotsDoNotMatch);
        }
        *wanted.entry(*by).or_default() += *quantity;
    }
    let enough = |by: &TradeId, quantity: &Decimal| {
        lots.iter()
            .any(|lot| lot.by == *by && lot.quantity >= *quantity)
    };
    let sum: Decimal = wanted.values().sum();
    if sum != trade.quantity || !wanted.iter().all(|(by, quantity)| enough(by, quantity)) {
        return Err(Fault::LotsDoNotMatch);
    }
    Ok(lots
        .iter_mut()
        .filter_map(|lot| {
            let quantity = wanted.remove(&lot.by)?;
            Some(split_off(lot, quantity))
        })
        .collect())
}

/// Every `old` becomes `new`. The position as a whole is rounded once, and the last lot takes what rounding leaves.
fn scale(lots: &mut [Lot], new: Decimal, old: Decimal) -> Result<(), Fault> {
    if new <= Decimal::ZERO || old <= Decimal::ZERO {
        return Err(Fault::NothingMoved);
    }
    let ratio = |quantity: Decimal| (quantity * new / old).round_dp(QUANTITY_DIGITS);
    let mut left = ratio(held(lots));
    let last = lots.len().saturating_sub(1);
    for (place, lot) in lots.iter_mut().enumerate() {
        lot.quantity = if place == last {
            left
        } else {
            ratio(lot.quantity)
        };
        left -= lot.quantity;
    }
    Ok(())
}

fn merge(
    replay: &mut Replay,
    trade: &Trade,
    into: domain::ids::InstrumentId,
    new: Decimal,
    old: Decimal,
    method: Method,
) -> Result<(), Fault> {
    let mut moved = replay
        .lots
        .get(&trade.position)
        .cloned()
        .unwrap_or_default();
    if moved.is_empty() || into == trade.position.instrument {
        return Err(Fault::NothingMoved);
    }
    let whole = held(&moved);
    scale(&mut moved, new, old)?;
    replay.lots.remove(&trade.position);
    // Cash beside the shares gives back cost; what it is more than the cost is a gain.
    let cash = trade.cash().max(0);
    let cost = total(moved.iter().map(|lot| lot.cost));
    let back = cash.min(cost);
    let mut rest = back;
    let mut of = cost;
    for lot in &mut moved {
        let part = share_of(rest, Decimal::from(lot.cost), Decimal::from(of.max(1)));
        of = narrow(i128::from(of) - i128::from(lot.cost));
        rest = narrow(i128::from(rest) - i128::from(part));
        lot.cost = narrow(i128::from(lot.cost) - i128::from(part));
    }
    if cash > 0 {
        replay.realised.push(Realised {
            trade: trade.id,
            position: trade.position,
            date: trade.date,
            opened: moved[0].opened,
            quantity: whole,
            proceeds: cash,
            cost: back,
        });
    }
    let other = Position {
        instrument: into,
        ..trade.position
    };
    let lots = replay.lots.entry(other).or_default();
    for lot in moved {
        add(lots, lot, method);
    }
    lots.sort_by_key(|lot| (lot.opened, lot.by));
    Ok(())
}

/// `part` ÷ `whole` of an amount, to the nearest unit, ties to even.
fn share_of(amount: i64, part: Decimal, whole: Decimal) -> i64 {
    if part == whole || whole <= Decimal::ZERO {
        return amount;
    }
    let amount = Decimal::from(amount);
    let exact = amount
        .checked_mul(part)
        .and_then(|product| product.checked_div(whole))
        .or_else(|| {
            part.checked_div(whole)
                .and_then(|ratio| amount.checked_mul(ratio))
        });
    exact
        .and_then(|exact| exact.round().to_i64())
        .unwrap_or_default()
}
