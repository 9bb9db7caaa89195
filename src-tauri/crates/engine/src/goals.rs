//! Goals: what is still missing, what that is a month, and when it is reached at the present rate.
//!
//! The present rate is what the last full months added. How sure a day is comes from the same months: they are drawn again and
//! again in random order (a bootstrap, Efron 1979), and the tenth and ninetieth of a hundred such futures are the range. The
//! draws are the same for the same months, so that a page says the same when it is looked at again. With fewer than
//! [`LEAST_MONTHS`] full months nothing is said.

use chrono::NaiveDate;
use domain::budget::Month;

#[cfg(test)]
mod tests;

/// Full months below which no day is told.
pub const LEAST_MONTHS: usize = 3;
/// How far a goal is looked for: fifty years.
pub const MOST_MONTHS: u32 = 600;
/// Futures drawn.
const PATHS: usize = 400;

/// What a goal is computed from; amounts are minor units of one currency.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The current day.
    pub today: NaiveDate,
    /// To be reached.
    pub target: i64,
    /// There now.
    pub saved: i64,
    /// Until when, if there is a date.
    pub due: Option<NaiveDate>,
    /// What each full month before the present one added, oldest first; negative where something was taken out.
    pub months: &'a [i64],
}

/// How a goal goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Track {
    /// The target is there.
    Reached,
    /// Its date is over without it.
    Missed,
    /// Four futures of five reach it in time.
    On,
    /// At least half do.
    Close,
    /// Fewer than half do.
    Off,
    /// There is no date to hold it against.
    Undated,
    /// Too few months to say.
    Unknown,
}

/// When a goal is reached; months, the present one included. None is not within [`MOST_MONTHS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// One future in ten is there by then.
    pub early: Option<Month>,
    /// Half are.
    pub likely: Option<Month>,
    /// Nine in ten are.
    pub late: Option<Month>,
}

/// What there is to say of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// Still missing; nothing once it is reached.
    pub missing: i64,
    /// To be put aside in each month until the date, the present one included, rounded up; none without a date ahead.
    pub monthly: Option<i64>,
    /// What the last months added, on average, rounded to the nearest; none when there are too few.
    pub rate: Option<i64>,
    /// When it is reached at that rate; none when it is reached, or too little is known.
    pub reach: Option<Reach>,
    /// Of the futures, whole percent that are there by the date.
    pub chance_percent: Option<u8>,
    /// In one word.
    pub track: Track,
}

/// Says how a goal goes.
pub fn outlook(input: &Input<'_>) -> Outlook {
    let missing = input.target.saturating_sub(input.saved).max(0);
    let now = Month::of(input.today);
    let months_left = input
        .due
        .filter(|due| *due >= input.today)
        .map(|due| i64::from(Month::of(due).index() - now.index() + 1));
    let mut outlook = Outlook {
        missing,
        monthly: None,
        rate: rate(input.months),
        reach: None,
        chance_percent: None,
        track: Track::Reached,
    };
    if missing == 0 {
        return outlook;
    }
    outlook.monthly = months_left.map(|months| ceil(missing, months));
    let known = input.months.len() >= LEAST_MONTHS;
    if known {
        let arrivals = arrivals(missing, input.months);
        let at = |place: usize| arrivals[place].map(|steps| now.plus(steps as i32));
        outlook.reach = Some(Reach {
            early: at(PATHS / 10 - 1),
            likely: at(PATHS / 2 - 1),
            late: at(PATHS * 9 / 10 - 1),
        });
        outlook.chance_percent = months_left.map(|months| {
            let within = |steps: &Option<u32>| steps.is_some_and(|steps| i64::from(steps) < months);
            let there = arrivals.iter().filter(|steps| within(steps)).count();
            (there * 100 / PATHS) as u8
        });
    }
    outlook.track = match (input.due, months_left, outlook.chance_percent) {
        (None, _, _) => Track::Undated,
        (Some(_), None, _) => Track::Missed,
        (_, _, None) => Track::Unknown,
        (_, _, Some(80..)) => Track::On,
        (_, _, Some(50..)) => Track::Close,
        _ => Track::Off,
    };
    outlook
}

/// The mean of the months, half away from zero.
fn rate(months: &[i64]) -> Option<i64> {
    if months.len() < LEAST_MONTHS {
        return None;
    }
    let count = months.len() as i128;
    let sum: i128 = months.iter().map(|minor| i128::from(*minor)).sum();
    let half = if sum < 0 { -(count / 2) } else { count / 2 };
    i64::try_from((sum + half) / count).ok()
}

fn ceil(amount: i64, parts: i64) -> i64 {
    let parts = parts.max(1);
    amount / parts + i64::from(amount % parts != 0)
}

/// A place below `count`, by SplitMix64 (Steele, Lea and Flood 2014).
fn draw(state: &mut u64, count: usize) -> usize {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 31)) % count.max(1) as u64) as usize
}

/// By future the months after the present one until `missing` is there, soonest first; none at the end.
fn arrivals(missing: i64, months: &[i64]) -> Vec<Option<u32>> {
    let mut all: Vec<Option<u32>> = (0..PATHS)
        .map(|path| {
            // Each future has draws of its own, so that more money never makes one later.
            let mut state = (path as u64).wrapping_mul(0xA076_1D64_78BD_642F);
            let mut there = 0_i64;
            // A month's money is there when the month is over: the first is the present one.
            (0..MOST_MONTHS).find(|_| {
                there = there.saturating_add(months[draw(&mut state, months.len())]);
                there >= missing
            })
        })
        .collect();
    all.sort_by_key(|steps| steps.unwrap_or(u32::MAX));
    all
}
