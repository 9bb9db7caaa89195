//! Rates of return.
//!
//! Time-weighted: the product of the returns between flows, which tells how what was held did, whoever put in how much when
//! (Bacon, *Practical Portfolio Performance Measurement and Attribution*, 2nd ed., ch. 2; GIPS 2020, "true time-weighted
//! rate"): `∏ (V_end − F) / V_begin − 1`, a flow counted at the end of its day, and at its begin where nothing was held before.
//!
//! Money-weighted: the yearly rate at which all flows discount to nothing, `Σ F_i (1 + r)^(−d_i / 365) = 0`, with days counted
//! as they are; the convention of spreadsheets' XIRR. A polynomial may have no such rate or several; then the answer is which.
//! Norstrom (1972): if the running sum of the flows changes its sign once and does not end at nothing, there is exactly one.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// Money put in (negative) or got out, what is still held at the end counting as got out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// The day.
    pub date: NaiveDate,
    /// Minor units.
    pub minor: i64,
}

/// Why there is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRate {
    /// Nothing was put in, or nothing was or could be got out.
    OneSided,
    /// Everything happened on one day.
    NoTime,
    /// No rate discounts the flows to nothing.
    NoRoot,
    /// Several do.
    SeveralRoots,
    /// A value in between is not known.
    NoValue,
}

/// Lowest and highest yearly rate that is looked for: all but everything lost, and a thousand times gained.
const LOWEST: f64 = -0.9999;
const HIGHEST: f64 = 1_000.0;
/// Places looked at when several rates are possible.
const PLACES: usize = 200;

/// The yearly money-weighted rate.
pub fn money_weighted(flows: &[Flow]) -> Result<f64, NoRate> {
    let mut days: BTreeMap<NaiveDate, i128> = BTreeMap::new();
    for flow in flows {
        *days.entry(flow.date).or_default() += i128::from(flow.minor);
    }
    days.retain(|_, sum| *sum != 0);
    let one_sided = days.values().all(|sum| *sum > 0) || days.values().all(|sum| *sum < 0);
    if days.len() == 1 {
        return Err(if flows.len() > 1 {
            NoRate::NoTime
        } else {
            NoRate::OneSided
        });
    }
    if one_sided {
        return Err(if flows_cancel(flows) {
            NoRate::NoTime
        } else {
            NoRate::OneSided
        });
    }
    let line = Line::new(&days);
    if once(&days) {
        return line.between(ln(LOWEST), ln(HIGHEST)).ok_or(NoRate::NoRoot);
    }
    let (low, high) = (ln(LOWEST), ln(HIGHEST));
    let at = |place: usize| low + (high - low) * place as f64 / PLACES as f64;
    let mut found: Option<f64> = None;
    let mut last = line.value(low);
    for place in 1..=PLACES {
        let next = line.value(at(place));
        if last == 0.0 || (last < 0.0) != (next < 0.0) {
            if found.is_some() {
                return Err(NoRate::SeveralRoots);
            }
            found = line.between(at(place - 1), at(place));
        }
        last = next;
    }
    found.ok_or(NoRate::NoRoot)
}

fn flows_cancel(flows: &[Flow]) -> bool {
    flows.iter().any(|flow| flow.minor > 0) && flows.iter().any(|flow| flow.minor < 0)
}

fn ln(rate: f64) -> f64 {
    rate.ln_1p()
}

/// Whether the running sum changes its sign exactly once and ends off nothing.
fn once(days: &BTreeMap<NaiveDate, i128>) -> bool {
    let mut sum = 0_i128;
    let mut sign = 0;
    let mut changes = 0;
    for flow in days.values() {
        sum += flow;
        let now = sum.signum();
        if now != 0 && now != sign {
            changes += i32::from(sign != 0);
            sign = now;
        }
    }
    changes == 1 && sum != 0
}

/// The sum of discounted flows as a function of the logarithm of the yearly growth.
struct Line {
    /// Years to the next flow and the flow, from the first on.
    parts: Vec<(f64, f64)>,
}

impl Line {
    fn new(days: &BTreeMap<NaiveDate, i128>) -> Self {
        let mut before: Option<NaiveDate> = None;
        let largest = days
            .values()
            .map(|sum| sum.unsigned_abs())
            .max()
            .unwrap_or(1) as f64;
        let parts = days
            .iter()
            .map(|(day, sum)| {
                let gap = before.map_or(0, |before| (*day - before).num_days());
                before = Some(*day);
                (gap as f64 / 365.0, *sum as f64 / largest)
            })
            .collect();
        Self { parts }
    }

    fn value(&self, growth: f64) -> f64 {
        let mut factor = 1.0;
        let mut sum = 0.0;
        for (years, flow) in &self.parts {
            factor *= (-growth * years).exp();
            sum += flow * factor;
        }
        sum
    }

    /// The rate between two growths of different sign, by halving and secants in turn (the bracket never widens).
    fn between(&self, mut low: f64, mut high: f64) -> Option<f64> {
        let (mut at_low, mut at_high) = (self.value(low), self.value(high));
        if at_low == 0.0 {
            return Some(low.exp_m1());
        }
        if !(at_low.is_finite() && at_high.is_finite()) || (at_low < 0.0) == (at_high < 0.0) {
            return None;
        }
        for turn in 0..200 {
            if high - low < 1e-13 {
                break;
            }
            let secant = low - at_low * (high - low) / (at_high - at_low);
            let middle = if turn % 3 != 2 && secant > low && secant < high {
                secant
            } else {
                f64::midpoint(low, high)
            };
            let value = self.value(middle);
            if value == 0.0 {
                return Some(middle.exp_m1());
            }
            if (value < 0.0) == (at_low < 0.0) {
                (low, at_low) = (middle, value);
            } else {
                (high, at_high) = (middle, value);
            }
        }
        Some(f64::midpoint(low, high).exp_m1())
    }
}

/// A stretch between two flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubPeriod {
    /// Its last day.
    pub date: NaiveDate,
    /// Worth at the end of that day, what came in that day included.
    pub value: i64,
    /// Put in (positive) or taken out that day.
    pub put_in: i64,
}

/// The time-weighted return over stretches, oldest first: 0.1 is ten percent in all. A stretch that begins with nothing and
/// puts in nothing is passed over.
pub fn time_weighted(periods: &[SubPeriod]) -> Result<f64, NoRate> {
    let whole = growth(periods).last().copied().flatten();
    whole.ok_or(NoRate::OneSided)
}

/// The time-weighted return up to the end of each stretch; none before anything was put in.
pub fn growth(periods: &[SubPeriod]) -> Vec<Option<f64>> {
    let mut product = 1.0;
    let mut before = 0_i64;
    let mut any = false;
    let mut all = Vec::with_capacity(periods.len());
    for period in periods {
        if before > 0 {
            product *= (period.value as f64 - period.put_in as f64) / before as f64;
            any = true;
        } else if period.put_in > 0 {
            product *= period.value as f64 / period.put_in as f64;
            any = true;
        }
        before = period.value;
        all.push(any.then_some(product - 1.0));
    }
    all
}

/// The yearly rate of a return over days; stretches under a year are left as they are.
pub fn annualised(whole: f64, days: i64) -> f64 {
    if days <= 365 || whole <= -1.0 {
        return whole;
    }
    (whole.ln_1p() * 365.0 / days as f64).exp_m1()
}

/// Flows of trades for [`money_weighted`], with what is held at the end as got out.
pub fn unit_flows(
    cash: impl IntoIterator<Item = (NaiveDate, i64)>,
    end: NaiveDate,
    value: i64,
) -> Vec<Flow> {
    cash.into_iter()
        .map(|(date, minor)| Flow { date, minor })
        .chain((value != 0).then_some(Flow {
            date: end,
            minor: value,
        }))
        .collect()
}
