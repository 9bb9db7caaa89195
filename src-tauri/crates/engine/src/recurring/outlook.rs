//! What comes next in a series, and how sure that is.

use chrono::{Datelike, NaiveDate};
use domain::workday::Calendar;

use super::detect::{Draft, Row};
use super::{Anchor, Period, Series};

/// The series of some rows, ascending by date: its next payment as seen on `as_of`.
pub(super) fn finish(
    rows: &[Row<'_>],
    draft: &Draft,
    as_of: NaiveDate,
    calendar: Calendar,
) -> Option<Series> {
    // Several rows on one day are one payment in parts.
    let mut dates: Vec<NaiveDate> = Vec::new();
    let mut minors: Vec<i64> = Vec::new();
    for row in draft.rows.iter().filter_map(|index| rows.get(*index)) {
        match minors.last_mut() {
            Some(sum) if dates.last() == Some(&row.date) => *sum = sum.saturating_add(row.minor),
            Some(_) | None => {
                dates.push(row.date);
                minors.push(row.minor);
            }
        }
    }
    let last_date = *dates.last()?;
    let fixed = is_fixed(&minors);
    let changed = fixed
        .then(|| {
            let stands = standing(&minors);
            let newest = minors.iter().rposition(|minor| alike(*minor, stands))?;
            let at = minors
                .get(..newest)?
                .iter()
                .rposition(|minor| !alike(*minor, stands))?;
            Some((*minors.get(at)?, *dates.get(at + 1)?))
        })
        .flatten();
    let minor = if fixed {
        standing(&minors)
    } else {
        middle(minors.get(minors.len().saturating_sub(3)..)?)
    };
    let anchor = Anchor::of(draft.period, &dates, calendar);
    let day = anchor.day_of_month(last_date);
    let silent = (as_of - last_date).num_days();
    let due = anchor.after(draft.period, last_date);
    let mut next_date = due;
    // A payment that is a little late is still to come.
    let late = (draft.period.slack() + 1) / 2;
    while next_date <= as_of {
        next_date = if (as_of - next_date).num_days() <= late {
            as_of.succ_opt()?
        } else {
            let after = anchor.after(draft.period, next_date);
            if after <= next_date {
                return None;
            }
            after
        };
    }
    let minor = (draft.period == Period::Monthly && minor > 0)
        .then(|| with_bonus(&dates, &minors, next_date, minor))
        .flatten()
        .unwrap_or(minor);
    let count = dates.len() as i64;
    Some(Series {
        rows: draft.rows.clone(),
        period: draft.period,
        day,
        anchor,
        minor,
        fixed,
        changed,
        last_date,
        due,
        next_date,
        confidence: (draft.score * count / (count + 1) / 10).clamp(0, 99) as u8,
        ended: silent * 10 > draft.period.days() * 22,
    })
}

/// The amount that stands: the newest, unless it alone is far from a long steady run, as a bonus is.
fn standing(minors: &[i64]) -> i64 {
    match minors {
        [.., a, b, c, last]
            if alike(*a, *b)
                && alike(*b, *c)
                && apart(*c, *last) > if *last > 0 { 150 } else { 450 } =>
        {
            *c
        }
        [.., last] => *last,
        [] => 0,
    }
}

/// How far `b` is from `a`, thousandths of `a`.
fn apart(a: i64, b: i64) -> u128 {
    u128::from(a.abs_diff(b)) * 1000 / u128::from(a.unsigned_abs().max(1))
}

/// What pay of `standing` comes to on `next`, if in the same month of earlier years it was more than in the months around: a
/// thirteenth month, a bonus. Every such year that the rows tell must agree.
fn with_bonus(dates: &[NaiveDate], minors: &[i64], next: NaiveDate, standing: i64) -> Option<i64> {
    let mut more: Option<i128> = None;
    for (at, date) in dates.iter().enumerate() {
        if date.month() != next.month() || at == 0 {
            continue;
        }
        let (before, then) = (*minors.get(at - 1)?, *minors.get(at)?);
        if before <= 0 || then <= before || apart(before, then) <= 150 {
            return None;
        }
        if let Some(after) = minors.get(at + 1)
            && apart(before, *after) > 100
        {
            return None;
        }
        more = Some(i128::from(then) * 1_000_000 / i128::from(before));
    }
    i64::try_from(i128::from(standing) * more? / 1_000_000).ok()
}

/// Same to a thousandth.
fn alike(a: i64, b: i64) -> bool {
    u128::from(a.abs_diff(b)) * 1000 <= u128::from(a.unsigned_abs().max(b.unsigned_abs()))
}

/// Whether amounts stand still and move in steps: of the neighbours, at least two in three are alike, or the newest two are
/// and half of all.
fn is_fixed(minors: &[i64]) -> bool {
    let pairs = minors.len().saturating_sub(1);
    let same = minors
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if alike(*a, *b)))
        .count();
    same * 3 >= pairs * 2 || (same * 2 >= pairs && matches!(minors, [.., a, b] if alike(*a, *b)))
}

fn middle(minors: &[i64]) -> i64 {
    let mut sorted = minors.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
