//! Forecasts held against what came, and how much wider or narrower that makes the next one.
//!
//! A forecast says ranges for the days after it. Once such a day is over, its balance lay inside or not. Counting that is the
//! grade. The same record says how far the ranges must reach: what is needed to hold four fifths of what came is the quantile of
//! the *scores*, the miss as a multiple of the range's reach on its own side, with the correction of split conformal prediction
//! for few samples (V. Vovk et al., "Algorithmic Learning in a Random World", 2005; J. Lei et al., "Distribution-Free Predictive
//! Inference for Regression", JASA 113, 2018, section 2.2). Forecasts made on following days share most of what they wait for, so
//! only stretches that do not overlap count as evidence, and little evidence changes little.

use chrono::NaiveDate;

use super::project::{below, lowest};
use super::{Band, Day, Forecast};

/// Days ahead up to which a word belongs to a reach: a week, a month, a quarter, half a year.
pub const REACHES: [u32; 4] = [7, 30, 90, 180];

/// The factor that changes nothing, in thousandths.
const UNCHANGED: u32 = 1_000;
/// Stretches at which the record and no change weigh the same.
const DOUBT: f64 = 8.0;
/// The least and the most a range is stretched, in thousandths.
const BOUNDS: (f64, f64) = (500.0, 3_000.0);

/// What a forecast said about a day that is over, and what came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The day it was made on.
    pub made: NaiveDate,
    /// The day it was about.
    pub on: NaiveDate,
    /// Minor units.
    pub expected: i64,
    /// Nothing where it abstained.
    pub band: Option<Band>,
    /// How its ranges had been stretched.
    pub stretch: Stretch,
    /// The balance at the end of that day.
    pub came: i64,
}

/// Factors on the reach of the ranges, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// On the range of four fifths.
    pub wide: u32,
    /// On the range of one half.
    pub narrow: u32,
}

impl Stretch {
    /// The one that changes nothing.
    pub const NONE: Self = Self {
        wide: UNCHANGED,
        narrow: UNCHANGED,
    };

    /// Whether it changes anything.
    pub const fn is_none(&self) -> bool {
        self.wide == UNCHANGED && self.narrow == UNCHANGED
    }
}

/// How forecasts did at one reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grade {
    /// The longest days ahead of this reach, one of [`REACHES`].
    pub days: u32,
    /// Forecasts that said something about a day that is over.
    pub forecasts: u32,
    /// Such words, with a range.
    pub words: u32,
    /// Of them, whole percent that came inside the range of four fifths.
    pub inside80_percent: u8,
    /// Of them, whole percent that came inside the range of one half.
    pub inside50_percent: u8,
    /// How far what came lay from what was expected, on average, minor units.
    pub miss: i64,
    /// Stretches of this reach in the record that do not overlap.
    pub stretches: u32,
    /// What the next forecast's ranges are stretched by.
    pub next: Stretch,
}

/// The place of days ahead among [`REACHES`]; beyond the last they belong to it.
pub fn reach_of(days_ahead: u32) -> usize {
    REACHES
        .iter()
        .position(|reach| days_ahead <= *reach)
        .unwrap_or(REACHES.len() - 1)
}

/// Grades by reach; a reach that nothing is known about has no grade.
pub fn grade(said: &[Said]) -> Vec<Grade> {
    let mut by_reach: [Vec<&Said>; REACHES.len()] = Default::default();
    for one in said.iter().filter(|one| one.on > one.made) {
        let ahead = u32::try_from((one.on - one.made).num_days()).unwrap_or(u32::MAX);
        if let Some(words) = by_reach.get_mut(reach_of(ahead)) {
            words.push(one);
        }
    }
    by_reach
        .iter()
        .zip(REACHES)
        .filter_map(|(words, days)| one_reach(words, days))
        .collect()
}

fn one_reach(said: &[&Said], days: u32) -> Option<Grade> {
    let banded: Vec<(&Said, Band)> = said
        .iter()
        .filter_map(|one| Some((*one, one.band?)))
        .collect();
    if banded.is_empty() {
        return None;
    }
    let percent = |inside: usize| (inside * 100 / banded.len()) as u8;
    let within = |low: fn(&Band) -> i64, high: fn(&Band) -> i64| {
        banded
            .iter()
            .filter(|(one, band)| (low(band)..=high(band)).contains(&one.came))
            .count()
    };
    let misses: i128 = banded
        .iter()
        .map(|(one, _)| (i128::from(one.came) - i128::from(one.expected)).abs())
        .sum();
    let mut made: Vec<NaiveDate> = banded.iter().map(|(one, _)| one.made).collect();
    made.sort_unstable();
    made.dedup();
    let stretches = apart(&made, days);
    let wide = factor(&banded, stretches, 0.8, |one, band| {
        (band.p10, band.p90, one.stretch.wide)
    });
    let narrow = factor(&banded, stretches, 0.5, |one, band| {
        (band.p25, band.p75, one.stretch.narrow)
    });
    Some(Grade {
        days,
        forecasts: made.len() as u32,
        words: banded.len() as u32,
        inside80_percent: percent(within(|band| band.p10, |band| band.p90)),
        inside50_percent: percent(within(|band| band.p25, |band| band.p75)),
        miss: crate::arith::narrow(misses / banded.len() as i128),
        stretches,
        next: Stretch { wide, narrow },
    })
}

/// How many forecasts lie at least `days` apart.
fn apart(made: &[NaiveDate], days: u32) -> u32 {
    let mut count = 0;
    let mut last: Option<NaiveDate> = None;
    for day in made {
        if last.is_none_or(|last| (*day - last).num_days() >= i64::from(days)) {
            count += 1;
            last = Some(*day);
        }
    }
    count
}

/// The factor on a range, in thousandths: that of the record, held back towards none for how little there is of it.
fn factor(
    words: &[(&Said, Band)],
    stretches: u32,
    share: f64,
    range: impl Fn(&Said, &Band) -> (i64, i64, u32),
) -> u32 {
    let mut scores: Vec<f64> = words
        .iter()
        .map(|(one, band)| {
            let (low, high, stretched) = range(one, band);
            let miss = i128::from(one.came) - i128::from(one.expected);
            let reach = if miss < 0 {
                i128::from(one.expected) - i128::from(low)
            } else {
                i128::from(high) - i128::from(one.expected)
            };
            // What the reach was before it was stretched; a range of nothing reaches one minor unit.
            let bare = reach.max(1) as f64 * f64::from(UNCHANGED) / f64::from(stretched.max(1));
            miss.abs() as f64 / bare
        })
        .collect();
    scores.sort_by(f64::total_cmp);
    let count = scores.len() as f64;
    let place = ((count + 1.0) * share).ceil().min(count) as usize;
    let Some(needed) = scores.get(place.saturating_sub(1)) else {
        return UNCHANGED;
    };
    let weight = f64::from(stretches) / (f64::from(stretches) + DOUBT);
    let factor = f64::from(UNCHANGED) * (1.0 + (needed - 1.0) * weight);
    factor.clamp(BOUNDS.0, BOUNDS.1).round() as u32
}

/// The stretch of each reach; none where there is no grade. A range of half never reaches beyond the wide one, which
/// [`stretched`] sees to.
pub fn stretches(grades: &[Grade]) -> [Stretch; REACHES.len()] {
    let mut all = [Stretch::NONE; REACHES.len()];
    for (one, days) in all.iter_mut().zip(REACHES) {
        if let Some(grade) = grades.iter().find(|grade| grade.days == days) {
            *one = grade.next;
        }
    }
    all
}

/// A forecast with its ranges stretched around what is expected, and what follows from them.
#[must_use]
pub fn stretched(
    mut forecast: Forecast,
    floor: Option<i64>,
    by: &[Stretch; REACHES.len()],
) -> Forecast {
    if by.iter().all(Stretch::is_none) {
        return forecast;
    }
    stretch(&mut forecast.days, by);
    forecast.lowest = lowest(&forecast.days);
    forecast.below_floor = floor.map(|floor| below(&forecast.days, floor));
    forecast
}

fn stretch(days: &mut [Day], by: &[Stretch; REACHES.len()]) {
    for (at, day) in days.iter_mut().enumerate() {
        let Some(band) = day.band.as_mut() else {
            continue;
        };
        let by = stretch_at(by, at as u32 + 1);
        let expected = day.expected;
        let reach = |end: i64, by: u32| {
            let reach = (i128::from(end) - i128::from(expected)) * i128::from(by);
            crate::arith::narrow(i128::from(expected) + reach / i128::from(UNCHANGED))
        };
        let (p10, p90) = (reach(band.p10, by.wide), reach(band.p90, by.wide));
        *band = Band {
            p10,
            p25: reach(band.p25, by.narrow).max(p10),
            p75: reach(band.p75, by.narrow).min(p90),
            p90,
        };
    }
}

/// The stretch of a day, between those of the reaches around it, so that a range does not jump.
pub fn stretch_at(by: &[Stretch; REACHES.len()], ahead: u32) -> Stretch {
    let upper = reach_of(ahead);
    let high = by[upper];
    let Some((low, from)) = upper
        .checked_sub(1)
        .and_then(|lower| Some((by.get(lower)?, REACHES.get(lower)?)))
    else {
        return high;
    };
    let (from, to) = (i64::from(*from), i64::from(REACHES[upper]));
    let part = (i64::from(ahead) - from).clamp(0, to - from);
    let mix = |low: u32, high: u32| {
        let (low, high) = (i64::from(low), i64::from(high));
        u32::try_from(low + (high - low) * part / (to - from)).unwrap_or(UNCHANGED)
    };
    Stretch {
        wide: mix(low.wide, high.wide),
        narrow: mix(low.narrow, high.narrow),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop")]

    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(number)
    }

    fn band(expected: i64, wide: i64, narrow: i64) -> Band {
        Band {
            p10: expected - wide,
            p25: expected - narrow,
            p75: expected + narrow,
            p90: expected + wide,
        }
    }

    /// One word of a forecast made on `made`, `ahead` days on, that reality missed by `miss`.
    fn said(made: u64, ahead: u64, miss: i64) -> Said {
        Said {
            made: day(made),
            on: day(made + ahead),
            expected: 10_000,
            band: Some(band(10_000, 1_000, 500)),
            stretch: Stretch::NONE,
            came: 10_000 + miss,
        }
    }

    #[test]
    fn counts_what_came_inside_by_reach() {
        let words = [
            said(0, 5, 100),
            said(0, 6, -700),
            said(1, 7, 1_001),
            said(0, 20, -1_000),
        ];
        let grades = grade(&words);
        assert_eq!(
            grades
                .iter()
                .map(|one| (one.days, one.words))
                .collect::<Vec<_>>(),
            [(7, 3), (30, 1)]
        );
        assert_eq!(
            (grades[0].inside80_percent, grades[0].inside50_percent),
            (66, 33)
        );
        assert_eq!(
            (grades[0].forecasts, grades[0].stretches, grades[0].miss),
            (2, 1, 600)
        );
        assert_eq!(
            (grades[1].inside80_percent, grades[1].inside50_percent),
            (100, 0)
        );
    }

    #[test]
    fn a_forecast_that_abstained_is_not_graded() {
        let mut word = said(0, 5, 0);
        word.band = None;
        assert_eq!(grade(&[word]), []);
    }

    /// Reality that misses twice as far as was said asks for twice the reach, the more so the longer it did.
    #[test]
    fn ranges_grow_towards_what_would_have_held() {
        let after = |weeks: u64| {
            let words: Vec<Said> = (0..weeks)
                .flat_map(|week| {
                    (1..=7).map(move |ahead| said(week * 7, ahead, ahead as i64 * 300))
                })
                .collect();
            grade(&words)[0].next.wide
        };
        assert!(after(1) > 1_000);
        assert!(after(4) > after(1));
        assert!((1_700..=1_900).contains(&after(400)), "{}", after(400));
    }

    #[test]
    fn daily_forecasts_count_as_the_stretches_they_are() {
        let words: Vec<Said> = (0..60).map(|made| said(made, 30, 0)).collect();
        let grade = grade(&words)[0];
        assert_eq!((grade.forecasts, grade.stretches), (60, 2));
    }

    proptest! {
        /// What was stretched already is judged by what it was before, so that stretching settles instead of growing on.
        #[test]
        fn stretching_settles(wide in 600_u32..2_800) {
            let bare: Vec<Said> = (0..200).map(|week| said(week * 7, 7, (week as i64 * 37) % 2_000)).collect();
            let stretched: Vec<Said> = bare
                .iter()
                .map(|one| Said {
                    band: Some(band(10_000, i64::from(wide), 500)),
                    stretch: Stretch { wide, narrow: 1_000 },
                    ..*one
                })
                .collect();
            let (a, b) = (grade(&bare)[0].next.wide, grade(&stretched)[0].next.wide);
            prop_assert!(a.abs_diff(b) <= 2, "{a} {b}");
        }

        /// Ranges stay around what is expected and inside each other, whatever the stretch.
        #[test]
        fn ranges_stay_in_order(
            expected in -1_000_000_i64..1_000_000,
            reaches in proptest::collection::vec((0_i64..500_000, 0_i64..500_000), 1..200),
            by in proptest::collection::vec((500_u32..3_000, 500_u32..3_000), REACHES.len()),
        ) {
            let mut days: Vec<Day> = reaches
                .iter()
                .enumerate()
                .map(|(at, (wide, narrow))| Day {
                    date: day(at as u64),
                    expected,
                    band: Some(band(expected, *wide.max(narrow), *narrow.min(wide))),
                    events: Vec::new(),
                })
                .collect();
            let by: Vec<Stretch> = by.iter().map(|(wide, narrow)| Stretch { wide: *wide, narrow: *narrow }).collect();
            stretch(&mut days, &by.try_into().unwrap());
            for day in &days {
                let band = day.band.unwrap();
                prop_assert!(band.p10 <= band.p25 && band.p25 <= expected);
                prop_assert!(expected <= band.p75 && band.p75 <= band.p90);
            }
        }

        /// No stretch is no change.
        #[test]
        fn none_changes_nothing(wide in 0_i64..500_000, ahead in 1_usize..400) {
            let one = Day { date: day(0), expected: 5, band: Some(band(5, wide, wide / 2)), events: Vec::new() };
            let mut days = vec![one; ahead];
            let before = days.clone();
            stretch(&mut days, &[Stretch::NONE; REACHES.len()]);
            prop_assert_eq!(days, before);
        }
    }
}
