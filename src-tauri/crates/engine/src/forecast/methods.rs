//! Ways to carry a balance on. All but the last make the same steps for known payments and follow the same rhythm of the month
//! and the week; they differ in the slow movement beneath.
//!
//! The steps and the rhythm are taken without their own slope, so that "nothing changes" is one of the ways: a young account's
//! first deposits look like a trend that will not last.

use super::everyday::Rhythm;
use super::past::{Announced, Past};
use super::stats::mean;

/// How many ways there are.
pub(super) const COUNT: usize = 7;

/// What is believed of each way before the account's own past has a say. Measured on young accounts, where that past says little:
/// staying where one is and going back to the level of the past year do well, carrying a trend on does badly.
pub(super) const PRIOR: [f64; COUNT] = [0.40, 0.015, 0.02, 0.35, 0.15, 0.025, 0.025];

/// Days within which a balance that goes back to its level has gone most of the way.
const BACK_DAYS: f64 = 20.0;

/// The change of the balance after each day that `known` covers, by way, in the order of [`PRIOR`]: nothing changes; the slope of
/// the past year; of the past quarter; back to the mean balance of the past year; of the past four months; the slope of known
/// payments and everyday spending; the same days of last year again.
pub(super) fn changes(past: &Past, origin: usize, known: &Announced) -> [Vec<f64>; COUNT] {
    let horizon = known.days.len();
    let rhythm = Rhythm::learn(past, origin);
    let slope = rhythm.daily + known.daily;
    let mut total = 0.0;
    let shape: Vec<f64> = known
        .days
        .iter()
        .zip(rhythm.ahead(past, origin, horizon))
        .map(|(known, usual)| {
            total += known + usual - slope;
            total
        })
        .collect();
    let moved = |by: &dyn Fn(f64) -> f64| -> Vec<f64> {
        shape
            .iter()
            .zip(1_u32..)
            .map(|(value, day)| value + by(f64::from(day)))
            .collect()
    };
    // Where the balance stands once the position within the month is taken out.
    let here = past.balance.get(origin).copied().unwrap_or_default();
    let level = here + mean(shape.get(..horizon.min(30)).unwrap_or_default());
    let back = |days: usize| {
        let gap = mean(recent(&past.balance, origin, days)) - level;
        moved(&|day| gap * (1.0 - (-day / BACK_DAYS).exp()))
    };
    let along = |days: usize| {
        let slope = mean(recent(&past.flow, origin, days));
        moved(&|day| slope * day)
    };
    [
        moved(&|_| 0.0),
        along(365),
        along(91),
        back(365),
        back(122),
        moved(&|day| slope * day),
        last_year(past, origin, horizon).unwrap_or_else(|| shape.clone()),
    ]
}

/// The flow of 52 weeks ago, weekday for weekday; nothing when the past is shorter.
fn last_year(past: &Past, origin: usize, horizon: usize) -> Option<Vec<f64>> {
    const YEAR: usize = 364;
    let from = (origin + 1).checked_sub(YEAR)?;
    let mut total = 0.0;
    let path = (0..horizon).map(|day| {
        total += past
            .flow
            .get(from + day % YEAR)
            .copied()
            .unwrap_or_default();
        total
    });
    Some(path.collect())
}

/// The last `days` values up to `origin`.
fn recent(values: &[f64], origin: usize, days: usize) -> &[f64] {
    values
        .get((origin + 1).saturating_sub(days)..=origin)
        .unwrap_or_default()
}
