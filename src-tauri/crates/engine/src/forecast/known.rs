//! Known payments: planned ones and detected series, merged.

use chrono::NaiveDate;
use domain::text::similarity_folded;

use super::{Event, Input, Planned, Repeating, Source};
use crate::recurring::Period;

/// A known payment and its day.
pub(super) struct Due {
    pub(super) date: NaiveDate,
    pub(super) event: Event,
    /// Whether the past already moves by it: a detected series, or the plan that stands for one.
    pub(super) learnt: bool,
}

/// Everything known from tomorrow to the horizon, in order of days.
///
/// A series that a planned payment stands for is left out, every one of its payments: the plan is newer word than the past.
pub(super) fn due(input: &Input<'_>, last: NaiveDate) -> Vec<Due> {
    let mut all = Vec::new();
    for (index, planned) in input.planned.iter().enumerate() {
        let until = planned.until.map_or(last, |until| until.min(last));
        let learnt = input
            .repeating
            .iter()
            .any(|series| stands_for(planned, series, input.today));
        for date in planned.cadence.days(planned.first, input.today, until) {
            all.push(Due {
                date,
                event: Event {
                    label: planned.label.clone(),
                    minor: planned.minor,
                    source: Source::Planned(index),
                },
                learnt,
            });
        }
    }
    for (index, series) in input.repeating.iter().enumerate() {
        if replaced(input, series) {
            continue;
        }
        let mut date = series.next_date;
        let end = series.until.map_or(last, |until| until.min(last));
        while date <= end {
            if date > input.today {
                all.push(Due {
                    date,
                    event: Event {
                        label: series.label.clone(),
                        minor: series.minor,
                        source: Source::Repeating(index),
                    },
                    learnt: true,
                });
            }
            let next = series.anchor.after(series.period, date);
            if next <= date {
                break;
            }
            date = next;
        }
    }
    all.sort_by_key(|due| due.date);
    all
}

/// Whether some planned payment stands for this series.
pub(super) fn replaced(input: &Input<'_>, series: &Repeating) -> bool {
    input
        .planned
        .iter()
        .any(|planned| stands_for(planned, series, input.today))
}

/// Whether a planned payment is this series: same direction, a similar amount, the same rhythm, and a name that agrees as far as
/// both have one.
pub fn stands_for(planned: &Planned, series: &Repeating, today: NaiveDate) -> bool {
    let running = planned.until.is_none_or(|until| until > today);
    let (a, b) = (planned.minor, series.minor);
    let near_amount = (a < 0) == (b < 0)
        && i128::from(a).abs_diff(i128::from(b)) * 5 <= u128::from(b.unsigned_abs());
    let named = !planned.payee.is_empty() && !series.payee.is_empty();
    let same_name = named && similarity_folded(&planned.payee, &series.payee) >= 80;
    let near_date = (planned.cadence.next_after(planned.first, today))
        .is_some_and(|date| (date - series.next_date).num_days().abs() <= series.period.slack());
    running
        && near_amount
        && same_rhythm(planned, series.period)
        && if named { same_name } else { near_date }
}

fn same_rhythm(planned: &Planned, period: Period) -> bool {
    use domain::planned::Cadence;
    match &planned.cadence {
        Cadence::Once => false,
        Cadence::Days(days) => i64::from(*days) == period.days(),
        Cadence::Months { every, .. } => period.months() == Some(*every),
        // By its days: the gaps ahead are those of the period.
        Cadence::Rule(_) => {
            let until = planned.first + chrono::TimeDelta::days(3 * period.days());
            let days = planned.cadence.days(planned.first, planned.first, until);
            let gaps = days.iter().zip(days.iter().skip(1));
            let mut gaps = gaps.map(|(day, next)| (*next - *day).num_days()).peekable();
            gaps.peek().is_some() && gaps.all(|gap| (gap - period.days()).abs() <= period.slack())
        }
    }
}
