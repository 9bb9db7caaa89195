//! What if: a forecast with items added, changed, stopped or moved, and the smallest change that keeps it above a floor.
//!
//! The account's own past says nothing of what has not happened yet, so a scenario moves each day by exactly the amounts it
//! names, from their days on, and keeps the width of the bands.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::planned::Cadence;
use domain::text::fold;

use super::project::{below, lowest};
use super::{Day, Event, Forecast, Source};
use crate::arith::total;

/// One thing that would be otherwise. Items are named as [`Event::label`] names them; case, accents and punctuation do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Something new.
    Add {
        /// Its name.
        label: String,
        /// Signed amount.
        minor: i64,
        /// The first day; what lies in the past by then has no effect.
        first: NaiveDate,
        /// How it repeats.
        cadence: Cadence,
        /// The last day.
        until: Option<NaiveDate>,
    },
    /// An item comes no more.
    Stop {
        /// The item.
        item: String,
        /// From this day on.
        from: NaiveDate,
    },
    /// An item comes at another amount.
    Amount {
        /// The item.
        item: String,
        /// The signed amount.
        minor: i64,
        /// From this day on.
        from: NaiveDate,
    },
    /// One payment of an item comes on another day.
    Move {
        /// The item.
        item: String,
        /// The day it would come.
        date: NaiveDate,
        /// The day it comes.
        to: NaiveDate,
    },
}

/// A forecast under a scenario, and the changes, by place, that moved nothing in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The forecast.
    pub forecast: Forecast,
    /// Changes whose item or day is not among what lies ahead.
    pub unmatched: Vec<usize>,
}

/// Applies changes, one after the other, to a forecast that was made with this floor.
pub fn with_changes(base: &Forecast, floor: Option<i64>, changes: &[Change]) -> Changed {
    let mut items = Items::of(base);
    let unmatched = changes
        .iter()
        .enumerate()
        .filter(|(place, change)| !items.apply(*place, change))
        .map(|(place, _)| place)
        .collect();
    Changed {
        forecast: items.settle(base, floor),
        unmatched,
    }
}

/// One payment ahead while a scenario is worked out.
struct Item {
    name: String,
    event: Event,
}

/// The payments of every day ahead.
struct Items {
    days: BTreeMap<NaiveDate, Vec<Item>>,
}

impl Items {
    fn of(base: &Forecast) -> Self {
        let days = base
            .days
            .iter()
            .map(|day| {
                let items = day
                    .events
                    .iter()
                    .map(|event| Item {
                        name: fold(&event.label),
                        event: event.clone(),
                    })
                    .collect();
                (day.date, items)
            })
            .collect();
        Self { days }
    }

    /// Whether the change took hold of anything.
    fn apply(&mut self, place: usize, change: &Change) -> bool {
        match change {
            Change::Add {
                label,
                minor,
                first,
                cadence,
                until,
            } => self.add(place, label, *minor, (*first, *until), cadence),
            Change::Stop { item, from } => {
                let name = fold(item);
                let mut found = false;
                for (_, items) in self.days.range_mut(*from..) {
                    let before = items.len();
                    items.retain(|item| item.name != name);
                    found |= items.len() < before;
                }
                found
            }
            Change::Amount { item, minor, from } => {
                let name = fold(item);
                let mut found = false;
                for item in self
                    .days
                    .range_mut(*from..)
                    .flat_map(|(_, items)| items)
                    .filter(|item| item.name == name)
                {
                    item.event.minor = *minor;
                    found = true;
                }
                found
            }
            Change::Move { item, date, to } => {
                let name = fold(item);
                let taken = self.days.get_mut(date).and_then(|items| {
                    let at = items.iter().position(|item| item.name == name)?;
                    Some(items.remove(at))
                });
                let Some(taken) = taken else { return false };
                // Past the horizon it is gone from sight, which is what the change says.
                if let Some(items) = self.days.get_mut(to) {
                    items.push(taken);
                }
                true
            }
        }
    }

    fn add(
        &mut self,
        place: usize,
        label: &str,
        minor: i64,
        (first, until): (NaiveDate, Option<NaiveDate>),
        cadence: &Cadence,
    ) -> bool {
        let (Some((start, _)), Some((last, _))) =
            (self.days.first_key_value(), self.days.last_key_value())
        else {
            return false;
        };
        let last = until.map_or(*last, |until| until.min(*last));
        let mut next = start
            .pred_opt()
            .and_then(|today| cadence.next_after(first, today));
        let mut found = false;
        while let Some(date) = next
            && date <= last
        {
            if let Some(items) = self.days.get_mut(&date) {
                items.push(Item {
                    name: fold(label),
                    event: Event {
                        label: label.to_owned(),
                        minor,
                        source: Source::Scenario(place),
                    },
                });
                found = true;
            }
            next = cadence
                .next_after(first, date)
                .filter(|after| *after > date);
        }
        found
    }

    /// Moves every day by what its payments and those before it differ from the forecast's, and adds up anew.
    fn settle(mut self, base: &Forecast, floor: Option<i64>) -> Forecast {
        let mut forecast = base.clone();
        let mut moved = 0_i64;
        for (was, day) in base.days.iter().zip(&mut forecast.days) {
            day.events = self
                .days
                .remove(&day.date)
                .unwrap_or_default()
                .into_iter()
                .map(|item| item.event)
                .collect();
            let of = |events: &[Event]| total(events.iter().map(|event| event.minor));
            moved = total([moved, of(&day.events), of(&was.events).saturating_neg()]);
            day.expected = total([was.expected, moved]);
            if let Some(band) = &mut day.band {
                for edge in [&mut band.p10, &mut band.p25, &mut band.p75, &mut band.p90] {
                    *edge = total([*edge, moved]);
                }
            }
        }
        let part = |days: &[Day], sign: i64| {
            total(
                days.iter()
                    .flat_map(|day| &day.events)
                    .map(|event| event.minor)
                    .filter(|minor| minor.signum() == sign),
            )
        };
        forecast.totals.known_in = part(&forecast.days, 1);
        forecast.totals.known_out = part(&forecast.days, -1);
        forecast.lowest = lowest(&forecast.days);
        forecast.below_floor = floor.map(|floor| below(&forecast.days, floor));
        forecast
    }
}

/// An item that makes the lowest day low.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Driver {
    /// The item.
    pub label: String,
    /// What its payments until then come to, negative.
    pub minor: i64,
}

/// A small change that keeps every day at the floor or above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// Move this much in on the day before it gets tight.
    MoveIn {
        /// How much.
        minor: i64,
        /// When.
        date: NaiveDate,
    },
    /// Pay one item after the next income.
    Delay {
        /// The item.
        item: String,
        /// Its amount, negative.
        minor: i64,
        /// The day it would come.
        date: NaiveDate,
        /// The day it comes.
        to: NaiveDate,
    },
    /// Spend this much less on each day until it is over.
    Reduce {
        /// Less a day.
        minor: i64,
        /// The first day.
        from: NaiveDate,
        /// The last day.
        until: NaiveDate,
    },
}

impl Fix {
    /// The same as a change of a scenario; `label` names what is added.
    pub fn change(&self, label: &str) -> Change {
        match self {
            Self::MoveIn { minor, date } => Change::Add {
                label: label.to_owned(),
                minor: *minor,
                first: *date,
                cadence: Cadence::Once,
                until: None,
            },
            Self::Delay { item, date, to, .. } => Change::Move {
                item: item.clone(),
                date: *date,
                to: *to,
            },
            Self::Reduce { minor, from, until } => Change::Add {
                label: label.to_owned(),
                minor: *minor,
                first: *from,
                cadence: Cadence::Days(1),
                until: Some(*until),
            },
        }
    }
}

/// How long it is until money comes in, what makes it tight, and what would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The next day on which money is known to come in.
    pub income: Option<NaiveDate>,
    /// The highest chance of any day before it (of any day, where none is known) to end below the floor, whole percent.
    pub chance_percent: Option<u8>,
    /// The items that weigh most until the lowest day; at most three, heaviest first.
    pub drivers: Vec<Driver>,
    /// What is missing on the lowest day; nothing when the floor holds.
    pub missing: Option<i64>,
    /// What keeps the floor on every day, one of a kind.
    pub fixes: Vec<Fix>,
}

/// Looks at a forecast's lowest day.
pub fn advise(forecast: &Forecast, floor: i64) -> Advice {
    let days = &forecast.days;
    let income = days
        .iter()
        .find(|day| day.events.iter().any(|event| event.minor > 0))
        .map(|day| day.date);
    let before = income.map_or(days.len(), |income| {
        days.partition_point(|day| day.date < income)
    });
    let low = forecast.lowest.as_ref();
    let missing = low
        .map(|low| total([floor, low.expected.saturating_neg()]))
        .filter(|missing| *missing > 0);
    Advice {
        income,
        chance_percent: days
            .get(..before)
            .filter(|days| !days.is_empty())
            .and_then(|days| below(days, floor).chance_percent),
        drivers: low.map_or_else(Vec::new, |low| drivers(forecast, low.date)),
        missing,
        fixes: missing.map_or_else(Vec::new, |missing| fixes(forecast, floor, missing)),
    }
}

fn drivers(forecast: &Forecast, until: NaiveDate) -> Vec<Driver> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for event in forecast
        .days
        .iter()
        .take_while(|day| day.date <= until)
        .flat_map(|day| &day.events)
        .filter(|event| event.minor < 0)
    {
        let sum = sums.entry(event.label.as_str()).or_default();
        *sum = total([*sum, event.minor]);
    }
    let mut drivers: Vec<Driver> = sums
        .into_iter()
        .map(|(label, minor)| Driver {
            label: label.to_owned(),
            minor,
        })
        .collect();
    drivers.sort_by(|a, b| (a.minor, &a.label).cmp(&(b.minor, &b.label)));
    drivers.truncate(3);
    drivers
}

fn fixes(forecast: &Forecast, floor: i64, missing: i64) -> Vec<Fix> {
    let days = &forecast.days;
    let Some(first_low) = days.iter().position(|day| day.expected < floor) else {
        return Vec::new();
    };
    let mut fixes = Vec::new();
    if let Some(day) = days.get(first_low.saturating_sub(1)) {
        fixes.push(Fix::MoveIn {
            minor: missing,
            date: day.date,
        });
    }
    fixes.extend(delay(forecast, floor, missing));
    fixes.extend(reduce(forecast, floor));
    fixes
}

/// The smallest payment up to the lowest day that is large enough, moved to the day after the next income that follows it, if
/// that keeps the floor on every day.
fn delay(forecast: &Forecast, floor: i64, missing: i64) -> Option<Fix> {
    let low = forecast.lowest.as_ref()?.date;
    let to = forecast
        .days
        .iter()
        .find(|day| day.date > low && day.events.iter().any(|event| event.minor > 0))?
        .date
        .succ_opt()
        .filter(|to| forecast.days.last().is_some_and(|last| *to <= last.date))?;
    let mut choices: Vec<(i64, NaiveDate, &str)> = forecast
        .days
        .iter()
        .take_while(|day| day.date <= low)
        .flat_map(|day| {
            day.events
                .iter()
                .filter(|event| event.minor < 0 && event.minor.saturating_neg() >= missing)
                .map(|event| (event.minor.saturating_neg(), day.date, event.label.as_str()))
        })
        .collect();
    choices.sort_unstable();
    choices.into_iter().find_map(|(minor, date, label)| {
        let fix = Fix::Delay {
            item: label.to_owned(),
            minor: minor.saturating_neg(),
            date,
            to,
        };
        keeps(forecast, floor, &fix).then_some(fix)
    })
}

/// Less to spend from tomorrow until the last low day, while it is less than what is usually spent a day.
fn reduce(forecast: &Forecast, floor: i64) -> Option<Fix> {
    let days = &forecast.days;
    let needed = days
        .iter()
        .zip(1_i64..)
        .filter(|(day, _)| day.expected < floor)
        .map(|(day, nth)| {
            let missing = total([floor, day.expected.saturating_neg()]);
            missing.saturating_add(nth - 1) / nth
        })
        .max()?;
    let usual = forecast.totals.everyday.saturating_neg() / i64::try_from(days.len()).ok()?.max(1);
    let fix = Fix::Reduce {
        minor: needed,
        from: days.first()?.date,
        until: days.iter().rev().find(|day| day.expected < floor)?.date,
    };
    (needed < usual && keeps(forecast, floor, &fix)).then_some(fix)
}

fn keeps(forecast: &Forecast, floor: i64, fix: &Fix) -> bool {
    let tried = with_changes(forecast, Some(floor), &[fix.change("")]);
    tried.forecast.days.iter().all(|day| day.expected >= floor)
}

#[cfg(test)]
mod tests;
