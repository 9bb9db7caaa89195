//! The rhythm of everything that no series explains: by day of the month and by weekday.

use chrono::Datelike;

use super::past::Past;
use super::stats::mean;

/// Days that the rhythm is learnt from.
const WINDOW: usize = 400;

/// What an ordinary day does to the balance.
pub(super) struct Rhythm {
    /// Mean of a day.
    pub(super) daily: f64,
    /// How each day of the month departs from the mean, 1 to 31 at 0 to 30.
    by_day: [f64; 31],
    /// How each weekday departs, Monday first.
    by_weekday: [f64; 7],
}

impl Rhythm {
    /// Learns from the days up to `origin`, that day included.
    pub(super) fn learn(past: &Past, origin: usize) -> Self {
        /// Days of prior belief that a day is like the mean: of the month, of the week.
        const SHRINK: (f64, f64) = (3.0, 12.0);
        let from = (origin + 1).saturating_sub(WINDOW);
        let days = past.everyday.get(from..=origin).unwrap_or_default();
        let daily = mean(days);
        let mut by_day = [(0.0, 0.0); 31];
        let mut by_weekday = [(0.0, 0.0); 7];
        let mut date = past.date(from);
        for flow in days {
            if let Some((sum, count)) = by_day.get_mut(date.day0() as usize) {
                *sum += flow - daily;
                *count += 1.0;
            }
            if let Some((sum, count)) =
                by_weekday.get_mut(date.weekday().num_days_from_monday() as usize)
            {
                *sum += flow - daily;
                *count += 1.0;
            }
            date = date.succ_opt().unwrap_or(date);
        }
        Self {
            daily,
            by_day: by_day.map(|(sum, count)| sum / (count + SHRINK.0)),
            by_weekday: by_weekday.map(|(sum, count)| sum / (count + SHRINK.1)),
        }
    }

    /// The `horizon` days after `origin`.
    pub(super) fn ahead(&self, past: &Past, origin: usize, horizon: usize) -> Vec<f64> {
        past.date(origin)
            .iter_days()
            .skip(1)
            .take(horizon)
            .map(|date| {
                self.daily
                    + self
                        .by_day
                        .get(date.day0() as usize)
                        .copied()
                        .unwrap_or_default()
                    + self
                        .by_weekday
                        .get(date.weekday().num_days_from_monday() as usize)
                        .copied()
                        .unwrap_or_default()
            })
            .collect()
    }
}
