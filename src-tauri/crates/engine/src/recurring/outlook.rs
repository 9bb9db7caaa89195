//! What comes next in a series, and how sure that is.

use chrono::NaiveDate;

use super::Series;
use super::detect::{Draft, Row};
use super::rhythm::{slot_of, usual_day};

/// The series of some rows, ascending by date: its next payment as seen on `as_of`.
pub(super) fn finish(rows: &[Row<'_>], draft: &Draft, as_of: NaiveDate) -> Option<Series> {
    let dates: Vec<NaiveDate> = draft
        .rows
        .iter()
        .filter_map(|index| rows.get(*index))
        .map(|row| row.date)
        .collect();
    let minors: Vec<i64> = draft
        .rows
        .iter()
        .filter_map(|index| rows.get(*index))
        .map(|row| row.minor)
        .collect();
    let (last_date, last_minor) = (*dates.last()?, *minors.last()?);
    let fixed = is_fixed(&minors);
    let changed = fixed
        .then(|| {
            let at = minors
                .iter()
                .rposition(|minor| !alike(*minor, last_minor))?;
            Some((*minors.get(at)?, *dates.get(at + 1)?))
        })
        .flatten();
    let minor = if fixed {
        last_minor
    } else {
        middle(minors.get(minors.len().saturating_sub(3)..)?)
    };
    let day = usual_day(&dates);
    let silent = (as_of - last_date).num_days();
    let mut next_date = draft
        .period
        .after(slot_of(draft.period, last_date, day), day);
    // A payment that is a little late is still to come.
    let late = (draft.period.slack() + 1) / 2;
    while next_date <= as_of {
        next_date = if (as_of - next_date).num_days() <= late {
            as_of.succ_opt()?
        } else {
            let after = draft
                .period
                .after(slot_of(draft.period, next_date, day), day);
            if after <= next_date {
                return None;
            }
            after
        };
    }
    let count = draft.rows.len() as i64;
    Some(Series {
        rows: draft.rows.clone(),
        period: draft.period,
        day,
        minor,
        fixed,
        changed,
        last_date,
        next_date,
        confidence: (draft.score * count / (count + 1) / 10).clamp(0, 99) as u8,
        ended: silent * 10 > draft.period.days() * 22,
    })
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
