//! Worlds that could come, and what ranges they leave.
//!
//! A month's growth of a class is `exp(μ + σ·z)` with `z` a standard normal number: `μ = ln(1 + r) ÷ 12`, and `σ = s ÷ √12`
//! where `s² = ln((1 + √(1 + 4·d² ÷ (1 + r)²)) ÷ 2)` makes the standard deviation of a log-normal year of median `1 + r` the
//! stated `d`. Normal numbers come from uniform ones by Box and Muller (1958), those from SplitMix64 (Steele, Lea and Flood
//! 2014). Worlds come in pairs of `z` and `−z`, which keeps the middle where it belongs (Hammersley and Morton 1956). The draws
//! are the same each time, and each class has its own, so that a page says the same when it is looked at again and stating one
//! class's rate anew moves no other.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Class, Input, Range, portions, range, settle};
use crate::forecast::stats::quantile;

/// Worlds, an even number.
pub(super) const WORLDS: usize = 1_000;

/// What the worlds come to.
pub(super) struct Drawn {
    /// After each month: where half of them are, and four of five.
    pub(super) ranges: Vec<(Range, Range)>,
    /// By goal, worlds that reach it by its date.
    pub(super) reached: Vec<u32>,
}

/// A class's growth of a month.
#[derive(Clone, Copy)]
struct Monthly {
    mean: f64,
    spread: f64,
}

fn float(number: Decimal) -> f64 {
    number.to_f64().unwrap_or(0.0)
}

fn monthly(percent: Decimal, spread: Decimal) -> Monthly {
    let year = 1.0 + float(percent) / 100.0;
    let deviation = float(spread) / 100.0 / year;
    let square = f64::midpoint(1.0, 4.0f64.mul_add(deviation * deviation, 1.0).sqrt()).ln();
    Monthly {
        mean: year.ln() / 12.0,
        spread: (square / 12.0).sqrt(),
    }
}

/// Standard normal numbers.
struct Normal {
    state: u64,
    spare: Option<f64>,
}

impl Normal {
    /// Those of one pair of worlds and one class.
    const fn new(pair: usize, class: usize) -> Self {
        let seed = (pair as u64)
            .wrapping_mul(0xA076_1D64_78BD_642F)
            .wrapping_add((class as u64).wrapping_mul(0xE703_7ED1_A0B4_28DB));
        Self {
            state: seed,
            spare: None,
        }
    }

    /// Above nothing, at most one.
    fn uniform(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 + f64::EPSILON / 4.0
    }

    fn next(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (-2.0 * self.uniform().ln()).max(0.0).sqrt();
        let (sine, cosine) = (std::f64::consts::TAU * self.uniform()).sin_cos();
        self.spare = Some(radius * sine);
        radius * cosine
    }
}

/// A goal in floats.
struct Path {
    start: Vec<f64>,
    add: Vec<f64>,
    classes: Vec<usize>,
    own: Vec<Option<f64>>,
    target: f64,
    due: u32,
}

/// Draws the worlds; none where no class is uncertain. `fixed` is what follows terms of its own, by month.
pub(super) fn draw(input: &Input<'_>, fixed: &[i64]) -> Option<Drawn> {
    let uncertain = |place: usize| !input.pools[place].growth.spread.is_zero();
    if !(0..4).any(uncertain) {
        return None;
    }
    let months = input.months as usize;
    let rates = input
        .pools
        .map(|pool| monthly(pool.growth.percent, pool.growth.spread));
    let goals: Vec<Path> = input
        .goals
        .iter()
        .map(|goal| Path {
            start: goal.parts.iter().map(|part| part.start as f64).collect(),
            add: portions(goal)
                .into_iter()
                .map(|portion| float(portion) * goal.add as f64)
                .collect(),
            classes: goal.parts.iter().map(|part| part.class as usize).collect(),
            own: goal
                .parts
                .iter()
                .map(|part| part.factor.map(float))
                .collect(),
            target: goal.target as f64,
            due: goal.due.unwrap_or(0),
        })
        .collect();
    let mut totals: Vec<Vec<f64>> = vec![Vec::with_capacity(WORLDS); months + 1];
    let mut reached = vec![0_u32; goals.len()];
    let mut draws: [Vec<f64>; 4] = Default::default();
    let mut growth: [Vec<f64>; 4] = Default::default();
    for pair in 0..WORLDS / 2 {
        for class in Class::ALL {
            let place = class as usize;
            let mut normal = Normal::new(pair, place);
            draws[place].clear();
            draws[place]
                .extend((0..months).map(|_| if uncertain(place) { normal.next() } else { 0.0 }));
        }
        for sign in [1.0, -1.0] {
            for (place, (draws, growth)) in draws.iter().zip(&mut growth).enumerate() {
                let rate = rates[place];
                growth.clear();
                growth.extend(
                    draws
                        .iter()
                        .map(|z| (sign * rate.spread).mul_add(*z, rate.mean).exp()),
                );
            }
            world(input, fixed, &growth, &mut totals);
            for (count, goal) in reached.iter_mut().zip(&goals) {
                *count += u32::from(goal.reaches(&growth));
            }
        }
    }
    let ranges = totals
        .iter_mut()
        .map(|worlds| {
            worlds.sort_unstable_by(f64::total_cmp);
            let at = |q: f64| quantile(worlds, q).round() as i64;
            (range(at(0.25), at(0.75)), range(at(0.1), at(0.9)))
        })
        .collect();
    Some(Drawn { ranges, reached })
}

/// Net worth of one world, month by month.
fn world(input: &Input<'_>, fixed: &[i64], growth: &[Vec<f64>; 4], totals: &mut [Vec<f64>]) {
    let mut pools = input.pools.map(|pool| pool.start as f64);
    for (month, total) in totals.iter_mut().enumerate() {
        if month > 0 {
            let earned = pools[0] > 0.0;
            for (place, pool) in pools.iter_mut().enumerate() {
                let factor = if place == 0 && !earned {
                    1.0
                } else {
                    growth[place][month - 1]
                };
                *pool = pool.mul_add(factor, input.pools[place].add as f64);
            }
            pools[0] += input.freed.get(month - 1).copied().unwrap_or(0) as f64;
            settle(&mut pools);
        }
        total.push(pools.iter().sum::<f64>() + fixed[month] as f64);
    }
}

impl Path {
    /// Whether it is there by its date.
    fn reaches(&self, growth: &[Vec<f64>; 4]) -> bool {
        let mut parts = self.start.clone();
        if parts.iter().sum::<f64>() >= self.target {
            return true;
        }
        (0..self.due as usize).any(|month| {
            for (place, part) in parts.iter_mut().enumerate() {
                let factor = self.own[place].unwrap_or(growth[self.classes[place]][month]);
                *part = part.mul_add(factor, self.add[place]);
            }
            // Half a minor unit is what rounding would give.
            parts.iter().sum::<f64>() + 0.5 >= self.target
        })
    }
}
