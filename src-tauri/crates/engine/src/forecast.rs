//! The balance of the days to come: what is known, what is usual, and how sure that is.
//!
//! Known are planned payments and detected series, merged so that nothing counts twice; their amounts are exact. Usual is the
//! rest of the account's past, learnt without the rows of those series. The bands come from how far the same method missed on
//! the account's own past.

use chrono::NaiveDate;
use domain::planned::Cadence;

use crate::recurring::{Anchor, Period};

mod blend;
mod everyday;
mod grade;
mod interest;
mod known;
mod methods;
mod past;
mod project;
mod scenario;
pub(crate) mod stats;

pub use grade::{Grade, REACHES, Said, Stretch, grade, stretch_at, stretched, stretches};
pub use interest::{Interest, Posted, Posting, Terms, Yearly, interest, with_interest};
pub use known::stands_for;
pub use project::project;
pub use scenario::{Advice, Change, Changed, Driver, Fix, advise, with_changes};

#[cfg(test)]
mod tests;

/// Days that a forecast looks ahead, at most: ten years.
pub const MAX_HORIZON_DAYS: u32 = 3_653;

/// What one day did to the balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFlow {
    /// The day.
    pub date: NaiveDate,
    /// Sum of its rows, minor units.
    pub minor: i64,
}

/// A payment that somebody planned: a person, or a bank's standing order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What the screen calls it.
    pub label: String,
    /// Counterparty, folded by [`domain::text::fold`], to recognise the same payment among detected series; may be empty.
    pub payee: String,
    /// Signed amount.
    pub minor: i64,
    /// First occurrence.
    pub first: NaiveDate,
    /// How often from then on.
    pub cadence: Cadence,
    /// Last day it may fall on.
    pub until: Option<NaiveDate>,
}

/// A detected series that is expected to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeating {
    /// What the screen calls it.
    pub label: String,
    /// Counterparty, folded.
    pub payee: String,
    /// Next amount, signed.
    pub minor: i64,
    /// How often.
    pub period: Period,
    /// The days it aims at.
    pub anchor: Anchor,
    /// Next payment.
    pub next_date: NaiveDate,
    /// The last day it may fall on, if it is known to end.
    pub until: Option<NaiveDate>,
    /// Its booked rows: they are known, so they are not learnt from again.
    pub booked: Vec<DayFlow>,
}

/// What [`project`] computes from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The current day.
    pub today: NaiveDate,
    /// Days to look ahead, up to [`MAX_HORIZON_DAYS`].
    pub horizon_days: u32,
    /// Balance at the end of today.
    pub start: i64,
    /// What each past day did to the balance, all rows, in any order; several for one day add up; days after today do not count.
    pub history: &'a [DayFlow],
    /// Planned payments.
    pub planned: &'a [Planned],
    /// Detected series that go on.
    pub repeating: &'a [Repeating],
    /// The lowest balance that the person accepts.
    pub floor: Option<i64>,
}

/// Where a known payment comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The planned payment at this index.
    Planned(usize),
    /// The series at this index.
    Repeating(usize),
    /// The change of a scenario at this index.
    Scenario(usize),
    /// Interest of the account at this index.
    Interest(usize),
}

/// A known payment on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What the screen calls it.
    pub label: String,
    /// Signed amount.
    pub minor: i64,
    /// Where it comes from.
    pub source: Source,
}

/// The likely range of a day: half of outcomes between `p25` and `p75`, four fifths between `p10` and `p90`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// One in ten is lower.
    pub p10: i64,
    /// One in four is lower.
    pub p25: i64,
    /// One in four is higher.
    pub p75: i64,
    /// One in ten is higher.
    pub p90: i64,
}

/// The end of a day to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// The balance that is as likely to be passed as missed.
    pub expected: i64,
    /// How sure; nothing when the past is too short to say.
    pub band: Option<Band>,
    /// What is known to fall on it.
    pub events: Vec<Event>,
}

/// The lowest expected day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lowest {
    /// The first day of the lowest expected balance.
    pub date: NaiveDate,
    /// That balance.
    pub expected: i64,
    /// One in ten is lower on that day.
    pub lo: Option<i64>,
    /// One in ten is higher on that day.
    pub hi: Option<i64>,
}

/// Days below the floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BelowFloor {
    /// Days whose expected balance lies below.
    pub days: Vec<NaiveDate>,
    /// The highest chance of any single day to end below, whole percent; nothing without bands.
    pub chance_percent: Option<u8>,
}

/// What the horizon adds up to; the three make the way from the start to the last expected balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Known money in.
    pub known_in: i64,
    /// Known money out, negative or nothing.
    pub known_out: i64,
    /// Everything usual, net.
    pub everyday: i64,
}

/// How the same method would have done on the account's own past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackTest {
    /// Past days it was tried from.
    pub origins: u32,
    /// Of the days after them, whole percent inside the wide band.
    pub inside80_percent: u8,
}

/// Why there is no band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Abstained {
    /// No past at all.
    NoHistory,
    /// Less than four weeks, or too few days with a payment.
    ShortHistory,
}

/// A forecast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// The days after today, in order.
    pub days: Vec<Day>,
    /// The lowest of them; nothing for a horizon of no days.
    pub lowest: Option<Lowest>,
    /// Days below the floor, if one was given.
    pub below_floor: Option<BelowFloor>,
    /// What it adds up to.
    pub totals: Totals,
    /// How the method did in the past.
    pub tested: Option<BackTest>,
    /// Why the bands are missing.
    pub abstained: Option<Abstained>,
}
