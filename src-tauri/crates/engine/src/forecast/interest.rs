//! Interest that an account earns above nothing and pays below it, by terms that somebody stated.
//!
//! By the day on the balance at its end, actual days over 365 (Actual/365 Fixed, ISDA 2006 definitions, section 4.16(d));
//! simple within a period and posted on its last day, so that it earns interest itself from the next day on. A posting is
//! rounded to the minor unit, half to even. What ran up before today counts in the first posting.

use chrono::{Datelike, NaiveDate};
use domain::budget::Month;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::project::{below, lowest};
use super::{Event, Forecast, Source};
use crate::arith::total;

/// When what ran up is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Posting {
    /// On the last day of each month.
    Monthly,
    /// On the last day of March, June, September and December.
    Quarterly,
    /// On the last day of the year.
    Yearly,
}

impl Posting {
    /// Every rhythm, shortest first.
    pub const ALL: [Self; 3] = [Self::Monthly, Self::Quarterly, Self::Yearly];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    const fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::Yearly => 12,
        }
    }

    fn falls_on(self, date: NaiveDate) -> bool {
        date.month().is_multiple_of(self.months()) && date == Month::of(date).last_day()
    }

    /// The first day of the period that `date` lies in.
    pub fn began(self, date: NaiveDate) -> NaiveDate {
        let month = Month::of(date);
        let into = (date.month() - 1) % self.months();
        month.plus(-(into as i32)).first_day()
    }
}

/// A yearly rate in percent, and when what ran up is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Yearly {
    /// Percent a year, not below nothing.
    pub percent: Decimal,
    /// When it is booked.
    pub posting: Posting,
}

/// What an account earns and costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terms {
    /// On balances above nothing.
    pub earned: Option<Yearly>,
    /// On balances below nothing.
    pub charged: Option<Yearly>,
}

/// What interest does on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// The day it is booked.
    pub date: NaiveDate,
    /// Above nothing earned, below charged.
    pub minor: i64,
}

/// What lies ahead of an account's interest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Interest {
    /// Bookings within the horizon, in order; none of nothing.
    pub posted: Vec<Posted>,
    /// What runs up from tomorrow to the end of the horizon, booked or not.
    pub earned: i64,
    /// The same of what is charged, nothing or below.
    pub charged: i64,
    /// What is charged if each day ends where only one in ten is lower; nothing or below, none without bands.
    pub charged_if_low: Option<i64>,
}

/// What runs up on one side of nothing.
struct Side {
    yearly: Yearly,
    /// Balance times days since the last booking.
    open: i128,
    /// The same since tomorrow.
    ahead: i128,
}

impl Side {
    fn new(yearly: Option<Yearly>) -> Option<Self> {
        yearly.map(|yearly| Self {
            yearly,
            open: 0,
            ahead: 0,
        })
    }

    fn booked(&mut self, date: NaiveDate) -> Option<i64> {
        if !self.yearly.posting.falls_on(date) {
            return None;
        }
        let open = std::mem::take(&mut self.open);
        Some(worth(open, self.yearly.percent)).filter(|minor| *minor != 0)
    }
}

/// Balance times days at a yearly rate.
fn worth(minor_days: i128, percent: Decimal) -> i64 {
    // 365 days and percent: a divisor that stays exact until the one rounding.
    Decimal::try_from_i128_with_scale(minor_days, 0)
        .ok()
        .and_then(|days| days.checked_mul(percent))
        .and_then(|yearly| yearly.checked_div(Decimal::from(36_500)))
        .map(|minor| minor.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven))
        .and_then(|minor| minor.to_i64())
        .unwrap_or(if minor_days < 0 { i64::MIN } else { i64::MAX })
}

/// What runs up on days with these balances at their ends: `past` up to today, then the days of a forecast.
///
/// `past` begins where the period of the latest booking begins, in order; of what is older nothing is open.
pub fn interest(past: &[(NaiveDate, i64)], forecast: &Forecast, terms: &Terms) -> Interest {
    let mut out = Interest::default();
    let mut earned = Side::new(terms.earned);
    let mut charged = Side::new(terms.charged);
    for (date, minor) in past {
        if let Some(side) = &mut earned {
            side.open += i128::from((*minor).max(0));
            side.booked(*date);
        }
        if let Some(side) = &mut charged {
            side.open += i128::from((*minor).min(0));
            side.booked(*date);
        }
    }
    let mut moved = 0_i64;
    let mut low = 0_i128;
    let mut has_bands = !forecast.days.is_empty();
    for day in &forecast.days {
        let minor = i128::from(day.expected) + i128::from(moved);
        let mut booked = 0_i64;
        if let Some(side) = &mut earned {
            side.open += minor.max(0);
            side.ahead += minor.max(0);
            booked = total([booked, side.booked(day.date).unwrap_or(0)]);
        }
        if let Some(side) = &mut charged {
            side.open += minor.min(0);
            side.ahead += minor.min(0);
            booked = total([booked, side.booked(day.date).unwrap_or(0)]);
        }
        match &day.band {
            Some(band) => low += (i128::from(band.p10) + i128::from(moved)).min(0),
            None => has_bands = false,
        }
        if booked != 0 {
            moved = total([moved, booked]);
            out.posted.push(Posted {
                date: day.date,
                minor: booked,
            });
        }
    }
    let ahead = |side: &Option<Side>| {
        side.as_ref()
            .map_or(0, |side| worth(side.ahead, side.yearly.percent))
    };
    out.earned = ahead(&earned);
    out.charged = ahead(&charged);
    out.charged_if_low = (charged.as_ref())
        .filter(|_| has_bands)
        .map(|side| worth(low, side.yearly.percent).min(out.charged));
    out
}

/// A forecast with bookings of interest in it: each is an item of its day, and moves that day and all after it. `origin` says
/// which account it is of; `label` is what the screen calls earned and charged interest.
pub fn with_interest(
    mut forecast: Forecast,
    floor: Option<i64>,
    posted: &[(Posted, usize)],
    label: fn(i64) -> String,
) -> Forecast {
    let mut order: Vec<&(Posted, usize)> = posted.iter().collect();
    order.sort_by_key(|(posted, origin)| (posted.date, *origin));
    let mut ahead = order.into_iter().peekable();
    let mut moved = 0_i64;
    for day in &mut forecast.days {
        while let Some((posted, origin)) = ahead.next_if(|(posted, _)| posted.date <= day.date) {
            moved = total([moved, posted.minor]);
            let sum = if posted.minor > 0 {
                &mut forecast.totals.known_in
            } else {
                &mut forecast.totals.known_out
            };
            *sum = total([*sum, posted.minor]);
            day.events.push(Event {
                label: label(posted.minor),
                minor: posted.minor,
                source: Source::Interest(*origin),
            });
        }
        day.expected = total([day.expected, moved]);
        if let Some(band) = &mut day.band {
            for edge in [&mut band.p10, &mut band.p25, &mut band.p75, &mut band.p90] {
                *edge = total([*edge, moved]);
            }
        }
    }
    forecast.lowest = lowest(&forecast.days);
    forecast.below_floor = floor.map(|floor| below(&forecast.days, floor));
    forecast
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::super::{Day, Forecast, Totals};
    use super::{Posted, Posting, Terms, Yearly, interest, with_interest};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn flat(from: NaiveDate, balances: &[i64]) -> Forecast {
        let days = balances.iter().zip(from.iter_days());
        Forecast {
            days: days
                .map(|(expected, date)| Day {
                    date,
                    expected: *expected,
                    band: None,
                    events: Vec::new(),
                })
                .collect(),
            lowest: None,
            below_floor: None,
            totals: Totals {
                known_in: 0,
                known_out: 0,
                everyday: 0,
            },
            tested: None,
            abstained: None,
        }
    }

    fn at(percent: &str, posting: Posting) -> Yearly {
        Yearly {
            percent: percent.parse().unwrap(),
            posting,
        }
    }

    #[test]
    fn a_year_of_a_thousand_at_two_percent_is_twenty() {
        let terms = Terms {
            earned: Some(at("2", Posting::Yearly)),
            charged: None,
        };
        let year = flat(day("2026-01-01"), &[100_000; 365]);
        let found = interest(&[], &year, &terms);
        let booked = Posted {
            date: day("2026-12-31"),
            minor: 2_000,
        };
        assert_eq!(found.posted, [booked]);
        assert_eq!((found.earned, found.charged), (2_000, 0));
    }

    #[test]
    fn what_is_booked_each_month_earns_interest_itself() {
        let terms = Terms {
            earned: Some(at("12", Posting::Monthly)),
            charged: None,
        };
        let found = interest(&[], &flat(day("2026-01-01"), &[1_000_000; 59]), &terms);
        // 31 days of 10,000.00 are 101.92; 28 days of 10,101.92 are 92.99.
        let minors: Vec<i64> = found.posted.iter().map(|posted| posted.minor).collect();
        assert_eq!(minors, [10_192, 9_299]);
    }

    #[test]
    fn days_below_nothing_cost_and_days_above_earn() {
        let terms = Terms {
            earned: Some(at("1", Posting::Quarterly)),
            charged: Some(at("11.9", Posting::Quarterly)),
        };
        let mut balances = vec![50_000; 60];
        balances.extend([-20_000; 30]);
        let found = interest(&[], &flat(day("2026-01-01"), &balances), &terms);
        assert_eq!(found.earned, 82);
        assert_eq!(found.charged, -196);
        assert_eq!(
            found.posted,
            [Posted {
                date: day("2026-03-31"),
                minor: 82 - 196
            }]
        );
    }

    #[test]
    fn what_ran_up_before_today_is_booked_with_the_first() {
        let terms = Terms {
            earned: Some(at("3.65", Posting::Monthly)),
            charged: None,
        };
        // 3.65 percent of 1,000.00 is ten cents a day.
        let past: Vec<(NaiveDate, i64)> = (day("2026-03-01").iter_days())
            .take(20)
            .map(|date| (date, 100_000))
            .collect();
        let found = interest(&past, &flat(day("2026-03-21"), &[100_000; 11]), &terms);
        assert_eq!(
            found.posted,
            [Posted {
                date: day("2026-03-31"),
                minor: 310
            }]
        );
        assert_eq!(found.earned, 110);
    }

    #[test]
    fn quarters_and_years_begin_where_they_do() {
        assert_eq!(
            Posting::Quarterly.began(day("2026-05-20")),
            day("2026-04-01")
        );
        assert_eq!(Posting::Yearly.began(day("2026-05-20")), day("2026-01-01"));
        assert_eq!(Posting::Monthly.began(day("2026-05-31")), day("2026-05-01"));
    }

    proptest! {
        /// The end moves by exactly what was booked, and the items say so.
        #[test]
        fn bookings_move_the_forecast_by_their_sum(
            balances in prop::collection::vec(-5_000_000_i64..5_000_000, 1..400),
            percent in 0_u32..20,
        ) {
            let terms = Terms {
                earned: Some(Yearly { percent: Decimal::from(percent), posting: Posting::Monthly }),
                charged: Some(Yearly { percent: Decimal::from(percent + 5), posting: Posting::Quarterly }),
            };
            let base = flat(day("2026-02-14"), &balances);
            let found = interest(&[], &base, &terms);
            let posted: Vec<(Posted, usize)> = found.posted.iter().map(|one| (*one, 0)).collect();
            let sum: i64 = found.posted.iter().map(|one| one.minor).sum();
            let with = with_interest(base.clone(), None, &posted, |_| String::new());
            let (before, after) = (base.days.last().unwrap(), with.days.last().unwrap());
            prop_assert_eq!(after.expected - before.expected, sum);
            prop_assert_eq!(with.totals.known_in + with.totals.known_out, sum);
            let items: i64 = with.days.iter().flat_map(|day| &day.events).map(|event| event.minor).sum();
            prop_assert_eq!(items, sum);
            prop_assert!(found.earned >= 0 && found.charged <= 0);
            let last = day("2026-02-14") + Days::new(balances.len() as u64);
            prop_assert!(found.posted.iter().all(|one| one.date < last));
        }
    }
}
