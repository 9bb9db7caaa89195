//! Forecasts: what is exact, what is ordered, what is not counted twice.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use chrono::{Datelike, Days, NaiveDate};
use domain::planned::Cadence;
use proptest::prelude::*;

use super::{Abstained, DayFlow, Forecast, Input, Planned, Repeating, Source, project};
use crate::recurring::{Anchor, Period};
use domain::workday::{Calendar, Shift};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-05-18";

fn input<'a>(
    history: &'a [DayFlow],
    planned: &'a [Planned],
    repeating: &'a [Repeating],
) -> Input<'a> {
    Input {
        today: day(TODAY),
        horizon_days: 90,
        start: 384_217,
        history,
        planned,
        repeating,
        floor: None,
    }
}

fn once(date: &str, minor: i64) -> Planned {
    Planned {
        label: "Camp deposit".into(),
        payee: String::new(),
        minor,
        first: day(date),
        cadence: Cadence::Once,
        until: None,
    }
}

/// Pay on the 4th, rent on the 5th, shopping each third day, for `days` days up to today.
fn household(days: u64) -> (Vec<DayFlow>, Vec<Repeating>) {
    let (mut history, mut pay, mut rent) = (Vec::new(), Vec::new(), Vec::new());
    for date in (day(TODAY) - Days::new(days))
        .iter_days()
        .take_while(|date| *date <= day(TODAY))
    {
        if date.day() == 4 {
            pay.push(DayFlow {
                date,
                minor: 248_600,
            });
        }
        if date.day() == 5 {
            rent.push(DayFlow {
                date,
                minor: -141_200,
            });
        }
        if date.ordinal() % 3 == 0 {
            history.push(DayFlow {
                date,
                minor: -6_000 - i64::from(date.ordinal() * 37 % 5_000),
            });
        }
    }
    history.extend(pay.iter().chain(&rent).copied());
    let series = |label: &str, minor, day_of_month, next, booked| Repeating {
        label: label.into(),
        payee: label.to_lowercase(),
        minor,
        period: Period::Monthly,
        anchor: Anchor::Day {
            day: day_of_month,
            shift: Shift::None,
            calendar: Calendar::Weekends,
        },
        next_date: day(next),
        until: None,
        booked,
    };
    (
        history,
        vec![
            series("Pay", 248_600, 4, "2026-06-04", pay),
            series("Rent", -141_200, 5, "2026-06-05", rent),
        ],
    )
}

fn expected(forecast: &Forecast, date: &str) -> i64 {
    forecast
        .days
        .iter()
        .find(|at| at.date == day(date))
        .unwrap()
        .expected
}

#[test]
fn nothing_known_and_no_past_is_flat() {
    let forecast = project(&input(&[], &[], &[]));
    assert_eq!(forecast.days.len(), 90);
    assert!(
        forecast
            .days
            .iter()
            .all(|day| day.expected == 384_217 && day.band.is_none())
    );
    assert_eq!(forecast.abstained, Some(Abstained::NoHistory));
    assert_eq!(forecast.lowest.unwrap().date, day("2026-05-19"));
    assert!(
        project(&Input {
            horizon_days: 0,
            ..input(&[], &[], &[])
        })
        .days
        .is_empty()
    );
}

#[test]
fn planned_payments_are_exact_whatever_the_past() {
    let (history, repeating) = household(400);
    let plans = [once("2026-05-27", -64_000)];
    let without = project(&input(&history, &[], &repeating));
    let with = project(&input(&history, &plans, &repeating));
    for (a, b) in without.days.iter().zip(&with.days) {
        let step = if a.date >= day("2026-05-27") {
            -64_000
        } else {
            0
        };
        assert_eq!(b.expected - a.expected, step);
        assert_eq!(b.band.unwrap().p10 - a.band.unwrap().p10, step);
    }
    assert_eq!(with.totals.known_out - without.totals.known_out, -64_000);
    assert_eq!(with.totals.everyday, without.totals.everyday);
}

#[test]
fn known_series_make_their_steps_on_their_days() {
    let (history, repeating) = household(400);
    let forecast = project(&input(&history, &[], &repeating));
    let pay = forecast
        .days
        .iter()
        .find(|at| at.date == day("2026-06-04"))
        .unwrap();
    assert_eq!(pay.events.len(), 1);
    assert_eq!(
        (pay.events[0].minor, pay.events[0].source),
        (248_600, Source::Repeating(0))
    );
    let step = expected(&forecast, "2026-06-04") - expected(&forecast, "2026-06-03");
    assert!((step - 248_600).abs() < 15_000, "{step}");
    assert_eq!(forecast.totals.known_in, 2 * 248_600 + 248_600);
    assert_eq!(forecast.totals.known_out, -3 * 141_200);
    let way = expected(&forecast, "2026-08-16") - 384_217;
    assert_eq!(
        forecast.totals.known_in + forecast.totals.known_out + forecast.totals.everyday,
        way
    );
}

#[test]
fn a_plan_that_stands_for_a_series_counts_once() {
    let (history, repeating) = household(400);
    let plan = Planned {
        label: "Rent, standing order".into(),
        payee: "rent".into(),
        minor: -145_000,
        first: day("2026-06-05"),
        cadence: Cadence::Months { every: 1, day: 5 },
        until: None,
    };
    let forecast = project(&input(&history, &[plan], &repeating));
    let rent: Vec<i64> = forecast
        .days
        .iter()
        .flat_map(|day| &day.events)
        .filter(|event| event.minor < 0)
        .map(|event| event.minor)
        .collect();
    assert_eq!(rent, [-145_000; 3]);
    let unlike = Planned {
        payee: "garage".into(),
        ..once("2026-06-05", -141_200)
    };
    let both = project(&input(&history, &[unlike], &repeating));
    assert_eq!(both.totals.known_out, -4 * 141_200);
}

#[test]
fn a_short_past_gives_no_range_and_a_long_one_does() {
    let (history, _) = household(30);
    let short = project(&input(&history, &[once("2026-06-01", -100)], &[]));
    assert_eq!(short.abstained, Some(Abstained::ShortHistory));
    assert_eq!(expected(&short, "2026-06-01"), 384_117);
    let (history, repeating) = household(400);
    let long = project(&input(&history, &[], &repeating));
    assert_eq!(long.abstained, None);
    assert!(long.tested.unwrap().origins >= 20);
    assert!(long.tested.unwrap().inside80_percent >= 70);
}

#[test]
fn a_steady_household_is_foreseen() {
    let (history, repeating) = household(700);
    let earlier = day("2026-02-17");
    let known: Vec<DayFlow> = history
        .iter()
        .filter(|flow| flow.date <= earlier)
        .copied()
        .collect();
    let after: i64 = history
        .iter()
        .filter(|flow| flow.date > earlier)
        .map(|flow| flow.minor)
        .sum();
    let then: Vec<Repeating> = repeating
        .into_iter()
        .map(|series| Repeating {
            next_date: if series.booked.iter().all(|flow| flow.date.day() == 4) {
                day("2026-03-04")
            } else {
                day("2026-03-05")
            },
            booked: series
                .booked
                .into_iter()
                .filter(|flow| flow.date <= earlier)
                .collect(),
            ..series
        })
        .collect();
    let forecast = project(&Input {
        today: earlier,
        ..input(&known, &[], &then)
    });
    let last = forecast.days.last().unwrap();
    assert_eq!(last.date, day(TODAY));
    let miss = last.expected - 384_217 - after;
    assert!(
        miss.abs() < 60_000,
        "missed by {miss} of a turnover of 750,000 in three months"
    );
    let band = last.band.unwrap();
    assert!(band.p10 <= 384_217 + after && 384_217 + after <= band.p90);
}

#[test]
fn the_floor_and_its_chance() {
    let forecast = project(&Input {
        floor: Some(300_000),
        ..input(&[], &[once("2026-08-15", -100_000)], &[])
    });
    let below = forecast.below_floor.unwrap();
    assert_eq!(below.days, [day("2026-08-15"), day("2026-08-16")]);
    assert_eq!(
        below.chance_percent, None,
        "without a range there is no chance"
    );
    let (history, repeating) = household(400);
    let sure = project(&Input {
        floor: Some(i64::MIN),
        ..input(&history, &[], &repeating)
    })
    .below_floor
    .unwrap();
    assert_eq!((sure.days.len(), sure.chance_percent), (0, Some(0)));
}

#[test]
fn hopeless_amounts_stay_within_bounds() {
    let history: Vec<DayFlow> = (0..200_u64)
        .map(|back| DayFlow {
            date: day(TODAY) - Days::new(back),
            minor: if back % 2 == 0 { i64::MAX } else { i64::MIN },
        })
        .collect();
    let forecast = project(&Input {
        start: i64::MAX,
        ..input(&history, &[once("2026-05-19", i64::MAX)], &[])
    });
    assert_eq!(forecast.days.len(), 90);
}

fn any_history() -> impl Strategy<Value = Vec<DayFlow>> {
    proptest::collection::vec((0_u64..800, -300_000_i64..300_000), 0..200).prop_map(|rows| {
        rows.into_iter()
            .map(|(back, minor)| DayFlow {
                date: day(TODAY) - Days::new(back),
                minor,
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn ranges_are_ordered(history in any_history(), horizon in 1_u32..400) {
        let forecast = project(&Input { horizon_days: horizon, ..input(&history, &[], &[]) });
        prop_assert_eq!(forecast.days.len(), horizon as usize);
        prop_assert!(forecast.abstained.is_some() != forecast.days.iter().all(|day| day.band.is_some()));
        for day in &forecast.days {
            if let Some(band) = day.band {
                prop_assert!(band.p10 <= band.p25 && band.p25 <= day.expected);
                prop_assert!(day.expected <= band.p75 && band.p75 <= band.p90);
            }
        }
        let lowest = forecast.lowest.unwrap();
        prop_assert!(forecast.days.iter().all(|day| day.expected >= lowest.expected));
    }

    #[test]
    fn the_order_of_rows_and_a_second_look_change_nothing(history in any_history()) {
        let mut turned = history.clone();
        turned.reverse();
        let once = project(&input(&history, &[], &[]));
        prop_assert_eq!(&once, &project(&input(&history, &[], &[])));
        prop_assert_eq!(&once, &project(&input(&turned, &[], &[])));
    }

    #[test]
    fn a_start_moves_the_whole_forecast(history in any_history(), more in -1_000_000_i64..1_000_000) {
        let one = project(&input(&history, &[], &[]));
        let other = project(&Input { start: 384_217 + more, ..input(&history, &[], &[]) });
        for (a, b) in one.days.iter().zip(&other.days) {
            prop_assert!((b.expected - a.expected - more).abs() <= 1);
        }
    }

    #[test]
    fn without_a_past_only_plans_move_the_balance(minors in proptest::collection::vec(-100_000_i64..100_000, 0..10)) {
        let plans: Vec<Planned> = minors.iter().map(|minor| once("2026-06-01", *minor)).collect();
        let forecast = project(&input(&[], &plans, &[]));
        prop_assert_eq!(forecast.days.last().unwrap().expected, 384_217 + minors.iter().sum::<i64>());
    }
}
