//! Putting a forecast together.

use chrono::Days;

use super::known::due;
use super::{Abstained, Day, Forecast, Input, Lowest, Totals};
use crate::arith::total;

/// Projects the balance of every day after today.
pub fn project(input: &Input<'_>) -> Forecast {
    let last = input
        .today
        .checked_add_days(Days::new(u64::from(input.horizon_days)))
        .unwrap_or(chrono::NaiveDate::MAX);
    let mut known = due(input, last).into_iter().peekable();
    let mut balance = input.start;
    let (mut known_in, mut known_out) = (0_i64, 0_i64);
    let days: Vec<Day> = input
        .today
        .iter_days()
        .skip(1)
        .take_while(|day| *day <= last)
        .map(|date| {
            let mut events = Vec::new();
            while let Some(due) = known.next_if(|due| due.date <= date) {
                balance = total([balance, due.event.minor]);
                known_in = total([known_in, due.event.minor.max(0)]);
                known_out = total([known_out, due.event.minor.min(0)]);
                events.push(due.event);
            }
            Day {
                date,
                expected: balance,
                band: None,
                events,
            }
        })
        .collect();
    let lowest = days
        .iter()
        .min_by_key(|day| day.expected)
        .map(|day| Lowest {
            date: day.date,
            expected: day.expected,
            lo: day.band.map(|band| band.p10),
            hi: day.band.map(|band| band.p90),
        });
    Forecast {
        days,
        lowest,
        below_floor: None,
        totals: Totals {
            known_in,
            known_out,
            everyday: 0,
        },
        tested: None,
        abstained: Some(Abstained::NoHistory),
    }
}
