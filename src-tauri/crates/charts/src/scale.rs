//! Ticks and the map from values to positions.

/// A linear map from values to CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    pub(crate) fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        Self { from, to }
    }

    pub(crate) fn at(&self, value: f64) -> f64 {
        let span = self.from.1 - self.from.0;
        let share = if span == 0.0 {
            0.5
        } else {
            (value - self.from.0) / span
        };
        self.to.0 + share * (self.to.1 - self.to.0)
    }
}

/// The values a chart makes room for, and the ticks inside them.
#[derive(Clone, Debug)]
pub(crate) struct Domain {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) ticks: Vec<i128>,
}

/// Room left below and above the data, as a share of its range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pad {
    pub(crate) below: f64,
    pub(crate) above: f64,
}

impl Pad {
    pub(crate) const DATA: Self = Self {
        below: 0.04,
        above: 0.04,
    };
    pub(crate) const STACK: Self = Self {
        below: 0.06,
        above: 0.04,
    };
    /// Bars stand on zero: no room below it.
    pub(crate) const GROUNDED: Self = Self {
        below: 0.0,
        above: 0.04,
    };
}

/// Most intervals between ticks that a sheet of this height takes.
pub(crate) fn intervals(height: u32) -> u32 {
    match height {
        0..200 => 4,
        200..=240 => 5,
        241..320 => 6,
        _ => 7,
    }
}

impl Domain {
    /// The domain of values between `low` and `high` minor units, `unit` of them to the whole.
    pub(crate) fn new(low: i128, high: i128, pad: Pad, height: u32, unit: i128) -> Self {
        let (mut low, mut high) = (low.min(high), low.max(high));
        if low == high {
            // A flat line stands in the middle, with room of a whole unit at least.
            let room = (low.abs() / 25).max(unit);
            if low != 0 || pad.below > 0.0 {
                low -= room;
            }
            high += room;
        }
        let range = (high - low) as f64;
        let below = if low == 0 && pad.below == 0.0 {
            0.0
        } else {
            pad.below.max(0.0) * range
        };
        let (bottom, top) = (low as f64 - below, high as f64 + pad.above * range);
        let ticks = ticks(bottom, top, intervals(height));
        Self {
            low: bottom,
            high: top,
            ticks,
        }
    }
}

/// Multiples of the smallest of 1, 2, 2.5 and 5 times a power of ten that leave at most
/// `intervals` between them, in whole minor units, so that every tick is an exact amount.
fn ticks(bottom: f64, top: f64, intervals: u32) -> Vec<i128> {
    // A step below this would leave more ticks than twice what is wanted: start there.
    let least = (top - bottom) / (2.0 * f64::from(intervals) + 2.0);
    let mut power = 10_f64.powf(least.max(1.0).log10().floor()) as i128;
    loop {
        for tenths in [10, 20, 25, 50] {
            let step = power * tenths;
            if step % 10 != 0 {
                continue;
            }
            let step = step / 10;
            let first = (bottom / step as f64).ceil() as i128;
            let last = (top / step as f64).floor() as i128;
            if last - first <= i128::from(intervals) {
                return (first..=last).map(|n| n * step).collect();
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests;
