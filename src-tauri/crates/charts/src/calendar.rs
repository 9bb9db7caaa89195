//! Days and months as numbers, and which of them an axis names.

use crate::error::ChartError;
use crate::label::{LabelFormat, text_width};
use crate::sheet::Axis;
use chrono::{Datelike, NaiveDate};

/// A day in the calendar. `month` counts from 0, `weekday` from Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: i32,
    pub(crate) month: usize,
    pub(crate) day: u32,
    pub(crate) weekday: usize,
}

/// Days from 1 January of year 1, the first of the common era, to 1 January 1970.
const EPOCH_FROM_COMMON_ERA: i32 = 719_163;

pub(crate) fn day(number: i32) -> Result<Civil, ChartError> {
    let date = number
        .checked_add(EPOCH_FROM_COMMON_ERA)
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .ok_or(ChartError::Calendar(number))?;
    Ok(Civil {
        year: date.year(),
        month: date.month0() as usize,
        day: date.day(),
        weekday: date.weekday().num_days_from_monday() as usize,
    })
}

pub(crate) fn month(number: i32) -> Result<Civil, ChartError> {
    let (year, month) = (number.div_euclid(12), number.rem_euclid(12));
    let date =
        NaiveDate::from_ymd_opt(year, month as u32 + 1, 1).ok_or(ChartError::Calendar(number))?;
    Ok(Civil {
        year,
        month: month as usize,
        day: 1,
        weekday: date.weekday().num_days_from_monday() as usize,
    })
}

/// The first day of the month `number` (months since year 0), as a day number.
fn first_of(number: i32) -> Option<i32> {
    let (year, month) = (number.div_euclid(12), number.rem_euclid(12));
    Some(
        NaiveDate::from_ymd_opt(year, month as u32 + 1, 1)?.num_days_from_ce()
            - EPOCH_FROM_COMMON_ERA,
    )
}

/// A named place along x.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tick {
    pub(crate) at: i32,
    pub(crate) text: String,
}

/// Which of the months in an axis are named.
#[derive(Clone, Copy)]
enum Every {
    Month,
    Quarter,
    /// Each Januaries of years divisible by this.
    Years(i32),
}

impl Every {
    fn names(self, month: i32) -> bool {
        match self {
            Self::Month => true,
            Self::Quarter => month.rem_euclid(3) == 0,
            Self::Years(years) => {
                month.rem_euclid(12) == 0 && month.div_euclid(12).rem_euclid(years) == 0
            }
        }
    }
}

/// The ticks of an axis between two points that lie `width` CSS pixels apart.
///
/// Days: up to 45 the 1st and 15th, up to half a year the 1st, then quarter starts. Months:
/// all up to 14, then quarters. A longer axis, where quarters would stand closer than their
/// labels allow, names Januaries only, then every second, fifth, tenth… one.
pub(crate) fn ticks(
    axis: Axis,
    first: i32,
    last: i32,
    width: f64,
    labels: &LabelFormat,
) -> Result<Vec<Tick>, ChartError> {
    let span = i64::from(last) - i64::from(first);
    let (from, to) = match axis {
        Axis::Months => (first, last),
        Axis::Days => {
            let (from, to) = (day(first)?, day(last)?);
            (
                from.year * 12 + from.month as i32,
                to.year * 12 + to.month as i32,
            )
        }
    };
    let every = match axis {
        Axis::Days if span <= 184 => Every::Month,
        Axis::Months if span < 14 => Every::Month,
        _ => coarser(span, axis, width, labels),
    };
    let mut ticks = Vec::new();
    for month_number in from..=to {
        let civil = month(month_number)?;
        let at = match axis {
            Axis::Months => Some(month_number),
            Axis::Days => first_of(month_number),
        }
        .ok_or(ChartError::Calendar(month_number))?;
        let half_months = matches!(axis, Axis::Days) && span <= 45;
        if every.names(month_number) {
            let text = if civil.month == 0 && !half_months {
                civil.year.to_string()
            } else if half_months {
                labels.day_text(&labels.day_short, civil)
            } else {
                labels.months[civil.month].clone()
            };
            ticks.push(Tick { at, text });
        }
        if half_months {
            let middle = Civil { day: 15, ..civil };
            ticks.push(Tick {
                at: at + 14,
                text: labels.day_text(&labels.day_short, middle),
            });
        }
    }
    ticks.retain(|tick| (first..=last).contains(&tick.at));
    Ok(ticks)
}

fn coarser(span: i64, axis: Axis, width: f64, labels: &LabelFormat) -> Every {
    let months = match axis {
        Axis::Days => span as f64 / 30.44,
        Axis::Months => span as f64,
    };
    let widest = labels
        .months
        .iter()
        .map(|name| text_width(name))
        .fold(28.0, f64::max);
    let room = |step: f64| step * width / months.max(1.0) >= widest + 12.0;
    if room(3.0) {
        return Every::Quarter;
    }
    let years = [1, 2, 5, 10, 20, 50, 100]
        .into_iter()
        .find(|years| room(f64::from(*years) * 12.0));
    Every::Years(years.unwrap_or(100))
}

#[cfg(test)]
mod tests;
