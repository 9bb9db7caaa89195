//! Putting a forecast together: exact steps for what is known, an estimate beneath them, bands around.

use chrono::{Days, NaiveDate};

use super::blend::{Blend, blend};
use super::known::{Due, due};
use super::past::{Announced, Past, mean_days};
use super::{
    Abstained, BackTest, Band, BelowFloor, Day, Forecast, Input, Lowest, MAX_HORIZON_DAYS, Totals,
};
use crate::arith::total;

/// Days with a payment that a past needs before anything is learnt from it.
const BUSY_DAYS: usize = 3;

/// Projects the balance of every day after today.
///
/// Planned payments move the expected balance by exactly their amount. Detected series make their steps as well, over a slow
/// movement that [`super`] weighs by the account's own past.
pub fn project(input: &Input<'_>) -> Forecast {
    let last = input
        .today
        .checked_add_days(Days::new(u64::from(
            input.horizon_days.min(MAX_HORIZON_DAYS),
        )))
        .unwrap_or(NaiveDate::MAX);
    let known = due(input, last);
    let past = Past::of(input);
    let learnt = match &past {
        None => Err(Abstained::NoHistory),
        Some(past) if past.busy < BUSY_DAYS => Err(Abstained::ShortHistory),
        Some(past) => Ok(blend(past, &announced(input, &known))),
    };
    let learnt = learnt.and_then(|blend| {
        if blend.spread.is_some() {
            Ok(blend)
        } else {
            Err(Abstained::ShortHistory)
        }
    });

    let mut totals = Totals {
        known_in: 0,
        known_out: 0,
        everyday: 0,
    };
    let mut planned = 0;
    let mut known = known.into_iter().peekable();
    let days: Vec<Day> = (input.today.iter_days().skip(1))
        .take_while(|day| *day <= last)
        .enumerate()
        .map(|(at, date)| {
            let mut events = Vec::new();
            while let Some(due) = known.next_if(|due| due.date <= date) {
                totals.known_in = total([totals.known_in, due.event.minor.max(0)]);
                totals.known_out = total([totals.known_out, due.event.minor.min(0)]);
                if learnt.is_err() || !due.learnt {
                    planned = total([planned, due.event.minor]);
                }
                events.push(due.event);
            }
            let change = learnt
                .as_ref()
                .map_or(0, |blend| rounded(blend.change.get(at)));
            let expected = total([input.start, planned, change]);
            let band = learnt
                .as_ref()
                .ok()
                .and_then(|blend| band(blend, at, expected));
            Day {
                date,
                expected,
                band,
                events,
            }
        })
        .collect();

    let end = days.last().map_or(input.start, |day| day.expected);
    let way = i128::from(end) - i128::from(input.start);
    totals.everyday =
        crate::arith::narrow(way - i128::from(totals.known_in) - i128::from(totals.known_out));
    Forecast {
        lowest: lowest(&days),
        below_floor: input.floor.map(|floor| below(&days, floor)),
        totals,
        tested: learnt.as_ref().ok().map(|blend| BackTest {
            origins: blend.origins as u32,
            inside80_percent: (blend.inside * 100.0).round().clamp(0.0, 100.0) as u8,
        }),
        abstained: learnt.err(),
        days,
    }
}

/// The learnt part of what is known, day by day.
fn announced(input: &Input<'_>, known: &[Due]) -> Announced {
    // A month at least, so that the position within the month can be told.
    let mut days = vec![0.0; (input.horizon_days.min(MAX_HORIZON_DAYS) as usize).max(30)];
    for due in known.iter().filter(|due| due.learnt) {
        let ahead = (due.date - input.today).num_days() - 1;
        if let Some(day) = usize::try_from(ahead)
            .ok()
            .and_then(|ahead| days.get_mut(ahead))
        {
            *day += due.event.minor as f64;
        }
    }
    let daily = input
        .repeating
        .iter()
        .map(|series| series.minor as f64 / mean_days(series.period))
        .sum();
    Announced { days, daily }
}

fn rounded(value: Option<&f64>) -> i64 {
    // The cast stays at the edge of what an amount can hold.
    value.map_or(0, |value| value.round() as i64)
}

fn band(blend: &Blend, at: usize, expected: i64) -> Option<Band> {
    let [p10, p25, p75, p90] = *blend.spread.as_ref()?.get(at)?;
    let off = |by: f64| total([expected, rounded(Some(&by))]);
    Some(Band {
        p10: off(p10),
        p25: off(p25),
        p75: off(p75),
        p90: off(p90),
    })
}

/// The first day of the lowest expected balance.
pub(super) fn lowest(days: &[Day]) -> Option<Lowest> {
    days.iter()
        .min_by_key(|day| day.expected)
        .map(|day| Lowest {
            date: day.date,
            expected: day.expected,
            lo: day.band.map(|band| band.p10),
            hi: day.band.map(|band| band.p90),
        })
}

pub(super) fn below(days: &[Day], floor: i64) -> BelowFloor {
    BelowFloor {
        days: days
            .iter()
            .filter(|day| day.expected < floor)
            .map(|day| day.date)
            .collect(),
        chance_percent: days
            .iter()
            .filter_map(|day| Some(chance_below(day.expected, &day.band?, floor)))
            .max(),
    }
}

/// The chance of a day to end below `floor`: linear between the quantiles, and beyond them along the last stretch. Where
/// those end it is 0, which is unlikely and not impossible; certain it never is.
fn chance_below(expected: i64, band: &Band, floor: i64) -> u8 {
    let known = [
        (band.p10, 10),
        (band.p25, 25),
        (expected, 50),
        (band.p75, 75),
        (band.p90, 90),
    ];
    let along = |(low, at): (i64, i64), (high, to): (i64, i64)| {
        let width = (i128::from(high) - i128::from(low)).max(1);
        let part = (i128::from(floor) - i128::from(low)) * i128::from(to - at) / width;
        i64::try_from(i128::from(at) + part).unwrap_or(if part < 0 { 0 } else { 100 })
    };
    let stretch = known
        .windows(2)
        .find(|pair| matches!(pair, [_, (high, _)] if floor <= *high));
    let percent = match stretch {
        Some([low, high]) => along(*low, *high),
        Some(_) | None => along((band.p75, 75), (band.p90, 90)),
    };
    percent.clamp(0, 99) as u8
}

#[cfg(test)]
mod tests {
    use super::{Band, chance_below};

    #[test]
    fn the_chance_follows_the_quantiles() {
        let band = Band {
            p10: 100,
            p25: 200,
            p75: 400,
            p90: 500,
        };
        assert_eq!(chance_below(300, &band, 100), 10);
        assert_eq!(chance_below(300, &band, 300), 50);
        assert_eq!(chance_below(300, &band, 350), 62);
        assert_eq!(chance_below(300, &band, 500), 90);
        assert_eq!(chance_below(300, &band, 10), 0);
        assert_eq!(chance_below(300, &band, i64::MIN), 0);
        assert_eq!(chance_below(300, &band, i64::MAX), 99);
        let sure = Band {
            p10: 7,
            p25: 7,
            p75: 7,
            p90: 7,
        };
        assert_eq!(chance_below(7, &sure, 6), 0);
        assert_eq!(chance_below(7, &sure, 500), 99);
    }
}
