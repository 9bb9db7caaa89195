//! The account's past, day by day, and what could have been known on a day of it.

use chrono::{Days, NaiveDate};

use super::{DayFlow, Input};
use crate::recurring::{Period, slot_of, usual_day};

/// One past payment of a series: its day as an index, and its amount.
#[derive(Debug, Clone, Copy)]
struct Booked {
    at: usize,
    minor: f64,
}

/// A series with its past.
struct Known {
    period: Period,
    booked: Vec<Booked>,
}

/// What known series do to the days ahead.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Announced {
    /// Each day's sum.
    pub(super) days: Vec<f64>,
    /// What they come to on an average day.
    pub(super) daily: f64,
}

/// Days from the first row to today, by index from nought.
pub(super) struct Past {
    first: NaiveDate,
    /// What each day did to the balance.
    pub(super) flow: Vec<f64>,
    /// The same without the rows of known series.
    pub(super) everyday: Vec<f64>,
    /// Balance at the end of each day.
    pub(super) balance: Vec<f64>,
    /// Days that have a payment.
    pub(super) busy: usize,
    series: Vec<Known>,
}

impl Past {
    /// Nothing when there is no row up to today.
    pub(super) fn of(input: &Input<'_>) -> Option<Self> {
        /// Rows older than this say nothing about the coming months.
        const LONGEST: i64 = 365 * 6;
        let in_past = |flow: &&DayFlow| {
            flow.date <= input.today && (input.today - flow.date).num_days() < LONGEST
        };
        let first = input
            .history
            .iter()
            .filter(in_past)
            .map(|flow| flow.date)
            .min()?;
        let days = (input.today - first).num_days() as usize + 1;
        let index = |date: NaiveDate| usize::try_from((date - first).num_days()).ok();
        let mut exact = vec![0_i128; days];
        let mut touched = vec![false; days];
        for flow in input.history.iter().filter(in_past) {
            if let Some(at) = index(flow.date) {
                if let Some(day) = exact.get_mut(at) {
                    *day += i128::from(flow.minor);
                }
                if let Some(day) = touched.get_mut(at) {
                    *day = true;
                }
            }
        }
        let mut everyday = exact.clone();
        let mut series = Vec::new();
        for repeating in input.repeating {
            let mut booked: Vec<Booked> = Vec::new();
            for flow in repeating.booked.iter().filter(in_past) {
                if let Some((at, day)) =
                    index(flow.date).and_then(|at| Some((at, everyday.get_mut(at)?)))
                {
                    *day -= i128::from(flow.minor);
                    booked.push(Booked {
                        at,
                        minor: flow.minor as f64,
                    });
                }
            }
            booked.sort_by_key(|booked| booked.at);
            series.push(Known {
                period: repeating.period,
                booked,
            });
        }
        let mut after = i128::from(input.start);
        let mut balance: Vec<f64> = exact
            .iter()
            .rev()
            .map(|flow| {
                let end = after as f64;
                after -= flow;
                end
            })
            .collect();
        balance.reverse();
        Some(Self {
            first,
            flow: exact.into_iter().map(|minor| minor as f64).collect(),
            everyday: everyday.into_iter().map(|minor| minor as f64).collect(),
            balance,
            busy: touched.into_iter().filter(|touched| *touched).count(),
            series,
        })
    }

    pub(super) fn days(&self) -> usize {
        self.flow.len()
    }

    pub(super) fn date(&self, at: usize) -> NaiveDate {
        self.first
            .checked_add_days(Days::new(at as u64))
            .unwrap_or(NaiveDate::MAX)
    }

    /// What the series would have announced at the end of day `origin` for each of the `horizon` days after it, from nothing but
    /// their payments by then.
    pub(super) fn announced(&self, origin: usize, horizon: usize) -> Announced {
        let mut known = Announced {
            days: vec![0.0; horizon],
            daily: 0.0,
        };
        let last_day = self.date(origin + horizon);
        for series in &self.series {
            let seen = series.booked.partition_point(|booked| booked.at <= origin);
            let Some(rows) = series.booked.get(..seen).filter(|rows| rows.len() >= 3) else {
                continue;
            };
            let Some(last) = rows.last() else { continue };
            if ((origin - last.at) as i64) * 10 > series.period.days() * 22 {
                continue;
            }
            let recent: Vec<NaiveDate> = rows
                .get(rows.len().saturating_sub(6)..)
                .unwrap_or_default()
                .iter()
                .map(|booked| self.date(booked.at))
                .collect();
            let day = usual_day(&recent);
            let minor = series_amount(rows);
            known.daily += minor / mean_days(series.period);
            let mut date = series
                .period
                .after(slot_of(series.period, self.date(last.at), day), day);
            while date <= last_day {
                let ahead = (date - self.date(origin)).num_days();
                if ahead > 0 {
                    if let Some(slot) = known.days.get_mut(ahead as usize - 1) {
                        *slot += minor;
                    }
                } else if -ahead <= series.period.slack() / 2
                    && let Some(slot) = known.days.first_mut()
                {
                    *slot += minor;
                }
                let next = series.period.after(date, day);
                if next <= date {
                    break;
                }
                date = next;
            }
        }
        known
    }
}

/// Mean days between two payments, leap years included.
pub(super) fn mean_days(period: Period) -> f64 {
    match period.months() {
        None => period.days() as f64,
        Some(months) => 365.2425 / 12.0 * f64::from(months),
    }
}

/// The newest amount if the last two agree, else the middle of the last three.
fn series_amount(rows: &[Booked]) -> f64 {
    match rows {
        [.., a, b, c] => {
            if (b.minor - c.minor).abs() <= c.minor.abs() / 1000.0 {
                c.minor
            } else {
                let mut last = [a.minor, b.minor, c.minor];
                last.sort_by(f64::total_cmp);
                last[1]
            }
        }
        [.., last] => last.minor,
        [] => 0.0,
    }
}
