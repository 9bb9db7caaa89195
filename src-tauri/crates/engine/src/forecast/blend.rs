//! Weighing the ways, and how wide they miss, by trying them on the account's own past.
//!
//! From some fifty past days each way forecasts with what was known then, and its misses at a ladder of horizons are kept. A way's
//! weight is the prior belief times an exponential of how much worse than the best it did; the longer the past and the more
//! independent stretches of that length it holds, the more that says. The bands are quantiles of the blend's own misses; beyond
//! the horizons that the past can judge they grow on.

use super::methods::{COUNT, PRIOR, changes};
use super::past::{Announced, Past};
use super::stats::{mean, quantile};

/// Horizons at which misses are kept, in days.
const LADDER: [usize; 15] = [1, 2, 4, 7, 11, 16, 23, 30, 45, 60, 90, 120, 180, 270, 365];
/// Past days to try from, at most.
const ORIGINS: usize = 48;
/// How far back they lie, at most.
const OLDEST: usize = 1_100;
/// Days of past that a way needs before it is tried.
const LEARN: usize = 42;
/// Days of past at which an account's own word counts in full.
const RIPE: f64 = 730.0;
/// Independent stretches needed to judge a horizon: for weights, and for the width of bands.
const STRETCHES: (f64, f64) = (2.0, 5.0);

/// The change of the balance to expect, and how far from it outcomes may lie.
pub(super) struct Blend {
    /// After each day.
    pub(super) change: Vec<f64>,
    /// Offsets of the 10, 25, 75 and 90 percent quantiles after each day, ascending around nought; nothing when there was
    /// nothing to try on.
    pub(super) spread: Option<Vec<[f64; 4]>>,
    /// Past days tried from.
    pub(super) origins: usize,
    /// Share of the steps after them that the wide band would have held.
    pub(super) inside: f64,
}

/// One past day that was forecast from.
struct Trial {
    origin: usize,
    /// Actual less forecast: by step of the ladder as far as the past reaches, by way.
    misses: Vec<[f64; COUNT]>,
}

/// Blends the ways from the last day of `past` over the days of `known`.
pub(super) fn blend(past: &Past, known: &Announced) -> Blend {
    let horizon = known.days.len();
    let today = past.days() - 1;
    let ways = changes(past, today, known);
    let steps: Vec<usize> = LADDER
        .into_iter()
        .enumerate()
        .filter(|(at, step)| *at == 0 || *step <= horizon)
        .map(|(_, step)| step)
        .collect();
    let trials = trials(past, &steps);
    let ripe = (today as f64 / RIPE).min(1.0).powi(2);
    let by_step: Vec<Step> = (0..steps.len())
        .map(|at| Step::judge(&trials, &steps, at, ripe))
        .collect();
    let change = (0..horizon)
        .map(|day| {
            let weights = between(&steps, &by_step, day + 1, |step| step.weights);
            ways.iter()
                .zip(weights)
                .map(|(way, weight)| weight * way.get(day).copied().unwrap_or_default())
                .sum()
        })
        .collect();
    let spread = (!trials.is_empty()).then(|| {
        (0..horizon)
            .map(|day| between(&steps, &by_step, day + 1, |step| step.offsets))
            .collect()
    });
    let held: Vec<f64> = trials
        .iter()
        .flat_map(|trial| {
            trial.misses.iter().zip(&by_step).map(|(misses, step)| {
                let miss = step.miss(misses);
                let [low, _, _, high] = step.offsets;
                f64::from(u8::from((low..=high).contains(&miss)))
            })
        })
        .collect();
    Blend {
        change,
        spread,
        origins: trials.len(),
        inside: mean(&held),
    }
}

/// Newest first.
fn trials(past: &Past, steps: &[usize]) -> Vec<Trial> {
    let last = past.days() - 1;
    if last < LEARN + 7 {
        return Vec::new();
    }
    let (from, to) = (LEARN.max(last.saturating_sub(OLDEST)), last - 1);
    let stride = (to - from).div_ceil(ORIGINS).max(1);
    (from..=to)
        .rev()
        .step_by(stride)
        .map(|origin| {
            let reach = steps.last().copied().unwrap_or(1).min(last - origin);
            // The position within the month needs a month ahead to be taken out, however near the end is.
            let ways = changes(past, origin, &past.announced(origin, reach.max(30)));
            let start = past.balance.get(origin).copied().unwrap_or_default();
            let misses = steps
                .iter()
                .take_while(|step| **step <= reach)
                .map(|step| {
                    let actual =
                        past.balance.get(origin + step).copied().unwrap_or_default() - start;
                    let mut of = [0.0; COUNT];
                    for (miss, way) in of.iter_mut().zip(&ways) {
                        *miss = actual - way.get(step - 1).copied().unwrap_or_default();
                    }
                    of
                })
                .collect();
            Trial { origin, misses }
        })
        .collect()
}

/// What is believed at one step of the ladder.
struct Step {
    weights: [f64; COUNT],
    offsets: [f64; 4],
}

impl Step {
    fn judge(trials: &[Trial], steps: &[usize], at: usize, ripe: f64) -> Self {
        let mut step = Self {
            weights: PRIOR,
            offsets: [0.0; 4],
        };
        step.weigh(trials, steps, at, ripe);
        step.widen(trials, steps, at, ripe);
        step
    }

    fn weigh(&mut self, trials: &[Trial], steps: &[usize], at: usize, ripe: f64) {
        /// How much a stretch says: at any age, and more as the past ripens. No more than this many stretches count.
        const TRUST: (f64, f64, f64) = (0.05, 1.3, 12.0);
        let (judged, stretches) = judgeable(trials, steps, at, STRETCHES.0);
        let mut losses = [0.0; COUNT];
        for (way, loss) in losses.iter_mut().enumerate() {
            // Neighbouring steps steady the judgement.
            let parts: Vec<f64> = (judged.saturating_sub(2)..=judged)
                .map(|at| {
                    let sizes: Vec<f64> = trials
                        .iter()
                        .filter_map(|trial| trial.misses.get(at)?.get(way))
                        .map(|miss| miss.abs())
                        .collect();
                    mean(&sizes)
                })
                .collect();
            *loss = mean(&parts);
        }
        let best = losses.iter().copied().fold(f64::INFINITY, f64::min);
        if best <= 0.0 {
            return;
        }
        let trust = (TRUST.0 + TRUST.1 * ripe) * stretches.min(TRUST.2);
        for (weight, loss) in self.weights.iter_mut().zip(losses) {
            *weight *= (-trust * (loss / best - 1.0)).exp();
        }
        let sum: f64 = self.weights.iter().sum();
        self.weights = self.weights.map(|weight| weight / sum);
    }

    fn widen(&mut self, trials: &[Trial], steps: &[usize], at: usize, ripe: f64) {
        /// Share of the both-sided quantile; the rest is the quantile of the own side, which few misses know badly.
        const BOTH_SIDES: f64 = 0.9;
        /// Widening for how few stretches there are.
        const FEW: f64 = 0.6;
        /// Beyond what can be judged a ripe account's bands grow like a random walk; a young one's early misses are wide enough.
        const GROWTH: f64 = 0.5;
        /// What is taken off beyond a month while an account is young: its first deposits, which come once, are among its misses.
        const EARLY: f64 = 0.2;
        let (judged, stretches) = judgeable(trials, steps, at, STRETCHES.1);
        let mut misses: Vec<f64> = trials
            .iter()
            .filter_map(|trial| trial.misses.get(judged))
            .map(|misses| self.miss(misses))
            .collect();
        misses.sort_by(f64::total_cmp);
        let mut sizes: Vec<f64> = misses.iter().map(|miss| miss.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let days = |at: usize| steps.get(at).copied().unwrap_or(1) as f64;
        let grown = (days(at) / days(judged)).powf(GROWTH * ripe);
        let settled = 1.0 - EARLY * (1.0 - ripe) * ((days(at) - 30.0) / 60.0).clamp(0.0, 1.0);
        let factor = grown * settled * (1.0 + FEW / stretches.max(1.0).sqrt());
        let side = |own: f64, both: f64| {
            factor * (BOTH_SIDES * quantile(&sizes, both) + (1.0 - BOTH_SIDES) * own.max(0.0))
        };
        let low = side(-quantile(&misses, 0.1), 0.8);
        let high = side(quantile(&misses, 0.9), 0.8);
        let inner_low = side(-quantile(&misses, 0.25), 0.5).min(low);
        let inner_high = side(quantile(&misses, 0.75), 0.5).min(high);
        self.offsets = [-low, -inner_low, inner_high, high];
    }

    fn miss(&self, misses: &[f64; COUNT]) -> f64 {
        misses
            .iter()
            .zip(self.weights)
            .map(|(miss, weight)| miss * weight)
            .sum()
    }
}

/// The longest step up to `at` for which the past holds `least` independent stretches, and how many it holds.
fn judgeable(trials: &[Trial], steps: &[usize], at: usize, least: f64) -> (usize, f64) {
    let stretches = |at: usize| {
        let mut origins = trials
            .iter()
            .filter(|trial| trial.misses.len() > at)
            .map(|trial| trial.origin);
        let (newest, oldest) = (origins.next(), origins.next_back());
        let days = steps.get(at).copied().unwrap_or(1) as f64;
        newest.map_or(0.0, |newest| {
            1.0 + (newest - oldest.unwrap_or(newest)) as f64 / days
        })
    };
    (0..=at)
        .rev()
        .map(|at| (at, stretches(at)))
        .find(|(_, count)| *count >= least)
        .unwrap_or((0, stretches(0)))
}

/// A value of the ladder between its steps, linear in days; level beyond its ends.
fn between<const N: usize>(
    steps: &[usize],
    by_step: &[Step],
    day: usize,
    value: impl Fn(&Step) -> [f64; N],
) -> [f64; N] {
    let upper = steps.partition_point(|step| *step < day);
    let at = |index: usize| by_step.get(index).map_or([0.0; N], &value);
    let low_day = upper.checked_sub(1).and_then(|low| steps.get(low));
    let (Some(low_day), Some(high_day)) = (low_day, steps.get(upper)) else {
        return at(upper.min(steps.len().saturating_sub(1)));
    };
    let part = (day - low_day) as f64 / (high_day - low_day) as f64;
    let mut out = at(upper - 1);
    for (out, high) in out.iter_mut().zip(at(upper)) {
        *out += (high - *out) * part;
    }
    out
}
