//! Why net worth changed between two days.
//!
//! Each thing that counts is taken apart: what its own amount changed by, at the last day's rate, and what is left of its change,
//! which exchange rates did. What the own amount changed by is rows for money, market for what is held, valuation for an asset.
//! What rows changed is what came in less what was spent, and the rest: transfers to what does not count, rows left out of
//! reports, balances put right. The parts add up to the change, to the last unit.

use money::Money;

use crate::arith::{narrow, total};

/// What something is, and what part of its change is not the market's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Money: rows change it.
    Money,
    /// An account whose balance counts what it holds; its rows came to so much, in its own minor units.
    Holding {
        /// Sum of rows.
        rows: i64,
    },
    /// A position of trades; so much was put in, in minor units of the base currency.
    Position {
        /// Bought less sold and paid out.
        put_in: i64,
    },
    /// An asset.
    Asset,
}

/// Something that counts, on both days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Own amount at the end of the first day; nothing where it was not there yet.
    pub own_before: Money,
    /// Own amount at the end of the last day.
    pub own_after: Money,
    /// The same in the base currency.
    pub before: i64,
    /// The same in the base currency.
    pub after: i64,
    /// What it is.
    pub nature: Nature,
}

/// A change, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Explained {
    /// Earned.
    pub came_in: i64,
    /// Spent, negative.
    pub spent: i64,
    /// What prices did.
    pub market: i64,
    /// What exchange rates did.
    pub exchange: i64,
    /// What valuations and wear did.
    pub valuation: i64,
    /// Transfers to what does not count, rows left out of reports, balances put right.
    pub other: i64,
}

impl Explained {
    /// All of it.
    pub fn change(&self) -> i64 {
        total([
            self.came_in,
            self.spent,
            self.market,
            self.exchange,
            self.valuation,
            self.other,
        ])
    }
}

/// What one thing adds to each part of a change, in minor units of the base currency. Its four amounts add up to what it changed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Apart {
    /// What its own amount changed by, at the last day's rate.
    pub by_itself: i64,
    /// What of that rows did, or what was put into a position.
    pub rows: i64,
    /// What of that prices did.
    pub market: i64,
    /// What of that a valuation or wear did.
    pub valuation: i64,
    /// The rest of its change, which exchange rates did.
    pub exchange: i64,
}

/// Takes the change of one thing apart. `at_end` converts at the last day's rate, and what it cannot convert is taken as it
/// stands in the base currency.
pub fn apart(one: &Moved, at_end: impl Fn(Money) -> Option<i64>) -> Apart {
    let change = i128::from(one.after) - i128::from(one.before);
    let own = Money::new(
        narrow(i128::from(one.own_after.minor) - i128::from(one.own_before.minor)),
        one.own_after.currency,
    );
    let by_itself = at_end(own).map_or(change, i128::from);
    let mut apart = Apart {
        by_itself: narrow(by_itself),
        exchange: narrow(change - by_itself),
        ..Apart::default()
    };
    match one.nature {
        Nature::Money => apart.rows = apart.by_itself,
        Nature::Holding { rows } => {
            apart.rows = at_end(Money::new(rows, one.own_after.currency)).unwrap_or(0);
            apart.market = narrow(by_itself - i128::from(apart.rows));
        }
        Nature::Position { put_in } => {
            apart.rows = put_in;
            apart.market = narrow(by_itself - i128::from(put_in));
        }
        Nature::Asset => apart.valuation = apart.by_itself,
    }
    apart
}

/// Adds up what each thing did. `income` and `spent` are sums of rows of the days after the first, both positive.
pub fn explain(things: &[Apart], income: i64, spent: i64) -> Explained {
    let sum = |of: fn(&Apart) -> i64| things.iter().map(|one| i128::from(of(one))).sum::<i128>();
    Explained {
        came_in: income,
        spent: -spent,
        market: narrow(sum(|one| one.market)),
        exchange: narrow(sum(|one| one.exchange)),
        valuation: narrow(sum(|one| one.valuation)),
        other: narrow(sum(|one| one.rows) - i128::from(income) + i128::from(spent)),
    }
}
