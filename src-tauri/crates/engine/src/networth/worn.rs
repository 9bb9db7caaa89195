//! What an asset is worth between valuations.

use chrono::{Datelike, Months, NaiveDate};
use domain::wealth::{Asset, Wear};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::arith::mul_div;

/// Years of falling value that are counted; after a century nothing is left to speak of.
const MOST_YEARS: u32 = 100;

/// What an asset counts on a day, debts negative: its last valuation, worn since. None before the first valuation, and none
/// once it is gone.
pub fn worth_of(asset: &Asset, date: NaiveDate) -> Option<i64> {
    if asset.until.is_some_and(|until| date >= until) {
        return None;
    }
    let known = asset.valuations.partition_point(|(day, _)| *day <= date);
    let (day, worth) = asset.valuations.get(known.checked_sub(1)?)?;
    let now = worn(worth.minor, asset.wear, *day, date);
    Some(if asset.owed { -now } else { now })
}

fn worn(worth: i64, wear: Wear, from: NaiveDate, to: NaiveDate) -> i64 {
    match wear {
        Wear::None => worth,
        Wear::Line { months, rest } => {
            // Something already below its rest does not rise to it.
            let rest = rest.min(worth);
            let end = from
                .checked_add_months(Months::new(months))
                .unwrap_or(NaiveDate::MAX);
            if to >= end {
                return rest;
            }
            let (gone, whole) = ((to - from).num_days(), (end - from).num_days());
            worth - mul_div(worth - rest, gone, whole)
        }
        Wear::Part { permille } => falling(worth, permille, from, to),
    }
}

/// The same part each year; within a year the same each day.
fn falling(worth: i64, permille: u32, from: NaiveDate, to: NaiveDate) -> i64 {
    let kept = (Decimal::ONE_THOUSAND - Decimal::from(permille.min(1000))) / Decimal::ONE_THOUSAND;
    let mut value = Decimal::from(worth);
    let mut begin = from;
    for year in 1..=MOST_YEARS {
        let end = from
            .checked_add_months(Months::new(12 * year))
            .unwrap_or(NaiveDate::MAX);
        let next = (value * kept).round_dp(6);
        if to < end {
            let share = Decimal::from((to - begin).num_days())
                / Decimal::from((end - begin).num_days().max(1));
            value -= (value - next) * share;
            break;
        }
        value = next;
        begin = end;
        if begin.year() >= NaiveDate::MAX.year() {
            break;
        }
    }
    value.round().to_i64().unwrap_or(worth)
}
