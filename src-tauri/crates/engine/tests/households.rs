//! Invented households with known repeating payments and every trouble that real ones have: what is found, how whole, and
//! whether the next payment is foreseen.
//!
//! A household is made to a day some weeks ahead, and looked at on an earlier one: what follows is the truth.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::workday::Calendar;
use engine::eval::{Row, recurring};

#[path = "households/chance.rs"]
mod chance;
#[path = "households/life.rs"]
mod life;

use life::{Household, Trouble};

/// How a kind of trouble went.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    known: u32,
    found: u32,
    pieces: u32,
    again: u32,
    next: u32,
}

impl Tally {
    fn found_permille(self) -> u32 {
        self.found * 1000 / self.known.max(1)
    }

    fn next_permille(self) -> u32 {
        self.next * 1000 / self.again.max(1)
    }
}

/// Counts one household; also how many series are mixed or nobody's.
fn count(household: &Household, as_of: NaiveDate, tallies: &mut BTreeMap<Trouble, Tally>) -> u32 {
    let seen: Vec<&life::Booked> = household
        .rows
        .iter()
        .filter(|row| row.date <= as_of)
        .collect();
    let rows: Vec<Row> = seen
        .iter()
        .map(|row| Row {
            date: row.date,
            minor: row.minor,
            description: row.text.clone(),
            kind: String::new(),
            counterparty: String::new(),
        })
        .collect();
    let mut truth: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (place, row) in seen.iter().enumerate() {
        if let Some(series) = row.series {
            truth.entry(series).or_default().insert(place);
        }
    }
    truth.retain(|_, rows| rows.len() >= 3);
    let found = recurring(&rows, as_of, Calendar::Weekends);
    let mut wrong = 0;
    let mut hit: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (at, series) in found.iter().enumerate() {
        let own: BTreeSet<usize> = series.rows.iter().copied().collect();
        let best = truth
            .iter()
            .map(|(label, rows)| {
                let both = rows.intersection(&own).count();
                (both * 1000 / rows.union(&own).count(), *label)
            })
            .max()
            .unwrap_or_default();
        let of_best = truth
            .get(&best.1)
            .map_or(0, |rows| rows.intersection(&own).count());
        if best.0 >= 500 {
            let entry = hit.entry(best.1).or_insert((0, at));
            *entry = (*entry).max((best.0, at));
        } else if of_best * 10 >= own.len() * 8 {
            tallies
                .entry(household.series[best.1].trouble)
                .or_default()
                .pieces += 1;
        } else {
            wrong += 1;
        }
    }
    for label in truth.keys() {
        let known = &household.series[*label];
        let tally = tallies.entry(known.trouble).or_default();
        tally.known += 1;
        tally.found += u32::from(hit.contains_key(label));
        let coming: Vec<&life::Booked> = household
            .rows
            .iter()
            .filter(|row| {
                row.series == Some(*label)
                    && row.date > as_of
                    && (row.date - as_of).num_days() <= 45
            })
            .collect();
        if coming.is_empty() {
            continue;
        }
        tally.again += 1;
        let right = hit.get(label).is_some_and(|(_, at)| {
            coming.iter().any(|row| {
                (row.date - found[*at].next_date).num_days().abs() <= 3
                    && (known.varies
                        || row.minor.abs_diff(found[*at].minor) * 20 <= row.minor.unsigned_abs())
            })
        });
        tally.next += u32::from(right);
    }
    wrong
}

#[test]
fn troubles_do_not_break_a_series() {
    const HOUSEHOLDS: u64 = 150;
    let mut tallies = BTreeMap::new();
    let mut wrong = 0;
    for seed in 0..HOUSEHOLDS {
        let end = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap() - Days::new(seed * 11 % 364);
        let household = Household::of(seed, end);
        wrong += count(&household, end - Days::new(46), &mut tallies);
    }
    let mut all = Tally::default();
    for (trouble, tally) in &tallies {
        all.known += tally.known;
        all.found += tally.found;
        all.pieces += tally.pieces;
        all.again += tally.again;
        all.next += tally.next;
        assert!(tally.known >= 20, "{trouble:?} is hardly tried: {tally:?}");
    }
    for (trouble, tally) in &tallies {
        // All troubles at once leave a piece behind more often than one.
        let pieces = if *trouble == Trouble::Everything {
            120
        } else {
            50
        };
        assert!(tally.found_permille() >= 970, "{trouble:?}: {tally:?}");
        assert!(tally.next_permille() >= 950, "{trouble:?}: {tally:?}");
        assert!(
            tally.pieces * 1000 <= tally.known * pieces,
            "{trouble:?}: {tally:?}"
        );
    }
    assert!(
        all.found_permille() >= 990 && all.next_permille() >= 985,
        "{all:?}"
    );
    assert!(all.pieces * 1000 <= all.known * 20, "{all:?}");
    assert!(wrong * 100 <= all.found, "{wrong} of {all:?}");
}
